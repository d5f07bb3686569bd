//! `pkosim sensitivity`: which inputs an outcome hangs on.

use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use pkosim::engine::block;
use pkosim::engine::ensemble::Interrupted;
use pkosim::engine::results::Column;
use pkosim::evidence::posterior::Posterior;
use pkosim::experiment::finished::{self, Asked, FinishedError};
use pkosim::experiment::measured::{Measured, measured};
use pkosim::experiment::sensitivity::Value;
use pkosim::experiment::sensitivity::bootstrap::Resampling;
use pkosim::experiment::sensitivity::evaluate::{Evaluation, MOST_REPLICATES};
use pkosim::experiment::sensitivity::given;
use pkosim::experiment::sensitivity::study::{Plan as Layout, Study};
use pkosim::experiment::sensitivity::table::{self, Line};
use pkosim::experiment::sweep::run::{check, told};
use pkosim::experiment::sweep::{self, Plan};
use pkosim::output::messages::sweeps::WOULD_FAIL;
use pkosim::output::messages::{Lang, studies as words, units};
use pkosim::output::number::thousands;
use pkosim::output::outcomes;
use pkosim::scenario::Problems;
use pkosim::world::outcome::PAIRED;

use super::args::Threads;
use super::catalogue::LangArg;
use super::console::{note, say};
use super::failure::Failure;
use super::file::NewFile;
use super::interrupt;
use super::progress::Progress;
use super::sensitivity_report as report;

/// Find which inputs an outcome hangs on
///
/// A sweep file with design = "saltelli" (Sobol' indices: first order, total, on demand second order) or "morris"
/// (elementary effects, a cheap first look) is run and told; `points` are base rows (a power of two) or trajectories.
/// A folder that a sweep has left is told as it is: PAWN, which looks at whole distributions, and first orders by
/// slices of each axis.
///
/// Indices are of the expected outcome. Each point is lived through with luck and draws of the parameters of its own,
/// and the noise this leaves is taken out; --conditional gives all points the same luck and finds the indices of that
/// luck. What is not resolved is said, with the sample that would.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Sensitivity {
    /// Sweep file, or the folder of a finished sweep
    #[arg(value_name = "FILE|DIR")]
    source: PathBuf,
    /// Outcomes to tell: [WORLD.]OUTCOME, such as success or none.battle_deaths; may be given several times
    /// [default: those of the sweep file, or the main ones]
    #[arg(long = "outcome", value_name = "OUTCOME")]
    outcomes: Vec<String>,
    /// Take some axes as one; may be given several times
    #[arg(long = "group", value_name = "NAME=KEY,...", value_parser = group)]
    groups: Vec<(String, Vec<String>)>,
    /// Second-order indices too: nearly twice the points
    #[arg(long)]
    second_order: bool,
    /// The same luck for all points: indices of that luck
    #[arg(long)]
    conditional: bool,
    /// Replicates of each point [default: those of the sweep file]
    #[arg(long, short = 'n', value_name = "N", value_parser = replicates)]
    replicates: Option<u64>,
    /// Half-width at which an index counts as resolved
    #[arg(long, value_name = "W", default_value_t = 0.1, value_parser = width)]
    resolution: f64,
    /// Resamples for the intervals
    #[arg(long, value_name = "B", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(100..=100_000))]
    resamples: u32,
    /// Say what would run, and run nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    threads: Threads,
    /// Write all measures as CSV to this file too; an older table of them is replaced, another file is left alone
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Language of what is printed; the table stays as it is
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pkosim sensitivity scenarios/sweeps/sensitivity-levers.toml --out levers.csv
  pkosim sensitivity scenarios/sweeps/sensitivity-screening.toml          Morris' first look
  pkosim sensitivity output/sweep --outcome success --outcome cost_usd    a finished sweep as it is

Exit codes: 0 done, 2 the file, a name or an argument is wrong, 3 the file system is in the way, 130 interrupted.";

/// Points that make no scenario of which so many are shown.
const SHOWN: usize = 3;
/// The one outcome of a sweep that is no mean over histories.
const RATIO: &str = "cost_per_life_saved_usd";

