//! The scenarios of history are those that the rule builds from the table, and they run.

use std::fs;
use std::path::{Path, PathBuf};

use pkosim::scenario::{history, load_file};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/history")
}

#[test]
fn the_files_are_those_that_the_rule_builds() {
    let built = history::build(history::TABLE).unwrap();
    let mut files: Vec<(String, String)> = built.iter().filter_map(|b| b.file.clone().ok()).collect();
    files.push(("SKIPPED.csv".to_owned(), history::skipped(&built)));
    if std::env::var_os("PKOSIM_UPDATE").is_some() {
        fs::create_dir_all(folder()).unwrap();
        files.iter().for_each(|(name, text)| fs::write(folder().join(name), text).unwrap());
    }
    for (name, text) in &files {
        let written = fs::read_to_string(folder().join(name)).unwrap_or_default();
        assert!(written == *text, "{name}: run PKOSIM_UPDATE=1 cargo test --test history");
    }
    assert_eq!(fs::read_dir(folder()).unwrap().count(), files.len(), "files that the rule does not build");
}

#[test]
fn every_mission_of_the_table_is_a_scenario_or_skipped_with_a_reason() {
    let built = history::build(history::TABLE).unwrap();
    assert_eq!(built.len(), 37);
    for b in &built {
        match &b.file {
            Ok((name, _)) => {
                let loaded = load_file(&folder().join(name), &[]).unwrap_or_else(|p| panic!("{p}"));
                assert!(!loaded.scenario.operations["main"].models.value.is_empty(), "{name}");
            }
            Err(reason) => assert!(reason.starts_with("not known: "), "{}", b.mission),
        }
    }
}

#[test]
fn a_mission_without_a_ceiling_is_skipped_and_not_invented() {
    let built = history::build(history::TABLE).unwrap();
    let unfil = built.iter().find(|b| b.mission == "UNIFIL").unwrap();
    assert!(unfil.file.as_ref().unwrap_err().contains("first ceiling"));
}
