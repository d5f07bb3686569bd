//! What estimators there are, and the error of each.

use serde::Deserialize;

use crate::draws::math::{exp, ln, logistic, logit};

use super::{ending, hazard, levels, slope, special};
use crate::calibration::base_rates::History;
use crate::calibration::panel::{GROUPS, Sample, Subset};
use crate::calibration::placement::{Placement, Seen};
use crate::calibration::series::Series;
use crate::calibration::simulator::Estimate;

/// The scale on which the observation model of a row is normal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// As it is.
    Identity,
    /// Natural logarithm.
    Log,
    /// Log odds.
    Logit,
}

impl Scale {
    /// From the natural value to the scale.
    pub fn to(self, x: f64) -> f64 {
        match self {
            Self::Identity => x,
            Self::Log => ln_or_nan(x),
            Self::Logit if x > 0.0 && x < 1.0 => logit(x),
            Self::Logit => f64::NAN,
        }
    }

    /// From the scale to the natural value.
    pub fn back(self, y: f64) -> f64 {
        match self {
            Self::Identity => y,
            Self::Log => exp(y),
            Self::Logit => logistic(y),
        }
    }

    /// What an error on the scale is worth at `y` in the natural unit, to first order.
    pub fn error_back(self, y: f64, error: f64) -> f64 {
        match self {
            Self::Identity => error,
            Self::Log => exp(y) * error,
            Self::Logit => logistic(y) * (1.0 - logistic(y)) * error,
        }
    }
}

/// How a virtual study estimates, as its source did.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Estimator {
    /// A base rate of countries, coded by [`crate::calibration::base_rates`].
    BaseRate(levels::Rate),
    /// Mean of an outcome over histories, or a contrast of two arms.
    Mean(levels::Mean),
    /// Total of a series over the total of another, or the ratio of two arms.
    Total(levels::Total),
    /// Mean of a series over some months, or its change between two sets of months or arms.
    Shift(levels::Shift),
    /// Quantile across histories of one series over another in one month.
    Quantile(special::Quantile),
    /// Share of histories with a year of so many deaths.
    Escalation(special::Escalation),
    /// Ratio of the hazards that a coded conflict ends.
    CodedEnd(special::CodedEnd),
    /// Cost per death averted.
    Price(special::Price),
    /// Rank of an input by how far an outcome moves over its range.
    Rank(special::Rank),
    /// Slope of a count (pseudo-likelihood) or a logarithm (least squares), theatre and period effects.
    Slope(slope::Slope),
    /// Log odds of an ending in a year, by maximum likelihood.
    Odds(ending::Odds),
    /// Hazard ratio from person-time, stratified by year.
    Hazard(hazard::Hazard),
    /// Chance that a new operation is placed.
    Placement(Seen),
    /// Relapse with operations placed as history placed them.
    Placed(hazard::Placed),
}

/// What the estimators read beside the histories.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The rule of placement.
    pub placement: &'a Placement,
    /// Seed of the luck of placement.
    pub seed: u64,
    /// Replicate of the first history.
    pub first: u64,
}

impl Estimator {
    /// The estimate over a sample, on `scale`, with its Monte Carlo error. `log`: the natural logarithm is taken first.
    pub fn estimate(
        &self,
        sample: &Sample,
        subsets: &[Subset],
        scale: Scale,
        log: bool,
        context: &Context,
    ) -> Estimate {
        let n = sample.histories() as u64;
        let own = match self {
            Self::Slope(slope) => Some(slope.fit(sample, &subsets[0])),
            Self::Odds(odds) => Some(odds.fit(sample, &subsets[0])),
            _ => None,
        };
        if let Some((value, mcse)) = own {
            return Estimate { value, mcse, n };
        }
        let at = |subset: &Subset| {
            let natural = self.natural(sample, subset, context);
            scale.to(if log { ln_or_nan(natural) } else { natural })
        };
        let (value, mcse) = jackknife(subsets, &at);
        // A rank is no smooth function of the data: its bias cannot be extrapolated.
        let value = if matches!(self, Self::Rank(_)) { at(&subsets[0]) } else { value };
        Estimate { value, mcse, n }
    }

    fn natural(&self, sample: &Sample, subset: &Subset, context: &Context) -> f64 {
        match self {
            Self::BaseRate(rate) => rate.value(sample, subset),
            Self::Mean(mean) => mean.value(sample, subset),
            Self::Total(total) => total.value(sample, subset),
            Self::Shift(shift) => shift.value(sample, subset),
            Self::Quantile(quantile) => quantile.value(sample, subset),
            Self::Escalation(escalation) => escalation.value(sample, subset),
            Self::CodedEnd(end) => end.value(sample, subset),
            Self::Price(price) => price.value(sample, subset),
            Self::Rank(rank) => rank.value(sample, subset),
            Self::Hazard(hazard) => hazard.value(sample, subset),
            Self::Placement(kind) => {
                let panel = &sample.arms["none"];
                let histories: Vec<History> = subset.members.iter().map(|i| panel.history(*i)).collect();
                context.placement.share(&histories, *kind)
            }
            Self::Placed(placed) => placed.value(sample, subset, context),
            Self::Slope(_) | Self::Odds(_) => f64::NAN,
        }
    }

