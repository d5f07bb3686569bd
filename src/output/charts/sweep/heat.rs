//! Heat maps: an outcome over two axes of a sweep, small multiples over the others.

use super::contour::pieces;
use super::read::{Axis, Grid, Point};
use super::{measure, words_of};
use crate::output::charts::canvas::{Align, Canvas, Rect, Stroke, Type};
use crate::output::charts::font::{Weight, shorten, width};
use crate::output::charts::scale::{Scale, tick_label, tidy_label};
use crate::output::charts::sheet::Sheet;
use crate::output::messages::keys::short;
use crate::output::messages::{charts, more_charts as words};
use crate::output::number::{Measure, thousands};
use crate::output::speech;
use crate::output::theme::{Color, Theme};

/// Width of the bar of colours.
const BAR: f64 = 26.0;
/// Small multiples across and down, at most.
const MOST: usize = 5;

/// Colours of values.
struct Shades {
    scale: Scale,
    /// Steps between colours, and between lines of equal value.
    step: f64,
    /// Whether there are values on both sides of zero.
    both: bool,
}

impl Shades {
    fn new(grid: &Grid) -> Self {
        Self::over(grid.range())
    }

    /// Values that are equal but for rounding still get a scale that can be drawn, beginning at them.
    fn over([low, high]: [f64; 2]) -> Self {
        let both = low < 0.0 && high > 0.0;
        let reach = low.abs().max(high.abs());
        let raw = Scale::linear(low, if high - low > 1e-9 * reach { high } else { low + reach.max(1.0) });
        let ticks = raw.ticks(6);
        let step = if ticks.len() > 1 { ticks[1] - ticks[0] } else { raw.to - raw.from };
        let scale = Scale::linear((raw.from / step).floor() * step, (raw.to / step).ceil() * step);
        Self { scale, step, both }
    }

    fn of(&self, theme: &Theme, value: f64) -> Color {
        if self.both {
            let reach = self.scale.from.abs().max(self.scale.to);
            return theme.both_sides(value / reach);
        }
        theme.shade(self.scale.place(value))
    }

    /// Whether a point is known to a step.
    fn resolved(&self, point: &Point) -> bool {
        point.mean[2] - point.mean[1] <= self.step
    }
}

/// A heat map, or several.
pub fn draw(theme: &Theme, grid: &Grid) -> Option<Result<Sheet, String>> {
    if grid.points.is_empty() {
        return None;
    }
    let shades = Shades::new(grid);
    let others = &grid.axes[2..];
    let shown = |axis: Option<&Axis>| picks(axis.map_or(1, |a| a.levels.len()));
    let (across, down) = (shown(others.first()), shown(others.get(1)));
    let subtitle = if contoured(grid) { words::HEAT_SUBTITLE } else { words::HEAT_SUBTITLE_UNORDERED };
    Some(Sheet::draw(theme, words_of(theme, grid, subtitle, shades.step), |canvas, room| {
        let ticks = ticks(theme, grid, &shades);
        let widest = ticks.iter().map(|t| width(&t.1, theme.text.foot, Weight::Regular)).fold(0.0, f64::max);
        let unit = width(unit(theme, grid), theme.text.foot, Weight::Regular);
        let key = theme.px(50.0) + (theme.px(BAR + 8.0) + widest).max(unit) + 0.5;
        let body = Rect { right: room.right - key, ..room };
        legend(canvas, theme, grid, &shades, &ticks, Rect { left: body.right + theme.px(50.0), ..room });
        let (columns, rows) = if theme.narrow { (down.len(), across.len()) } else { (across.len(), down.len()) };
        let gap = (0.5 * theme.gap, 0.3 * theme.gap);
        for (k, place) in body.grid(columns, rows, gap).into_iter().enumerate() {
            let (c, r) = (k % columns, k / columns);
            let (a, d) = if theme.narrow { (across[r], down[c]) } else { (across[c], down[r]) };
            let fixed: Vec<usize> =
                others.iter().enumerate().map(|(i, _)| [a, d].get(i).copied().unwrap_or(0)).collect();
            map(canvas, theme, grid, &shades, place, &fixed);
        }
    }))
}

