//! Sweeps as a person meets them: killed and resumed, cut into shards, on any number of threads, damaged, misused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// 24 points of 96 replicates: a second or two.
const SMALL: &str = "replicates = 96\noutcomes = [\"success\", \"lives_saved\", \"cost_per_life_saved_usd\"]\n[axes]\n\
                     mission.troops = { from = 2_000, to = 16_000, steps = 6 }\nhost.consent = [0.2, 0.4, 0.6, 0.8]\n";

fn pkosim(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pkosim"));
    command.args(args).env("COLUMNS", "100");
    command
}

/// Exit code, standard output and standard error.
fn done(args: &[&str]) -> (i32, String, String) {
    let output = pkosim(args).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("utf-8");
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(!err.contains("panicked") && !err.contains("mistake in pkosim"), "{args:?}: {err}");
    (output.status.code().unwrap_or(-1), out, err)
}

#[track_caller]
fn ok(args: &[&str]) -> String {
    let (code, out, err) = done(args);
    assert_eq!(code, 0, "{args:?}: {err}");
    out
}

#[track_caller]
fn refused(args: &[&str], code: i32, said: &str) {
    let (found, out, err) = done(args);
    assert_eq!(found, code, "{args:?}: {out}{err}");
    assert!(err.contains(said), "{args:?}: {err}");
}

struct Home(TempDir);

impl Home {
    fn new(sweep: &str) -> Self {
        let home = Self(TempDir::new().expect("temp"));
        fs::write(home.path("sweep.toml"), sweep).expect("sweep file");
        home
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().expect("utf-8").to_owned()
    }

    fn sweep(&self, out: &str, extra: &[&str]) -> Vec<String> {
        let args = ["sweep", &self.path("sweep.toml"), "-q", "--out", &self.path(out)].map(str::to_owned);
        args.into_iter().chain(extra.iter().map(|e| (*e).to_owned())).collect()
    }

    #[track_caller]
    fn run(&self, out: &str, extra: &[&str]) -> BTreeMap<String, Vec<u8>> {
        let args = self.sweep(out, extra);
        ok(&args.iter().map(String::as_str).collect::<Vec<_>>());
        self.files(out)
    }

    /// Everything in a folder but how it went.
    fn files(&self, name: &str) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(self.path(name)).expect("folder").map(|e| e.expect("entry").path());
        let named = entries.map(|p| (p.file_name().expect("name").to_string_lossy().into_owned(), p));
        named.filter(|(n, _)| n != "run.json").map(|(n, p)| (n, fs::read(p).expect("file"))).collect()
    }
}

/// The first part file of a folder.
fn part(dir: &str) -> PathBuf {
    let mut parts: Vec<PathBuf> = fs::read_dir(dir).expect("folder").map(|e| e.expect("entry").path()).collect();
    parts.retain(|p| p.extension().is_some_and(|e| e == "pks"));
    parts.sort();
    parts.into_iter().next().expect("a part file")
}

