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

#[test]
fn a_sweep_with_cost_and_lives_has_a_front_too() {
    let dir = tempfile::tempdir().unwrap();
    let mut results = "point,outcome,theatre,world,unit,mean,mean_lo,mean_hi,q05,q25,q50,q75,q95\n".to_owned();
    for k in 0..4 {
        let (cost, lives) = (1e8 * f64::from(k), 100.0 * f64::from(k));
        results.push_str(&format!("{k},success,all,mission,share,0.{k},0.{k},0.{k},0,0,0,1,1\n"));
        results.push_str(&format!("{k},cost_usd,all,mission,US$,{cost},{cost},{cost},0,0,0,1,1\n"));
        results.push_str(&format!("{k},lives_saved,all,difference,lives,{lives},{lives},{lives},0,0,0,1,1\n"));
    }
    fs::write(dir.path().join("points.csv"), "point,replicates,a.b\n0,9,0\n1,9,1\n2,9,2\n3,9,3\n").unwrap();
    fs::write(dir.path().join("results.csv"), results).unwrap();
    let from = text(dir.path());
    plot(&[from]).success().stdout(contains("sweep-lines-success").and(contains("pareto  4 of 4 points")));
    plot(&[from, "--chart", "pareto"]).success().stdout(contains("sweep-lines").not());
    plot(&[from, "--chart", "sweep"]).success().stdout(contains("sweep-lines-success").and(contains("pareto").not()));
    plot(&[from, "--chart", "parteo"]).code(2).stderr(contains("nearest: pareto"));
    plot(&[from, "--outcome", "succes"]).code(2).stderr(contains("nearest: success"));
}

#[test]
fn tables_of_studies_are_known_by_their_columns_and_asked_for_those_they_lack() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let boxes = "method,box,step,taken,points,cases,coverage,density,mass,limited,input,low,high,levels,chance,recurs,\
                 low_q05,low_q50,low_q95,high_q05,high_q50,high_q95,least,most,all_levels,condition\n\
                 prim,1,0,false,100,30,1,0.3,1,0,,,,,,,,,,,,,,,,success < 0.2\n\
                 prim,1,1,true,40,28,0.93,0.7,0.4,1,host.consent,,0.3,,0.01,0.95,,,,0.25,0.3,0.35,0,1,,success < 0.2\n";
    let good = write("boxes.csv", boxes);
    plot(&[&good]).success().stdout(contains("boxes  success < 0.2: box 1 holds 93").and(contains("trade-off")));
    plot(&[&good, "--lang", "ja", "--chart", "trade-of"]).code(2).stderr(contains("nearest: trade-off"));
    let old = boxes.replace(",least,most,all_levels,condition", "").replace(",0,1,,success < 0.2", "");
    let old = write("old.csv", &old.replace(",,,,success < 0.2", ""));
    plot(&[&old]).code(3).stderr(contains("the column `all_levels` is missing"));
    let wrong = write("wrong.csv", &boxes.replace("0.93", "much"));
    plot(&[&wrong]).code(3).stderr(contains("`much` in the column `coverage` is not a number"));
    let decisions = "decision,outcome,futures,mean,worst,best,hurwicz,regret_max,regret_mean,best_in,better,needs\n\
                     a = 1,success,5,0.5,0.2,0.7,0.4,0.1,0.05,0.4,more,\na = 2,success,5,0.4,0.3,0.5,0.4,0.2,0.1,0.6,more,\n";
    let good = write("robust.csv", decisions);
    plot(&[&good]).success().stdout(contains("decisions  Success of the mission: least regret with a = 1"));
    let wrong = write("robust-wrong.csv", &decisions.replace(",worst,", ",wurst,"));
    plot(&[&wrong]).code(3).stderr(contains("the column `worst` is missing"));
}

#[test]
fn the_split_of_a_nested_run_is_drawn_and_a_broken_one_named() {
    let dir = tempfile::tempdir().unwrap();
    let run = dir.path().join("run");
    stored(&run);
    plot(&[text(&run)]).success().stdout(contains("17-shares").not()).stderr(contains("nested.csv").not());
    plot(&[text(&run), "--chart", "shares"]).code(1).stderr(contains("nested.csv: not there: run with --nested"));
    let header = "outcome,theatre,world,unit,draws,replicates_per_draw,clusters,defined,mean,mcse,parameter_variance,\
                  chance_variance,parameter_share,parameter_share_lo,parameter_share_hi,expectation_q05,expectation_q50,\
                  expectation_q95,predictive_q05,predictive_q95\n";
    let rows = "battle_deaths,all,mission,deaths,200,100,200,20000,14185,198,2e6,5e8,0.004,0.001,0.007,11957,14098,16686,0,\
                55293\nsuccess,all,mission,share,200,100,200,20000,0.37,0.004,0.001,0.23,0.006,0.003,0.01,0.31,0.38,0.44,0,1\n";
    fs::write(run.join("nested.csv"), format!("{header}{rows}")).unwrap();
    plot(&[text(&run), "--lang", "ja"]).success().stdout(contains("17-shares"));
    fs::write(run.join("nested.csv"), "outcome,world\nx,mission\n").unwrap();
    let told = plot(&[text(&run)]).success().stdout(contains("17-shares").not());
    told.stderr(contains("nested.csv, line 1: the column `unit` is missing (not drawn: 17-shares)"));
}
