//! What the operation amounts to in its theatre, and the factors by which it moves rates and hazards there.

use super::inputs::Inputs;
use super::operation::Operation;

/// Civilians at which their effect is half saturated, hundreds.
const CIVILIANS_MAX: f64 = 10.0;

/// Doses and presence; all zero without an operation.
#[derive(Clone, Copy, Default)]
pub struct Influence {
    /// Saturated effective troops, thousands.
    pub troops: f64,
    /// Saturated effective police, hundreds.
    pub police: f64,
    /// Saturated effective civilians, hundreds.
    pub civilians: f64,
    pub presence: f64,
    pub multidimensional: f64,
    pub implementation: f64,
    pub legacy: f64,
    pub abrupt: f64,
    /// Tangible benefits that people see.
    pub benefits: f64,
}

/// dmax (1 - exp(-d / dmax)).
fn dose(d: f64, max: f64) -> f64 {
    max * (1.0 - (-d / max).exp())
}

/// e^x, without the work where there is nothing to do.
fn factor(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { x.exp() }
}

impl Influence {
    pub fn of(op: &Operation, programme: f64, p: &Inputs) -> Self {
        let mut m = Self { implementation: op.implemented(), legacy: op.legacy, abrupt: op.abrupt, ..Self::default() };
        if op.active {
            m.troops = dose(op.effectiveness * op.deployed[0] / 1000.0, p.dose_max_troops);
            m.police = dose(op.effectiveness * op.deployed[1] / 100.0, p.dose_max_police);
            m.civilians = dose(op.effectiveness * op.deployed[3] / 100.0, CIVILIANS_MAX);
            let both = (m.police / p.dose_max_police).min(m.civilians / CIVILIANS_MAX);
            m.presence = op.presence;
            m.multidimensional = m.presence * (2.0 * both).min(1.0);
            m.benefits = (p.benefits * programme).min(1.0);
        }
        m
    }

    /// On the mean of battle-related deaths.
    pub fn battle(&self, p: &Inputs) -> f64 {
        factor(-p.battle_troops * self.troops)
    }

    fn shield(&self, p: &Inputs) -> f64 {
        let posture = 1.0 + p.one_sided_posture * (p.posture - 0.5);
        p.one_sided_troops * self.troops * posture + p.one_sided_police * self.police
    }

    /// On killings of civilians by government.
    pub fn government(&self, p: &Inputs) -> f64 {
        factor(-self.shield(p) * (1.0 - p.one_sided_rebels))
    }

    /// On killings of civilians by non-state groups.
    pub fn rebel(&self, p: &Inputs) -> f64 {
        factor(-self.shield(p) * (1.0 + p.one_sided_rebels))
    }

    /// On the odds that an active spell ends.
    pub fn spell(&self, p: &Inputs) -> f64 {
        factor(p.spell_mission * self.presence)
    }

    /// Added to the log hazard of a negotiated ending per unit of mediation.
    pub fn together(&self, p: &Inputs) -> f64 {
        p.ending_together * self.presence + p.ending_troops * self.troops
    }

    /// Added to the log hazard of relapse.
    pub fn relapse(&self, p: &Inputs) -> f64 {
        let protection = self.presence + (1.0 - self.presence) * self.legacy * self.implementation;
        let built = p.relapse_mission + p.relapse_implementation * self.implementation;
        p.relapse_abrupt * self.abrupt - protection * built
    }

    /// Share of spill-over to neighbours that is not contained.
    pub fn spill(&self, p: &Inputs) -> f64 {
        1.0 - p.contagion_containment * self.presence
    }

    pub fn displacement(&self, p: &Inputs) -> f64 {
        factor(-p.displaced_uniformed * self.troops)
    }

    pub fn returns(&self, p: &Inputs) -> f64 {
        factor(p.returns_uniformed * self.troops)
    }

    pub fn aid_workers(&self, p: &Inputs) -> f64 {
        factor(-p.aid_workers_troops * self.troops)
    }

    pub fn sexual_violence(&self, p: &Inputs) -> f64 {
        factor(-p.sexual_violence_police * self.police)
    }
}
