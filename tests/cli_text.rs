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

/// Exit code, standard output and standard error.
fn ends(home: &Path, args: &[&str]) -> (i32, String, String) {
    let output = pkosim(home).args(args).output().expect("starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
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

#[test]
fn numbers_are_read_one_way_and_a_wrong_one_names_its_range() {
    let home = TempDir::new().expect("temp");
    for (args, said) in [
        (&["run", "-n", "-1"][..], "out of range; expected 1 to 1,000,000,000,000 replicates"),
        (&["run", "-n", "_5"], "not a whole number; expected 1 to"),
        (&["run", "--seed", "-1"], "expected a whole number from 0 to 18446744073709551615"),
        (&["run", "--seed", "1__0"], "expected a whole number from 0 to"),
        (&["run", "--threads", "-2"], "out of range; expected 1 to 1,024 threads"),
        (&["replay", "-k", "-3"], "expected 0 to 999,999,999,999"),
        (&["bench-sweep", "--points", "-3"], "expected a whole number from 1 to"),
    ] {
        let (code, _, told) = ends(home.path(), args);
        assert!(code == 2 && told.contains(said), "{args:?}: {told}");
    }
    stdout(home.path(), &["run", "--seed", "1_000", "-n", "3_2", "--no-charts", "-q", "--out", "out"]);
    let manifest = std::fs::read_to_string(home.path().join("out/manifest.json")).expect("manifest");
    assert!(manifest.contains("\"seed\": 1000,") && manifest.contains("\"replicates\": 32,"), "{manifest}");
}

#[test]
fn a_title_writes_no_control_characters_to_the_terminal() {
    let home = TempDir::new().expect("temp");
    std::fs::write(home.path().join("t.toml"), "title = \"a\\u001b[31mred\\u0007\"\n").expect("scenario");
    let text = stdout(home.path(), &["run", "t.toml", "-n", "32", "--no-charts", "--out", "out"]);
    assert!(text.contains("a\u{fffd}[31mred\u{fffd}") && !text.contains(['\u{1b}', '\u{7}']), "{text}");
}

#[cfg(target_os = "linux")]
#[test]
fn help_that_cannot_be_written_ends_in_3() {
    let home = TempDir::new().expect("temp");
    for args in [&["--help"][..], &["--version"], &["help", "run"], &["run", "-h"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("/dev/full");
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("pkosim"));
        let status = command.args(args).current_dir(home.path()).stdout(full).status().expect("runs");
        assert_eq!(status.code(), Some(3), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_batch_meets_every_scenario_once_and_says_what_determined_it() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let home = TempDir::new().expect("temp");
    let folder = home.path().join("f");
    std::fs::create_dir_all(folder.join("sub")).expect("folders");
    let scenario = "title = \"one\"\n[mission]\ntroops = 2_000\n";
    std::fs::write(folder.join("sub/one.toml"), scenario).expect("scenario");
    symlink("..", folder.join("sub/loop")).expect("link");
    symlink("sub", folder.join("again")).expect("link");
    let args = ["batch", "f", "-n", "32", "--out", "b/./c/./"];
    let first = stdout(home.path(), &args);
    assert!(first.starts_with("1 of 1 scenarios done"), "{first}");
    let read = |name: &str| std::fs::read_to_string(home.path().join("b/c").join(name)).expect("a file");
    let (table, manifest) = (read("batch.csv"), read("manifest.json"));
    assert!(table.lines().skip(1).all(|row| row.starts_with("sub/one.toml,one,")), "{table}");
    assert!(!table.split([',', '\n']).any(|cell| cell == "-0"), "{table}");
    for said in ["\"kind\": \"batch\"", "\"seed\": 1,", "\"file\": \"sub/one.toml\"", "\"sha256\"", "\"model_id\""] {
        assert!(manifest.contains(said), "{said} in {manifest}");
    }
    // The same again takes its place, to the byte; no other result does.
    stdout(home.path(), &args);
    assert_eq!((read("batch.csv"), read("manifest.json")), (table, manifest));
    let (code, _, told) = ends(home.path(), &["run", "-n", "32", "-q", "--out", "b/c"]);
    assert!(code == 2 && told.contains("holds a batch"), "{told}");

    // What cannot be read or named is listed, and ends nothing.
    symlink("nowhere.toml", folder.join("gone.toml")).expect("link");
    for name in [&b"x\xff.toml"[..], b"x\xfe.toml"] {
        std::fs::write(folder.join(std::ffi::OsStr::from_bytes(name)), scenario).expect("scenario");
    }
    let (code, out, told) = ends(home.path(), &args);
    assert!(told.contains("it is a link to a file that is not there") && !told.contains("nearest"), "{told}");
    assert!(code == 1 && out.starts_with("1 of 4 scenarios done"), "{out}");
    assert_eq!(read("failures.csv").matches("is no UTF-8 text").count(), 2);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_has_nothing_to_do_with_where_results_go() {
    let denied = || std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    let hint = |action| pkosim::output::OutputError::io(action, Path::new("f"), denied()).hint().unwrap_or_default();
    assert!(!hint("read").contains("--out") && hint("write").contains("--out"));
}
