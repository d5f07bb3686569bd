//! What a TOML file of this program is for.

use std::path::Path;

use super::registry::{self, Part};
use super::texts;
use super::tree::{self, Data};

/// What a TOML file of this program is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A scenario of missions.
    Mission,
    /// A treaty world: `kind = "treaty"`.
    Treaty,
    /// A sweep.
    Sweep,
}

/// Only sweeps have these.
const POINTS: [&str; 2] = ["axes", "experiment"];
/// Sweeps have these where they have no axes; a scenario of missions may have one by mistake.
const DRAWN: [&str; 3] = ["base", "design", "table"];
/// Scenarios of missions have these beside the tables of the registry.
const NAMED: [&str; 3] = ["extends", "operation", "theatre"];

impl FileKind {
    /// The kind of a text; nothing where it is not TOML, or says too little to tell.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}');
        let Ok(table) = text.parse::<toml::Table>() else { return Self::of_broken(text) };
        let has = |keys: &[&str]| keys.iter().any(|key| table.contains_key(*key));
        let parts = [Part::World, Part::Theatre, Part::Operation];
        match () {
            () if table.get("kind").and_then(toml::Value::as_str) == Some("treaty") => Some(Self::Treaty),
            () if has(&POINTS) => Some(Self::Sweep),
            () if has(&NAMED) || parts.into_iter().any(|p| has(registry::tables(p))) => Some(Self::Mission),
            () if has(&DRAWN) => Some(Self::Sweep),
            () => None,
        }
    }

    /// The kind of a text that is no TOML, where what can be read of it still says so. Only treaty worlds do, by a word
    /// of their own; a table that is read wrongly could make a sweep look like a scenario.
    fn of_broken(text: &str) -> Option<Self> {
        let (table, _) = tree::parse(text, 0);
        let kind = table.get("kind").map(|entry| &entry.node.data);
        matches!(kind, Some(Data::Text(word)) if word == "treaty").then_some(Self::Treaty)
    }

    /// The kind of a file; nothing where it cannot be read either.
    pub fn of_file(path: &Path) -> Option<Self> {
        Self::of(&texts::read(path).ok()?)
    }

    /// In words, with an article.
    pub fn words(self) -> &'static str {
        match self {
            Self::Mission => "a scenario",
            Self::Treaty => "a treaty world",
            Self::Sweep => "a sweep file",
        }
    }

    /// What reads such a file.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Mission => "`pkosim run` runs it; a sweep file names one with `base`",
            Self::Treaty => "`pkosim run` and `pkosim check` read treaty worlds",
            Self::Sweep => "`pkosim sweep` runs it, with --dry-run it is checked",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_what_the_toml_says() {
        let of = FileKind::of;
        for text in ["kind = \"treaty\"", "kind = 'treaty' # dues\n[treaty]\n", "\u{feff}kind = \"treaty\"\n"] {
            assert_eq!(of(text), Some(FileKind::Treaty), "{text}");
        }
        let inside = "description = \"\"\"\nkind = \"treaty\"\n\"\"\"\n[mission]\ntroops = 1\n";
        assert_eq!(of(inside), Some(FileKind::Mission));
        assert_eq!(of("[axes]\nmission.troops = [1]\n"), Some(FileKind::Sweep));
        assert_eq!(of("base = \"b.toml\"\ntable = \"t.csv\"\n"), Some(FileKind::Sweep));
        assert_eq!(of("title = \"x\"\n"), None);
        assert_eq!(of("= broken"), None);
        assert_eq!(of("kind = \"treaty\"\n[treaty\nyears = 3\n"), Some(FileKind::Treaty));
        assert_eq!(of("[axes\nmission.troops = [1]\n"), None);
    }
}
