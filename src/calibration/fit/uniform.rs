//! Are ranks uniform? Simultaneous bands for an empirical distribution function.
//!
//! Säilynoja, Bürkner and Vehtari (2022): at each of some points the number of ranks below is binomial; the statistic
//! is the smallest two-sided tail probability over the points, and its distribution is simulated once.

use rayon::prelude::*;

use super::luck::Luck;

/// Simulated samples behind a p-value; none is below one over this.
const SAMPLES: usize = 20_000;
/// Points at which the distribution function is looked at.
const POINTS: usize = 50;

/// The test for samples of one size.
#[derive(Clone, Debug)]
pub struct Uniformity {
    n: usize,
    /// Number of possible ranks.
    ranks: usize,
    /// Tail probabilities `P(X <= k)` and `P(X >= k)` for each point and each k from 0 to n.
    tails: Vec<Vec<(f64, f64)>>,
    /// The statistic of simulated uniform samples, sorted.
    simulated: Vec<f64>,
}

impl Uniformity {
    /// For `n` ranks, each from 0 to `ranks - 1`.
    pub fn new(n: usize, ranks: usize, seed: u64) -> Self {
        let thresholds = thresholds(ranks);
        let tails = thresholds.iter().map(|t| binomial_tails(n, *t as f64 / ranks as f64)).collect();
        let mut test = Self { n, ranks, tails, simulated: Vec::new() };
        let one = |k: usize| {
            let mut luck = Luck::new(seed, "uniformity", k as u64);
            let sample: Vec<usize> = (0..n).map(|_| (luck.uniform() * ranks as f64) as usize).collect();
            test.statistic(&sample)
        };
        let mut simulated: Vec<f64> = (0..SAMPLES).into_par_iter().map(one).collect();
        simulated.sort_by(f64::total_cmp);
        test.simulated = simulated;
        test
    }

    /// How often uniform ranks stray as far from the diagonal as these somewhere.
    pub fn p_value(&self, ranks: &[usize]) -> f64 {
        let statistic = self.statistic(ranks);
        let below = self.simulated.partition_point(|s| *s <= statistic * (1.0 + 1e-12));
        (below + 1) as f64 / (SAMPLES + 1) as f64
    }

    /// Lower and upper ends of the band that holds a uniform sample's whole distribution function in `level` of cases:
    /// for each point its place and the two ends, all as shares.
    pub fn band(&self, level: f64) -> Vec<(f64, f64, f64)> {
        let at = ((1.0 - level) * SAMPLES as f64) as usize;
        let cut = self.simulated[at.min(SAMPLES - 1)];
        let n = self.n as f64;
        let end = |tails: &[(f64, f64)]| {
            let inside = |(below, above): &(f64, f64)| 2.0 * below.min(*above) > cut;
            let low = tails.iter().position(inside).unwrap_or(0);
            let high = tails.iter().rposition(inside).unwrap_or(self.n);
            (low as f64 / n, high as f64 / n)
        };
        let places = thresholds(self.ranks).into_iter().map(|t| t as f64 / self.ranks as f64);
        places.zip(&self.tails).map(|(place, tails)| (place, end(tails).0, end(tails).1)).collect()
    }

    /// The empirical distribution function at the band's points.
    pub fn function(&self, ranks: &[usize]) -> Vec<f64> {
        self.counts(ranks).into_iter().map(|k| k as f64 / self.n as f64).collect()
    }

    fn counts(&self, ranks: &[usize]) -> Vec<usize> {
        let mut held = vec![0; self.ranks + 1];
        ranks.iter().for_each(|r| held[r + 1] += 1);
        (1..held.len()).for_each(|r| held[r] += held[r - 1]);
        thresholds(self.ranks).into_iter().map(|t| held[t]).collect()
    }

    fn statistic(&self, ranks: &[usize]) -> f64 {
        let tail = |(k, tails): (usize, &Vec<(f64, f64)>)| 2.0 * tails[k].0.min(tails[k].1);
        self.counts(ranks).into_iter().zip(&self.tails).map(tail).fold(1.0, f64::min)
    }
}

/// The numbers of ranks below which are counted.
fn thresholds(ranks: usize) -> Vec<usize> {
    let points = POINTS.min(ranks - 1);
    (1..=points).map(|k| k * ranks / (points + 1)).filter(|t| *t > 0).collect()
}

/// `P(X <= k)` and `P(X >= k)` of a binomial, for each k.
fn binomial_tails(n: usize, p: f64) -> Vec<(f64, f64)> {
    let mass = binomial(n, p);
    let mut below = mass.clone();
    (1..=n).for_each(|k| below[k] += below[k - 1]);
    let mut above = mass;
    (0..n).rev().for_each(|k| above[k] += above[k + 1]);
    below.into_iter().zip(above).collect()
}

/// The masses of a binomial, outwards from its mode so that nothing underflows on the way.
fn binomial(n: usize, p: f64) -> Vec<f64> {
    let mut mass = vec![0.0; n + 1];
    let mode = (((n + 1) as f64 * p) as usize).min(n);
    mass[mode] = 1.0;
    let odds = p / (1.0 - p);
    for k in mode..n {
        mass[k + 1] = mass[k] * odds * (n - k) as f64 / (k + 1) as f64;
    }
    for k in (0..mode).rev() {
        mass[k] = mass[k + 1] / odds * (k + 1) as f64 / (n - k) as f64;
    }
    let sum: f64 = mass.iter().sum();
    mass.iter().map(|m| m / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binomial_masses_are_those_of_the_formula() {
        let mass = binomial(4, 0.25);
        let expected = [81.0, 108.0, 54.0, 12.0, 1.0].map(|x| x / 256.0);
        assert!(mass.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-15));
        assert!((binomial_tails(500, 0.5)[250].0 + binomial_tails(500, 0.5)[251].1 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn uniform_ranks_pass_at_the_stated_rate_and_others_do_not() {
        let test = Uniformity::new(200, 100, 9);
        let ranks = |k: u64, shape: fn(f64) -> f64| -> Vec<usize> {
            let mut luck = Luck::new(77, "ranks", k);
            (0..200).map(|_| ((shape(luck.uniform()) * 100.0) as usize).min(99)).collect()
        };
        let refused = (0..400).filter(|k| test.p_value(&ranks(*k, |u| u)) <= 0.05).count();
        // Binomial(400, .05) or a little less, the statistic being discrete: beyond 5 to 38 once in 10,000.
        assert!((5..=38).contains(&refused), "{refused}");
        // Ranks too near the ends, as intervals too narrow make them, and ranks too high.
        let outwards = |u: f64| 0.5 - 0.5 * (1.0 - 2.0 * u).abs().sqrt() * (1.0 - 2.0 * u).signum();
        assert!(test.p_value(&ranks(1, outwards)) < 0.001);
        assert!(test.p_value(&ranks(1, |u| u.sqrt())) < 0.001);
    }

    #[test]
    fn band_holds_the_function_as_often_as_it_says() {
        let test = Uniformity::new(100, 50, 9);
        let band = test.band(0.9);
        let outside = |k: u64| {
            let mut luck = Luck::new(78, "band", k);
            let ranks: Vec<usize> = (0..100).map(|_| (luck.uniform() * 50.0) as usize).collect();
            test.function(&ranks).iter().zip(&band).any(|(f, (_, low, high))| f < low || f > high)
        };
        let out = (0..1000).filter(|k| outside(*k)).count();
        // Binomial(1000, .1), discreteness making it a little less: beyond 55 to 140 once in 10,000.
        assert!((55..=140).contains(&out), "{out}");
    }
}
