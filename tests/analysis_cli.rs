//! `sensitivity`, `discover` and `robustness` as a user meets them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn pkosim(home: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("pkosim"));
    command.current_dir(home).args(args).output().expect("starts")
}

#[track_caller]
fn told(home: &Path, args: &[&str]) -> String {
    let output = pkosim(home, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("utf-8")
}

#[track_caller]
fn refused(home: &Path, args: &[&str], part: &str) {
    let output = pkosim(home, args);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{args:?}: {error}");
    assert!(error.contains(part), "{args:?}: {error}");
}

fn rows(path: &Path) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader.deserialize().map(|r| r.expect("a row")).collect()
}

fn study(design: &str) -> TempDir {
    let home = TempDir::new().expect("temp");
    let text = format!(
        "replicates = 32\ncounterfactual = false\n{design}\noutcomes = [\"months_at_war\", \"cost_usd\"]\n[axes]\n\
         \"mission.troops\" = {{ from = 2_000, to = 18_000 }}\n\"host.consent\" = {{ beta = {{ mean = 0.6, sd = 0.1 }} }}\n\
         \"mission.women\" = {{ from = 0.0, to = 0.5 }}\n"
    );
    fs::write(home.path().join("study.toml"), text).expect("written");
    home
}

#[test]
fn sobol_indices_find_the_input_that_money_hangs_on() {
    let home = study("design = \"saltelli\"\npoints = 16");
    let run = |threads: &str, out: &str| {
        let args = ["sensitivity", "study.toml", "--out", out, "--threads", threads, "--outcome", "cost_usd"];
        let text = told(home.path(), &args);
        assert!(text.contains("Sobol' indices, 16 base rows x 5 = 80 points, fresh luck for each"), "{text}");
        fs::read_to_string(home.path().join(out)).expect("written")
    };
    assert_eq!(run("1", "one.csv"), run("2", "two.csv"), "threads change nothing");
    let rows = rows(&home.path().join("one.csv"));
    assert_eq!(rows.len(), 6, "first and total of three inputs");
    let total = |input: &str| {
        let row = rows.iter().find(|r| r["input"] == input && r["index"] == "total").expect(input);
        row["estimate"].parse::<f64>().expect("a number")
    };
    assert!(total("mission.troops") > 0.25 && total("mission.women").abs() < 0.1, "{rows:?}");
}

#[test]
fn groups_and_pairs_have_their_lines() {
    let home = study("design = \"saltelli\"\npoints = 4");
    let group = "force=mission.troops,mission.women";
    let args = ["sensitivity", "study.toml", "--group", group, "--second-order", "--conditional", "--out", "s.csv"];
    let text = told(home.path(), &args);
    assert!(text.contains("4 base rows x 6 = 24 points, one luck for all") && text.contains("force x host.consent"));
    let rows = rows(&home.path().join("s.csv"));
    assert!(rows.iter().all(|r| r["noise_share"].is_empty()), "common luck has no noise of its own");
    assert_eq!(rows.iter().filter(|r| r["index"] == "second").count(), 2);
}

#[test]
fn morris_and_a_dry_run() {
    let home = study("design = \"morris\"\npoints = 6");
    let dry = told(home.path(), &["sensitivity", "study.toml", "--dry-run"]);
    assert!(dry.contains("6 trajectories x 4 = 24 points") && dry.contains("768 in all"), "{dry}");
    let text = told(home.path(), &["sensitivity", "study.toml", "--out", "m.csv"]);
    assert!(text.contains("mu*") && text.contains("sigma"), "{text}");
    let rows = rows(&home.path().join("m.csv"));
    let floors = rows.iter().filter(|r| r["index"] == "mu_star").all(|r| r["floor"].parse::<f64>().is_ok());
    assert!(floors && rows.len() == 2 * 3 * 3);
}

