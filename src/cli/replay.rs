//! `pkosim replay`: one history, month by month.

use std::path::PathBuf;

use clap::Args;

use pkosim::engine::block;
use pkosim::engine::replay::{self, Replay as Table};
use pkosim::world::setting::Setting;

use super::args::{self, Luck, Sets};
use super::console::say;
use super::failure::Failure;

/// Live through one history again and print its months as CSV
///
/// Replicate K alone is replicate K in company: the same scenario, seed and stance give the history it had inside the
/// run. Columns under an outcome's name add up to that outcome (they are empty before deployment; `monthly_...` has all
/// months). Both worlds are printed, `mission` first.
#[derive(Debug, Args)]
pub struct Replay {
    /// Scenario file
    scenario: PathBuf,
    /// Which replicate, from 0
    #[arg(long, short = 'k', value_name = "K")]
    replicate: u64,
    #[command(flatten)]
    luck: Luck,
    #[command(flatten)]
    sets: Sets,
}

impl Replay {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let simd = block::class()?;
        let scenario = args::load(Some(&self.scenario), &self.sets, false)?.scenario;
        let setting = Setting::new(&scenario, self.luck.posterior()?, self.luck.seed);
        say(&csv(&replay::replay(&setting, simd, self.replicate)))
    }
}

/// Names of theatres and numbers hold no comma and no quote, so cells need no escaping.
fn csv(table: &Table) -> String {
    let lines = std::iter::once(&table.header).chain(&table.rows);
    lines.map(|cells| cells.join(",") + "\n").collect()
}
