//! `pkosim calibrate`: from priors to a posterior, and whether the inference is right.

mod check;
mod progress;
mod text;

use std::path::PathBuf;

use clap::Args;

use pkosim::calibration::fit::calibrate::{Settings, calibrate};
use pkosim::calibration::fit::report::report;
use pkosim::calibration::fit::rows::Rows;
use pkosim::calibration::fit::space::Space;
use pkosim::calibration::simulator::Simulator;
use pkosim::calibration::target::{self, Target};
use pkosim::calibration::worlds::StudySimulator;
use pkosim::engine::identity::model_id;
use pkosim::evidence::register::Stance;
use pkosim::output::calibration::journal::{FileJournal, Terms, beside};
use pkosim::output::calibration::{self as files};
use pkosim::output::folder::Folder;
use pkosim::output::manifest::Kind;
use pkosim::output::messages::{Lang, calibration as words};

use super::args::{SEED, StanceArg, Threads};
use super::catalogue::LangArg;
use super::console::{note, say};
use super::failure::Failure;
use super::interrupt;
use progress::Teller;

/// Histories of each arm of an ordinary world at one point: small, since the emulators average over points.
const HISTORIES: usize = 96;

/// Fit the parameters to the evidence: from priors to a posterior
///
/// Every row of grade `calibrate` of the stance is a virtual study (`pkosim validate` shows them). Waves of simulations
/// go out from the prior; emulators learn from them what the simulator would say elsewhere; what cannot be reconciled
/// with the rows is thrown out; draws of the posterior are made on the emulators and simulated in their turn, until the
/// emulators hold there. docs/calibration.md says how and why, with sources.
///
/// The result folder holds posterior.csv (for `run --posterior`), parameters.csv (what each parameter learned, and from
/// which rows), findings.csv (each row beside what the fit says of it and what all others predict it to be),
/// sensitivity.csv, waves.csv, emulators.csv, the simulations, and a manifest that remakes it. The same seed gives the
/// same bytes on any number of threads. While it works, finished simulations are kept in DIR.journal.
///
/// Exit codes: 0 done; 1 done, but a recheck or a calibration of the inference failed; 2 arguments, targets or journal;
/// 3 the file system; 130 interrupted, finished simulations are kept: --resume.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Calibrate {
    /// Which reading of the evidence
    #[arg(long, value_name = "STANCE", default_value = "study")]
    stance: StanceArg,
    /// Result folder [default: output/calibration-STANCE]
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Go on with an interrupted calibration of the same terms
    #[arg(long)]
    resume: bool,
    /// A tenth of the simulations at most: to see that it works
    #[arg(long)]
    quick: bool,
    /// Seed of all random numbers
    #[arg(long, value_name = "S", default_value_t = SEED, value_parser = super::args::seed)]
    seed: u64,
    /// Targets to fit, instead of those embedded
    #[arg(long, value_name = "FILE")]
    targets: Option<PathBuf>,
    /// Instead: does the posterior of this result folder hold for the model as it is now?
    ///
    /// Simulates at some of its draws. Where importance weights leave 80 % of the draws effective, the posterior is
    /// written anew for this model to --out; otherwise nothing is written, exit code 1.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["resume", "sbc"])]
    recheck: Option<PathBuf>,
    /// Instead: is the inference of this result folder right?
    ///
    /// Simulation-based calibration: 500 fits to targets of known parameters on its emulators, 50 to such of the
    /// simulator (with --quick 100 and none), and 500 with errors halved, which must fail.
    #[arg(long, value_name = "DIR", conflicts_with = "resume")]
    sbc: Option<PathBuf>,
    #[command(flatten)]
    threads: Threads,
    /// Language of what is printed; tables stay as they are
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pkosim calibrate --out output/fit                        the stance study
  pkosim calibrate --stance sceptical --out output/fit-s
  pkosim calibrate --out output/fit --resume               after an interruption
  pkosim run --posterior output/fit/posterior.csv          live under what was learned
  pkosim calibrate --sbc output/fit --out output/sbc       is the inference right?
  pkosim calibrate --recheck output/fit --out output/fit2  after a small change of the model";

