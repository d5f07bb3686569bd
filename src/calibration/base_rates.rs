//! Base rates of conflicts, coded on simulated histories as their sources code real ones.

use crate::draws::LANES;
use crate::draws::dispatch::SimdClass;
use crate::engine::block;
use crate::scenario::MONTHS_BEFORE;
use crate::world::council::Council;
use crate::world::month::{Block, Side, World};
use crate::world::series::Watch;
use crate::world::setting::Setting;
use crate::world::years::{CONFLICT_YEAR, WAR_YEAR};

/// One simulated history of a theatre, month by month.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Calendar month (0 to 11) of the first month.
    pub calendar: usize,
    /// Battle-related deaths.
    pub battle: Vec<f64>,
    /// One-sided killings by government.
    pub government: Vec<f64>,
    /// One-sided killings by non-state groups.
    pub rebel: Vec<f64>,
}

/// Collects the histories of theatre 0 in one world.
struct Collector {
    world: World,
    histories: Vec<History>,
}

impl Watch for Collector {
    fn month(&mut self, _month: usize, _council: &Council, side: &Side, _setting: &Setting) {
        if side.world != self.world {
            return;
        }
        let conflict = &side.theatres[0].conflict;
        let at = self.histories.len() - LANES;
        for i in 0..LANES {
            let history = &mut self.histories[at + i];
            history.battle.push(conflict.battle[i]);
            history.government.push(conflict.government[i]);
            history.rebel.push(conflict.rebel[i]);
        }
    }
}

/// The first `n` histories of a setting's first theatre in the world with its operations (or the
/// only world, where it has none).
pub fn histories(setting: &Setting, n: usize) -> Vec<History> {
    let mut collector = Collector { world: World::Mission, histories: Vec::new() };
    for first in (0..n).step_by(LANES) {
        collector.histories.extend(vec![History::default(); LANES]);
        let calendar = Block::calendar_of(setting, first as u64);
        for i in 0..LANES {
            collector.histories[first + i].calendar = calendar.start(i);
        }
        block::live(SimdClass::detect(), setting, first as u64, false, &mut collector);
    }
    collector.histories.truncate(n);
    collector.histories
}

impl History {
    /// Battle-related deaths of complete calendar years, with the index of the year's first month.
    pub fn years(&self) -> Vec<(usize, f64)> {
        let first = (12 - self.calendar) % 12;
        let starts = (first..).step_by(12).take_while(|m| m + 12 <= self.battle.len());
        starts.map(|m| (m, self.battle[m..m + 12].iter().sum())).collect()
    }

    /// Intensity of each complete calendar year: 0 none, 1 conflict-year, 2 war-year.
    pub fn intensities(&self) -> Vec<usize> {
        let code = |deaths: f64| usize::from(deaths >= CONFLICT_YEAR) + usize::from(deaths >= WAR_YEAR);
        self.years().into_iter().map(|(_, deaths)| code(deaths)).collect()
    }
}

/// Base rates of a population of histories.
#[derive(Clone, Debug, Default)]
pub struct BaseRates {
    /// Median, 75 % and 90 % quantile of battle deaths in months of conflict-years.
    pub month_quantiles: [f64; 3],
    /// Share of these months without deaths.
    pub month_zeros: f64,
    /// Chance of deaths after a month with, and after one without.
    pub nonzero_after: [f64; 2],
    /// Mean and standard deviation of log deaths in conflict-years.
    pub year_log: [f64; 2],
    /// Slope of log deaths next year on this, both conflict-years.
    pub year_persistence: f64,
    /// Shares of transitions between intensities of consecutive years, `[from][to]`.
    pub transitions: [[f64; 3]; 3],
    /// Share of quiet years with a conflict-year in the ten before that are followed by one.
    pub reonset: f64,
    /// Relapse within five years of the first peace year after conflict.
    pub relapse_5y: f64,
    /// Shares of months of conflict-years without one-sided killings, by government and rebels.
    pub one_sided_zeros: [f64; 2],
    /// Medians of these killings in the other months.
    pub one_sided_medians: [f64; 2],
    /// Share of new episodes that end in their calendar years 1 to 3.
    pub endings: [f64; 3],
    /// The same monthly figures in war-years only: median, 90 % quantile, zeros.
    pub war_months: [f64; 3],
}

/// Codes a population.
pub fn code(histories: &[History]) -> BaseRates {
    let active = months_of(histories, 1);
    let war = months_of(histories, 2);
    let battle: Vec<f64> = active.iter().map(|(h, m)| h.battle[*m]).collect();
    let wars: Vec<f64> = war.iter().map(|(h, m)| h.battle[*m]).collect();
    let one_sided = [
        active.iter().map(|(h, m)| h.government[*m]).collect::<Vec<f64>>(),
        active.iter().map(|(h, m)| h.rebel[*m]).collect::<Vec<f64>>(),
    ];
    let killed = |v: &Vec<f64>| quantile(v.iter().copied().filter(|x| *x > 0.0).collect(), 0.5);
    let logs: Vec<f64> = conflict_years(histories).map(f64::ln).collect();
    BaseRates {
        month_quantiles: [0.5, 0.75, 0.9].map(|p| quantile(battle.clone(), p)),
        month_zeros: zeros(&battle),
        nonzero_after: nonzero_after(&active),
        year_log: moments(&logs),
        year_persistence: persistence(histories),
        transitions: transitions(histories),
        reonset: reonset(histories),
        relapse_5y: relapse(histories),
        one_sided_zeros: [zeros(&one_sided[0]), zeros(&one_sided[1])],
        one_sided_medians: [killed(&one_sided[0]), killed(&one_sided[1])],
        endings: endings(histories),
        war_months: [quantile(wars.clone(), 0.5), quantile(wars.clone(), 0.9), zeros(&wars)],
    }
}

