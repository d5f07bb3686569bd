//! The cost-effectiveness acceptability curve: how often a mission is worth its cost, by what a life is held to be worth.

use super::Drawn;
use super::fan::end;
use super::panel::{Axis, Panel, label_room};
use super::scale::{Scale, tick_label};
use super::story::Story;
use crate::draws::math::pow;
use crate::engine::results::PlanePoint;
use crate::output::messages::charts as words;
use crate::output::number::Measure;

/// Places of the curve.
const PLACES: usize = 200;
/// What the title asks about, US dollars a life.
const WORTH: f64 = 1e6;

/// The curve, from the histories of the cost-effectiveness plane.
pub fn draw(story: &Story) -> Drawn {
    let points: Vec<&PlanePoint> =
        story.results().plane.iter().filter(|p| p.cost_usd.is_finite() && p.lives_saved.is_finite()).collect();
    if points.len() < 20 || !story.has_mission() {
        return None;
    }
    let ratios = ratios(&points);
    let curve: Vec<(f64, f64)> = (0..PLACES)
        .map(place)
        .map(|worth| (worth, ratios.partition_point(|r| *r <= worth) as f64 / points.len() as f64))
        .collect();
    let limit = ratios.len() as f64 / points.len() as f64;
    let at = ratios.partition_point(|r| *r <= WORTH) as f64 / points.len() as f64;
    let [share, saves] = [at, limit].map(|v| story.value(Measure::Share, v));
    let title = story.fill(words::ACCEPT_TITLE, &[("worth", &story.value(Measure::Dollars, WORTH)), ("share", &share)]);
    let subtitle = story.subtitle(words::ACCEPT_SUBTITLE, &[("count", &counted(story, points.len()))]);
    story.sheet(title, subtitle, |canvas, room| {
        let theme = &story.theme;
        let label = story.fill(words::ACCEPT_LIMIT, &[("share", &saves)]);
        let labels = [end(&[(0.0, limit)], label, &theme.none)];
        let x =
            Axis::new(theme, Scale::log(place(0), place(PLACES - 1)), 8, tick_label, story.text(words::ACCEPT_AXIS));
        let panel = Panel::new(theme, room, x, Axis::share(theme, ""), label_room(theme, &labels));
        panel.axes(canvas);
        panel.line(canvas, &[(place(0), limit), (place(PLACES - 1), limit)], panel.data(&theme.none));
        panel.line(canvas, &curve, panel.data(&theme.mission));
        panel.end_labels(canvas, &labels);
    })
}

/// What a life is held to be worth at a place of the axis: from 10,000 to 100 million dollars.
fn place(k: usize) -> f64 {
    pow(10.0, 4.0 + 4.0 * k as f64 / (PLACES - 1) as f64)
}

/// Cost per life of the histories that save any, in order.
fn ratios(points: &[&PlanePoint]) -> Vec<f64> {
    let mut ratios: Vec<f64> =
        points.iter().filter(|p| p.lives_saved > 0.0).map(|p| p.cost_usd / p.lives_saved).collect();
    ratios.sort_by(f64::total_cmp);
    ratios
}

fn counted(story: &Story, points: usize) -> String {
    story.fill(words::HISTORIES, &[("n", &crate::output::number::thousands(points as f64, 0))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn histories_that_save_nobody_never_count() {
        let point = |lives_saved| PlanePoint { replicate: 0, cost_usd: 1e6, lives_saved };
        let points = [point(10.0), point(-5.0), point(0.0), point(100.0)];
        assert_eq!(ratios(&points.iter().collect::<Vec<_>>()), [1e4, 1e5]);
    }
}
