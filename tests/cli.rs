//! The program as a person meets it: every verb, every kind of bad input, the same bytes everywhere.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

fn pkosim() -> Command {
    let mut command = Command::cargo_bin("pkosim").expect("the binary is built");
    command.env_remove("PKOSIM_SIMD").env("COLUMNS", "100");
    command
}

fn ok(args: &[&str]) -> String {
    let output = pkosim().args(args).assert().code(0).get_output().clone();
    String::from_utf8(output.stdout).expect("utf-8")
}

/// Exit code and stderr of a command that must fail.
#[track_caller]
fn fails(args: &[&str], code: i32) -> String {
    let output = pkosim().args(args).assert().code(code).get_output().clone();
    let told = String::from_utf8(output.stderr).expect("utf-8");
    assert!(!told.contains("panicked"), "{told}");
    told
}

fn csvs(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(dir).expect("result folder");
    let files =
        entries.map(|e| e.expect("entry").path()).filter(|p| p.extension().is_some_and(|e| e == "csv" || e == "json"));
    let named = files.map(|p| (p.file_name().expect("name").to_string_lossy().into_owned(), p));
    named.filter(|(n, _)| n != "run.json").map(|(n, p)| (n, std::fs::read(p).expect("file"))).collect()
}

fn run_into(dir: &Path, extra: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let out = dir.to_str().expect("utf-8");
    let mut args = vec![
        "run",
        "scenarios/portfolio.toml",
        "-n",
        "300",
        "--keep-replicates",
        "--no-charts",
        "--quiet",
        "--out",
        out,
    ];
    args.extend(extra);
    ok(&args);
    csvs(dir)
}

#[test]
fn results_have_the_same_bytes_on_1_2_and_7_threads_and_in_every_simd_class() {
    let home = TempDir::new().expect("temp");
    let reference = run_into(&home.path().join("one"), &["--threads", "1"]);
    assert!(reference.len() >= 7, "{:?}", reference.keys());
    for threads in ["2", "7"] {
        assert!(reference == run_into(&home.path().join(threads), &["--threads", threads]), "{threads} threads");
    }
    for class in pkosim::draws::dispatch::SimdClass::ALL.into_iter().filter(|c| c.is_supported()) {
        let dir = home.path().join(class.name());
        let out = dir.to_str().expect("utf-8");
        let args =
            ["run", "scenarios/portfolio.toml", "-n", "300", "--keep-replicates", "--no-charts", "-q", "--out", out];
        pkosim().env("PKOSIM_SIMD", class.name()).args(args).assert().code(0);
        assert!(reference == csvs(&dir), "{class}");
    }
}

#[test]
fn a_run_writes_tables_charts_and_a_manifest_and_says_what_it_means() {
    let home = TempDir::new().expect("temp");
    let dir = home.path().join("baseline");
    let told = ok(&["run", "-n", "400", "--out", dir.to_str().expect("utf-8")]);
    for said in ["lives", "not a forecast", "replicates a second", "Results:"] {
        assert!(told.contains(said), "{said} in {told}");
    }
    for file in
        ["summary.csv", "series.csv", "manifest.json", "run.json", "charts/01-overview.svg", "charts/01-overview.png"]
    {
        assert!(dir.join(file).exists() || !cfg!(feature = "charts"), "{file}");
    }
    assert!(!dir.join("replicates.csv").exists());
    let summary = std::fs::read_to_string(dir.join("summary.csv")).expect("summary");
    assert!(
        summary
            .starts_with("outcome,theatre,world,kind,unit,n,defined,mean,mcse,mean_lo,mean_hi,sd,q05,q25,q50,q75,q95,")
    );
    for outcome in
        ["battle_deaths,all,mission,count", "cost_per_life_saved_usd,all,difference,ratio", "democracy,all,none,index"]
    {
        assert!(summary.contains(outcome), "{outcome}");
    }
    // A second run takes the first one's place.
    ok(&["run", "-n", "64", "-q", "--no-charts", "--out", dir.to_str().expect("utf-8")]);
    assert!(std::fs::read_to_string(dir.join("manifest.json")).expect("manifest").contains("\"replicates\": 64"));
    assert_eq!(std::fs::read_dir(home.path()).expect("home").count(), 1, "nothing temporary is left");
}

