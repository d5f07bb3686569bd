//! `--posterior`: a file in place of the embedded draws.

use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

fn pkosim(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("pkosim").expect("the binary is built");
    command.env_remove("PKOSIM_SIMD").args(args);
    command
}

fn embedded(stance: &str) -> String {
    let output = pkosim(&["evidence", "posterior", "--stance", stance]).assert().code(0).get_output().clone();
    String::from_utf8(output.stdout).expect("utf-8")
}

fn summary(home: &Path, extra: &[&str]) -> Vec<u8> {
    let out = home.join("out");
    let args = ["run", "-n", "96", "--no-charts", "-q", "--out", out.to_str().expect("utf-8")];
    pkosim(&args).args(extra).assert().code(0);
    std::fs::read(out.join("summary.csv")).expect("summary")
}

#[test]
fn the_embedded_draws_written_and_read_back_give_the_same_bytes() {
    let home = TempDir::new().expect("temp");
    let file = home.path().join("posterior.csv");
    for stance in ["study", "sceptical"] {
        std::fs::write(&file, embedded(stance)).expect("file");
        let from_file = summary(home.path(), &["--posterior", file.to_str().expect("utf-8")]);
        assert!(from_file == summary(home.path(), &["--stance", stance]), "{stance}");
    }
}

/// Exit code and what is told of a posterior file of this text.
fn refused(text: &str, extra: &[&str]) -> String {
    let home = TempDir::new().expect("temp");
    let file = home.path().join("posterior.csv");
    std::fs::write(&file, text).expect("file");
    let out = home.path().join("out");
    let args = ["run", "-n", "32", "--out", out.to_str().expect("utf-8"), "--posterior", file.to_str().expect("utf-8")];
    let output = pkosim(&args).args(extra).assert().code(2).get_output().clone();
    assert!(!out.exists());
    String::from_utf8(output.stderr).expect("utf-8")
}

#[test]
fn each_mistake_ends_in_2_and_says_what_to_run() {
    let good = embedded("study");
    let replaced = |from: &str, to: &str| refused(&good.replacen(from, to, 1), &[]);
    for (told, said) in [
        (replaced("# model_id=", "# model_id=old"), "made for the model old"),
        (replaced("# stance=study\n", ""), "`# stance=...` is missing"),
        (replaced("council.unity_sd", "council.unity_ds"), "nearest: council.unity_sd"),
        (replaced("council.unity_sd,", ""), "no column for council.unity_sd"),
        (replaced("\n0.9", "\nNaN0.9"), "line 4: `NaN0.9"),
        (replaced("\n0.9", "\n1.9"), "is not a number between 0 and 1"),
        (refused(&good.lines().take(3).map(|l| format!("{l}\n")).collect::<String>(), &[]), "holds no draws"),
        (refused("", &[]), "`# model_id=...` is missing"),
        (refused(&good, &["--stance", "sceptical"]), "belongs to the stance study"),
    ] {
        assert!(told.contains(said) && told.contains("hint: "), "{said} in {told}");
    }
}
