//! `pkosim check`: whether scenario files are right.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use clap::Args;

use pkosim::output::messages::{Lang, Message, verbs as words};
use pkosim::scenario::{Loaded, Problems, load_file};
use pkosim::treaty;

use super::args::Sets;
use super::catalogue::LangArg;
use super::console::{note, say};
use super::failure::Failure;

/// Check scenario files without running them
///
/// Says OK, or everything that is wrong with file, line and the nearest valid key. Nothing is written. The exit code
/// is 0 if all files are right, 2 if one is wrong, 3 if one cannot be read.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Check {
    /// Scenario files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    sets: Sets,
    /// Language of what is printed
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pkosim check my-scenario.toml
  pkosim check scenarios/*.toml";

impl Check {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let mut worst = 0;
        for file in &self.files {
            if treaty::is_treaty(file) {
                worst = worst.max(self.check_treaty(file)?);
                continue;
            }
            match load_file(file, &self.sets.sets) {
                Ok(_) if self.quiet => {}
                Ok(loaded) => say(&fine(file, &loaded, self.lang.into()))?,
                Err(problems) => {
                    worst = worst.max(problems.exit_code());
                    tell(file, &problems);
                }
            }
        }
        if worst == 0 { Ok(()) } else { Err(Failure::Told(worst)) }
    }

    /// Checks a treaty scenario; the exit code it would end in.
    fn check_treaty(&self, file: &Path) -> Result<u8, Failure> {
        match treaty::load_file(file, &self.sets.sets) {
            Ok(_) if self.quiet => Ok(0),
            Ok(treaty) => {
                let values: [(&str, &dyn Display); 2] = [("file", &file.display()), ("name", &treaty.name)];
                say(&format!("{}\n", words::OK_TREATY.with(self.lang.into(), &values))).map(|()| 0)
            }
            Err(error) => {
                note(&error.to_string());
                Ok(Failure::from(error).exit_code())
            }
        }
    }
}

fn fine(file: &Path, loaded: &Loaded, lang: Lang) -> String {
    let scenario = &loaded.scenario;
    let count = |n: usize, one: Message, many: Message| if n == 1 { one } else { many }.with(lang, &[("n", &n)]);
    let theatres = count(scenario.theatres.len(), words::THEATRE, words::THEATRES);
    let operations = count(scenario.operations.len(), words::OPERATION, words::OPERATIONS);
    let values: [(&str, &dyn Display); 3] =
        [("file", &file.display()), ("theatres", &theatres), ("operations", &operations)];
    let mut text = format!("{}\n", words::OK.with(lang, &values));
    for doubt in &loaded.doubts {
        text.push_str(&format!("  {}\n", words::doubt(doubt, lang)));
    }
    text
}

fn tell(file: &Path, problems: &Problems) {
    let n = problems.list.len() + problems.omitted;
    note(&format!("{}: {n} problem{}\n{problems}", file.display(), if n == 1 { "" } else { "s" }));
}
