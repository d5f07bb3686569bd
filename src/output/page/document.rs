//! What a page says, before it is HTML or Markdown: headings, text, tables and figures.

/// A page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// What stands below the title.
    pub subtitle: String,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// A section with a heading of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its address in the page.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading below the section's.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A paragraph that should not be overlooked.
    Note(String),
    /// Points.
    List(Vec<String>),
    /// A table.
    Table(Table),
    /// A chart.
    Figure(Figure),
    /// What is shown when it is asked for, and always in a page made for print.
    Fold(String, Vec<Block>),
    /// Text as a machine reads it.
    Code(String),
}

/// Pixels that are made when they are asked for.
#[derive(Clone)]
pub struct Pixels(pub std::sync::Arc<dyn Fn() -> Vec<u8> + Send + Sync>);

impl std::fmt::Debug for Pixels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pixels")
    }
}

/// Two figures are alike where their drawings are.
impl PartialEq for Pixels {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it says, in a sentence.
    pub title: String,
    /// What is drawn, for those who cannot see it.
    pub description: String,
    /// File name without ending, for those who save it.
    pub name: String,
    /// The drawing: an SVG that stands alone.
    pub svg: String,
    /// Makes the same in pixels, a PNG: only for those who need it, since that takes longer than the drawing.
    pub png: Pixels,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it holds.
    pub caption: String,
    /// Heads of its columns, and whether they hold numbers.
    pub columns: Vec<(String, bool)>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// Whether a reader may want to look for a word in it.
    pub searched: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// What is read.
    pub text: String,
    /// What is sorted by, where it is not the text.
    pub key: Option<f64>,
    /// A value with its interval, drawn.
    pub whisker: Option<Whisker>,
}

/// A value with its interval on an axis from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Whisker {
    /// Lower end, value, upper end.
    pub at: [f64; 3],
    /// Where zero lies, if it is on the axis.
    pub zero: Option<f64>,
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A number as it is read and as it is sorted; an undefined one sorts last.
    pub fn number(text: impl Into<String>, key: f64) -> Self {
        Self { text: text.into(), key: key.is_finite().then_some(key), whisker: None }
    }
}

impl Section {
    /// An empty section.
    pub fn new(id: &str, heading: &str) -> Self {
        Self { id: id.to_owned(), heading: heading.to_owned(), blocks: Vec::new() }
    }

    /// With one more block.
    pub fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }
}
