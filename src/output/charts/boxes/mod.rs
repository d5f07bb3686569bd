//! Boxes that PRIM found, from the CSV of `pkosim discover`: their limits, and what a denser box costs in coverage.

mod limits;
mod read;
mod trade;

use std::path::Path;

use super::{Chart, Sheet};
use crate::output::OutputError;
use crate::output::messages::{Lang, study_charts as words};
use crate::output::number::Measure;
use crate::output::speech;
use crate::output::theme::{Look, Theme};

pub use read::{Boxed, Discovery, Limit, Step, is_one, read};

/// Names of the charts.
pub const NAMES: [&str; 2] = ["boxes", "trade-off"];

/// Draws the charts of these names, all where none is given.
///
/// # Errors
/// The drawing library's complaint.
pub fn draw(found: &Discovery, chosen: &[&str], file: &Path, look: &Look) -> Result<Vec<(Chart, Sheet)>, OutputError> {
    let theme = Theme::new(look);
    let wanted = |name: &str| chosen.is_empty() || chosen.contains(&name);
    let source = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let mut drawn = Vec::new();
    if found.boxes.is_empty() {
        return Ok(drawn);
    }
    if wanted(NAMES[0]) {
        let pages = limits::pages(&theme, found);
        for (i, lines) in pages.iter().enumerate() {
            let name = if pages.len() > 1 { format!("{}-{}", NAMES[0], i + 1) } else { NAMES[0].to_owned() };
            drawn.push(super::named(&name, limits::draw(&theme, found, lines, &source, (i + 1, pages.len())))?);
        }
    }
    if wanted(NAMES[1]) {
        drawn.push(super::named(NAMES[1], trade::draw(&theme, found, &source))?);
    }
    Ok(drawn)
}

/// A share in three digits.
fn percent(x: f64, lang: Lang) -> String {
    speech::value(Measure::Share, x, lang)
}

/// What makes a case, or that something does where the table does not say.
fn condition(found: &Discovery, lang: Lang) -> String {
    if found.condition.is_empty() { words::CASES.text(lang).to_owned() } else { found.condition.clone() }
}
