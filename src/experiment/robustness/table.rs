//! `robustness.csv`: one line per decision.

use std::io::Write;

use crate::output::tables::sheet::Sheet;

use super::futures::{Judged, Question};

/// Columns before those of the needs.
const COLUMNS: [&str; 10] =
    ["decision", "outcome", "futures", "mean", "worst", "best", "hurwicz", "regret_max", "regret_mean", "best_in"];

/// Columns after them: which way is better, and the needs as they were written.
const LAST: [&str; 2] = ["better", "needs"];

/// The columns with so many needs: `need_1`, ..., `all_needs` among them.
pub fn header(needs: usize) -> Vec<String> {
    let each = (1..=needs).map(|k| format!("need_{k}"));
    let all = (needs > 0).then(|| "all_needs".to_owned());
    let own = |c: &&str| (*c).to_owned();
    COLUMNS.iter().map(own).chain(each).chain(all).chain(LAST.iter().map(own)).collect()
}

/// Writes the table; `outcome` is what was asked for, as it was written.
///
/// # Errors
/// Where `to` takes no more.
pub fn write(judged: &Judged, outcome: &str, question: &Question, to: impl Write) -> Result<(), csv::Error> {
    let needs = question.needs.len();
    let texts = question.needs.iter().map(|n| n.text.as_str()).collect::<Vec<_>>().join(", ");
    let better = if question.less { "less" } else { "more" };
    let mut sheet = Sheet::new(to, header(needs))?;
    for (d, s) in judged.scores.iter().enumerate() {
        sheet.texts([&judged.decisions[d], outcome])?;
        sheet.whole(judged.futures as u64)?;
        sheet.numbers([s.mean, s.worst, s.best, s.hurwicz, s.regret_max, s.regret_mean, s.best_in])?;
        if needs > 0 {
            sheet.numbers(judged.needs[d].0.iter().copied())?;
            sheet.number(judged.needs[d].1)?;
        }
        sheet.texts([better, texts.as_str()])?;
        sheet.end()?;
    }
    sheet.finish()
}
