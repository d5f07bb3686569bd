//! The studies asked at one parameter vector: each world lived through once for all the rows that share it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::draws::LANES;
use crate::evidence::parameters::NAMES;
use crate::evidence::posterior::Posterior;
use crate::evidence::register::Stance;
use crate::world::setting::Setting;

use super::estimator::Context;
use super::panel::{Panel, Sample};
use super::series::Series;
use super::simulator::{Estimate, Simulator};
use super::study::{Studies, Study, World, studies};
use super::target::{Grade, Target};

/// The rows to be simulated, by the worlds that they share.
#[derive(Debug)]
pub struct Plan {
    /// Stance.
    pub stance: Stance,
    /// Targets in the order of their file, each with its study.
    pub rows: Vec<(Target, &'static Study)>,
    /// Worlds with the rows that read them.
    pub tasks: Vec<Task>,
    studies: &'static Studies,
}

/// A world and what is wanted of it.
#[derive(Debug)]
pub struct Task {
    /// Name of the world.
    pub name: String,
    world: &'static World,
    rows: Vec<usize>,
    arms: BTreeSet<String>,
    series: Vec<Series>,
}

impl Plan {
    /// The rows of a stance that `wanted` keeps.
    pub fn new(targets: &[Target], stance: Stance, wanted: &dyn Fn(&Target, &Study) -> bool) -> Self {
        let all = studies();
        let of = |t: &Target| all.of(t, stance).filter(|s| wanted(t, s)).map(|s| (t.clone(), s));
        let rows: Vec<(Target, &Study)> = targets.iter().filter(|t| t.is_of(stance)).filter_map(of).collect();
        let names: BTreeSet<&String> = rows.iter().map(|(_, s)| &s.world).collect();
        let tasks = names.into_iter().map(|name| Task::new(name, &all.worlds[name], &rows)).collect();
        Self { stance, rows, tasks, studies: all }
    }

    /// Histories that a task lives through for `n` asked of each draw, arms included.
    pub fn histories(&self, task: usize, n: usize) -> u64 {
        let t = &self.tasks[task];
        (t.size(n) * t.arms.len()) as u64
    }

    /// Estimates of the rows of a task at one parameter vector: each row with that of its estimand, then of its further
    /// outcomes. `first` is the first replicate, `n` the histories asked for.
    pub fn run(&self, task: usize, theta: &[f64], seed: u64, first: u64, n: usize) -> Vec<(usize, Vec<Estimate>)> {
        let task = &self.tasks[task];
        let n = task.size(n);
        let posterior = Arc::new(Posterior::from_rows(self.stance, "one".to_owned(), vec![theta.to_vec()]));
        let live = |arm: &String| {
            let setting = Setting::new(&task.world.arms[arm], posterior.clone(), seed);
            (arm.clone(), Panel::live(&setting, first, n, &task.series))
        };
        let sample = Sample::new(task.arms.iter().map(live).collect(), task.world.constants.clone());
        let subsets = sample.subsets();
        let context = Context { placement: &self.studies.placement, seed, first };
        let row = |k: &usize| {
            let (target, study) = &self.rows[*k];
            let all = [&study.estimate].into_iter().chain(&study.also);
            (*k, all.map(|e| e.estimate(&sample, &subsets, target.scale, study.log, &context)).collect())
        };
        task.rows.iter().map(row).collect()
    }
}

impl Task {
    fn new(name: &str, world: &'static World, rows: &[(Target, &'static Study)]) -> Self {
        let mine: Vec<usize> = (0..rows.len()).filter(|k| rows[*k].1.world == name).collect();
        let estimators = || mine.iter().flat_map(|k| [&rows[*k].1.estimate].into_iter().chain(&rows[*k].1.also));
        let arms = estimators().flat_map(|e| e.arms()).collect();
        let series: BTreeSet<Series> = estimators().flat_map(|e| e.series()).collect();
        Self { name: name.to_owned(), world, rows: mine, arms, series: series.into_iter().collect() }
    }

    /// One draw in so many is lived.
    pub fn every(&self) -> usize {
        self.world.every
    }

    /// Positions of its rows in the plan.
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    fn size(&self, n: usize) -> usize {
        (n * self.world.histories * self.world.every).next_multiple_of(LANES)
    }
}

/// The `calibrate` rows of a stance as a [`Simulator`]. Rows that rest on parameters of their own are left out.
#[derive(Debug)]
pub struct StudySimulator {
    plan: Plan,
    estimands: Vec<String>,
    parameters: Vec<String>,
    histories: usize,
}

impl StudySimulator {
    /// Of the embedded studies, with so many histories for each arm of an ordinary world (rounded up to blocks of 32).
    pub fn new(targets: &[Target], stance: Stance, histories: usize) -> Self {
        Self::of(targets, stance, histories, &|t, s| t.grade == Grade::Calibrate && !s.own_parameters)
    }

    /// Of the rows that `wanted` keeps.
    pub fn of(targets: &[Target], stance: Stance, histories: usize, wanted: &dyn Fn(&Target, &Study) -> bool) -> Self {
        let plan = Plan::new(targets, stance, wanted);
        let estimands = plan.rows.iter().map(|(t, _)| t.id.clone()).collect();
        Self { plan, estimands, parameters: NAMES.iter().map(|n| (*n).to_owned()).collect(), histories }
    }

    /// The targets of the estimands, in their order.
    pub fn targets(&self) -> Vec<&Target> {
        self.plan.rows.iter().map(|(t, _)| t).collect()
    }
}

impl Simulator for StudySimulator {
    fn estimands(&self) -> &[String] {
        &self.estimands
    }

    fn parameters(&self) -> &[String] {
        &self.parameters
    }

    fn simulate(&self, theta: &[f64], seed: u64) -> Vec<Estimate> {
        let mut found = BTreeMap::new();
        for task in 0..self.plan.tasks.len() {
            let rows = self.plan.run(task, theta, seed, 0, self.histories);
            found.extend(rows.into_iter().map(|(k, estimates)| (k, estimates[0])));
        }
        found.into_values().collect()
    }
}
