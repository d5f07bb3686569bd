//! The treaty world: states parties that share the costs of a convention.
//!
//! Second seed: Japan's review of its assessed contribution to the Convention on Cluster Munitions
//! (August 2015). Each year runs plan, do, check, act:
//!
//! - **plan** (August): the meeting of states parties adopts the next year's cost estimates and
//!   letters go to parties and participating non-parties by the adjusted United Nations scale
//!   (article 14);
//! - **do**: payments come in as payers pay, with the same [`Dues`] as the peacekeeping treasury;
//! - **check** (three months before the meeting): the meeting goes ahead only if (most of) its cost
//!   is in the bank, and obligations are reported on;
//! - **act**: states join, withdraw, destroy stockpiles, clear land, assist victims.
//!
//! [`Dues`]: crate::world::treasury::payers::Dues

pub mod history;
pub mod load;
mod obligations;
pub mod states;

pub use history::{History, live};
pub use load::{Isu, Treaty, TreatyError, is_treaty, load_file, load_str};
