//! What one month of one theatre draws: the bare cost that no arrangement of the work can avoid.
//!
//! The draw floor of the benches makes these numbers and nothing else. A unit test counts them while
//! the baseline runs, so that they cannot go stale.

use serde::Serialize;

/// Draws and transcendental functions per history and month of one theatre.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Inventory {
    /// Uniforms (32-bit words of the generator).
    pub uniforms: f64,
    /// Standard normals, each from one of the uniforms.
    pub normals: f64,
    /// Poisson counts, likewise.
    pub poissons: f64,
    /// Exponentials, those inside logistics and powers among them.
    pub exps: f64,
    /// Natural logarithms.
    pub lns: f64,
}

/// The baseline with its operation (one theatre, one operation, three classes of payers), mean over
/// its 192 months.
pub const MISSION: Inventory = Inventory { uniforms: 29.19, normals: 6.62, poissons: 3.26, exps: 21.99, lns: 1.02 };

/// What the paired world without the operation adds: it meets the same draws.
pub const PAIRED: Inventory = Inventory { uniforms: 0.06, normals: 0.55, poissons: 2.0, exps: 8.59, lns: 1.01 };

impl Inventory {
    /// Both worlds of a pair.
    pub fn plus(self, other: Self) -> Self {
        Self {
            uniforms: self.uniforms + other.uniforms,
            normals: self.normals + other.normals,
            poissons: self.poissons + other.poissons,
            exps: self.exps + other.exps,
            lns: self.lns + other.lns,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::draws::{LANES, take_tally};
    use crate::evidence::posterior::Posterior;
    use crate::evidence::register::Stance;
    use crate::scenario::load;
    use crate::world::month::Block;
    use crate::world::series::Unwatched;
    use crate::world::setting::Setting;

    fn counted(paired: bool) -> [f64; 5] {
        let scenario = load::builtin_baseline(&[]).expect("baseline").scenario;
        let setting = Setting::new(&scenario, Arc::new(Posterior::centre(Stance::Study)), 1);
        let _ = take_tally();
        const BLOCKS: u64 = 8;
        for k in 0..BLOCKS {
            Block::live(&setting, k * LANES as u64, paired, None, &mut Unwatched);
        }
        let months = (BLOCKS as usize * LANES * setting.months) as f64;
        take_tally().map(|n| n as f64 / months)
    }

    #[test]
    fn the_inventory_is_what_a_month_of_the_baseline_draws() {
        let alone = counted(false);
        let both = counted(true);
        let said = |i: Inventory| [i.uniforms, i.normals, i.poissons, i.exps, i.lns];
        println!("{alone:?}\n{both:?}");
        for (k, (a, b)) in alone.iter().zip(both).enumerate() {
            assert!((a - said(MISSION)[k]).abs() < 0.06, "kind {k}: {a} counted");
            assert!((b - said(MISSION.plus(PAIRED))[k]).abs() < 0.06, "kind {k}: {b} counted for the pair");
        }
    }
}
