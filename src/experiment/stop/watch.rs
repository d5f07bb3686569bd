//! From the engine's chunks to the statistics of a rule.

use crate::engine::live::Looker;
use crate::engine::recorder::{CHUNK, Chunk, Layout};
use crate::engine::results::Column;
use crate::scenario::words;
use crate::world::outcome::{self, PAIRED};
use crate::world::setting::Setting;

use super::monitor::{Monitor, Reading, Rule};
use super::parse::{RuleError, Target};

/// Where a target's values come from, all theatres together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// An outcome of the world simulated first or second.
    World(usize, usize),
    /// Mission minus none.
    Difference(usize),
    /// None minus mission, summed over outcomes: lives saved, war months averted.
    Fewer(&'static [usize]),
}

/// Finds the targets' outcomes, in a run that has operations or not and simulates the world without them too or not.
///
/// # Errors
/// An outcome that does not exist, or one that this run does not simulate.
pub fn check(rule: &Rule, operations: bool, paired: bool) -> Result<(), RuleError> {
    rule.targets.iter().try_for_each(|target| source(target, operations, paired).map(drop))
}

fn source(target: &Target, operations: bool, paired: bool) -> Result<Source, RuleError> {
    let both = operations && paired;
    let missing = |needs| RuleError::World { rule: target.text.clone(), needs };
    if let Some(at) = PAIRED.iter().position(|o| o.name == target.outcome) {
        let wanted = target.world.is_none_or(|w| w == Column::Difference);
        let of: [&[usize]; 2] = [&[outcome::BATTLE, outcome::GOVERNMENT, outcome::REBELS], &[outcome::WAR_MONTHS]];
        return if both && wanted { Ok(Source::Fewer(of[at])) } else { Err(missing("a mission and its twin without")) };
    }
    let at = outcome::all().position(|o| o.name == target.outcome).ok_or_else(|| unknown(target))?;
    match (target.world, operations) {
        (None, _) | (Some(Column::Mission), true) | (Some(Column::None), false) => Ok(Source::World(0, at)),
        (Some(Column::Mission), false) => Err(missing("a world with a mission")),
        (Some(Column::None), true) if both => Ok(Source::World(1, at)),
        (Some(Column::Difference), _) if both => Ok(Source::Difference(at)),
        _ => Err(missing("a mission and its twin without")),
    }
}

fn unknown(target: &Target) -> RuleError {
    let names: Vec<&str> = outcome::all().chain(PAIRED).map(|o| o.name).collect();
    let nearest = words::nearest(&target.outcome, names.iter().copied()).map(str::to_owned);
    RuleError::Outcome { found: target.outcome.clone(), rule: target.text.clone(), nearest }
}

/// What numbers of replicates to look at are multiples of: fewer where places are many and a replicate takes longer.
fn between_looks(layout: Layout) -> u64 {
    ((16_384 / layout.places / CHUNK).clamp(2, 8) * CHUNK) as u64
}

/// A rule that watches a run.
#[derive(Clone, Debug)]
pub struct Watcher {
    sources: Vec<Source>,
    layout: Layout,
    monitor: Monitor,
}

impl Watcher {
    /// Watches runs of a setting of at most `cap` replicates.
    ///
    /// # Errors
    /// As [`check`].
    pub fn new(rule: Rule, setting: &Setting, paired: bool, cap: u64) -> Result<Self, RuleError> {
        let operations = !setting.operations.is_empty();
        let layout = Layout::new(setting, paired && operations);
        let sources = rule.targets.iter().map(|t| source(t, operations, paired)).collect::<Result<_, _>>()?;
        let monitor = Monitor::new(rule, cap, between_looks(layout), setting.posterior.draws());
        Ok(Self { sources, layout, monitor })
    }

    /// What the last look found.
    pub fn readings(&self) -> &[Reading] {
        self.monitor.readings()
    }

    /// The confidence asked for.
    pub fn confidence(&self) -> f64 {
        self.monitor.confidence()
    }

    fn values(&self, chunk: &Chunk, source: Source) -> Vec<f64> {
        let column = |world, k| &chunk.outcomes[self.layout.column(world, 0, k)];
        let minus = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>();
        match source {
            Source::World(world, k) => column(world, k).clone(),
            Source::Difference(k) => minus(column(0, k), column(1, k)),
            Source::Fewer(of) => {
                let sum = |world, i: usize| of.iter().map(|k| column(world, *k)[i]).sum::<f64>();
                (0..chunk.replicates).map(|i| sum(1, i) - sum(0, i)).collect()
            }
        }
    }
}

impl Looker for Watcher {
    fn next_look(&self) -> u64 {
        self.monitor.next_look()
    }

    fn see(&mut self, chunk: &Chunk, draws: &[u32]) {
        for (target, source) in self.sources.clone().into_iter().enumerate() {
            let values = self.values(chunk, source);
            self.monitor.extend(target, &values, draws);
        }
    }

    fn enough(&mut self) -> bool {
        self.monitor.look()
    }
}
