//! Virtual studies: what the simulator says when it is asked what the evidence was asked.

pub mod base_rates;
pub mod fit;
pub mod simulator;