fn months_of(histories: &[History], least: usize) -> Vec<(&History, usize)> {
    let mut months = Vec::new();
    for h in histories {
        for ((first, _), intensity) in h.years().into_iter().zip(h.intensities()) {
            if intensity >= least {
                months.extend((first..first + 12).map(|m| (h, m)));
            }
        }
    }
    months
}

fn conflict_years(histories: &[History]) -> impl Iterator<Item = f64> {
    histories.iter().flat_map(|h| h.years()).map(|(_, deaths)| deaths).filter(|d| *d >= CONFLICT_YEAR)
}

fn quantile(mut values: Vec<f64>, p: f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get((p * values.len() as f64) as usize).copied().unwrap_or(f64::NAN)
}

fn zeros(values: &[f64]) -> f64 {
    values.iter().filter(|x| **x == 0.0).count() as f64 / values.len() as f64
}

fn moments(values: &[f64]) -> [f64; 2] {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    [mean, (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt()]
}

fn nonzero_after(months: &[(&History, usize)]) -> [f64; 2] {
    let mut seen = [[0.0; 2]; 2];
    for (h, m) in months.iter().filter(|(_, m)| *m > 0) {
        seen[usize::from(h.battle[m - 1] > 0.0)][usize::from(h.battle[*m] > 0.0)] += 1.0;
    }
    [seen[1][1] / (seen[1][0] + seen[1][1]), seen[0][1] / (seen[0][0] + seen[0][1])]
}

fn pairs(histories: &[History]) -> impl Iterator<Item = (f64, f64)> {
    histories.iter().flat_map(|h| {
        let years = h.years();
        years.windows(2).map(|w| (w[0].1, w[1].1)).collect::<Vec<_>>()
    })
}

fn persistence(histories: &[History]) -> f64 {
    let both = pairs(histories).filter(|(a, b)| *a >= CONFLICT_YEAR && *b >= CONFLICT_YEAR);
    let logs: Vec<(f64, f64)> = both.map(|(a, b)| (a.ln(), b.ln())).collect();
    let n = logs.len() as f64;
    let (mx, my) = (logs.iter().map(|l| l.0).sum::<f64>() / n, logs.iter().map(|l| l.1).sum::<f64>() / n);
    let covariance: f64 = logs.iter().map(|(x, y)| (x - mx) * (y - my)).sum();
    covariance / logs.iter().map(|(x, _)| (x - mx).powi(2)).sum::<f64>()
}

fn transitions(histories: &[History]) -> [[f64; 3]; 3] {
    let mut counts = [[0.0; 3]; 3];
    for h in histories {
        h.intensities().windows(2).for_each(|w| counts[w[0]][w[1]] += 1.0);
    }
    counts.map(|row| row.map(|c: f64| c / row.iter().sum::<f64>()))
}

fn reonset(histories: &[History]) -> f64 {
    let (mut at_risk, mut failed) = (0.0, 0.0);
    for h in histories {
        let years = h.intensities();
        for y in 0..years.len().saturating_sub(1) {
            let before = &years[y.saturating_sub(10)..y];
            if years[y] == 0 && before.iter().any(|i| *i > 0) {
                at_risk += 1.0;
                failed += f64::from(u8::from(years[y + 1] > 0));
            }
        }
    }
    failed / at_risk
}

fn relapse(histories: &[History]) -> f64 {
    let (mut ended, mut failed) = (0.0, 0.0);
    for h in histories {
        let years = h.intensities();
        for y in 1..years.len().saturating_sub(5) {
            if years[y] == 0 && years[y - 1] > 0 {
                ended += 1.0;
                failed += f64::from(u8::from(years[y + 1..y + 6].iter().any(|i| *i > 0)));
            }
        }
    }
    failed / ended
}

fn endings(histories: &[History]) -> [f64; 3] {
    let mut at_risk = [0.0; 3];
    let mut ended = [0.0; 3];
    for h in histories {
        let years = h.intensities();
        for y in 1..years.len() {
            if years[y] == 0 || years[y - 1] > 0 {
                continue;
            }
            for age in 0..3 {
                let Some(next) = years.get(y + age + 1) else { break };
                at_risk[age] += 1.0;
                if *next == 0 {
                    ended[age] += 1.0;
                    break;
                }
            }
        }
    }
    std::array::from_fn(|k| ended[k] / at_risk[k])
}

/// Months before deployment, re-exported for studies that code the window around it.
pub const BEFORE: usize = MONTHS_BEFORE as usize;
