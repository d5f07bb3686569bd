//! Virtual studies on the simulator: the same seed gives the same bits, imposed signs depend on their coefficients, and
//! `pkosim validate` says what its exit code says.

use std::sync::atomic::AtomicBool;

use pkosim::calibration::simulator::Simulator;
use pkosim::calibration::target::{self, Grade};
use pkosim::calibration::validate::{Options, Row, Verdict, run};
use pkosim::calibration::worlds::{Plan, StudySimulator};
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::{Stance, register};

const STANCES: [Stance; 2] = [Stance::Study, Stance::Sceptical];

fn centre(stance: Stance) -> Vec<f64> {
    Posterior::centre(stance).row(0).to_vec()
}

fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool").install(work)
}

#[test]
fn every_calibrate_row_is_identified_at_one_parameter_vector() {
    for stance in STANCES {
        let simulator = StudySimulator::new(&target::embedded(), stance, 128);
        let found = simulator.simulate(&centre(stance), 7);
        assert_eq!(found.len(), simulator.estimands().len());
        for (name, e) in simulator.estimands().iter().zip(&found) {
            // At the centre of the sceptical priors some effects are nothing, without any error.
            let sure = if stance == Stance::Study { e.mcse > 0.0 } else { e.mcse >= 0.0 };
            assert!(e.value.is_finite() && e.mcse.is_finite() && sure, "{}: {name} {e:?}", stance.name());
            assert!(!name.starts_with("B-placement"), "placement has parameters of its own");
        }
    }
}

#[test]
fn every_row_of_each_stance_is_simulated_and_only_checks_go_unjudged() {
    for stance in STANCES {
        let plan = Plan::new(&target::embedded(), stance, &|_, _| true);
        let options = Options { draws: 2, histories: 32, seed: 11 };
        let rows =
            run(&plan, &Posterior::from_register(stance), &options, &|_| (), &AtomicBool::new(false)).expect("rows");
        for row in &rows {
            assert!(row.n > 0, "{}", row.target.id);
            assert_eq!(row.verdict == Verdict::Reported, row.target.grade == Grade::Check, "{}", row.target.id);
        }
    }
}

#[test]
fn rows_are_the_same_bits_on_any_number_of_threads() {
    let targets = target::embedded();
    let plan = Plan::new(&targets, Stance::Study, &|t, _| t.id.starts_with("F05") || t.id.starts_with("B-year"));
    let options = Options { draws: 4, histories: 32, seed: 3 };
    let posterior = Posterior::from_register(Stance::Study);
    let rows = |threads| {
        let found = with_threads(threads, || run(&plan, &posterior, &options, &|_| (), &AtomicBool::new(false)));
        let bits =
            |r: &Row| (r.target.id.clone(), r.simulated.to_bits(), r.mcse.to_bits(), r.posterior.map(f64::to_bits));
        found.expect("not interrupted").iter().map(bits).collect::<Vec<_>>()
    };
    assert_eq!(rows(1), rows(3));
}

#[test]
fn a_raised_stop_ends_a_validation_with_nothing() {
    let plan = Plan::new(&target::embedded(), Stance::Study, &|t, _| t.id == "F05-joint");
    let posterior = Posterior::from_register(Stance::Study);
    let options = Options { draws: 2, histories: 32, seed: 3 };
    assert!(run(&plan, &posterior, &options, &|_| (), &AtomicBool::new(true)).is_err());
}

/// Coefficients that force each declared sign of the stance `study`. A row that rests on structure alone (a task load
/// without resources overstretches; nobody's coefficient) is not here.
const IMPOSED: [(&str, &[&str]); 29] = [
    ("F04-containment", &["effect.battle_troops", "effect.spell_mission"]),
    ("F05-local", &["effect.spell_mission"]),
    ("F07-posture", &["effect.one_sided_posture"]),
    ("F07-quality", &["operation.performance_quality"]),
    ("F09-aid-workers", &["effect.aid_workers_troops", "effect.battle_troops", "effect.spell_mission"]),
    ("F10-sexual-violence", &["effect.sexual_violence_police"]),
    ("F11-crime-police", &["society.crime_police"]),
    ("F11-crime-troops", &["society.crime_troops"]),
    ("F11-post-war-violence", &["society.crime_police"]),
    ("F12-outflow", &["effect.displaced_uniformed", "effect.battle_troops", "effect.one_sided_troops"]),
    ("F13-mediation", &["effect.battle_mediation", "effect.ending_mediation"]),
    ("F13-together", &["effect.battle_mediation", "effect.battle_troops"]),
    ("F14-mediation", &["effect.ending_mediation"]),
    ("F14-together", &["effect.ending_together", "effect.ending_troops"]),
    ("F16-women", &["society.women_growth"]),
    ("F16-women-after", &["society.women_growth"]),
    ("F17-maternal-health", &["society.maternal_health"]),
    ("F19-households", &["society.household_wellbeing"]),
    ("F20-civilians", &["society.democracy"]),
    ("F20-democracy", &["society.democracy"]),
    ("F20-elite", &["society.power_sharing"]),
    ("F21-elections", &["society.election_violence"]),
    ("F22-environment", &["society.environment"]),
    ("F23-protest", &["society.protest"]),
    ("S3-benefits", &["host.consent_benefits", "host.acceptance_benefits"]),
    ("S6-local-knowledge", &["operation.performance_knowledge"]),
    (
        "S8-performance",
        &["operation.performance_quality", "operation.performance_leadership", "operation.performance_capabilities"],
    ),
    ("S9-conduct", &["host.consent_conduct", "host.acceptance_conduct"]),
    ("S10-transition", &["effect.relapse_abrupt", "effect.relapse_mission", "effect.relapse_implementation"]),
];

