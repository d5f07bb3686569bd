//! `manifest.json`: what determines a result, the same to the byte whatever machine wrote it.
//! `run.json`: how the run went on this one.

use std::fs;
use std::path::Path;

use hmac_sha256::Hash;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::engine::results::{Doubt, Results, RunInfo, RunTimes};

use super::OutputError;
use super::held::VersionOnly;
use super::store::hexadecimal;

pub use super::held::{Checked, Held, check, held, is_as_listed, read_held};

/// Version of the tables and of the manifest. Columns are only ever added, at the end, without a new version.
pub const SCHEMA_VERSION: u32 = 1;
/// Name of the manifest in a result folder.
pub const MANIFEST: &str = "manifest.json";
/// Name of the file on how a run went.
pub const RUN: &str = "run.json";
/// Version of this program.
pub const PROGRAM_VERSION: &str = env!("CARGO_PKG_VERSION");

/// What determines a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `pkosim`: by this a result folder is known.
    pub program: String,
    /// Version of the tables.
    pub schema_version: u32,
    /// Version of the program.
    pub program_version: String,
    /// Identity of the model.
    pub model_id: String,
    /// The scenario.
    pub scenario: ScenarioEntry,
    /// The stance.
    pub stance: String,
    /// The posterior.
    pub posterior: PosteriorEntry,
    /// Seed.
    pub seed: u64,
    /// Replicates.
    pub replicates: u64,
    /// Whether the world without operations was simulated too.
    pub counterfactual: bool,
    /// Whether quantiles are exact order statistics.
    pub exact_quantiles: bool,
    /// Replicates behind the bands of `series.csv`.
    pub bands: u64,
    /// Doubts about the result.
    pub doubts: Vec<DoubtEntry>,
    /// The tables.
    pub files: Vec<FileEntry>,
}

/// The scenario in a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioEntry {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Theatres in order.
    pub theatres: Vec<String>,
    /// Operations in order.
    pub operations: Vec<String>,
    /// Planned exit of the first operation, months from deployment.
    pub planned_exit_month: Option<u32>,
    /// Months from deployment to the horizon.
    pub horizon_months: u32,
    /// Canonical TOML of the resolved scenario.
    pub toml: String,
}

/// The posterior in a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PosteriorEntry {
    /// Where it came from.
    pub source: String,
    /// Number of its draws.
    pub draws: u64,
}

/// A doubt in a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DoubtEntry {
    /// Short code.
    pub code: String,
    /// What is doubtful.
    pub text: String,
    /// What would settle it.
    pub remedy: String,
}

/// A table in a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// File name.
    pub name: String,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// How a run went on this machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Version of the program.
    pub program_version: String,
    /// Commit it was built from, where `PKOSIM_COMMIT` was set then.
    pub commit: Option<String>,
    /// Whether its working tree was changed, where `PKOSIM_DIRTY` was set then (`1` or `true`: yes).
    pub dirty: Option<bool>,
    /// Operating system.
    pub os: String,
    /// Processor architecture.
    pub arch: String,
    /// SIMD class.
    pub simd: String,
    /// Threads.
    pub threads: usize,
    /// Seconds simulating; null where unknown.
    pub seconds: Option<f64>,
    /// Replicates per second; null where unknown.
    pub replicates_per_second: Option<f64>,
}

impl FileEntry {
    /// A file of this name with these bytes.
    pub fn new(name: &str, bytes: &[u8]) -> Self {
        Self { name: name.to_owned(), bytes: bytes.len() as u64, sha256: hexadecimal(&Hash::hash(bytes)) }
    }
}

impl Manifest {
    /// The manifest of these results.
    pub fn new(results: &Results, files: Vec<FileEntry>) -> Self {
        let info = &results.info;
        Self {
            program: "pkosim".to_owned(),
            schema_version: SCHEMA_VERSION,
            program_version: PROGRAM_VERSION.to_owned(),
            model_id: info.model_id.clone(),
            scenario: ScenarioEntry::new(info),
            stance: info.stance.clone(),
            posterior: PosteriorEntry { source: info.posterior.clone(), draws: info.posterior_draws },
            seed: info.seed,
            replicates: info.replicates,
            counterfactual: info.counterfactual,
            exact_quantiles: info.exact_quantiles,
            bands: info.bands,
            doubts: results.doubts.iter().map(DoubtEntry::new).collect(),
            files,
        }
    }

