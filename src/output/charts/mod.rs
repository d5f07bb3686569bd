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
use crate::output::theme::Theme;

pub use sheet::Sheet;
pub use story::Story;

/// A drawn chart.
type Drawn = Option<Result<Sheet, String>>;

/// A chart that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Its files, relative to the result folder, without `.svg` and `.png`.
    pub file: String,
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

/// Draws every chart that these results have something for into `dir/charts`.
pub fn draw_all(results: &Results, dir: &Path) -> Result<Vec<Chart>, OutputError> {
    let folder = dir.join("charts");
    fs::create_dir_all(&folder).map_err(|e| OutputError::io("create", &folder, e))?;
    let story = Story::new(results, Theme::light());
    let charts = CHARTS.par_iter().filter_map(|(name, draw)| {
        let sheet = draw(&story)?;
        Some(sheet.map_err(|why| failed(name, why)).and_then(|sheet| save(&sheet, name, &folder)))
    });
    charts.collect()
}

/// Draws one chart; nothing where these results have nothing for it, or where there is no such chart.
pub fn draw(results: &Results, name: &str, theme: Theme) -> Option<Result<Sheet, OutputError>> {
    let (name, draw) = CHARTS.iter().find(|c| c.0 == name)?;
    Some(draw(&Story::new(results, theme))?.map_err(|why| failed(name, why)))
}

fn save(sheet: &Sheet, name: &str, folder: &Path) -> Result<Chart, OutputError> {
    let png = sheet.png().map_err(|why| failed(name, why))?;
    for (ending, bytes) in [("svg", sheet.svg().into_bytes()), ("png", png)] {
        let path = folder.join(format!("{name}.{ending}"));
        fs::write(&path, bytes).map_err(|e| OutputError::io("write", &path, e))?;
    }
    Ok(Chart { file: format!("charts/{name}"), title: sheet.title().to_owned() })
}

fn failed(chart: &str, why: String) -> OutputError {
    OutputError::Chart { chart: chart.to_owned(), why }
}
