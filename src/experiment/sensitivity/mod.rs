//! Which inputs an outcome hangs on: Sobol' indices, Morris' elementary effects, and measures of a sample as it is.
//!
//! All of them are of E[outcome | inputs]. Each evaluation of a simulator is a mean over replicates and so carries
//! noise of its own; where the luck is fresh for each evaluation, its variance is known (the squared Monte Carlo
//! error) and is taken out of every square that would otherwise hold it. `docs/sensitivity.md` has the formulas.

pub mod bootstrap;
pub mod evaluate;
pub mod given;
pub mod indices;
pub mod morris;
pub mod saltelli;
pub mod study;
pub mod table;

/// A variance that is less than this share of the mean square is rounding.
const ROUNDING: f64 = 1e-20;

/// An evaluation: an outcome's mean at one point of the inputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Value {
    /// The mean.
    pub mean: f64,
    /// Variance of that mean, the squared Monte Carlo error; zero for an exact function, or where one luck is common
    /// to all evaluations and indices are those of that luck.
    pub noise: f64,
}

impl Value {
    /// An evaluation without noise.
    pub fn exact(mean: f64) -> Self {
        Self { mean, noise: 0.0 }
    }

    /// Whether both numbers are there.
    pub fn is_defined(&self) -> bool {
        self.mean.is_finite() && self.noise.is_finite()
    }
}

/// An estimate with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate; NaN where the inputs explain no variance that could be told from noise.
    pub value: f64,
    /// Lower end.
    pub lo: f64,
    /// Upper end.
    pub hi: f64,
}

impl Estimate {
    /// A number that nothing is known of beside itself.
    pub fn without_interval(value: f64) -> Self {
        Self { value, lo: f64::NAN, hi: f64::NAN }
    }

    /// Half of the interval's width.
    pub fn half_width(&self) -> f64 {
        (self.hi - self.lo) / 2.0
    }
}
