//! A scenario and a posterior draw resolved into just what the rooms read.
//!
//! All unit conversion, look-ups and defaults happen here, once per block; the rooms read columns.

use crate::catalogue::meaning;
use crate::draws::math::ln;
use crate::draws::slots::WORLD;
use crate::draws::stream::Stream;
use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;
use crate::evidence::posterior::Posterior;
use crate::scenario::level::Level;
use crate::scenario::vocabulary::scaled;
use crate::scenario::{FundingKind, MONTHS_BEFORE, Operation, Phase, PhaseLevel, Scenario, StartWhen, Theatre};

use super::council::RENEWAL_MONTHS;
use super::levels::{LevelContext, OperationColumns, Prepared, TheatreColumns, WorldColumns};
use super::mandate::{Mandates, Package, Words};
use super::treasury::payers::{self, Payer};

/// Level of a stressor that changes nothing: the default of its key.
pub const ORDINARY_STRESS: f64 = 0.3;

/// What a run needs, shared by all blocks.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The scenario.
    pub scenario: Scenario,
    /// The posterior whose draws the replicates live under.
    pub posterior: std::sync::Arc<Posterior>,
    /// Seed of every random number.
    pub seed: u64,
    /// Months of a history, the 12 before deployment included.
    pub months: usize,
    /// Streams of the world, the theatres and the operations, in the order of their names.
    pub world: Stream,
    /// Streams of the theatres.
    pub theatres: Vec<Stream>,
    /// Streams of the operations.
    pub operations: Vec<Stream>,
    /// For each theatre, its linked theatres.
    pub links: Vec<Vec<usize>>,
    /// For each operation, its theatres.
    pub deployments: Vec<Vec<usize>>,
    /// Whether any theatre is linked to another.
    pub linked: bool,
    /// For each theatre, what its operations act on.
    pub mandates: Vec<Mandates>,
    /// Coefficients of the vocabulary.
    pub words: Words,
    world_levels: Vec<Prepared>,
    theatre_levels: Vec<Vec<Prepared>>,
    operation_levels: Vec<Vec<Prepared>>,
}

impl Setting {
    /// A setting for a validated scenario.
    pub fn new(scenario: &Scenario, posterior: std::sync::Arc<Posterior>, seed: u64) -> Self {
        let whole = without_nobody(scenario);
        let scenario = &whole;
        let names: Vec<&String> = scenario.theatres.keys().collect();
        let index = |name: &String| names.iter().position(|n| *n == name);
        let links: Vec<Vec<usize>> =
            scenario.theatres.values().map(|t| t.links.value.iter().filter_map(index).collect()).collect();
        let deployments =
            scenario.operations.values().map(|o| deployment(&o.theatres.value, &index, names.len())).collect();
        let months = (scenario.horizon_months.value + MONTHS_BEFORE) as usize;
        let context = |entity| LevelContext { seed, months, entity, sized: Vec::new() };
        Self {
            world_levels: WorldColumns::prepare(&scenario.levels, &context("world")),
            theatre_levels: scenario
                .theatres
                .iter()
                .map(|(n, t)| TheatreColumns::prepare(&t.levels, &context(n)))
                .collect(),
            operation_levels: scenario
                .operations
                .iter()
                .map(|(n, o)| OperationColumns::prepare(&o.levels, &LevelContext { sized: sized(o), ..context(n) }))
                .collect(),
            months,
            world: Stream::new(seed, WORLD),
            theatres: names.iter().map(|n| Stream::new(seed, &format!("theatre:{n}"))).collect(),
            operations: scenario.operations.keys().map(|n| Stream::new(seed, &format!("operation:{n}"))).collect(),
            scenario: scenario.clone(),
            posterior,
            seed,
            linked: links.iter().any(|l| !l.is_empty()),
            mandates: names.iter().map(|n| mandates(scenario, n)).collect(),
            words: Words::new(true),
            links,
            deployments,
        }
    }

    /// Month in which the first operation of theatre `t` deploys, counted from the first month of
    /// the history; the month of deployment that a scenario without operations stands beside.
    pub fn deployment_month(&self, t: usize) -> usize {
        let operations = self.scenario.operations.values().zip(&self.deployments);
        let starts = operations.filter(|(_, places)| places.contains(&t)).map(|(o, _)| o.start_month.value);
        (starts.min().unwrap_or(0) + MONTHS_BEFORE) as usize
    }

