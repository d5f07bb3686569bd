//! What can be wrong with a scenario, and how it is said: file, line, caret, key, expected, found, hint.

use std::fmt;

use thiserror::Error;

pub use super::kinds::ProblemKind;

/// Problems printed in full; a file with thousands of them is not a scenario.
const PRINTED: usize = 50;

/// Where in a text a problem stands, with the line to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// File as the user named it, or `--set`.
    pub label: String,
    /// Line from 1; `None` for an argument.
    pub line: Option<usize>,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line, or the part of a long one around the caret.
    pub excerpt: String,
    /// Characters of the excerpt before the caret.
    pub indent: usize,
    /// Length of the caret line, at least 1.
    pub width: usize,
}

/// One problem: what, where, and what may help.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// Dotted key that it is about.
    pub key: Option<String>,
    /// Where it stands.
    pub place: Option<Place>,
    /// Nearest valid key or name.
    pub nearest: Option<String>,
    /// What may help.
    pub hint: Option<String>,
}

/// All problems of a scenario, in the order of its text.
#[derive(Clone, Debug, Error, PartialEq)]
pub struct Problems {
    /// The problems kept (see [`Self::omitted`]).
    pub list: Vec<Problem>,
    /// Problems beyond those kept.
    pub omitted: usize,
}

impl From<ProblemKind> for Problem {
    fn from(kind: ProblemKind) -> Self {
        Self { kind, key: None, place: None, nearest: None, hint: None }
    }
}

impl Problem {
    /// The same problem with a hint.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same problem with the nearest valid key or name.
    pub fn with_nearest(mut self, nearest: Option<String>) -> Self {
        self.nearest = nearest;
        self
    }
}

impl Problems {
    /// Whether the file system is at fault: a scenario file that is missing, a directory or
    /// unreadable. A missing `extends` target is the text's fault.
    pub fn is_file_system(&self) -> bool {
        self.list.iter().any(|p| p.kind.is_file_system())
    }

    /// The documented exit code: 3 for the file system, 2 for the user's text.
    pub fn exit_code(&self) -> u8 {
        if self.is_file_system() { 3 } else { 2 }
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self { list: vec![problem], omitted: 0 }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.list.iter().take(PRINTED).enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        let rest = self.list.len().saturating_sub(PRINTED) + self.omitted;
        if rest > 0 {
            write!(f, "\nand {rest} more errors\n")?;
        }
        Ok(())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.key {
            Some(key) => writeln!(f, "error: {key}: {}", self.kind)?,
            None => writeln!(f, "error: {}", self.kind)?,
        }
        if let Some(place) = &self.place {
            write!(f, "{place}")?;
        }
        if let Some(nearest) = &self.nearest {
            writeln!(f, "  nearest: {nearest}")?;
        }
        match &self.hint {
            Some(hint) => writeln!(f, "  hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map_or(String::new(), |n| n.to_string());
        let margin = " ".repeat(line.len());
        match self.line {
            Some(n) => writeln!(f, "{margin}--> {}:{n}:{}", self.label, self.column)?,
            None => writeln!(f, "{margin}--> {}", self.label)?,
        }
        writeln!(f, "{margin} |")?;
        writeln!(f, "{line} | {}", self.excerpt)?;
        writeln!(f, "{margin} | {}{}", " ".repeat(self.indent), "^".repeat(self.width))
    }
}
