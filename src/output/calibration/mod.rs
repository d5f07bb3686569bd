//! A calibration as files: the posterior, what was learned, the simulations behind it, and a manifest that remakes it.

mod emulators;
mod folder;
pub mod journal;
mod plot;
mod runs;
mod tables;

pub use folder::{Made, Provenance, Recalled, provenance, recall, write, write_rechecked, write_sbc};
pub use tables::six_digits;
