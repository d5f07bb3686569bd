//! Mandates: what the models of the operations in a theatre act on, and what their form changes.
//!
//! A mission whose models are not named keeps every effect of the findings and the tasks at the
//! core of multidimensional mandates. One whose models are named acts on what these act on and on
//! nothing else: each strength multiplies the coefficient of its effect.

use crate::catalogue::meaning::{self, FormNumbers};
use crate::draws::{Col, LANES};
use crate::scenario::vocabulary::form_of;
use crate::scenario::{MONTHS_BEFORE, Operation, StartWhen};

use super::column::{ZERO, flag, greater};
use super::mission::OperationState;
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
    /// What operations that left have left behind, where several share the theatre.
    pub left: Option<Box<Left>>,
    since: Option<usize>,
    /// By operation, its work beside that of the one that does most.
    shares: Vec<Col>,
}

/// Strengths with which what operations have left goes on working: those of the mandate that built it, whoever is there
/// now.
#[derive(Clone, Debug)]
pub struct Left {
    /// On relapse, of the greatest legacy of an orderly exit.
    pub relapse: Col,
    /// On onset, of the same.
    pub onset: Col,
    /// On relapse, of the most abrupt exit.
    pub abrupt: Col,
}

/// Share of its tasks' work that an operation counts with before anybody has arrived.
const TRACE: f64 = 1e-9;

impl Default for Acting {
    fn default() -> Self {
        let nothing = [ZERO; EFFECTS.len()];
        let untouched = [false; society::COUNT];
        let indices = [ZERO; society::COUNT];
        Self {
            effects: nothing,
            indices,
            touched: untouched,
            named: ZERO,
            any_named: false,
            left: None,
            since: None,
            shares: Vec::new(),
        }
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

    /// Takes on the greatest strength among the operations that are there, each weighed by its work beside that of the one
    /// that does most, so that one of hardly anybody changes hardly anything; where none is there, what the last ones left
    /// still works as they did.
    pub fn join<'a>(&mut self, all: impl Iterator<Item = (&'a Mandate, &'a OperationState)> + Clone) {
        let weight = |s: &OperationState, i: usize| s.active[i] * (greater(s.presence[i], s.work[i]) + TRACE);
        let mut most = ZERO;
        for (_, state) in all.clone() {
            for i in 0..LANES {
                most[i] = greater(most[i], weight(state, i));
            }
        }
        self.shares.resize(all.clone().count(), ZERO);
        for ((_, state), share) in all.clone().zip(&mut self.shares) {
            for i in 0..LANES {
                share[i] = if most[i] > 0.0 { weight(state, i) / most[i] } else { 0.0 };
            }
        }
        let shares = &self.shares;
        let put = |column: &mut Col, strength: &dyn Fn(&Mandate, f64) -> f64| {
            let mut joined = ZERO;
            for ((mandate, _), share) in all.clone().zip(shares) {
                for i in 0..LANES {
                    joined[i] = greater(joined[i], strength(mandate, share[i]));
                }
            }
            for i in 0..LANES {
                column[i] = if most[i] > 0.0 { joined[i] } else { column[i] };
            }
        };
        self.effects.iter_mut().enumerate().for_each(|(k, column)| put(column, &|m, share| share * m.effects[k]));
        self.indices.iter_mut().enumerate().for_each(|(k, column)| put(column, &|m, share| share * m.indices[k]));
        // A switch is that of the operation that does most.
        put(&mut self.named, &|m, share| flag(m.named && share == 1.0));
        self.any_named = self.named.0.iter().any(|x| *x > 0.0);
        self.leave(all.clone());
        all.for_each(|(mandate, _)| self.touch(mandate));
    }

