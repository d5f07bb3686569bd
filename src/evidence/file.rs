//! Posteriors as CSV files.
//!
//! ```text
//! # model_id=0123456789abcdef
//! # stance=study
//! council.unity_persistence,council.unity_sd,...,weight
//! 0.951,0.148,...,1
//! ```
//!
//! One column per parameter, in any order, one row per draw, and, if draws are not equally likely, a last column
//! `weight`, which sums to 1. Weighted draws are resampled systematically to as many equally likely ones, always in the
//! same way.

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use hmac_sha256::Hash;
use thiserror::Error;

use crate::plain_file;

use super::parameters::NAMES;
use super::posterior::Posterior;
use super::register::{Stance, Transform, register};

/// The most bytes that are read.
const MOST_BYTES: u64 = 1 << 30;
/// Name of the column of weights.
const WEIGHT: &str = "weight";
/// How far the weights' sum may be from 1: some thousands of them with seven digits.
const WEIGHTS_SUM: f64 = 1e-4;
/// Names shown of a long list.
const SHOWN: usize = 5;

/// Why a posterior file is refused.
#[derive(Debug, Error)]
#[error("{}: {problem}", path.display())]
pub struct PosteriorError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub problem: PosteriorProblem,
}

/// What is wrong with a posterior file.
#[derive(Debug, Error)]
pub enum PosteriorProblem {
    /// It cannot be read.
    #[error("cannot read the posterior: {0}")]
    Io(#[from] io::Error),
    /// It is larger than any posterior.
    #[error("larger than {MOST_BYTES} bytes, too large for a posterior")]
    TooLarge,
    /// It is not UTF-8.
    #[error("not a text in UTF-8")]
    NotText,
    /// It is not CSV.
    #[error("not valid CSV: {0}")]
    Csv(#[from] csv::Error),
    /// A line like `# model_id=...` is missing at its top.
    #[error("the line `# {0}=...` is missing at its top")]
    NoComment(&'static str),
    /// Such a line stands twice.
    #[error("the line `# {0}=...` stands twice")]
    CommentTwice(&'static str),
    /// It was fitted to another model.
    #[error("made for the model {found}; this is the model {expected}")]
    Model {
        /// Model of the file.
        found: String,
        /// This model.
        expected: String,
    },
    /// There is no such stance.
    #[error("its stance is `{0}`; expected study or sceptical")]
    UnknownStance(String),
    /// It belongs to another stance than was asked for.
    #[error("it belongs to the stance {}, and --stance asks for {}", found.name(), asked.name())]
    Stance {
        /// Stance of the file.
        found: Stance,
        /// Stance asked for.
        asked: Stance,
    },
    /// Parameters of the model have no column.
    #[error("no column for {}", List(.0))]
    Missing(Vec<String>),
    /// Columns are no parameters of the model.
    #[error("no such parameter: {}", List(.0))]
    Unknown(Vec<String>),
    /// A column stands twice.
    #[error("the column `{0}` stands twice")]
    Twice(String),
    /// A cell does not hold what it should.
    #[error("line {line}: `{value}` in the column `{column}` is not {expected}")]
    Cell {
        /// Line from 1.
        line: u64,
        /// Column.
        column: String,
        /// What stands there.
        value: String,
        /// What should.
        expected: &'static str,
    },
    /// There is no draw in it.
    #[error("it holds no draws")]
    Empty,
    /// Weights do not sum to one: rows may be missing.
    #[error("its weights sum to {0}, not to 1")]
    WeightsSum(f64),
    /// All weights are zero.
    #[error("all weights are zero")]
    NoWeight,
}

impl PosteriorError {
    /// The documented exit code: 3 where the file cannot be read, 2 for what stands in it.
    pub fn exit_code(&self) -> u8 {
        if matches!(self.problem, PosteriorProblem::Io(_)) { 3 } else { 2 }
    }

    /// What may help.
    pub fn hint(&self) -> &'static str {
        match self.problem {
            PosteriorProblem::Io(_) => "name a file that `pkosim evidence posterior` or a calibration has written",
            PosteriorProblem::Stance { .. } => "leave out --stance: the file's own is taken",
            PosteriorProblem::Model { .. } => {
                "`pkosim calibrate --recheck DIR` says whether it still holds; else fit anew with `pkosim calibrate`"
            }
            PosteriorProblem::Unknown(_) | PosteriorProblem::Missing(_) => {
                "`pkosim evidence parameters` lists them; `pkosim evidence posterior > FILE` writes a complete file"
            }
            _ => "`pkosim evidence posterior > FILE` writes a file for this model",
        }
    }
}

/// Some names, and how many more there are.
struct List<'a>(&'a [String]);

impl fmt::Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0[..self.0.len().min(SHOWN)].join(", "))?;
        let rest = self.0.len().saturating_sub(SHOWN);
        if rest > 0 { write!(f, " and {rest} more") } else { Ok(()) }
    }
}

