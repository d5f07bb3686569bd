//! Histories under one posterior draw after another, and what their outcomes come to.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use crate::draws::dispatch::SimdClass;
use crate::engine::ensemble::Interrupted;
use crate::engine::results::Column;
use crate::engine::tally::Tally;
use crate::evidence::posterior::Posterior;
use crate::experiment::measured::{Measured, live_followed, measured};
use crate::output::tables::sheet::Sheet;
use crate::scenario::Scenario;
use crate::world::setting::Setting;

use super::months::{self, MonthRow, Months};
use super::split::{Band, Cluster, Split, shrunken, split};

/// Values are kept whole for the quantiles while they take no more than this many bytes in all.
const EXACT_BYTES: u64 = 256 << 20;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Posterior draws, J.
    pub draws: usize,
    /// Histories under each, R; each with luck of its own.
    pub replicates: u64,
    /// Simulate the world without operations too.
    pub paired: bool,
    /// SIMD class.
    pub simd: SimdClass,
}

/// One outcome in one world, all theatres together.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Outcome.
    pub outcome: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// World.
    pub world: Column,
    /// The split; `None` where it is not defined in two draws, or not twice in any.
    pub split: Option<Split>,
    /// Quantiles of the expectation over what is not known.
    pub expectation: Band,
    /// Quantiles of one history's outcome, ignorance and chance together.
    pub predictive: Band,
}

/// What nested histories came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Outcomes.
    pub rows: Vec<Row>,
    /// Months of the series that fan charts show.
    pub months: Vec<MonthRow>,
}

/// Values of one outcome in one world, by draw.
struct Gathered {
    of: Measured,
    clusters: Vec<Cluster>,
    tally: Tally,
}

/// Lives through R histories under each of J posterior draws, on the current rayon pool.
///
/// Draw j is `pi(j)`, pi the permutation that runs use; its histories are replicates j R to (j + 1) R - 1, so that no
/// luck is shared between draws.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised.
///
/// # Panics
/// More draws asked for than the posterior has.
pub fn nested(
    scenario: &Scenario,
    posterior: &Arc<Posterior>,
    seed: u64,
    options: Options,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Found, Interrupted> {
    assert!(options.draws <= posterior.draws(), "a posterior of {} draws", posterior.draws());
    let paired = options.paired && !scenario.operations.is_empty();
    let mut columns = columns(scenario, paired, options);
    let mut months = months::Gathered::new(&Setting::new(scenario, posterior.clone(), seed), paired);
    let done = AtomicU64::new(0);
    let wave = 4 * rayon::current_num_threads();
    for first in (0..options.draws).step_by(wave) {
        let one = |j: usize| {
            let own = under(scenario, posterior, seed, j, paired, options, stop);
            progress(done.fetch_add(options.replicates, Ordering::Relaxed) + options.replicates);
            own
        };
        let met: Vec<(Vec<Vec<f64>>, Months)> =
            (first..options.draws.min(first + wave)).into_par_iter().map(one).collect();
        if stop.load(Ordering::Relaxed) {
            return Err(Interrupted);
        }
        for (j, (values, own)) in (first..).zip(&met) {
            months.take(own);
            columns.par_iter_mut().zip(values).for_each(|(column, values)| {
                column.clusters.push(Cluster::of(values));
                column.tally.extend(values, &vec![j as u32; values.len()]);
            });
        }
    }
    Ok(Found { rows: columns.into_iter().map(row).collect(), months: months.rows() })
}

/// The columns of a nested run, empty.
fn columns(scenario: &Scenario, paired: bool, options: Options) -> Vec<Gathered> {
    let measured = measured(!scenario.operations.is_empty(), paired);
    let bytes = measured.len() as u64 * 8 * options.replicates.saturating_mul(options.draws as u64);
    let tally = || Tally::new(options.draws, bytes <= EXACT_BYTES);
    measured.into_iter().map(|of| Gathered { of, clusters: Vec::new(), tally: tally() }).collect()
}

/// Values of all columns under draw `j`, and its months.
fn under(
    scenario: &Scenario,
    posterior: &Arc<Posterior>,
    seed: u64,
    j: usize,
    paired: bool,
    options: Options,
    stop: &AtomicBool,
) -> (Vec<Vec<f64>>, Months) {
    let row = posterior.row(posterior.draw_of(j as u64)).to_vec();
    let alone = Posterior::from_rows(posterior.stance, posterior.origin.clone(), vec![row]);
    let setting = Setting::new(scenario, Arc::new(alone), seed);
    let mut months = Months::new(&setting, paired, options.draws, options.replicates);
    let span = (j as u64 * options.replicates, options.replicates);
    (live_followed(&setting, paired, span, options.simd, stop, &mut months), months)
}

fn row(mut column: Gathered) -> Row {
    let found = split(&column.clusters);
    column.tally.sort();
    let at = |p| column.tally.at(p);
    Row {
        outcome: column.of.outcome,
        unit: column.of.unit,
        world: column.of.world,
        expectation: Band::of(found.map_or(Vec::new(), |s| shrunken(&column.clusters, &s))),
        predictive: Band { low: at(0.05), middle: at(0.5), high: at(0.95) },
        split: found,
    }
}

/// Columns of `nested.csv`.
pub const COLUMNS: [&str; 20] = [
    "outcome",
    "theatre",
    "world",
    "unit",
    "draws",
    "replicates_per_draw",
    "clusters",
    "defined",
    "mean",
    "mcse",
    "parameter_variance",
    "chance_variance",
    "parameter_share",
    "parameter_share_lo",
    "parameter_share_hi",
    "expectation_q05",
    "expectation_q50",
    "expectation_q95",
    "predictive_q05",
    "predictive_q95",
];

/// Writes `nested.csv`.
///
/// # Errors
/// Where `to` takes no more.
pub fn write(rows: &[Row], options: Options, to: impl Write) -> Result<(), csv::Error> {
    let mut sheet = Sheet::new(to, COLUMNS)?;
    for row in rows {
        sheet.texts([row.outcome, "all", row.world.name(), row.unit])?;
        sheet.whole(options.draws as u64)?;
        sheet.whole(options.replicates)?;
        sheet.whole(row.split.map_or(0, |s| s.clusters))?;
        sheet.whole(row.split.map_or(0, |s| s.n))?;
        let of = |read: fn(&Split) -> f64| row.split.as_ref().map_or(f64::NAN, read);
        sheet.numbers([of(|s| s.mean), of(|s| s.error), of(|s| s.parameter), of(|s| s.chance), of(|s| s.share)])?;
        sheet.numbers([of(|s| s.share_lo), of(|s| s.share_hi)])?;
        sheet.numbers([row.expectation.low, row.expectation.middle, row.expectation.high])?;
        sheet.numbers([row.predictive.low, row.predictive.high])?;
        sheet.end()?;
    }
    sheet.finish()
}
