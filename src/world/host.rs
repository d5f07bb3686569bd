//! The host: strategic consent of the government and acceptance by people.
//!
//! Consent is the scenario's level on the logit scale plus a first-order autoregression whose mean
//! the mission moves: tangible benefits, communication, Council unity and regional support raise
//! it; misconduct, disinformation and diverging aims lower it (the study, sections 2.3 and 7).
//! Changes of government shock it. Below a threshold the host may withdraw consent.

use crate::draws::math::{ln_inside, logistic, logistic_of};
use crate::draws::slots::{theatre, theatre_once};
use crate::draws::{Col, LANES, few, sample};
use crate::evidence::parameters::Parameters;

use super::column::{ZERO, flag, greater, is_zero, set_in};
use super::council::{asked, logit};
use super::draw::{TheatreDraws, TheatreOnce};
use super::influence::Influence;
use super::levels::TheatreColumns;
use super::theatre::Beyond;

/// State of one host.
#[derive(Clone, Debug)]
pub struct Host {
    deviation: Col,
    /// Consent of the government, 0 to 1.
    pub consent: Col,
    /// Local acceptance, 0 to 1.
    pub acceptance: Col,
    /// 1 in the month in which the host withdraws consent.
    pub withdrawn: Col,
    /// 1 in a month with a change of government.
    pub changed: Col,
    /// Logit of acceptance where nothing moves it.
    usual: Col,
    /// Logit of the consent that the scenario asks for, where it is the same in all months.
    asked: Col,
}

impl Host {
    /// The host at the start of a history.
    pub fn new(levels: &TheatreColumns, once: &TheatreOnce, p: &Parameters) -> Self {
        let mut host = Self {
            deviation: ZERO,
            consent: ZERO,
            acceptance: p.acceptance_level,
            withdrawn: ZERO,
            changed: ZERO,
            usual: ZERO,
            asked: ZERO,
        };
        let level = &levels.consent.now;
        for i in 0..LANES {
            let phi = p.consent_persistence[i];
            let spread = p.consent_sd[i] / (1.0 - phi * phi).sqrt();
            host.usual[i] = logit(p.acceptance_level[i]);
            host.deviation[i] = spread * once.slots[theatre_once::CONSENT][i];
            host.asked[i] = logit(level[i]);
            host.consent[i] = logistic(host.asked[i] + host.deviation[i]);
        }
        host
    }

    /// One month. `violence` is last month's deaths per million of the population.
    #[inline(always)]
    pub fn step(
        &mut self,
        levels: &TheatreColumns,
        unity: &Col,
        mission: &Influence,
        beyond: &Beyond,
        violence: &Col,
        draws: &TheatreDraws,
        p: &Parameters,
    ) {
        let asked = asked(&self.asked, &levels.consent);
        let pull = pull(levels, unity, mission, beyond, p);
        // What a loop makes goes to columns of its own first: the compiler leaves a loop scalar that writes to a
        // structure while it reads from many others.
        let (mut changed, mut shock, mut deviation, mut consent, mut withdrawn) = (ZERO, ZERO, ZERO, ZERO, ZERO);
        for i in 0..LANES {
            changed[i] = flag(draws.slots[theatre::GOVERNMENT_CHANGE][i] < p.government_change[i]);
        }
        for i in few::lanes_of(set_in(&changed)) {
            shock[i] = p.government_change_sd[i] * sample::normal_one(draws.slots[theatre::GOVERNMENT_CHANGE_SIZE][i]);
        }
        for i in 0..LANES {
            let phi = p.consent_persistence[i];
            deviation[i] = phi * self.deviation[i]
                + (1.0 - phi) * pull[i]
                + p.consent_sd[i] * draws.slots[theatre::CONSENT][i]
                + shock[i];
        }
        for i in 0..LANES {
            consent[i] = asked[i] + deviation[i];
        }
        let consent = logistic_of(&consent);
        for i in 0..LANES {
            let hold = p.withdrawal_threshold[i];
            let below = greater(hold - consent[i], 0.0) / hold;
            withdrawn[i] = flag(draws.slots[theatre::WITHDRAWAL][i] < p.withdrawal_hazard[i] * below);
        }
        self.changed = changed;
        self.deviation = deviation;
        self.consent = consent;
        self.withdrawn = withdrawn;
        self.accept(mission, beyond, violence, p);
    }

    /// Acceptance moves towards what the mission's conduct and benefits and the violence make it.
    #[inline(always)]
    fn accept(&mut self, mission: &Influence, beyond: &Beyond, violence: &Col, p: &Parameters) {
        let mut wanted = ZERO;
        for i in 0..LANES {
            wanted[i] = self.usual[i]
                + mission.presence[i]
                    * (p.acceptance_benefits[i] * (mission.benefits[i] - 0.4)
                        + p.acceptance_conduct[i] * (mission.conduct[i] - 0.7)
                        + beyond.women * (mission.women[i] - 0.1))
                - p.acceptance_violence[i] * ln_inside(1.0 + violence[i]);
        }
        let wanted = logistic_of(&wanted);
        for i in 0..LANES {
            self.acceptance[i] += p.acceptance_pace[i] * (wanted[i] - self.acceptance[i]);
        }
    }
}

/// Where the mission, the Council, the region and the parties' aims pull consent.
///
/// Pulls are measured from the defaults of their keys, so that a scenario which says nothing about them has the consent
/// it asks for.
#[inline(always)]
fn pull(levels: &TheatreColumns, unity: &Col, mission: &Influence, beyond: &Beyond, p: &Parameters) -> Col {
    let (regional, disinformation) = (&levels.regional_support.now, &levels.disinformation.now);
    let divergence = &levels.divergence.now;
    let mut pull = ZERO;
    for i in 0..LANES {
        pull[i] =
            beyond.consent[i] + p.consent_unity[i] * (unity[i] - 0.65) + p.consent_regional[i] * (regional[i] - 0.5)
                - p.consent_divergence[i] * (divergence[i] - 0.3);
    }
    if is_zero(&mission.presence) {
        return pull;
    }
    let mut of_mission = ZERO;
    for i in 0..LANES {
        of_mission[i] = p.consent_benefits[i] * (mission.benefits[i] - 0.4)
            + p.consent_communication[i] * (mission.communication[i] - 0.5)
            + p.consent_conduct[i] * (mission.conduct[i] - 0.7)
            - p.consent_disinformation[i] * (disinformation[i] - 0.3);
    }
    for i in 0..LANES {
        pull[i] += mission.presence[i] * (of_mission[i] + mission.legitimacy[i]);
    }
    pull
}
