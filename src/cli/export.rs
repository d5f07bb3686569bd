//! `pkosim export`: results as Parquet.

use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use pkosim::engine::block;
use pkosim::experiment::sweep::relive::Relive;
use pkosim::experiment::sweep::replicates::{self, ReplicatesError};
use pkosim::output::OutputError;
use pkosim::output::folder::make;
use pkosim::output::manifest::{Checked, Kind, check};
use pkosim::output::messages::sweeps as words;
use pkosim::output::number::thousands;
use pkosim::output::parquet::{ExportError, convert};

use super::args::{BaseFolder, Threads};
use super::catalogue::LangArg;
use super::console::{note, say};
use super::failure::Failure;
use super::interrupt;
use super::progress::Progress;

/// Write the tables of a result folder, and the replicates of a sweep, as Parquet
///
/// Every table of the folder (run, batch or sweep) becomes a Parquet file with its data dictionary and the manifest in
/// its metadata; a folder whose tables are not those that its manifest lists is refused. With --replicates the points of a finished sweep are lived through again, to the bit, and every
/// replicate is written: `replicates/block=K/part-0.parquet`, one row per point and replicate, one column per world and
/// outcome. An interrupted export of replicates goes on where it was.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// Folder of a result
    dir: PathBuf,
    /// Folder of the Parquet files [default: DIR/parquet]
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write every replicate of a sweep too
    #[arg(long)]
    replicates: bool,
    #[command(flatten)]
    base: BaseFolder,
    #[command(flatten)]
    threads: Threads,
    /// Language of what is printed
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pkosim export output/baseline                        summary.parquet, series.parquet, ...
  pkosim export output/size-consent --replicates       points, results and every history

In Python: polars.scan_parquet(\"output/size-consent/parquet/replicates/**/*.parquet\")

Exit codes: 0 done; 2 an argument is wrong; 3 the file system, or the folder holds no whole result; 130 interrupted, finished parts are kept";

impl Export {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let checked = check(&self.dir)?;
        let tables = self.listed(&checked)?;
        let out = self.out.clone().unwrap_or_else(|| self.dir.join("parquet"));
        let sweep = self.sweep(&checked.kind)?;
        self.tables(&tables, &out, &checked.text)?;
        let Some(sweep) = sweep else { return Ok(()) };
        let points = sweep.points(None)?;
        let progress = Progress::new(replicates::total(&points), self.quiet, self.lang);
        let pool = self.threads.pool()?;
        let target = out.join("replicates");
        let written =
            pool.install(|| replicates::write(&sweep, &target, &|done| progress.tell(done), interrupt::listen()));
        progress.end();
        let rows = written.map_err(failure)?;
        let values = [("path", &target.display() as &dyn Display), ("n", &thousands(rows as f64, 0))];
        self.tell(&words::EXPORTED_REPLICATES.with(self.lang.into(), &values))
    }

    /// The sweep whose replicates are asked for.
    fn sweep(&self, kind: &str) -> Result<Option<Relive>, Failure> {
        if !self.replicates {
            return Ok(None);
        }
        if kind != Kind::Sweep.name() {
            return Err(Failure::usage(
                format!("{} is no sweep: its replicates cannot be lived through again here", self.dir.display()),
                "`pkosim run --keep-replicates` keeps those of a run, and `export` takes them with its tables",
            ));
        }
        Ok(Some(Relive::open(&self.dir, self.base.base_folder.clone(), block::class()?)?))
    }

    fn tables(&self, tables: &[PathBuf], out: &Path, manifest: &str) -> Result<(), Failure> {
        make(out)?;
        for table in tables {
            let to = out.join(table.file_stem().unwrap_or_default()).with_extension("parquet");
            let rows = convert(table, &to, manifest).map_err(export)?;
            let values = [("path", &to.display() as &dyn Display), ("n", &thousands(rows as f64, 0))];
            self.tell(&words::EXPORTED_ROWS.with(self.lang.into(), &values))?;
        }
        Ok(())
    }

    /// The tables that the manifest lists. Any other did not come from what it describes.
    fn listed(&self, checked: &Checked) -> Result<Vec<PathBuf>, Failure> {
        let (listed, others): (Vec<PathBuf>, Vec<PathBuf>) = tables(&self.dir)?.into_iter().partition(|path| {
            checked.files.iter().any(|f| path.file_name().is_some_and(|name| name == f.name.as_str()))
        });
        if !self.quiet {
            let lang = self.lang.into();
            let tell = |file: &PathBuf| {
                let values: [(&str, &dyn Display); 2] =
                    [("file", &file.display()), ("why", &words::UNLISTED.text(lang))];
                note(&words::LEFT_OUT.with(lang, &values));
            };
            others.iter().for_each(tell);
        }
        if listed.is_empty() {
            return Err(Failure::usage(format!("{} has no tables", self.dir.display()), "give the folder of a result"));
        }
        Ok(listed)
    }

    fn tell(&self, line: &str) -> Result<(), Failure> {
        if self.quiet { Ok(()) } else { say(&format!("{line}\n")) }
    }
}

/// The CSV tables of a folder, by name.
fn tables(dir: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(dir).map_err(|e| OutputError::io("read", dir, e))?;
    let mut tables: Vec<PathBuf> =
        entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|x| x == "csv")).collect();
    tables.sort();
    Ok(tables)
}

fn export(error: ExportError) -> Failure {
    match error {
        ExportError::Output(error) => error.into(),
        other => OutputError::io("export", Path::new("a table"), std::io::Error::other(other.to_string())).into(),
    }
}

fn failure(error: ReplicatesError) -> Failure {
    match error {
        ReplicatesError::Sweep(error) => error.into(),
        ReplicatesError::Export(error) => export(error),
        ReplicatesError::Interrupted(error) => error.into(),
    }
}
