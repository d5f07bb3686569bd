//! What can go wrong in a fit.

use thiserror::Error;

use crate::engine::ensemble::Interrupted;

/// What can go wrong in a fit.
#[derive(Debug, Error)]
pub enum FitError {
    /// Ctrl-C. Finished simulations are in the journal.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// The simulator has a parameter that has no prior.
    #[error("the simulator has a parameter `{0}` that is not in the register")]
    UnknownParameter(String),
    /// A target names no estimand of the simulator.
    #[error("no estimand `{0}`: no study declares it")]
    UnknownEstimand(String),
    /// A target's interval excludes its estimate, or it has no spread.
    #[error("{id}: {problem}")]
    Row {
        /// The target.
        id: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// Too few simulations say anything about an estimand.
    #[error("{id}: only {defined} of {runs} simulations identify it, too few for an emulator")]
    Undefined {
        /// The estimand.
        id: String,
        /// Simulations that identify it.
        defined: usize,
        /// All simulations.
        runs: usize,
    },
    /// There is nothing to fit.
    #[error("no target of grade `calibrate` belongs to this stance")]
    NoRows,
    /// A linear system has no solution: coordinates or rows that say the same twice.
    #[error("{0}: the rows are not independent of each other")]
    Singular(&'static str),
    /// A simulation of the journal was made at another point than the design has there.
    #[error("simulation {simulation} of wave {wave} in the journal was made at another point of the design")]
    OtherPoint {
        /// Wave, from 0.
        wave: usize,
        /// Simulation, from 1.
        simulation: usize,
    },
    /// The journal takes or gives no more.
    #[error("{0}")]
    Journal(#[from] Box<dyn std::error::Error + Send + Sync>),
}
