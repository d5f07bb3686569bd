//! The main outcomes on one page, mission beside none.

use super::Drawn;
use super::canvas::{Align, Canvas, Rect, Stroke, Type};
use super::font::{Weight, shorten, width};
use super::scale::{Scale, Stretch};
use super::story::Story;
use crate::engine::results::{Column, Row};
use crate::output::messages::charts as words;
use crate::output::number::Measure;
use crate::output::outcomes::{Better, better};

/// Outcomes that may be shown, most telling first.
const SHOWN: [&str; 11] = [
    "battle_deaths",
    "months_at_war",
    "displaced_person_months",
    "one_sided_deaths_rebels",
    "one_sided_deaths_government",
    "peace_at_horizon",
    "wartime_success",
    "relapse_5y",
    "success",
    "peacekeeper_deaths",
    "cost_usd",
];

/// An outcome on the page.
struct Entry<'a> {
    outcome: &'static str,
    worlds: Vec<&'a Row>,
    difference: Option<&'a Row>,
}

/// A line for each main outcome: strips of what histories come to, dots of means, and the numbers.
pub fn draw(story: &Story) -> Drawn {
    let entries: Vec<Entry> = SHOWN.iter().filter_map(|name| entry(story, name)).collect();
    if entries.is_empty() {
        return None;
    }
    let span = story.span(story.info.horizon_months);
    let subtitle = story.subtitle(words::OVERVIEW_SUBTITLE, &[("span", &span)]);
    story.sheet(title(story), subtitle, |canvas, room| {
        let columns = Columns::new(story, room, &entries);
        columns.heads(canvas, story);
        let body = Rect { top: room.top + 1.7 * story.theme.text.axis, ..room };
        for (entry, place) in entries.iter().zip(body.grid(1, entries.len(), (0.0, 0.0))) {
            columns.entry(canvas, story, entry, place);
        }
    })
}

fn entry<'a>(story: &Story<'a>, outcome: &'static str) -> Option<Entry<'a>> {
    let shown =
        |r: &&Row| r.world != Column::None || r.mean != 0.0 || r.unit == "share" || better(outcome) != Better::Neither;
    let worlds: Vec<&Row> =
        story.worlds().into_iter().filter_map(|w| story.defined(outcome, w)).filter(shown).collect();
    let any = worlds.iter().any(|r| r.mean != 0.0);
    let difference = story.defined(outcome, Column::Difference).filter(|_| worlds.len() > 1);
    any.then_some(Entry { outcome, worlds, difference })
}

/// Where the columns of the page begin and end.
struct Columns {
    top: f64,
    /// Heights of the name and of the strip in a row: on one line on a page, below each other in a column.
    lines: (f64, f64),
    label: f64,
    plot: (f64, f64),
    numbers: Vec<(Column, f64)>,
}

impl Columns {
    fn new(story: &Story, room: Rect, entries: &[Entry]) -> Self {
        let mut worlds = story.worlds();
        if worlds.len() > 1 {
            worlds.push(Column::Difference);
        }
        let theme = &story.theme;
        let size = theme.text.axis;
        // From the right, each as wide as its widest cell.
        let (mut right, mut numbers) = (room.right, Vec::new());
        for world in worlds.into_iter().rev() {
            let cells = entries.iter().map(|e| width(&number(story, e, world).0, size, Weight::Regular));
            let head = width(head(story, world), size, Weight::SemiBold);
            numbers.insert(0, (world, right));
            right -= cells.fold(head, f64::max) + theme.px(26.0);
        }
        let top = room.top + 0.5 * size;
        let (left, lines) =
            if theme.narrow { (room.left + 4.0, (0.26, 0.72)) } else { (room.left + theme.px(440.0), (0.5, 0.5)) };
        Self { top, lines, label: room.left, plot: (left, right - theme.px(4.0)), numbers }
    }

    fn heads(&self, canvas: &mut Canvas, story: &Story) {
        for (world, right) in &self.numbers {
            let color = if *world == Column::Difference { story.theme.ink } else { story.swatch(*world).line };
            let style = Type { size: story.theme.text.axis, weight: Weight::SemiBold, color, align: Align::Right };
            canvas.text(head(story, *world), (*right, self.top), style);
        }
    }

    fn entry(&self, canvas: &mut Canvas, story: &Story, entry: &Entry, place: Rect) {
        let theme = &story.theme;
        let at = |share: f64| place.top + share * place.height();
        let rule = Stroke { color: theme.grid, width: theme.strokes.grid, dash: None };
        canvas.line(&[(place.left, place.top), (place.right, place.top)], rule);
        let style = Type { size: theme.text.axis, weight: Weight::Regular, color: theme.ink, align: Align::Left };
        let wide = if theme.narrow { place.right } else { self.plot.0 };
        let name = shorten(&story.label(entry.outcome), style.size, style.weight, wide - self.label - theme.px(16.0));
        canvas.text(&name, (self.label, at(self.lines.0)), style);
        self.strips(canvas, story, entry, place);
        for (world, right) in &self.numbers {
            let (text, color) = number(story, entry, *world);
            canvas.text(&text, (*right, at(self.lines.1)), Type { color, align: Align::Right, ..style });
        }
    }

