//! Two uncertainties kept apart: what is not known (posterior draws) and what is chance (histories under one draw).
//!
//! `J x R`: J posterior draws, and under each R histories with luck of their own. One-way random effects split the
//! variance of an outcome; `docs/uncertainty.md` has the formulas and what they assume.

pub mod fisher;
mod months;
mod run;
mod split;

pub use months::{MONTH_COLUMNS, MonthRow, write_months};
pub use run::{COLUMNS, Found, Options, Row, nested, write};
pub use split::{Band, Cluster, Split, shrunken, split};