    /// Resolves the setting for the block that begins at replicate `first`.
    pub fn block(&self, first: u64) -> BlockSetting {
        let theatres = self.scenario.theatres.values().zip(&self.theatre_levels);
        let operations = self.scenario.operations.iter().zip(&self.operation_levels);
        let parameters = Box::new(self.posterior.block(first));
        let world = WorldColumns::resolve(&self.world_levels, first);
        let payers = match &self.scenario.payer_terms {
            terms if terms.is_empty() => payers::classes(&world, &parameters),
            terms => payers::listed(terms, self.seed),
        };
        let mut block = BlockSetting {
            parameters,
            world,
            payers,
            theatres: theatres.map(|(t, levels)| TheatreSetting::new(t, levels, first)).collect(),
            operations: operations
                .map(|((n, o), levels)| OperationSetting::new(&self.scenario, n, o, levels, first))
                .collect(),
            moves: false,
        };
        block.moves = block.world.moves()
            || block.theatres.iter().any(|theatre| theatre.levels.moves())
            || block.operations.iter().any(|operation| operation.levels.moves());
        block
    }
}

impl TheatreSetting {
    fn new(theatre: &Theatre, prepared: &[Prepared], first: u64) -> Self {
        let levels = TheatreColumns::resolve(prepared, first);
        let mut log_severity = levels.severity.now;
        for i in 0..LANES {
            log_severity[i] = ln(log_severity[i]);
        }
        Self {
            phase_ends: phase_ends(&theatre.phase.value),
            log_severity,
            stressed: [
                &theatre.levels.armed_conflict,
                &theatre.levels.technology,
                &theatre.levels.organised_crime,
                &theatre.levels.climate,
                &theatre.levels.health,
            ]
            .iter()
            .any(|l| l.value != Level::Number(ORDINARY_STRESS)),
            election_interval: theatre.election_interval_months.value as usize,
            levels,
        }
    }
}

impl OperationSetting {
    /// Whether the reserve fund and the commitment authority stand behind it. They serve peacekeeping operations with
    /// assessments of their own (the study, box 3): not what the regular budget or pledges pay.
    #[inline(always)]
    pub fn is_backed(&self) -> bool {
        matches!(self.funding, FundingKind::Assessed | FundingKind::Partner)
    }

    /// Whether a mandate may be up for renewal in a month: where all histories deploy in the same one, every twelfth.
    #[inline(always)]
    pub fn may_renew(&self, month: usize) -> bool {
        let together = self.when == StartWhen::AtOnce && self.follows.is_none();
        !together || (month - self.start).is_multiple_of(RENEWAL_MONTHS as usize)
    }

    fn new(scenario: &Scenario, name: &str, operation: &Operation, prepared: &[Prepared], first: u64) -> Self {
        Self {
            start: operation.start_month.value as usize + MONTHS_BEFORE as usize,
            length: f64::from(operation.planned_exit_months.value),
            when: operation.start_when.value,
            handed_over: handed_over(scenario, name),
            cost_share: cost_share(operation),
            follows: followed(scenario, operation),
            funding: operation.funding.value,
            package: Package::of(operation),
            levels: OperationColumns::resolve(prepared, first),
        }
    }
}

/// Whether another operation takes over from `name` in a set month.
fn handed_over(scenario: &Scenario, name: &str) -> bool {
    let set = |o: &Operation| o.follows.value == name && o.start_when.value == StartWhen::AtOnce;
    scenario.operations.values().any(set)
}

/// What a partner does not pay: all but its own operations, and its part of joint ones.
fn cost_share(operation: &Operation) -> f64 {
    match operation.funding.value {
        FundingKind::Partner => 0.0,
        _ => Package::of(operation).form.cost_share,
    }
}

/// Place of the operation that one takes over from, and the share of that one's models among those
/// of either: what was done for them stays done.
fn followed(scenario: &Scenario, operation: &Operation) -> Option<(usize, f64)> {
    let (place, (_, before)) = scenario.operations.iter().enumerate().find(|(_, o)| *o.0 == operation.follows.value)?;
    let (old, new) = (&before.models.value, &operation.models.value);
    let both = new.iter().filter(|m| old.contains(m)).count() as f64;
    let either = (old.len() + new.len()) as f64 - both;
    Some((place, if either > 0.0 { both / either } else { 1.0 }))
}

/// Whether an operation works in a theatre.
fn works_in(operation: &Operation, theatre: &String) -> bool {
    operation.theatres.value.is_empty() || operation.theatres.value.contains(theatre)
}

/// Mandates of the operations that work in a theatre.
fn mandates(scenario: &Scenario, theatre: &String) -> Mandates {
    let all = scenario.operations.values().enumerate();
    Mandates::new(&all.filter(|(_, o)| works_in(o, theatre)).collect::<Vec<_>>())
}

