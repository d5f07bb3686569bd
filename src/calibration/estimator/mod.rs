//! The estimators: a small set, each as the cited papers use it, each with its own Monte Carlo error.
//!
//! Two of the slopes bring the error of their own theory (scores clustered by history); all others take it from leaving
//! out an eighth of the histories in turn (delete-a-group jackknife), which also takes out most of their bias. Arms are
//! left out together, so common luck is counted as it is.

pub mod ending;
pub mod hazard;
mod kinds;
pub mod levels;
mod regression;
pub mod slope;
mod solve;
pub mod special;
#[cfg(test)]
mod toy;

pub use kinds::{Context, Estimator, Scale};
