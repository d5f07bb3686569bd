//! One scenario, all the way to its results.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::evidence::posterior::Posterior;
use crate::scenario::Scenario;
use crate::world::setting::Setting;

use super::doubts;
use super::ensemble::{Ensemble, Interrupted, Options, Recording};
use super::identity::model_id;
use super::live::{self, Looker};
use super::results::{Results, RunInfo, RunTimes};
use super::summary;
use super::twin::Twin;

/// Runs a scenario on the current rayon pool and summarises it. Replicates are paired with the
/// world without operations where `options.paired` asks for it and the scenario has any.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised before the end.
pub fn simulate(
    scenario: &Scenario,
    posterior: &Arc<Posterior>,
    seed: u64,
    options: &Options,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Results, Interrupted> {
    let setting = Setting::new(scenario, posterior.clone(), seed);
    let mut options = options.clone();
    options.paired &= !scenario.operations.is_empty();
    let mut ensemble = live::run(&setting, &options, progress, stop)?;
    Ok(results(&mut ensemble, &setting, &options))
}

/// As [`simulate`], with a choice of what is recorded, and beside a world without operations that was lived through before
/// where one is given that [fits](Twin::fits). Where none was, the one lived through now is left behind. Quantiles of series
/// whose bands are not recorded are undefined.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised before the end.
pub fn simulate_beside(
    scenario: &Scenario,
    posterior: &Arc<Posterior>,
    seed: u64,
    options: &Options,
    recording: Recording,
    twin: Option<&Twin>,
    stop: &AtomicBool,
) -> Result<(Results, Option<Twin>), Interrupted> {
    let setting = Setting::new(scenario, posterior.clone(), seed);
    let paired = options.paired && !scenario.operations.is_empty();
    let twin = twin.filter(|twin| paired && twin.fits(options.replicates, recording));
    let run = Options { paired, keep: options.keep || (paired && twin.is_none()), ..options.clone() };
    let mut ensemble = match twin {
        Some(twin) => live::run_beside(&setting, &run, recording, twin, stop)?,
        None => live::run_recording(&setting, &run, recording, &|_| (), stop)?,
    };
    let left = if twin.is_none() { Twin::of(&ensemble) } else { None };
    ensemble.kept = ensemble.kept.filter(|_| options.keep);
    Ok((results(&mut ensemble, &setting, &run), left))
}

/// As [`simulate`], until `looker` says that it is enough. The results are those of a run of just so many replicates.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised before the end.
pub fn simulate_until(
    setting: &Setting,
    options: &Options,
    looker: &mut dyn Looker,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Results, Interrupted> {
    let mut options = options.clone();
    options.paired &= !setting.scenario.operations.is_empty();
    let mut ensemble = live::run_until(setting, &options, Recording::Months, looker, progress, stop)?;
    Ok(results(&mut ensemble, setting, &options))
}

fn results(ensemble: &mut Ensemble, setting: &Setting, options: &Options) -> Results {
    let summary = summary::rows(ensemble, setting);
    let series = summary::series_rows(ensemble, setting);
    let doubts = doubts::find(ensemble, setting, &summary);
    Results {
        info: info(ensemble, setting, options),
        times: RunTimes {
            threads: rayon::current_num_threads(),
            simd: options.simd.name().to_owned(),
            seconds: ensemble.seconds,
            replicates_per_second: ensemble.replicates as f64 / ensemble.seconds.max(1e-9),
        },
        curves: summary::curves(ensemble, setting),
        survival: summary::survival(ensemble, setting),
        plane: summary::plane(ensemble),
        kept: summary::kept(ensemble, setting),
        summary,
        series,
        doubts,
    }
}

fn info(ensemble: &Ensemble, setting: &Setting, options: &Options) -> RunInfo {
    let scenario = &setting.scenario;
    RunInfo {
        scenario: scenario.name.clone(),
        title: scenario.title.clone(),
        scenario_toml: scenario.to_toml(),
        stance: setting.posterior.stance.name().to_owned(),
        posterior: setting.posterior.origin.clone(),
        posterior_draws: setting.posterior.draws() as u64,
        model_id: model_id().to_owned(),
        seed: setting.seed,
        replicates: ensemble.replicates,
        counterfactual: options.paired,
        exact_quantiles: ensemble.exact,
        bands: ensemble.banded,
        theatres: scenario.theatres.keys().cloned().collect(),
        operations: scenario.operations.keys().cloned().collect(),
        planned_exit_month: summary::planned_exit(scenario),
        horizon_months: scenario.horizon_months.value,
    }
}
