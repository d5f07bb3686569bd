//! How far a calibration has come, and how much time is left at most.

use std::fmt::Display;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use pkosim::calibration::fit::calibrate::Settings;
use pkosim::calibration::fit::recheck::WAVE as RECHECKED;
use pkosim::calibration::fit::wave::Step;
use pkosim::output::messages::{Lang, calibration as words};

use crate::cli::console::note;

/// Time between lines.
const EVERY: Duration = Duration::from_secs(5);

/// Tells how far it has come.
pub struct Teller {
    settings: Settings,
    quiet: bool,
    lang: Lang,
    last: Mutex<Last>,
}

struct Last {
    told: Option<Instant>,
    /// When the first simulation of this run began, and how many were done then.
    begun: Option<(Instant, usize)>,
}

impl Teller {
    /// For a calibration of these settings.
    pub fn new(settings: Settings, quiet: bool, lang: Lang) -> Self {
        Self { settings, quiet, lang, last: Mutex::new(Last { told: None, begun: None }) }
    }

    /// So far.
    pub fn tell(&self, step: Step) {
        let Ok(mut last) = self.last.lock() else { return };
        if self.quiet {
            return;
        }
        let lang = self.lang;
        let due = last.told.is_none_or(|t| t.elapsed() >= EVERY);
        match step {
            Step::Simulated { wave, done, of } => {
                let before = self.before(wave) + done;
                let (begun, then) = *last.begun.get_or_insert_with(|| (Instant::now(), before));
                if due || done == of {
                    last.told = Some(Instant::now());
                    let (message, all) = match wave {
                        RECHECKED => (words::PROGRESS_RECHECK, of),
                        _ => (words::PROGRESS, self.settings.simulations()),
                    };
                    let left = left(begun, before - then, all.saturating_sub(before), lang);
                    let values: [(&str, &dyn Display); 4] =
                        [("wave", &wave), ("done", &done), ("all", &of), ("left", &left)];
                    note(&message.with(lang, &values));
                }
            }
            Step::Emulating(wave) => note(&words::EMULATING.with(lang, &[("wave", &wave)])),
            Step::Sampling => note(words::SAMPLING.text(lang)),
            Step::LeavingOut => note(words::LEAVING_OUT.text(lang)),
            Step::Fitted { done, of } => {
                if due || done == of {
                    last.told = Some(Instant::now());
                    note(&words::FITTED_SO_FAR.with(lang, &[("done", &done), ("all", &of)]));
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
fn left(begun: Instant, done: usize, rest: usize, lang: Lang) -> String {
    if done == 0 || rest == 0 {
        return String::new();
    }
    let minutes = begun.elapsed().as_secs_f64() / done as f64 * rest as f64 / 60.0;
    words::LEFT.with(lang, &[("minutes", &format!("{minutes:.1}"))])
}
