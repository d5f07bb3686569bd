//! Levels of an operation that were set and can change nothing.

use crate::catalogue::meaning;

use super::check::spelt;
use super::level::{Level, Source};
use super::registry::Part;
use super::vocabulary::unsaid;
use super::{Doubt, FundingKind, Operation, Scenario};

/// Doubts about levels that mean nothing where they stand.
pub fn doubts(scenario: &Scenario) -> Vec<Doubt> {
    let operations = scenario.operations.iter();
    let of = |(name, o): (&String, _)| {
        let idle = size(name, o).into_iter().chain(partner(scenario, name, o)).chain(rehatted(name, o));
        idle.chain(alone(name, o)).collect::<Vec<_>>()
    };
    operations.flat_map(of).collect()
}

fn key(name: &str, level: &str) -> String {
    spelt(Part::Operation, name, "mission", level)
}

/// The people of all types together: models split them, among the types that nobody set.
fn size(name: &str, operation: &Operation) -> Option<Doubt> {
    let l = &operation.levels;
    let models = !operation.models.value.is_empty();
    let split = models && [&l.troops, &l.police, &l.observers, &l.civilians].into_iter().any(unsaid);
    (!unsaid(&l.size) && !split).then(|| Doubt::SizeIdle { key: key(name, "size"), models })
}

/// A partner's force makes troops beside it lower battle deaths by more (finding 15): without such troops, or without a
/// model that acts on battle deaths, it makes nothing of nothing.
fn partner(scenario: &Scenario, name: &str, operation: &Operation) -> Option<Doubt> {
    let none = operation.levels.partner_troops.value == Level::Number(0.0);
    let here = |o: &&Operation| o.theatres.value.iter().any(|t| operation.theatres.value.contains(t));
    let mut beside = scenario.operations.values().filter(here);
    let (mut troops, mut acting) = (false, false);
    beside.by_ref().for_each(|o| {
        troops |= o.levels.troops.value != Level::Number(0.0);
        acting |= lowers_battle_deaths(&o.models.value);
    });
    let idle = !(troops && acting);
    (idle && !none).then(|| Doubt::PartnerIdle { key: key(name, "partner_troops") })
}

/// A form of the United Nations alone has no partner's force, and one that they pay for whole is not a partner's to pay.
fn alone(name: &str, operation: &Operation) -> Option<Doubt> {
    let form = &operation.form.value;
    let said = operation.form.source != Source::Default;
    let beside = &operation.levels.partner_troops;
    let beside = !unsaid(beside) && beside.value != Level::Number(0.0);
    let paid = operation.funding.value == FundingKind::Partner;
    let level = match form.as_str() {
        "un-only" if said && beside => "partner_troops",
        "un-only" | "hybrid" if said && paid => "funding",
        _ => return None,
    };
    Some(Doubt::FormAlone { key: key(name, level), form: form.clone() })
}

/// No more troops change hats than the operation has.
fn rehatted(name: &str, operation: &Operation) -> Option<Doubt> {
    let l = &operation.levels;
    let (Level::Number(rehatted), Level::Number(troops)) = (&l.rehatted.value, &l.troops.value) else {
        return None;
    };
    (rehatted > troops).then(|| Doubt::RehattedBeyond { key: key(name, "rehatted_troops"), troops: *troops })
}

/// Whether a mandate acts on battle deaths: one without named models has every effect of the findings.
fn lowers_battle_deaths(models: &[u32]) -> bool {
    models.is_empty() || models.iter().filter_map(|n| meaning::model(*n)).any(|m| m.acts.contains_key("battle"))
}
