//! What determines a sweep: written first, compared at every resumption, kept in the manifest.

use std::fmt;

use hmac_sha256::Hash;
use serde::{Deserialize, Serialize};

use crate::engine::identity::model_id;
use crate::evidence::posterior::Posterior;
use crate::output::manifest::{FileEntry, Kind, PROGRAM_VERSION, PosteriorEntry, to_json};
use crate::output::store::hexadecimal;
use crate::scenario::payers::PayerTerms;

use super::plan::{Design, Experiment, Plan};

/// Version of the files of a sweep.
pub const SCHEMA_VERSION: u32 = 1;
/// Lines of a difference that are shown.
const SHOWN: usize = 24;

/// One of so many parts of a sweep: it has every `of`-th point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Which, from 1.
    pub index: u64,
    /// Of how many.
    pub of: u64,
}

impl Shard {
    /// Reads `i/n`, 1 <= i <= n.
    ///
    /// ```
    /// use pkosim::experiment::sweep::head::Shard;
    /// assert_eq!(Shard::parse("2/4"), Some(Shard { index: 2, of: 4 }));
    /// assert!(Shard::parse("0/4").is_none() && Shard::parse("5/4").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (index, of) = text.split_once('/')?;
        let (index, of) = (index.trim().parse().ok()?, of.trim().parse().ok()?);
        (1..=of).contains(&index).then_some(Self { index, of })
    }

    /// The shard, of so many, that has a point.
    pub fn of_point(point: u64, of: u64) -> Self {
        Self { index: point % of + 1, of }
    }

    /// Whether it has a point.
    pub fn has(&self, point: u64) -> bool {
        point % self.of + 1 == self.index
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

/// What determines a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// `pkosim`: by this a folder is known.
    pub program: String,
    /// `sweep`.
    pub kind: String,
    /// Version of the files.
    pub schema_version: u32,
    /// Version of the program.
    pub program_version: String,
    /// Identity of the model.
    pub model_id: String,
    /// Name of the sweep: the stem of its file.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// Reading of the evidence.
    pub stance: String,
    /// The posterior.
    pub posterior: PosteriorEntry,
    /// Hash of its draws.
    pub posterior_sha256: String,
    /// Seed.
    pub seed: u64,
    /// When a point has enough replicates; empty where each has as many as its experiment says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub until: Vec<String>,
    /// Confidence of what `until` promises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Whether each history is lived beside its twin without the mission.
    pub counterfactual: bool,
    /// Whether rows of each theatre are kept.
    pub theatres: bool,
    /// Outcomes kept; all where empty.
    pub outcomes: Vec<String>,
    /// Points of the whole sweep.
    pub points: u64,
    /// Axes: the columns of `points.csv` that hold values.
    pub keys: Vec<String>,
    /// Experiments.
    pub experiments: Vec<ExperimentEntry>,
    /// Name of the base scenario.
    pub base: String,
    /// What the base scenario says, line by line.
    pub base_toml: Vec<String>,
    /// Hash of the payers in the file that the base scenario names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payers_sha256: Option<String>,
}

/// An experiment of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExperimentEntry {
    /// Name; empty where it is the only one.
    pub name: String,
    /// `grid`, `lhs`, `sobol`, `random` or `table`.
    pub design: String,
    /// Number of its first point.
    pub first: u64,
    /// Points.
    pub points: u64,
    /// Replicates of each point.
    pub replicates: u64,
    /// Keys set the same at every point.
    pub set: Vec<(String, String)>,
    /// Axes.
    pub axes: Vec<AxisEntry>,
    /// Hash of the rows of a table.
    pub table_sha256: Option<String>,
}

/// An axis of an experiment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AxisEntry {
    /// Dotted key.
    pub key: String,
    /// Its values in words.
    pub values: String,
}

/// `manifest.json` of a finished sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepManifest {
    /// What determined it.
    #[serde(flatten)]
    pub head: Head,
    /// Points that failed.
    pub failed: u64,
    /// The tables.
    pub files: Vec<FileEntry>,
    /// Hash of the manifest's text without this hash; sweeps of earlier builds have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

impl SweepManifest {
    /// A manifest with its hash.
    pub fn new(head: Head, failed: u64, files: Vec<FileEntry>) -> Self {
        let blank = Self { head, failed, files, sha256: Some(String::new()) };
        let sha256 = Some(hexadecimal(&Hash::hash(to_json(&blank).as_bytes())));
        Self { sha256, ..blank }
    }

    /// Whether the text that it was read from is the one that was written.
    pub fn is_text(&self, text: &str) -> bool {
        let same = |sha256: &String| hexadecimal(&Hash::hash(text.replace(sha256, "").as_bytes())) == *sha256;
        self.sha256.as_ref().is_none_or(same)
    }
}

