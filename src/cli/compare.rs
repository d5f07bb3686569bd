//! `pkosim compare`: scenarios under the same luck.

use std::path::PathBuf;

use clap::Args;

use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::results::Results;
use pkosim::engine::tally::Tally;
use pkosim::engine::{block, ensemble, run};
use pkosim::evidence::posterior::Posterior;
use pkosim::output::folder::write_file;

use super::args::{self, Luck, Sets, Threads};
use super::console::{note, say};
use super::failure::Failure;
use super::interrupt;

/// Compare scenarios under the same luck
///
/// Every scenario lives through the same replicates with the same random numbers. Differences are taken to the first,
/// replicate by replicate, which makes their errors smaller than those of independent runs; the last column says how
/// many times more replicates independent runs would need for the same precision.
#[derive(Debug, Args)]
pub struct Compare {
    /// Scenario files, two or more; differences are to the first
    #[arg(required = true, num_args = 2..)]
    scenarios: Vec<PathBuf>,
    /// Replicates of each
    #[arg(long, short = 'n', value_name = "N", default_value = "10_000", value_parser = args::replicates)]
    replicates: u64,
    #[command(flatten)]
    luck: Luck,
    #[command(flatten)]
    threads: Threads,
    #[command(flatten)]
    sets: Sets,
    /// Write the table to a CSV file too
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

/// One outcome of one scenario beside the first.
struct Line {
    outcome: String,
    scenario: String,
    mean: f64,
    mcse: f64,
    /// Difference to the first, its error, and what common random numbers saved.
    difference: Option<(f64, f64, f64)>,
}

/// Outcomes in the table, in order.
const SHOWN: [&str; 12] = [
    "battle_deaths",
    "one_sided_deaths_government",
    "one_sided_deaths_rebels",
    "months_at_war",
    "success",
    "wartime_success",
    "peace_at_horizon",
    "consent_withdrawn",
    "mandate_implementation",
    "displaced_person_months",
    "cost_usd",
    "lives_saved",
];

impl Compare {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let simd = block::class()?;
        let posterior = self.luck.posterior()?;
        let mut scenarios = Vec::new();
        for path in &self.scenarios {
            let scenario = args::load(Some(path), &self.sets, self.quiet)?.scenario;
            let most = args::most_kept(&scenario, true) / self.scenarios.len() as u64;
            if self.replicates > most {
                let what = format!(
                    "{} replicates of {} scenarios do not fit in memory",
                    self.replicates,
                    self.scenarios.len()
                );
                return Err(Failure::usage(what, format!("at most --replicates {most}")));
            }
            scenarios.push(scenario);
        }
        let stop = interrupt::listen();
        let pool = self.threads.pool()?;
        let mut results = Vec::new();
        for scenario in &scenarios {
            if !self.quiet {
                note(&format!("{}: {} histories", scenario.name, self.replicates));
            }
            let options = self.options(simd);
            results
                .push(pool.install(|| run::simulate(scenario, &posterior, self.luck.seed, &options, &|_| (), stop))?);
        }
        self.tell(&lines(&results, &posterior))
    }

    fn options(&self, simd: SimdClass) -> ensemble::Options {
        ensemble::Options { replicates: self.replicates, paired: true, keep: true, simd }
    }

    fn tell(&self, lines: &[Line]) -> Result<(), Failure> {
        if let Some(path) = &self.out {
            write_file(path, csv(lines).as_bytes())?;
        }
        if self.quiet { Ok(()) } else { say(&table(lines)) }
    }
}

fn lines(results: &[Results], posterior: &Posterior) -> Vec<Line> {
    let mut lines = Vec::new();
    for outcome in SHOWN {
        let first = column(&results[0], outcome);
        for (k, result) in results.iter().enumerate() {
            let Some(values) = column(result, outcome) else { continue };
            let own = tally(&values, posterior);
            if own.defined == 0 {
                continue;
            }
            let difference = first.as_ref().filter(|_| k > 0).and_then(|first| difference(&values, first, posterior));
            let scenario = result.info.scenario.clone();
            lines.push(Line { outcome: outcome.to_owned(), scenario, mean: own.mean(), mcse: own.mcse(), difference });
        }
    }
    lines
}

fn difference(values: &[f64], first: &[f64], posterior: &Posterior) -> Option<(f64, f64, f64)> {
    let (a, b) = (tally(values, posterior), tally(first, posterior));
    let paired: Vec<f64> = values.iter().zip(first).map(|(x, y)| x - y).collect();
    let d = tally(&paired, posterior);
    let independent = a.mcse().powi(2) + b.mcse().powi(2);
    (d.defined > 0).then(|| (d.mean(), d.mcse(), independent / d.mcse().powi(2)))
}

fn column(results: &Results, outcome: &str) -> Option<Vec<f64>> {
    let kept = results.kept.as_ref()?;
    let at = kept.names.iter().position(|n| n == outcome)?;
    Some(kept.rows.iter().map(|row| row[at]).collect())
}

fn tally(values: &[f64], posterior: &Posterior) -> Tally {
    let draws: Vec<u32> = (0..values.len()).map(|k| posterior.draw_of(k as u64) as u32).collect();
    let mut tally = Tally::new(posterior.draws(), true);
    tally.extend(values, &draws);
    tally
}

fn table(lines: &[Line]) -> String {
    let wide = lines.iter().map(|l| l.scenario.len()).max().unwrap_or(8).max(8);
    let mut text = format!(
        "{:<28} {:<wide$} {:>14} {:>11} {:>14} {:>11} {:>8}\n",
        "outcome", "scenario", "mean", "mcse", "difference", "mcse", "saved x"
    );
    let mut last = "";
    for line in lines {
        let outcome = if line.outcome == last { "" } else { &line.outcome };
        last = &line.outcome;
        let difference =
            line.difference.map_or(String::new(), |(d, e, f)| format!(" {:>14} {:>11} {f:>8.1}", short(d), short(e)));
        text.push_str(&format!(
            "{outcome:<28} {:<wide$} {:>14} {:>11}{difference}\n",
            line.scenario,
            short(line.mean),
            short(line.mcse)
        ));
    }
    text + "\nsaved x: how many times more replicates independent runs would need for the same error of the difference.\n"
}

fn short(x: f64) -> String {
    pkosim::output::number::short(x).replace('\u{a0}', " ")
}

fn csv(lines: &[Line]) -> String {
    let mut text = String::from("outcome,scenario,mean,mcse,difference,difference_mcse,variance_factor\n");
    for l in lines {
        let (d, e, f) = l.difference.map_or((String::new(), String::new(), String::new()), |(d, e, f)| {
            (d.to_string(), e.to_string(), f.to_string())
        });
        text.push_str(&format!("{},{},{},{},{d},{e},{f}\n", l.outcome, l.scenario, l.mean, l.mcse));
    }
    text
}
