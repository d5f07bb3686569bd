//! Percentile intervals by drawing rows with replacement.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rayon::prelude::*;

use super::Estimate;

/// How to draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resampling {
    /// Resamples; 1,000 are usual.
    pub resamples: usize,
    /// Share of them that an interval holds, such as 0.95.
    pub confidence: f64,
    /// Seed of the draws.
    pub seed: u64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self { resamples: 1000, confidence: 0.95, seed: 1 }
    }
}

/// The statistics of `rows` and, for each, the percentile interval over resamples of the rows. `statistics` is given
/// how often each row was drawn, and answers with as many numbers every time. One row alone has no spread, and so no
/// interval.
pub fn intervals(rows: usize, how: Resampling, statistics: impl Fn(&[f64]) -> Vec<f64> + Sync) -> Vec<Estimate> {
    let (estimates, drawn) = resampled(rows, how, statistics);
    let interval = |(value, drawn): (f64, Vec<f64>)| {
        let (lo, hi) = if rows < 2 { (f64::NAN, f64::NAN) } else { percentiles(drawn, how.confidence) };
        Estimate { value, lo, hi }
    };
    estimates.into_iter().zip(drawn).map(interval).collect()
}

/// The statistics of `rows`, and of each what it was in every resample.
pub fn resampled(
    rows: usize,
    how: Resampling,
    statistics: impl Fn(&[f64]) -> Vec<f64> + Sync,
) -> (Vec<f64>, Vec<Vec<f64>>) {
    let estimates = statistics(&vec![1.0; rows]);
    let one = |k: usize| statistics(&weights(rows, how.seed, k));
    // Each resample has its own generator, and they are collected in order: threads change nothing.
    let drawn: Vec<Vec<f64>> = (0..how.resamples).into_par_iter().map(one).collect();
    let of = |k: usize| drawn.iter().map(|d| d[k]).collect();
    let by_statistic = (0..estimates.len()).map(of).collect();
    (estimates, by_statistic)
}

/// The interval of a statistic that resamples, with their repeated rows, put too high: their spread, laid about the
/// estimate, which it always holds.
pub fn about(value: f64, drawn: Vec<f64>, confidence: f64) -> Estimate {
    let defined = || drawn.iter().filter(|v| v.is_finite());
    let mean = defined().sum::<f64>() / defined().count() as f64;
    let (lo, hi) = percentiles(drawn, confidence);
    let (lo, hi) = (lo + value - mean, hi + value - mean);
    // Where nearly all resamples agree, the few others move the mean out of the interval. An end that is not defined
    // stays so.
    Estimate { value, lo: if lo > value { value } else { lo }, hi: if hi < value { value } else { hi } }
}

fn weights(rows: usize, seed: u64, resample: usize) -> Vec<f64> {
    // An odd multiplier keeps the seeds of different resamples apart.
    let own = seed.wrapping_add((resample as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let mut random = StdRng::seed_from_u64(own);
    let mut weights = vec![0.0; rows];
    (0..rows).for_each(|_| weights[random.random_range(0..rows)] += 1.0);
    weights
}

/// The middle `confidence` of the values that are defined; NaN where fewer than nine in ten are.
pub fn percentiles(mut values: Vec<f64>, confidence: f64) -> (f64, f64) {
    let all = values.len();
    values.retain(|v| v.is_finite());
    if values.is_empty() || values.len() * 10 < all * 9 {
        return (f64::NAN, f64::NAN);
    }
    values.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - confidence) / 2.0;
    (quantile(&values, tail), quantile(&values, 1.0 - tail))
}

/// Quantile of sorted values, by straight lines between them.
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let at = p * (sorted.len() - 1) as f64;
    let below = at as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (at - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_mean_is_that_of_the_normal_theory() {
        // 400 values of variance 1 (a grid of +-1): the mean's standard error is 1 / 20.
        let values: Vec<f64> = (0..400).map(|k| if k % 2 == 0 { 1.0 } else { -1.0 }).collect();
        let mean = |w: &[f64]| vec![w.iter().zip(&values).map(|(w, v)| w * v).sum::<f64>() / 400.0];
        let e = intervals(400, Resampling { resamples: 4000, ..Resampling::default() }, mean)[0];
        // The 2.5 % point over 4,000 resamples is known to about 0.0021 (one sd): 0.008 is almost four.
        assert!(e.value.abs() < 1e-12 && (e.hi - 0.098).abs() < 0.008 && (e.lo + 0.098).abs() < 0.008, "{e:?}");
    }

    #[test]
    fn an_interval_about_an_estimate_holds_it() {
        let mut drawn = vec![0.5; 99];
        drawn.push(0.4);
        let e = about(0.5, drawn, 0.95);
        assert!(e.lo <= 0.5 && 0.5 <= e.hi && e.half_width() < 0.01, "{e:?}");
        let none = about(f64::NAN, vec![f64::NAN; 9], 0.95);
        assert!(none.lo.is_nan() && none.hi.is_nan());
    }

    #[test]
    fn one_row_has_no_interval() {
        let e = intervals(1, Resampling::default(), |_| vec![3.0])[0];
        assert!(e.value == 3.0 && e.lo.is_nan() && e.hi.is_nan(), "{e:?}");
    }

    #[test]
    fn threads_do_not_change_an_interval() {
        let values: Vec<f64> = (0..50).map(|k| f64::from(k * k % 17)).collect();
        let mean = |w: &[f64]| vec![w.iter().zip(&values).map(|(w, v)| w * v).sum::<f64>() / 50.0];
        let run = |n| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().expect("threads");
            pool.install(|| intervals(50, Resampling::default(), mean))
        };
        assert_eq!(run(1), run(3));
    }
}
