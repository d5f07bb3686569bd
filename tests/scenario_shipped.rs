//! The scenarios in `scenarios/` and the schema in `schema/`.

use std::fs;
use std::path::{Path, PathBuf};

use pkosim::experiment::sweep;
use pkosim::scenario::level::{Distribution, Level};
use pkosim::scenario::{Scenario, load_file, registry, schema, schema_text};
use serde_json::Value as Json;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn shipped() -> Vec<PathBuf> {
    let files = fs::read_dir(root().join("scenarios")).unwrap().map(|e| e.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
    files.retain(|p| !pkosim::treaty::is_treaty(p));
    files.sort();
    files
}

fn load(name: &str) -> Scenario {
    load_file(&root().join("scenarios").join(name), &[]).unwrap_or_else(|p| panic!("{p}")).scenario
}

#[test]
fn every_shipped_scenario_loads_without_a_doubt_and_says_what_it_is_for() {
    for path in shipped() {
        let loaded = load_file(&path, &[]).unwrap_or_else(|p| panic!("{p}"));
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(loaded.doubts, [], "{}", path.display());
        assert!(text.contains("\n# What it is for: "), "{}", path.display());
        assert!(!loaded.scenario.description.is_empty() && loaded.scenario.title != loaded.scenario.name);
    }
}

#[test]
fn the_scenarios_of_the_issue_are_shipped() {
    let expected = [
        "baseline",
        "reference-population",
        "mission-small",
        "mission-large",
        "consent-low",
        "consent-high",
        "unity-low",
        "unity-high",
        "funding-low",
        "funding-high",
        "preventive-deployment",
        "ceasefire-monitoring",
        "post-war-support",
        "protection-divided",
        "portfolio",
    ];
    for name in expected {
        assert!(root().join(format!("scenarios/{name}.toml")).is_file(), "{name}");
    }
}

#[test]
fn each_lever_moves_nothing_but_its_lever() {
    let baseline = load("baseline.toml");
    let levers = [("mission", 4), ("consent", 1), ("unity", 1), ("funding", 1)];
    for (lever, changes) in levers {
        let ends = if lever == "mission" { ["small", "large"] } else { ["low", "high"] };
        for end in ends {
            let moved = load(&format!("{lever}-{end}.toml"));
            let pairs = baseline.named_levels().into_iter().zip(moved.named_levels());
            assert_eq!(pairs.filter(|(a, b)| a != b).count(), changes, "{lever}-{end}");
        }
    }
}

#[test]
fn the_portfolio_has_four_theatres_and_four_operations() {
    let portfolio = load("portfolio.toml");
    assert_eq!((portfolio.theatres.len(), portfolio.operations.len()), (4, 4));
    assert_eq!(portfolio.theatres["highlands"].links.value, ["lakes"]);
    assert!(portfolio.pooling.value);
}

#[test]
fn the_reference_population_has_no_operation_and_widely_spread_wars() {
    let reference = load("reference-population.toml");
    let severity = reference.theatres["main"].levels.severity.value.clone();
    assert!(reference.operations.is_empty());
    assert!(matches!(severity, Level::Distribution(Distribution::Lognormal { sigma, .. }) if sigma > 1.5));
}

/// `PKOSIM_UPDATE=1 cargo test --test scenario_shipped` writes the file.
#[test]
fn the_schema_file_is_up_to_date() {
    for (name, text) in [("scenario", schema_text()), ("sweep", sweep::schema::schema_text())] {
        let path = root().join(format!("schema/{name}.schema.json"));
        if std::env::var_os("PKOSIM_UPDATE").is_some() {
            fs::write(&path, &text).unwrap();
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(written == text, "run PKOSIM_UPDATE=1 cargo test --test scenario_shipped");
    }
}

/// Follows a reference within the schema.
fn resolve<'a>(root: &'a Json, node: &'a Json) -> &'a Json {
    match node.get("$ref").and_then(Json::as_str) {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).expect("a definition"),
        None => node,
    }
}

/// The schema of a key of a table, by name or as any other name.
fn of_key<'a>(root: &'a Json, node: &'a Json, name: &str) -> Option<&'a Json> {
    let node = resolve(root, node);
    let branches = node.get("oneOf").and_then(Json::as_array);
    let tables = branches.map_or(vec![node], |b| b.iter().collect());
    let table =
        tables.into_iter().find(|t| t.get("properties").is_some() || t.get("additionalProperties").is_some())?;
    let named = table.get("properties").and_then(|p| p.get(name));
    named.or_else(|| table.get("additionalProperties").filter(|a| a.is_object()))
}

fn undescribed(root: &Json, node: &Json, table: &toml::Table, path: &str) -> Vec<String> {
    let mut missing = Vec::new();
    for (name, value) in table {
        let path = format!("{path}.{name}");
        match (of_key(root, node, name), value) {
            (None, _) => missing.push(path),
            (Some(inner), toml::Value::Table(table)) => missing.extend(undescribed(root, inner, table, &path)),
            _ => {}
        }
    }
    missing
}

#[test]
fn every_key_of_every_shipped_scenario_is_in_the_schema() {
    let schema = schema();
    for path in shipped() {
        let table: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        let missing = undescribed(&schema, &schema, &table, "");
        assert!(missing.is_empty(), "{}: {missing:?}", path.display());
    }
}

#[test]
fn every_key_of_the_registry_is_in_the_schema_with_its_meaning() {
    let schema = schema();
    for key in registry::all() {
        let table = if key.table.is_empty() { Some(&schema) } else { of_key(&schema, &schema, key.table) };
        let described = table.and_then(|t| of_key(&schema, t, key.name)).and_then(|k| k.get("description"));
        let text = described.and_then(Json::as_str).unwrap_or_default();
        assert!(text.starts_with(key.doc), "{}", key.dotted());
    }
}

#[test]
fn every_table_of_the_registry_is_known_to_its_part() {
    for key in registry::all() {
        let known = key.table.is_empty() || registry::tables(key.part).contains(&key.table);
        assert!(known, "{}", key.dotted());
    }
}
