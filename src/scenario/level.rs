//! Levels: what a scenario may say about a quantity, and where the value was said.

use std::fmt;
use std::path::PathBuf;

/// Where a value of a scenario came from.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Source {
    /// Nobody said anything: the documented default.
    #[default]
    Default,
    /// A scenario file (the file itself or one it extends) and the line there, from 1.
    File {
        /// The file as the user named it.
        path: PathBuf,
        /// Line of the key, from 1.
        line: usize,
    },
    /// A `--set KEY=VALUE` argument.
    Set,
    /// A design point of a sweep.
    Sweep,
    /// Nobody said anything: it follows from the models and form of the mission.
    Models,
}

/// A value together with where it came from.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it was said.
    pub source: Source,
}

impl<T> Sourced<T> {
    /// A value nobody said: the default.
    pub const fn default_of(value: T) -> Self {
        Self { value, source: Source::Default }
    }
}

/// A quantity that a scenario sets: one number, a distribution over replicates, or a path over months.
#[derive(Clone, Debug, PartialEq)]
pub enum Level {
    /// The same number in every replicate and month.
    Number(f64),
    /// One draw per replicate, constant over its months.
    Distribution(Distribution),
    /// `(month, value)` knots, months from deployment and strictly rising; straight lines between
    /// them, the first value before and the last value after.
    Path(Vec<(i32, f64)>),
}

impl Default for Level {
    fn default() -> Self {
        Self::Number(0.0)
    }
}

/// A distribution of a level over replicates. Draws outside the key's range are clamped to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// Beta on `[0, 1]` by its mean and standard deviation.
    Beta {
        /// Mean, inside (0, 1).
        mean: f64,
        /// Standard deviation, below sqrt(mean (1 - mean)).
        sd: f64,
    },
    /// Normal by mean and standard deviation.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation, above 0.
        sd: f64,
    },
    /// Log-normal by its median and the standard deviation of its logarithm.
    Lognormal {
        /// Median, above 0.
        median: f64,
        /// Standard deviation of the logarithm, above 0.
        sigma: f64,
    },
    /// Uniform between two ends.
    Uniform {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Triangular.
    Triangular {
        /// Lower end.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Upper end.
        high: f64,
    },
}

impl Level {
    /// The value at a month where it does not depend on the replicate; the central value (mean,
    /// or median of a log-normal) of a distribution.
    pub fn central(&self, month: i32) -> f64 {
        match self {
            Self::Number(x) => *x,
            Self::Path(knots) => interpolate(knots, month),
            Self::Distribution(d) => d.central(),
        }
    }

    /// Whether it is zero in every history and month.
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Number(x) => *x == 0.0,
            Self::Path(knots) => knots.iter().all(|(_, value)| *value == 0.0),
            Self::Distribution(_) => false,
        }
    }
}

impl Distribution {
    /// Mean; the median of a log-normal.
    pub fn central(&self) -> f64 {
        match *self {
            Self::Beta { mean, .. } | Self::Normal { mean, .. } => mean,
            Self::Lognormal { median, .. } => median,
            Self::Uniform { low, high } => 0.5 * (low + high),
            Self::Triangular { low, mode, high } => (low + mode + high) / 3.0,
        }
    }
}

/// Piecewise linear interpolation over rising knots, constant outside them.
pub fn interpolate(knots: &[(i32, f64)], month: i32) -> f64 {
    let Some(first) = knots.first() else {
        return 0.0;
    };
    if month <= first.0 {
        return first.1;
    }
    for pair in knots.windows(2) {
        let ((m0, v0), (m1, v1)) = (pair[0], pair[1]);
        if month <= m1 {
            return v0 + (v1 - v0) * f64::from(month - m0) / f64::from(m1 - m0);
        }
    }
    knots[knots.len() - 1].1
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(x) => write!(f, "{x}"),
            Self::Distribution(d) => write!(f, "{d}"),
            Self::Path(knots) => {
                let parts: Vec<String> = knots.iter().map(|(m, v)| format!("[{m}, {v}]")).collect();
                write!(f, "path [{}]", parts.join(", "))
            }
        }
    }
}

impl fmt::Display for Distribution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Beta { mean, sd } => write!(f, "beta(mean {mean}, sd {sd})"),
            Self::Normal { mean, sd } => write!(f, "normal(mean {mean}, sd {sd})"),
            Self::Lognormal { median, sigma } => {
                write!(f, "lognormal(median {median}, sigma {sigma})")
            }
            Self::Uniform { low, high } => write!(f, "uniform({low} to {high})"),
            Self::Triangular { low, mode, high } => write!(f, "triangular({low}, {mode}, {high})"),
        }
    }
}
