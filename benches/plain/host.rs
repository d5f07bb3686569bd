//! The host: consent of the government and acceptance by people.

use super::draws::{Rng, happens, logistic, logit, normal, stationary};
use super::influence::Influence;
use super::inputs::Inputs;

pub struct Host {
    asked: f64,
    usual: f64,
    deviation: f64,
    pub consent: f64,
    pub acceptance: f64,
    /// The host withdraws consent this month.
    pub withdrawn: bool,
    /// The government changes this month.
    pub changed: bool,
}

impl Host {
    pub fn new(p: &Inputs, rng: &mut Rng) -> Self {
        let (asked, deviation) = (logit(p.consent), stationary(p.consent_sd, p.consent_persistence) * normal(rng));
        Self {
            asked,
            usual: logit(p.acceptance_level),
            deviation,
            consent: logistic(asked + deviation),
            acceptance: p.acceptance_level,
            withdrawn: false,
            changed: false,
        }
    }

    /// One month; `violence` is last month's deaths per million, `there` says whether anybody could be sent away.
    pub fn step(&mut self, unity: f64, m: &Influence, there: bool, violence: f64, p: &Inputs, rng: &mut Rng) {
        self.changed = happens(rng, p.government_change);
        let shock = if self.changed { p.government_change_sd * normal(rng) } else { 0.0 };
        let phi = p.consent_persistence;
        self.deviation = phi * self.deviation + (1.0 - phi) * pull(unity, m, p) + p.consent_sd * normal(rng) + shock;
        self.consent = logistic(self.asked + self.deviation);
        let below = (p.withdrawal_threshold - self.consent) / p.withdrawal_threshold;
        self.withdrawn = there && below > 0.0 && happens(rng, p.withdrawal_hazard * below);

        let moved =
            m.presence * (p.acceptance_benefits * (m.benefits - 0.4) + p.acceptance_conduct * (p.conduct - 0.7));
        let feared = if violence > 0.0 { p.acceptance_violence * (1.0 + violence).ln() } else { 0.0 };
        self.acceptance += p.acceptance_pace * (logistic(self.usual + moved - feared) - self.acceptance);
    }
}

/// Where the mission, the Council, the region and the parties' aims pull consent.
fn pull(unity: f64, m: &Influence, p: &Inputs) -> f64 {
    let of_mission = p.consent_benefits * (m.benefits - 0.4)
        + p.consent_communication * (p.communication - 0.5)
        + p.consent_conduct * (p.conduct - 0.7)
        - p.consent_disinformation * (p.disinformation - 0.3);
    p.consent_unity * (unity - 0.65) + p.consent_regional * (p.regional_support - 0.5)
        - p.consent_divergence * (p.divergence - 0.3)
        + m.presence * of_mission
}
