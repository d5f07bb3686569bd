//! `pkosim slurm`: the job script that runs a sweep as an array of a Slurm cluster.

use std::path::{Path, PathBuf};

use clap::Args;

use pkosim::experiment::sweep::load;

use super::args;
use super::console::say;
use super::failure::Failure;
use super::file::NewFile;
use super::sweep::default_folder;

/// Write the job script that runs a sweep as a Slurm array
///
/// Each element runs a shard with --resume and --wait, so that an element may be killed, requeued or run twice at
/// once; the same line with --array=MISSING fills what is missing.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Slurm {
    /// Sweep file
    file: PathBuf,
    /// Elements of the array: shards of the sweep
    #[arg(long, value_name = "N", value_parser = elements)]
    array: u64,
    /// Folder of the shards [default: output/<sweep>]
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write the script there instead of to standard output; an older script is replaced, any other file is left alone
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// Processor cores of an element
    #[arg(long, value_name = "C", default_value = "4", value_parser = cpus)]
    cpus: u64,
    /// Time limit of an element, as Slurm writes it: minutes, M:S, H:M:S, D-H, D-H:M or D-H:M:S
    #[arg(long, value_name = "TIME", default_value = "04:00:00", value_parser = time)]
    time: String,
    /// Partition
    #[arg(long, value_name = "NAME", value_parser = plain)]
    partition: Option<String>,
    /// The program on the nodes
    #[arg(long, value_name = "PATH", default_value = "pkosim")]
    program: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  pkosim slurm scenarios/sweeps/four-levers.toml --array 8 --script four-levers.sbatch
  sbatch four-levers.sbatch
  pkosim merge output/four-levers/shards --out output/four-levers/whole";

/// What every script begins with; by this an older one is known.
const HEADER: &str = "#!/bin/bash\n# A Slurm array of `pkosim sweep`, written by `pkosim slurm`";

/// The most elements of an array.
const MOST: u64 = 100_000;

fn elements(text: &str) -> Result<u64, String> {
    args::whole(text, MOST, "elements")
}

/// As many as `sweep --threads` takes.
fn cpus(text: &str) -> Result<u64, String> {
    args::whole(text, args::MOST_THREADS, "cores")
}

/// A time limit in a form that Slurm reads.
fn time(text: &str) -> Result<String, String> {
    let digits = |part: &str| (1..=9).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let (days, clock) = text.split_once('-').map_or((None, text), |(days, clock)| (Some(days), clock));
    let good = days.is_none_or(digits) && clock.split(':').count() <= 3 && clock.split(':').all(digits);
    let expected = "expected minutes, M:S, H:M:S, D-H, D-H:M or D-H:M:S, for example 04:00:00";
    good.then(|| text.to_owned()).ok_or_else(|| expected.to_owned())
}

/// A word that needs no quotes in a script.
fn plain(text: &str) -> Result<String, String> {
    let fine = |c: char| c.is_ascii_alphanumeric() || "-_:.,".contains(c);
    let good = !text.is_empty() && text.chars().all(fine);
    good.then(|| text.to_owned()).ok_or_else(|| "expected letters, digits and - _ : . ,".to_owned())
}

impl Slurm {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let plan = load(&self.file)?;
        if self.array > plan.len() {
            let what =
                format!("--array {} for {} points: some elements would have nothing to do", self.array, plan.len());
            return Err(Failure::usage(what, "ask for at most as many elements as there are points"));
        }
        let out = self.out.clone().unwrap_or_else(|| default_folder(&self.file));
        for (what, path) in [("the sweep file", &self.file), ("--out", &out), ("--program", &self.program)] {
            writable(what, path)?;
        }
        let text = self.script(&args::folder_name(&plan.name).to_string_lossy(), &out);
        match &self.script {
            None => say(&text),
            Some(path) => {
                let script = NewFile::begin(path, HEADER).and_then(|file| file.finish(text.as_bytes()));
                script.map_err(|error| Failure::File { error, option: "--script FILE" })
            }
        }
    }

    fn script(&self, name: &str, out: &Path) -> String {
        let shards = quoted(&out.join("shards").display().to_string());
        let (file, program) = (quoted(&self.file.display().to_string()), quoted(&self.program.display().to_string()));
        let whole = quoted(&out.join("whole").display().to_string());
        let partition = self.partition.as_ref().map_or(String::new(), |p| format!("#SBATCH --partition={p}\n"));
        let (n, cpus, time) = (self.array, self.cpus, &self.time);
        format!(
            r#"{HEADER}
# {n} shards of {file}; submit from this folder with: sbatch SCRIPT
# Missing elements are filled with: sbatch --array=3,7 SCRIPT
#SBATCH --job-name=pkosim-{name}
#SBATCH --array=1-{n}
#SBATCH --cpus-per-task={cpus}
#SBATCH --time={time}
#SBATCH --requeue
#SBATCH --open-mode=append
{partition}set -eu
element=${{SLURM_ARRAY_TASK_ID:?submit this script as an array}}
mkdir -p {shards}
# --resume: an element that was killed or requeued goes on; --wait: it waits where its first run is still at work.
exec {program} sweep {file} --shard "$element/{n}" --out {shards}/"shard-$element" \
    --resume --wait --yes --quiet --threads "${{SLURM_CPUS_PER_TASK:-1}}"
# When all elements are done (it names what is missing):
#   {program} merge {shards} --out {whole}
"#
        )
    }
}

/// Refuses a path that cannot stand in a script: a line break would end a comment, and what follows it would be run.
fn writable(what: &str, path: &Path) -> Result<(), Failure> {
    match path.to_str() {
        Some(text) if !text.chars().any(char::is_control) => Ok(()),
        Some(_) => {
            let what = format!("{what}: {path:?} has a line break or another control character in it");
            Err(Failure::usage(what, "a job script takes names without them"))
        }
        None => Err(Failure::usage(format!("{what}: {path:?} is no UTF-8 text"), "a job script takes names that are")),
    }
}

/// Quoted for a shell where it needs quotes.
fn quoted(text: &str) -> String {
    let fine = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if !text.is_empty() && text.chars().all(fine) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