/// At most so many levels, spread over all.
fn picks(levels: usize) -> Vec<usize> {
    let shown = levels.min(MOST);
    (0..shown).map(|i| if shown == 1 { 0 } else { i * (levels - 1) / (shown - 1) }).collect()
}

/// A level as it is written beside an axis.
fn level(theme: &Theme, axis: &Axis, at: usize) -> String {
    axis.number(at).map_or_else(|| axis.levels[at].clone(), |n| tick_label((n * 1e6).round() / 1e6, theme.lang))
}

fn map(canvas: &mut Canvas, theme: &Theme, grid: &Grid, shades: &Shades, place: Rect, fixed: &[usize]) {
    let (x, y) = (&grid.axes[0], &grid.axes[1]);
    let small = grid.axes.len() > 2;
    let size = if small { theme.text.foot } else { theme.text.axis };
    let style = Type { size, weight: Weight::Regular, color: theme.muted, align: Align::Right };
    let line = size * theme.text.leading;
    let mut room = place;
    if small {
        let parts = grid.axes[2..]
            .iter()
            .zip(fixed)
            .map(|(a, f)| format!("{} {}", short(&a.key, theme.lang), level(theme, a, *f)));
        let text = parts.collect::<Vec<_>>().join(", ");
        let style = Type { weight: Weight::SemiBold, color: theme.ink, align: Align::Left, ..style };
        let text = shorten(&text, size, style.weight, room.width());
        canvas.text(&text, (room.left, room.top + 0.5 * line), style);
        room.top += 1.1 * line;
    }
    let names: Vec<String> = (0..y.levels.len()).map(|j| level(theme, y, j)).collect();
    let wide = names.iter().map(|n| width(n, size, Weight::Regular)).fold(0.0, f64::max);
    // The name of the upright axis stands on top of it.
    canvas.text(short(&y.key, theme.lang), (room.left, room.top + 0.5 * line), Type { align: Align::Left, ..style });
    let cells = Rect {
        left: room.left + wide + theme.px(10.0),
        top: room.top + 1.2 * line,
        right: room.right,
        bottom: room.bottom - 2.3 * line,
    };
    let (w, h) = (cells.width() / x.levels.len() as f64, cells.height() / y.levels.len() as f64);
    let cell = |i: usize, j: usize| {
        let (left, bottom) = (cells.left + i as f64 * w, cells.bottom - j as f64 * h);
        Rect { left, top: bottom - h, right: left + w, bottom }
    };
    let point = |i: usize, j: usize| grid.at(&[&[i, j], fixed].concat());
    for i in 0..x.levels.len() {
        for j in 0..y.levels.len() {
            if let Some(found) = point(i, j) {
                ground(canvas, theme, shades, found, cell(i, j));
            }
        }
    }
    if contoured(grid) {
        lines(canvas, theme, shades, cells, (x.levels.len(), y.levels.len()), |i, j| point(i, j).map(|p| p.mean[0]));
    }
    for (i, j) in (0..x.levels.len()).flat_map(|i| (0..y.levels.len()).map(move |j| (i, j))).filter(|_| !small) {
        if let Some(found) = point(i, j).filter(|p| shades.resolved(p)) {
            number(canvas, theme, grid, shades, found, cell(i, j));
        }
    }
    beside(canvas, cells, &names, style, theme.px(8.0), h);
    below(canvas, theme, x, cells, style, w);
}

/// Names of the rows; those that would touch are left out.
fn beside(canvas: &mut Canvas, cells: Rect, names: &[String], style: Type, gap: f64, h: f64) {
    let mut free = f64::INFINITY;
    for (j, name) in names.iter().enumerate() {
        let y = cells.bottom - (j as f64 + 0.5) * h;
        if y + 0.6 * style.size < free {
            canvas.text(name, (cells.left - gap, y), style);
            free = y - 0.6 * style.size;
        }
    }
}

