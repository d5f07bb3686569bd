//! What a run came to, as files: tables, a manifest, charts and a few sentences.
//!
//! ```text
//! Results ──► tables (CSV) ──┐
//!        └──► manifest (JSON)├──► folder: written beside its target, exchanged in one step
//!        └──► charts (SVG, PNG)
//!        ├──► report: the table and the sentences at the end of a run
//!        └──► page: the same with charts, evidence and provenance, as one file
//! ```
//!
//! [`write()`] puts a result folder on disk whole or not at all; [`load`] reads one back, so that charts can be redrawn
//! without running anything.

pub mod batch;
pub mod calibration;
#[cfg(feature = "charts")]
pub mod charts;
mod error;
pub mod folder;
mod held;
pub mod manifest;
pub mod messages;
pub mod number;
pub mod outcomes;
pub mod page;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod report;
pub mod speech;
pub(crate) mod store;
pub mod tables;
pub mod theme;
pub mod treaty;

pub use error::{OutputError, TableProblem};
pub use store::{Extra, Lost, Options, Written, load, salvage, write, write_with};
