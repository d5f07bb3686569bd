//! Every row of the targets held against the simulator: prior beside posterior, and a verdict.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use super::cluster::Cluster;
use super::conflicts;
use super::simulator::Estimate;
use super::study::Study;
use super::target::{Grade, Target};
use super::worlds::Plan;
use crate::engine::ensemble::Interrupted;
use crate::evidence::posterior::Posterior;
use crate::evidence::register::Stance;

/// What a validation does.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Draws of the parameters, prior and posterior each.
    pub draws: usize,
    /// Histories of each draw and arm.
    pub histories: usize,
    /// Seed of the luck.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { draws: 200, histories: 96, seed: 1 }
    }
}

/// The verdict on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As its grade asks.
    Holds,
    /// Not so.
    Misses,
    /// Not so, and `docs/conflicts.toml` says why it cannot.
    Conflict,
    /// Reported, never judged.
    Reported,
}

impl Verdict {
    /// Every verdict.
    const ALL: [Self; 4] = [Self::Holds, Self::Misses, Self::Conflict, Self::Reported];

    /// The verdict of a word in a table, if it is one.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.name() == word)
    }

    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Misses => "misses",
            Self::Conflict => "conflict",
            Self::Reported => "reported",
        }
    }
}

/// A row of the result. Values are in the row's natural unit.
#[derive(Clone, Debug)]
pub struct Row {
    /// The target.
    pub target: Target,
    /// Stance that was run.
    pub stance: Stance,
    /// Interval or band that it is judged by.
    pub interval: Option<[f64; 2]>,
    /// Posterior mean of the estimand.
    pub simulated: f64,
    /// Its Monte Carlo standard error.
    pub mcse: f64,
    /// 90 % posterior interval of the estimand.
    pub spread: [f64; 2],
    /// Histories behind it.
    pub n: u64,
    /// Draws that do not identify it.
    pub undefined: usize,
    /// Probability under the prior that it goes as the row says (sign) or lies in its interval.
    pub prior: Option<f64>,
    /// The same under the posterior.
    pub posterior: Option<f64>,
    /// The verdict.
    pub verdict: Verdict,
    /// The study behind it.
    pub study: &'static Study,
}

/// A posterior lived under: for each row, the clusters of its estimand and of its further outcomes.
type Clusters = Vec<Vec<Cluster>>;

/// Least posterior probability of a sign.
const SURE: f64 = 0.95;

/// Histories that a validation of `plan` lives through.
pub fn histories(plan: &Plan, posterior: &Posterior, options: &Options) -> u64 {
    let prior = Posterior::from_register(plan.stance);
    let each = |p: &Posterior, tasks: &[usize]| -> u64 {
        let draws = options.draws.min(p.draws());
        let of = |t: &usize| plan.histories(*t, options.histories) * draws.div_ceil(plan.tasks[*t].every()) as u64;
        tasks.iter().map(of).sum()
    };
    each(posterior, &all(plan)) + if same(&prior, posterior) { 0 } else { each(&prior, &judged(plan)) }
}

fn all(plan: &Plan) -> Vec<usize> {
    (0..plan.tasks.len()).collect()
}

/// Worlds with a row that is judged; of the others no prior is shown.
fn judged(plan: &Plan) -> Vec<usize> {
    let judged = |t: &usize| plan.tasks[*t].rows().iter().any(|k| plan.rows[*k].0.grade != Grade::Check);
    all(plan).into_iter().filter(judged).collect()
}

