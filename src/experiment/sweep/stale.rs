//! What other commands made of a sweep that is begun anew: it would tell of points that are gone.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::output::page::Format;
use crate::plain_file::begins_with;

/// What the names of a sweep's charts begin with.
const CHARTS: [&str; 3] = ["sweep-lines-", "sweep-map-", "pareto"];

/// Metadata key by which a Parquet file says that `export` wrote it, and of which sweep.
const MANIFEST_KEY: &[u8] = b"pkosim.manifest";
/// What a Parquet file ends in, after the length of its footer.
const MAGIC: &[u8] = b"PAR1";
/// A footer is not larger: it holds a manifest and a few words on each column and row group.
const MOST_FOOTER: u64 = 1 << 28;

/// Removes what `report` and `plot` made of the results that are gone, where they write by default; what somebody else
/// put there stays.
pub(super) fn forget_told(dir: &Path) {
    for format in [Format::Html, Format::Markdown] {
        let path = dir.join(format!("report.{}", format.ending()));
        if path.is_file() && begins_with(&path, format.header()).unwrap_or(false) {
            let _ = fs::remove_file(path);
        }
    }
    let charts = dir.join("charts");
    for path in fs::read_dir(&charts).into_iter().flatten().flatten().map(|e| e.path()) {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let drawn = path.extension().is_some_and(|e| e == "svg" || e == "png");
        if drawn && CHARTS.iter().any(|name| stem.starts_with(name)) {
            let _ = fs::remove_file(path);
        }
    }
    // Fails, as it should, where something else is in it.
    let _ = fs::remove_dir(charts);
}

/// Removes what `export` made of the results that are gone, tables and replicates; what somebody else put there stays.
pub(super) fn forget_parquet(folder: &Path) {
    let replicates = folder.join("replicates");
    let blocks: Vec<PathBuf> = inside(&replicates).into_iter().filter(|p| p.is_dir()).collect();
    for dir in blocks.iter().chain([&replicates, &folder.to_owned()]) {
        inside(dir).iter().filter(|path| is_export(path)).for_each(|path| drop(fs::remove_file(path)));
        // Fails, as it should, where something else is in it.
        let _ = fs::remove_dir(dir);
    }
}

fn inside(dir: &Path) -> Vec<PathBuf> {
    fs::read_dir(dir).into_iter().flatten().flatten().map(|e| e.path()).collect()
}

/// Whether `export` wrote a file. Every build can tell: metadata stand in the footer as plain text.
fn is_export(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "parquet")
        && path.is_file()
        && footer(path).is_some_and(|bytes| bytes.windows(MANIFEST_KEY.len()).any(|w| w == MANIFEST_KEY))
}

/// The footer of a Parquet file: so many bytes as its last words say.
fn footer(path: &Path) -> Option<Vec<u8>> {
    let mut file = File::open(path).ok()?;
    let mut end = [0; 8];
    file.seek(SeekFrom::End(-8)).ok()?;
    file.read_exact(&mut end).ok()?;
    let length = u64::from(u32::from_le_bytes(end[..4].try_into().ok()?));
    if end[4..] != *MAGIC || length > MOST_FOOTER {
        return None;
    }
    file.seek(SeekFrom::End(-8 - length as i64)).ok()?;
    let mut footer = vec![0; length as usize];
    file.read_exact(&mut footer).ok()?;
    Some(footer)
}