fn kill(mut child: Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Kills sweeps after some time each, resumes until one ends, and holds the result against an uninterrupted one.
fn kill_and_resume(home: &Home, whole: &BTreeMap<String, Vec<u8>>, name: &str, delays: &[u64]) -> usize {
    let mut killed = 0;
    for delay in delays {
        let args = home.sweep(name, &["--resume"]);
        let mut child = pkosim(&args.iter().map(String::as_str).collect::<Vec<_>>()).spawn().expect("runs");
        std::thread::sleep(Duration::from_millis(*delay));
        killed += usize::from(child.try_wait().expect("state").is_none());
        kill(child);
    }
    assert!(home.run(name, &["--resume"]) == *whole, "{name}: other bytes after {killed} kills");
    killed
}

#[test]
fn a_sweep_killed_three_times_and_resumed_has_the_bytes_of_one_that_ran_through() {
    let home = Home::new(SMALL);
    let started = Instant::now();
    let whole = home.run("whole", &[]);
    let whole_time = started.elapsed().as_millis() as u64;
    let names: Vec<&str> = whole.keys().map(String::as_str).collect();
    assert_eq!(names, ["failures.csv", "manifest.json", "points.csv", "results.csv"]);
    let killed = kill_and_resume(&home, &whole, "resumed", &[whole_time / 4, whole_time / 3, whole_time / 3]);
    assert!(killed > 0, "no kill came before the end: the test tests nothing");
}

#[test]
#[ignore = "slow tier: 25 kills at moments spread over a run, minutes"]
fn twenty_five_kills_leave_the_same_bytes() {
    let home = Home::new(&SMALL.replace("96", "400"));
    let started = Instant::now();
    let whole = home.run("whole", &[]);
    let time = started.elapsed().as_millis() as u64;
    let mut killed = 0;
    for k in 0..25 {
        // Moments spread over the run by the golden ratio, the first few milliseconds and the last among them.
        let share = (k as f64 * 0.618_033_988_75).fract();
        killed += kill_and_resume(&home, &whole, &format!("killed-{k}"), &[(share * 1.1 * time as f64) as u64]);
    }
    assert!(killed > 12, "only {killed} of 25 kills came before the end");
}

#[test]
fn shards_merged_have_the_bytes_of_the_whole_on_any_number_of_threads() {
    let home = Home::new(SMALL);
    let whole = home.run("whole", &["--threads", "1"]);
    assert!(home.run("three", &["--threads", "3"]) == whole, "threads change bytes");
    for i in 1..=8 {
        home.run(&format!("shards/{i}"), &["--shard", &format!("{i}/8"), "--resume"]);
    }
    // An element that was requeued after its end does nothing.
    home.run("shards/2", &["--shard", "2/8", "--resume"]);
    ok(&["merge", &home.path("shards"), "--out", &home.path("merged"), "-q"]);
    assert!(home.files("merged") == whole, "shards change bytes");
    assert!(ok(&["verify", &home.path("merged")]).contains("agree to the bit"));
}

/// Points share worlds without operations; each is lived through again on its own, with its own twin.
#[test]
fn twins_that_points_share_change_no_bit() {
    let baseline = "replicates = 64\n[axes]\nmission.troops = [2_000, 9_000]\nmission.form = [\"un-only\", \"parallel\"]\n\
                    funding.largest_paid = [0.7, 1.0]\nhost.consent = [0.3, 0.7]\nmission.start_month = [0, 24]\n";
    let several = "base = \"portfolio.toml\"\nreplicates = 40\ntheatres = true\n[axes]\n\
                   operation.lakes-mission.troops = [3_000, 15_000]\n\
                   operation.coast-support.models = [[3], [10, 22]]\n";
    for sweep in [baseline, several] {
        let home = Home::new(sweep);
        let portfolio = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/portfolio.toml");
        fs::copy(portfolio, home.path("portfolio.toml")).unwrap();
        home.run("a", &[]);
        assert!(ok(&["verify", &home.path("a"), "--points", "64"]).contains("agree to the bit"));
    }
}

#[test]
fn a_point_is_what_run_gives_with_the_same_settings() {
    let home = Home::new(SMALL);
    home.run("whole", &[]);
    let run = home.path("run");
    let sets = ["--set", "mission.troops=7600", "--set", "host.consent=0.6"];
    ok(&[&["run", "-n", "96", "--no-charts", "-q", "--out", &run], &sets[..]].concat());
    let of = |text: &str, point: &str| -> Vec<String> {
        let wanted = ["success", "lives_saved", "cost_per_life_saved_usd"];
        let lines = text.lines().filter_map(|l| l.strip_prefix(point));
        lines
            .filter(|l| l.contains(",all,") && wanted.contains(&l.split(',').next().unwrap()))
            .map(str::to_owned)
            .collect()
    };
    let results = fs::read_to_string(home.path("whole/results.csv")).unwrap();
    let summary = fs::read_to_string(home.path("run/summary.csv")).unwrap();
    let points = fs::read_to_string(home.path("whole/points.csv")).unwrap();
    assert!(points.starts_with("point,replicates,mission.troops,host.consent\n"));
    assert!(points.contains("\n10,96,7600,0.6\n"), "{points}");
    let rows = of(&results, "10,");
    assert_eq!(rows, of(&summary, ""));
    assert_eq!(rows.len(), 5, "success in three columns, lives saved, cost per life");
}

#[test]
fn missing_and_damaged_parts_are_named_and_the_rest_is_intact() {
    let home = Home::new(SMALL);
    let whole = home.run("whole", &[]);
    for i in [1, 3] {
        home.run(&format!("s/{i}"), &["--shard", &format!("{i}/4")]);
    }
    let (shards, merged) = (home.path("s"), home.path("m"));
    refused(&["merge", &shards, "--out", &merged], 2, "12 of 24 points are missing: 1, 3, 5, 7, 9, 11, 13, 15, ...");
    refused(&["merge", &shards, "--out", &merged], 2, "sbatch --array=2,4");
    assert!(!Path::new(&merged).exists());
    for i in [2, 4] {
        home.run(&format!("s/{i}"), &["--shard", &format!("{i}/4")]);
    }
    let file = part(&home.path("s/2"));
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, &bytes).unwrap();
    refused(&["merge", &shards, "--out", &merged], 2, "part-00000.pks is damaged at byte");
    refused(&["merge", &shards, "--out", &merged], 2, "1 of 24 points are missing");
    home.run("s/2", &["--shard", "2/4", "--resume"]);
    ok(&["merge", &shards, "--out", &merged, "-q"]);
    assert!(home.files("m") == whole);
    // A part of another sweep belongs to nobody here.
    fs::write(home.path("sweep.toml"), SMALL.replace("0.8]", "0.9]")).unwrap();
    home.run("s/5", &["--shard", "1/4"]);
    refused(&["merge", &shards, "--out", &home.path("n")], 2, "+ \"values\": \"[0.2, 0.4, 0.6, 0.9]\"");
    refused(&["merge", &home.path("nothing"), "--out", &merged], 3, "holds no unmerged part");
}

