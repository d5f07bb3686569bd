//! One point of a sweep, lived and written as the rows it leaves.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::draws::dispatch::SimdClass;
use crate::engine::ensemble::{self, Ensemble, Interrupted, Options, Recording, Twin};
use crate::engine::recorder::Layout;
use crate::engine::results::Row;
use crate::engine::summary;
use crate::evidence::posterior::Posterior;
use crate::experiment::stop::{Rule, RuleError, Watcher};
use crate::output::tables::sheet::Sheet;
use crate::output::tables::write::{summary_cells, summary_columns};
use crate::scenario::{Problem, Problems, Scenario};
use crate::world::setting::Setting;

use super::plan::Plan;
use super::twins::Twins;

/// What every point of a sweep has in common.
#[derive(Clone, Debug)]
pub struct Common {
    /// Draws of the parameters.
    pub posterior: Arc<Posterior>,
    /// Seed of all luck.
    pub seed: u64,
    /// Whether each history is lived beside its twin without the mission.
    pub counterfactual: bool,
    /// Whether rows of each theatre are kept.
    pub theatres: bool,
    /// Outcomes kept; all where empty.
    pub outcomes: Vec<String>,
    /// When a point has enough replicates.
    pub until: Option<Rule>,
    /// SIMD class.
    pub simd: SimdClass,
}

/// What a point came to.
#[derive(Clone, Debug)]
pub struct Lived {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Replicates lived through.
    pub replicates: u64,
}

/// Why a point has no rows.
#[derive(Debug, thiserror::Error)]
pub enum PointError {
    /// What it sets does not make a scenario.
    #[error("{0}")]
    Scenario(#[from] Problems),
    /// The stop rule asks about a world that the point does not have.
    #[error("{0}")]
    Rule(#[from] RuleError),
    /// A mistake in this program.
    #[error("error: a mistake in pkosim: {0}")]
    Panic(String),
    /// The sweep was interrupted.
    #[error("interrupted")]
    Interrupted(#[from] Interrupted),
}

impl Common {
    /// What the points of a plan have in common.
    pub fn new(plan: &Plan, posterior: Arc<Posterior>, simd: SimdClass) -> Self {
        let (seed, counterfactual, theatres) = (plan.seed, plan.counterfactual, plan.theatres);
        let until = plan.until.clone();
        Self { posterior, seed, counterfactual, theatres, outcomes: plan.outcomes.clone(), until, simd }
    }

    /// The rows of a scenario: those of `summary.csv` in `pkosim run` with as many replicates as it took, to the bit.
    ///
    /// # Errors
    /// [`PointError::Interrupted`] where `stop` was raised; a stop rule that does not fit the scenario.
    pub fn live(&self, scenario: &Scenario, replicates: u64, stop: &AtomicBool) -> Result<Lived, PointError> {
        self.live_beside(scenario, replicates, None, stop)
    }

    /// [`Self::live`], with worlds without operations from a store where it has them, and into it where it has not.
    ///
    /// # Errors
    /// As [`Self::live`].
    pub fn live_beside(
        &self,
        scenario: &Scenario,
        replicates: u64,
        twins: Option<&Twins>,
        stop: &AtomicBool,
    ) -> Result<Lived, PointError> {
        let setting = Setting::new(scenario, self.posterior.clone(), self.seed);
        let paired = self.counterfactual && !scenario.operations.is_empty();
        let options = Options { replicates, paired, keep: false, simd: self.simd };
        let quietly = |_| ();
        let columns = Layout::new(&setting, paired).columns() / 2;
        let twins = twins.filter(|_| paired && Twins::has_room(columns, replicates));
        let mut ensemble = match (&self.until, twins) {
            (None, None) => ensemble::run_recording(&setting, &options, Recording::Outcomes, &quietly, stop)?,
            (None, Some(twins)) => beside(&setting, &options, twins, stop)?,
            (Some(rule), _) => {
                let mut watcher = Watcher::new(rule.clone(), &setting, self.counterfactual, replicates)?;
                ensemble::run_until(&setting, &options, Recording::Outcomes, &mut watcher, &quietly, stop)?
            }
        };
        let mut rows = if self.theatres {
            summary::rows(&mut ensemble, &setting)
        } else {
            summary::pooled_rows(&mut ensemble, &setting)
        };
        rows.retain(|r| self.outcomes.is_empty() || self.outcomes.contains(&r.outcome));
        Ok(Lived { rows, replicates: ensemble.replicates })
    }
}

/// Beside a twin that is there already; otherwise its twin is kept.
fn beside(setting: &Setting, options: &Options, twins: &Twins, stop: &AtomicBool) -> Result<Ensemble, Interrupted> {
    let key = Twin::key(&setting.scenario);
    if let Some(twin) = twins.get(&key, options.replicates) {
        return ensemble::run_beside(setting, options, &twin, stop);
    }
    let options = Options { keep: true, ..options.clone() };
    let mut ensemble = ensemble::run_recording(setting, &options, Recording::Outcomes, &|_| (), stop)?;
    if let Some(twin) = Twin::of(&mut ensemble) {
        twins.put(key, twin);
    }
    Ok(ensemble)
}

impl PointError {
    /// What is wrong, on one line.
    pub fn line(&self) -> String {
        match self {
            Self::Scenario(problems) => {
                let one = |p: &Problem| match &p.key {
                    Some(key) => format!("{key}: {}", p.kind),
                    None => p.kind.to_string(),
                };
                problems.list.iter().map(one).collect::<Vec<_>>().join("; ")
            }
            other => other.to_string().trim_start_matches("error: ").to_owned(),
        }
    }
}

/// Columns of `results.csv`.
pub fn result_columns() -> Vec<String> {
    std::iter::once("point".to_owned()).chain(summary_columns()).collect()
}

/// Rows of a point as lines of `results.csv`.
///
/// # Errors
/// Never into memory.
pub fn write_rows(point: u64, rows: &[Row], to: impl Write) -> csv::Result<()> {
    let mut sheet = Sheet::bare(to);
    for row in rows {
        sheet.whole(point)?;
        summary_cells(&mut sheet, row)?;
        sheet.end()?;
    }
    sheet.finish()
}

/// A line of CSV.
pub fn line(cells: &[String]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut sheet = Sheet::bare(&mut bytes);
    // Memory takes every byte.
    let _ = cells.iter().try_for_each(|c| sheet.text(c)).and_then(|()| sheet.end()).and_then(|()| sheet.finish());
    bytes
}

/// What is kept of a point: its line of `points.csv`, and its lines of `results.csv` or why it has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Line of `points.csv`.
    pub point: Vec<u8>,
    /// Lines of `results.csv`, or a message.
    pub rest: Vec<u8>,
}

impl Kept {
    /// As one payload.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(4 + self.point.len() + self.rest.len());
        bytes.extend((self.point.len() as u32).to_le_bytes());
        bytes.extend(&self.point);
        bytes.extend(&self.rest);
        bytes
    }

    /// From a payload.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (length, bytes) = bytes.split_first_chunk::<4>()?;
        let (point, rest) = bytes.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        Some(Self { point: point.to_vec(), rest: rest.to_vec() })
    }
}
