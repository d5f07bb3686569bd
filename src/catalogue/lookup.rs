//! An entry by its number or slug, and the nearest one for a name that is none.

use thiserror::Error;

use super::entries::{Entry, Form, Kind, Model, entries, forms, models};

/// A name that no entry of a list has.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("no entry `{name}` among the {list}")]
pub struct Unknown {
    /// The list.
    pub list: &'static str,
    /// The name.
    pub name: String,
    /// The nearest slug.
    pub nearest: Option<&'static str>,
}

/// The entries of a list that a number (`3`, `3A`), slug, family or English name stands for.
///
/// # Errors
/// [`Unknown`], with the nearest slug.
pub fn find(kind: Kind, name: &str) -> Result<Vec<&'static Entry>, Unknown> {
    let wanted = name.trim().to_lowercase();
    let found: Vec<&Entry> = entries(kind).iter().filter(|e| is(e, &wanted)).collect();
    let begun = || entries(kind).iter().filter(|e| e.slug.starts_with(&format!("{wanted}-"))).collect::<Vec<_>>();
    match found.len() {
        0 if begun().len() == 1 => Ok(begun()),
        0 => Err(unknown(kind, name)),
        _ => Ok(found),
    }
}

fn is(entry: &Entry, wanted: &str) -> bool {
    let field = |key: &str| entry.fields.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_lowercase();
    let number = entry.number.to_string();
    wanted == entry.slug
        || wanted == number
        || wanted == format!("{number}{}", field("variant"))
        || wanted == field("family")
        || wanted == entry.name_en.to_lowercase()
        || wanted == entry.name_ja
}

fn unknown(kind: Kind, name: &str) -> Unknown {
    Unknown { list: kind.word(), name: name.chars().take(64).collect(), nearest: nearest(kind, name) }
}

/// The slug most like a name: by the whole, or by a word of it.
fn nearest(kind: Kind, name: &str) -> Option<&'static str> {
    let wanted: String = name.trim().to_lowercase().chars().take(64).collect();
    if let Ok(number) = wanted.parse::<i64>() {
        let last = entries(kind).iter().min_by_key(|e| (i64::from(e.number) - number).unsigned_abs())?;
        return Some(last.slug.as_str());
    }
    let like = |e: &Entry| {
        let words = e.slug.split('-').map(|w| 0.95 * strsim::jaro_winkler(&wanted, w)).fold(0.0, f64::max);
        strsim::jaro_winkler(&wanted, &e.slug).max(words).max(strsim::jaro_winkler(&wanted, &e.name_en.to_lowercase()))
    };
    let best = entries(kind).iter().map(|e| (like(e), e)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= 0.7).then_some(best.1.slug.as_str())
}

/// A model by number.
pub fn model(number: u32) -> Option<&'static Model> {
    models().iter().find(|m| m.number == number)
}

/// A form by slug or family; a family of two variants stands for its second, the larger mission.
pub fn form(name: &str) -> Option<&'static Form> {
    forms().iter().find(|f| f.slug == name).or_else(|| forms().iter().rev().find(|f| f.family == name))
}
