//! What is not known and what is chance: shares of the variance, and the band of each, from `nested.csv`.

use super::Drawn;
use super::canvas::{Align, Canvas, Rect, Stroke, Type};
use super::font::{Weight, shorten, width};
use super::panel::{Axis, Panel};
use super::scale::{Scale, percent_label};
use super::story::Story;
use crate::output::OutputError;
use crate::output::messages::study_charts as words;
use crate::output::number::{Measure, thousands};
use crate::output::outcomes::MAIN;
use crate::output::report::label;
use crate::output::speech;
use crate::output::tables::Table;
use crate::output::theme::Theme;
use crate::world::outcome::{Kind, all};

/// An outcome's variance, split.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// Outcome.
    pub outcome: String,
    /// World.
    pub world: String,
    /// Unit.
    pub unit: String,
    /// Draws of the parameters, and histories under each.
    pub size: [f64; 2],
    /// The parameters' share with its 95 % interval.
    pub share: [f64; 3],
    /// 5, 50 and 95 % points of the expectation over what is not known.
    pub expectation: [f64; 3],
    /// 5 and 95 % points of one history.
    pub one: [f64; 2],
}

/// Reads `nested.csv`.
///
/// # Errors
/// A column is missing, or a cell holds what its column cannot.
pub fn read(table: &Table) -> Result<Vec<Split>, OutputError> {
    let [outcome, world, unit] = [table.texts("outcome")?, table.texts("world")?, table.texts("unit")?];
    let numbers = |names: &[&str]| names.iter().map(|n| table.numbers(n)).collect::<Result<Vec<_>, _>>();
    let size = numbers(&["draws", "replicates_per_draw"])?;
    let share = numbers(&["parameter_share", "parameter_share_lo", "parameter_share_hi"])?;
    let expectation = numbers(&["expectation_q05", "expectation_q50", "expectation_q95"])?;
    let one = numbers(&["predictive_q05", "predictive_q95"])?;
    let split = |i: usize| Split {
        outcome: outcome[i].clone(),
        world: world[i].clone(),
        unit: unit[i].clone(),
        size: std::array::from_fn(|k| size[k][i]),
        share: std::array::from_fn(|k| share[k][i]),
        expectation: std::array::from_fn(|k| expectation[k][i]),
        one: std::array::from_fn(|k| one[k][i]),
    };
    Ok((0..table.len()).map(split).collect())
}

impl Split {
    /// Whether one history says yes or no, so that its band would say nothing.
    fn yes_or_no(&self) -> bool {
        all().any(|o| o.name == self.outcome && o.kind == Kind::Share)
    }

    /// The outcome's own scale: zero, and all that is drawn.
    fn scale(&self) -> Scale {
        if self.yes_or_no() && self.world != "difference" {
            return Scale::linear(0.0, 1.0);
        }
        let one: &[f64] = if self.yes_or_no() { &[] } else { &self.one };
        let all = || self.expectation.iter().chain(one).copied().filter(|v| v.is_finite());
        Scale::linear(all().fold(0.0, f64::min), all().fold(0.0, f64::max))
    }

    fn band(&self, low: f64, high: f64, theme: &Theme) -> String {
        let measure = Measure::of(&self.unit);
        // The unit once, behind the second number.
        let write = |v: f64| match measure {
            Measure::Share => speech::value(measure, v, theme.lang).trim_end_matches(['%', '\u{a0}']).to_owned(),
            _ => speech::compact(v, theme.lang),
        };
        let text = words::BETWEEN.fill(theme.lang, &[("low", &write(low)), ("high", &write(high))]);
        if measure == Measure::Share { text + "\u{a0}%" } else { text }
    }
}

/// Main outcomes, most important first: shares of variance, and beside them both bands.
pub fn draw(story: &Story) -> Drawn {
    let of = |name: &&str| {
        let mut rows = story.beside.nested.iter().filter(|s| s.outcome == **name && s.share[0].is_finite());
        rows.next()
    };
    let rows: Vec<&Split> = MAIN.iter().filter_map(of).collect();
    let first = rows.first()?;
    let shares = || rows.iter().map(|r| r.share[0].max(0.0));
    let ends = [shares().fold(f64::INFINITY, f64::min), shares().fold(0.0, f64::max)];
    let [low, high] = ends.map(|v| story.value(Measure::Share, v));
    let [draws, replicates] = first.size.map(|n| thousands(n, 0));
    let title = story.fill(words::SHARES_TITLE, &[("low", &low), ("high", &high)]);
    let subtitle = story.subtitle(words::SHARES_SUBTITLE, &[("draws", &draws), ("replicates", &replicates)]);
    story.sheet(title, subtitle, |canvas, room| table(canvas, story, room, &rows))
}

