//! What the mission changes most, as a table that is a picture.

use super::Drawn;
use super::canvas::{Align, Canvas, Rect, Stroke, Type};
use super::font::{Weight, shorten, width};
use super::panel::{Axis, Panel};
use super::scale::{Scale, tick_label};
use super::story::Story;
use crate::engine::results::{Column, Row};
use crate::output::messages::charts as words;
use crate::output::number::Measure;
use crate::output::outcomes::{Better, better};
use crate::output::theme::Swatch;

/// Most outcomes on a page.
const MOST: usize = 16;
/// What is no outcome of the people concerned, or the same as another.
const LEFT_OUT: [&str; 7] = [
    "lives_saved",
    "war_months_averted",
    "cost_per_life_saved_usd",
    "cost_usd",
    "conflict_years",
    "war_years",
    // Fewer return where fewer had to flee.
    "people_returned",
];

/// An outcome with its difference in standard deviations of the world without.
struct Entry<'a> {
    worlds: [&'a Row; 2],
    effect: [f64; 3],
}

impl Entry<'_> {
    /// Whether the change can be told from none; of a single history nothing can.
    fn told(&self) -> bool {
        let [mean, low, high] = self.effect;
        mean != 0.0 && (low > 0.0 || high < 0.0)
    }
}

/// Outcomes ranked by the size of the difference.
pub fn draw(story: &Story) -> Drawn {
    if !story.has_mission() || story.worlds().len() < 2 {
        return None;
    }
    let names = story.results().summary.iter().filter(|r| r.theatre == "all" && r.world == Column::Difference);
    let mut entries: Vec<Entry> = names.filter_map(|r| entry(story, &r.outcome)).collect();
    entries.sort_by(|a, b| b.effect[0].abs().total_cmp(&a.effect[0].abs()));
    entries.truncate(MOST);
    if entries.is_empty() {
        return None;
    }
    story.sheet(title(story, &entries), story.subtitle(words::RANKED_SUBTITLE, &[]), |canvas, room| {
        table(canvas, story, room, &entries)
    })
}

/// The largest change, of those that are one.
fn title(story: &Story, entries: &[Entry]) -> String {
    let Some(told) = entries.iter().position(Entry::told) else { return story.text(words::RANKED_NONE).to_owned() };
    let message = if told == 0 { words::RANKED_TITLE } else { words::RANKED_TOLD };
    story.fill(message, &[("first", &story.label(&entries[told].worlds[0].outcome))])
}

fn entry<'a>(story: &Story<'a>, outcome: &str) -> Option<Entry<'a>> {
    let difference = story.defined(outcome, Column::Difference)?;
    let worlds = [story.defined(outcome, Column::Mission)?, story.defined(outcome, Column::None)?];
    let spread = worlds[1].sd;
    if LEFT_OUT.contains(&outcome) || spread.is_nan() || spread <= 0.0 {
        return None;
    }
    Some(Entry { worlds, effect: [difference.mean, difference.mean_lo, difference.mean_hi].map(|v| v / spread) })
}

fn table(canvas: &mut Canvas, story: &Story, room: Rect, entries: &[Entry]) {
    let theme = &story.theme;
    let size = if theme.narrow { theme.text.foot } else { theme.text.axis };
    let style = Type { size, weight: Weight::Regular, color: theme.ink, align: Align::Left };
    let text = |e: &Entry, k: usize| story.value(Measure::of(&e.worlds[k].unit), e.worlds[k].mean);
    let heads = [words::WITH_COLUMN, words::WITHOUT_COLUMN].map(|w| story.text(w));
    let wide: [f64; 2] = std::array::from_fn(|k| {
        let cells = entries.iter().map(|e| width(&text(e, k), size, Weight::Regular));
        cells.fold(width(heads[k], size, Weight::SemiBold), f64::max) + theme.px(22.0)
    });
    let name = (if theme.narrow { 0.36 } else { 0.32 }) * room.width();
    let left = room.left + name + wide[0] + wide[1] + theme.px(16.0);
    let reach = entries.iter().flat_map(|e| e.effect).filter(|v| v.is_finite()).map(f64::abs).fold(0.0, f64::max);
    let x = Axis::new(theme, Scale::linear(-reach, reach), 6, tick_label, story.text(words::RANKED_AXIS));
    let y = Axis { scale: Scale::linear(0.0, entries.len() as f64), ticks: Vec::new(), name: String::new() };
    let panel = Panel::new(theme, Rect { left, top: room.top + 0.6 * size, ..room }, x, y, theme.px(16.0));
    panel.uprights(canvas);
    panel.line(canvas, &[(0.0, 0.0), (0.0, f64::MAX)], panel.stroke(theme.axis, theme.strokes.thin));
    let rights = [room.left + name + wide[0], room.left + name + wide[0] + wide[1]];
    for k in 0..2 {
        let color = story.swatch([Column::Mission, Column::None][k]).line;
        let style = Type { weight: Weight::SemiBold, color, align: Align::Right, ..style };
        canvas.text(heads[k], (rights[k], room.top + 0.5 * size), style);
    }
    key(canvas, story, &panel, room);
    for (i, entry) in entries.iter().enumerate() {
        let row = (entries.len() - i) as f64 - 0.5;
        let y = panel.at(0.0, row).1;
        let label = shorten(&story.label(&entry.worlds[0].outcome), size, Weight::Regular, name - theme.px(8.0));
        canvas.text(&label, (room.left, y), style);
        for k in 0..2 {
            let color = story.swatch([Column::Mission, Column::None][k]).line;
            canvas.text(&text(entry, k), (rights[k], y), Type { color, align: Align::Right, ..style });
        }
        let swatch = swatch(story, entry);
        let ends = [panel.at(0.0, row), panel.at(entry.effect[0], row)];
        canvas.line(&ends, Stroke { color: swatch.inner, width: theme.px(12.0), dash: None });
        panel.dot(canvas, (entry.effect[1], entry.effect[0], entry.effect[2]), row, &swatch);
    }
}

/// The look of a change: hollow where it is for the worse, so that grey print says so too; that of neither where it may be
/// none.
fn swatch(story: &Story, entry: &Entry) -> Swatch {
    let theme = &story.theme;
    let better = if entry.told() { better(&entry.worlds[0].outcome) } else { Better::Neither };
    match (better, entry.effect[0] < 0.0) {
        (Better::Less, true) | (Better::More, false) => Swatch { dash: None, ..theme.mission },
        (Better::Less, false) | (Better::More, true) => theme.none,
        (Better::Neither, _) => Swatch { line: theme.muted, inner: theme.grid, outer: theme.grid, dash: None },
    }
}

/// What the colours mean, above the plot.
fn key(canvas: &mut Canvas, story: &Story, panel: &Panel, room: Rect) {
    let theme = &story.theme;
    let size = theme.text.foot;
    let neither = Swatch { line: theme.muted, ..theme.third };
    let entries = [
        (words::BETTER, Swatch { dash: None, ..theme.mission }),
        (words::WORSE, theme.none),
        (words::NEITHER, Swatch { dash: None, ..neither }),
    ];
    let mut x = panel.plot.left;
    for (name, swatch) in entries {
        let text = story.text(name);
        let y = room.top + 0.5 * size;
        canvas.dot((x + theme.px(8.0), y), theme.px(7.0), &swatch, theme.background);
        let style = Type { size, weight: Weight::Regular, color: theme.ink, align: Align::Left };
        canvas.text(text, (x + theme.px(22.0), y), style);
        x += theme.px(46.0) + width(text, size, Weight::Regular);
    }
}
