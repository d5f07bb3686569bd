//! A plot: two axes with a thin grid, and what is drawn between them.

use super::canvas::{Align, Canvas, Point, Rect, Stroke, Type};
use super::font::{Weight, width};
use super::scale::{Scale, percent_label, tick_label};
use crate::output::messages::{Lang, Message, charts};
use crate::output::theme::{Color, Swatch, Theme};

/// How numbers are written beside an axis.
pub type Label = fn(f64, Lang) -> String;

/// An axis.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Its scale.
    pub scale: Scale,
    /// Numbers beside it.
    pub ticks: Vec<(f64, String)>,
    /// What they measure.
    pub name: String,
}

impl Axis {
    /// An axis with about so many numbers.
    pub fn new(theme: &Theme, scale: Scale, room: usize, label: Label, name: &str) -> Self {
        let ticks = scale.ticks(room).into_iter().map(|v| (v, label(v, theme.lang))).collect();
        Self { scale, ticks, name: name.to_owned() }
    }

    /// From nothing to everything, in per cent.
    pub fn share(theme: &Theme, name: &str) -> Self {
        Self::new(theme, Scale::linear(0.0, 1.0), 5, percent_label, name)
    }

    /// Months from month 0, in years where there are enough of them.
    pub fn months(theme: &Theme, first: i32, last: i32, zero: Zero) -> Self {
        let years = last - first > 48;
        let (unit, name) = if years { (12, zero.years()) } else { (1, zero.months()) };
        let scale = Scale::linear(f64::from(first), f64::from(last));
        let steps: &[i32] = if years { &[1, 2, 5, 10, 20] } else { &[1, 3, 6, 12] };
        let room = |s: &&i32| (last - first) / (unit * **s) <= 8;
        let step = unit * steps.iter().find(room).unwrap_or(&steps[steps.len() - 1]);
        let ticks = (first.div_euclid(step)..=last / step).map(|i| i * step).filter(|m| *m >= first);
        let ticks = ticks.map(|m| (f64::from(m), tick_label(f64::from(m / unit), theme.lang))).collect();
        Self { scale, ticks, name: name.text(theme.lang).to_owned() }
    }

    /// Width of the widest number beside it.
    pub fn label_width(&self, theme: &Theme) -> f64 {
        let widths = self.ticks.iter().map(|t| width(&t.1, theme.text.axis, Weight::Regular));
        widths.fold(0.0, f64::max)
    }
}

/// What month 0 of an axis is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zero {
    /// The month in which the mission deploys.
    Deployment,
    /// Month 0 of the scenario, in which nobody need deploy.
    Start,
}

impl Zero {
    fn years(self) -> Message {
        if self == Self::Deployment { charts::YEARS_FROM } else { charts::YEARS_FROM_START }
    }

    fn months(self) -> Message {
        if self == Self::Deployment { charts::MONTHS_FROM } else { charts::MONTHS_FROM_START }
    }
}

/// A label beside the end of a line.
#[derive(Clone, Debug)]
pub struct EndLabel {
    /// Where the line ends.
    pub value: f64,
    /// What it is.
    pub text: String,
    /// Its colour.
    pub color: Color,
}

/// A plot.
pub struct Panel<'t> {
    theme: &'t Theme,
    /// Between the axes.
    pub plot: Rect,
    x: Axis,
    y: Axis,
}

impl<'t> Panel<'t> {
    /// Room for a plot with labels to the right of it, so many pixels wide.
    pub fn new(theme: &'t Theme, room: Rect, x: Axis, y: Axis, right: f64) -> Self {
        let line = theme.text.axis * theme.text.leading;
        let left = y.label_width(theme) + theme.px(14.0);
        let top = if y.name.is_empty() { 0.5 * line } else { 1.75 * line };
        let plot = room.inset(left, top, right, 2.3 * line);
        Self { theme, plot, x, y }
    }

    /// A plot whose place between the axes is given, to stand in line with others.
    pub fn fixed(theme: &'t Theme, plot: Rect, x: Axis, y: Axis) -> Self {
        Self { theme, plot, x, y }
    }

