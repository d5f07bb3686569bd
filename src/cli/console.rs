//! Standard output and standard error.

use std::io::{self, Write};

use super::failure::Failure;

/// Writes to standard output. A reader that has gone away (`pkosim evidence | head`) is no error.
pub fn say(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Writes a line to standard error.
pub fn note(line: &str) {
    // If stderr fails there is nobody left to tell.
    let _ = writeln!(io::stderr().lock(), "{line}");
}
