//! A table or a page in a file of its own, written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use pkosim::plain_file;
use tempfile::NamedTempFile;
use thiserror::Error;

/// Why a file cannot be written.
#[derive(Debug, Error)]
pub enum FileError {
    /// Something else stands there.
    #[error("{} is {what}: it is left as it is", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// The system refuses.
    #[error("could not write {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
}

/// A file in the making. Dropped before [`NewFile::finish`] it leaves nothing behind.
#[derive(Debug)]
pub struct NewFile {
    target: PathBuf,
    temporary: NamedTempFile,
}

impl NewFile {
    /// Checks the target and makes a temporary file beside it. What stands there already is replaced only if it
    /// begins with the same `header`, of one line or more.
    pub fn begin(target: &Path, header: &str) -> Result<Self, FileError> {
        if let Some(what) = obstacle(target, header).map_err(|source| io_error(target, source))? {
            return Err(FileError::Foreign { path: target.to_owned(), what });
        }
        let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = NamedTempFile::with_prefix_in(".pkosim-tmp-", folder);
        let temporary = temporary.map_err(|source| io_error(target, source))?;
        Ok(Self { target: target.to_owned(), temporary })
    }

    /// Writes the file and puts it in place.
    pub fn finish(self, bytes: &[u8]) -> Result<(), FileError> {
        let Self { target, mut temporary } = self;
        let done = temporary.write_all(bytes).and_then(|()| temporary.as_file().sync_all());
        done.map_err(|source| io_error(&target, source))?;
        make_readable(temporary.as_file());
        temporary.persist(&target).map(drop).map_err(|e| io_error(&target, e.error))
    }
}

fn io_error(path: &Path, source: io::Error) -> FileError {
    FileError::Io { path: path.to_owned(), source }
}

/// What stands in the way, if anything does.
fn obstacle(target: &Path, header: &str) -> io::Result<Option<&'static str>> {
    let metadata = match fs::metadata(target) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    if metadata.is_dir() {
        return Ok(Some("a folder"));
    }
    if !metadata.is_file() {
        return Ok(Some("not a plain file"));
    }
    Ok((!plain_file::begins_with(target, header)?).then_some("not a file that pkosim wrote"))
}

/// Temporary files are for their owner only; a result is as readable as any other file.
#[cfg(unix)]
fn make_readable(file: &File) {
    use std::os::unix::fs::PermissionsExt;
    // A file that stays private is still a result.
    let _ = file.set_permissions(fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn make_readable(_file: &File) {}