#[test]
fn replay_is_the_history_it_was_inside_the_run() {
    let home = TempDir::new().expect("temp");
    let dir = home.path().join("run");
    ok(&[
        "run",
        "scenarios/consent-low.toml",
        "-n",
        "70",
        "--keep-replicates",
        "--no-charts",
        "-q",
        "--out",
        dir.to_str().expect("utf-8"),
    ]);
    let mut kept = csv::Reader::from_path(dir.join("replicates.csv")).expect("replicates");
    let names = kept.headers().expect("header").clone();
    let row = kept.records().nth(45).expect("replicate 45").expect("row");
    let replayed = ok(&["replay", "scenarios/consent-low.toml", "--replicate", "45"]);
    let mut months = csv::Reader::from_reader(replayed.as_bytes());
    let columns = months.headers().expect("header").clone();
    let rows: Vec<csv::StringRecord> = months.records().map(|r| r.expect("row")).collect();
    assert_eq!(rows.len(), 2 * 192);
    for (world, prefix) in [("mission", ""), ("none", "none.")] {
        for outcome in [
            "battle_deaths",
            "months_at_war",
            "one_sided_deaths_rebels",
            "displaced_person_months",
            "cost_usd",
            "peacekeeper_deaths",
        ] {
            let at = columns.iter().position(|c| c == outcome).expect(outcome);
            let cells = rows.iter().filter(|r| &r[0] == world && !r[at].is_empty());
            let sum: f64 = cells.map(|r| r[at].parse::<f64>().expect("number")).sum();
            let kept_at = names.iter().position(|n| n == format!("{prefix}{outcome}")).expect(outcome);
            assert_eq!(sum, row[kept_at].parse::<f64>().expect("number"), "{world} {outcome}");
        }
    }
}

#[test]
fn compare_pairs_the_scenarios_and_says_what_common_luck_saved() {
    let home = TempDir::new().expect("temp");
    let file = home.path().join("table.csv");
    let path = file.to_str().expect("utf-8");
    let told = ok(&["compare", "scenarios/baseline.toml", "scenarios/mission-small.toml", "-n", "600", "--out", path]);
    assert!(told.contains("mission-small minus baseline") && told.contains("common luck"));
    let mut table = csv::Reader::from_path(&file).expect("table");
    let names = table.headers().expect("header").clone();
    let rows: Vec<csv::StringRecord> = table.records().map(|r| r.expect("row")).collect();
    let at = |name: &str| names.iter().position(|n| n == name).expect(name);
    let war = rows.iter().find(|r| &r[0] == "battle_deaths" && &r[at("scenario")] == "mission-small").expect("row");
    let number = |name: &str| war[at(name)].parse::<f64>().expect("number");
    assert!(number("difference") > 0.0 && number("variance_ratio") > 1.0, "{war:?}");
    // An older comparison is replaced, anything else is left alone, and nobody waits for the refusal.
    ok(&["compare", "scenarios/baseline.toml", "scenarios/mission-small.toml", "-n", "64", "-q", "--out", path]);
    std::fs::write(&file, "years of work\n").expect("file");
    let args =
        ["compare", "scenarios/baseline.toml", "scenarios/mission-small.toml", "-n", "1000000000", "--out", path];
    assert!(fails(&args, 3).contains("left as it is"));
    assert_eq!(std::fs::read_to_string(&file).expect("kept"), "years of work\n");
    assert_eq!(std::fs::read_dir(home.path()).expect("home").count(), 1, "nothing temporary is left");
    let same = ok(&["compare", "scenarios/baseline.toml", "scenarios/baseline.toml", "-n", "100", "-q"]);
    assert!(same.is_empty());
}

#[test]
fn every_other_verb_answers() {
    assert!(ok(&["check", "scenarios/baseline.toml"]).contains(": OK (1 theatre, 1 operation)"));
    assert!(ok(&["explain", "--no-runs", "--set", "mission.troops=5"]).contains("--set"));
    assert!(ok(&["schema"]).contains("\"$schema\""));
    assert!(ok(&["evidence", "effect."]).contains("finding"));
    assert_eq!(ok(&["evidence", "--format", "csv"]).lines().count(), 1 + pkosim::evidence::parameters::NAMES.len());
    assert!(ok(&["evidence", "--format", "json", "--stance", "sceptical"]).starts_with('['));
    assert!(ok(&["completions", "bash"]).contains("pkosim"));
    assert!(ok(&["man"]).contains(".TH") && ok(&["man", "run"]).contains("pkosim\\-run"));
    assert!(ok(&["--help"]).contains("Start here"));
    assert!(ok(&["--version"]).starts_with("pkosim "));
}

