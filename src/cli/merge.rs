//! `pkosim merge`: the shards of a sweep, put together.

use std::path::PathBuf;

use clap::Args;

use pkosim::experiment::sweep::merge::Parts;
use pkosim::output::messages::{Lang, sweeps as words};

use super::catalogue::LangArg;
use super::console::{note, say};
use super::failure::Failure;

/// Put the shards of a sweep together
///
/// The result has the bytes of a sweep that ran in one piece. Points that are missing are named, with the line that
/// runs their elements of a Slurm array again; points that two shards hold alike count once.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Merge {
    /// Folders of shards, or folders that hold them
    #[arg(required = true, value_name = "DIR")]
    dirs: Vec<PathBuf>,
    /// Folder of the whole
    #[arg(long, short, value_name = "DIR")]
    out: PathBuf,
    /// Language of what is printed
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pkosim merge output/shard-1 output/shard-2 --out output/whole
  pkosim merge output/shards --out output/whole                  every shard in that folder

Exit codes: 0 done; 1 done, but points failed; 2 points are missing or the parts do not belong together;
3 the file system";

impl Merge {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let lang = Lang::from(self.lang);
        let parts = Parts::read(&self.dirs)?;
        for damage in parts.damage() {
            let why = words::word(damage.why, lang);
            let file = damage.file.display();
            note(&words::DAMAGE.with(lang, &[("file", &file), ("offset", &damage.offset), ("why", &why)]));
        }
        let merged = parts.write(&self.out)?;
        if !self.quiet {
            let (n, points) = (merged.parts.len(), merged.manifest.head.points);
            let dir = merged.dir.display();
            say(&format!("{}\n", words::MERGED.with(lang, &[("points", &points), ("parts", &n), ("dir", &dir)])))?;
        }
        if merged.manifest.failed == 0 {
            return Ok(());
        }
        note(&words::FAILED.with(lang, &[("failed", &merged.manifest.failed)]));
        Err(Failure::Told(1))
    }
}