/// Names of the columns and of their axis.
fn below(canvas: &mut Canvas, theme: &Theme, x: &Axis, cells: Rect, style: Type, w: f64) {
    let line = style.size * theme.text.leading;
    let style = Type { align: Align::Centre, ..style };
    let mut free = f64::MIN;
    for i in 0..x.levels.len() {
        let (at, name) = (cells.left + (i as f64 + 0.5) * w, level(theme, x, i));
        let half = 0.5 * width(&name, style.size, style.weight);
        if at - half > free {
            canvas.text(&name, (at, cells.bottom + 0.7 * line), style);
            free = at + half + 0.4 * style.size;
        }
    }
    canvas.text(short(&x.key, theme.lang), (0.5 * (cells.left + cells.right), cells.bottom + 1.7 * line), style);
}

/// A cell's colour, hatched where it is not resolved.
fn ground(canvas: &mut Canvas, theme: &Theme, shades: &Shades, point: &Point, cell: Rect) {
    let fill = shades.of(theme, point.mean[0]);
    // A hair wider, so that no light shows between cells.
    canvas.rect(Rect { right: cell.right + 0.5, bottom: cell.bottom + 0.5, ..cell }, fill);
    if !shades.resolved(point) {
        hatch(canvas, cell, Stroke { color: theme.on(fill), width: theme.strokes.grid, dash: None });
    }
}

/// A cell's number where there is room, on the cell's own colour, so that lines do not run through it.
fn number(canvas: &mut Canvas, theme: &Theme, grid: &Grid, shades: &Shades, point: &Point, cell: Rect) {
    let fill = shades.of(theme, point.mean[0]);
    let size = theme.text.foot;
    let text = match measure(grid) {
        // As many decimals in each cell, so that a table of them reads straight down.
        Measure::Share => format!("{}\u{a0}%", thousands(100.0 * point.mean[0], 1)),
        measure => speech::value(measure, point.mean[0], theme.lang).replace("US$\u{a0}", ""),
    };
    let wide = width(&text, size, Weight::Regular);
    if wide < 0.86 * cell.width() && 1.6 * size < cell.height() {
        let (x, y) = (0.5 * (cell.left + cell.right), 0.5 * (cell.top + cell.bottom));
        let (w, h) = (0.5 * wide + 3.0, 0.62 * size);
        canvas.rect(Rect { left: x - w, top: y - h, right: x + w, bottom: y + h }, fill);
        let style = Type { size, weight: Weight::Regular, color: theme.on(fill), align: Align::Centre };
        canvas.text(&text, (x, y), style);
    }
}

fn hatch(canvas: &mut Canvas, cell: Rect, stroke: Stroke) {
    let (w, h) = (cell.width(), cell.height());
    let steps = ((w + h) / 14.0).ceil() as usize;
    for k in 1..steps {
        let t = k as f64 * 14.0;
        // From the left or the bottom edge to the top or the right one.
        let a = if t < h { (cell.left, cell.top + t) } else { (cell.left + t - h, cell.bottom) };
        let b = if t < w { (cell.left + t, cell.top) } else { (cell.right, cell.top + t - w) };
        if a.0 < cell.right && b.1 < cell.bottom {
            canvas.line(&[a, b], stroke);
        }
    }
}