#[test]
fn the_command_line_reference_is_up_to_date() {
    let page = ok(&["reference"]);
    if std::env::var_os("PKOSIM_UPDATE").is_some() {
        std::fs::write("docs/cli.md", &page).expect("docs/cli.md");
    }
    let kept = std::fs::read_to_string("docs/cli.md").expect("docs/cli.md");
    assert!(kept == page, "refresh with PKOSIM_UPDATE=1 cargo test --release --test cli reference");
}

fn file(home: &TempDir, name: &str, bytes: &[u8]) -> String {
    let path: PathBuf = home.path().join(name);
    std::fs::write(&path, bytes).expect("test file");
    path.to_str().expect("utf-8").to_owned()
}

#[test]
fn bad_scenarios_end_in_2_with_a_clear_message_and_nothing_written() {
    let home = TempDir::new().expect("temp");
    let out = home.path().join("out");
    let out = out.to_str().expect("utf-8");
    let cases: [(&str, &[u8], &str); 12] = [
        ("unknown.toml", b"[host]\nconcent = 0.5\n", "consent"),
        ("type.toml", b"[mission]\ntroops = \"many\"\n", "number"),
        ("negative.toml", b"[mission]\ntroops = -5\n", "-5"),
        ("range.toml", b"[host]\nconsent = 1.4\n", "1.4"),
        ("nan.toml", b"[council]\nunity = nan\n", "unity"),
        ("infinite.toml", b"[funding]\nlevel = inf\n", "level"),
        ("backwards.toml", b"[host]\nconsent.path = [[24, 0.5], [12, 0.4]]\n", "month"),
        ("missing.toml", b"extends = \"nowhere.toml\"\n", "nowhere.toml"),
        ("circular.toml", b"extends = \"circular.toml\"\n", "circular"),
        ("empty.toml", b"", "empty"),
        ("binary.toml", &[0, 159, 146, 150, 0], "UTF-8"),
        ("broken.toml", b"[mission\ntroops = 5\n", "broken.toml"),
    ];
    for (name, bytes, said) in cases {
        let path = file(&home, name, bytes);
        let told = fails(&["run", &path, "--out", out], 2);
        assert!(told.contains(said), "{name}: {said} in\n{told}");
        assert!(!Path::new(out).exists(), "{name} wrote something");
    }
}

#[test]
fn a_file_for_something_else_is_named_as_what_it_is() {
    let home = TempDir::new().expect("temp");
    let (treaty, mission) = ("scenarios/treaty-ccm.toml", "scenarios/baseline.toml");
    let swept = "scenarios/sweeps/size-consent.toml";
    let base = file(&home, "base.toml", b"base = \"treaty.toml\"\n[axes]\nhost.consent = [0.2, 0.8]\n");
    std::fs::copy(treaty, home.path().join("treaty.toml")).expect("copy");
    let is_treaty = "a treaty world, not a scenario of missions";
    for (args, said) in [
        (&["explain", treaty][..], is_treaty),
        (&["replay", treaty, "-k", "0"], is_treaty),
        (&["compare", treaty, mission], is_treaty),
        (&["sweep", &base, "--dry-run"], is_treaty),
        (&["check", swept], "a sweep file, not a scenario"),
        (&["run", swept], "a sweep file, not a scenario"),
        (&["sweep", mission, "--dry-run"], "a scenario, not a sweep file"),
        (&["sweep", treaty, "--dry-run"], "a treaty world, not a sweep file"),
    ] {
        let told = fails(args, 2);
        assert!(told.contains(said) && !told.contains("unknown key"), "{args:?}: {told}");
    }
    let out = home.path().join("out");
    let out = out.to_str().expect("utf-8");
    for extra in [&["--no-counterfactual"][..], &["--keep-ledger", "0"]] {
        let told = fails(&[&["run", treaty, "-n", "32", "-o", out], extra].concat(), 2);
        assert!(told.contains("are for missions"), "{told}");
    }
    assert!(!Path::new(out).exists());
}

