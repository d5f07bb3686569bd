//! Mandates: what the models of the operations in a theatre act on, and what their form changes.
//!
//! A mission whose models are not named keeps every effect of the findings and the tasks at the
//! core of multidimensional mandates. One whose models are named acts on what these act on and on
//! nothing else: each strength multiplies the coefficient of its effect.

use crate::catalogue::meaning::{self, FormNumbers};
use crate::draws::{Col, LANES};
use crate::scenario::vocabulary::form_of;
use crate::scenario::{MONTHS_BEFORE, Operation};

use super::column::{ZERO, flag, greater};
use super::society::{self, INDICES};

/// Names of the effects in `meaning.toml`, in the order of [`Mandate::effects`].
pub const EFFECTS: [&str; 11] = [
    "battle",
    "one_sided",
    "spell",
    "negotiation",
    "relapse",
    "onset",
    "spill",
    "displacement",
    "returns",
    "aid_workers",
    "sexual_violence",
];

/// Positions in [`Mandate::effects`].
#[allow(missing_docs, reason = "the names of EFFECTS")]
pub mod effect {
    pub const BATTLE: usize = 0;
    pub const ONE_SIDED: usize = 1;
    pub const SPELL: usize = 2;
    pub const NEGOTIATION: usize = 3;
    pub const RELAPSE: usize = 4;
    pub const ONSET: usize = 5;
    pub const SPILL: usize = 6;
    pub const DISPLACEMENT: usize = 7;
    pub const RETURNS: usize = 8;
    pub const AID_WORKERS: usize = 9;
    pub const SEXUAL_VIOLENCE: usize = 10;
}

/// What the operations of a theatre act on.
#[derive(Clone, Debug, PartialEq)]
pub struct Mandate {
    /// Strength of each effect of [`EFFECTS`], 0 to 1.
    pub effects: [f64; EFFECTS.len()],
    /// Strength on each index of society, 0 to 1.
    pub indices: [f64; society::COUNT],
    /// Whether models are named: election violence then moves in election months only, and
    /// indices feed back into host and conflict.
    pub named: bool,
}

impl Default for Mandate {
    /// Nothing is acted on.
    fn default() -> Self {
        Self { effects: [0.0; EFFECTS.len()], indices: [0.0; society::COUNT], named: false }
    }
}

/// Indices that a mission without named models does not act on: they belong to single models.
pub const SPECIAL: std::ops::Range<usize> = 11..21;

impl Mandate {
    /// The mandate of a mission whose models are not named: every finding, and elections,
    /// verification of ceasefires and support to state institutions.
    pub fn unnamed() -> Self {
        let indices = std::array::from_fn(|k| if SPECIAL.contains(&k) { 0.0 } else { 1.0 });
        Self { effects: [1.0; EFFECTS.len()], indices, named: false }
    }

    /// The mandate of an operation.
    pub fn of(operation: &Operation) -> Self {
        if operation.models.value.is_empty() {
            return Self::unnamed();
        }
        let mut mandate = Self { named: true, ..Self::default() };
        for m in operation.models.value.iter().filter_map(|n| meaning::model(*n)) {
            m.acts.iter().for_each(|(name, strength)| mandate.raise(name, *strength));
        }
        mandate
    }

    /// # Panics
    /// On a name that is no effect and no index; a test reads every model.
    fn raise(&mut self, name: &str, strength: f64) {
        let effect = EFFECTS.iter().position(|e| *e == name);
        let index = || INDICES.iter().position(|i| i.name == name);
        let place = match effect {
            Some(k) => &mut self.effects[k],
            None => &mut self.indices[index().unwrap_or_else(|| panic!("meaning.toml: nothing is called {name}"))],
        };
        *place = place.max(strength);
    }

    /// The greater of two mandates, each strength for itself.
    fn join(&mut self, other: &Self) {
        self.effects.iter_mut().zip(other.effects).for_each(|(a, b)| *a = a.max(b));
        self.indices.iter_mut().zip(other.indices).for_each(|(a, b)| *a = a.max(b));
        self.named |= other.named;
    }
}

