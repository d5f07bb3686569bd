//! The end of a run in text: a small table, what it means in sentences, and what is doubtful.

mod sentences;
mod table;

pub use sentences::{NOTE, findings, note, sentences};
pub use table::{cell, heading, label, result_table, worlds};
