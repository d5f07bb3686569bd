//! Scenarios side by side under the same luck: outcomes of each, paired differences to the first, and what the
//! pairing was worth.
//!
//! Draws hold no scenario value in their address, so replicate k meets the same luck in every scenario. The
//! difference of two scenarios, replicate by replicate, then varies less than the difference of two independent runs:
//! by the factor (Var A + Var B) / Var(A - B).

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::draws::LANES;
use crate::draws::dispatch::SimdClass;
use crate::engine::block;
use crate::engine::ensemble::Interrupted;
use crate::engine::recorder::{Chunk, Layout};
use crate::engine::tally::{Tally, Z95};
use crate::output::tables::sheet::Sheet;
use crate::world::outcome::{self, Outcome, PAIRED};
use crate::world::setting::Setting;

/// Outcomes compared: those of a history, then those of a history beside its twin without operations.
const OUTCOMES: usize = outcome::COUNT + PAIRED.len();
/// Replicates that one thread lives through at a time.
const CHUNK: usize = 1024;

/// What is asked of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Replicates of each scenario.
    pub replicates: u64,
    /// Simulate each world without operations too, for lives saved and war months averted.
    pub paired: bool,
    /// SIMD class.
    pub simd: SimdClass,
}

/// What a comparison came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Names of the scenarios, the one that others are compared to first.
    pub names: Vec<String>,
    /// One row per outcome and scenario.
    pub rows: Vec<Row>,
}

/// An outcome in one scenario, all theatres together.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Outcome name.
    pub outcome: String,
    /// Kind.
    pub kind: String,
    /// Unit.
    pub unit: String,
    /// Scenario, by its position among the names.
    pub scenario: usize,
    /// Replicates.
    pub n: u64,
    /// Replicates in which the outcome is defined.
    pub defined: u64,
    /// Mean over these.
    pub mean: f64,
    /// Monte Carlo standard error of the mean.
    pub mcse: f64,
    /// What differs from the first scenario; nothing for the first itself.
    pub difference: Option<Difference>,
}

/// A paired difference: this scenario minus the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Replicates in which the outcome is defined in both.
    pub pairs: u64,
    /// Mean of the differences.
    pub mean: f64,
    /// Monte Carlo standard error of the mean.
    pub mcse: f64,
    /// 95 % interval of the mean.
    pub lo: f64,
    /// Upper end.
    pub hi: f64,
    /// Variance of the difference of two independent runs over that of the paired one; NaN where neither varies.
    pub variance_ratio: f64,
}

