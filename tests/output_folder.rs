//! A result folder is written whole or not at all, and reads back as it was.

mod output_support;

use std::fs;
use std::path::Path;

use output_support::{Made, results};
use pkosim::engine::results::Results;
use pkosim::output::folder::Folder;
use pkosim::output::manifest::Kind;
use pkosim::output::theme::{Lang, Look, Size, Tone};
use pkosim::output::{Options, OutputError, load, write};

const PLAIN: Options = Options { charts: false, look: Look { lang: Lang::En, size: Size::Page, tone: Tone::Light } };

fn small(kept: bool) -> Results {
    results(Made { replicates: 50, kept, ..Made::default() })
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Equal, an undefined number being equal to an undefined one.
fn same(a: &Results, b: &Results) -> bool {
    format!("{a:?}") == format!("{b:?}")
}

#[test]
fn what_is_written_reads_back_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let results = small(true);
    let target = dir.path().join("deep/er/result");
    let written = write(&results, &target, PLAIN).unwrap();
    assert!(written.files.contains(&"replicates.csv".to_owned()));
    assert!(same(&load(&target).unwrap(), &results));
    assert_eq!(names(target.parent().unwrap()), ["result"]);
}

#[test]
fn the_manifest_does_not_know_the_machine() {
    let dir = tempfile::tempdir().unwrap();
    let (mut a, b) = (small(false), small(false));
    a.times.threads = 64;
    a.times.seconds = 0.0;
    a.times.replicates_per_second = f64::INFINITY;
    write(&a, &dir.path().join("a"), PLAIN).unwrap();
    write(&b, &dir.path().join("b"), PLAIN).unwrap();
    let read = |name: &str, file: &str| fs::read(dir.path().join(name).join(file)).unwrap();
    assert_eq!(read("a", "manifest.json"), read("b", "manifest.json"));
    assert_ne!(read("a", "run.json"), read("b", "run.json"));
}

#[test]
fn the_manifest_holds_size_and_hash_of_each_table() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("r");
    write(&small(false), &target, PLAIN).unwrap();
    let manifest = pkosim::output::manifest::Manifest::load(&target).unwrap();
    assert_eq!(manifest.files.len(), 5);
    for file in manifest.files {
        let bytes = fs::read(target.join(&file.name)).unwrap();
        assert_eq!(file.bytes, bytes.len() as u64);
        assert_eq!(file.sha256.len(), 64);
    }
}

#[test]
fn an_old_result_is_replaced_whole() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("r");
    write(&small(true), &target, PLAIN).unwrap();
    for beside in ["charts", "parquet"] {
        fs::create_dir(target.join(beside)).unwrap();
    }
    fs::write(target.join("report.html"), "old").unwrap();
    write(&small(false), &target, PLAIN).unwrap();
    assert!(!target.join("report.html").exists() && !target.join("replicates.csv").exists());
    assert_eq!(names(dir.path()), ["r"]);
}

#[test]
fn a_result_of_another_kind_or_with_a_file_of_somebody_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("r");
    write(&small(false), &target, PLAIN).unwrap();
    let error = Folder::begin(&target, Kind::Sweep).unwrap_err();
    assert!(matches!(error, OutputError::OtherKind { .. }), "{error}");
    assert_eq!(error.exit_code(), 2);
    fs::write(target.join("notes.txt"), "years of work").unwrap();
    let error = write(&small(false), &target, PLAIN).unwrap_err();
    assert!(error.to_string().contains("`notes.txt`"), "{error}");
    assert_eq!(error.exit_code(), 2);
    assert_eq!(fs::read_to_string(target.join("notes.txt")).unwrap(), "years of work");
    fs::remove_file(target.join("notes.txt")).unwrap();
    let sweep = r#"{"program": "pkosim", "kind": "sweep", "schema_version": 1, "files": []}"#;
    fs::write(target.join("manifest.json"), sweep).unwrap();
    let error = write(&small(false), &target, PLAIN).unwrap_err();
    assert!(error.to_string().contains("holds a sweep"), "{error}");
    assert_eq!(names(dir.path()), ["r"]);
}

