//! Hazard ratios from person-time, stratified by year so that neither arm is compared at another age of war or peace
//! (Mantel-Haenszel: sum d1 T0 / T over sum d0 T1 / T).

use serde::Deserialize;

use super::Context;
use crate::calibration::base_rates::History;
use crate::calibration::panel::{Sample, Subset, index};
use crate::calibration::series::Series;
use crate::world::years::CONFLICT_YEAR;

/// A hazard ratio between two arms.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hazard {
    /// The event.
    pub event: Series,
    /// Months, or people or countries, at risk.
    pub at_risk: Series,
    /// The arm of interest.
    pub arm: String,
    /// The arm it is held against.
    pub against: String,
    /// First and last month of the window, from deployment.
    pub months: [i32; 2],
    /// Whether a history leaves with its first event.
    #[serde(default)]
    pub once: bool,
    /// Only the months of the arm in which this holds: presence, where it varies over time.
    #[serde(default)]
    pub while_in_arm: Option<Series>,
    /// Only histories where this holds in the month before deployment.
    #[serde(default)]
    pub at: Option<Series>,
}

impl Hazard {
    /// Series that it reads.
    pub fn series(&self) -> Vec<Series> {
        [self.event, self.at_risk].into_iter().chain(self.while_in_arm).chain(self.at).collect()
    }

    /// The hazard ratio.
    pub fn value(&self, sample: &Sample, subset: &Subset) -> f64 {
        let with = self.strata(sample, subset, &self.arm, self.while_in_arm);
        let without = self.strata(sample, subset, &self.against, None);
        mantel_haenszel(&with, &without)
    }

    /// Events and time at risk by year.
    fn strata(&self, sample: &Sample, subset: &Subset, arm: &str, only: Option<Series>) -> Vec<[f64; 2]> {
        let panel = &sample.arms[arm];
        let (from, to) = (index(self.months[0]), index(self.months[1]));
        let mut strata = vec![[0.0; 2]; (to - from) / 12 + 1];
        for i in &subset.members {
            if self.at.is_some_and(|s| panel.of(s, *i)[index(0) - 1] == 0.0) {
                continue;
            }
            let (event, risk) = (panel.of(self.event, *i), panel.of(self.at_risk, *i));
            let here = only.map(|s| panel.of(s, *i));
            for m in from..=to {
                // Risk is what it was before the month's own transition: an event ends its phase in the same month.
                let exposed = if event[m] > 0.0 && risk[m] == 0.0 { risk[m - 1].max(event[m]) } else { risk[m] };
                let counted = here.is_none_or(|h| h[m] > 0.0);
                if counted {
                    strata[(m - from) / 12][0] += event[m];
                    strata[(m - from) / 12][1] += exposed;
                }
                if self.once && event[m] > 0.0 {
                    break;
                }
            }
        }
        strata
    }
}

fn mantel_haenszel(with: &[[f64; 2]], without: &[[f64; 2]]) -> f64 {
    let (mut above, mut below) = (0.0, 0.0);
    for ([d1, t1], [d0, t0]) in with.iter().zip(without) {
        if t1 + t0 > 0.0 {
            above += d1 * t0 / (t1 + t0);
            below += d0 * t1 / (t1 + t0);
        }
    }
    if below > 0.0 { above / below } else { f64::NAN }
}

/// Starts of operations that histories can be placed with: years 1 to so many after the first.
pub const STARTS: usize = 10;

/// The arm in which an operation starts in year `k` from deployment; 0 is the arm without.
pub fn start_arm(k: usize) -> String {
    if k == 0 { "none".to_owned() } else { format!("start{k}") }
}

/// Relapse after episodes that end with an operation there, as history placed them, or against those without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placed {
    /// Share that relapses within five years, with an operation at the end.
    WithOperation,
    /// Share that relapses within five years, without.
    WithoutOperation,
    /// Hazard ratio of relapse over ten years, unadjusted.
    HazardRatio,
}

