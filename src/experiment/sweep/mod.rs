//! Sweeps: one scenario at many points.
//!
//! ```text
//! sweep file (TOML) --> Plan --> point k: base + settings --> engine --> rows
//! ```
//!
//! Every point meets the same luck (draws hold no scenario value in their address), so that points differ by what was
//! set and not by chance. Point k is what `pkosim run BASE --set ...` gives with its settings, to the bit.

pub mod axis;
mod experiments;
pub mod plan;
mod read;
mod table;

pub use axis::{Axis, Values};
pub use plan::{Design, Experiment, Plan, Point, load, load_str};