    fn strips(&self, canvas: &mut Canvas, story: &Story, entry: &Entry, place: Rect) {
        let share = entry.worlds.iter().any(|r| r.unit == "share");
        let high = entry.worlds.iter().flat_map(|r| [r.mean, r.mean_hi, r.quantiles[4].value]);
        let high = high.filter(|v| v.is_finite()).fold(0.0, f64::max);
        let scale =
            if share { Scale::linear(0.0, 1.0) } else { Scale { stretch: Stretch::Root, ..Scale::linear(0.0, high) } };
        let tall = if self.lines.0 == self.lines.1 { 0.72 } else { 0.4 } * place.height();
        let lane = tall / entry.worlds.len() as f64;
        let first = place.top + self.lines.1 * place.height() - 0.5 * lane * (entry.worlds.len() as f64 - 1.0);
        for (i, row) in entry.worlds.iter().enumerate() {
            let y = first + lane * i as f64;
            self.strip(canvas, story, row, y, 0.36 * lane, (scale, share));
        }
    }

    fn strip(&self, canvas: &mut Canvas, story: &Story, row: &Row, y: f64, half: f64, (scale, share): (Scale, bool)) {
        let (swatch, half) = (story.swatch(row.world), half.min(story.theme.px(11.0)));
        let at = |v: f64| self.plot.0 + scale.place(v) * (self.plot.1 - self.plot.0);
        if share {
            canvas.rect(Rect { left: at(0.0), top: y - 2.0, right: at(1.0), bottom: y + 2.0 }, story.theme.grid);
        } else {
            let q = row.quantiles.map(|q| at(q.value));
            canvas
                .rect(Rect { left: q[0], top: y - half, right: q[4].max(q[0] + 2.0), bottom: y + half }, swatch.outer);
            canvas
                .rect(Rect { left: q[1], top: y - half, right: q[3].max(q[1] + 2.0), bottom: y + half }, swatch.inner);
        }
        let stroke = Stroke { color: swatch.line, width: story.theme.strokes.data, dash: None };
        if row.mean_lo.is_finite() && row.mean_hi.is_finite() {
            canvas.line(&[(at(row.mean_lo), y), (at(row.mean_hi), y)], stroke);
        }
        canvas.dot((at(row.mean), y), story.theme.px(8.0).min(1.6 * half), swatch, story.theme.background);
    }
}

/// What stands in a column, and its colour.
fn number(story: &Story, entry: &Entry, world: Column) -> (String, crate::output::theme::Color) {
    let row = match world {
        Column::Difference => entry.difference,
        _ => entry.worlds.iter().find(|r| r.world == world).copied(),
    };
    let measure = |r: &Row| match (Measure::of(&r.unit), world) {
        (Measure::Share, Column::Difference) => Measure::Plain,
        (other, _) => other,
    };
    let color = if world == Column::Difference { story.theme.ink } else { story.swatch(world).line };
    let text = row.map_or_else(
        || "\u{2013}".to_owned(),
        |r| match (r.unit.as_str(), world) {
            ("share", Column::Difference) => {
                story.fill(words::PP, &[("n", &signed(story, 100.0 * r.mean, Measure::Plain))])
            }
            (_, Column::Difference) => signed(story, r.mean, measure(r)),
            _ => story.value(measure(r), r.mean),
        },
    );
    (text, color)
}

/// What stands above a column; a column of a page has no room for more than a word.
fn head(story: &Story, world: Column) -> &'static str {
    match world {
        Column::Mission if story.theme.narrow && story.worlds().len() > 1 => story.text(words::WITH_COLUMN),
        Column::None if story.theme.narrow => story.text(words::WITHOUT_COLUMN),
        other => story.short_name(other),
    }
}

fn signed(story: &Story, value: f64, measure: Measure) -> String {
    let text = story.value(measure, value);
    if value > 0.0 { format!("+{text}") } else { text }
}

fn title(story: &Story) -> String {
    let span = story.span(story.info.horizon_months);
    match story.defined("lives_saved", Column::Difference) {
        Some(row) if story.has_mission() && story.worlds().len() > 1 => lives_title(story, row, &span),
        _ if story.has_mission() => story.fill(words::OVERVIEW_ALONE, &[("span", &span)]),
        _ => story.fill(words::OVERVIEW_NONE, &[("span", &span)]),
    }
}

fn lives_title(story: &Story, row: &Row, span: &str) -> String {
    if row.mean == 0.0 && row.sd == 0.0 {
        return story.fill(words::OVERVIEW_SAME, &[("span", span)]);
    }
    let lost = row.mean < 0.0;
    let sign = if lost { -1.0 } else { 1.0 };
    let mut ends = [sign * row.mean_lo, sign * row.mean_hi];
    ends.sort_by(f64::total_cmp);
    let [many, low, high] = [row.mean.abs(), ends[0], ends[1]].map(|v| story.compact(v));
    let message = match (lost, row.mean_lo.is_finite() && row.mean_hi.is_finite()) {
        (false, true) => words::OVERVIEW_SAVES,
        (true, true) => words::OVERVIEW_COSTS,
        (false, false) => words::OVERVIEW_SAVES_PLAIN,
        (true, false) => words::OVERVIEW_COSTS_PLAIN,
    };
    story.fill(message, &[("span", span), ("n", &many), ("low", &low), ("high", &high)])
}
