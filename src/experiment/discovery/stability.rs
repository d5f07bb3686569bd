//! Would the same box be found in another sample? PRIM again on resampled points.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rayon::prelude::*;

use super::data::{Limit, Points};
use super::prim::{Choice, Patience, choose, trajectory};

/// What resamples say of one input.
#[derive(Clone, Debug, PartialEq)]
pub struct Stability {
    /// Share of resamples whose box limits the input.
    pub limited: f64,
    /// 5, 50 and 95 % points of the lower limit over those that have one; NaN without, or for a category.
    pub lower: [f64; 3],
    /// The same of the upper limit.
    pub upper: [f64; 3],
}

/// Draws the points with replacement, so many times, looks for a box with the same coverage as the one found, and says
/// how often each input is limited, and where. An input limited in most resamples belongs to the finding; one that
/// comes and goes belongs to the sample.
pub fn stability(points: &Points, coverage: f64, patience: Patience, resamples: usize, seed: u64) -> Vec<Stability> {
    let whole = points.whole();
    let one = |k: usize| {
        let own = seed.wrapping_add((k as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut random = StdRng::seed_from_u64(own);
        let drawn: Vec<usize> = (0..points.len()).map(|_| random.random_range(0..points.len())).collect();
        let sample = points.pick(&drawn);
        let all: Vec<usize> = (0..sample.len()).collect();
        let steps = trajectory(&sample, &all, patience);
        let at = choose(&steps, Choice::Coverage(coverage))?;
        // An end that no cut has touched is the sample's own, not a limit.
        let own = sample.whole();
        let limits = steps[at].region.0.iter().zip(&own.0);
        Some(limits.map(|(limit, own)| found(limit, own)).collect::<Vec<Found>>())
    };
    let found: Vec<Vec<Found>> =
        (0..resamples).into_par_iter().map(one).collect::<Vec<_>>().into_iter().flatten().collect();
    (0..whole.0.len()).map(|i| summary(&found.iter().map(|f| f[i]).collect::<Vec<_>>())).collect()
}

/// Whether a resample's box limits an input, and where.
#[derive(Clone, Copy, Debug)]
struct Found {
    limited: bool,
    lower: f64,
    upper: f64,
}

fn found(limit: &Limit, whole: &Limit) -> Found {
    let limited = limit != whole;
    match (limit, whole) {
        (Limit::Range(lo, hi), Limit::Range(least, most)) => Found {
            limited,
            lower: if lo > least { *lo } else { f64::NAN },
            upper: if hi < most { *hi } else { f64::NAN },
        },
        _ => Found { limited, lower: f64::NAN, upper: f64::NAN },
    }
}

fn summary(found: &[Found]) -> Stability {
    let points = |read: fn(&Found) -> f64| {
        let mut values: Vec<f64> = found.iter().map(read).filter(|x| !x.is_nan()).collect();
        values.sort_unstable_by(f64::total_cmp);
        // Fewer than one in five say nothing about where.
        let enough = !values.is_empty() && values.len() * 5 >= found.len();
        [0.05, 0.5, 0.95].map(|p| if enough { values[(p * (values.len() - 1) as f64) as usize] } else { f64::NAN })
    };
    let limited = found.iter().filter(|f| f.limited).count() as f64 / found.len().max(1) as f64;
    Stability { limited, lower: points(|f| f.lower), upper: points(|f| f.upper) }
}
