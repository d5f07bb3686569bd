//! Fits of simulators whose posteriors are known, and simulation-based calibration that fails where it must.

use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use pkosim::calibration::fit::calibrate::{Fit, Settings, calibrate};
use pkosim::calibration::fit::error::FitError;
use pkosim::calibration::fit::luck::Luck;
use pkosim::calibration::fit::rows::{Row, Rows};
use pkosim::calibration::fit::sbc::{Truth, sbc};
use pkosim::calibration::fit::space::{Axis, Space};
use pkosim::calibration::fit::wave::{Journal, NoJournal, Run, Watch};
use pkosim::calibration::simulator::{Estimate, Simulator};
use pkosim::calibration::target;
use pkosim::calibration::worlds::StudySimulator;
use pkosim::evidence::register::{Prior, Stance, Transform};

/// A simulator in one line: estimands of parameters, with noise.
struct Toy {
    parameters: Vec<String>,
    estimands: Vec<String>,
    noise: f64,
    says: fn(&[f64]) -> Vec<f64>,
}

impl Toy {
    fn new(parameters: usize, estimands: usize, noise: f64, says: fn(&[f64]) -> Vec<f64>) -> Self {
        let names = |letter: &str, n: usize| (0..n).map(|k| format!("{letter}{k}")).collect();
        Self { parameters: names("p", parameters), estimands: names("e", estimands), noise, says }
    }

    /// Every parameter normal with mean 1 and sd 2.
    fn space(&self) -> Space {
        let axis = |name: &String| Axis {
            name: name.clone(),
            transform: Transform::Identity,
            prior: Prior { centre: 1.0, sd: 2.0 },
            row: None,
        };
        Space::new(self.parameters.iter().map(axis).collect())
    }
}

impl Simulator for Toy {
    fn estimands(&self) -> &[String] {
        &self.estimands
    }
    fn parameters(&self) -> &[String] {
        &self.parameters
    }
    fn simulate(&self, theta: &[f64], seed: u64) -> Vec<Estimate> {
        let mut luck = Luck::new(seed, "toy", 0);
        let noisy = |value: f64| Estimate { value: value + self.noise * luck.normal(), mcse: self.noise, n: 100 };
        (self.says)(theta).into_iter().map(noisy).collect()
    }
}

fn rows(cited: &[(f64, f64)]) -> Rows {
    let row = |(k, (value, sd)): (usize, &(f64, f64))| {
        let (low, high) = (value - 2.0 * sd, value + 2.0 * sd);
        Row { id: format!("e{k}"), value: *value, sd: *sd, low, high, base_rate: false }
    };
    Rows::new(cited.iter().enumerate().map(row).collect(), &[]).expect("rows")
}

fn fit_with(toy: &Toy, rows: &Rows, settings: &Settings, journal: &dyn Journal) -> Result<Fit, FitError> {
    let stop = AtomicBool::new(false);
    calibrate(toy, &toy.space(), rows, settings, journal, Watch { tell: &|_| (), stop: &stop })
}

fn fit(toy: &Toy, rows: &Rows) -> Fit {
    fit_with(toy, rows, &Settings { first: 120, second: 60, check: 60, ..Settings::quick(3) }, &NoJournal).expect("fit")
}

fn moments(draws: &[Vec<f64>], of: impl Fn(&[f64]) -> f64) -> (f64, f64) {
    let values: Vec<f64> = draws.iter().map(|z| of(z)).collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / values.len() as f64;
    (mean, variance.sqrt())
}

/// e0 = p0 + p1, e1 = p1 - p2 + 3; the other parameters do nothing.
fn linear() -> Toy {
    Toy::new(20, 2, 0.05, |p| vec![p[0] + p[1], p[1] - p[2] + 3.0])
}

