//! `pkosim replay`: one history of a run, month by month.

use std::io;
use std::path::PathBuf;

use clap::Args;

use pkosim::engine::{block, replay};
use pkosim::output::tables::write_history;
use pkosim::world::setting::Setting;

use super::args::{self, Luck, Sets};
use super::catalogue::LangArg;
use super::failure::Failure;

/// Live through one history again and print it month by month as CSV
///
/// The history is the one that `run` lived through as replicate K with the same seed, stance and --set, to the last
/// digit. One row a month and theatre, first of the world with the mission, then of its twin without. Columns named
/// like outcomes (battle_deaths, cost_usd, ...) are empty in the twelve months before deployment, so that each adds
/// up to replicate K of replicates.csv; `monthly_battle_deaths` and so on have all months. Calendar years count in
/// their last month.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Replay {
    /// Scenario file [default: the built-in baseline]
    scenario: Option<PathBuf>,
    /// Replicate to replay, counted from 0 as in replicates.csv
    #[arg(long, short = 'k', value_name = "K", value_parser = args::replicate)]
    replicate: u64,
    #[command(flatten)]
    luck: Luck,
    #[command(flatten)]
    sets: Sets,
    /// Leave out the twin world without the mission
    #[arg(long)]
    no_counterfactual: bool,
    /// Language of doubts about the scenario; the table stays as it is
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
}

const EXAMPLES: &str = "\
Examples:
  pkosim replay scenarios/baseline.toml --replicate 14 > history.csv
  pkosim replay scenarios/portfolio.toml --replicate 0 --seed 7 --set mission.troops=6000";

impl Replay {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let simd = block::class()?;
        let scenario = args::load(self.scenario.as_deref(), &self.sets, false, self.lang)?.scenario;
        let setting = Setting::new(&scenario, self.luck.posterior()?, self.luck.seed);
        let history = replay::replay(&setting, self.replicate, !self.no_counterfactual, simd);
        let mut csv = io::BufWriter::new(io::stdout().lock());
        Ok(write_history(&history, &mut csv)?)
    }
}
