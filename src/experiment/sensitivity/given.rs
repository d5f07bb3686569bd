//! Measures of a sample as it is: any sweep will do, whatever its design.
//!
//! * PAWN (Pianosi and Wagener 2018), independent of moments: the inputs' axis is cut into slices; the distance of
//!   Kolmogorov and Smirnov between the outcomes in a slice and all of them, and its median over slices. It is above
//!   zero for an input without any effect, since a slice is a finite sample: shuffled copies of the input say by how
//!   much, and an input is told from nothing only where it lies above 95 % of them. Resamples repeat points, which makes
//!   slices look further apart than they are, so the interval is the spread of resamples laid about the estimate.
//! * First order by slices: the variance of the means of the slices, freed of what chance gives them (the omega squared
//!   of one-way analysis of variance), over the variance of E[outcome | inputs], which is that of the sample less the
//!   noise.

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rayon::prelude::*;

use super::bootstrap::{Resampling, about, percentiles, quantile, resampled};
use super::{Estimate, Value};

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

/// Least values of a slice.
const LEAST: usize = 10;

/// Which slice each value of an input falls into, and how many there are: even shares of the sample, one slice per
/// value where there are no more than [`SLICES`] values. Equal values are never parted.
pub fn slices(input: &[f64], most: usize) -> (Vec<usize>, usize) {
    let mut sorted = input.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut values = sorted.clone();
    values.dedup();
    let most = most.min((input.len() / LEAST).max(1));
    let edges: Vec<f64> = if values.len() <= most {
        values[1..].to_vec()
    } else {
        let mut edges: Vec<f64> = (1..most).map(|k| sorted[k * sorted.len() / most]).collect();
        edges.dedup();
        edges.retain(|e| *e > values[0]);
        edges
    };
    let slice = |x: &f64| edges.iter().take_while(|e| *x >= **e).count();
    (input.iter().map(slice).collect(), edges.len() + 1)
}

/// What the sample says of `input`, one value per point. Points whose outcome is not defined must be left out before.
pub fn given(input: &[f64], outcome: &[Value], how: Resampling) -> Given {
    let (slice, count) = slices(input, SLICES);
    let order = by_outcome(outcome);
    let statistics = |w: &[f64]| vec![pawn(&order, &slice, count, w), first_order(outcome, &slice, count, w)];
    let (values, mut drawn) = resampled(outcome.len(), how, statistics);
    let (lo, hi) = percentiles(drawn.pop().unwrap_or_default(), how.confidence);
    Given {
        pawn: about(values[0], drawn.pop().unwrap_or_default(), how.confidence),
        dummy: dummy(&order, &slice, count, how.seed),
        first: Estimate { value: values[1], lo, hi },
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

/// Omega squared of the slices over the variance without noise.
fn first_order(outcome: &[Value], slice: &[usize], count: usize, weights: &[f64]) -> f64 {
    let (mut n, mut sum) = (vec![0.0; count], vec![0.0; count]);
    let mut noise = 0.0;
    for ((value, s), w) in outcome.iter().zip(slice).zip(weights) {
        n[*s] += w;
        sum[*s] += w * value.mean;
        noise += w * value.noise;
    }
    let total: f64 = n.iter().sum();
    let mean = sum.iter().sum::<f64>() / total;
    let spread = |(v, w): (&Value, &f64)| w * (v.mean - mean) * (v.mean - mean);
    let all: f64 = outcome.iter().zip(weights).map(spread).sum();
    let filled = n.iter().filter(|n| **n > 0.0).count() as f64;
    let between: f64 = (0..count).filter(|s| n[*s] > 0.0).map(|s| n[s] * (sum[s] / n[s] - mean).powi(2)).sum();
    let within = (all - between) / (total - filled);
    let explained = (between - (filled - 1.0) * within) / total;
    let variance = all / total - noise / total;
    if variance > 0.0 { explained / variance } else { f64::NAN }
}