#[test]
fn a_folder_is_never_taken_by_mistake() {
    let home = Home::new(SMALL);
    home.run("a", &[]);
    let refuse = |extra: &[&str], code, said| {
        let args = home.sweep("a", extra);
        refused(&args.iter().map(String::as_str).collect::<Vec<_>>(), code, said);
    };
    refuse(&[], 3, "holds a finished result");
    let (code, out, _) = done(&["sweep", &home.path("sweep.toml"), "--out", &home.path("a"), "--resume"]);
    assert!(code == 0 && out.contains("Nothing to do"), "{out}");
    fs::write(home.path("sweep.toml"), SMALL.replace("= 96", "= 97")).unwrap();
    refuse(&["--resume"], 2, "+ \"replicates\": 97");
    home.run("a", &["--replace"]);
    // What a process leaves that was killed as it began is nobody's work.
    fs::create_dir(home.path("c")).unwrap();
    fs::write(home.path("c/.pkosim-tmp-x"), "{").unwrap();
    fs::write(home.path("c/sweep.lock"), "").unwrap();
    assert!(home.run("c", &["--resume"]) == home.files("a"));
    assert!(home.run("c", &["--resume"]) == home.files("a"), "a finished sweep is left as it was");
    fs::create_dir(home.path("b")).unwrap();
    fs::write(home.path("b/thesis.txt"), "years of work").unwrap();
    refused(&["sweep", &home.path("sweep.toml"), "--out", &home.path("b")], 3, "left as it is");
    assert_eq!(fs::read_to_string(home.path("b/thesis.txt")).unwrap(), "years of work");
    for shard in ["0/4", "5/4", "1", "a/b", "1/0"] {
        refused(&["sweep", &home.path("sweep.toml"), "--shard", shard], 2, "expected I/N");
    }
}

/// A process at work in the folder `a`.
fn begin(home: &Home, args: &[&str]) -> Child {
    let process = pkosim(args).stderr(Stdio::null()).spawn().expect("runs");
    let begun = Instant::now();
    while !Path::new(&home.path("a/sweep.json")).exists() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never began");
        std::thread::sleep(Duration::from_millis(5));
    }
    process
}

