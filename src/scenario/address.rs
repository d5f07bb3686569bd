//! A key of one scenario, with its owner: `host.consent`, `theatre.north.host.consent`.

use std::fmt;

use super::registry::{self, Key, Part};

/// The theatre and operation that the short spellings mean.
pub const MAIN: &str = "main";

/// Whose key it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The whole world.
    World,
    /// The theatre of this name.
    Theatre(String),
    /// The operation of this name.
    Operation(String),
}

/// A key together with its owner.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// Whose.
    pub owner: Owner,
    /// Which.
    pub key: &'static Key,
}

impl Owner {
    /// What it is a part of.
    pub fn part(&self) -> Part {
        match self {
            Self::World => Part::World,
            Self::Theatre(_) => Part::Theatre,
            Self::Operation(_) => Part::Operation,
        }
    }
}

impl Address {
    /// Reads a dotted key in either spelling; `None` where there is no such key.
    ///
    /// ```
    /// use pkosim::scenario::address::Address;
    /// let short = Address::parse("host.consent").unwrap();
    /// assert_eq!(short, Address::parse("theatre.main.host.consent").unwrap());
    /// assert!(Address::parse("host.consnt").is_none());
    /// ```
    pub fn parse(dotted: &str) -> Option<Self> {
        let parts: Vec<&str> = dotted.split('.').map(str::trim).collect();
        let (owner, table, name) = match parts[..] {
            [name] => (Owner::World, "", name),
            ["theatre", owner, table, name] => (Owner::Theatre(owner.to_owned()), table, name),
            ["operation", owner, name] => (Owner::Operation(owner.to_owned()), "mission", name),
            [table, name] => (short_owner(table), table, name),
            _ => return None,
        };
        let key = registry::find(owner.part(), table, name)?;
        Some(Self { owner, key })
    }

    /// The path in the canonical tree, with every owner named.
    pub(super) fn path(&self) -> Vec<&str> {
        let name = self.key.name;
        match &self.owner {
            Owner::World if self.key.table.is_empty() => vec![name],
            Owner::World => vec![self.key.table, name],
            Owner::Theatre(t) => vec!["theatre", t, self.key.table, name],
            Owner::Operation(o) => vec!["operation", o, name],
        }
    }
}

/// The owner that a table of the short spelling means.
fn short_owner(table: &str) -> Owner {
    match table {
        "mission" => Owner::Operation(MAIN.to_owned()),
        _ if registry::tables(Part::Theatre).contains(&table) => Owner::Theatre(MAIN.to_owned()),
        _ => Owner::World,
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.owner {
            Owner::Theatre(t) if t != MAIN => write!(f, "theatre.{t}.{}", self.key.dotted()),
            Owner::Operation(o) if o != MAIN => write!(f, "operation.{o}.{}", self.key.name),
            _ => f.write_str(&self.key.dotted()),
        }
    }
}