    /// A heading above a plot; the room below it.
    pub fn heading(canvas: &mut Canvas, theme: &Theme, room: Rect, text: &str, color: Color) -> Rect {
        let size = theme.text.label;
        let style = Type { size, weight: Weight::SemiBold, color, align: Align::Left };
        let line = size * theme.text.leading;
        let text = super::font::shorten(text, size, Weight::SemiBold, room.width());
        canvas.text(&text, (room.left, room.top + 0.5 * line), style);
        Rect { top: room.top + 1.15 * line, ..room }
    }

    /// A place on the plot.
    pub fn at(&self, x: f64, y: f64) -> Point {
        let Rect { left, bottom, .. } = self.plot;
        let across = left + self.x.scale.place(x) * self.plot.width();
        (across, bottom - self.y.scale.place(y) * self.plot.height())
    }

    /// Grid, numbers and names of the axes.
    pub fn axes(&self, canvas: &mut Canvas) {
        self.rows(canvas);
        self.columns(canvas);
        let zero = if self.y.scale.from < 0.0 && self.y.scale.to > 0.0 { 0.0 } else { self.y.scale.from };
        let y = self.at(self.x.scale.from, zero).1;
        canvas
            .line(&[(self.plot.left, y), (self.plot.right, y)], self.stroke(self.theme.axis, self.theme.strokes.grid));
    }

    fn rows(&self, canvas: &mut Canvas) {
        let style = self.axis_type(Align::Right);
        let mut free = f64::INFINITY;
        for (value, label) in &self.y.ticks {
            let y = self.at(self.x.scale.from, *value).1;
            canvas.line(&[(self.plot.left, y), (self.plot.right, y)], self.grid());
            // A number that would touch the one below keeps its line alone.
            if y < free {
                canvas.text(label, (self.plot.left - self.theme.px(12.0), y), style);
                free = y - 1.1 * style.size;
            }
        }
        if !self.y.name.is_empty() {
            let left = self.plot.left - self.theme.px(14.0) - self.y.label_width(self.theme);
            let top = self.plot.top - 1.4 * self.theme.text.axis;
            canvas.text(&self.y.name, (left, top), self.axis_type(Align::Left));
        }
    }

    fn columns(&self, canvas: &mut Canvas) {
        let line = self.theme.text.axis * self.theme.text.leading;
        let style = self.axis_type(Align::Centre);
        let mut free = f64::MIN;
        for (value, label) in &self.x.ticks {
            let (x, foot) = (self.at(*value, self.y.scale.from).0, self.plot.bottom);
            canvas.line(
                &[(x, foot), (x, foot + self.theme.px(7.0))],
                self.stroke(self.theme.axis, self.theme.strokes.grid),
            );
            let half = 0.5 * width(label, style.size, style.weight);
            // A number that would touch the one before keeps its mark alone.
            if !label.is_empty() && x - half > free {
                canvas.text(label, (x, foot + self.theme.px(10.0) + 0.5 * line), style);
                free = x + half + 0.4 * style.size;
            }
        }
        if self.x.name.is_empty() {
            return;
        }
        let middle = 0.5 * (self.plot.left + self.plot.right);
        canvas.text(&self.x.name, (middle, self.plot.bottom + self.theme.px(8.0) + 1.5 * line), style);
    }

    /// A line through numbers.
    pub fn line(&self, canvas: &mut Canvas, points: &[Point], stroke: Stroke) {
        let points: Vec<Point> = points.iter().filter(|p| p.1.is_finite()).map(|p| self.at(p.0, p.1)).collect();
        canvas.line(&points, stroke);
    }

    /// A band: place across, low and high.
    pub fn band(&self, canvas: &mut Canvas, points: &[(f64, f64, f64)], fill: Color) {
        let whole = points.iter().filter(|p| p.1.is_finite() && p.2.is_finite());
        let over = whole.clone().map(|p| self.at(p.0, p.2));
        let under = whole.rev().map(|p| self.at(p.0, p.1));
        canvas.shape(&over.chain(under).collect::<Vec<_>>(), fill);
    }

