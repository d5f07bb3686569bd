//! How charts look: type scale, spacing and colours, in one place.
//!
//! Lengths are in pixels of a page of [`Theme::size`]; a chart takes all of its lengths and colours from here, so that
//! another size, a dark theme or another face is another [`Theme`] and nothing else. The colours of the two worlds
//! differ in hue for every kind of colour vision, in lightness when printed in grey, and in the stroke besides.

use crate::engine::results::Column;

/// A colour, red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

/// How something that is followed through a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swatch {
    /// Lines and text; at least 4.5 to 1 against the background.
    pub line: Color,
    /// The band of the middle 50 %.
    pub inner: Color,
    /// The band of the middle 90 %.
    pub outer: Color,
    /// Stroke and gap of a dashed line.
    pub dash: Option<(f64, f64)>,
}

/// Sizes of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TypeScale {
    /// The sentence on top.
    pub title: f64,
    /// The line below it.
    pub subtitle: f64,
    /// Headings of panels and labels of lines.
    pub label: f64,
    /// Numbers on axes.
    pub axis: f64,
    /// The source line.
    pub foot: f64,
    /// Height of a line of text, in its size.
    pub leading: f64,
}

/// Widths of strokes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strokes {
    /// A line that carries data.
    pub data: f64,
    /// A line that accompanies it.
    pub thin: f64,
    /// Grid and axes.
    pub grid: f64,
}

/// A look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Width and height of a chart.
    pub size: (f64, f64),
    /// Empty border.
    pub margin: f64,
    /// Space between panels, and the unit of all other spacing.
    pub gap: f64,
    /// Text.
    pub text: TypeScale,
    /// Strokes.
    pub strokes: Strokes,
    /// Background.
    pub background: Color,
    /// Text that is read first.
    pub ink: Color,
    /// Text that is read second.
    pub muted: Color,
    /// Axes and marks of time.
    pub axis: Color,
    /// Grid.
    pub grid: Color,
    /// The world with the mission.
    pub mission: Swatch,
    /// The world without.
    pub none: Swatch,
    /// A third thing followed through a chart.
    pub third: Swatch,
}

impl Theme {
    /// Light, a page wide.
    pub fn light() -> Self {
        Self {
            size: (1600.0, 1000.0),
            margin: 56.0,
            gap: 40.0,
            text: TypeScale { title: 37.0, subtitle: 25.0, label: 25.0, axis: 23.0, foot: 19.0, leading: 1.32 },
            strokes: Strokes { data: 4.0, thin: 2.25, grid: 1.25 },
            background: Color(255, 255, 255),
            ink: Color(27, 31, 36),
            muted: Color(82, 90, 99),
            axis: Color(125, 133, 143),
            grid: Color(226, 229, 233),
            mission: Swatch {
                line: Color(11, 72, 130),
                inner: Color(133, 176, 214),
                outer: Color(208, 225, 240),
                dash: None,
            },
            none: Swatch {
                line: Color(176, 80, 8),
                inner: Color(238, 184, 138),
                outer: Color(250, 226, 204),
                dash: Some((14.0, 8.0)),
            },
            third: Swatch {
                line: Color(22, 112, 96),
                inner: Color(136, 200, 187),
                outer: Color(207, 234, 228),
                dash: Some((3.0, 6.0)),
            },
        }
    }

    /// The look of a world; the difference of the two looks like neither.
    pub fn world(&self, world: Column) -> &Swatch {
        match world {
            Column::Mission => &self.mission,
            Column::None => &self.none,
            Column::Difference => &self.third,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(Color(r, g, b): Color) -> f64 {
        let part = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    }

    fn contrast(a: Color, b: Color) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_has_the_contrast_that_wcag_asks_for() {
        let theme = Theme::light();
        for color in [theme.ink, theme.muted, theme.mission.line, theme.none.line, theme.third.line] {
            assert!(contrast(color, theme.background) >= 4.5, "{color:?}");
        }
    }

    #[test]
    fn the_two_worlds_differ_in_grey() {
        let theme = Theme::light();
        assert!(contrast(theme.mission.line, theme.none.line) >= 1.6);
        for swatch in [theme.mission, theme.none, theme.third] {
            assert!(contrast(swatch.inner, swatch.outer) >= 1.3);
            assert!(contrast(swatch.line, swatch.inner) >= 2.0);
        }
    }
}
