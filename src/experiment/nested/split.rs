//! One-way random effects: how much of a variance lies between clusters and how much inside them.

use super::fisher::f_quantile;

/// The values under one posterior draw.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cluster {
    /// Defined values.
    pub n: u64,
    /// Their mean.
    pub mean: f64,
    /// Sum of squares about it.
    pub squares: f64,
}

impl Cluster {
    /// The cluster of these values; those that are NaN do not count.
    pub fn of(values: &[f64]) -> Self {
        let defined = || values.iter().filter(|x| !x.is_nan());
        let n = defined().count();
        let mean = defined().sum::<f64>() / n as f64;
        Self { n: n as u64, mean, squares: defined().map(|x| (x - mean) * (x - mean)).sum() }
    }
}

/// Variance of one history's outcome, split.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// Clusters with a value.
    pub clusters: u64,
    /// Values.
    pub n: u64,
    /// Mean of the clusters' means, each cluster counting the same.
    pub mean: f64,
    /// Its standard error.
    pub error: f64,
    /// Variance between clusters: the parameters' part. Negative where chance made the clusters more alike than
    /// chance does on average; it stands as it falls.
    pub parameter: f64,
    /// Variance inside clusters: the part of chance.
    pub chance: f64,
    /// `parameter / (parameter + chance)`.
    pub share: f64,
    /// 95 % interval of the share, from the F distribution; not below zero.
    pub share_lo: f64,
    /// Upper end.
    pub share_hi: f64,
    /// Values a cluster has, as the split counts them (their harmonic mean).
    pub size: f64,
}

/// Splits the variance. Clusters without a value are passed over; `None` with fewer than two clusters, or no cluster of
/// two values.
///
/// Of clusters of unequal size the means count the same (Thomas and Hultquist 1978: with the harmonic mean of the
/// sizes, `n_h s^2 / MSW` follows `(1 + n_h parameter / chance) F(J - 1, N - J)` nearly, and exactly for equal sizes and
/// normal values).
pub fn split(clusters: &[Cluster]) -> Option<Split> {
    let met: Vec<&Cluster> = clusters.iter().filter(|c| c.n > 0).collect();
    let (j, n) = (met.len() as f64, met.iter().map(|c| c.n).sum::<u64>());
    if met.len() < 2 || n <= met.len() as u64 {
        return None;
    }
    let mean = met.iter().map(|c| c.mean).sum::<f64>() / j;
    let between = met.iter().map(|c| (c.mean - mean) * (c.mean - mean)).sum::<f64>() / (j - 1.0);
    let chance = met.iter().map(|c| c.squares).sum::<f64>() / (n as f64 - j);
    let size = j / met.iter().map(|c| 1.0 / c.n as f64).sum::<f64>();
    let parameter = between - chance / size;
    let f = size * between / chance;
    // The share at which the F found would be just the quantile at p.
    let share_at = |p: f64| {
        let ratio = (f / f_quantile(p, j - 1.0, n as f64 - j) - 1.0) / size;
        if f.is_nan() { f64::NAN } else { (ratio / (1.0 + ratio)).max(0.0) }
    };
    let infinite = chance == 0.0 && between > 0.0;
    Some(Split {
        clusters: met.len() as u64,
        n,
        mean,
        error: (between / j).sqrt(),
        parameter,
        chance,
        share: if between + chance > 0.0 { parameter / (parameter + chance) } else { f64::NAN },
        share_lo: if infinite { 1.0 } else { share_at(0.975) },
        share_hi: if infinite { 1.0 } else { share_at(0.025) },
        size,
    })
}

/// Quantiles over what is not known of an expectation: 5, 50 and 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// 5 % quantile.
    pub low: f64,
    /// Median.
    pub middle: f64,
    /// 95 % quantile.
    pub high: f64,
}

/// Means of the clusters drawn to the grand mean until they spread as the parameters make them: raw means hold chance
/// too and would overstate what is not known.
///
/// A mean of n values moves by the factor `sqrt(parameter / (parameter + chance / n))`: then the means' variance is
/// the parameters' (constrained empirical Bayes, Louis 1984; the plain factor, without the root, gives each mean its
/// best guess and the set of them too little spread). Where the parameters' part is negative all stand at the mean.
pub fn shrunken(clusters: &[Cluster], split: &Split) -> Vec<f64> {
    let parameter = split.parameter.max(0.0);
    let factor = |n: u64| match parameter + split.chance / n as f64 {
        spread if spread > 0.0 => (parameter / spread).sqrt(),
        _ => 0.0,
    };
    let met = clusters.iter().filter(|c| c.n > 0);
    met.map(|c| split.mean + factor(c.n) * (c.mean - split.mean)).collect()
}

