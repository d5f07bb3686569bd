//! Every replicate of every point of a finished sweep, as a partitioned Parquet dataset.
//!
//! Nothing but summaries is kept while a sweep runs. Its points can be lived through again to the bit, and that is what
//! is done here: `block=K/part-0.parquet` holds some points each, with one row per point and replicate and one column
//! per outcome and world. A part that is there already and belongs to this sweep is left alone, so that an interrupted
//! export goes on where it was.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::engine::ensemble::Interrupted;
use crate::experiment::measured::{self, Measured};
use crate::output::OutputError;
use crate::output::folder::TEMPORARY;
use crate::output::manifest::to_json;
use crate::output::parquet::{self, Cells, ColumnKind, Columns, DICTIONARY, ExportError, MANIFEST};
use crate::world::setting::Setting;

use super::error::SweepError;
use super::relive::{Points, Relive};

/// Rows of a file, about.
const ROWS: u64 = 1 << 20;
/// Rows of a row group at most.
const GROUP: u64 = 1 << 16;
/// Metadata key of what a part holds.
const PART: &str = "pkosim.part";
/// Columns before the outcomes.
const KEYS: [&str; 3] = ["point", "replicate", "draw"];

/// Why a dataset was not finished.
#[derive(Debug, thiserror::Error)]
pub enum ReplicatesError {
    /// The sweep cannot be read.
    #[error("{0}")]
    Sweep(#[from] SweepError),
    /// The dataset cannot be written.
    #[error("{0}")]
    Export(#[from] ExportError),
    /// The run was interrupted; the parts written so far are kept.
    #[error("interrupted")]
    Interrupted(#[from] Interrupted),
}

/// Some points in a row, which go to one file.
type Part<'a> = Vec<(&'a u64, &'a (u64, Vec<(String, String)>))>;

/// Writes the dataset into `out`; `progress` hears how many replicates are there. Says how many rows it has.
///
/// # Errors
/// [`ReplicatesError`].
pub fn write(
    sweep: &Relive,
    out: &Path,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<u64, ReplicatesError> {
    let points = sweep.points(None)?;
    let parts = parts(&points);
    drop_blocks(out, parts.len())?;
    let mut rows = 0;
    for (block, part) in parts.into_iter().enumerate() {
        let dir = out.join(format!("block={block}"));
        fs::create_dir_all(&dir).map_err(|e| ExportError::from(OutputError::io("create", &dir, e)))?;
        let path = dir.join("part-0.parquet");
        let holds = format!("{} {}", sweep.manifest.head.fingerprint(), part.first().map_or(0, |p| *p.0));
        if parquet::metadata(&path, PART).as_deref() != Some(&holds) {
            clear(&dir);
            write_part(sweep, &part, &path, holds, rows, progress, stop)?;
        }
        rows += part.iter().map(|(_, (n, _))| n).sum::<u64>();
        progress(rows);
    }
    Ok(rows)
}

/// Replicates of a sweep in all.
pub fn total(points: &Points) -> u64 {
    points.values().map(|(n, _)| n).sum()
}

/// Points in a row with about [`ROWS`] replicates together.
fn parts(points: &Points) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut room = 0;
    for point in points {
        let n = point.1.0;
        match parts.last_mut().filter(|_| n <= room) {
            Some(part) => part.push(point),
            None => {
                parts.push(vec![point]);
                room = ROWS;
            }
        }
        room = room.saturating_sub(n);
    }
    parts
}

/// Removes the blocks of a longer sweep that was exported to the same folder before: whoever reads the dataset would
/// read them too.
///
/// # Errors
/// Something stands in such a block that no export wrote.
fn drop_blocks(out: &Path, parts: usize) -> Result<(), ExportError> {
    let blocks = fs::read_dir(out).into_iter().flatten().flatten().map(|e| e.path());
    let number = |path: &Path| path.file_name()?.to_str()?.strip_prefix("block=")?.parse::<usize>().ok();
    for dir in blocks.filter(|path| number(path).is_some_and(|k| k >= parts)) {
        clear(&dir);
        let path = dir.join("part-0.parquet");
        if parquet::metadata(&path, PART).is_some() {
            fs::remove_file(&path).map_err(|e| OutputError::io("remove", &path, e))?;
        }
        fs::remove_dir(&dir).map_err(|e| OutputError::io("remove the block of another dataset", &dir, e))?;
    }
    Ok(())
}

/// Removes what a killed process left.
fn clear(dir: &Path) {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let left: Vec<PathBuf> =
        entries.filter(|e| e.file_name().to_string_lossy().starts_with(TEMPORARY)).map(|e| e.path()).collect();
    left.iter().for_each(|path| drop(fs::remove_file(path)));
}

/// Replicates of one point, few enough to be held.
struct Slice<'a> {
    point: u64,
    settings: &'a [(String, String)],
    first: u64,
    n: u64,
}

fn write_part(
    sweep: &Relive,
    part: &Part<'_>,
    path: &Path,
    holds: String,
    before: u64,
    progress: &(dyn Fn(u64) + Sync),
    stop: &AtomicBool,
) -> Result<(), ReplicatesError> {
    let shown = shown(sweep, part);
    let columns: Vec<(String, ColumnKind)> = KEYS
        .iter()
        .map(|key| ((*key).to_owned(), ColumnKind::Whole))
        .chain(shown.iter().map(|m| (name(m), ColumnKind::Number)))
        .collect();
    let keys = KEYS.iter().map(|key| parquet::of_table(key, ColumnKind::Whole));
    let outcomes = shown.iter().map(|m| parquet::of_outcome(&name(m), m.outcome, m.world.name(), m.unit));
    let dictionary = parquet::to_json(&keys.chain(outcomes).collect::<Vec<_>>());
    let metadata = [(DICTIONARY, dictionary), (MANIFEST, to_json(&sweep.manifest)), (PART, holds)];
    let mut file = Columns::begin(path, &columns, &metadata)?;
    let slices: Vec<Slice<'_>> = part
        .iter()
        .flat_map(|(point, (replicates, settings))| {
            let firsts = (0..*replicates).step_by(GROUP as usize);
            firsts.map(move |first| Slice { point: **point, settings, first, n: GROUP.min(replicates - first) })
        })
        .collect();
    let mut done = before;
    for some in slices.chunks(rayon::current_num_threads()) {
        let groups: Vec<Option<Vec<Cells>>> = some.par_iter().map(|slice| live(sweep, slice, &shown, stop)).collect();
        if stop.load(Ordering::Relaxed) {
            return Err(Interrupted.into());
        }
        groups.iter().flatten().try_for_each(|cells| file.group(cells))?;
        done += some.iter().map(|s| s.n).sum::<u64>();
        progress(done);
    }
    file.finish()?;
    Ok(())
}

/// What is measured at the points of a part, less what is a difference of two other columns.
fn shown(sweep: &Relive, part: &Part<'_>) -> Vec<Measured> {
    let scenario = part.iter().find_map(|(_, (_, settings))| sweep.scenario(settings).ok());
    let operations = scenario.is_some_and(|s| !s.operations.is_empty());
    let kept = &sweep.common.outcomes;
    let mut all = measured::measured(operations, sweep.common.counterfactual);
    all.retain(|m| kept.is_empty() || kept.iter().any(|o| o == m.outcome));
    let plain: Vec<&str> = all.iter().filter(|m| m.world.name() != "difference").map(|m| m.outcome).collect();
    all.iter().filter(|m| m.world.name() != "difference" || !plain.contains(&m.outcome)).copied().collect()
}

/// Name of the column of an outcome.
fn name(measured: &Measured) -> String {
    format!("{}.{}", measured.world.name(), measured.outcome)
}

/// The cells of a slice; nothing where the point's values do not go together or the run was stopped.
fn live(sweep: &Relive, slice: &Slice<'_>, shown: &[Measured], stop: &AtomicBool) -> Option<Vec<Cells>> {
    let scenario = sweep.scenario(slice.settings).ok()?;
    let common = &sweep.common;
    let setting = Setting::new(&scenario, common.posterior.clone(), common.seed);
    let paired = common.counterfactual;
    let columns = measured::live(&setting, paired, slice.first, slice.n, common.simd, stop);
    if columns.first().is_none_or(|c| c.len() as u64 != slice.n) {
        return None;
    }
    let here = measured::measured(!scenario.operations.is_empty(), paired);
    let all = slice.first..slice.first + slice.n;
    let whole = |of: &dyn Fn(u64) -> i64| Cells::Whole(all.clone().map(|k| Some(of(k))).collect());
    let mut cells =
        vec![whole(&|_| slice.point as i64), whole(&|k| k as i64), whole(&|k| common.posterior.draw_of(k) as i64)];
    cells.extend(shown.iter().map(|m| {
        let column = here.iter().position(|h| h == m).map(|k| &columns[k]);
        let cell = |i: usize| column.map(|c| c[i]).filter(|x| !x.is_nan());
        Cells::Number((0..slice.n as usize).map(cell).collect())
    }));
    Some(cells)
}
