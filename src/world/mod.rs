//! The model: one room per file, one month at a time, a block of replicates as columns.
//!
//! [`month`] says the order of the rooms; [`setting`] turns a scenario and posterior draws into what
//! the rooms read. `docs/model.md` holds every equation with its sources.

pub mod around;
pub mod column;
pub mod conflict;
pub mod contagion;
pub mod council;
pub mod draw;
pub mod effects;
pub mod host;
pub mod influence;
pub mod ledger;
pub mod levels;
pub mod luck;
pub mod mandate;
pub mod mission;
pub mod month;
pub mod outcome;
pub mod quantile;
pub mod series;
pub mod setting;
pub mod side;
pub mod society;
pub mod theatre;
pub mod treasury;
pub mod years;
