//! One point of a sweep, lived and written as the rows it leaves.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::draws::dispatch::SimdClass;
use crate::engine::ensemble::{Ensemble, Interrupted, Options, Recording};
use crate::engine::live::{self, Beside, Member};
use crate::engine::recorder::Layout;
use crate::engine::results::Row;
use crate::engine::summary;
use crate::engine::twin::Twin;
use crate::evidence::posterior::Posterior;
use crate::experiment::stop::{Rule, RuleError, Watcher};
use crate::output::tables::sheet::Sheet;
use crate::output::tables::write::{summary_cells, summary_columns};
use crate::scenario::{Problem, Problems, Scenario};
use crate::world::setting::Setting;

use super::plan::Plan;
use super::twins::{Found, Key, Twins};

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
        let setting = Setting::new(scenario, self.posterior.clone(), self.seed);
        let options = self.options(&setting, replicates);
        let quietly = |_| ();
        let mut ensemble = match &self.until {
            None => live::run_recording(&setting, &options, Recording::Outcomes, &quietly, stop)?,
            Some(rule) => {
                let mut watcher = Watcher::new(rule.clone(), &setting, self.counterfactual, replicates)?;
                live::run_until(&setting, &options, Recording::Outcomes, &mut watcher, &quietly, stop)?
            }
        };
        Ok(self.lived(&mut ensemble, &setting))
    }

    /// [`Self::live`] of several scenarios, side by side where they meet the same luck, with worlds without operations
    /// from a store where it has them, and into it where others may want them.
    ///
    /// # Errors
    /// As [`Self::live`].
    pub fn live_all(
        &self,
        scenarios: &[Scenario],
        replicates: u64,
        twins: &Twins,
        stop: &AtomicBool,
    ) -> Result<Vec<Lived>, PointError> {
        if self.until.is_some() {
            return scenarios.iter().map(|scenario| self.live(scenario, replicates, stop)).collect();
        }
        let settings: Vec<Setting> =
            scenarios.iter().map(|scenario| Setting::new(scenario, self.posterior.clone(), self.seed)).collect();
        let mut lived = Vec::new();
        for batch in settings.chunk_by(live::may_join) {
            let batch = Batch::new(self, batch, replicates, twins);
            let mut ensembles = live::run_batch(&batch.members(), stop)?;
            batch.keep(&mut ensembles, twins);
            lived.extend(ensembles.iter_mut().zip(batch.settings).map(|(e, setting)| self.lived(e, setting)));
        }
        Ok(lived)
    }

    fn options(&self, setting: &Setting, replicates: u64) -> Options {
        let paired = self.counterfactual && !setting.scenario.operations.is_empty();
        Options { replicates, paired, keep: false, simd: self.simd }
    }

    fn lived(&self, ensemble: &mut Ensemble, setting: &Setting) -> Lived {
        let mut rows =
            if self.theatres { summary::rows(ensemble, setting) } else { summary::pooled_rows(ensemble, setting) };
        rows.retain(|r| self.outcomes.is_empty() || self.outcomes.contains(&r.outcome));
        Lived { rows, replicates: ensemble.replicates }
    }
}

/// Scenarios to be lived side by side, and where each finds its world without operations.
struct Batch<'a> {
    settings: &'a [Setting],
    options: Vec<Options>,
    /// By setting: what its twin is known by, and where it is.
    places: Vec<(Key, Place)>,
}

/// Where the twin of a setting is.
enum Place {
    /// Lived through beside it.
    Own,
    /// Kept from before.
    Kept(Arc<Twin>),
    /// With an earlier setting of the batch.
    With(usize),
}

impl Place {
    fn beside(&self) -> Beside<'_> {
        match self {
            Self::Own => Beside::Own,
            Self::Kept(twin) => Beside::Twin(twin),
            Self::With(k) => Beside::Member(*k),
        }
    }
}

impl<'a> Batch<'a> {
    fn new(common: &Common, settings: &'a [Setting], replicates: u64, twins: &Twins) -> Self {
        let mut options: Vec<Options> = settings.iter().map(|s| common.options(s, replicates)).collect();
        let mut places: Vec<(Key, Place)> = Vec::new();
        for (k, setting) in settings.iter().enumerate() {
            let key = Twin::key(&setting.scenario);
            let own = |(k, (other, place)): (usize, &(Key, Place))| {
                options[k].paired && *other == key && matches!(place, Place::Own)
            };
            let before = places.iter().enumerate().position(own);
            let room = || Twins::has_room(Layout::new(setting, true).columns() / 2, replicates);
            let place = match before {
                _ if !options[k].paired => Place::Own,
                Some(before) => {
                    options[before].keep |= room();
                    Place::With(before)
                }
                None => match twins.get(&key, replicates) {
                    Found::Twin(twin) => Place::Kept(twin),
                    Found::Wanted => {
                        options[k].keep = room();
                        Place::Own
                    }
                    Found::Unknown => Place::Own,
                },
            };
            places.push((key, place));
        }
        Self { settings, options, places }
    }

    fn members(&self) -> Vec<Member<'_>> {
        let all = self.settings.iter().zip(&self.options).zip(&self.places);
        all.map(|((setting, options), (_, place))| Member { setting, options: options.clone(), beside: place.beside() })
            .collect()
    }

    /// Keeps the twins that others may want.
    fn keep(&self, ensembles: &mut [Ensemble], twins: &Twins) {
        for (ensemble, (key, _)) in ensembles.iter_mut().zip(&self.places) {
            let twin = Twin::of(ensemble);
            ensemble.kept = None;
            if let Some(twin) = twin {
                twins.put(*key, twin);
            }
        }
    }
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
