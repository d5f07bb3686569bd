//! Many replicates over threads, folded in their order.
//!
//! Chunks of consecutive replicates run in parallel; their records are folded in order, so the
//! result has the same bits for any number of threads.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rayon::prelude::*;

use crate::draws::LANES;
use crate::draws::dispatch::SimdClass;
use crate::scenario::keys::WorldLevels;
use crate::scenario::{Operation, Scenario};
use crate::world::outcome;
use crate::world::setting::Setting;

use super::block;
use super::histogram::{Bands, Bins};
use super::recorder::{Chunk, Layout};
use super::tally::Tally;

/// Replicates whose months enter the bands of `series.csv`.
pub const BANDS: u64 = 8192;

/// Points kept for the cost-effectiveness plane.
pub const PLANE: usize = 2000;

/// Outcome columns are kept whole while they take no more than this many bytes in all.
const EXACT_BYTES: usize = 256 << 20;

/// What is asked of a run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Replicates.
    pub replicates: u64,
    /// Simulate the world without operations too.
    pub paired: bool,
    /// Keep every replicate's outcomes.
    pub keep: bool,
    /// SIMD class.
    pub simd: SimdClass,
}

/// What is recorded of each history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recording {
    /// Its outcomes and its months.
    Months,
    /// Its outcomes only: the same outcomes, sooner and in less memory.
    Outcomes,
}

/// What a run adds up to before it is summarised.
#[derive(Debug)]
pub struct Ensemble {
    /// Where things stand.
    pub layout: Layout,
    /// Replicates folded in.
    pub replicates: u64,
    /// Tallies of the outcome columns of each world ([`Layout::column`]).
    pub tallies: Vec<Tally>,
    /// Tallies of mission minus none, by place and outcome; empty without a counterfactual.
    pub differences: Vec<Tally>,
    /// Lives saved by place; empty without a counterfactual.
    pub lives: Vec<Tally>,
    /// Sums of the monthly series.
    pub sums: Vec<f64>,
    /// Band histograms.
    pub bands: Bands,
    /// Replicates in the bands.
    pub banded: u64,
    /// Counts of first peaces by months held: failed and censored, by world, place and month.
    pub peaces: Vec<[u64; 2]>,
    /// Cost and lives saved of the first replicates.
    pub plane: Vec<(f64, f64)>,
    /// Every outcome of every replicate, if kept, by column.
    pub kept: Option<Vec<Vec<f64>>>,
    /// Whether quantiles are exact.
    pub exact: bool,
    /// Seconds simulating.
    pub seconds: f64,
}

/// The outcomes of a world without operations, replicate by replicate, to stand beside missions that leave it as it is.
#[derive(Clone, Debug)]
pub struct Twin {
    /// Columns of each place, as in [`Layout::column`], one value per replicate.
    columns: Vec<Vec<f64>>,
}

impl Twin {
    /// That of a paired run that kept its outcomes; none where it did not.
    pub fn of(ensemble: &mut Ensemble) -> Option<Self> {
        let mut kept = ensemble.kept.take().filter(|_| ensemble.layout.worlds == 2)?;
        Some(Self { columns: kept.split_off(kept.len() / 2) })
    }

    /// Replicates.
    pub fn replicates(&self) -> u64 {
        self.columns.first().map_or(0, |c| c.len() as u64)
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        8 * self.columns.iter().map(Vec::len).sum::<usize>()
    }

    /// What two scenarios have in common where they have the same twin: all but what their operations are and who pays
    /// for them.
    pub fn key(scenario: &Scenario) -> String {
        let mut without = scenario.clone();
        without.levels = WorldLevels { unity: scenario.levels.unity.clone(), ..WorldLevels::default() };
        without.payer_terms.clear();
        for operation in without.operations.values_mut() {
            // When it comes stays: the months of the twin are counted from there.
            let (theatres, start) = (operation.theatres.clone(), operation.start_month.clone());
            *operation = Operation { theatres, start_month: start, ..Operation::default() };
        }
        without.fingerprint_text()
    }
}

/// The run was interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("interrupted")]
pub struct Interrupted;

/// Somebody who sees every chunk, in order, and may say before the end that it is enough.
pub trait Looker {
    /// Replicates at which to ask next: a multiple of [`Layout::chunk`], or the end of the run. So a run that stops
    /// there folds the same chunks as one of just so many replicates.
    fn next_look(&self) -> u64;
    /// Sees a chunk; `draws` are the posterior draws of its replicates.
    fn see(&mut self, chunk: &Chunk, draws: &[u32]);
    /// Whether it is enough.
    fn enough(&mut self) -> bool;
}

/// Runs to the end.
struct ToTheEnd;

impl Looker for ToTheEnd {
    fn next_look(&self) -> u64 {
        u64::MAX
    }
    fn see(&mut self, _: &Chunk, _: &[u32]) {}
    fn enough(&mut self) -> bool {
        false
    }
}

