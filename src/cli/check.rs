//! `pkosim check` and `pkosim schema`.

use std::path::PathBuf;

use clap::Args;

use pkosim::scenario::{load_file, schema_text};

use super::console::{note, say};
use super::failure::Failure;

/// Check scenario files: every error at once, with file, line, key and a hint
#[derive(Debug, Args)]
pub struct Check {
    /// Scenario files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

impl Check {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let mut worst: Option<Failure> = None;
        for file in &self.files {
            match load_file(file, &[]) {
                Err(problems) => {
                    note(problems.to_string().trim_end());
                    let failure = Failure::Told(problems.exit_code());
                    worst = Some(worst.filter(|w| w.exit_code() >= failure.exit_code()).unwrap_or(failure));
                }
                Ok(loaded) if !self.quiet => {
                    say(&format!("{}: ok\n", file.display()))?;
                    loaded.doubts.iter().for_each(|doubt| note(&format!("doubt: {doubt}")));
                }
                Ok(_) => {}
            }
        }
        worst.map_or(Ok(()), Err)
    }
}

/// Print the JSON Schema of scenario files, for editors and other tools
#[derive(Debug, Args)]
pub struct Schema {}

impl Schema {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        say(&schema_text())
    }
}
