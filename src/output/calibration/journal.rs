//! The journal of a calibration: a folder beside its target, in which finished simulations survive interruptions.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::calibration::fit::calibrate::Settings;
use crate::calibration::fit::error::FitError;
use crate::calibration::fit::rows::Rows;
use crate::calibration::fit::wave::{Journal, Run};
use crate::output::folder::write_file;
use crate::output::manifest::to_json;
use crate::output::{OutputError, TableProblem};

use super::runs;

/// Name of the file that says what a journal belongs to.
const TERMS: &str = "calibration.json";
/// Held by the process at work.
const LOCK: &str = "calibration.lock";
/// Differences that are shown.
const SHOWN: usize = 8;

/// What determines a calibration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// Identity of the model.
    pub model_id: String,
    /// Stance.
    pub stance: String,
    /// What is simulated, in words.
    pub simulator: String,
    /// Seed.
    pub seed: u64,
    /// Simulations of the first wave, the second, each that checks, and how many of these at most.
    pub simulations: [usize; 4],
    /// Draws.
    pub draws: usize,
    /// Cut-off and effective share.
    pub limits: [f64; 2],
    /// Targets: identity, then value, standard error and interval on the row's scale. Infinite ends are left out.
    pub targets: Vec<TargetEntry>,
}

/// A target as a calibration saw it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetEntry {
    /// Identity.
    pub id: String,
    /// Value on its scale.
    pub value: f64,
    /// Standard error.
    pub sd: f64,
    /// Interval, where both ends are finite.
    pub interval: Option<[f64; 2]>,
}

impl Terms {
    /// Of a calibration.
    pub fn new(model_id: &str, stance: &str, simulator: &str, settings: &Settings, rows: &Rows) -> Self {
        let target = |r: &crate::calibration::fit::rows::Row| TargetEntry {
            id: r.id.clone(),
            value: r.value,
            sd: r.sd,
            interval: (r.low.is_finite() && r.high.is_finite()).then_some([r.low, r.high]),
        };
        Self {
            model_id: model_id.to_owned(),
            stance: stance.to_owned(),
            simulator: simulator.to_owned(),
            seed: settings.seed,
            simulations: [settings.first, settings.second, settings.check, settings.checks],
            draws: settings.draws,
            limits: [settings.cut_off, settings.effective],
            targets: rows.rows.iter().map(target).collect(),
        }
    }

    /// In what others differ, in words.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut all = Vec::new();
        let mut differ = |what: &str, a: String, b: String| {
            if a != b {
                all.push(format!("{what}: {a} then, {b} now"));
            }
        };
        differ("model", self.model_id.clone(), other.model_id.clone());
        differ("stance", self.stance.clone(), other.stance.clone());
        differ("simulator", self.simulator.clone(), other.simulator.clone());
        differ("seed", self.seed.to_string(), other.seed.to_string());
        differ("simulations", format!("{:?}", self.simulations), format!("{:?}", other.simulations));
        differ("draws", self.draws.to_string(), other.draws.to_string());
        differ("limits", format!("{:?}", self.limits), format!("{:?}", other.limits));
        let find =
            |terms: &Self, id: &str| terms.targets.iter().find(|t| t.id == id).map_or("absent".to_owned(), shown);
        let ids = self.targets.iter().map(|t| &t.id);
        let new = other.targets.iter().map(|t| &t.id).filter(|id| self.targets.iter().all(|t| t.id != **id));
        for id in ids.chain(new) {
            differ(&format!("target {id}"), find(self, id), find(other, id));
        }
        let pairs = self.targets.iter().zip(&other.targets).enumerate();
        if let Some((k, (then, now))) = pairs.filter(|_| all.is_empty()).find(|(_, (a, b))| a.id != b.id) {
            all.push(format!("place {} of the targets: {} then, {} now", k + 1, then.id, now.id));
        }
        all
    }
}

fn shown(t: &TargetEntry) -> String {
    let interval = t.interval.map_or(String::new(), |[low, high]| format!(" in {low:.4} to {high:.4}"));
    format!("{:.4} ± {:.4}{interval}", t.value, t.sd)
}

