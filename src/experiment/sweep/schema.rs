//! The JSON Schema of a sweep file.

use serde_json::{Map, Value as Json, json};

use crate::scenario::{shapes, sorted};

use super::experiments::{DESIGNS, INSIDE, MOST_POINTS, RANGE};
use super::read::{MOST_REPLICATES, MOST_SEED, TOP, outcome_names};
use super::values::MOST_STEPS;

/// The JSON Schema (draft 2020-12) of a sweep file. Keys of axes and of `[set]` are keys of the scenario; which of them
/// exist, and what they take, is told when the file is read.
pub fn schema() -> Json {
    let properties: Map<String, Json> = TOP.iter().map(|key| ((*key).to_owned(), property(key))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "pkosim sweep",
        "description": "One scenario at many points: a design over some of its keys",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "$defs": { "axes": axes(), "axis": axis(), "distribution": distribution() },
    })
}

/// The schema as the text of `schema/sweep.schema.json`.
pub fn schema_text() -> String {
    format!("{:#}\n", sorted(&schema()))
}

fn property(key: &str) -> Json {
    let whole = |least: u64, most: u64, what: &str| json!({ "type": "integer", "minimum": least, "maximum": most, "description": what });
    let text = |what: &str| json!({ "type": "string", "description": what });
    let switch = |what: &str| json!({ "type": "boolean", "description": what });
    match key {
        "title" => text("One line for people and charts"),
        "description" => text("What the sweep is for"),
        "base" => {
            text("Scenario file that every point starts from, relative to this file; the built-in baseline without")
        }
        "replicates" => {
            let what = "Replicates of each point; the most where `until` says when a point has enough";
            whole(1, MOST_REPLICATES, what)
        }
        "until" => json!({
            "type": "array", "minItems": 1, "items": { "type": "string" },
            "description": "Stop rules OUTCOME [STATISTIC]: TOLERANCE, all of which must be met",
        }),
        "confidence" => json!({
            "type": "number", "exclusiveMinimum": 0.5, "exclusiveMaximum": 1,
            "description": "Confidence of what `until` promises; 0.95 without",
        }),
        "seed" => whole(0, MOST_SEED, "Seed of luck and of drawn designs"),
        "stance" => json!({ "enum": ["study", "sceptical"], "description": "Reading of the evidence" }),
        "counterfactual" => switch("Whether each history is lived beside its twin without the mission"),
        "theatres" => switch("Whether rows of each theatre are kept"),
        "outcomes" => json!({
            "type": "array", "minItems": 1, "items": { "enum": outcome_names() },
            "description": "Outcomes whose rows are kept; all without",
        }),
        "design" => json!({ "enum": DESIGNS, "description": "Where the points lie" }),
        "points" => whole(1, MOST_POINTS, "Points of a drawn design; a power of two for `sobol`"),
        "table" => text("CSV of points, relative to this file, for the design `table`"),
        "columns" => json!({
            "type": "array", "items": { "type": "string" }, "description": "Columns that the table must have",
        }),
        "set" => json!({ "type": "object", "description": "Keys of the scenario set the same at every point" }),
        "axes" => json!({
            "$ref": "#/$defs/axes", "description": "Keys of the scenario, and the values each takes",
        }),
        // Only `experiment` is left.
        _ => json!({
            "type": "object", "description": "Sub-experiments by name", "minProperties": 1,
            "additionalProperties": {
                "type": "object",
                "properties": INSIDE.iter().map(|key| ((*key).to_owned(), property(key))).collect::<Map<_, _>>(),
                "additionalProperties": false,
            },
        }),
    }
}

/// Keys by their dotted name, or in tables of tables.
fn axes() -> Json {
    let words: Vec<&str> = RANGE.into_iter().chain(shapes::WORDS.iter().copied()).collect();
    let of = ["axis", "distribution", "axes"].map(|name| json!({ "$ref": format!("#/$defs/{name}") }));
    json!({
        "type": "object",
        "propertyNames": { "not": { "enum": words } },
        "additionalProperties": { "anyOf": of },
    })
}

/// A table with exactly one distribution, for designs that draw their points.
fn distribution() -> Json {
    let of = |parameters: &[&str]| {
        let numbers: Map<String, Json> =
            parameters.iter().map(|p| ((*p).to_owned(), json!({ "type": "number" }))).collect();
        json!({ "type": "object", "required": parameters, "properties": numbers, "additionalProperties": false })
    };
    let all: Map<String, Json> = shapes::DISTRIBUTIONS.iter().map(|(word, p)| ((*word).to_owned(), of(p))).collect();
    json!({
        "type": "object", "minProperties": 1, "maxProperties": 1, "properties": all, "additionalProperties": false,
        "description": "A distribution, for designs that draw their points",
    })
}

fn axis() -> Json {
    json!({ "anyOf": [
        { "type": "array", "minItems": 1, "description": "Each of these values" },
        {
            "type": "object", "required": ["from", "to"], "additionalProperties": false,
            "properties": {
                "from": { "type": "number" },
                "to": { "type": "number" },
                "steps": { "type": "integer", "minimum": 2, "maximum": MOST_STEPS, "description": "Values, both ends among them" },
            },
        },
        {
            "type": "object", "required": ["levels"], "additionalProperties": false,
            "properties": { "levels": { "type": "array", "minItems": 1, "description": "Categories" } },
        },
    ] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_description_of_its_own() {
        let schema = schema();
        let properties = schema["properties"].as_object().expect("object");
        let mut said: Vec<&str> = properties.values().filter_map(|p| p["description"].as_str()).collect();
        assert_eq!(said.len(), TOP.len());
        said.sort_unstable();
        said.dedup();
        assert_eq!(said.len(), TOP.len(), "a key fell through to another's description");
        assert!(INSIDE.iter().all(|key| TOP.contains(key)));
    }
}
