//! The command line, one file per verb.
//!
//! Every verb is a `clap::Args` struct with a `run` that ends in `Ok` or in a [`Failure`], which knows its message and
//! its exit code. Results go to stdout through [`say`]; progress, doubts about the input and errors go to stderr.

mod args;
mod batch;
mod bench;
mod bench_sweep;
mod calibrate;
mod catalogue;
mod check;
mod compare;
mod console;
mod discover;
mod evidence;
mod explain;
#[cfg(feature = "explore")]
mod explore;
#[cfg(feature = "parquet")]
mod export;
mod extent;
mod failure;
mod file;
mod interrupt;
mod merge;
pub mod panic;
#[cfg(feature = "charts")]
mod plot;
mod progress;
mod replay;
mod report;
mod robustness;
mod run;
mod schema;
mod sensitivity;
mod sensitivity_report;
mod shell;
mod slurm;
mod sweep;
mod text;
mod validate;
mod verify;

use std::io::{self, Write};

use clap::{Arg, Command, CommandFactory, FromArgMatches, Parser, Subcommand};

use failure::Failure;

/// Simulates United Nations peacekeeping missions, thousands of histories at a time.
///
/// A scenario (a TOML file) says what a mission is and where it goes: its size, the host's consent, the Council's
/// unity, its money. pkosim lives through many histories of it, each beside its twin without the mission under the
/// same luck, and says what the mission changed: deaths, war, relapse, cost, success, as distributions with their
/// Monte Carlo errors.
#[derive(Debug, Parser)]
#[command(name = "pkosim", version, max_term_width = 100, after_help = EXAMPLES, after_long_help = AFTER)]
pub struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

const EXAMPLES: &str = "\
Start here:
  pkosim run                                         the built-in baseline
  pkosim run scenarios/consent-low.toml              a scenario file
  pkosim run --set mission.troops=6000               the baseline with another mission
  pkosim compare scenarios/baseline.toml scenarios/consent-low.toml
  pkosim help run                                    all about one command";

const AFTER: &str = "\
Start here:
  pkosim run                                         the built-in baseline
  pkosim run scenarios/consent-low.toml              a scenario file
  pkosim run --set mission.troops=6000               the baseline with another mission
  pkosim compare scenarios/baseline.toml scenarios/consent-low.toml
  pkosim help run                                    all about one command

Exit codes:
  0    done
  1    finished, but a check failed
  2    an argument, a scenario or a posterior file is wrong
  3    the file system is in the way
  130  interrupted with Ctrl-C; nothing half-written is left

Environment:
  PKOSIM_SIMD   baseline, avx2 or avx512: which vector instructions; never changes a number
  COLUMNS       width of this help

`pkosim completions SHELL` prints completions, `pkosim man` a manual page.";

#[derive(Debug, Subcommand)]
enum Verb {
    Run(run::Run),
    Compare(compare::Compare),
    Report(report::Report),
    #[cfg(feature = "charts")]
    Plot(plot::Plot),
    #[cfg(feature = "explore")]
    Explore(explore::Explore),
    Sensitivity(sensitivity::Sensitivity),
    Discover(discover::Discover),
    Robustness(robustness::Robustness),
    Replay(replay::Replay),
    Batch(batch::Batch),
    Sweep(sweep::Sweep),
    Merge(merge::Merge),
    Verify(verify::Verify),
    Slurm(slurm::Slurm),
    #[cfg(feature = "parquet")]
    Export(export::Export),
    BenchSweep(bench_sweep::BenchSweep),
    Catalogue(catalogue::Catalogue),
    Check(check::Check),
    Calibrate(calibrate::Calibrate),
    Explain(explain::Explain),
    Schema(schema::Schema),
    Evidence(evidence::Evidence),
    Bench(bench::Bench),
    Validate(validate::Validate),
    Completions(shell::Completions),
    Man(shell::Man),
    #[command(hide = true)]
    Reference(shell::Reference),
}

/// Values that name a place, which may begin with a dash; of any other, a dash begins a negative number.
const PLACES: [&str; 3] = ["DIR", "FILE", "PATH"];

/// Lets options take negative numbers, so that each can say what it takes: `-n -1` is no unknown option.
fn with_negative_numbers(command: Command) -> Command {
    let number = |arg: &Arg| {
        let named = arg.get_value_names().unwrap_or_default();
        arg.get_action().takes_values() && !arg.is_positional() && !named.iter().any(|n| PLACES.contains(&n.as_str()))
    };
    let all = command.mut_args(|arg| if number(&arg) { arg.allow_negative_numbers(true) } else { arg });
    all.mut_subcommands(with_negative_numbers)
}

impl Cli {
    /// Reads the arguments. Help and the version are printed here; what is wrong ends the program with exit code 2.
    ///
    /// # Errors
    /// Help was asked for: it was printed, or could not be.
    pub fn read() -> Result<Self, Failure> {
        let mut command = with_negative_numbers(Self::command());
        let found = command.try_get_matches_from_mut(std::env::args_os());
        let found = found.and_then(|matches| Self::from_arg_matches(&matches).map_err(|e| e.format(&mut command)));
        match found {
            Ok(cli) => Ok(cli),
            Err(error) if error.use_stderr() => error.exit(),
            Err(help) => {
                help.print().and_then(|()| io::stdout().flush())?;
                Err(Failure::Told(0))
            }
        }
    }

    /// Does what was asked.
    pub fn run(self) -> Result<(), Failure> {
        match self.verb {
            Verb::Run(verb) => verb.run(),
            Verb::Compare(verb) => verb.run(),
            Verb::Report(verb) => verb.run(),
            #[cfg(feature = "charts")]
            Verb::Plot(verb) => verb.run(),
            #[cfg(feature = "explore")]
            Verb::Explore(verb) => verb.run(),
            Verb::Sensitivity(verb) => verb.run(),
            Verb::Discover(verb) => verb.run(),
            Verb::Robustness(verb) => verb.run(),
            Verb::Replay(verb) => verb.run(),
            Verb::Batch(verb) => verb.run(),
            Verb::Sweep(verb) => verb.run(),
            Verb::Merge(verb) => verb.run(),
            Verb::Verify(verb) => verb.run(),
            Verb::Slurm(verb) => verb.run(),
            #[cfg(feature = "parquet")]
            Verb::Export(verb) => verb.run(),
            Verb::BenchSweep(verb) => verb.run(),
            Verb::Catalogue(verb) => verb.run(),
            Verb::Check(verb) => verb.run(),
            Verb::Calibrate(verb) => verb.run(),
            Verb::Explain(verb) => verb.run(),
            Verb::Schema(verb) => verb.run(),
            Verb::Evidence(verb) => verb.run(),
            Verb::Bench(verb) => verb.run(),
            Verb::Validate(verb) => verb.run(),
            Verb::Completions(verb) => verb.run(),
            Verb::Man(verb) => verb.run(),
            Verb::Reference(verb) => verb.run(),
        }
    }
}
