//! Measures of a sample as it is: any sweep will do, whatever its design.
//!
//! * PAWN (Pianosi and Wagener 2018), independent of moments: the inputs' axis is cut into slices; the distance of
//!   Kolmogorov and Smirnov between the outcomes in a slice and all of them, and its median over slices. It is above
//!   zero for an input without any effect, since a slice is a finite sample: shuffled copies of the input say by how
//!   much, and an input is told from nothing only where it lies above 95 % of them. Resamples repeat points, which makes
//!   slices look further apart than they are, so the interval is the spread of resamples laid about the estimate.
//! * First order by slices: the variance of the means of the slices, freed of what chance gives them (the epsilon
//!   squared of one-way analysis of variance, Kelley 1935), over the variance of E[outcome | inputs], which is that of
//!   the sample less the noise. Omega squared (Hays 1963) divides by a little more and reads too low where an input
//!   matters: with ten slices of ten points and a true share of .3 by .003, against .001. Resamples that repeat points
//!   make slices look further apart here too, so the interval is laid about the estimate as that of PAWN is.

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rayon::prelude::*;

use super::bootstrap::{Resampling, about, quantile, resampled};
use super::{Estimate, ROUNDING, Value};

/// What a sample says of one input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    /// PAWN: median distance over slices.
    pub pawn: Estimate,
    /// The 95 % point of the same over shuffled copies of the input: what no effect may look like.
    pub dummy: f64,
    /// First order, by slices.
    pub first: Estimate,
    /// Slices used: fewer where the input has few different values.
    pub slices: usize,
}

/// Slices that a continuous input is cut into, where the sample is large enough for them.
pub const SLICES: usize = 10;

/// Shuffled copies of an input.
const SHUFFLES: u64 = 400;

/// Least values of a slice of a continuous input.
const LEAST: usize = 10;

/// Points per slice, on average, below which a first order has no interval: resamples of so few repeat each other.
/// With two points a slice an interval of 95 % held the truth in 80 to 90 % of samples, with three in 93 % or more.
const REPEATS: usize = 3;

/// Which slice each value of an input falls into, and how many there are: one slice per value of a category, or where
/// there are no more than `most` values, however few points each has; else even shares of the sample. Equal values are
/// never parted.
pub fn slices(input: &[f64], most: usize, category: bool) -> (Vec<usize>, usize) {
    let mut sorted = input.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut values = sorted.clone();
    values.dedup();
    let edges: Vec<f64> = if category || values.len() <= most {
        values.get(1..).unwrap_or_default().to_vec()
    } else {
        let most = most.min((input.len() / LEAST).max(1));
        let mut edges: Vec<f64> = (1..most).map(|k| sorted[k * sorted.len() / most]).collect();
        edges.dedup();
        edges.retain(|e| *e > values[0]);
        edges
    };
    let slice = |x: &f64| edges.partition_point(|e| *x >= *e);
    (input.iter().map(slice).collect(), edges.len() + 1)
}

/// What the sample says of `input`, one value per point. Points whose outcome is not defined must be left out before.
/// An input of one slice says nothing: all is NaN.
pub fn given(input: &[f64], category: bool, outcome: &[Value], how: Resampling) -> Given {
    let (slice, count) = slices(input, SLICES, category);
    let none = Estimate::without_interval(f64::NAN);
    if count < 2 {
        return Given { pawn: none, dummy: f64::NAN, first: none, slices: count };
    }
    let order = by_outcome(outcome);
    let statistics = |w: &[f64]| vec![pawn(&order, &slice, count, w), first_order(outcome, &slice, count, w)];
    let (values, mut drawn) = resampled(outcome.len(), how, statistics);
    let first = about(values[1], drawn.pop().unwrap_or_default(), how.confidence);
    let enough = outcome.len() >= REPEATS * count;
    Given {
        pawn: about(values[0], drawn.pop().unwrap_or_default(), how.confidence),
        dummy: dummy(&order, &slice, count, how.seed),
        first: if enough { first } else { Estimate::without_interval(values[1]) },
        slices: count,
    }
}

/// The 95 % point of PAWN over shuffled copies of the input.
fn dummy(order: &[(usize, usize)], slice: &[usize], count: usize, seed: u64) -> f64 {
    let even = vec![1.0; slice.len()];
    let one = |k: u64| {
        let mut shuffled = slice.to_vec();
        shuffled.shuffle(&mut StdRng::seed_from_u64(seed.wrapping_add(k.wrapping_mul(0x9E37_79B9_7F4A_7C15))));
        pawn(order, &shuffled, count, &even)
    };
    let mut found: Vec<f64> = (0..SHUFFLES).into_par_iter().map(one).collect();
    found.sort_unstable_by(f64::total_cmp);
    quantile(&found, 0.95)
}

