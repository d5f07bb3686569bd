//! What a sweep file comes to: a base scenario, and points that each set some of its keys.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::evidence::register::Stance;
use crate::experiment::design::Sampler;
use crate::experiment::stop::Rule;
use crate::scenario::payers::PayerTerms;
use crate::scenario::{FileKind, Loaded, Problem, ProblemKind, Problems, texts};

use super::axis::Axis;
use super::head::Shard;
use super::read;

/// A sweep.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Short name: the file's stem.
    pub name: String,
    /// One line for people and charts.
    pub title: String,
    /// The base scenario.
    pub base: Base,
    /// Replicates of each point; the most, where `until` says when a point has enough.
    pub replicates: u64,
    /// When a point has enough replicates.
    pub until: Option<Rule>,
    /// Seed of all luck: the same for every point.
    pub seed: u64,
    /// Reading of the evidence.
    pub stance: Stance,
    /// Whether each history is lived beside its twin without the mission.
    pub counterfactual: bool,
    /// Outcomes whose rows are kept; all where empty.
    pub outcomes: Vec<String>,
    /// Whether rows of each theatre are kept beside those of all together.
    pub theatres: bool,
    /// Values of the axes, and of what experiments set, in the base scenario: for experiments that leave one alone.
    pub here: BTreeMap<String, String>,
    /// Its experiments; one without a name where the file has no sub-experiments.
    pub experiments: Vec<Experiment>,
}

/// The scenario that every point starts from.
#[derive(Clone, Debug)]
pub struct Base {
    /// Its name.
    pub name: String,
    /// What it says, as canonical TOML.
    pub toml: String,
    /// The folder that files it names are relative to.
    pub folder: Option<PathBuf>,
    /// The payers that such a file lists; none without one.
    pub payers: Vec<PayerTerms>,
}

/// One design over some axes.
#[derive(Clone, Debug)]
pub struct Experiment {
    /// Its name; empty where it is the only one.
    pub name: String,
    /// Number of its first point in the sweep.
    pub first: u64,
    /// Points.
    pub points: u64,
    /// Replicates of each point.
    pub replicates: u64,
    /// Keys set the same at every point, before the axes.
    pub fixed: Vec<(String, String)>,
    /// Axes in the order of the file.
    pub axes: Vec<Axis>,
    /// Where the points lie.
    pub design: Design,
}

/// Where the points of an experiment lie.
#[derive(Clone, Debug)]
pub enum Design {
    /// Every combination of the values of the axes; the last axis goes fastest.
    Grid,
    /// Points drawn in the unit cube.
    Sampled {
        /// The word in the file: `lhs`, `sobol` or `random`.
        word: &'static str,
        /// The points.
        sampler: Sampler,
    },
    /// Points listed in a file.
    Table(Listed),
    /// A design that belongs to another command (`saltelli`, `morris`): this one only knows its axes.
    Other(&'static str),
}

/// Points listed in a table: one value of each axis a row.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The file, as it was named.
    pub file: String,
    /// Values by row, in the order of the axes.
    pub rows: Vec<Vec<String>>,
    /// Replicates by row, where the table says so.
    pub replicates: Option<Vec<u64>>,
}

/// A point of a sweep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its number in the sweep, from 0.
    pub index: u64,
    /// Position of its experiment.
    pub experiment: usize,
    /// Replicates.
    pub replicates: u64,
    /// Value of each axis of its experiment, in their order.
    pub values: Vec<String>,
}

/// Reads a sweep file.
///
/// # Errors
/// Every problem of the file, of its base scenario and of its tables; [`Problems::exit_code`] is 3 where the file
/// itself cannot be read and 2 otherwise.
pub fn load(path: &Path) -> Result<Plan, Problems> {
    let content = texts::read(path).map_err(|kind| Problems::from(Problem::from(kind)))?;
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let kind = FileKind::of(&content).filter(|kind| *kind != FileKind::Sweep);
    read::read(path.to_path_buf(), content, Some(folder)).map_err(|problems| match kind {
        Some(found) => {
            let kind = ProblemKind::OtherFile { path: path.to_path_buf(), found, expected: "a sweep file" };
            Problem::from(kind).with_hint(found.hint()).into()
        }
        None => problems,
    })
}

/// Reads a sweep from a text called `name`; `folder` is where files that it names are.
///
/// ```
/// use pkosim::experiment::sweep::load_str;
/// let text = "replicates = 100\n[axes]\n\"host.consent\" = [0.2, 0.8]\n\"mission.troops\" = { from = 0, to = 4_000, steps = 3 }\n";
/// let plan = load_str(text, "two.toml", None).unwrap();
/// assert_eq!(plan.len(), 6);
/// assert_eq!(plan.point(1).values, ["0.2", "2000"]);
/// ```
///
/// # Errors
/// As [`load`].
pub fn load_str(text: &str, name: &str, folder: Option<&Path>) -> Result<Plan, Problems> {
    read::read(PathBuf::from(name), text.to_owned(), folder.map(Path::to_path_buf))
}