/// Everything told of one outcome.
pub struct Told {
    /// What it is.
    pub of: Measured,
    /// Lines of the table.
    pub lines: Vec<Line>,
    /// What is to be said below it.
    pub notes: Vec<String>,
}

impl Sensitivity {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let header = table::COLUMNS.join(",");
        let file = self.out.as_deref().map(|path| NewFile::begin(path, &header)).transpose()?;
        let pool = self.threads.pool()?;
        let told = if self.source.is_dir() {
            pool.install(|| self.given())?
        } else {
            match pool.install(|| self.study())? {
                Some(told) => told,
                None => return Ok(()),
            }
        };
        if let Some(file) = file {
            let lines: Vec<Line> = told.1.iter().flat_map(|t| t.lines.clone()).collect();
            let mut bytes = Vec::new();
            table::write(&lines, &mut bytes)?;
            file.finish(&bytes)?;
        }
        if self.quiet { Ok(()) } else { say(&report::report(&told.0, &told.1, self.out.as_deref(), self.lang.into())) }
    }

    fn how(&self, seed: u64) -> Resampling {
        Resampling { resamples: self.resamples as usize, confidence: 0.95, seed }
    }

    /// A sweep file's study, lived through; nothing for a dry run.
    fn study(&self) -> Result<Option<(String, Vec<Told>)>, Failure> {
        let plan = sweep::load(&self.source)?;
        if plan.until.is_some() {
            return Err(Failure::usage(
                "`until` is for `pkosim sweep`: every point of a sensitivity design has as many replicates as `replicates` says",
                "take the line out",
            ));
        }
        let experiment = match &plan.experiments[..] {
            [one] => one,
            _ => return Err(Failure::usage("a sensitivity study has one experiment", "put each into its own file")),
        };
        let study = Study::new(experiment, &self.groups, self.second_order, plan.seed).map_err(|e| {
            let hint = "`pkosim sensitivity DIR` takes any finished sweep; docs/sensitivity.md has an example";
            Failure::usage(format!("{}: {e}", self.source.display()), hint)
        })?;
        let replicates = self.replicates.unwrap_or(experiment.replicates);
        if !(2..=MOST_REPLICATES).contains(&replicates) {
            let what = format!("{replicates} replicates of each point: expected 2 to {}", MOST_REPLICATES);
            return Err(Failure::usage(what, "set them with --replicates N"));
        }
        self.check(&plan, &study)?;
        let base = plan.scenario(&self.settings(&plan, &study, 0))?.scenario;
        let all = measured(!base.operations.is_empty(), plan.counterfactual);
        let chosen = self.chosen(&all, &plan)?;
        let title = self.title(&plan, &study, replicates);
        if self.dry_run {
            say(&format!("{title}\n"))?;
            return Ok(None);
        }
        if !self.quiet {
            note(&title);
        }
        let values = self.live(&plan, &study, replicates)?;
        let told = chosen.iter().map(|k| {
            let column: Vec<Value> = values.iter().map(|v| v[*k]).collect();
            let finding = study.find(&column, self.how(plan.seed));
            let run = report::Run { replicates, conditional: self.conditional, resolution: self.resolution };
            report::told(all[*k], &study, &finding, run, self.lang.into())
        });
        Ok(Some((title, told.collect())))
    }

    fn settings(&self, plan: &Plan, study: &Study, point: u64) -> Vec<(String, String)> {
        let experiment = &plan.experiments[0];
        experiment.fixed.iter().cloned().chain(study.settings(&experiment.axes, point)).collect()
    }

    /// A point that makes no scenario would end the study when it is met, hours later perhaps: all are looked at before
    /// anything runs.
    fn check(&self, plan: &Plan, study: &Study) -> Result<(), Failure> {
        let why = |k: &u64| check(plan, &self.settings(plan, study, *k)).err();
        let all = study.points.len() as u64;
        let wrong: Vec<u64> = (0..all).into_par_iter().filter(|k| why(k).is_some()).collect();
        for (k, why) in wrong.iter().take(SHOWN).filter_map(|k| Some((k, why(k)?.line()))) {
            let settings = told(&self.settings(plan, study, *k));
            note(&WOULD_FAIL.with(self.lang.into(), &[("k", k), ("settings", &settings), ("why", &why)]));
        }
        if wrong.is_empty() {
            return Ok(());
        }
        let (n, all) = (thousands(wrong.len() as f64, 0), thousands(all as f64, 0));
        let what = format!("{}: {n} of {all} points of the study make no scenario", self.source.display());
        Err(Failure::usage(what, "a study needs each of its points: narrow the axes to values that go together"))
    }

    fn live(&self, plan: &Plan, study: &Study, replicates: u64) -> Result<Vec<Vec<Value>>, Failure> {
        let how = Evaluation {
            seed: plan.seed,
            posterior: Posterior::embedded(plan.stance),
            replicates,
            paired: plan.counterfactual,
            conditional: self.conditional,
            simd: block::class()?,
        };
        let stop = interrupt::listen();
        let points = study.points.len() as u64;
        let progress = Progress::new(points * replicates, self.quiet, self.lang);
        let tell = |done| progress.tell(done);
        let scenario = |point| Ok(plan.scenario(&self.settings(plan, study, point))?.scenario);
        let values = how.all::<Broken>(points, scenario, &tell, stop);
        progress.end();
        Ok(values?)
    }

    fn title(&self, plan: &Plan, study: &Study, replicates: u64) -> String {
        let points = study.points.len() as u64;
        let count = |n: u64| thousands(n as f64, 0);
        let lang = Lang::from(self.lang);
        let (design, per) = match &study.plan {
            Layout::Sobol(design) => (words::SOBOL, design.points_per_row()),
            Layout::Morris(_) => (words::MORRIS, study.groups.len() + 1),
        };
        let luck = if self.conditional { words::ONE_LUCK } else { words::FRESH_LUCK };
        design.with(
            lang,
            &[
                ("title", &plan.title),
                ("rows", &count(plan.experiments[0].points)),
                ("per", &per),
                ("points", &count(points)),
                ("luck", &luck.text(lang)),
                ("each", &count(replicates)),
                ("all", &count(points * replicates)),
            ],
        )
    }

    /// Positions of the outcomes to tell. What somebody named must be among what is measured; of the main ones those
    /// are told that are.
    fn chosen(&self, all: &[Measured], plan: &Plan) -> Result<Vec<usize>, Failure> {
        let main = outcomes::MAIN.map(str::to_owned);
        let (names, named): (&[String], bool) = match (&self.outcomes[..], &plan.outcomes[..]) {
            ([], []) => (&main, false),
            ([], of_file) => (of_file, true),
            (asked, _) => (asked, true),
        };
        let mut chosen = Vec::new();
        for name in names {
            let asked = Asked::parse(name);
            let order = [Column::Mission, Column::Difference, Column::None];
            let mut worlds = order.into_iter().filter(|w| asked.world.is_none_or(|a| a == *w));
            let at = |w: Column| all.iter().position(|m| m.outcome == asked.outcome && m.world == w);
            match worlds.find_map(at) {
                Some(k) => chosen.push(k),
                None if named => return Err(self.unknown(name, &asked, all, plan)),
                None => {}
            }
        }
        Ok(chosen)
    }

    /// What is not measured, where it was named, and what may be meant.
    fn unknown(&self, name: &str, asked: &Asked, all: &[Measured], plan: &Plan) -> Failure {
        let near = pkosim::scenario::words::nearest(&asked.outcome, all.iter().map(|m| m.outcome));
        let hint = match near.filter(|n| *n != asked.outcome) {
            _ if asked.outcome == RATIO => "it is a ratio of two means: ask for cost_usd and lives_saved, or sweep \
                                            the axes and tell the finished folder, `pkosim sensitivity DIR`"
                .to_owned(),
            _ if PAIRED.iter().any(|o| o.name == asked.outcome) => match plan.counterfactual {
                false => "it needs the world without the mission: take `counterfactual = false` out".to_owned(),
                true => {
                    "it is a difference: ask for it without a world, in a scenario that has an operation".to_owned()
                }
            },
            Some(near) => format!("did you mean `{near}`?"),
            None => "worlds are mission, none and difference; --outcome [WORLD.]OUTCOME".to_owned(),
        };
        let place = if self.outcomes.is_empty() { line_of(&self.source, name) } else { String::new() };
        Failure::usage(format!("{place}`{name}` is no outcome of this study: it is not measured at its points"), hint)
    }

    /// A finished sweep as it is.
    fn given(&self) -> Result<(String, Vec<Told>), Failure> {
        if self.second_order || self.conditional || !self.groups.is_empty() {
            let what =
                "--second-order, --conditional and --group are for a sweep file's study, not for a finished sweep";
            return Err(Failure::usage(what, "leave them out"));
        }
        let names: Vec<String> = if self.outcomes.is_empty() {
            outcomes::MAIN.iter().map(|o| (*o).to_owned()).collect()
        } else {
            self.outcomes.clone()
        };
        let (found, asked) = read_some(&self.source, &names, !self.outcomes.is_empty())?;
        let axes = found.varying();
        let lang = Lang::from(self.lang);
        let points = thousands(found.points.len() as f64, 0);
        let title =
            words::GIVEN.with(lang, &[("dir", &self.source.display()), ("points", &points), ("axes", &axes.len())]);
        let mut told = Vec::new();
        for one in &asked {
            let (values, world) = found.column(one)?;
            told.push(report::given(one, world, values, &axes, self.how(1), lang));
        }
        if !found.partial.is_empty() && !self.quiet {
            note(&words::PARTIAL.with(lang, &[("axes", &found.partial.join(units::COMMA.text(lang)))]));
        }
        let least = given::SLICES * 10;
        if found.points.len() < least && !self.quiet {
            note(&words::FEW_POINTS.with(lang, &[("n", &found.points.len()), ("least", &least)]));
        }
        Ok((title, told))
    }
}

