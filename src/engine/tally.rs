//! Running statistics of one outcome column, folded in the order of replicates.

use super::results::{QUANTILES, QuantileEstimate};
use super::sketch::Sketch;

/// 97.5 % point of the normal distribution.
pub const Z95: f64 = 1.959_963_984_540_054;

/// The values behind the quantiles: all of them, or a sketch where there are too many.
#[derive(Clone, Debug, PartialEq)]
pub enum Store {
    /// Every value.
    Exact(Vec<f64>),
    /// Counts to 11 significant bits.
    Sketch(Sketch),
}

/// Sums over the replicates that share a posterior draw.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cluster {
    /// Sum of the values.
    pub sum: f64,
    /// Number of defined values.
    pub n: u64,
}

/// Statistics of one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// Values seen, defined or not.
    pub n: u64,
    /// Defined values.
    pub defined: u64,
    pivot: f64,
    sum: f64,
    squares: f64,
    clusters: Vec<Cluster>,
    store: Store,
}

impl Tally {
    /// An empty tally under a posterior of `draws` draws.
    pub fn new(draws: usize, exact: bool) -> Self {
        let store = if exact { Store::Exact(Vec::new()) } else { Store::Sketch(Sketch::default()) };
        let clusters = vec![Cluster::default(); draws];
        Self { n: 0, defined: 0, pivot: f64::NAN, sum: 0.0, squares: 0.0, clusters, store }
    }

    /// Adds consecutive replicates; `draws[k]` is the posterior draw of the k-th.
    pub fn extend(&mut self, values: &[f64], draws: &[u32]) {
        self.n += values.len() as u64;
        if let Store::Exact(kept) = &mut self.store {
            kept.reserve(values.len());
        }
        for k in 0..values.len().min(draws.len()) {
            let x = values[k];
            if x.is_nan() {
                continue;
            }
            if self.pivot.is_nan() {
                self.pivot = x;
            }
            // Sums run about the first value, so that squares of large numbers keep their digits.
            let d = x - self.pivot;
            self.sum += d;
            self.squares += d * d;
            self.defined += 1;
            let cluster = &mut self.clusters[draws[k] as usize];
            cluster.sum += d;
            cluster.n += 1;
            if let Store::Exact(kept) = &mut self.store {
                kept.push(x);
            }
        }
        if let Store::Sketch(sketch) = &mut self.store {
            sketch.extend(values);
        }
    }

    /// Mean of the defined values; NaN where there is none.
    pub fn mean(&self) -> f64 {
        if self.defined == 0 { f64::NAN } else { self.pivot + self.sum / self.defined as f64 }
    }

    /// Standard deviation over replicates.
    pub fn sd(&self) -> f64 {
        let n = self.defined as f64;
        if self.defined < 2 {
            return f64::NAN;
        }
        ((self.squares - self.sum * self.sum / n).max(0.0) / (n - 1.0)).sqrt()
    }

    /// Monte Carlo standard error of the mean. Replicates that share a posterior draw are a
    /// cluster: var = M / (M - 1) sum_d (S_d - n_d m)^2 / n^2 over the M clusters met. Where no
    /// draw is shared this is the usual sd / sqrt(n).
    pub fn mcse(&self) -> f64 {
        covariance(self, self).sqrt()
    }

    /// How many times the variance of the mean is what it would be if no two replicates shared a posterior draw (Kish
    /// 1965); at least 1, and 1 where nothing is known of it.
    pub fn design_effect(&self) -> f64 {
        let alone = self.sd() * self.sd() / self.defined as f64;
        let effect = self.mcse() * self.mcse() / alone;
        if effect > 1.0 { effect } else { 1.0 }
    }

    /// Quantiles at the table's probabilities, with order-statistic intervals.
    pub fn quantiles(&mut self) -> [QuantileEstimate; 5] {
        self.sort();
        QUANTILES.map(|p| self.estimate(p))
    }

    /// The value at probability `p` of the sorted values (inverse of the empirical distribution).
    pub fn at(&self, p: f64) -> f64 {
        if self.defined == 0 {
            return f64::NAN;
        }
        self.ranked(least_rank(p, self.defined).clamp(1, self.defined) - 1)
    }

    /// Sorts the kept values, once, before quantiles are read.
    pub fn sort(&mut self) {
        if let Store::Exact(values) = &mut self.store {
            sort(values);
        }
    }

    /// Gives up the values for counts to 11 significant bits, as if it had been so from the start.
    pub fn sketch(&mut self) {
        if let Store::Exact(values) = &self.store {
            let mut sketch = Sketch::default();
            sketch.extend(values);
            self.store = Store::Sketch(sketch);
        }
    }

    fn ranked(&self, rank: u64) -> f64 {
        match &self.store {
            Store::Exact(values) => values[rank as usize],
            Store::Sketch(sketch) => sketch.ranked(rank),
        }
    }

