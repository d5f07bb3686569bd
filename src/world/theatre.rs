//! A theatre: host, conflict, society and neighbours, stepped in that order.

use crate::draws::math::exp;
use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;

use super::column::{ZERO, greater, lesser};
use super::conflict::{Conflict, Surroundings};
use super::contagion::Neighbours;
use super::draw::{TheatreDraws, TheatreOnce};
use super::effects::Effects;
use super::host::Host;
use super::influence::Influence;
use super::mandate::{Acting, Words};
use super::setting::{ORDINARY_STRESS, TheatreSetting};
use super::society::{self, Society};

/// What presses on a theatre beyond its own conflict: stressors away from their ordinary level,
/// and what society, moved by a mission, gives back. Neutral where neither is at play.
#[derive(Clone, Debug)]
pub struct Beyond {
    /// Added to the logit of consent.
    pub consent: Col,
    /// Added to the log hazard of a negotiated ending.
    pub ending: Col,
    /// Factor on the hazard that a ceasefire fails.
    pub truce: Col,
    /// Factor on the hazard of relapse.
    pub relapse: Col,
    /// Factor on the hazard of onset.
    pub onset: Col,
    /// Factor on displacement.
    pub displacement: Col,
    /// Factor on malicious deaths among peacekeepers.
    pub weapons: Col,
    /// Health emergencies beyond the ordinary.
    pub health: Col,
    /// Weight of women in the force for acceptance.
    pub women: f64,
}

impl Default for Beyond {
    fn default() -> Self {
        let one = Col::splat(1.0);
        Self {
            consent: ZERO,
            ending: ZERO,
            truce: one,
            relapse: one,
            onset: one,
            displacement: one,
            weapons: one,
            health: ZERO,
            women: 0.0,
        }
    }
}

impl Beyond {
    /// Of this month's stressors and last month's society. Each coefficient has its reason in
    /// `meaning.toml`; a stressor is measured from its ordinary level.
    #[inline(always)]
    fn set(&mut self, s: &TheatreSetting, society: &Society, named: &Col, w: &Words) {
        let l = &s.levels;
        let (drivers, weapons) = (&l.armed_conflict.now, &l.technology.now);
        let (crime, climate, health) = (&l.organised_crime.now, &l.climate.now, &l.health.now);
        for i in 0..LANES {
            let over = |level: &Col| level[i] - ORDINARY_STRESS;
            let index = |k: usize| named[i] * society.indices[k][i];
            self.consent[i] =
                -w.technology_consent * over(weapons) - w.information_incidents * index(society::INFORMATION_INCIDENTS);
            self.ending[i] = -w.conflict_ending * over(drivers)
                - w.crime_ending * over(crime)
                - w.illicit_revenue * index(society::ILLICIT_REVENUE);
            self.truce[i] = exp(w.ceasefire_violations * index(society::CEASEFIRE_VIOLATIONS));
            let onset = w.conflict_onset * over(drivers);
            self.onset[i] = exp(onset + w.climate_onset * over(climate));
            self.relapse[i] =
                exp(onset + w.crime_relapse * over(crime) - w.state_capacity * index(society::STATE_CAPACITY));
            self.displacement[i] = exp(w.climate_displacement * over(climate));
            self.weapons[i] = exp(w.technology_deaths * over(weapons));
            self.health[i] = greater(over(health), 0.0);
        }
    }
}

/// Factor of mediation on battle-related deaths (finding 13).
#[inline(always)]
fn mediated(mediation: &Col, p: &Parameters) -> Col {
    let mut factor = ZERO;
    for i in 0..LANES {
        factor[i] = exp(-p.battle_mediation[i] * (mediation[i] - p.mediation_reference[i]));
    }
    factor
}

/// Whether a national election falls in a month counted from the first of the history.
fn election(month: usize, interval: usize) -> bool {
    interval > 0 && month > 0 && month.is_multiple_of(interval)
}

/// State of one theatre in one world.
#[derive(Clone, Debug)]
pub struct Theatre {
    /// The host.
    pub host: Host,
    /// The conflict.
    pub conflict: Conflict,
    /// Society.
    pub society: Society,
    /// Unmodelled neighbours.
    pub neighbours: Neighbours,
    /// What the operations there amount to this month.
    pub mission: Influence,
    /// What they do to it.
    pub effects: Effects,
    /// Whether any operation has ever worked here in this world.
    pub missioned: bool,
    /// What the operations here act on.
    pub mandate: Acting,
    /// Stressors and feedback of society this month.
    pub beyond: Beyond,
    violence: Col,
    /// Factor of mediation on battle-related deaths, where mediation is the same in all months.
    mediated: Col,
}

impl Theatre {
    /// A theatre at the start of a history.
    pub fn new(s: &TheatreSetting, once: &TheatreOnce, p: &Parameters) -> Self {
        let conflict = Conflict::new(s, once, p);
        let society = Society::new(&conflict, &s.log_severity, &s.levels.population.now, p);
        Self {
            host: Host::new(&s.levels, once, p),
            conflict,
            society,
            neighbours: Neighbours::new(&s.levels),
            mission: Influence::default(),
            effects: Effects::default(),
            missioned: false,
            mandate: Acting::default(),
            beyond: Beyond::default(),
            violence: ZERO,
            mediated: mediated(&s.levels.mediation.now, p),
        }
    }

    /// One month, once `mission` holds what the operations amount to. `linked` is the number of
    /// linked theatres at war last month.
    #[inline(always)]
    pub fn step(
        &mut self,
        month: usize,
        s: &TheatreSetting,
        unity: &Col,
        linked: &Col,
        words: &Words,
        draws: &TheatreDraws,
        p: &Parameters,
    ) {
        let population = &s.levels.population.now;
        self.beyond.women = words.women_acceptance;
        if s.stressed || self.mandate.any_named {
            self.beyond.set(s, &self.society, &self.mandate.named, words);
        }
        self.host.step(&s.levels, unity, &self.mission, &self.beyond, &self.violence, draws, p);
        let mut around = Surroundings {
            unity,
            consent: &self.host.consent,
            mediation: &s.levels.mediation.now,
            external: &s.levels.external_support.now,
            pressure: ZERO,
            cap: ZERO,
            mediated: if s.levels.mediation.moves() { mediated(&s.levels.mediation.now, p) } else { self.mediated },
            beyond: &self.beyond,
        };
        for i in 0..LANES {
            around.pressure[i] = self.neighbours.pressure(linked, i);
            around.cap[i] = p.intensity_cap[i] * 1.0e6 * population[i];
        }
        self.conflict.step(&around, &self.effects, draws, p);
        self.society.step(&self.conflict, population, &self.effects, &self.beyond, draws, p);
        if self.missioned {
            let elections = election(month, s.election_interval);
            self.society.step_indices(&self.conflict, &self.host.consent, &self.mission, &self.mandate, elections, p);
        }
        self.neighbours.step(&self.at_war(), &self.effects, draws, p);
        for i in 0..LANES {
            let deaths = self.conflict.battle[i] + self.conflict.government[i] + self.conflict.rebel[i];
            self.violence[i] = lesser(deaths / population[i], 1.0e3);
        }
    }

    /// 1 where the theatre is at war.
    #[inline(always)]
    pub fn at_war(&self) -> Col {
        let mut war = ZERO;
        for i in 0..LANES {
            war[i] = super::column::flag(self.conflict.phase[i] == super::conflict::phase::WAR);
        }
        war
    }
}
