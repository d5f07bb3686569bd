//! The JSON Schema of a sweep file.

use serde_json::{Map, Value as Json, json};

use crate::scenario::sorted;

use super::experiments::{DESIGNS, INSIDE};
use super::read::{TOP, outcome_names};

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
        "$defs": { "axis": axis() },
    })
}

/// The schema as the text of `schema/sweep.schema.json`.
pub fn schema_text() -> String {
    format!("{:#}\n", sorted(&schema()))
}

fn property(key: &str) -> Json {
    let whole = |least: u64, what: &str| json!({ "type": "integer", "minimum": least, "description": what });
    let text = |what: &str| json!({ "type": "string", "description": what });
    let switch = |what: &str| json!({ "type": "boolean", "description": what });
    match key {
        "title" => text("One line for people and charts"),
        "description" => text("What the sweep is for"),
        "base" => {
            text("Scenario file that every point starts from, relative to this file; the built-in baseline without")
        }
        "replicates" => whole(1, "Replicates of each point; the most where `until` says when a point has enough"),
        "until" => json!({
            "type": "array", "minItems": 1, "items": { "type": "string" },
            "description": "Stop rules OUTCOME [STATISTIC]: TOLERANCE, all of which must be met",
        }),
        "confidence" => json!({
            "type": "number", "exclusiveMinimum": 0.5, "exclusiveMaximum": 1,
            "description": "Confidence of what `until` promises; 0.95 without",
        }),
        "seed" => whole(0, "Seed of luck and of drawn designs"),
        "stance" => json!({ "enum": ["study", "sceptical"], "description": "Reading of the evidence" }),
        "counterfactual" => switch("Whether each history is lived beside its twin without the mission"),
        "theatres" => switch("Whether rows of each theatre are kept"),
        "outcomes" => json!({
            "type": "array", "minItems": 1, "items": { "enum": outcome_names() },
            "description": "Outcomes whose rows are kept; all without",
        }),
        "design" => json!({ "enum": DESIGNS, "description": "Where the points lie" }),
        "points" => whole(1, "Points of a drawn design; a power of two for `sobol`"),
        "table" => text("CSV of points, relative to this file, for the design `table`"),
        "columns" => json!({
            "type": "array", "items": { "type": "string" }, "description": "Columns that the table must have",
        }),
        "set" => json!({ "type": "object", "description": "Keys of the scenario set the same at every point" }),
        "axes" => json!({
            "type": "object", "description": "Keys of the scenario, and the values each takes",
            "additionalProperties": { "anyOf": [{ "$ref": "#/$defs/axis" }, { "type": "object" }] },
        }),
        // Only `experiment` is left.
        _ => json!({
            "type": "object", "description": "Sub-experiments by name",
            "additionalProperties": {
                "type": "object",
                "properties": INSIDE.iter().map(|key| ((*key).to_owned(), property(key))).collect::<Map<_, _>>(),
                "additionalProperties": false,
            },
        }),
    }
}

fn axis() -> Json {
    json!({ "anyOf": [
        { "type": "array", "minItems": 1, "description": "Each of these values" },
        {
            "type": "object", "required": ["from", "to"], "additionalProperties": false,
            "properties": {
                "from": { "type": "number" },
                "to": { "type": "number" },
                "steps": { "type": "integer", "minimum": 2, "description": "Values, both ends among them" },
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
