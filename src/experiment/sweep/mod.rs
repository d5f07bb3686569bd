//! Sweeps: one scenario at many points.
//!
//! ```text
//! sweep file (TOML) --> Plan --> point k: base + settings --> engine --> rows --> journal --> tables
//! ```
//!
//! Every point meets the same luck (draws hold no scenario value in their address), so that points differ by what was
//! set and not by chance. Point k is what `pkosim run BASE --set ...` gives with its settings, to the bit.
//!
//! A finished point is kept at once in an append-only [`journal`]; the tables are written from it in the order of the
//! points when all are there. So a sweep that was killed and resumed, or run as shards and merged, has the bytes of
//! one that was not.

pub mod axis;
mod clash;
mod error;
mod experiments;
pub mod folder;
pub mod head;
pub mod journal;
pub mod live;
pub mod merge;
pub mod plan;
mod read;
pub mod relive;
#[cfg(feature = "parquet")]
pub mod replicates;
pub mod run;
pub mod schema;
mod stale;
mod table;
pub mod tables;
mod twins;
mod values;
pub mod verify;

pub use axis::{Axis, Values};
pub use error::SweepError;
pub use plan::{Design, Experiment, Plan, Point, load, load_str};
