//! Two uncertainties kept apart: what is not known (posterior draws) and what is chance (histories under one draw).
//!
//! `J x R`: J posterior draws, and under each R histories with luck of their own. One-way random effects split the
//! variance of an outcome; `docs/uncertainty.md` has the formulas and what they assume.

pub mod fisher;
mod run;
mod split;

pub use run::{COLUMNS, Options, Row, nested, write};
pub use split::{Band, Cluster, Split, shrunken, split};
