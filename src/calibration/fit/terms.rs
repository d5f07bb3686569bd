//! The terms of an emulator: Hermite polynomials, orthonormal under a standard normal prior.

use std::fmt;

/// A term of an emulator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Term {
    /// 1.
    Constant,
    /// `z_i`.
    Linear(usize),
    /// `(z_i^2 - 1) / sqrt 2`.
    Square(usize),
    /// `z_i z_j`.
    Product(usize, usize),
}

use Term::{Constant, Linear, Product, Square};

impl Term {
    /// Its value at a point.
    pub fn at(self, z: &[f64]) -> f64 {
        match self {
            Constant => 1.0,
            Linear(i) => z[i],
            Square(i) => (z[i] * z[i] - 1.0) * std::f64::consts::FRAC_1_SQRT_2,
            Product(i, j) => z[i] * z[j],
        }
    }

    /// Adds `c` times its gradient at a point.
    pub fn add_gradient(self, c: f64, z: &[f64], to: &mut [f64]) {
        match self {
            Constant => {}
            Linear(i) => to[i] += c,
            Square(i) => to[i] += c * z[i] * std::f64::consts::SQRT_2,
            Product(i, j) => {
                to[i] += c * z[j];
                to[j] += c * z[i];
            }
        }
    }

    /// Whether it depends on a coordinate.
    pub fn has(self, axis: usize) -> bool {
        match self {
            Constant => false,
            Linear(i) | Square(i) => i == axis,
            Product(i, j) => i == axis || j == axis,
        }
    }

    /// Reads what [`fmt::Display`] writes: `1`, `4`, `4^2`, `4*7`.
    pub fn parse(text: &str) -> Option<Self> {
        let axis = |t: &str| t.strip_prefix('z')?.parse().ok();
        match text.split_once('*') {
            Some((i, j)) => Some(Product(axis(i)?, axis(j)?)),
            None if text == "1" => Some(Constant),
            None => match text.strip_suffix("^2") {
                Some(i) => Some(Square(axis(i)?)),
                None => Some(Linear(axis(text)?)),
            },
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Constant => write!(f, "1"),
            Linear(i) => write!(f, "z{i}"),
            Square(i) => write!(f, "z{i}^2"),
            Product(i, j) => write!(f, "z{i}*z{j}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Term; 4] = [Constant, Linear(1), Square(0), Product(0, 1)];

    #[test]
    fn terms_are_read_as_they_are_written() {
        for term in ALL {
            assert_eq!(Term::parse(&term.to_string()), Some(term));
        }
        assert_eq!(Term::parse("x3"), None);
    }

    #[test]
    fn gradients_are_slopes() {
        let z = [0.3, -1.2];
        for term in ALL {
            let mut gradient = [0.0; 2];
            term.add_gradient(2.0, &z, &mut gradient);
            for i in 0..2 {
                let mut beside = z;
                beside[i] += 1e-6;
                assert!((gradient[i] - 2.0 * (term.at(&beside) - term.at(&z)) / 1e-6).abs() < 1e-5, "{term}");
            }
        }
    }

    #[test]
    fn terms_are_orthonormal_under_the_prior() {
        // Gauss-Hermite with three nodes in each of two dimensions is exact to degree five; squares need four.
        let (a, b) = ((3.0 - 6f64.sqrt()).sqrt(), (3.0 + 6f64.sqrt()).sqrt());
        let (wa, wb) = (1.0 / (4.0 * (3.0 - 6f64.sqrt())), 1.0 / (4.0 * (3.0 + 6f64.sqrt())));
        let nodes = [(a, wa), (-a, wa), (b, wb), (-b, wb)];
        for s in ALL {
            for t in ALL {
                let mut sum = 0.0;
                for (x, wx) in nodes {
                    for (y, wy) in nodes {
                        sum += wx * wy * s.at(&[x, y]) * t.at(&[x, y]);
                    }
                }
                assert!((sum - f64::from(u8::from(s == t))).abs() < 1e-12, "{s} {t} {sum}");
            }
        }
    }
}
