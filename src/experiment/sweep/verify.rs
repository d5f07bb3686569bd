//! A finished sweep held against itself: files by their hashes, points by living through them again.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use crate::draws::dispatch::SimdClass;
use crate::draws::slots::ONCE;
use crate::draws::stream::Stream;
use crate::output::OutputError;
use crate::output::manifest::{MANIFEST, is_as_listed};
use crate::output::messages::{Lang, sweeps as words};

use super::error::SweepError;
use super::head::{Head, SweepManifest};
use super::live::{PointError, write_rows};
use super::relive::{Points, Relive};
use super::run::told;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Points lived through again.
    pub points: Vec<u64>,
    /// What is not as it should be.
    pub wrong: Vec<Wrong>,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A file is not the one that the manifest describes.
    File(PathBuf),
    /// The manifest itself was changed.
    Manifest(PathBuf),
    /// A point comes out different: its number and what it sets.
    Point(u64, String),
    /// A point cannot be lived through again: its number, what it sets, and why.
    Scenario(u64, String, String),
}

impl Wrong {
    /// In a language.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::File(path) => words::WRONG_FILE.with(lang, &[("path", &path.display())]),
            Self::Manifest(path) => words::WRONG_MANIFEST.with(lang, &[("path", &path.display())]),
            Self::Point(k, settings) => words::WRONG_POINT.with(lang, &[("k", k), ("settings", settings)]),
            Self::Scenario(k, settings, why) => {
                words::WRONG_SCENARIO.with(lang, &[("k", k), ("settings", settings), ("why", why)])
            }
        }
    }
}

/// Verifies a finished sweep: the hash of its manifest and of each table, and `sample` points chosen by `seed`, to the
/// last bit. `folder` as in [`Relive::open`].
///
/// # Errors
/// No finished sweep stands there, or it was made by another model.
pub fn verify(
    dir: &Path,
    folder: Option<PathBuf>,
    sample: u64,
    seed: u64,
    simd: SimdClass,
    stop: &AtomicBool,
) -> Result<Verdict, SweepError> {
    let sweep = Relive::open(dir, folder, simd)?;
    let mut verdict = Verdict::default();
    let path = dir.join(MANIFEST);
    let text = std::fs::read_to_string(&path).map_err(|e| OutputError::io("read", &path, e))?;
    if !sweep.manifest.is_text(&text) {
        verdict.wrong.push(Wrong::Manifest(path));
    }
    check_hashes(dir, &sweep.manifest, &mut verdict)?;
    let chosen = choose(&sweep.manifest.head, sample, seed);
    let rows = sweep.points(Some(&chosen))?;
    let mut lines = read_results(dir, &rows)?;
    for (point, (replicates, settings)) in &rows {
        let (mut bytes, mut why) = (Vec::new(), None);
        // A point whose values do not go together has no rows, then and now.
        match sweep.scenario(settings) {
            Ok(scenario) => {
                let Ok(again) = sweep.common.live(&scenario, *replicates, stop) else { break };
                let failed = |e| OutputError::io("write", dir, std::io::Error::other(e));
                write_rows(*point, &again.rows, &mut bytes).map_err(failed)?;
            }
            Err(problems) => why = Some(PointError::from(problems).line()),
        }
        if lines.remove(point).unwrap_or_default() != bytes {
            let settings = told(settings);
            verdict.wrong.push(match why {
                Some(why) => Wrong::Scenario(*point, settings, why),
                None => Wrong::Point(*point, settings),
            });
        }
        verdict.points.push(*point);
    }
    Ok(verdict)
}

fn check_hashes(dir: &Path, manifest: &SweepManifest, verdict: &mut Verdict) -> Result<(), SweepError> {
    for file in &manifest.files {
        if !is_as_listed(dir, file)? {
            verdict.wrong.push(Wrong::File(dir.join(&file.name)));
        }
    }
    Ok(())
}

/// Different points, evenly chosen.
fn choose(head: &Head, sample: u64, seed: u64) -> Vec<u64> {
    let luck = Stream::new(seed, "verify");
    let mut chosen: Vec<u64> = Vec::new();
    let mut k = 0;
    while (chosen.len() as u64) < sample.min(head.points) {
        let point = ((luck.uniform_at(k, ONCE, 0) * head.points as f64) as u64).min(head.points - 1);
        if !chosen.contains(&point) {
            chosen.push(point);
        }
        k += 1;
    }
    chosen.sort_unstable();
    chosen
}

/// Lines of `results.csv` of the chosen points.
fn read_results(dir: &Path, chosen: &Points) -> Result<BTreeMap<u64, Vec<u8>>, SweepError> {
    let path: PathBuf = dir.join("results.csv");
    let failed = |e| OutputError::io("read", &path, e);
    let mut reader = BufReader::with_capacity(1 << 18, File::open(&path).map_err(failed)?);
    let (mut lines, mut line) = (BTreeMap::<u64, Vec<u8>>::new(), Vec::new());
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line).map_err(failed)? == 0 {
            return Ok(lines);
        }
        let point = line.split(|b| *b == b',').next().and_then(|t| std::str::from_utf8(t).ok()?.parse().ok());
        if let Some(point) = point.filter(|p| chosen.contains_key(p)) {
            lines.entry(point).or_default().extend_from_slice(&line);
        }
    }
}
