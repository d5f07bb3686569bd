//! What many replicates add up to.

use rayon::prelude::*;

use crate::draws::dispatch::SimdClass;
use crate::world::outcome;
use crate::world::setting::Setting;

use super::bands::{Bands, Bins};
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
    /// The same, with the bands of these series only.
    Bands(&'static [usize]),
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
    /// What is recorded.
    pub recording: Recording,
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

/// The run was interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("interrupted")]
pub struct Interrupted;

impl Ensemble {
    /// Empty; `least` is how many replicates there will be at least.
    pub(super) fn new(layout: Layout, setting: &Setting, options: &Options, recording: Recording, least: u64) -> Self {
        let columns = layout.columns();
        let paired = if options.paired { layout.places * outcome::COUNT } else { 0 };
        let exact = is_exact(columns + paired, options.replicates.min(least));
        let tally = || Tally::new(setting.posterior.draws(), exact);
        let months = |cells| if recording == Recording::Outcomes { 0 } else { cells };
        Self {
            layout,
            replicates: 0,
            tallies: (0..columns).map(|_| tally()).collect(),
            differences: (0..paired).map(|_| tally()).collect(),
            lives: (0..if options.paired { layout.places } else { 0 }).map(|_| tally()).collect(),
            sums: vec![0.0; months(layout.cells())],
            recording,
            bands: Bands::new(months(layout.band_cells())),
            banded: 0,
            peaces: vec![[0; 2]; layout.worlds * layout.places * (layout.months + 1)],
            plane: Vec::new(),
            kept: options.keep.then(|| vec![Vec::new(); columns]),
            exact,
            seconds: 0.0,
        }
    }

    /// Takes in chunks, in their order.
    pub(super) fn fold(&mut self, chunks: &[&Chunk], setting: &Setting) {
        self.fold_columns(chunks, setting);
        self.fold_months(chunks);
        for chunk in chunks {
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

    fn fold_columns(&mut self, chunks: &[&Chunk], setting: &Setting) {
        let draws: Vec<Vec<u32>> = chunks.iter().map(|chunk| draws(chunk, setting)).collect();
        let chunks = || chunks.iter().zip(&draws);
        self.tallies.par_iter_mut().enumerate().for_each(|(k, tally)| {
            chunks().for_each(|(chunk, draws)| tally.extend(&chunk.outcomes[k], draws));
        });
        let l = self.layout;
        let half = l.places * outcome::COUNT;
        self.differences.par_iter_mut().enumerate().for_each(|(k, tally)| {
            for (chunk, draws) in chunks() {
                let pairs = chunk.outcomes[k].iter().zip(&chunk.outcomes[half + k]);
                tally.extend(&pairs.map(|(a, b)| a - b).collect::<Vec<_>>(), draws);
            }
        });
        self.lives.par_iter_mut().enumerate().for_each(|(place, tally)| {
            for (chunk, draws) in chunks() {
                let saved = |i: usize| deaths(chunk, l, 1, place, i) - deaths(chunk, l, 0, place, i);
                tally.extend(&(0..chunk.replicates).map(saved).collect::<Vec<_>>(), draws);
            }
        });
        if let Some(kept) = &mut self.kept {
            for (chunk, _) in chunks() {
                kept.iter_mut().zip(&chunk.outcomes).for_each(|(all, new)| all.extend_from_slice(new));
            }
        }
    }

    fn fold_months(&mut self, chunks: &[&Chunk]) {
        for chunk in chunks {
            self.sums.iter_mut().zip(&chunk.sums).for_each(|(a, b)| *a += b);
        }
        let binned = chunks.iter().filter_map(|chunk| Some((chunk.bins.as_ref()?, chunk.replicates)));
        let binned: Vec<(&Bins, usize)> = binned.collect();
        self.bands.count(&binned);
        self.banded += binned.iter().map(|(_, n)| *n as u64).sum::<u64>();
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

impl Recording {
    /// Whether the bands of a series are recorded.
    pub fn bands(self, series: usize) -> bool {
        match self {
            Self::Months => true,
            Self::Bands(shown) => shown.contains(&series),
            Self::Outcomes => false,
        }
    }
}

/// Whether so many columns of so many replicates are kept whole.
fn is_exact(columns: usize, replicates: u64) -> bool {
    columns as u64 * 8 * replicates.min(1 << 40) <= EXACT_BYTES as u64
}

/// The posterior draw of each replicate of a chunk.
pub(super) fn draws(chunk: &Chunk, setting: &Setting) -> Vec<u32> {
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
