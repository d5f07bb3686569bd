//! How far a run has come: a bar on a terminal, a plain line now and then elsewhere.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use pkosim::output::number::thousands;

use super::console::note;

/// Time between plain lines.
const EVERY: Duration = Duration::from_secs(5);
/// Redraws of the bar per second.
const HERTZ: u8 = 8;

/// Tells how far a run has come.
pub enum Progress {
    /// Nothing is told.
    Silent,
    /// A bar.
    Bar(ProgressBar),
    /// Lines: of how many replicates, and when the last was written.
    Lines(u64, Mutex<Instant>),
}

impl Progress {
    /// For so many replicates, on stderr.
    pub fn new(total: u64, quiet: bool) -> Self {
        if quiet {
            return Self::Silent;
        }
        if std::io::stderr().is_terminal() {
            return Self::Bar(bar(total));
        }
        Self::Lines(total, Mutex::new(Instant::now()))
    }

    /// So many are done.
    pub fn tell(&self, done: u64) {
        match self {
            Self::Silent => {}
            Self::Bar(bar) => bar.set_position(done),
            Self::Lines(total, last) => line(done, *total, last),
        }
    }

    /// Clears the bar away.
    pub fn end(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(HERTZ));
    let template = "{bar:32} {percent:>3} %  {human_pos} of {human_len} replicates  {per_sec}  {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

fn line(done: u64, total: u64, last: &Mutex<Instant>) {
    let Ok(mut last) = last.lock() else { return };
    if last.elapsed() < EVERY {
        return;
    }
    *last = Instant::now();
    let percent = 100 * u128::from(done) / u128::from(total.max(1));
    note(&format!("{percent} %: {} of {} replicates", thousands(done as f64, 0), thousands(total as f64, 0)));
}
