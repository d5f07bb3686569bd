//! The worlds without missions look like the data, coded as the source codes; missions look like
//! missions. Bands are those of the targets file; histories enough that chance is well inside.

use std::sync::Arc;

use pkosim::calibration::base_rates::{BaseRates, code, histories};
use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::ensemble::Options;
use pkosim::engine::results::{Column, Results};
use pkosim::engine::run::simulate;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::scenario::load;
use pkosim::world::setting::Setting;

fn rates(name: &str, n: usize) -> BaseRates {
    let mut scenario = load::load_file(format!("scenarios/{name}.toml").as_ref(), &[]).expect(name).scenario;
    scenario.operations.clear();
    code(&histories(&Setting::new(&scenario, Posterior::embedded(Stance::Study), 20), n))
}

#[track_caller]
fn inside(name: &str, value: f64, low: f64, high: f64) {
    assert!((low..=high).contains(&value), "{name} {value:.3} outside {low} to {high}");
}

#[allow(clippy::approx_constant, reason = "0.318 is a Wilson bound, not 1/pi")]
#[test]
fn reference_population_meets_the_base_rates_of_countries_without_missions() {
    let r = rates("reference-population", 12_000);
    inside("B-month-median", r.month_quantiles[0], 8.0, 15.0);
    inside("B-month-q75", r.month_quantiles[1], 45.0, 85.0);
    inside("B-month-q90", r.month_quantiles[2], 150.0, 350.0);
    inside("B-month-zeros", r.month_zeros, 0.25, 0.40);
    inside("B-year-logmean", r.year_log[0], 5.6, 6.05);
    inside("B-year-logsd", r.year_log[1], 1.5, 1.85);
    inside("B-year-persistence", r.year_persistence, 0.70, 0.85);
    inside("B-transition-10", r.transitions[1][0], 0.161, 0.221);
    inside("B-transition-12", r.transitions[1][2], 0.059, 0.100);
    inside("B-transition-20", r.transitions[2][0], 0.012, 0.056);
    inside("B-transition-21", r.transitions[2][1], 0.205, 0.318);
    inside("B-transition-0any", r.reonset, 0.105, 0.155);
    inside("B-relapse-5y-none", r.relapse_5y, 0.44, 0.57);
    inside("B-onesided-government-zeros", r.one_sided_zeros[0], 0.78, 0.89);
    inside("B-onesided-rebels-zeros", r.one_sided_zeros[1], 0.70, 0.83);
    // Zeros come in spells: deaths are far likelier after a month with deaths.
    assert!(r.nonzero_after[0] - r.nonzero_after[1] > 0.35, "{:?}", r.nonzero_after);
}

#[test]
fn baseline_host_without_a_mission_is_at_war() {
    let r = rates("baseline", 8_000);
    inside("median of war-year months", r.war_months[0], 90.0, 180.0);
    inside("90 % quantile", r.war_months[1], 600.0, 1400.0);
    inside("zeros", r.war_months[2], 0.05, 0.15);
}

fn baseline(n: u64) -> Results {
    let scenario = load::builtin_baseline(&[]).expect("baseline").scenario;
    let options = Options { replicates: n, paired: true, keep: false, simd: SimdClass::detect() };
    let posterior: Arc<Posterior> = Posterior::embedded(Stance::Study);
    simulate(&scenario, &posterior, 20, &options, &|_| (), &std::sync::atomic::AtomicBool::new(false)).expect("run")
}

#[test]
fn missions_look_like_missions() {
    let results = baseline(6_000);
    let row = |name: &str| results.row(name, Column::Mission).expect(name).mean;
    let month = |series: &str, month: i32| {
        let found = results
            .series
            .iter()
            .find(|s| s.series == series && s.month == month && s.theatre == "all" && s.world == Column::Mission);
        found.expect(series).clone()
    };
    let ramp = |m: i32| month("deployed_troops", m).quantiles[2] / 10_000.0;
    inside("B-ramp-3m-q50 (binomial of 15 about .48)", ramp(3), 0.38, 0.58);
    inside("B-ramp-12m-q50 (binomial of 15 about .93)", ramp(12), 0.83, 0.97);
    let filled = |m: i32| month("deployed_uniformed", m).mean / month("authorised_uniformed", m).mean;
    inside("B-fill", (24..96).map(filled).sum::<f64>() / 72.0, 0.84, 0.92);
    inside("B-withdrawal", row("consent_withdrawn") / (row("mission_months") / 12.0), 0.012, 0.070);
    inside("B-fatalities", 1000.0 * row("peacekeeper_deaths") / row("uniformed_person_years"), 0.9, 1.45);
    inside("B-cost, thousand dollars", row("cost_usd") / row("uniformed_person_years") / 1000.0, 74.0, 91.0);
    let deaths = |world: Column| -> f64 {
        let months =
            results.series.iter().filter(|s| s.theatre == "all" && s.world == world && s.series == "battle_deaths");
        months.filter(|s| (1..=60).contains(&s.month)).map(|s| s.mean).sum()
    };
    inside("fall of battle deaths over 60 months", 1.0 - deaths(Column::Mission) / deaths(Column::None), 0.30, 0.75);
}
