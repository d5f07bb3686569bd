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

/// Standard error of coefficient `take` under scores clustered by unit: e' H^-1 (sum s s') H^-1 e.
pub fn sandwich(hessian: &[Vec<f64>], scores: &[Vec<f64>], take: usize) -> f64 {
    let mut unit = vec![0.0; hessian.len()];
    unit[take] = 1.0;
    let Some(row) = solve(hessian, &unit) else { return f64::NAN };
    let squared = |s: &Vec<f64>| s.iter().zip(&row).map(|(a, b)| a * b).sum::<f64>().powi(2);
    scores.iter().map(squared).sum::<f64>().sqrt()
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
}
