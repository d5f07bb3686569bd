//! The panels of a history, one below the other on the same months.

use super::{History, Month};
use crate::output::charts::Sheet;
use crate::output::charts::canvas::{Align, Canvas, Rect, Stroke, Type};
use crate::output::charts::font::{Weight, width};
use crate::output::charts::panel::{Axis, EndLabel, Panel, Zero, label_room};
use crate::output::charts::scale::{Scale, percent_label, tick_label};
use crate::output::charts::sheet::Words;
use crate::output::manifest::PROGRAM_VERSION;
use crate::output::messages::{Message, charts, more_charts as words};
use crate::output::number::thousands;
use crate::output::speech::compact;
use crate::output::theme::{Color, Look, Swatch, Theme};

/// Rows of names of events.
const LANES: usize = 3;

/// The chart of one theatre.
pub fn sheet(history: &History, file: &str, look: &Look) -> Result<Sheet, String> {
    let theme = &Theme::new(look);
    Sheet::draw(theme, words_of(theme, history, file), |canvas, room| {
        let strips = history.worlds.len() as f64;
        let line = theme.text.foot * theme.text.leading;
        let phases = LANES as f64 * line + strips * 1.5 * theme.text.foot + 0.5 * theme.gap;
        let axis = 2.3 * theme.text.axis * theme.text.leading;
        let y = [strength_axis(theme, history), deaths_axis(theme, history), level_axis(theme)];
        let left = y.iter().map(|a| a.label_width(theme)).fold(0.0, f64::max) + theme.px(14.0);
        let names = [charts::MISSION_SHORT, charts::NO_MISSION_SHORT].map(|n| n.text(theme.lang));
        let widest = names.iter().map(|n| width(n, theme.text.foot, Weight::SemiBold)).fold(0.0, f64::max);
        let named = [labels(theme, history), strength_labels(theme, history)].concat();
        let right = label_room(theme, &named).max(widest + theme.px(16.0));
        let rest = Rect { top: room.top + phases, bottom: room.bottom - axis, ..room };
        let places = rest.grid(1, 3, (0.0, 0.35 * theme.gap)).into_iter().map(|r| r.inset(left, 0.0, right, 0.0));
        let [y0, y1, y2] = y;
        let places: Vec<Rect> = places.collect();
        strength(canvas, theme, history, places[0], y0);
        deaths(canvas, theme, history, places[1], y1);
        let panel = lines(canvas, theme, history, places[2], y2);
        phase_strips(canvas, theme, history, Rect { bottom: room.top + phases, ..room }, &panel);
    })
}

fn strength_axis(theme: &Theme, history: &History) -> Axis {
    let most = history.worlds[0].iter().flat_map(|m| m.strength).filter(|v| v.is_finite()).fold(1.0, f64::max);
    Axis::new(theme, Scale::round(0.0, most, 3), 3, tick_label, "")
}

fn deaths_axis(theme: &Theme, history: &History) -> Axis {
    let most = history.worlds.iter().flatten().map(|m| m.deaths).fold(1.0, f64::max);
    Axis::new(theme, Scale::root(most), 4, tick_label, "")
}

fn level_axis(theme: &Theme) -> Axis {
    Axis::new(theme, Scale::linear(0.0, 1.0), 2, percent_label, "")
}

/// A heading above the plot, which keeps the place it was given but for the heading.
fn headed(canvas: &mut Canvas, theme: &Theme, room: Rect, heading: Message) -> Rect {
    Panel::heading(canvas, theme, room, heading.text(theme.lang), theme.ink).inset(0.0, theme.px(4.0), 0.0, 0.0)
}

fn words_of(theme: &Theme, history: &History, file: &str) -> Words {
    let lang = theme.lang;
    let during = || history.worlds[0].iter().filter(|m| m.month >= 0.0);
    let war = during().filter(|m| m.phase == "war").count();
    let killed: f64 = during().map(|m| m.deaths).sum();
    let (war, killed) = (thousands(war as f64, 0), compact(killed, lang));
    let twin = if history.worlds.len() > 1 { words::TIMELINE_TWIN.text(lang) } else { "" };
    let from = if zero(history) == Zero::Deployment { words::TIMELINE_DEPLOYMENT } else { words::TIMELINE_START };
    let values = [("war", &*war), ("deaths", &killed), ("theatre", &history.theatre), ("from", from.text(lang))];
    Words {
        title: words::TIMELINE_TITLE.fill(lang, &values),
        subtitle: words::TIMELINE_SUBTITLE.fill(lang, &[("none", twin)]),
        source: words::FILE_SOURCE.fill(lang, &[("version", PROGRAM_VERSION), ("file", file)]),
    }
}

