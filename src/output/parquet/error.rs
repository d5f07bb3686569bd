//! What can go wrong on the way to Parquet.

use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;

use crate::output::OutputError;

/// What can go wrong on the way to Parquet.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Files and folders.
    #[error("{0}")]
    Output(#[from] OutputError),
    /// A table that is no table.
    #[error("{}: {source}", path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: csv::Error,
    },
    /// The Parquet library refused.
    #[error("could not write {}: {source}", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ParquetError,
    },
}

impl ExportError {
    /// The Parquet library refused to write this file.
    pub(super) fn parquet(path: &Path) -> impl Fn(ParquetError) -> Self + '_ {
        |source| Self::Parquet { path: path.to_owned(), source }
    }

    /// This table cannot be read.
    pub(super) fn csv(path: &Path) -> impl Fn(csv::Error) -> Self + '_ {
        |source| Self::Csv { path: path.to_owned(), source }
    }
}