/// Why a journal is not gone on with.
#[derive(Debug, Error)]
pub enum JournalError {
    /// The file system, or a table that is none of ours.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// It was begun under other terms.
    #[error("{} was begun under other terms:\n  {}{}", path.display(), differences[..differences.len().min(SHOWN)].join("\n  "), more(differences.len()))]
    Changed {
        /// The journal.
        path: PathBuf,
        /// In what they differ.
        differences: Vec<String>,
    },
    /// There is one already, and nobody said that it should be gone on with.
    #[error("{} holds an unfinished calibration", path.display())]
    Unfinished {
        /// The journal.
        path: PathBuf,
    },
    /// Another process is at work in it.
    #[error("another pkosim is at work in {}", path.display())]
    Busy {
        /// The journal.
        path: PathBuf,
    },
    /// There is nothing to go on with.
    #[error("{} holds no calibration to go on with", path.display())]
    Nothing {
        /// The journal.
        path: PathBuf,
    },
}

fn more(n: usize) -> String {
    if n > SHOWN { format!("\n  and {} more", n - SHOWN) } else { String::new() }
}

impl JournalError {
    /// The documented exit code: 3 for the file system, 2 for what was asked.
    pub fn exit_code(&self) -> u8 {
        if matches!(self, Self::Output(_) | Self::Busy { .. }) { 3 } else { 2 }
    }

    /// What may help.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Output(_) => "choose another folder with --out DIR",
            Self::Changed { .. } => "restore the terms, or remove the journal and begin anew",
            Self::Unfinished { .. } => "go on with it: --resume; or remove it and begin anew",
            Self::Busy { .. } => "wait until it ends, or choose another folder with --out DIR",
            Self::Nothing { .. } => "leave out --resume to begin one",
        }
    }
}

/// A journal on disk.
#[derive(Debug)]
pub struct FileJournal {
    dir: PathBuf,
    parameters: Vec<String>,
    estimands: Vec<String>,
    /// Held while this process is at work in it.
    _lock: Option<File>,
}

/// Takes hold of a journal for this process; none where the file system knows no locks.
fn lock(dir: &Path) -> Result<Option<File>, JournalError> {
    let path = dir.join(LOCK);
    let file = File::create(&path).map_err(|e| OutputError::io("create", &path, e))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Err(JournalError::Busy { path: dir.to_owned() }),
        Err(fs::TryLockError::Error(e)) if e.kind() == std::io::ErrorKind::Unsupported => Ok(None),
        Err(fs::TryLockError::Error(e)) => Err(OutputError::io("lock", &path, e).into()),
    }
}

impl FileJournal {
    /// Begins one for a target folder, or goes on with it.
    ///
    /// # Errors
    /// [`JournalError`]: it is there and should not be, or the other way round, or under other terms, or another process
    /// is at work in it.
    pub fn open(
        target: &Path,
        resume: bool,
        terms: &Terms,
        parameters: Vec<String>,
        estimands: Vec<String>,
    ) -> Result<Self, JournalError> {
        let dir = beside(target);
        let file = dir.join(TERMS);
        if resume && !dir.is_dir() {
            return Err(JournalError::Nothing { path: dir });
        }
        fs::create_dir_all(&dir).map_err(|e| OutputError::io("create", &dir, e))?;
        let lock = lock(&dir)?;
        let begun = file.is_file();
        if resume != begun {
            let path = dir;
            return Err(if begun { JournalError::Unfinished { path } } else { JournalError::Nothing { path } });
        }
        if begun {
            let differences = read_terms(&file)?.differences(terms);
            if !differences.is_empty() {
                return Err(JournalError::Changed { path: dir, differences });
            }
        } else {
            write_file(&file, to_json(terms).as_bytes())?;
        }
        Ok(Self { dir, parameters, estimands, _lock: lock })
    }

    /// Removes it, its simulations being in the result.
    ///
    /// # Errors
    /// The file system's.
    pub fn remove(self) -> Result<(), OutputError> {
        fs::remove_dir_all(&self.dir).map_err(|e| OutputError::io("remove", &self.dir, e))
    }

    fn path(&self, wave: usize) -> PathBuf {
        self.dir.join(runs::name(wave))
    }
}

