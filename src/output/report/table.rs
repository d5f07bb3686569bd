//! The table at the end of a run.

use crate::engine::results::{Column, Results, Row};
use crate::output::messages::{Lang, Message, outcomes as names, report as words};
use crate::output::number::Measure;
use crate::output::outcomes;
use crate::output::speech::{self, width};

/// A line of the table: a label and a cell for each world shown.
struct Entry {
    label: String,
    cells: Vec<String>,
}

/// The main outcomes in aligned columns: with the mission, without, and their difference, each with its Monte Carlo
/// standard error.
pub fn result_table(results: &Results, lang: Lang) -> String {
    let worlds = worlds(results);
    let caption = words::OVER.fill(lang, &[("span", &speech::months(results.info.horizon_months, lang))]);
    let heads = worlds.iter().map(|w| heading(*w, results).text(lang).to_owned());
    let head = Entry { label: caption, cells: heads.collect() };
    let entries = outcomes::MAIN.iter().filter_map(|name| entry(results, name, &worlds, lang));
    let lines: Vec<Entry> = std::iter::once(head).chain(entries).collect();
    let mut text = align(&lines);
    text.push_str(words::LEGEND.text(lang));
    text.push('\n');
    text
}

/// The worlds that these results have something of.
pub fn worlds(results: &Results) -> Vec<Column> {
    let has = |world: &Column| results.summary.iter().any(|r| r.world == *world);
    Column::ALL.into_iter().filter(has).collect()
}

/// What the column of a world is called.
pub fn heading(world: Column, results: &Results) -> Message {
    match world {
        Column::Mission if results.info.operations.is_empty() => words::NO_OPERATION,
        Column::Mission => words::MISSION,
        Column::None => words::NO_MISSION,
        Column::Difference => words::DIFFERENCE,
    }
}

fn entry(results: &Results, outcome: &str, worlds: &[Column], lang: Lang) -> Option<Entry> {
    let rows: Vec<Option<&Row>> = worlds.iter().map(|w| results.row(outcome, *w)).collect();
    let first = rows.iter().flatten().find(|r| r.mean.is_finite() || outcome == "cost_per_life_saved_usd")?;
    let cells = rows.iter().map(|row| cell(*row, lang).replace('\u{a0}', " ")).collect();
    Some(Entry { label: label(outcome, &first.unit, lang), cells })
}

/// The name of an outcome, with the currency of money.
pub fn label(outcome: &str, unit: &str, lang: Lang) -> String {
    let label = names::label(outcome, lang);
    let told = ["US$", "米ドル"].iter().any(|unit| label.contains(unit));
    if unit.starts_with("US$") && !told { words::IN_DOLLARS.fill(lang, &[("label", &label)]) } else { label }
}

/// A mean with its Monte Carlo standard error; a ratio with its interval.
pub fn cell(row: Option<&Row>, lang: Lang) -> String {
    let Some(row) = row else { return String::new() };
    if row.outcome == "cost_per_life_saved_usd" {
        return ratio(row, lang);
    }
    if !row.mean.is_finite() {
        return "\u{2013}".to_owned();
    }
    let measure = Measure::of(&row.unit);
    let measure = if row.world == Column::Difference { measure.of_difference() } else { measure };
    speech::with_error(measure, row.mean, row.mcse, lang)
}

/// A ratio of expectations has an interval and no standard error.
fn ratio(row: &Row, lang: Lang) -> String {
    if !(row.mean_lo.is_finite() && row.mean_hi.is_finite()) {
        return words::UNBOUNDED.text(lang).to_owned();
    }
    let [mean, low, high] = [row.mean, row.mean_lo, row.mean_hi].map(|v| speech::value(Measure::Plain, v, lang));
    words::RATIO.fill(lang, &[("mean", &mean), ("low", &low), ("high", &high)])
}

fn align(lines: &[Entry]) -> String {
    let first = lines.iter().map(|l| width(&l.label)).max().unwrap_or(0);
    let columns = lines.iter().map(|l| l.cells.len()).max().unwrap_or(0);
    let of = |c: usize| lines.iter().filter_map(move |l| l.cells.get(c)).map(|t| width(t));
    let widths: Vec<usize> = (0..columns).map(|c| of(c).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for line in lines {
        let mut row = format!("{}{}", line.label, " ".repeat(first - width(&line.label)));
        for (cell, room) in line.cells.iter().zip(&widths) {
            row.push_str(&format!("  {}{cell}", " ".repeat(room - width(cell))));
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}
