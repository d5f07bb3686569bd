//! Every way in which targets can be wrong.

use std::path::PathBuf;

use thiserror::Error;

/// Why targets are refused.
#[derive(Debug, Error)]
#[error("{}{}: {problem}", path.display(), line.map_or(String::new(), |l| format!(":{l}")))]
pub struct TargetError {
    /// The file.
    pub path: PathBuf,
    /// The line from 1, where it is one line's fault.
    pub line: Option<u64>,
    /// What is wrong.
    pub problem: TargetProblem,
}

/// What is wrong with targets.
#[derive(Debug, Error)]
pub enum TargetProblem {
    /// The file cannot be read.
    #[error("cannot read the targets: {0}")]
    Io(#[from] std::io::Error),
    /// It is no CSV with the columns of the embedded targets.
    #[error("not a table of targets: {0}")]
    Csv(#[from] csv::Error),
    /// A word that is none of the choices.
    #[error("`{column}` is `{found}`; expected {expected}{}", nearest.as_ref().map_or(String::new(), |n| format!(" (nearest: {n})")))]
    Word {
        /// The column.
        column: &'static str,
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
        /// The nearest choice.
        nearest: Option<String>,
    },
    /// A number that is none.
    #[error("`{column}` is `{found}`; expected a finite number or nothing")]
    Number {
        /// The column.
        column: &'static str,
        /// What stands there.
        found: String,
    },
    /// A value that the scale does not have.
    #[error("`{column}` is {found}; on the scale {scale} it must be {expected}")]
    OffScale {
        /// The column.
        column: &'static str,
        /// The value.
        found: f64,
        /// The scale.
        scale: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// The interval leaves out its estimate.
    #[error("the interval {low} to {high} of {id} does not hold its estimate {estimate}")]
    Outside {
        /// The row.
        id: String,
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
        /// The estimate.
        estimate: f64,
    },
    /// A calibrate or null row without what it is judged by.
    #[error("{id} is graded {grade} and needs {needs}")]
    Incomplete {
        /// The row.
        id: String,
        /// Its grade.
        grade: &'static str,
        /// What is missing.
        needs: &'static str,
    },
    /// Two rows for one stance.
    #[error("{id} stands twice for the stance {stance}")]
    Twice {
        /// The row.
        id: String,
        /// The stance.
        stance: &'static str,
    },
    /// No row.
    #[error("it holds no targets")]
    Empty,
}

impl TargetError {
    /// The documented exit code: 3 where the file cannot be read, 2 for what stands in it.
    pub fn exit_code(&self) -> u8 {
        if matches!(self.problem, TargetProblem::Io(_)) { 3 } else { 2 }
    }

    /// What may help.
    pub fn hint(&self) -> &'static str {
        match self.problem {
            TargetProblem::Io(_) => "the targets of this version are data/evidence/targets.csv",
            TargetProblem::Outside { .. } => "low <= estimate <= high, in the row's natural unit",
            TargetProblem::Word { column: "estimator" | "id", .. } => {
                "estimators are declared in data/evidence/studies.toml; a new one needs a study there"
            }
            _ => "copy data/evidence/targets.csv and change numbers in the copy",
        }
    }
}
