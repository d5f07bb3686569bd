//! What the program prints: the shape of its tables and helps, and where it prints what.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

fn pkosim(home: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("pkosim"));
    command.current_dir(home).env_remove("PKOSIM_SIMD").env("COLUMNS", "100");
    command
}

fn scenario(name: &str) -> String {
    format!("{}/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"))
}

fn stdout(home: &Path, args: &[&str]) -> String {
    let output = pkosim(home).args(args).output().expect("starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("utf-8")
}

/// A text with every number as `#` and every run of spaces as one, so that it pins words and not the model.
fn shape(text: &str) -> String {
    let mut shape = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => drop(
                shape.ends_with('#') || {
                    shape.push('#');
                    true
                },
            ),
            '.' | ',' if shape.ends_with('#') => {}
            '\u{2212}' => {}
            ' ' if shape.ends_with(' ') => {}
            _ => shape.push(c),
        }
    }
    shape.lines().map(|l| format!("{}\n", l.trim_end())).collect()
}

#[test]
fn the_short_help_fits_and_names_every_verb() {
    let home = TempDir::new().expect("temp");
    let help = stdout(home.path(), &["-h"]);
    assert!(help.lines().all(|l| l.chars().count() <= 100), "{help}");
    // A verb of a feature that is off by default.
    let usual: Vec<&str> = help.lines().filter(|l| !l.starts_with("  explore ")).collect();
    insta::assert_snapshot!(usual.join("\n"));
}

#[test]
fn the_table_of_a_run_has_this_shape() {
    let home = TempDir::new().expect("temp");
    let told = stdout(home.path(), &["run", "-n", "640", "--no-charts"]);
    let table = told.split("\n\n").nth(1).expect("table");
    insta::assert_snapshot!(shape(table));
    assert!(told.trim_end().ends_with("Results: output/baseline"), "{told}");
    assert!(home.path().join("output/baseline/summary.csv").exists());
}

#[test]
fn the_tables_of_a_comparison_have_this_shape() {
    let home = TempDir::new().expect("temp");
    let (low, high) = (scenario("consent-low"), scenario("consent-high"));
    insta::assert_snapshot!(shape(&stdout(home.path(), &["compare", &low, &high, "-n", "640"])));
}

#[test]
fn what_a_run_and_a_comparison_say_in_japanese_has_this_shape() {
    let home = TempDir::new().expect("temp");
    let (low, high) = (scenario("consent-low"), scenario("consent-high"));
    let told = stdout(home.path(), &["run", "-n", "640", "--no-charts", "--lang", "ja"]);
    insta::assert_snapshot!("the_table_of_a_run_in_japanese", shape(told.split("\n\n").nth(1).expect("table")));
    let told = stdout(home.path(), &["compare", &low, &high, "-n", "640", "--lang", "ja"]);
    insta::assert_snapshot!("the_tables_of_a_comparison_in_japanese", shape(&told));
}

#[test]
fn a_history_has_these_columns() {
    let home = TempDir::new().expect("temp");
    let history = stdout(home.path(), &["replay", &scenario("baseline"), "-k", "3"]);
    insta::assert_snapshot!(history.lines().next().expect("header").replace(',', "\n"));
    let first: Vec<&str> = history.lines().nth(1).expect("row").split(',').take(3).collect();
    assert_eq!(first, ["mission", "-12", "main"]);
}

#[test]
fn explain_names_sources_and_what_is_assumed() {
    let home = TempDir::new().expect("temp");
    let told = stdout(home.path(), &["explain", &scenario("consent-low"), "--no-runs", "--set", "mission.troops=5"]);
    for said in
        ["consent-low.toml:", "baseline.toml:", "--set", "default", "effect size assumed", "effect.battle_troops"]
    {
        assert!(told.contains(said), "{said} in {told}");
    }
}

#[test]
fn quiet_prints_nothing_and_a_run_without_a_terminal_prints_no_bar() {
    let home = TempDir::new().expect("temp");
    let run = |extra: &[&str]| {
        let args = ["run", "-n", "64", "--no-charts"];
        pkosim(home.path()).args(args).args(extra).output().expect("starts")
    };
    let quiet = run(&["--quiet"]);
    assert!(quiet.status.success() && quiet.stdout.is_empty() && quiet.stderr.is_empty());
    let told = String::from_utf8(run(&[]).stderr).expect("utf-8");
    assert!(!told.contains('\r') && !told.contains('\u{1b}'), "{told}");
}

#[test]
fn results_go_to_stdout_and_errors_to_stderr() {
    let home = TempDir::new().expect("temp");
    let output = pkosim(home.path()).args(["run", "--set", "host.consent=7"]).output().expect("starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    assert_eq!(std::fs::read_dir(home.path()).expect("home").count(), 0, "nothing is written");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let home = TempDir::new().expect("temp");
    for args in
        [&["evidence", "posterior"][..], &["evidence"], &["replay", &scenario("baseline"), "-k", "0"], &["schema"]]
    {
        let mut command = pkosim(home.path());
        let mut child = command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
        let mut first = [0; 16];
        child.stdout.take().expect("piped").read_exact(&mut first).expect("reads");
        let output = child.wait_with_output().expect("ends");
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert!(output.stderr.is_empty(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_stdout_ends_in_3() {
    let home = TempDir::new().expect("temp");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let output = pkosim(home.path()).arg("schema").stdout(full).output().expect("starts");
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("could not write to standard output"));
}

#[test]
fn check_tells_of_every_file_and_ends_in_the_worst_code() {
    let home = TempDir::new().expect("temp");
    std::fs::write(home.path().join("wrong.toml"), "[host]\nconcent = 0.5\n").expect("file");
    let code = |files: &[&str]| {
        let output = pkosim(home.path()).arg("check").args(files).output().expect("starts");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let good = scenario("baseline");
    assert_eq!(code(&[&good]).0, Some(0));
    let (worst, told) = code(&["wrong.toml", &good]);
    assert!(worst == Some(2) && told.contains("baseline.toml: OK"), "{told}");
    assert_eq!(code(&["wrong.toml", "nowhere.toml"]).0, Some(3));
}
