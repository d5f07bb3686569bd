//! Is the inference right? Simulation-based calibration.
//!
//! Parameters are drawn from the prior inside the region that history matching left, targets are simulated there with
//! the observation model, and the same code fits them. If it is right, the rank of what was drawn among the draws of
//! the fit is uniform (Talts and others 2018), for every quantity. Ranked are the parameters that the evidence
//! informs, the estimands, and the log likelihood, which sees errors that single parameters hide (Modrák and others
//! 2023).

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::calibration::simulator::Simulator;

use super::calibrate::{Fit, plausible, posterior};
use super::density::{Gaussian, Likelihood};
use super::error::FitError;
use super::luck::Luck;
use super::sampler::Plan;
use super::uniform::Uniformity;
use super::wave::{Step, Watch};

/// Draws of each fit: ranks go from 0 to this.
pub const DRAWS: usize = 99;
/// Coordinates whose posterior variance is below this share of the prior's are ranked.
const INFORMED: f64 = 0.9;
/// Chance that a right inference is called wrong, over all quantities together.
pub const FALSE_ALARM: f64 = 0.01;
/// Levels of the intervals whose coverage is told.
pub const LEVELS: [f64; 3] = [0.5, 0.8, 0.95];

/// What is being ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// A coordinate of the space.
    Parameter(usize),
    /// A row's estimand.
    Estimand(usize),
    /// The log likelihood.
    LogLikelihood,
}

/// How one quantity fared.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The quantity.
    pub quantity: Quantity,
    /// Its name.
    pub name: String,
    /// Rank of the truth among the draws of each fit.
    pub ranks: Vec<usize>,
    /// Chance of ranks as far from uniform.
    pub p_value: f64,
    /// Share of fits whose central interval holds the truth, at [`LEVELS`].
    pub coverage: [f64; 3],
    /// Mean over fits of 1 - posterior variance / variance of the truths.
    pub contraction: f64,
}

/// A simulation-based calibration.
#[derive(Clone, Debug, PartialEq)]
pub struct Sbc {
    /// Number of fits.
    pub fits: usize,
    /// Its quantities.
    pub ranked: Vec<Ranked>,
    /// The simultaneous 95 % band of each distribution function.
    pub band: Vec<(f64, f64, f64)>,
    /// The smallest p-value times the number of quantities (Bonferroni).
    pub p_value: f64,
}

impl Sbc {
    /// Whether the inference passes.
    pub fn passes(&self) -> bool {
        self.p_value >= FALSE_ALARM
    }

    /// Coverage of all quantities together, at [`LEVELS`].
    pub fn coverage(&self) -> [f64; 3] {
        std::array::from_fn(|l| self.ranked.iter().map(|r| r.coverage[l]).sum::<f64>() / self.ranked.len() as f64)
    }
}

/// Where the targets of a simulation-based calibration come from.
#[derive(Clone, Copy)]
pub enum Truth<'a> {
    /// What the emulators say, with the whole observation model's error.
    Emulators,
    /// One simulation at the truth, with the cited standard errors' scatter.
    Simulator(&'a dyn Simulator),
}

/// Makes so many fits. `wrong` multiplies the standard errors that the fits believe: 1 for the truth.
///
/// # Errors
/// Ctrl-C.
pub fn sbc(fit: &Fit, truth: Truth, fits: usize, wrong: f64, seed: u64, watch: Watch) -> Result<Sbc, FitError> {
    let dims = fit.space.dims();
    let plan = Plan { draws: fits, thin: 32, effective: 0.5, doublings: 2 };
    let truths = plausible(&fit.rows, &fit.emulators, &fit.region, dims, plan, (seed, "sbc/truths"))?.points;
    let quantities = quantities(fit);
    let believed = Likelihood::new(&fit.rows, fit.emulators.clone(), wrong)?;
    let done = AtomicUsize::new(0);
    let one = |k: usize| {
        watch.go_on()?;
        let likelihood = targets(fit, truth, &believed, &truths[k], wrong, (seed, k))?;
        let ranks = rank(fit, &likelihood, &truths[k], &quantities, (seed, k))?;
        (watch.tell)(Step::Fitted { done: done.fetch_add(1, Ordering::Relaxed) + 1, of: fits });
        Ok(ranks)
    };
    let all: Result<Vec<Vec<Outcome>>, FitError> = (0..fits).into_par_iter().map(one).collect();
    Ok(gather(fit, quantities, &all?, seed))
}

/// Simulated targets at a truth, and the likelihood that holds the errors they have: a simulation's Monte Carlo error
/// is one of them.
fn targets(
    fit: &Fit,
    truth: Truth,
    believed: &Likelihood,
    z: &[f64],
    wrong: f64,
    (seed, k): (u64, usize),
) -> Result<Likelihood, FitError> {
    let normals = Luck::new(seed, "sbc/targets", k as u64).normals(fit.rows.rows.len());
    let Truth::Simulator(simulator) = truth else {
        let scatter = Likelihood::new(&fit.rows, fit.emulators.clone(), 1.0)?;
        return Ok(believed.with_values(scatter.scattered(z, &normals)));
    };
    let estimates = simulator.simulate(&fit.space.theta(z), seed.wrapping_add(k as u64));
    let mut noisy = fit.emulators.clone();
    let mut exact = fit.emulators.clone();
    let mut moves = vec![0.0; noisy.len()];
    for (row, place) in fit.places.iter().enumerate() {
        let e = estimates[*place];
        // Where the simulator cannot tell, the emulator stands in.
        if e.value.is_finite() && e.mcse.is_finite() {
            moves[row] = e.value - fit.emulators[row].at(z);
            noisy[row].tested.variance += e.mcse * e.mcse;
            exact[row].tested.variance = 0.0;
        }
    }
    let scattered = Likelihood::new(&fit.rows, exact, 1.0)?.scattered(z, &normals);
    let values = scattered.iter().zip(&moves).map(|(v, m)| v + m).collect();
    Ok(Likelihood::new(&fit.rows, noisy, wrong)?.with_values(values))
}