/// The scenario without operations of nobody beside others of somebody: as if they were not written down. One that another
/// takes over from stays, and so does one that is alone somewhere.
fn without_nobody(scenario: &Scenario) -> Scenario {
    let mut scenario = scenario.clone();
    let all = scenario.operations.clone();
    let beside = |name: &String, theatre: &String| {
        all.iter().any(|(other, o)| other != name && works_in(o, theatre) && !o.is_of_nobody())
    };
    scenario.operations.retain(|name, o| {
        let places = scenario.theatres.keys().filter(|t| works_in(o, t)).collect::<Vec<_>>();
        !o.is_of_nobody()
            || all.values().any(|other| other.follows.value == *name)
            || !places.into_iter().all(|theatre| beside(name, theatre))
    });
    scenario
}

/// The four levels of strength as they follow from a size that is a distribution, which then draws
/// once for all four.
fn sized(operation: &Operation) -> Vec<Level> {
    let size = &operation.levels.size.value;
    match (meaning::package(&operation.models.value), size) {
        (Some(package), Level::Distribution(_)) => package.shares.iter().map(|s| scaled(size, *s)).collect(),
        _ => Vec::new(),
    }
}

fn deployment(names: &[String], index: &impl Fn(&String) -> Option<usize>, all: usize) -> Vec<usize> {
    if names.is_empty() { (0..all).collect() } else { names.iter().filter_map(index).collect() }
}

/// Upper ends of the cumulative shares of tension, war and ceasefire.
fn phase_ends(phase: &PhaseLevel) -> [f64; 3] {
    let shares = match phase {
        PhaseLevel::Shares(shares) => *shares,
        PhaseLevel::Fixed(Phase::Tension) => [1.0, 0.0, 0.0, 0.0],
        PhaseLevel::Fixed(Phase::War) => [0.0, 1.0, 0.0, 0.0],
        PhaseLevel::Fixed(Phase::Ceasefire) => [0.0, 0.0, 1.0, 0.0],
        PhaseLevel::Fixed(Phase::Peace) => [0.0, 0.0, 0.0, 1.0],
    };
    [shares[0], shares[0] + shares[1], shares[0] + shares[1] + shares[2]]
}

/// A setting resolved for one block of replicates.
#[derive(Clone, Debug)]
pub struct BlockSetting {
    /// Parameter values of each replicate: many columns, which are not to be copied whenever the setting is moved.
    pub parameters: Box<Parameters>,
    /// Levels of the world.
    pub world: WorldColumns,
    /// Who pays assessments.
    pub payers: Vec<Payer>,
    /// Theatres in the order of their names.
    pub theatres: Vec<TheatreSetting>,
    /// Operations in the order of their names.
    pub operations: Vec<OperationSetting>,
    /// Whether any level changes in time.
    moves: bool,
}

impl BlockSetting {
    /// Comes to a month counted from the first of the history: every level that follows a path does.
    pub fn advance(&mut self, month: usize) {
        if !self.moves {
            return;
        }
        self.world.advance(month);
        for payer in &mut self.payers {
            payer.advance(month);
        }
        for theatre in &mut self.theatres {
            theatre.levels.advance(month);
        }
        for operation in &mut self.operations {
            operation.levels.advance(month);
        }
    }
}

/// A theatre resolved for a block.
#[derive(Clone, Debug)]
pub struct TheatreSetting {
    /// Upper ends of the cumulative shares of the phase at the start.
    pub phase_ends: [f64; 3],
    /// Logarithm of the conflict's severity (deaths in an active month).
    pub log_severity: Col,
    /// Whether any stressor differs from its ordinary level.
    pub stressed: bool,
    /// Months between elections, 0 for none.
    pub election_interval: usize,
    /// Every other level.
    pub levels: TheatreColumns,
}

/// An operation resolved for a block.
#[derive(Clone, Debug)]
pub struct OperationSetting {
    /// First month in which it may deploy, counted from the first month of the history.
    pub start: usize,
    /// Months from deployment to the planned exit.
    pub length: f64,
    /// What it waits for from its first month on.
    pub when: StartWhen,
    /// Whether another one takes over from it in a set month, so that it does not draw down.
    pub handed_over: bool,
    /// Share of its cost that assessments (or another budget of the organisation) carry; the rest is
    /// its partner's.
    pub cost_share: f64,
    /// The operation that it takes over from, and how much of that one's mandate is its own.
    pub follows: Option<(usize, f64)>,
    /// Who pays.
    pub funding: FundingKind,
    /// What its models and form ask of it.
    pub package: Package,
    /// Every other level.
    pub levels: OperationColumns,
}
