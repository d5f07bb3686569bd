//! What we do not know apart from what is chance: the variance of an outcome, split by one-way analysis of variance.
//!
//! Replicates that share a posterior draw differ by chance alone; the means of draws differ by parameters too. With `k`
//! draws of `n` replicates each, the mean square within draws estimates the variance of chance, and the mean square
//! between draws less it, over `n`, that of the parameters (the method-of-moments estimator; negative values are 0).

/// Standard deviations of an outcome by their source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// Of its expectation over posterior draws: what we do not know.
    pub parameters: f64,
    /// Within a draw: chance.
    pub chance: f64,
}

/// Splits values by the draw that each was lived under; undefined values are left out. Nothing where no draw has two.
pub fn split(values: &[f64], draws: &[usize]) -> Option<Split> {
    let most = draws.iter().max()? + 1;
    let (mut count, mut sum) = (vec![0.0; most], vec![0.0; most]);
    let known = || values.iter().zip(draws).filter(|(v, _)| v.is_finite());
    for (value, draw) in known() {
        count[*draw] += 1.0;
        sum[*draw] += value;
    }
    let (n, groups) = (count.iter().sum::<f64>(), count.iter().filter(|c| **c > 0.0).count() as f64);
    if groups < 2.0 || n <= groups {
        return None;
    }
    let mean = sum.iter().sum::<f64>() / n;
    let within: f64 = known().map(|(v, d)| (v - sum[*d] / count[*d]).powi(2)).sum::<f64>() / (n - groups);
    let spread = count.iter().zip(&sum).filter(|(c, _)| **c > 0.0).map(|(c, s)| c * (s / c - mean).powi(2));
    let between = spread.sum::<f64>() / (groups - 1.0);
    // The size of a group where all are alike, and its right mean where they are not.
    let size = (n - count.iter().map(|c| c * c).sum::<f64>() / n) / (groups - 1.0);
    Some(Split { parameters: ((between - within) / size).max(0.0).sqrt(), chance: within.sqrt() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_known_spread_split_as_they_must() {
        // Three draws with means 0, 10 and 20, each with values at -1 and +1 about it.
        let values = [-1.0, 1.0, 9.0, 11.0, 19.0, 21.0];
        let draws = [0, 0, 1, 1, 2, 2];
        let found = split(&values, &draws).unwrap();
        // Within: 6/3 = 2. Between: 2 * (100 + 0 + 100) / 2 = 200. Parameters: (200 - 2) / 2 = 99.
        assert!((found.chance - 2f64.sqrt()).abs() < 1e-12);
        assert!((found.parameters - 99f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn one_replicate_for_each_draw_says_nothing() {
        assert_eq!(split(&[1.0, 2.0, f64::NAN], &[0, 1, 1]), None);
    }

    #[test]
    fn pure_chance_leaves_nothing_to_the_parameters() {
        let found = split(&[-1.0, 1.0, -1.0, 1.0], &[0, 0, 1, 1]).unwrap();
        assert_eq!((found.parameters, found.chance), (0.0, 2f64.sqrt()));
    }
}
