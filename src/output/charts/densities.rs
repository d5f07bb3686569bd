//! Densities of outcomes, mission beside none.

use super::Drawn;
use super::canvas::{Canvas, Rect, Stroke};
use super::distributions::{axis, curves, legend, tiles};
use super::panel::{Axis, Panel};
use super::scale::Scale;
use super::story::Story;
use crate::engine::results::{Column, Curve};
use crate::output::messages::charts as words;

/// Outcomes that are shown.
const SHOWN: [&str; 4] = ["battle_deaths", "months_at_war", "displaced_person_months", "one_sided_deaths_rebels"];
/// Points of a density.
const POINTS: usize = 160;
/// Half width of the kernel, in the width of the axis.
const KERNEL: f64 = 0.045;

/// Small multiples of densities.
pub fn draw(story: &Story) -> Drawn {
    let shown = curves(story, &SHOWN);
    if shown.is_empty() {
        return None;
    }
    story.sheet(title(story), story.subtitle(words::DENSITIES_SUBTITLE, &[]), |canvas, room| {
        let room = legend(canvas, story, room);
        let tiles = if shown.len() == 4 && !story.theme.narrow {
            room.grid(2, 2, (story.theme.gap, 0.6 * story.theme.gap))
        } else {
            tiles(story, room, shown.len())
        };
        for (one, room) in shown.iter().zip(tiles) {
            panel(canvas, story, room, one);
        }
    })
}

fn panel(canvas: &mut Canvas, story: &Story, room: Rect, (name, curves): &(&str, Vec<&Curve>)) {
    let theme = &story.theme;
    let room = Panel::heading(canvas, theme, room, &story.label(name), theme.ink);
    let x = axis(story, name, curves);
    let scale = x.scale;
    let densities: Vec<Vec<f64>> = curves.iter().map(|c| density(c, &scale)).collect();
    let highest = densities.iter().flatten().copied().fold(0.0, f64::max);
    let y = Axis { scale: Scale::linear(0.0, 1.04 * highest), ticks: Vec::new(), name: String::new() };
    let panel = Panel::new(theme, room, x, y, theme.px(24.0));
    let across = |k: usize| panel.plot.left + k as f64 / (POINTS - 1) as f64 * panel.plot.width();
    let up = |v: f64| panel.plot.bottom - v / (1.04 * highest) * panel.plot.height();
    let outline = |density: &Vec<f64>| density.iter().enumerate().map(|(k, v)| (across(k), up(*v))).collect::<Vec<_>>();
    if let (Some(first), Some(density)) = (curves.first(), densities.first()) {
        let ground = [(panel.plot.right, panel.plot.bottom), (panel.plot.left, panel.plot.bottom)];
        let shape: Vec<_> = outline(density).into_iter().chain(ground).collect();
        canvas.shape(&shape, story.swatch(first.world).outer);
    }
    for (curve, density) in curves.iter().zip(&densities).rev() {
        let swatch = story.swatch(curve.world);
        canvas.line(&outline(density), panel.data(swatch));
        let median = panel.at(curve.quantiles[curve.quantiles.len() / 2], 0.0).0;
        let thin = Stroke { width: theme.strokes.thin, ..panel.data(swatch) };
        canvas.line(&[(median, panel.plot.top), (median, panel.plot.bottom)], thin);
    }
    panel.axes(canvas);
}

/// Density along the axis as it is stretched, by a biweight kernel that is folded back at zero, and at the other end
/// where no history lies beyond it.
fn density(curve: &Curve, scale: &Scale) -> Vec<f64> {
    let places: Vec<f64> =
        curve.quantiles.iter().filter(|v| v.is_finite() && **v <= scale.to).map(|v| scale.place(*v)).collect();
    let weight = 1.0 / (curve.quantiles.len() as f64 * KERNEL);
    let whole = if places.len() == curve.quantiles.len() { 1.0 } else { 0.0 };
    let kernel = |u: f64| if u.abs() < 1.0 { 15.0 / 16.0 * (1.0 - u * u) * (1.0 - u * u) } else { 0.0 };
    let at = |x: f64| -> f64 {
        let near =
            |p: f64| kernel((x - p) / KERNEL) + kernel((x + p) / KERNEL) + whole * kernel((2.0 - x - p) / KERNEL);
        places.iter().map(|p| near(*p)).sum::<f64>() * weight
    };
    (0..POINTS).map(|k| at(k as f64 / (POINTS - 1) as f64)).collect()
}

fn title(story: &Story) -> String {
    let median = |w| story.defined("months_at_war", w).map(|r| r.quantiles[2].value).filter(|m| m.is_finite());
    match (median(Column::Mission), median(Column::None)) {
        (Some(with), Some(without)) if story.has_mission() && with == 0.0 && without == 0.0 => {
            story.text(words::DENSITIES_NO_WAR).to_owned()
        }
        (Some(with), Some(without)) if story.has_mission() => {
            let [with, without] = [with, without].map(|m| months_of_war(story, m));
            story.fill(words::DENSITIES_BOTH, &[("with", &with), ("without", &without)])
        }
        _ => story.text(words::DENSITIES_PLAIN).to_owned(),
    }
}

/// `1 month`, `254 theatre-months`: a sum over theatres is not how long a war lasts.
fn months_of_war(story: &Story, months: f64) -> String {
    let message = match (story.theatre_count() > 1, months == 1.0) {
        (false, true) => words::ONE_MONTH,
        (false, false) => words::SO_MANY_MONTHS,
        (true, true) => words::ONE_THEATRE_MONTH,
        (true, false) => words::SO_MANY_THEATRE_MONTHS,
    };
    story.fill(message, &[("n", &story.compact(months))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_density_holds_all_histories() {
        let quantiles = (0..201).map(|i| f64::from(i) / 2.0).collect();
        let curve = Curve { outcome: "x".into(), theatre: "all".into(), world: Column::None, quantiles };
        let density = density(&curve, &Scale::linear(0.0, 100.0));
        let area = density.iter().sum::<f64>() / POINTS as f64;
        assert!((area - 1.0).abs() < 0.02, "{area}");
        // Even numbers make an even density, at the ends too.
        assert!(density.iter().all(|d| (d - 1.0).abs() < 0.2), "{density:?}");
    }
}