#[test]
fn two_processes_in_one_folder_do_not_meet() {
    let home = Home::new(&SMALL.replace("96", "4_000"));
    let args = home.sweep("a", &["--resume"]);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let first = begin(&home, &args);
    refused(&args, 3, "another pkosim is at work in");
    // The second waits, takes over when the first dies, and is killed in its turn.
    let mut second = pkosim(&[&args[..], &["--wait"]].concat()).spawn().expect("runs");
    std::thread::sleep(Duration::from_millis(300));
    assert!(second.try_wait().unwrap().is_none(), "it should wait");
    kill(first);
    std::thread::sleep(Duration::from_millis(600));
    assert!(second.try_wait().unwrap().is_none(), "it should be at work");
    kill(second);
}

#[test]
fn points_that_fail_are_listed_and_end_nothing() {
    let home = Home::new("replicates = 32\noutcomes = [\"success\"]\n[axes]\nmission.start_month = [0, 24, 300]\n");
    let args = home.sweep("a", &[]);
    refused(&args.iter().map(String::as_str).collect::<Vec<_>>(), 1, "1 of 3 points failed");
    let failures = fs::read_to_string(home.path("a/failures.csv")).unwrap();
    assert!(failures.contains("\n2,\"mission.start_month: the operation starts at month 300"), "{failures}");
    assert_eq!(fs::read_to_string(home.path("a/points.csv")).unwrap().lines().count(), 4);
    assert!(ok(&["verify", &home.path("a"), "--points", "3"]).contains("points 0, 1, 2 agree"));
    let args = home.sweep("b", &["--fail-fast", "--threads", "1"]);
    refused(&args.iter().map(String::as_str).collect::<Vec<_>>(), 2, "point 2 (mission.start_month=300) failed");
    refused(&["sweep", &home.path("sweep.toml"), "--dry-run"], 1, "would fail");
}

/// Values that do not go together at the first point are no more than at any other.
#[test]
fn a_first_point_that_fails_ends_nothing() {
    let home = Home::new("replicates = 2\ncounterfactual = false\ntable = \"t.csv\"\noutcomes = [\"success\"]\n");
    let mut table = "mission.start_month\n300\n".to_owned();
    (0..5_100).for_each(|_| table.push_str("0\n"));
    table.push_str("301\n");
    fs::write(home.path("t.csv"), table).unwrap();
    let file = home.path("sweep.toml");
    // More than 5,000 points are tried before they are run; the last one is not passed over.
    let (code, out, err) = done(&["sweep", &file, "--dry-run"]);
    assert!(code == 1 && out.contains("Checked 5,102 points: 2 would fail."), "{code} {out}{err}");
    assert!(err.contains("point 0 (mission.start_month=300)") && err.contains("point 5101"), "{err}");
    let args = home.sweep("a", &["--shard", "1/2551"]);
    refused(&args.iter().map(String::as_str).collect::<Vec<_>>(), 1, "1 of 2 points failed");
    let shard = done(&["sweep", &file, "--dry-run", "--shard", "2551/2551"]);
    assert!(shard.0 == 1 && shard.1.contains("2 points, shard 2551/2551, 4 replicates in all"), "{shard:?}");
    fs::write(home.path("t.csv"), "mission.start_month\n300\n301\n").unwrap();
    let (code, out, _) = done(&["sweep", &file, "--dry-run"]);
    assert!(code == 1 && out.contains("2 points, 4 replicates in all.") && out.contains("2 would fail"), "{out}");
}

/// The world without a mission is not lived through beside one with it: the rule fits one experiment and not the other.
#[test]
fn a_dry_run_sees_a_stop_rule_that_a_point_cannot_follow() {
    let home = Home::new(
        "base = \"base.toml\"\nreplicates = 64\ncounterfactual = false\nuntil = [\"none.months_at_war: 100\"]\n\
         [experiment.a.axes]\nhost.consent = [0.2, 0.8]\n[experiment.b.axes]\nmission.troops = [1_000, 2_000]\n",
    );
    fs::write(home.path("base.toml"), "[host]\nconsent = 0.5\n").unwrap();
    refused(&["sweep", &home.path("sweep.toml"), "--dry-run"], 1, "which this run does not simulate");
    let args = home.sweep("a", &[]);
    refused(&args.iter().map(String::as_str).collect::<Vec<_>>(), 1, "2 of 4 points failed");
}