impl Band {
    /// The band of these values.
    pub fn of(mut values: Vec<f64>) -> Self {
        values.sort_unstable_by(f64::total_cmp);
        let at = |p: f64| {
            let place = p * (values.len() as f64 - 1.0);
            let (below, above) = (place as usize, (place as usize + 1).min(values.len().saturating_sub(1)));
            let rest = place - below as f64;
            values.get(below).map_or(f64::NAN, |low| low + rest * (values[above] - low))
        };
        Self { low: at(0.05), middle: at(0.5), high: at(0.95) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use rand_distr::{Bernoulli, Beta, Distribution, Normal};

    /// J clusters of R values: a mean from N(10, tau), values from N(mean, sigma).
    fn normal_normal(j: usize, r: usize, tau: f64, sigma: f64, seed: u64) -> Vec<Cluster> {
        let mut random = StdRng::seed_from_u64(seed);
        let means = Normal::new(10.0, tau).expect("finite");
        let cluster = |_| {
            let inner = Normal::new(means.sample(&mut random), sigma).expect("finite");
            Cluster::of(&(0..r).map(|_| inner.sample(&mut random)).collect::<Vec<_>>())
        };
        (0..j).map(cluster).collect()
    }

    #[test]
    fn a_table_by_hand() {
        // Means 1, 3, 5, inside each +-1: between 4, chance 2, parameter 4 - 2 / 2 = 3.
        let clusters: Vec<Cluster> = [1.0, 3.0, 5.0].map(|m| Cluster::of(&[m - 1.0, m + 1.0, f64::NAN])).to_vec();
        let s = split(&clusters).expect("three clusters");
        assert_eq!((s.mean, s.parameter, s.chance, s.share, s.size), (3.0, 3.0, 2.0, 0.6, 2.0));
        assert!((s.error - (4.0f64 / 3.0).sqrt()).abs() < 1e-15);
        // F = 4 on 2 and 3: f(0.975) = 16.044, f(0.025) = 1 / 39.165.
        let ends = [16.044_106_429_277_2, 1.0 / 39.165_494_561_353_8].map(|q| (4.0 / q - 1.0) / 2.0);
        assert_eq!(s.share_lo, 0.0);
        assert!(ends[0] < 0.0 && (s.share_hi - ends[1] / (1.0 + ends[1])).abs() < 1e-9, "{s:?}");
    }

    #[test]
    fn normal_normal_gives_back_its_variances_and_its_band() {
        let clusters = normal_normal(4000, 20, 2.0, 6.0, 11);
        let s = split(&clusters).expect("clusters");
        // sd of the parameter part: sqrt(2 / J) (tau^2 + sigma^2 / R) = 0.13.
        assert!((s.parameter - 4.0).abs() < 0.5, "{s:?}");
        assert!((s.chance - 36.0).abs() < 0.8 && (s.share - 0.1).abs() < 0.012);
        let band = Band::of(shrunken(&clusters, &s));
        let raw = Band::of(clusters.iter().map(|c| c.mean).collect());
        // 10 +- 1.645 x 2; raw means spread by sqrt(4 + 1.8).
        assert!((band.low - 6.71).abs() < 0.2 && (band.high - 13.29).abs() < 0.2, "{band:?}");
        assert!((raw.high - (10.0 + 1.645 * 5.8f64.sqrt())).abs() < 0.2, "raw means hold chance: {raw:?}");
    }

    #[test]
    fn beta_binomial_gives_back_its_share() {
        // p ~ Beta(2, 6): variance of p = 12 / (64 x 9), of one draw = 0.25 x 0.75: share = 1 / (a + b + 1) = 1 / 9.
        let mut random = StdRng::seed_from_u64(5);
        let beta = Beta::new(2.0, 6.0).expect("positive");
        let cluster = |_| {
            let coin = Bernoulli::new(beta.sample(&mut random)).expect("a probability");
            Cluster::of(&(0..50).map(|_| f64::from(u8::from(coin.sample(&mut random)))).collect::<Vec<_>>())
        };
        let clusters: Vec<Cluster> = (0..4000).map(cluster).collect();
        let s = split(&clusters).expect("clusters");
        // sd of the share over such samples: 0.003.
        assert!((s.share - 1.0 / 9.0).abs() < 0.012, "{s:?}");
        assert!((s.parameter - 12.0 / 576.0).abs() < 0.002 && (s.mean - 0.25).abs() < 0.01);
        // 5 and 95 % points of Beta(2, 6), scipy: 0.0534 and 0.5207.
        let band = Band::of(shrunken(&clusters, &s));
        assert!((band.low - 0.0534).abs() < 0.03 && (band.high - 0.5207).abs() < 0.03, "{band:?}");
    }

    #[test]
    fn the_interval_of_the_share_covers_at_its_rate() {
        // 400 repetitions at 95 %: sd of the rate 0.0109; a true interval fails this in 1 of 10,000 runs.
        let covers = |seed| {
            let s = split(&normal_normal(20, 10, 1.0, 3.0, seed)).expect("clusters");
            usize::from(s.share_lo <= 0.1 && 0.1 <= s.share_hi)
        };
        let rate = (0..400).map(covers).sum::<usize>() as f64 / 400.0;
        assert!((rate - 0.95).abs() < 0.042, "{rate}");
    }

    #[test]
    fn nothing_but_chance_gives_negative_parts_about_half_the_time() {
        let negative = |seed| usize::from(split(&normal_normal(30, 10, 0.0, 1.0, seed)).expect("c").parameter < 0.0);
        let count = (0..200).map(negative).sum::<usize>();
        assert!((80..=140).contains(&count), "negative parts stand as they fall: {count} of 200");
        let none = (0..200).map(|s| normal_normal(30, 10, 0.0, 1.0, s)).find(|c| split(c).expect("c").parameter < 0.0);
        let none = none.expect("about half are");
        let s = split(&none).expect("c");
        assert!(s.share < 0.0 && shrunken(&none, &s).iter().all(|m| *m == s.mean));
    }

    #[test]
    fn too_little_gives_nothing() {
        assert_eq!(split(&[]), None);
        assert_eq!(split(&[Cluster::of(&[1.0, 2.0])]), None);
        assert_eq!(split(&[Cluster::of(&[1.0]), Cluster::of(&[2.0])]), None);
        let sure = split(&[Cluster::of(&[1.0, 1.0]), Cluster::of(&[2.0, 2.0])]).expect("two clusters");
        assert_eq!((sure.share, sure.share_lo, sure.share_hi), (1.0, 1.0, 1.0));
    }
}
