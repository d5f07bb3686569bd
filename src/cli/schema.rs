//! `pkosim schema`: the JSON Schema of scenario files.

use clap::Args;

use pkosim::scenario::schema_text;

use super::console::say;
use super::failure::Failure;

/// Print the JSON Schema of scenario files
///
/// Editors with a TOML plugin complete and check keys with it: put `#:schema PATH/scenario.schema.json` on the first
/// line of a scenario. The file schema/scenario.schema.json of the source holds the same text.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  pkosim schema > scenario.schema.json")]
pub struct Schema;

impl Schema {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        say(&schema_text())
    }
}
