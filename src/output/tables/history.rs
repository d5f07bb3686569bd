//! One replayed history as CSV.

use std::io::Write;

use crate::engine::replay::{COUNTS, History, Month, STATES};
use crate::world::outcome::outcome;

use super::sheet::Sheet;

/// Columns that say what a row is about, then the text states.
const FIRST: [&str; 5] = ["world", "month", "theatre", "phase", "war_ended"];

/// Writes a history. Columns named like outcomes are empty before deployment, so that each adds up to the outcome of
/// the run; what happened in every month stands under `monthly_` and the same name.
pub fn write_history(history: &History, to: impl Write) -> Result<(), csv::Error> {
    let mut sheet = Sheet::new(to, header())?;
    for row in &history.rows {
        sheet.text(row.world.name())?;
        sheet.whole(row.month)?;
        sheet.texts([&row.theatre, row.phase, row.ended])?;
        sheet.numbers(row.states)?;
        sheet.numbers(counted(row))?;
        sheet.numbers(row.counts)?;
        sheet.end()?;
    }
    sheet.finish()
}

fn header() -> Vec<String> {
    let names = COUNTS.map(|k| outcome(k).name);
    let monthly = names.map(|name| format!("monthly_{name}"));
    let first = FIRST.iter().chain(&STATES).chain(&names).map(|name| (*name).to_owned());
    first.chain(monthly).collect()
}

/// What the row adds to the outcomes of the run.
fn counted(row: &Month) -> [f64; COUNTS.len()] {
    if row.month < 0 { [f64::NAN; COUNTS.len()] } else { row.counts }
}
