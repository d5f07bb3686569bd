//! Virtual studies: what the simulator says when it is asked what the evidence was asked.
//!
//! ```text
//! targets.csv --> Target --+
//! studies.toml --> Study --+--> worlds lived through, arm by arm --> estimators --> Estimate
//!                                                  one parameter vector: simulator (for fits)
//!                                                  draws of prior and posterior: validate
//! ```

pub mod base_rates;
pub mod cluster;
pub mod conflicts;
pub mod estimator;
pub mod fit;
pub mod panel;
pub mod placement;
pub mod series;
pub mod simulator;
pub mod study;
pub mod target;
mod target_error;
pub mod validate;
pub mod worlds;