#[test]
fn a_finished_sweep_without_a_table_is_mended_or_named() {
    let home = Home::new(SMALL);
    let whole = home.run("a", &[]);
    // A kill between the manifest and the end of the parts leaves both.
    home.run("parts", &["--shard", "1/1"]);
    for name in ["manifest.json", "points.csv", "failures.csv"] {
        fs::write(home.path(&format!("parts/{name}")), &whole[name]).unwrap();
    }
    assert!(home.run("parts", &["--resume"]) == whole, "what parts hold writes the table again");
    fs::remove_file(home.path("a/results.csv")).unwrap();
    let args = home.sweep("a", &["--resume"]);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    refused(&args, 3, "results.csv is missing or has been changed");
    fs::write(home.path("a/results.csv"), &whole["results.csv"][..100]).unwrap();
    refused(&args, 3, "--replace runs the sweep anew");
    assert!(home.run("a", &["--replace"]) == whole);
}

/// Whether a process has a handler for SIGINT.
#[cfg(target_os = "linux")]
fn catches_interrupts(process: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let caught = status.lines().find_map(|l| l.strip_prefix("SigCgt:"));
    caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 2 != 0)
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_while_waiting_is_no_error() {
    let home = Home::new(&SMALL.replace("96", "40_000"));
    let args = home.sweep("a", &["--resume"]);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let first = begin(&home, &args);
    let begun = Instant::now();
    let second = pkosim(&[&args[..], &["--wait"]].concat()).stderr(Stdio::piped()).spawn().expect("runs");
    // From when on it listens: before that, the signal ends it as any other process.
    while !catches_interrupts(second.id()) {
        assert!(begun.elapsed() < Duration::from_secs(120), "the second never listened");
        std::thread::sleep(Duration::from_millis(20));
    }
    Command::new("kill").args(["-INT", &second.id().to_string()]).status().expect("kill");
    let output = second.wait_with_output().expect("ends");
    kill(first);
    let told = String::from_utf8(output.stderr).expect("utf-8");
    assert_eq!((output.status.code(), told.as_str()), (Some(130), "interrupted: nothing was written\n"));
}

/// Two experiments that differ in what they set are two futures, not one.
#[test]
fn robustness_meets_the_points_of_every_experiment() {
    let home = Home::new(
        "replicates = 64\noutcomes = [\"success\"]\n[axes]\nmission.troops = [2000, 10000]\nhost.consent = [0.2, 0.8]\n\
         [experiment.a.set]\ncouncil.unity = 0.9\n[experiment.b.set]\ncouncil.unity = 0.1\n",
    );
    home.run("a", &[]);
    let points = fs::read_to_string(home.path("a/points.csv")).unwrap();
    assert!(points.starts_with("point,replicates,experiment,mission.troops,host.consent,council.unity\n"), "{points}");
    assert!(ok(&["verify", &home.path("a"), "--points", "8"]).contains("agree to the bit"));
    let told = ok(&["robustness", &home.path("a"), "--decide", "mission.troops", "--outcome", "success"]);
    assert!(told.contains("2 decisions in 4 futures"), "{told}");
    let told = ok(&["robustness", &home.path("a"), "--decide", "experiment", "--outcome", "success"]);
    assert!(told.contains("2 decisions in 4 futures") && told.contains("experiment = b"), "{told}");
}

/// Points where the outcome is nearly certain take fewer replicates; each is the run of just so many.
#[test]
fn points_take_the_replicates_that_their_stop_rule_asks_for() {
    let home = Home::new(
        "replicates = 6_000\nuntil = [\"success: 0.025\"]\noutcomes = [\"success\"]\n[axes]\nhost.consent = [0.02, 0.7]\n",
    );
    let whole = home.run("a", &["--threads", "1"]);
    assert!(home.run("b", &["--threads", "3"]) == whole, "threads change bytes");
    let points = fs::read_to_string(home.path("a/points.csv")).unwrap();
    let taken: Vec<u64> = points.lines().skip(1).map(|l| l.split(',').nth(1).unwrap().parse().unwrap()).collect();
    assert!(taken[0] < taken[1] && taken[1] < 6_000, "{taken:?}");
    assert!(ok(&["verify", &home.path("a")]).contains("agree to the bit"));
    let (run, n) = (home.path("run"), taken[1].to_string());
    ok(&["run", "-n", &n, "--set", "host.consent=0.7", "--no-charts", "-q", "--out", &run]);
    let summary = fs::read_to_string(home.path("run/summary.csv")).unwrap();
    let line = summary.lines().find(|l| l.starts_with("success,all,mission")).unwrap();
    let results = fs::read_to_string(home.path("a/results.csv")).unwrap();
    assert!(results.contains(&format!("\n1,{line}\n")), "{results}{line}");
    // Another tolerance is another sweep.
    fs::write(home.path("sweep.toml"), "until = [\"success: 0.1\"]\n[axes]\nhost.consent = [0.02, 0.7]\n").unwrap();
    refused(&["sweep", &home.path("sweep.toml"), "--resume", "--out", &home.path("a")], 2, "success: 0.1");
}

