//! The JSON Schema of a scenario file, made from the registry.
//!
//! Editors with a TOML plugin complete and check keys with it:
//! `#:schema ../schema/scenario.schema.json` on the first line of a scenario.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::catalogue;

use super::address::{Address, MAIN, Owner};
use super::fields::Value;
use super::level::Level;
use super::names::MOST_LETTERS;
use super::registry::{self, Key, Kind, Part};
use super::shapes::{self, FIRST_MONTH, LAST_MONTH, MOST_SIGMA};
use super::{Operation, Scenario, words};

/// The JSON Schema (draft 2020-12) of a scenario file.
pub fn schema() -> Json {
    let mut properties = keys(Part::World, "");
    properties.insert("extends".to_owned(), extends());
    for table in registry::tables(Part::World).iter().copied() {
        properties.insert(table.to_owned(), table_of(Part::World, table));
    }
    for table in registry::tables(Part::Theatre).iter().copied() {
        properties.insert(table.to_owned(), reference(table));
    }
    properties.insert("mission".to_owned(), reference("mission"));
    properties.insert("theatre".to_owned(), named("Theatres by name", &theatre()));
    properties.insert("operation".to_owned(), named("Operations by name", &reference("mission")));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "pkosim scenario",
        "description": "A world for pkosim: its Council and money, theatres and operations",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "$defs": definitions(),
    })
}

/// The schema as the text of `schema/scenario.schema.json`.
pub fn schema_text() -> String {
    format!("{:#}\n", sorted(&schema()))
}

/// With its keys in order, whichever map serde_json was built with.
pub(crate) fn sorted(node: &Json) -> Json {
    match node {
        Json::Array(items) => items.iter().map(sorted).collect(),
        Json::Object(map) => {
            let map: BTreeMap<&String, Json> = map.iter().map(|(k, v)| (k, sorted(v))).collect();
            map.into_iter().map(|(k, v)| (k.clone(), v)).collect()
        }
        other => other.clone(),
    }
}

fn definitions() -> Map<String, Json> {
    let mut defs = Map::new();
    for table in registry::tables(Part::Theatre).iter().copied() {
        defs.insert(table.to_owned(), table_of(Part::Theatre, table));
    }
    defs.insert("mission".to_owned(), table_of(Part::Operation, "mission"));
    for key in registry::all() {
        if let Kind::Level { min, max } = key.kind {
            let share = key.unit == "share";
            defs.insert(level_name(min, max, share), level(min, max, share));
        }
    }
    defs
}

fn extends() -> Json {
    json!({
        "type": "string",
        "description": "Scenario file that this one builds on, relative to this file",
    })
}

fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn named(description: &str, each: &Json) -> Json {
    json!({
        "type": "object",
        "description": description,
        "propertyNames": { "pattern": format!("^[A-Za-z0-9_-]{{1,{MOST_LETTERS}}}$") },
        "additionalProperties": each,
    })
}

fn theatre() -> Json {
    let tables = registry::tables(Part::Theatre).iter();
    let properties: Map<String, Json> = tables.map(|t| ((*t).to_owned(), reference(t))).collect();
    object(properties)
}

