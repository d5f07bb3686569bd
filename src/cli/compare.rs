//! `pkosim compare`: scenarios side by side under the same luck.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use pkosim::engine::block;
use pkosim::evidence::posterior::Posterior;
use pkosim::experiment::compare::{self, Comparison, Options, Row};
use pkosim::output::number::{Measure, short, thousands};
use pkosim::output::outcomes;
use pkosim::world::setting::Setting;

use super::args::{self, Luck, Sets, Threads};
use super::console::{note, say};
use super::failure::Failure;
use super::file::NewFile;
use super::interrupt;
use super::progress::Progress;
use super::text::table;

/// Compare scenarios under the same luck
///
/// Every scenario lives through the same luck, replicate by replicate, so that differences between them are not
/// noise: each is printed with its standard error and with the factor by which the common random numbers shrank its
/// variance (2 independent runs would need that many times the replicates for the same error). Scenarios are compared
/// to the first.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Compare {
    /// Scenario files, two or more
    #[arg(required = true, num_args = 2.., value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    /// Replicates of each scenario
    #[arg(long, short = 'n', value_name = "N", default_value = "10_000", value_parser = args::replicates)]
    replicates: u64,
    #[command(flatten)]
    luck: Luck,
    #[command(flatten)]
    threads: Threads,
    #[command(flatten)]
    sets: Sets,
    /// Write all outcomes as CSV to this file too; an older comparison is replaced, another file is left alone
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Leave out the twin worlds without the mission: faster, but without lives saved and war months averted
    #[arg(long)]
    no_counterfactual: bool,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pkosim compare scenarios/consent-low.toml scenarios/consent-high.toml
  pkosim compare scenarios/baseline.toml scenarios/mission-small.toml scenarios/mission-large.toml --out sizes.csv
  pkosim compare scenarios/unity-low.toml scenarios/unity-high.toml --set mission.troops=5000";

impl Compare {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let simd = block::class()?;
        let settings = self.settings()?;
        let stop = interrupt::listen();
        let file = self.out.as_deref().map(|path| NewFile::begin(path, &compare::COLUMNS.join(","))).transpose()?;
        let options = Options { replicates: self.replicates, paired: !self.no_counterfactual, simd };
        self.announce(&settings);
        let pool = self.threads.pool()?;
        let progress = Progress::new(self.replicates, self.quiet);
        let tell = |done| progress.tell(done);
        let comparison = pool.install(|| compare::compare(&settings, options, &tell, stop));
        progress.end();
        let comparison = comparison?;
        if let Some(file) = file {
            let mut bytes = Vec::new();
            compare::write(&comparison, &mut bytes)?;
            file.finish(&bytes)?;
        }
        if self.quiet { Ok(()) } else { say(&self.report(&comparison)) }
    }

    fn settings(&self) -> Result<Vec<Setting>, Failure> {
        let posterior = self.luck.posterior()?;
        let setting = |path: &PathBuf| self.setting(path, &posterior);
        let mut settings: Vec<Setting> = self.scenarios.iter().map(setting).collect::<Result<_, _>>()?;
        name_apart(&mut settings, &self.scenarios);
        let horizon = settings[0].scenario.horizon_months.value;
        if settings.iter().any(|s| s.scenario.horizon_months.value != horizon) {
            note("doubt: the scenarios have different horizons; sums over months are not comparable");
        }
        Ok(settings)
    }

    fn setting(&self, path: &Path, posterior: &Arc<Posterior>) -> Result<Setting, Failure> {
        let scenario = args::load(Some(path), &self.sets, self.quiet)?.scenario;
        Ok(Setting::new(&scenario, posterior.clone(), self.luck.seed))
    }

    fn announce(&self, settings: &[Setting]) {
        if !self.quiet {
            let names: Vec<&str> = settings.iter().map(|s| s.scenario.name.as_str()).collect();
            note(&format!("{}: {} histories each", names.join(", "), thousands(self.replicates as f64, 0)));
        }
    }

    fn report(&self, comparison: &Comparison) -> String {
        let shown: Vec<&str> = outcomes::MAIN.into_iter().filter(|o| is_defined(comparison, o)).collect();
        let mut text = means(comparison, &shown);
        for scenario in 1..comparison.names.len() {
            text.push_str(&differences(comparison, &shown, scenario));
        }
        text.push_str(LEGEND);
        if let Some(out) = &self.out {
            text.push_str(&format!("Table: {}\n", out.display()));
        }
        text
    }
}

