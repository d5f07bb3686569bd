//! What lies at a path, and the charts that can be drawn of it.

use std::path::{Path, PathBuf};

use super::{
    Beside, Chart, Sheet, boxes, decisions, draw_all_with, draw_with, forest, names, sweep, timeline, tornado,
};
use crate::engine::results::Results;
use crate::output::tables::Table;
use crate::output::theme::Look;
use crate::output::{Lost, OutputError, salvage};

/// Something that was stored and can be drawn.
#[derive(Debug)]
pub enum Stored {
    /// A result folder with the tables that only some have, and the tables it lacks.
    Run(Box<(Results, Beside)>, Vec<Lost>),
    /// A folder of a finished sweep.
    Sweep(PathBuf),
    /// Rows of `pkosim validate`.
    Findings(Vec<forest::Finding>, PathBuf),
    /// Histories of `pkosim replay`.
    Histories(Vec<timeline::History>, PathBuf),
    /// Boxes of `pkosim discover`.
    Boxes(boxes::Discovery, PathBuf),
    /// Decisions of `pkosim robustness`.
    Decisions(decisions::Decisions, PathBuf),
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
        let (results, mut lost) = salvage(path)?;
        let (beside, more) = Beside::read(path);
        lost.extend(more);
        return Ok(Stored::Run(Box::new((results, beside)), lost));
    }
    let table = Table::open(path)?;
    let path_of = || path.to_owned();
    match () {
        () if forest::is_one(&table) => Ok(Stored::Findings(forest::read(&table)?, path_of())),
        () if timeline::is_one(&table) => Ok(Stored::Histories(timeline::read(&table)?, path_of())),
        () if boxes::is_one(&table) => Ok(Stored::Boxes(boxes::read(&table)?, path_of())),
        () if decisions::is_one(&table) => Ok(Stored::Decisions(decisions::read(&table)?, path_of())),
        () if tornado::is_one(&table) => Ok(Stored::Inputs(tornado::read(&table)?, path_of())),
        () => Err(OutputError::Unplottable { path: path_of() }),
    }
}

impl Stored {
    /// Names of the charts that may be asked for; none where there is nothing to choose.
    pub fn names(&self) -> Vec<&'static str> {
        match self {
            Self::Run(..) => names().collect(),
            Self::Sweep(_) => sweep::NAMES.to_vec(),
            Self::Boxes(..) => boxes::NAMES.to_vec(),
            _ => Vec::new(),
        }
    }

    /// Draws the charts of these names, all where none is given; of a sweep, the outcome asked for.
    ///
    /// # Errors
    /// A table cannot be read, or the drawing library complains.
    pub fn draw(&self, chosen: &[&str], outcome: &str, look: &Look) -> Result<Vec<(Chart, Sheet)>, OutputError> {
        match self {
            Self::Run(run, _) if chosen.is_empty() => draw_all_with(&run.0, &run.1, look),
            Self::Run(run, _) => chosen.iter().filter_map(|name| draw_with(&run.0, &run.1, name, look)).collect(),
            Self::Sweep(dir) => {
                let wanted = |name: &str| chosen.is_empty() || chosen.contains(&name);
                let mut drawn = Vec::new();
                if wanted(sweep::NAMES[0]) {
                    drawn.extend(sweep::draw(&sweep::read(dir, outcome)?, look)?);
                }
                if wanted(sweep::NAMES[1]) {
                    drawn.extend(sweep::draw_pareto(dir, look)?);
                }
                Ok(drawn)
            }
            Self::Findings(findings, file) => forest::draw(findings, file, look),
            Self::Histories(histories, file) => timeline::draw(histories, file, look),
            Self::Boxes(found, file) => boxes::draw(found, chosen, file, look),
            Self::Decisions(found, file) => decisions::draw(found, file, look),
            Self::Inputs(inputs, file) => tornado::draw(inputs, file, look),
        }
    }
}
