//! `sensitivity.csv`: one line per outcome, input and measure.

use std::io::Write;

use crate::output::tables::sheet::Sheet;

use super::Estimate;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Outcome.
    pub outcome: String,
    /// World.
    pub world: String,
    /// Unit of the outcome.
    pub unit: String,
    /// `sobol`, `morris` or `given`.
    pub method: &'static str,
    /// Input or group.
    pub input: String,
    /// The other input of a second-order index; empty otherwise.
    pub with: String,
    /// `first`, `total`, `second`, `mu_star`, `mu`, `sigma`, `pawn`.
    pub index: &'static str,
    /// Estimate and interval; the interval is not defined where the measure has none.
    pub estimate: Estimate,
    /// What no effect looks like: the noise floor of `mu_star`, the dummy of `pawn`; NaN elsewhere.
    pub floor: f64,
    /// Whether the estimate is resolved; told from its floor, where it has one.
    pub resolved: bool,
    /// Share of the points' variance that is noise; NaN where luck is common.
    pub noise_share: f64,
}

/// Columns of `sensitivity.csv`.
pub const COLUMNS: [&str; 13] = [
    "outcome",
    "world",
    "unit",
    "method",
    "input",
    "with",
    "index",
    "estimate",
    "low",
    "high",
    "floor",
    "resolved",
    "noise_share",
];

/// Writes `sensitivity.csv`.
///
/// # Errors
/// Where `to` takes no more.
pub fn write(lines: &[Line], to: impl Write) -> Result<(), csv::Error> {
    let mut sheet = Sheet::new(to, COLUMNS)?;
    for line in lines {
        sheet.texts([&line.outcome, &line.world, &line.unit, line.method, &line.input, &line.with, line.index])?;
        sheet.numbers([line.estimate.value, line.estimate.lo, line.estimate.hi, line.floor])?;
        sheet.text(if line.resolved { "true" } else { "false" })?;
        sheet.number(line.noise_share)?;
        sheet.end()?;
    }
    sheet.finish()
}
