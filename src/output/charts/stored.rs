//! What lies at a path, and the charts that can be drawn of it.

use std::path::{Path, PathBuf};

use super::{Chart, Sheet, draw, draw_all, forest, names, sweep, timeline, tornado};
use crate::engine::results::Results;
use crate::output::tables::Table;
use crate::output::theme::Look;
use crate::output::{Lost, OutputError, salvage};

/// Something that was stored and can be drawn.
#[derive(Debug)]
pub enum Stored {
    /// A result folder, and the tables it lacks.
    Run(Box<Results>, Vec<Lost>),
    /// A folder of a finished sweep.
    Sweep(PathBuf),
    /// Rows of `pkosim validate`.
    Findings(Vec<forest::Finding>, PathBuf),
    /// Histories of `pkosim replay`.
    Histories(Vec<timeline::History>, PathBuf),
    /// Indices of inputs.
    Inputs(Vec<(String, Vec<tornado::Input>)>, PathBuf),
}

/// Looks at a path: a result folder, a sweep, or a table that is known by its columns.
///
/// # Errors
/// Nothing is there, it cannot be read, or it is none of these.
pub fn open(path: &Path) -> Result<Stored, OutputError> {
    if path.is_dir() {
        if sweep::is_one(path) {
            return Ok(Stored::Sweep(path.to_owned()));
        }
        return salvage(path).map(|(results, lost)| Stored::Run(Box::new(results), lost));
    }
    let table = Table::open(path)?;
    let path_of = || path.to_owned();
    match () {
        () if forest::is_one(&table) => Ok(Stored::Findings(forest::read(&table)?, path_of())),
        () if timeline::is_one(&table) => Ok(Stored::Histories(timeline::read(&table)?, path_of())),
        () if tornado::is_one(&table) => Ok(Stored::Inputs(tornado::read(&table)?, path_of())),
        () => Err(OutputError::Unplottable { path: path_of() }),
    }
}

impl Stored {
    /// Names of the charts that may be asked for; none where there is nothing to choose.
    pub fn names(&self) -> Vec<&'static str> {
        if matches!(self, Self::Run(..)) { names().collect() } else { Vec::new() }
    }

    /// Draws the charts of these names, all where none is given; of a sweep, the outcome asked for.
    ///
    /// # Errors
    /// A table cannot be read, or the drawing library complains.
    pub fn draw(&self, chosen: &[&str], outcome: &str, look: &Look) -> Result<Vec<(Chart, Sheet)>, OutputError> {
        match self {
            Self::Run(results, _) if chosen.is_empty() => draw_all(results, look),
            Self::Run(results, _) => chosen.iter().filter_map(|name| draw(results, name, look)).collect(),
            Self::Sweep(dir) => sweep::draw(&sweep::read(dir, outcome)?, look),
            Self::Findings(findings, file) => forest::draw(findings, file, look),
            Self::Histories(histories, file) => timeline::draw(histories, file, look),
            Self::Inputs(inputs, file) => tornado::draw(inputs, file, look),
        }
    }
}
