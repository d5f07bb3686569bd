//! `pkosim sweep`: one scenario at many points.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use rayon::prelude::*;

use pkosim::engine::block;
use pkosim::engine::results::RunTimes;
use pkosim::evidence::posterior::Posterior;
use pkosim::experiment::sweep::folder::{Mode, Open};
use pkosim::experiment::sweep::head::{Head, Shard};
use pkosim::experiment::sweep::live::Common;
use pkosim::experiment::sweep::run::{self, Estimate, How, Tally, check, told};
use pkosim::experiment::sweep::{Design, Experiment, Plan, SweepError, load, tables};
use pkosim::output::folder::write_file;
use pkosim::output::manifest::{RUN, Run, to_json};
use pkosim::output::messages::{Lang, sweeps as words};
use pkosim::output::number::thousands;
use pkosim::output::speech::compact;

use super::args::{self, Threads};
use super::catalogue::LangArg;
use super::console::{note, say};
use super::failure::Failure;
use super::interrupt;
use super::progress::{POINTS, Progress, span};

/// Run a scenario at many points: a grid, a design, a table
///
/// The sweep file names a base scenario and axes over its keys. Every point meets the same luck, so that points differ
/// by what was set and not by chance. The folder gets points.csv (what each point sets), results.csv (the rows of
/// summary.csv, with the point), failures.csv and manifest.json.
///
/// Each finished point is kept at once: Ctrl-C, a kill or a power cut loses the points in flight and no other, and
/// --resume ends in the same bytes as a sweep that ran through.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Sweep {
    /// Sweep file
    file: PathBuf,
    /// Folder of the results [default: output/<sweep>]
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Say what would be run, how long it would take and how large it would be; check the points; write nothing
    #[arg(long)]
    dry_run: bool,
    /// Go on with an unfinished sweep; begins one where the folder is empty or absent
    #[arg(long, conflicts_with = "replace")]
    resume: bool,
    /// Begin anew, in the place of what the folder holds
    #[arg(long)]
    replace: bool,
    /// Run every n-th point only, from the i-th; `pkosim merge` puts the parts together
    #[arg(long, value_name = "I/N", value_parser = shard)]
    shard: Option<Shard>,
    /// List points that fail in failures.csv and go on (the default); the exit code is then 1
    #[arg(long, conflicts_with = "fail_fast")]
    keep_going: bool,
    /// End at the first point that fails
    #[arg(long)]
    fail_fast: bool,
    /// Wait where another process is at work in the folder
    #[arg(long)]
    wait: bool,
    /// Run it however long it takes
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    threads: Threads,
    /// Language of what is printed; the tables stay as they are
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pkosim sweep scenarios/sweeps/size-consent.toml --dry-run        how many points, how long, how large
  pkosim sweep scenarios/sweeps/size-consent.toml --out output/sc  run it
  pkosim sweep scenarios/sweeps/size-consent.toml --out output/sc --resume
  pkosim sweep FILE --shard 3/8 --out output/shard-3               a part of it, on another machine

A sweep file:
  base = \"../baseline.toml\"        replicates = 2_000        design = \"grid\"
  [axes]
  mission.troops = { from = 0, to = 20_000, steps = 11 }
  host.consent = [0.2, 0.4, 0.6, 0.8]

Exit codes: 0 done; 1 done, but points failed; 2 the sweep file is wrong or was changed; 3 the file system;
130 interrupted, finished points are kept";

/// Longer than this, a sweep asks for `--yes`.
const LONG_SECONDS: f64 = 24.0 * 3600.0;
/// Larger than this too.
const LARGE_BYTES: f64 = 64e9;
/// Below this nobody needs an estimate.
const SMALL_POINTS: u64 = 5_000;
/// Points that a dry run checks at most: a minute's work.
const CHECKED: u64 = 1_000_000;

fn shard(text: &str) -> Result<Shard, String> {
    Shard::parse(text).ok_or_else(|| "expected I/N with I from 1 to N, for example 3/8".to_owned())
}