fn months(theme: &Theme, history: &History) -> Axis {
    let world = &history.worlds[0];
    Axis::months(theme, world[0].month as i32, world[world.len() - 1].month as i32 + 1, zero(history))
}

/// What month 0 is: deployment where nobody is authorised before it and somebody in it.
fn zero(history: &History) -> Zero {
    let first = history.worlds[0].iter().find(|m| m.strength[1] > 0.0 || m.strength[0] > 0.0);
    if first.is_some_and(|m| m.month == 0.0) { Zero::Deployment } else { Zero::Start }
}

/// Without numbers on the months, which stand below the last panel.
fn bare(axis: Axis) -> Axis {
    Axis { ticks: axis.ticks.into_iter().map(|t| (t.0, String::new())).collect(), name: String::new(), ..axis }
}

fn series(world: &[Month], of: impl Fn(&Month) -> f64) -> Vec<(f64, f64)> {
    world.iter().map(|m| (m.month, of(m))).filter(|p| p.1.is_finite()).collect()
}

fn strength(canvas: &mut Canvas, theme: &Theme, history: &History, room: Rect, y: Axis) {
    let room = headed(canvas, theme, room, words::STRENGTH);
    let deployed = series(&history.worlds[0], |m| m.strength[0]);
    let authorised = series(&history.worlds[0], |m| m.strength[1]);
    let panel = Panel::fixed(theme, room, bare(months(theme, history)), y);
    panel.axes(canvas);
    let area: Vec<_> = deployed.iter().map(|p| (p.0, 0.0, p.1)).collect();
    panel.band(canvas, &area, theme.mission.inner);
    let stroke = Stroke { color: theme.muted, width: theme.strokes.thin, dash: Some((10.0, 7.0)) };
    panel.line(canvas, &authorised, stroke);
    // Dashed as the twin below is: only a label tells which is meant.
    panel.end_labels(canvas, &strength_labels(theme, history));
}

/// What the area and the dashed line are, at the heights of the month with the most authorised.
fn strength_labels(theme: &Theme, history: &History) -> Vec<EndLabel> {
    let most = |a: &&Month, b: &&Month| a.strength[1].total_cmp(&b.strength[1]);
    let peak = history.worlds[0].iter().filter(|m| m.strength[1].is_finite()).max_by(most);
    let Some(peak) = peak.filter(|m| m.strength[1] > 0.0) else { return Vec::new() };
    let label = |value: f64, text: Message, color| EndLabel { value, text: text.text(theme.lang).to_owned(), color };
    vec![
        label(peak.strength[1], words::AUTHORISED_LINE, theme.muted),
        label(peak.strength[0].max(0.0), words::DEPLOYED_LINE, theme.mission.line),
    ]
}

fn deaths(canvas: &mut Canvas, theme: &Theme, history: &History, room: Rect, y: Axis) {
    let room = headed(canvas, theme, room, words::DEATHS);
    let panel = Panel::fixed(theme, room, bare(months(theme, history)), y);
    panel.axes(canvas);
    let area: Vec<_> = series(&history.worlds[0], |m| m.deaths).iter().map(|p| (p.0, 0.0, p.1)).collect();
    panel.band(canvas, &area, theme.mission.inner);
    panel.line(canvas, &series(&history.worlds[0], |m| m.deaths), panel.stroke(theme.mission.line, theme.strokes.thin));
    if let Some(twin) = history.worlds.get(1) {
        let stroke = Stroke { color: theme.none.line, width: theme.strokes.thin, dash: Some((8.0, 6.0)) };
        panel.line(canvas, &series(twin, |m| m.deaths), stroke);
    }
}

fn labels(theme: &Theme, history: &History) -> Vec<EndLabel> {
    let last = |k: usize| series(&history.worlds[0], |m| m.levels[k]).last().map_or(0.0, |p| p.1);
    let label = |k: usize, text: Message, swatch: &Swatch| EndLabel {
        value: last(k),
        text: text.text(theme.lang).to_owned(),
        color: swatch.line,
    };
    vec![label(0, words::CONSENT_LINE, &theme.mission), label(1, words::UNITY_LINE, &theme.third)]
}

