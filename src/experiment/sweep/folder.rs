//! The folder of a sweep while it runs: who is at work in it, what it was begun with, what is done.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::engine::ensemble::Interrupted;
use crate::output::OutputError;
use crate::output::folder::{TEMPORARY, make, write_file};
use crate::output::manifest::{FileEntry, Kind, MANIFEST, RUN, held, to_json};

use super::error::SweepError;
use super::head::{Begun, Head, Shard, SweepManifest};
use super::journal::{Contents, part_files, sync_folder};
use super::stale;

/// What a sweep was begun with.
pub const BEGUN: &str = "sweep.json";
/// Held by the process at work.
const LOCK: &str = "sweep.lock";
/// Files of a finished sweep, those of its results first.
pub const TABLES: [&str; 3] = ["points.csv", "results.csv", "failures.csv"];

/// What a sweep leaves in its folder, the manifest first: without it nothing else counts as a result.
const OURS: [&str; 6] = [MANIFEST, "points.csv", "results.csv", "failures.csv", RUN, BEGUN];

/// Where `export` writes by default.
const PARQUET: &str = "parquet";

/// What to do where the folder is not empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mode {
    /// Go on with what is there.
    pub resume: bool,
    /// Begin anew.
    pub replace: bool,
    /// Wait for another process to end.
    pub wait: bool,
}

/// A folder that this process is at work in.
#[derive(Debug)]
pub struct Open {
    /// The folder.
    pub dir: PathBuf,
    /// Points done.
    pub contents: Contents,
    /// Whether the sweep is finished and its tables are there.
    pub finished: bool,
    _lock: Option<File>,
}

impl Open {
    /// Takes hold of a folder for a sweep, or for a shard of it; begins it where it is empty or absent.
    ///
    /// # Errors
    /// Something else stands there, another process is at work in it, or it was begun with another sweep.
    pub fn take(
        dir: &Path,
        head: &Head,
        shard: Option<Shard>,
        mode: Mode,
        stop: &AtomicBool,
    ) -> Result<Self, SweepError> {
        refuse_foreign(dir)?;
        make(dir)?;
        let lock = lock(dir, mode.wait, stop)?;
        sweep_up(dir);
        let taken = take(dir, head, shard, mode);
        let (contents, finished) = taken.inspect_err(|_| tidy(dir))?;
        let open = Self { dir: dir.to_owned(), contents, finished, _lock: lock };
        if finished {
            // A kill may have come between the manifest and the end of the parts.
            open.clear();
        }
        Ok(open)
    }

    /// Removes what is of use only while the sweep runs.
    pub fn clear(&self) {
        for path in part_files(&self.dir).unwrap_or_default() {
            let _ = fs::remove_file(path);
        }
        let _ = fs::remove_file(self.dir.join(BEGUN));
        let _ = fs::remove_file(self.dir.join(LOCK));
        sync_folder(&self.dir);
    }
}

fn take(dir: &Path, head: &Head, shard: Option<Shard>, mode: Mode) -> Result<(Contents, bool), SweepError> {
    if dir.join(MANIFEST).exists() {
        let old = manifest(dir)?;
        if mode.resume {
            compare(dir, &old.head, None, head, shard)?;
            return whole(dir, &old);
        }
        if !mode.replace {
            return Err(SweepError::Finished { dir: dir.to_owned() });
        }
        empty(dir, &OURS)?;
        stale::forget_told(dir);
        stale::forget_parquet(&dir.join(PARQUET));
    }
    if dir.join(BEGUN).exists() {
        let begun = begun(dir)?;
        let contents = Contents::read(dir, &begun.head.fingerprint())?;
        if mode.resume {
            compare(dir, &begun.head, begun.shard, head, shard)?;
            return Ok((contents, false));
        }
        if !mode.replace && !contents.entries.is_empty() {
            return Err(SweepError::Unfinished { dir: dir.to_owned(), points: contents.entries.len() as u64 });
        }
        empty(dir, &OURS)?;
    }
    let begun = Begun { head: head.clone(), shard };
    write_file(&dir.join(BEGUN), to_json(&begun).as_bytes())?;
    sync_folder(dir);
    Ok((Contents::default(), false))
}

/// Whether a finished sweep has its tables. Where one is gone or cut, what parts are left write it again.
fn whole(dir: &Path, old: &SweepManifest) -> Result<(Contents, bool), SweepError> {
    let same = |f: &&FileEntry| fs::metadata(dir.join(&f.name)).is_ok_and(|m| m.is_file() && m.len() == f.bytes);
    let Some(lost) = old.files.iter().find(|f| !same(f)) else { return Ok((Contents::default(), true)) };
    let contents = Contents::read(dir, &old.head.fingerprint())?;
    if contents.entries.is_empty() {
        return Err(SweepError::Lost { path: dir.join(&lost.name) });
    }
    Ok((contents, false))
}

