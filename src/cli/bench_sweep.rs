//! `pkosim bench-sweep`: how fast sweeps go on this machine.

use std::fmt::Display;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use clap::Args;

use pkosim::engine::block;
use pkosim::engine::ensemble::{Options, Recording};
use pkosim::engine::live::run_recording;
use pkosim::evidence::posterior::Posterior;
use pkosim::experiment::sweep::folder::{Mode, Open};
use pkosim::experiment::sweep::head::{Head, Shard};
use pkosim::experiment::sweep::live::Common;
use pkosim::experiment::sweep::run::{self, How};
use pkosim::experiment::sweep::{Plan, load, load_str};
use pkosim::output::OutputError;
use pkosim::output::messages::{Lang, sweeps as words, units};
use pkosim::output::number::thousands;
use pkosim::output::speech::compact;
use pkosim::world::setting::Setting;

use super::args::Threads;
use super::catalogue::LangArg;
use super::console::say;
use super::failure::Failure;
use super::text::table;

/// Measure how fast sweeps go here: points a second, threads, and the whole beside the engine alone
///
/// Lives through a few points of a sweep three ways, in turn: the engine alone, point by point, on one thread; the whole
/// sweep, its journal on disk too, on one thread; and on more threads. What the machinery costs and what points spare
/// each other (draws, worlds without operations) stand in one figure. The best of the rounds counts, since whatever
/// else the machine does only slows it down.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct BenchSweep {
    /// Sweep file [default: a grid of mission size and consent over the baseline]
    file: Option<PathBuf>,
    /// Points to live through, at the least
    #[arg(long, value_name = "N", default_value = "12", value_parser = count)]
    points: u64,
    /// Rounds
    #[arg(long, value_name = "R", default_value = "3", value_parser = count)]
    rounds: u64,
    #[command(flatten)]
    threads: Threads,
    /// Language of what is printed
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
}

const EXAMPLES: &str = "\
Examples:
  pkosim bench-sweep
  pkosim bench-sweep scenarios/sweeps/four-levers.toml --points 48";

const BUILT_IN: &str = "replicates = 2_000\n[axes]\nmission.troops = { from = 2_000, to = 20_000, steps = 10 }\n\
                        host.consent = { from = 0.1, to = 0.9, steps = 9 }\n";

/// The most points, and the most rounds: more would measure for days.
const MOST: u64 = 100_000;

fn count(text: &str) -> Result<u64, String> {
    let number = super::args::digits(text).and_then(|n| n.parse().ok()).filter(|n| (1..=MOST).contains(n));
    number.ok_or_else(|| format!("expected a whole number from 1 to {MOST}"))
}

impl BenchSweep {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let plan = match &self.file {
            Some(file) => load(file)?,
            None => load_str(BUILT_IN, "built-in.toml", None)?,
        };
        let simd = block::class()?;
        let common = Common::new(&plan, Posterior::embedded(plan.stance), simd);
        let shard = Shard { index: 1, of: (plan.len() / self.points.min(plan.len())).max(1) };
        let indices: Vec<u64> = (0..plan.len()).filter(|k| shard.has(*k)).collect();
        let replicates: u64 = indices.iter().map(|k| plan.point(*k).replicates).sum();
        let threads = self.threads.pool()?.current_num_threads();
        let mut ways: Vec<usize> = (0..).map(|k| 1 << k).take_while(|n| *n < threads).collect();
        ways.push(threads);
        let mut best = vec![f64::INFINITY; ways.len() + 1];
        for _ in 0..self.rounds {
            best[0] = best[0].min(bare(&plan, &common, &indices)?);
            for (k, n) in ways.iter().enumerate() {
                best[k + 1] = best[k + 1].min(whole(&plan, &common, shard, *n)?);
            }
        }
        say(&told(&plan, indices.len(), replicates, &ways, &best, self.lang.into()))
    }
}

/// Seconds of the engine alone, on one thread.
fn bare(plan: &Plan, common: &Common, indices: &[u64]) -> Result<f64, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let mut seconds = 0.0;
    for k in indices {
        let point = plan.point(*k);
        let scenario = plan.scenario(&plan.settings(&point))?.scenario;
        let setting = Setting::new(&scenario, common.posterior.clone(), common.seed);
        let paired = common.counterfactual && !scenario.operations.is_empty();
        let options = Options { replicates: point.replicates, paired, keep: false, simd: common.simd };
        let started = Instant::now();
        let ensemble =
            pool.install(|| run_recording(&setting, &options, Recording::Outcomes, &|_| (), &AtomicBool::new(false)))?;
        seconds += started.elapsed().as_secs_f64();
        drop(ensemble);
    }
    Ok(seconds)
}

/// Seconds of the sweep with everything it does.
fn whole(plan: &Plan, common: &Common, shard: Shard, threads: usize) -> Result<f64, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let home = tempfile::tempdir().map_err(|e| OutputError::io("create", &std::env::temp_dir(), e))?;
    let (dir, stop, head) = (home.path().join("sweep"), AtomicBool::new(false), Head::new(plan, &common.posterior));
    let started = Instant::now();
    let mut open = Open::take(&dir, &head, Some(shard), Mode::default(), &stop)?;
    let how = How { shard: Some(shard), fail_fast: true };
    run::run(plan, &head, common, &mut open, how, &pool, &|_| (), &stop)?;
    Ok(started.elapsed().as_secs_f64())
}

fn told(plan: &Plan, points: usize, replicates: u64, ways: &[usize], best: &[f64], lang: Lang) -> String {
    let row = |name: String, seconds: f64, note: String| {
        let rate = compact(replicates as f64 / seconds, lang).replace('\u{a0}', " ");
        let time = units::SECONDS.with(lang, &[("n", &format!("{seconds:.2}"))]);
        vec![name, time, format!("{:.1}", points as f64 / seconds), rate, note]
    };
    let [time, point_rate, replicate_rate] =
        [words::TIME, words::POINT_RATE, words::REPLICATE_RATE].map(|m| m.text(lang).to_owned());
    let header = vec![String::new(), time, point_rate, replicate_rate, String::new()];
    let mut rows = vec![header, row(words::ENGINE_ALONE.text(lang).to_owned(), best[0], String::new())];
    for (n, seconds) in ways.iter().zip(&best[1..]) {
        let change = format!("{:+.1}", 100.0 * (seconds / best[0] - 1.0));
        let factor = format!("{:.2}", best[1] / seconds);
        let (name, note) = match n {
            1 => (words::ONE_THREAD, words::AGAINST_ENGINE),
            _ => (words::THREADS, words::AGAINST_ONE),
        };
        let note = note.with(lang, &[("change", &change), ("factor", &factor)]);
        rows.push(row(name.with(lang, &[("n", n)]), *seconds, note));
    }
    let replicates = thousands(replicates as f64, 0);
    let values: [(&str, &dyn Display); 3] = [("name", &plan.name), ("points", &points), ("replicates", &replicates)];
    format!("{}\n{}", words::BENCHED.with(lang, &values), table(&rows, 1))
}