    /// Moments: thin upright lines with their names on top, to the left where there is no room to the right. An upright
    /// that would run through another's name begins below it.
    pub fn moments(&self, canvas: &mut Canvas, moments: &[(f64, &str)]) {
        let size = self.theme.text.foot;
        let places: Vec<(f64, [f64; 2])> = moments.iter().map(|(v, name)| self.place_of(*v, name)).collect();
        for ((x, ends), (row, (_, name))) in places.iter().zip(rows(&places, 0.5 * size).into_iter().zip(moments)) {
            let top = self.plot.top + row as f64 * 1.3 * size;
            let stroke = Stroke { dash: Some((2.0, 5.0)), ..self.stroke(self.theme.axis, self.theme.strokes.thin) };
            canvas.line(&[(*x, top), (*x, self.plot.bottom)], stroke);
            canvas.text(name, (ends[0], top + 0.6 * size), Type { size, ..self.axis_type(Align::Left) });
        }
    }

    /// Where the upright of a moment stands, and from where to where its name reaches.
    pub fn place_of(&self, value: f64, name: &str) -> (f64, [f64; 2]) {
        let x = self.at(value, self.y.scale.from).0;
        let wide = width(name, self.theme.text.foot, Weight::Regular);
        let left = if x + 10.0 + wide < self.plot.right { x + 8.0 } else { x - 8.0 - wide };
        (x, [left, left + wide])
    }

    /// Labels to the right of the plot, each as near to its line's end as the others let it be.
    pub fn end_labels(&self, canvas: &mut Canvas, labels: &[EndLabel]) {
        self.labels_at(canvas, self.plot.right + 12.0, labels);
    }

    /// Labels that begin at a place across, each as near to its number as the others let it be.
    pub fn labels_at(&self, canvas: &mut Canvas, x: f64, labels: &[EndLabel]) {
        let size = self.theme.text.axis;
        let mut labels: Vec<(f64, &EndLabel)> =
            labels.iter().map(|l| (self.at(self.x.scale.to, l.value).1, l)).collect();
        labels.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut places: Vec<f64> = labels.iter().map(|l| l.0).collect();
        apart(&mut places, 1.2 * size, self.plot.top, self.plot.bottom);
        for ((_, label), y) in labels.iter().zip(places) {
            let style = Type { size, weight: Weight::SemiBold, color: label.color, align: Align::Left };
            canvas.text(&label.text, (x, y), style);
        }
    }

    /// A text beside a point, on whichever side has room, on a ground of its own.
    pub fn flag(&self, canvas: &mut Canvas, at: Point, text: &str, color: Color) {
        let size = self.theme.text.axis;
        let long = width(text, size, Weight::SemiBold);
        let right = at.0 + 26.0 + long < self.plot.right;
        // Where neither side has room for it, it begins at the axis, not on its numbers.
        let left = if right { at.0 + 26.0 } else { (at.0 - 26.0 - long).max(self.plot.left + 8.0) };
        let y = (at.1 - 1.5 * size).max(self.plot.top + size);
        let ground = Rect { left: left - 8.0, top: y - 0.8 * size, right: left + long + 8.0, bottom: y + 0.8 * size };
        canvas.rect(ground, self.theme.background);
        let style = Type { size, weight: Weight::SemiBold, color, align: Align::Left };
        canvas.text(text, (left, y), style);
    }

    /// A grid of upright lines alone, for rows that carry names.
    pub fn uprights(&self, canvas: &mut Canvas) {
        for (value, _) in &self.x.ticks {
            let x = self.at(*value, self.y.scale.from).0;
            canvas.line(&[(x, self.plot.top), (x, self.plot.bottom)], self.grid());
        }
        self.columns(canvas);
    }

    /// A mean with its interval, lying in a row.
    pub fn dot(&self, canvas: &mut Canvas, (low, mean, high): (f64, f64, f64), row: f64, swatch: &Swatch) {
        if low.is_finite() && high.is_finite() {
            let ends = [self.at(low, row), self.at(high, row)];
            canvas.line(&ends, self.stroke(swatch.line, self.theme.strokes.data));
        }
        canvas.dot(self.at(mean, row), self.theme.px(9.0), swatch, self.theme.background);
    }

