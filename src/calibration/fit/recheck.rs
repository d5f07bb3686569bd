//! Does a posterior still hold after the model has changed a little?
//!
//! The simulator is run again at some of its draws; what it says there less what the old emulators said is emulated in
//! its turn, and importance weights carry the draws over to the corrected likelihood.

use rayon::prelude::*;

use crate::calibration::simulator::Simulator;

use super::calibrate::importance;
use super::density::Likelihood;
use super::emulator::{Emulator, Sample};
use super::error::FitError;
use super::rows::Rows;
use super::space::Space;
use super::wave::{NoJournal, Watch, simulate};

/// The wave of a recheck's simulations, with luck of its own: no fit has so many.
pub const WAVE: usize = usize::MAX;

/// What a recheck came to.
#[derive(Clone, Debug)]
pub struct Recheck {
    /// Importance weights of the draws; they sum to 1.
    pub weights: Vec<f64>,
    /// The share of the draws they leave effective (Kish).
    pub effective: f64,
    /// The corrected emulators.
    pub emulators: Vec<Emulator>,
    /// For each row, the change of its estimand's mean over the simulated draws, in standard errors of the cited value.
    pub moved: Vec<f64>,
}

/// Rechecks draws that were fitted on old emulators, with so many simulations at every n-th draw.
///
/// # Errors
/// As a fit's.
pub fn recheck(
    simulator: &dyn Simulator,
    space: &Space,
    rows: &Rows,
    old: &[Emulator],
    points: &[Vec<f64>],
    (seed, simulations): (u64, usize),
    watch: Watch,
) -> Result<Recheck, FitError> {
    let stride = (points.len() / simulations.max(1)).max(1);
    let chosen: Vec<Vec<f64>> = points.iter().step_by(stride).take(simulations).cloned().collect();
    let runs = simulate(simulator, space, (seed, WAVE), &chosen, &NoJournal, watch)?;
    let place = |id: &String| simulator.estimands().iter().position(|e| e == id);
    let places: Result<Vec<usize>, FitError> =
        rows.rows.iter().map(|r| place(&r.id).ok_or(FitError::UnknownEstimand(r.id.clone()))).collect();
    let places = places?;
    let correct = |row: usize| {
        let of = |run: &super::wave::Run| (run.estimates[places[row]], old[row].at(&run.z));
        let samples: Vec<Sample> = runs
            .iter()
            .map(|run| (run, of(run)))
            .map(|(run, (e, said))| Sample { z: &run.z, value: e.value - said, mcse: e.mcse, counts: true })
            .collect();
        let error = Emulator::fit(&rows.rows[row].id, &samples)?;
        let defined: Vec<f64> = samples.iter().map(|s| s.value).filter(|v| v.is_finite()).collect();
        let moved = defined.iter().sum::<f64>() / defined.len() as f64 / rows.rows[row].sd;
        Ok((old[row].corrected(&error), moved))
    };
    let corrected: Result<Vec<(Emulator, f64)>, FitError> = (0..old.len()).into_par_iter().map(correct).collect();
    let (emulators, moved): (Vec<Emulator>, Vec<f64>) = corrected?.into_iter().unzip();
    let before = Likelihood::new(rows, old.to_vec(), 1.0)?;
    let weights = importance(points, &before, &Likelihood::new(rows, emulators.clone(), 1.0)?);
    let effective = 1.0 / (weights.iter().map(|w| w * w).sum::<f64>() * weights.len() as f64);
    Ok(Recheck { weights, effective, emulators, moved })
}