/// What the operations of a theatre act on, history by history.
#[derive(Clone, Debug)]
pub struct Acting {
    /// Strength of each effect of [`EFFECTS`], 0 to 1.
    pub effects: [Col; EFFECTS.len()],
    /// Strength on each index of society, 0 to 1.
    pub indices: [Col; society::COUNT],
    /// Whether any mandate has acted on an index so far: one on which none has stands where it stood.
    pub touched: [bool; society::COUNT],
    /// 1 where models are named.
    pub named: Col,
    /// Whether they are in any history of the block.
    pub any_named: bool,
    since: Option<usize>,
}

impl Default for Acting {
    fn default() -> Self {
        let nothing = [ZERO; EFFECTS.len()];
        let untouched = [false; society::COUNT];
        let indices = [ZERO; society::COUNT];
        Self { effects: nothing, indices, touched: untouched, named: ZERO, any_named: false, since: None }
    }
}

impl Acting {
    /// Takes on the mandate that holds since month `since` in every history.
    pub fn follow(&mut self, since: usize, mandate: &Mandate) {
        if self.since == Some(since) {
            return;
        }
        self.effects = mandate.effects.map(Col::splat);
        self.indices = mandate.indices.map(Col::splat);
        self.touch(mandate);
        self.named = Col::splat(flag(mandate.named));
        self.any_named = mandate.named;
        self.since = Some(since);
    }

    /// Takes on the greatest strength among the operations that are there, each with the histories
    /// where it is; where none is, what the last ones left still works as they did.
    pub fn join<'a>(&mut self, there: impl Iterator<Item = (&'a Mandate, &'a Col)> + Clone) {
        let mut some = ZERO;
        for (_, active) in there.clone() {
            for i in 0..LANES {
                some[i] = greater(some[i], active[i]);
            }
        }
        let put = |column: &mut Col, strength: &dyn Fn(&Mandate) -> f64| {
            let mut most = ZERO;
            for (mandate, active) in there.clone() {
                let here = strength(mandate);
                for i in 0..LANES {
                    most[i] = greater(most[i], active[i] * here);
                }
            }
            for i in 0..LANES {
                column[i] = if some[i] > 0.0 { most[i] } else { column[i] };
            }
        };
        self.effects.iter_mut().enumerate().for_each(|(k, column)| put(column, &|m| m.effects[k]));
        self.indices.iter_mut().enumerate().for_each(|(k, column)| put(column, &|m| m.indices[k]));
        put(&mut self.named, &|m| flag(m.named));
        self.any_named = self.named.0.iter().any(|x| *x > 0.0);
        there.for_each(|(mandate, _)| self.touch(mandate));
    }

    fn touch(&mut self, mandate: &Mandate) {
        for k in 0..society::COUNT {
            self.touched[k] |= mandate.indices[k] > 0.0;
        }
    }
}

/// The mandates of a theatre over time: months from which each holds.
#[derive(Clone, Debug, Default)]
pub struct Mandates(Vec<(usize, Mandate)>);

impl Mandates {
    /// Of the operations there. In each month those between deployment and planned exit hold; when
    /// none does, what the last ones left still works as they did.
    pub fn new(operations: &[&Operation]) -> Self {
        let span = |o: &Operation| {
            let start = (o.start_month.value + MONTHS_BEFORE) as usize;
            (start, start + o.planned_exit_months.value as usize)
        };
        let mut changes: Vec<usize> = operations.iter().flat_map(|o| <[usize; 2]>::from(span(o))).collect();
        changes.sort_unstable();
        changes.dedup();
        let mut list = Vec::new();
        for month in changes {
            let here = operations.iter().filter(|o| (span(o).0..span(o).1).contains(&month));
            let joined = here.map(|o| Mandate::of(o)).reduce(|mut a, b| {
                a.join(&b);
                a
            });
            list.extend(joined.map(|m| (month, m)));
        }
        Self(list)
    }

    /// The mandate that holds in a month counted from the first of the history, and since when.
    pub fn at(&self, month: usize) -> Option<&(usize, Mandate)> {
        self.0.iter().rev().find(|(from, _)| *from <= month)
    }
}

/// What an operation's models and form ask of it.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// What its form changes.
    pub form: FormNumbers,
    /// People that its models need, and the weight of troops, police, observers and civilians in
    /// their work; none where no model is named.
    pub staffing: Option<(f64, [f64; 4])>,
    /// Least capabilities.
    pub capabilities: f64,
}