/// What a file of payers says belongs to the sweep, though the scenario only names the file.
#[test]
fn payers_in_a_file_belong_to_the_sweep() {
    let payers = |late: u32| {
        let head = "name,share,on_time,delay_months,withholding,unity_dependence,cap";
        format!("{head}\na,0.6,0.5,{late},0.05,0.5,1\nb,0.4,0.9,2,0,0,1\n")
    };
    let home = Home::new("base = \"base.toml\"\nreplicates = 32\n[axes]\nhost.consent = [0.2, 0.5]\n");
    fs::write(home.path("payers.csv"), payers(6)).unwrap();
    fs::write(home.path("base.toml"), "[mission]\ntroops = 9_000\n[funding]\npayers = \"payers.csv\"\n").unwrap();
    home.run("a", &[]);
    let folder = home.path("");
    assert!(ok(&["verify", &home.path("a"), "--base-folder", &folder]).contains("agree to the bit"));
    refused(&["verify", &home.path("a")], 1, "payers.csv");
    fs::write(home.path("payers.csv"), payers(9)).unwrap();
    refused(&["verify", &home.path("a"), "--base-folder", &folder], 1, "comes out different");
    refused(&["sweep", &home.path("sweep.toml"), "--resume", "--out", &home.path("a")], 2, "payers_sha256");
}

#[test]
fn verify_sees_a_changed_digit() {
    let home = Home::new("replicates = 32\noutcomes = [\"cost_usd\"]\n[axes]\nhost.consent = [0.2, 0.5]\n");
    home.run("a", &[]);
    // Of the manifest, where no point comes out different by it.
    let path = home.path("a/manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    let changed = text.replace("\"replicates\": 32", "\"replicates\": 64");
    assert_ne!(changed, text);
    fs::write(&path, changed).unwrap();
    refused(&["verify", &home.path("a")], 1, "manifest.json was changed");
    fs::write(&path, text).unwrap();
    assert!(ok(&["verify", &home.path("a")]).contains("agree to the bit"));
    let path = home.path("a/results.csv");
    let text = fs::read_to_string(&path).unwrap();
    let at = text.rfind(|c: char| c.is_ascii_digit() && c != '9').unwrap();
    fs::write(&path, format!("{}9{}", &text[..at], &text[at + 1..])).unwrap();
    refused(&["verify", &home.path("a")], 1, "comes out different");
    refused(&["verify", &home.path("a")], 1, "not the file that the manifest describes");
    refused(&["verify", &home.path("nowhere")], 3, "could not read");
}