fn object(properties: Map<String, Json>) -> Json {
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn table_of(part: Part, table: &str) -> Json {
    object(keys(part, table))
}

fn keys(part: Part, table: &str) -> Map<String, Json> {
    registry::in_table(part, table).map(|k| (k.name.to_owned(), key(k))).collect()
}

/// One key: its type, what it means, its unit and its default.
fn key(key: &'static Key) -> Json {
    let mut schema = of_kind(key);
    if let Json::Object(map) = &mut schema {
        map.insert("description".to_owned(), json!(describe(key)));
        if let Some(default) = default_of(key) {
            map.insert("default".to_owned(), default);
        }
    }
    schema
}

fn describe(key: &Key) -> String {
    match (key.kind, key.unit) {
        (Kind::Level { min, max }, unit) => format!("{} ({unit}, {min} to {max})", key.doc),
        (_, "") => key.doc.to_owned(),
        (_, unit) => format!("{} ({unit})", key.doc),
    }
}

fn of_kind(key: &Key) -> Json {
    match key.kind {
        Kind::Level { min, max } => reference(&level_name(min, max, key.unit == "share")),
        Kind::Integer { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Text => json!({ "type": "string" }),
        Kind::Phase => phase(),
        Kind::Funding => json!({ "enum": words::fundings() }),
        Kind::Condition => json!({ "enum": words::conditions() }),
        // An operation works somewhere; a theatre may have no neighbour.
        Kind::Theatres => json!({
            "type": "array", "items": { "type": "string" }, "uniqueItems": true,
            "minItems": u8::from(key.part == Part::Operation),
        }),
        Kind::Models => models(),
        Kind::Form => forms(),
    }
}

fn number(min: f64, max: f64) -> Json {
    json!({ "type": "number", "minimum": min, "maximum": max })
}

/// Keys of one range share a definition.
fn level_name(min: f64, max: f64, share: bool) -> String {
    format!("{}_{min}_to_{max}", if share { "share" } else { "level" })
}

/// A number, or a table with exactly one distribution or path.
fn level(min: f64, max: f64, share: bool) -> Json {
    let mut shapes = Map::new();
    for (word, parameters) in shapes::DISTRIBUTIONS {
        if word != "beta" || share {
            shapes.insert(word.to_owned(), distribution(word, parameters, min, max));
        }
    }
    shapes.insert("path".to_owned(), path(min, max));
    let mut table = object(shapes);
    table["minProperties"] = json!(1);
    table["maxProperties"] = json!(1);
    json!({ "oneOf": [number(min, max), table] })
}

fn distribution(word: &str, parameters: &[&str], min: f64, max: f64) -> Json {
    let of = |name: &&str| match *name {
        "mean" if word == "beta" => json!({ "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1 }),
        "median" => json!({ "type": "number", "exclusiveMinimum": 0, "minimum": min, "maximum": max }),
        "sd" => json!({ "type": "number", "exclusiveMinimum": 0 }),
        "sigma" => json!({ "type": "number", "exclusiveMinimum": 0, "maximum": MOST_SIGMA }),
        _ => number(min, max),
    };
    let mut table = object(parameters.iter().map(|p| ((*p).to_owned(), of(p))).collect());
    table["required"] = json!(parameters);
    table
}

fn path(min: f64, max: f64) -> Json {
    let month = json!({ "type": "integer", "minimum": FIRST_MONTH, "maximum": LAST_MONTH });
    json!({
        "type": "array",
        "minItems": 1,
        "description": "[month, value] knots, months strictly rising",
        "items": {
            "type": "array",
            "prefixItems": [month, number(min, max)],
            "minItems": 2,
            "maxItems": 2,
        },
    })
}

fn models() -> Json {
    let slugs: Vec<&str> = catalogue::models().iter().map(|m| m.slug.as_str()).collect();
    let number = json!({ "type": "integer", "minimum": 1, "maximum": slugs.len() });
    json!({ "type": "array", "uniqueItems": true, "items": { "oneOf": [number, { "enum": slugs }] } })
}

fn forms() -> Json {
    let last = catalogue::forms().iter().map(|f| f.number).max();
    let number = json!({ "type": "integer", "minimum": 1, "maximum": last });
    let mut all: Vec<String> = words::forms().into_iter().map(str::to_owned).collect();
    all.extend(catalogue::forms().iter().filter_map(|f| Some(format!("{}{}", f.number, f.variant.as_ref()?))));
    json!({ "oneOf": [number, { "enum": all }] })
}

fn phase() -> Json {
    let share = |p: &str| (p.to_owned(), number(0.0, 1.0));
    let shares = object(words::phases().into_iter().map(share).collect());
    let mut table = object(Map::from_iter([("shares".to_owned(), shares)]));
    table["required"] = json!(["shares"]);
    json!({ "oneOf": [{ "enum": words::phases() }, table] })
}

/// The documented default; none for texts and names, which have no fixed one.
fn default_of(key: &'static Key) -> Option<Json> {
    let mut scenario = Scenario::default();
    scenario.operations.insert(MAIN.to_owned(), Operation::default());
    let owner = match key.part {
        Part::World => Owner::World,
        Part::Theatre => Owner::Theatre(MAIN.to_owned()),
        Part::Operation => Owner::Operation(MAIN.to_owned()),
    };
    match scenario.get(&Address { owner, key })?.value {
        Value::Level(Level::Number(x)) => Some(json!(x)),
        Value::Integer(n) => Some(json!(n)),
        Value::Boolean(b) => Some(json!(b)),
        Value::Text(t) if !t.is_empty() => Some(json!(t)),
        Value::Phase(super::PhaseLevel::Fixed(p)) => Some(json!(p.word())),
        Value::Funding(f) => Some(json!(f.word())),
        Value::Condition(c) => Some(json!(c.word())),
        Value::Form(f) => Some(json!(f)),
        _ => None,
    }
}
