//! An outcome along one axis of a sweep.

use super::read::Grid;
use super::{measure, words_of};
use crate::output::charts::canvas::Stroke;
use crate::output::charts::panel::{Axis, Panel};
use crate::output::charts::scale::{Scale, percent_label, tick_label};
use crate::output::charts::sheet::Sheet;
use crate::output::messages::keys::whole;
use crate::output::messages::{more_charts as words, units};
use crate::output::number::Measure;
use crate::output::theme::Theme;

/// Dots with intervals along the axis, above bands where the outcome has them.
pub fn draw(theme: &Theme, grid: &Grid) -> Option<Result<Sheet, String>> {
    let axis = grid.axes.first()?;
    let mut points: Vec<_> = grid.points.iter().collect();
    points.sort_by_key(|p| p.at[0]);
    let (&first, &last) = (points.first()?, points.last()?);
    // Names stand side by side, numbers where they are.
    let place = |level: usize| axis.number(level).unwrap_or(level as f64);
    let share = matches!(measure(grid), Measure::Share | Measure::Points);
    let subtitle = if share { words::LINES_SHARE_SUBTITLE } else { words::LINES_SUBTITLE };
    let reach = |p: &&super::Point| {
        if share { [p.mean[1], p.mean[2]] } else { [p.quantiles[0].min(p.mean[1]), p.quantiles[4].max(p.mean[2])] }
    };
    let all = || points.iter().flat_map(&reach).filter(|v| v.is_finite());
    let (low, high) = (all().fold(0.0, f64::min), all().fold(0.0, f64::max));
    Some(Sheet::draw(theme, words_of(theme, grid, subtitle, 0.0), |canvas, room| {
        let across = Scale::linear(place(first.at[0]), place(last.at[0]));
        let x = match axis.number(0) {
            Some(_) => Axis::new(theme, across, 8, tick_label, whole(&axis.key, theme.lang)),
            None => {
                let ticks = axis.levels.iter().enumerate().map(|(i, l)| (i as f64, l.clone())).collect();
                Axis { scale: across, ticks, name: whole(&axis.key, theme.lang).to_owned() }
            }
        };
        let label = if share { percent_label } else { tick_label };
        let y = Axis::new(
            theme,
            Scale::round(low, high, 6),
            6,
            label,
            if share { "" } else { units::unit(&grid.unit, theme.lang) },
        );
        let panel = Panel::new(theme, room, x, y, theme.px(40.0));
        let band = |low: usize, high: usize| -> Vec<(f64, f64, f64)> {
            points.iter().map(|p| (place(p.at[0]), p.quantiles[low], p.quantiles[high])).collect()
        };
        if !share {
            panel.band(canvas, &band(0, 4), theme.mission.outer);
            panel.band(canvas, &band(1, 3), theme.mission.inner);
        }
        panel.axes(canvas);
        let means: Vec<(f64, f64)> = points.iter().map(|p| (place(p.at[0]), p.mean[0])).collect();
        panel.line(canvas, &means, panel.data(&theme.mission));
        for p in &points {
            let at = |v: f64| panel.at(place(p.at[0]), v);
            let whisker = Stroke { color: theme.mission.line, width: theme.strokes.data, dash: None };
            if p.mean[1].is_finite() && p.mean[2].is_finite() {
                canvas.line(&[at(p.mean[1]), at(p.mean[2])], whisker);
            }
            canvas.disc(at(p.mean[0]), theme.px(9.0), theme.background, 1.0);
            canvas.disc(at(p.mean[0]), theme.px(7.0), theme.mission.line, 1.0);
        }
    }))
}