#[test]
fn a_grid_of_a_billion_points_says_its_size_and_asks() {
    let axes = ["mission.troops", "mission.police", "mission.civilians"];
    let axes: Vec<String> = axes.iter().map(|a| format!("{a} = {{ from = 0, to = 2_000, steps = 1_000 }}\n")).collect();
    let home = Home::new(&format!("[axes]\n{}", axes.concat()));
    let args = ["sweep", &home.path("sweep.toml"), "--out", &home.path("a")];
    refused(&args, 2, "1,000,000,000 points would take about");
    refused(&args, 2, "--yes runs it all the same");
    assert!(!Path::new(&home.path("a")).exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_what_was_kept_can_be_resumed() {
    let home = Home::new(SMALL);
    // A limit on the size of files is the full disk that needs no root.
    let limited = "ulimit -f 16; trap '' XFSZ; exec \"$@\"".to_owned();
    let mut args = vec!["-c".to_owned(), limited, "sh".to_owned(), env!("CARGO_BIN_EXE_pkosim").to_owned()];
    args.extend(home.sweep("a", &[]));
    let output = Command::new("sh").args(&args).output().expect("sh");
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("could not write") && told.contains("part-00000.pks"), "{told}");
    let whole = home.run("whole", &[]);
    assert!(home.run("a", &["--resume"]) == whole);
}

#[test]
fn shipped_sweeps_are_right_and_the_four_levers_are_whole() {
    for entry in fs::read_dir("scenarios/sweeps").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "toml") {
            continue;
        }
        let plan = pkosim::experiment::sweep::load(&path).unwrap_or_else(|p| panic!("{}: {p}", path.display()));
        for k in (0..plan.len()).step_by((plan.len() / 50).max(1) as usize) {
            let settings = plan.settings(&plan.point(k));
            plan.scenario(&settings).unwrap_or_else(|p| panic!("{} point {k}: {p}", path.display()));
        }
    }
    let told = ok(&["sweep", "scenarios/sweeps/four-levers.toml", "--dry-run"]);
    assert!(told.contains("2,250 points, 4,500,000 replicates in all"), "{told}");
}

#[test]
fn a_run_and_a_batch_leave_a_finished_sweep_alone() {
    let home = Home::new("replicates = 32\n[axes]\nhost.consent = [0.2, 0.8]\nmission.troops = [1_000, 9_000]\n");
    let before = home.run("out", &[]);
    let out = home.path("out");
    refused(&["run", "-n", "32", "-q", "--no-charts", "-o", &out], 2, "holds a sweep");
    fs::create_dir(home.path("folder")).expect("folder");
    fs::write(home.path("folder/one.toml"), "[mission]\ntroops = 1_000\n").expect("scenario");
    refused(&["batch", &home.path("folder"), "-n", "32", "-o", &out], 2, "holds a sweep");
    assert_eq!(home.files("out"), before);
    ok(&["run", "-n", "32", "-q", "--no-charts", "-o", &home.path("run")]);
    let file = home.path("sweep.toml");
    for how in ["--resume", "--replace", "-q"] {
        refused(&["sweep", &file, how, "-o", &home.path("run")], 2, "holds a run, and this would be a sweep");
    }
    ok(&["sweep", &file, "-q", "-o", &home.path("new/./dots/./")]);
    assert_eq!(home.files("new/dots"), before);
    fs::create_dir(home.path("batch")).expect("folder");
    fs::write(home.path("batch/batch.csv"), "name,age\nAnna,7\n").expect("table");
    let batch = home.path("batch");
    let args = ["batch", &home.path("folder"), "-n", "32", "-q", "-o", &batch];
    refused(&args, 3, "not a file that pkosim wrote");
    assert_eq!(fs::read_to_string(home.path("batch/batch.csv")).expect("kept"), "name,age\nAnna,7\n");
    assert_eq!(home.files("batch").len(), 1);
    fs::remove_file(home.path("batch/batch.csv")).expect("table");
    ok(&args);
    ok(&args);
}

#[test]
fn a_sweep_begun_anew_drops_what_was_told_of_the_old_one() {
    let home = Home::new("replicates = 32\n[axes]\nhost.consent = [0.2, 0.8]\nmission.troops = [1_000, 9_000]\n");
    home.run("out", &[]);
    ok(&["report", &home.path("out"), "-q"]);
    fs::create_dir(home.path("out/charts")).expect("folder");
    for name in ["report.md", "charts/sweep-map-success.svg", "charts/pareto.png", "charts/mine.svg"] {
        fs::write(home.path(&format!("out/{name}")), "notes").expect("file");
    }
    ok(&home.sweep("out", &["--replace"]).iter().map(String::as_str).collect::<Vec<_>>());
    let there = |name: &str| Path::new(&home.path("out")).join(name).exists();
    assert!(there("results.csv") && there("report.md") && there("charts/mine.svg"));
    assert!(!there("report.html") && !there("charts/sweep-map-success.svg") && !there("charts/pareto.png"));
}

