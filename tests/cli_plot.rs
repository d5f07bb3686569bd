//! `pkosim plot` as a person meets it.
#![cfg(feature = "charts")]

mod output_support;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use output_support::{Made, results};
use pkosim::output::theme::Look;
use pkosim::output::{self, Options};
use predicates::prelude::*;
use predicates::str::contains;

fn stored(dir: &Path) {
    let made = Made { replicates: 60, ..Made::default() };
    output::write(&results(made), dir, Options { charts: false, look: Look::default() }).unwrap();
}

fn plot(args: &[&str]) -> assert_cmd::assert::Assert {
    Command::cargo_bin("pkosim").unwrap().arg("plot").args(args).assert()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn charts_are_drawn_again_in_another_language_size_and_theme() {
    let dir = tempfile::tempdir().unwrap();
    let (run, out) = (dir.path().join("run"), dir.path().join("figures"));
    stored(&run);
    let before = fs::read(run.join("summary.csv")).unwrap();
    let args = [text(&run), "--chart", "overview", "02-battle-deaths", "--lang", "ja", "--size", "column"];
    plot(&[&args[..], &["--theme", "dark", "--out", text(&out)]].concat()).success().stdout(contains("01-overview"));
    let svg = fs::read_to_string(out.join("01-overview.svg")).unwrap();
    assert!(svg.contains("width=\"1000\" height=\"1250\"") && svg.contains("ミッション") && svg.contains("#13171E"));
    assert!(out.join("02-battle-deaths.png").exists() && !out.join("03-strength.svg").exists());
    assert_eq!(fs::read(run.join("summary.csv")).unwrap(), before, "results are read, never written");
}

#[test]
fn an_unknown_chart_is_refused_with_the_nearest_and_nothing_is_written() {
    let dir = tempfile::tempdir().unwrap();
    let run = dir.path().join("run");
    stored(&run);
    let refused = plot(&[text(&run), "--chart", "overveiw"]).code(2);
    refused.stderr(contains("there is no chart `overveiw`").and(contains("nearest: overview")));
    assert!(!run.join("charts").exists());
}

#[test]
fn missing_tables_are_named_with_the_charts_they_take_along() {
    let dir = tempfile::tempdir().unwrap();
    let run = dir.path().join("run");
    stored(&run);
    fs::remove_file(run.join("plane.csv")).unwrap();
    fs::write(run.join("survival.csv"), "world,month\nmission,0\n").unwrap();
    plot(&[text(&run)])
        .success()
        .stderr(contains("plane.csv: missing (not drawn: 08-cost-lives, 14-acceptability)"))
        .stderr(contains("survival.csv, line 1: the column `theatre` is missing (not drawn: 07-survival-of-peace)"))
        .stdout(contains("01-overview").and(contains("08-cost-lives").not()));
    plot(&[text(&run), "--chart", "cost-lives"]).code(1).stderr(contains("not drawn: 08-cost-lives"));
}

#[test]
fn results_of_a_newer_version_are_drawn_as_far_as_they_are_understood() {
    let dir = tempfile::tempdir().unwrap();
    let run = dir.path().join("run");
    stored(&run);
    let manifest = run.join("manifest.json");
    let newer = fs::read_to_string(&manifest).unwrap().replace("\"schema_version\": 1", "\"schema_version\": 9");
    fs::write(&manifest, newer).unwrap();
    plot(&[text(&run)]).success().stderr(contains("manifest.json: schema version 9, this program knows 1"));
    fs::write(&manifest, "{\"program\": \"pkosim\", \"schema_version\": 9}").unwrap();
    plot(&[text(&run)]).code(3).stderr(contains("schema version 9; this program reads up to 1"));
}

#[test]
fn what_no_chart_is_drawn_of_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let csv = dir.path().join("shopping.csv");
    fs::write(&csv, "what,how many\neggs,6\n").unwrap();
    plot(&[text(&csv)]).code(3).stderr(contains("no table that charts are drawn of").and(contains("hint:")));
    plot(&[text(&dir.path().join("nowhere"))]).code(3);
    plot(&[text(dir.path())]).code(3).stderr(contains("manifest.json"));
}

#[test]
fn a_sweep_is_drawn_as_lines_or_as_a_map() {
    let dir = tempfile::tempdir().unwrap();
    let header = "point,outcome,theatre,world,unit,mean,mean_lo,mean_hi,q05,q25,q50,q75,q95\n";
    let (mut points, mut results) = ("point,replicates,mission.troops,host.consent\n".to_owned(), header.to_owned());
    for k in 0..12 {
        let (troops, consent) = (5_000 * (k % 4), 0.2 + 0.3 * f64::from(k / 4));
        points.push_str(&format!("{k},500,{troops},{consent}\n"));
        let mean = 0.1 * consent * f64::from(k % 4);
        results.push_str(&format!(
            "{k},success,all,mission,share,{mean},{},{},0,0,0,1,1\n",
            mean - 0.001,
            mean + 0.001
        ));
    }
    fs::write(dir.path().join("points.csv"), points).unwrap();
    fs::write(dir.path().join("results.csv"), results).unwrap();
    plot(&[text(dir.path())]).success().stdout(contains("sweep-map-success"));
    assert!(dir.path().join("charts/sweep-map-success.png").exists());
    plot(&[text(dir.path()), "--outcome", "succes"]).code(2).stderr(contains("nearest: success"));
    let one = "point,replicates,mission.troops\n0,500,0\n1,500,5000\n2,500,10000\n";
    fs::write(dir.path().join("points.csv"), one).unwrap();
    plot(&[text(dir.path())]).success().stdout(contains("sweep-lines-success"));
}
