//! `pkosim run`: one scenario, all the way to its result folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Args;

use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::ledger::ledger_csv;
use pkosim::engine::results::{Doubt, Results, Row, RunTimes};
use pkosim::engine::{self, block, ensemble, run};
use pkosim::evidence::posterior::Posterior;
use pkosim::experiment::stop::{Rule, Watcher};
use pkosim::output::folder::Folder;
use pkosim::output::manifest::Kind;
use pkosim::output::messages::outcomes::label;
use pkosim::output::messages::treaty::known as treaty_label;
use pkosim::output::messages::{Lang, doubts::say as said, report as words};
use pkosim::output::number::{Measure, thousands};
use pkosim::output::report::{self as told, findings, result_table};
use pkosim::output::speech::{self, compact, months};
use pkosim::output::theme::Look;
use pkosim::output::{self, Extra, Written};
use pkosim::scenario::Scenario;
use pkosim::treaty;
use pkosim::world::setting::Setting;

use super::args::{self, Luck, Sets, Threads};
use super::catalogue::LangArg;
use super::console::{note, say};
use super::extent::{Extent, Nested, Nesting, achieved};
use super::failure::Failure;
use super::interrupt;
use super::progress::Progress;
use super::text::{table, wrap};

/// Live through many histories of a scenario and write what they came to
///
/// Each replicate is one history of 15 years and its twin without the mission under the same luck. The result folder
/// holds tables (summary.csv, series.csv, ...), charts as SVG and PNG, and a manifest with everything that determines
/// the result. It is written whole or not at all; an older result of pkosim is replaced, anything else is left alone.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Run {
    /// Scenario file [default: the built-in baseline, the same as scenarios/baseline.toml]
    scenario: Option<PathBuf>,
    /// Replicates: histories to live through
    ///
    /// Four times as many halve the Monte Carlo errors. Replicate k is the same however many there are.
    #[arg(long, short = 'n', value_name = "N", default_value = "20_000", value_parser = args::replicates)]
    replicates: u64,
    #[command(flatten)]
    extent: Extent,
    #[command(flatten)]
    luck: Luck,
    #[command(flatten)]
    threads: Threads,
    /// Result folder [default: output/<scenario>]
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    sets: Sets,
    /// Write replicates.csv too: every outcome of every replicate
    #[arg(long)]
    keep_replicates: bool,
    /// Write ledger.csv too: every account's month, in cents, of these replicates
    #[arg(long, value_name = "K,...", value_delimiter = ',')]
    keep_ledger: Vec<u64>,
    /// Leave out the twin world without the mission: faster, but nothing is said about what the mission changes
    #[arg(long)]
    no_counterfactual: bool,
    /// Write tables only
    #[arg(long)]
    no_charts: bool,
    /// Language of charts and of what is printed; tables stay as they are
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pkosim run                                                      the baseline in a few seconds
  pkosim run scenarios/portfolio.toml --replicates 100000         more histories, smaller errors
  pkosim run --set host.consent=0.3 --out output/low-consent      one thing changed, in its own folder
  pkosim run --stance sceptical                                   the contrary reading of the evidence
  pkosim run --lang ja                                            charts and summary in Japanese
  pkosim run -n 1000000 --until 'success: 0.005'                  as many histories as it takes
  pkosim run --nested 200x500                                     ignorance told from chance";

