//! Several scenarios under one luck: side by side, or as the points of a design; and what many of them together say.

pub mod compare;
pub mod design;
pub mod discovery;
pub mod finished;
pub mod measured;
pub mod nested;
pub mod robustness;
pub mod sensitivity;
pub mod stop;
pub mod sweep;
