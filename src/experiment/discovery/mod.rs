//! Under which inputs does something happen? PRIM's boxes, and a classification tree as a second opinion.
//!
//! Both read points with their inputs and a yes or no: the outcome of a sweep held against a threshold.

pub mod condition;
pub mod data;
pub mod prim;
pub mod stability;
pub mod table;
pub mod tree;

pub use data::{Input, Limit, Points, Region};
