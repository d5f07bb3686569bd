//! `extends`: the files under a scenario, from the one it names to the one that extends nothing.

use std::path::{Path, PathBuf};

use super::decode;
use super::layout;
use super::problem::{Problem, ProblemKind};
use super::report::Report;
use super::shipped::{self, Library};
use super::texts::{self, Origin, Text};
use super::tree::{self, Data, Entry, Table};
use super::words;

/// Most files that a scenario may stand on.
pub const MOST_FILES: usize = 16;

/// What an empty file should hold.
const MINIMAL: &str =
    "a minimal scenario is two lines, `[mission]` and `troops = 10_000`; every other key has a default";

/// Reads a text and everything it extends into one canonical tree.
pub fn read_all(
    label: PathBuf,
    content: String,
    base: Option<PathBuf>,
    library: Library,
    report: &mut Report,
) -> Table {
    let here = base.clone().unwrap_or_default().join(label.file_name().unwrap_or_default());
    // A page's text has no place in the library: its name may be that of any file there.
    let known = if library == Library::Disk { vec![identity(&here)] } else { Vec::new() };
    let mut walk = Walk { chain: vec![label.clone()], known, base, library };
    let mut layers = vec![layer(label, content, report)];
    while let Some(entry) = layers.last_mut().and_then(|t| t.remove("extends")) {
        match walk.next(&entry, report) {
            Some((path, content)) => layers.push(layer(path, content, report)),
            None => break,
        }
    }
    layers.into_iter().rev().fold(Table::new(), |mut below, above| {
        layout::merge(&mut below, above, &mut Vec::new(), &mut |_, _, _| true);
        below
    })
}

/// One file as a canonical tree, its syntax errors told.
fn layer(label: PathBuf, content: String, report: &mut Report) -> Table {
    let table = parse(label, content, MINIMAL, report);
    layout::normalise(table, report)
}

/// A file as it stands, its syntax errors told; `minimal` is what to write where it is empty.
pub(crate) fn parse(label: PathBuf, content: String, minimal: &str, report: &mut Report) -> Table {
    let content = content.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(content);
    let text = report.texts.add(Text::file(label.clone(), content));
    let (table, complaints) = tree::parse(&report.texts.get(text).content, text);
    if table.is_empty() && complaints.is_empty() {
        report.add(Problem::from(ProblemKind::Empty { path: label }).with_hint(minimal));
    }
    for (span, message) in complaints {
        let at = Origin { text, start: span.start, end: span.end };
        if report.breaks_new_line(at) {
            let problem = syntax(report, at, message);
            report.add_syntax(at, problem);
        }
    }
    table
}

/// A parser's complaint, with the hint for the commonest slips.
pub fn syntax(report: &Report, at: Origin, message: String) -> Problem {
    let line = report.texts.place(at).excerpt;
    let words = report.texts.words(at);
    let message = match message.as_str() {
        "duplicate key" => format!("the key `{}` stands here a second time", words::clip(words, 64)),
        "string values must be quoted, expected literal string" if words.is_empty() => "a value is missing".to_owned(),
        "string values must be quoted, expected literal string" => {
            format!("`{}` is no value", words::clip(words, 40))
        }
        _ => message,
    };
    let problem = Problem::from(ProblemKind::Syntax { message });
    match slip(&line) {
        Some(hint) => problem.with_hint(hint),
        None => problem,
    }
}

fn slip(line: &str) -> Option<&'static str> {
    let value = line.split_once('=').map_or("", |p| p.1).trim();
    let (head, tail) = value.split_once(',').unwrap_or((value, ""));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if digits(head) && digits(tail) {
        return Some("group digits with `_`, as in 10_000");
    }
    if line.trim_start().starts_with("[[") {
        return Some(decode::NAMED);
    }
    let word = value.chars().next().is_some_and(char::is_alphabetic);
    (word && !value.contains('"')).then_some("a text stands in quotes, as in phase = \"war\"")
}

/// The way down from the scenario, so that a circle is seen and can be shown.
struct Walk {
    chain: Vec<PathBuf>,
    known: Vec<PathBuf>,
    base: Option<PathBuf>,
    library: Library,
}

impl Walk {
    /// The file that an `extends` entry names, read; or the problem told.
    fn next(&mut self, entry: &Entry, report: &mut Report) -> Option<(PathBuf, String)> {
        let Data::Text(target) = &entry.node.data else {
            let found = report.found(&entry.node);
            let expected = "the name of a scenario file in quotes".to_owned();
            report.add_at("extends", entry.node.at, ProblemKind::WrongType { expected, found });
            return None;
        };
        match self.open(target) {
            Ok(found) => Some(found),
            Err(kind) => {
                let hint = match kind {
                    ProblemKind::ExtendsMissing { .. } => Some("the name is relative to the file it stands in"),
                    ProblemKind::ExtendsFolder { .. } => Some("name one file in it"),
                    _ => None,
                };
                let problem = Problem { hint: hint.map(str::to_owned), ..Problem::from(kind) };
                report.add_at("extends", entry.node.at, problem);
                None
            }
        }
    }

    fn open(&mut self, target: &str) -> Result<(PathBuf, String), ProblemKind> {
        let base = self.base.as_deref().ok_or(ProblemKind::ExtendsNowhere)?;
        let path = base.join(target);
        self.chain.push(path.clone());
        let chain = self.chain.clone();
        let known = self.identity(&path);
        if self.known.contains(&known) {
            return Err(ProblemKind::ExtendsCircle { chain });
        }
        if self.chain.len() > MOST_FILES + 1 {
            return Err(ProblemKind::ExtendsTooDeep { limit: MOST_FILES, chain });
        }
        let content = match self.library {
            Library::Disk => texts::read(&path).map_err(|kind| blame_text(kind, chain))?,
            Library::Shipped => shipped::text(&path).ok_or(ProblemKind::NotShipped { path: known.clone() })?.to_owned(),
        };
        self.known.push(known);
        self.base = Some(folder(&path));
        Ok((path, content))
    }

    fn identity(&self, path: &Path) -> PathBuf {
        match self.library {
            Library::Disk => identity(path),
            Library::Shipped => shipped::plain(path).unwrap_or_else(|| path.to_path_buf()),
        }
    }
}

/// A target that is not there is the fault of the text that names it.
fn blame_text(kind: ProblemKind, chain: Vec<PathBuf>) -> ProblemKind {
    match kind {
        ProblemKind::Missing { .. } => ProblemKind::ExtendsMissing { chain },
        ProblemKind::Directory { .. } => ProblemKind::ExtendsFolder { chain },
        other => other,
    }
}

/// The folder that a file's `extends` is relative to.
pub fn folder(path: &Path) -> PathBuf {
    path.parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Two spellings of one file must count as one.
fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}
