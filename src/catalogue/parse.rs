//! Strict reading of a catalogue file: an entry that is wrong is named.

use serde::de::DeserializeOwned;
use toml::{Table, Value};

/// The entries of a file: its one array of tables.
///
/// # Errors
/// A sentence that names the file and, where one is to blame, the entry.
pub fn items(file: &str, text: &str) -> Result<Vec<Table>, String> {
    let table: Table = text.parse().map_err(|e| format!("{file}: {e}"))?;
    let mut arrays = table.into_iter();
    let (Some((_, Value::Array(items))), None) = (arrays.next(), arrays.next()) else {
        return Err(format!("{file}: expected one array of tables"));
    };
    let item = |(k, v)| match v {
        Value::Table(t) => Ok(t),
        _ => Err(format!("{file}, entry {}: expected a table", k + 1)),
    };
    items.into_iter().enumerate().map(item).collect()
}

/// One entry as its type.
///
/// # Errors
/// A sentence that names the file and the entry.
pub fn typed<T: DeserializeOwned>(file: &str, item: &Table) -> Result<T, String> {
    let name = item.get("slug").and_then(Value::as_str).unwrap_or("without a slug");
    let number = item.get("number").map_or_else(String::new, |n| format!("{n} "));
    T::deserialize(item.clone()).map_err(|e| format!("{file}, entry {number}{name}: {}", e.message()))
}
