//! How a mean settles as histories are added.

use super::Drawn;
use super::canvas::{Canvas, Rect};
use super::panel::{Axis, Panel};
use super::scale::{Scale, percent_label, tick_label};
use super::story::Story;
use crate::draws::math::pow;
use crate::engine::results::{Column, Kept};
use crate::output::messages::charts as words;
use crate::output::number::thousands;

/// Outcomes that are shown.
const SHOWN: [&str; 4] = ["battle_deaths", "months_at_war", "peace_at_horizon", "success"];
/// Places of a curve.
const PLACES: usize = 120;
/// Histories before which an interval means nothing.
const LEAST: usize = 20;

/// Running means with their intervals, from kept replicates.
pub fn draw(story: &Story) -> Drawn {
    let kept = story.results().kept.as_ref()?;
    let shown: Vec<(&str, Vec<f64>)> =
        SHOWN.iter().filter_map(|name| Some((*name, values(story, kept, name)?))).collect();
    let (_, first) = shown.first()?;
    let runs: Vec<Vec<Running>> = shown.iter().map(|s| running(&s.1)).collect();
    let error = story.compact(runs[0].last()?.half);
    let title = story.fill(words::CONVERGENCE_TITLE, &[("n", &thousands(first.len() as f64, 0)), ("error", &error)]);
    story.sheet(title, story.subtitle(words::CONVERGENCE_SUBTITLE, &[]), |canvas, room| {
        let (columns, rows) = match (story.theme.narrow, shown.len()) {
            (true, n) => (1, n),
            (false, n @ 1..=2) => (n, 1),
            (false, n) => (2, n.div_ceil(2)),
        };
        let places = room.grid(columns, rows, (story.theme.gap, 0.6 * story.theme.gap));
        for ((name, _), (run, place)) in shown.iter().zip(runs.iter().zip(places)) {
            panel(canvas, story, place, name, run);
        }
    })
}

/// Outcomes of replicates in their own order, with the mission where there is one.
fn values(story: &Story, kept: &Kept, name: &str) -> Option<Vec<f64>> {
    // The world with operations bears bare names, and the scenario's own where there are none.
    story.defined(name, Column::Mission).or_else(|| story.defined(name, Column::None))?;
    let column = kept.names.iter().position(|n| n == name)?;
    let values: Vec<f64> = kept.rows.iter().map(|r| r[column]).filter(|v| v.is_finite()).collect();
    (values.len() > 2 * LEAST).then_some(values)
}

/// Mean of the first n with half the width of its 95 % interval.
struct Running {
    n: f64,
    mean: f64,
    half: f64,
}

/// At places that are even on a logarithmic scale.
fn running(values: &[f64]) -> Vec<Running> {
    let (mut sum, mut squares, mut out, mut next) = (0.0, 0.0, Vec::new(), LEAST as f64);
    let grow = pow(values.len() as f64 / LEAST as f64, 1.0 / PLACES as f64);
    for (i, v) in values.iter().enumerate() {
        sum += v;
        squares += v * v;
        let n = (i + 1) as f64;
        if n >= next || i + 1 == values.len() {
            let mean = sum / n;
            let variance = ((squares - n * mean * mean) / (n - 1.0).max(1.0)).max(0.0);
            out.push(Running { n, mean, half: 1.96 * (variance / n).sqrt() });
            next = (next * grow).max(n + 1.0);
        }
    }
    out.retain(|r| r.n >= LEAST as f64);
    out
}

fn panel(canvas: &mut Canvas, story: &Story, room: Rect, name: &str, run: &[Running]) {
    let theme = &story.theme;
    let room = Panel::heading(canvas, theme, room, &story.label(name), theme.ink);
    let share = story.defined(name, Column::Mission).is_some_and(|r| r.unit == "share");
    let ends = || run.iter().flat_map(|r| [r.mean - r.half, r.mean + r.half]);
    let (low, high) = (ends().fold(f64::INFINITY, f64::min), ends().fold(f64::NEG_INFINITY, f64::max));
    let margin = 0.04 * (high - low);
    let x = Scale::log(LEAST as f64, run.last().map_or(100.0, |r| r.n));
    let x = Axis::new(theme, x, 6, tick_label, story.text(words::CONVERGENCE_AXIS));
    let label = if share { percent_label } else { tick_label };
    let panel = Panel::new(
        theme,
        room,
        x,
        Axis::new(theme, Scale::linear(low - margin, high + margin), 4, label, ""),
        theme.px(24.0),
    );
    let band: Vec<_> = run.iter().map(|r| (r.n, r.mean - r.half, r.mean + r.half)).collect();
    panel.band(canvas, &band, theme.mission.outer);
    panel.axes(canvas);
    let line: Vec<_> = run.iter().map(|r| (r.n, r.mean)).collect();
    panel.line(canvas, &line, panel.data(&theme.mission));
    if let Some(last) = run.last() {
        canvas.disc(panel.at(last.n, last.mean), theme.px(7.0), theme.mission.line, 1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_interval_is_that_of_all_values() {
        let values: Vec<f64> = (0..1000).map(|i| f64::from(i % 2)).collect();
        let run = running(&values);
        let last = run.last().unwrap();
        assert_eq!((last.n, last.mean), (1000.0, 0.5));
        assert!((last.half - 1.96 * (0.25 * 1000.0 / 999.0 / 1000.0_f64).sqrt()).abs() < 1e-12);
        assert!(run.len() <= PLACES + 2 && run.windows(2).all(|w| w[0].n < w[1].n));
    }
}
