//! One list of every key a scenario may hold; the loader, the schema, `explain`, `--set` and
//! sweeps all read it.
//!
//! A new key is one line here (or in [`super::keys`] for a level) and one in [`super::fields`].

use std::sync::LazyLock;

use super::keys::{LevelSpec, OperationLevels, TheatreLevels, WorldLevels};

const FUNDING: &str = "Who pays: assessed contributions to a special account; a partner for its own; the regular budget \
    (the same payers at the same pace, without reserve fund, commitment authority and other missions' cash); donors \
    (likewise, and what they withhold is no debt)";

/// What a key belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The whole world: top-level keys, `[council]`, `[funding]`.
    World,
    /// A theatre: `[host]`, `[conflict]`, `[mediation]`, `[stressors]`.
    Theatre,
    /// An operation: `[mission]`.
    Operation,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A number, distribution or path within a range.
    Level {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
    },
    /// A whole number within a range.
    Integer {
        /// Least value.
        min: u32,
        /// Greatest value.
        max: u32,
    },
    /// `true` or `false`.
    Boolean,
    /// Any text.
    Text,
    /// A phase of a conflict, or shares of phases.
    Phase,
    /// Who pays for an operation.
    Funding,
    /// Names of theatres.
    Theatres,
    /// Models of the catalogue, by number or slug.
    Models,
    /// A delivery form of the catalogue.
    Form,
    /// What an operation waits for.
    Condition,
}

/// A key of a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Key {
    /// What it belongs to.
    pub part: Part,
    /// Table it stands in (`host`; empty at top level).
    pub table: &'static str,
    /// Its name there (`consent`).
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Unit, for people; empty where there is none.
    pub unit: &'static str,
    /// What it means.
    pub doc: &'static str,
}

const fn key(part: Part, path: (&'static str, &'static str), kind: Kind, unit: &'static str, doc: &'static str) -> Key {
    Key { part, table: path.0, name: path.1, kind, unit, doc }
}

use Part::{Operation, Theatre, World};

/// Every key that is not a level.
const SCALARS: &[Key] = &[
    key(World, ("", "title"), Kind::Text, "", "One line for people and charts"),
    key(World, ("", "description"), Kind::Text, "", "What the scenario is for"),
    key(
        World,
        ("", "horizon_months"),
        Kind::Integer { min: 12, max: 600 },
        "months",
        "Months simulated from deployment (month 0)",
    ),
    key(
        World,
        ("council", "general_assembly"),
        Kind::Boolean,
        "",
        "Whether the General Assembly may keep a mission going when the Council is deadlocked",
    ),
    key(
        World,
        ("funding", "pooling"),
        Kind::Boolean,
        "",
        "Whether missions of this world may borrow cash from each other",
    ),
    key(
        World,
        ("funding", "payers"),
        Kind::Text,
        "",
        "CSV file with the payers one by one, relative to the scenario (default: three classes)",
    ),
    key(
        World,
        ("funding", "normalise"),
        Kind::Boolean,
        "",
        "Whether shares of that file that do not sum to one are scaled to it",
    ),
    key(
        Theatre,
        ("host", "phase"),
        Kind::Phase,
        "",
        "Phase of the conflict when the history begins, or shares of replicates in each",
    ),
    key(Theatre, ("host", "links"), Kind::Theatres, "", "Modelled theatres that are its neighbours"),
    key(
        Theatre,
        ("host", "election_interval_months"),
        Kind::Integer { min: 0, max: 600 },
        "months",
        "Months between national elections; 0 for none",
    ),
    key(
        Operation,
        ("mission", "theatres"),
        Kind::Theatres,
        "",
        "Theatres it works in (default: all theatres of the scenario)",
    ),
    key(
        Operation,
        ("mission", "models"),
        Kind::Models,
        "",
        "Models of the study that make up the mandate, by number or slug (`pkosim catalogue models`)",
    ),
    key(
        Operation,
        ("mission", "form"),
        Kind::Form,
        "",
        "Delivery form of the study, by number, slug or family (`pkosim catalogue forms`)",
    ),
    key(Operation, ("mission", "organisation"), Kind::Text, "", "Who runs it, for people (`UN`, `AU`, ...)"),
    key(Operation, ("mission", "funding"), Kind::Funding, "", FUNDING),
    key(
        Operation,
        ("mission", "start_month"),
        Kind::Integer { min: 0, max: 599 },
        "months",
        "Month of deployment, from month 0 of the scenario",
    ),
    key(
        Operation,
        ("mission", "start_when"),
        Kind::Condition,
        "",
        "What it waits for from its start_month on, in each history for itself; without it, for nothing",
    ),
    key(
        Operation,
        ("mission", "follows"),
        Kind::Text,
        "",
        "Name of the operation that it takes over from: that one ends when this one begins, its troops change hats",
    ),
    key(
        Operation,
        ("mission", "planned_exit_months"),
        Kind::Integer { min: 1, max: 600 },
        "months",
        "Months from deployment to the planned exit",
    ),
];

