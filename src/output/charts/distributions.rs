//! Distributions of outcomes, mission beside none: how many histories stay at or below each number.

use super::Drawn;
use super::canvas::{Align, Canvas, Rect, Stroke, Type};
use super::font::{Weight, width};
use super::panel::{Axis, Panel};
use super::scale::{Scale, Stretch, tick_label};
use super::story::Story;
use crate::engine::results::{Column, Curve};
use crate::output::messages::{charts as words, units};

/// Outcomes that are shown, as many as the results have.
const SHOWN: [&str; 6] = [
    "battle_deaths",
    "one_sided_deaths_rebels",
    "displaced_person_months",
    "months_at_war",
    "time_to_ceasefire_rmst",
    "one_sided_deaths_government",
];

/// The share of histories beyond which an axis may end.
const END: usize = 196;

/// Small multiples of cumulative distributions.
pub fn draw(story: &Story) -> Drawn {
    let shown = curves(story, &SHOWN);
    if shown.is_empty() {
        return None;
    }
    let subtitle = story.subtitle(words::DISTRIBUTIONS_SUBTITLE, &[]);
    story.sheet(title(story), subtitle, |canvas, room| {
        let room = legend(canvas, story, room);
        for (one, room) in shown.iter().zip(tiles(story, room, shown.len())) {
            panel(canvas, story, room, one);
        }
    })
}

/// The curves of outcomes in each world, without outcomes that have none.
pub fn curves<'a>(story: &'a Story, names: &[&'static str]) -> Vec<(&'static str, Vec<&'a Curve>)> {
    let worlds = story.worlds();
    let of = |name: &&'static str| (*name, worlds.iter().filter_map(|w| curve(story, name, *w)).collect::<Vec<_>>());
    names.iter().map(of).filter(|(_, curves)| !curves.is_empty()).collect()
}

/// Room for up to six small panels.
pub fn tiles(story: &Story, room: Rect, panels: usize) -> Vec<Rect> {
    let (columns, rows) = match (panels, story.theme.narrow) {
        (4.., true) => (2, panels.div_ceil(2)),
        (4.., false) => (3, panels.div_ceil(3)),
        (few, _) => story.theme.beside(few),
    };
    room.grid(columns, rows, (story.theme.gap, 0.6 * story.theme.gap))
}

/// The names of the lines above all panels, where no curve runs through them; the room that is left.
pub fn legend(canvas: &mut Canvas, story: &Story, room: Rect) -> Rect {
    let theme = &story.theme;
    let size = theme.text.axis;
    let y = room.top + 0.6 * size;
    let mut x = room.left;
    for world in story.worlds() {
        let swatch = story.swatch(world);
        let stroke = Stroke { color: swatch.line, width: theme.strokes.data, dash: swatch.dash };
        canvas.line(&[(x, y), (x + theme.px(48.0), y)], stroke);
        let name = story.short_name(world);
        let style = Type { size, weight: Weight::SemiBold, color: swatch.line, align: Align::Left };
        canvas.text(name, (x + theme.px(58.0), y), style);
        x += theme.px(96.0) + width(name, size, Weight::SemiBold);
    }
    Rect { top: room.top + 1.8 * size, ..room }
}

/// The distribution of an outcome over all theatres.
pub fn curve<'a>(story: &Story<'a>, outcome: &str, world: Column) -> Option<&'a Curve> {
    let wanted = |c: &&Curve| c.outcome == outcome && c.world == world && c.theatre == "all";
    story.results().curves.iter().find(wanted).filter(|c| c.quantiles.len() > 2)
}

fn panel(canvas: &mut Canvas, story: &Story, room: Rect, (name, curves): &(&str, Vec<&Curve>)) {
    let theme = &story.theme;
    let room = Panel::heading(canvas, theme, room, &story.label(name), theme.ink);
    let panel = Panel::new(theme, room, axis(story, name, curves), Axis::share(theme, ""), theme.px(24.0));
    panel.axes(canvas);
    for curve in curves.iter().rev() {
        let swatch = story.swatch(curve.world);
        panel.line(canvas, &steps(curve, &panel), panel.data(swatch));
    }
}

/// The axis of an outcome, as far as 98 % of histories.
pub fn axis(story: &Story, name: &str, curves: &[&Curve]) -> Axis {
    let end = |c: &&Curve| c.quantiles[END.min(c.quantiles.len() - 1)];
    let high = curves.iter().map(end).filter(|v| v.is_finite()).fold(0.0, f64::max);
    let row = curves.first().and_then(|c| story.defined(name, c.world));
    let unit = row.map_or("", |r| r.unit.as_str());
    let said = match unit {
        // Summed over theatres, they are no span of the calendar.
        "months" if name == "months_at_war" && story.theatre_count() > 1 => story.text(words::THEATRE_MONTHS),
        "months" => story.text(words::MONTHS),
        "deaths" => story.text(words::DEATHS),
        "person-months" => story.text(words::PERSON_MONTHS),
        other => units::unit(other, story.lang()),
    };
    if unit == "months" {
        let scale = Scale::linear(0.0, high.max(12.0));
        return Axis::new(&story.theme, scale, 4, tick_label, said);
    }
    let scale = Scale { stretch: Stretch::Root, ..Scale::linear(0.0, high) };
    Axis::new(&story.theme, scale, 4, tick_label, said)
}

/// The cumulative distribution as far as the axis goes.
fn steps(curve: &Curve, panel: &Panel) -> Vec<(f64, f64)> {
    let last = (curve.quantiles.len() - 1) as f64;
    let points: Vec<(f64, f64)> = curve.quantiles.iter().enumerate().map(|(i, v)| (*v, i as f64 / last)).collect();
    let inside = points.partition_point(|p| p.0 <= panel.x_end());
    let mut shown = points[..inside].to_vec();
    if let ([.., a], [b, ..]) = points.split_at(inside) {
        let share = (panel.x_end() - a.0) / (b.0 - a.0);
        shown.push((panel.x_end(), a.1 + share * (b.1 - a.1)));
    }
    shown
}

fn title(story: &Story) -> String {
    let median = |w| story.defined("battle_deaths", w).map(|r| story.compact(r.quantiles[2].value));
    match (median(Column::Mission), median(Column::None)) {
        (Some(with), Some(without)) if story.has_mission() => {
            story.fill(words::DISTRIBUTIONS_BOTH, &[("with", &with), ("without", &without)])
        }
        (Some(one), _) | (_, Some(one)) => story.fill(words::DISTRIBUTIONS_ONE, &[("n", &one)]),
        _ => story.text(words::DISTRIBUTIONS_PLAIN).to_owned(),
    }
}
