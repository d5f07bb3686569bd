//! Decisions over futures, ranked by their largest regret, from the CSV of `pkosim robustness`.

use std::path::Path;

use super::canvas::{Align, Canvas, Point, Rect, Stroke, Type};
use super::font::{Weight, shorten, width, wrap};
use super::panel::{Axis, Panel};
use super::scale::{Scale, percent_label, tick_label};
use super::sheet::Words;
use super::{Chart, Sheet};
use crate::output::OutputError;
use crate::output::manifest::PROGRAM_VERSION;
use crate::output::messages::{Lang, Message, keys, more_charts, outcomes, study_charts as words};
use crate::output::number::{Measure, thousands};
use crate::output::tables::Table;
use crate::output::theme::{Look, Swatch, Theme};
use crate::world::outcome::{PAIRED, all};

/// Most decisions that a page holds.
const MOST: usize = 12;

/// How a decision does over all futures.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// In words.
    pub name: String,
    /// Mean over futures.
    pub mean: f64,
    /// In the worst future.
    pub worst: f64,
    /// In the best one.
    pub best: f64,
    /// Largest regret.
    pub regret_max: f64,
    /// Mean regret.
    pub regret_mean: f64,
    /// Share of futures in which all needs are met; without needs, in which it is the best.
    pub share: f64,
}

/// What a study of robustness found.
#[derive(Clone, Debug, PartialEq)]
pub struct Decisions {
    /// What was judged: `[WORLD.]OUTCOME[.COLUMN]`.
    pub outcome: String,
    /// Futures.
    pub futures: f64,
    /// Less of it is better.
    pub less: bool,
    /// The needs in words; `None` where there were none.
    pub needs: Option<String>,
    /// Least regret first.
    pub ranked: Vec<Decision>,
}

/// Columns by which the file is known.
const COLUMNS: [&str; 3] = ["decision", "futures", "regret_max"];

/// Whether a table is one of `pkosim robustness`.
pub fn is_one(table: &Table) -> bool {
    COLUMNS.iter().all(|c| table.header().iter().any(|h| h == c))
}

/// Reads the decisions and ranks them by their largest regret, then by the mean one.
///
/// # Errors
/// A column is missing, or a cell holds what its column cannot.
pub fn read(table: &Table) -> Result<Decisions, OutputError> {
    let [names, outcome, better, needs] =
        [table.texts("decision")?, table.texts("outcome")?, table.texts("better")?, table.texts("needs")?];
    let needed = table.header().iter().any(|h| h == "all_needs");
    let [mean, worst, best] = [table.numbers("mean")?, table.numbers("worst")?, table.numbers("best")?];
    let [most, middle] = [table.numbers("regret_max")?, table.numbers("regret_mean")?];
    let share = table.numbers(if needed { "all_needs" } else { "best_in" })?;
    let decision = |i: usize| Decision {
        name: names[i].clone(),
        mean: mean[i],
        worst: worst[i],
        best: best[i],
        regret_max: most[i],
        regret_mean: middle[i],
        share: share[i],
    };
    let mut ranked: Vec<Decision> = (0..table.len()).map(decision).collect();
    ranked.sort_by(|a, b| a.regret_max.total_cmp(&b.regret_max).then(a.regret_mean.total_cmp(&b.regret_mean)));
    let first = |column: &[String]| column.first().cloned().unwrap_or_default();
    Ok(Decisions {
        outcome: first(&outcome),
        futures: table.numbers("futures")?.first().copied().unwrap_or(f64::NAN),
        less: first(&better) == "less",
        needs: needed.then(|| first(&needs)),
        ranked,
    })
}

/// The chart; nothing for an empty table.
///
/// # Errors
/// The drawing library's complaint.
pub fn draw(found: &Decisions, file: &Path, look: &Look) -> Result<Vec<(Chart, Sheet)>, OutputError> {
    let theme = Theme::new(look);
    if found.ranked.is_empty() {
        return Ok(Vec::new());
    }
    let shown = &found.ranked[..found.ranked.len().min(MOST)];
    let sheet =
        Sheet::draw(&theme, words_of(&theme, found, file), |canvas, room| table(canvas, &theme, room, found, shown));
    Ok(vec![super::named("decisions", sheet)?])
}

