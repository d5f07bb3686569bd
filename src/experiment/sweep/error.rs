//! Why a sweep cannot go on.

use std::path::PathBuf;

use thiserror::Error;

use crate::engine::ensemble::Interrupted;
use crate::output::OutputError;
use crate::scenario::Problems;

use super::head::Shard;

/// Why a sweep, a merge or a verification cannot go on.
#[derive(Debug, Error)]
pub enum SweepError {
    /// The file system is in the way.
    #[error("{0}")]
    Output(#[from] OutputError),
    /// A sweep or a model that is not the one the folder was begun with.
    #[error("{} was begun with another sweep or another model; what differs:\n{diff}", dir.display())]
    Changed {
        /// The folder.
        dir: PathBuf,
        /// Lines of the one (`-`, in the folder) and of the other (`+`, asked for now).
        diff: String,
    },
    /// The folder holds points already, and nobody asked to go on.
    #[error("{} holds an unfinished sweep ({points} points are done)", dir.display())]
    Unfinished {
        /// The folder.
        dir: PathBuf,
        /// Points done.
        points: u64,
    },
    /// The folder holds a finished result.
    #[error("{} holds a finished result", dir.display())]
    Finished {
        /// The folder.
        dir: PathBuf,
    },
    /// A finished sweep without one of its tables, and without the parts that it was written from.
    #[error("{} is missing or has been changed, and the parts that it was written from are gone", path.display())]
    Lost {
        /// The table.
        path: PathBuf,
    },
    /// Another process is at work in the folder.
    #[error("another pkosim is at work in {}", dir.display())]
    Busy {
        /// The folder.
        dir: PathBuf,
    },
    /// Ctrl-C while another process was at work in the folder.
    #[error("interrupted")]
    Interrupted(#[from] Interrupted),
    /// Ctrl-C: what was finished is kept.
    #[error("interrupted: {done} of {points} points are kept in {}", dir.display())]
    Stopped {
        /// The folder.
        dir: PathBuf,
        /// Points done.
        done: u64,
        /// Points of the sweep, or of the shard.
        points: u64,
    },
    /// A point that failed where the first failure is to end the sweep.
    #[error("point {point} ({settings}) failed: {why}")]
    Point {
        /// Its number.
        point: u64,
        /// What it sets.
        settings: String,
        /// What is wrong with it.
        why: String,
    },
    /// A design of another command.
    #[error("design = \"{design}\" belongs to `pkosim sensitivity`")]
    OtherCommand {
        /// The design.
        design: &'static str,
    },
    /// A folder that holds no part of a sweep.
    #[error("{} holds no unmerged part of a sweep", dir.display())]
    NoPart {
        /// The folder.
        dir: PathBuf,
    },
    /// Points that no part has.
    #[error("{}", missing(*.count, *.points, .shards, .first))]
    Missing {
        /// How many.
        count: u64,
        /// Of how many.
        points: u64,
        /// The shards that would fill them; empty where the parts are not shards of one kind.
        shards: Vec<Shard>,
        /// The first few of them.
        first: Vec<u64>,
    },
    /// Two parts that do not agree on a point.
    #[error("{} and {} both hold point {point} and do not agree on it", one.display(), other.display())]
    Disagree {
        /// A part.
        one: PathBuf,
        /// Another.
        other: PathBuf,
        /// The point.
        point: u64,
    },
    /// A finished sweep whose files are not what they were.
    #[error("{}: {why}", path.display())]
    NotASweep {
        /// The file or folder.
        path: PathBuf,
        /// Why it cannot be used.
        why: String,
    },
    /// A scenario in a finished sweep that no longer loads.
    #[error("{0}")]
    Scenario(#[from] Problems),
}

impl SweepError {
    /// The documented exit code.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Output(error) => error.exit_code(),
            Self::Unfinished { .. } | Self::Finished { .. } | Self::Busy { .. } => 3,
            Self::Stopped { .. } | Self::Interrupted(_) => 130,
            Self::NoPart { .. } | Self::NotASweep { .. } | Self::Lost { .. } => 3,
            Self::Scenario(problems) => problems.exit_code(),
            _ => 2,
        }
    }

    /// What may help.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Output(error) => return error.hint().map(str::to_owned),
            Self::Changed { .. } => "undo the change, or choose another folder with --out DIR",
            Self::Unfinished { .. } => "--resume goes on with it, --replace begins anew",
            Self::Finished { .. } => "--resume checks that it is this sweep, --replace begins anew",
            Self::Lost { .. } => "--replace runs the sweep anew, to the same bytes",
            Self::Busy { .. } => "--wait waits for its end, --out DIR chooses another folder",
            Self::Stopped { .. } => "the same command with --resume goes on",
            Self::Point { .. } => "--keep-going lists such points in failures.csv and goes on",
            Self::NoPart { .. } => "name the folders that `pkosim sweep --shard` wrote",
            Self::Missing { shards, .. } if !shards.is_empty() => return Some(array(shards)),
            Self::Missing { .. } => "finish the sweep with --resume first",
            Self::Disagree { .. } => "one of them is damaged: remove it and run that shard again",
            Self::NotASweep { .. } => "name the folder of a finished sweep",
            Self::Scenario(_) | Self::OtherCommand { .. } | Self::Interrupted(_) => return None,
        };
        Some(hint.to_owned())
    }
}

fn missing(count: u64, points: u64, shards: &[Shard], first: &[u64]) -> String {
    let list: Vec<String> = first.iter().map(u64::to_string).collect();
    let more = if count > first.len() as u64 { ", ..." } else { "" };
    let mut text = format!("{count} of {points} points are missing: {}{more}", list.join(", "));
    if !shards.is_empty() {
        let names: Vec<String> = shards.iter().map(Shard::to_string).collect();
        text.push_str(&format!(" (of the shards {})", names.join(", ")));
    }
    text
}

/// The line that runs the missing elements of a Slurm array again.
fn array(shards: &[Shard]) -> String {
    let elements: Vec<String> = shards.iter().map(|s| s.index.to_string()).collect();
    format!("on a cluster: sbatch --array={} JOBSCRIPT (that of `pkosim slurm`)", elements.join(","))
}
