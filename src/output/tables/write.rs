//! Writing the tables.

use std::io::Write;

use crate::engine::results::{Curve, Kept, PlanePoint, QUANTILE_NAMES, Row, SeriesRow, SurvivalRow};

use super::sheet::Sheet;
use super::{DISTRIBUTIONS, PLANE, SERIES, SUMMARY, SURVIVAL, quantile_columns};

/// Writes `summary.csv`.
pub fn write_summary(rows: &[Row], to: impl Write) -> Result<(), csv::Error> {
    let quantiles = quantile_columns();
    let mut sheet = Sheet::new(to, SUMMARY.into_iter().chain(quantiles.iter().map(String::as_str)))?;
    for row in rows {
        summary_cells(&mut sheet, row)?;
        sheet.end()?;
    }
    sheet.finish()
}

/// The columns of `summary.csv`.
pub(crate) fn summary_columns() -> Vec<String> {
    SUMMARY.into_iter().map(str::to_owned).chain(quantile_columns()).collect()
}

/// The cells of a row of `summary.csv`.
pub(crate) fn summary_cells(sheet: &mut Sheet<impl Write>, row: &Row) -> csv::Result<()> {
    sheet.texts([&row.outcome, &row.theatre, row.world.name(), &row.kind, &row.unit])?;
    sheet.whole(row.n)?;
    sheet.whole(row.defined)?;
    sheet.numbers([row.mean, row.mcse, row.mean_lo, row.mean_hi, row.sd])?;
    sheet.numbers(row.quantiles.iter().map(|q| q.value))?;
    sheet.numbers(row.quantiles.iter().flat_map(|q| [q.lo, q.hi]))
}

/// Writes `series.csv`.
pub fn write_series(rows: &[SeriesRow], to: impl Write) -> Result<(), csv::Error> {
    let mut sheet = Sheet::new(to, SERIES.into_iter().chain(QUANTILE_NAMES))?;
    for row in rows {
        sheet.text(row.world.name())?;
        sheet.whole(row.month)?;
        sheet.texts([&row.theatre, &row.series])?;
        sheet.number(row.mean)?;
        sheet.numbers(row.quantiles)?;
        sheet.end()?;
    }
    sheet.finish()
}

/// Writes `distributions.csv`.
pub fn write_curves(curves: &[Curve], to: impl Write) -> Result<(), csv::Error> {
    let mut sheet = Sheet::new(to, DISTRIBUTIONS)?;
    for curve in curves {
        let steps = curve.quantiles.len().saturating_sub(1).max(1) as f64;
        for (i, &value) in curve.quantiles.iter().enumerate() {
            sheet.texts([&curve.outcome, &curve.theatre, curve.world.name()])?;
            sheet.numbers([i as f64 / steps, value])?;
            sheet.end()?;
        }
    }
    sheet.finish()
}

/// Writes `survival.csv`.
pub fn write_survival(rows: &[SurvivalRow], to: impl Write) -> Result<(), csv::Error> {
    let mut sheet = Sheet::new(to, SURVIVAL)?;
    for row in rows {
        sheet.texts([row.world.name(), &row.theatre])?;
        sheet.whole(row.month)?;
        sheet.whole(row.at_risk)?;
        sheet.whole(row.failed)?;
        sheet.numbers([row.survival, row.lo, row.hi])?;
        sheet.end()?;
    }
    sheet.finish()
}

/// Writes `plane.csv`.
pub fn write_plane(points: &[PlanePoint], to: impl Write) -> Result<(), csv::Error> {
    let mut sheet = Sheet::new(to, PLANE)?;
    for point in points {
        sheet.whole(point.replicate)?;
        sheet.numbers([point.cost_usd, point.lives_saved])?;
        sheet.end()?;
    }
    sheet.finish()
}

/// Writes `replicates.csv`.
pub fn write_kept(kept: &Kept, to: impl Write) -> Result<(), csv::Error> {
    let mut sheet = Sheet::new(to, std::iter::once("replicate").chain(kept.names.iter().map(String::as_str)))?;
    for (replicate, row) in kept.rows.iter().enumerate() {
        sheet.whole(replicate as u64)?;
        sheet.numbers(row.iter().copied())?;
        sheet.end()?;
    }
    sheet.finish()
}
