//! Cost against lives saved.

use super::Drawn;
use super::canvas::{Align, Canvas, Point, Rect, Stroke, Type};
use super::font::Weight;
use super::panel::{Axis, Panel};
use super::scale::{Scale, tick_label};
use super::story::Story;
use crate::engine::results::{Column, PlanePoint, Row};
use crate::output::messages::charts as words;
use crate::output::number::{Measure, thousands};

/// The share of points that may lie beyond an edge, each.
const BEYOND: f64 = 0.01;

/// A point for each history, the mean with its intervals, lines of equal cost per life.
pub fn draw(story: &Story) -> Drawn {
    let points: Vec<&PlanePoint> =
        story.results().plane.iter().filter(|p| p.cost_usd.is_finite() && p.lives_saved.is_finite()).collect();
    if points.len() < 2 || !story.has_mission() {
        return None;
    }
    let [saved, spent] =
        [("lives_saved", Column::Difference), ("cost_usd", Column::Mission)].map(|(outcome, world)| {
            story.defined(outcome, world).map_or([f64::NAN; 3], |r| [r.mean, r.mean_lo, r.mean_hi])
        });
    let lives = range(points.iter().map(|p| p.lives_saved), saved);
    let cost = range(points.iter().map(|p| p.cost_usd), spent);
    let inside =
        |p: &&PlanePoint| (lives.0..=lives.1).contains(&p.lives_saved) && (cost.0..=cost.1).contains(&p.cost_usd);
    let (seen, hidden): (Vec<&PlanePoint>, Vec<&PlanePoint>) = points.into_iter().partition(inside);
    let counts = [seen.len() as f64, story.info.replicates as f64, hidden.len() as f64].map(|n| thousands(n, 0));
    let values = [("seen", &*counts[0]), ("all", &counts[1]), ("hidden", &counts[2])];
    let subtitle = story.subtitle(words::PLANE_SUBTITLE, &values);
    story.sheet(title(story), subtitle, |canvas, room| {
        let theme = &story.theme;
        let x = Axis::new(theme, Scale::roots(lives.0, lives.1), 10, tick_label, story.text(words::LIVES_SAVED));
        let y = Scale::round(cost.0, cost.1, 7);
        let y = Axis::new(theme, y, 7, tick_label, story.text(words::COST_OF_MISSION));
        let panel = Panel::new(theme, room, x, y, ray_room(story));
        panel.axes(canvas);
        panel.line(canvas, &[(0.0, 0.0), (0.0, f64::MAX)], panel.stroke(story.theme.axis, story.theme.strokes.thin));
        let opacity = (120.0 / seen.len() as f64).clamp(0.12, 0.6);
        for point in seen {
            canvas.disc(
                panel.at(point.lives_saved, point.cost_usd),
                story.theme.px(5.0),
                story.theme.mission.line,
                opacity,
            );
        }
        rays(canvas, story, &panel);
        means(canvas, story, &panel);
    })
}

/// All but a few at each end, and the mean with its interval: few histories may carry it beyond nearly all.
fn range(values: impl Iterator<Item = f64>, mean: [f64; 3]) -> (f64, f64) {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let skip = (BEYOND * sorted.len() as f64) as usize;
    let most = (sorted[skip], sorted[sorted.len() - 1 - skip]);
    mean.into_iter().filter(|v| v.is_finite()).fold(most, |(low, high), v| (low.min(v), high.max(v)))
}

/// Lines of equal cost per life saved: powers of ten that cross the plane.
fn rays(canvas: &mut Canvas, story: &Story, panel: &Panel) {
    let (lives, cost) = (panel.x_end(), panel.y_end());
    let theme = &story.theme;
    let stroke = Stroke { dash: Some((6.0, 8.0)), ..panel.stroke(theme.muted, theme.strokes.grid) };
    let mut named: Vec<Rect> = Vec::new();
    for ratio in (2..9).map(|p| 10f64.powi(p)) {
        let steep = ratio * lives > cost;
        let (x, y) = if steep { (cost / ratio, cost) } else { (lives, ratio * lives) };
        let place = panel.at(x, y);
        // None so near to a corner that its name would meet that of an axis.
        if place.0 - panel.at(0.0, 0.0).0 < 0.05 * panel.plot.width()
            || place.0 < panel.plot.left + theme.px(if theme.narrow { 200.0 } else { 400.0 })
            || y < 0.1 * cost
        {
            continue;
        }
        let along = (0..=60).map(|i| f64::from(i) / 60.0).map(|t| (t * t * x, t * t * y));
        panel.line(canvas, &along.collect::<Vec<_>>(), stroke);
        let style = Type { size: theme.text.foot, weight: Weight::Regular, color: theme.muted, align: Align::Left };
        let at = if steep { (place.0 - 6.0, place.1 - 0.9 * theme.text.foot) } else { (place.0 + 10.0, place.1) };
        let text = ray(story, ratio);
        let align = if steep { Align::Centre } else { Align::Left };
        let ground = ground(&text, at, style.size, align);
        // A name that would touch another's is left out; its line says enough.
        if named.iter().all(|other: &Rect| !touch(&ground, other)) {
            canvas.text(&text, at, Type { align, ..style });
            named.push(ground);
        }
    }
}