impl Placed {
    /// Its value under the rule of placement.
    pub fn value(self, sample: &Sample, subset: &Subset, context: &Context) -> f64 {
        let mut cells = [Spells::default(); 2];
        for i in &subset.members {
            let without = sample.arms["none"].history(*i);
            let placed = context.placement.year_of(&without, context.seed, context.first + *i as u64);
            // The operation begins in the year it is placed in, at the next start there is an arm for.
            let start = placed.map(|y| start_month(&without, y).saturating_sub(index(0)).div_ceil(12).max(1));
            let k = start.map_or(0, |k| k.min(STARTS + 1));
            // Operations placed after the last arm's start come too late to be followed for five years.
            let lived = if k == 0 || k > STARTS { without } else { sample.arms[&start_arm(k)].history(*i) };
            let from = (k > 0 && k <= STARTS).then(|| index(0) + 12 * k);
            count(&lived, from, &mut cells);
        }
        let [alone, kept] = cells;
        match self {
            Self::WithOperation => kept.failed / kept.ended,
            Self::WithoutOperation => alone.failed / alone.ended,
            Self::HazardRatio => (kept.events / kept.years) / (alone.events / alone.years),
        }
    }
}

/// First month of complete calendar year `y`.
fn start_month(history: &History, y: usize) -> usize {
    (12 - history.calendar) % 12 + 12 * y
}

#[derive(Clone, Copy, Debug, Default)]
struct Spells {
    ended: f64,
    failed: f64,
    events: f64,
    years: f64,
}

/// Years for which a mission once deployed is taken to stay: the planned exit of the placed arms.
const STAY: usize = 60;

/// Counts each first peace year after conflict that can be followed for five years.
fn count(history: &History, from: Option<usize>, cells: &mut [Spells; 2]) {
    let fighting: Vec<(usize, bool)> = history.years().into_iter().map(|(m, d)| (m, d >= CONFLICT_YEAR)).collect();
    for y in 1..fighting.len().saturating_sub(5) {
        if fighting[y].1 || !fighting[y - 1].1 {
            continue;
        }
        let end = fighting[y].0;
        let there = from.is_some_and(|m| m < end && end < m + STAY + 12);
        let cell = &mut cells[usize::from(there)];
        let after: Vec<bool> = fighting[y + 1..].iter().map(|f| f.1).take(10).collect();
        cell.ended += 1.0;
        cell.failed += f64::from(u8::from(after[..5].contains(&true)));
        let first = after.iter().position(|f| *f);
        cell.events += f64::from(u8::from(first.is_some()));
        cell.years += first.map_or(after.len(), |k| k + 1) as f64;
    }
}

#[cfg(test)]
mod tests {
    use super::super::toy;
    use super::*;

    /// One event in 100 months of risk against one in 50: a ratio of one half.
    #[test]
    fn person_time_gives_the_ratio_of_hazards() {
        let event = |every: usize| move |i: usize, m: usize| f64::from(u8::from(m == 20 && i.is_multiple_of(every)));
        let (rare, often) = (event(4), event(2));
        let data = toy::sample(
            16,
            24,
            &[
                ("none", &[("began", &often), ("peace", &|_, _| 1.0)]),
                ("op", &[("began", &rare), ("peace", &|_, _| 1.0)]),
            ],
        );
        let hazard = Hazard {
            event: toy::series("began"),
            at_risk: toy::series("peace"),
            arm: "op".to_owned(),
            against: "none".to_owned(),
            months: [1, 11],
            once: false,
            while_in_arm: None,
            at: None,
        };
        assert!((hazard.value(&data, &data.subsets()[0]) - 0.5).abs() < 1e-12);
    }

    /// The crude ratio of these strata is far from 2; stratified it is 2 (Simpson).
    #[test]
    fn strata_undo_the_confounding_of_age() {
        let with = [[20.0, 100.0], [20.0, 1000.0]];
        let without = [[100.0, 1000.0], [1.0, 100.0]];
        assert!((mantel_haenszel(&with, &without) - 2.0).abs() < 1e-12);
        assert!(mantel_haenszel(&[[1.0, 1.0]], &[[0.0, 1.0]]).is_nan());
    }

    #[test]
    fn relapses_are_counted_where_the_operation_was() {
        // Ten years of 30 deaths or none: war, peace x 2, war, peace x 6.
        let deaths = [30.0, 0.0, 0.0, 30.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let battle = deaths.iter().flat_map(|d| [*d, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]).collect();
        let history = History { calendar: 0, battle, ..History::default() };
        let mut cells = [Spells::default(); 2];
        count(&history, Some(6), &mut cells);
        // The first peace year (month 12) falls while the operation is there and fails; the second (month 48) too, and holds.
        assert_eq!((cells[1].ended, cells[1].failed, cells[0].ended), (2.0, 1.0, 0.0));
        assert_eq!((cells[1].events, cells[1].years), (1.0, 2.0 + 5.0));
    }
}
