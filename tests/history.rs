//! The scenarios of history are those that the rule builds from the table, and they run.

use std::collections::BTreeMap;
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
    let unficyp = built.iter().find(|b| b.mission == "UNFICYP").unwrap();
    assert!(unficyp.file.as_ref().unwrap_err().contains("first ceiling"));
}

/// Rows of the table by mission, each as (column, value).
fn rows() -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(history::TABLE.as_bytes()).into_deserialize().map(Result::unwrap).collect()
}

#[test]
fn every_ceiling_names_its_resolution_and_how_it_was_verified() {
    for row in rows() {
        let mission = &row["mission"];
        assert!(row["first_resolution"].starts_with("S/RES/"), "{mission}");
        assert!(!row["ceiling_note"].is_empty() && row["ceiling_source"].starts_with("http"), "{mission}");
        assert!(["SEEN", "SEEN-SECONDARY", "UNVERIFIED"].contains(&row["ceiling_mark"].as_str()), "{mission}");
    }
}

#[test]
fn observers_are_not_counted_twice() {
    let rows = rows();
    let military =
        [("UNAMSIL", 6_000.0), ("MONUC", 5_537.0), ("UNMIL", 15_000.0), ("UNOCI", 6_240.0), ("UNAMID", 19_555.0)];
    for (mission, total) in military {
        let row = rows.iter().find(|row| row["mission"] == mission).unwrap();
        let people = |key: &str| row[key].parse::<f64>().unwrap();
        let sum = people("authorised_troops_first") + people("authorised_observers_first");
        assert_eq!(sum, total, "{mission}: military personnel of the first resolution, observers among them");
    }
}

/// The text of a mission's scenario.
fn text(mission: &str) -> String {
    let built = history::build(history::TABLE).unwrap();
    built.iter().find(|b| b.mission == mission).unwrap().file.clone().unwrap().1
}

#[test]
fn forms_and_models_are_those_that_the_study_names_the_mission_for() {
    for (mission, form) in
        [("UNAMID", "hybrid"), ("UNMIK", "joint"), ("ONUB", "sequenced"), ("UNOCI", "parallel-large-un")]
    {
        assert!(text(mission).contains(&format!("\nform = \"{form}\"\n")), "{mission}");
    }
    let named = [("UNPREDEP", "preventive-deployment"), ("UNTAC", "transitional-administration"), ("MONUA", "ddr")];
    for (mission, model) in named {
        assert!(text(mission).contains(model) && text(mission).contains("\n# The study names it: "), "{mission}");
    }
    for row in rows().iter().filter(|row| !(row["study_form"].clone() + &row["study_models"]).is_empty()) {
        assert!(!row["study_where"].is_empty(), "{}", row["mission"]);
    }
}

#[test]
fn a_successor_of_the_united_nations_is_theirs_alone_and_says_from_whom_it_took_over() {
    for mission in ["MONUSCO", "MONUA", "UNCRO", "UNPREDEP", "UNSMIH"] {
        let text = text(mission);
        assert!(text.contains("\nform = \"un-only\"\n") && text.contains("\nrehatted_troops = "), "{mission}");
        assert!(
            text.contains("# It took over troops from UN") || text.contains("# It took over troops from MONUC"),
            "{text}"
        );
    }
    for row in rows() {
        let marks = ["SEEN", "SEEN-SECONDARY", "RECALLED"];
        let marked = marks.contains(&row["took_over_mark"].as_str()) && !row["took_over_source"].is_empty();
        assert_eq!(
            row["took_over_troops"] == "1",
            marked && row["took_over_from"].contains(": "),
            "{}",
            row["mission"]
        );
    }
}

#[test]
fn a_year_of_battle_deaths_is_no_peace() {
    assert!(text("MONUSCO").contains("\nphase = \"war\"\n"), "1,961 battle deaths in the year before");
    assert!(text("UNPREDEP").contains("\nphase = \"tension\"\n"));
}

#[test]
fn a_scenario_says_where_its_ceiling_comes_from() {
    let built = history::build(history::TABLE).unwrap();
    for (_, text) in built.iter().filter_map(|b| b.file.as_ref().ok()) {
        let head = text.split_once("\n\n").unwrap().0;
        assert!(head.contains("First ceilings: S/RES/") && head.contains("# Source: http"), "{head}");
        assert!(head.lines().all(|line| line.starts_with('#')), "{head}");
    }
}
