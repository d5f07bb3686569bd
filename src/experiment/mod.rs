//! Several scenarios under one luck, and what many of them together say.

pub mod compare;
pub mod discovery;
pub mod measured;
pub mod nested;
pub mod robustness;
pub mod sensitivity;
pub mod stop;
