//! The forest plot of findings: what the literature says beside what the simulator does.
//!
//! Rows come from the CSV of `pkosim validate`. Their units differ, so each is drawn on a scale of its own, the cited
//! interval at the same place in every row; the numbers stand beside it.

mod page;
mod row;

use std::path::Path;

use super::{Chart, Sheet};
use crate::output::OutputError;
use crate::output::tables::Table;
use crate::output::theme::{Look, Theme};

use crate::calibration::validate::Verdict;
pub use row::Finding;

/// Prior probability from which on a direction is imposed.
const CERTAIN: f64 = 0.995;

/// Columns by which the file is known.
const COLUMNS: [&str; 4] = ["id", "cited", "simulated", "verdict"];

/// Whether a table is one of `pkosim validate`.
pub fn is_one(table: &Table) -> bool {
    COLUMNS.iter().all(|c| table.header().iter().any(|h| h == c))
}

/// Reads the rows of a validation.
///
/// # Errors
/// A column is missing, or a cell holds what its column cannot.
pub fn read(table: &Table) -> Result<Vec<Finding>, OutputError> {
    let [id, stance, imposed, verdict] =
        [table.texts("id")?, table.texts("stance")?, table.texts("imposed")?, table.texts("verdict")?];
    let [grade, finding, unit] = [table.texts("grade")?, table.texts("finding")?, table.texts("unit")?];
    let measure = table.texts("measure")?;
    let [cited, low, high] = [table.numbers("cited")?, table.numbers("low")?, table.numbers("high")?];
    let [simulated, mcse] = [table.numbers("simulated")?, table.numbers("mcse")?];
    let [prior, posterior] = [table.numbers("prior_probability")?, table.numbers("posterior_probability")?];
    let row = |i: usize| Finding {
        id: id[i].clone(),
        finding: finding[i].clone(),
        measure: measure[i].clone(),
        unit: unit[i].clone(),
        stance: stance[i].clone(),
        sign: grade[i] == "sign",
        // Where the table leaves it to be declared, a prior that is as good as certain imposes.
        imposed: imposed[i] == "yes" || (imposed[i] == "declare" && prior[i] >= CERTAIN),
        cited: [cited[i], low[i], high[i]],
        simulated: simulated[i],
        mcse: mcse[i],
        probability: [prior[i], posterior[i]],
        // A word that this version does not know is shown as not judged.
        verdict: Verdict::of(&verdict[i]).unwrap_or(Verdict::Reported),
    };
    Ok((0..table.len()).map(row).collect())
}

/// Draws the pages: rows with an interval first, then those that state a direction.
///
/// # Errors
/// The drawing library's complaint.
pub fn draw(findings: &[Finding], file: &Path, look: &Look) -> Result<Vec<(Chart, Sheet)>, OutputError> {
    let theme = Theme::new(look);
    let name = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let pages = page::pages(&theme, findings);
    let draw = |(i, lines): (usize, &Vec<page::Line>)| {
        let chart = format!("forest-{}", i + 1);
        super::named(&chart, page::draw(&theme, findings, lines, &name, (i + 1, pages.len())))
    };
    pages.iter().enumerate().map(draw).collect()
}
