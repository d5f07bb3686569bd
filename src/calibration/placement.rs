//! Where operations go. Missions are not placed at random: they go to the harder cases. Which country-years get a new
//! operation follows what was seen of their conflict; the numbers are fitted to the `B-placement` rows alone, so that
//! the raw associations of missions with peace are predictions.

use serde::Deserialize;

use crate::draws::math::{ln, logistic, logit};
use crate::draws::stream::Stream;
use crate::world::years::CONFLICT_YEAR;

use super::base_rates::History;

/// Years for which a conflict counts as recent.
const RECENT: usize = 10;
/// Log deaths at which `slope` adds nothing: a conflict-year of 100 battle-related deaths.
const REFERENCE: f64 = 4.605_170_185_988_092;

/// Chances of a new operation next year, per country-year without one.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placement {
    /// At peace, no conflict-year in the ten before.
    pub quiet: f64,
    /// At peace, the last conflict-year had 100 deaths.
    pub recent: f64,
    /// In a conflict-year of 100 deaths.
    pub conflict: f64,
    /// Rise of the log odds with the logarithm of the deaths of the year (or of the last conflict-year).
    pub slope: f64,
}

/// What is seen of a country-year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// At peace, no recent conflict.
    Quiet,
    /// At peace, a conflict-year in the ten before.
    Recent,
    /// A conflict-year below 1,000 deaths.
    Conflict,
    /// A year of 1,000 deaths or more.
    War,
}

impl Placement {
    /// What is seen of year `y` of a country, and the chance of a new operation in the next.
    pub fn year(&self, deaths: &[f64], y: usize) -> (Seen, f64) {
        let at = |base: f64, deaths: f64| logistic(logit(base) + self.slope * (ln(deaths) - REFERENCE));
        if deaths[y] >= CONFLICT_YEAR {
            let seen = if deaths[y] >= crate::world::years::WAR_YEAR { Seen::War } else { Seen::Conflict };
            return (seen, at(self.conflict, deaths[y]));
        }
        let before = &deaths[y.saturating_sub(RECENT)..y];
        match before.iter().rev().find(|d| **d >= CONFLICT_YEAR) {
            Some(last) => (Seen::Recent, at(self.recent, *last)),
            None => (Seen::Quiet, self.quiet),
        }
    }

    /// Mean chance of a new operation over the country-years of a kind.
    pub fn share(&self, histories: &[History], kind: Seen) -> f64 {
        let (mut n, mut sum) = (0.0, 0.0);
        for history in histories {
            let deaths: Vec<f64> = history.years().into_iter().map(|(_, d)| d).collect();
            for y in 0..deaths.len() {
                let (seen, chance) = self.year(&deaths, y);
                // A history too short to know ten years back is not known to be quiet.
                if seen == kind && (kind != Seen::Quiet || y >= RECENT) {
                    n += 1.0;
                    sum += chance;
                }
            }
        }
        sum / n
    }

    /// The complete calendar year (by position) in which an operation is first placed in a history, if any. `replicate`
    /// addresses the luck.
    pub fn year_of(&self, history: &History, seed: u64, replicate: u64) -> Option<usize> {
        let stream = Stream::new(seed, "placement");
        let deaths: Vec<f64> = history.years().into_iter().map(|(_, d)| d).collect();
        let placed = |y: &usize| stream.uniform_at(replicate, *y as u32, 0) < self.year(&deaths, *y).1;
        (0..deaths.len()).find(placed).map(|y| y + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Placement = Placement { quiet: 0.001, recent: 0.01, conflict: 0.02, slope: 0.5 };

    #[test]
    fn chances_follow_what_is_seen() {
        let deaths = [0.0, 100.0, 2000.0, 0.0];
        assert_eq!(RULE.year(&deaths, 0), (Seen::Quiet, 0.001));
        let (seen, chance) = RULE.year(&deaths, 1);
        assert!(seen == Seen::Conflict && (chance - 0.02).abs() < 1e-12, "{chance}");
        // 20 times the deaths multiply the odds by sqrt(20).
        let (seen, chance) = RULE.year(&deaths, 2);
        let odds = 0.02 / 0.98 * 20f64.sqrt();
        assert!(seen == Seen::War && (chance - odds / (1.0 + odds)).abs() < 1e-9, "{chance}");
        assert_eq!(RULE.year(&deaths, 3).0, Seen::Recent);
    }

    #[test]
    fn shares_are_means_of_chances() {
        let history = |monthly: f64| History { calendar: 0, battle: vec![monthly; 24], ..History::default() };
        let toy = [history(100.0 / 12.0), history(100.0 / 12.0), history(0.0)];
        assert!((RULE.share(&toy, Seen::Conflict) - 0.02).abs() < 1e-9);
        assert!(RULE.share(&toy, Seen::War).is_nan());
    }
}
