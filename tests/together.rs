//! Several operations in one theatre: each acts with what it is, and theatres that nothing links leave each other alone.

use std::sync::atomic::AtomicBool;

use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::ensemble::{Ensemble, Options, Recording};
use pkosim::engine::live::run_recording;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::scenario::load_str;
use pkosim::world::outcome;
use pkosim::world::setting::Setting;

/// Outcomes of every history, both worlds.
fn live(text: &str, replicates: u64) -> Ensemble {
    let scenario = load_str(text, "test", None, &[]).unwrap_or_else(|p| panic!("{p}")).scenario;
    let setting = Setting::new(&scenario, Posterior::embedded(Stance::Study), 3);
    let options = Options { replicates, paired: true, keep: true, simd: SimdClass::detect() };
    run_recording(&setting, &options, Recording::Outcomes, &|_| (), &AtomicBool::new(false)).expect("not stopped")
}

/// The bits of all outcomes of the mission world at a place.
fn bits(e: &Ensemble, place: usize) -> Vec<Vec<u64>> {
    let of = |k| &e.kept.as_ref().expect("kept")[e.layout.column(0, place, k)];
    (0..outcome::COUNT).map(|k| of(k).iter().map(|x| x.to_bits()).collect()).collect()
}

fn mean(e: &Ensemble, k: usize) -> f64 {
    e.tallies[e.layout.column(0, 0, k)].mean()
}

const MONITORS: &str = "horizon_months = 120\n[theatre.a.host]\nphase = \"war\"\n[operation.mon]\ntheatres = [\"a\"]\n\
    models = [6]\ntroops = 6000\npolice = 300\ncivilians = 600\nplanned_exit_months = 60\n";

/// A second operation with other models, and its strength.
fn with(strength: &str, more: &str) -> String {
    format!(
        "{MONITORS}[operation.other]\ntheatres = [\"a\"]\nmodels = [3, 7, 15]\n{strength}\nplanned_exit_months = 60\n{more}"
    )
}

const NOBODY: &str = "troops = 0\npolice = 0\ncivilians = 0\nobservers = 0";

#[test]
fn an_operation_of_nobody_beside_another_is_none_to_the_bit() {
    let alone = bits(&live(MONITORS, 96), 0);
    assert!(bits(&live(&with(NOBODY, ""), 96), 0) == alone);
    assert!(bits(&live(&with(NOBODY, "start_month = 40\nfollows = \"mon\"\n"), 96), 0) == alone);
    let never = "troops = { path = [[0, 0], [60, 0]] }\npolice = 0\ncivilians = 0\nobservers = 0";
    assert!(bits(&live(&with(never, ""), 96), 0) == alone);
    assert!(bits(&live(&with("troops = 3000", ""), 96), 0) != alone);
}

#[test]
fn a_handful_of_people_do_not_lend_their_models_to_others() {
    let (alone, few, many) = (
        live(MONITORS, 1024),
        live(&with("troops = 1\npolice = 0\ncivilians = 0\nobservers = 0", ""), 1024),
        live(&with("troops = 6000", ""), 1024),
    );
    let deaths = [&alone, &few, &many].map(|e| mean(e, outcome::BATTLE));
    assert!((deaths[1] / deaths[0] - 1.0).abs() < 0.01, "{deaths:?}");
    assert!(deaths[2] / deaths[0] < 0.9, "{deaths:?}");
}

#[test]
fn what_waits_in_another_theatre_changes_nothing_here() {
    let two = |when: &str| {
        format!(
            "{}[theatre.z.host]\nphase = \"war\"\n[operation.zz]\ntheatres = [\"z\"]\nfunding = \"partner\"\n\
             troops = 1000\nplanned_exit_months = 60\n{when}",
            with("troops = 4000", "").replace("horizon_months = 120\n", "horizon_months = 120\ncouncil.unity = 0.2\n")
        )
    };
    let (set, waiting) = (live(&two(""), 256), live(&two("start_when = \"war\"\n"), 256));
    // Places: all, a, z.
    assert!(bits(&set, 1) == bits(&waiting, 1));
}

#[test]
fn what_a_mission_leaves_lasts_beside_a_small_one_of_other_models() {
    let protectors = "horizon_months = 150\n[host]\nphase = \"peace\"\nconsent = 0.85\n[council]\nunity = 0.9\n\
        [conflict]\nage_months = 3\n[operation.aa]\nmodels = [3, 7]\ntroops = 8000\npolice = 500\ncivilians = 1000\n\
        planned_exit_months = 60\ntransition = 1.0\n";
    let demining =
        "[operation.bb]\nmodels = [18]\nstart_month = 55\ntroops = 100\ncivilians = 50\nplanned_exit_months = 90\n";
    let failed = |text: &str| mean(&live(text, 2048), outcome::FIRST_PEACE_FAILED);
    let (alone, beside) = (failed(protectors), failed(&format!("{protectors}{demining}")));
    assert!((beside - alone).abs() < 0.01, "{alone} alone, {beside} beside deminers");
}
