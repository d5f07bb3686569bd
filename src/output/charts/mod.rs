//! Charts of a run, as SVG and PNG: the same bytes on every machine.
//!
//! Each chart is a function from [`Story`] to a [`Sheet`], or to nothing where the results have nothing for it. The
//! grammar below it is small: a `canvas` in pixels over plotters' SVG backend, a `scale`, a `panel` with axes,
//! and a `sheet` that frames, embeds the glyphs it shows, and turns into pixels through resvg with the bundled face
//! alone. Everything that could be a matter of taste is in [`theme`](crate::output::theme).

mod acceptability;
mod beside;
pub mod boxes;
mod calendar;
mod canvas;
mod components;
mod convergence;
pub mod decisions;
mod densities;
mod distributions;
mod embed;
mod fan;
mod font;
pub mod forest;
mod money;
mod overview;
mod panel;
mod plane;
mod ranked;
mod scale;
mod shares;
mod sheet;
pub mod stored;
mod story;
mod strength;
mod survival;
pub mod sweep;
mod theatres;
pub mod timeline;
mod tones;
pub mod tornado;
mod treaty;
mod waterfall;

use std::fs;
use std::path::Path;

use rayon::prelude::*;

use crate::engine::results::Results;
use crate::output::tables::File;
use crate::output::theme::{Look, Theme};
use crate::output::{OutputError, folder};

pub use beside::Beside;
pub use sheet::{Sheet, faces};
pub use story::Story;
pub use tones::TONE_DRAWS;

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

/// A chart of a run.
struct Entry {
    /// Its name.
    name: &'static str,
    /// How it is drawn.
    draw: Drawing,
    /// File name of the table it is drawn from.
    from: &'static str,
}

const fn entry(name: &'static str, draw: Drawing, from: File) -> Entry {
    Entry { name, draw, from: from.name() }
}

/// Every chart there is, in order; the number belongs to the name whether or not the others are drawn.
const CHARTS: [Entry; 21] = [
    entry("01-overview", overview::draw, File::Summary),
    entry("02-battle-deaths", fan::battle_deaths, File::Series),
    entry("03-strength", strength::draw, File::Series),
    entry("04-consent-unity", fan::consent_unity, File::Series),
    entry("05-cash", money::draw, File::Series),
    entry("06-distributions", distributions::draw, File::Distributions),
    entry("07-survival-of-peace", survival::draw, File::Survival),
    entry("08-cost-lives", plane::draw, File::Plane),
    entry("09-theatres", theatres::draw, File::Summary),
    entry("10-shortfall", money::shortfall, File::Series),
    entry("11-waterfall", waterfall::draw, File::Summary),
    entry("12-cost-components", components::draw, File::Series),
    entry("13-densities", densities::draw, File::Distributions),
    entry("14-acceptability", acceptability::draw, File::Plane),
    entry("15-ranked", ranked::draw, File::Summary),
    entry("16-convergence", convergence::draw, File::Replicates),
    Entry { name: "17-shares", draw: shares::draw, from: beside::NESTED },
    entry("21-parties", treaty::parties, File::Series),
    entry("22-dues", treaty::dues, File::Series),
    entry("23-largest-payer", treaty::risk, File::Series),
    entry("24-obligations", treaty::duties, File::Series),
];

/// Names of all charts of a run.
pub fn names() -> impl Iterator<Item = &'static str> {
    CHARTS.iter().map(|c| c.name)
}

/// File name of the table that a chart is drawn from.
pub fn table_of(name: &str) -> Option<&'static str> {
    CHARTS.iter().find(|c| c.name == name).map(|c| c.from)
}

/// Draws every chart that these results have something for, in order.
pub fn draw_all(results: &Results, look: &Look) -> Result<Vec<(Chart, Sheet)>, OutputError> {
    draw_all_with(results, &Beside::default(), look)
}

/// As [`draw_all`], with the tables that only some runs have.
pub fn draw_all_with(results: &Results, beside: &Beside, look: &Look) -> Result<Vec<(Chart, Sheet)>, OutputError> {
    let story = Story::new(results, beside, Theme::new(look));
    let drawn = CHARTS.par_iter().filter_map(|c| Some(named(c.name, (c.draw)(&story)?)));
    drawn.collect()
}

/// Draws every chart that these results have something for into `dir/charts`.
pub fn write_all(results: &Results, look: &Look, dir: &Path) -> Result<Vec<Chart>, OutputError> {
    write_all_with(results, &Beside::default(), look, dir)
}

/// As [`write_all`], with the tables that only some runs have.
pub fn write_all_with(results: &Results, beside: &Beside, look: &Look, dir: &Path) -> Result<Vec<Chart>, OutputError> {
    let folder = dir.join("charts");
    fs::create_dir_all(&folder).map_err(|e| OutputError::io("create", &folder, e))?;
    let charts = draw_all_with(results, beside, look)?;
    charts.par_iter().try_for_each(|(chart, sheet)| save(sheet, &chart.name, &folder, put))?;
    Ok(charts.into_iter().map(|(chart, _)| chart).collect())
}

/// Draws one chart; nothing where these results have nothing for it, or where there is no such chart.
pub fn draw(results: &Results, name: &str, look: &Look) -> Option<Result<(Chart, Sheet), OutputError>> {
    draw_with(results, &Beside::default(), name, look)
}

/// As [`draw`], with the tables that only some runs have.
pub fn draw_with(
    results: &Results,
    beside: &Beside,
    name: &str,
    look: &Look,
) -> Option<Result<(Chart, Sheet), OutputError>> {
    let chart = CHARTS.iter().find(|c| c.name == name)?;
    Some(named(chart.name, (chart.draw)(&Story::new(results, beside, Theme::new(look)))?))
}

fn named(name: &str, sheet: Result<Sheet, String>) -> Result<(Chart, Sheet), OutputError> {
    let sheet = sheet.map_err(|why| failed(name, why))?;
    Ok((Chart { name: name.to_owned(), title: sheet.title().to_owned() }, sheet))
}

/// Writes charts into a folder that exists, as SVG and PNG, each file whole or not at all.
pub fn save_all(charts: &[(Chart, Sheet)], folder: &Path) -> Result<(), OutputError> {
    charts.par_iter().try_for_each(|(chart, sheet)| save(sheet, &chart.name, folder, folder::write_file))
}

/// Puts bytes into a file.
type Put = fn(&Path, &[u8]) -> Result<(), OutputError>;

/// For a folder in the making, which is handed to the disk as a whole.
fn put(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    fs::write(path, bytes).map_err(|e| OutputError::io("write", path, e))
}

fn save(sheet: &Sheet, name: &str, folder: &Path, put: Put) -> Result<(), OutputError> {
    let png = sheet.png().map_err(|why| failed(name, why))?;
    put(&folder.join(format!("{name}.svg")), sheet.svg().as_bytes())?;
    put(&folder.join(format!("{name}.png")), &png)
}

fn failed(chart: &str, why: String) -> OutputError {
    OutputError::Chart { chart: chart.to_owned(), why }
}
