//! Parts of one sweep, put together.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::output::folder::Folder;
use crate::output::manifest::Kind;

use super::error::SweepError;
use super::folder::{BEGUN, begun};
use super::head::{Head, Shard, SweepManifest};
use super::journal::{Contents, Damage};
use super::tables;

/// Missing points that a message names.
const NAMED: usize = 8;

/// What a merge came to.
#[derive(Debug)]
pub struct Merged {
    /// Manifest of the whole.
    pub manifest: SweepManifest,
    /// Folders that were read.
    pub parts: Vec<PathBuf>,
    /// Folder of the whole.
    pub dir: PathBuf,
}

/// Parts read and found to belong together.
#[derive(Debug)]
pub struct Parts {
    head: Head,
    contents: Contents,
    shards: Vec<Option<Shard>>,
    dirs: Vec<PathBuf>,
}

/// Folders that hold a part: those named, or the folders in them that do.
fn expand(dirs: &[PathBuf]) -> Result<Vec<PathBuf>, SweepError> {
    let mut found = Vec::new();
    for dir in dirs {
        if dir.join(BEGUN).exists() {
            found.push(dir.clone());
            continue;
        }
        let inside = std::fs::read_dir(dir).map(|entries| entries.flatten().map(|e| e.path()).collect());
        let mut inside: Vec<PathBuf> = inside.unwrap_or_default();
        inside.retain(|p| p.join(BEGUN).exists());
        inside.sort();
        if inside.is_empty() {
            return Err(SweepError::NoPart { dir: dir.clone() });
        }
        found.extend(inside);
    }
    Ok(found)
}

impl Parts {
    /// Reads the parts in some folders. Points that two of them hold alike count once.
    ///
    /// # Errors
    /// A folder without a part, parts of different sweeps, parts that do not agree on a point.
    pub fn read(dirs: &[PathBuf]) -> Result<Self, SweepError> {
        let dirs = expand(dirs)?;
        let mut parts: Option<Self> = None;
        for dir in dirs {
            let begun = begun(&dir)?;
            let contents = Contents::read(&dir, &begun.head.fingerprint())?;
            match &mut parts {
                None => {
                    let (head, shards) = (begun.head, vec![begun.shard]);
                    parts = Some(Self { head, contents, shards, dirs: vec![dir] });
                }
                Some(parts) => parts.join(dir, &begun.head, begun.shard, contents)?,
            }
        }
        parts.ok_or_else(|| SweepError::NoPart { dir: PathBuf::new() })
    }

    fn join(&mut self, dir: PathBuf, head: &Head, shard: Option<Shard>, contents: Contents) -> Result<(), SweepError> {
        if head.fingerprint() != self.head.fingerprint() {
            return Err(SweepError::Changed { dir: self.dirs[0].clone(), diff: self.head.diff(head) });
        }
        if let Some((point, entry)) = self.contents.join(contents).first() {
            let file = |k: usize| self.contents.files[k].clone();
            let there = self.contents.entries[point].file;
            return Err(SweepError::Disagree { one: file(there), other: file(entry.file), point: *point });
        }
        self.shards.push(shard);
        self.dirs.push(dir);
        Ok(())
    }

    /// What cannot be read in them.
    pub fn damage(&self) -> &[Damage] {
        &self.contents.damage
    }

    /// Writes the whole into `target`, which takes the place of an older result.
    ///
    /// # Errors
    /// [`SweepError::Missing`] where no part has a point; the file system.
    pub fn write(self, target: &Path) -> Result<Merged, SweepError> {
        self.complete()?;
        let folder = Folder::begin(target, Kind::Sweep)?;
        let manifest = tables::write(folder.path(), &self.head, &self.contents)?;
        Ok(Merged { manifest, parts: self.dirs, dir: folder.finish()? })
    }

    fn complete(&self) -> Result<(), SweepError> {
        let (points, have) = (self.head.points, self.contents.entries.len() as u64);
        if have == points {
            return Ok(());
        }
        let mut missing = (0..points).filter(|k| !self.contents.entries.contains_key(k));
        let first: Vec<u64> = missing.by_ref().take(NAMED).collect();
        let of: BTreeSet<Option<u64>> = self.shards.iter().map(|s| s.map(|s| s.of)).collect();
        let shards: BTreeSet<u64> = match of.into_iter().collect::<Vec<_>>()[..] {
            [Some(of)] => first.iter().copied().chain(missing).map(|k| Shard::of_point(k, of).index).collect(),
            _ => BTreeSet::new(),
        };
        let of = self.shards.iter().flatten().map(|s| s.of).next().unwrap_or(1);
        let shards = shards.into_iter().map(|index| Shard { index, of }).collect();
        Err(SweepError::Missing { count: points - have, points, shards, first })
    }
}