/// Runs the scenarios of `settings` under the same luck, on the current rayon pool. They share seed and posterior.
///
/// # Errors
/// [`Interrupted`] where `stop` was raised.
pub fn compare(
    settings: &[Setting],
    options: Options,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<Comparison, Interrupted> {
    let mut folds: Vec<Fold> = settings.iter().map(Fold::new).collect();
    let wave = (CHUNK * 2 * rayon::current_num_threads()) as u64;
    let mut first = 0;
    while first < options.replicates {
        let end = (first + wave).min(options.replicates);
        let starts: Vec<u64> = (first..end).step_by(CHUNK).collect();
        let one = |start: u64| live(settings, options, start, (CHUNK as u64).min(end - start), stop);
        let chunks: Vec<Vec<Columns>> = starts.par_iter().map(|start| one(*start)).collect();
        if stop.load(Ordering::Relaxed) {
            return Err(Interrupted);
        }
        for (start, chunk) in starts.iter().zip(&chunks) {
            fold(&mut folds, chunk, *start, &settings[0]);
        }
        progress(end);
        first = end;
    }
    Ok(Comparison { names: settings.iter().map(|s| s.scenario.name.clone()).collect(), rows: rows(&folds) })
}

/// One column per outcome, one value per replicate; NaN where undefined.
type Columns = Vec<Vec<f64>>;

/// The same replicates in every scenario.
fn live(settings: &[Setting], options: Options, first: u64, n: u64, stop: &AtomicBool) -> Vec<Columns> {
    settings.iter().map(|s| live_one(s, options, first, n, stop)).collect()
}

fn live_one(setting: &Setting, options: Options, first: u64, n: u64, stop: &AtomicBool) -> Columns {
    let paired = options.paired && !setting.operations.is_empty();
    let layout = Layout::new(setting, paired);
    let mut chunk = Chunk::new(layout, options.simd, first, None);
    let mut done = 0;
    while done < n && !stop.load(Ordering::Relaxed) {
        let lanes = (n - done).min(LANES as u64) as usize;
        chunk.begin_block(lanes);
        let outcomes = block::live(options.simd, setting, first + done, paired, &mut chunk);
        chunk.end_block(&outcomes, lanes);
        done += lanes as u64;
    }
    columns(chunk, layout)
}

/// Outcomes of all theatres together; those beside the twin are undefined where there is none.
fn columns(mut chunk: Chunk, layout: Layout) -> Columns {
    let saved = fewer(&chunk, layout, &[outcome::BATTLE, outcome::GOVERNMENT, outcome::REBELS]);
    let averted = fewer(&chunk, layout, &[outcome::WAR_MONTHS]);
    let plain = (0..outcome::COUNT).map(|k| std::mem::take(&mut chunk.outcomes[layout.column(0, 0, k)]));
    plain.chain([saved, averted]).collect()
}

/// How much less of some outcomes there is than in the twin.
fn fewer(chunk: &Chunk, layout: Layout, of: &[usize]) -> Vec<f64> {
    if layout.worlds < 2 {
        return vec![f64::NAN; chunk.replicates];
    }
    let at = |world, k, i: usize| chunk.outcomes[layout.column(world, 0, k)][i];
    (0..chunk.replicates).map(|i| of.iter().map(|k| at(1, *k, i) - at(0, *k, i)).sum()).collect()
}

/// What is known of one scenario so far, by outcome.
struct Fold {
    values: Vec<Tally>,
    differences: Vec<Tally>,
    spreads: Vec<[Moments; 3]>,
}

impl Fold {
    fn new(setting: &Setting) -> Self {
        let tallies = || (0..OUTCOMES).map(|_| Tally::new(setting.posterior.draws(), false)).collect();
        Self { values: tallies(), differences: tallies(), spreads: vec![[Moments::default(); 3]; OUTCOMES] }
    }
}

/// Adds the replicates of a chunk, in order.
fn fold(folds: &mut [Fold], chunk: &[Columns], first: u64, setting: &Setting) {
    let n = chunk[0][0].len() as u64;
    let draws: Vec<u32> = (first..first + n).map(|k| setting.posterior.draw_of(k) as u32).collect();
    for (fold, columns) in folds.iter_mut().zip(chunk) {
        for k in 0..OUTCOMES {
            fold.values[k].extend(&columns[k], &draws);
            let pairs = columns[k].iter().zip(&chunk[0][k]);
            let differences: Vec<f64> = pairs.clone().map(|(own, other)| own - other).collect();
            fold.differences[k].extend(&differences, &draws);
            pairs.filter(|(a, b)| !(a.is_nan() || b.is_nan())).for_each(|(a, b)| {
                let spread = &mut fold.spreads[k];
                [*a, *b, a - b].into_iter().zip(spread).for_each(|(x, moments)| moments.add(x));
            });
        }
    }
}

/// Mean and sum of squares about it, by Welford's recurrence.
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    n: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    fn add(&mut self, x: f64) {
        self.n += 1.0;
        let before = x - self.mean;
        self.mean += before / self.n;
        self.squares += before * (x - self.mean);
    }
}

fn rows(folds: &[Fold]) -> Vec<Row> {
    let all = outcome::all().chain(PAIRED).enumerate();
    all.flat_map(|(k, o)| folds.iter().enumerate().map(move |(s, fold)| row(k, &o, s, fold))).collect()
}

