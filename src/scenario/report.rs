//! Gathers problems while the loader goes on, so that all of them are told at once.

use std::collections::BTreeSet;

use super::problem::{Problem, Problems};
use super::texts::{Origin, Texts};
use super::tree::{Data, Node};
use super::words::clip;

/// A dotted key, its empty parts as TOML writes them: `host.""`. Without quotes they could not be seen.
fn quoted_gaps(key: &str) -> String {
    let part = |part: &str| if part.is_empty() { "\"\"".to_owned() } else { part.to_owned() };
    key.split('.').map(part).collect::<Vec<_>>().join(".")
}

/// Problems kept; the others are only counted.
const KEPT: usize = 200;

/// The texts of a scenario and what was found wrong in them.
#[derive(Default)]
pub struct Report {
    /// Every text read so far.
    pub texts: Texts,
    found: Vec<(Option<Origin>, Problem)>,
    omitted: usize,
    failed: BTreeSet<String>,
    broken_lines: BTreeSet<(usize, usize)>,
}

impl Report {
    /// A problem that has no place in a text.
    pub fn add(&mut self, problem: impl Into<Problem>) {
        self.found.push((None, problem.into()));
    }

    /// A problem of a key at a place.
    pub fn add_at(&mut self, key: &str, at: Origin, problem: impl Into<Problem>) {
        self.failed.insert(key.to_owned());
        if self.broken_lines.contains(&(at.text, self.texts.line(at))) {
            return;
        }
        self.keep(Some(key), at, problem.into());
    }

    /// Notes that a line is not TOML; true the first time and while problems are still kept. Other
    /// problems of the line would only repeat it.
    pub fn breaks_new_line(&mut self, at: Origin) -> bool {
        let new = self.broken_lines.insert((at.text, self.texts.line(at)));
        self.omitted += usize::from(new && self.is_full());
        new && !self.is_full()
    }

    /// The parser's complaint.
    pub fn add_syntax(&mut self, at: Origin, problem: impl Into<Problem>) {
        self.keep(None, at, problem.into());
    }

    fn keep(&mut self, key: Option<&str>, at: Origin, mut problem: Problem) {
        if self.is_full() {
            self.omitted += 1;
            return;
        }
        problem.key = key.map(|k| clip(&quoted_gaps(k), 120));
        problem.place = Some(self.texts.place(at));
        self.found.push((Some(at), problem));
    }

    /// Whether further problems are only counted, so that nobody need look for hints.
    pub fn is_full(&self) -> bool {
        self.found.len() >= KEPT
    }

    /// Whether a key already has a problem, so that nothing more is concluded from it.
    pub fn failed(&self, key: &str) -> bool {
        self.failed.contains(key)
    }

    /// Whether nothing was found.
    pub fn is_clean(&self) -> bool {
        self.found.is_empty()
    }

    /// A value in the words of its author, for "found ...".
    pub fn found(&self, node: &Node) -> String {
        match &node.data {
            Data::Table(_) => "a table".to_owned(),
            Data::Array(_) => clip(self.texts.words(node.at), 40),
            Data::Text(t) => format!("the text \"{}\"", clip(t, 40)),
            Data::Datetime => "a date or time".to_owned(),
            _ => clip(self.texts.words(node.at), 40),
        }
    }

    /// All problems, in the order of the texts.
    pub fn into_problems(mut self) -> Problems {
        self.found.sort_by_key(|(at, _)| *at);
        Problems { list: self.found.into_iter().map(|(_, p)| p).collect(), omitted: self.omitted }
    }
}
