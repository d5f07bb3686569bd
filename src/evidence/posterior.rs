//! Posteriors: draws of all parameters, and which draw each replicate lives under.

use crate::draws::LANES;
use crate::draws::math::normal_quantile;
use crate::draws::slots::ONCE;
use crate::draws::stream::Stream;

use super::parameters::{NAMES, Parameters};
use super::register::{Stance, register};

/// Number of draws of the embedded posteriors.
pub const DRAWS: usize = 1000;

/// Seed of the draws from the register and of the permutation over replicates.
const SEED: u64 = 0x706b_6f73_696d;

/// Equally weighted draws of all parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// Stance it belongs to.
    pub stance: Stance,
    /// Where it comes from, for manifests: `register` or a file's name.
    pub origin: String,
    rows: Vec<Vec<f64>>,
    order: Vec<usize>,
}

impl Posterior {
    /// Draws from the register's priors, base-rate parameters held near their calibrated values.
    pub fn from_register(stance: Stance) -> Self {
        let row = |d: usize| (0..NAMES.len()).map(|p| prior_draw(p, d as u64, stance)).collect();
        Self::from_rows(stance, "register".to_owned(), (0..DRAWS).map(row).collect())
    }

    /// The centre of every prior as the only draw: no uncertainty about parameters.
    pub fn centre(stance: Stance) -> Self {
        let row = register().iter().map(|p| p.prior(stance).centre).collect();
        Self::from_rows(stance, "centre of the register".to_owned(), vec![row])
    }

    /// A posterior of given draws, each in the order of [`NAMES`].
    pub fn from_rows(stance: Stance, origin: String, rows: Vec<Vec<f64>>) -> Self {
        let order = permutation(rows.len());
        Self { stance, origin, rows, order }
    }

    /// Number of draws.
    pub fn draws(&self) -> usize {
        self.rows.len()
    }

    /// One draw, in the order of [`NAMES`].
    pub fn row(&self, draw: usize) -> &[f64] {
        &self.rows[draw]
    }

    /// The draw that replicate `k` lives under: pi(k mod M), pi a fixed seeded permutation.
    pub fn draw_of(&self, replicate: u64) -> usize {
        self.order[(replicate % self.rows.len() as u64) as usize]
    }

    /// Parameter columns of the block that begins at replicate `first`.
    pub fn block(&self, first: u64) -> Parameters {
        let mut rows: [&[f64]; LANES] = [&[]; LANES];
        for lane in 0..LANES {
            rows[lane] = self.row(self.draw_of(first.wrapping_add(lane as u64)));
        }
        Parameters::from_rows(rows)
    }

    /// The same posterior with one parameter set to a value in all draws: for tests, mutations and
    /// sensitivity.
    pub fn with(&self, name: &str, value: f64) -> Option<Self> {
        let column = NAMES.iter().position(|n| *n == name)?;
        let mut changed = self.clone();
        for row in &mut changed.rows {
            row[column] = value;
        }
        changed.origin = format!("{}, {name} = {value}", self.origin);
        Some(changed)
    }
}

fn prior_draw(parameter: usize, draw: u64, stance: Stance) -> f64 {
    let entry = &register()[parameter];
    let stream = Stream::new(SEED, &format!("prior:{}", entry.name));
    entry.at(stance, normal_quantile(stream.uniform_at(draw, ONCE, 0)))
}

/// A fixed permutation: positions sorted by their own random number.
fn permutation(n: usize) -> Vec<usize> {
    let stream = Stream::new(SEED, "permutation");
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| {
        let key = |k: usize| stream.uniform_at(k as u64, ONCE, 0);
        key(*a).total_cmp(&key(*b)).then(a.cmp(b))
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_draw_is_lived_under_equally_often() {
        let posterior = Posterior::from_register(Stance::Study);
        let mut seen = vec![0; posterior.draws()];
        (0..2 * DRAWS as u64).for_each(|k| seen[posterior.draw_of(k)] += 1);
        assert!(seen.iter().all(|n| *n == 2));
    }

    #[test]
    fn draws_centre_on_the_prior() {
        let posterior = Posterior::from_register(Stance::Study);
        for (p, entry) in register().iter().enumerate() {
            let below = (0..DRAWS).filter(|d| posterior.row(*d)[p] < entry.study.centre).count();
            // Binomial(1000, 1/2): 5 standard deviations are 79.
            assert!(entry.study.sd == 0.0 || (421..579).contains(&below), "{}: {below}", entry.name);
        }
    }
}
