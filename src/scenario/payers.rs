//! Payers one by one, from a CSV that `funding.payers` names.
//!
//! Columns: `name`, `share` of assessments, `on_time` (share that comes at once), `delay_months` of
//! the rest, `withholding` (share never paid in the end), `unity_dependence` (rise of the log pace
//! per unit of Council unity), `cap` (most that its share may be; what is above falls on the others
//! in proportion to their shares, so that a payer whose share is 0 pays nothing). The order of rows
//! says nothing: payers are kept in the order of their names, and the last one bears the rounding.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::plain_file;

/// The columns, in their order.
pub const COLUMNS: [&str; 7] = ["name", "share", "on_time", "delay_months", "withholding", "unity_dependence", "cap"];

/// Most bytes of a list of payers.
const MOST_BYTES: u64 = 4 << 20;

/// Most that shares may be off one by rounding.
const TOLERANCE: f64 = 1.0e-6;

/// A payer as a file describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct PayerTerms {
    /// Its name.
    pub name: String,
    /// Share of every assessment.
    pub share: f64,
    /// Share of an assessment that comes at once.
    pub on_time: f64,
    /// Mean delay of the rest, months.
    pub delay_months: f64,
    /// Share that is never paid in the end.
    pub withholding: f64,
    /// Rise of the log pace of payment per unit of Council unity.
    pub unity_dependence: f64,
    /// Most that its share may be.
    pub cap: f64,
}

/// What can be wrong with a list of payers.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum PayersError {
    /// The file cannot be read.
    #[error("cannot read {}: {reason}", .path.display())]
    Unreadable {
        /// As the user named it.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
    /// No payer at all.
    #[error("no payers; expected the columns {}", COLUMNS.join(","))]
    Empty,
    /// Nobody pays anything.
    #[error("every share is 0; expected shares that sum to 1")]
    Nothing,
    /// Shares too great to be added up.
    #[error("shares are too great to be added up; expected shares that sum to 1")]
    Endless,
    /// A column is missing.
    #[error("column `{name}` is missing; expected {}", COLUMNS.join(","))]
    MissingColumn {
        /// The column.
        name: String,
    },
    /// A column nobody knows.
    #[error("unknown column `{name}`; expected {}", COLUMNS.join(","))]
    ExtraColumn {
        /// The column.
        name: String,
    },
    /// A column twice.
    #[error("column `{name}` stands there twice; expected {}", COLUMNS.join(","))]
    SameColumn {
        /// The column.
        name: String,
    },
    /// A row with more or fewer fields than the header.
    #[error("line {line}: {reason}")]
    Row {
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A number that is none or out of range.
    #[error("line {line}: {column}: expected {}, found `{found}`", range(*.min, *.max))]
    Number {
        /// Line, from 1.
        line: usize,
        /// Column.
        column: &'static str,
        /// Least.
        min: f64,
        /// Greatest; infinite where there is none.
        max: f64,
        /// What stands there.
        found: String,
    },
    /// A payer twice.
    #[error("line {line}: payer `{name}` stands here a second time")]
    Twice {
        /// Line, from 1.
        line: usize,
        /// Its name.
        name: String,
    },
    /// Shares that do not sum to one.
    #[error("shares sum to {sum:.6}, {} by {:.6}; funding.normalise = true scales them to 1",
        if *.sum > 1.0 { "over 1" } else { "short of 1" }, (.sum - 1.0).abs())]
    Sum {
        /// Their sum.
        sum: f64,
    },
    /// Caps that leave nobody to bear the rest.
    #[error(
        "caps of the payers whose share is not 0 sum to {sum:.6}: nobody is left to pay the rest; raise a cap or \
             give another payer a share"
    )]
    Caps {
        /// Their sum, payers without a share left out.
        sum: f64,
    },
}

/// What a number may be, in words.
fn range(min: f64, max: f64) -> String {
    if max.is_finite() { format!("a number from {min} to {max}") } else { format!("a number, {min} or more") }
}

/// Reads a list of payers, in the order of their names; `normalise` scales shares that do not sum to one.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn parse(text: &str, normalise: bool) -> Result<Vec<PayerTerms>, PayersError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| row_error(1, &e))?.clone();
    let places = columns(&header)?;
    let (mut payers, mut seen) = (Vec::new(), BTreeSet::new());
    for record in reader.records() {
        let line = |r: &csv::StringRecord| r.position().map_or(0, |p| p.line() as usize);
        let record = record.map_err(|e| row_error(e.position().map_or(0, |p| p.line() as usize), &e))?;
        let payer = payer(&record, &places, line(&record))?;
        if !seen.insert(payer.name.clone()) {
            return Err(PayersError::Twice { line: line(&record), name: payer.name });
        }
        payers.push(payer);
    }
    // Sums, and who bears the rounding, do not depend on the order of rows.
    payers.sort_by(|a, b| a.name.cmp(&b.name));
    shares(&mut payers, normalise)?;
    Ok(payers)
}

