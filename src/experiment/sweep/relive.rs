//! The points of a finished sweep, to be lived through again: the same scenario, the same luck, the same bits.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::draws::dispatch::SimdClass;
use crate::engine::identity::model_id;
use crate::evidence::posterior::Posterior;
use crate::evidence::register::Stance;
use crate::scenario::{Problems, Scenario};

use super::error::SweepError;
use super::folder::manifest;
use super::head::{ExperimentEntry, Head, SweepManifest};
use super::live::Common;
use super::plan::Base;

/// Points with their replicates and what they set.
pub type Points = BTreeMap<u64, (u64, Vec<(String, String)>)>;

/// A finished sweep whose points can be lived through again.
#[derive(Clone, Debug)]
pub struct Relive {
    /// Its folder.
    pub dir: PathBuf,
    /// Its manifest.
    pub manifest: SweepManifest,
    /// What its points have in common.
    pub common: Common,
    base: Base,
}

impl Relive {
    /// Opens the folder of a finished sweep. `folder` is what files named in its base scenario are relative to: payers,
    /// for one.
    ///
    /// # Errors
    /// No finished sweep stands there, or it was made by another model.
    pub fn open(dir: &Path, folder: Option<PathBuf>, simd: SimdClass) -> Result<Self, SweepError> {
        let manifest = manifest(dir)?;
        let head = &manifest.head;
        let Some(stance) = Stance::named(&head.stance) else {
            let why = format!("its stance \"{}\" is none of this program's", head.stance);
            return Err(SweepError::NotASweep { path: dir.to_owned(), why });
        };
        if head.model_id != model_id() {
            let why = format!("it was made by model {}, this is model {}", head.model_id, model_id());
            return Err(SweepError::NotASweep { path: dir.to_owned(), why });
        }
        let common = Common {
            posterior: Posterior::embedded(stance),
            seed: head.seed,
            counterfactual: head.counterfactual,
            theatres: head.theatres,
            outcomes: head.outcomes.clone(),
            // The table says how many replicates each point took.
            until: None,
            simd,
        };
        let base = Base { name: head.base.clone(), toml: head.base_toml.join("\n"), folder, payers: Vec::new() };
        Ok(Self { dir: dir.to_owned(), common, base, manifest })
    }

    /// The points that `chosen` has, in ascending order, or all of them.
    ///
    /// # Errors
    /// `points.csv` is not what a sweep writes.
    pub fn points(&self, chosen: Option<&[u64]>) -> Result<Points, SweepError> {
        let path = self.dir.join("points.csv");
        let wrong = |why: String| SweepError::NotASweep { path: path.clone(), why };
        let mut reader = csv::Reader::from_path(&path).map_err(|e| wrong(e.to_string()))?;
        let header = reader.headers().map_err(|e| wrong(e.to_string()))?.clone();
        let mut found = Points::new();
        for record in reader.records() {
            let record = record.map_err(|e| wrong(e.to_string()))?;
            let cell = |name: &str| header.iter().position(|h| h == name).and_then(|k| record.get(k));
            let number = |name: &str| cell(name).and_then(|t| t.parse::<u64>().ok());
            let (point, replicates) = number("point").zip(number("replicates")).ok_or_else(|| wrong(BAD.to_owned()))?;
            if chosen.is_some_and(|chosen| chosen.binary_search(&point).is_err()) {
                continue;
            }
            let e = experiment(&self.manifest.head, point).ok_or_else(|| wrong(BAD.to_owned()))?;
            let axes = e.axes.iter().map(|a| (a.key.clone(), cell(&a.key).unwrap_or_default().to_owned()));
            found.insert(point, (replicates, e.set.iter().cloned().chain(axes).collect()));
        }
        Ok(found)
    }

    /// The scenario of a point.
    ///
    /// # Errors
    /// Its values do not go together: such a point has no rows.
    pub fn scenario(&self, settings: &[(String, String)]) -> Result<Scenario, Problems> {
        self.base.with(settings).map(|loaded| loaded.scenario)
    }
}

const BAD: &str = "a row without a point or its replicates";

fn experiment(head: &Head, point: u64) -> Option<&ExperimentEntry> {
    head.experiments.iter().find(|e| (e.first..e.first + e.points).contains(&point))
}
