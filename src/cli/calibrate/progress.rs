//! How far a calibration has come, and how much time is left at most.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use pkosim::calibration::fit::calibrate::Settings;
use pkosim::calibration::fit::recheck::WAVE as RECHECKED;
use pkosim::calibration::fit::wave::Step;

use crate::cli::console::note;

/// Time between lines.
const EVERY: Duration = Duration::from_secs(5);

/// Tells how far it has come.
pub struct Teller {
    settings: Settings,
    quiet: bool,
    last: Mutex<Last>,
}

struct Last {
    told: Option<Instant>,
    /// When the first simulation of this run began, and how many were done then.
    begun: Option<(Instant, usize)>,
}

impl Teller {
    /// For a calibration of these settings.
    pub fn new(settings: Settings, quiet: bool) -> Self {
        Self { settings, quiet, last: Mutex::new(Last { told: None, begun: None }) }
    }

    /// So far.
    pub fn tell(&self, step: Step) {
        let Ok(mut last) = self.last.lock() else { return };
        if self.quiet {
            return;
        }
        let due = last.told.is_none_or(|t| t.elapsed() >= EVERY);
        match step {
            Step::Simulated { wave, done, of } => {
                let before = self.before(wave) + done;
                let (begun, then) = *last.begun.get_or_insert_with(|| (Instant::now(), before));
                if due || done == of {
                    last.told = Some(Instant::now());
                    let (name, all) = match wave {
                        RECHECKED => ("recheck".to_owned(), of),
                        _ => (format!("wave {wave}"), self.settings.simulations()),
                    };
                    let left = left(begun, before - then, all.saturating_sub(before));
                    note(&format!("{name}: {done} of {of} simulations{left}"));
                }
            }
            Step::Emulating(wave) => note(&format!("wave {wave}: fitting emulators")),
            Step::Sampling => note("drawing the posterior"),
            Step::LeavingOut => note("leaving out each finding in turn"),
            Step::Fitted { done, of } => {
                if due || done == of {
                    last.told = Some(Instant::now());
                    note(&format!("{done} of {of} fits"));
                }
            }
        }
    }

    /// Simulations of the waves before one.
    fn before(&self, wave: usize) -> usize {
        let s = &self.settings;
        match wave {
            0 | RECHECKED => 0,
            1 => s.first,
            w => s.first + s.second + s.check * (w - 2),
        }
    }
}

/// At the pace so far.
fn left(begun: Instant, done: usize, rest: usize) -> String {
    if done == 0 || rest == 0 {
        return String::new();
    }
    let minutes = begun.elapsed().as_secs_f64() / done as f64 * rest as f64 / 60.0;
    format!("; at most {minutes:.1} minutes left")
}