/// Runs the replicates on the current rayon pool. `progress` hears how many are done; a raised
/// `stop` ends the run with nothing to show.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised.
pub fn run(
    setting: &Setting,
    options: &Options,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Ensemble, Interrupted> {
    run_until(setting, options, Recording::Months, &mut ToTheEnd, progress, stop)
}

/// [`run`], with a choice of what is recorded. Without months there are no series and no bands; the outcomes have the
/// same bits.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised.
pub fn run_recording(
    setting: &Setting,
    options: &Options,
    recording: Recording,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Ensemble, Interrupted> {
    run_until(setting, options, recording, &mut ToTheEnd, progress, stop)
}

/// A run that records outcomes, beside a world without operations that was lived through before. The result has the
/// bits of [`run_recording`] where the twin belongs to the same scenario but for its operations.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised.
pub fn run_beside(
    setting: &Setting,
    options: &Options,
    twin: &Twin,
    stop: &AtomicBool,
) -> Result<Ensemble, Interrupted> {
    run_with(setting, options, Recording::Outcomes, Some(twin), &mut ToTheEnd, &|_| (), stop)
}

/// As [`run_recording`], until `looker` says that it is enough: the same ensemble as a run of the replicates it stopped
/// at.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised.
pub fn run_until(
    setting: &Setting,
    options: &Options,
    recording: Recording,
    looker: &mut dyn Looker,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Ensemble, Interrupted> {
    run_with(setting, options, recording, None, looker, progress, stop)
}

fn run_with(
    setting: &Setting,
    options: &Options,
    recording: Recording,
    twin: Option<&Twin>,
    looker: &mut dyn Looker,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Ensemble, Interrupted> {
    let started = Instant::now();
    let layout = Layout::new(setting, options.paired);
    let mut ensemble = Ensemble::new(layout, setting, options, recording, looker.next_look());
    let size = layout.chunk() as u64;
    let wave = size * rayon::current_num_threads() as u64 * 2;
    let mut spare = Vec::new();
    let mut first = 0;
    while first < options.replicates {
        let end = (first + wave).min(options.replicates).min(looker.next_look());
        let starts = (first..end).step_by(size as usize);
        let empty: Vec<(Chunk, u64)> = starts
            .map(|start| (start, size.min(end - start)))
            .map(|(start, n)| (chunk(options, recording, layout, (start, n), &mut spare), n))
            .collect();
        let mut chunks: Vec<Chunk> =
            empty.into_par_iter().map(|(chunk, n)| simulate(setting, options, twin, chunk, n, stop)).collect();
        if stop.load(Ordering::Relaxed) {
            return Err(Interrupted);
        }
        ensemble.fold(&chunks, setting);
        chunks.iter().for_each(|chunk| looker.see(chunk, &draws(chunk, setting)));
        spare.extend(chunks.iter_mut().filter_map(|chunk| chunk.bins.take()));
        progress(end);
        first = end;
        if end == looker.next_look() && looker.enough() {
            break;
        }
    }
    ensemble.seconds = started.elapsed().as_secs_f64();
    Ok(ensemble)
}

/// An empty chunk for `n` replicates from `first` on; room for bins comes from `spare` where there is some.
fn chunk(
    options: &Options,
    recording: Recording,
    layout: Layout,
    (first, n): (u64, u64),
    spare: &mut Vec<Bins>,
) -> Chunk {
    let n = n as usize;
    let mut room = || spare.pop().filter(|bins| bins.holds(n)).unwrap_or_else(|| Bins::new(layout.band_cells(), n));
    match recording {
        Recording::Months => Chunk::new(layout, options.simd, first, (first < BANDS).then(&mut room)),
        Recording::Outcomes => Chunk::without_months(layout, options.simd, first),
    }
}

/// Lives through the `n` replicates of a chunk.
fn simulate(
    setting: &Setting,
    options: &Options,
    twin: Option<&Twin>,
    mut chunk: Chunk,
    n: u64,
    stop: &AtomicBool,
) -> Chunk {
    let first = chunk.first;
    let paired = options.paired && twin.is_none();
    let mut done = 0;
    while done < n && !stop.load(Ordering::Relaxed) {
        let lanes = (n - done).min(LANES as u64) as usize;
        chunk.begin_block(lanes);
        let outcomes = block::live(options.simd, setting, first + done, paired, &mut chunk);
        chunk.end_block(&outcomes, lanes);
        done += lanes as u64;
    }
    if let Some(twin) = twin {
        chunk.beside(&twin.columns);
    }
    chunk
}

impl Ensemble {
    /// Empty; `least` is how many replicates there will be at least.
    fn new(layout: Layout, setting: &Setting, options: &Options, recording: Recording, least: u64) -> Self {
        let columns = layout.columns();
        let paired = if options.paired { layout.places * outcome::COUNT } else { 0 };
        let exact = is_exact(columns + paired, options.replicates.min(least));
        let tally = || Tally::new(setting.posterior.draws(), exact);
        let months = |cells| if recording == Recording::Months { cells } else { 0 };
        Self {
            layout,
            replicates: 0,
            tallies: (0..columns).map(|_| tally()).collect(),
            differences: (0..paired).map(|_| tally()).collect(),
            lives: (0..if options.paired { layout.places } else { 0 }).map(|_| tally()).collect(),
            sums: vec![0.0; months(layout.cells())],
            bands: Bands::new(months(layout.band_cells())),
            banded: 0,
            peaces: vec![[0; 2]; layout.worlds * layout.places * (layout.months + 1)],
            plane: Vec::new(),
            kept: options.keep.then(|| vec![Vec::new(); columns]),
            exact,
            seconds: 0.0,
        }
    }

    fn fold(&mut self, chunks: &[Chunk], setting: &Setting) {
        for chunk in chunks {
            self.fold_columns(chunk, setting);
            self.fold_months(chunk);
            self.fold_peaces(chunk);
            self.fold_plane(chunk);
            self.replicates += chunk.replicates as u64;
        }
        if self.exact && !is_exact(self.tallies.len() + self.differences.len(), self.replicates) {
            let tallies = self.tallies.iter_mut().chain(&mut self.differences).chain(&mut self.lives);
            tallies.for_each(Tally::sketch);
            self.exact = false;
        }
    }

    fn fold_columns(&mut self, chunk: &Chunk, setting: &Setting) {
        let draws = draws(chunk, setting);
        let columns = self.tallies.par_iter_mut().zip(&chunk.outcomes);
        columns.for_each(|(tally, values)| tally.extend(values, &draws));
        let half = self.layout.places * outcome::COUNT;
        self.differences.par_iter_mut().enumerate().for_each(|(k, tally)| {
            let pairs = chunk.outcomes[k].iter().zip(&chunk.outcomes[half + k]);
            let difference: Vec<f64> = pairs.map(|(a, b)| a - b).collect();
            tally.extend(&difference, &draws);
        });
        let l = self.layout;
        self.lives.par_iter_mut().enumerate().for_each(|(place, tally)| {
            let saved = |i: usize| deaths(chunk, l, 1, place, i) - deaths(chunk, l, 0, place, i);
            tally.extend(&(0..chunk.replicates).map(saved).collect::<Vec<_>>(), &draws);
        });
        if let Some(kept) = &mut self.kept {
            kept.iter_mut().zip(&chunk.outcomes).for_each(|(all, new)| all.extend_from_slice(new));
        }
    }

    fn fold_months(&mut self, chunk: &Chunk) {
        self.sums.iter_mut().zip(&chunk.sums).for_each(|(a, b)| *a += b);
        if let Some(bins) = &chunk.bins {
            self.bands.count(bins, chunk.replicates);
            self.banded += chunk.replicates as u64;
        }
    }

    fn fold_peaces(&mut self, chunk: &Chunk) {
        let l = self.layout;
        for world in 0..l.worlds {
            // `all` pools the histories of all theatres.
            let offset = l.places - l.theatres;
            for theatre in 0..l.theatres {
                let held = &chunk.outcomes[l.column(world, theatre + offset, outcome::FIRST_PEACE)];
                let failed = &chunk.outcomes[l.column(world, theatre + offset, outcome::FIRST_PEACE_FAILED)];
                for (months, failed) in held.iter().zip(failed).filter(|(m, _)| !m.is_nan()) {
                    let kind = usize::from(*failed == 0.0);
                    self.peaces[peace_cell(l, world, theatre + offset, *months as usize)][kind] += 1;
                    if offset > 0 {
                        self.peaces[peace_cell(l, world, 0, *months as usize)][kind] += 1;
                    }
                }
            }
        }
    }

    fn fold_plane(&mut self, chunk: &Chunk) {
        let l = self.layout;
        if l.worlds < 2 {
            return;
        }
        for i in 0..chunk.replicates.min(PLANE.saturating_sub(self.plane.len())) {
            let cost = chunk.outcomes[l.column(0, 0, outcome::COST)][i];
            self.plane.push((cost, deaths(chunk, l, 1, 0, i) - deaths(chunk, l, 0, 0, i)));
        }
    }
}

/// Whether so many columns of so many replicates are kept whole.
fn is_exact(columns: usize, replicates: u64) -> bool {
    columns as u64 * 8 * replicates.min(1 << 40) <= EXACT_BYTES as u64
}

/// The posterior draw of each replicate of a chunk.
fn draws(chunk: &Chunk, setting: &Setting) -> Vec<u32> {
    (0..chunk.replicates).map(|k| setting.posterior.draw_of(chunk.first + k as u64) as u32).collect()
}

/// Battle-related and one-sided deaths of a replicate of a chunk.
fn deaths(chunk: &Chunk, l: Layout, world: usize, place: usize, i: usize) -> f64 {
    let kinds = [outcome::BATTLE, outcome::GOVERNMENT, outcome::REBELS];
    kinds.iter().map(|k| chunk.outcomes[l.column(world, place, *k)][i]).sum()
}

/// Cell of the counts of first peaces.
pub fn peace_cell(l: Layout, world: usize, place: usize, months: usize) -> usize {
    (world * l.places + place) * (l.months + 1) + months.min(l.months)
}