    /// Reads the manifest of a result folder and refuses one that is newer than this program.
    pub fn load(dir: &Path) -> Result<Self, OutputError> {
        let path = dir.join(MANIFEST);
        let version: VersionOnly = read_json(&path)?;
        if version.schema_version > SCHEMA_VERSION {
            let (found, known) = (version.schema_version, SCHEMA_VERSION);
            return Err(OutputError::Version { path, found, known });
        }
        if version.kind != Kind::Run.name() {
            return Err(OutputError::NoRun { path: dir.to_owned(), found: version.kind });
        }
        read_json(&path)
    }

    /// As [`Manifest::load`], but one of a newer version is read as far as it is understood, and the second value says
    /// so.
    pub fn salvage(dir: &Path) -> Result<(Self, Option<String>), OutputError> {
        match Self::load(dir) {
            Err(OutputError::Version { path, found, known }) => {
                let manifest = read_json(&path).map_err(|_| OutputError::Version { path, found, known })?;
                Ok((manifest, Some(format!("schema version {found}, this program knows {known}"))))
            }
            other => other.map(|manifest| (manifest, None)),
        }
    }

    /// What determined the run.
    pub fn info(&self) -> RunInfo {
        let scenario = &self.scenario;
        RunInfo {
            scenario: scenario.name.clone(),
            title: scenario.title.clone(),
            scenario_toml: scenario.toml.clone(),
            stance: self.stance.clone(),
            posterior: self.posterior.source.clone(),
            posterior_draws: self.posterior.draws,
            model_id: self.model_id.clone(),
            seed: self.seed,
            replicates: self.replicates,
            counterfactual: self.counterfactual,
            exact_quantiles: self.exact_quantiles,
            bands: self.bands,
            theatres: scenario.theatres.clone(),
            operations: scenario.operations.clone(),
            planned_exit_month: scenario.planned_exit_month,
            horizon_months: scenario.horizon_months,
        }
    }

    /// The doubts.
    pub fn doubts(&self) -> Vec<Doubt> {
        let doubts = self.doubts.iter().cloned();
        doubts.map(|d| Doubt { code: d.code, text: d.text, remedy: d.remedy }).collect()
    }
}

impl ScenarioEntry {
    fn new(info: &RunInfo) -> Self {
        Self {
            name: info.scenario.clone(),
            title: info.title.clone(),
            theatres: info.theatres.clone(),
            operations: info.operations.clone(),
            planned_exit_month: info.planned_exit_month,
            horizon_months: info.horizon_months,
            toml: info.scenario_toml.clone(),
        }
    }
}

impl DoubtEntry {
    fn new(doubt: &Doubt) -> Self {
        Self { code: doubt.code.clone(), text: doubt.text.clone(), remedy: doubt.remedy.clone() }
    }
}

impl Run {
    /// How these results came about here.
    pub fn new(times: &RunTimes) -> Self {
        Self {
            program_version: PROGRAM_VERSION.to_owned(),
            commit: option_env!("PKOSIM_COMMIT").map(str::to_owned),
            dirty: option_env!("PKOSIM_DIRTY").map(|d| matches!(d, "1" | "true")),
            os: std::env::consts::OS.to_owned(),
            arch: std::env::consts::ARCH.to_owned(),
            simd: times.simd.clone(),
            threads: times.threads,
            seconds: finite(times.seconds),
            replicates_per_second: finite(times.replicates_per_second),
        }
    }

    /// Reads `run.json`; a result folder may be without it.
    pub fn load(dir: &Path) -> Result<Option<Self>, OutputError> {
        let path = dir.join(RUN);
        if path.exists() { read_json(&path).map(Some) } else { Ok(None) }
    }

    /// How the run went.
    pub fn times(&self) -> RunTimes {
        RunTimes {
            threads: self.threads,
            simd: self.simd.clone(),
            seconds: self.seconds.unwrap_or(f64::NAN),
            replicates_per_second: self.replicates_per_second.unwrap_or(f64::NAN),
        }
    }
}

/// JSON knows no NaN and no infinity.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// What a result folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A run, of a mission or of a treaty.
    Run,
    /// A finished sweep.
    Sweep,
    /// A batch of scenarios.
    Batch,
    /// A calibration, or what was found about one.
    Calibration,
}

impl Kind {
    /// As manifests write it, those of runs aside.
    pub fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Sweep => "sweep",
            Self::Batch => "batch",
            Self::Calibration => "calibration",
        }
    }
}

/// JSON as it is written to disk: indented, with a line's end at the end.
pub fn to_json(value: &impl Serialize) -> String {
    // Plain structs with text keys always serialise.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

pub(super) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, OutputError> {
    let bytes = fs::read(path).map_err(|e| OutputError::io("read", path, e))?;
    serde_json::from_slice(&bytes).map_err(|source| OutputError::Json { path: path.to_owned(), source })
}