/// Reads the outcomes that a sweep has; all of them must be there where a person named them.
fn read_some(dir: &Path, names: &[String], named: bool) -> Result<(finished::Finished, Vec<Asked>), Failure> {
    let mut asked: Vec<Asked> = names.iter().map(|n| Asked::parse(n)).collect();
    loop {
        match finished::read(dir, &asked) {
            Err(FinishedError::Outcome { found, .. }) if !named && asked.len() > 1 => {
                asked.retain(|a| a.outcome != found);
            }
            other => return Ok((other?, asked)),
        }
    }
}

/// `FILE, line N, outcomes: `, where the file names an outcome.
fn line_of(file: &Path, name: &str) -> String {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let has = |line: &str| ['"', '\''].iter().any(|q| line.contains(&format!("{q}{name}{q}")));
    let line = text.lines().position(has).map_or(String::new(), |k| format!(", line {}", k + 1));
    format!("{}{line}, outcomes: ", file.display())
}

/// Why points could not all be lived through.
enum Broken {
    Scenario(Problems),
    Interrupted(Interrupted),
}

impl From<Interrupted> for Broken {
    fn from(interrupted: Interrupted) -> Self {
        Self::Interrupted(interrupted)
    }
}

impl From<Problems> for Broken {
    fn from(problems: Problems) -> Self {
        Self::Scenario(problems)
    }
}

impl From<Broken> for Failure {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Scenario(problems) => problems.into(),
            Broken::Interrupted(interrupted) => interrupted.into(),
        }
    }
}

fn group(text: &str) -> Result<(String, Vec<String>), String> {
    let wrong = || "expected NAME=KEY,..., such as force=mission.troops,mission.police".to_owned();
    let (name, keys) = text.split_once('=').ok_or_else(wrong)?;
    let keys: Vec<String> = keys.split(',').map(|k| k.trim().to_owned()).collect();
    let whole = !name.trim().is_empty() && keys.iter().all(|k| !k.is_empty());
    if whole { Ok((name.trim().to_owned(), keys)) } else { Err(wrong()) }
}

fn replicates(text: &str) -> Result<u64, String> {
    super::args::replicates(text)
}

fn width(text: &str) -> Result<f64, String> {
    let found = text.parse::<f64>().ok().filter(|w| *w > 0.0 && *w < 1.0);
    found.ok_or_else(|| "expected a number above 0 and below 1, such as 0.1".to_owned())
}
