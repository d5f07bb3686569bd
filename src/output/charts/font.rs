//! The bundled face: widths of text, and the part of it that a chart carries along.
//!
//! Widths are those of the file that is drawn with, in the size that is written to the SVG. (plotters measures text in
//! units of ascent plus descent but writes it in size / 1.24, so that its own widths are off by a tenth in this face.)

use std::collections::BTreeSet;
use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// Families as a chart asks for them: Japanese is taken from the second where the first has nothing.
pub const FAMILY: &str = "Noto Sans, Noto Sans JP";

/// Files of Noto Sans and of the Japanese part of Noto Sans JP, regular and semibold.
static FILES: [[&[u8]; 2]; 2] = [
    [
        include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf"),
        include_bytes!("../../../assets/fonts/NotoSans-SemiBold.ttf"),
    ],
    [
        include_bytes!("../../../assets/fonts/NotoSansJP-Regular.ttf"),
        include_bytes!("../../../assets/fonts/NotoSansJP-SemiBold.ttf"),
    ],
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
}

/// What a face is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Latin and Greek letters, digits, most marks.
    Latin,
    /// Kana, kanji and their marks.
    Japanese,
}

/// One file of the bundled faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Face {
    /// What it is made for.
    pub script: Script,
    /// Its weight.
    pub weight: Weight,
}

impl Face {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self { script: Script::Latin, weight: Weight::Regular },
        Self { script: Script::Latin, weight: Weight::SemiBold },
        Self { script: Script::Japanese, weight: Weight::Regular },
        Self { script: Script::Japanese, weight: Weight::SemiBold },
    ];

    /// Its file.
    pub fn file(self) -> &'static [u8] {
        FILES[self.script as usize][self.weight as usize]
    }

    /// The family it belongs to.
    pub fn family(self) -> &'static str {
        if self.script == Script::Latin { "Noto Sans" } else { "Noto Sans JP" }
    }

    fn widths(self) -> Option<&'static Widths> {
        WIDTHS[self.script as usize][self.weight as usize].as_ref()
    }

    /// The face that draws a character in a weight; the Latin one where neither has it.
    pub fn of(c: char, weight: Weight) -> Self {
        let latin = Self { script: Script::Latin, weight };
        let japanese = Self { script: Script::Japanese, weight };
        let has = |face: Self| face.widths().is_some_and(|w| w.glyph(c).is_some());
        if has(latin) || !has(japanese) { latin } else { japanese }
    }
}

/// Advance widths of one file.
struct Widths {
    font: FontRef<'static>,
    em: f64,
}

static WIDTHS: LazyLock<[[Option<Widths>; 2]; 2]> = LazyLock::new(|| FILES.map(|files| files.map(Widths::new)));

impl Widths {
    fn new(file: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(file).ok()?;
        let em = f64::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        Some(Self { font, em })
    }

    fn glyph(&self, c: char) -> Option<u16> {
        u16::try_from(self.font.charmap().map(c)?.to_u32()).ok()
    }

    /// Width of a character in ems; one em where the file does not have it.
    fn of(&self, c: char) -> f64 {
        let metrics = self.font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let glyph = self.font.charmap().map(c).unwrap_or_default();
        metrics.advance_width(glyph).map_or(1.0, |w| f64::from(w) / self.em)
    }
}

/// Width of a text.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    // The files are in the program; a tenth of a page too much is what a broken one would cost.
    let of = |c: char| Face::of(c, weight).widths().map_or(0.6, |w| w.of(c));
    size * text.chars().map(of).sum::<f64>()
}