/// The register's draws with coefficients of the opposite sign.
fn negated(names: &[&str], draws: usize) -> Posterior {
    let drawn = Posterior::from_register(Stance::Study);
    let flip = |row: &[f64]| -> Vec<f64> {
        let sign = |name: &str| if names.contains(&name) { -1.0 } else { 1.0 };
        register().iter().zip(row).map(|(p, x)| sign(&p.name) * x).collect()
    };
    let rows = (0..draws).map(|d| flip(drawn.row(d))).collect();
    Posterior::from_rows(Stance::Study, "mutated".to_owned(), rows)
}

fn verdict(id: &str, names: &[&str], options: &Options) -> Verdict {
    let plan = Plan::new(&target::embedded(), Stance::Study, &|t, _| t.id == id);
    let rows = run(&plan, &negated(names, options.draws), options, &|_| (), &AtomicBool::new(false)).expect("rows");
    rows[0].verdict
}

#[track_caller]
fn misses_when_negated(rows: &[(&str, &[&str])], options: &Options) {
    let held: Vec<&str> =
        rows.iter().filter(|(id, names)| verdict(id, names, options) != Verdict::Misses).map(|r| r.0).collect();
    assert!(held.is_empty(), "these rows do not depend on the coefficients that are said to impose them: {held:?}");
}

#[test]
fn imposed_signs_of_some_rows_miss_when_their_coefficient_is_negated() {
    let fast =
        ["F05-local", "F07-posture", "F10-sexual-violence", "F14-mediation", "F17-maternal-health", "F22-environment"];
    let rows: Vec<_> = IMPOSED.iter().copied().filter(|(id, _)| fast.contains(id)).collect();
    misses_when_negated(&rows, &Options { draws: 4, histories: 64, seed: 5 });
}

#[test]
#[ignore = "slow tier: every imposed sign, some three minutes"]
fn every_imposed_sign_misses_when_its_coefficient_is_negated() {
    misses_when_negated(&IMPOSED, &Options { draws: 10, histories: 192, seed: 5 });
}

#[test]
fn declared_signs_are_either_mutated_or_known_to_be_structure() {
    // Effects of levels that act through many parts of the model at once (S1, S2, S4), through the arithmetic of
    // overstretch (S5), or through a loss that cannot be negative (S7).
    let structural = ["S1-council", "S2-host", "S4-regional", "S5-achievable", "S7-adaptability"];
    let targets = target::embedded();
    for t in targets.iter().filter(|t| t.grade == Grade::Sign && t.imposed != "no") {
        let known = IMPOSED.iter().any(|(id, _)| *id == t.id) || structural.contains(&t.id.as_str());
        assert!(known, "{} has neither mutation nor excuse", t.id);
    }
}

/// Stated errors of estimates against their spread over histories of other seeds. The spread of 60 repeats is known to 9 %;
/// leaving theatres out one by one errs above where tails are heavy, and leaving eighths out errs below for quantiles
/// (docs/evidence.md).
#[test]
#[ignore = "slow tier: sixty repeats of all fitted rows, some minutes"]
fn errors_of_estimates_are_what_repeats_spread_by() {
    const REPEATS: u64 = 60;
    for stance in STANCES {
        let simulator = StudySimulator::new(&target::embedded(), stance, 96);
        let theta = centre(stance);
        let repeats: Vec<_> = (0..REPEATS).map(|seed| simulator.simulate(&theta, 1000 + seed)).collect();
        for (k, name) in simulator.estimands().iter().enumerate() {
            let mean = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
                repeats.iter().map(|r| of(r[k].value, r[k].mcse)).sum::<f64>() / REPEATS as f64
            };
            let centre = mean(&|value, _| value);
            let spread = mean(&|value, _| (value - centre).powi(2)) * REPEATS as f64 / (REPEATS - 1) as f64;
            let ratio = (mean(&|_, error| error * error) / spread).sqrt();
            let quantile = name == "B-month-median" || name.starts_with("B-ramp");
            let least = if quantile { 0.5 } else { 0.75 };
            // At the centre of the sceptical priors some effects are nothing, without any error.
            assert!(spread == 0.0 || (least..1.5).contains(&ratio), "{} {name}: {ratio:.2}", stance.name());
            println!("{} {name}: {ratio:.2}", stance.name());
        }
    }
}
