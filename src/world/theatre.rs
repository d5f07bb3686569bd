//! A theatre: host, conflict, society and neighbours, stepped in that order.

use crate::draws::math::exp;
use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;

use super::column::{ZERO, lesser};
use super::conflict::{Conflict, Surroundings};
use super::contagion::Neighbours;
use super::draw::{TheatreDraws, TheatreOnce};
use super::effects::Effects;
use super::host::Host;
use super::influence::Influence;
use super::setting::TheatreSetting;
use super::society::{self, Society};

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
    /// Strength of each index task among the operations here, 0 to 1.
    pub tasks: [f64; society::COUNT],
    violence: Col,
}

impl Theatre {
    /// A theatre at the start of a history.
    pub fn new(s: &TheatreSetting, once: &TheatreOnce, p: &Parameters) -> Self {
        let conflict = Conflict::new(s, once, p);
        let society = Society::new(&conflict, &s.log_severity, &s.levels.population.at(0), p);
        Self {
            host: Host::new(&s.levels, once, p),
            conflict,
            society,
            neighbours: Neighbours::new(&s.levels),
            mission: Influence::default(),
            effects: Effects::default(),
            missioned: false,
            tasks: [0.0; society::COUNT],
            violence: ZERO,
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
        draws: &TheatreDraws,
        p: &Parameters,
    ) {
        let population = s.levels.population.at(month);
        self.host.step(month, &s.levels, unity, &self.mission, &self.violence, draws, p);
        let mut around = Surroundings {
            unity: *unity,
            consent: self.host.consent,
            mediation: s.levels.mediation.at(month),
            external: s.levels.external_support.at(month),
            pressure: ZERO,
            cap: ZERO,
            mediated: ZERO,
        };
        for i in 0..LANES {
            around.pressure[i] = self.neighbours.pressure(linked, i);
            around.cap[i] = p.intensity_cap[i] * 1.0e6 * population[i];
            around.mediated[i] = exp(-p.battle_mediation[i] * (around.mediation[i] - p.mediation_reference[i]));
        }
        self.conflict.step(&around, &self.effects, draws, p);
        self.society.step(&self.conflict, &population, &self.effects, draws, p);
        if self.missioned {
            self.society.step_indices(&self.conflict, &self.host.consent, &self.mission, &self.tasks, p);
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