static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let mut keys = SCALARS.to_vec();
    for (part, specs) in
        [(World, WorldLevels::SPECS), (Theatre, TheatreLevels::SPECS), (Operation, OperationLevels::SPECS)]
    {
        keys.extend(specs.iter().map(|s| level(part, s)));
    }
    keys.sort_by_key(|k| (k.part, table_order(k.table), !matches!(k.kind, Kind::Text)));
    keys
});

fn level(part: Part, s: &LevelSpec) -> Key {
    key(part, (s.table, s.name), Kind::Level { min: s.min, max: s.max }, s.unit, s.doc)
}

/// Tables in the order in which a person tells the story.
const TABLES: &[&str] = &["", "council", "funding", "host", "conflict", "mediation", "stressors", "mission"];

fn table_order(table: &str) -> usize {
    TABLES.iter().position(|t| *t == table).unwrap_or(TABLES.len())
}

/// Every key, by part and table.
pub fn all() -> &'static [Key] {
    &KEYS
}

/// The keys of one table of a part.
pub fn in_table(part: Part, table: &str) -> impl Iterator<Item = &'static Key> {
    all().iter().filter(move |k| k.part == part && k.table == table)
}

/// The tables of a part, without the top level.
pub const fn tables(part: Part) -> &'static [&'static str] {
    match part {
        World => &["council", "funding"],
        Theatre => &["host", "conflict", "mediation", "stressors"],
        Operation => &["mission"],
    }
}

/// The key under `table.name` of a part.
pub fn find(part: Part, table: &str, name: &str) -> Option<&'static Key> {
    in_table(part, table).find(|k| k.name == name)
}

impl Key {
    /// The key in its short spelling: `host.consent`, `mission.troops`, `horizon_months`.
    pub fn dotted(&self) -> String {
        if self.table.is_empty() { self.name.to_owned() } else { format!("{}.{}", self.table, self.name) }
    }

    /// What the key takes, in words.
    pub fn expected(&self) -> String {
        match self.kind {
            Kind::Level { .. } => format!("{}, a distribution or a path", self.range()),
            Kind::Integer { .. } => self.range(),
            Kind::Boolean => "true or false".to_owned(),
            Kind::Text => "a text in quotes".to_owned(),
            Kind::Phase => format!("{} or shares of them", super::words::list(&super::words::phases())),
            Kind::Funding => super::words::list(&super::words::fundings()),
            Kind::Theatres => "an array of names of theatres".to_owned(),
            Kind::Models => "an array of models, by number (1 to 30) or slug".to_owned(),
            Kind::Form => "a delivery form, by number (1 to 6, 3A, 3B), slug or family".to_owned(),
            Kind::Condition => super::words::list(&super::words::conditions()),
        }
    }

    /// The range of a number, in words; empty for what is no number.
    pub fn range(&self) -> String {
        match self.kind {
            Kind::Level { min, max } => format!("a number from {min} to {max} ({})", self.unit),
            Kind::Integer { min, max } => {
                format!("a whole number from {min} to {max} ({})", self.unit)
            }
            _ => String::new(),
        }
    }
}
