//! Blocks of replicates over threads, what they leave, and summaries with their Monte Carlo error.

pub mod bands;
pub mod block;
pub mod doubts;
pub mod ensemble;
pub mod identity;
pub mod inventory;
pub mod ledger;
pub mod live;
pub mod recorder;
pub mod replay;
pub mod results;
pub mod run;
pub mod sketch;
pub mod summary;
pub mod tally;
pub mod treaty;
pub mod twin;
mod witness;
