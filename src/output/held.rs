//! What any result folder says it holds, and whether it still does.

use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;

use super::OutputError;
use super::manifest::{FileEntry, Kind, MANIFEST, SCHEMA_VERSION, read_json};
use super::store::Hashing;

/// What the manifests of all kinds have in common.
#[derive(Deserialize)]
pub(super) struct VersionOnly {
    #[serde(default)]
    pub program: String,
    pub schema_version: u32,
    /// Absent in the manifest of a run.
    #[serde(default = "run")]
    pub kind: String,
    #[serde(default)]
    pub files: Vec<NameOnly>,
}

#[derive(Deserialize)]
pub(super) struct NameOnly {
    pub name: String,
}

fn run() -> String {
    Kind::Run.name().to_owned()
}

/// What any manifest of this program says about its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// `run`, `sweep`, `batch`, `calibration`, or what a newer program writes.
    pub kind: String,
    /// The files it lists.
    pub files: Vec<String>,
}

/// What a folder holds that is a result of this program; nothing where it is none.
pub fn held(dir: &Path) -> Option<Held> {
    let manifest = read_json::<VersionOnly>(&dir.join(MANIFEST)).ok().filter(|m| m.program == "pkosim")?;
    Some(Held { kind: manifest.kind, files: manifest.files.into_iter().map(|f| f.name).collect() })
}

/// What the manifest of a folder says about it, where there is one.
///
/// # Errors
/// It cannot be read, or is none of this program: cut short, for one.
pub fn read_held(dir: &Path) -> Result<Option<Held>, OutputError> {
    let path = dir.join(MANIFEST);
    if !path.exists() {
        return Ok(None);
    }
    let manifest: VersionOnly = read_json(&path)?;
    if manifest.program != "pkosim" {
        return Err(OutputError::Foreign { path: dir.to_owned() });
    }
    Ok(Some(Held { kind: manifest.kind, files: manifest.files.into_iter().map(|f| f.name).collect() }))
}

/// A result folder whose tables are those that its manifest lists, to the byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The manifest as it stands in the folder.
    pub text: String,
    /// As [`Held::kind`].
    pub kind: String,
    /// The files it lists.
    pub files: Vec<FileEntry>,
}

/// Reads the manifest of a result folder and compares every file that it lists with its hash.
///
/// # Errors
/// There is no manifest of this program, it is newer than the program, or a file is missing or has been changed.
pub fn check(dir: &Path) -> Result<Checked, OutputError> {
    #[derive(Deserialize)]
    struct Listed {
        files: Vec<FileEntry>,
    }
    let path = dir.join(MANIFEST);
    let text = fs::read_to_string(&path).map_err(|e| OutputError::io("read", &path, e))?;
    let json = |source| OutputError::Json { path: path.clone(), source };
    let version: VersionOnly = serde_json::from_str(&text).map_err(json)?;
    if version.program != "pkosim" {
        return Err(OutputError::Foreign { path: dir.to_owned() });
    }
    if version.schema_version > SCHEMA_VERSION {
        let (found, known) = (version.schema_version, SCHEMA_VERSION);
        return Err(OutputError::Version { path, found, known });
    }
    let files = serde_json::from_str::<Listed>(&text).map_err(json)?.files;
    for entry in &files {
        if !is_as_listed(dir, entry)? {
            return Err(OutputError::Changed { path: dir.join(&entry.name) });
        }
    }
    Ok(Checked { text, kind: version.kind, files })
}

/// Whether a file of a folder is the one that a manifest lists.
///
/// # Errors
/// It cannot be read.
pub fn is_as_listed(dir: &Path, entry: &FileEntry) -> Result<bool, OutputError> {
    let path = dir.join(&entry.name);
    let failed = |e| OutputError::io("read", &path, e);
    let found = fs::metadata(&path).map_err(failed)?;
    // What never ends is not read.
    if !found.is_file() || found.len() != entry.bytes {
        return Ok(false);
    }
    let mut hashing = Hashing::new(io::sink());
    io::copy(&mut fs::File::open(&path).map_err(failed)?, &mut hashing).map_err(failed)?;
    Ok(hashing.finish(&entry.name).1 == *entry)
}
