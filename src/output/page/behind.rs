//! What stands behind each outcome: levers, parameters, marks and sources.

use std::collections::BTreeSet;

use serde::Serialize;

use super::document::{Block, Cell, Section, Table};
use super::outcomes::heads;
use super::{Told, settings, single::stance};
use crate::evidence::register::{Parameter, Stance, Status, register};
use crate::output::messages::units::unit;
use crate::output::messages::{Lang, Message, outcomes::label, page as words, report};
use crate::output::number::short;

/// Parameters that act on an outcome most directly, by the beginning of their names.
const BEHIND: [(&str, &[&str]); 14] = [
    ("battle_deaths", &["effect.battle_", "conflict.severity_", "conflict.intensity_", "operation.dose_max_troops"]),
    ("one_sided_deaths_government", &["effect.one_sided_", "conflict.government_", "operation.dose_max_"]),
    ("one_sided_deaths_rebels", &["effect.one_sided_", "conflict.rebel_", "operation.dose_max_"]),
    ("months_at_war", &["effect.ending_", "effect.relapse_", "effect.spell_", "conflict.ending_", "conflict.relapse_"]),
    ("time_to_ceasefire_rmst", &["effect.ending_", "effect.mediation_", "conflict.ending_", "conflict.agreement_"]),
    (
        "success",
        &["operation.implementation_", "host.withdrawal_", "council.renewal_", "effect.relapse_", "conflict.relapse_"],
    ),
    (
        "wartime_success",
        &["effect.battle_", "effect.one_sided_", "effect.displaced_", "effect.contagion_", "contagion."],
    ),
    ("peace_at_horizon", &["effect.relapse_", "effect.ending_", "conflict.relapse_", "conflict.ending_"]),
    ("relapse_5y", &["effect.relapse_", "conflict.relapse_"]),
    ("consent_withdrawn", &["host.withdrawal_", "host.consent_", "host.government_"]),
    ("neighbours_infected", &["contagion.", "effect.contagion_", "effect.onset_"]),
    ("displaced_person_months", &["society.displaced_", "society.return_", "effect.displaced_", "effect.returns_"]),
    ("peacekeeper_deaths", &["operation.deaths_"]),
    ("cost_usd", &["treasury.", "operation.ramp_", "operation.fill_", "operation.police_pace"]),
];

/// The headline levers: key of the first theatre or operation, or of the world, and whether their effects are sized.
const LEVERS: [(Message, &str, bool); 4] = [
    (words::SIZE, "troops", true),
    (words::CONSENT, "consent", false),
    (words::UNITY, "unity", false),
    (words::FUNDING, "level", false),
];

/// The section; nothing for results whose outcomes are none of a mission's.
pub fn section(told: &Told, lang: Lang) -> Section {
    let section = Section::new("evidence", words::EVIDENCE.text(lang));
    if !BEHIND.iter().any(|(outcome, _)| told.results.summary.iter().any(|r| r.outcome == *outcome)) {
        return section;
    }
    let stance = if told.results.info.stance == "sceptical" { Stance::Sceptical } else { Stance::Study };
    let n = register().len().to_string();
    let fold = words::REGISTER_FOLD.fill(lang, &[("n", &n)]);
    section
        .with(Block::Table(levers(told, lang)))
        .with(Block::Table(behind(lang)))
        .with(Block::Text(words::MARKS.text(lang).to_owned()))
        .with(Block::Fold(fold, vec![Block::Table(parameters(stance, lang))]))
}

fn levers(told: &Told, lang: Lang) -> Table {
    let scenario = settings::scenario(told);
    let row = |(name, key, sized): &(Message, &str, bool)| {
        let level = scenario.as_ref().map_or(String::new(), |s| settings::level(s, key));
        let effect = if *sized { words::IS_CITED } else { words::IS_ASSUMED };
        vec![Cell::text(name.text(lang)), Cell::text(level), Cell::text(effect.text(lang))]
    };
    Table {
        caption: words::LEVERS_CAPTION.text(lang).to_owned(),
        columns: heads(&[(words::LEVER, false), (words::LEVEL, false), (words::EFFECT, false)], lang),
        rows: LEVERS.iter().map(row).collect(),
        searched: false,
    }
}

