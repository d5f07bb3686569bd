//! The panels of a history, one below the other on the same months.

use super::{History, Month};
use crate::output::charts::Sheet;
use crate::output::charts::canvas::{Align, Canvas, Rect, Stroke, Type};
use crate::output::charts::font::{Weight, width};
use crate::output::charts::panel::{Axis, EndLabel, Panel, label_room};
use crate::output::charts::scale::{Scale, tick_label};
use crate::output::charts::sheet::Words;
use crate::output::manifest::PROGRAM_VERSION;
use crate::output::messages::{charts, more_charts as words};
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
        let phases = LANES as f64 * line + strips * 1.5 * theme.text.foot + 0.6 * theme.gap;
        let rest = Rect { top: room.top + phases, ..room };
        let places = rest.grid(1, 3, (0.0, 0.15 * theme.gap));
        let right = label_room(theme, &labels(theme, history));
        let first = lines(canvas, theme, history, places[2], right);
        strength(canvas, theme, history, places[0], right);
        deaths(canvas, theme, history, places[1], right);
        phase_strips(canvas, theme, history, Rect { bottom: room.top + phases, ..room }, &first);
    })
}

fn words_of(theme: &Theme, history: &History, file: &str) -> Words {
    let lang = theme.lang;
    let during = || history.worlds[0].iter().filter(|m| m.month >= 0.0);
    let war = during().filter(|m| m.phase == "war").count();
    let killed: f64 = during().map(|m| m.deaths).sum();
    let (war, killed) = (thousands(war as f64, 0), compact(killed, lang));
    let twin = if history.worlds.len() > 1 { words::TIMELINE_TWIN.text(lang) } else { "" };
    let values = [("war", &*war), ("deaths", &killed), ("theatre", &history.theatre)];
    Words {
        title: words::TIMELINE_TITLE.fill(lang, &values),
        subtitle: words::TIMELINE_SUBTITLE.fill(lang, &[("none", twin)]),
        source: words::FILE_SOURCE.fill(lang, &[("version", PROGRAM_VERSION), ("file", file)]),
    }
}

fn months(theme: &Theme, history: &History) -> Axis {
    let world = &history.worlds[0];
    Axis::months(theme, world[0].month as i32, world[world.len() - 1].month as i32 + 1)
}

/// Without numbers on the months, which stand below the last panel.
fn bare(axis: Axis) -> Axis {
    Axis { ticks: axis.ticks.into_iter().map(|t| (t.0, String::new())).collect(), name: String::new(), ..axis }
}

fn series(world: &[Month], of: impl Fn(&Month) -> f64) -> Vec<(f64, f64)> {
    world.iter().map(|m| (m.month, of(m))).filter(|p| p.1.is_finite()).collect()
}

fn strength(canvas: &mut Canvas, theme: &Theme, history: &History, room: Rect, right: f64) {
    let room = Panel::heading(canvas, theme, room, words::STRENGTH.text(theme.lang), theme.ink);
    let deployed = series(&history.worlds[0], |m| m.strength[0]);
    let authorised = series(&history.worlds[0], |m| m.strength[1]);
    let most = deployed.iter().chain(&authorised).map(|p| p.1).fold(1.0, f64::max);
    let y = Axis::new(theme, Scale::round(0.0, most, 3), 3, tick_label, "");
    let panel = Panel::new(theme, room, bare(months(theme, history)), y, right);
    panel.axes(canvas);
    let area: Vec<_> = deployed.iter().map(|p| (p.0, 0.0, p.1)).collect();
    panel.band(canvas, &area, theme.mission.inner);
    let stroke = Stroke { color: theme.muted, width: theme.strokes.thin, dash: Some((10.0, 7.0)) };
    panel.line(canvas, &authorised, stroke);
}

fn deaths(canvas: &mut Canvas, theme: &Theme, history: &History, room: Rect, right: f64) {
    let room = Panel::heading(canvas, theme, room, words::DEATHS.text(theme.lang), theme.ink);
    let most = history.worlds.iter().flatten().map(|m| m.deaths).fold(1.0, f64::max);
    let y = Axis::new(theme, Scale::root(most), 5, tick_label, "");
    let panel = Panel::new(theme, room, bare(months(theme, history)), y, right);
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
    let label = |k: usize, text: crate::output::messages::Message, swatch: &Swatch| EndLabel {
        value: last(k),
        text: text.text(theme.lang).to_owned(),
        color: swatch.line,
    };
    vec![label(0, words::CONSENT_LINE, &theme.mission), label(1, words::UNITY_LINE, &theme.third)]
}

/// Consent and unity; gives the panel, whose months all others share.
fn lines<'t>(canvas: &mut Canvas, theme: &'t Theme, history: &History, room: Rect, right: f64) -> Panel<'t> {
    let room = Panel::heading(canvas, theme, room, words::CONSENT.text(theme.lang), theme.ink);
    let y = Axis::new(theme, Scale::linear(0.0, 1.0), 2, crate::output::charts::scale::percent_label, "");
    let panel = Panel::new(theme, room, months(theme, history), y, right);
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

/// Names of events, each in the first lane that is free; those with no room are marked only.
fn events(canvas: &mut Canvas, theme: &Theme, world: &[Month], (first, top): (f64, f64), panel: &Panel) {
    let size = theme.text.foot;
    let line = size * theme.text.leading;
    let mut free = [f64::MIN; LANES];
    for (month, event) in world.iter().filter_map(|m| Some((m.month, m.event?))) {
        let x = panel.at(month, 0.0).0;
        let text = event.text(theme.lang);
        let wide = width(text, size, Weight::Regular);
        let room = panel.plot.right - x > wide + theme.px(6.0);
        let lane = (0..LANES).rev().find(|l| free[*l] < x - theme.px(4.0)).filter(|_| room);
        let up = lane.map_or(top - 0.3 * line, |l| first + l as f64 * line);
        let stroke = Stroke { color: theme.axis, width: theme.strokes.grid, dash: None };
        canvas.line(&[(x, up), (x, top)], stroke);
        if let Some(lane) = lane {
            let style = Type { size, weight: Weight::Regular, color: theme.ink, align: Align::Left };
            canvas.text(text, (x + theme.px(5.0), first + (lane as f64 + 0.45) * line), style);
            free[lane] = x + wide + theme.px(12.0);
        }
    }
}
