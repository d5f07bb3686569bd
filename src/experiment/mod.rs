//! Several scenarios under one luck.

pub mod compare;
