//! Arguments that several verbs share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use pkosim::engine::identity::model_id;
use pkosim::evidence::embedded::model_of;
use pkosim::evidence::file::{self, PosteriorError, PosteriorProblem};
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::output::messages::{Lang, verbs as words};
use pkosim::scenario::{Doubt, Loaded, Scenario, builtin_baseline, load_file, parse_set};

use super::console;
use super::failure::Failure;

/// The most replicates of a run.
pub const MOST_REPLICATES: u64 = 1_000_000_000_000;
/// The most threads of a run.
pub const MOST_THREADS: u64 = 1024;
/// Memory that kept replicates may take, 4 GiB.
const KEPT_BYTES: u64 = 4 << 30;
/// The seed of a run that names none.
pub const SEED: u64 = 1;

/// Which reading of the evidence a run takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StanceArg {
    /// The cited effects as the study reads them
    Study,
    /// Re-estimates and contrary findings as they fell
    Sceptical,
}

impl From<StanceArg> for Stance {
    fn from(stance: StanceArg) -> Self {
        match stance {
            StanceArg::Study => Self::Study,
            StanceArg::Sceptical => Self::Sceptical,
        }
    }
}

/// `--set`.
#[derive(Clone, Debug, Args)]
pub struct Sets {
    /// Set a key of the scenario; may be given several times
    ///
    /// VALUE is what would stand in the file: a number, a distribution or a path over months.
    /// `pkosim explain` lists the keys.
    ///
    ///   --set mission.troops=6000
    ///   --set 'host.consent={ beta = { mean = 0.6, sd = 0.1 } }'
    ///   --set 'council.unity={ path = [[0, 0.9], [60, 0.3]] }'
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_value, verbatim_doc_comment)]
    pub sets: Vec<(String, String)>,
}

/// `--base-folder`.
#[derive(Clone, Debug, Args)]
pub struct BaseFolder {
    /// Folder that files named in the base scenario are relative to: a list of payers, for one
    #[arg(long, value_name = "DIR")]
    pub base_folder: Option<PathBuf>,
}

/// The luck and the evidence that histories are lived under.
#[derive(Clone, Debug, Args)]
pub struct Luck {
    /// Seed of all random numbers: the same seed gives the same histories, to the last digit
    #[arg(long, value_name = "S", default_value_t = SEED, value_parser = seed)]
    pub seed: u64,
    /// Which reading of the evidence to take [default: study]
    #[arg(long, value_name = "STANCE")]
    pub stance: Option<StanceArg>,
    /// Draws of the parameters to live under, instead of those embedded
    ///
    /// A CSV with one column per parameter and one row per draw, and a column `weight` if draws are not equally
    /// likely. Its first lines name the model and the stance that it is for. `pkosim evidence posterior` writes one.
    #[arg(long, value_name = "FILE")]
    pub posterior: Option<PathBuf>,
}

impl Luck {
    /// The posterior: the file's, or the embedded one of the stance.
    pub fn posterior(&self) -> Result<Arc<Posterior>, Failure> {
        let stance = self.stance.map(Stance::from);
        match &self.posterior {
            Some(path) => Ok(Arc::new(file::read(path, model_id(), stance)?)),
            None => embedded(stance.unwrap_or_default()),
        }
    }
}

/// The embedded posterior of a stance, refused where it was fitted to another model.
pub fn embedded(stance: Stance) -> Result<Arc<Posterior>, Failure> {
    match model_of(stance) {
        Some(found) if found != model_id() => {
            let problem = PosteriorProblem::Model { found: found.to_owned(), expected: model_id().to_owned() };
            let path = format!("data/evidence/posterior/{}/posterior.csv (embedded)", stance.name()).into();
            Err(PosteriorError { path, problem }.into())
        }
        _ => Ok(Posterior::embedded(stance)),
    }
}

/// `--threads`.
#[derive(Clone, Copy, Debug, Args)]
pub struct Threads {
    /// Threads to use [default: as many as the machine has]; never changes a number
    #[arg(long, value_name = "T", value_parser = threads)]
    pub threads: Option<usize>,
}

impl Threads {
    /// A pool of so many threads.
    pub fn pool(self) -> Result<rayon::ThreadPool, Failure> {
        Ok(rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or(0)).build()?)
    }
}