fn row(k: usize, outcome: &Outcome, scenario: usize, fold: &Fold) -> Row {
    let tally = &fold.values[k];
    Row {
        outcome: outcome.name.to_owned(),
        kind: outcome.kind.name().to_owned(),
        unit: outcome.unit.to_owned(),
        scenario,
        n: tally.n,
        defined: tally.defined,
        mean: tally.mean(),
        mcse: tally.mcse(),
        difference: (scenario > 0).then(|| difference(&fold.differences[k], &fold.spreads[k])),
    }
}

fn difference(tally: &Tally, spread: &[Moments; 3]) -> Difference {
    let (mean, mcse) = (tally.mean(), tally.mcse());
    Difference {
        pairs: tally.defined,
        mean,
        mcse,
        lo: mean - Z95 * mcse,
        hi: mean + Z95 * mcse,
        variance_ratio: (spread[0].squares + spread[1].squares) / spread[2].squares,
    }
}

/// Columns of the table as CSV.
pub const COLUMNS: [&str; 15] = [
    "outcome",
    "kind",
    "unit",
    "scenario",
    "n",
    "defined",
    "mean",
    "mcse",
    "compared_to",
    "pairs",
    "difference",
    "difference_mcse",
    "difference_lo",
    "difference_hi",
    "variance_ratio",
];

/// Writes the comparison as CSV. Cells of the first scenario's differences are empty.
///
/// # Errors
/// Where `to` takes no more.
pub fn write(comparison: &Comparison, to: impl Write) -> Result<(), csv::Error> {
    let mut sheet = Sheet::new(to, COLUMNS)?;
    for row in &comparison.rows {
        sheet.texts([&row.outcome, &row.kind, &row.unit, &comparison.names[row.scenario]])?;
        sheet.whole(row.n)?;
        sheet.whole(row.defined)?;
        sheet.numbers([row.mean, row.mcse])?;
        match &row.difference {
            Some(d) => {
                sheet.text(&comparison.names[0])?;
                sheet.whole(d.pairs)?;
                sheet.numbers([d.mean, d.mcse, d.lo, d.hi, d.variance_ratio])?;
            }
            None => (COLUMNS[8..]).iter().try_for_each(|_| sheet.text(""))?,
        }
        sheet.end()?;
    }
    sheet.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::posterior::Posterior;
    use crate::evidence::register::Stance;
    use crate::scenario::builtin_baseline;

    fn contest(troops: &[&str], replicates: u64) -> Comparison {
        let posterior = Posterior::embedded(Stance::Study);
        let setting = |t: &&str| {
            let sets = [("mission.troops".to_owned(), (*t).to_owned())];
            Setting::new(&builtin_baseline(&sets).unwrap().scenario, posterior.clone(), 1)
        };
        let settings: Vec<Setting> = troops.iter().map(setting).collect();
        let options = Options { replicates, paired: true, simd: SimdClass::detect() };
        compare(&settings, options, &|_| (), &AtomicBool::new(false)).unwrap()
    }

    fn find<'a>(comparison: &'a Comparison, outcome: &str, scenario: usize) -> &'a Row {
        comparison.rows.iter().find(|r| r.outcome == outcome && r.scenario == scenario).unwrap()
    }

    #[test]
    fn a_scenario_does_not_differ_from_itself() {
        let comparison = contest(&["8000", "8000"], 96);
        for row in comparison.rows.iter().filter_map(|r| r.difference).filter(|d| d.pairs > 0) {
            assert_eq!((row.mean, row.mcse), (0.0, 0.0));
        }
    }

    #[test]
    fn the_same_luck_shrinks_the_error_of_a_difference() {
        let comparison = contest(&["8000", "12000"], 640);
        let row = find(&comparison, "battle_deaths", 1);
        let difference = row.difference.unwrap();
        let first = find(&comparison, "battle_deaths", 0);
        assert!((difference.mean - (row.mean - first.mean)).abs() < 1e-6 * first.mean);
        assert!(difference.mean < 0.0, "more troops, fewer deaths");
        assert!(difference.variance_ratio > 5.0, "{}", difference.variance_ratio);
        assert!(find(&comparison, "lives_saved", 1).difference.unwrap().mean > 0.0);
    }
}
