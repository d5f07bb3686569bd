//! The tables of a finished sweep, written from its parts.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::output::OutputError;
use crate::output::folder::{TEMPORARY, write_file};
use crate::output::manifest::{FileEntry, MANIFEST, to_json};
use crate::output::store::Hashing;

use super::folder::TABLES;
use super::head::{Head, SweepManifest};
use super::journal::{Contents, sync_folder};
use super::live::{Kept, line, result_columns};

/// The three tables in the making, each under a temporary name.
struct Tables<'a> {
    dir: &'a Path,
    open: Vec<Hashing<BufWriter<File>>>,
}

impl<'a> Tables<'a> {
    fn begin(dir: &'a Path, headers: [Vec<u8>; 3]) -> Result<Self, OutputError> {
        let mut tables = Self { dir, open: Vec::new() };
        for (name, header) in TABLES.iter().zip(headers) {
            let path = dir.join(temporary(name));
            let file = File::create(&path).map_err(|e| OutputError::io("create", &path, e))?;
            tables.open.push(Hashing::new(BufWriter::with_capacity(1 << 18, file)));
            tables.write(tables.open.len() - 1, &header)?;
        }
        Ok(tables)
    }

    fn write(&mut self, table: usize, bytes: &[u8]) -> Result<(), OutputError> {
        let path = self.dir.join(TABLES[table]);
        self.open[table].write_all(bytes).map_err(|e| OutputError::io("write", &path, e))
    }

    fn finish(self) -> Result<Vec<FileEntry>, OutputError> {
        let mut entries = Vec::new();
        for (name, table) in TABLES.iter().zip(self.open) {
            let path = self.dir.join(name);
            let failed = |e| OutputError::io("write", &path, e);
            let (buffer, entry) = table.finish(name);
            let file = buffer.into_inner().map_err(|e| failed(e.into_error()))?;
            file.sync_all().map_err(failed)?;
            fs::rename(self.dir.join(temporary(name)), &path).map_err(failed)?;
            entries.push(entry);
        }
        Ok(entries)
    }
}

fn temporary(name: &str) -> String {
    format!("{TEMPORARY}{name}")
}

/// Writes `points.csv`, `results.csv`, `failures.csv` and, last, `manifest.json`: all in the order of the points, so
/// that the bytes are the same whoever finished which point when.
///
/// # Errors
/// The disk takes no more, or a part file is gone.
pub fn write(dir: &Path, head: &Head, contents: &Contents) -> Result<SweepManifest, OutputError> {
    let mut names = vec!["point".to_owned(), "replicates".to_owned()];
    names.extend(head.has_names().then(|| "experiment".to_owned()));
    names.extend(head.keys.iter().cloned());
    let failures = ["point".to_owned(), "error".to_owned()];
    let mut tables = Tables::begin(dir, [line(&names), line(&result_columns()), line(&failures)])?;
    let (mut open, mut failed) = (BTreeMap::new(), 0);
    for (point, entry) in &contents.entries {
        let bytes = contents.payload(entry, &mut open)?;
        let Some(kept) = Kept::from_bytes(&bytes) else { continue };
        tables.write(0, &kept.point)?;
        if entry.failed {
            failed += 1;
            tables.write(2, &line(&[point.to_string(), String::from_utf8_lossy(&kept.rest).into_owned()]))?;
        } else {
            tables.write(1, &kept.rest)?;
        }
    }
    let manifest = SweepManifest::new(head.clone(), failed, tables.finish()?);
    write_file(&dir.join(MANIFEST), to_json(&manifest).as_bytes())?;
    sync_folder(dir);
    Ok(manifest)
}
