//! The texts a scenario was read from, so that any value can be traced to its line.

use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::plain_file;

use super::level::Source;
use super::problem::{Place, ProblemKind};

/// Most bytes of a scenario file.
pub const MOST_BYTES: u64 = 4 << 20;

/// Most characters of a line that a message shows.
const SHOWN: usize = 96;

/// A file or an argument.
pub struct Text {
    /// As the user named it; `--set` for an argument.
    label: PathBuf,
    /// What its values have as their source; `None` for a file, where the line counts.
    argument: Option<Source>,
    /// The text itself.
    pub content: String,
    starts: Vec<usize>,
}

/// A stretch of one of the [`Texts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Which text.
    pub text: usize,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// Every text read for one scenario: the file, those it extends, the arguments.
#[derive(Default)]
pub struct Texts(Vec<Text>);

impl Text {
    /// A file's text.
    pub fn file(label: PathBuf, content: String) -> Self {
        Self::new(label, None, content)
    }

    /// An argument, shown as it was written.
    pub fn argument(label: &str, source: Source, content: String) -> Self {
        Self::new(PathBuf::from(label), Some(source), content)
    }

    fn new(label: PathBuf, argument: Option<Source>, content: String) -> Self {
        let after_break = content.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1);
        let starts = std::iter::once(0).chain(after_break).collect();
        Self { label, argument, content, starts }
    }

    /// Line of a byte, from 0.
    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|s| *s <= at).saturating_sub(1)
    }

    fn line_text(&self, line: usize) -> &str {
        let end = self.starts.get(line + 1).map_or(self.content.len(), |e| e - 1);
        self.content.get(self.starts[line]..end).unwrap_or_default().trim_end_matches('\r')
    }

    fn place(&self, span: Range<usize>) -> Place {
        let line = self.line(span.start);
        let (start, shown) = (self.starts[line], self.line_text(line));
        let chars = |to: usize| self.content.get(start..to.min(start + shown.len())).unwrap_or(shown).chars().count();
        let (before, width) = (chars(span.start), chars(span.end).saturating_sub(chars(span.start)));
        let long = shown.chars().nth(SHOWN).is_some();
        let first = if long { before.saturating_sub(SHOWN / 2) } else { 0 };
        let excerpt: String = shown.chars().skip(first).take(SHOWN).map(printable).collect();
        let room = excerpt.chars().count().saturating_sub(before - first);
        Place {
            label: self.label.display().to_string(),
            line: self.argument.is_none().then_some(line + 1),
            column: before + 1,
            excerpt,
            indent: before - first,
            width: width.clamp(1, room.max(1)),
        }
    }
}

/// A tab would shift the caret, and a control character could write anywhere on a terminal.
fn printable(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

impl Texts {
    /// Adds a text and says which it is.
    pub fn add(&mut self, text: Text) -> usize {
        self.0.push(text);
        self.0.len() - 1
    }

    /// The text of a number.
    pub fn get(&self, text: usize) -> &Text {
        &self.0[text]
    }

    /// Where an origin stands, with the line to show.
    pub fn place(&self, at: Origin) -> Place {
        self.0[at.text].place(at.start..at.end)
    }

    /// The words at an origin.
    pub fn words(&self, at: Origin) -> &str {
        self.0[at.text].content.get(at.start..at.end).unwrap_or_default()
    }

    /// Line of an origin, from 1.
    pub fn line(&self, at: Origin) -> usize {
        self.0[at.text].line(at.start) + 1
    }

    /// What a value found at an origin has as its source.
    pub fn source(&self, at: Origin) -> Source {
        let text = &self.0[at.text];
        match &text.argument {
            Some(source) => source.clone(),
            None => Source::File { path: text.label.clone(), line: self.line(at) },
        }
    }

    /// The files among them, in the order in which they were read.
    pub fn files(&self) -> Vec<PathBuf> {
        self.0.iter().filter(|t| t.argument.is_none()).map(|t| t.label.clone()).collect()
    }
}

/// Reads a scenario file: a plain UTF-8 text of a sensible size, with something in it.
pub fn read(path: &Path) -> Result<String, ProblemKind> {
    let bytes = plain_file::read(path, MOST_BYTES).map_err(|e| cannot_read(path, &e))?;
    decode(path, bytes)
}

fn cannot_read(path: &Path, error: &std::io::Error) -> ProblemKind {
    let path = path.to_path_buf();
    match error.kind() {
        std::io::ErrorKind::NotFound => ProblemKind::Missing { path },
        std::io::ErrorKind::IsADirectory => ProblemKind::Directory { path },
        std::io::ErrorKind::FileTooLarge => ProblemKind::TooLarge { path, limit: MOST_BYTES },
        _ => ProblemKind::Unreadable { path, reason: error.to_string() },
    }
}

fn decode(path: &Path, bytes: Vec<u8>) -> Result<String, ProblemKind> {
    if let Some(offset) = bytes.iter().position(|b| *b == 0) {
        return Err(ProblemKind::Binary { path: path.to_path_buf(), offset });
    }
    String::from_utf8(bytes).map_err(|e| {
        let offset = e.utf8_error().valid_up_to();
        let line = e.as_bytes()[..offset].iter().filter(|b| **b == b'\n').count() + 1;
        ProblemKind::NotUtf8 { path: path.to_path_buf(), line, offset }
    })
}