#[test]
fn a_foreign_folder_and_a_file_are_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let foreign = dir.path().join("mine");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("thesis.doc"), "years of work").unwrap();
    fs::write(dir.path().join("file"), "x").unwrap();
    let error = write(&small(false), &foreign, PLAIN).unwrap_err();
    assert!(matches!(error, OutputError::Foreign { .. }), "{error}");
    assert_eq!(error.exit_code(), 3);
    let error = write(&small(false), &dir.path().join("file"), PLAIN).unwrap_err();
    assert!(matches!(error, OutputError::File { .. }), "{error}");
    fs::write(foreign.join("manifest.json"), r#"{"name": "a web app", "schema_version": 1}"#).unwrap();
    assert!(matches!(write(&small(false), &foreign, PLAIN), Err(OutputError::Foreign { .. })));
    assert_eq!(names(&foreign), ["manifest.json", "thesis.doc"]);
    assert_eq!(names(dir.path()), ["file", "mine"]);
}

#[test]
fn an_empty_folder_is_taken() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("empty");
    fs::create_dir(&target).unwrap();
    write(&small(false), &target, PLAIN).unwrap();
    assert!(target.join("manifest.json").exists());
}

#[test]
fn a_parent_that_is_a_file_is_a_clear_error() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "x").unwrap();
    let error = write(&small(false), &dir.path().join("file/below"), PLAIN).unwrap_err();
    assert!(error.to_string().contains("file"), "{error}");
    assert_eq!(names(dir.path()), ["file"]);
}

#[test]
fn dropped_before_the_end_it_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("new/parents/r");
    let folder = Folder::begin(&target, Kind::Run).unwrap();
    folder.write("half.csv", b"1,2").unwrap();
    assert!(folder.path().join("half.csv").exists());
    drop(folder);
    assert!(names(dir.path()).is_empty());
}

#[test]
fn an_interrupted_rewrite_leaves_the_old_result_untouched() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("r");
    write(&small(false), &target, PLAIN).unwrap();
    let before = fs::read(target.join("summary.csv")).unwrap();
    let folder = Folder::begin(&target, Kind::Run).unwrap();
    folder.write("summary.csv", b"half").unwrap();
    drop(folder);
    assert_eq!(fs::read(target.join("summary.csv")).unwrap(), before);
    assert_eq!(names(dir.path()), ["r"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_result_stays_a_link() {
    let dir = tempfile::tempdir().unwrap();
    let real = dir.path().join("real");
    write(&small(false), &real, PLAIN).unwrap();
    std::os::unix::fs::symlink(&real, dir.path().join("link")).unwrap();
    write(&small(true), &dir.path().join("link"), PLAIN).unwrap();
    assert!(fs::symlink_metadata(dir.path().join("link")).unwrap().is_symlink());
    assert!(real.join("replicates.csv").exists());
}

#[test]
fn a_newer_schema_is_refused_and_a_broken_cell_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("r");
    write(&small(false), &target, PLAIN).unwrap();
    let plane = target.join("plane.csv");
    fs::write(&plane, "lives_saved,extra,cost_usd,replicate\n1,x,2,0\n1,x,two,1\n").unwrap();
    let error = load(&target).unwrap_err().to_string();
    assert!(error.contains("line 3: `two` in the column `cost_usd` is not a number"), "{error}");
    fs::write(&plane, "replicate,cost_usd\n").unwrap();
    assert!(load(&target).unwrap_err().to_string().contains("`lives_saved` is missing"));
    fs::remove_file(&plane).unwrap();
    assert!(load(&target).unwrap().plane.is_empty());
    let manifest = fs::read_to_string(target.join("manifest.json")).unwrap();
    fs::write(target.join("manifest.json"), manifest.replace("\"schema_version\": 1", "\"schema_version\": 99"))
        .unwrap();
    assert!(matches!(load(&target), Err(OutputError::Version { found: 99, .. })));
}
