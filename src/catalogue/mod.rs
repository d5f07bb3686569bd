//! The study's vocabulary: models, delivery forms, tasks, components, capabilities, success
//! factors, threats, and what each word means to the simulator.
//!
//! The words stand in `data/catalogue/*.toml`, embedded and read strictly once; a test reads every
//! file, so that an entry with a missing field never leaves the house. What a model or form does
//! to a mission is no statement of the study: it stands apart, in `meaning.toml`, with its kind
//! and reason.

pub mod entries;
mod japanese;
pub mod lookup;
pub mod meaning;
mod parse;
pub mod view;

pub use entries::{Form, Kind, Model, entries, forms, models};
pub use lookup::{Unknown, find, form, model};
pub use meaning::{FormMeaning, Meaning, ModelMeaning, meaning};
