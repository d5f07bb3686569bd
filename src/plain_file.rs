//! A file that somebody names, read whole but never without end.
//!
//! Stands below every other module: scenarios, evidence, targets and tables are all read by it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Reads a plain file of at most `limit` bytes.
///
/// # Errors
/// The system's; [`ErrorKind::IsADirectory`] for a folder, [`ErrorKind::InvalidInput`] for anything else that is no plain
/// file, which may never end or never begin (a device, a pipe), [`ErrorKind::FileTooLarge`] for one over the limit.
pub fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    // Asked before the file is opened: opening a pipe waits for whoever writes to it.
    let meta = fs::metadata(path)?;
    if meta.is_dir() {
        return Err(io::Error::new(ErrorKind::IsADirectory, "a folder, not a plain file"));
    }
    if !meta.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "not a plain file"));
    }
    let too_large = || io::Error::new(ErrorKind::FileTooLarge, format!("larger than {limit} bytes"));
    if meta.len() > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // Files of the system's own say that they are empty, and others grow while they are read.
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(bytes) }
}

/// As [`read`], a text in UTF-8.
///
/// # Errors
/// As [`read`]; [`ErrorKind::InvalidData`] where it is none.
pub fn read_text(path: &Path, limit: u64) -> io::Result<String> {
    let not = |_| io::Error::new(ErrorKind::InvalidData, "not a text in UTF-8");
    String::from_utf8(read(path, limit)?).map_err(not)
}

/// Whether a file is empty or begins with this `header`, of one line or more: so a file of this program is known.
///
/// # Errors
/// The system's.
pub fn begins_with(path: &Path, header: &str) -> io::Result<bool> {
    let mut beginning = Vec::new();
    File::open(path)?.take(header.len() as u64 + 2).read_to_end(&mut beginning)?;
    let ends = |rest: &[u8]| rest.is_empty() || rest.starts_with(b"\n") || rest.starts_with(b"\r\n");
    Ok(beginning.is_empty() || beginning.strip_prefix(header.as_bytes()).is_some_and(ends))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit_and_nothing_else_is_read() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("five");
        fs::write(&path, "fünf").unwrap();
        assert_eq!(read_text(&path, 5).unwrap(), "fünf");
        assert_eq!(read(&path, 4).unwrap_err().to_string(), "larger than 4 bytes");
        assert_eq!(read(home.path(), 5).unwrap_err().kind(), ErrorKind::IsADirectory);
        assert_eq!(read(&home.path().join("none"), 5).unwrap_err().kind(), ErrorKind::NotFound);
        fs::write(&path, b"\xff").unwrap();
        assert_eq!(read_text(&path, 5).unwrap_err().to_string(), "not a text in UTF-8");
    }

    #[cfg(unix)]
    #[test]
    fn what_never_ends_is_not_read() {
        assert_eq!(read(Path::new("/dev/zero"), 5).unwrap_err().to_string(), "not a plain file");
    }
}
