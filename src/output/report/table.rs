//! The table at the end of a run.

use crate::engine::results::{Column, Results, Row};
use crate::output::number::{Measure, months};
use crate::output::outcomes;

/// A line of the table: a label and a cell for each world shown.
struct Entry {
    label: String,
    cells: Vec<String>,
}

/// The main outcomes in aligned columns: with the mission, without, and their difference, each with its Monte Carlo
/// standard error.
pub fn result_table(results: &Results) -> String {
    let worlds = worlds(results);
    let head =
        Entry { label: caption(results), cells: worlds.iter().map(|w| heading(*w, results).to_owned()).collect() };
    let entries = outcomes::MAIN.iter().filter_map(|name| entry(results, name, &worlds));
    let lines: Vec<Entry> = std::iter::once(head).chain(entries).collect();
    let mut text = align(&lines);
    text.push_str("Means ± Monte Carlo standard errors. pp: percentage points.\n");
    text
}

fn worlds(results: &Results) -> Vec<Column> {
    let has = |world: &Column| results.summary.iter().any(|r| r.world == *world);
    Column::ALL.into_iter().filter(has).collect()
}

fn caption(results: &Results) -> String {
    format!("Over {}", months(results.info.horizon_months))
}

fn heading(world: Column, results: &Results) -> &'static str {
    match world {
        Column::Mission if results.info.operations.is_empty() => "no operation",
        Column::Mission => "mission",
        Column::None => "no mission",
        Column::Difference => "difference",
    }
}

fn entry(results: &Results, outcome: &str, worlds: &[Column]) -> Option<Entry> {
    let rows: Vec<Option<&Row>> = worlds.iter().map(|w| results.row(outcome, *w)).collect();
    let first = rows.iter().flatten().find(|r| r.mean.is_finite() || outcome == "cost_per_life_saved_usd")?;
    Some(Entry { label: label(outcome, &first.unit), cells: rows.into_iter().map(cell).collect() })
}

fn label(outcome: &str, unit: &str) -> String {
    let label = outcomes::label(outcome);
    if unit.starts_with("US$") { format!("{label}, US$") } else { label }
}

fn cell(row: Option<&Row>) -> String {
    let Some(row) = row else { return String::new() };
    if row.outcome == "cost_per_life_saved_usd" {
        return ratio(row);
    }
    if !row.mean.is_finite() {
        return "\u{2013}".to_owned();
    }
    let measure = Measure::of(&row.unit);
    let measure = if row.world == Column::Difference { measure.of_difference() } else { measure };
    measure.write_with_error(row.mean, row.mcse).replace('\u{a0}', " ")
}

/// A ratio of expectations has an interval and no standard error.
fn ratio(row: &Row) -> String {
    if !(row.mean_lo.is_finite() && row.mean_hi.is_finite()) {
        return "unbounded".to_owned();
    }
    let write = |v: f64| Measure::Plain.write(v).replace('\u{a0}', " ");
    format!("{} ({} to {})", write(row.mean), write(row.mean_lo), write(row.mean_hi))
}

fn align(lines: &[Entry]) -> String {
    let width = |cell: &str| cell.chars().count();
    let first = lines.iter().map(|l| width(&l.label)).max().unwrap_or(0);
    let columns = lines.iter().map(|l| l.cells.len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|c| lines.iter().filter_map(|l| l.cells.get(c)).map(|t| width(t)).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for line in lines {
        let mut row = format!("{:first$}", line.label);
        for (cell, width) in line.cells.iter().zip(&widths) {
            row.push_str(&format!("  {cell:>width$}"));
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}
