//! `pkosim verify`: a finished sweep held against itself.

use std::path::PathBuf;

use clap::Args;

use pkosim::engine::block;
use pkosim::experiment::sweep::verify::verify;
use pkosim::output::messages::{Lang, sweeps as words, units};

use super::args::{BaseFolder, Threads};
use super::catalogue::LangArg;
use super::console::{note, say};
use super::failure::Failure;
use super::interrupt;

/// Verify a finished sweep: its files, and a few points to the last bit
///
/// Compares the manifest and each table with their hashes, lives through a random sample of points again, and
/// compares their rows with those in results.csv, byte by byte.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Verify {
    /// Folder of a finished sweep
    dir: PathBuf,
    /// Points to live through again
    #[arg(long, value_name = "N", default_value_t = 5)]
    points: u64,
    /// Seed of the choice of points
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = super::args::seed)]
    seed: u64,
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
  pkosim verify output/four-levers
  pkosim verify output/four-levers --points 100 --seed 7

Exit codes: 0 everything agrees; 1 something does not; 2 an argument is wrong; 3 there is no such sweep";

impl Verify {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let simd = block::class()?;
        let (pool, stop) = (self.threads.pool()?, interrupt::listen());
        let verdict =
            pool.install(|| verify(&self.dir, self.base.base_folder.clone(), self.points, self.seed, simd, stop))?;
        let lang = Lang::from(self.lang);
        verdict.wrong.iter().for_each(|wrong| note(&words::WRONG.with(lang, &[("what", &wrong.say(lang))])));
        if interrupt::pressed() {
            return Err(Failure::Interrupted(pkosim::engine::ensemble::Interrupted));
        }
        if !verdict.wrong.is_empty() {
            return Err(Failure::Told(1));
        }
        let list: Vec<String> = verdict.points.iter().map(u64::to_string).collect();
        let points = list.join(units::COMMA.text(lang));
        let text = words::AGREE.with(lang, &[("dir", &self.dir.display()), ("points", &points)]);
        if self.quiet { Ok(()) } else { say(&format!("{text}\n")) }
    }
}
