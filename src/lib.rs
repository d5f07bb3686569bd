//! pkosim: a Monte Carlo simulator of United Nations peacekeeping missions.
//!
//! ```text
//! scenario (TOML) --> Setting <-- posterior (evidence)
//!                        |
//!          world: 32 histories at a time, month by month, twice: with operations and without
//!                        |
//!                     engine: many blocks over threads --> Results --> output: tables, charts
//! ```
//!
//! A number goes one way: `mission.troops = 10_000` is read by [`scenario::load`], resolved in
//! [`world::setting`], deployed in [`world::mission`], lowers a rate in [`world::effects`], is felt
//! in [`world::conflict`], counted in [`world::ledger`], folded by [`engine::ensemble`] and written by
//! [`output`]. It never goes back up.
//!
//! ```
//! use std::sync::atomic::AtomicBool;
//! use pkosim::draws::dispatch::SimdClass;
//! use pkosim::engine::{ensemble::Options, results::Column, run::simulate};
//! use pkosim::evidence::{posterior::Posterior, register::Stance};
//! use pkosim::scenario::load;
//!
//! let sets = [("mission.troops".to_owned(), "5_000".to_owned())];
//! let scenario = load::builtin_baseline(&sets)?.scenario;
//! let options = Options { replicates: 64, paired: true, keep: false, simd: SimdClass::detect() };
//! let posterior = Posterior::embedded(Stance::Study);
//! let results = simulate(&scenario, &posterior, 1, &options, &|_| (), &AtomicBool::new(false))?;
//! let saved = results.row("lives_saved", Column::Difference).expect("a mission has this row");
//! assert_eq!(saved.n, 64);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Estimates under assumptions: nothing here forecasts a named country. `docs/model.md` has every
//! equation, `docs/parameters.md` every number with its source, `docs/reproducibility.md` says why the
//! same seed gives the same bytes everywhere.

pub mod calibration;
pub mod catalogue;
pub mod draws;
pub mod engine;
pub mod evidence;
pub mod experiment;
#[cfg(feature = "explore")]
pub mod explore;
pub mod output;
pub mod plain_file;
pub mod scenario;
pub mod treaty;
pub mod world;
