//! Findings, parameters with their priors and sources, and posteriors.

pub mod embedded;
pub mod file;
pub mod parameters;
pub mod posterior;
pub mod register;
pub mod table;
