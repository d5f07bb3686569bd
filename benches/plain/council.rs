//! The Security Council: unity, and what a renewal brings.

use super::draws::{Rng, happens, logistic, logit, normal, stationary, uniform};
use super::inputs::Inputs;

/// Unity at or below which the General Assembly may carry a mission on.
const DEADLOCK: f64 = 0.25;

pub struct Council {
    level: f64,
    deviation: f64,
    pub unity: f64,
}

/// What a renewal does to a mandate.
pub enum Renewal {
    Same,
    Terminated,
    Cut,
    Overloaded,
}

impl Council {
    pub fn new(p: &Inputs, rng: &mut Rng) -> Self {
        let deviation = stationary(p.unity_sd, p.unity_persistence) * normal(rng);
        Self { level: logit(p.unity), deviation, unity: p.unity }
    }

    pub fn step(&mut self, p: &Inputs, rng: &mut Rng) {
        self.deviation = p.unity_persistence * self.deviation + p.unity_sd * normal(rng);
        self.unity = logistic(self.level + self.deviation);
    }

    /// A divided Council more often terminates, cuts or overloads.
    pub fn renew(&self, p: &Inputs, rng: &mut Rng) -> Renewal {
        let division = 1.0 - self.unity;
        let terminate = p.renewal_terminate * division * division;
        let cut = terminate + p.renewal_cut * division;
        let overload = cut + p.renewal_overload * division;
        match uniform(rng) {
            u if u < terminate && self.rescued(p, rng) => Renewal::Same,
            u if u < terminate => Renewal::Terminated,
            u if u < cut => Renewal::Cut,
            u if u < overload => Renewal::Overloaded,
            _ => Renewal::Same,
        }
    }

    fn rescued(&self, p: &Inputs, rng: &mut Rng) -> bool {
        self.unity <= DEADLOCK && happens(rng, p.assembly_rescue)
    }
}
