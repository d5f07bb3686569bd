//! The valid key nearest to an unknown one.

use super::registry::{self, Key, Part};
use super::words;

/// The tables of a scenario in either spelling.
pub const TABLES: [&str; 9] =
    ["council", "funding", "host", "conflict", "mediation", "stressors", "mission", "theatre", "operation"];

/// The valid dotted key nearest to an unknown one, spelt as it was begun.
pub fn nearest_key(dotted: &str) -> Option<String> {
    let parts: Vec<&str> = dotted.split('.').map(str::trim).collect();
    match parts[..] {
        ["theatre", owner, ref rest @ ..] if !rest.is_empty() => {
            let key = best(Some(Part::Theatre), &rest.join("."))?;
            Some(format!("theatre.{owner}.{}", key.dotted()))
        }
        ["operation", owner, ref rest @ ..] if !rest.is_empty() => {
            let key = best(Some(Part::Operation), &format!("mission.{}", rest.join(".")))?;
            Some(format!("operation.{owner}.{}", key.name))
        }
        _ => best(None, dotted).map(Key::dotted),
    }
}

/// The valid table nearest to an unknown one.
pub fn nearest_table(name: &str) -> Option<String> {
    words::nearest(name, TABLES).map(str::to_owned)
}

/// The same name in another table wins over one spelt alike in the same table, and that over one
/// spelt alike anywhere.
fn best(part: Option<Part>, short: &str) -> Option<&'static Key> {
    let keys = || registry::all().iter().filter(|k| part.is_none_or(|p| p == k.part));
    let (table, name) = short.rsplit_once('.').unwrap_or(("", short));
    let near = || near_name(name, keys().filter(|k| k.table == table));
    let same = keys().find(|k| k.name == name);
    same.or_else(near).or_else(|| near_dotted(short, keys())).or_else(|| near_name(name, keys()))
}

fn near_name(name: &str, keys: impl Iterator<Item = &'static Key> + Clone) -> Option<&'static Key> {
    let word = words::nearest(name, keys.clone().map(|k| k.name))?;
    keys.clone().find(|k| k.name == word)
}

fn near_dotted(short: &str, keys: impl Iterator<Item = &'static Key> + Clone) -> Option<&'static Key> {
    let dotted: Vec<String> = keys.clone().map(Key::dotted).collect();
    let word = words::nearest(short, dotted.iter().map(String::as_str))?;
    keys.clone().find(|k| k.dotted() == word)
}

/// What may stand in a table, in words.
pub fn expected(known: &[&str]) -> String {
    const SHOWN: usize = 8;
    match known.len() {
        n if n > SHOWN + 2 => {
            format!("{} or {} more (`pkosim schema` lists them)", known[..SHOWN].join(", "), n - SHOWN)
        }
        _ => known.join(", "),
    }
}
