//! `pkosim calibrate` as a person meets it; what it writes is read back by `--posterior`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const TARGETS: &str = include_str!("../data/evidence/targets.csv");

fn pkosim(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pkosim")).args(args).output().expect("pkosim runs")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn refused(args: &[&str], told: &str) {
    let done = pkosim(args);
    let said = stderr(&done);
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains(told) && said.contains("hint:"), "{said}");
}

#[test]
fn wrong_targets_end_in_two_and_leave_nothing() {
    let folder = tempfile::tempdir().expect("temp");
    let (mine, out) = (folder.path().join("mine.csv"), folder.path().join("fit"));
    let (file, target) = (mine.to_str().expect("utf-8"), out.to_str().expect("utf-8"));
    for (from, to, told) in [
        ("log,0.45,0.20,0.85", "log,0.45,0.50,0.85", "does not hold its estimate"),
        ("log,0.032,0.012", "log,-0.032,0.012", "must be positive"),
        ("person-time hazard ratio, first", "person-tyme hazard ratio, first", "nearest: person-time"),
    ] {
        fs::write(&mine, TARGETS.replacen(from, to, 1)).expect("file");
        refused(&["calibrate", "-q", "--targets", file, "--out", target], told);
        assert_eq!(fs::read_dir(folder.path()).expect("folder").count(), 1, "only the targets are there");
    }
}

#[test]
fn nothing_to_resume_is_told() {
    let folder = tempfile::tempdir().expect("temp");
    let out = folder.path().join("fit");
    refused(&["calibrate", "--resume", "--out", out.to_str().expect("utf-8")], "no calibration to go on with");
    assert!(!out.exists());
}

/// A journal as an interrupted calibration leaves it: of this model, these targets and settings but for what is changed.
fn journal(beside: &Path, change: &[(&str, &str)]) {
    let dir = beside.with_extension("journal");
    fs::create_dir_all(&dir).expect("folder");
    let mut terms = fs::read_to_string("tests/data/calibration-journal.json").expect("fixture");
    for (from, to) in change {
        assert!(terms.contains(from), "{from}");
        terms = terms.replacen(from, to, 1);
    }
    fs::write(dir.join("calibration.json"), terms).expect("file");
}

#[test]
fn journal_of_other_terms_is_not_gone_on_with_and_the_difference_is_shown() {
    let folder = tempfile::tempdir().expect("temp");
    let out = folder.path().join("fit");
    let target = out.to_str().expect("utf-8");
    journal(&out, &[]);
    refused(&["calibrate", "--quick", "--out", target], "holds an unfinished calibration");
    refused(&["calibrate", "--quick", "--resume", "--out", target], "model: of-a-test then");
    refused(&["calibrate", "--quick", "--resume", "--out", target], "target F05-battle-deaths: -0.2500 ± 0.0300");
    refused(&["calibrate", "--quick", "--resume", "--seed", "7", "--out", target], "seed: 1 then, 7 now");
}

#[test]
fn recheck_of_what_is_no_calibration_is_refused() {
    let folder = tempfile::tempdir().expect("temp");
    let done = pkosim(&["calibrate", "--recheck", folder.path().to_str().expect("utf-8")]);
    assert_eq!(done.status.code(), Some(3), "{}", stderr(&done));
    assert!(stderr(&done).contains("manifest.json"));
}

#[test]
fn evidence_shows_prior_and_posterior_of_each_parameter() {
    let done = pkosim(&["evidence", "effect.battle_troops"]);
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(text.contains("effect.battle_troops: 0.13") && text.contains("posterior: "), "{text}");
    let csv = pkosim(&["evidence", "effect.battle_troops", "--format", "csv"]);
    let csv = String::from_utf8_lossy(&csv.stdout).into_owned();
    assert!(
        csv.lines()
            .next()
            .is_some_and(|h| h.ends_with("posterior_median,posterior_low,posterior_high,informed_by,moves"))
    );
}