/// The outcome that was judged and how its numbers are written.
fn judged(found: &Decisions) -> (&str, Measure) {
    let parts: Vec<&str> = found.outcome.split('.').collect();
    let known = |name: &&str| all().chain(PAIRED).find(|o| o.name == *name);
    let outcome = parts.iter().find_map(known);
    let measure = outcome.map_or(Measure::Plain, |o| Measure::of(o.unit));
    let measure = if parts[0] == "difference" { measure.of_difference() } else { measure };
    (outcome.map_or(found.outcome.as_str(), |o| o.name), measure)
}

fn words_of(theme: &Theme, found: &Decisions, file: &Path) -> Words {
    let lang = theme.lang;
    let outcome = outcomes::label(judged(found).0, lang);
    let first = &found.ranked[0];
    let tie = found.ranked.iter().filter(|d| d.regret_max == first.regret_max).count();
    let (futures, n, most, count) =
        (thousands(found.futures, 0), tie.to_string(), MOST.to_string(), found.ranked.len().to_string());
    let share = match &found.needs {
        Some(needs) if !needs.is_empty() => words::NEEDS_MET.fill(lang, &[("needs", needs)]),
        Some(_) => words::NEEDS_MET_PLAIN.text(lang).to_owned(),
        None => words::BEST_THERE.text(lang).to_owned(),
    };
    let better = if found.less { words::LESS_BETTER } else { words::MORE_BETTER };
    let more = words::DECISIONS_MORE.fill(lang, &[("n", &most), ("all", &count)]);
    let more = if found.ranked.len() > MOST { more } else { String::new() };
    let values = [("futures", &*futures), ("better", better.text(lang)), ("share", &share), ("more", &more)];
    let title = if tie > 1 { words::DECISIONS_TIE } else { words::DECISIONS_TITLE };
    let source = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    // The table does not say what the futures vary; it is nearly always such levers.
    Words {
        title: title.fill(lang, &[("outcome", &outcome), ("first", &first.name), ("n", &n)]),
        subtitle: words::DECISIONS_SUBTITLE.fill(lang, &values),
        source: more_charts::FILE_SOURCE.fill(lang, &[("version", PROGRAM_VERSION), ("file", &source)])
            + more_charts::LEVERS_ASSUMED.text(lang),
    }
}

/// A panel's heading, and from what to what its bars go: from, dot, to.
type Part = (Message, fn(&Decision) -> [f64; 3]);

