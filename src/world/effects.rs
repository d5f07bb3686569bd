//! What a mission in a theatre does to it: every cited and assumed effect in one place.
//!
//! Each effect is a factor on a rate, a hazard or odds: exp(-b d) of a dose d. Without a mission
//! all factors are exactly 1, so the world without operations need not compute them.

use crate::draws::math::exp_of;
use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;

use super::column::ZERO;
use super::influence::Influence;
use super::mandate::{Acting, EFFECTS, Words, effect};

/// Factors of the mission on the rest of a theatre this month.
#[derive(Clone, Debug)]
pub struct Effects {
    /// On the mean of battle-related deaths (findings 5, 13, 15).
    pub battle: Col,
    /// On one-sided killings by government (findings 5, 7, 8).
    pub government: Col,
    /// On one-sided killings by non-state groups.
    pub rebel: Col,
    /// On the odds that an active spell ends (finding 5, local episodes).
    pub spell: Col,
    /// Added to the log hazard of a negotiated ending per unit of mediation (findings 5, 14).
    pub together: Col,
    /// On the hazard of relapse (finding 3).
    pub relapse: Col,
    /// On the hazard of onset.
    pub onset: Col,
    /// Share of spill-over to neighbours that is not contained (finding 4).
    pub spill: Col,
    /// On displacement beyond that through deaths (finding 12).
    pub displacement: Col,
    /// On returns (finding 12).
    pub returns: Col,
    /// On attacks on aid workers (finding 9).
    pub aid_workers: Col,
    /// On sexual violence (finding 10).
    pub sexual_violence: Col,
}

impl Default for Effects {
    fn default() -> Self {
        let one = Col::splat(1.0);
        Self {
            battle: one,
            government: one,
            rebel: one,
            spell: one,
            together: ZERO,
            relapse: one,
            onset: one,
            spill: one,
            displacement: one,
            returns: one,
            aid_workers: one,
            sexual_violence: one,
        }
    }
}

impl Effects {
    /// The effects of what the operations amount to.
    #[inline(always)]
    pub fn set(&mut self, m: &Influence, mandate: &Acting, words: &Words, p: &Parameters) {
        let w = &mandate.effects;
        self.set_violence(m, w, p);
        self.set_peace(m, mandate, p);
        let (mut displacement, mut returns, mut aid_workers, mut sexual_violence) = (ZERO, ZERO, ZERO, ZERO);
        for i in 0..LANES {
            displacement[i] = -p.displaced_uniformed[i] * m.troops[i] * w[effect::DISPLACEMENT][i];
            returns[i] = p.returns_uniformed[i] * m.troops[i] * w[effect::RETURNS][i];
            aid_workers[i] = -p.aid_workers_troops[i] * m.troops[i] * w[effect::AID_WORKERS][i];
            // Survivors report to women (the study, chapter 6).
            let heard = 1.0 + words.women_sexual_violence * (m.women[i] - 0.1);
            sexual_violence[i] = -p.sexual_violence_police[i] * m.police[i] * heard * w[effect::SEXUAL_VIOLENCE][i];
        }
        self.displacement = exp_of(&displacement);
        self.returns = exp_of(&returns);
        self.aid_workers = exp_of(&aid_workers);
        self.sexual_violence = exp_of(&sexual_violence);
    }

    /// The effects of operations that are over: those of doses and presence stay as they are, without effect.
    #[inline(always)]
    pub fn rest(&mut self, m: &Influence, mandate: &Acting, p: &Parameters) {
        self.set_peace(m, mandate, p);
    }

    #[inline(always)]
    fn set_violence(&mut self, m: &Influence, w: &[Col; EFFECTS.len()], p: &Parameters) {
        let (mut battle, mut government, mut rebel, mut spell) = (ZERO, ZERO, ZERO, ZERO);
        for i in 0..LANES {
            let slope = p.battle_troops[i] + p.battle_partner[i] * m.partner[i];
            battle[i] = -slope * m.troops[i] * w[effect::BATTLE][i];
            let posture = 1.0 + p.one_sided_posture[i] * (m.posture[i] - 0.5);
            let shield = p.one_sided_troops[i] * m.troops[i] * posture + p.one_sided_police[i] * m.police[i];
            let protected = shield * w[effect::ONE_SIDED][i];
            let tilt = p.one_sided_rebels[i];
            government[i] = -protected * (1.0 - tilt);
            rebel[i] = -protected * (1.0 + tilt);
            spell[i] = p.spell_mission[i] * m.presence[i] * w[effect::SPELL][i];
        }
        self.battle = exp_of(&battle);
        self.government = exp_of(&government);
        self.rebel = exp_of(&rebel);
        self.spell = exp_of(&spell);
    }

    /// While there, a mission protects peace by presence; after an orderly exit by what it built.
    #[inline(always)]
    fn set_peace(&mut self, m: &Influence, mandate: &Acting, p: &Parameters) {
        let w = &mandate.effects;
        let (mut relapse, mut onset) = (ZERO, ZERO);
        for i in 0..LANES {
            let here = m.presence[i];
            let protection = here + (1.0 - here) * m.legacy[i] * m.implementation[i];
            let built = p.relapse_mission[i] + p.relapse_implementation[i] * m.implementation[i];
            relapse[i] = (p.relapse_abrupt[i] * m.abrupt[i] - protection * built) * w[effect::RELAPSE][i];
            onset[i] = -p.onset_mission[i] * protection * w[effect::ONSET][i];
            self.together[i] =
                (p.ending_together[i] * here + p.ending_troops[i] * m.troops[i]) * w[effect::NEGOTIATION][i];
            self.spill[i] = 1.0 - p.contagion_containment[i] * here * w[effect::SPILL][i];
        }
        if let Some(left) = &mandate.left {
            for i in 0..LANES {
                let (here, built_on) = (m.presence[i], (1.0 - m.presence[i]) * m.legacy[i] * m.implementation[i]);
                let built = p.relapse_mission[i] + p.relapse_implementation[i] * m.implementation[i];
                let relapsing = here * w[effect::RELAPSE][i] + built_on * left.relapse[i];
                relapse[i] = p.relapse_abrupt[i] * m.abrupt[i] * left.abrupt[i] - relapsing * built;
                onset[i] = -p.onset_mission[i] * (here * w[effect::ONSET][i] + built_on * left.onset[i]);
            }
        }
        self.relapse = exp_of(&relapse);
        self.onset = exp_of(&onset);
    }
}