/// Breaks a text into lines no wider than `room`.
pub fn wrap(text: &str, size: f64, weight: Weight, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let last = lines.len() - 1;
        let longer = format!("{}{piece}", lines[last]);
        if width(longer.trim_end(), size, weight) <= room || lines[last].is_empty() {
            lines[last] = longer;
        } else {
            lines.push(piece);
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// Marks that no line begins with.
const NEVER_FIRST: &str =
    "、。，．・：；？！）」』】〕〉》ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%％…〜,.;:!?)";
/// Marks that no line ends with.
const NEVER_LAST: &str = "（「『【〔〈《(";

/// Whether a character is one between which Japanese lines break.
fn japanese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// Whether no line breaks between two characters: marks, a number and its counter, and words in katakana.
fn together(a: char, b: char) -> bool {
    let counter = "万億兆人年月か回件点枚個地ポ";
    let katakana = |c: char| matches!(c, 'ァ'..='ー');
    NEVER_FIRST.contains(b)
        || NEVER_LAST.contains(a)
        || (a.is_ascii_digit() && counter.contains(b))
        || (a == '%' && b != '、')
        || ("万億兆0123456789".contains(a) && b == '米')
        || (a == 'か' && "月国".contains(b))
        || (a == '米' && b == 'ド')
        || (katakana(a) && katakana(b))
}

/// The pieces between which a line may break, blanks at their ends: words, and single Japanese characters.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars().map(|c| if c == '\n' { ' ' } else { c }) {
        let breaks = match before {
            None => true,
            Some(' ') => c != ' ',
            Some(b) => c != ' ' && (japanese(b) || japanese(c)) && !together(b, c),
        };
        match pieces.last_mut() {
            Some(last) if !breaks => last.push(c),
            _ if c == ' ' => continue,
            _ => pieces.push(c.to_string()),
        }
        before = Some(c);
    }
    pieces
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

/// Glyphs of the characters that a face draws.
pub fn glyphs(characters: &BTreeSet<char>, face: Face) -> BTreeSet<u16> {
    let Some(widths) = face.widths() else { return BTreeSet::new() };
    let drawn = characters.iter().filter(|c| Face::of(**c, face.weight) == face);
    drawn.filter_map(|c| widths.glyph(*c)).collect()
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
    fn the_faces_have_every_character_that_charts_write() {
        let plain = "US$ −±–…%·’“”éñş\u{a0}0123456789×";
        let japanese = "平和維持活動、受入国の同意（安保理）「％」・ー〜万億兆ドル件";
        for weight in Weight::ALL {
            for c in plain.chars().chain(japanese.chars()) {
                let face = Face::of(c, weight);
                assert!(face.widths().unwrap().glyph(c).is_some_and(|g| g != 0), "{c} in {face:?}");
            }
        }
    }

    #[test]
    fn the_faces_have_every_character_of_the_messages_in_both_weights() {
        let files = [
            include_str!("../messages/charts.rs"),
            include_str!("../messages/keys.rs"),
            include_str!("../messages/money_charts.rs"),
            include_str!("../messages/more_charts.rs"),
            include_str!("../messages/forest.rs"),
            include_str!("../messages/study_charts.rs"),
            include_str!("../messages/outcomes.rs"),
            include_str!("../messages/report.rs"),
        ];
        for weight in Weight::ALL {
            let lacks = |c: &char| Face::of(*c, weight).widths().unwrap().glyph(*c).is_none();
            let lacking: BTreeSet<char> =
                files.iter().flat_map(|f| f.chars()).filter(|c| *c > '~').filter(lacks).collect();
            assert!(lacking.is_empty(), "{weight:?}: {lacking:?}");
        }
    }

    #[test]
    fn japanese_breaks_between_characters_but_never_before_a_full_stop() {
        let text = "国連平和維持活動は、武力紛争の予防と抑制、平和の持続に 1,234 人を送る。";
        for room in [90.0, 130.0, 170.0, 210.0] {
            let lines = wrap(text, 20.0, Weight::Regular, room);
            assert!(lines.iter().all(|l| width(l, 20.0, Weight::Regular) <= room + 20.0), "{lines:?}");
            assert!(lines.iter().all(|l| !l.starts_with(['、', '。'])), "{lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }
}
