//! Saltelli's design: two base samples A and B, and copies of each in which one group comes from the other.

/// The design of a Sobol' analysis, point by point.
///
/// Each base row gives consecutive points: A; A with group i from B, for each i; with second order, B with group i
/// from A, for each i; B. This is the order of SALib, so that results can be held against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Saltelli {
    /// The group of each input, counted from 0 without gaps.
    pub groups: Vec<usize>,
    /// Whether second-order indices are wanted.
    pub second: bool,
}

impl Saltelli {
    /// Every input a group of its own.
    pub fn single(inputs: usize, second: bool) -> Self {
        Self { groups: (0..inputs).collect(), second }
    }

    /// Number of groups.
    pub fn count(&self) -> usize {
        self.groups.iter().max().map_or(0, |g| g + 1)
    }

    /// Uniforms that a base row takes: one for A and one for B, of each input.
    pub fn dimensions(&self) -> usize {
        2 * self.groups.len()
    }

    /// Points that a base row gives.
    pub fn points_per_row(&self) -> usize {
        self.count() * (1 + usize::from(self.second)) + 2
    }

    /// The points of a base row: its first half of uniforms is A, the second B.
    pub fn points(&self, row: &[f64]) -> Vec<Vec<f64>> {
        let (a, b) = row.split_at(self.groups.len());
        let swap = |of: &[f64], from: &[f64], g: usize| -> Vec<f64> {
            (0..of.len()).map(|i| if self.groups[i] == g { from[i] } else { of[i] }).collect()
        };
        let mut points = vec![a.to_vec()];
        points.extend((0..self.count()).map(|g| swap(a, b, g)));
        if self.second {
            points.extend((0..self.count()).map(|g| swap(b, a, g)));
        }
        points.push(b.to_vec());
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_moves_together_and_nothing_else_does() {
        let design = Saltelli { groups: vec![0, 1, 0], second: true };
        let points = design.points(&[0.1, 0.2, 0.3, 0.7, 0.8, 0.9]);
        assert_eq!(points.len(), design.points_per_row());
        assert_eq!(points[1], [0.7, 0.2, 0.9]);
        assert_eq!(points[2], [0.1, 0.8, 0.3]);
        assert_eq!(points[3], [0.1, 0.8, 0.3]);
        assert_eq!(points[4], [0.7, 0.2, 0.9]);
        assert_eq!((&points[0][..], &points[5][..]), (&[0.1, 0.2, 0.3][..], &[0.7, 0.8, 0.9][..]));
    }
}
