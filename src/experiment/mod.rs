//! Several scenarios under one luck, and what many of them together say.

pub mod compare;
pub mod nested;
pub mod sensitivity;