/// Validates the rows of a plan. `progress` hears how many histories have been lived through.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised.
pub fn run(
    plan: &Plan,
    posterior: &Posterior,
    options: &Options,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Vec<Row>, Interrupted> {
    let done = AtomicU64::new(0);
    let tell = |n: u64| progress(done.fetch_add(n, Ordering::Relaxed) + n);
    let after = clusters(plan, posterior, &all(plan), options, &tell, stop)?;
    let prior = Posterior::from_register(plan.stance);
    let before =
        if same(&prior, posterior) { None } else { Some(clusters(plan, &prior, &judged(plan), options, &tell, stop)?) };
    let before = before.as_ref().unwrap_or(&after);
    let conflicts = conflicts::of(plan.stance);
    let rows = plan.rows.iter().zip(before.iter().zip(&after));
    Ok(rows.map(|((target, study), (b, a))| row(plan.stance, target, study, b, a, &conflicts)).collect())
}

/// Whether two posteriors hold the same draws.
fn same(a: &Posterior, b: &Posterior) -> bool {
    a.draws() == b.draws() && (0..a.draws()).all(|d| a.row(d) == b.row(d))
}

fn clusters(
    plan: &Plan,
    posterior: &Posterior,
    tasks: &[usize],
    options: &Options,
    tell: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Clusters, Interrupted> {
    let draws = options.draws.min(posterior.draws());
    let work = |t: &usize| {
        let t = *t;
        (0..draws).step_by(plan.tasks[t].every()).map(move |d| (t, d))
    };
    let work: Vec<(usize, usize)> = tasks.iter().flat_map(work).collect();
    let live = |(task, draw): &(usize, usize)| {
        if stop.load(Ordering::Relaxed) {
            return Vec::new();
        }
        let theta = posterior.row(draw * posterior.draws() / draws);
        // Draws live under luck of their own: no replicate is met twice.
        let first = (*draw as u64) << 20;
        let rows = plan.run(*task, theta, options.seed, first, options.histories);
        tell(plan.histories(*task, options.histories));
        rows
    };
    let found: Vec<Vec<(usize, Vec<Estimate>)>> = work.par_iter().map(live).collect();
    if stop.load(Ordering::Relaxed) {
        return Err(Interrupted);
    }
    let mut by_row: Vec<Vec<Vec<Estimate>>> = vec![Vec::new(); plan.rows.len()];
    for (k, estimates) in found.into_iter().flatten() {
        by_row[k].resize(estimates.len(), Vec::new());
        by_row[k].iter_mut().zip(estimates).for_each(|(all, one)| all.push(one));
    }
    Ok(by_row.iter().map(|row| row.iter().map(|e| Cluster::new(e)).collect()).collect())
}

fn row(
    stance: Stance,
    target: &Target,
    study: &'static Study,
    before: &[Cluster],
    after: &[Cluster],
    conflicts: &[conflicts::Conflict],
) -> Row {
    let main = &after[0];
    let interval = target.interval.or(study.band.map(|b| [-b, b]));
    let back = |y: f64| target.scale.back(y);
    let posterior = probability(target, interval, after);
    Row {
        target: target.clone(),
        stance,
        interval,
        simulated: back(main.mean),
        mcse: target.scale.error_back(main.mean, main.error),
        spread: [back(main.quantile(0.05)), back(main.quantile(0.95))],
        n: main.n,
        undefined: main.undefined,
        prior: probability(target, interval, before),
        posterior,
        verdict: verdict(target, interval, main, posterior, conflicts),
        study,
    }
}

/// Probability of what a row says; of several outcomes the least.
fn probability(target: &Target, interval: Option<[f64; 2]>, clusters: &[Cluster]) -> Option<f64> {
    if target.grade == Grade::Sign {
        let one = |c: &Cluster| if target.direction > 0.0 { c.above(0.0) } else { c.below(0.0) };
        return clusters.iter().map(one).reduce(f64::min).filter(|p| p.is_finite());
    }
    let [low, high] = interval?.map(|x| target.scale.to(x));
    let main = clusters.first()?;
    Some(main.above(low) - main.above(high)).filter(|p| p.is_finite())
}

fn verdict(
    target: &Target,
    interval: Option<[f64; 2]>,
    cluster: &Cluster,
    posterior: Option<f64>,
    conflicts: &[conflicts::Conflict],
) -> Verdict {
    let inside = |a: f64, b: f64| {
        interval.is_some_and(|i| {
            let [low, high] = i.map(|x| target.scale.to(x));
            low <= a && b <= high
        })
    };
    let holds = match target.grade {
        Grade::Check => return Verdict::Reported,
        Grade::Calibrate => inside(cluster.mean, cluster.mean),
        Grade::Sign => posterior.is_some_and(|p| p >= SURE),
        Grade::Null => inside(cluster.quantile(0.05), cluster.quantile(0.95)),
    };
    match holds {
        true => Verdict::Holds,
        false if conflicts::gives_up(conflicts, target) => Verdict::Conflict,
        false => Verdict::Misses,
    }
}