#[cfg(unix)]
#[test]
fn what_never_ends_is_not_read() {
    let home = TempDir::new().expect("temp");
    let pipe = home.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    let table = file(&home, "table.toml", b"design = \"table\"\ntable = \"/dev/zero\"\n");
    for endless in ["/dev/zero", pipe.to_str().expect("utf-8")] {
        let payers = format!("funding.payers={endless}");
        let extends = format!("extends = \"{endless}\"\n");
        let [plain, treaty] = [("plain.toml", ""), ("treaty.toml", "kind = \"treaty\"\n")]
            .map(|(name, kind)| file(&home, name, format!("{kind}{extends}").as_bytes()));
        for (args, code) in [
            (&["run", endless][..], 3),
            (&["check", endless], 3),
            (&["sweep", endless], 3),
            (&["plot", endless], 3),
            (&["run", "--posterior", endless], 3),
            (&["validate", "--targets", endless], 3),
            (&["check", "scenarios/baseline.toml", "--set", &payers], 2),
            (&["check", &plain], 3),
            (&["check", &treaty], 2),
            (&["sweep", &table], 2),
        ] {
            let told = fails(args, code);
            assert!(told.contains("not a plain file"), "{args:?}: {told}");
        }
    }
}

#[test]
fn several_errors_of_one_file_are_all_told() {
    let home = TempDir::new().expect("temp");
    let path = file(&home, "many.toml", b"[host]\nconcent = 0.5\nconsent = 7\n[mission]\ntroops = \"x\"\n");
    let told = fails(&["check", &path], 2);
    for said in ["concent", "7", "troops", "many.toml:2", "many.toml:5"] {
        assert!(told.contains(said), "{said} in\n{told}");
    }
}

#[test]
fn bad_arguments_end_in_2() {
    for args in [
        &["run", "--replicates", "0"][..],
        &["run", "--replicates", "100000000000000"],
        &["run", "--replicates", "many"],
        &["run", "--threads", "0"],
        &["run", "--set", "host.concent=0.5"],
        &["run", "--set", "host.consent"],
        &["run", "--stance", "hopeful"],
        &["compare", "scenarios/baseline.toml"],
        &["run", "--replicates", "100000000", "--keep-replicates"],
        &["replay", "scenarios/baseline.toml", "--replicate", "-1"],
        &["replay", "scenarios/baseline.toml", "--replicate", "1000000000000"],
        &["evidence", "no-such-parameter"],
        &["evidence", "posterior", "--format", "json"],
        &["man", "fly"],
        &["fly"],
    ] {
        fails(args, 2);
    }
    let told = pkosim().env("PKOSIM_SIMD", "mmx").args(["run", "-n", "1"]).assert().code(2).get_output().clone();
    assert!(String::from_utf8_lossy(&told.stderr).contains("avx2"));
}

#[test]
fn the_file_system_in_the_way_ends_in_3_and_loses_nothing() {
    let home = TempDir::new().expect("temp");
    let foreign = home.path().join("theirs");
    std::fs::create_dir(&foreign).expect("folder");
    std::fs::write(foreign.join("thesis.txt"), "years of work").expect("file");
    let told = fails(&["run", "-n", "32", "--out", foreign.to_str().expect("utf-8")], 3);
    assert!(told.contains("not empty"), "{told}");
    assert_eq!(std::fs::read_to_string(foreign.join("thesis.txt")).expect("kept"), "years of work");
    fails(&["run", "/no/such/scenario.toml"], 3);
    fails(&["run", "-n", "32", "--out", "/proc/pkosim"], 3);
    fails(&["run", "--posterior", "/no/such/posterior.csv"], 3);
    let posterior = file(&home, "p.csv", b"# model_id=0\n# stance=study\n");
    assert!(fails(&["run", "--posterior", &posterior], 2).contains("made for the model 0"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_and_ends_in_130() {
    let home = TempDir::new().expect("temp");
    let out = home.path().join("out");
    let binary = assert_cmd::cargo::cargo_bin("pkosim");
    let args = ["run", "-n", "50000000", "-q", "--no-charts", "--out", out.to_str().expect("utf-8")];
    let mut child = std::process::Command::new(binary).args(args).spawn().expect("starts");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    assert_eq!(child.wait().expect("ends").code(), Some(130));
    assert_eq!(std::fs::read_dir(home.path()).expect("home").count(), 0, "something was left behind");
}

#[test]
fn every_shipped_scenario_runs() {
    let home = TempDir::new().expect("temp");
    for entry in std::fs::read_dir("scenarios").expect("scenarios") {
        let path = entry.expect("entry").path();
        if path.extension().is_some_and(|e| e == "toml") {
            let out = home.path().join(path.file_stem().expect("stem"));
            let (scenario, out) = (path.to_str().expect("utf-8"), out.to_str().expect("utf-8"));
            ok(&["run", scenario, "-n", "64", "-q", "--no-charts", "--out", out]);
        }
    }
}