/// Lines of equal value at each step.
fn lines(
    canvas: &mut Canvas,
    theme: &Theme,
    shades: &Shades,
    cells: Rect,
    (columns, rows): (usize, usize),
    value: impl Fn(usize, usize) -> Option<f64>,
) {
    let (w, h) = (cells.width() / columns as f64, cells.height() / rows as f64);
    let at = |p: (f64, f64)| (cells.left + (p.0 + 0.5) * w, cells.bottom - (p.1 + 0.5) * h);
    let count = ((shades.scale.to - shades.scale.from) / shades.step).round() as usize;
    for k in 1..count {
        let level = shades.scale.from + k as f64 * shades.step;
        for [a, b] in pieces(columns, rows, level, &value) {
            let color = theme.on(shades.of(theme, level));
            canvas.line(&[at(a), at(b)], Stroke { color, width: theme.strokes.thin, dash: None });
        }
    }
}

/// Whether equal values lie on lines: between names without an order nothing lies.
fn contoured(grid: &Grid) -> bool {
    grid.axes[..2].iter().all(Axis::is_numeric)
}

/// The unit that all numbers of the key share.
fn unit(theme: &Theme, grid: &Grid) -> &'static str {
    if measure(grid) == Measure::Dollars { charts::DOLLARS.text(theme.lang) } else { "" }
}

/// Numbers of the key.
fn ticks(theme: &Theme, grid: &Grid, shades: &Shades) -> Vec<(f64, String)> {
    let count = ((shades.scale.to - shades.scale.from) / shades.step).round() as usize;
    let write = |value: f64| match measure(grid) {
        Measure::Dollars => tidy_label(value, theme.lang),
        Measure::Points => {
            charts::PP.fill(theme.lang, &[("n", &speech::value(Measure::Plain, 100.0 * value, theme.lang))])
        }
        other => speech::value(other, value, theme.lang),
    };
    (0..=count).map(|k| shades.scale.from + k as f64 * shades.step).map(|v| (v, write(v))).collect()
}

/// Colours and what they stand for.
fn legend(canvas: &mut Canvas, theme: &Theme, grid: &Grid, shades: &Shades, ticks: &[(f64, String)], room: Rect) {
    let size = theme.text.foot;
    let line = size * theme.text.leading;
    let bar = Rect {
        left: room.left,
        right: room.left + theme.px(BAR),
        top: room.top + 1.2 * theme.text.axis * theme.text.leading,
        bottom: room.bottom - 2.3 * theme.text.axis * theme.text.leading,
    };
    let steps = 120;
    for k in 0..steps {
        let share = (f64::from(k) + 0.5) / f64::from(steps);
        let value = shades.scale.from + share * (shades.scale.to - shades.scale.from);
        let bottom = bar.bottom - f64::from(k) / f64::from(steps) * bar.height();
        let top = bottom - bar.height() / f64::from(steps) - 0.5;
        canvas.rect(Rect { top, bottom, ..bar }, shades.of(theme, value));
    }
    let style = Type { size, weight: Weight::Regular, color: theme.muted, align: Align::Left };
    canvas.text(unit(theme, grid), (bar.left, bar.top - 0.9 * line), style);
    let mut free = f64::INFINITY;
    for (value, text) in ticks {
        let y = bar.bottom - shades.scale.place(*value) * bar.height();
        if y + 0.5 * line < free {
            canvas.text(text, (bar.right + theme.px(8.0), y), style);
            free = y - 0.5 * line;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_of_equal_values_has_few_steps() {
        let near = 1.0 + f64::EPSILON;
        for range in [[0.0, 0.0], [5.0, 5.0], [-3.0, -3.0], [1e12, 1e12], [1.0, near], [0.2, 0.9], [-1.0, 40.0]] {
            let shades = Shades::over(range);
            let steps = (shades.scale.to - shades.scale.from) / shades.step;
            assert!((1.0..=12.0).contains(&steps), "{range:?}: {steps}");
            assert!(shades.scale.from <= range[0] && range[1] <= shades.scale.to, "{range:?}");
        }
    }

    #[test]
    fn small_multiples_are_spread_over_all_levels() {
        assert_eq!(picks(1), [0]);
        assert_eq!(picks(3), [0, 1, 2]);
        assert_eq!(picks(9), [0, 2, 4, 6, 8]);
    }
}