    /// Ranks l and u with P(X_(l) <= q_p <= X_(u)) of about 95 %, from the normal approximation to
    /// the binomial number of values below the quantile.
    pub fn estimate(&self, p: f64) -> QuantileEstimate {
        if self.defined == 0 {
            return QuantileEstimate { value: f64::NAN, lo: f64::NAN, hi: f64::NAN };
        }
        let n = self.defined as f64;
        let (centre, reach) = (n * p, Z95 * (n * p * (1.0 - p)).sqrt());
        let rank = |r: f64| self.ranked(r.clamp(1.0, n) as u64 - 1);
        QuantileEstimate {
            value: self.at(p),
            lo: rank((centre - reach).floor()),
            hi: rank((centre + reach).ceil() + 1.0),
        }
    }

    /// Share of the sum of squares about zero that the largest 1 % of values carry.
    pub fn tail_share(&self) -> f64 {
        let (all, top) = match &self.store {
            Store::Sketch(sketch) => sketch.tail(),
            Store::Exact(values) => {
                let mut squares: Vec<f64> = values.iter().map(|x| x * x).collect();
                squares.sort_unstable_by(|a, b| b.total_cmp(a));
                (squares.iter().sum(), squares.iter().take(squares.len().div_ceil(100)).sum())
            }
        };
        if all > 0.0 { top / all } else { 0.0 }
    }
}

/// The least whole number not below `p n`. A product that is a whole number but for its rounding is that number: .07 of
/// 3,000 are 210, which no binary number says.
fn least_rank(p: f64, n: u64) -> u64 {
    let at = p * n as f64;
    let near = at.round();
    (if (at - near).abs() <= 4.0 * f64::EPSILON * at { near } else { at.ceil() }) as u64
}

/// Sorts by [`f64::total_cmp`]: as whole numbers in the same order, so that each value is turned into one once, not at
/// every comparison.
fn sort(values: &mut [f64]) {
    let turned = |bits: i64| bits ^ (((bits >> 63) as u64) >> 1) as i64;
    let mut keys: Vec<i64> = values.iter().map(|x| turned(x.to_bits() as i64)).collect();
    keys.sort_unstable();
    for k in 0..values.len() {
        values[k] = f64::from_bits(turned(keys[k]) as u64);
    }
}

/// Covariance of the means of two tallies over the same replicates, by clusters of posterior draws.
pub fn covariance(a: &Tally, b: &Tally) -> f64 {
    let (na, nb) = (a.defined as f64, b.defined as f64);
    if a.defined < 2 || b.defined < 2 {
        return f64::NAN;
    }
    if a.n <= a.clusters.len() as u64 && std::ptr::eq(a, b) {
        return (a.squares - a.sum * a.sum / na).max(0.0) / (na - 1.0) / na;
    }
    let (ma, mb) = (a.sum / na, b.sum / nb);
    let mut total = 0.0;
    let mut met = 0.0;
    for (ca, cb) in a.clusters.iter().zip(&b.clusters).filter(|(ca, cb)| ca.n + cb.n > 0) {
        total += (ca.sum - ca.n as f64 * ma) * (cb.sum - cb.n as f64 * mb);
        met += 1.0;
    }
    if met < 2.0 {
        // One draw only: no parameter uncertainty, replicates are independent.
        return if std::ptr::eq(a, b) { a.sd() * a.sd() / na } else { f64::NAN };
    }
    total / (na * nb) * met / (met - 1.0)
}

/// Wilson interval of a share with mean `p`, where `error` is its standard error (which carries
/// the effect of shared draws) and `n` the number of values.
pub fn wilson(p: f64, error: f64, n: f64) -> (f64, f64) {
    let spread = p * (1.0 - p);
    let n = if error > 0.0 && spread > 0.0 { (spread / (error * error)).min(n) } else { n };
    let (z2, centre) = (Z95 * Z95, p + Z95 * Z95 / (2.0 * n));
    let reach = Z95 * (spread / n + z2 / (4.0 * n * n)).sqrt();
    (((centre - reach) / (1.0 + z2 / n)).max(0.0), ((centre + reach) / (1.0 + z2 / n)).min(1.0))
}

