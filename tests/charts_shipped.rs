//! Every chart of every shipped scenario and sweep, in both languages and all sizes: nothing that is written on it is cut
//! off or written over. A dozen of them each time, all of them in the slow tier.
#![cfg(feature = "charts")]

mod output_support;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use output_support::layout::{faults, lived, looks};
use pkosim::output::charts::{draw, draw_all};
use pkosim::output::theme::Look;
use rayon::prelude::*;

fn scenarios() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios"))
}

/// Every TOML file below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false if path.extension().is_some_and(|e| e == "toml") => found.push(path),
            false => {}
        }
    }
    found.sort();
    found
}

/// Faults of all charts of a scenario in these looks.
fn wrong(file: &Path, replicates: u64, looks: &[Look]) -> Vec<String> {
    let results = lived(file, replicates);
    let mut found = Vec::new();
    for look in looks {
        for (chart, sheet) in draw_all(&results, look).unwrap() {
            let told = faults(&chart, &sheet).into_iter();
            found.extend(told.map(|f| format!("{} {:?} {:?} {f}", file.display(), look.lang, look.size)));
        }
    }
    found
}

/// What differs most in what its charts have to say: many theatres, no mission, transitions, real missions, long names,
/// nothing to save, a treaty.
const DOZEN: [&str; 12] = [
    "baseline.toml",
    "portfolio.toml",
    "ceasefire-monitoring.toml",
    "contingency-2025.toml",
    "treaty-ccm.toml",
    "transitions/broad-to-small.toml",
    "forms/3b-parallel-large-un.toml",
    "history/minusca.toml",
    "history/unmik.toml",
    "models/19-emergency-humanitarian-response.toml",
    "threats/2-weaponized-technology.toml",
    "factors/06-commitment-local-knowledge-with.toml",
];

#[test]
fn charts_of_a_dozen_shipped_scenarios_keep_their_texts_apart() {
    // A third of the looks for each: all of them meet every look between them.
    let told = Mutex::new(Vec::new());
    DOZEN.par_iter().enumerate().for_each(|(k, name)| {
        let looks: Vec<Look> = looks().into_iter().skip(k % 3).step_by(3).collect();
        told.lock().unwrap().extend(wrong(&scenarios().join(name), 64, &looks));
    });
    let told = told.into_inner().unwrap();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
#[ignore = "slow tier: every shipped scenario in every language and size, minutes"]
fn charts_of_every_shipped_scenario_keep_their_texts_apart() {
    let all: Vec<PathBuf> =
        files(scenarios()).into_iter().filter(|f| !f.parent().unwrap().ends_with("sweeps")).collect();
    assert!(all.len() > 100, "{}", all.len());
    let mut told: Vec<String> = all.par_iter().flat_map(|file| wrong(file, 128, &looks())).collect();
    told.sort();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn a_treaty_has_its_own_charts() {
    let results = lived(&scenarios().join("treaty-ccm.toml"), 96);
    let drawn = draw_all(&results, &Look::default()).unwrap();
    let names: Vec<&str> = drawn.iter().map(|d| d.0.name.as_str()).collect();
    assert_eq!(names, ["21-parties", "22-dues", "23-largest-payer", "24-obligations"]);
}

/// A war, and a mission to which voluntary money is given.
const GIVEN: &str = "title = \"Given to\"\nhorizon_months = 60\n[host]\nphase = \"war\"\n[mission]\ntroops = 3000\n\
                     planned_exit_months = 36\nvoluntary_usd = 40000000\n";

#[test]
fn voluntary_money_is_among_what_comes_and_what_is_spent() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("given.toml");
    std::fs::write(&file, GIVEN).unwrap();
    let results = lived(&file, 64);
    for look in looks() {
        let drawn = draw_all(&results, &look).unwrap();
        let found: Vec<String> = drawn.iter().flat_map(|(chart, sheet)| faults(chart, sheet)).collect();
        assert!(found.is_empty(), "{look:?}: {found:?}");
    }
    for (name, times) in [("11-waterfall", 2), ("12-cost-components", 1)] {
        let (_, sheet) = draw(&results, name, &Look::default()).unwrap().unwrap();
        let texts = sheet.texts().unwrap();
        assert_eq!(texts.iter().filter(|t| t.0.starts_with("voluntary")).count(), times, "{name}: {texts:?}");
    }
    let row = |name: &str| results.row(name, pkosim::engine::results::Column::Mission).unwrap().mean;
    let parts = ["contributors", "operations", "civilians", "overhead", "programme", "voluntary"];
    let sum: f64 = parts.iter().map(|p| row(&format!("cost_{p}_usd"))).sum();
    assert!((sum / row("cost_usd") - 1.0).abs() < 1e-6, "the components are all that is spent: {sum}");
}
