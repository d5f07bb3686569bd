//! What can go wrong between results and files.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// What can go wrong between results and files. Most are the file system's doing, exit code 3: a target that is
/// somebody else's folder too, since it is what lies on the disk that stands in the way. A result that is named as the
/// target of another is a wrong argument, exit code 2.
#[derive(Debug, Error)]
pub enum OutputError {
    /// The target is a folder with other things in it.
    #[error("{} is not empty and holds no pkosim manifest.json: it is left as it is", path.display())]
    Foreign {
        /// The target.
        path: PathBuf,
    },
    /// The target is a result of another kind.
    #[error("{} holds a {found}, and this would be a {expected}: it is left as it is", path.display())]
    OtherKind {
        /// The target.
        path: PathBuf,
        /// Its kind.
        found: String,
        /// The kind that was to be written.
        expected: &'static str,
    },
    /// The target is a result with other files in it.
    #[error("{} holds `{name}`, which pkosim did not put there and which would be lost: it is left as it is", path.display())]
    Added {
        /// The target.
        path: PathBuf,
        /// The first of them.
        name: String,
    },
    /// The target is a file.
    #[error("{} is a file, not a folder: it is left as it is", path.display())]
    File {
        /// The target.
        path: PathBuf,
    },
    /// The target cannot name a folder.
    #[error("`{}` cannot name a result folder", path.display())]
    Name {
        /// The target.
        path: PathBuf,
    },
    /// An operation on a file failed.
    #[error("could not {action} {}: {source}", path.display())]
    Io {
        /// What was tried: `create`, `write`, `read`, `put in place`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// A table that is read back is not what this program writes.
    #[error("{}, line {line}: {problem}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// Line, counted from 1.
        line: u64,
        /// What is wrong with it.
        problem: TableProblem,
    },
    /// A JSON file that is read back is not what this program writes.
    #[error("{} is not a pkosim file: {source}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The folder was written by a program whose tables this one does not know.
    #[error("{} has schema version {found}; this program reads up to {known}", path.display())]
    Version {
        /// The manifest.
        path: PathBuf,
        /// Its schema version.
        found: u32,
        /// The newest that is known here.
        known: u32,
    },
    /// A file that is not the one its manifest lists.
    #[error("{} is not the file that manifest.json lists: it has been changed, or cut short", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A result folder that holds no run, where one is read.
    #[error("{} holds a {found}, not a run", path.display())]
    NoRun {
        /// The folder.
        path: PathBuf,
        /// What it holds.
        found: String,
    },
    /// A table of which no chart is known.
    #[error("{} is no table that charts are drawn of", path.display())]
    Unplottable {
        /// The table.
        path: PathBuf,
    },
    /// A chart could not be drawn.
    #[error("could not draw the chart {chart}: {why}")]
    Chart {
        /// Name of the chart.
        chart: String,
        /// What the drawing library said.
        why: String,
    },
}

/// What is wrong with a line of a table.
#[derive(Debug, Error)]
pub enum TableProblem {
    /// A column is missing from the header.
    #[error("the column `{0}` is missing")]
    MissingColumn(String),
    /// A cell does not hold what its column should.
    #[error("`{value}` in the column `{column}` is not {expected}")]
    Cell {
        /// Column.
        column: String,
        /// What stands there.
        value: String,
        /// What should: `a number`, `a world`.
        expected: &'static str,
    },
    /// The columns are others, or in another order.
    #[error("column {place} is `{found}`, where `{expected}` belongs")]
    OtherColumn {
        /// Place, from 1.
        place: usize,
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
    },
    /// The lines do not parse as CSV.
    #[error("{0}")]
    Csv(#[from] csv::Error),
}

impl OutputError {
    /// Exit code of the program.
    pub fn exit_code(&self) -> u8 {
        if matches!(self, Self::OtherKind { .. } | Self::Added { .. }) { 2 } else { 3 }
    }

    /// A failed operation on a file.
    pub fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { action, path: path.to_owned(), source }
    }

    /// What may help, where something general can be said.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Foreign { .. } | Self::File { .. } | Self::OtherKind { .. } => {
                Some("choose another folder with --out DIR")
            }
            Self::Added { .. } => Some("choose another folder with --out DIR, or move the file elsewhere"),
            Self::Unplottable { .. } => Some(
                "charts are drawn of result folders, finished sweeps, and the CSV of `pkosim validate`, \
                 `pkosim sensitivity`, `pkosim discover`, `pkosim robustness` and `pkosim replay`",
            ),
            Self::Version { .. } => Some("update pkosim, or run the scenario again"),
            Self::Changed { .. } => Some("put back the file as it was, or run what it came from again"),
            Self::Json { .. } => {
                Some("it has been changed, or cut short: put it back as it was, or run what it came from again")
            }
            Self::NoRun { .. } => Some("name the folder of a run; `pkosim export` takes every result folder"),
            // What cannot be read has nothing to do with where results go.
            Self::Io { action: "read" | "look at" | "find", source, .. } => (source.kind()
                == io::ErrorKind::PermissionDenied)
                .then_some("you may not read it: change its permissions"),
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull => Some("free some space or choose another disk with --out DIR"),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    Some("choose a folder you may write to with --out DIR")
                }
                _ => None,
            },
            _ => None,
        }
    }
}
