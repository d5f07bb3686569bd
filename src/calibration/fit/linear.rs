//! Dense symmetric systems, as small as a fit needs them: no library is worth its weight for one factorisation.

/// The lower triangle `L` of a symmetric positive definite matrix `A = L L'`.
#[derive(Clone, Debug, PartialEq)]
pub struct Cholesky {
    n: usize,
    lower: Vec<f64>,
}

impl Cholesky {
    /// Of a matrix of `n` rows, row by row; only its lower triangle is read. None where it is not positive definite.
    pub fn new(matrix: &[f64], n: usize) -> Option<Self> {
        let mut lower = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..=i {
                let rest = matrix[i * n + j] - dot(&lower[i * n..i * n + j], &lower[j * n..j * n + j]);
                if i == j {
                    if rest <= 0.0 || !rest.is_finite() {
                        return None;
                    }
                    lower[i * n + i] = rest.sqrt();
                } else {
                    lower[i * n + j] = rest / lower[j * n + j];
                }
            }
        }
        Some(Self { n, lower })
    }

    /// Solves `L x = b` in place.
    pub fn forward(&self, b: &mut [f64]) {
        for i in 0..self.n {
            let row = &self.lower[i * self.n..];
            b[i] = (b[i] - dot(&row[..i], &b[..i])) / row[i];
        }
    }

    /// Solves `L' x = b` in place: turns independent standard normals into normals with covariance `inverse(A)`.
    pub fn backward(&self, b: &mut [f64]) {
        for i in (0..self.n).rev() {
            let row = &self.lower[i * self.n..i * self.n + i + 1];
            b[i] /= row[i];
            let x = b[i];
            b[..i].iter_mut().zip(row).for_each(|(b, l)| *b -= l * x);
        }
    }

    /// Solves `A x = b` in place.
    pub fn solve(&self, b: &mut [f64]) {
        self.forward(b);
        self.backward(b);
    }

    /// `L x`: turns independent standard normals into normals with covariance `A`.
    pub fn times(&self, x: &[f64]) -> Vec<f64> {
        (0..self.n).map(|i| dot(&self.lower[i * self.n..i * self.n + i + 1], &x[..=i])).collect()
    }

    /// `L' x`: undoes [`backward`](Self::backward).
    pub fn times_transposed(&self, x: &[f64]) -> Vec<f64> {
        let entry = |i: usize| (i..self.n).map(|k| self.lower[k * self.n + i] * x[k]).sum();
        (0..self.n).map(entry).collect()
    }

    /// The inverse of `A`, row by row.
    pub fn inverse(&self) -> Vec<f64> {
        let mut inverse = vec![0.0; self.n * self.n];
        for (j, column) in inverse.chunks_exact_mut(self.n).enumerate() {
            column[j] = 1.0;
            self.solve(column);
        }
        inverse
    }
}

/// The sum of products, from the first to the last.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: [f64; 9] = [4.0, 2.0, 0.4, 2.0, 3.0, -0.6, 0.4, -0.6, 1.5];

    #[test]
    fn solution_solves_the_system() {
        let mut x = [1.0, -2.0, 0.5];
        Cholesky::new(&A, 3).unwrap().solve(&mut x);
        for (row, b) in A.chunks_exact(3).zip([1.0, -2.0, 0.5]) {
            assert!((dot(row, &x) - b).abs() < 1e-14);
        }
    }

    #[test]
    fn inverse_times_matrix_is_one() {
        let inverse = Cholesky::new(&A, 3).unwrap().inverse();
        for i in 0..3 {
            for j in 0..3 {
                let entry: f64 = (0..3).map(|k| inverse[3 * i + k] * A[3 * k + j]).sum();
                assert!((entry - f64::from(u8::from(i == j))).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn factor_times_its_transpose_is_the_matrix() {
        let factor = Cholesky::new(&A, 3).unwrap();
        let mut unit = [0.0, 1.0, 0.0];
        factor.solve(&mut unit);
        let half = factor.times_transposed(&unit);
        assert!(factor.times(&half).iter().zip([0.0, 1.0, 0.0]).all(|(a, b)| (a - b).abs() < 1e-14));
    }

    #[test]
    fn indefinite_matrix_has_no_factor() {
        assert!(Cholesky::new(&[1.0, 2.0, 2.0, 1.0], 2).is_none());
        assert!(Cholesky::new(&[f64::NAN], 1).is_none());
    }
}
