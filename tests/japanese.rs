//! `--lang ja`: no result of any command has English left in it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Words that are names: of methods, programs, this program's own files and what a user types.
const NAMES: [&str; 9] = ["PRIM", "CART", "PAWN", "pkosim", "points", "merge", "DIR", "baseline", "shiken"];

/// What a command says on both streams; it ends with one of these codes.
#[track_caller]
fn said(home: &Path, args: &[&str], code: i32) -> String {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("pkosim"));
    let output = command.current_dir(home).env("PKOSIM_SIMD", "baseline").args(args).args(["--lang", "ja"]).output();
    let output = output.expect("starts");
    let [told, noted] = [output.stdout, output.stderr].map(|b| String::from_utf8(b).expect("utf-8"));
    assert_eq!(output.status.code(), Some(code), "{args:?}: {told}{noted}");
    told + &noted
}

/// English words of a text: letters only, three or more, that are no names and stand in no backquotes.
fn english(text: &str) -> Vec<&str> {
    let outside = text.split('`').step_by(2);
    let parts = outside.flat_map(|t| t.split(|c: char| !c.is_ascii_graphic() || ",;:()[]\"'!?*<>".contains(c)));
    let word = |w: &&str| w.len() > 2 && w.bytes().all(|b| b.is_ascii_alphabetic()) && !NAMES.contains(w);
    parts.map(|w| w.trim_end_matches('.')).filter(word).collect()
}

#[track_caller]
fn japanese(home: &Path, args: &[&str]) -> String {
    let text = said(home, args, 0);
    check(&text, &[]);
    text
}

/// No English but for texts that are data.
#[track_caller]
fn check(text: &str, data: &[&str]) {
    let own = data.iter().fold(text.to_owned(), |text, d| text.replace(d, ""));
    let left = english(&own);
    assert!(left.is_empty(), "{left:?} in\n{text}");
    assert!(text.chars().any(|c| ('\u{3041}'..='\u{9fff}').contains(&c)), "{text}");
    let untold = text.split(['{', '}']).count() > 1 && !text.contains("{ from");
    assert!(!untold, "a placeholder is left in\n{text}");
}

fn home() -> TempDir {
    let home = TempDir::new().expect("temp");
    let base = format!("{}/scenarios/baseline.toml", env!("CARGO_MANIFEST_DIR"));
    let text = format!("extends = \"{base}\"\ntitle = \"試験\"\ndescription = \"試験\"\n");
    fs::write(home.path().join("shiken.toml"), text).expect("written");
    home
}

#[test]
fn english_words_are_found_and_names_are_not() {
    assert_eq!(english("12点 of 3 points done, host.consent <= 0.3 `pkosim sweep` F05-joint"), ["done"]);
}

#[test]
fn runs_that_stop_or_nest_and_treaties() {
    let home = home();
    let args = ["run", "shiken.toml", "-n", "320", "--no-charts", "--nested", "12x40", "--until", "success: 0.001"];
    let text = said(home.path(), &args, 0);
    check(&text, &["success", "undefined"]);
    assert!(text.contains("停止規則") && text.contains("パラメータの割合"), "{text}");
    let treaty = format!("{}/scenarios/treaty-ccm.toml", env!("CARGO_MANIFEST_DIR"));
    let text = said(home.path(), &["run", &treaty, "-n", "64", "--no-charts"], 0);
    check(text.split_once("\n\n").expect("a title").1, &[]);
    japanese(home.path(), &["compare", "shiken.toml", "shiken.toml", "-n", "64"]);
}

#[test]
fn scenarios_checked_explained_replayed_and_in_a_folder() {
    let home = home();
    assert!(japanese(home.path(), &["check", "shiken.toml"]).contains("正しい"));
    let nobody = ["--set", "mission.troops=0", "--set", "mission.police=0", "--set", "mission.observers=0"];
    let doubtful = [&["check", "shiken.toml", "--set", "mission.civilians=0"][..], &nobody].concat();
    assert!(japanese(home.path(), &doubtful).contains("留意点"));
    let text = said(home.path(), &["explain", "shiken.toml"], 0);
    let (values, rest) = text.split_once("背後に").expect("evidence");
    assert!(values.contains("既定値") && values.contains(" 割合") && !values.contains(" share"), "{values}");
    let runs = rest.split_once("各要因を").expect("runs").1;
    check(runs, &[]);
    fs::create_dir(home.path().join("folder")).expect("made");
    fs::copy(home.path().join("shiken.toml"), home.path().join("folder/shiken.toml")).expect("copied");
    fs::write(home.path().join("folder/soin1.toml"), "[axes]\nhost.consent = [0.2, 0.8]\n").expect("written");
    let text = japanese(home.path(), &["batch", "folder", "--out", "batch", "-n", "32"]);
    assert!(text.contains("掃引であり"), "{text}");
}

#[test]
fn evidence_and_virtual_studies_but_for_their_sources() {
    let home = home();
    let text = said(home.path(), &["evidence", "effect.battle_troops"], 0);
    let labels: Vec<&str> = text.lines().filter_map(|l| l.trim().split_once('：').map(|(label, _)| label)).collect();
    assert!(labels.iter().all(|l| !l.is_ascii() || l.contains('.')) && labels.len() > 3, "{text}");
    let study = ["validate", "--quiet", "--draws", "4", "--replicates", "32", "--only"];
    let few = said(home.path(), &[&study[..], &["F05-joint"]].concat(), 0);
    let (table, behind) = few.split_once("\n\nF05-joint").expect("what stands behind");
    check(table, &[]);
    for label in ["知見：5「", "指標：", "出典：", "仮想研究の世界", "比較する群：", "報告のみ1行"]
    {
        assert!(behind.contains(label), "{label} in {few}");
    }
}

