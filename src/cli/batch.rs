//! `pkosim batch`: a folder of scenarios, one tidy table.

use std::collections::{BTreeSet, VecDeque};
use std::fmt::Display;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::results::Results;
use pkosim::engine::{block, ensemble, run};
use pkosim::evidence::posterior::Posterior;
use pkosim::output::OutputError;
use pkosim::output::batch::{Batch as Tables, COLUMNS, FAILED, FAILED_COLUMNS, HEADER, TABLE};
use pkosim::output::folder::make;
use pkosim::output::manifest::{self, Kind, MANIFEST, to_json};
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
/// theatre and world, with the Monte Carlo error of each mean; manifest.json says what determined it. A folder that
/// several links lead to is looked into once.
#[derive(Debug, Args)]
pub struct Batch {
    /// Folder of scenarios
    folder: PathBuf,
    /// Folder for batch.csv, failures.csv and manifest.json
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

impl Batch {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let simd = block::class()?;
        let lang = self.lang.into();
        let mut found = Found::in_folder(&self.folder)?;
        found.files.retain(|file| {
            let other = other(file);
            if let Some(why) = other {
                self.tell(&words::LEFT_OUT.with(lang, &[("file", &self.name(file)), ("why", &why.text(lang))]));
            }
            other.is_none()
        });
        if found.files.is_empty() && found.wrong.is_empty() {
            return Err(Failure::usage(
                format!("no scenario in {}", self.folder.display()),
                "name a folder with *.toml files, scenarios/models for one",
            ));
        }
        let posterior = self.luck.posterior()?;
        let begun = self.begin()?;
        interrupt::listen();
        let pool = self.threads.pool()?;
        let mut batch = Tables::default();
        for (path, why) in &found.wrong {
            self.fail(&mut batch, path, why)?;
        }
        let all = found.files.len() + found.wrong.len();
        for (k, file) in (found.wrong.len() + 1..).zip(&found.files) {
            match pool.install(|| self.one(file, &posterior, simd)) {
                Ok(results) => batch.add(&self.name(file), &results)?,
                Err(Failure::Interrupted(why)) => return Err(why.into()),
                Err(why) => self.fail(&mut batch, file, &why)?,
            }
            self.tell(&format!("{k}/{all} {}", self.name(file)));
        }
        let failed = batch.failed() as usize;
        let (tables, manifest) = batch.finish(&posterior, self.luck.seed, self.replicates);
        begun.finish(tables.iter().map(|(_, bytes)| bytes.as_slice()), to_json(&manifest).as_bytes())?;
        self.end(all, failed)
    }

    /// The tables and the manifest in the making, in a folder that holds no other result: nobody should wait for tables
    /// that have nowhere to go.
    fn begin(&self) -> Result<Begun, Failure> {
        if let Some(held) = manifest::held(&self.out).filter(|held| held.kind != Kind::Batch.name()) {
            let what = format!("{} holds a {}: it is left as it is", self.out.display(), held.kind);
            return Err(Failure::usage(what, "choose another folder with --out DIR"));
        }
        make(&self.out)?;
        let new = |name: &str, header: &str| {
            NewFile::begin(&self.out.join(name), header).map_err(|error| Failure::File { error, option: "--out DIR" })
        };
        Ok(Begun {
            tables: [new(TABLE, COLUMNS)?, new(FAILED, FAILED_COLUMNS)?],
            manifest: new(MANIFEST, HEADER)?,
            old: self.out.join(MANIFEST),
        })
    }

    fn one(&self, file: &Path, posterior: &Arc<Posterior>, simd: SimdClass) -> Result<Results, Failure> {
        let scenario = load_file(file, &[])?.scenario;
        let options = ensemble::Options { replicates: self.replicates, paired: true, keep: false, simd };
        Ok(run::simulate(&scenario, posterior, self.luck.seed, &options, &|_| {}, interrupt::listen())?)
    }

    /// Tells that a scenario failed, and lists it.
    fn fail(&self, batch: &mut Tables, file: &Path, why: &Failure) -> Result<(), Failure> {
        note(&format!("{}\n{why}", words::SCENARIO_FAILED.with(self.lang.into(), &[("file", &file.display())])));
        Ok(batch.fail(&self.name(file), &why.to_string())?)
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

/// Files of a batch in the making.
struct Begun {
    tables: [NewFile; 2],
    manifest: NewFile,
    /// Where an older manifest may stand.
    old: PathBuf,
}

impl Begun {
    /// Puts the tables in place and, last, the manifest. In between there is none: it would list what is gone.
    fn finish<'a>(self, tables: impl Iterator<Item = &'a [u8]>, manifest: &[u8]) -> Result<(), Failure> {
        let _ = fs::remove_file(&self.old);
        for (file, bytes) in self.tables.into_iter().zip(tables) {
            file.finish(bytes)?;
        }
        Ok(self.manifest.finish(manifest)?)
    }
}

/// The scenario files of a folder.
#[derive(Default)]
struct Found {
    /// The folder.
    root: PathBuf,
    /// Every scenario file in the folder and below it, in the order of their paths.
    files: Vec<PathBuf>,
    /// What cannot be read or named, and why.
    wrong: Vec<(PathBuf, Failure)>,
    /// Folders looked into, where they really are.
    seen: BTreeSet<PathBuf>,
    /// Links to folders, which come last: what they lead to may be met without them.
    links: VecDeque<PathBuf>,
}

impl Found {
    fn in_folder(folder: &Path) -> Result<Self, Failure> {
        let mut found = Self { root: folder.to_owned(), ..Self::default() };
        found.look(folder)?;
        while let Some(link) = found.links.pop_front() {
            found.look_below(link);
        }
        found.files.sort();
        found.wrong.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(found)
    }

    /// Looks into a folder; once, however many links lead to it.
    fn look(&mut self, folder: &Path) -> Result<(), Failure> {
        let real = folder.canonicalize().map_err(|e| OutputError::io("read", folder, e))?;
        if !self.seen.insert(real) {
            return Ok(());
        }
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut paths: Vec<PathBuf> =
            entries.map_err(|e| OutputError::io("read", folder, e))?.iter().map(fs::DirEntry::path).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() && path.is_symlink() {
                self.links.push_back(path);
            } else if path.is_dir() {
                self.look_below(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                self.add(path);
            }
        }
        Ok(())
    }

    /// Looks into a folder below the first; one that cannot be read ends nothing.
    fn look_below(&mut self, folder: PathBuf) {
        if let Err(why) = self.look(&folder) {
            self.wrong.push((folder, why));
        }
    }

    /// Two names that are no text would look alike in the table.
    fn add(&mut self, file: PathBuf) {
        let name = file.strip_prefix(&self.root).unwrap_or(&file);
        if name.to_str().is_some() {
            self.files.push(file);
        } else {
            let what = format!("the name {name:?} is no UTF-8 text");
            self.wrong.push((file, Failure::usage(what, "give the file a name of letters, digits, `-` and `_`")));
        }
    }
}

/// What a file is that is no scenario of a mission.
fn other(file: &Path) -> Option<Message> {
    match FileKind::of_file(file)? {
        FileKind::Sweep => Some(words::IS_SWEEP),
        FileKind::Treaty => Some(words::IS_TREATY),
        FileKind::Mission => None,
    }
}
