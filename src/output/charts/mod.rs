//! Charts of a run, as SVG and PNG: the same bytes on every machine.
//!
//! Each chart is a function from [`Story`] to a [`Sheet`], or to nothing where the results have nothing for it. The
//! grammar below it is small: a `canvas` in pixels over plotters' SVG backend, a `scale`, a `panel` with axes,
//! and a `sheet` that frames, embeds the glyphs it shows, and turns into pixels through resvg with the bundled face
//! alone. Everything that could be a matter of taste is in [`theme`](crate::output::theme).

mod canvas;
mod distributions;
mod embed;
mod fan;
mod font;
mod money;
mod overview;
mod panel;
mod plane;
mod scale;
mod sheet;
mod story;
mod strength;
mod survival;
mod theatres;

use std::fs;
use std::path::Path;

use rayon::prelude::*;

use crate::engine::results::Results;
use crate::output::OutputError;
use crate::output::theme::{Look, Theme};

pub use sheet::{Sheet, faces};
pub use story::Story;

/// A drawn chart.
type Drawn = Option<Result<Sheet, String>>;

/// A chart that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Its name: `01-overview`; its files are `charts/01-overview.svg` and `.png` in a result folder.
    pub name: String,
    /// Its title: a sentence on what is seen.
    pub title: String,
}

/// Draws a chart from what a run came to.
type Drawing = fn(&Story) -> Drawn;

/// Every chart there is, in order; the number belongs to the name whether or not the others are drawn.
const CHARTS: [(&str, Drawing); 9] = [
    ("01-overview", overview::draw),
    ("02-battle-deaths", fan::battle_deaths),
    ("03-strength", strength::draw),
    ("04-consent-unity", fan::consent_unity),
    ("05-cash", money::draw),
    ("06-distributions", distributions::draw),
    ("07-survival-of-peace", survival::draw),
    ("08-cost-lives", plane::draw),
    ("09-theatres", theatres::draw),
];

/// Names of all charts.
pub fn names() -> impl Iterator<Item = &'static str> {
    CHARTS.iter().map(|c| c.0)
}

/// Draws every chart that these results have something for, in order.
pub fn draw_all(results: &Results, look: &Look) -> Result<Vec<(Chart, Sheet)>, OutputError> {
    let story = Story::new(results, Theme::new(look));
    let drawn = CHARTS.par_iter().filter_map(|(name, draw)| Some(named(name, draw(&story)?)));
    drawn.collect()
}

/// Draws every chart that these results have something for into `dir/charts`.
pub fn write_all(results: &Results, look: &Look, dir: &Path) -> Result<Vec<Chart>, OutputError> {
    let folder = dir.join("charts");
    fs::create_dir_all(&folder).map_err(|e| OutputError::io("create", &folder, e))?;
    let charts = draw_all(results, look)?;
    charts.par_iter().try_for_each(|(chart, sheet)| save(sheet, &chart.name, &folder))?;
    Ok(charts.into_iter().map(|(chart, _)| chart).collect())
}

/// Draws one chart; nothing where these results have nothing for it, or where there is no such chart.
pub fn draw(results: &Results, name: &str, look: &Look) -> Option<Result<(Chart, Sheet), OutputError>> {
    let (name, draw) = CHARTS.iter().find(|c| c.0 == name)?;
    Some(named(name, draw(&Story::new(results, Theme::new(look)))?))
}

fn named(name: &str, sheet: Result<Sheet, String>) -> Result<(Chart, Sheet), OutputError> {
    let sheet = sheet.map_err(|why| failed(name, why))?;
    Ok((Chart { name: name.to_owned(), title: sheet.title().to_owned() }, sheet))
}

/// Writes a chart as `name.svg` and `name.png`.
pub fn save(sheet: &Sheet, name: &str, folder: &Path) -> Result<(), OutputError> {
    let png = sheet.png().map_err(|why| failed(name, why))?;
    for (ending, bytes) in [("svg", sheet.svg().into_bytes()), ("png", png)] {
        let path = folder.join(format!("{name}.{ending}"));
        fs::write(&path, bytes).map_err(|e| OutputError::io("write", &path, e))?;
    }
    Ok(())
}

fn failed(chart: &str, why: String) -> OutputError {
    OutputError::Chart { chart: chart.to_owned(), why }
}