/// Points in the order of their outcomes, with the rank of their value (equal outcomes share one).
fn by_outcome(outcome: &[Value]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..outcome.len()).collect();
    order.sort_by(|a, b| outcome[*a].mean.total_cmp(&outcome[*b].mean).then(a.cmp(b)));
    let mut rank = 0;
    let mut last = f64::NAN;
    let mut ranked = Vec::with_capacity(order.len());
    for k in order {
        rank += usize::from(outcome[k].mean != last);
        last = outcome[k].mean;
        ranked.push((k, rank));
    }
    ranked
}

/// Median over slices of the Kolmogorov-Smirnov distance between a slice and the whole sample.
fn pawn(order: &[(usize, usize)], slice: &[usize], count: usize, weights: &[f64]) -> f64 {
    let mut totals = vec![0.0; count];
    order.iter().for_each(|(k, _)| totals[slice[*k]] += weights[*k]);
    let all: f64 = totals.iter().sum();
    let (mut below, mut below_all) = (vec![0.0; count], 0.0);
    let mut distances = vec![0.0f64; count];
    for (at, (k, rank)) in order.iter().enumerate() {
        below[slice[*k]] += weights[*k];
        below_all += weights[*k];
        if order.get(at + 1).is_none_or(|next| next.1 != *rank) {
            for s in 0..count {
                distances[s] = distances[s].max((below[s] / totals[s] - below_all / all).abs());
            }
        }
    }
    let mut kept: Vec<f64> = (0..count).filter(|s| totals[*s] > 0.0).map(|s| distances[s]).collect();
    kept.sort_unstable_by(f64::total_cmp);
    if kept.is_empty() { f64::NAN } else { quantile(&kept, 0.5) }
}

/// Epsilon squared of the slices over the variance without noise; NaN where each slice has one point, or where the
/// outcome varies by no more than rounding.
fn first_order(outcome: &[Value], slice: &[usize], count: usize, weights: &[f64]) -> f64 {
    let (mut n, mut sum) = (vec![0.0; count], vec![0.0; count]);
    let (mut noise, mut square) = (0.0, 0.0);
    for ((value, s), w) in outcome.iter().zip(slice).zip(weights) {
        n[*s] += w;
        sum[*s] += w * value.mean;
        noise += w * value.noise;
        square += w * value.mean * value.mean;
    }
    let total: f64 = n.iter().sum();
    let mean = sum.iter().sum::<f64>() / total;
    let spread = |(v, w): (&Value, &f64)| w * (v.mean - mean) * (v.mean - mean);
    let all: f64 = outcome.iter().zip(weights).map(spread).sum();
    let filled = n.iter().filter(|n| **n > 0.0).count() as f64;
    let between: f64 = (0..count).filter(|s| n[*s] > 0.0).map(|s| n[s] * (sum[s] / n[s] - mean).powi(2)).sum();
    let variance = (all - noise) / total;
    if total <= filled || variance <= ROUNDING * square / total {
        return f64::NAN;
    }
    let within = (all - between) / (total - filled);
    (between - (filled - 1.0) * within) / total / variance
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(values: &[f64]) -> Vec<Value> {
        values.iter().map(|v| Value::exact(*v)).collect()
    }

    #[test]
    fn epsilon_squared_by_hand() {
        // Two slices of {1, 3} and {5, 7}: 16 between, 4 within of 2 degrees, 20 in all; (16 - 2) / 20.
        let first = |noise: f64| {
            let outcome: Vec<Value> = [1.0, 3.0, 5.0, 7.0].iter().map(|m| Value { mean: *m, noise }).collect();
            first_order(&outcome, &[0, 0, 1, 1], 2, &[1.0; 4])
        };
        assert!((first(0.0) - 0.7).abs() < 1e-12);
        // Noise of variance 1 leaves 4 of the variance of 5.
        assert!((first(1.0) - 14.0 / 16.0).abs() < 1e-12);
        assert!(first_order(&exact(&[1.0, 3.0]), &[0, 1], 2, &[1.0; 2]).is_nan(), "one point each");
    }

    #[test]
    fn a_constant_outcome_has_no_first_order() {
        let input: Vec<f64> = (0..40).map(|k| f64::from(k % 4)).collect();
        let found = given(&input, false, &exact(&[0.3; 40]), Resampling { resamples: 50, ..Resampling::default() });
        assert!(found.first.value.is_nan() && found.pawn.value == 0.0, "{found:?}");
    }
}