#[test]
fn linear_simulator_has_the_posterior_of_the_textbook() {
    let found = fit(&linear(), &rows(&[(5.0, 0.5), (2.0, 1.0)]));
    assert!(found.draws.effective > 700.0 && found.draws.r_hat < 1.02);
    // z = (p - 1) / 2, so e0 = 2 + 2 z0 + 2 z1 and e1 = 3 + 2 z1 - 2 z2. S = J J' + R with J J' = [[8, 4], [4, 8]],
    // R = diag(1/4, 1); mean = J' inverse(S) (y - m), covariance = I - J' inverse(S) J, with y - m = (3, -1).
    let s = [8.25, 4.0, 9.0];
    let d = s[0] * s[2] - s[1] * s[1];
    let a = [(s[2] * 3.0 + s[1]) / d, (-s[1] * 3.0 - s[0]) / d];
    let means = [2.0 * a[0], 2.0 * a[0] + 2.0 * a[1], -2.0 * a[1]];
    let sd0 = (1.0f64 - 4.0 * s[2] / d).sqrt();
    let sd1 = (1.0 - 4.0 * (s[0] + s[2] - 2.0 * s[1]) / d).sqrt();
    let sd2 = (1.0 - 4.0 * s[0] / d).sqrt();
    for (k, (mean, sd)) in means.into_iter().zip([sd0, sd1, sd2]).enumerate() {
        let (m, w) = moments(&found.draws.points, |z| z[k]);
        // 700 effective draws at least: four standard errors are .15 sd of a mean, .11 of an sd.
        assert!((m - mean).abs() < 0.16 * sd, "p{k}: {m} {mean}");
        assert!((w / sd - 1.0).abs() < 0.12, "p{k}: {w} {sd}");
    }
    let (m, w) = moments(&found.draws.points, |z| z[7]);
    assert!(m.abs() < 0.15 && (w - 1.0).abs() < 0.11, "what no row informs stays as it was: {m} {w}");
    assert!(found.conflicts.is_empty());
}

#[test]
fn curved_simulator_has_the_posterior_of_quadrature() {
    // e0 = q(p0) alone; the posterior of one coordinate is an integral.
    let toy = Toy::new(6, 1, 0.02, |p| vec![p[0] + 0.2 * p[0] * p[0]]);
    let (value, sd) = (2.4, 0.6);
    let found = fit(&toy, &rows(&[(value, sd)]));
    let density = |z: f64| {
        let p = 1.0 + 2.0 * z;
        let e = (value - p - 0.2 * p * p) / sd;
        (-0.5 * (z * z + e * e)).exp()
    };
    let grid: Vec<f64> = (-4000..4000).map(|k| f64::from(k) / 1000.0).collect();
    let sum = |f: &dyn Fn(f64) -> f64| grid.iter().map(|z| density(*z) * f(*z)).sum::<f64>();
    let mean = sum(&|z| z) / sum(&|_| 1.0);
    let spread = (sum(&|z| (z - mean) * (z - mean)) / sum(&|_| 1.0)).sqrt();
    let (m, w) = moments(&found.draws.points, |z| z[0]);
    // The far branch of the parabola (z near -3.9) holds 1 in 4,000 and lies beyond the region's cut.
    assert!((m - mean).abs() < 0.2 * spread && (w / spread - 1.0).abs() < 0.2, "{m} {mean} {w} {spread}");
}

#[test]
fn rows_that_cannot_hold_together_are_named() {
    // e0 = e1 up to a sign, cited ten standard errors apart.
    let toy = Toy::new(4, 2, 0.05, |p| vec![p[0], p[0]]);
    let found = fit(&toy, &rows(&[(0.0, 0.2), (2.0, 0.2)]));
    assert_eq!(found.conflicts, [0, 1]);
    assert!(fit(&toy, &rows(&[(0.9, 0.2), (1.1, 0.2)])).conflicts.is_empty());
}

/// Remembers, and breaks off after so many simulations.
struct Memory {
    waves: Mutex<Vec<Vec<Run>>>,
    left: Mutex<usize>,
}

