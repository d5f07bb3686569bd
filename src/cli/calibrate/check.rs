//! `--recheck` and `--sbc`.

use std::path::Path;

use pkosim::calibration::fit::calibrate::{Settings, calibrate};
use pkosim::calibration::fit::recheck::recheck;
use pkosim::calibration::fit::sbc::{Truth, sbc};
use pkosim::calibration::fit::wave::Watch;
use pkosim::calibration::simulator::Simulator;
use pkosim::calibration::target::Target;
use pkosim::engine::identity::model_id;
use pkosim::evidence::file::resample;
use pkosim::evidence::parameters::NAMES;
use pkosim::evidence::register::Stance;
use pkosim::output::calibration as files;
use pkosim::output::calibration::journal::{Finished, Terms};
use pkosim::output::folder::Folder;
use pkosim::output::manifest::Kind;
use pkosim::output::messages::calibration as words;
use pkosim::output::messages::report::RESULTS;

use super::progress::Teller;
use super::{Calibrate, Job, text};
use crate::cli::console::{note, say};
use crate::cli::failure::Failure;
use crate::cli::interrupt;

/// Simulations of a recheck.
const RECHECKS: usize = 480;
/// Fits on emulators, and on the simulator.
const FITS: [usize; 2] = [500, 50];

/// The stance that a manifest names.
fn stance_of(terms: &Terms) -> Stance {
    Stance::named(&terms.stance).unwrap_or(Stance::Study)
}

/// The settings that a manifest names.
fn settings_of(terms: &Terms) -> Settings {
    let [first, second, check, checks] = terms.simulations;
    let [cut_off, effective] = terms.limits;
    Settings { seed: terms.seed, first, second, check, checks, draws: terms.draws, cut_off, effective }
}

/// Refuses a result of other terms than today's; the model may differ where `any_model`.
fn same_terms(dir: &Path, then: &Terms, job: &Job, any_model: bool) -> Result<(), Failure> {
    let mut now = job.terms(&settings_of(then));
    if any_model {
        now.model_id.clone_from(&then.model_id);
    }
    let differences = then.differences(&now);
    if differences.is_empty() {
        return Ok(());
    }
    let what = format!("{} was made under other terms:\n  {}", dir.display(), differences.join("\n  "));
    Err(Failure::usage(what, "fit anew: pkosim calibrate"))
}

impl Calibrate {
    /// Whether a posterior holds for the model as it is now.
    pub(super) fn recheck(&self, dir: &Path, targets: &[Target]) -> Result<(), Failure> {
        let terms = files::provenance(dir)?.terms;
        let job = Job::new(targets, stance_of(&terms))?;
        same_terms(dir, &terms, &job, true)?;
        let old = files::recall(dir, &job.rows)?;
        let out = self.target("recheck");
        drop(Folder::begin(&out, Kind::Calibration)?);
        let rows: Vec<Vec<f64>> = (0..old.posterior.draws()).map(|d| old.posterior.row(d).to_vec()).collect();
        let place = |name: &String| NAMES.iter().position(|n| n == name).unwrap_or_default();
        let places: Vec<usize> = job.simulator.parameters().iter().map(place).collect();
        let point = |row: &Vec<f64>| job.space.z(&places.iter().map(|p| row[*p]).collect::<Vec<f64>>());
        let points: Vec<Vec<f64>> = rows.iter().map(point).collect();
        let settings = Settings { first: RECHECKS, second: 0, checks: 0, ..settings_of(&terms) };
        let teller = Teller::new(settings, self.quiet, self.lang.into());
        let tell = |step| teller.tell(step);
        let watch = Watch { tell: &tell, stop: interrupt::listen() };
        let luck = (self.seed, RECHECKS);
        let found = recheck(&job.simulator, &job.space, &job.rows, &old.emulators, &points, luck, watch)?;
        let most = found.moved.iter().enumerate().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        let lang = self.lang.into();
        let percent = |share: f64| format!("{:.0} %", 100.0 * share);
        let share = percent(found.effective);
        let stay = most.map_or(words::STAY.with(lang, &[("share", &share)]), |(k, m)| {
            let (row, by) = (&job.rows.rows[k].id, format!("{m:+.2}"));
            words::STAY_MOVED.with(lang, &[("share", &share), ("row", row), ("by", &by)])
        });
        if found.effective < settings.effective {
            let anew = words::FIT_ANEW.with(lang, &[("least", &percent(settings.effective))]);
            note(&format!("{stay}\n{anew}"));
            return Err(Failure::Told(1));
        }
        let Ok(draws) = resample(rows, &found.weights) else { return Err(Failure::Told(1)) };
        let stamp = (model_id(), found.effective);
        let made = files::write_rechecked((&out, dir), &old, draws, (&found.emulators, &job.rows), stamp)?;
        let holds = words::STILL_HOLDS.with(lang, &[("stay", &stay), ("model", &model_id())]);
        say(&format!("{holds}\n{}\n", RESULTS.with(lang, &[("dir", &made.dir.display())])))
    }

    /// Whether the inference is right.
    pub(super) fn sbc(&self, dir: &Path, targets: &[Target]) -> Result<(), Failure> {
        let terms = files::provenance(dir)?.terms;
        let job = Job::new(targets, stance_of(&terms))?;
        same_terms(dir, &terms, &job, false)?;
        let out = self.target("sbc");
        drop(Folder::begin(&out, Kind::Calibration)?);
        let settings = settings_of(&terms);
        let teller = Teller::new(settings, self.quiet, self.lang.into());
        let tell = |step| teller.tell(step);
        let watch = Watch { tell: &tell, stop: interrupt::listen() };
        let journal = Finished::new(dir, job.free(), job.simulator.estimands().to_vec());
        let fit = calibrate(&job.simulator, &job.space, &job.rows, &settings, &journal, watch)?;
        let [fits, simulated] = if self.quick { [FITS[0] / 5, 0] } else { FITS };
        let right = sbc(&fit, Truth::Emulators, fits, 1.0, self.seed, watch)?;
        let wrong = sbc(&fit, Truth::Emulators, fits, 0.5, self.seed, watch)?;
        let mut all = vec![("emulators", true, right), ("emulators, errors halved", false, wrong)];
        if simulated > 0 {
            let truth = Truth::Simulator(&job.simulator);
            all.push(("simulator", true, sbc(&fit, truth, simulated, 1.0, self.seed, watch)?));
        }
        let named: Vec<_> = all.iter().map(|(name, _, sbc)| (*name, sbc)).collect();
        let made = files::write_sbc(&out, &named, &terms, &fit)?;
        let shown: Vec<_> = all.iter().map(|(name, should, sbc)| (*name, *should, sbc)).collect();
        say(&text::sbc(&shown, &made.dir, self.lang.into()))?;
        if all.iter().all(|(_, should, sbc)| sbc.passes() == *should) { Ok(()) } else { Err(Failure::Told(1)) }
    }
}