impl Sweep {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let simd = block::class()?;
        let plan = load(&self.file)?;
        own_design(&plan)?;
        let posterior = Posterior::embedded(plan.stance);
        let common = Common::new(&plan, posterior.clone(), simd);
        let pool = self.threads.pool()?;
        if self.dry_run {
            return self.rehearse(&plan, &common, &pool);
        }
        self.ask(&plan, &common, &pool)?;
        let head = Head::new(&plan, &posterior);
        let dir = self.out.clone().unwrap_or_else(|| PathBuf::from("output").join(args::folder_name(&plan.name)));
        let stop = interrupt::listen();
        let mode = Mode { resume: self.resume, replace: self.replace, wait: self.wait };
        let mut open = Open::take(&dir, &head, self.shard, mode, stop).map_err(taken)?;
        if open.finished {
            return self.tell(&words::NOTHING_TO_DO.with(self.lang.into(), &[("dir", &dir.display())]));
        }
        self.announce(&plan, &open, pool.current_num_threads());
        let started = Instant::now();
        let tally = self.live(&plan, &head, &common, &mut open, &pool)?;
        let seconds = started.elapsed().as_secs_f64();
        let times = RunTimes {
            threads: pool.current_num_threads(),
            simd: simd.name().to_owned(),
            seconds,
            replicates_per_second: tally.replicates as f64 / seconds.max(1e-9),
        };
        self.finish(&head, &open, &tally, &times)
    }

    fn live(
        &self,
        plan: &Plan,
        head: &Head,
        common: &Common,
        open: &mut Open,
        pool: &rayon::ThreadPool,
    ) -> Result<Tally, Failure> {
        let how = How { shard: self.shard, fail_fast: self.fail_fast };
        let (left, _) = plan.extent(how.shard);
        let progress = Progress::of(left - open.contents.entries.len() as u64, POINTS, self.quiet, self.lang);
        let tell = |tally: &Tally| progress.tell(tally.now);
        let tally = run::run(plan, head, common, open, how, pool, &tell, interrupt::listen());
        progress.end();
        Ok(tally?)
    }

    /// Tables where the sweep is whole; what to do next where it is a shard.
    fn finish(&self, head: &Head, open: &Open, tally: &Tally, times: &RunTimes) -> Result<(), Failure> {
        let dir = open.dir.display();
        if self.shard.is_none() {
            write_file(&open.dir.join(RUN), to_json(&Run::new(times)).as_bytes())?;
            tables::write(&open.dir, head, &open.contents)?;
            open.clear();
        }
        let lang = Lang::from(self.lang);
        self.tell(&words::SPEED.with(
            lang,
            &[
                ("points", &thousands(tally.now as f64, 0)),
                ("time", &span(times.seconds, lang)),
                ("threads", &times.threads),
                ("rate", &format!("{:.1}", tally.now as f64 / times.seconds.max(1e-9))),
                ("replicates", &compact(times.replicates_per_second, lang).replace('\u{a0}', " ")),
            ],
        ))?;
        let next = if self.shard.is_none() { words::RESULTS } else { words::SHARD };
        self.tell(&next.with(lang, &[("dir", &dir)]))?;
        if tally.failed == 0 {
            return Ok(());
        }
        note(&words::FAILED_OF.with(lang, &[("failed", &tally.failed), ("points", &tally.points)]));
        Err(Failure::Told(1))
    }

    fn tell(&self, line: &str) -> Result<(), Failure> {
        if self.quiet { Ok(()) } else { say(&format!("{line}\n")) }
    }

    fn announce(&self, plan: &Plan, open: &Open, threads: usize) {
        if self.quiet {
            return;
        }
        let lang = Lang::from(self.lang);
        for damage in &open.contents.damage {
            let why = words::word(damage.why, lang);
            let values: [(&str, &dyn Display); 3] =
                [("file", &damage.file.display()), ("offset", &damage.offset), ("why", &why)];
            note(&words::DAMAGE_AGAIN.with(lang, &values));
        }
        let count = |n: u128| thousands(n as f64, 0);
        let there = open.contents.entries.len() as u64;
        let resumed = if there > 0 { words::RESUMED.with(lang, &[("n", &count(there.into()))]) } else { String::new() };
        let part = self.shard.map_or(String::new(), |s| words::PART.with(lang, &[("shard", &s)]));
        note(&words::ANNOUNCE.with(
            lang,
            &[
                ("name", &plan.name),
                ("points", &count(plan.len().into())),
                ("part", &part),
                ("resumed", &resumed),
                ("replicates", &count(plan.replicates_in_all())),
                ("threads", &threads),
            ],
        ));
    }

    /// A sweep that would take days is run only if somebody says so.
    fn ask(&self, plan: &Plan, common: &Common, pool: &rayon::ThreadPool) -> Result<(), Failure> {
        if self.yes || plan.len() <= SMALL_POINTS {
            return Ok(());
        }
        let extent = plan.extent(self.shard);
        let Some(Estimate { seconds, bytes }) = run::estimate(plan, common, pool, extent).map_err(SweepError::from)?
        else {
            return Ok(());
        };
        if seconds <= LONG_SECONDS && bytes <= LARGE_BYTES {
            return Ok(());
        }
        let what = format!(
            "{} points would take about {} on {} threads and {} of disk",
            thousands(extent.0 as f64, 0),
            span(seconds, Lang::En),
            pool.current_num_threads(),
            size(bytes)
        );
        Err(Failure::usage(
            what,
            "--yes runs it all the same; fewer steps, fewer `replicates` or a drawn design (lhs, sobol) take less; `outcomes = [...]` keeps fewer rows",
        ))
    }

    fn rehearse(&self, plan: &Plan, common: &Common, pool: &rayon::ThreadPool) -> Result<(), Failure> {
        let estimate = run::estimate(plan, common, pool, plan.extent(self.shard)).map_err(SweepError::from)?;
        let lang = Lang::from(self.lang);
        say(&self.rehearsal(plan, estimate, pool.current_num_threads()))?;
        let (all, _) = plan.extent(self.shard);
        let (first, of) = self.shard.map_or((0, 1), |s| (s.index - 1, s.of));
        let step = all.div_ceil(CHECKED).max(1);
        let points: Vec<u64> = (0..all).step_by(step as usize).map(|k| first + k * of).collect();
        let settings = |k: u64| plan.settings(&plan.point(k));
        let why = |k: &u64| check(plan, &settings(*k)).err();
        let wrong: Vec<&u64> = pool.install(|| points.par_iter().filter(|k| why(k).is_some()).collect());
        for (k, why) in wrong.iter().take(3).filter_map(|k| Some((**k, why(k)?.line()))) {
            let settings = told(&settings(k));
            note(&words::WOULD_FAIL.with(lang, &[("k", &k), ("settings", &settings), ("why", &why)]));
        }
        let message = if step == 1 { words::CHECKED } else { words::CHECKED_OF };
        let count = |n: usize| thousands(n as f64, 0);
        let [n, all, bad] = [points.len(), all as usize, wrong.len()].map(count);
        say(&format!("{}\n", message.with(lang, &[("n", &n), ("all", &all), ("wrong", &bad)])))?;
        if wrong.is_empty() { Ok(()) } else { Err(Failure::Told(1)) }
    }

    fn rehearsal(&self, plan: &Plan, estimate: Option<Estimate>, threads: usize) -> String {
        let lang = Lang::from(self.lang);
        let mut text = words::FROM.with(lang, &[("title", &plan.title), ("base", &plan.base.name)]);
        text.push('\n');
        for e in &plan.experiments {
            text.push_str(&format!("  {}\n", experiment(e, lang)));
            for axis in &e.axes {
                let values = axis.describe().replace(words::WHOLE.en, words::WHOLE.text(lang));
                text.push_str(&format!("    {} = {}\n", axis.key, shortened(&values)));
            }
        }
        let ends = [0, plan.len() - 1].map(|k| (k, told(&plan.settings(&plan.point(k)))));
        for (k, settings) in ends {
            text.push_str(&format!("  {}\n", words::POINT.with(lang, &[("k", &k), ("settings", &settings)])));
        }
        let (points, replicates) = plan.extent(self.shard);
        let count = |n: u128| thousands(n as f64, 0);
        let part = self.shard.map_or(String::new(), |s| words::PART.with(lang, &[("shard", &s)]));
        let message = if estimate.is_some() { words::IN_ALL } else { words::IN_ALL_UNKNOWN };
        let Estimate { seconds, bytes } = estimate.unwrap_or(Estimate { seconds: 0.0, bytes: 0.0 });
        let values: [(&str, &dyn Display); 6] = [
            ("points", &count(points.into())),
            ("part", &part),
            ("replicates", &count(replicates)),
            ("time", &span(seconds, lang)),
            ("threads", &threads),
            ("size", &size(bytes)),
        ];
        format!("{text}{}\n", message.with(lang, &values))
    }
}