/// Reads a list of payers from a file.
///
/// # Errors
/// As [`parse`], or that the file cannot be read.
pub fn read(path: &Path, normalise: bool) -> Result<Vec<PayerTerms>, PayersError> {
    let text = plain_file::read_text(path, MOST_BYTES);
    let text = text.map_err(|e| PayersError::Unreadable { path: path.to_path_buf(), reason: e.to_string() })?;
    parse(&text, normalise)
}

fn row_error(line: usize, error: &csv::Error) -> PayersError {
    PayersError::Row { line, reason: error.to_string() }
}

fn columns(header: &csv::StringRecord) -> Result<[usize; 7], PayersError> {
    if let Some(extra) = header.iter().find(|h| !COLUMNS.contains(h) && !h.is_empty()) {
        return Err(PayersError::ExtraColumn { name: extra.to_owned() });
    }
    let mut places = [0; 7];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        let mut at = header.iter().enumerate().filter(|(_, h)| *h == column).map(|(k, _)| k);
        *place = at.next().ok_or_else(|| PayersError::MissingColumn { name: column.to_owned() })?;
        if at.next().is_some() {
            return Err(PayersError::SameColumn { name: column.to_owned() });
        }
    }
    Ok(places)
}

fn payer(record: &csv::StringRecord, places: &[usize; 7], line: usize) -> Result<PayerTerms, PayersError> {
    let number = |column: usize, min: f64, max: f64| {
        let found = record.get(places[column]).unwrap_or_default();
        let x = found.parse::<f64>().ok().filter(|x| x.is_finite() && (min..=max).contains(x));
        x.ok_or_else(|| PayersError::Number { line, column: COLUMNS[column], min, max, found: found.to_owned() })
    };
    let name = record.get(places[0]).unwrap_or_default();
    if name.is_empty() {
        return Err(PayersError::Row { line, reason: "name: expected the name of a payer, found nothing".to_owned() });
    }
    Ok(PayerTerms {
        name: name.to_owned(),
        share: number(1, 0.0, f64::INFINITY)?,
        on_time: number(2, 0.0, 1.0)?,
        delay_months: number(3, 0.0, 60.0)?,
        withholding: number(4, 0.0, 1.0)?,
        unity_dependence: number(5, -5.0, 5.0)?,
        cap: number(6, 0.0, 1.0)?,
    })
}

/// Checks that shares sum to one, then holds them under their caps.
fn shares(payers: &mut [PayerTerms], normalise: bool) -> Result<(), PayersError> {
    let sum: f64 = payers.iter().map(|p| p.share).sum();
    if payers.is_empty() {
        return Err(PayersError::Empty);
    }
    if sum <= 0.0 {
        return Err(PayersError::Nothing);
    }
    if !sum.is_finite() {
        return Err(PayersError::Endless);
    }
    if (sum - 1.0).abs() > TOLERANCE && !normalise {
        return Err(PayersError::Sum { sum });
    }
    payers.iter_mut().for_each(|p| p.share /= sum);
    // What is above a cap is spread by shares: a payer whose share is 0 has room, but never pays.
    let caps: f64 = payers.iter().filter(|p| p.share > 0.0).map(|p| p.cap).sum();
    if caps < 1.0 - TOLERANCE {
        return Err(PayersError::Caps { sum: caps });
    }
    // Each round caps at least one more payer, so that this ends.
    for _ in 0..payers.len() {
        spread(payers);
    }
    // Caps that are short of 1 by rounding are each exceeded by their part of it.
    if caps < 1.0 {
        let sum: f64 = payers.iter().map(|p| p.share).sum();
        payers.iter_mut().for_each(|p| p.share /= sum);
    }
    Ok(())
}

fn spread(payers: &mut [PayerTerms]) {
    let over: f64 = payers.iter().map(|p| (p.share - p.cap).max(0.0)).sum();
    let room: f64 = payers.iter().filter(|p| p.share < p.cap).map(|p| p.share).sum();
    if over <= 0.0 || room <= 0.0 {
        return;
    }
    for payer in payers {
        let capped = payer.share >= payer.cap;
        payer.share = if capped { payer.cap } else { payer.share + over * (payer.share / room) };
    }
}