/// What one fit says of a quantity: rank of the truth, the truth, and the variance of the draws.
type Outcome = (usize, f64, f64);

fn rank(
    fit: &Fit,
    likelihood: &Likelihood,
    truth: &[f64],
    quantities: &[Quantity],
    (seed, k): (u64, usize),
) -> Result<Vec<Outcome>, FitError> {
    let gaussian = Gaussian::at_mode(likelihood, truth.len(), 1.05)?;
    let plan = Plan { draws: DRAWS, thin: 6, effective: 0.4, doublings: 2 };
    let name = format!("sbc/fit/{k}");
    // The truth is a draw of this posterior too, and it lies inside the region, which the mode may not.
    let start = if fit.region.has(&gaussian.mean) { gaussian.mean.clone() } else { truth.to_vec() };
    let draws = posterior(likelihood, &gaussian, &fit.region, &start, plan, (seed, &name))?.points;
    let of = |q: &Quantity| {
        let value = |z: &[f64]| value(q, likelihood, z);
        let (held, drawn) = (value(truth), draws.iter().map(|z| value(z)).collect::<Vec<f64>>());
        let mean = drawn.iter().sum::<f64>() / DRAWS as f64;
        let variance = drawn.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (DRAWS - 1) as f64;
        (drawn.iter().filter(|x| **x < held).count(), held, variance)
    };
    Ok(quantities.iter().map(of).collect())
}

fn value(quantity: &Quantity, likelihood: &Likelihood, z: &[f64]) -> f64 {
    match quantity {
        Quantity::Parameter(axis) => z[*axis],
        Quantity::Estimand(row) => likelihood.says_of(*row, z),
        Quantity::LogLikelihood => likelihood.log(z),
    }
}

/// The coordinates that the evidence informs, all estimands, and the log likelihood.
fn quantities(fit: &Fit) -> Vec<Quantity> {
    let sds = fit.gaussian.sds();
    let informed = (0..sds.len()).filter(|k| sds[*k] * sds[*k] < INFORMED * fit.gaussian.width * fit.gaussian.width);
    let mut all: Vec<Quantity> = informed.map(Quantity::Parameter).collect();
    // An estimand that depends on nothing has no rank.
    let moving = (0..fit.rows.rows.len()).filter(|row| fit.emulators[*row].terms.len() > 1);
    all.extend(moving.map(Quantity::Estimand));
    all.push(Quantity::LogLikelihood);
    all
}

fn gather(fit: &Fit, quantities: Vec<Quantity>, all: &[Vec<Outcome>], seed: u64) -> Sbc {
    let test = Uniformity::new(all.len(), DRAWS + 1, seed);
    let one = |(at, quantity): (usize, Quantity)| {
        ranked(fit, quantity, &all.iter().map(|f| f[at]).collect::<Vec<_>>(), &test)
    };
    let ranked: Vec<Ranked> = quantities.into_iter().enumerate().map(one).collect();
    let least = ranked.iter().map(|r| r.p_value).fold(1.0, f64::min);
    let p_value = (least * ranked.len() as f64).min(1.0);
    Sbc { fits: all.len(), band: test.band(0.95), ranked, p_value }
}

fn ranked(fit: &Fit, quantity: Quantity, outcomes: &[Outcome], test: &Uniformity) -> Ranked {
    let n = outcomes.len() as f64;
    let ranks: Vec<usize> = outcomes.iter().map(|o| o.0).collect();
    let mean = outcomes.iter().map(|o| o.1).sum::<f64>() / n;
    let spread = outcomes.iter().map(|o| (o.1 - mean) * (o.1 - mean)).sum::<f64>() / n;
    let within = outcomes.iter().map(|o| o.2).sum::<f64>() / n;
    let name = match &quantity {
        Quantity::Parameter(axis) => fit.space.free().nth(*axis).map(|a| a.name.clone()).unwrap_or_default(),
        Quantity::Estimand(row) => fit.rows.rows[*row].id.clone(),
        Quantity::LogLikelihood => "log likelihood".to_owned(),
    };
    Ranked {
        name,
        p_value: test.p_value(&ranks),
        coverage: LEVELS.map(|level| ranks.iter().filter(|r| inside(**r, level)).count() as f64 / n),
        contraction: 1.0 - within / spread,
        quantity,
        ranks,
    }
}

/// Whether a central interval of that level holds the truth: the middle ranks, of which there are as many as the level
/// says.
fn inside(rank: usize, level: f64) -> bool {
    let ranks = DRAWS + 1;
    let out = (ranks as f64 * (1.0 - level) / 2.0 + 0.5) as usize;
    rank >= out && rank < ranks - out
}