/// Names, and beside them three panels that share their rows.
fn table(canvas: &mut Canvas, theme: &Theme, room: Rect, found: &Decisions, shown: &[Decision]) {
    let style = Type { size: theme.text.axis, weight: Weight::Regular, color: theme.ink, align: Align::Left };
    let names: Vec<String> = shown.iter().map(|d| short(&d.name, theme.lang)).collect();
    let widest = names.iter().map(|n| width(n, style.size, style.weight)).fold(0.0, f64::max);
    let name = widest.min(0.36 * room.width()) + 0.5;
    let (gap, rest) = (theme.px(96.0), room.width() - name - theme.px(24.0) - theme.px(20.0));
    let share = if found.needs.is_some() { words::NEEDS } else { words::BEST_IN };
    let parts: [Part; 3] = [
        (words::OVER_FUTURES, |d| [d.worst, d.mean, d.best]),
        (words::REGRET, |d| [f64::NAN, d.regret_mean, d.regret_max]),
        (share, |d| [0.0, d.share, f64::NAN]),
    ];
    let wide = [0.42, 0.33, 0.25].map(|s| s * (rest - 2.0 * gap));
    let mut left = room.left + name + theme.px(24.0);
    for (k, ((heading, of), wide)) in parts.iter().zip(wide).enumerate() {
        let place = Rect { left, right: left + wide, ..room };
        left += wide + gap;
        let place = Panel::heading(canvas, theme, place, heading.text(theme.lang), theme.ink);
        let values = || shown.iter().flat_map(of).filter(|v| v.is_finite());
        let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        let ticks = if theme.narrow { [4, 3, 2][k] } else { [5, 4, 2][k] };
        let percent = matches!(judged(found).1, Measure::Share | Measure::Points) || k == 2;
        let scale = match k {
            0 => Scale::about(low, high),
            1 => Scale::about(0.0, high),
            _ => Scale::linear(0.0, 1.0),
        };
        let x = Axis::new(theme, scale, ticks, if percent { percent_label } else { tick_label }, "");
        let y = Axis { scale: Scale::linear(0.0, shown.len() as f64), ticks: Vec::new(), name: String::new() };
        let line = theme.text.axis * theme.text.leading;
        let plot = place.inset(0.0, 0.3 * line, 0.0, 1.6 * line);
        let panel = Panel::fixed(theme, plot, x, y);
        panel.uprights(canvas);
        for (i, decision) in shown.iter().enumerate() {
            let row = (shown.len() - i) as f64 - 0.5;
            mark(canvas, theme, &panel, of(decision), row, k);
            if k == 0 {
                let pitch = plot.height() / shown.len() as f64;
                named(canvas, &names[i], (room.left, panel.at(0.0, row).1), (name, pitch), style);
            }
        }
    }
}

/// A decision in words without the tables of its keys: `troops = 5000, consent = 0.3`.
fn short(name: &str, lang: Lang) -> String {
    let part = |part: &str| match part.split_once(" = ") {
        Some((key, value)) => format!("{} = {value}", keys::short(key, lang)),
        None => part.to_owned(),
    };
    name.split(", ").map(part).collect::<Vec<_>>().join(", ")
}

/// A name in one line, or in two where it is long and there is room.
fn named(canvas: &mut Canvas, name: &str, (x, y): Point, (room, pitch): (f64, f64), style: Type) {
    let lines = wrap(name, style.size, style.weight, room);
    let line = 1.15 * style.size;
    if lines.len() == 2 && 2.2 * style.size < pitch {
        canvas.text(&lines[0], (x, y - 0.5 * line), style);
        canvas.text(&lines[1], (x, y + 0.5 * line), style);
    } else {
        canvas.text(&shorten(name, style.size, style.weight, room), (x, y), style);
    }
}

/// A range with its dot, or a bar where a share is meant.
fn mark(canvas: &mut Canvas, theme: &Theme, panel: &Panel, [from, dot, to]: [f64; 3], row: f64, part: usize) {
    let swatch = Swatch { dash: None, ..theme.mission };
    let (y, half) = (panel.at(0.0, row).1, theme.px(8.0));
    let bar = |a: f64, b: f64| {
        let (a, b) = (panel.at(a.min(b), row).0, panel.at(a.max(b), row).0);
        Rect { left: a, top: y - half, right: b.max(a + 2.0), bottom: y + half }
    };
    match part {
        0 if from.is_finite() && to.is_finite() => {
            canvas.rect(bar(from, to), swatch.inner);
            // The worst end is the one that is heeded: an upright closes it.
            let at = panel.at(from, row).0;
            let stroke = Stroke { color: swatch.line, width: theme.strokes.data, dash: None };
            canvas.line(&[(at, y - 1.5 * half), (at, y + 1.5 * half)], stroke);
        }
        1 if to.is_finite() => canvas.rect(bar(dot, to), swatch.inner),
        2 if dot > 0.0 => return canvas.rect(bar(from, dot), swatch.line),
        2 => return,
        _ => {}
    }
    if dot.is_finite() {
        canvas.dot(panel.at(dot, row), theme.px(9.0), &swatch, theme.background);
    }
}
