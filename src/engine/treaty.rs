//! A treaty scenario, all the way to its results: the same tables as a mission's.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use rayon::prelude::*;

use crate::draws::{Col, LANES};
use crate::evidence::posterior::Posterior;
use crate::treaty::history::{OUTCOMES, SERIES};
use crate::treaty::{Treaty, live};
use crate::world::outcome::{Kind, Outcome, Pool};

use super::ensemble::{Interrupted, Options};
use super::identity::model_id;
use super::results::{CURVE_POINTS, Column, Curve, Kept, QUANTILES, Results, Row, RunInfo, RunTimes, SeriesRow};
use super::summary::{ALL, row};
use super::tally::Tally;

/// Replicates whose months enter the bands of `series.csv`.
const BANDS: u64 = 2048;

/// One block: outcome columns, and the series of each month.
struct Block {
    parties: Vec<Col>,
    outcomes: [Col; 16],
    series: Vec<[Col; 9]>,
}

/// Runs a treaty scenario on the current rayon pool.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised before the end.
pub fn simulate(
    treaty: &Treaty,
    posterior: &Arc<Posterior>,
    seed: u64,
    options: &Options,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Results, Interrupted> {
    let started = Instant::now();
    let mut sums = Sums::new(treaty, posterior, options);
    let wave = (LANES * rayon::current_num_threads() * 8) as u64;
    for first in (0..options.replicates).step_by(wave as usize) {
        let end = (first + wave).min(options.replicates);
        let firsts: Vec<u64> = (first..end).step_by(LANES).collect();
        let blocks: Vec<Block> = firsts.par_iter().map(|f| block(treaty, posterior, seed, *f)).collect();
        if stop.load(Ordering::Relaxed) {
            return Err(Interrupted);
        }
        for (first, block) in firsts.iter().zip(&blocks) {
            sums.fold(*first, (end - first).min(LANES as u64) as usize, block, posterior);
        }
        progress(end);
    }
    Ok(sums.results(treaty, posterior, seed, options, started.elapsed().as_secs_f64()))
}

fn block(treaty: &Treaty, posterior: &Posterior, seed: u64, first: u64) -> Block {
    let parameters = posterior.block(first);
    let mut series = Vec::with_capacity(12 * treaty.terms.years as usize);
    let history = live(treaty, &parameters, seed, first, &mut |_, values| series.push(*values));
    Block { outcomes: history.outcomes(), parties: history.parties, series }
}

struct Sums {
    tallies: Vec<Tally>,
    kept: Option<Vec<Vec<f64>>>,
    means: Vec<[f64; 9]>,
    bands: Vec<[Vec<f64>; 9]>,
    replicates: u64,
}

impl Sums {
    fn new(treaty: &Treaty, posterior: &Posterior, options: &Options) -> Self {
        let columns = treaty.terms.years as usize + OUTCOMES.len();
        let months = 12 * treaty.terms.years as usize;
        Self {
            tallies: (0..columns).map(|_| Tally::new(posterior.draws(), true)).collect(),
            kept: options.keep.then(|| vec![Vec::new(); columns]),
            means: vec![[0.0; 9]; months],
            bands: vec![Default::default(); months],
            replicates: 0,
        }
    }

    fn fold(&mut self, first: u64, lanes: usize, block: &Block, posterior: &Posterior) {
        let draws: Vec<u32> = (0..lanes).map(|i| posterior.draw_of(first + i as u64) as u32).collect();
        for (k, column) in block.parties.iter().chain(&block.outcomes).enumerate() {
            self.tallies[k].extend(&column.0[..lanes], &draws);
            if let Some(kept) = &mut self.kept {
                kept[k].extend_from_slice(&column.0[..lanes]);
            }
        }
        for (month, values) in block.series.iter().enumerate() {
            for (k, column) in values.iter().enumerate() {
                self.means[month][k] += column.0[..lanes].iter().sum::<f64>();
                if first < BANDS {
                    self.bands[month][k].extend_from_slice(&column.0[..lanes]);
                }
            }
        }
        self.replicates += lanes as u64;
    }

    fn results(
        mut self,
        treaty: &Treaty,
        posterior: &Posterior,
        seed: u64,
        options: &Options,
        seconds: f64,
    ) -> Results {
        let names = names(treaty);
        self.tallies.iter_mut().for_each(Tally::sort);
        let columns = names.iter().zip(&self.tallies);
        let summary = columns.clone().map(|((name, kind, unit), tally)| named(name, kind, unit, tally)).collect();
        let curves = columns.map(|((name, _, _), tally)| curve(name, tally)).collect();
        let kept = self.kept.take().map(|columns| Kept {
            names: names.iter().map(|n| n.0.clone()).collect(),
            rows: (0..self.replicates as usize).map(|r| columns.iter().map(|c| c[r]).collect()).collect(),
        });
        Results {
            info: info(treaty, posterior, seed, self.replicates),
            times: RunTimes {
                threads: rayon::current_num_threads(),
                simd: options.simd.name().to_owned(),
                seconds,
                replicates_per_second: self.replicates as f64 / seconds.max(1e-9),
            },
            summary,
            series: self.series(),
            curves,
            survival: Vec::new(),
            plane: Vec::new(),
            kept,
            doubts: Vec::new(),
        }
    }

    fn series(&mut self) -> Vec<SeriesRow> {
        let mut rows = Vec::new();
        for (month, bands) in self.bands.iter_mut().enumerate() {
            for (k, (name, _)) in SERIES.iter().enumerate() {
                bands[k].sort_unstable_by(f64::total_cmp);
                let at = |p: f64| bands[k][((p * bands[k].len() as f64) as usize).min(bands[k].len() - 1)];
                rows.push(SeriesRow {
                    world: Column::None,
                    month: month as i32,
                    theatre: ALL.to_owned(),
                    series: (*name).into(),
                    mean: self.means[month][k] / self.replicates as f64,
                    quantiles: QUANTILES.map(at),
                });
            }
        }
        rows
    }
}

/// Name, kind and unit of every outcome: parties in August of each year, then the rest.
fn names(treaty: &Treaty) -> Vec<(String, &'static str, &'static str)> {
    let t = &treaty.terms;
    let years = (1..=t.years).map(|y| (format!("parties_{}", t.start_year + y), "count", "states"));
    years.chain(OUTCOMES.iter().map(|(name, kind, unit)| ((*name).to_owned(), *kind, *unit))).collect()
}

fn named(name: &str, kind: &str, unit: &'static str, tally: &Tally) -> Row {
    let kind = match kind {
        "count" => Kind::Count,
        "money" => Kind::Money,
        _ => Kind::Ratio,
    };
    let outcome = Outcome { name: "", kind, unit, pool: Pool::Mean, doc: "" };
    Row { outcome: name.to_owned(), ..row(&outcome, ALL, Column::None, tally) }
}

fn curve(name: &str, tally: &Tally) -> Curve {
    let points = (0..CURVE_POINTS).map(|i| tally.at(i as f64 / (CURVE_POINTS - 1) as f64)).collect();
    Curve { outcome: name.to_owned(), theatre: ALL.to_owned(), world: Column::None, quantiles: points }
}

fn info(treaty: &Treaty, posterior: &Posterior, seed: u64, replicates: u64) -> RunInfo {
    let table = toml::to_string(&treaty.terms).unwrap_or_default();
    RunInfo {
        scenario: treaty.name.clone(),
        title: treaty.title.clone(),
        scenario_toml: format!("kind = \"treaty\"\n\n[treaty]\n{table}"),
        stance: posterior.stance.name().to_owned(),
        posterior: posterior.origin.clone(),
        posterior_draws: posterior.draws() as u64,
        model_id: model_id().to_owned(),
        seed,
        replicates,
        counterfactual: false,
        exact_quantiles: true,
        bands: replicates.min(BANDS),
        theatres: Vec::new(),
        operations: Vec::new(),
        planned_exit_month: None,
        horizon_months: 12 * treaty.terms.years,
    }
}
