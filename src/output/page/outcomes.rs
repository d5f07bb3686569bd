//! Outcomes in tables: the main ones beside each other, all of them with their quantiles.

use super::Told;
use super::document::{Block, Cell, Section, Table};
use crate::engine::results::{Column, Results, Row};
use crate::output::messages::treaty::known;
use crate::output::messages::units::unit;
use crate::output::messages::{Lang, Message, page as words, report};
use crate::output::number::{Measure, thousands};
use crate::output::outcomes::MAIN;
use crate::output::report::{cell, heading, label, worlds};
use crate::output::{speech, treaty};

/// The section.
pub fn section(told: &Told, lang: Lang) -> Section {
    let section = Section::new("outcomes", words::OUTCOMES.text(lang));
    let all = Block::Table(all(&told.results, lang));
    let main = main_table(&told.results, lang);
    // A treaty has none of a mission's outcomes; then all of them are the main ones.
    if main.rows.is_empty() {
        return section.with(all);
    }
    section.with(Block::Table(main)).with(Block::Fold(words::ALL_FOLD.text(lang).to_owned(), vec![all]))
}

/// Heads of columns.
pub fn heads(columns: &[(Message, bool)], lang: Lang) -> Vec<(String, bool)> {
    columns.iter().map(|(m, number)| (m.text(lang).to_owned(), *number)).collect()
}

fn main_table(results: &Results, lang: Lang) -> Table {
    let worlds = worlds(results);
    let mut columns = heads(&[(words::OUTCOME, false)], lang);
    columns.extend(worlds.iter().map(|w| (heading(*w, results).text(lang).to_owned(), true)));
    columns.push((words::INTERVAL.text(lang).to_owned(), true));
    let rows = MAIN.iter().filter_map(|name| main_row(results, name, &worlds, lang)).collect();
    Table { caption: words::MAIN_CAPTION.text(lang).to_owned(), columns, rows, searched: false }
}

fn main_row(results: &Results, outcome: &str, worlds: &[Column], lang: Lang) -> Option<Vec<Cell>> {
    let rows: Vec<Option<&Row>> = worlds.iter().map(|w| results.row(outcome, *w)).collect();
    let last = rows.iter().flatten().rfind(|r| r.mean.is_finite() || outcome == "cost_per_life_saved_usd")?;
    let mut cells = vec![Cell::text(label(outcome, &last.unit, lang))];
    cells.extend(rows.iter().map(|r| Cell::number(cell(*r, lang), r.map_or(f64::NAN, |r| r.mean))));
    cells.push(Cell::number(interval(last, lang), last.mean_hi - last.mean_lo));
    Some(cells)
}

/// The 95 % interval of a mean.
pub fn interval(row: &Row, lang: Lang) -> String {
    if !(row.mean_lo.is_finite() && row.mean_hi.is_finite()) {
        return String::new();
    }
    two_ends([row.mean_lo, row.mean_hi], row, lang)
}

fn two_ends(ends: [f64; 2], row: &Row, lang: Lang) -> String {
    let measure = Measure::of(&row.unit);
    let measure = if row.world == Column::Difference { measure.of_difference() } else { measure };
    let [low, high] = match measure {
        Measure::Points => ends.map(|v| speech::value(Measure::Plain, 100.0 * v, lang)),
        Measure::Dollars => ends.map(|v| speech::value(Measure::Plain, v, lang)),
        _ => ends.map(|v| speech::value(measure, v, lang)),
    };
    let both = report::TO.fill(lang, &[("low", &low), ("high", &high)]);
    if measure == Measure::Points { report::PP.fill(lang, &[("n", &both)]) } else { both }
}

/// One number of a row in the unit of its mean.
fn one(value: f64, row: &Row, lang: Lang) -> String {
    match (Measure::of(&row.unit), row.world) {
        (Measure::Share, Column::Difference) => {
            report::PP.fill(lang, &[("n", &speech::value(Measure::Plain, 100.0 * value, lang))])
        }
        (Measure::Share, _) => speech::value(Measure::Share, value, lang),
        _ => speech::value(Measure::Plain, value, lang),
    }
}

/// Every row of the summary. Where there is one theatre, its rows are those of all and are left out.
fn all(results: &Results, lang: Lang) -> Table {
    let several = results.info.theatres.len() > 1;
    let columns = [
        (words::OUTCOME, false),
        (words::THEATRE, false),
        (words::WORLD, false),
        (words::MEAN, true),
        (words::MEDIAN, true),
        (words::NINETY, true),
        (words::DEFINED, true),
        (words::UNIT, false),
    ];
    let shown = results.summary.iter().filter(|r| several || r.theatre == "all");
    let mut rows: Vec<Vec<Cell>> = shown.map(|row| any_row(row, results, lang)).collect();
    let mut columns = heads(&columns, lang);
    let mut drop_column = |at: usize| {
        columns.remove(at);
        rows.iter_mut().for_each(|row| drop(row.remove(at)));
    };
    // A treaty has no world without one, and so no column that tells worlds apart.
    let treaty = treaty::is_one(results);
    if treaty {
        drop_column(2);
    }
    if !several {
        drop_column(1);
    }
    let caption = if treaty { words::TREATY_CAPTION } else { words::ALL_CAPTION };
    Table { caption: caption.text(lang).to_owned(), columns, rows, searched: true }
}

fn any_row(row: &Row, results: &Results, lang: Lang) -> Vec<Cell> {
    let theatre = if row.theatre == "all" { words::ALL_THEATRES.text(lang) } else { &row.theatre };
    let [low, _, median, _, high] = row.quantiles.map(|q| q.value);
    let write = |v: f64| if v.is_finite() { one(v, row, lang) } else { "\u{2013}".to_owned() };
    let ninety = if low.is_finite() { two_ends([low, high], row, lang) } else { "\u{2013}".to_owned() };
    let share = row.defined as f64 / row.n.max(1) as f64;
    // A treaty's budget is not what a mission's is called.
    let ours = if treaty::is_one(results) { known(&row.outcome, lang) } else { None };
    let name = ours.unwrap_or_else(|| label(&row.outcome, &row.unit, lang));
    vec![
        Cell::text(name),
        Cell::text(theatre),
        Cell::text(heading(row.world, results).text(lang)),
        Cell::number(cell(Some(row), lang), row.mean),
        Cell::number(write(median), median),
        Cell::number(ninety, high - low),
        Cell::number(defined(row, share), share),
        Cell::text(unit(&row.unit, lang)),
    ]
}

fn defined(row: &Row, share: f64) -> String {
    if row.defined == row.n { thousands(row.n as f64, 0) } else { Measure::Share.write(share) }
}