    /// Notes whose mandate built what is left behind.
    fn leave<'a>(&mut self, all: impl Iterator<Item = (&'a Mandate, &'a OperationState)>) {
        let nothing = || Box::new(Left { relapse: ZERO, onset: ZERO, abrupt: ZERO });
        let left = self.left.get_or_insert_with(nothing);
        let (mut legacy, mut abrupt) = (ZERO, ZERO);
        for (mandate, state) in all {
            let [relapse, onset] = [mandate.effects[effect::RELAPSE], mandate.effects[effect::ONSET]];
            for i in 0..LANES {
                if state.legacy[i] > legacy[i] {
                    (legacy[i], left.relapse[i], left.onset[i]) = (state.legacy[i], relapse, onset);
                }
                if state.abrupt[i] > abrupt[i] {
                    (abrupt[i], left.abrupt[i]) = (state.abrupt[i], relapse);
                }
            }
        }
    }

    fn touch(&mut self, mandate: &Mandate) {
        for k in 0..society::COUNT {
            self.touched[k] |= mandate.indices[k] > 0.0;
        }
    }
}

/// The mandates of the operations of a theatre.
#[derive(Clone, Debug)]
pub enum Mandates {
    /// Nobody comes.
    None,
    /// One operation comes in a set month, and what it has left works as it did.
    Planned(usize, Box<Mandate>),
    /// Several operations, by their places, or one that waits: who is there differs between histories.
    Joined(Vec<(usize, Mandate)>),
}

impl Mandates {
    /// Of the operations there, with their places; those of nobody have none.
    pub fn new(operations: &[(usize, &Operation)]) -> Self {
        let somebody: Vec<_> = operations.iter().filter(|(_, o)| !o.is_of_nobody()).collect();
        match somebody[..] {
            [] => Self::None,
            [(_, o)] if o.start_when.value == StartWhen::AtOnce && o.follows.value.is_empty() => {
                Self::Planned((o.start_month.value + MONTHS_BEFORE) as usize, Box::new(Mandate::of(o)))
            }
            _ => Self::Joined(somebody.iter().map(|(place, o)| (*place, Mandate::of(o))).collect()),
        }
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
    use crate::draws::stream::Stream;
    use crate::evidence::posterior::Posterior;
    use crate::evidence::register::Stance;
    use crate::world::draw::OperationOnce;

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

    /// An operation that is there or not, and as present everywhere.
    fn state(active: f64, presence: f64) -> OperationState {
        let posterior = std::sync::Arc::new(Posterior::centre(Stance::Study));
        let mut state =
            OperationState::new(&OperationOnce::once(&Stream::new(1, "operation:a"), 0), &posterior.block(0));
        (state.active, state.presence) = (Col::splat(active), Col::splat(presence));
        state
    }

    #[test]
    fn operations_act_with_their_work_beside_the_one_that_does_most() {
        let with = |effect: usize, strength: f64| {
            let mut mandate = Mandate { named: true, ..Mandate::default() };
            mandate.effects[effect] = strength;
            mandate
        };
        let (main, small) = (with(effect::BATTLE, 0.8), Mandate { named: false, ..with(effect::RELAPSE, 1.0) });
        let (mut present, few) = (state(1.0, 0.5), state(1.0, 0.005));
        let mut acting = Acting::default();
        acting.join([(&main, &present), (&small, &few)].into_iter());
        assert_eq!((acting.effects[effect::BATTLE][0], acting.named[0]), (0.8, 1.0));
        assert!((acting.effects[effect::RELAPSE][0] - 0.01).abs() < 1e-6, "a hundredth of the presence");
        // What was left keeps the strength of its own mandate, whoever is there.
        (present.active, present.presence, present.legacy) = (ZERO, ZERO, Col::splat(0.4));
        acting.join([(&with(effect::ONSET, 0.7), &present), (&small, &few)].into_iter());
        let left = acting.left.as_ref().expect("several operations");
        assert_eq!((left.onset[0], left.relapse[0], acting.effects[effect::RELAPSE][0]), (0.7, 0.0, 1.0));
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
        let (first, second) = (acts_on(7), acts_on(20));
        let [there, gone] = [1.0, 0.0].map(|active| state(active, 0.5));
        acting.join([(&first, &there), (&second, &gone)].into_iter());
        assert!([3, 7, 14].iter().all(|k| acting.touched[*k]));
        assert_eq!((acting.indices[3][0], acting.indices[7][0]), (0.0, 0.5));
    }
}
