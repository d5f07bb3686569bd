//! Small systems of linear equations.

/// Solves `a x = b` by elimination with pivoting; `None` where the equations do not decide.
#[allow(clippy::needless_range_loop, reason = "rows and columns of a matrix")]
pub fn solve(a: &[Vec<f64>], b: &[f64]) -> Option<Vec<f64>> {
    let n = b.len();
    let mut rows: Vec<Vec<f64>> = a.iter().zip(b).map(|(r, y)| r.iter().copied().chain([*y]).collect()).collect();
    let scale = a.iter().enumerate().map(|(i, r)| r[i].abs()).fold(0.0, f64::max);
    for k in 0..n {
        let pivot = (k..n).max_by(|i, j| rows[*i][k].abs().total_cmp(&rows[*j][k].abs()))?;
        rows.swap(k, pivot);
        if rows[k][k].is_nan() || rows[k][k].abs() <= 1e-12 * scale {
            return None;
        }
        for i in k + 1..n {
            let factor = rows[i][k] / rows[k][k];
            for j in k..=n {
                rows[i][j] -= factor * rows[k][j];
            }
        }
    }
    let mut x = vec![0.0; n];
    for k in (0..n).rev() {
        let known: f64 = (k + 1..n).map(|j| rows[k][j] * x[j]).sum();
        x[k] = (rows[k][n] - known) / rows[k][k];
    }
    Some(x)
}

/// What one unit adds to the equations of an estimate.
#[derive(Clone, Debug)]
pub struct Share {
    /// Its score.
    pub score: Vec<f64>,
    /// Its part of the negative second derivatives.
    pub hessian: Vec<Vec<f64>>,
}

impl Share {
    /// Nothing yet, of so many coefficients.
    pub fn nothing(n: usize) -> Self {
        Self { score: vec![0.0; n], hessian: vec![vec![0.0; n]; n] }
    }
}

/// Standard error of coefficient `take` by a jackknife over the units, each left out with one step of Newton from the whole
/// estimate: (n - 1) / n sum d_u^2 with d_u = (H - H_u)^-1 s_u. Exact for least squares. The sandwich H^-1 (sum s s') H^-1
/// takes H for H - H_u, and is too small where few units carry much (the CR3 of Bell and McCaffrey 2002 against their CR0).
pub fn jackknife(units: &[Share], take: usize) -> f64 {
    let n = units.first().map_or(0, |u| u.score.len());
    let mut whole = vec![vec![0.0; n]; n];
    units.iter().for_each(|u| add(&mut whole, &u.hessian, 1.0));
    let (mut sum, mut count) = (0.0, 0.0);
    for unit in units.iter().filter(|u| u.score.iter().any(|s| *s != 0.0)) {
        let mut rest = whole.clone();
        add(&mut rest, &unit.hessian, -1.0);
        // Without a unit that alone decides there is no estimate: it counts as if it stayed.
        let moved = solve(&rest, &unit.score).or_else(|| solve(&whole, &unit.score));
        let Some(moved) = moved else { return f64::NAN };
        sum += moved[take] * moved[take];
        count += 1.0;
    }
    if count == 0.0 { 0.0 } else { (sum * (count - 1.0) / count).sqrt() }
}

fn add(to: &mut [Vec<f64>], from: &[Vec<f64>], times: f64) {
    to.iter_mut().flatten().zip(from.iter().flatten()).for_each(|(a, b)| *a += times * b);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_with_a_zero_on_its_diagonal_is_solved() {
        let x = solve(&[vec![0.0, 2.0], vec![4.0, 1.0]], &[6.0, 11.0]).unwrap();
        assert!((x[0] - 2.0).abs() < 1e-12 && (x[1] - 3.0).abs() < 1e-12);
        assert_eq!(solve(&[vec![1.0, 1.0], vec![1.0, 1.0]], &[1.0, 2.0]), None);
    }

    /// A line through the origin: each unit is left out and the slope worked out again, by its closed form.
    #[test]
    fn the_jackknife_of_a_line_is_that_of_leaving_each_point_out() {
        let points: [(f64, f64); 4] = [(1.0, 2.0), (2.0, 3.5), (3.0, 7.0), (9.0, 8.0)];
        let slope = |without: usize| {
            let kept = points.iter().enumerate().filter(|(i, _)| *i != without);
            let (xy, xx) = kept.fold((0.0, 0.0), |(a, b), (_, (x, y))| (a + x * y, b + x * x));
            xy / xx
        };
        let whole = slope(points.len());
        let expected: f64 = (0..4).map(|i| (slope(i) - whole).powi(2)).sum::<f64>() * 3.0 / 4.0;
        let units = points.map(|(x, y)| Share { score: vec![x * (y - whole * x)], hessian: vec![vec![x * x]] });
        assert!((jackknife(&units, 0) - expected.sqrt()).abs() < 1e-12);
    }
}
