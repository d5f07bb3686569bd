//! `robustness.csv`: one line per decision.

use std::io::Write;

use crate::output::tables::sheet::Sheet;

use super::futures::Judged;

/// Columns before those of the needs.
const COLUMNS: [&str; 10] =
    ["decision", "outcome", "futures", "mean", "worst", "best", "hurwicz", "regret_max", "regret_mean", "best_in"];

/// The columns with so many needs: `need_1`, ..., `all_needs`.
pub fn header(needs: usize) -> Vec<String> {
    let each = (1..=needs).map(|k| format!("need_{k}"));
    let all = (needs > 0).then(|| "all_needs".to_owned());
    COLUMNS.iter().map(|c| (*c).to_owned()).chain(each).chain(all).collect()
}

/// Writes the table.
///
/// # Errors
/// Where `to` takes no more.
pub fn write(judged: &Judged, outcome: &str, to: impl Write) -> Result<(), csv::Error> {
    let needs = judged.needs.first().map_or(0, |n| n.0.len());
    let mut sheet = Sheet::new(to, header(needs))?;
    for (d, s) in judged.scores.iter().enumerate() {
        sheet.texts([&judged.decisions[d], outcome])?;
        sheet.whole(judged.futures as u64)?;
        sheet.numbers([s.mean, s.worst, s.best, s.hurwicz, s.regret_max, s.regret_mean, s.best_in])?;
        if needs > 0 {
            sheet.numbers(judged.needs[d].0.iter().copied())?;
            sheet.number(judged.needs[d].1)?;
        }
        sheet.end()?;
    }
    sheet.finish()
}
