//! Do the draws have the distributions they claim, and nothing to do with each other?
//!
//! Seeds are fixed, so a test passes for ever once it has; each is laid out so that a right
//! sampler would have failed for one seed in a million ([`FALSE_ALARM`]). The fast tier takes
//! 2.6e5 draws a case, the slow one (`--ignored`) 1.7e7.
#![allow(clippy::disallowed_methods, reason = "the tests check against the platform")]

mod draws_support;

use draws_support::draws;
use pkosim::draws::stream::Stream;
use pkosim::draws::{Col, LANES, math, sample};

const FALSE_ALARM: f64 = 1e-6;
const FAST: u32 = 1 << 13;
const SLOW: u32 = 1 << 19;

/// Kolmogorov's statistic of values that should be uniform, against its limit.
fn kolmogorov(name: &str, mut u: Vec<f64>) {
    u.sort_by(f64::total_cmp);
    let n = u.len() as f64;
    let gap = |(i, u): (usize, &f64)| (u - i as f64 / n).max((i + 1) as f64 / n - u);
    let distance = u.iter().enumerate().map(gap).fold(0.0, f64::max);
    let limit = (-(FALSE_ALARM / 2.0).ln() / 2.0 / n).sqrt();
    assert!(distance < limit, "{name}: distance {distance:e}, limit {limit:e}");
}

/// Pearson's statistic of counts in cells, brought to a normal score (Wilson and Hilferty 1931).
fn pearson(name: &str, observed: &[f64], expected: &[f64]) {
    let pairs = observed.iter().zip(expected);
    let statistic: f64 = pairs.map(|(o, e)| (o - e) * (o - e) / e).sum();
    let freedom = 2.0 / (9.0 * (observed.len() - 1) as f64);
    let cube = (statistic * freedom * 4.5).cbrt();
    let score = (cube - (1.0 - freedom)) / freedom.sqrt();
    assert!(score.abs() < normal_limit(), "{name}: chi-square {statistic}, score {score}");
}

/// The two-sided limit of a standard normal score.
fn normal_limit() -> f64 {
    -math::normal_quantile(FALSE_ALARM / 2.0)
}

/// Cumulative normal by the complement's continued fraction or Taylor series: no shared code.
fn normal_cdf(z: f64) -> f64 {
    if z > 0.0 {
        return 1.0 - normal_cdf(-z);
    }
    let density = (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
    if z < -3.0 {
        return density / (1..80).rev().fold(-z, |tail, k| -z + f64::from(k) / tail);
    }
    let (mut term, mut sum) = (z, z);
    for k in 1..60 {
        term *= z * z / f64::from(2 * k + 1);
        sum += term;
    }
    0.5 + density * sum
}

fn uniforms(blocks: u32) -> Vec<f64> {
    draws(&Stream::new(11, "uniform"), blocks, |u, out| *out = *u)
}

fn check_continuous(blocks: u32) {
    kolmogorov("uniform", uniforms(blocks));
    let normals = draws(&Stream::new(12, "normal"), blocks, sample::normal);
    kolmogorov("normal", normals.iter().map(|&z| normal_cdf(z)).collect());
    check_moments(&normals);
    let waits = draws(&Stream::new(13, "exponential"), blocks, sample::exponential);
    kolmogorov("exponential", waits.iter().map(|x| -(-x).exp_m1()).collect());
}

/// Means of `z`, `z^2`, `z^3`, `z^4` against 0, 1, 0, 3, with variances 1, 2, 15, 96.
fn check_moments(normals: &[f64]) {
    let n = normals.len() as f64;
    for (power, mean, variance) in [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0)] {
        let sum: f64 = normals.iter().map(|z| z.powi(power) - mean).sum();
        let score = sum / (n * variance).sqrt();
        assert!(score.abs() < normal_limit(), "moment {power}: score {score}");
    }
}

#[test]
fn continuous_draws_follow_their_laws() {
    check_continuous(FAST);
}

