//! The data dictionary: what each column is.

use serde::{Deserialize, Serialize};

use crate::output::outcomes::label;
use crate::world::outcome;

use super::columns::ColumnKind;

/// What a column is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Name of the column.
    pub column: String,
    /// `int64`, `double` or `text`.
    pub kind: String,
    /// Unit; empty where it has none or the column `unit` says it.
    pub unit: String,
    /// What it means.
    pub meaning: String,
}

/// Columns that are whole numbers by nature, with their meaning.
const COUNTS: [(&str, &str); 9] = [
    ("point", "number of the point in the sweep, from 0"),
    ("replicates", "replicates lived through at the point"),
    ("replicate", "number of the replicate, from 0: the same luck at every point"),
    ("draw", "posterior draw that the replicate lives under, from 0"),
    ("n", "replicates"),
    ("defined", "replicates in which the outcome is defined"),
    ("month", "month from deployment"),
    ("at_risk", "histories at risk"),
    ("failed", "histories that failed"),
];

/// Columns that are numbers by nature.
const NUMBERS: [(&str, &str); 10] = [
    ("mean", "mean over replicates"),
    ("mcse", "Monte Carlo standard error of the mean, posterior draws as clusters"),
    ("mean_lo", "lower end of the mean's 95 % interval"),
    ("mean_hi", "upper end of the mean's 95 % interval"),
    ("sd", "standard deviation over replicates"),
    ("p", "probability of the quantile"),
    ("value", "value"),
    ("survival", "share of first peaces that still hold (Kaplan-Meier)"),
    ("lo", "lower end of the 95 % interval"),
    ("hi", "upper end of the 95 % interval"),
];

/// Other columns of the tables that are words.
const WORDS: [(&str, &str); 11] = [
    ("file", "scenario file, as seen from the folder of the batch"),
    ("scenario", "name of the scenario"),
    ("experiment", "sub-experiment of the sweep"),
    ("outcome", "outcome"),
    ("series", "monthly series"),
    ("theatre", "theatre; `all` for all together"),
    ("world", "mission: with the operations; none: without any; difference: mission minus none"),
    ("kind", "what the outcome is: a count, a probability, a duration, a ratio"),
    ("unit", "unit of the row's values"),
    ("error", "why the point or the scenario has no rows"),
    ("message", "message"),
];

/// Whether a column is of whole numbers by nature.
pub(super) fn is_count(name: &str) -> bool {
    COUNTS.iter().any(|(n, _)| *n == name)
}

/// What a column is by nature, whatever stands in it: text where nothing is known of it.
pub(super) fn kind_of(name: &str) -> ColumnKind {
    // `none.success`, `north.success`: an outcome of each replicate.
    let last = name.rsplit('.').next().unwrap_or(name);
    let outcome = || outcome::all().chain(outcome::PAIRED).any(|o| o.name == last);
    let number = || NUMBERS.iter().any(|(n, _)| *n == name) || quantile(name).is_some() || outcome();
    match () {
        () if is_count(name) => ColumnKind::Whole,
        () if number() => ColumnKind::Number,
        () => ColumnKind::Text,
    }
}

/// What a column of a table is.
pub fn of_table(name: &str, kind: ColumnKind) -> Entry {
    let known =
        COUNTS.iter().chain(&NUMBERS).chain(&WORDS).find(|(n, _)| *n == name).map(|(_, meaning)| (*meaning).to_owned());
    let meaning = known.or_else(|| quantile(name)).unwrap_or_else(|| {
        if name.contains('.') || name.contains('_') {
            format!("`{name}`: a key of the scenario set at the point, or a column named in the documentation")
        } else {
            format!("`{name}`")
        }
    });
    Entry { column: name.to_owned(), kind: kind.name().to_owned(), unit: String::new(), meaning }
}

/// `q05`, `q05_lo`, `q05_hi`.
fn quantile(name: &str) -> Option<String> {
    let rest = name.strip_prefix('q')?;
    let (digits, end) = rest.split_once('_').map_or((rest, ""), |(d, e)| (d, e));
    let percent: u32 = digits.parse().ok()?;
    let of = format!("{percent} % quantile over replicates");
    match end {
        "" => Some(of),
        "lo" => Some(format!("lower end of the 95 % interval of the {of}")),
        "hi" => Some(format!("upper end of the 95 % interval of the {of}")),
        _ => None,
    }
}

/// What a column of an outcome in a world (`mission`, `none`, `difference`) is, one value a replicate.
pub fn of_outcome(column: &str, outcome: &str, world: &str, unit: &str) -> Entry {
    let meaning = format!("{} ({world})", label(outcome));
    Entry { column: column.to_owned(), kind: ColumnKind::Number.name().to_owned(), unit: unit.to_owned(), meaning }
}

/// As JSON.
pub fn to_json(entries: &[Entry]) -> String {
    // Texts only: cannot fail.
    serde_json::to_string(entries).unwrap_or_default()
}
