//! A whole result folder: written, and read back.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use hmac_sha256::Hash;

use crate::engine::results::{Results, RunTimes};

use super::OutputError;
use super::folder::Folder;
use super::manifest::{FileEntry, Kind, MANIFEST, Manifest, RUN, Run, to_json};
use super::tables::{self, File};

/// How to write a result folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether to draw charts; without the feature `charts` none are.
    pub charts: bool,
    /// How charts look.
    pub look: super::theme::Look,
}

impl Default for Options {
    fn default() -> Self {
        Self { charts: true, look: super::theme::Look::default() }
    }
}

/// What was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The folder.
    pub dir: PathBuf,
    /// Files in it, relative, in the order they were written.
    pub files: Vec<String>,
}

/// A table that not every run has, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// File name.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Writes a result folder whole or not at all: tables, charts, `run.json` and, last, `manifest.json`.
pub fn write(results: &Results, target: &Path, options: Options) -> Result<Written, OutputError> {
    write_with(results, target, options, &[])
}

/// As [`write()`], with further tables, which the manifest lists too.
pub fn write_with(results: &Results, target: &Path, options: Options, extra: &[Extra]) -> Result<Written, OutputError> {
    let folder = Folder::begin(target, Kind::Run)?;
    let mut tables = write_tables(results, folder.path())?;
    for table in extra {
        folder.write(table.name, &table.bytes)?;
        tables.push(FileEntry::new(table.name, &table.bytes));
    }
    let mut files: Vec<String> = tables.iter().map(|f| f.name.clone()).collect();
    files.extend(draw(results, extra, &folder, options)?);
    folder.write(RUN, to_json(&Run::new(&results.times)).as_bytes())?;
    folder.write(MANIFEST, to_json(&Manifest::new(results, tables)).as_bytes())?;
    files.extend([RUN.to_owned(), MANIFEST.to_owned()]);
    Ok(Written { dir: folder.finish()?, files })
}

#[cfg(feature = "charts")]
fn draw(results: &Results, extra: &[Extra], folder: &Folder, options: Options) -> Result<Vec<String>, OutputError> {
    if !options.charts {
        return Ok(Vec::new());
    }
    let beside = super::charts::Beside::of(extra)?;
    let charts = super::charts::write_all_with(results, &beside, &options.look, folder.path())?;
    Ok(charts.iter().flat_map(|c| ["svg", "png"].map(|ending| format!("charts/{}.{ending}", c.name))).collect())
}

#[cfg(not(feature = "charts"))]
fn draw(_results: &Results, _extra: &[Extra], _folder: &Folder, _options: Options) -> Result<Vec<String>, OutputError> {
    Ok(Vec::new())
}

/// Writes the tables into a folder that exists, and says what each came to.
pub fn write_tables(results: &Results, dir: &Path) -> Result<Vec<FileEntry>, OutputError> {
    File::ALL.into_iter().filter(|f| f.is_in(results)).map(|f| write_table(f, results, dir)).collect()
}

fn write_table(file: File, results: &Results, dir: &Path) -> Result<FileEntry, OutputError> {
    let path = dir.join(file.name());
    let failed = |e: io::Error| OutputError::io("write", &path, e);
    let inner = fs::File::create(&path).map_err(|e| OutputError::io("create", &path, e))?;
    let mut hashing = Hashing::new(BufWriter::with_capacity(1 << 18, inner));
    file.write(results, &mut hashing).map_err(into_io).map_err(failed)?;
    hashing.flush().map_err(failed)?;
    Ok(hashing.finish(file.name()).1)
}

fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(e) => e,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Counts and hashes what passes through.
pub(crate) struct Hashing<W> {
    inner: W,
    hash: Hash,
    bytes: u64,
}

impl<W> Hashing<W> {
    /// Around a writer.
    pub fn new(inner: W) -> Self {
        Self { inner, hash: Hash::new(), bytes: 0 }
    }

