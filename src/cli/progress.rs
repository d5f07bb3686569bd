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
    /// Lines: of how many, of what, since when, and when the last was written.
    Lines(u64, &'static str, Instant, Mutex<Instant>),
}

impl Progress {
    /// For so many replicates, on stderr.
    pub fn new(total: u64, quiet: bool) -> Self {
        Self::of(total, "replicates", quiet)
    }

    /// For so many of something, on stderr.
    pub fn of(total: u64, unit: &'static str, quiet: bool) -> Self {
        if quiet {
            return Self::Silent;
        }
        if std::io::stderr().is_terminal() {
            return Self::Bar(bar(total, unit));
        }
        Self::Lines(total, unit, Instant::now(), Mutex::new(Instant::now()))
    }

    /// So many are done.
    pub fn tell(&self, done: u64) {
        match self {
            Self::Silent => {}
            Self::Bar(bar) => bar.set_position(done),
            Self::Lines(total, unit, since, last) => line(done, *total, unit, *since, last),
        }
    }

    /// Clears the bar away.
    pub fn end(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: u64, unit: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(HERTZ));
    let template =
        format!("{{bar:32}} {{percent:>3}} %  {{human_pos}} of {{human_len}} {unit}  {{per_sec}}  {{eta}} left");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar
}

fn line(done: u64, total: u64, unit: &str, since: Instant, last: &Mutex<Instant>) {
    let Ok(mut last) = last.lock() else { return };
    if last.elapsed() < EVERY || done == 0 {
        return;
    }
    *last = Instant::now();
    let percent = 100 * u128::from(done) / u128::from(total.max(1));
    let left = since.elapsed().as_secs_f64() * (total.saturating_sub(done)) as f64 / done as f64;
    let (done, total) = (thousands(done as f64, 0), thousands(total as f64, 0));
    note(&format!("{percent} %: {done} of {total} {unit}, {} left", span(left)));
}

/// A time in words: `40 s`, `3 min`, `5 h`, `12 days`.
pub fn span(seconds: f64) -> String {
    match seconds {
        s if s < 99.5 => format!("{s:.0} s"),
        s if s < 99.5 * 60.0 => format!("{:.0} min", s / 60.0),
        s if s < 72.0 * 3600.0 => format!("{:.0} h", s / 3600.0),
        s if s < 3.0 * 365.0 * 86_400.0 => format!("{:.0} days", s / 86_400.0),
        s => format!("{} years", thousands(s / (365.25 * 86_400.0), 0)),
    }
}