/// `sweep.json` of a sweep that is not finished.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Begun {
    /// What determines it.
    #[serde(flatten)]
    pub head: Head,
    /// Which part of it the folder holds; all of it where empty.
    pub shard: Option<Shard>,
}

impl Head {
    /// The head of a plan under a posterior.
    pub fn new(plan: &Plan, posterior: &Posterior) -> Self {
        Self {
            program: "pkosim".to_owned(),
            kind: Kind::Sweep.name().to_owned(),
            schema_version: SCHEMA_VERSION,
            program_version: PROGRAM_VERSION.to_owned(),
            model_id: model_id().to_owned(),
            name: plan.name.clone(),
            title: plan.title.clone(),
            stance: plan.stance.name().to_owned(),
            posterior: PosteriorEntry { source: posterior.origin.clone(), draws: posterior.draws() as u64 },
            posterior_sha256: hash_of_draws(posterior),
            seed: plan.seed,
            until: plan.until.iter().flat_map(|r| &r.targets).map(|t| t.text.clone()).collect(),
            confidence: plan.until.as_ref().map(|r| r.confidence),
            counterfactual: plan.counterfactual,
            theatres: plan.theatres,
            outcomes: plan.outcomes.clone(),
            points: plan.len(),
            keys: plan.keys().into_iter().map(str::to_owned).collect(),
            experiments: plan.experiments.iter().map(ExperimentEntry::new).collect(),
            base: plan.base.name.clone(),
            base_toml: plan.base.toml.lines().map(str::to_owned).collect(),
            payers_sha256: (!plan.base.payers.is_empty()).then(|| hash_of_payers(&plan.base.payers)),
        }
    }

    /// Whether the experiments have names, and `points.csv` a column of them.
    pub fn has_names(&self) -> bool {
        self.experiments.iter().any(|e| !e.name.is_empty())
    }

    /// What must be equal for two parts to belong together, as text.
    fn identity(&self) -> String {
        let words = String::new;
        to_json(&Self { program_version: words(), name: words(), title: words(), ..self.clone() })
    }

    /// Hash of all that determines the results.
    pub fn fingerprint(&self) -> String {
        hexadecimal(&Hash::hash(self.identity().as_bytes()))
    }

    /// Lines that differ between what was begun (`-`) and what is asked for now (`+`).
    pub fn diff(&self, now: &Self) -> String {
        let (old, new) = (self.identity(), now.identity());
        let only = |a: &str, b: &str, sign: &str| -> Vec<String> {
            let there: std::collections::BTreeSet<&str> = b.lines().map(|l| l.trim_end_matches(',')).collect();
            let lines = a.lines().filter(|l| !there.contains(l.trim_end_matches(',')));
            lines.map(|l| format!("  {sign} {}", l.trim().trim_end_matches(','))).collect()
        };
        let mut lines = [only(&old, &new, "-"), only(&new, &old, "+")].concat();
        if lines.len() > SHOWN {
            let more = lines.len() - SHOWN;
            lines.truncate(SHOWN);
            lines.push(format!("  and {more} more lines"));
        }
        if lines.is_empty() {
            lines.push("  the order of its axes or experiments".to_owned());
        }
        lines.join("\n")
    }
}

fn hash_of_draws(posterior: &Posterior) -> String {
    let mut hash = Hash::new();
    for draw in 0..posterior.draws() {
        posterior.row(draw).iter().for_each(|x| hash.update(x.to_bits().to_le_bytes()));
    }
    hexadecimal(&hash.finalize())
}

fn hash_of_payers(payers: &[PayerTerms]) -> String {
    let mut hash = Hash::new();
    for p in payers {
        hash.update(&p.name);
        let terms = [p.share, p.on_time, p.delay_months, p.withholding, p.unity_dependence, p.cap];
        terms.iter().for_each(|x| hash.update(x.to_bits().to_le_bytes()));
    }
    hexadecimal(&hash.finalize())
}

impl ExperimentEntry {
    fn new(e: &Experiment) -> Self {
        let axis = |a: &super::axis::Axis| AxisEntry { key: a.key.clone(), values: a.describe() };
        Self {
            name: e.name.clone(),
            design: e.design.word().to_owned(),
            first: e.first,
            points: e.points,
            replicates: e.replicates,
            set: e.fixed.clone(),
            axes: e.axes.iter().map(axis).collect(),
            table_sha256: match &e.design {
                Design::Table(table) => Some(hash_of_rows(table)),
                _ => None,
            },
        }
    }
}

fn hash_of_rows(table: &super::plan::Listed) -> String {
    let mut hash = Hash::new();
    for (k, row) in table.rows.iter().enumerate() {
        let n = table.replicates.as_ref().map_or(0, |r| r[k]);
        hash.update(format!("{n}\u{1f}{}\n", row.join("\u{1f}")));
    }
    hexadecimal(&hash.finalize())
}