#[test]
fn what_is_said_twice_or_means_nothing_is_refused() {
    let home = Home::new("outcomes = [\"success\", \"cost_usd\", \"success\"]\n[axes]\nhost.consent = [0.2, 0.8]\n");
    refused(&["sweep", &home.path("sweep.toml"), "--dry-run"], 2, "the outcome `success` is named twice");
    let twice = ["robustness", "none", "--decide", "host.consent", "--decide", "host.consent", "--outcome", "success"];
    refused(&twice, 2, "--decide host.consent is given twice");
    refused(&["run", "-n", "32", "--confidence", "0.9", "--out", &home.path("out")], 2, "--until");
    refused(&["bench-sweep", "--points", "99999999999"], 2, "from 1 to 100000");
    assert!(!Path::new(&home.path("out")).exists());
}

#[test]
fn a_job_script_runs_every_shard_and_says_how_to_merge() {
    let home = Home::new(SMALL);
    let file = home.path("sweep.toml");
    let script = ok(&["slurm", &file, "--array", "8", "--cpus", "2", "--out", "out dir"]);
    for line in ["#SBATCH --array=1-8", "#SBATCH --cpus-per-task=2", "--resume --wait --yes", "merge 'out dir/shards'"]
    {
        assert!(script.contains(line), "{line}\n{script}");
    }
    let before = fs::read(&file).expect("the sweep");
    refused(&["slurm", &file, "--array", "8", "--script", &file], 3, "not a file that pkosim wrote");
    fs::write(home.path("mine.sh"), "#!/bin/bash\necho mine\n").expect("script");
    refused(&["slurm", &file, "--array", "8", "--script", &home.path("mine.sh")], 3, "not a file that pkosim wrote");
    assert_eq!(fs::read(&file).expect("the sweep"), before);
    for array in ["8", "4"] {
        ok(&["slurm", &file, "--array", array, "--script", &home.path("array.sbatch")]);
    }
    assert!(fs::read_to_string(home.path("array.sbatch")).expect("script").contains("--array=1-4"));
    refused(&["slurm", &file, "--array", "25"], 2, "25 for 24 points");
    refused(&["slurm", &file, "--array", "0"], 2, "expected 1 to 100,000 elements");
    refused(&["slurm", &file, "--array", "2", "--cpus", "1025"], 2, "expected 1 to 1,024 cores");
    refused(&["slurm", &file, "--array", "2", "--partition", "a b"], 2, "expected letters");
    for time in ["1; rm -rf /", "abc", "1:2:3:4", "1-", "-5", "1-2-3", ":30", "1-2:3:4:5", ""] {
        refused(&["slurm", &file, "--array", "2", "--time", time], 2, "expected minutes, M:S, H:M:S");
    }
    for time in ["90", "90:00", "04:00:00", "2-12", "2-12:30", "2-12:30:00"] {
        assert!(ok(&["slurm", &file, "--array", "2", "--time", time]).contains(&format!("--time={time}\n")));
    }
    refused(&["slurm", &file, "--array", "2", "--script", &home.path("mine.sh")], 3, "with --script FILE");
    // A line break would end a comment of the script, and the rest would be run.
    fs::copy(&file, home.path("a\nreboot.toml")).expect("sweep");
    refused(&["slurm", &home.path("a\nreboot.toml"), "--array", "2"], 2, "the sweep file: ");
    refused(&["slurm", &file, "--array", "2", "--out", "a\nreboot"], 2, "--out: \"a\\nreboot\" has a line break");
    refused(&["slurm", &file, "--array", "2", "--program", "a\rb"], 2, "--program: ");
}

#[test]
fn a_sweep_without_points_is_refused_before_anything_is_written() {
    let home = Home::new("experiment = {}\n[axes]\nhost.consent = [0.2, 0.8]\n");
    let (file, out) = (home.path("sweep.toml"), home.path("out"));
    for args in [&["sweep", &file, "--dry-run"][..], &["bench-sweep", &file], &["sweep", &file, "-o", &out]] {
        refused(args, 2, "experiment: expected at least one sub-experiment");
    }
    assert!(!Path::new(&out).exists());
}