    /// The last number on the axis across.
    pub fn x_end(&self) -> f64 {
        self.x.scale.to
    }

    /// The last number on the upright axis.
    pub fn y_end(&self) -> f64 {
        self.y.scale.to
    }

    /// The stroke of a swatch.
    pub fn data(&self, swatch: &Swatch) -> Stroke {
        Stroke { color: swatch.line, width: self.theme.strokes.data, dash: swatch.dash }
    }

    /// A plain stroke.
    pub fn stroke(&self, color: Color, width: f64) -> Stroke {
        Stroke { color, width, dash: None }
    }

    fn grid(&self) -> Stroke {
        self.stroke(self.theme.grid, self.theme.strokes.grid)
    }

    fn axis_type(&self, align: Align) -> Type {
        Type { size: self.theme.text.axis, weight: Weight::Regular, color: self.theme.muted, align }
    }
}

/// Room that labels beside the ends of lines need.
pub fn label_room(theme: &Theme, labels: &[EndLabel]) -> f64 {
    let widths = labels.iter().map(|l| width(&l.text, theme.text.axis, Weight::SemiBold));
    widths.fold(0.0, f64::max) + 16.0
}

/// The line from the top on which each upright begins and has its name: below the names that it would run through, and
/// below a name that its own would meet.
fn rows(places: &[(f64, [f64; 2])], gap: f64) -> Vec<usize> {
    let through = |x: f64, name: [f64; 2]| name[0] - gap < x && x < name[1] + gap;
    let below = |i: usize| (0..places.len()).filter(|j| *j != i && through(places[i].0, places[*j].1)).count();
    let mut rows: Vec<usize> = (0..places.len()).map(below).collect();
    for i in 1..places.len() {
        let meet = |j: usize| places[j].1[0] - gap < places[i].1[1] && places[i].1[0] < places[j].1[1] + gap;
        while (0..i).any(|j| rows[j] == rows[i] && meet(j)) {
            rows[i] += 1;
        }
    }
    rows
}

/// Moves places that are sorted apart until they keep a distance, inside their bounds.
pub fn apart(places: &mut [f64], distance: f64, top: f64, bottom: f64) {
    for i in 0..places.len() {
        let least = if i == 0 { top } else { places[i - 1] + distance };
        places[i] = places[i].max(least);
    }
    let mut most = bottom;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - distance;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_move_apart_and_stay_on_the_plot() {
        let mut places = [10.0, 11.0, 99.0, 100.0];
        apart(&mut places, 10.0, 0.0, 100.0);
        assert_eq!(places, [10.0, 20.0, 90.0, 100.0]);
    }

    #[test]
    fn no_upright_runs_through_the_name_of_another() {
        // Far apart; the second in the name of the first; names to the left, the later one over the earlier upright.
        assert_eq!(rows(&[(0.0, [8.0, 60.0]), (100.0, [108.0, 150.0])], 4.0), [0, 0]);
        assert_eq!(rows(&[(0.0, [8.0, 60.0]), (50.0, [58.0, 150.0])], 4.0), [0, 1]);
        assert_eq!(rows(&[(180.0, [120.0, 172.0]), (190.0, [130.0, 182.0])], 4.0), [1, 0]);
        assert_eq!(rows(&[(0.0, [8.0, 60.0]), (100.0, [30.0, 92.0])], 4.0), [0, 1]);
    }

    #[test]
    fn long_spans_are_counted_in_years() {
        let theme = Theme::light();
        let labels = |first, last| {
            Axis::months(&theme, first, last, Zero::Start).ticks.into_iter().map(|t| t.1).collect::<Vec<_>>()
        };
        assert_eq!(labels(-12, 180), ["0", "2", "4", "6", "8", "10", "12", "14"]);
        assert_eq!(labels(-12, 24), ["−12", "−6", "0", "6", "12", "18", "24"]);
    }
}
