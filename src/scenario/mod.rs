//! What a person writes (TOML) and what the program reads: a validated [`Scenario`].
//!
//! A scenario describes a world: its Council and money ([`keys::WorldLevels`]), theatres
//! ([`Theatre`]) and operations ([`Operation`]). In a file each theatre and operation has a named
//! table (`[theatre.NAME.host]`, `[operation.NAME]`); top-level `[host]`, `[conflict]`,
//! `[mediation]`, `[stressors]` and `[mission]` are short for theatre `main` and operation `main`.

pub mod address;
mod check;
pub(crate) mod decode;
pub mod doubts;
mod edit;
pub mod explain;
pub(crate) mod extend;
pub mod fields;
mod file_kind;
pub mod history;
mod idle;
pub mod keys;
mod kinds;
mod layout;
pub mod level;
pub mod load;
mod names;
pub(crate) mod numbers;
pub mod payers;
pub mod problem;
pub mod registry;
pub(crate) mod report;
pub mod schema;
pub(crate) mod sets;
pub(crate) mod shapes;
pub mod shipped;
pub(crate) mod suggest;
pub(crate) mod texts;
pub(crate) mod tree;
pub mod vocabulary;
pub mod words;
mod write;

use std::collections::BTreeMap;

pub use doubts::Doubt;
pub use edit::KeyRow;
pub use explain::{Row, explain};
pub use file_kind::FileKind;
pub use load::{Loaded, builtin_baseline, load_file, load_shipped, load_str, parse_set};
pub use problem::{Problem, ProblemKind, Problems};
pub(crate) use schema::sorted;
pub use schema::{schema, schema_text};

use keys::{OperationLevels, TheatreLevels, WorldLevels};
use level::Sourced;

/// Months simulated before deployment, the same in every world.
pub const MONTHS_BEFORE: u32 = 12;

/// A validated scenario: every value in range, every name resolved, every default filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Short name: the file's stem; names the result folder.
    pub name: String,
    /// One line for people and charts.
    pub title: String,
    /// What the scenario is for.
    pub description: String,
    /// Months simulated from deployment (month 0).
    pub horizon_months: Sourced<u32>,
    /// Whether the General Assembly may keep a mission going when the Council is deadlocked.
    pub general_assembly: Sourced<bool>,
    /// Whether missions of this world may borrow cash from each other.
    pub pooling: Sourced<bool>,
    /// File that lists payers one by one; empty for the three classes.
    pub payers: Sourced<String>,
    /// Whether its shares are scaled to sum to one.
    pub normalise: Sourced<bool>,
    /// The payers of that file.
    pub payer_terms: Vec<payers::PayerTerms>,
    /// Council and treasury.
    pub levels: WorldLevels,
    /// Theatres by name; order never matters.
    pub theatres: BTreeMap<String, Theatre>,
    /// Operations by name; order never matters.
    pub operations: BTreeMap<String, Operation>,
}

impl Default for Scenario {
    /// One theatre `main` with every default and no operation.
    fn default() -> Self {
        Self {
            name: "scenario".to_owned(),
            title: String::new(),
            description: String::new(),
            horizon_months: Sourced::default_of(180),
            general_assembly: Sourced::default_of(true),
            pooling: Sourced::default_of(true),
            payers: Sourced::default(),
            normalise: Sourced::default_of(false),
            payer_terms: Vec::new(),
            levels: WorldLevels::default(),
            theatres: BTreeMap::from([(address::MAIN.to_owned(), Theatre::default())]),
            operations: BTreeMap::new(),
        }
    }
}

/// A country with its main conflict and its people.
#[derive(Clone, Debug, PartialEq)]
pub struct Theatre {
    /// Phase of the conflict when the history begins.
    pub phase: Sourced<PhaseLevel>,
    /// Modelled theatres that are its neighbours (made symmetric by the loader).
    pub links: Sourced<Vec<String>>,
    /// Months between national elections; 0 for none.
    pub election_interval_months: Sourced<u32>,
    /// Every other level.
    pub levels: TheatreLevels,
}

impl Default for Theatre {
    fn default() -> Self {
        Self {
            phase: Sourced::default(),
            links: Sourced::default(),
            election_interval_months: Sourced::default_of(60),
            levels: TheatreLevels::default(),
        }
    }
}

/// Latent phase of a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Phase {
    /// No war yet.
    Tension,
    /// War: its months count in `months_at_war`.
    #[default]
    War,
    /// A negotiated halt that has not become peace.
    Ceasefire,
    /// Peace after a war.
    Peace,
}

/// The phase at the start: one phase, or shares of replicates.
#[derive(Clone, Debug, PartialEq)]
pub enum PhaseLevel {
    /// The same in every replicate.
    Fixed(Phase),
    /// Shares of tension, war, ceasefire and peace; they sum to one.
    Shares([f64; 4]),
}

impl Default for PhaseLevel {
    fn default() -> Self {
        Self::Fixed(Phase::War)
    }
}

/// A peace operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Theatres it works in (default: all theatres of the scenario).
    pub theatres: Sourced<Vec<String>>,
    /// Models of the study that make up its mandate, by number; empty where none is named.
    pub models: Sourced<Vec<u32>>,
    /// Delivery form: slug or family.
    pub form: Sourced<String>,
    /// Who runs it, for people (`UN`, `AU`, ...).
    pub organisation: Sourced<String>,
    /// Who pays.
    pub funding: Sourced<FundingKind>,
    /// Month of deployment, from month 0 of the scenario.
    pub start_month: Sourced<u32>,
    /// What it waits for from that month on.
    pub start_when: Sourced<StartWhen>,
    /// Operation that it takes over from; empty for none.
    pub follows: Sourced<String>,
    /// Months from deployment to the planned exit.
    pub planned_exit_months: Sourced<u32>,
    /// Every other level.
    pub levels: OperationLevels,
}

impl Default for Operation {
    fn default() -> Self {
        Self {
            theatres: Sourced::default(),
            models: Sourced::default(),
            form: Sourced::default_of("un-only".to_owned()),
            organisation: Sourced::default_of("UN".to_owned()),
            funding: Sourced::default(),
            start_month: Sourced::default_of(0),
            start_when: Sourced::default(),
            follows: Sourced::default(),
            planned_exit_months: Sourced::default_of(120),
            levels: OperationLevels::default(),
        }
    }
}

impl Operation {
    /// Whether it has no troops, police, observers and civilians in any history and month.
    pub fn is_of_nobody(&self) -> bool {
        let l = &self.levels;
        [&l.troops, &l.police, &l.observers, &l.civilians].iter().all(|level| level.value.is_nothing())
    }
}

/// What an operation waits for, judged each month by the state of its theatres in the month before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum StartWhen {
    /// Nothing: it deploys in its start month.
    #[default]
    AtOnce,
    /// Half of its theatres or more at war.
    War,
    /// None of its theatres at war.
    Quiet,
    /// Half of its theatres or more in a ceasefire.
    Ceasefire,
    /// Half of its theatres or more in peace, or in tension without war.
    Peace,
}

/// How an operation is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FundingKind {
    /// Assessed contributions to a special account (peacekeeping scale).
    #[default]
    Assessed,
    /// The United Nations regular budget.
    Regular,
    /// A partner organisation or coalition pays for its own.
    Partner,
    /// Voluntary contributions and trust funds.
    Voluntary,
}
