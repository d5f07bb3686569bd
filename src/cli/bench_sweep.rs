//! `pkosim bench-sweep`: how fast sweeps go on this machine.

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
use pkosim::output::number::{compact, thousands};
use pkosim::world::setting::Setting;

use super::args::{self, Threads};
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
    #[arg(long, value_name = "N", default_value = "12", value_parser = args::replicates)]
    points: u64,
    /// Rounds
    #[arg(long, value_name = "R", default_value = "3", value_parser = args::replicates)]
    rounds: u64,
    #[command(flatten)]
    threads: Threads,
}

const EXAMPLES: &str = "\
Examples:
  pkosim bench-sweep
  pkosim bench-sweep scenarios/sweeps/four-levers.toml --points 48";

const BUILT_IN: &str = "replicates = 2_000\n[axes]\nmission.troops = { from = 2_000, to = 20_000, steps = 10 }\n\
                        host.consent = { from = 0.1, to = 0.9, steps = 9 }\n";

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
        say(&told(&plan, indices.len(), replicates, &ways, &best))
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

fn told(plan: &Plan, points: usize, replicates: u64, ways: &[usize], best: &[f64]) -> String {
    let row = |name: String, seconds: f64, note: String| {
        let rate = compact(replicates as f64 / seconds).replace('\u{a0}', " ");
        vec![name, format!("{seconds:.2} s"), format!("{:.1}", points as f64 / seconds), rate, note]
    };
    let header = ["", "time", "points/s", "replicates/s", ""].map(str::to_owned).to_vec();
    let mut rows = vec![header, row("engine alone, 1 thread".to_owned(), best[0], String::new())];
    for (n, seconds) in ways.iter().zip(&best[1..]) {
        let note = match n {
            1 => format!("{:+.1} % against the engine alone", 100.0 * (seconds / best[0] - 1.0)),
            _ => format!("{:.2} times one thread", best[1] / seconds),
        };
        rows.push(row(format!("sweep, {n} thread{}", if *n == 1 { "" } else { "s" }), *seconds, note));
    }
    format!("{}: {points} points, {} replicates\n{}", plan.name, thousands(replicates as f64, 0), table(&rows, 1))
}
