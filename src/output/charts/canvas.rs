//! A sheet to draw on, in pixels: plotters' SVG backend with the theme's strokes and the bundled face.

use std::collections::BTreeSet;

use plotters::coord::Shift;
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::{DrawingArea, FontFamily, IntoDrawingArea, RGBAColor, SVGBackend, ShapeStyle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontStyle, IntoTextStyle, TextStyle};

use super::font::{FAMILY, Weight};
use crate::output::theme::{Color, Swatch};

/// plotters counts in whole steps: so many to a pixel.
pub const STEPS: f64 = 4.0;
/// plotters writes a font's size divided by this.
const PLOTTERS_SIZE: f64 = 1.24;
/// plotters centres text by half of what SVG renderers take for its x-height, in the size of the text.
const PLOTTERS_CENTRE: f64 = 0.25;
/// Half the height of capitals and digits, in the size of the text.
const HALF_CAPITAL: f64 = 0.357;

/// A point in pixels.
pub type Point = (f64, f64);

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left.
    pub left: f64,
    /// Top.
    pub top: f64,
    /// Right.
    pub right: f64,
    /// Bottom.
    pub bottom: f64,
}

impl Rect {
    /// Width.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Height.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Smaller by so much at each side: left, top, right, bottom.
    pub fn inset(&self, left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left: self.left + left, top: self.top + top, right: self.right - right, bottom: self.bottom - bottom }
    }

    /// Cut into a grid, row by row.
    pub fn grid(&self, columns: usize, rows: usize, gap: Point) -> Vec<Self> {
        let width = (self.width() - gap.0 * (columns as f64 - 1.0)) / columns as f64;
        let height = (self.height() - gap.1 * (rows as f64 - 1.0)) / rows as f64;
        let cell = |i: usize| {
            let (left, top) = (
                self.left + (i % columns) as f64 * (width + gap.0),
                self.top + (i / columns) as f64 * (height + gap.1),
            );
            Self { left, top, right: left + width, bottom: top + height }
        };
        (0..columns * rows).map(cell).collect()
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub color: Color,
    /// Width.
    pub width: f64,
    /// Dash and gap.
    pub dash: Option<(f64, f64)>,
}

/// Where a text stands from its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Begins there.
    Left,
    /// Has its middle there.
    Centre,
    /// Ends there.
    Right,
}

/// How a text is set. Its point is at half the height of its capitals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Type {
    /// Size.
    pub size: f64,
    /// Weight.
    pub weight: Weight,
    /// Colour.
    pub color: Color,
    /// Alignment.
    pub align: Align,
}

impl Type {
    /// The same, set otherwise from its point.
    pub fn aligned(self, align: Align) -> Self {
        Self { align, ..self }
    }
}

/// A sheet to draw on. Drawing into memory does not fail; should plotters say otherwise, the first complaint is kept.
pub struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    used: [BTreeSet<char>; 2],
    complaint: Option<String>,
}

impl<'a> Canvas<'a> {
    /// A sheet whose SVG is written to `svg`.
    pub fn new(svg: &'a mut String, size: Point) -> Self {
        let steps = ((size.0 * STEPS) as u32, (size.1 * STEPS) as u32);
        let area = SVGBackend::with_string(svg, steps).into_drawing_area();
        Self { area, used: Default::default(), complaint: None }
    }

    /// A filled rectangle.
    pub fn rect(&mut self, rect: Rect, fill: Color) {
        let corners = [steps((rect.left, rect.top)), steps((rect.right, rect.bottom))];
        self.draw(&Rectangle::new(corners, filled(fill, 1.0)));
    }

    /// A line through points; a dashed one is cut into its dashes.
    pub fn line(&mut self, points: &[Point], stroke: Stroke) {
        match stroke.dash {
            None => self.solid(points, stroke),
            Some((dash, gap)) => dashes(points, dash, gap).iter().for_each(|part| self.solid(part, stroke)),
        }
    }

    fn solid(&mut self, points: &[Point], stroke: Stroke) {
        let style = ShapeStyle {
            color: rgba(stroke.color, 1.0),
            filled: false,
            stroke_width: (stroke.width * STEPS).round().max(1.0) as u32,
        };
        let points: Vec<(i32, i32)> = points.iter().map(|p| steps(*p)).collect();
        if points.len() > 1 {
            self.draw(&PathElement::new(points, style));
        }
    }