    /// The writer, and what passed through to a file of this name.
    pub fn finish(self, name: &str) -> (W, FileEntry) {
        let sha256 = hexadecimal(&self.hash.finalize());
        (self.inner, FileEntry { name: name.to_owned(), bytes: self.bytes, sha256 })
    }
}

/// Bytes in hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.inner.write(bytes)?;
        self.hash.update(&bytes[..taken]);
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Reads a result folder back. A table that is missing is empty, so that what there is can still be drawn.
pub fn load(dir: &Path) -> Result<Results, OutputError> {
    let manifest = Manifest::load(dir)?;
    let unknown = RunTimes { threads: 0, simd: String::new(), seconds: f64::NAN, replicates_per_second: f64::NAN };
    Ok(Results {
        info: manifest.info(),
        times: Run::load(dir)?.map_or(unknown, |r| r.times()),
        summary: table(dir, File::Summary, tables::read_summary)?.unwrap_or_default(),
        series: table(dir, File::Series, tables::read_series)?.unwrap_or_default(),
        curves: table(dir, File::Distributions, tables::read_curves)?.unwrap_or_default(),
        survival: table(dir, File::Survival, tables::read_survival)?.unwrap_or_default(),
        plane: table(dir, File::Plane, tables::read_plane)?.unwrap_or_default(),
        kept: table(dir, File::Replicates, tables::read_kept)?,
        doubts: manifest.doubts(),
    })
}

/// A table that could not be read back, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Its file name.
    pub file: &'static str,
    /// Why, in a sentence's end.
    pub why: String,
    /// Whether a run may do without it, so that only who asks for its charts needs to know.
    pub optional: bool,
}

/// Reads back what can be: tables that are missing or not understood are empty and named. A manifest of a newer version
/// is read as far as it is understood.
///
/// # Errors
/// The folder holds no manifest of this program, or one that says too little to draw anything.
pub fn salvage(dir: &Path) -> Result<(Results, Vec<Lost>), OutputError> {
    let (manifest, newer) = Manifest::salvage(dir)?;
    let mut lost: Vec<Lost> = newer.into_iter().map(|why| Lost { file: MANIFEST, why, optional: false }).collect();
    let unknown = RunTimes { threads: 0, simd: String::new(), seconds: f64::NAN, replicates_per_second: f64::NAN };
    let results = Results {
        info: manifest.info(),
        times: unknown,
        summary: keep(dir, File::Summary, tables::read_summary, &mut lost).unwrap_or_default(),
        series: keep(dir, File::Series, tables::read_series, &mut lost).unwrap_or_default(),
        curves: keep(dir, File::Distributions, tables::read_curves, &mut lost).unwrap_or_default(),
        survival: keep(dir, File::Survival, tables::read_survival, &mut lost).unwrap_or_default(),
        plane: keep(dir, File::Plane, tables::read_plane, &mut lost).unwrap_or_default(),
        kept: keep(dir, File::Replicates, tables::read_kept, &mut lost),
        doubts: manifest.doubts(),
    };
    Ok((results, lost))
}

fn keep<T>(dir: &Path, file: File, read: impl Fn(&Path) -> Result<T, OutputError>, lost: &mut Vec<Lost>) -> Option<T> {
    let why = match table(dir, file, read) {
        Ok(Some(rows)) => return Some(rows),
        Ok(None) if file == File::Replicates => "not kept: run with --keep-replicates".to_owned(),
        Ok(None) => "missing".to_owned(),
        Err(error) => error.to_string(),
    };
    lost.push(Lost { file: file.name(), why, optional: file == File::Replicates });
    None
}

fn table<T>(dir: &Path, file: File, read: impl Fn(&Path) -> Result<T, OutputError>) -> Result<Option<T>, OutputError> {
    let path = dir.join(file.name());
    if path.exists() { read(&path).map(Some) } else { Ok(None) }
}