/// The simulations of a finished calibration, to fit them again without simulating.
#[derive(Debug)]
pub struct Finished(FileJournal);

impl Finished {
    /// Those in its folder.
    pub fn new(dir: &Path, parameters: Vec<String>, estimands: Vec<String>) -> Self {
        Self(FileJournal { dir: dir.to_owned(), parameters, estimands, _lock: None })
    }
}

impl Journal for Finished {
    fn load(&self, wave: usize) -> Result<Vec<Run>, FitError> {
        self.0.load(wave)
    }
    fn save(&self, _wave: usize, _runs: &[Run]) -> Result<(), FitError> {
        Ok(())
    }
}

/// Where the journal of a target folder is.
pub fn beside(target: &Path) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(".journal");
    PathBuf::from(name)
}

fn read_terms(file: &Path) -> Result<Terms, OutputError> {
    let text = fs::read_to_string(file).map_err(|e| OutputError::io("read", file, e))?;
    serde_json::from_str(&text).map_err(|source| OutputError::Json { path: file.to_owned(), source })
}

fn boxed(error: OutputError) -> FitError {
    FitError::Journal(Box::new(error))
}

impl Journal for FileJournal {
    fn load(&self, wave: usize) -> Result<Vec<Run>, FitError> {
        let path = self.path(wave);
        if !path.is_file() {
            return Ok(Vec::new());
        }
        let text = fs::read_to_string(&path).map_err(|e| boxed(OutputError::io("read", &path, e)))?;
        let table =
            |(line, problem): (u64, TableProblem)| boxed(OutputError::Table { path: path.clone(), line, problem });
        runs::parse(&text, &self.parameters, &self.estimands).map_err(table)
    }

    fn save(&self, wave: usize, runs: &[Run]) -> Result<(), FitError> {
        let text = runs::table(&self.parameters, &self.estimands, runs);
        write_file(&self.path(wave), text.as_bytes()).map_err(boxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::fit::rows::Row;

    fn terms(value: f64) -> Terms {
        let row = Row { id: "F05".to_owned(), value, sd: 0.5, low: -1.0, high: f64::INFINITY, base_rate: false };
        Terms::new("m", "study", "toy", &Settings::quick(1), &Rows::new(vec![row], &[]).unwrap())
    }

    fn open(target: &Path, resume: bool, terms: &Terms) -> Result<FileJournal, JournalError> {
        FileJournal::open(target, resume, terms, vec!["p".to_owned()], vec!["F05".to_owned()])
    }

    #[test]
    fn targets_in_another_order_are_other_terms() {
        let (first, mut second) = (terms(1.0), terms(1.0));
        let entry = first.targets[0].clone();
        let (mut first, another) = (first, TargetEntry { id: "F06".to_owned(), ..entry });
        first.targets.push(another.clone());
        second.targets.insert(0, another);
        assert_eq!(first.differences(&second), ["place 1 of the targets: F05 then, F06 now"]);
        // Values go through a file and may differ in a last digit; that is no other order.
        second.targets.reverse();
        second.targets[0].value *= 1.0 + f64::EPSILON;
        assert!(first.differences(&second).is_empty());
        assert!(first.differences(&first.clone()).is_empty());
    }

    #[test]
    fn journal_is_gone_on_with_only_when_asked_and_only_under_its_own_terms() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("fit");
        assert!(matches!(open(&target, true, &terms(1.0)), Err(JournalError::Nothing { .. })));
        let at_work = open(&target, false, &terms(1.0)).unwrap();
        assert!(matches!(open(&target, true, &terms(1.0)), Err(JournalError::Busy { .. })));
        drop(at_work);
        assert!(matches!(open(&target, false, &terms(1.0)), Err(JournalError::Unfinished { .. })));
        let changed = open(&target, true, &terms(1.25)).unwrap_err().to_string();
        assert!(changed.contains("target F05: 1.0000 ± 0.5000 then, 1.2500 ± 0.5000 now"), "{changed}");
        open(&target, true, &terms(1.0)).unwrap().remove().unwrap();
        assert!(!beside(&target).exists());
    }
}