/// Ctrl-C while another process was at work in the folder is no error of the sweep.
fn taken(error: SweepError) -> Failure {
    match error {
        SweepError::Interrupted(interrupted) => interrupted.into(),
        other => other.into(),
    }
}

/// A design that another command runs.
fn own_design(plan: &Plan) -> Result<(), SweepError> {
    let other = plan.experiments.iter().find_map(|e| match e.design {
        Design::Other(design) => Some(design),
        _ => None,
    });
    other.map_or(Ok(()), |design| Err(SweepError::OtherCommand { design }))
}

fn experiment(e: &Experiment, lang: Lang) -> String {
    let (design, points) = (words::word(e.design.word(), lang), thousands(e.points as f64, 0));
    let values: [(&str, &dyn Display); 3] = [("design", &design), ("points", &points), ("replicates", &e.replicates)];
    let said = words::EXPERIMENT.with(lang, &values);
    if e.name.is_empty() { said } else { words::NAMED.with(lang, &[("name", &e.name), ("experiment", &said)]) }
}

/// A long list in its first and last values.
fn shortened(text: &str) -> String {
    if text.chars().count() <= 90 {
        return text.to_owned();
    }
    let (head, tail): (String, Vec<char>) = (text.chars().take(60).collect(), text.chars().rev().take(20).collect());
    format!("{head} ... {}", tail.into_iter().rev().collect::<String>())
}

/// Bytes in words.
fn size(bytes: f64) -> String {
    match bytes {
        b if b < 1e6 => format!("{:.0} kB", (b / 1e3).ceil()),
        b if b < 1e9 => format!("{:.0} MB", b / 1e6),
        b if b < 1e12 => format!("{:.1} GB", b / 1e9),
        b => format!("{} TB", thousands(b / 1e12, 1)),
    }
}

/// For messages: where a sweep's results go by default.
pub fn default_folder(file: &Path) -> PathBuf {
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    PathBuf::from("output").join(args::folder_name(&name))
}
