//! The charts of every shipped sweep, run with fewer points and histories, and of what studies make of them: nothing that
//! is written on them is cut off or written over, in both languages and all sizes.
#![cfg(feature = "charts")]

mod output_support;

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::Command;

use output_support::layout::check;
use pkosim::output::charts::stored;

fn pkosim(args: &[&str]) {
    let run = Command::new(env!("CARGO_BIN_EXE_pkosim")).args(args).output().unwrap();
    // 1 says that some index is not resolved by so few points, which is no fault of a picture.
    let fine = run.status.code().is_some_and(|code| code < 2);
    assert!(fine, "{args:?}: {}", String::from_utf8_lossy(&run.stderr));
}

/// A shipped sweep of fewer `points` (where it has points) and `replicates`, in a folder of its own.
fn smaller(name: &str, points: &str, replicates: &str, dir: &Path) -> PathBuf {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/sweeps").join(name);
    let text = std::fs::read_to_string(&shipped).unwrap();
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline.toml");
    let line = |line: &str| match line.split_once(" = ").map_or("", |(key, _)| key) {
        "base" => format!("base = {:?}\n", base.display().to_string()),
        "points" => format!("points = {points}\n"),
        "replicates" => format!("replicates = {replicates}\n"),
        _ => format!("{line}\n"),
    };
    let text: String = text.lines().map(line).collect();
    assert!(text.contains(&format!("replicates = {replicates}\n")), "{name} says how many histories a point has");
    let file = dir.join(name);
    std::fs::write(&file, text).unwrap();
    file
}

/// Runs a smaller sweep and gives its folder.
fn swept(name: &str, points: &str, replicates: &str, dir: &Path) -> PathBuf {
    let (file, out) = (smaller(name, points, replicates, dir), dir.join("swept"));
    pkosim(&["sweep", file.to_str().unwrap(), "--out", out.to_str().unwrap(), "--yes", "--quiet"]);
    out
}

/// Holds that texts keep apart on all charts of what was stored at a path; how many charts there are.
fn charts(path: &Path, outcome: &str) -> usize {
    let found = stored::open(path).unwrap();
    let drawn = Cell::new(0);
    check(&format!("{} {outcome}", path.display()), |look| {
        let sheets = found.draw(&[], outcome, look).unwrap();
        drawn.set(sheets.len());
        sheets
    });
    drawn.get()
}

/// The map and the front of each outcome of a shipped grid.
fn grid(name: &str, outcomes: &[&str]) {
    let dir = tempfile::tempdir().unwrap();
    let out = swept(name, "0", "16", dir.path());
    for outcome in outcomes {
        assert!(charts(&out, outcome) >= 2, "{name} {outcome}: a map and a front");
    }
}

#[test]
fn the_map_and_the_front_of_a_shipped_grid_keep_their_texts_apart() {
    grid("size-consent.toml", &["lives_saved"]);
}

#[test]
#[ignore = "slow tier: every outcome of every shipped grid, a minute"]
fn maps_and_fronts_of_every_shipped_grid_keep_their_texts_apart() {
    let outcomes =
        ["success", "lives_saved", "battle_deaths", "cost_usd", "cost_per_life_saved_usd", "consent_withdrawn"];
    grid("size-consent.toml", &outcomes);
    grid("four-levers.toml", &[&outcomes[..], &["relapse_5y", "peace_at_horizon", "displaced_person_months"]].concat());
}

#[test]
fn studies_of_the_shipped_samples_keep_their_texts_apart() {
    for (name, points) in [
        ("sensitivity-levers.toml", "16"),
        ("sensitivity-payers.toml", "16"),
        ("sensitivity-screening.toml", "3"),
        ("sobol-inputs.toml", "256"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let indices = dir.path().join("indices.csv");
        // A sample of no design of its own is told by what is given.
        let from = if name == "sobol-inputs.toml" {
            swept(name, points, "8", dir.path())
        } else {
            smaller(name, points, "8", dir.path())
        };
        pkosim(&[
            "sensitivity",
            from.to_str().unwrap(),
            "--resamples",
            "100",
            "--out",
            indices.to_str().unwrap(),
            "--quiet",
        ]);
        assert!(charts(&indices, "success") > 0, "{name}");
    }
}

#[test]
fn boxes_and_decisions_of_the_shipped_sweeps_keep_their_texts_apart() {
    let dir = tempfile::tempdir().unwrap();
    let out = swept("discovery.toml", "400", "32", dir.path());
    let boxes = dir.path().join("boxes.csv");
    let [from, to] = [&out, &boxes].map(|p| p.to_str().unwrap());
    pkosim(&[
        "discover",
        from,
        "--where",
        "success < 0.3 or cost_per_life_saved_usd > 2_000_000",
        "--out",
        to,
        "--quiet",
    ]);
    assert!(charts(&boxes, "success") > 0);

    let dir = tempfile::tempdir().unwrap();
    let out = swept("size-consent.toml", "0", "16", dir.path());
    let table = dir.path().join("decisions.csv");
    let [from, to] = [&out, &table].map(|p| p.to_str().unwrap());
    for (outcome, more) in [("lives_saved", &["--need", "success >= 0.3"][..]), ("cost_usd", &["--less"][..])] {
        let mut args =
            vec!["robustness", from, "--decide", "mission.troops", "--outcome", outcome, "--out", to, "--quiet"];
        args.extend(more);
        pkosim(&args);
        assert!(charts(&table, outcome) > 0, "{outcome}");
        std::fs::remove_file(&table).unwrap();
    }
}