impl Plan {
    /// Points of the whole sweep.
    pub fn len(&self) -> u64 {
        self.experiments.last().map_or(0, |e| e.first + e.points)
    }

    /// Whether it has no point.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A point of the sweep, from 0 to [`Self::len`].
    pub fn point(&self, index: u64) -> Point {
        let experiment = self.experiments.partition_point(|e| e.first + e.points <= index);
        let e = &self.experiments[experiment];
        let k = index - e.first;
        Point { index, experiment, replicates: e.replicates_of(k), values: e.values(k) }
    }

    /// What a point sets, as `--set` would: what its experiment fixes, then its place on each axis.
    pub fn settings(&self, point: &Point) -> Vec<(String, String)> {
        let e = &self.experiments[point.experiment];
        let axes = e.axes.iter().map(|a| a.key.clone()).zip(point.values.iter().cloned());
        e.fixed.iter().cloned().chain(axes).collect()
    }

    /// The base scenario with some keys set.
    ///
    /// # Errors
    /// Values that do not go together.
    pub fn scenario(&self, settings: &[(String, String)]) -> Result<Loaded, Problems> {
        self.base.with(settings)
    }

    /// Keys of the axes of all experiments, each once, in the order in which they come up; then those that experiments
    /// set and one sets otherwise than another: points of two experiments would else look alike.
    pub fn keys(&self) -> Vec<&str> {
        let axes = self.experiments.iter().flat_map(|e| &e.axes).map(|a| a.key.as_str());
        let set = self.experiments.iter().flat_map(|e| &e.fixed).map(|(key, _)| key.as_str());
        let mut keys: Vec<&str> = Vec::new();
        for key in axes.chain(set.filter(|key| self.differs(key))) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    /// Whether one experiment sets a key otherwise than another.
    fn differs(&self, key: &str) -> bool {
        let set = |e: &Experiment| e.fixed.iter().find(|(k, _)| k == key).map(|(_, value)| value.clone());
        self.experiments.iter().any(|e| set(e) != set(&self.experiments[0]))
    }

    /// Points and replicates of a shard, or of the whole sweep.
    pub fn extent(&self, shard: Option<Shard>) -> (u64, u128) {
        let of = shard.map_or(1, |s| s.of);
        let first = shard.map_or(0, |s| s.index - 1);
        // Points of the shard below a number.
        let below = |end: u64| (end + of - 1 - first) / of;
        let replicates = |e: &Experiment| match &e.design {
            Design::Table(Listed { replicates: Some(by_row), .. }) => {
                let mine = (e.first..).zip(by_row).filter(|(k, _)| k % of == first);
                mine.map(|(_, n)| u128::from(*n)).sum()
            }
            _ => u128::from(below(e.first + e.points) - below(e.first)) * u128::from(e.replicates),
        };
        (below(self.len()), self.experiments.iter().map(replicates).sum())
    }

    /// Replicates of all points together.
    pub fn replicates_in_all(&self) -> u128 {
        self.extent(None).1
    }
}

impl Base {
    /// The scenario with some keys set.
    ///
    /// # Errors
    /// Values that are wrong or do not go together.
    pub fn with(&self, settings: &[(String, String)]) -> Result<Loaded, Problems> {
        let folder = self.folder.as_deref();
        crate::scenario::load_str(&self.toml, &format!("{}.toml", self.name), folder, settings)
    }
}

impl Experiment {
    /// Values of its point `k`, counted from its own first.
    fn values(&self, k: u64) -> Vec<String> {
        match &self.design {
            Design::Grid => self.combination(k),
            Design::Sampled { sampler, .. } => {
                self.axes.iter().enumerate().map(|(a, axis)| axis.at(sampler.at(k, a))).collect()
            }
            Design::Table(table) => table.rows[k as usize].clone(),
            Design::Other(_) => Vec::new(),
        }
    }

    /// The k-th combination: the last axis goes fastest.
    fn combination(&self, mut k: u64) -> Vec<String> {
        let mut values: Vec<String> = Vec::with_capacity(self.axes.len());
        for list in self.axes.iter().rev().map(|a| a.list().unwrap_or_default()) {
            values.push(list[(k % list.len() as u64) as usize].clone());
            k /= list.len() as u64;
        }
        values.reverse();
        values
    }

    fn replicates_of(&self, k: u64) -> u64 {
        match &self.design {
            Design::Table(Listed { replicates: Some(by_row), .. }) => by_row[k as usize],
            _ => self.replicates,
        }
    }
}

impl Design {
    /// The word in a sweep file.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Sampled { word, .. } | Self::Other(word) => word,
            Self::Table(_) => "table",
        }
    }
}
