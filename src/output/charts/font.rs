//! The bundled face: widths of text, and the part of it that a chart carries along.
//!
//! Widths are those of the file that is drawn with, in the size that is written to the SVG. (plotters measures text in
//! units of ascent plus descent but writes it in size / 1.24, so that its own widths are off by a tenth in this face.)

use std::collections::BTreeSet;
use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// Family name, in charts and in the files.
pub const FAMILY: &str = "Noto Sans";
/// Files of the face, regular and semibold.
pub static FILES: [&[u8]; 2] = [
    include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../../assets/fonts/NotoSans-SemiBold.ttf"),
];

/// Weight of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Running text.
    Regular,
    /// Headings and labels.
    SemiBold,
}

impl Weight {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Regular, Self::SemiBold];

    /// Its file.
    pub fn file(self) -> &'static [u8] {
        FILES[self as usize]
    }
}

/// Advance widths of one file.
struct Widths {
    font: FontRef<'static>,
    em: f64,
}

static WIDTHS: LazyLock<[Option<Widths>; 2]> = LazyLock::new(|| FILES.map(Widths::new));

impl Widths {
    fn new(file: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(file).ok()?;
        let em = f64::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        Some(Self { font, em })
    }

    fn of(&self, text: &str) -> f64 {
        let (map, metrics) = (self.font.charmap(), self.font.glyph_metrics(Size::unscaled(), LocationRef::default()));
        let advance = |c| metrics.advance_width(map.map(c).unwrap_or_default()).map_or(self.em, f64::from);
        text.chars().map(advance).sum::<f64>() / self.em
    }
}

/// Width of a text.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    // Both files are in the program; a tenth of a page too much is what a broken one would cost.
    size * WIDTHS[weight as usize].as_ref().map_or(0.6 * text.chars().count() as f64, |w| w.of(text))
}

/// Breaks a text into lines no wider than `room`.
pub fn wrap(text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split([' ', '\n']).filter(|w| !w.is_empty()) {
        let last = lines.len() - 1;
        let longer = if lines[last].is_empty() { word.to_owned() } else { format!("{} {word}", lines[last]) };
        if width(&longer, size, weight) <= room || lines[last].is_empty() {
            lines[last] = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// Breaks a text into as few lines as [`wrap`] does, of about the same width, so that no word is left alone.
pub fn balance(text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
    let count = wrap(text, size, weight, room).len();
    let (mut least, mut most) = (room / count.max(1) as f64 * 0.5, room);
    for _ in 0..16 {
        let middle = 0.5 * (least + most);
        let fits = wrap(text, size, weight, middle).len() <= count;
        if fits { most = middle } else { least = middle }
    }
    wrap(text, size, weight, most)
}

/// Shortens a text to `room` with an ellipsis.
pub fn shorten(text: &str, size: f64, weight: Weight, room: f64) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let mut kept: String = text.to_owned();
    while kept.pop().is_some() && width(&kept, size, weight) + size > room {}
    format!("{}…", kept.trim_end())
}

/// Glyphs of the characters of a text.
pub fn glyphs(characters: &BTreeSet<char>, weight: Weight) -> BTreeSet<u16> {
    let Some(widths) = &WIDTHS[weight as usize] else { return BTreeSet::new() };
    let map = widths.font.charmap();
    characters.iter().filter_map(|c| u16::try_from(map.map(*c)?.to_u32()).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_come_from_the_face() {
        assert!((width("0", 1000.0, Weight::Regular) - 572.0).abs() < 1.0);
        assert!(width("iii", 20.0, Weight::Regular) < width("MMM", 20.0, Weight::Regular) / 2.0);
        assert!(width("war", 20.0, Weight::SemiBold) > width("war", 20.0, Weight::Regular));
    }

    #[test]
    fn text_breaks_between_words_and_is_shortened_with_an_ellipsis() {
        let lines = wrap("a mission in an active civil war", 20.0, Weight::Regular, 120.0);
        let whole = width("all but one fit, it", 20.0, Weight::Regular);
        let room = 0.9 * whole;
        let two = balance("all but one fit, it", 20.0, Weight::Regular, room);
        assert!(two.len() == 2 && two.iter().all(|l| l.contains(' ')), "no word is left alone: {two:?}");
        assert!(lines.len() > 1 && lines.iter().all(|l| width(l, 20.0, Weight::Regular) <= 120.0), "{lines:?}");
        let short = shorten("a mission in an active civil war", 20.0, Weight::Regular, 120.0);
        assert!(short.ends_with('…') && width(&short, 20.0, Weight::Regular) <= 121.0, "{short}");
    }

    #[test]
    fn the_face_has_every_character_that_charts_write() {
        let characters: BTreeSet<char> = "US$ −±–…%·’“”éñşƯ\u{a0}0123456789".chars().collect();
        for weight in Weight::ALL {
            // Glyph 0 stands for what a face lacks.
            assert!(!glyphs(&characters, weight).contains(&0));
        }
    }
}
