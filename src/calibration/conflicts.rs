//! Rows that cannot hold together, named and explained in `docs/conflicts.toml`: at most three.

use serde::Deserialize;

use super::target::Target;
use crate::evidence::register::Stance;

/// The embedded page.
const PAGE: &str = include_str!("../../docs/conflicts.toml");

/// Entries allowed.
const MOST: usize = 3;

/// Rows in conflict.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// The stance.
    pub stance: Stance,
    /// The rows that cannot hold together; the first is the one given up.
    pub rows: Vec<String>,
    /// Why.
    pub why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    conflict: Vec<Conflict>,
}

/// The conflicts of a stance.
///
/// # Panics
/// Never in a released build: a test reads the page.
pub fn of(stance: Stance) -> Vec<Conflict> {
    let all = parse(PAGE).unwrap_or_else(|why| panic!("docs/conflicts.toml: {why}"));
    all.into_iter().filter(|c| c.stance == stance).collect()
}

fn parse(text: &str) -> Result<Vec<Conflict>, String> {
    let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
    if file.conflict.len() > MOST {
        return Err(format!("{} conflicts; at most {MOST} are allowed", file.conflict.len()));
    }
    match file.conflict.iter().find(|c| c.rows.len() < 2 || c.why.trim().is_empty()) {
        Some(c) => Err(format!("{:?}: a conflict names at least two rows and says why", c.rows)),
        None => Ok(file.conflict),
    }
}

/// Whether a conflict gives up the row of a target.
pub fn gives_up(conflicts: &[Conflict], target: &Target) -> bool {
    conflicts.iter().any(|c| c.rows.first() == Some(&target.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_rows_that_exist() {
        let targets = super::super::target::embedded();
        for stance in [Stance::Study, Stance::Sceptical] {
            for row in of(stance).iter().flat_map(|c| &c.rows) {
                assert!(targets.iter().any(|t| t.id == *row && t.is_of(stance)), "{row}");
            }
        }
    }

    #[test]
    fn more_than_three_or_unexplained_conflicts_are_refused() {
        let one = "[[conflict]]\nstance = \"study\"\nrows = [\"A\", \"B\"]\nwhy = \"x\"\n";
        assert_eq!(parse(&one.repeat(3)).map(|c| c.len()), Ok(3));
        assert!(parse(&one.repeat(4)).is_err_and(|why| why.contains("at most 3")));
        assert!(parse(&one.replace("[\"A\", \"B\"]", "[\"A\"]")).is_err());
        assert!(parse(&one.replace("\"x\"", "\"\"")).is_err());
    }
}
