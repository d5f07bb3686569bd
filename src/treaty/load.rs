//! Treaty scenarios: `kind = "treaty"` and a `[treaty]` table.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

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
    #[error("{path}: {message}")]
    Toml {
        /// The file.
        path: String,
        /// The parser's words, with line and caret.
        message: String,
    },
    /// A value out of range.
    #[error("treaty.{key}: expected {expected}, found {found}")]
    Range {
        /// The key.
        key: &'static str,
        /// What may stand there.
        expected: String,
        /// What stands there.
        found: String,
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
    #[allow(dead_code)]
    kind: Option<String>,
    extends: Option<String>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    treaty: toml::Table,
}

/// Whether a scenario file says `kind = "treaty"`.
pub fn is_treaty(path: &Path) -> bool {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let kind = |line: &str| line.split_once('=').is_some_and(|(k, v)| k.trim() == "kind" && v.trim() == "\"treaty\"");
    text.lines().any(|line| kind(line.trim()))
}

/// Reads a treaty scenario, what it extends, and `--set treaty.KEY=VALUE`.
///
/// # Errors
/// What is wrong first.
pub fn load_file(path: &Path, sets: &[(String, String)]) -> Result<Treaty, TreatyError> {
    let text = std::fs::read_to_string(path);
    let text = text.map_err(|source| TreatyError::Unreadable { path: path.to_owned(), source })?;
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    load(&text, &stem, Some(&folder), sets)
}

/// Reads a treaty scenario from a text.
///
/// # Errors
/// As [`load_file`].
pub fn load_str(text: &str, name: &str, sets: &[(String, String)]) -> Result<Treaty, TreatyError> {
    load(text, name, None, sets)
}

fn load(text: &str, name: &str, folder: Option<&Path>, sets: &[(String, String)]) -> Result<Treaty, TreatyError> {
    let bad = |message: String| TreatyError::Toml { path: name.to_owned(), message };
    let file: File = toml::from_str(text).map_err(|e| bad(e.to_string()))?;
    let mut table = match (&file.extends, folder) {
        (Some(below), Some(folder)) => below_of(&folder.join(below))?,
        _ => toml::Table::new(),
    };
    table.extend(file.treaty);
    for (key, value) in sets {
        let key = key.strip_prefix("treaty.").ok_or_else(|| TreatyError::Set(key.clone()))?;
        let parsed: Result<toml::Table, _> = toml::from_str(&format!("x = {value}"));
        let value = parsed.ok().and_then(|mut t| t.remove("x")).unwrap_or_else(|| value.as_str().into());
        table.insert(key.to_owned(), value);
    }
    let terms: Terms = table.try_into().map_err(|e: toml::de::Error| bad(e.to_string()))?;
    check(&terms)?;
    let states = states::parse(states::CCM)?;
    Ok(Treaty { name: name.to_owned(), title: file.title, description: file.description, terms, states })
}

/// The `[treaty]` table of a file that another extends; it extends nothing itself.
fn below_of(path: &Path) -> Result<toml::Table, TreatyError> {
    let text = std::fs::read_to_string(path);
    let text = text.map_err(|source| TreatyError::Unreadable { path: path.to_owned(), source })?;
    let file: File = toml::from_str(&text)
        .map_err(|e| TreatyError::Toml { path: path.display().to_string(), message: e.to_string() })?;
    Ok(file.treaty)
}

fn check(t: &Terms) -> Result<(), TreatyError> {
    let shares = [
        ("largest_paid", t.largest_paid),
        ("others_paid", t.others_paid),
        ("participation", t.participation[0]),
        ("participation", t.participation[1]),
        ("unity", t.unity),
    ];
    shares.iter().try_for_each(|(key, x)| range(key, *x, 0.0, 1.0))?;
    range("largest_delay_months", t.largest_delay_months, 0.0, 60.0)?;
    range("others_delay_months", t.others_delay_months, 0.0, 60.0)?;
    range("meeting_usd", t.meeting_usd, 1.0, 1.0e9)?;
    range("isu_usd", t.isu_usd, 0.0, 1.0e9)?;
    range("years", f64::from(t.years), 1.0, 50.0)?;
    if t.currency != "USD" {
        let expected = "\"USD\" (amounts are US dollars; convert them first)".to_owned();
        return Err(TreatyError::Range { key: "currency", expected, found: format!("`{}`", t.currency) });
    }
    Ok(())
}

fn range(key: &'static str, x: f64, min: f64, max: f64) -> Result<(), TreatyError> {
    if (min..=max).contains(&x) {
        return Ok(());
    }
    Err(TreatyError::Range { key, expected: format!("a number from {min} to {max}"), found: x.to_string() })
}
