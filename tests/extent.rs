//! `run --until` and `run --nested`: what they leave, and what they refuse.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn pkosim(home: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("pkosim"));
    command.current_dir(home).args(args).output().expect("starts")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_run_that_stops_early_leaves_the_bytes_of_a_plain_run_of_its_length() {
    let home = TempDir::new().expect("temp");
    let rules = ["--until", "success: 0.06", "--until", "lives_saved median: 10% or 1000"];
    let args = [&["run", "-n", "90000", "--no-charts", "--out", "until"][..], &rules].concat();
    let stopped = pkosim(home.path(), &args);
    assert!(stopped.status.success(), "{}", told(&stopped));
    let told = told(&stopped);
    let (_, after) = told.split_once("known after ").expect("known");
    let n: String = after.split(" replicates").next().expect("a number").chars().filter(char::is_ascii_digit).collect();
    assert!(n.parse::<u64>().is_ok_and(|n| (1_000..20_000).contains(&n)), "{told}");
    assert!(pkosim(home.path(), &["run", "-n", &n, "--no-charts", "--out", "plain", "-q"]).status.success());
    let bytes = |dir: &str, file: &str| fs::read(home.path().join(dir).join(file)).expect(file);
    for file in ["summary.csv", "series.csv", "distributions.csv", "survival.csv", "plane.csv", "manifest.json"] {
        assert!(bytes("until", file) == bytes("plain", file), "{file}");
    }
}

#[test]
fn nested_histories_write_a_table_that_the_manifest_lists() {
    let home = TempDir::new().expect("temp");
    let run = |threads: &str, out: &str| {
        let args = ["run", "-n", "64", "--nested", "12x40", "--no-charts", "--threads", threads, "--out", out];
        let output = pkosim(home.path(), &args);
        assert!(output.status.success() && told(&output).contains("parameters' share"));
        ["nested.csv", "nested_series.csv"].map(|f| fs::read_to_string(home.path().join(out).join(f)).expect(f))
    };
    let [table, series] = run("1", "one");
    assert_eq!([table.clone(), series.clone()], run("2", "two"), "threads change nothing");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().expect("header").clone();
    let at = |name: &str| header.iter().position(|h| h == name).expect(name);
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("row")).collect();
    let row = rows.iter().find(|r| &r[0] == "battle_deaths" && &r[2] == "mission").expect("a row");
    let number = |name: &str| row[at(name)].parse::<f64>().expect(name);
    assert_eq!((number("draws"), number("replicates_per_draw"), number("defined")), (12.0, 40.0, 480.0));
    let share = number("parameter_variance") / (number("parameter_variance") + number("chance_variance"));
    assert!((number("parameter_share") - share).abs() < 1e-12);
    assert!(number("expectation_q05") <= number("expectation_q95"));
    assert!(number("predictive_q95") > number("expectation_q95"), "one history varies more than its expectation");
    let manifest = fs::read_to_string(home.path().join("one/manifest.json")).expect("manifest");
    assert!(manifest.contains("\"nested.csv\"") && manifest.contains("\"nested_series.csv\""));
    months_add_up(&series, number("mean"));
    assert!(!manifest.contains("threads"));
}

/// The months of battle deaths add up to the outcome; consent stays a share, and one history varies more than the mean.
fn months_add_up(series: &str, deaths: f64) {
    let mut reader = csv::Reader::from_reader(series.as_bytes());
    assert_eq!(
        reader.headers().expect("header").iter().collect::<Vec<_>>().join(","),
        "world,month,theatre,series,mean,expectation_q05,expectation_q95,predictive_q05,predictive_q95"
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("row")).collect();
    let of = |world: &str, series: &str| -> Vec<[f64; 6]> {
        let wanted = |r: &&csv::StringRecord| &r[0] == world && &r[2] == "all" && &r[3] == series;
        let number = |r: &csv::StringRecord, k: usize| r[k].parse::<f64>().expect("a number");
        rows.iter().filter(wanted).map(|r| [1, 4, 5, 6, 7, 8].map(|k| number(r, k))).collect()
    };
    let sum: f64 = of("mission", "battle_deaths").iter().filter(|r| r[0] >= 0.0).map(|r| r[1]).sum();
    assert!((sum - deaths).abs() < 1e-6 * deaths, "{sum} is not {deaths}");
    for [_, mean, low, high, from, to] in of("mission", "consent") {
        assert!((0.0..=1.0).contains(&mean) && low <= mean + 1e-9 && mean <= high + 1e-9 && from <= to);
    }
    let wide = |r: &[f64; 6]| [r[3] - r[2], r[5] - r[4]];
    let widths = of("none", "battle_deaths").iter().map(wide).fold([0.0, 0.0], |a, b| [a[0] + b[0], a[1] + b[1]]);
    assert!(widths[1] > widths[0], "one history varies more than its expectation: {widths:?}");
    assert!(of("none", "effective_troops").is_empty() && !of("mission", "effective_troops").is_empty());
}

#[test]
fn what_cannot_be_is_refused_before_anything_runs() {
    let home = TempDir::new().expect("temp");
    for (args, part) in [
        (&["--until", "sucess: 0.1"][..], "did you mean `success`?"),
        (&["--until", "success: 2%"], "absolute floor"),
        (&["--until", "success"], "WHAT: TOLERANCE"),
        (&["--no-counterfactual", "--until", "lives_saved: 5"], "does not simulate"),
        (&["--until", "cost_per_life_saved_usd: 5"], "no outcome"),
        (&["--until", "success: 0.1", "--confidence", "95"], "above 0.5 and below 1"),
        (&["--nested", "200"], "expected JxR"),
        (&["--nested", "1001x2"], "there are 1000"),
    ] {
        let output = pkosim(home.path(), &[&["run"][..], args].concat());
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {error}");
        assert!(error.contains(part), "{args:?}: {error}");
        assert!(!home.path().join("output").exists(), "{args:?} left something");
    }
}
