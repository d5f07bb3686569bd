//! `pkosim validate` as a person meets it.

use std::fs;
use std::process::{Command, Output};

const TARGETS: &str = include_str!("../data/evidence/targets.csv");

fn validate(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pkosim"));
    command.args(["validate", "--quiet", "--draws", "4", "--replicates", "32"]).args(arguments);
    command.output().expect("pkosim runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_row_that_holds_ends_in_zero_and_its_csv_has_the_named_columns() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("rows.csv");
    let done = validate(&["--only", "F05-joint", "--format", "csv", "--out", out.to_str().unwrap()]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let csv = text(&done.stdout);
    assert!(csv.starts_with(
        "id,grade,stance,imposed,cited,low,high,simulated,mcse,n,prior_probability,posterior_probability,verdict,finding,measure,unit,source"
    ));
    assert!(csv.lines().nth(1).is_some_and(|l| l.starts_with("F05-joint,check,study,no,0.13,0.05,0.4,")), "{csv}");
    assert_eq!(fs::read_to_string(out).unwrap(), csv);
}

#[test]
fn other_targets_can_be_seen_to_fail() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.csv");
    fs::write(&path, TARGETS.replacen("log,82,74,91", "log,820,740,910", 1)).unwrap();
    let done = validate(&["--targets", path.to_str().unwrap(), "--only", "B-cost"]);
    assert_eq!(done.status.code(), Some(1), "{}", text(&done.stdout));
    assert!(text(&done.stdout).contains("misses"), "{}", text(&done.stdout));
}

#[test]
fn wrong_targets_and_arguments_end_in_two_with_a_hint_and_nothing_written() {
    let folder = tempfile::tempdir().unwrap();
    let (path, out) = (folder.path().join("mine.csv"), folder.path().join("rows.csv"));
    let file = path.to_str().unwrap();
    for (from, to, told) in [
        ("log,0.45,0.20,0.85", "log,0.45,0.50,0.85", "does not hold its estimate 0.45"),
        ("log,0.032,0.012", "log,-0.032,0.012", "must be positive"),
        ("mean of cohorts\",logit,0.667", "mean of cohort\",logit,0.667", "nearest: proportion, mean of cohorts"),
    ] {
        fs::write(&path, TARGETS.replacen(from, to, 1)).unwrap();
        let done = validate(&["--targets", file, "--out", out.to_str().unwrap()]);
        let said = text(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(said.contains(told) && said.contains("mine.csv:") && said.contains("hint:"), "{said}");
        assert!(!out.exists());
    }
    let unknown = validate(&["--only", "F05-battle-death5"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("nearest: F05-battle-deaths"), "{}", text(&unknown.stderr));
    let missing = validate(&["--targets", "no-such-file.csv"]);
    assert_eq!(missing.status.code(), Some(3), "{}", text(&missing.stderr));
    assert_eq!(validate(&["--draws", "1"]).status.code(), Some(2));
}