impl Package {
    /// Of an operation.
    pub fn of(operation: &Operation) -> Self {
        let package = meaning::package(&operation.models.value);
        let neutral =
            FormNumbers { delay: 1.0, command: 1.0, cost_share: 1.0, partner: 0.0, rehatted: 0.0, legitimacy: 0.0 };
        Self {
            form: form_of(operation).map_or(neutral, |f| f.numbers),
            capabilities: package.as_ref().map_or(0.0, |p| p.capabilities),
            staffing: package.map(|p| (p.need, p.shares.map(|s| if s > 0.0 { 1.0 } else { 0.0 }))),
        }
    }
}

/// Coefficients of `meaning.toml` that the rooms read each month.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "named as in meaning.toml, where each has its reason")]
pub struct Words {
    pub staffing: f64,
    pub capability_loss: f64,
    pub ceasefire_violations: f64,
    pub illicit_revenue: f64,
    pub information_incidents: f64,
    pub state_capacity: f64,
    pub conflict_onset: f64,
    pub conflict_ending: f64,
    pub technology_deaths: f64,
    pub technology_consent: f64,
    pub crime_ending: f64,
    pub crime_relapse: f64,
    pub climate_displacement: f64,
    pub climate_onset: f64,
    pub health_access: f64,
    pub women_acceptance: f64,
    pub women_sexual_violence: f64,
}

impl Words {
    /// As the file has them. Without `feedback` indices move nothing else: for tests that tell
    /// direct effects from what they bring about.
    pub fn new(feedback: bool) -> Self {
        let of = meaning::coefficient;
        let back = |name: &str| if feedback { of(name) } else { 0.0 };
        Self {
            staffing: of("package.staffing"),
            capability_loss: of("package.capability_loss"),
            ceasefire_violations: back("feedback.ceasefire_violations"),
            illicit_revenue: back("feedback.illicit_revenue"),
            information_incidents: back("feedback.information_incidents"),
            state_capacity: back("feedback.state_capacity"),
            conflict_onset: of("stress.conflict_onset"),
            conflict_ending: of("stress.conflict_ending"),
            technology_deaths: of("stress.technology_deaths"),
            technology_consent: of("stress.technology_consent"),
            crime_ending: of("stress.crime_ending"),
            crime_relapse: of("stress.crime_relapse"),
            climate_displacement: of("stress.climate_displacement"),
            climate_onset: of("stress.climate_onset"),
            health_access: of("stress.health_access"),
            women_acceptance: of("women.acceptance"),
            women_sexual_violence: of("women.sexual_violence"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_acts_on_what_exists() {
        for m in &meaning::meaning().model {
            let operation = Operation {
                models: crate::scenario::level::Sourced::default_of(vec![m.number]),
                ..Operation::default()
            };
            assert_ne!(Mandate::of(&operation), Mandate { named: true, ..Mandate::default() }, "{}", m.slug);
        }
    }

    #[test]
    fn the_special_indices_are_those_of_single_models() {
        assert_eq!(INDICES[SPECIAL.start].name, "land_released");
        assert_eq!(INDICES[SPECIAL.end].name, "state_capacity");
    }

    #[test]
    fn an_index_stays_touched_once_a_mandate_has_acted_on_it() {
        let acts_on = |k: usize| {
            let mut mandate = Mandate { named: true, ..Mandate::default() };
            mandate.indices[k] = 0.5;
            mandate
        };
        let touched = |acting: &Acting| (0..society::COUNT).filter(|k| acting.touched[*k]).collect::<Vec<_>>();
        let mut acting = Acting::default();
        assert_eq!(touched(&acting), [0; 0]);
        acting.follow(12, &acts_on(3));
        acting.follow(40, &acts_on(14));
        assert_eq!(touched(&acting), [3, 14]);
        let (first, second, there) = (acts_on(7), acts_on(20), Col::splat(1.0));
        acting.join([(&first, &there), (&second, &ZERO)].into_iter());
        assert!([3, 7, 14].iter().all(|k| acting.touched[*k]));
        assert_eq!((acting.indices[3][0], acting.indices[7][0]), (0.0, 0.5));
    }
}