/// Loads a scenario, the built-in baseline where no file is named, and tells doubts about it on stderr.
pub fn load(path: Option<&Path>, sets: &Sets, quiet: bool, lang: impl Into<Lang>) -> Result<Loaded, Failure> {
    let loaded = match path {
        Some(path) => load_file(path, &sets.sets)?,
        None => builtin_baseline(&sets.sets)?,
    };
    if !quiet {
        let lang = lang.into();
        let tell = |doubt: &Doubt| console::note(&words::doubt(doubt, lang));
        loaded.doubts.iter().for_each(tell);
    }
    Ok(loaded)
}

/// The most replicates whose outcomes can be kept: a row of them is held twice while the table is made.
pub fn most_kept(scenario: &Scenario, paired: bool) -> u64 {
    let worlds = 1 + u64::from(paired && !scenario.operations.is_empty());
    let theatres = scenario.theatres.len() as u64;
    let places = theatres + u64::from(theatres > 1);
    KEPT_BYTES / (2 * 8 * worlds * places * pkosim::world::outcome::COUNT as u64)
}

/// A number of replicates.
pub fn replicates(text: &str) -> Result<u64, String> {
    whole(text, MOST_REPLICATES, "replicates")
}

/// A replicate, counted from 0.
pub fn replicate(text: &str) -> Result<u64, String> {
    let n = digits(text).and_then(|plain| plain.parse().ok()).filter(|n| *n < MOST_REPLICATES);
    n.ok_or_else(|| format!("expected 0 to {}", spaced(MOST_REPLICATES - 1)))
}

/// A seed.
pub fn seed(text: &str) -> Result<u64, String> {
    let n = digits(text).and_then(|plain| plain.parse().ok());
    n.ok_or_else(|| format!("expected a whole number from 0 to {}", u64::MAX))
}

/// The digits of a whole number without the `_` between them, which TOML allows too; nothing where it is none.
pub fn digits(text: &str) -> Option<String> {
    let plain = text.strip_prefix('+').unwrap_or(text);
    let good = plain.split('_').all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
    good.then(|| plain.replace('_', ""))
}

fn threads(text: &str) -> Result<usize, String> {
    whole(text, MOST_THREADS, "threads").map(|n| n as usize)
}

/// A whole number from 1 to `most`; `100_000` is one, as in TOML.
pub fn whole(text: &str, most: u64, what: &str) -> Result<u64, String> {
    let range = || format!("expected 1 to {} {what}", spaced(most));
    if text.strip_prefix('-').and_then(digits).is_some() {
        return Err(format!("out of range; {}", range()));
    }
    let Some(digits) = digits(text) else { return Err(format!("not a whole number; {}", range())) };
    match digits.parse::<u64>() {
        Ok(n) if (1..=most).contains(&n) => Ok(n),
        _ => Err(format!("out of range; {}", range())),
    }
}

fn spaced(n: u64) -> String {
    pkosim::output::number::thousands(n as f64, 0)
}

fn key_value(text: &str) -> Result<(String, String), String> {
    parse_set(text).ok_or_else(|| "expected KEY=VALUE, for example mission.troops=6000".to_owned())
}

/// The name of a scenario as a folder's name: letters, digits, `-`, `_` and inner dots.
pub fn folder_name(scenario: &str) -> PathBuf {
    let safe = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let name: String = scenario.chars().map(safe).collect();
    let name = name.trim_matches('.');
    PathBuf::from(if name.is_empty() { "scenario" } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replicates_are_whole_positive_and_bounded() {
        assert_eq!(replicates("20_000"), Ok(20_000));
        assert_eq!(replicates("1000000000000"), Ok(MOST_REPLICATES));
        for wrong in [
            "0",
            "-5",
            "_5",
            "5_",
            "1__0",
            "++5",
            "1.5",
            "",
            "1e5",
            "ten",
            "100000000000000",
            "99999999999999999999999",
        ] {
            assert!(replicates(wrong).unwrap_err().contains("expected 1 to 1,000,000,000,000 replicates"), "{wrong}");
        }
    }

    #[test]
    fn odd_scenario_names_make_plain_folder_names() {
        for (name, folder) in [("consent-low", "consent-low"), ("..", "scenario"), ("a b/c", "a-b-c"), ("v1.2", "v1.2")]
        {
            assert_eq!(folder_name(name), PathBuf::from(folder));
        }
    }
}