/// What is fitted: the simulator, its rows and its space.
struct Job {
    stance: Stance,
    simulator: StudySimulator,
    rows: Rows,
    space: Space,
}

impl Job {
    fn new(targets: &[Target], stance: Stance) -> Result<Self, Failure> {
        let simulator = StudySimulator::new(targets, stance, HISTORIES);
        let rows = Rows::of_targets(&simulator.targets())?;
        let space = Space::of_register(simulator.parameters(), stance)?;
        Ok(Self { stance, simulator, rows, space })
    }

    fn terms(&self, settings: &Settings) -> Terms {
        let simulator = format!("virtual studies, {HISTORIES} histories an arm");
        Terms::new(model_id(), self.stance.name(), &simulator, settings, &self.rows)
    }

    /// Names of the free parameters.
    fn free(&self) -> Vec<String> {
        self.space.free().map(|a| a.name.clone()).collect()
    }
}

impl Calibrate {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let targets = match &self.targets {
            Some(path) => target::read(path)?,
            None => target::embedded(),
        };
        let pool = self.threads.pool()?;
        pool.install(|| match (&self.recheck, &self.sbc) {
            (Some(dir), _) => self.recheck(dir, &targets),
            (None, Some(dir)) => self.sbc(dir, &targets),
            (None, None) => self.fit(&targets),
        })
    }

    fn settings(&self) -> Settings {
        if self.quick { Settings::quick(self.seed) } else { Settings::usual(self.seed) }
    }

    fn target(&self, what: &str) -> PathBuf {
        let name = || PathBuf::from("output").join(format!("{what}-{}", Stance::from(self.stance).name()));
        self.out.clone().unwrap_or_else(name)
    }

    fn fit(&self, targets: &[Target]) -> Result<(), Failure> {
        let job = Job::new(targets, self.stance.into())?;
        let (settings, out) = (self.settings(), self.target("calibration"));
        let lang = Lang::from(self.lang);
        let terms = job.terms(&settings);
        // Nobody should wait for a result that has nowhere to go: makes the folder, and drops it again.
        drop(Folder::begin(&out, Kind::Calibration)?);
        if let Some(parent) = out.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(parent).map_err(|e| pkosim::output::OutputError::io("create", parent, e))?;
        }
        let estimands = job.simulator.estimands().to_vec();
        let journal = FileJournal::open(&out, self.resume, &terms, job.free(), estimands)?;
        if !self.quiet {
            let (rows, parameters) = (job.rows.rows.len(), job.space.dims());
            let most = settings.simulations();
            note(&words::TASK.with(lang, &[("rows", &rows), ("parameters", &parameters), ("most", &most)]));
        }
        let stop = interrupt::listen();
        let teller = Teller::new(settings, self.quiet, lang);
        let tell = |step| teller.tell(step);
        let watch = pkosim::calibration::fit::wave::Watch { tell: &tell, stop };
        let fitted = calibrate(&job.simulator, &job.space, &job.rows, &settings, &journal, watch);
        let fitted = fitted.and_then(|fit| report(&fit, settings.seed, watch).map(|r| (fit, r)));
        let (fit, report) = match fitted {
            Err(pkosim::calibration::fit::error::FitError::Interrupted(_)) => {
                note(&words::INTERRUPTED.with(lang, &[("dir", &beside(&out).display())]));
                return Err(Failure::Told(130));
            }
            other => other?,
        };
        let made = files::write(&out, &fit, &report, &terms, job.stance)?;
        journal.remove()?;
        if self.quiet { Ok(()) } else { say(&text::fit(&fit, &report, &targets_by_id(&job), &made.dir, lang)) }
    }
}

/// The targets of a job, in the order of its rows.
fn targets_by_id(job: &Job) -> Vec<Target> {
    job.simulator.targets().into_iter().cloned().collect()
}
