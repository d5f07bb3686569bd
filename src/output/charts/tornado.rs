//! Indices of inputs, most important first.

use std::path::Path;

use super::canvas::{Align, Rect, Type};
use super::font::{Weight, shorten, width};
use super::panel::{Axis, Panel};
use super::scale::{Scale, tick_label};
use super::sheet::Words;
use super::{Chart, Sheet};
use crate::output::OutputError;
use crate::output::manifest::PROGRAM_VERSION;
use crate::output::messages::more_charts as words;
use crate::output::tables::Table;
use crate::output::theme::{Look, Theme};

/// Most inputs that a page holds.
const MOST: usize = 20;

/// An input with its index.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Name of the input.
    pub name: String,
    /// Its index: `total`, `index`, `mu_star` or `delta`, whichever the file has.
    pub index: f64,
    /// Its interval; NaN where there is none.
    pub interval: [f64; 2],
}

/// Columns that may hold the index, the most telling first.
const INDEX: [&str; 7] = ["index", "total", "mu_star", "delta", "value", "estimate", "first"];

/// Whether a table is one of indices: a column `input` and an index.
pub fn is_one(table: &Table) -> bool {
    let has = |name: &str| table.header().iter().any(|h| h == name);
    has("input") && INDEX.iter().any(|n| has(n))
}

/// Reads the inputs, largest first; where the table holds several kinds of index or outcomes, the first of each.
///
/// # Errors
/// A cell holds what its column cannot.
pub fn read(table: &Table) -> Result<Vec<Input>, OutputError> {
    let has = |name: &&&str| table.header().iter().any(|h| h == **name);
    let column = INDEX.iter().find(has).copied().unwrap_or("index");
    let (names, index) = (table.texts("input")?, table.numbers(column)?);
    let end = |name: &str| if has(&&name) { table.numbers(name) } else { Ok(vec![f64::NAN; table.len()]) };
    let (low, high) = (end("low")?, end("high")?);
    let mut inputs: Vec<Input> = Vec::new();
    for (i, name) in names.into_iter().enumerate() {
        if index[i].is_finite() && inputs.iter().all(|known| known.name != name) {
            inputs.push(Input { name, index: index[i], interval: [low[i], high[i]] });
        }
    }
    inputs.sort_by(|a, b| b.index.abs().total_cmp(&a.index.abs()));
    Ok(inputs)
}

/// Bars with whiskers.
///
/// # Errors
/// The drawing library's complaint.
pub fn draw(inputs: &[Input], file: &Path, look: &Look) -> Result<Vec<(Chart, Sheet)>, OutputError> {
    let Some(first) = inputs.first() else { return Ok(Vec::new()) };
    let theme = &Theme::new(look);
    let shown = &inputs[..inputs.len().min(MOST)];
    let name = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let sheet = Sheet::draw(theme, words_of(theme, inputs, first, &name), |canvas, room| {
        let size = theme.text.axis;
        let style = Type { size, weight: Weight::Regular, color: theme.ink, align: Align::Right };
        let widest = shown.iter().map(|i| width(&i.name, size, style.weight)).fold(0.0, f64::max);
        let left = widest.min(0.42 * room.width()) + 0.5;
        let ends = || shown.iter().flat_map(|i| [i.index, i.interval[0], i.interval[1]]).filter(|v| v.is_finite());
        let x = Scale::round(ends().fold(0.0, f64::min), ends().fold(0.0, f64::max), 6);
        let y = Axis { scale: Scale::linear(0.0, shown.len() as f64), ticks: Vec::new(), name: String::new() };
        let x = Axis::new(theme, x, 6, tick_label, "");
        let panel = Panel::new(theme, room.inset(left, 0.0, 0.0, 0.0), x, y, theme.px(24.0));
        panel.uprights(canvas);
        let half = (0.32 * panel.plot.height() / shown.len() as f64).min(theme.px(20.0));
        for (i, input) in shown.iter().enumerate() {
            let row = (shown.len() - i) as f64 - 0.5;
            let (zero, end) = (panel.at(0.0, row), panel.at(input.index, row));
            let (a, b) = (zero.0.min(end.0), zero.0.max(end.0));
            canvas.rect(
                Rect { left: a, top: end.1 - half, right: b.max(a + 2.0), bottom: end.1 + half },
                theme.mission.inner,
            );
            let text = shorten(&input.name, size, style.weight, left);
            canvas.text(&text, (room.left + left, end.1), style);
            panel.dot(canvas, (input.interval[0], input.index, input.interval[1]), row, &theme.mission);
        }
    });
    Ok(vec![super::named("tornado", sheet)?])
}

fn words_of(theme: &Theme, inputs: &[Input], first: &Input, file: &str) -> Words {
    let lang = theme.lang;
    let n = inputs.len().to_string();
    let more = words::TORNADO_MORE.fill(lang, &[("n", &MOST.to_string())]);
    let more = if inputs.len() > MOST { more } else { String::new() };
    Words {
        title: words::TORNADO_TITLE.fill(lang, &[("n", &n), ("first", &first.name)]),
        subtitle: words::TORNADO_SUBTITLE.fill(lang, &[("more", &more), ("file", file)]),
        source: words::FILE_SOURCE.fill(lang, &[("version", PROGRAM_VERSION), ("file", file)]),
    }
}
