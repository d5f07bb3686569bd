//! The fit itself: waves, emulators, posterior, and the check on the simulator that ends it.

use rayon::prelude::*;

use crate::calibration::simulator::Simulator;
use crate::draws::math::exp;

use super::density::{Cut, Gaussian, Likelihood, Region, implausibility};
use super::emulator::{Emulator, Sample};
use super::error::FitError;
use super::linear::dot;
use super::luck::{Luck, latin_hypercube};
use super::rows::Rows;
use super::sampler::{Draws, Plan, sample};
use super::space::Space;
use super::wave::{Journal, Run, Step, Watch, simulate};

/// Simulations of later waves from which on an emulator may do without the first wave.
const ENOUGH: usize = 150;

/// How a fit is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Seed of everything.
    pub seed: u64,
    /// Simulations of the first wave, over the prior.
    pub first: usize,
    /// Simulations of the second, over what the first did not call implausible.
    pub second: usize,
    /// Simulations of each wave at draws of the posterior.
    pub check: usize,
    /// Most waves at draws of the posterior.
    pub checks: usize,
    /// Draws of the posterior.
    pub draws: usize,
    /// Implausible beyond so many standard deviations.
    pub cut_off: f64,
    /// The fit ends when importance weights between the posteriors before and after new simulations leave this share
    /// of the draws effective.
    pub effective: f64,
}

impl Settings {
    /// The usual.
    pub fn usual(seed: u64) -> Self {
        Self { seed, first: 720, second: 320, check: 240, checks: 4, draws: 1000, cut_off: 3.0, effective: 0.8 }
    }

    /// A tenth of the simulations at most: to see that it works.
    pub fn quick(seed: u64) -> Self {
        Self { first: 120, second: 48, check: 40, checks: 1, ..Self::usual(seed) }
    }

    /// Most simulations.
    pub fn simulations(&self) -> usize {
        self.first + self.second + self.check * self.checks
    }

    fn plan(&self) -> Plan {
        Plan { draws: self.draws, thin: 4, effective: 0.7, doublings: 4 }
    }
}

/// What a wave came to.
#[derive(Clone, Debug, PartialEq)]
pub struct WaveReport {
    /// Its simulations.
    pub runs: usize,
    /// Where its points lay: `prior`, `not implausible`, `posterior`.
    pub design: &'static str,
    /// Share of its simulations in which all rows lie within the cut-off, Monte Carlo error included.
    pub plausible: f64,
    /// After it, the mean share of the observation error's variance that emulators add.
    pub added: f64,
    /// Share of the draws left effective by importance weights, where its points were posterior draws.
    pub effective: Option<f64>,
}

/// A fit.
#[derive(Clone, Debug)]
pub struct Fit {
    /// What it moved in.
    pub space: Space,
    /// What it was held against.
    pub rows: Rows,
    /// Emulators of the first wave, over the prior, one per row.
    pub broad: Vec<Emulator>,
    /// Those of the last.
    pub emulators: Vec<Emulator>,
    /// What no wave called implausible.
    pub region: Region,
    /// Rows that no point near the mode brings within the cut-off.
    pub conflicts: Vec<usize>,
    /// Waves.
    pub waves: Vec<WaveReport>,
    /// Posterior draws.
    pub draws: Draws,
    /// The Gaussian near the posterior.
    pub gaussian: Gaussian,
    /// The simulations, wave by wave; those of the last lie at draws of the posterior before it.
    pub runs: Vec<Vec<Run>>,
    /// Names of the simulator's parameters, the fixed ones too.
    pub parameters: Vec<String>,
    /// Names of its estimands.
    pub estimands: Vec<String>,
    /// Where each row stands among the simulator's estimands.
    pub places: Vec<usize>,
}

/// Fits the simulator's parameters to rows.
///
/// # Errors
/// Rows that name no estimand, estimands that are never defined, Ctrl-C, and what the journal says.
pub fn calibrate(
    simulator: &dyn Simulator,
    space: &Space,
    rows: &Rows,
    settings: &Settings,
    journal: &dyn Journal,
    watch: Watch,
) -> Result<Fit, FitError> {
    let mut work = Work::new(simulator, space, rows, settings, journal, watch)?;
    work.first()?;
    work.second()?;
    for _ in 0..settings.checks {
        if work.check()? {
            break;
        }
    }
    work.finish()
}

/// A fit under way.
struct Work<'a> {
    simulator: &'a dyn Simulator,
    space: &'a Space,
    rows: &'a Rows,
    settings: &'a Settings,
    journal: &'a dyn Journal,
    watch: Watch<'a>,
    places: Vec<usize>,
    runs: Vec<Vec<Run>>,
    broad: Vec<Emulator>,
    emulators: Vec<Emulator>,
    region: Region,
    waves: Vec<WaveReport>,
    posterior: Option<Posterior>,
}