const LEGEND: &str = "
Means ± Monte Carlo standard errors. pp: percentage points.
Common luck: how many times the variance of a difference would be if each scenario had luck of its own.
";

/// Files of the same name are told apart by their paths.
fn name_apart(settings: &mut [Setting], paths: &[PathBuf]) {
    let names: Vec<String> = settings.iter().map(|s| s.scenario.name.clone()).collect();
    for (setting, path) in settings.iter_mut().zip(paths) {
        if names.iter().filter(|n| **n == setting.scenario.name).count() > 1 {
            setting.scenario.name = path.display().to_string();
        }
    }
}

fn find<'a>(comparison: &'a Comparison, outcome: &str, scenario: usize) -> Option<&'a Row> {
    comparison.rows.iter().find(|r| r.outcome == outcome && r.scenario == scenario)
}

fn is_defined(comparison: &Comparison, outcome: &str) -> bool {
    let of = |s| find(comparison, outcome, s).is_some_and(|r| r.defined > 0);
    (0..comparison.names.len()).any(of)
}

fn means(comparison: &Comparison, shown: &[&str]) -> String {
    let mut rows = vec![std::iter::once(String::new()).chain(comparison.names.iter().cloned()).collect()];
    for outcome in shown {
        let cells = (0..comparison.names.len()).map(|s| find(comparison, outcome, s).map_or(String::new(), mean));
        rows.push(std::iter::once(label(comparison, outcome)).chain(cells).collect());
    }
    table(&rows, 1)
}

fn differences(comparison: &Comparison, shown: &[&str], scenario: usize) -> String {
    let title = format!("{} minus {}", comparison.names[scenario], comparison.names[0]);
    let mut rows = vec![vec![title, "difference".into(), "95 % interval".into(), "common luck".into()]];
    for outcome in shown {
        if let Some(row) = find(comparison, outcome, scenario) {
            rows.push(difference(row, label(comparison, outcome)));
        }
    }
    format!("\n{}", table(&rows, 1))
}

fn label(comparison: &Comparison, outcome: &str) -> String {
    let money = find(comparison, outcome, 0).is_some_and(|r| r.unit.starts_with("US$"));
    format!("{}{}", outcomes::label(outcome), if money { ", US$" } else { "" })
}

fn mean(row: &Row) -> String {
    if row.defined == 0 {
        return "\u{2013}".to_owned();
    }
    Measure::of(&row.unit).write_with_error(row.mean, row.mcse).replace('\u{a0}', " ")
}

fn difference(row: &Row, label: String) -> Vec<String> {
    let Some(d) = row.difference.filter(|d| d.pairs > 0) else { return vec![label, "\u{2013}".to_owned()] };
    let measure = Measure::of(&row.unit).of_difference();
    let value = measure.write_with_error(d.mean, d.mcse).replace('\u{a0}', " ");
    let interval = if d.mcse.is_finite() && d.mcse > 0.0 { interval(d.lo, d.hi, measure) } else { String::new() };
    let ratio = if d.variance_ratio.is_finite() { format!("{} x", short(d.variance_ratio)) } else { String::new() };
    vec![label, value, interval, ratio]
}

fn interval(lo: f64, hi: f64, measure: Measure) -> String {
    let scale = if measure == Measure::Points { 100.0 } else { 1.0 };
    let write = |x: f64| Measure::Plain.write(scale * x).replace('\u{a0}', " ");
    format!("{} to {}", write(lo), write(hi))
}