impl Journal for Memory {
    fn load(&self, wave: usize) -> Result<Vec<Run>, FitError> {
        Ok(self.waves.lock().expect("lock").get(wave).cloned().unwrap_or_default())
    }
    fn save(&self, wave: usize, runs: &[Run]) -> Result<(), FitError> {
        let mut waves = self.waves.lock().expect("lock");
        if waves.len() <= wave {
            waves.push(Vec::new());
        }
        waves[wave] = runs.to_vec();
        let mut left = self.left.lock().expect("lock");
        *left = left.checked_sub(1).ok_or(FitError::NoRows)?;
        Ok(())
    }
}

#[test]
fn interrupted_and_resumed_is_the_same_as_whole_on_any_number_of_threads() {
    let (toy, rows) = (linear(), rows(&[(5.0, 0.5), (2.0, 1.0)]));
    let settings = Settings { first: 90, second: 40, check: 40, checks: 1, draws: 200, ..Settings::quick(3) };
    let whole = fit_with(&toy, &rows, &settings, &NoJournal).expect("fit");
    let journal = Memory { waves: Mutex::default(), left: Mutex::new(7) };
    assert!(fit_with(&toy, &rows, &settings, &journal).is_err(), "breaks off in the second wave");
    *journal.left.lock().expect("lock") = usize::MAX;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("pool");
    let resumed = pool.install(|| fit_with(&toy, &rows, &settings, &journal)).expect("fit");
    assert_eq!(whole.draws, resumed.draws);
    assert_eq!(whole.waves, resumed.waves);
}

#[test]
fn target_without_an_estimand_is_named() {
    let why = fit_with(&linear(), &rows(&[(1.0, 1.0), (1.0, 1.0), (1.0, 1.0)]), &Settings::quick(1), &NoJournal);
    assert!(why.unwrap_err().to_string().contains("no estimand `e2`"));
}

fn check(found: &Fit, truth: Truth, fits: usize, wrong: f64) -> pkosim::calibration::fit::sbc::Sbc {
    let stop = AtomicBool::new(false);
    sbc(found, truth, fits, wrong, 11, Watch { tell: &|_| (), stop: &stop }).expect("sbc")
}

#[test]
fn right_inference_passes_and_one_with_errors_halved_fails() {
    let found = fit(&linear(), &rows(&[(5.0, 0.5), (2.0, 1.0)]));
    // False alarm by construction: 1 in 100 for another seed.
    let right = check(&found, Truth::Emulators, 300, 1.0);
    assert!(right.passes(), "{:?}", right.p_value);
    // 300 fits: four standard errors of a coverage are .115, .09 and .05.
    for ((share, level), band) in right.coverage().into_iter().zip([0.5, 0.8, 0.95]).zip([0.115, 0.09, 0.05]) {
        assert!((share - level).abs() < band, "{share} {level}");
    }
    let wrong = check(&found, Truth::Emulators, 300, 0.5);
    assert!(!wrong.passes() && wrong.coverage()[1] < 0.7, "{} {:?}", wrong.p_value, wrong.coverage());
}

#[test]
fn inference_passes_on_the_simulator_too() {
    let toy = linear();
    let found = fit(&toy, &rows(&[(5.0, 0.5), (2.0, 1.0)]));
    assert!(check(&found, Truth::Simulator(&toy), 100, 1.0).passes());
}

#[test]
#[ignore = "slow tier: about three minutes"]
fn inference_from_the_virtual_studies_passes_on_the_simulator() {
    let targets = target::embedded();
    let simulator = StudySimulator::new(&targets, Stance::Study, 96);
    let rows = Rows::of_targets(&simulator.targets()).expect("rows");
    let space = Space::of_register(simulator.parameters(), Stance::Study).expect("space");
    let stop = AtomicBool::new(false);
    let watch = Watch { tell: &|_| (), stop: &stop };
    let found = calibrate(&simulator, &space, &rows, &Settings::quick(1), &NoJournal, watch).expect("fit");
    assert!(check(&found, Truth::Simulator(&simulator), 50, 1.0).passes());
    assert!(!check(&found, Truth::Emulators, 100, 0.5).passes());
}
