//! Results as Parquet, for programs that read columns.
//!
//! Every file carries its data dictionary ([`DICTIONARY`]: column, type, unit, meaning) and what determined it
//! ([`MANIFEST`]) as key-value metadata. A missing value is null.

mod columns;
mod dictionary;
mod error;
mod table;

pub use columns::{Cells, ColumnKind, Columns, metadata};
pub use dictionary::{Entry, of_outcome, of_table, to_json};
pub use error::ExportError;
pub use table::convert;

/// Metadata key of the data dictionary.
pub const DICTIONARY: &str = "pkosim.dictionary";
/// Metadata key of the manifest.
pub const MANIFEST: &str = "pkosim.manifest";