    /// Arms that it reads.
    pub fn arms(&self) -> Vec<String> {
        match self {
            Self::BaseRate(_) | Self::Placement(_) => vec!["none".to_owned()],
            Self::Mean(e) => e.arms(),
            Self::Total(e) => e.arms(),
            Self::Shift(e) => e.arms(),
            Self::Quantile(e) => vec![e.arm.clone()],
            Self::Escalation(e) => vec![e.arm.clone(), e.against.clone()],
            Self::CodedEnd(e) => vec![e.arm.clone(), e.against.clone()],
            Self::Price(e) => vec![e.arm.clone(), e.against.clone()],
            Self::Rank(e) => e.arms(),
            Self::Slope(e) => e.arms.clone(),
            Self::Odds(e) => e.arms.clone(),
            Self::Hazard(e) => vec![e.arm.clone(), e.against.clone()],
            Self::Placed(_) => (0..=hazard::STARTS).map(hazard::start_arm).collect(),
        }
    }

    /// Series that it reads.
    pub fn series(&self) -> Vec<Series> {
        let named = |names: &[&str]| names.iter().filter_map(|n| Series::named(n).ok()).collect();
        match self {
            Self::BaseRate(_) | Self::Placement(_) | Self::Placed(_) => named(&["battle", "government", "rebel"]),
            Self::Mean(_) | Self::Rank(_) => Vec::new(),
            Self::Total(e) => e.series(),
            Self::Shift(e) => e.series(),
            Self::Quantile(e) => vec![e.of, e.per],
            Self::Escalation(_) | Self::CodedEnd(_) => named(&["battle"]),
            Self::Price(_) => named(&["killed", "cost"]),
            Self::Slope(e) => e.series(),
            Self::Odds(e) => e.series(),
            Self::Hazard(e) => e.series(),
        }
    }
}

/// The estimate with the bias of order 1/n taken out, and its standard error; NaN error where a group decides whether
/// there is an estimate at all.
fn jackknife(subsets: &[Subset], at: &dyn Fn(&Subset) -> f64) -> (f64, f64) {
    let whole = at(&subsets[0]);
    let without: Vec<f64> = subsets[1..].iter().map(at).collect();
    let g = GROUPS as f64;
    let mean = without.iter().sum::<f64>() / g;
    let variance = (g - 1.0) / g * without.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
    if mean.is_finite() { (g * whole - (g - 1.0) * mean, variance.sqrt()) } else { (whole, f64::NAN) }
}

fn ln_or_nan(x: f64) -> f64 {
    if x > 0.0 { ln(x) } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::super::toy;
    use super::*;

    fn subsets(n: usize) -> Vec<Subset> {
        let one = toy::sample(n, 1, &[("none", &[("one", &|_, _| 1.0)])]);
        one.subsets()
    }

    #[test]
    fn the_jackknife_of_a_mean_has_the_error_of_a_mean() {
        // 80 values, ten a group: group means 0..7, so the error is sd of group means / sqrt(8).
        let at = |s: &Subset| s.members.iter().map(|i| (i / 10) as f64).sum::<f64>() / s.members.len() as f64;
        let (value, error) = jackknife(&subsets(80), &at);
        assert!((value - 3.5).abs() < 1e-12);
        assert!((error - 6f64.sqrt() / 8f64.sqrt()).abs() < 1e-12, "{error}");
    }

    #[test]
    fn the_jackknife_takes_the_bias_out_of_a_square() {
        // mean^2 of values with sd s is biased by s^2 / n; the jackknife removes it.
        let at = |s: &Subset| (s.members.iter().map(|i| (i / 10) as f64).sum::<f64>() / s.members.len() as f64).powi(2);
        let (value, _) = jackknife(&subsets(80), &at);
        assert!((value - (3.5f64.powi(2) - 6.0 / 8.0)).abs() < 1e-9, "{value}");
    }

    #[test]
    fn scales_go_there_and_back() {
        for (scale, x) in [(Scale::Identity, -2.0), (Scale::Log, 0.4), (Scale::Logit, 0.3)] {
            assert!((scale.back(scale.to(x)) - x).abs() < 1e-12);
        }
        assert!(Scale::Log.to(0.0).is_nan() && Scale::Logit.to(1.0).is_nan());
    }
}
