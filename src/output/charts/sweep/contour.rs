//! Lines of equal value through a grid of numbers.

/// A piece of a line: two places in cells, across and up, the middle of the first cell at (0, 0).
pub type Piece = [(f64, f64); 2];

/// Pieces of the line where the values are `level`, by linear interpolation between neighbouring middles (marching
/// squares); squares with an undefined corner are left out. `value(i, j)` is the number of column i, row j.
pub fn pieces(columns: usize, rows: usize, level: f64, value: impl Fn(usize, usize) -> Option<f64>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for j in 0..rows.saturating_sub(1) {
        for i in 0..columns.saturating_sub(1) {
            let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)];
            let values: Vec<f64> = corners.iter().filter_map(|(a, b)| value(*a, *b)).collect();
            if let Ok(values) = <[f64; 4]>::try_from(values) {
                square(&mut pieces, corners, values, level);
            }
        }
    }
    pieces
}

fn square(pieces: &mut Vec<Piece>, corners: [(usize, usize); 4], values: [f64; 4], level: f64) {
    let crossing = |k: usize| {
        let (a, b) = (values[k], values[(k + 1) % 4]);
        if (a < level) == (b < level) {
            return None;
        }
        let share = (level - a) / (b - a);
        let [from, to] = [corners[k], corners[(k + 1) % 4]].map(|c| (c.0 as f64, c.1 as f64));
        Some((from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1)))
    };
    let crossings: Vec<(f64, f64)> = (0..4).filter_map(crossing).collect();
    match crossings.as_slice() {
        [a, b] => pieces.push([*a, *b]),
        // A saddle: the middle decides which corners belong together.
        [a, b, c, d] => {
            let middle = values.iter().sum::<f64>() / 4.0;
            if (middle < level) == (values[0] < level) {
                pieces.extend([[*a, *b], [*c, *d]]);
            } else {
                pieces.extend([[*d, *a], [*b, *c]]);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_through_a_plane_is_straight() {
        // value = x + y: the line at 1.5 runs from (0.5, 1) to (1, 0.5) in the first square, and so on.
        let pieces = pieces(3, 3, 1.5, |i, j| Some((i + j) as f64));
        assert!(!pieces.is_empty());
        for end in pieces.iter().flatten() {
            assert!((end.0 + end.1 - 1.5).abs() < 1e-12, "{end:?}");
        }
        let length: f64 = pieces.iter().map(|[a, b]| (a.0 - b.0).hypot(a.1 - b.1)).sum();
        assert!((length - 1.5 * std::f64::consts::SQRT_2).abs() < 1e-12, "{length}");
    }

    #[test]
    fn an_undefined_corner_takes_its_squares_with_it() {
        assert!(pieces(2, 2, 0.5, |i, j| if (i, j) == (0, 0) { None } else { Some(i as f64) }).is_empty());
    }
}