/// Consent and unity; gives the panel, whose months all others share.
fn lines<'t>(canvas: &mut Canvas, theme: &'t Theme, history: &History, room: Rect, y: Axis) -> Panel<'t> {
    let room = headed(canvas, theme, room, words::CONSENT);
    let panel = Panel::fixed(theme, room, months(theme, history), y);
    panel.axes(canvas);
    for (k, swatch) in [&theme.mission, &theme.third].into_iter().enumerate() {
        panel.line(canvas, &series(&history.worlds[0], |m| m.levels[k]), panel.data(swatch));
    }
    panel.end_labels(canvas, &labels(theme, history));
    panel
}

fn phase_color(theme: &Theme, phase: &str) -> Color {
    match phase {
        "war" => theme.none.line,
        "ceasefire" => theme.none.outer,
        "peace" => theme.third.inner,
        _ => theme.grid,
    }
}

fn phase_name(theme: &Theme, phase: &str) -> &'static str {
    let message = match phase {
        "war" => words::WAR,
        "ceasefire" => words::CEASEFIRE,
        "peace" => words::PEACE,
        _ => words::TENSION,
    };
    message.text(theme.lang)
}

/// Strips of phases, and above them what happened when.
fn phase_strips(canvas: &mut Canvas, theme: &Theme, history: &History, room: Rect, panel: &Panel) {
    let size = theme.text.foot;
    let line = size * theme.text.leading;
    let across = |month: f64| panel.at(month, 0.0).0;
    let tall = 1.5 * size;
    let top = room.top + LANES as f64 * line;
    for (w, world) in history.worlds.iter().enumerate() {
        let (top, bottom) = (top + w as f64 * tall, top + (w as f64 + 0.85) * tall);
        for run in world.chunk_by(|a, b| a.phase == b.phase) {
            let (left, right) = (across(run[0].month), across(run[run.len() - 1].month + 1.0));
            let fill = phase_color(theme, &run[0].phase);
            canvas.rect(Rect { left, top, right: right.max(left + 1.0), bottom }, fill);
            let text = phase_name(theme, &run[0].phase);
            if width(text, size, Weight::Regular) + theme.px(12.0) < right - left {
                let style = Type { size, weight: Weight::Regular, color: theme.on(fill), align: Align::Centre };
                canvas.text(text, (0.5 * (left + right), 0.5 * (top + bottom)), style);
            }
        }
        let name = if w == 0 { charts::MISSION_SHORT } else { charts::NO_MISSION_SHORT };
        let color = if w == 0 { theme.mission.line } else { theme.none.line };
        let style = Type { size, weight: Weight::SemiBold, color, align: Align::Left };
        canvas.text(name.text(theme.lang), (panel.plot.right + theme.px(12.0), 0.5 * (top + bottom)), style);
    }
    events(canvas, theme, &history.worlds[0], (room.top, top), panel);
}

/// Names of events. Earlier ones stand higher, so that no upright runs through a name; those for which no lane is left,
/// or no room to the right, are marked only.
fn events(canvas: &mut Canvas, theme: &Theme, world: &[Month], (first, top): (f64, f64), panel: &Panel) {
    let size = theme.text.foot;
    let line = size * theme.text.leading;
    let stroke = Stroke { color: theme.axis, width: theme.strokes.grid, dash: None };
    let style = Type { size, weight: Weight::Regular, color: theme.ink, align: Align::Left };
    // Place across and lane from the strip up, of those that are named, from the right.
    let mut named: Vec<(f64, usize)> = Vec::new();
    for (month, event) in world.iter().rev().filter_map(|m| Some((m.month, m.event?))) {
        let (x, text) = (panel.at(month, 0.0).0, event.text(theme.lang));
        let wide = width(text, size, Weight::Regular) + theme.px(14.0);
        let lane = named.iter().filter(|n| n.0 < x + wide).map(|n| n.1 + 1).max().unwrap_or(0);
        let fits = lane < LANES && x + wide < panel.plot.right && named.iter().all(|n| n.0 - x > 3.0);
        if !fits {
            canvas.line(&[(x, top - 0.25 * line), (x, top)], stroke);
            continue;
        }
        let up = first + (LANES - 1 - lane) as f64 * line;
        canvas.line(&[(x, up), (x, top)], stroke);
        canvas.text(text, (x + theme.px(5.0), up + 0.45 * line), style);
        named.push((x, lane));
    }
}
