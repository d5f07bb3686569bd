//! Treaty scenarios: `kind = "treaty"` and a `[treaty]` table.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

use crate::plain_file;
use crate::scenario::{FileKind, sets::is_bare_word, words};

use super::states::{self, State};

/// How the implementation support unit is paid for: the choice before the first review conference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Isu {
    /// Assessed with the meetings.
    Assessed,
    /// By those who wish to.
    Voluntary,
}

/// What can be wrong with a treaty scenario.
#[derive(Debug, Error)]
pub enum TreatyError {
    /// The file cannot be read.
    #[error("cannot read {}: {source}", .path.display())]
    Unreadable {
        /// As the user named it.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
    /// Not TOML, or a key or value that is not known.
    #[error("{path}: {}", .message.trim_end())]
    Toml {
        /// The file, or `--set`.
        path: String,
        /// The parser's words, with line and caret.
        message: String,
    },
    /// A key that `[treaty]` does not have.
    #[error("{path}: treaty.{key}: unknown key{}", .nearest.map_or(String::new(), |n| format!("; nearest: treaty.{n}")))]
    Unknown {
        /// The file with the line, or `--set`.
        path: String,
        /// The key.
        key: String,
        /// The nearest that there is.
        nearest: Option<&'static str>,
    },
    /// A value out of range.
    #[error("{path}: treaty.{key}: expected {expected}, found {found}")]
    Range {
        /// The file with the line, or `--set`.
        path: String,
        /// The key.
        key: &'static str,
        /// What may stand there.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// `extends` names what cannot be extended.
    #[error("{path}: extends: {why}")]
    Extends {
        /// The file that says so.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// A list of states that cannot be used.
    #[error("states, line {line}: {reason}")]
    States {
        /// Line, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// `--set` of something that is no treaty key.
    #[error("--set {0}: a treaty scenario takes --set treaty.KEY=VALUE")]
    Set(String),
    /// `--set` of something that is no value.
    #[error("--set {key}={value:?}: expected one number, text or list of two numbers")]
    Value {
        /// The key.
        key: String,
        /// What was given.
        value: String,
    },
}

/// A treaty scenario, every default filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Treaty {
    /// The file's stem.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// What it is for.
    pub description: String,
    /// The `[treaty]` table.
    pub terms: Terms,
    /// The states.
    pub states: Vec<State>,
}

/// The `[treaty]` table.
#[derive(Clone, Debug, PartialEq, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Terms {
    /// Year of entry into force; years run from August to July.
    pub start_year: u32,
    /// Years simulated.
    pub years: u32,
    /// Currency of all amounts; only `USD`.
    pub currency: String,
    /// Cost of a year's meetings, US dollars.
    pub meeting_usd: f64,
    /// Cost of the implementation support unit in a year, US dollars.
    pub isu_usd: f64,
    /// `assessed` or `voluntary`.
    #[serde(serialize_with = "isu_word")]
    pub isu: Isu,
    /// Share of its letters that the largest payer pays in the end.
    pub largest_paid: f64,
    /// Mean delay of the largest payer, months.
    pub largest_delay_months: f64,
    /// Year from which the two keys above hold; it pays like all others before.
    pub largest_from_year: u32,
    /// Share of their letters that all others pay in the end.
    pub others_paid: f64,
    /// Mean delay of all others, months.
    pub others_delay_months: f64,
    /// Share of signatories and of other states that take part in meetings, and so pay.
    pub participation: [f64; 2],
    /// Cohesion of the parties, as Council unity is for the United Nations: it moves payment.
    pub unity: f64,
}

fn isu_word<S: serde::Serializer>(isu: &Isu, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(if *isu == Isu::Assessed { "assessed" } else { "voluntary" })
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            start_year: 2010,
            years: 15,
            currency: "USD".to_owned(),
            meeting_usd: 300_000.0,
            isu_usd: 450_000.0,
            isu: Isu::Assessed,
            largest_paid: 0.99,
            largest_delay_months: 3.0,
            largest_from_year: 2010,
            others_paid: 0.95,
            others_delay_months: 4.0,
            participation: [0.5, 0.2],
            unity: 0.65,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kind: Option<String>,
    extends: Option<String>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    treaty: toml::Table,
}

/// Most files that a treaty scenario may stand on.
const MOST_FILES: usize = 16;
/// Most bytes of a file.
const MOST_BYTES: u64 = 4 << 20;

/// The keys of `[treaty]`, as [`Terms`] has them.
const KEYS: [&str; 13] = [
    "start_year",
    "years",
    "currency",
    "meeting_usd",
    "isu_usd",
    "isu",
    "largest_paid",
    "largest_delay_months",
    "largest_from_year",
    "others_paid",
    "others_delay_months",
    "participation",
    "unity",
];

/// Whether a scenario file says `kind = "treaty"`.
pub fn is_treaty(path: &Path) -> bool {
    FileKind::of_file(path) == Some(FileKind::Treaty)
}

/// Reads a treaty scenario, what it extends, and `--set treaty.KEY=VALUE`.
///
/// # Errors
/// What is wrong first.
pub fn load_file(path: &Path, sets: &[(String, String)]) -> Result<Treaty, TreatyError> {
    let text = plain_file::read_text(path, MOST_BYTES);
    let text = text.map_err(|source| TreatyError::Unreadable { path: path.to_owned(), source })?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    load(&text, &stem, path, true, sets)
}

/// Reads a treaty scenario from a text, which extends no file.
///
/// # Errors
/// As [`load_file`].
pub fn load_str(text: &str, name: &str, sets: &[(String, String)]) -> Result<Treaty, TreatyError> {
    load(text, name, Path::new(name), false, sets)
}

fn load(text: &str, name: &str, path: &Path, on_disk: bool, sets: &[(String, String)]) -> Result<Treaty, TreatyError> {
    let mut file = read(text, path)?;
    let mut layers = vec![set_layer(sets)?, std::mem::take(&mut file.treaty)];
    let (mut here, mut next) = (path.to_owned(), file.extends.take());
    let mut known = vec![identity(path)];
    while let Some(target) = next {
        let wrong = |why: String| TreatyError::Extends { path: here.display().to_string(), why };
        if !on_disk {
            return Err(wrong("this text stands in no folder".to_owned()));
        }
        let below = here.parent().unwrap_or(Path::new("")).join(&target);
        if known.contains(&identity(&below)) {
            return Err(wrong(format!("goes in a circle: it comes back to {}", below.display())));
        }
        if known.len() > MOST_FILES {
            return Err(wrong(format!("more than {MOST_FILES} files deep")));
        }
        let text = plain_file::read_text(&below, MOST_BYTES);
        let text = text.map_err(|e| wrong(format!("cannot read {}: {e}", below.display())))?;
        if let Some(kind) = FileKind::of(&text).filter(|kind| *kind != FileKind::Treaty) {
            return Err(wrong(format!("{} is {}, not a treaty world", below.display(), kind.words())));
        }
        let file = read(&text, &below)?;
        if file.kind.is_none() {
            return Err(wrong(format!("{} does not say kind = \"treaty\"", below.display())));
        }
        layers.push(file.treaty);
        known.push(identity(&below));
        (here, next) = (below, file.extends);
    }
    let mut table = toml::Table::new();
    layers.into_iter().rev().for_each(|layer| table.extend(layer));
    let terms: Terms = table.try_into().map_err(|e: toml::de::Error| toml_error(path, &e))?;
    let states = states::parse(states::CCM)?;
    Ok(Treaty { name: name.to_owned(), title: file.title, description: file.description, terms, states })
}

/// One file, its values looked at by themselves, so that what is wrong is told where it stands.
fn read(text: &str, path: &Path) -> Result<File, TreatyError> {
    let text = text.trim_start_matches('\u{feff}');
    let file: File = toml::from_str(text).map_err(|e| toml_error(path, &e))?;
    let place = |key: &str| match line_of(text, key) {
        Some(line) => format!("{}:{line}", path.display()),
        None => path.display().to_string(),
    };
    validate(&file.treaty, &place)?;
    Ok(file)
}

/// What `--set` says.
fn set_layer(sets: &[(String, String)]) -> Result<toml::Table, TreatyError> {
    let mut layer = toml::Table::new();
    for (key, value) in sets {
        let name = key.strip_prefix("treaty.").ok_or_else(|| TreatyError::Set(key.clone()))?;
        let parsed = toml::from_str(&format!("x = {value}"));
        let parsed = parsed.ok().filter(|table: &toml::Table| table.len() == 1).and_then(|mut t| t.remove("x"));
        let word = || is_bare_word(value).then(|| value.as_str().into());
        let wrong = || TreatyError::Value { key: key.clone(), value: value.clone() };
        layer.insert(name.to_owned(), parsed.or_else(word).ok_or_else(wrong)?);
    }
    validate(&layer, &|_| "--set".to_owned())?;
    Ok(layer)
}

/// Refuses unknown keys, values of another type and values out of range; `place` says where a key stands.
fn validate(table: &toml::Table, place: &dyn Fn(&str) -> String) -> Result<(), TreatyError> {
    for (key, value) in table {
        if !KEYS.contains(&key.as_str()) {
            let nearest = words::nearest(key, KEYS);
            return Err(TreatyError::Unknown { path: place(key), key: key.clone(), nearest });
        }
        let alone = toml::Table::from_iter([(key.clone(), value.clone())]);
        let wrong = |e: toml::de::Error| TreatyError::Toml { path: place(key), message: e.to_string() };
        check(&alone.try_into().map_err(wrong)?, place)?;
    }
    Ok(())
}

fn toml_error(path: &Path, error: &toml::de::Error) -> TreatyError {
    TreatyError::Toml { path: path.display().to_string(), message: error.to_string() }
}

/// The line, from 1, on which a key is set.
fn line_of(text: &str, key: &str) -> Option<usize> {
    let sets = |line: &str| line.split_once('=').is_some_and(|(k, _)| k.trim().trim_start_matches("treaty.") == key);
    text.lines().position(sets).map(|k| k + 1)
}

/// Two spellings of one file must count as one.
fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

fn check(t: &Terms, place: &dyn Fn(&str) -> String) -> Result<(), TreatyError> {
    let ranges = [
        ("largest_paid", t.largest_paid, 0.0, 1.0),
        ("others_paid", t.others_paid, 0.0, 1.0),
        ("participation", t.participation[0], 0.0, 1.0),
        ("participation", t.participation[1], 0.0, 1.0),
        ("unity", t.unity, 0.0, 1.0),
        ("largest_delay_months", t.largest_delay_months, 0.0, 60.0),
        ("others_delay_months", t.others_delay_months, 0.0, 60.0),
        ("meeting_usd", t.meeting_usd, 1.0, 1.0e9),
        ("isu_usd", t.isu_usd, 0.0, 1.0e9),
        ("years", f64::from(t.years), 1.0, 50.0),
        ("start_year", f64::from(t.start_year), 1945.0, 2200.0),
        ("largest_from_year", f64::from(t.largest_from_year), 1945.0, 2200.0),
    ];
    for (key, x, min, max) in ranges {
        if !(min..=max).contains(&x) {
            let expected = format!("a number from {min} to {max}");
            return Err(TreatyError::Range { path: place(key), key, expected, found: x.to_string() });
        }
    }
    if t.currency != "USD" {
        let expected = "\"USD\" (amounts are US dollars; convert them first)".to_owned();
        let (key, found) = ("currency", format!("`{}`", t.currency));
        return Err(TreatyError::Range { path: place(key), key, expected, found });
    }
    Ok(())
}