/// Reads a posterior for the model `model_id`. Its stance must be the one asked for, if any is.
///
/// # Errors
/// [`PosteriorError`] with the first thing that is wrong.
pub fn read(path: &Path, model_id: &str, stance: Option<Stance>) -> Result<Posterior, PosteriorError> {
    let read = || {
        let text = text(path)?;
        let hash: String = Hash::hash(text.as_bytes())[..8].iter().map(|b| format!("{b:02x}")).collect();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        parse(text.trim_start_matches('\u{feff}'), model_id, stance, format!("{name} (sha256 {hash})"))
    };
    read().map_err(|problem| PosteriorError { path: path.to_owned(), problem })
}

/// The model that a posterior's text names; none where it names none.
pub fn model_of(text: &str) -> Option<&str> {
    comment(text, "model_id").ok()
}

/// Reads the text of a posterior that the program carries, for whichever model it was fitted to.
///
/// # Errors
/// [`PosteriorProblem`] with the first thing that is wrong.
pub fn embedded(text: &str, origin: String) -> Result<Posterior, PosteriorProblem> {
    parse(text, comment(text, "model_id")?, None, origin)
}

fn text(path: &Path) -> Result<String, PosteriorProblem> {
    let bytes = plain_file::read(path, MOST_BYTES).map_err(|e| match e.kind() {
        io::ErrorKind::FileTooLarge => PosteriorProblem::TooLarge,
        _ => PosteriorProblem::Io(e),
    })?;
    String::from_utf8(bytes).map_err(|_| PosteriorProblem::NotText)
}

fn parse(text: &str, model_id: &str, asked: Option<Stance>, origin: String) -> Result<Posterior, PosteriorProblem> {
    let found = comment(text, "model_id")?;
    if found != model_id {
        return Err(PosteriorProblem::Model { found: found.to_owned(), expected: model_id.to_owned() });
    }
    let stance = match comment(text, "stance")? {
        "study" => Stance::Study,
        "sceptical" => Stance::Sceptical,
        other => return Err(PosteriorProblem::UnknownStance(other.to_owned())),
    };
    match asked {
        Some(asked) if asked != stance => Err(PosteriorProblem::Stance { found: stance, asked }),
        _ => Ok(Posterior::from_rows(stance, origin, rows(text)?)),
    }
}

/// The value of a line `# name=value` before the header.
fn comment<'a>(text: &'a str, name: &'static str) -> Result<&'a str, PosteriorProblem> {
    let comments = text.lines().take_while(|l| l.starts_with('#'));
    let pairs = comments.filter_map(|l| l.trim_start_matches('#').split_once('='));
    let mut found = pairs.filter(|(key, _)| key.trim() == name);
    match (found.next(), found.next()) {
        (Some((_, value)), None) => Ok(value.trim()),
        (Some(_), Some(_)) => Err(PosteriorProblem::CommentTwice(name)),
        (None, _) => Err(PosteriorProblem::NoComment(name)),
    }
}

