//! `pkosim schema`: the JSON Schema of scenario files.

use clap::Args;

use pkosim::experiment::sweep;
use pkosim::scenario;

use super::console::say;
use super::failure::Failure;

/// Print the JSON Schema of scenario files, or of sweep files
///
/// Editors with a TOML plugin complete and check keys with it: put `#:schema PATH/scenario.schema.json` on the first
/// line of a scenario. The files schema/scenario.schema.json and schema/sweep.schema.json of the source hold the same
/// texts.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  pkosim schema > scenario.schema.json")]
pub struct Schema {
    /// Of sweep files
    #[arg(long)]
    sweep: bool,
}

impl Schema {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        say(&if self.sweep { sweep::schema::schema_text() } else { scenario::schema_text() })
    }
}
