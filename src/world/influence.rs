//! What the operations in a theatre amount to there: doses, presence, manners.

use crate::draws::math::exp;
use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;

use super::column::{ZERO, greater, lesser};
use super::mission::OperationState;
use super::setting::OperationSetting;

/// Sum of the operations in a theatre in a month. All zero where there is none, so that an
/// operation without strength leaves every other room as it is, to the bit.
#[derive(Clone, Debug)]
pub struct Influence {
    /// Deployed troops, police, observers, civilians.
    pub deployed: [Col; 4],
    /// Effective troops in thousands, before saturation.
    pub effective: Col,
    /// Saturated dose of troops, thousands: dmax (1 - exp(-d / dmax)).
    pub troops: Col,
    /// Saturated dose of police, hundreds.
    pub police: Col,
    /// Effective civilians, hundreds, saturated at ten.
    pub civilians: Col,
    /// Presence felt by the parties, 0 to 1.
    pub presence: Col,
    /// Share of its tasks' work that the mission does, 0 to 1: its presence where no model is named.
    pub work: Col,
    /// What the form of delivery adds to the logit of consent.
    pub legitimacy: Col,
    /// Women among the force and its leadership.
    pub women: Col,
    /// Presence of a mission with troops, police and civilians together, 0 to 1.
    pub multidimensional: Col,
    /// A non-UN force beside the mission, 0 to 1.
    pub partner: Col,
    /// Mean implementation, 0 to 1, kept after exit.
    pub implementation: Col,
    /// What orderly exits leave, fading.
    pub legacy: Col,
    /// What abrupt exits leave, fading.
    pub abrupt: Col,
    /// Tangible benefits, communication, conduct and posture of those present.
    pub benefits: Col,
    /// Strategic communication.
    pub communication: Col,
    /// Conduct and discipline.
    pub conduct: Col,
    /// Assertive posture.
    pub posture: Col,
    /// Whether all operations that came are over in every history of the block.
    pub resting: bool,
}

impl Default for Influence {
    fn default() -> Self {
        Self::NONE
    }
}

/// Half-saturation of civilians, in hundreds.
const CIVILIANS_MAX: f64 = 10.0;

impl Influence {
    /// No operation.
    pub const NONE: Self = Self {
        deployed: [ZERO; 4],
        effective: ZERO,
        troops: ZERO,
        police: ZERO,
        civilians: ZERO,
        presence: ZERO,
        work: ZERO,
        legitimacy: ZERO,
        women: Col::splat(0.1),
        multidimensional: ZERO,
        partner: ZERO,
        implementation: ZERO,
        legacy: ZERO,
        abrupt: ZERO,
        benefits: Col::splat(0.4),
        communication: Col::splat(0.5),
        conduct: Col::splat(0.7),
        posture: Col::splat(0.5),
        resting: false,
    };

    /// Forgets last month.
    #[inline(always)]
    pub fn clear(&mut self) {
        *self = Self::NONE;
    }

    /// Adds an operation of which a share `share` of the strength works in this theatre. Manners
    /// are those of the operation most present.
    #[inline(always)]
    pub fn add(&mut self, month: usize, state: &OperationState, s: &OperationSetting, share: f64) {
        let l = &s.levels;
        let manners = [l.benefits.at(month), l.communication.at(month), l.conduct.at(month), l.posture.at(month)];
        let women = l.women.at(month);
        let partner = l.partner_troops.at(month);
        let done = state.implemented();
        for i in 0..LANES {
            let more = state.presence[i] > self.presence[i];
            let pick = |new: f64, old: f64| if more { new } else { old };
            self.benefits[i] = pick(lesser(manners[0][i] * state.programme[i], 1.0), self.benefits[i]);
            self.communication[i] = pick(manners[1][i], self.communication[i]);
            self.conduct[i] = pick(manners[2][i], self.conduct[i]);
            self.posture[i] = pick(manners[3][i], self.posture[i]);
            self.women[i] = pick(women[i], self.women[i]);
            self.legitimacy[i] = pick(s.package.form.legitimacy, self.legitimacy[i]);
            self.work[i] = greater(self.work[i], state.work[i]);
            for group in 0..4 {
                self.deployed[group][i] += share * state.deployed[group][i];
            }
            let strength = share * state.effectiveness[i];
            self.effective[i] += strength * state.deployed[0][i] / 1000.0;
            self.police[i] += strength * state.deployed[1][i] / 100.0;
            self.civilians[i] += strength * state.deployed[3][i] / 100.0;
            self.presence[i] = greater(self.presence[i], state.presence[i]);
            self.partner[i] = greater(self.partner[i], state.active[i] * lesser(partner[i] / 1000.0, 1.0));
            self.implementation[i] = greater(self.implementation[i], done[i]);
            self.legacy[i] = greater(self.legacy[i], state.legacy[i]);
            self.abrupt[i] = greater(self.abrupt[i], state.abrupt[i]);
        }
    }

    /// What is left of operations that are over in every history: doses and presence stay at nothing, and what they
    /// left fades.
    #[inline(always)]
    pub fn rest<'a>(&mut self, operations: impl Iterator<Item = &'a OperationState>) {
        self.resting = true;
        (self.legacy, self.abrupt) = (ZERO, ZERO);
        for state in operations {
            for i in 0..LANES {
                self.legacy[i] = greater(self.legacy[i], state.legacy[i]);
                self.abrupt[i] = greater(self.abrupt[i], state.abrupt[i]);
            }
        }
    }

    /// Saturates the doses once all operations have been added.
    #[inline(always)]
    pub fn saturate(&mut self, p: &Parameters) {
        for i in 0..LANES {
            self.troops[i] = dose(self.effective[i], p.dose_max_troops[i]);
            self.police[i] = dose(self.police[i], p.dose_max_police[i]);
            self.civilians[i] = dose(self.civilians[i], CIVILIANS_MAX);
            let both = lesser(self.police[i] / p.dose_max_police[i], self.civilians[i] / CIVILIANS_MAX);
            self.multidimensional[i] = self.presence[i] * lesser(2.0 * both, 1.0);
        }
    }
}

/// A dose saturates: dmax (1 - exp(-d / dmax)), so that slopes measured on small forces are not
/// multiplied to absurdity on large ones.
#[inline(always)]
pub fn dose(d: f64, max: f64) -> f64 {
    max * (1.0 - exp(-d / max))
}