#[test]
#[ignore = "slow tier"]
fn continuous_draws_follow_their_laws_1e7() {
    check_continuous(SLOW);
}

/// Words in 2^12 cells by their top bits and by 12 bits further down.
fn check_bits(blocks: u32) {
    let uniforms = uniforms(blocks);
    for shift in [1.0, 4096.0, 1_048_576.0] {
        let mut cells = vec![0.0; 4096];
        for u in &uniforms {
            cells[((u * shift).fract() * 4096.0) as usize] += 1.0;
        }
        pearson("bits", &cells, &[uniforms.len() as f64 / 4096.0; 4096]);
    }
}

#[test]
fn all_bits_of_a_word_are_even() {
    check_bits(FAST);
}

#[test]
#[ignore = "slow tier"]
fn all_bits_of_a_word_are_even_1e7() {
    check_bits(SLOW);
}

const RATES: [f64; 17] =
    [0.01, 0.5, 2.0, 7.5, 11.0, 15.99, 16.0, 20.0, 35.0, 50.0, 200.0, 599.0, 601.0, 5e3, 1e5, 1e7, 1e9];

/// Probabilities of counts `low..`, from the mode outwards by the recurrence, and `low`.
fn poisson_law(rate: f64) -> (f64, Vec<f64>) {
    let spread = 9.0 * rate.sqrt() + 12.0;
    let (mode, low) = (rate.floor(), (rate - spread).floor().max(0.0));
    let mut law = vec![0.0; (rate + spread - low) as usize];
    let at = (mode - low) as usize;
    law[at] = 1.0;
    for i in (0..at).rev() {
        law[i] = law[i + 1] * (low + i as f64 + 1.0) / rate;
    }
    for i in at + 1..law.len() {
        law[i] = law[i - 1] * rate / (low + i as f64);
    }
    let total: f64 = law.iter().sum();
    (low, law.into_iter().map(|p| p / total).collect())
}

/// Chi-square over runs of counts that each expect 100 draws or 1 in 200 of them.
fn check_poisson(rate: f64, blocks: u32) {
    let rates = Col::splat(rate);
    let counts = draws(&Stream::new(14, "poisson"), blocks, |u, out| sample::poisson(&rates, u, out));
    let n = counts.len() as f64;
    let (low, law) = poisson_law(rate);
    let mut histogram = vec![0.0; law.len()];
    counts.iter().for_each(|count| histogram[(count - low) as usize] += 1.0);
    let (mut observed, mut expected) = (vec![0.0], vec![0.0]);
    for (o, p) in histogram.iter().zip(&law) {
        if expected[expected.len() - 1] > (n / 200.0).max(100.0) {
            observed.push(0.0);
            expected.push(0.0);
        }
        let cell = observed.len() - 1;
        observed[cell] += o;
        expected[cell] += p * n;
    }
    fold_short_end(&mut observed, &mut expected);
    pearson(&format!("poisson {rate}"), &observed, &expected);
    let score = counts.iter().map(|count| count - rate).sum::<f64>() / (n * rate).sqrt();
    assert!(score.abs() < normal_limit(), "poisson {rate}: mean's score {score}");
}

/// Joins the last cell to the one before if it expects fewer than 20.
fn fold_short_end(observed: &mut Vec<f64>, expected: &mut Vec<f64>) {
    if expected.len() > 2 && expected[expected.len() - 1] < 20.0 {
        let (o, e) = (observed.pop().unwrap(), expected.pop().unwrap());
        *observed.last_mut().unwrap() += o;
        *expected.last_mut().unwrap() += e;
    }
}

#[test]
fn poisson_counts_follow_their_law() {
    RATES.iter().for_each(|&rate| check_poisson(rate, FAST));
}

#[test]
#[ignore = "slow tier"]
fn poisson_counts_follow_their_law_1e7() {
    RATES.iter().for_each(|&rate| check_poisson(rate, SLOW));
}