impl Run {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let simd = block::class()?;
        if let Some(path) = self.scenario.as_deref().filter(|p| treaty::is_treaty(p)) {
            return self.run_treaty(path, simd);
        }
        let scenario = args::load(self.scenario.as_deref(), &self.sets, self.quiet, self.lang)?.scenario;
        let posterior = self.luck.posterior()?;
        let target = self.target(&scenario.name);
        let stop = interrupt::listen();
        self.check_memory(&scenario)?;
        let rule = self.extent.rule(&scenario, !self.no_counterfactual)?;
        self.extent.check_nested(&posterior)?;
        // Nobody should wait for results that have nowhere to go: makes the folder, and drops it again.
        drop(Folder::begin(&target, Kind::Run)?);
        self.announce(&scenario, simd);
        let pool = self.threads.pool()?;
        let progress = Progress::new(self.replicates, self.quiet, self.lang);
        let tell = |done| progress.tell(done);
        let simulated = pool.install(|| self.simulate(&scenario, &posterior, rule, simd, &tell, stop));
        progress.end();
        let (results, watcher) = simulated?;
        let nested = pool.install(|| self.nested(&scenario, &posterior, simd, stop))?;
        let mut tables: Vec<Extra> = Vec::new();
        if let Some(nested) = &nested {
            tables.extend(nested.tables()?);
        }
        tables.extend(self.ledger(&scenario, &posterior));
        let written = pool.install(|| output::write_with(&results, &target, self.options(), &tables))?;
        self.tell(&results, &written, watcher.as_ref(), nested.as_ref())
    }

    /// A treaty scenario (`kind = "treaty"`), to the same kind of folder.
    fn run_treaty(&self, path: &Path, simd: SimdClass) -> Result<(), Failure> {
        if !self.extent.is_plain() {
            let what = "--until and --nested are for missions, not for a treaty's dues";
            return Err(Failure::usage(what, "leave them out"));
        }
        if !self.keep_ledger.is_empty() || self.no_counterfactual {
            let what = "--keep-ledger and --no-counterfactual are for missions: a treaty has no operation's accounts and \
                        no world without one";
            return Err(Failure::usage(what, "leave them out"));
        }
        let treaty = treaty::load_file(path, &self.sets.sets)?;
        let posterior = self.luck.posterior()?;
        let target = self.target(&treaty.name);
        drop(Folder::begin(&target, Kind::Run)?);
        let stop = interrupt::listen();
        let pool = self.threads.pool()?;
        let progress = Progress::new(self.replicates, self.quiet, self.lang);
        let tell = |done| progress.tell(done);
        let options =
            ensemble::Options { replicates: self.replicates, paired: false, keep: self.keep_replicates, simd };
        let seed = self.luck.seed;
        let simulated = pool.install(|| engine::treaty::simulate(&treaty, &posterior, seed, &options, &tell, stop));
        progress.end();
        let results = simulated?;
        let written = output::write(&results, &target, self.options())?;
        if self.quiet { Ok(()) } else { say(&treaty_report(&results, &written, self.lang.into())) }
    }

    /// The accounts of the chosen replicates, beside the other tables.
    fn ledger(&self, scenario: &Scenario, posterior: &Arc<Posterior>) -> Option<Extra> {
        let setting = || Setting::new(scenario, posterior.clone(), self.luck.seed);
        let bytes = || ledger_csv(&setting(), &self.keep_ledger).into_bytes();
        (!self.keep_ledger.is_empty()).then(|| Extra { name: "ledger.csv", bytes: bytes() })
    }

    fn target(&self, name: &str) -> PathBuf {
        self.out.clone().unwrap_or_else(|| PathBuf::from("output").join(args::folder_name(name)))
    }

    fn simulate(
        &self,
        scenario: &Scenario,
        posterior: &Arc<Posterior>,
        rule: Option<Rule>,
        simd: SimdClass,
        tell: &(dyn Fn(u64) + Sync),
        stop: &AtomicBool,
    ) -> Result<(Results, Option<Watcher>), Failure> {
        let options = ensemble::Options {
            replicates: self.replicates,
            paired: !self.no_counterfactual,
            keep: self.keep_replicates,
            simd,
        };
        let Some(rule) = rule else {
            return Ok((run::simulate(scenario, posterior, self.luck.seed, &options, tell, stop)?, None));
        };
        let setting = Setting::new(scenario, posterior.clone(), self.luck.seed);
        let watcher = Watcher::new(rule, &setting, options.paired, self.replicates);
        let mut watcher = watcher.map_err(|e| Failure::usage(e.to_string(), "`pkosim help run` has examples"))?;
        let results = run::simulate_until(&setting, &options, &mut watcher, tell, stop)?;
        Ok((results, Some(watcher)))
    }

    fn nested(
        &self,
        scenario: &Scenario,
        posterior: &Arc<Posterior>,
        simd: SimdClass,
        stop: &AtomicBool,
    ) -> Result<Option<Nested>, Failure> {
        let (seed, paired, quiet) = (self.luck.seed, !self.no_counterfactual, self.quiet);
        self.extent.nested(scenario, posterior, Nesting { seed, paired, simd, quiet, lang: self.lang.into() }, stop)
    }

    /// Kept replicates stand in memory until they are written.
    fn check_memory(&self, scenario: &Scenario) -> Result<(), Failure> {
        let most = args::most_kept(scenario, !self.no_counterfactual);
        if !self.keep_replicates || self.replicates <= most {
            return Ok(());
        }
        let (asked, most) = (thousands(self.replicates as f64, 0), thousands(most as f64, 0));
        Err(Failure::usage(
            format!(
                "--keep-replicates holds every outcome in memory: {asked} replicates of this scenario are too many"
            ),
            format!("keep at most {most}; without --keep-replicates memory does not grow with their number"),
        ))
    }

    fn options(&self) -> output::Options {
        let look = Look { lang: self.lang.into(), ..Look::default() };
        output::Options { charts: !self.no_charts, look }
    }

    fn announce(&self, scenario: &Scenario, simd: SimdClass) {
        if self.quiet {
            return;
        }
        let twins = !(self.no_counterfactual || scenario.operations.is_empty());
        let message = if twins { words::ANNOUNCE_TWINS } else { words::ANNOUNCE };
        let count = thousands(self.replicates as f64, 0);
        let values = [("name", scenario.name.as_str()), ("count", &count), ("simd", simd.name())];
        note(&message.fill(self.lang.into(), &values));
    }

    fn tell(
        &self,
        results: &Results,
        written: &Written,
        watcher: Option<&Watcher>,
        nested: Option<&Nested>,
    ) -> Result<(), Failure> {
        if interrupt::pressed() {
            note(&format!("interrupted after the results were written to {}", written.dir.display()));
            return Err(Failure::InterruptedLate);
        }
        let lang = Lang::from(self.lang);
        let stopped = watcher.map(|w| achieved(w, self.replicates, lang)).unwrap_or_default();
        let split = nested.map(|n| n.report(lang)).unwrap_or_default();
        if self.quiet { Ok(()) } else { say(&report(results, written, lang, &(stopped + &split))) }
    }
}