/// A posterior on the emulators of a wave.
struct Posterior {
    likelihood: Likelihood,
    gaussian: Gaussian,
    draws: Draws,
}

impl<'a> Work<'a> {
    fn new(
        simulator: &'a dyn Simulator,
        space: &'a Space,
        rows: &'a Rows,
        settings: &'a Settings,
        journal: &'a dyn Journal,
        watch: Watch<'a>,
    ) -> Result<Self, FitError> {
        let place = |id: &String| simulator.estimands().iter().position(|e| e == id);
        let places = rows.rows.iter().map(|r| place(&r.id).ok_or(FitError::UnknownEstimand(r.id.clone())));
        let places = places.collect::<Result<_, _>>()?;
        let (broad, emulators, region, posterior) = (vec![], vec![], Region::default(), None);
        let (runs, waves) = (vec![], vec![]);
        Ok(Self {
            simulator,
            space,
            rows,
            settings,
            journal,
            watch,
            places,
            runs,
            broad,
            emulators,
            region,
            waves,
            posterior,
        })
    }

    /// Over the prior.
    fn first(&mut self) -> Result<(), FitError> {
        let mut luck = Luck::new(self.settings.seed, "design", 0);
        let points = latin_hypercube(self.settings.first, self.space.dims(), &mut luck);
        self.wave(&points, "prior")?;
        self.broad = self.emulators.clone();
        self.cut()
    }

    /// Over what the first did not call implausible.
    fn second(&mut self) -> Result<(), FitError> {
        let (dims, luck) = (self.space.dims(), (self.settings.seed, "plausible"));
        let plan = Plan { draws: self.settings.second, thin: 16, effective: 0.5, doublings: 2 };
        let points = plausible(self.rows, &self.emulators, &self.region, dims, plan, luck)?.points;
        self.wave(&points, "not implausible")?;
        self.cut()
    }

    /// At draws of the posterior; whether the emulators held there.
    fn check(&mut self) -> Result<bool, FitError> {
        let before = self.sample()?;
        let stride = before.draws.points.len() / self.settings.check;
        let points: Vec<Vec<f64>> = before.draws.points.iter().step_by(stride.max(1)).cloned().collect();
        let points = &points[..self.settings.check.min(points.len())];
        self.wave(points, "posterior")?;
        let after = self.density()?;
        let share = effective_share(&before.draws.points, &before.likelihood, &after);
        self.posterior = Some(before);
        if let Some(wave) = self.waves.last_mut() {
            wave.effective = Some(share);
        }
        Ok(share >= self.settings.effective)
    }

    fn finish(mut self) -> Result<Fit, FitError> {
        let now = self.sample()?;
        let distances = implausibility(self.rows, &self.emulators, &now.gaussian.mean);
        let conflicts = (0..distances.len()).filter(|k| distances[*k] > self.settings.cut_off).collect();
        Ok(Fit {
            space: self.space.clone(),
            rows: self.rows.clone(),
            broad: self.broad,
            emulators: self.emulators,
            region: self.region,
            conflicts,
            waves: self.waves,
            draws: now.draws,
            gaussian: now.gaussian,
            runs: self.runs,
            parameters: self.simulator.parameters().to_vec(),
            estimands: self.simulator.estimands().to_vec(),
            places: self.places,
        })
    }

    fn wave(&mut self, points: &[Vec<f64>], design: &'static str) -> Result<(), FitError> {
        let wave = self.runs.len();
        let luck = (self.settings.seed, wave);
        let runs = simulate(self.simulator, self.space, luck, points, self.journal, self.watch)?;
        self.runs.push(runs);
        (self.watch.tell)(Step::Emulating(wave));
        self.watch.go_on()?;
        self.emulators = self.fit_emulators()?;
        let runs = &self.runs[wave];
        self.waves.push(WaveReport {
            runs: runs.len(),
            design,
            plausible: self.plausible_share(runs),
            added: self.added(),
            effective: None,
        });
        Ok(())
    }

    fn fit_emulators(&self) -> Result<Vec<Emulator>, FitError> {
        (0..self.places.len()).into_par_iter().map(|row| self.fit_emulator(row)).collect()
    }

    /// From all simulations, or from those of later waves alone where that predicts the newest better.
    fn fit_emulator(&self, row: usize) -> Result<Emulator, FitError> {
        let id = &self.rows.rows[row].id;
        let all = Emulator::fit(id, &self.samples(row, 0))?;
        let later = self.samples(row, 1);
        if later.len() < ENOUGH {
            return Ok(all);
        }
        let near = Emulator::fit(id, &later)?;
        Ok(if near.tested.variance < all.tested.variance { near } else { all })
    }

