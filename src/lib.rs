//! pkosim: a Monte Carlo simulator of United Nations peacekeeping missions.

pub mod calibration;
pub mod draws;
pub mod engine;
pub mod evidence;
pub mod scenario;
pub mod world;
