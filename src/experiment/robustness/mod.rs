//! Which decision does well whatever comes? Criteria over a table of decisions by scenarios (futures).
//!
//! Performance is as large as possible here; a cost comes in with its sign turned. No probability is put on a scenario:
//! means give each the same weight. Definitions after Herman et al. (2015) and McPhail et al. (2018).

pub mod futures;
pub mod table;

/// What is held against each scenario for the domain criterion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// At least this.
    AtLeast(f64),
    /// At most this.
    AtMost(f64),
}

impl Bound {
    /// Whether a value satisfies it; an undefined one does not.
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::AtLeast(x) => value >= x,
            Self::AtMost(x) => value <= x,
        }
    }
}

/// How one decision does over all scenarios.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Mean, every scenario alike (Laplace).
    pub mean: f64,
    /// Worst scenario (maximin, Wald).
    pub worst: f64,
    /// Best scenario.
    pub best: f64,
    /// `optimism x best + (1 - optimism) x worst` (Hurwicz).
    pub hurwicz: f64,
    /// Largest regret over scenarios: what the best decision there would have had more (Savage).
    pub regret_max: f64,
    /// Mean regret.
    pub regret_mean: f64,
    /// Share of scenarios in which the decision is the best, or ties with it.
    pub best_in: f64,
}

/// Scores decisions; `table[d][s]` is the performance of decision d in scenario s, larger is better.
pub fn scores(table: &[Vec<f64>], optimism: f64) -> Vec<Score> {
    let scenarios = table.first().map_or(0, Vec::len);
    let top: Vec<f64> = (0..scenarios).map(|s| table.iter().map(|d| d[s]).fold(f64::NEG_INFINITY, f64::max)).collect();
    let n = scenarios as f64;
    let one = |row: &Vec<f64>| {
        let regrets: Vec<f64> = row.iter().zip(&top).map(|(x, t)| t - x).collect();
        let worst = row.iter().copied().fold(f64::INFINITY, f64::min);
        let best = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Score {
            mean: row.iter().sum::<f64>() / n,
            worst,
            best,
            hurwicz: optimism * best + (1.0 - optimism) * worst,
            regret_max: regrets.iter().copied().fold(0.0, f64::max),
            regret_mean: regrets.iter().sum::<f64>() / n,
            best_in: regrets.iter().filter(|r| **r <= 0.0).count() as f64 / n,
        }
    };
    table.iter().map(one).collect()
}

/// Share of scenarios in which each bound holds on its own table (the domain criterion of Starr 1963), and in which all
/// of them do (satisficing). `tables[b][s]` is one decision's value for bound b in scenario s.
pub fn satisficing(bounds: &[Bound], tables: &[Vec<f64>]) -> (Vec<f64>, f64) {
    let scenarios = tables.first().map_or(0, Vec::len);
    let share = |holds: &dyn Fn(usize) -> bool| (0..scenarios).filter(|s| holds(*s)).count() as f64 / scenarios as f64;
    let each = (0..bounds.len()).map(|b| share(&|s| bounds[b].holds(tables[b][s]))).collect();
    (each, share(&|s| (0..bounds.len()).all(|b| bounds[b].holds(tables[b][s]))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_by_hand() {
        // Three decisions in three scenarios; the best of each: 9, 6, 8.
        let table = [vec![9.0, 2.0, 4.0], vec![5.0, 5.0, 5.0], vec![1.0, 6.0, 8.0]];
        let found = scores(&table, 0.25);
        assert_eq!(found.iter().map(|s| s.mean).collect::<Vec<_>>(), [5.0, 5.0, 5.0]);
        assert_eq!(found.iter().map(|s| s.worst).collect::<Vec<_>>(), [2.0, 5.0, 1.0]);
        assert_eq!(found.iter().map(|s| s.hurwicz).collect::<Vec<_>>(), [3.75, 5.0, 2.75]);
        assert_eq!(found.iter().map(|s| s.regret_max).collect::<Vec<_>>(), [4.0, 4.0, 8.0]);
        assert_eq!(found[1].regret_mean, 8.0 / 3.0);
        assert_eq!(found[2].best_in, 2.0 / 3.0);
    }

    #[test]
    fn satisficing_is_all_bounds_at_once() {
        let bounds = [Bound::AtLeast(0.5), Bound::AtMost(10.0)];
        let (each, all) = satisficing(&bounds, &[vec![0.6, 0.5, 0.4, f64::NAN], vec![9.0, 11.0, 9.0, 9.0]]);
        assert_eq!((each, all), (vec![0.5, 0.75], 0.25));
    }
}