#[test]
fn sweeps_from_rehearsal_to_merging() {
    let home = home();
    let sweep = "title = \"試験の掃引\"\nbase = \"shiken.toml\"\nreplicates = 32\n[axes]\nhost.consent = [0.2, 0.5, 0.8]\n\
                 mission.troops = { from = 2_000, to = 8_000, steps = 2 }\n";
    fs::write(home.path().join("soin1.toml"), sweep).expect("written");
    let text = said(home.path(), &["sweep", "soin1.toml", "--dry-run"], 0);
    check(&text, &["{ from = 2000, to = 8000 }"]);
    assert!(text.contains("格子、6点"), "{text}");
    let text = japanese(home.path(), &["sweep", "soin1.toml", "--out", "out-1"]);
    assert!(text.contains("結果：out-1/results.csv"), "{text}");
    japanese(home.path(), &["sweep", "soin1.toml", "--out", "out-1", "--resume"]);
    for part in ["1/2", "2/2"] {
        let text =
            japanese(home.path(), &["sweep", "soin1.toml", "--shard", part, "--out", &format!("out-3/{}", &part[..1])]);
        assert!(text.contains("次のコマンドで統合する"), "{text}");
    }
    japanese(home.path(), &["merge", "out-3", "--out", "out-2"]);
    assert!(japanese(home.path(), &["verify", "out-1", "--points", "2"]).contains("一致する"));
    let results = home.path().join("out-1/results.csv");
    let changed = fs::read_to_string(&results).expect("read").replace("0.2", "0.3");
    fs::write(&results, changed).expect("written");
    check(&said(home.path(), &["verify", "out-1", "--points", "6"], 1), &[]);
    #[cfg(feature = "parquet")]
    japanese(home.path(), &["export", "out-2", "--replicates"]);
}

#[test]
fn studies_of_indices() {
    let home = home();
    for design in ["saltelli", "morris"] {
        let text = format!(
            "title = \"試験\"\nbase = \"shiken.toml\"\nreplicates = 32\ndesign = \"{design}\"\npoints = 4\n[axes]\n\
             \"mission.troops\" = {{ from = 2_000, to = 18_000 }}\n\"host.consent\" = {{ beta = {{ mean = 0.6, sd = 0.1 }} }}\n"
        );
        fs::write(home.path().join("study.toml"), text).expect("written");
        japanese(home.path(), &["sensitivity", "study.toml", "--out", "study.csv", "--resamples", "100"]);
        japanese(home.path(), &["sensitivity", "study.toml", "--conditional", "--dry-run"]);
    }
}

/// A finished sweep: success falls with consent below 0.4 and money below 0.5.
fn finished(home: &Path) {
    let dir = home.join("soin1");
    fs::create_dir(&dir).expect("made");
    let mut points = "point,replicates,host.consent,funding.level\n".to_owned();
    let mut results = "point,outcome,theatre,world,kind,unit,n,defined,mean,mcse\n".to_owned();
    for k in 0..80 {
        let (consent, money) = (f64::from(k % 10) / 10.0, f64::from(k / 10) / 8.0);
        writeln!(points, "{k},100,{consent},{money}").expect("text");
        let success = if consent < 0.4 && money < 0.5 { 0.1 } else { 0.5 + 0.2 * consent };
        writeln!(results, "{k},success,all,mission,share,share,100,100,{success},0.02").expect("text");
        let cost = if k == 7 { String::new() } else { format!("{}", 1e9 * money) };
        writeln!(results, "{k},cost_usd,all,mission,money,US$,100,100,{cost},1e6").expect("text");
    }
    fs::write(dir.join("points.csv"), points).expect("written");
    fs::write(dir.join("results.csv"), results).expect("written");
}

#[test]
fn finished_sweeps_searched_and_judged() {
    let home = home();
    finished(home.path());
    let find = ["discover", "soin1", "--where", "success < 0.3 or cost_usd > 8e8", "--where", "success < 0.55"];
    let text = said(home.path(), &[&find[..], &["--out", "boxes.csv", "--boxes", "2"]].concat(), 0);
    check(&text, &["success < 0.3", "success < 0.55"]);
    for part in ["または", "、かつ", "領域1（PRIM）", "別の手法（CART）", "留意点"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let judge =
        ["robustness", "soin1", "--decide", "funding.level", "--outcome", "success", "--need", "success >= 0.3"];
    let text = said(home.path(), &[&judge[..], &["--need", "success >= 0.5", "--out", "r.csv"]].concat(), 0);
    check(&text, &["success >="]);
    assert!(text.contains("全条件") && text.contains("最大リグレット"), "{text}");
    let text = japanese(home.path(), &["sensitivity", "soin1", "--out", "given.csv"]);
    assert!(text.contains("並べ替え") && text.contains("一次指数"), "{text}");
}

#[test]
fn benchmarks() {
    let home = home();
    japanese(home.path(), &["bench", "--inventory"]);
    japanese(home.path(), &["bench", "--replicates", "32", "--repeats", "1"]);
}
