//! Where the difference is made: battle deaths by theatre.

use super::Drawn;
use super::canvas::{Align, Type};
use super::font::Weight;
use super::panel::{Axis, Panel};
use super::scale::{Scale, tick_label};
use super::story::Story;
use crate::engine::results::{Column, Row};
use crate::output::messages::charts as words;

/// Most theatres that a page holds.
const MOST: usize = 16;

/// Means of battle deaths by theatre, one world beside the other.
pub fn draw(story: &Story) -> Drawn {
    let worlds = story.worlds();
    let of = |theatre: &str| -> Vec<&Row> { worlds.iter().filter_map(|w| row(story, theatre, *w)).collect() };
    let mut theatres: Vec<(&str, Vec<&Row>)> =
        story.info.theatres.iter().map(|t| (t.as_str(), of(t))).filter(|t| !t.1.is_empty()).collect();
    if theatres.len() < 2 {
        return None;
    }
    let all = theatres.len();
    let last = |t: &(&str, Vec<&Row>)| t.1.last().map_or(0.0, |r| r.mean);
    theatres.sort_by(|a, b| last(b).total_cmp(&last(a)));
    theatres.truncate(MOST);
    let (n, of) = (MOST.to_string(), all.to_string());
    let few = if all > MOST { story.fill(words::THEATRES_FEW, &[("n", &n), ("all", &of)]) } else { String::new() };
    let subtitle = story.subtitle(words::THEATRES_SUBTITLE, &[("few", &few)]);
    story.sheet(title(story, &theatres), subtitle, |canvas, room| {
        let theme = &story.theme;
        let name = Type { size: theme.text.label, weight: Weight::SemiBold, color: theme.ink, align: Align::Left };
        let widest = theatres.iter().map(|t| super::font::width(t.0, name.size, name.weight)).fold(80.0, f64::max);
        let left = widest.min(0.3 * room.width()) + theme.px(24.0) + 0.5;
        let high = theatres.iter().flat_map(|t| &t.1).map(|r| r.mean.max(r.mean_hi)).fold(0.0, f64::max);
        let x = Axis::new(theme, Scale::round(0.0, high, 7), 7, tick_label, story.text(words::DEATHS));
        let y = Axis { scale: Scale::linear(0.0, theatres.len() as f64), ticks: Vec::new(), name: String::new() };
        let panel = Panel::new(theme, room.inset(left, 0.0, 0.0, 0.0), x, y, theme.px(120.0));
        panel.uprights(canvas);
        for (i, (theatre, rows)) in theatres.iter().enumerate() {
            let middle = (theatres.len() - i) as f64 - 0.5;
            let short = super::font::shorten(theatre, name.size, name.weight, left - theme.px(24.0));
            canvas.text(&short, (room.left, panel.at(0.0, middle).1), name);
            if let [a, .., b] = rows.as_slice() {
                let ends = [panel.at(a.mean, middle), panel.at(b.mean, middle)];
                canvas.line(&ends, panel.stroke(theme.grid, theme.px(8.0)));
            }
            for row in rows {
                panel.dot(canvas, (row.mean_lo, row.mean, row.mean_hi), middle, story.swatch(row.world));
            }
        }
        name_dots(canvas, story, &panel, &theatres);
    })
}

/// The dots of the first theatre carry the names of the worlds.
fn name_dots(canvas: &mut super::canvas::Canvas, story: &Story, panel: &Panel, theatres: &[(&str, Vec<&Row>)]) {
    let middle = theatres.len() as f64 - 0.5;
    let size = story.theme.text.axis;
    let (least, most) = theatres[0].1.iter().fold((f64::MAX, f64::MIN), |a, r| (a.0.min(r.mean), a.1.max(r.mean)));
    for row in &theatres[0].1 {
        let at = panel.at(row.mean, middle);
        // Two names below each other's dot would meet: the left one ends, the right one begins at its dot.
        let align = match row.mean {
            m if theatres[0].1.len() > 1 && m == least => Align::Right,
            m if theatres[0].1.len() > 1 && m == most => Align::Left,
            _ => Align::Centre,
        };
        let style = Type { size, weight: Weight::SemiBold, color: story.swatch(row.world).line, align };
        canvas.text(story.short_name(row.world), (at.0, at.1 - 1.4 * size), style);
    }
}

fn row<'a>(story: &Story<'a>, theatre: &str, world: Column) -> Option<&'a Row> {
    let wanted = |r: &&Row| r.outcome == "battle_deaths" && r.theatre == theatre && r.world == world;
    story.results().summary.iter().find(wanted).filter(|r| r.mean.is_finite())
}

fn title(story: &Story, theatres: &[(&str, Vec<&Row>)]) -> String {
    let sum = |world: Column| -> String {
        story.compact(theatres.iter().flat_map(|t| &t.1).filter(|r| r.world == world).map(|r| r.mean).sum())
    };
    let count = theatres.len().to_string();
    if story.has_mission() && story.worlds().len() > 1 {
        let (with, without) = (sum(Column::Mission), sum(Column::None));
        return story.fill(words::THEATRES_BOTH, &[("count", &count), ("with", &with), ("without", &without)]);
    }
    let world = story.worlds().first().copied().unwrap_or(Column::Mission);
    story.fill(words::THEATRES_ONE, &[("count", &count), ("n", &sum(world))])
}
