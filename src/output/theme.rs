//! How charts look: type scale, spacing and colours, in one place.
//!
//! Lengths are in pixels of a page of [`Theme::size`]; a chart takes all of its lengths and colours from here, so that
//! another size, a dark theme or another face is another [`Theme`] and nothing else. The colours of the two worlds
//! differ in hue for every kind of colour vision, in lightness when printed in grey, and in the stroke besides.

use crate::draws::math::pow;
use crate::engine::results::Column;

pub use crate::catalogue::view::Lang;

/// Where a chart will stand, which decides its proportions and the size of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// A column of a report, 85 mm wide: 1,000 by 1,250 pixels.
    Column,
    /// The width of a page, 170 mm: 1,600 by 1,000 pixels.
    #[default]
    Page,
    /// A slide, 16 to 9: 1,920 by 1,080 pixels, with text that is read from afar.
    Slide,
}

/// On white, or on near black.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Dark on white.
    #[default]
    Light,
    /// Light on near black.
    Dark,
}

/// What a reader chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Language of everything written.
    pub lang: Lang,
    /// Where the chart will stand.
    pub size: Size,
    /// Light or dark.
    pub tone: Tone,
}

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
    /// Language, which decides words and how numbers are written.
    pub lang: Lang,
    /// Whether panels that lie side by side on a page stand below each other.
    pub narrow: bool,
    /// Lengths that belong to the text, in those of a page.
    pub unit: f64,
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
    /// The theme of a look.
    pub fn new(look: &Look) -> Self {
        let colors = match look.tone {
            Tone::Light => Self::light(),
            Tone::Dark => Self::dark(),
        };
        let leading = if look.lang == Lang::Ja { 1.42 } else { 1.32 };
        let text = TypeScale { leading, ..colors.text };
        let page = Self { lang: look.lang, text, ..colors };
        match look.size {
            Size::Page => page,
            Size::Column => page.column(),
            Size::Slide => page.slide(),
        }
    }

    fn column(self) -> Self {
        let text = TypeScale { title: 36.0, subtitle: 25.0, label: 27.0, axis: 25.0, foot: 20.0, ..self.text };
        Self { narrow: true, unit: 1.05, size: (1000.0, 1250.0), margin: 40.0, gap: 34.0, text, ..self }
    }

    fn slide(self) -> Self {
        let text = TypeScale { title: 48.0, subtitle: 28.0, label: 32.0, axis: 29.0, foot: 21.0, ..self.text };
        let strokes = Strokes { data: 5.0, thin: 2.75, grid: 1.5 };
        Self { unit: 1.26, size: (1920.0, 1080.0), margin: 64.0, gap: 48.0, text, strokes, ..self }
    }

    /// The same on a sheet of another height.
    pub fn tall(self, height: f64) -> Self {
        Self { size: (self.size.0, height.ceil()), ..self }
    }

    /// A length in pixels of a page, grown with the text.
    pub fn px(&self, length: f64) -> f64 {
        self.unit * length
    }

    /// Columns and rows of so many panels that lie side by side on a page.
    pub fn beside(&self, panels: usize) -> (usize, usize) {
        if self.narrow { (1, panels) } else { (panels, 1) }
    }

    /// Light, a page wide.
    pub fn light() -> Self {
        Self {
            lang: Lang::En,
            narrow: false,
            unit: 1.0,
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

    /// Dark, a page wide.
    pub fn dark() -> Self {
        let light = Self::light();
        let swatch = |line, inner, outer, of: Swatch| Swatch { line, inner, outer, dash: of.dash };
        Self {
            background: Color(19, 23, 30),
            ink: Color(236, 239, 243),
            muted: Color(170, 179, 190),
            axis: Color(122, 131, 142),
            grid: Color(47, 54, 64),
            mission: swatch(Color(156, 207, 250), Color(46, 96, 144), Color(27, 55, 86), light.mission),
            none: swatch(Color(222, 128, 48), Color(136, 72, 20), Color(80, 46, 20), light.none),
            third: swatch(Color(98, 208, 184), Color(30, 106, 92), Color(22, 62, 55), light.third),
            ..light
        }
    }

    /// The colour of a value between least (0) and most (1), by lightness alone, so that grey print keeps its order.
    pub fn shade(&self, share: f64) -> Color {
        mix(self.faint(), self.mission.line, share)
    }

    /// The colour of a value on either side of zero, from -1 to 1.
    pub fn both_sides(&self, share: f64) -> Color {
        let end = if share < 0.0 { self.none.line } else { self.mission.line };
        mix(self.faint(), end, share.abs())
    }

    /// Nearly the background.
    fn faint(&self) -> Color {
        mix(self.background, self.mission.outer, 0.35)
    }

    /// The colour of text on any ground: of black and white the one that is easier to read there, always 4.5 to 1.
    pub fn on(&self, ground: Color) -> Color {
        let (black, white) = (Color(0, 0, 0), Color(255, 255, 255));
        if contrast(black, ground) >= contrast(white, ground) { black } else { white }
    }

    /// The colour of an area that is one of several: by hue for most, by lightness for all.
    pub fn category(&self, place: usize) -> Color {
        let (mission, none, third) = (&self.mission, &self.none, &self.third);
        let of = [mission.line, none.inner, third.line, mission.inner, none.line, third.inner];
        of[place % of.len()]
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

/// A colour on the way from one to another.
fn mix(Color(r, g, b): Color, Color(x, y, z): Color, share: f64) -> Color {
    let between = |a: u8, b: u8| (f64::from(a) + share.clamp(0.0, 1.0) * (f64::from(b) - f64::from(a))).round() as u8;
    Color(between(r, x), between(g, y), between(b, z))
}

/// Relative luminance (WCAG 2.2).
fn luminance(Color(r, g, b): Color) -> f64 {
    let part = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.03928 { c / 12.92 } else { pow((c + 0.055) / 1.055, 2.4) }
    };
    0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
}

/// Contrast of two colours (WCAG 2.2), from 1 to 21.
pub fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TONES: [Tone; 2] = [Tone::Light, Tone::Dark];

    fn theme(tone: Tone) -> Theme {
        Theme::new(&Look { tone, ..Look::default() })
    }

    #[test]
    fn text_has_the_contrast_that_wcag_asks_for() {
        for theme in TONES.map(theme) {
            for color in [theme.ink, theme.muted, theme.mission.line, theme.none.line, theme.third.line] {
                assert!(contrast(color, theme.background) >= 4.5, "{color:?}");
            }
            // Axes and marks are graphics: 3 to 1.
            assert!(contrast(theme.axis, theme.background) >= 3.0);
        }
    }

    #[test]
    fn numbers_can_be_read_on_every_shade() {
        for theme in TONES.map(theme) {
            for share in (0..=20).map(|k| f64::from(k) / 20.0) {
                for ground in [theme.shade(share), theme.both_sides(share), theme.both_sides(-share)] {
                    assert!(contrast(theme.on(ground), ground) >= 4.5, "{ground:?}");
                }
            }
        }
    }

    #[test]
    fn the_two_worlds_differ_in_grey() {
        for theme in TONES.map(theme) {
            assert!(contrast(theme.mission.line, theme.none.line) >= 1.6);
            for swatch in [theme.mission, theme.none, theme.third] {
                assert!(contrast(swatch.inner, swatch.outer) >= 1.3);
                assert!(contrast(swatch.line, swatch.inner) >= 2.0, "{swatch:?}");
            }
        }
    }
}
