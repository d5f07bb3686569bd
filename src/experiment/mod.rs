//! Several scenarios under one luck: side by side, or as the points of a design.

pub mod compare;
pub mod design;
pub mod sweep;
