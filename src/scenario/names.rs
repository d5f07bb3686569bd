//! Names of theatres and operations: their random numbers hang on them.

use std::collections::BTreeMap;

use super::problem::ProblemKind;
use crate::draws::stream::name_hash;

/// Longest name of a theatre or operation.
pub const MOST_LETTERS: usize = 64;

/// Whether a text can name a theatre or operation.
pub fn is_name(name: &str) -> bool {
    let fits = (1..=MOST_LETTERS).contains(&name.len());
    fits && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// Names that could be taken for an earlier one, by a person or by the random numbers.
pub fn clashes<'a>(names: impl Iterator<Item = &'a String>) -> Vec<(&'a str, ProblemKind)> {
    let (mut by_case, mut by_hash) = (BTreeMap::new(), BTreeMap::new());
    let mut found = Vec::new();
    for name in names {
        let pair = |other: &String| (name.clone(), other.clone());
        if let Some((name_, other)) = by_case.insert(name.to_ascii_lowercase(), name).map(pair) {
            found.push((name.as_str(), ProblemKind::CaseClash { name: name_, other }));
        }
        if let Some((name_, other)) = by_hash.insert(name_hash(name), name).map(pair) {
            found.push((name.as_str(), ProblemKind::HashClash { name: name_, other }));
        }
    }
    found
}
