//! What is allowed in a scenario and may still not be meant.

use super::level::{Level, Source};
use super::{Operation, Scenario};

/// A doubt about a valid scenario; `output::messages::verbs` has the words.
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
    /// A form with a partner that the scenario does not describe.
    PartnerAssumed {
        /// The operation.
        name: String,
        /// The form.
        form: String,
    },
    /// A model without the people that carry it.
    ComponentMissing {
        /// The operation.
        name: String,
        /// The model.
        model: String,
        /// `troops`, `police`, `observers` or `civilians`.
        component: &'static str,
    },
    /// A model in a phase of conflict that it does not fit.
    PhaseUnfit {
        /// The theatre.
        theatre: String,
        /// The model.
        model: String,
        /// The phase.
        phase: &'static str,
        /// Whether the model's phases are read from its text, because the study names none.
        inferred: bool,
    },
    /// A partner's troops where nothing is there that they could strengthen.
    PartnerIdle {
        /// The level.
        key: String,
    },
    /// A partner's force or money beside a form of which the study says that it has none.
    FormAlone {
        /// The level or key.
        key: String,
        /// The form.
        form: String,
    },
    /// More troops that change hats than the operation has.
    RehattedBeyond {
        /// The level.
        key: String,
        /// The operation's troops.
        troops: f64,
    },
    /// The people of all types together, where nothing splits them by type.
    SizeIdle {
        /// The level.
        key: String,
        /// Whether models are named, so that it is the people who are all set one by one.
        models: bool,
    },
    /// A level of the three classes of payers beside a list of payers, which takes their place.
    PayersListed {
        /// The level.
        key: String,
    },
    /// More neighbours in conflict than neighbours.
    NeighboursInConflict {
        /// The theatre.
        name: String,
    },
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
        doubts.extend(super::vocabulary::doubts(self));
        doubts.extend(super::idle::doubts(self));
        doubts.extend(self.idle_payers());
        doubts.extend(crowded.map(|(name, _)| Doubt::NeighboursInConflict { name: name.clone() }));
        doubts
    }

    /// Levels of payers that were set and mean nothing, because payers are listed one by one.
    fn idle_payers(&self) -> Vec<Doubt> {
        let w = &self.levels;
        let classes = [
            ("largest_paid", &w.largest_paid),
            ("largest_delay_months", &w.largest_delay),
            ("second_paid", &w.second_paid),
            ("second_delay_months", &w.second_delay),
            ("others_paid", &w.others_paid),
            ("others_delay_months", &w.others_delay),
        ];
        let set = classes.iter().filter(|(_, level)| !self.payer_terms.is_empty() && level.source != Source::Default);
        set.map(|(name, _)| Doubt::PayersListed { key: format!("funding.{name}") }).collect()
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