/// The draws, each in the order of [`NAMES`].
fn rows(text: &str) -> Result<Vec<Vec<f64>>, PosteriorProblem> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let columns = columns(&header)?;
    let weighted = header.iter().position(|name| name == WEIGHT);
    let (mut rows, mut weights) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record?;
        rows.push(draw(&record, &columns)?);
        weights.push(weighted.map_or(Ok(1.0), |at| weight(&record, at))?);
    }
    let sum: f64 = weights.iter().sum();
    if weighted.is_some() && !rows.is_empty() && (sum - 1.0).abs() > WEIGHTS_SUM {
        return Err(PosteriorProblem::WeightsSum(sum));
    }
    resample(rows, &weights)
}

/// Where each parameter stands.
fn columns(header: &[String]) -> Result<Vec<usize>, PosteriorProblem> {
    if let Some((_, twice)) = header.iter().enumerate().find(|(i, name)| header[..*i].contains(name)) {
        return Err(PosteriorProblem::Twice(twice.clone()));
    }
    let unknown = header.iter().filter(|name| *name != WEIGHT && !NAMES.contains(&name.as_str()));
    let unknown: Vec<String> = unknown.map(|name| with_nearest(name)).collect();
    if !unknown.is_empty() {
        return Err(PosteriorProblem::Unknown(unknown));
    }
    let at = |name: &&str| header.iter().position(|h| h == name);
    let missing: Vec<String> = NAMES.iter().filter(|n| at(n).is_none()).map(|n| (*n).to_owned()).collect();
    if missing.is_empty() { Ok(NAMES.iter().filter_map(at).collect()) } else { Err(PosteriorProblem::Missing(missing)) }
}

fn with_nearest(name: &str) -> String {
    let likeness = |n: &&&str| strsim::jaro_winkler(name, n);
    let nearest = NAMES.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match nearest.filter(|n| likeness(n) > 0.85) {
        Some(near) => format!("`{name}` (nearest: {near})"),
        None => format!("`{name}`"),
    }
}

fn draw(record: &csv::StringRecord, columns: &[usize]) -> Result<Vec<f64>, PosteriorProblem> {
    columns.iter().enumerate().map(|(p, at)| value(record, *at, p)).collect()
}

fn value(record: &csv::StringRecord, at: usize, parameter: usize) -> Result<f64, PosteriorProblem> {
    let entry = &register()[parameter];
    let (lies, expected): (fn(f64) -> bool, _) = match entry.transform {
        Transform::Identity => (f64::is_finite, "a finite number"),
        Transform::Log => (|x| x > 0.0 && x.is_finite(), "a positive number"),
        Transform::Logit => (|x| x > 0.0 && x < 1.0, "a number between 0 and 1"),
    };
    number(record, at, &entry.name, lies, expected)
}

fn weight(record: &csv::StringRecord, at: usize) -> Result<f64, PosteriorProblem> {
    number(record, at, WEIGHT, |w| w >= 0.0 && w.is_finite(), "a number from 0 upwards")
}

fn number(
    record: &csv::StringRecord,
    at: usize,
    column: &str,
    lies: fn(f64) -> bool,
    expected: &'static str,
) -> Result<f64, PosteriorProblem> {
    let text = record.get(at).unwrap_or_default();
    let wrong = || PosteriorProblem::Cell {
        line: record.position().map_or(0, csv::Position::line),
        column: column.to_owned(),
        value: text.chars().take(40).collect(),
        expected,
    };
    text.parse::<f64>().ok().filter(|x| lies(*x)).ok_or_else(wrong)
}

/// As many equally likely draws as there are rows: the k-th is the row in which (k + 1/2) / n of the weight is
/// reached. Rows of equal weight stay as they are.
///
/// # Errors
/// [`PosteriorProblem::Empty`] without rows, [`PosteriorProblem::NoWeight`] where the weights come to nothing.
pub fn resample(rows: Vec<Vec<f64>>, weights: &[f64]) -> Result<Vec<Vec<f64>>, PosteriorProblem> {
    let total: f64 = weights.iter().sum();
    if rows.is_empty() {
        return Err(PosteriorProblem::Empty);
    }
    if total <= 0.0 || !total.is_finite() {
        return Err(PosteriorProblem::NoWeight);
    }
    let (mut row, mut reached) = (0, weights[0]);
    let mut drawn = Vec::with_capacity(rows.len());
    for k in 0..rows.len() {
        let want = total * (k as f64 + 0.5) / rows.len() as f64;
        while reached < want && row + 1 < rows.len() {
            row += 1;
            reached += weights[row];
        }
        drawn.push(rows[row].clone());
    }
    Ok(drawn)
}