fn table(canvas: &mut Canvas, story: &Story, room: Rect, rows: &[&Split]) {
    let theme = &story.theme;
    let size = if theme.narrow { theme.text.foot } else { theme.text.axis };
    let style = Type { size, weight: Weight::Regular, color: theme.ink, align: Align::Left };
    let name = |r: &Split| label(&r.outcome, &r.unit, theme.lang);
    let widest = rows.iter().map(|r| width(&name(r), size, style.weight)).fold(0.0, f64::max);
    let names = widest.min((if theme.narrow { 0.3 } else { 0.27 }) * room.width()) + theme.px(14.0);
    let small = Type { size: theme.text.foot, align: Align::Right, ..style };
    let column = |head: &str, cells: &dyn Fn(&Split) -> String| {
        let head = width(head, small.size, Weight::SemiBold);
        rows.iter().map(|r| width(&cells(r), small.size, Weight::Regular)).fold(head, f64::max)
    };
    let expected = |r: &Split| r.band(r.expectation[0], r.expectation[2], theme);
    let once = |r: &Split| {
        if r.yes_or_no() { story.text(words::YES_OR_NO).to_owned() } else { r.band(r.one[0], r.one[1], theme) }
    };
    let gap = theme.px(20.0);
    let one = column(story.text(words::ONE_HISTORY), &once);
    let mean = column(story.text(words::EXPECTATION), &expected);
    let rights = [room.right - one - gap, room.right];
    let free = rights[0] - mean - gap - room.left - names - 1.5 * gap;
    let line = small.size * theme.text.leading;
    let body =
        Rect { top: room.top + 1.5 * line, bottom: room.bottom - 1.4 * theme.text.axis * theme.text.leading, ..room };
    let left = Rect { left: room.left + names, right: room.left + names + 0.5 * free, ..body };
    let bands = Rect { left: left.right + 1.5 * gap, right: rights[0] - mean - gap, ..body };
    let x = Axis::new(theme, Scale { to: 1.0, ..Scale::root(1.0) }, 5, percent_label, "");
    let marks: &[f64] = if theme.narrow { &[0.0, 0.25, 1.0] } else { &[0.0, 0.01, 0.1, 0.5, 1.0] };
    let marks = marks.iter().map(|v| (*v, percent_label(*v, theme.lang))).collect();
    let y = Axis { scale: Scale::linear(0.0, rows.len() as f64), ticks: Vec::new(), name: String::new() };
    let panel = Panel::fixed(theme, left, Axis { ticks: marks, ..x }, y);
    panel.uprights(canvas);
    heads(canvas, story, room.top + 0.5 * line, left.left, rights);
    let pitch = body.height() / rows.len() as f64;
    for (i, row) in rows.iter().enumerate() {
        let middle = body.top + (i as f64 + 0.5) * pitch;
        canvas.text(&shorten(&name(row), size, style.weight, names - theme.px(12.0)), (room.left, middle), style);
        shares(canvas, theme, &panel, row, middle, pitch);
        both(canvas, theme, bands, row, middle, pitch);
        canvas.text(&expected(row), (rights[0], middle), Type { color: theme.mission.line, ..small });
        canvas.text(&once(row), (rights[1], middle), Type { color: theme.muted, ..small });
    }
}

fn heads(canvas: &mut Canvas, story: &Story, y: f64, left: f64, rights: [f64; 2]) {
    let theme = &story.theme;
    let style = Type { size: theme.text.foot, weight: Weight::SemiBold, color: theme.muted, align: Align::Right };
    canvas.text(story.text(words::SHARE_OF_VARIANCE), (left, y), style.aligned(Align::Left));
    canvas.text(story.text(words::EXPECTATION), (rights[0], y), Type { color: theme.mission.line, ..style });
    canvas.text(story.text(words::ONE_HISTORY), (rights[1], y), style);
}

/// Two bars: the parameters' share with its interval, and that of chance.
fn shares(canvas: &mut Canvas, theme: &Theme, panel: &Panel, row: &Split, middle: f64, pitch: f64) {
    let half = (0.2 * pitch).min(theme.px(11.0));
    let share = row.share[0].clamp(0.0, 1.0);
    let zero = panel.at(0.0, 0.0).0;
    let bar = |to: f64, top: f64| Rect {
        left: zero,
        top,
        right: panel.at(to, 0.0).0.max(zero + 2.0),
        bottom: top + 1.7 * half,
    };
    canvas.rect(bar(1.0 - share, middle + 0.15 * half), theme.mission.outer);
    canvas.rect(bar(share, middle - 1.85 * half), theme.mission.line);
    if row.share[1].is_finite() && row.share[2].is_finite() {
        let y = middle - half;
        let ends = [row.share[1], row.share[2]].map(|v| (panel.at(v.clamp(0.0, 1.0), 0.0).0, y));
        let color = theme.none.line;
        canvas.line(&ends, Stroke { color, width: theme.strokes.thin, dash: None });
        for (x, y) in ends {
            let tick = [(x, y - 0.6 * half), (x, y + 0.6 * half)];
            canvas.line(&tick, Stroke { color, width: theme.strokes.thin, dash: None });
        }
    }
}

/// Two bands on the outcome's own scale.
fn both(canvas: &mut Canvas, theme: &Theme, room: Rect, row: &Split, middle: f64, pitch: f64) {
    let scale = row.scale();
    let half = (0.3 * pitch).min(theme.px(14.0));
    let at = |v: f64| room.left + scale.place(v) * room.width();
    let rail = Stroke { color: theme.grid, width: theme.strokes.grid, dash: None };
    canvas.line(&[(room.left, middle), (room.right, middle)], rail);
    let band = |low: f64, high: f64, half: f64| {
        let (left, right) = (at(low), at(high));
        Rect { left, top: middle - half, right: right.max(left + 2.0), bottom: middle + half }
    };
    if !row.yes_or_no() && row.one.iter().all(|v| v.is_finite()) {
        canvas.rect(band(row.one[0], row.one[1], half), theme.mission.outer);
    }
    if row.expectation.iter().all(|v| v.is_finite()) {
        canvas.rect(band(row.expectation[0], row.expectation[2], 0.6 * half), theme.mission.line);
    }
    let zero = at(0.0);
    let stroke = Stroke { color: theme.axis, width: theme.strokes.thin, dash: None };
    canvas.line(&[(zero, middle - 1.15 * half), (zero, middle + 1.15 * half)], stroke);
}
