//! Inverse distribution functions of the levels a scenario gives as distributions.
//!
//! Only the crate's own mathematics is used, so that a level's draw has the same bits on every
//! platform.

use crate::draws::math::{exp, ln, logistic, normal_quantile};
use crate::scenario::level::Distribution;

use super::column::clamp;

/// A distribution made ready for inversion.
#[derive(Clone, Debug)]
pub struct Quantile {
    distribution: Distribution,
    /// For a beta: its cumulative distribution on an even grid of logits, and the grid.
    table: Option<BetaTable>,
}

impl Quantile {
    /// Prepares a distribution.
    pub fn new(distribution: &Distribution) -> Self {
        let table = match *distribution {
            Distribution::Beta { mean, sd } => Some(BetaTable::new(mean, sd)),
            _ => None,
        };
        Self { distribution: *distribution, table }
    }

    /// The value below which a share `u` of the distribution lies.
    pub fn at(&self, u: f64) -> f64 {
        match self.distribution {
            Distribution::Normal { mean, sd } => mean + sd * normal_quantile(u),
            Distribution::Lognormal { median, sigma } => median * exp(sigma * normal_quantile(u)),
            Distribution::Uniform { low, high } => low + (high - low) * u,
            Distribution::Triangular { low, mode, high } => triangular(low, mode, high, u),
            Distribution::Beta { .. } => self.table.as_ref().map_or(f64::NAN, |t| t.at(u)),
        }
    }
}

fn triangular(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let split = (mode - low) / (high - low);
    if u < split {
        low + (u * (high - low) * (mode - low)).sqrt()
    } else {
        high - ((1.0 - u) * (high - low) * (high - mode)).sqrt()
    }
}

/// Beta distribution by numerical integration on the logit scale, where its density
/// `x^a (1-x)^b` is smooth for every shape.
#[derive(Clone, Debug)]
struct BetaTable {
    start: f64,
    width: f64,
    cumulative: Vec<f64>,
}

impl BetaTable {
    const STEPS: usize = 4096;

    fn new(mean: f64, sd: f64) -> Self {
        let concentration = mean * (1.0 - mean) / (sd * sd) - 1.0;
        let (a, b) = (mean * concentration, (1.0 - mean) * concentration);
        let log_density = |y: f64| -a * softplus(-y) - b * softplus(y);
        let mode = ln(a / b);
        let reach = 40.0 / clamp(if a < b { a } else { b }, 0.05, 8.0);
        let width = 2.0 * reach / Self::STEPS as f64;
        let (start, peak) = (mode - reach, log_density(mode));
        let mut below = 0.0;
        let mut cumulative = vec![0.0];
        for k in 0..Self::STEPS {
            below += exp(log_density(start + (k as f64 + 0.5) * width) - peak);
            cumulative.push(below);
        }
        Self { start, width, cumulative }
    }

    fn at(&self, u: f64) -> f64 {
        let target = u * self.cumulative[Self::STEPS];
        let k = self.cumulative.partition_point(|c| *c < target).clamp(1, Self::STEPS);
        let (c0, c1) = (self.cumulative[k - 1], self.cumulative[k]);
        let inside = if c1 > c0 { (target - c0) / (c1 - c0) } else { 0.5 };
        logistic(self.start + ((k - 1) as f64 + inside) * self.width)
    }
}

/// ln(1 + exp(y)) without overflow.
fn softplus(y: f64) -> f64 {
    if y > 0.0 { y + ln(1.0 + exp(-y)) } else { ln(1.0 + exp(y)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean_of(distribution: Distribution) -> f64 {
        let quantile = Quantile::new(&distribution);
        (0..10_000).map(|k| quantile.at((f64::from(k) + 0.5) / 10_000.0)).sum::<f64>() / 10_000.0
    }

    #[test]
    fn quantiles_integrate_to_the_stated_mean() {
        for (mean, sd) in [(0.6, 0.1), (0.5, 0.288_675), (0.05, 0.04), (0.9, 0.2), (0.3, 0.01)] {
            let got = mean_of(Distribution::Beta { mean, sd });
            assert!((got - mean).abs() < 2e-4, "beta({mean}, {sd}): {got}");
        }
        let got = mean_of(Distribution::Triangular { low: 0.0, mode: 0.2, high: 1.0 });
        assert!((got - 0.4).abs() < 1e-4);
    }

    #[test]
    fn beta_of_uniform_shape_is_the_identity() {
        let quantile = Quantile::new(&Distribution::Beta { mean: 0.5, sd: (1.0f64 / 12.0).sqrt() });
        for u in [0.01, 0.25, 0.5, 0.9, 0.999] {
            assert!((quantile.at(u) - u).abs() < 1e-5);
        }
    }
}
