//! One statistic as it becomes known.

use crate::experiment::nested::{Cluster, split};

use super::parse::Statistic;

/// Values under one posterior draw, about a pivot.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    n: u64,
    sum: f64,
    squares: f64,
}

/// One statistic as it becomes known. Replicates that share a posterior draw are a cluster: their values are alike,
/// and the error is that of the clusters.
#[derive(Clone, Debug)]
pub struct Gauge {
    statistic: Statistic,
    pivot: f64,
    all: Sums,
    seen: u64,
    clusters: Vec<Sums>,
    /// Values and their draws, kept for a quantile only.
    kept: Vec<(f64, u32)>,
    binary: bool,
}

impl Gauge {
    /// For a statistic, under a posterior of so many draws.
    pub fn new(statistic: Statistic, draws: usize) -> Self {
        let clusters = vec![Sums::default(); draws];
        Self { statistic, pivot: f64::NAN, all: Sums::default(), seen: 0, clusters, kept: Vec::new(), binary: true }
    }

    /// Adds consecutive replicates; `draws[k]` is the posterior draw of the k-th. NaN is an outcome not defined.
    pub fn extend(&mut self, values: &[f64], draws: &[u32]) {
        self.seen += values.len() as u64;
        for (x, draw) in values.iter().zip(draws).filter(|(x, _)| !x.is_nan()) {
            match self.statistic {
                Statistic::Mean => self.add(*x, *draw),
                Statistic::Above(limit) => self.add(f64::from(u8::from(*x > limit)), *draw),
                Statistic::Below(limit) => self.add(f64::from(u8::from(*x < limit)), *draw),
                Statistic::Quantile(_) => self.kept.push((*x, *draw)),
            }
        }
    }

    fn add(&mut self, x: f64, draw: u32) {
        if self.pivot.is_nan() {
            self.pivot = x;
        }
        self.binary &= x == 0.0 || x == 1.0;
        // Sums run about the first value, so that squares of large numbers keep their digits.
        let d = x - self.pivot;
        for sums in [&mut self.all, &mut self.clusters[draw as usize]] {
            *sums = Sums { n: sums.n + 1, sum: sums.sum + d, squares: sums.squares + d * d };
        }
    }

    /// Replicates in which the outcome is defined.
    pub fn defined(&self) -> u64 {
        if matches!(self.statistic, Statistic::Quantile(_)) { self.kept.len() as u64 } else { self.all.n }
    }

    /// Replicates seen.
    pub fn seen(&self) -> u64 {
        self.seen
    }

    /// The estimate and its half-width at `z` standard errors; NaN and infinity with fewer than two values.
    pub fn read(&mut self, z: f64) -> (f64, f64) {
        if self.defined() < 2 {
            return (f64::NAN, f64::INFINITY);
        }
        match self.statistic {
            Statistic::Quantile(p) => self.read_quantile(p, z),
            _ => self.read_mean(z),
        }
    }

    fn read_mean(&self, z: f64) -> (f64, f64) {
        let n = self.all.n as f64;
        let (mean, error) = (self.pivot + self.all.sum / n, error(&self.all, &self.clusters));
        let half = if self.binary { wilson_half(mean, error, n, z) } else { z * error };
        (mean, half)
    }

    /// The quantile with the order statistics that bracket it: z errors of the share of values below it, which knows
    /// the clusters.
    fn read_quantile(&mut self, p: f64, z: f64) -> (f64, f64) {
        self.kept.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let n = self.kept.len() as f64;
        let at = |rank: f64| self.kept[rank.clamp(1.0, n) as usize - 1].0;
        let estimate = at((p * n).ceil());
        let (mut all, mut clusters) = (Sums::default(), vec![Sums::default(); self.clusters.len()]);
        for (k, (_, draw)) in self.kept.iter().enumerate() {
            // By rank, so that ties at the quantile do not count as below all at once.
            let below = f64::from(u8::from((k as f64) < p * n));
            for sums in [&mut all, &mut clusters[*draw as usize]] {
                *sums = Sums { n: sums.n + 1, sum: sums.sum + below, squares: sums.squares + below };
            }
        }
        let reach = z * n * error(&all, &clusters).max((p * (1.0 - p) / n).sqrt());
        let (low, high) = (at((n * p - reach).floor()), at((n * p + reach).ceil() + 1.0));
        // Beyond the smallest or largest value the interval has no end yet.
        let open = n * p - reach < 1.0 || n * p + reach + 1.0 > n;
        (estimate, if open { f64::INFINITY } else { (high - estimate).max(estimate - low) })
    }

    /// What the half-width at `z` errors cannot fall below, since there are only so many posterior draws: the error
    /// that the parameters' share of the variance leaves. Zero where it cannot be told from none; nothing for a quantile.
    pub fn floor(&self, z: f64) -> f64 {
        let cluster = |s: &Sums| {
            let n = s.n as f64;
            Cluster { n: s.n, mean: s.sum / n, squares: (s.squares - s.sum * s.sum / n).max(0.0) }
        };
        let clusters: Vec<Cluster> = self.clusters.iter().filter(|s| s.n > 0).map(cluster).collect();
        let parameter = split(&clusters).map_or(0.0, |s| s.parameter.max(0.0));
        z * (parameter / clusters.len().max(1) as f64).sqrt()
    }
}

/// Standard error of the mean: of clusters where draws are shared, else the textbook's.
fn error(all: &Sums, clusters: &[Sums]) -> f64 {
    let n = all.n as f64;
    let met = clusters.iter().filter(|c| c.n > 0).count() as f64;
    if all.n <= clusters.len() as u64 || met < 2.0 {
        return ((all.squares - all.sum * all.sum / n).max(0.0) / (n - 1.0) / n).sqrt();
    }
    let mean = all.sum / n;
    let total: f64 = clusters.iter().map(|c| (c.sum - c.n as f64 * mean).powi(2)).sum();
    (total / (n * n) * met / (met - 1.0)).sqrt()
}

/// The longer arm of Wilson's interval at z errors, `error` carrying the effect of clusters: not zero when no event, or
/// nothing but events, has been met.
fn wilson_half(p: f64, error: f64, n: f64, z: f64) -> f64 {
    let spread = p * (1.0 - p);
    let n = if error > 0.0 && spread > 0.0 { (spread / (error * error)).min(n) } else { n };
    let centre = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let reach = z * (spread / n + z * z / (4.0 * n * n)).sqrt() / (1.0 + z * z / n);
    reach + (centre - p).abs()
}
