//! The report on several scenarios: side by side first, then each by itself.

use super::document::{Block, Cell, Document, Section, Table, Whisker};
use super::single::{doubt_points, subtitle};
use super::{Told, behind, figures, provenance};
use crate::engine::results::{Column, Row};
use crate::output::OutputError;
use crate::output::messages::{Lang, page as words};
use crate::output::number::Measure;
use crate::output::outcomes::MAIN;
use crate::output::report::{cell, findings, label, note};
use crate::output::speech;

/// Outcomes shown with their intervals, with the world or difference they are read from.
const SHOWN: [(&str, Column); 5] = [
    ("success", Column::Mission),
    ("lives_saved", Column::Difference),
    ("battle_deaths", Column::Mission),
    ("peace_at_horizon", Column::Mission),
    ("cost_usd", Column::Mission),
];

/// Charts shown of each scenario.
const CHARTS: [&str; 2] = ["01-overview", "02-battle-deaths"];

/// The document.
pub fn document(told: &[Told], lang: Lang) -> Result<Document, OutputError> {
    let names = names(told);
    let mut sections = vec![side_by_side(told, &names, lang), tables(told, &names, lang), each(told, &names, lang)?];
    sections.push(behind::section(&told[0], lang));
    sections.push(origins(told, &names, lang));
    sections.push(provenance::cite(&told[0], lang));
    sections.retain(|s| !s.blocks.is_empty());
    let title = words::COMPARED.fill(lang, &[("n", &told.len().to_string())]);
    Ok(Document { title, subtitle: names.join(" · "), sections })
}

/// Scenarios by name; those of one name are told apart by their folders.
fn names(told: &[Told]) -> Vec<String> {
    let name = |t: &Told| t.results.info.scenario.clone();
    let unique = |n: &str| told.iter().filter(|t| name(t) == n).count() == 1;
    told.iter().map(|t| if unique(&name(t)) { name(t) } else { format!("{} ({})", name(t), t.dir.display()) }).collect()
}

fn side_by_side(told: &[Told], names: &[String], lang: Lang) -> Section {
    let mut section = Section::new("summary", words::SIDE.text(lang))
        .with(Block::Text(words::COMPARE_INTRO.fill(lang, &[("first", &names[0])])));
    section.blocks.extend(cautions(told, lang).into_iter().map(Block::Note));
    for (outcome, world) in SHOWN {
        section.blocks.extend(whiskers(told, names, outcome, world, lang).map(Block::Table));
    }
    section.with(Block::Note(note(&told[0].results, lang).to_owned()))
}

/// Why some scenarios cannot simply be laid beside each other.
fn cautions(told: &[Told], lang: Lang) -> Vec<String> {
    let first = &told[0].results.info;
    let mut found = Vec::new();
    if told.iter().any(|t| t.results.info.horizon_months != first.horizon_months) {
        found.push(words::HORIZONS.text(lang).to_owned());
    }
    let same = |t: &Told| {
        let info = &t.results.info;
        info.stance == first.stance && info.model_id == first.model_id && info.posterior == first.posterior
    };
    if !told.iter().all(same) {
        found.push(words::STANCES.text(lang).to_owned());
    }
    found
}

/// An outcome of every scenario with its interval drawn on one axis.
fn whiskers(told: &[Told], names: &[String], outcome: &str, world: Column, lang: Lang) -> Option<Table> {
    let mission = world == Column::Mission;
    let rows: Vec<Option<&Row>> =
        told.iter().map(|t| if mission { found(t, outcome) } else { of(t, outcome, world) }).collect();
    let known = || rows.iter().flatten();
    let low = known().map(|r| finite(r.mean_lo, r.mean)).fold(f64::INFINITY, f64::min);
    let high = known().map(|r| finite(r.mean_hi, r.mean)).fold(f64::NEG_INFINITY, f64::max);
    let unit = &known().next()?.unit;
    let span = if high > low { high - low } else { 1.0 };
    let at = |v: f64| (v - low) / span;
    let one = |(row, name): (&Option<&Row>, &String)| {
        let Some(row) = row else { return vec![Cell::text(name), Cell::text("\u{2013}"), Cell::default()] };
        let ends = [finite(row.mean_lo, row.mean), row.mean, finite(row.mean_hi, row.mean)].map(at);
        let whisker = Whisker { at: ends, zero: (low <= 0.0 && high >= 0.0).then(|| at(0.0)) };
        let value = Cell { whisker: Some(whisker), ..Cell::number(cell(Some(row), lang), row.mean) };
        vec![Cell::text(name), value, Cell::number(super::outcomes::interval(row, lang), row.mean_hi - row.mean_lo)]
    };
    let caption = words::WHISKERS_CAPTION.fill(lang, &[("outcome", &label(outcome, unit, lang))]);
    let columns =
        super::outcomes::heads(&[(words::SCENARIO, false), (words::MEAN, true), (words::INTERVAL, true)], lang);
    Some(Table { caption, columns, rows: rows.iter().zip(names).map(one).collect(), searched: false })
}

