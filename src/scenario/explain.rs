//! The resolved scenario as a table: every key, its value, and who said so.

use std::fmt;

use super::Scenario;
use super::address::Address;
use super::fields::Value;
use super::level::Source;

/// One key of a resolved scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The key as `--set` spells it.
    pub key: String,
    /// The value as a person reads it.
    pub value: String,
    /// Its unit; empty where there is none.
    pub unit: &'static str,
    /// `default`, `file.toml:12`, `--set` or `sweep`.
    pub source: String,
    /// What the key means.
    pub doc: &'static str,
}

/// Every key of a scenario with its value and source; title and description stand elsewhere.
pub fn explain(scenario: &Scenario) -> Vec<Row> {
    let numbers = |a: &Address| !matches!(a.key.name, "title" | "description");
    scenario.addresses().into_iter().filter(numbers).filter_map(|a| row(scenario, &a)).collect()
}

fn row(scenario: &Scenario, address: &Address) -> Option<Row> {
    let said = scenario.get(address)?;
    let value = match &said.value {
        Value::Level(level) => level.to_string(),
        Value::Text(text) => text.clone(),
        other => other.to_toml(),
    };
    Some(Row {
        key: address.to_string(),
        value,
        unit: address.key.unit,
        source: said.source.to_string(),
        doc: address.key.doc,
    })
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{}:{line}", path.display()),
            Self::Set => f.write_str("--set"),
            Self::Sweep => f.write_str("sweep"),
            Self::Models => f.write_str("models"),
        }
    }
}
