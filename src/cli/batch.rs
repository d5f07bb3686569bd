//! `pkosim batch`: a folder of scenarios, one tidy table.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::results::{Results, Row};
use pkosim::engine::{block, ensemble, run};
use pkosim::output::OutputError;
use pkosim::output::manifest;
use pkosim::output::messages::{Message, sweeps as words};
use pkosim::scenario::{FileKind, load_file};

use super::args::{self, Luck, Threads};
use super::catalogue::LangArg;
use super::console::{note, say};
use super::failure::Failure;
use super::file::NewFile;
use super::interrupt;

/// Run every scenario of a folder into one tidy table
///
/// Each *.toml in the folder and in those below it, in the order of their paths; sweep files and treaty worlds, which
/// other commands run, are named and left out. A scenario that is wrong is told, listed in failures.csv and passed over;
/// the exit code is then 1. batch.csv holds one row per scenario, outcome,
/// theatre and world, with the Monte Carlo error of each mean.
#[derive(Debug, Args)]
pub struct Batch {
    /// Folder of scenarios
    folder: PathBuf,
    /// Folder for batch.csv and failures.csv
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
    /// Replicates of each scenario
    #[arg(long, short = 'n', value_name = "N", default_value = "2_000", value_parser = args::replicates)]
    replicates: u64,
    #[command(flatten)]
    luck: Luck,
    #[command(flatten)]
    threads: Threads,
    /// Language of what is printed; the tables stay as they are
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

const HEADER: &str =
    "file,scenario,outcome,theatre,world,kind,unit,n,defined,mean,mcse,mean_lo,mean_hi,sd,q05,q25,q50,q75,q95";
const FAILURES: &str = "file,error";

impl Batch {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let simd = block::class()?;
        let lang = self.lang.into();
        let mut files = scenarios(&self.folder)?;
        files.retain(|file| {
            let other = other(file);
            if let Some(why) = other {
                self.tell(&words::LEFT_OUT.with(lang, &[("file", &self.name(file)), ("why", &why.text(lang))]));
            }
            other.is_none()
        });
        if files.is_empty() {
            return Err(Failure::usage(
                format!("no scenario in {}", self.folder.display()),
                "name a folder with *.toml files, scenarios/models for one",
            ));
        }
        let (batch, failed_ones) = self.begin()?;
        interrupt::listen();
        let pool = self.threads.pool()?;
        let (mut table, mut failures, mut failed) = (format!("{HEADER}\n"), format!("{FAILURES}\n"), 0);
        for (k, file) in files.iter().enumerate() {
            match pool.install(|| self.one(file, simd)) {
                Ok(results) => table.push_str(&self.rows(file, &results)),
                Err(Failure::Interrupted(why)) => return Err(why.into()),
                Err(why) => {
                    failed += 1;
                    note(&format!("{}\n{why}", words::SCENARIO_FAILED.with(lang, &[("file", &file.display())])));
                    failures.push_str(&format!("{},{}\n", quoted(&self.name(file)), quoted(&why.to_string())));
                }
            }
            self.tell(&format!("{}/{} {}", k + 1, files.len(), self.name(file)));
        }
        batch.finish(table.as_bytes())?;
        failed_ones.finish(failures.as_bytes())?;
        self.end(files.len(), failed)
    }

    /// The two tables in the making, in a folder that holds no other result: nobody should wait for tables that have
    /// nowhere to go.
    fn begin(&self) -> Result<(NewFile, NewFile), Failure> {
        if let Some(held) = manifest::held(&self.out) {
            let what = format!("{} holds a {}: it is left as it is", self.out.display(), held.kind);
            return Err(Failure::usage(what, "choose another folder with --out DIR"));
        }
        fs::create_dir_all(&self.out).map_err(|e| io("create", &self.out, e))?;
        let batch = NewFile::begin(&self.out.join("batch.csv"), HEADER)?;
        Ok((batch, NewFile::begin(&self.out.join("failures.csv"), FAILURES)?))
    }

    fn one(&self, file: &Path, simd: SimdClass) -> Result<Results, Failure> {
        let scenario = load_file(file, &[])?.scenario;
        let options = ensemble::Options { replicates: self.replicates, paired: true, keep: false, simd };
        let posterior = self.luck.posterior()?;
        Ok(run::simulate(&scenario, &posterior, self.luck.seed, &options, &|_| {}, interrupt::listen())?)
    }

    fn rows(&self, file: &Path, results: &Results) -> String {
        let name = self.name(file);
        results.summary.iter().map(|r| row(&name, &results.info.scenario, r)).collect()
    }

    /// A file as seen from the folder.
    fn name(&self, file: &Path) -> String {
        file.strip_prefix(&self.folder).unwrap_or(file).display().to_string()
    }

    fn tell(&self, line: &str) {
        if !self.quiet {
            note(line);
        }
    }

    fn end(&self, all: usize, failed: usize) -> Result<(), Failure> {
        if !self.quiet {
            let (done, table) = (all - failed, self.out.join("batch.csv"));
            let values: [(&str, &dyn Display); 3] = [("done", &done), ("all", &all), ("path", &table.display())];
            say(&format!("{}\n", words::BATCH_DONE.with(self.lang.into(), &values)))?;
        }
        if failed == 0 { Ok(()) } else { Err(Failure::Told(1)) }
    }
}

fn row(file: &str, scenario: &str, r: &Row) -> String {
    let number = |x: f64| if x.is_nan() { String::new() } else { x.to_string() };
    let fields = [r.mean, r.mcse, r.mean_lo, r.mean_hi, r.sd].map(number).join(",");
    let quantiles = r.quantiles.map(|q| number(q.value)).join(",");
    let words = [file, scenario, &r.outcome, &r.theatre, r.world.name(), &r.kind, &r.unit].map(quoted).join(",");
    format!("{words},{},{},{fields},{quantiles}\n", r.n, r.defined)
}

/// A field of a CSV file.
fn quoted(text: &str) -> String {
    let plain = !text.contains([',', '"', '\n', '\r']);
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

/// Every scenario file in a folder and below it, in the order of their paths.
fn scenarios(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|e| io("read", folder, e))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| io("read", folder, e))?.path();
        if path.is_dir() {
            found.extend(scenarios(&path)?);
        } else if path.extension().is_some_and(|e| e == "toml") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// What a file is that is no scenario of a mission.
fn other(file: &Path) -> Option<Message> {
    match FileKind::of_file(file)? {
        FileKind::Sweep => Some(words::IS_SWEEP),
        FileKind::Treaty => Some(words::IS_TREATY),
        FileKind::Mission => None,
    }
}

fn io(action: &'static str, path: &Path, source: std::io::Error) -> Failure {
    OutputError::Io { action, path: path.to_owned(), source }.into()
}
