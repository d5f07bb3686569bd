//! What has moved since the start, under the same luck.
//!
//! Replicate k meets the same luck and lives under the same posterior draw wherever the levers stand. Two answers are
//! therefore compared replicate by replicate: what both owe to luck and to parameters drops out of their difference, and
//! out of its error.

use std::collections::BTreeMap;

use crate::engine::results::Kept;
use crate::engine::tally::{Tally, covariance};
use crate::evidence::posterior::Posterior;
use crate::output::outcomes::MAIN;

/// The main outcomes of each replicate while no lever had been moved.
#[derive(Clone, Debug)]
pub struct Start {
    columns: BTreeMap<&'static str, Vec<f64>>,
}

/// How far an outcome has moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moved {
    /// Difference of the means over the replicates that both have.
    pub difference: f64,
    /// Its standard error, by clusters of posterior draws.
    pub error: f64,
}

impl Start {
    /// The start, from what was kept of it.
    pub fn of(kept: &Kept) -> Self {
        Self { columns: MAIN.iter().filter_map(|name| Some((*name, column(kept, name)?))).collect() }
    }

    /// Replicates.
    pub fn replicates(&self) -> usize {
        self.columns.values().next().map_or(0, Vec::len)
    }

    /// How far an outcome has moved; nothing where it is defined in neither or told of whole ensembles only.
    pub fn moved(&self, kept: &Kept, outcome: &str, posterior: &Posterior) -> Option<Moved> {
        let (before, after) = (self.columns.get(outcome)?, column(kept, outcome)?);
        let n = before.len().min(after.len());
        let draws: Vec<u32> = (0..n as u64).map(|k| posterior.draw_of(k) as u32).collect();
        let tally = |values: &[f64]| {
            let mut tally = Tally::new(posterior.draws(), true);
            tally.extend(values, &draws);
            tally
        };
        let (a, b) = (tally(&before[..n]), tally(&after[..n]));
        let apart = tally(&after.iter().zip(before).map(|(after, before)| after - before).collect::<Vec<_>>());
        let variance = if [a.defined, b.defined] == [apart.defined; 2] {
            covariance(&apart, &apart)
        } else {
            // What is defined in one of both only belongs to its mean all the same.
            covariance(&a, &a) + covariance(&b, &b) - 2.0 * covariance(&a, &b)
        };
        let moved = Moved { difference: b.mean() - a.mean(), error: variance.max(0.0).sqrt() };
        (moved.difference.is_finite() && variance.is_finite()).then_some(moved)
    }
}

/// The values of an outcome, all theatres together.
fn column(kept: &Kept, outcome: &str) -> Option<Vec<f64>> {
    let at = kept.names.iter().position(|name| name == outcome)?;
    Some(kept.rows.iter().map(|row| row[at]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::register::Stance;

    fn kept(values: &[f64]) -> Kept {
        Kept { names: vec!["battle_deaths".into()], rows: values.iter().map(|v| vec![*v]).collect() }
    }

    #[test]
    fn what_is_common_to_both_drops_out_of_the_error() {
        let posterior = Posterior::centre(Stance::Study);
        let luck: Vec<f64> = (0..400).map(|k| f64::from(k * 7919 % 1000)).collect();
        let start = Start::of(&kept(&luck));
        // The same luck and 5 more: known without error. Every other one 5 more: the error of a share of a half.
        let all: Vec<f64> = luck.iter().map(|x| x + 5.0).collect();
        let moved = start.moved(&kept(&all), "battle_deaths", &posterior).unwrap();
        assert!((moved.difference - 5.0).abs() < 1e-9 && moved.error < 1e-6, "{moved:?}");
        let half: Vec<f64> = luck.iter().enumerate().map(|(k, x)| x + 5.0 * f64::from(k as u32 % 2)).collect();
        let moved = start.moved(&kept(&half), "battle_deaths", &posterior).unwrap();
        let sd = (400.0_f64 / 399.0 * 0.25).sqrt() * 5.0;
        assert!((moved.difference - 2.5).abs() < 1e-9 && (moved.error - sd / 20.0).abs() < 1e-9, "{moved:?}");
    }

    #[test]
    fn fewer_replicates_are_compared_with_the_first_of_the_start() {
        let posterior = Posterior::centre(Stance::Study);
        let start = Start::of(&kept(&[1.0, 3.0, 1000.0]));
        let moved = start.moved(&kept(&[2.0, 4.0]), "battle_deaths", &posterior).unwrap();
        assert_eq!((start.replicates(), moved), (3, Moved { difference: 1.0, error: 0.0 }));
        assert_eq!(start.moved(&kept(&[2.0, 4.0]), "success", &posterior), None);
        assert_eq!(start.moved(&kept(&[f64::NAN, f64::NAN]), "battle_deaths", &posterior), None);
    }
}
