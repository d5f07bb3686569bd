//! What follows from the models and the form of an operation where the scenario says nothing.
//!
//! Three lines make a mission (`models`, `form`, `size`): people by type, task load, a partner's
//! troops and those that change hats follow from `data/catalogue/meaning.toml` and carry the
//! source `models`. What a scenario says itself is never touched.

use crate::catalogue::{self, FormMeaning, Model, meaning};

use super::level::{Distribution, Level, Source, Sourced};
use super::{Doubt, Operation, PhaseLevel, Scenario, StartWhen};

/// Least and greatest task load that follows from models.
const LOADS: (f64, f64) = (0.5, 10.0);

/// Whether nobody said a value, so that it may follow from others.
pub fn unsaid<T>(value: &Sourced<T>) -> bool {
    matches!(value.source, Source::Default | Source::Models)
}

/// Whether somebody said that a level is zero.
pub fn said_zero(level: &Sourced<Level>) -> bool {
    !unsaid(level) && level.value == Level::Number(0.0)
}

/// A level a fixed number of times as large.
pub fn scaled(level: &Level, by: f64) -> Level {
    match level {
        Level::Number(x) => Level::Number((x * by).round()),
        Level::Path(knots) => Level::Path(knots.iter().map(|(m, v)| (*m, (v * by).round())).collect()),
        Level::Distribution(d) => Level::Distribution(scaled_distribution(*d, by)),
    }
}

fn scaled_distribution(d: Distribution, by: f64) -> Distribution {
    match d {
        Distribution::Beta { .. } => d,
        Distribution::Normal { mean, sd } => Distribution::Normal { mean: mean * by, sd: sd * by },
        Distribution::Lognormal { median, sigma } => Distribution::Lognormal { median: median * by, sigma },
        Distribution::Uniform { low, high } => Distribution::Uniform { low: low * by, high: high * by },
        Distribution::Triangular { low, mode, high } => {
            Distribution::Triangular { low: low * by, mode: mode * by, high: high * by }
        }
    }
}

/// The meaning of the form of an operation.
pub fn form_of(operation: &Operation) -> Option<&'static FormMeaning> {
    catalogue::form(&operation.form.value).and_then(|f| meaning::form(&f.slug))
}

/// Fills in what follows from the models and the form of an operation.
pub fn follow(operation: &mut Operation) {
    follow_models(operation);
    follow_form(operation);
}

fn follow_models(operation: &mut Operation) {
    let Some(package) = meaning::package(&operation.models.value) else {
        return;
    };
    let l = &mut operation.levels;
    put(&mut l.size, Level::Number(package.need.round()));
    let size = l.size.value.clone();
    let groups = [&mut l.troops, &mut l.police, &mut l.observers, &mut l.civilians];
    let mut people = 0.0;
    for (level, share) in groups.into_iter().zip(package.shares) {
        put(level, scaled(&size, share));
        people += level.value.central(0);
    }
    let load = package.need / people.max(1.0);
    put(&mut l.task_load, Level::Number((100.0 * load).round() / 100.0).within(LOADS));
}

fn follow_form(operation: &mut Operation) {
    let Some(form) = form_of(operation) else {
        return;
    };
    let l = &mut operation.levels;
    let troops = l.troops.value.central(0);
    let people = troops + l.police.value.central(0) + l.observers.value.central(0);
    if form.numbers.partner > 0.0 {
        put(&mut l.partner_troops, Level::Number((form.numbers.partner * people).round()));
    }
    if form.numbers.rehatted > 0.0 {
        put(&mut l.rehatted, Level::Number((form.numbers.rehatted * troops).round()));
    }
}

fn put(level: &mut Sourced<Level>, value: Level) {
    if unsaid(level) {
        *level = Sourced { value, source: Source::Models };
    }
}

impl Level {
    fn within(self, (least, most): (f64, f64)) -> Self {
        match self {
            Self::Number(x) => Self::Number(x.clamp(least, most)),
            other => other,
        }
    }
}

/// Doubts about the models and forms of a scenario.
pub fn doubts(scenario: &Scenario) -> Vec<Doubt> {
    let operations = scenario.operations.iter();
    operations
        .flat_map(|(name, o)| partner(name, o).into_iter().chain(missing(name, o)).chain(unfit(scenario, o)))
        .collect()
}

/// A form with a partner of whom nothing is said.
fn partner(name: &str, operation: &Operation) -> Option<Doubt> {
    let needs = catalogue::form(&operation.form.value).is_some_and(|f| f.needs_partner);
    let l = &operation.levels;
    let silent = unsaid(&l.partner_troops) && unsaid(&l.rehatted) && unsaid(&operation.organisation);
    (needs && silent).then(|| Doubt::PartnerAssumed { name: name.to_owned(), form: operation.form.value.clone() })
}

/// The types of people, in the order of the models' shares.
const GROUPS: [&str; 4] = ["troops", "police", "observers", "civilians"];

/// Models without the people that they mostly rest on.
fn missing(name: &str, operation: &Operation) -> Vec<Doubt> {
    let l = &operation.levels;
    let none = [&l.troops, &l.police, &l.observers, &l.civilians].map(said_zero);
    let models = operation.models.value.iter().filter_map(|n| meaning::model(*n));
    let doubt = |m: &catalogue::ModelMeaning| {
        let most = m.shares.iter().copied().fold(0.0, f64::max);
        let gone = (0..4).find(|group| none[*group] && m.shares[*group] == most)?;
        Some(Doubt::ComponentMissing { name: name.to_owned(), model: m.slug.clone(), component: GROUPS[gone] })
    };
    models.filter_map(doubt).collect()
}

/// Models in a phase that the study does not set them in. Where it names no phase, so that its text was read for one, a
/// model is not doubted beside another that fits; nor is an operation that waits for a phase of its own.
fn unfit(scenario: &Scenario, operation: &Operation) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let theatres = operation.theatres.value.iter().filter(|_| operation.start_when.value == StartWhen::AtOnce);
    for theatre in theatres {
        let Some(PhaseLevel::Fixed(phase)) = scenario.theatres.get(theatre).map(|t| &t.phase.value) else {
            continue;
        };
        let models: Vec<&Model> = operation.models.value.iter().filter_map(|n| catalogue::model(*n)).collect();
        let fits = |m: &Model| m.phases.iter().any(|p| p == phase.word());
        let any = models.iter().any(|m| fits(m));
        let unfit = models.iter().filter(|m| !fits(m) && (m.phases_are_stated() || !any));
        doubts.extend(unfit.map(|m| Doubt::PhaseUnfit {
            theatre: theatre.clone(),
            model: m.slug.clone(),
            phase: phase.word(),
            inferred: !m.phases_are_stated(),
        }));
    }
    doubts
}