/// Fieller interval of the ratio of expectations `a / b` with standard errors and covariance; not
/// bounded where the interval of the denominator covers zero.
pub fn fieller(a: f64, b: f64, var_a: f64, var_b: f64, cov: f64) -> (f64, f64) {
    let z2 = Z95 * Z95;
    let g = z2 * var_b / (b * b);
    if g.is_nan() || g >= 1.0 {
        return (f64::NEG_INFINITY, f64::INFINITY);
    }
    let ratio = a / b;
    let middle = ratio - g * cov / var_b.max(f64::MIN_POSITIVE);
    let inside =
        var_a - 2.0 * ratio * cov + ratio * ratio * var_b - g * (var_a - cov * cov / var_b.max(f64::MIN_POSITIVE));
    let reach = Z95 / b.abs() * inside.max(0.0).sqrt();
    ((middle - reach) / (1.0 - g), (middle + reach) / (1.0 - g))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unshared_draws_give_the_textbook_standard_error() {
        let mut tally = Tally::new(8, true);
        tally.extend(&[1.0, 2.0, 4.0, 9.0], &[3, 1, 0, 2]);
        let sd = (38.0f64 / 3.0).sqrt();
        assert!((tally.mean() - 4.0).abs() < 1e-15);
        assert!((tally.sd() - sd).abs() < 1e-12);
        assert!((tally.mcse() - sd / 2.0).abs() < 1e-12);
    }

    #[test]
    fn shared_draws_give_the_error_of_cluster_means() {
        // Two values a draw, equal inside a draw: the error is that of the four means.
        let mut tally = Tally::new(4, true);
        tally.extend(&[1.0, 2.0, 4.0, 9.0, 1.0, 2.0, 4.0, 9.0], &[0, 1, 2, 3, 0, 1, 2, 3]);
        assert!((tally.mcse() - (38.0f64 / 3.0).sqrt() / 2.0).abs() < 1e-12);
    }

    #[test]
    fn the_design_effect_is_what_sharing_draws_does_to_the_variance() {
        let (mut shared, mut alone) = (Tally::new(4, true), Tally::new(8, true));
        let values = [1.0, 2.0, 4.0, 9.0, 1.0, 2.0, 4.0, 9.0];
        shared.extend(&values, &[0, 1, 2, 3, 0, 1, 2, 3]);
        alone.extend(&values, &[0, 1, 2, 3, 4, 5, 6, 7]);
        // Variance of the mean 38 / 3 / 4 instead of 76 / 7 / 8.
        assert!((shared.design_effect() - 7.0 / 3.0).abs() < 1e-12);
        assert!((alone.design_effect() - 1.0).abs() < 1e-12);
        assert_eq!(Tally::new(4, true).design_effect(), 1.0);
    }

    #[test]
    fn undefined_values_count_as_seen_and_not_as_defined() {
        let mut tally = Tally::new(4, true);
        tally.extend(&[f64::NAN, 1.0, 3.0], &[0, 1, 2]);
        assert_eq!((tally.n, tally.defined, tally.mean()), (3, 2, 2.0));
    }

    #[test]
    fn quantiles_are_order_statistics() {
        let mut tally = Tally::new(2, true);
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        tally.extend(&values, &[0; 100]);
        let q = tally.quantiles();
        assert_eq!(q.map(|q| q.value), [5.0, 25.0, 50.0, 75.0, 95.0]);
        assert!(q.iter().all(|q| q.lo <= q.value && q.value <= q.hi));
        assert_eq!((q[2].lo, q[2].hi), (40.0, 61.0));
    }

    #[test]
    fn ranks_of_round_shares_are_whole_whatever_their_binary_digits() {
        for hundredths in 1..=100_u64 {
            for n in [100, 300, 1_000, 3_000, 131_072 * 100] {
                assert_eq!(least_rank(hundredths as f64 / 100.0, n), hundredths * n / 100);
            }
        }
        assert_eq!([least_rank(0.05, 7), least_rank(0.95, 7), least_rank(0.5, 3)], [1, 7, 2]);
    }

    #[test]
    fn values_sort_as_their_total_order_has_them() {
        let odd = [0.0, -0.0, f64::MIN_POSITIVE / 2.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -f64::NAN, f64::MAX];
        let mut values: Vec<f64> = (0..200).map(|k| f64::from(k * 7919 % 211) - 100.0).chain(odd).collect();
        let mut book = values.clone();
        book.sort_by(f64::total_cmp);
        sort(&mut values);
        let bits = |values: &[f64]| values.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&values), bits(&book));
    }

    #[test]
    fn values_given_up_late_leave_the_same_counts() {
        let values: Vec<f64> = (0..500).map(|k| f64::from(k * 7919 % 4999)).collect();
        let (mut late, mut early) = (Tally::new(1, true), Tally::new(1, false));
        late.extend(&values, &[0; 500]);
        late.sort();
        late.sketch();
        early.extend(&values, &[0; 500]);
        assert_eq!(late, early);
    }

    #[test]
    fn wilson_matches_its_closed_form_and_stays_in_range() {
        // 8 of 10: (0.4902, 0.9433), Wilson 1927.
        let (lo, hi) = wilson(0.8, (0.16f64 / 10.0).sqrt(), 10.0);
        assert!((lo - 0.4902).abs() < 1e-4 && (hi - 0.9433).abs() < 1e-4);
        assert_eq!(wilson(0.0, 0.0, 20.0).0, 0.0);
        assert!((wilson(0.0, 0.0, 20.0).1 - 0.1611).abs() < 1e-4);
    }

    #[test]
    fn fieller_reduces_to_a_plain_interval_where_the_denominator_is_known() {
        let (lo, hi) = fieller(10.0, 2.0, 0.25, 0.0, 0.0);
        assert!((lo - (5.0 - Z95 * 0.25)).abs() < 1e-9 && (hi - (5.0 + Z95 * 0.25)).abs() < 1e-9);
        assert_eq!(fieller(1.0, 0.1, 0.01, 1.0, 0.0), (f64::NEG_INFINITY, f64::INFINITY));
    }

    #[test]
    fn tail_share_sees_one_giant_among_many() {
        let mut tally = Tally::new(2, true);
        let mut values = vec![1.0; 999];
        values.push(1000.0);
        tally.extend(&values, &vec![0; 1000]);
        assert!(tally.tail_share() > 0.99);
    }
}
