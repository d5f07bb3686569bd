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
use crate::output::messages::keys::whole;
use crate::output::messages::{more_charts as words, outcomes};
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
    /// The kind of index as its file names it; empty where it does not.
    pub kind: String,
}

/// Columns that may hold the number, the most telling first.
const NUMBER: [&str; 6] = ["estimate", "index", "total", "mu_star", "delta", "value"];
/// Kinds of index, the most telling first.
const KINDS: [&str; 5] = ["total", "mu_star", "delta", "pawn", "first"];

/// Whether a table is one of indices: a column `input` and a number.
pub fn is_one(table: &Table) -> bool {
    let has = |name: &str| table.header().iter().any(|h| h == name);
    has("input") && NUMBER.iter().any(|n| has(n))
}

/// Reads the inputs of each outcome, largest first; where a table holds several kinds of index, the most telling one,
/// and indices of single inputs only.
///
/// # Errors
/// A cell holds what its column cannot.
pub fn read(table: &Table) -> Result<Vec<(String, Vec<Input>)>, OutputError> {
    let has = |name: &str| table.header().iter().any(|h| h == name);
    let number = NUMBER.iter().find(|n| has(n)).copied().unwrap_or("index");
    let texts = |name: &str| if has(name) { table.texts(name) } else { Ok(vec![String::new(); table.len()]) };
    let numbers = |name: &str| if has(name) { table.numbers(name) } else { Ok(vec![f64::NAN; table.len()]) };
    let (names, values, results, with) = (texts("input")?, numbers(number)?, texts("outcome")?, texts("with")?);
    let kinds = if number == "index" { vec![String::new(); table.len()] } else { texts("index")? };
    let (low, high) = (numbers("low")?, numbers("high")?);
    let kind = KINDS
        .iter()
        .find(|k| kinds.iter().any(|x| x == *k))
        .map_or_else(|| kinds.first().cloned(), |k| Some((*k).to_owned()));
    let mut all: Vec<(String, Vec<Input>)> = Vec::new();
    for i in
        (0..table.len()).filter(|i| Some(&kinds[*i]) == kind.as_ref() && with[*i].is_empty() && values[*i].is_finite())
    {
        let kind = if number == "index" || kinds[i].is_empty() { number } else { kinds[i].as_str() };
        let interval = [low[i], high[i]];
        let input = Input { name: names[i].clone(), index: values[i], interval, kind: kind.to_owned() };
        match all.iter_mut().find(|o| o.0 == results[i]) {
            Some((_, inputs)) if inputs.iter().any(|known| known.name == input.name) => {}
            Some((_, inputs)) => inputs.push(input),
            None => all.push((results[i].clone(), vec![input])),
        }
    }
    for (_, inputs) in &mut all {
        inputs.sort_by(|a, b| b.index.abs().total_cmp(&a.index.abs()));
    }
    Ok(all)
}

/// A chart of bars with whiskers for each outcome.
///
/// # Errors
/// The drawing library's complaint.
pub fn draw(found: &[(String, Vec<Input>)], file: &Path, look: &Look) -> Result<Vec<(Chart, Sheet)>, OutputError> {
    let drawn = found.iter().filter(|o| !o.1.is_empty());
    drawn.map(|(name, inputs)| one(name, inputs, file, &Theme::new(look))).collect()
}

fn one(outcome: &str, inputs: &[Input], file: &Path, theme: &Theme) -> Result<(Chart, Sheet), OutputError> {
    let first = &inputs[0];
    let label = outcomes::label(outcome, theme.lang);
    let shown = &inputs[..inputs.len().min(MOST)];
    let source = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let about = if outcome.is_empty() { source.clone() } else { label };
    let words = words_of(theme, inputs, first, (&source, &about));
    let sheet = Sheet::draw(theme, words, |canvas, room| {
        let size = theme.text.axis;
        let style = Type { size, weight: Weight::Regular, color: theme.ink, align: Align::Right };
        let widest = shown.iter().map(|i| width(whole(&i.name, theme.lang), size, style.weight)).fold(0.0, f64::max);
        let left = widest.min(0.42 * room.width()) + 0.5;
        let ends = || shown.iter().flat_map(|i| [i.index, i.interval[0], i.interval[1]]).filter(|v| v.is_finite());
        let x = Scale::round(ends().fold(0.0, f64::min), ends().fold(0.0, f64::max), 6);
        let y = Axis { scale: Scale::linear(0.0, shown.len() as f64), ticks: Vec::new(), name: String::new() };
        let x = Axis::new(theme, x, 6, tick_label, words::index(&first.kind).map_or("", |m| m.text(theme.lang)));
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
            let text = shorten(whole(&input.name, theme.lang), size, style.weight, left);
            canvas.text(&text, (room.left + left, end.1), style);
            panel.dot(canvas, (input.interval[0], input.index, input.interval[1]), row, &theme.mission);
        }
    });
    let name = if outcome.is_empty() { "tornado".to_owned() } else { format!("tornado-{outcome}") };
    super::named(&name, sheet)
}

fn words_of(theme: &Theme, inputs: &[Input], first: &Input, (file, about): (&str, &str)) -> Words {
    let lang = theme.lang;
    let n = inputs.len().to_string();
    let more = words::TORNADO_MORE.fill(lang, &[("n", &MOST.to_string())]);
    let more = if inputs.len() > MOST { more } else { String::new() };
    Words {
        title: words::TORNADO_TITLE.fill(lang, &[("n", &n), ("first", whole(&first.name, lang))]),
        subtitle: words::TORNADO_SUBTITLE.fill(lang, &[("more", &more), ("file", about)]),
        source: words::FILE_SOURCE.fill(lang, &[("version", PROGRAM_VERSION), ("file", file)])
            + words::assumed(inputs.iter().map(|input| input.name.as_str()), lang),
    }
}
