//! Tables that only some runs have, for the charts that are drawn of them.

use std::path::Path;

use super::shares::{self, Split};
use super::tones::{self, Tone};
use crate::output::tables::Table;
use crate::output::{Extra, Lost, OutputError};

/// Table of the split of each outcome's variance.
pub const NESTED: &str = "nested.csv";

/// What stands in the tables beside those of every run; empty where a run has none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beside {
    /// Each outcome's variance, split.
    pub nested: Vec<Split>,
    /// Bands by month: of the mean given what is not known, and of one history.
    pub tones: Vec<Tone>,
}

/// Table of both bands by month.
const SERIES: &str = "nested_series.csv";

impl Beside {
    /// Reads what a folder has, and names what it lacks or what is not understood.
    pub fn read(dir: &Path) -> (Self, Vec<Lost>) {
        let mut lost = Vec::new();
        let nested = there(dir, NESTED, shares::read, &mut lost);
        let tones = there(dir, SERIES, tones::read, &mut lost);
        (Self { nested, tones }, lost)
    }

    /// What stands in tables that are about to be written.
    ///
    /// # Errors
    /// A table is not what its name says.
    pub fn of(extra: &[Extra]) -> Result<Self, OutputError> {
        Ok(Self { nested: among(extra, NESTED, shares::read)?, tones: among(extra, SERIES, tones::read)? })
    }
}

/// The rows of a table.
type Read<T> = fn(&Table) -> Result<Vec<T>, OutputError>;

fn there<T>(dir: &Path, file: &'static str, read: Read<T>, lost: &mut Vec<Lost>) -> Vec<T> {
    let path = dir.join(file);
    let optional = !path.exists();
    let rows = || Table::open(&path).and_then(|table| read(&table)).map_err(|e| e.to_string());
    let found = if optional { Err("not there: run with --nested".to_owned()) } else { rows() };
    found.unwrap_or_else(|why| {
        lost.push(Lost { file, why, optional });
        Vec::new()
    })
}

fn among<T>(extra: &[Extra], file: &str, read: Read<T>) -> Result<Vec<T>, OutputError> {
    let Some(table) = extra.iter().find(|e| e.name == file) else { return Ok(Vec::new()) };
    read(&Table::parse(Path::new(table.name), &table.bytes)?)
}
