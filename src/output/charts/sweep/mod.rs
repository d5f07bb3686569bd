//! Charts of a finished sweep: lines over one axis, a heat map over two, small multiples over more; cost against lives.

mod contour;
mod front;
mod heat;
mod lines;
mod pareto;
mod read;

use std::path::Path;

use super::{Chart, Sheet};
use crate::output::OutputError;
use crate::output::manifest::PROGRAM_VERSION;
use crate::output::messages::{charts, more_charts as words, outcomes};
use crate::output::number::{Measure, thousands};
use crate::output::speech;
use crate::output::theme::{Look, Theme};

pub use read::{Axis, Grid, Point, is_one, read};

use super::sheet::Words;

/// Draws an outcome over the sweep; nothing where the points make no grid or the outcome is not defined.
///
/// # Errors
/// The drawing library's complaint.
pub fn draw(grid: &Grid, look: &Look) -> Result<Vec<(Chart, Sheet)>, OutputError> {
    let theme = Theme::new(look);
    let drawn = match grid.axes.len() {
        0 => None,
        1 => lines::draw(&theme, grid),
        _ => heat::draw(&theme, grid),
    };
    let name = if grid.axes.len() == 1 { "sweep-lines" } else { "sweep-map" };
    drawn.map(|sheet| super::named(&format!("{name}-{}", grid.outcome), sheet)).into_iter().collect()
}

/// Names of the charts of a sweep: an outcome over its axes, and cost against lives saved.
pub const NAMES: [&str; 2] = ["sweep", "pareto"];

/// Draws cost against lives saved; nothing where the points do not have both.
///
/// # Errors
/// A table cannot be read, or the drawing library complains.
pub fn draw_pareto(dir: &Path, look: &Look) -> Result<Option<(Chart, Sheet)>, OutputError> {
    let trials = pareto::read(dir)?;
    pareto::draw(&Theme::new(look), &trials).map(|sheet| super::named(NAMES[1], sheet)).transpose()
}

/// What the words around a chart have in common.
fn words_of(theme: &Theme, grid: &Grid, subtitle: crate::output::messages::Message, step: f64) -> Words {
    let lang = theme.lang;
    let measure = measure(grid);
    let [low, high] = grid.range().map(|v| speech::value(measure, v, lang));
    let outcome = outcomes::label(&grid.outcome, lang);
    let world = match grid.world.as_str() {
        "none" => charts::NO_MISSION_SHORT,
        "difference" => charts::DIFFERENCE_SHORT,
        _ => charts::MISSION_SHORT,
    };
    let least = grid.points.iter().map(|p| p.replicates).fold(f64::INFINITY, f64::min);
    let (points, replicates) = (thousands(grid.points.len() as f64, 0), thousands(least, 0));
    let values = [
        ("points", &*points),
        ("replicates", &replicates),
        ("world", world.text(lang)),
        ("step", &speech::value(measure, step, lang)),
        ("outcome", &outcome),
    ];
    Words {
        title: words::SWEEP_TITLE.fill(lang, &[("low", &low), ("high", &high), ("outcome", &outcome)]),
        subtitle: subtitle.fill(lang, &values),
        source: words::SWEEP_SOURCE.fill(lang, &[("version", PROGRAM_VERSION), ("name", &grid.name)])
            + words::assumed(grid.axes.iter().map(|axis| axis.key.as_str()), lang),
    }
}

fn measure(grid: &Grid) -> Measure {
    let measure = Measure::of(&grid.unit);
    if grid.world == "difference" { measure.of_difference() } else { measure }
}