    /// A filled shape.
    pub fn shape(&mut self, points: &[Point], fill: Color) {
        let points: Vec<(i32, i32)> = points.iter().map(|p| steps(*p)).collect();
        if points.len() > 2 {
            self.draw(&Polygon::new(points, filled(fill, 1.0)));
        }
    }

    /// A disc, see-through where `opacity` is below 1.
    pub fn disc(&mut self, centre: Point, radius: f64, fill: Color, opacity: f64) {
        self.draw(&Circle::new(steps(centre), (radius * STEPS).round() as i32, filled(fill, opacity)));
    }

    /// A dot that stands for a number: hollow where its line is dashed, so that the two differ in grey.
    pub fn dot(&mut self, centre: Point, radius: f64, swatch: &Swatch, background: Color) {
        self.disc(centre, radius, swatch.line, 1.0);
        if swatch.dash.is_some() {
            self.disc(centre, 0.5 * radius, background, 1.0);
        }
    }

    /// A line of text.
    pub fn text(&mut self, text: &str, at: Point, style: Type) {
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.used[style.weight as usize].extend(text.chars());
        let font_style = if style.weight == Weight::SemiBold { FontStyle::Bold } else { FontStyle::Normal };
        let size = style.size * STEPS * PLOTTERS_SIZE;
        let anchor = Pos::new(horizontal(style.align), VPos::Center);
        let font: TextStyle = (FontFamily::Name(FAMILY), size, font_style).into_text_style(&self.area);
        let y = at.1 + (HALF_CAPITAL - PLOTTERS_CENTRE) * style.size;
        self.draw(&Text::new(text, steps((at.0, y)), font.color(&rgba(style.color, 1.0)).pos(anchor)));
    }

    fn draw<E>(&mut self, element: &E)
    where
        for<'b> &'b E: plotters::element::PointCollection<'b, (i32, i32)>,
        E: plotters::element::Drawable<SVGBackend<'a>>,
    {
        if let Err(e) = self.area.draw(element) {
            self.complaint.get_or_insert(e.to_string());
        }
    }

    /// Ends the SVG and gives the characters that were written in each weight.
    pub fn finish(mut self) -> Result<[BTreeSet<char>; 2], String> {
        if let Err(e) = self.area.present() {
            self.complaint.get_or_insert(e.to_string());
        }
        self.complaint.map_or(Ok(self.used), Err)
    }
}

fn steps(point: Point) -> (i32, i32) {
    ((point.0 * STEPS).round() as i32, (point.1 * STEPS).round() as i32)
}

fn rgba(Color(r, g, b): Color, opacity: f64) -> RGBAColor {
    RGBAColor(r, g, b, opacity)
}

fn filled(color: Color, opacity: f64) -> ShapeStyle {
    ShapeStyle { color: rgba(color, opacity), filled: true, stroke_width: 0 }
}

fn horizontal(align: Align) -> HPos {
    match align {
        Align::Left => HPos::Left,
        Align::Centre => HPos::Center,
        Align::Right => HPos::Right,
    }
}

/// The dashes of a line, measured along it.
fn dashes(points: &[Point], dash: f64, gap: f64) -> Vec<Vec<Point>> {
    let (mut parts, mut part, mut left, mut on) = (Vec::new(), Vec::new(), dash, true);
    part.extend(points.first());
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut length = (to.0 - from.0).hypot(to.1 - from.1);
        while length > left {
            let share = left / length;
            from = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
            length -= left;
            if on {
                part.push(from);
                parts.push(std::mem::take(&mut part));
            } else {
                part = vec![from];
            }
            (on, left) = (!on, if on { gap } else { dash });
        }
        left -= length;
        if on {
            part.push(to);
        }
    }
    if on {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_follow_the_line_round_corners() {
        let parts = dashes(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)], 6.0, 2.0);
        assert_eq!(parts[0], [(0.0, 0.0), (6.0, 0.0)]);
        assert_eq!(parts[1], [(8.0, 0.0), (10.0, 0.0), (10.0, 4.0)]);
        assert_eq!(parts[2], [(10.0, 6.0), (10.0, 10.0)]);
    }

    #[test]
    fn a_grid_fills_its_rectangle() {
        let cells = Rect { left: 0.0, top: 0.0, right: 100.0, bottom: 50.0 }.grid(3, 2, (5.0, 10.0));
        assert_eq!(cells.len(), 6);
        assert_eq!(cells[5], Rect { left: 70.0, top: 30.0, right: 100.0, bottom: 50.0 });
    }
}
