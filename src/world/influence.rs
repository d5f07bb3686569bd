//! What the operations in a theatre amount to there: doses, presence, manners.

use crate::draws::math::{exp_of, select};
use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;

use super::column::{ZERO, greatest, lesser, plus};
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
    /// The dose of police as a share of the most there is.
    pub police_share: Col,
    /// That of civilians.
    pub civilians_share: Col,
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
        police_share: ZERO,
        civilians_share: ZERO,
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

    /// Adds an operation of which a share `share` of the strength works in this theatre, to nothing if it is the `FIRST`
    /// of the month. Manners are those of the operation most present.
    #[inline(always)]
    pub fn add<const FIRST: bool>(&mut self, state: &OperationState, s: &OperationSetting, share: f64) {
        macro_rules! was {
            ($field:ident) => {
                if FIRST { &const { Self::NONE }.$field } else { &self.$field }
            };
        }
        // A number where there is nothing before: the compiler would choose between two addresses, lane by lane.
        macro_rules! manner {
            ($field:ident, $i:expr) => {
                if FIRST { const { Self::NONE.$field.0[0] } } else { self.$field[$i] }
            };
        }
        let l = &s.levels;
        let legitimacy = s.package.form.legitimacy;
        let (mut partner, mut strength, mut manners) = (ZERO, ZERO, [ZERO; 6]);
        // One loop for all: in small ones, unrolled, each lane would choose for itself.
        for i in 0..LANES {
            let more = state.presence[i] > manner!(presence, i);
            let benefits = lesser(l.benefits.now[i] * state.programme[i], 1.0);
            manners[0][i] = select(more, benefits, manner!(benefits, i));
            manners[1][i] = select(more, l.communication.now[i], manner!(communication, i));
            manners[2][i] = select(more, l.conduct.now[i], manner!(conduct, i));
            manners[3][i] = select(more, l.posture.now[i], manner!(posture, i));
            manners[4][i] = select(more, l.women.now[i], manner!(women, i));
            manners[5][i] = select(more, legitimacy, manner!(legitimacy, i));
            partner[i] = state.active[i] * state.partner[i];
            strength[i] = share * state.effectiveness[i];
        }
        [self.benefits, self.communication, self.conduct, self.posture, self.women, self.legitimacy] = manners;
        self.work = greatest(was!(work), &state.work);
        for (group, deployed) in state.deployed.iter().enumerate() {
            self.deployed[group] = plus(if FIRST { &ZERO } else { &self.deployed[group] }, share, deployed);
        }
        self.effective = dosed(was!(effective), &strength, &state.deployed[0], 1000.0);
        self.police = dosed(was!(police), &strength, &state.deployed[1], 100.0);
        self.civilians = dosed(was!(civilians), &strength, &state.deployed[3], 100.0);
        self.presence = greatest(was!(presence), &state.presence);
        self.partner = greatest(was!(partner), &partner);
        self.implementation = greatest(was!(implementation), &state.implemented());
        self.legacy = greatest(was!(legacy), &state.legacy);
        self.abrupt = greatest(was!(abrupt), &state.abrupt);
        self.resting = false;
    }

    /// What is left of the operations in theatre `t`, all of which are over in every history: doses and presence stay at
    /// nothing, and what they left fades.
    #[inline(always)]
    pub fn rest(&mut self, operations: &[OperationState], places: &[Vec<usize>], t: usize) {
        self.resting = true;
        let (mut legacy, mut abrupt) = (ZERO, ZERO);
        for (o, state) in operations.iter().enumerate() {
            if places[o].contains(&t) {
                legacy = greatest(&legacy, &state.legacy);
                abrupt = greatest(&abrupt, &state.abrupt);
            }
        }
        (self.legacy, self.abrupt) = (legacy, abrupt);
    }

    /// Saturates the doses once all operations have been added.
    #[inline(always)]
    pub fn saturate(&mut self, p: &Parameters) {
        self.troops = saturated(&self.effective, &p.dose_max_troops);
        self.police = saturated(&self.police, &p.dose_max_police);
        self.civilians = saturated(&self.civilians, &Col::splat(CIVILIANS_MAX));
        let (mut police, mut civilians, mut multidimensional) = (ZERO, ZERO, ZERO);
        for i in 0..LANES {
            police[i] = self.police[i] / p.dose_max_police[i];
            civilians[i] = self.civilians[i] / CIVILIANS_MAX;
            multidimensional[i] = self.presence[i] * lesser(2.0 * lesser(police[i], civilians[i]), 1.0);
        }
        (self.police_share, self.civilians_share, self.multidimensional) = (police, civilians, multidimensional);
    }
}

/// A dose and what a group adds to it, in units of so many people.
#[inline(always)]
fn dosed(dose: &Col, strength: &Col, people: &Col, unit: f64) -> Col {
    let mut sum = ZERO;
    for i in 0..LANES {
        sum[i] = dose[i] + strength[i] * people[i] / unit;
    }
    sum
}

/// A dose saturates: dmax (1 - exp(-d / dmax)), so that slopes measured on small forces are not multiplied to absurdity
/// on large ones.
#[inline(always)]
pub fn saturated(dose: &Col, most: &Col) -> Col {
    let mut share = ZERO;
    for i in 0..LANES {
        share[i] = -dose[i] / most[i];
    }
    share = exp_of(&share);
    for i in 0..LANES {
        share[i] = most[i] * (1.0 - share[i]);
    }
    share
}