fn finite(value: f64, otherwise: f64) -> f64 {
    if value.is_finite() { value } else { otherwise }
}

fn tables(told: &[Told], names: &[String], lang: Lang) -> Section {
    let mut columns = super::outcomes::heads(&[(words::OUTCOME, false)], lang);
    columns.extend(names.iter().map(|n| (n.clone(), true)));
    let shown: Vec<&str> = MAIN.into_iter().filter(|o| told.iter().any(|t| found(t, o).is_some())).collect();
    let means = shown.iter().map(|o| {
        row_of(o, told, lang, |t| found(t, o).map_or((String::new(), f64::NAN), |r| (cell(Some(r), lang), r.mean)))
    });
    let main = Table {
        caption: words::COMPARE_CAPTION.text(lang).to_owned(),
        columns: columns.clone(),
        rows: means.collect(),
        searched: false,
    };
    columns.remove(1);
    let differences = shown.iter().filter(|o| **o != "cost_per_life_saved_usd");
    let differences = differences.map(|o| row_of(o, &told[1..], lang, |t| difference(t, &told[0], o, lang)));
    let differences = Table {
        caption: words::DIFFERENCES_CAPTION.fill(lang, &[("first", &names[0])]),
        columns,
        rows: differences.collect(),
        searched: false,
    };
    Section::new("outcomes", words::OUTCOMES.text(lang))
        .with(Block::Table(main))
        .with(Block::Table(differences))
        .with(Block::Text(words::COMPARE_ERRORS.text(lang).to_owned()))
}

fn row_of(outcome: &str, told: &[Told], lang: Lang, value: impl Fn(&Told) -> (String, f64)) -> Vec<Cell> {
    let unit = told.iter().find_map(|t| found(t, outcome)).map_or("", |r| &r.unit);
    let cells = told.iter().map(|t| {
        let (text, key) = value(t);
        Cell::number(text, key)
    });
    std::iter::once(Cell::text(label(outcome, unit, lang))).chain(cells).collect()
}

/// An outcome with the mission, of the only world there is, or what exists only as a difference to the world without.
fn found<'a>(told: &'a Told, outcome: &str) -> Option<&'a Row> {
    let only_without = told.results.info.operations.is_empty().then(|| of(told, outcome, Column::None)).flatten();
    let paired = ["lives_saved", "war_months_averted", "cost_per_life_saved_usd"].contains(&outcome);
    let difference = || if paired { of(told, outcome, Column::Difference) } else { None };
    of(told, outcome, Column::Mission).or(only_without).or_else(difference)
}

/// An outcome in a world, where it is defined.
fn of<'a>(told: &'a Told, outcome: &str, world: Column) -> Option<&'a Row> {
    told.results.row(outcome, world).filter(|r| r.mean.is_finite())
}

fn difference(told: &Told, first: &Told, outcome: &str, lang: Lang) -> (String, f64) {
    let (Some(a), Some(b)) = (found(told, outcome), found(first, outcome)) else { return (String::new(), f64::NAN) };
    let (mean, error) = (a.mean - b.mean, a.mcse.hypot(b.mcse));
    (speech::with_error(Measure::of(&a.unit).of_difference(), mean, error, lang), mean)
}

fn each(told: &[Told], names: &[String], lang: Lang) -> Result<Section, OutputError> {
    let mut section = Section::new("each", words::EACH.text(lang));
    for (told, name) in told.iter().zip(names) {
        let title = if told.title() == name { name.clone() } else { format!("{name}: {}", told.title()) };
        section.blocks.push(Block::Heading(title));
        section.blocks.push(Block::Text(subtitle(told, lang)));
        section.blocks.push(Block::List(findings(&told.results, lang)));
        let doubts = doubt_points(told, lang);
        if !doubts.is_empty() {
            section
                .blocks
                .push(Block::Fold(format!("{}: {name}", words::DOUBTS.text(lang)), vec![Block::List(doubts)]));
        }
        section.blocks.extend(figures::drawn(told, lang, |n| CHARTS.contains(&n))?.into_iter().map(Block::Figure));
    }
    Ok(section)
}

fn origins(told: &[Told], names: &[String], lang: Lang) -> Section {
    let mut section = Section::new("provenance", words::PROVENANCE.text(lang));
    for (told, name) in told.iter().zip(names) {
        let mut blocks = provenance::section(told, lang).blocks;
        let toml = told.results.info.scenario_toml.clone();
        blocks.push(Block::Fold(format!("{}: {name}", words::TOML_FOLD.text(lang)), vec![Block::Code(toml)]));
        section.blocks.push(Block::Fold(name.clone(), blocks));
    }
    section
}
