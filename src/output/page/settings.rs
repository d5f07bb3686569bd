//! The scenario of a report: what it says, key by key, and as a file.

use super::Told;
use super::document::{Block, Cell, Section, Table};
use super::outcomes::heads;
use crate::output::messages::units::unit;
use crate::output::messages::{Lang, page as words};
use crate::scenario::{Operation, Row, Scenario, explain, load_str};

/// The scenario that stands in the manifest; nothing where this version cannot read it, or where it is a treaty.
pub fn scenario(told: &Told) -> Option<Scenario> {
    // A list of payers would be another file: the scenario is shown as text then, and no file is opened.
    let text = &told.results.info.scenario_toml;
    let payers = text.lines().any(|l| l.trim_start().starts_with("payers") && !l.trim_end().ends_with("\"\""));
    if payers { None } else { load_str(text, "scenario.toml", None, &[]).ok().map(|l| l.scenario) }
}

/// What the scenario is for, in its own words.
pub fn description(told: &Told) -> Option<String> {
    scenario(told).map(|s| s.description.trim().to_owned()).filter(|d| !d.is_empty())
}

/// The level of a lever: of every operation or theatre, or of the world.
pub fn level(scenario: &Scenario, name: &str) -> String {
    let rows = explain(scenario);
    let is = |r: &&Row| {
        let (rest, last) = r.key.rsplit_once('.').unwrap_or(("", &r.key));
        last == name && (name != "level" || rest == "funding")
    };
    let one = |r: &Row| if scenario.theatres.len() > 1 { format!("{}: {}", r.key, r.value) } else { r.value.clone() };
    rows.iter().filter(is).map(one).collect::<Vec<_>>().join("; ")
}

/// The section.
pub fn section(told: &Told, lang: Lang) -> Section {
    let section = Section::new("scenario", words::SETTINGS.text(lang));
    let toml =
        Block::Fold(words::TOML_FOLD.text(lang).to_owned(), vec![Block::Code(told.results.info.scenario_toml.clone())]);
    let Some(scenario) = scenario(told) else { return section.with(toml) };
    let (rows, usual) = (explain(&scenario), usual(&scenario));
    let default = |r: &Row| usual.iter().find(|u| u.key == r.key).map(|u| u.value.clone());
    let changed = rows.iter().filter(|r| default(r).is_some_and(|d| d != r.value)).map(|r| {
        vec![
            Cell::text(&r.key),
            Cell::text(&r.value),
            Cell::text(default(r).unwrap_or_default()),
            Cell::text(unit(r.unit, lang)),
            Cell::text(r.doc),
        ]
    });
    let columns = [
        (words::KEY, false),
        (words::VALUE, false),
        (words::DEFAULT, false),
        (words::UNIT, false),
        (words::MEANING, false),
    ];
    let changed = Table {
        caption: words::SETTINGS_CAPTION.text(lang).to_owned(),
        columns: heads(&columns, lang),
        rows: changed.collect(),
        searched: false,
    };
    let all = Block::Fold(
        words::SETTINGS_FOLD.fill(lang, &[("n", &rows.len().to_string())]),
        vec![Block::Table(all(&rows, lang))],
    );
    section.with(Block::Table(changed)).with(all).with(toml)
}

fn all(rows: &[Row], lang: Lang) -> Table {
    let columns = [(words::KEY, false), (words::VALUE, false), (words::UNIT, false), (words::MEANING, false)];
    let row =
        |r: &Row| vec![Cell::text(&r.key), Cell::text(&r.value), Cell::text(unit(r.unit, lang)), Cell::text(r.doc)];
    Table {
        caption: words::LEVELS_CAPTION.text(lang).to_owned(),
        columns: heads(&columns, lang),
        rows: rows.iter().map(row).collect(),
        searched: true,
    }
}

/// The same theatres and operations with every default.
fn usual(scenario: &Scenario) -> Vec<Row> {
    let theatres = scenario.theatres.keys().map(|k| (k.clone(), Default::default())).collect();
    let operations = scenario.operations.keys().map(|k| (k.clone(), Operation::default())).collect();
    let usual = Scenario { theatres, operations, ..Scenario::default() };
    explain(&usual)
}
