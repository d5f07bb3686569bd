//! From priors to a posterior, and whether the inference is right. `docs/calibration.md` says why it is done so.
//!
//! ```text
//! prior --> design --> simulator --> emulators --> what is implausible --> next wave's design
//!                                        |
//!                                        +--> posterior --> simulator at its draws --> do the emulators hold there?
//! ```

pub mod calibrate;
pub mod density;
pub mod emulator;
pub mod error;
pub mod linear;
pub mod luck;
mod pursuit;
pub mod recheck;
pub mod report;
pub mod rows;
pub mod sampler;
pub mod sbc;
pub mod space;
pub mod terms;
pub mod uniform;
pub mod wave;