    /// Simulated values of a row in waves from `from` on; those of the newest wave count for the error, and with the
    /// posterior waves all of these.
    fn samples(&self, row: usize, from: usize) -> Vec<Sample<'_>> {
        let newest = (self.runs.len() - 1).min(2);
        let mut samples = Vec::new();
        for (wave, runs) in self.runs.iter().enumerate().skip(from) {
            let estimate = |run: &Run| run.estimates[self.places[row]];
            let sample = |run| {
                let e = estimate(run);
                Sample { z: &run.z, value: e.value, mcse: e.mcse, counts: wave >= newest }
            };
            samples.extend(runs.iter().map(sample));
        }
        samples
    }

    /// Calls implausible what lies further than the cut-off from a row. Rows that lie further at the mode too are in
    /// conflict with others: theirs is put one beyond, so that something is left.
    fn cut(&mut self) -> Result<(), FitError> {
        let mode = Gaussian::at_mode(&self.density()?, self.space.dims(), 1.0)?.mean;
        let least = self.settings.cut_off;
        let cut_offs: Vec<f64> =
            implausibility(self.rows, &self.emulators, &mode).iter().map(|i| (i + 1.0).max(least)).collect();
        self.region.cuts.push(Cut::new(self.rows, self.emulators.clone(), &cut_offs));
        self.region.keep(&mode);
        Ok(())
    }

    fn density(&self) -> Result<Likelihood, FitError> {
        Likelihood::new(self.rows, self.emulators.clone(), 1.0)
    }

    fn sample(&mut self) -> Result<Posterior, FitError> {
        (self.watch.tell)(Step::Sampling);
        self.watch.go_on()?;
        let likelihood = self.density()?;
        let gaussian = Gaussian::at_mode(&likelihood, self.space.dims(), 1.05)?;
        self.region.keep(&gaussian.mean);
        let name = format!("posterior/{}", self.runs.len());
        let (plan, luck) = (self.settings.plan(), (self.settings.seed, name.as_str()));
        let draws = posterior(&likelihood, &gaussian, &self.region, &gaussian.mean, plan, luck)?;
        Ok(Posterior { likelihood, gaussian, draws })
    }

    /// Share of simulations in which every row is within the cut-off of its cited value.
    fn plausible_share(&self, runs: &[Run]) -> f64 {
        let near = |run: &&Run| {
            self.rows.rows.iter().zip(&self.places).all(|(row, place)| {
                let e = run.estimates[*place];
                (e.value - row.value).abs() <= self.settings.cut_off * (row.sd * row.sd + e.mcse * e.mcse).sqrt()
            })
        };
        runs.iter().filter(near).count() as f64 / runs.len() as f64
    }

    /// Mean share that emulators add to the variances of the observations.
    fn added(&self) -> f64 {
        let ratio = |(r, e): (&super::rows::Row, &Emulator)| e.tested.variance / (r.sd * r.sd + e.tested.variance);
        self.rows.rows.iter().zip(&self.emulators).map(ratio).sum::<f64>() / self.places.len() as f64
    }
}

/// Draws of the posterior: prior times likelihood, inside the region, in which `start` lies.
///
/// # Errors
/// None in practice.
pub fn posterior(
    likelihood: &Likelihood,
    gaussian: &Gaussian,
    region: &Region,
    start: &[f64],
    plan: Plan,
    luck: (u64, &str),
) -> Result<Draws, FitError> {
    let log = |z: &[f64]| if region.has(z) { likelihood.log(z) - 0.5 * dot(z, z) } else { f64::NEG_INFINITY };
    sample(&log, gaussian, start, plan, luck)
}

/// Draws of the prior inside the region. The Gaussian of errors twice as large guides them there.
///
/// # Errors
/// [`FitError::Singular`] where rows repeat each other.
pub fn plausible(
    rows: &Rows,
    emulators: &[Emulator],
    region: &Region,
    dims: usize,
    plan: Plan,
    luck: (u64, &str),
) -> Result<Draws, FitError> {
    let mode = Gaussian::at_mode(&Likelihood::new(rows, emulators.to_vec(), 1.0)?, dims, 1.0)?.mean;
    let guide = Gaussian::around(mode.clone(), &Likelihood::new(rows, emulators.to_vec(), 2.0)?)?;
    let log = |z: &[f64]| if region.has(z) { -0.5 * dot(z, z) } else { f64::NEG_INFINITY };
    sample(&log, &guide, &mode, plan, luck)
}

/// Share of draws of one posterior that importance weights towards another leave effective (Kish).
pub fn effective_share(points: &[Vec<f64>], from: &Likelihood, to: &Likelihood) -> f64 {
    let weights = importance(points, from, to);
    1.0 / (weights.iter().map(|w| w * w).sum::<f64>() * weights.len() as f64)
}

/// Importance weights of draws of one posterior towards another; they sum to 1.
pub fn importance(points: &[Vec<f64>], from: &Likelihood, to: &Likelihood) -> Vec<f64> {
    let logs: Vec<f64> = points.par_iter().map(|z| to.log(z) - from.log(z)).collect();
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|l| exp(l - most)).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|w| w / sum).collect()
}
