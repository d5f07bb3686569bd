//! E[outcome | inputs] at one point: a mean over replicates, with the variance of that mean.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use crate::draws::dispatch::SimdClass;
use crate::draws::slots::ONCE;
use crate::draws::stream::Stream;
use crate::engine::ensemble::Interrupted;
use crate::evidence::posterior::Posterior;
use crate::experiment::measured::live;
use crate::scenario::Scenario;
use crate::world::setting::Setting;

use super::Value;

/// How points are evaluated.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// Seed.
    pub seed: u64,
    /// What is not known.
    pub posterior: Arc<Posterior>,
    /// Replicates of each point.
    pub replicates: u64,
    /// Simulate the world without operations too.
    pub paired: bool,
    /// One luck and the same draws of the parameters for all points: their means carry no noise of their own, and what
    /// is found holds for that luck.
    pub conditional: bool,
    /// SIMD class.
    pub simd: SimdClass,
}

impl Evaluation {
    /// The means at a point of all that is measured.
    ///
    /// Where luck is fresh, the point has a seed of its own and lives under draws of the parameters picked at random,
    /// with replacement, for it alone: so its replicates are independent of each other and of every other point's, and
    /// the variance of a mean is that of the replicates over their number.
    pub fn at(&self, scenario: &Scenario, point: u64, stop: &AtomicBool) -> Vec<Value> {
        let setting = if self.conditional {
            Setting::new(scenario, self.posterior.clone(), self.seed)
        } else {
            Setting::new(scenario, Arc::new(self.fresh(point)), own_seed(self.seed, point))
        };
        let columns = live(&setting, self.paired, 0, self.replicates, self.simd, stop);
        columns.iter().map(|values| mean(values, self.conditional)).collect()
    }

    /// Draws of the parameters for one point: as many as replicates, so that each has one of its own.
    fn fresh(&self, point: u64) -> Posterior {
        let stream = Stream::new(self.seed, "sensitivity:parameters");
        let draws = self.posterior.draws();
        let pick = |k: u64| {
            // Slots are for one replicate's draws; a point has as many replicates as it needs.
            let u = stream.uniform_at(point * MOST_REPLICATES + k, ONCE, 0);
            self.posterior.row(((u * draws as f64) as usize).min(draws - 1)).to_vec()
        };
        let rows = (0..self.replicates).map(pick).collect();
        Posterior::from_rows(self.posterior.stance, self.posterior.origin.clone(), rows)
    }

    /// Evaluates all points on the current rayon pool, in their order; `scenario` gives the scenario of a point.
    ///
    /// # Errors
    /// [`Interrupted`] where `stop` was raised, or the first error of `scenario`.
    pub fn all<E: Send + From<Interrupted>>(
        &self,
        points: u64,
        scenario: impl Fn(u64) -> Result<Scenario, E> + Sync,
        progress: &(dyn Fn(u64) + Sync),
        stop: &AtomicBool,
    ) -> Result<Vec<Vec<Value>>, E> {
        let done = AtomicU64::new(0);
        let one = |point: u64| {
            if stop.load(Ordering::Relaxed) {
                return Err(Interrupted.into());
            }
            let values = self.at(&scenario(point)?, point, stop);
            progress(done.fetch_add(self.replicates, Ordering::Relaxed) + self.replicates);
            if stop.load(Ordering::Relaxed) { Err(Interrupted.into()) } else { Ok(values) }
        };
        (0..points).into_par_iter().map(one).collect()
    }
}

/// The most replicates of a point.
pub const MOST_REPLICATES: u64 = 1 << 24;

/// A seed for each point: odd multiples of a constant never meet.
fn own_seed(seed: u64, point: u64) -> u64 {
    seed.wrapping_add((point + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// The mean of the defined values; not defined with fewer than two of them.
fn mean(values: &[f64], exact: bool) -> Value {
    let defined = || values.iter().filter(|x| !x.is_nan());
    let n = defined().count() as f64;
    if n < 2.0 {
        return Value { mean: f64::NAN, noise: f64::NAN };
    }
    let mean = defined().sum::<f64>() / n;
    let squares: f64 = defined().map(|x| (x - mean) * (x - mean)).sum();
    Value { mean, noise: if exact { 0.0 } else { squares / (n - 1.0) / n } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::register::Stance;
    use crate::experiment::measured::measured;
    use crate::scenario::builtin_baseline;

    fn values(conditional: bool, points: u64) -> Vec<Vec<Value>> {
        let scenario = builtin_baseline(&[]).expect("built in").scenario;
        let posterior = Posterior::embedded(Stance::Study);
        let simd = SimdClass::detect();
        let how = Evaluation { seed: 1, posterior, replicates: 96, paired: false, conditional, simd };
        let stop = AtomicBool::new(false);
        how.all::<Interrupted>(points, |_| Ok(scenario.clone()), &|_| (), &stop).expect("not interrupted")
    }

    #[test]
    fn one_luck_gives_every_point_the_same_and_fresh_luck_its_own() {
        let at = measured(true, false).iter().position(|m| m.outcome == "months_at_war").expect("measured");
        let same = values(true, 2);
        assert!(same[0][at] == same[1][at] && same[0][at].noise == 0.0);
        let fresh = values(false, 24);
        let means: Vec<f64> = fresh.iter().map(|v| v[at].mean).collect();
        let mean = means.iter().sum::<f64>() / 24.0;
        let spread = means.iter().map(|m| (m - mean).powi(2)).sum::<f64>() / 23.0;
        let noise = fresh.iter().map(|v| v[at].noise).sum::<f64>() / 24.0;
        // The spread of 24 means over their noise: chi square of 23 degrees over 23, 0.3 to 2.3 at 1 in 5,000.
        assert!((0.3..2.3).contains(&(spread / noise)), "{spread} {noise}");
    }
}
