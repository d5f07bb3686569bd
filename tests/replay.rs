//! A replayed history is the one that was lived through inside the run.

use std::sync::atomic::AtomicBool;

use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::ensemble::Options;
use pkosim::engine::replay::{COUNTS, History, STATES, replay};
use pkosim::engine::results::{Column, Kept};
use pkosim::engine::run::simulate;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::scenario::{Scenario, load_file};
use pkosim::world::outcome::{self, outcome};
use pkosim::world::setting::Setting;

const SEED: u64 = 5;

fn scenario(name: &str) -> Scenario {
    load_file(format!("scenarios/{name}.toml").as_ref(), &[]).unwrap().scenario
}

fn kept(scenario: &Scenario) -> Kept {
    let posterior = Posterior::embedded(Stance::Study);
    let options = Options { replicates: 70, paired: true, keep: true, simd: SimdClass::detect() };
    simulate(scenario, &posterior, SEED, &options, &|_| (), &AtomicBool::new(false)).unwrap().kept.unwrap()
}

fn history(scenario: &Scenario, replicate: u64, simd: SimdClass) -> History {
    let setting = Setting::new(scenario, Posterior::embedded(Stance::Study), SEED);
    replay(&setting, replicate, true, simd)
}

fn sum(history: &History, count: usize, world: Column, theatre: &str) -> f64 {
    let rows = history.rows.iter().filter(|r| r.world == world && r.theatre == theatre && r.month >= 0);
    rows.map(|r| r.counts[count]).fold(0.0, |a, b| a + b)
}

/// Every count of every replicate adds up to the outcome, without any tolerance.
fn adds_up(name: &str, replicates: &[usize]) {
    let scenario = scenario(name);
    let kept = kept(&scenario);
    let several = scenario.theatres.len() > 1;
    for &k in replicates {
        let history = history(&scenario, k as u64, SimdClass::detect());
        for world in [Column::Mission, Column::None] {
            for theatre in scenario.theatres.keys() {
                for (at, count) in COUNTS.iter().enumerate() {
                    let stem = if world == Column::None && !scenario.operations.is_empty() { "none." } else { "" };
                    let place = if several { format!("{theatre}.") } else { String::new() };
                    let name = format!("{stem}{place}{}", outcome(*count).name);
                    let Some(column) = kept.names.iter().position(|n| *n == name) else { continue };
                    let (run, again) = (kept.rows[k][column], sum(&history, at, world, theatre));
                    let lived = history.rows.iter().any(|r| r.world == world);
                    assert!(!lived || run == again || run.is_nan() && again.is_nan(), "{k} {name}: {run} {again}");
                }
            }
        }
    }
}

#[test]
fn columns_add_up_to_the_outcomes_of_the_run() {
    adds_up("baseline", &[0, 14, 31, 32, 69]);
}

#[test]
fn columns_add_up_in_every_theatre_and_without_operations() {
    adds_up("portfolio", &[3, 40]);
    adds_up("reference-population", &[3, 40]);
    adds_up("protection-divided", &[0, 1, 2, 3, 4, 5, 6, 7]);
}

#[test]
fn the_last_implementation_is_the_outcome() {
    let state = STATES.iter().position(|s| *s == "implementation").unwrap();
    for name in ["baseline", "transitions/partner-to-un"] {
        let scenario = scenario(name);
        let kept = kept(&scenario);
        let column = kept.names.iter().position(|n| n == outcome(outcome::IMPLEMENTATION).name).unwrap();
        let history = history(&scenario, 14, SimdClass::detect());
        let last = history.rows.iter().rfind(|r| r.world == Column::Mission).unwrap();
        assert_eq!(last.states[state], kept.rows[14][column], "{name}");
    }
}

#[test]
fn a_mission_that_is_still_to_come_does_not_hide_what_the_one_before_has_done() {
    let state = STATES.iter().position(|s| *s == "implementation").unwrap();
    let history = history(&scenario("transitions/partner-to-un"), 0, SimdClass::detect());
    let of = |month: i32| history.rows.iter().find(|r| r.world == Column::Mission && r.month == month).unwrap();
    assert_eq!(of(-1).states[state], 0.0);
    assert!((1..12).all(|month| of(month).states[state] > 0.0), "the partner is there from month 0, the UN from 12");
}

#[test]
fn the_class_of_machine_changes_no_bit() {
    let scenario = scenario("portfolio");
    let text = |simd| format!("{:?}", history(&scenario, 33, simd));
    let widest = text(SimdClass::detect());
    for class in SimdClass::ALL.into_iter().filter(|c| c.is_supported()) {
        assert_eq!(text(class), widest, "{class}");
    }
}

#[test]
fn months_run_from_twelve_before_deployment_to_the_horizon() {
    let history = history(&scenario("baseline"), 0, SimdClass::detect());
    assert_eq!(history.rows.len(), 2 * 192);
    let months: Vec<i32> = history.rows.iter().map(|r| r.month).collect();
    assert_eq!((months[0], months[191], months[192], months[383]), (-12, 179, -12, 179));
    assert!(history.rows[..192].iter().all(|r| r.world == Column::Mission && r.theatre == "main"));
}

#[test]
fn no_state_is_called_like_an_outcome() {
    let names: Vec<&str> = outcome::all().map(|o| o.name).collect();
    assert!(STATES.iter().all(|s| !names.contains(s)));
}