#[test]
fn studies_that_cannot_be_are_refused() {
    let home = study("design = \"lhs\"\npoints = 16");
    let args = |more: &[&'static str]| [&["sensitivity", "study.toml"][..], more].concat();
    refused(home.path(), &args(&[]), "expected \"saltelli\" or \"morris\"");
    let home = study("design = \"saltelli\"\npoints = 12");
    refused(home.path(), &args(&[]), "8 (2^3) or 16 (2^4)");
    let home = study("design = \"saltelli\"\npoints = 8");
    refused(home.path(), &args(&["--outcome", "sucess"]), "did you mean `success`?");
    refused(home.path(), &args(&["--group", "g=host.consnt"]), "`host.consnt` in the group `g` is no axis");
    refused(home.path(), &args(&["--group", "g"]), "NAME=KEY");
    refused(home.path(), &args(&["--resolution", "5"]), "above 0 and below 1");
    refused(home.path(), &args(&["-n", "1"]), "expected 2 to");
    refused(home.path(), &["sensitivity", "."], "no finished sweep");
    assert_eq!(fs::read_dir(home.path()).expect("home").count(), 1, "nothing was left");
}

#[test]
fn a_study_looks_at_all_its_points_before_it_runs_any() {
    let home = study("design = \"saltelli\"\npoints = 8");
    let path = home.path().join("study.toml");
    let text = fs::read_to_string(&path).expect("read");
    fs::write(&path, format!("{text}\"mission.start_month\" = {{ from = 0, to = 300 }}\n")).expect("written");
    for more in [&[][..], &["--dry-run"]] {
        let args = [&["sensitivity", "study.toml", "--out", "s.csv"][..], more].concat();
        refused(home.path(), &args, "points of the study make no scenario");
        refused(home.path(), &args, "the operation starts at month");
    }
}

#[test]
fn an_outcome_that_a_study_cannot_measure_is_refused_before_it_runs() {
    let home = study("design = \"saltelli\"\npoints = 8");
    let path = home.path().join("study.toml");
    let text = fs::read_to_string(&path).expect("read");
    for (name, hint) in [
        ("cost_per_life_saved_usd", "ask for cost_usd and lives_saved"),
        ("lives_saved", "take `counterfactual = false` out"),
    ] {
        fs::write(&path, text.replace("\"cost_usd\"]", &format!("\"{name}\"]"))).expect("written");
        let place = format!("study.toml, line 5, outcomes: `{name}` is no outcome of this study");
        refused(home.path(), &["sensitivity", "study.toml", "--dry-run"], &place);
        refused(home.path(), &["sensitivity", "study.toml"], hint);
    }
}

#[test]
fn outcomes_that_are_not_defined_are_said() {
    // Nobody relapses within two years of an end: relapse_5y is not defined in a scenario of that length.
    let text = |design: &str| {
        format!(
            "replicates = 4\n{design}\ncounterfactual = false\noutcomes = [\"relapse_5y\"]\n\
             [set]\nhorizon_months = 30\n[axes]\n\
             \"mission.troops\" = {{ from = 2_000, to = 18_000 }}\n\"host.consent\" = [0.2, 0.5, 0.8]\n"
        )
    };
    let home = TempDir::new().expect("temp");
    let of = |design: &str| {
        fs::write(home.path().join("s.toml"), text(design)).expect("written");
        told(home.path(), &["sensitivity", "s.toml", "--out", "s.csv"])
    };
    let morris = of("design = \"morris\"\npoints = 4");
    assert!(morris.contains("4 of 4 trajectories are left out") && morris.contains("None is left"), "{morris}");
    let rows = rows(&home.path().join("s.csv"));
    assert!(rows.iter().all(|r| r["estimate"].is_empty() && r["resolved"] == "false"), "{rows:?}");
    let sobol = of("design = \"saltelli\"\npoints = 4");
    assert!(sobol.contains("4 of 4 base rows are left out") && sobol.contains("None is left"), "{sobol}");
    assert!(!sobol.contains("no more than its noise"), "{sobol}");
}

#[test]
fn one_trajectory_resolves_nothing() {
    let home = study("design = \"morris\"\npoints = 1");
    let group = "force=mission.troops,mission.women";
    let text = told(home.path(), &["sensitivity", "study.toml", "--group", group, "--out", "m.csv"]);
    assert!(text.contains("One base row or trajectory alone") && !text.contains("Not told from noise"), "{text}");
    let rows = rows(&home.path().join("m.csv"));
    assert!(rows.iter().all(|r| r["resolved"] == "false" && r["low"].is_empty()), "{rows:?}");
    let of = |index: &str| rows.iter().find(|r| r["input"] == "force" && r["index"] == index).expect("a line");
    assert!(of("mu")["estimate"].is_empty() && !of("mu_star")["estimate"].is_empty(), "{rows:?}");
}

/// A finished sweep of 20 x 15 points: success falls with consent below 0.4 and money below 0.5.
fn sweep() -> TempDir {
    let home = TempDir::new().expect("temp");
    let dir = home.path().join("sweep");
    fs::create_dir(&dir).expect("made");
    let mut points = "point,replicates,host.consent,funding.level,mission.form\n".to_owned();
    let mut results = "point,outcome,theatre,world,kind,unit,n,defined,mean,mcse\n".to_owned();
    for k in 0..300 {
        let (consent, money) = (f64::from(k % 20) / 20.0, f64::from(k / 20) / 15.0);
        let form = ["joint", "hybrid", "un-only"][k as usize % 3];
        writeln!(points, "{k},100,{consent},{money},{form}").expect("text");
        let success = if consent < 0.4 && money < 0.5 { 0.1 } else { 0.5 + 0.2 * consent };
        writeln!(results, "{k},success,all,mission,share,share,100,100,{success},0.02").expect("text");
        writeln!(results, "{k},success,main,mission,share,share,100,100,0.99,0.02").expect("text");
        let cost = if k == 7 { String::new() } else { format!("{}", 1e9 * money) };
        writeln!(results, "{k},cost_usd,all,mission,money,US$,100,100,{cost},1e6").expect("text");
    }
    fs::write(dir.join("points.csv"), points).expect("written");
    fs::write(dir.join("results.csv"), results).expect("written");
    home
}

#[test]
fn a_finished_sweep_tells_what_its_outcomes_hang_on() {
    let home = sweep();
    let text = told(home.path(), &["sensitivity", "sweep", "--out", "given.csv"]);
    assert!(text.contains("300 points as they are, 3 axes that vary"), "{text}");
    let rows = rows(&home.path().join("given.csv"));
    let of = |outcome: &str, input: &str, index: &str| {
        let found = rows.iter().find(|r| r["outcome"] == outcome && r["input"] == input && r["index"] == index);
        found.expect("a line").clone()
    };
    let first = |o: &str, i: &str| of(o, i, "first")["estimate"].parse::<f64>().expect("a number");
    assert!(first("cost_usd", "funding.level") > 0.95 && first("cost_usd", "host.consent").abs() < 0.1);
    assert_eq!(of("success", "mission.form", "pawn")["resolved"], "false");
    assert_eq!(of("success", "host.consent", "pawn")["resolved"], "true");
    refused(home.path(), &["sensitivity", "sweep", "--outcome", "sucess"], "did you mean `success`?");
    refused(home.path(), &["sensitivity", "sweep", "--conditional"], "for a sweep file's study");
}

#[test]
fn few_points_resolve_nothing_that_cannot_be_cut() {
    let home = TempDir::new().expect("temp");
    let dir = home.path().join("sweep");
    fs::create_dir(&dir).expect("made");
    let mut points = "point,replicates,host.consent,mission.form\n".to_owned();
    let mut results = "point,outcome,theatre,world,kind,unit,n,defined,mean,mcse\n".to_owned();
    for k in 0..15 {
        writeln!(points, "{k},100,{},{}", f64::from(k) / 15.0, ["joint", "hybrid", "un-only"][k as usize % 3])
            .expect("text");
        writeln!(results, "{k},success,all,mission,share,share,100,100,{},0.02", f64::from(k % 3) / 5.0).expect("text");
    }
    fs::write(dir.join("points.csv"), points).expect("written");
    fs::write(dir.join("results.csv"), results).expect("written");
    let text = told(home.path(), &["sensitivity", "sweep", "--outcome", "success", "--out", "g.csv"]);
    assert!(text.contains("Nothing can be told of host.consent: too few points"), "{text}");
    let rows = rows(&home.path().join("g.csv"));
    let of = |input: &str, index: &str| {
        let found = rows.iter().find(|r| r["input"] == input && r["index"] == index).expect("a line");
        (found["estimate"].clone(), found["resolved"].clone())
    };
    assert_eq!(of("host.consent", "first"), (String::new(), "false".to_owned()));
    let (first, resolved) = of("mission.form", "first");
    assert!(first.parse::<f64>().is_ok_and(|x| (x - 1.0).abs() < 1e-9) && resolved == "true", "{first} {resolved}");
}

#[test]
fn the_box_of_failures_is_found_told_and_written() {
    let home = sweep();
    let args = ["discover", "sweep", "--where", "success < 0.3", "--out", "boxes.csv", "--resamples", "20"];
    let text = told(home.path(), &args);
    assert!(text.contains("success < 0.3 holds at 64 of 300 points"), "{text}");
    assert!(text.contains("Box 1 (PRIM): host.consent <= 0.3") && text.contains("Second opinion (CART)"), "{text}");
    let rows = rows(&home.path().join("boxes.csv"));
    let taken: Vec<_> = rows.iter().filter(|r| r["method"] == "prim" && r["taken"] == "true").collect();
    let inputs: Vec<&str> = taken.iter().map(|r| r["input"].as_str()).collect();
    assert_eq!(inputs, ["host.consent", "funding.level"]);
    assert!(taken.iter().all(|r| r["density"].parse::<f64>().is_ok_and(|d| d > 0.9)));
    assert!(taken.iter().all(|r| r["recurs"].parse::<f64>().is_ok_and(|d| d > 0.9)));
    let again = told(home.path(), &["discover", "sweep", "--where", "success < 0.3", "--where", "cost_usd > 3e8"]);
    assert!(again.contains("success < 0.3, and cost_usd > 3e8 holds at"), "{again}");
    assert!(told(home.path(), &["discover", "sweep", "--where", "cost_usd > 5e8"]).contains("1 points are left out"));
}

#[test]
fn conditions_that_tell_nothing_are_refused() {
    let home = sweep();
    refused(home.path(), &["discover", "sweep"], "--where");
    refused(home.path(), &["discover", "sweep", "--where", "success"], "is no condition");
    refused(home.path(), &["discover", "sweep", "--where", "success < 0.01"], "success lies between 0.100 and 0.690");
    refused(home.path(), &["discover", "sweep", "--where", "sucess < 0.1"], "did you mean `success`?");
    refused(home.path(), &["discover", "sweep", "--where", "success.meen < 0.1"], "did you mean `mean`?");
    let args = ["discover", "sweep", "--where", "success < 0.3", "--input", "host.consnt"];
    refused(home.path(), &args, "did you mean `host.consent`?");
    refused(home.path(), &["discover", "nowhere", "--where", "success < 0.3"], "holds no points.csv");
}

#[test]
fn decisions_are_ranked_over_their_futures() {
    let home = sweep();
    let args = ["robustness", "sweep", "--decide", "funding.level", "--outcome", "success"];
    refused(home.path(), &args, "meets 20 of 60 futures");
    let points = fs::read_to_string(home.path().join("sweep/points.csv")).expect("read");
    let plain = points.lines().map(|l| l.rsplit_once(',').expect("a column").0).collect::<Vec<_>>().join("\n");
    fs::write(home.path().join("sweep/points.csv"), plain).expect("written");
    let need = [&args[..], &["--need", "success >= 0.3", "--need", "cost_usd <= 6e8", "--out", "r.csv"]].concat();
    let text = told(home.path(), &need);
    assert!(text.contains("15 decisions in 20 futures") && text.contains("all needs"), "{text}");
    let rows = rows(&home.path().join("r.csv"));
    // With half the money or more nothing fails: the worst is 0.5, and there is no regret.
    let rich = rows.iter().find(|r| r["decision"] == "funding.level = 0.6").expect("there");
    assert_eq!((rich["worst"].as_str(), rich["regret_max"].as_str(), rich["need_1"].as_str()), ("0.5", "0", "1"));
    let poor = rows.iter().find(|r| r["decision"] == "funding.level = 0.2").expect("there");
    assert_eq!((poor["worst"].as_str(), poor["need_1"].as_str(), poor["all_needs"].as_str()), ("0.1", "0.6", "0.6"));
    let less = ["robustness", "sweep", "--decide", "funding.level", "--outcome", "cost_usd", "--less"];
    assert!(told(home.path(), &less).contains("less is better"));
    let all = ["robustness", "sweep", "--decide", "funding.level", "--decide", "host.consent", "--outcome", "success"];
    refused(home.path(), &all, "only one future");
}

#[test]
fn shipped_studies_are_laid_out() {
    let home = TempDir::new().expect("temp");
    for (name, part) in [
        ("sensitivity-levers", "512 base rows x 8 = 4,096 points"),
        ("sensitivity-screening", "30 trajectories x 21 = 630 points"),
    ] {
        let file = format!("{}/scenarios/sweeps/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        assert!(told(home.path(), &["sensitivity", &file, "--dry-run"]).contains(part), "{name}");
    }
}