/// The ground that a name takes.
fn ground(text: &str, (x, y): Point, size: f64, align: Align) -> Rect {
    let wide = super::font::width(text, size, Weight::Regular);
    let left = if align == Align::Centre { x - 0.5 * wide } else { x };
    Rect { left, top: y - 0.7 * size, right: left + wide, bottom: y + 0.7 * size }
}

fn touch(a: &Rect, b: &Rect) -> bool {
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

fn ray(story: &Story, ratio: f64) -> String {
    story.fill(words::A_LIFE, &[("cost", &story.value(Measure::Dollars, ratio))])
}

/// Room to the right for the names of rays that end there.
fn ray_room(story: &Story) -> f64 {
    let names = (2..9).map(|p| ray(story, 10f64.powi(p)));
    let size = story.theme.text.foot;
    names.map(|n| super::font::width(&n, size, Weight::Regular)).fold(0.0, f64::max) + story.theme.px(14.0)
}

/// The cross of the means, and what they are.
fn means(canvas: &mut Canvas, story: &Story, panel: &Panel) {
    let (Some(lives), Some(cost)) =
        (story.defined("lives_saved", Column::Difference), story.defined("cost_usd", Column::Mission))
    else {
        return;
    };
    let theme = &story.theme;
    let centre = panel.at(lives.mean, cost.mean);
    let arm = |a: (f64, f64), b: (f64, f64)| [a, b].map(|p| panel.at(p.0, p.1));
    let ends = |r: &Row| if r.mean_lo.is_finite() { (r.mean_lo, r.mean_hi) } else { (r.mean, r.mean) };
    let ((left, right), (low, high)) = (ends(lives), ends(cost));
    for (width, color) in [(11.0, theme.background), (5.0, theme.ink)] {
        canvas.line(&arm((left, cost.mean), (right, cost.mean)), panel.stroke(color, width));
        canvas.line(&arm((lives.mean, low), (lives.mean, high)), panel.stroke(color, width));
        canvas.disc(centre, width + 3.0, color, 1.0);
    }
    let (many, money) = (story.compact(lives.mean), story.value(Measure::Dollars, cost.mean));
    let text = story.fill(words::PLANE_MEAN, &[("lives", &many), ("cost", &money)]);
    panel.flag(canvas, centre, &text, theme.ink);
}

fn title(story: &Story) -> String {
    let ratio = story.results().row("cost_per_life_saved_usd", Column::Difference);
    match (ratio, story.defined("lives_saved", Column::Difference)) {
        (Some(r), _) if r.mean.is_finite() && r.mean_lo.is_finite() && r.mean_hi.is_finite() => {
            let [mean, low, high] = [r.mean, r.mean_lo, r.mean_hi].map(|v| story.value(Measure::Dollars, v));
            story.fill(words::PLANE_RATIO, &[("mean", &mean), ("low", &low), ("high", &high)])
        }
        (_, Some(_)) => story.text(words::PLANE_UNBOUNDED).to_owned(),
        _ => story.text(words::PLANE_PLAIN).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_that_few_histories_carry_is_on_the_plane() {
        let saved = || (0..1_000).map(|i| if i == 0 { 1e6 } else { 1.0 });
        assert_eq!(range(saved(), [f64::NAN; 3]), (1.0, 1.0));
        assert_eq!(range(saved(), [1_001.0, -950.0, 2_950.0]), (-950.0, 2_950.0));
    }
}
