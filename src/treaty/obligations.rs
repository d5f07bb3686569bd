//! Obligations of the parties: stockpiles destroyed, land cleared, victims assisted.

use crate::draws::math::exp;
use crate::draws::{Col, LANES};

use crate::world::column::{ZERO, flag};

/// States parties with stockpiles to destroy (28 of 41 done in 2017, the-monitor.org).
const STOCKPILES: usize = 41;
/// Contaminated states parties (11 on 1 July 2014, CMM 2014).
const CONTAMINATED: usize = 11;
/// Hazard a year that a party completes destruction: 23 done in 2015, 36 in 2021 (CMM).
const DESTRUCTION: f64 = 0.19;
/// Hazard a year that a party completes clearance (assumed: one in twenty; ten-year deadlines are
/// mostly extended).
const CLEARANCE: f64 = 0.05;
/// Yearly progress of victim assistance towards what action plans ask (assumed).
const ASSISTANCE: f64 = 0.06;
/// How far progress rests on meetings and the support unit (assumed; effect size assumed).
pub const SUPPORT: f64 = 0.4;

/// What has been done.
#[derive(Clone, Debug)]
pub struct Obligations {
    /// Parties that have destroyed their stockpiles.
    pub destroyed: Col,
    /// Parties that have cleared their land.
    pub cleared: Col,
    /// Victim assistance, 0 to 1.
    pub assistance: Col,
}

impl Default for Obligations {
    fn default() -> Self {
        Self { destroyed: ZERO, cleared: ZERO, assistance: ZERO }
    }
}

/// Draws that a year of obligations takes.
pub const SLOTS: usize = STOCKPILES + CONTAMINATED;

impl Obligations {
    /// A year, under `support` (0 to 1) of meetings and the unit.
    pub fn year(&mut self, support: &Col, uniforms: &[Col; SLOTS]) {
        for i in 0..LANES {
            let help = 1.0 - SUPPORT * (1.0 - support[i]);
            let chance = |hazard: f64| 1.0 - exp(-hazard * help);
            self.destroyed[i] += done(uniforms, self.destroyed[i] as usize..STOCKPILES, i, chance(DESTRUCTION));
            let from = STOCKPILES + self.cleared[i] as usize;
            self.cleared[i] += done(uniforms, from..SLOTS, i, chance(CLEARANCE));
            self.assistance[i] += (1.0 - self.assistance[i]) * ASSISTANCE * help;
        }
    }

    /// Share of all obligations met, the three alike.
    pub fn met(&self, i: usize) -> f64 {
        let (stock, land) = (self.destroyed[i] / STOCKPILES as f64, self.cleared[i] / CONTAMINATED as f64);
        (stock + land + self.assistance[i]) / 3.0
    }
}

fn done(uniforms: &[Col; SLOTS], states: std::ops::Range<usize>, i: usize, chance: f64) -> f64 {
    states.map(|k| flag(uniforms[k][i] < chance)).sum()
}