/// The score of the correlation of two lists of uniforms.
fn correlation(name: &str, a: &[f64], b: &[f64]) {
    let sum: f64 = a.iter().zip(b).map(|(a, b)| (a - 0.5) * (b - 0.5)).sum();
    let score = 12.0 * sum / (a.len().min(b.len()) as f64).sqrt();
    assert!(score.abs() < normal_limit(), "{name}: score {score}");
}

/// Uniforms of one slot, replicates side by side, month after month.
fn slot(seed: u64, name: &str, first: u64, slot: usize, months: u32) -> Vec<f64> {
    let stream = Stream::new(seed, name);
    let mut u = [Col::default(); 8];
    let mut column = |month| {
        stream.uniforms(first, month, &mut u);
        u[slot]
    };
    (0..months).flat_map(|month| column(month).0).collect()
}

fn check_independence(months: u32) {
    let here = slot(1, "theatre.a", 0, 0, months);
    for other in 1..8 {
        correlation("slots", &here, &slot(1, "theatre.a", 0, other, months));
    }
    for step in [1, 32, 1 << 32] {
        correlation("replicates", &here, &slot(1, "theatre.a", step, 0, months));
    }
    for lag in 1..40 {
        correlation("months and replicates", &here[lag..], &here);
    }
    correlation("years", &here[12 * LANES..], &here);
    for seed in [0, 2, 3, 1 << 32 | 1, u64::MAX] {
        correlation("seeds", &here, &slot(seed, "theatre.a", 0, 0, months));
    }
    for name in ["theatre.b", "theatre.", "operation.a"] {
        correlation("names", &here, &slot(1, name, 0, 0, months));
    }
}

#[test]
fn neighbouring_addresses_are_uncorrelated() {
    check_independence(FAST);
}

#[test]
#[ignore = "slow tier"]
fn neighbouring_addresses_are_uncorrelated_1e7() {
    check_independence(SLOW);
}

/// Pairs of uniforms at neighbouring addresses in 64 x 64 cells.
fn check_pairs(months: u32) {
    let here = slot(5, "pairs", 0, 0, months);
    let there = [slot(5, "pairs", 1, 0, months), slot(5, "pairs", 0, 1, months)];
    let next_month = here[LANES..].to_vec();
    for there in there.iter().chain([&next_month]) {
        let mut cells = vec![0.0; 4096];
        for (a, b) in here.iter().zip(there) {
            cells[(a * 64.0) as usize * 64 + (b * 64.0) as usize] += 1.0;
        }
        pearson("pairs", &cells, &[there.len() as f64 / 4096.0; 4096]);
    }
}

#[test]
fn neighbouring_addresses_fill_the_square() {
    check_pairs(FAST);
}

#[test]
#[ignore = "slow tier"]
fn neighbouring_addresses_fill_the_square_1e7() {
    check_pairs(SLOW);
}

/// Power at 256 frequencies along the replicates of a month and along the months of a replicate:
/// each exponential with mean 1, the largest of `m` below `ln(m / FALSE_ALARM)`.
fn check_spectrum(months: u32) {
    let all = slot(6, "spectrum", 0, 0, months);
    let along_months: Vec<f64> = all.iter().copied().step_by(LANES).collect();
    for series in [&all[..], &along_months] {
        let n = series.len() as f64;
        for k in 1..=256 {
            let turn = std::f64::consts::TAU * (k as f64 * n / 514.0).round() / n;
            let (mut re, mut im) = (0.0, 0.0);
            for (t, u) in series.iter().enumerate() {
                let (sin, cos) = (turn * t as f64).sin_cos();
                re += (u - 0.5) * cos;
                im += (u - 0.5) * sin;
            }
            let power = 12.0 * (re * re + im * im) / n;
            assert!(power < (512.0 / FALSE_ALARM).ln(), "frequency {turn}: power {power}");
        }
    }
}

#[test]
fn no_frequency_stands_out() {
    check_spectrum(1 << 9);
}

#[test]
#[ignore = "slow tier"]
fn no_frequency_stands_out_1e6() {
    check_spectrum(1 << 15);
}
