//! Waves of simulations: a design, the simulator at each of its points, and a journal that survives interruptions.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::calibration::simulator::{Estimate, Simulator};
use crate::draws::stream::Stream;
use crate::engine::ensemble::Interrupted;

use super::error::FitError;
use super::space::Space;

/// Simulations between two entries of the journal.
const BATCH: usize = 16;

/// One simulation: where, and what came out, in the order of the simulator's estimands.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The point.
    pub z: Vec<f64>,
    /// The estimates there.
    pub estimates: Vec<Estimate>,
}

/// Where finished simulations are kept.
pub trait Journal: Sync {
    /// Those of a wave that are there already, from its first point on.
    ///
    /// # Errors
    /// Whatever keeps it from being read.
    fn load(&self, wave: usize) -> Result<Vec<Run>, FitError>;
    /// Keeps those of a wave, whole or not at all.
    ///
    /// # Errors
    /// Whatever keeps it from being written.
    fn save(&self, wave: usize, runs: &[Run]) -> Result<(), FitError>;
}

/// Keeps nothing.
pub struct NoJournal;

impl Journal for NoJournal {
    fn load(&self, _wave: usize) -> Result<Vec<Run>, FitError> {
        Ok(Vec::new())
    }
    fn save(&self, _wave: usize, _runs: &[Run]) -> Result<(), FitError> {
        Ok(())
    }
}

/// How far a fit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many simulations of a wave are done.
    Simulated {
        /// Wave, from 0.
        wave: usize,
        /// Done.
        done: usize,
        /// Of so many.
        of: usize,
    },
    /// The emulators of a wave are being fitted.
    Emulating(usize),
    /// The posterior is being drawn.
    Sampling,
    /// Each finding is being left out in turn.
    LeavingOut,
    /// So many fits of the simulation-based calibration are done.
    Fitted {
        /// Done.
        done: usize,
        /// Of so many.
        of: usize,
    },
}

/// Who is told how far it has come, and who may end it.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Told.
    pub tell: &'a (dyn Fn(Step) + Sync),
    /// Raised to end it.
    pub stop: &'a AtomicBool,
}

impl Watch<'_> {
    /// # Errors
    /// [`Interrupted`] when the flag is up.
    pub fn go_on(&self) -> Result<(), FitError> {
        if self.stop.load(Ordering::Relaxed) { Err(Interrupted.into()) } else { Ok(()) }
    }
}

/// Simulates a wave, but for what the journal has of it.
///
/// # Errors
/// [`FitError::Interrupted`], or the journal's.
pub fn simulate(
    simulator: &dyn Simulator,
    space: &Space,
    (seed, wave): (u64, usize),
    points: &[Vec<f64>],
    journal: &dyn Journal,
    watch: Watch,
) -> Result<Vec<Run>, FitError> {
    let mut runs = journal.load(wave)?;
    runs.truncate(points.len());
    if let Some(k) = (0..runs.len()).find(|k| runs[*k].z != points[*k]) {
        return Err(FitError::OtherPoint { wave, simulation: k + 1 });
    }
    while runs.len() < points.len() {
        (watch.tell)(Step::Simulated { wave, done: runs.len(), of: points.len() });
        let (from, to) = (runs.len(), (runs.len() + BATCH).min(points.len()));
        let one = |k: usize| {
            watch.go_on()?;
            let estimates = simulator.simulate(&space.theta(&points[k]), luck_of(seed, wave, k));
            Ok(Run { z: points[k].clone(), estimates })
        };
        let batch: Result<Vec<Run>, FitError> = (from..to).into_par_iter().map(one).collect();
        runs.extend(batch?);
        journal.save(wave, &runs)?;
    }
    (watch.tell)(Step::Simulated { wave, done: points.len(), of: points.len() });
    Ok(runs)
}

/// The seed of a simulation: each has its own luck, so that an emulator averages over it.
fn luck_of(seed: u64, wave: usize, point: usize) -> u64 {
    Stream::new(seed, &format!("calibrate/{wave}/{point}")).key()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::register::{Prior, Transform};

    use super::super::space::Axis;

    /// A simulator that says its parameter, and a journal that holds what it is given.
    struct Says([String; 1]);

    impl Simulator for Says {
        fn estimands(&self) -> &[String] {
            &self.0
        }
        fn parameters(&self) -> &[String] {
            &self.0
        }
        fn simulate(&self, theta: &[f64], _: u64) -> Vec<Estimate> {
            vec![Estimate { value: theta[0], mcse: 0.1, n: 1 }]
        }
    }

    struct Holds(Vec<Run>);

    impl Journal for Holds {
        fn load(&self, _: usize) -> Result<Vec<Run>, FitError> {
            Ok(self.0.clone())
        }
        fn save(&self, _: usize, _: &[Run]) -> Result<(), FitError> {
            Ok(())
        }
    }

    #[test]
    fn simulations_of_another_design_are_refused() {
        let prior = Prior { centre: 0.0, sd: 1.0 };
        let axis = Axis { name: "a".to_owned(), transform: Transform::Identity, prior, row: None };
        let (space, says) = (Space::new(vec![axis]), Says(["a".to_owned()]));
        let points = [vec![0.5], vec![-1.0]];
        let watch = Watch { tell: &|_| (), stop: &AtomicBool::new(false) };
        let run = |journal: &Holds| simulate(&says, &space, (1, 0), &points, journal, watch);
        let whole = run(&Holds(Vec::new())).unwrap();
        assert_eq!(run(&Holds(whole[..1].to_vec())).unwrap(), whole);
        let moved = Holds(vec![whole[0].clone(), Run { z: vec![-1.5], ..whole[1].clone() }]);
        assert!(matches!(run(&moved), Err(FitError::OtherPoint { wave: 0, simulation: 2 })));
    }
}
