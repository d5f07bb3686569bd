//! What is allowed in a scenario and may still not be meant.

use std::fmt;

use super::level::Level;
use super::{Operation, Scenario};

/// A doubt about a valid scenario, for the CLI to tell.
#[derive(Clone, Debug, PartialEq)]
pub enum Doubt {
    /// Every knot of a path lies beyond the horizon, so that the path is one number.
    PathBeyondHorizon {
        /// The level.
        key: String,
        /// Its first knot.
        month: i32,
        /// The horizon.
        horizon: u32,
    },
    /// An operation without a single person.
    NobodyInOperation {
        /// The operation.
        name: String,
    },
    /// More neighbours in conflict than neighbours.
    NeighboursInConflict {
        /// The theatre.
        name: String,
    },
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PathBeyondHorizon { key, month, horizon } => write!(
                f,
                "{key}: the path begins in month {month}, after the horizon of {horizon} months; it never changes"
            ),
            Self::NobodyInOperation { name } => {
                write!(f, "operation `{name}` has no troops, police, observers or civilians")
            }
            Self::NeighboursInConflict { name } => {
                write!(f, "theatre `{name}` has more neighbours in conflict than neighbours")
            }
        }
    }
}

impl Scenario {
    /// What is allowed in this scenario and may still not be meant.
    pub fn doubts(&self) -> Vec<Doubt> {
        let mut doubts = self.late_paths();
        let empty = self.operations.iter().filter(|(_, o)| is_empty(o));
        doubts.extend(empty.map(|(name, _)| Doubt::NobodyInOperation { name: name.clone() }));
        let crowded = self.theatres.iter().filter(|(_, t)| {
            let (all, at_war) = (&t.levels.neighbours.value, &t.levels.neighbours_in_conflict.value);
            at_war.central(0) > all.central(0)
        });
        doubts.extend(crowded.map(|(name, _)| Doubt::NeighboursInConflict { name: name.clone() }));
        doubts
    }

    fn late_paths(&self) -> Vec<Doubt> {
        let horizon = self.horizon_months.value;
        let late = |(key, level): (String, Level)| match level {
            Level::Path(knots) if knots.len() > 1 && i64::from(knots[0].0) >= i64::from(horizon) => {
                Some(Doubt::PathBeyondHorizon { key, month: knots[0].0, horizon })
            }
            _ => None,
        };
        self.named_levels().into_iter().filter_map(late).collect()
    }
}

fn is_empty(operation: &Operation) -> bool {
    let l = &operation.levels;
    [&l.troops, &l.police, &l.observers, &l.civilians].iter().all(|level| level.value == Level::Number(0.0))
}