/// What a folder was begun with.
pub fn begun(dir: &Path) -> Result<Begun, SweepError> {
    read_json(&dir.join(BEGUN))
}

/// The manifest of a finished sweep.
pub fn manifest(dir: &Path) -> Result<SweepManifest, SweepError> {
    read_json(&dir.join(MANIFEST))
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, SweepError> {
    let bytes = fs::read(path).map_err(|e| OutputError::io("read", path, e))?;
    let not = |e: serde_json::Error| SweepError::NotASweep { path: path.to_owned(), why: e.to_string() };
    serde_json::from_slice(&bytes).map_err(not)
}

fn compare(
    dir: &Path,
    old: &Head,
    old_shard: Option<Shard>,
    new: &Head,
    shard: Option<Shard>,
) -> Result<(), SweepError> {
    let mut diff = String::new();
    if old.fingerprint() != new.fingerprint() {
        diff = old.diff(new);
    } else if old_shard != shard {
        let word = |s: Option<Shard>| s.map_or("the whole sweep".to_owned(), |s| format!("--shard {s}"));
        diff = format!("  - {}\n  + {}", word(old_shard), word(shard));
    }
    if diff.is_empty() { Ok(()) } else { Err(SweepError::Changed { dir: dir.to_owned(), diff }) }
}

/// A folder with other things in it is left as it is.
fn refuse_foreign(dir: &Path) -> Result<(), OutputError> {
    match fs::metadata(dir) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(OutputError::io("look at", dir, e)),
        Ok(meta) if !meta.is_dir() => return Err(OutputError::File { path: dir.to_owned() }),
        Ok(_) => {}
    }
    let expected = Kind::Sweep.name();
    if let Some(held) = held(dir).filter(|held| held.kind != expected) {
        return Err(OutputError::OtherKind { path: dir.to_owned(), found: held.kind, expected });
    }
    let ours = [BEGUN, MANIFEST].iter().any(|f| is_ours(&dir.join(f)));
    let names = fs::read_dir(dir).map_err(|e| OutputError::io("read", dir, e))?;
    // A process that was killed as it began leaves no more than this.
    let nothing = names.flatten().all(|e| e.file_name() == LOCK || is_temporary(&e));
    if ours || nothing { Ok(()) } else { Err(OutputError::Foreign { path: dir.to_owned() }) }
}

fn is_temporary(entry: &fs::DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with(TEMPORARY)
}

/// Removes what killed processes left half-written; called while the folder is locked.
fn sweep_up(dir: &Path) {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries.filter(is_temporary).for_each(|e| drop(fs::remove_file(e.path())));
}

fn is_ours(path: &Path) -> bool {
    let value: Option<serde_json::Value> = fs::read(path).ok().and_then(|b| serde_json::from_slice(&b).ok());
    value.is_some_and(|v| v["program"] == "pkosim")
}

/// Removes part files and some others; what this program did not write stays.
fn empty(dir: &Path, names: &[&str]) -> Result<(), SweepError> {
    let named = names.iter().map(|name| dir.join(name)).filter(|p| p.exists());
    for path in part_files(dir)?.into_iter().chain(named) {
        fs::remove_file(&path).map_err(|e| OutputError::io("remove", &path, e))?;
    }
    Ok(())
}

/// Leaves a folder that could not be taken as it was: without a lock file in an otherwise empty one.
fn tidy(dir: &Path) {
    let _ = fs::remove_file(dir.join(LOCK));
}

/// Locks a folder. A file system without locks is no obstacle: every process writes to part files of its own.
fn lock(dir: &Path, wait: bool, stop: &AtomicBool) -> Result<Option<File>, SweepError> {
    let path = dir.join(LOCK);
    loop {
        let file = File::create(&path).map_err(|e| OutputError::io("create", &path, e))?;
        match file.try_lock() {
            Ok(()) if same_file(&file, &path) => return Ok(Some(file)),
            // The process before ended and took the file away meanwhile.
            Ok(()) => {}
            Err(fs::TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => return Ok(None),
            Err(fs::TryLockError::Error(e)) => return Err(OutputError::io("lock", &path, e).into()),
            Err(fs::TryLockError::WouldBlock) if wait && stop.load(Ordering::Relaxed) => {
                return Err(Interrupted.into());
            }
            Err(fs::TryLockError::WouldBlock) if wait => std::thread::sleep(Duration::from_millis(200)),
            Err(fs::TryLockError::WouldBlock) => return Err(SweepError::Busy { dir: dir.to_owned() }),
        }
    }
}

#[cfg(unix)]
fn same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let pair = file.metadata().ok().zip(fs::metadata(path).ok());
    pair.is_some_and(|(a, b)| (a.dev(), a.ino()) == (b.dev(), b.ino()))
}

#[cfg(not(unix))]
fn same_file(_file: &File, path: &Path) -> bool {
    path.exists()
}
