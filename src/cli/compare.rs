//! `pkosim compare`: scenarios side by side under the same luck.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use pkosim::engine::block;
use pkosim::evidence::posterior::Posterior;
use pkosim::experiment::compare::{self, Comparison, Options, Row};
use pkosim::output::messages::{Lang, report as words};
use pkosim::output::number::{Measure, short, thousands};
use pkosim::output::{outcomes, report, speech};
use pkosim::world::setting::Setting;

use super::args::{self, Luck, Sets, Threads};
use super::catalogue::LangArg;
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
    /// Language of what is printed; the table stays as it is
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
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
        let progress = Progress::new(self.replicates, self.quiet, self.lang);
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
            note(words::HORIZONS.text(self.lang.into()));
        }
        Ok(settings)
    }

    fn setting(&self, path: &Path, posterior: &Arc<Posterior>) -> Result<Setting, Failure> {
        let scenario = args::load(Some(path), &self.sets, self.quiet, self.lang)?.scenario;
        Ok(Setting::new(&scenario, posterior.clone(), self.luck.seed))
    }

    fn announce(&self, settings: &[Setting]) {
        if !self.quiet {
            let names: Vec<&str> = settings.iter().map(|s| s.scenario.name.as_str()).collect();
            let values = [("names", names.join(", ")), ("count", thousands(self.replicates as f64, 0))];
            note(&words::ANNOUNCE_EACH.fill(self.lang.into(), &values.each_ref().map(|(name, v)| (*name, v.as_str()))));
        }
    }

    fn report(&self, comparison: &Comparison) -> String {
        let lang = Lang::from(self.lang);
        let shown: Vec<&str> = outcomes::MAIN.into_iter().filter(|o| is_defined(comparison, o)).collect();
        let mut text = means(comparison, &shown, lang);
        for scenario in 1..comparison.names.len() {
            text.push_str(&differences(comparison, &shown, scenario, lang));
        }
        text.push_str(&format!("\n{}\n", words::COMPARE_LEGEND.text(lang)));
        if let Some(out) = &self.out {
            text.push_str(&words::TABLE.fill(lang, &[("path", &out.display().to_string())]));
            text.push('\n');
        }
        text
    }
}

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

fn means(comparison: &Comparison, shown: &[&str], lang: Lang) -> String {
    let mut rows = vec![std::iter::once(String::new()).chain(comparison.names.iter().cloned()).collect()];
    for outcome in shown {
        let cells =
            (0..comparison.names.len()).map(|s| find(comparison, outcome, s).map_or(String::new(), |r| mean(r, lang)));
        rows.push(std::iter::once(label(comparison, outcome, lang)).chain(cells).collect());
    }
    table(&rows, 1)
}

fn differences(comparison: &Comparison, shown: &[&str], scenario: usize, lang: Lang) -> String {
    let title = words::MINUS.fill(lang, &[("name", &comparison.names[scenario]), ("first", &comparison.names[0])]);
    let heads = [words::DIFFERENCE, words::INTERVAL_HEAD, words::LUCK_HEAD].map(|m| m.text(lang).to_owned());
    let mut rows = vec![std::iter::once(title).chain(heads).collect()];
    for outcome in shown {
        if let Some(row) = find(comparison, outcome, scenario) {
            rows.push(difference(row, label(comparison, outcome, lang), lang));
        }
    }
    format!("\n{}", table(&rows, 1))
}

fn label(comparison: &Comparison, outcome: &str, lang: Lang) -> String {
    report::label(outcome, find(comparison, outcome, 0).map_or("", |r| &r.unit), lang)
}

fn mean(row: &Row, lang: Lang) -> String {
    if row.defined == 0 {
        return "\u{2013}".to_owned();
    }
    speech::with_error(Measure::of(&row.unit), row.mean, row.mcse, lang).replace('\u{a0}', " ")
}

fn difference(row: &Row, label: String, lang: Lang) -> Vec<String> {
    let Some(d) = row.difference.filter(|d| d.pairs > 0) else { return vec![label, "\u{2013}".to_owned()] };
    let measure = Measure::of(&row.unit).of_difference();
    let value = speech::with_error(measure, d.mean, d.mcse, lang).replace('\u{a0}', " ");
    let known = d.mcse.is_finite() && d.mcse > 0.0;
    let interval = if known { interval(d.lo, d.hi, measure, lang) } else { String::new() };
    let ratio = d.variance_ratio;
    let ratio = if ratio.is_finite() { words::TIMES.fill(lang, &[("n", &short(ratio))]) } else { String::new() };
    vec![label, value, interval, ratio]
}

fn interval(lo: f64, hi: f64, measure: Measure, lang: Lang) -> String {
    let scale = if measure == Measure::Points { 100.0 } else { 1.0 };
    let [low, high] = [lo, hi].map(|x| speech::compact(scale * x, lang).replace('\u{a0}', " "));
    words::TO.fill(lang, &[("low", &low), ("high", &high)])
}