/// Writes a posterior as [`read`] reads it, to the last digit.
///
/// # Errors
/// Where `to` takes no more.
pub fn write(posterior: &Posterior, model_id: &str, mut to: impl Write) -> io::Result<()> {
    writeln!(to, "# model_id={model_id}\n# stance={}\n{}", posterior.stance.name(), NAMES.join(","))?;
    for draw in 0..posterior.draws() {
        let cells: Vec<String> = posterior.row(draw).iter().map(f64::to_string).collect();
        writeln!(to, "{}", cells.join(","))?;
    }
    to.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(posterior: &Posterior) -> String {
        let mut bytes = Vec::new();
        write(posterior, "m", &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn read_back(text: &str) -> Result<Posterior, PosteriorProblem> {
        parse(text, "m", None, "register".to_owned())
    }

    fn refused(text: &str) -> String {
        read_back(text).unwrap_err().to_string()
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let posterior = Posterior::from_register(Stance::Sceptical);
        assert_eq!(read_back(&file(&posterior)).unwrap(), posterior);
    }

    #[test]
    fn an_editors_mark_of_utf8_is_no_part_of_the_text_and_two_stances_are_one_too_many() {
        let text = file(&Posterior::from_register(Stance::Study));
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("marked.csv");
        std::fs::write(&path, format!("\u{feff}{text}")).unwrap();
        assert_eq!(read(&path, "m", None).unwrap().draws(), Posterior::from_register(Stance::Study).draws());
        let twice = text.replacen("# stance=study", "# stance=study\n# stance=sceptical", 1);
        assert_eq!(refused(&twice), "the line `# stance=...` stands twice");
    }

    #[test]
    fn weights_are_turned_into_copies() {
        let rows = |n: &[f64]| n.iter().map(|x| vec![*x]).collect::<Vec<_>>();
        let drawn = resample(rows(&[1.0, 2.0, 3.0, 4.0]), &[0.0, 3.0, 1.0, 0.0]).unwrap();
        assert_eq!(drawn, rows(&[2.0, 2.0, 2.0, 3.0]));
        assert!(matches!(resample(rows(&[1.0]), &[0.0]), Err(PosteriorProblem::NoWeight)));
    }

    #[test]
    fn each_mistake_is_named() {
        let good = file(&Posterior::centre(Stance::Study));
        let first = "council.unity_persistence";
        assert!(
            refused(&good.replace("model_id=m", "model_id=old")).contains("for the model old; this is the model m")
        );
        assert!(refused(&good.replace("# stance=study\n", "")).contains("`# stance=...` is missing"));
        assert!(refused(&good.replace("=study", "=bold")).contains("its stance is `bold`"));
        assert!(
            refused(&good.replace(first, "council.unity_persistenc")).contains("(nearest: council.unity_persistence)")
        );
        assert!(
            refused(&good.replace("0.95,", "NaN,")).contains("line 4: `NaN` in the column `council.unity_persistence`")
        );
        let weighed = |w: &str| {
            let lines = good.lines().enumerate().map(|(k, l)| match k {
                0 | 1 => format!("{l}\n"),
                2 => format!("{l},weight\n"),
                _ => format!("{l},{w}\n"),
            });
            lines.collect::<String>()
        };
        assert!(read_back(&weighed("1")).is_ok());
        assert_eq!(refused(&weighed("0.9")), "its weights sum to 0.9, not to 1");
        assert!(refused(&weighed("NaN")).contains("`weight` is not a number from 0 upwards"));
        let header: String = good.lines().take(3).map(|l| format!("{l}\n")).collect();
        assert_eq!(refused(&header), "it holds no draws");
        assert_eq!(refused("# model_id=m\n# stance=study\nweight\n1\n").matches(" and ").count(), 1);
    }
}
