//! From draws to a posterior: what spread of an estimand is ignorance and what is chance.
//!
//! Each draw of the parameters gives the estimand with a Monte Carlo error. The raw values spread too widely: they hold
//! chance as well. With S^2 their variance and W the mean of their squared errors, the variance between draws is
//! S^2 - W, and each value is pulled to the mean by the factor sqrt(1 - W / S^2), so that the values left have that
//! variance (Louis 1984, constrained empirical Bayes).

use crate::draws::math::exp;

use super::simulator::Estimate;

/// An estimand over draws of the parameters, on the row's scale.
#[derive(Clone, Debug, Default)]
pub struct Cluster {
    /// Mean over draws.
    pub mean: f64,
    /// Standard error of that mean, chance and the finite number of draws together.
    pub error: f64,
    /// Variance between draws, S^2 - W; negative as it falls.
    pub between: f64,
    /// Mean squared Monte Carlo error of one draw, W.
    pub within: f64,
    /// Values pulled to the mean, sorted; those of draws that identify the estimand.
    pub shrunken: Vec<f64>,
    /// Draws that do not identify it.
    pub undefined: usize,
    /// Histories in all.
    pub n: u64,
}

impl Cluster {
    /// Of one estimate per draw. A draw whose estimate has no error that can be told does not identify the estimand: taken
    /// in, it would leave W unknown, and with it what is ignorance in all others.
    pub fn new(estimates: &[Estimate]) -> Self {
        let known: Vec<&Estimate> = estimates.iter().filter(|e| e.value.is_finite() && e.mcse.is_finite()).collect();
        let count = known.len() as f64;
        let undefined = estimates.len() - known.len();
        let n = estimates.iter().map(|e| e.n).sum();
        if known.is_empty() {
            return Self { mean: f64::NAN, error: f64::NAN, undefined, n, ..Self::default() };
        }
        let mean = known.iter().map(|e| e.value).sum::<f64>() / count;
        let spread = known.iter().map(|e| (e.value - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
        let within = known.iter().map(|e| e.mcse * e.mcse).sum::<f64>() / count;
        let keep = if spread > 0.0 { (1.0 - within / spread).max(0.0).sqrt() } else { 0.0 };
        let mut shrunken: Vec<f64> = known.iter().map(|e| mean + keep * (e.value - mean)).collect();
        shrunken.sort_unstable_by(f64::total_cmp);
        let error = if known.len() > 1 { (spread / count).sqrt() } else { known[0].mcse };
        Self { mean, error, between: spread - within, within, shrunken, undefined, n }
    }

    /// Probability that the estimand lies above `at`: the share of shrunken values, each blurred by what chance leaves of
    /// error in their mean, so that a difference within chance is not called certain. A value at `at` is not above it.
    pub fn above(&self, at: f64) -> f64 {
        self.share(|v| v - at)
    }

    /// Probability that it lies below `at`; a value at `at` is not below it either.
    pub fn below(&self, at: f64) -> f64 {
        self.share(|v| at - v)
    }

    /// What chance leaves of error in the mean of the shrunken values.
    fn blur(&self) -> f64 {
        (self.within / self.shrunken.len() as f64).sqrt()
    }

    fn share(&self, beyond: impl Fn(f64) -> f64) -> f64 {
        let blur = self.blur();
        let one = |d: f64| if blur > 0.0 { normal(d / blur) } else { f64::from(u8::from(d > 0.0)) };
        self.shrunken.iter().map(|v| one(beyond(*v))).sum::<f64>() / self.shrunken.len() as f64
    }

    /// Quantile of the same blurred values as [`Self::above`] takes its share of; NaN where there are none.
    pub fn quantile(&self, p: f64) -> f64 {
        let blur = self.blur();
        let (Some(first), Some(last)) = (self.shrunken.first(), self.shrunken.last()) else {
            return f64::NAN;
        };
        if blur.is_nan() || blur <= 0.0 {
            return self.quantile_of_values(p);
        }
        // Eight blurs beyond the outermost value nothing is left, and sixty halvings are finer than any blur.
        let (mut low, mut high) = (first - 8.0 * blur, last + 8.0 * blur);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            *if self.below(middle) < p { &mut low } else { &mut high } = middle;
        }
        0.5 * (low + high)
    }

    fn quantile_of_values(&self, p: f64) -> f64 {
        let last = self.shrunken.len().saturating_sub(1) as f64;
        let at = p * last;
        let (low, high) = (at.floor() as usize, at.ceil() as usize);
        match (self.shrunken.get(low), self.shrunken.get(high)) {
            (Some(a), Some(b)) => a + (b - a) * (at - at.floor()),
            _ => f64::NAN,
        }
    }
}

/// Standard normal distribution function, error below 1.5e-7 (Abramowitz & Stegun 7.1.26).
fn normal(z: f64) -> f64 {
    let x = z.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let poly =
        t * (0.254_829_592 + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    let upper = 0.5 * poly * exp(-x * x);
    if z > 0.0 { 1.0 - upper } else { upper }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::math::normal_quantile;

    fn estimate(value: f64, mcse: f64) -> Estimate {
        Estimate { value, mcse, n: 10 }
    }

    /// Normal-normal toy on exact quantiles: values N(1, 1 + 3), errors of variance 3, so one quarter is ignorance.
    #[test]
    fn chance_is_taken_out_of_the_spread() {
        let values = (0..400).map(|k| 1.0 + 2.0 * normal_quantile((f64::from(k) + 0.5) / 400.0));
        let draws: Vec<Estimate> = values.map(|v| estimate(v, 3f64.sqrt())).collect();
        let c = Cluster::new(&draws);
        assert!((c.mean - 1.0).abs() < 1e-9);
        assert!((c.between - 1.0).abs() < 0.02, "{}", c.between);
        // P(N(1, 1) > 0) = .841
        assert!((c.above(0.0) - 0.841).abs() < 0.006, "{}", c.above(0.0));
        assert!((c.quantile(0.975) - 2.96).abs() < 0.05, "{}", c.quantile(0.975));
    }

    #[test]
    fn spread_below_chance_is_told_and_leaves_the_error_of_the_mean() {
        let c = Cluster::new(&[estimate(0.9, 1.0), estimate(1.1, 1.0), estimate(f64::NAN, 1.0)]);
        assert!(c.between < 0.0 && c.undefined == 1);
        // N(1, 1 / 2).
        let expected = 1.0 - 1.644_854 * 0.5f64.sqrt();
        assert!((c.quantile(0.05) - expected).abs() < 1e-4, "{}", c.quantile(0.05));
        assert!((c.above(c.quantile(0.05)) - 0.95).abs() < 1e-6);
    }

    #[test]
    fn a_draw_without_an_error_is_told_apart_and_spoils_no_other() {
        let all: Vec<Estimate> = (0..9).map(|k| estimate(f64::from(k), 0.1)).collect();
        let mut with = all.clone();
        with.push(estimate(4.0, f64::NAN));
        let (without, with) = (Cluster::new(&all), Cluster::new(&with));
        assert_eq!((with.undefined, with.mean, with.between), (1, without.mean, without.between));
        assert_eq!(with.quantile(0.9), without.quantile(0.9));
    }

    #[test]
    fn nothing_is_neither_above_nor_below() {
        let c = Cluster::new(&[estimate(0.0, 0.0), estimate(0.0, 0.0)]);
        assert_eq!((c.above(0.0), c.below(0.0)), (0.0, 0.0));
    }
}
