//! Charts of runs of every shape.
#![cfg(feature = "charts")]

mod output_support;

use std::fs;
use std::path::Path;

use output_support::{Made, results};
use pkosim::output::charts::{names, write_all};
use pkosim::output::theme::Look;

fn drawn(made: Made, name: &str) -> Vec<String> {
    let kept = std::env::var_os("PKOSIM_TEST_CHARTS").map(|d| Path::new(&d).join(name));
    let temporary = tempfile::tempdir().unwrap();
    let dir = kept.as_deref().unwrap_or(temporary.path());
    fs::create_dir_all(dir).unwrap();
    let results = results(made);
    let start = std::time::Instant::now();
    let charts = write_all(&results, &Look::default(), dir).unwrap();
    println!("{name}: {} charts in {:?}", charts.len(), start.elapsed());
    for chart in &charts {
        println!("  {}: {}", chart.name, chart.title);
        assert!(dir.join(format!("charts/{}.png", chart.name)).exists());
    }
    charts.iter().map(|c| c.name.clone()).collect()
}

#[test]
fn a_run_with_a_mission_and_its_counterfactual_has_all_charts() {
    let all: Vec<&str> = names().collect();
    assert_eq!(drawn(Made { theatres: 4, ..Made::default() }, "portfolio"), all);
    assert_eq!(drawn(Made::default(), "single"), all[..8]);
}

#[test]
fn without_a_counterfactual_nothing_is_compared() {
    let charts = drawn(Made { counterfactual: false, ..Made::default() }, "alone");
    assert!(!charts.contains(&"08-cost-lives".to_owned()) && charts.contains(&"03-strength".to_owned()));
}

#[test]
fn without_operations_there_is_no_strength_and_no_money() {
    let charts = drawn(Made { operations: false, counterfactual: false, ..Made::default() }, "none");
    assert_eq!(
        charts,
        ["01-overview", "02-battle-deaths", "04-consent-unity", "06-distributions", "07-survival-of-peace"]
    );
}

#[test]
fn a_single_history_can_be_drawn() {
    drawn(Made { replicates: 1, ..Made::default() }, "one");
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let made = Made { replicates: 60, ..Made::default() };
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let results = results(made);
    for chart in write_all(&results, &Look::default(), a.path()).unwrap() {
        write_all(&results, &Look::default(), b.path()).unwrap();
        for ending in ["svg", "png"] {
            let file = format!("charts/{}.{ending}", chart.name);
            assert!(fs::read(a.path().join(&file)).unwrap() == fs::read(b.path().join(&file)).unwrap(), "{file}");
        }
    }
}

#[test]
fn names_from_scenarios_are_escaped() {
    let mut results = results(Made { replicates: 60, ..Made::default() });
    results.info.scenario = "<script>alert('x')</script> & \u{1}".into();
    let dir = tempfile::tempdir().unwrap();
    write_all(&results, &Look::default(), dir.path()).unwrap();
    let svg = fs::read_to_string(dir.path().join("charts/02-battle-deaths.svg")).unwrap();
    assert!(!svg.contains("<script>") && !svg.contains('\u{1}'));
    assert!(svg.contains("<title") && svg.contains("<desc") && svg.contains("@font-face"));
}
