//! Standard output and standard error.

use std::borrow::Cow;
use std::io::{self, Write};

use super::failure::Failure;

/// Writes to standard output. A reader that has gone away (`pkosim evidence | head`) is no error.
pub fn say(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(printable(text).as_bytes())?;
    Ok(out.flush()?)
}

/// Writes a line to standard error.
pub fn note(line: &str) {
    // If stderr fails there is nobody left to tell.
    let _ = writeln!(io::stderr().lock(), "{}", printable(line));
}

/// A text without characters that a terminal would obey: titles and names of files are other people's.
pub fn printable(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    if text.contains(obeyed) { Cow::Owned(text.replace(obeyed, "\u{fffd}")) } else { Cow::Borrowed(text) }
}
