//! Why a command did not do what was asked, and the exit code that says so.

use std::io::{self, Write};
use std::process::ExitCode;

use pkosim::calibration::fit::error::FitError;
use pkosim::calibration::target::TargetError;
use pkosim::draws::dispatch::SimdError;
use pkosim::engine::ensemble::Interrupted;
use pkosim::evidence::file::PosteriorError;
use pkosim::experiment::finished::FinishedError;
use pkosim::experiment::sweep::SweepError;
use pkosim::output::OutputError;
use pkosim::output::calibration::journal::JournalError;
use pkosim::scenario::Problems;
use pkosim::treaty::TreatyError;
use thiserror::Error;

use super::console::printable;
use super::file::FileError;

/// Why a command did not do what was asked.
#[derive(Debug, Error)]
pub enum Failure {
    /// A scenario or a `--set` is wrong, or its file cannot be read.
    #[error("{0}")]
    Scenario(#[from] Problems),
    /// A treaty scenario is wrong or cannot be read.
    #[error("error: {0}\n")]
    Treaty(#[from] TreatyError),
    /// The result cannot be written.
    #[error("error: {}\n{}", .0, hint(.0.hint()))]
    Output(#[from] OutputError),
    /// A sweep cannot go on.
    #[error("{}", sweep(.0))]
    Sweep(#[from] SweepError),
    /// `PKOSIM_SIMD` names no class that this machine runs.
    #[error("error: {0}\n  hint: unset PKOSIM_SIMD and the widest class is taken\n")]
    Simd(#[from] SimdError),
    /// The arguments do not go together.
    #[error("error: {what}\n  hint: {hint}\n")]
    Usage {
        /// What is wrong.
        what: String,
        /// What may help.
        hint: String,
    },
    /// Standard output takes no more: a full disk, for one.
    #[error("error: could not write to standard output: {0}\n")]
    Stdout(io::Error),
    /// Whoever read standard output has read enough. No error to anybody.
    #[error("")]
    ReaderGone,
    /// The threads could not be started.
    #[error("error: could not start the threads: {0}\n  hint: ask for fewer with --threads N\n")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// Ctrl-C.
    #[error("interrupted: nothing was written\n")]
    Interrupted(#[from] Interrupted),
    /// A table cannot be written.
    #[error("error: {error}\n  hint: choose another place with {option}\n")]
    File {
        /// Why.
        error: FileError,
        /// The option that names it.
        option: &'static str,
    },
    /// A posterior file is wrong or cannot be read.
    #[error("error: {}\n  hint: {}\n", .0, .0.hint())]
    Posterior(#[from] PosteriorError),
    /// Targets are wrong or cannot be read.
    #[error("error: {}\n  hint: {}\n", .0, .0.hint())]
    Targets(#[from] TargetError),
    /// A finished sweep cannot be read, or does not have what was asked for.
    #[error("error: {}\n{}", .0, hint(.0.hint()))]
    Finished(#[from] FinishedError),
    /// A fit cannot be made.
    #[error("error: {0}\n  hint: `pkosim validate` shows what each study says\n")]
    Fit(FitError),
    /// A calibration's journal is in the way.
    #[error("error: {}\n  hint: {}\n", .0, .0.hint())]
    Journal(#[from] JournalError),
    /// What is wrong has been said already.
    #[error("")]
    Told(u8),
    /// Ctrl-C when the result was already being written; it is whole.
    #[error("")]
    InterruptedLate,
}

impl Failure {
    /// Arguments that do not go together.
    pub fn usage(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { what: what.into(), hint: hint.into() }
    }

    /// The documented exit code.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Scenario(problems) => problems.exit_code(),
            Self::Output(error) => error.exit_code(),
            Self::Sweep(error) => error.exit_code(),
            Self::Simd(_) | Self::Usage { .. } => 2,
            Self::Posterior(error) => error.exit_code(),
            Self::Targets(error) => error.exit_code(),
            Self::Treaty(error) => {
                if matches!(error, TreatyError::Unreadable { .. }) {
                    3
                } else {
                    2
                }
            }
            Self::Finished(FinishedError::Io { .. }) => 3,
            Self::Finished(_) => 2,
            Self::Fit(_) => 2,
            Self::Journal(error) => error.exit_code(),
            Self::Told(code) => *code,
            Self::Stdout(_) | Self::Threads(_) | Self::File { .. } => 3,
            Self::ReaderGone => 0,
            Self::Interrupted(_) | Self::InterruptedLate => 130,
        }
    }

    /// Says what is wrong on stderr.
    pub fn report(&self) -> ExitCode {
        // Nobody is left to tell if stderr fails too.
        let _ = io::stderr().lock().write_all(printable(&self.to_string()).as_bytes());
        ExitCode::from(self.exit_code())
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        Self::File { error, option: "--out FILE" }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::ReaderGone } else { Self::Stdout(error) }
    }
}

impl From<FitError> for Failure {
    fn from(error: FitError) -> Self {
        match error {
            FitError::Interrupted(why) => why.into(),
            FitError::Journal(inner) => match inner.downcast::<OutputError>() {
                Ok(output) => Self::Output(*output),
                Err(other) => Self::Fit(FitError::Journal(other)),
            },
            other => Self::Fit(other),
        }
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => error.into(),
            other => Self::Stdout(io::Error::other(format!("{other:?}"))),
        }
    }
}

fn hint(hint: Option<&str>) -> String {
    hint.map_or(String::new(), |h| format!("  hint: {h}\n"))
}

fn sweep(error: &SweepError) -> String {
    match error {
        // Problems of a scenario are told with their own "error:".
        SweepError::Scenario(problems) => problems.to_string(),
        SweepError::Stopped { .. } => format!("{error}\n{}", hint(error.hint().as_deref())),
        other => format!("error: {}\n{}", other.to_string().trim_end(), hint(other.hint().as_deref())),
    }
}