/// The end of a run: table, sentences with the doubts among them, throughput, and where the results are.
fn report(results: &Results, written: &Written, lang: Lang, more: &str) -> String {
    let info = &results.info;
    let title = if info.title.is_empty() { &info.scenario } else { &info.title };
    let mut text = format!("\n{title}\n\n{}\n", result_table(results, lang));
    findings(results, lang).iter().for_each(|sentence| text.push_str(&wrap(sentence, 0)));
    text.push_str(&wrap(words::NOTE.text(lang), 0));
    text.push_str(more);
    text.push_str(&doubts(&results.doubts, lang));
    text + &ending(results, written, lang)
}

/// How fast it was, and where the results are.
fn ending(results: &Results, written: &Written, lang: Lang) -> String {
    let results_in = words::RESULTS.fill(lang, &[("dir", &here(&written.dir).display().to_string())]);
    format!("\n{}\n{results_in}\n", throughput(results.info.replicates, &results.times, lang))
}

/// The end of a treaty's run: every outcome with its 90 % band.
fn treaty_report(results: &Results, written: &Written, lang: Lang) -> String {
    let info = &results.info;
    let title = if info.title.is_empty() { &info.scenario } else { &info.title };
    let over = words::OVER.fill(lang, &[("span", &months(info.horizon_months, lang))]);
    let mut rows = vec![vec![over, words::MEAN_HEAD.text(lang).into(), words::NINETY_HEAD.text(lang).into()]];
    rows.extend(results.summary.iter().map(|row| treaty_row(row, lang)));
    let mut text = format!("\n{title}\n\n{}\n", table(&rows, 1));
    findings(results, lang).iter().for_each(|sentence| text.push_str(&wrap(sentence, 0)));
    text.push_str(&wrap(told::note(results, lang), 0));
    text + &ending(results, written, lang)
}

/// An outcome as it is called, its mean, and where nine tenths of histories lie.
fn treaty_row(row: &Row, lang: Lang) -> Vec<String> {
    let measure = if row.unit == "share" { Measure::Share } else { Measure::Plain };
    let [low, .., high] = row.quantiles;
    let write = |x: f64| speech::value(measure, x, lang).replace('\u{a0}', " ");
    let [mean, low, high] = [row.mean, low.value, high.value].map(write);
    let name = treaty_label(&row.outcome, lang).unwrap_or_else(|| label(&row.outcome, lang));
    vec![name, mean, words::TO.with(lang, &[("low", &low), ("high", &high)])]
}

/// Where the statistics are thin, and what would settle it.
fn doubts(doubts: &[Doubt], lang: Lang) -> String {
    let Some(longest) = doubts.iter().map(|d| d.code.len()).max() else { return String::new() };
    let mut text = format!("\n{}\n", words::DOUBTS.text(lang));
    for doubt in doubts {
        let [what, remedy] = [&doubt.text, &doubt.remedy].map(|t| said(t, lang));
        let remedy = words::SETTLE.fill(lang, &[("remedy", &remedy)]);
        text.push_str(&wrap(&format!("  {:longest$}  {what}", doubt.code), longest + 4));
        text.push_str(&wrap(&format!("  {:longest$}  {remedy}", ""), longest + 4));
    }
    text
}

fn throughput(replicates: u64, times: &RunTimes, lang: Lang) -> String {
    let threads = match times.threads {
        1 => words::ONE_THREAD.text(lang).to_owned(),
        n => words::THREADS.fill(lang, &[("n", &n.to_string())]),
    };
    let values = [
        ("replicates", thousands(replicates as f64, 0)),
        ("seconds", format!("{:.2}", times.seconds)),
        ("rate", compact(times.replicates_per_second, lang).replace('\u{a0}', " ")),
        ("threads", threads),
        ("simd", times.simd.clone()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, v)| (*name, v.as_str())).collect();
    words::THROUGHPUT.fill(lang, &values)
}

/// A path as seen from the working directory.
fn here(path: &std::path::Path) -> PathBuf {
    let current = std::env::current_dir().and_then(|d| d.canonicalize()).unwrap_or_default();
    path.strip_prefix(&current).ok().filter(|p| !p.as_os_str().is_empty()).unwrap_or(path).to_owned()
}