fn behind(lang: Lang) -> Table {
    let columns = [
        (words::OUTCOME, false),
        (words::IS_CITED, true),
        (words::IS_CALIBRATED, true),
        (words::IS_ASSUMED, true),
        (words::FINDINGS, false),
        (words::PARAMETER, false),
    ];
    Table {
        caption: words::BEHIND_CAPTION.text(lang).to_owned(),
        columns: heads(&columns, lang),
        rows: BEHIND.iter().map(|(outcome, prefixes)| behind_one(outcome, prefixes, lang)).collect(),
        searched: false,
    }
}

fn behind_one(outcome: &str, prefixes: &[&str], lang: Lang) -> Vec<Cell> {
    let found: Vec<&Parameter> =
        register().iter().filter(|p| prefixes.iter().any(|prefix| p.name.starts_with(prefix))).collect();
    let count = |status| found.iter().filter(|p| p.status == status).count();
    let number = |n: usize| Cell::number(n.to_string(), n as f64);
    let findings: BTreeSet<u32> = found.iter().flat_map(|p| p.findings.iter().copied()).collect();
    let findings: Vec<String> = findings.iter().map(u32::to_string).collect();
    let groups: Vec<String> =
        prefixes.iter().map(|p| if p.ends_with(['.', '_']) { format!("{p}…") } else { (*p).to_owned() }).collect();
    vec![
        Cell::text(label(outcome, lang)),
        number(count(Status::Cited)),
        number(count(Status::Calibrated)),
        number(count(Status::Assumed)),
        Cell::text(findings.join(", ")),
        Cell::text(groups.join(", ")),
    ]
}

/// The register as a table.
fn parameters(of: Stance, lang: Lang) -> Table {
    let columns = [
        (words::PARAMETER, false),
        (words::MEANING, false),
        (words::PRIOR, true),
        (words::STATUS, false),
        (words::MARK, false),
        (words::FINDINGS, false),
        (words::SOURCE, false),
    ];
    Table {
        caption: words::REGISTER_CAPTION.fill(lang, &[("stance", &stance(of.name(), lang))]),
        columns: heads(&columns, lang),
        rows: register().iter().map(|p| parameter(p, of, lang)).collect(),
        searched: true,
    }
}

fn parameter(p: &Parameter, stance: Stance, lang: Lang) -> Vec<Cell> {
    let findings: Vec<String> = p.findings.iter().map(u32::to_string).collect();
    vec![
        Cell::text(p.name.clone()),
        Cell::text(p.meaning.clone()),
        Cell::number(prior(p, stance, lang), p.prior(stance).centre),
        Cell::text(status(p.status).text(lang)),
        Cell::text(word(p.mark)),
        Cell::text(findings.join(", ")),
        Cell::text(p.source.clone()),
    ]
}

/// Median, where 90 % of the prior lie, and the unit.
fn prior(p: &Parameter, stance: Stance, lang: Lang) -> String {
    const Z90: f64 = 1.644_853_626_951_472_2;
    let (low, high) = (p.at(stance, -Z90), p.at(stance, Z90));
    let unit = if p.unit.is_empty() { String::new() } else { format!(" {}", unit(&p.unit, lang)) };
    let [centre, least, most] = [p.prior(stance).centre, low, high].map(short);
    let ends = || report::RATIO.fill(lang, &[("mean", &centre), ("low", &least), ("high", &most)]);
    if low == high { format!("{centre}{unit}") } else { ends() + &unit }
}

fn status(status: Status) -> Message {
    match status {
        Status::Cited => words::IS_CITED,
        Status::Calibrated => words::IS_CALIBRATED,
        Status::Assumed => words::IS_ASSUMED,
        Status::Fixed => words::IS_FIXED,
    }
}

/// A mark as the evidence files spell it.
fn word(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_parameters_behind_it_and_every_prefix_names_some() {
        for (outcome, prefixes) in BEHIND {
            for prefix in prefixes {
                assert!(register().iter().any(|p| p.name.starts_with(prefix)), "{outcome}: {prefix}");
            }
        }
    }
}
