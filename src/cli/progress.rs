//! How far a run has come: a bar on a terminal, a plain line now and then elsewhere.

use std::fmt::Display;
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use pkosim::output::messages::{Lang, Message, progress as words, units};
use pkosim::output::number::thousands;

use super::console::note;

/// Time between plain lines.
const EVERY: Duration = Duration::from_secs(5);
/// Redraws of the bar per second.
const HERTZ: u8 = 8;

/// What is counted: its bar, its line.
#[derive(Clone, Copy, Debug)]
pub struct Counted(Message, Message);

/// Replicates.
pub const REPLICATES: Counted = Counted(words::BAR_REPLICATES, words::REPLICATES);
/// Points of a sweep.
pub const POINTS: Counted = Counted(words::BAR_POINTS, words::POINTS);

/// Tells how far a run has come.
pub enum Progress {
    /// Nothing is told.
    Silent,
    /// A bar.
    Bar(ProgressBar),
    /// Lines.
    Lines(Lines),
}

/// Lines: of how many, of what, since when, and when the last was written.
pub struct Lines {
    total: u64,
    message: Message,
    lang: Lang,
    since: Instant,
    last: Mutex<Instant>,
}

impl Progress {
    /// For so many replicates, on stderr.
    pub fn new(total: u64, quiet: bool, lang: impl Into<Lang>) -> Self {
        Self::of(total, REPLICATES, quiet, lang)
    }

    /// For so many of something, on stderr.
    pub fn of(total: u64, counted: Counted, quiet: bool, lang: impl Into<Lang>) -> Self {
        let lang = lang.into();
        if quiet {
            return Self::Silent;
        }
        if std::io::stderr().is_terminal() {
            return Self::Bar(bar(total, counted.0.text(lang)));
        }
        let (since, last) = (Instant::now(), Mutex::new(Instant::now()));
        Self::Lines(Lines { total, message: counted.1, lang, since, last })
    }

    /// So many are done.
    pub fn tell(&self, done: u64) {
        match self {
            Self::Silent => {}
            Self::Bar(bar) => bar.set_position(done),
            Self::Lines(lines) => lines.tell(done),
        }
    }

    /// Clears the bar away.
    pub fn end(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: u64, template: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(HERTZ));
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

impl Lines {
    fn tell(&self, done: u64) {
        let Ok(mut last) = self.last.lock() else { return };
        if last.elapsed() < EVERY || done == 0 {
            return;
        }
        *last = Instant::now();
        let percent = 100 * u128::from(done) / u128::from(self.total.max(1));
        let left = self.since.elapsed().as_secs_f64() * (self.total.saturating_sub(done)) as f64 / done as f64;
        let (done, all) = (thousands(done as f64, 0), thousands(self.total as f64, 0));
        let left = span(left, self.lang);
        let values: [(&str, &dyn Display); 4] =
            [("percent", &percent), ("done", &done), ("all", &all), ("left", &left)];
        note(&self.message.with(self.lang, &values));
    }
}

/// A time in words: `40 s`, `3 min`, `5 h`, `12 days`.
pub fn span(seconds: f64, lang: Lang) -> String {
    let (message, n) = match seconds {
        s if s < 99.5 => (units::SECONDS, format!("{s:.0}")),
        s if s < 99.5 * 60.0 => (units::MINUTES, format!("{:.0}", s / 60.0)),
        s if s < 72.0 * 3600.0 => (units::HOURS, format!("{:.0}", s / 3600.0)),
        s if s < 3.0 * 365.0 * 86_400.0 => (units::DAYS, format!("{:.0}", s / 86_400.0)),
        s => (units::YEARS, thousands(s / (365.25 * 86_400.0), 0)),
    };
    message.with(lang, &[("n", &n)])
}
