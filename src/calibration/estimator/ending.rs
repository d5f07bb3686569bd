//! Log odds that a war ends in a year, by maximum likelihood on pooled theatre-years.

use serde::Deserialize;

use crate::draws::math::logistic;

use super::solve::{Share, jackknife, solve};
use crate::calibration::panel::{Sample, Subset, index};
use crate::calibration::series::Series;

/// A logit of an ending on a dose, with effects of the year since deployment.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Odds {
    /// The ending.
    pub event: Series,
    /// Theatre-years are at risk while this holds in the month before they begin.
    pub at_risk: Series,
    /// The dose, averaged over the year.
    pub on: Series,
    /// Arms.
    pub arms: Vec<String>,
    /// Years from deployment.
    pub years: usize,
}

struct Year {
    history: usize,
    year: usize,
    dose: f64,
    ended: f64,
}

impl Odds {
    /// Series that it reads.
    pub fn series(&self) -> Vec<Series> {
        vec![self.event, self.at_risk, self.on]
    }

    /// The slope and its standard error by a jackknife over histories.
    pub fn fit(&self, sample: &Sample, subset: &Subset) -> (f64, f64) {
        let years = self.informative(self.theatre_years(sample, subset));
        let k = 1 + years.iter().map(|y| y.year + 1).max().unwrap_or(0);
        let mut b = vec![0.0; k];
        for _ in 0..40 {
            let mut whole = Share::nothing(k);
            years.iter().for_each(|y| self.derive(y, &b, &mut whole));
            let Some(step) = solve(&whole.hessian, &whole.score) else { return (f64::NAN, f64::NAN) };
            let moved = step.iter().fold(0.0f64, |a, s| a.max(s.abs()));
            b.iter_mut().zip(&step).for_each(|(v, s)| *v += s.clamp(-1.0, 1.0));
            if moved < 1e-8 {
                break;
            }
        }
        let members = subset.members.iter().max().map_or(0, |m| m + 1);
        let mut histories = vec![Share::nothing(k); members];
        years.iter().for_each(|y| self.derive(y, &b, &mut histories[y.history]));
        (b[0], jackknife(&histories, 0))
    }

    fn theatre_years(&self, sample: &Sample, subset: &Subset) -> Vec<Year> {
        let mut years = Vec::new();
        for arm in &self.arms {
            let panel = &sample.arms[arm];
            for i in &subset.members {
                let (event, risk, dose) = (panel.of(self.event, *i), panel.of(self.at_risk, *i), panel.of(self.on, *i));
                for year in 0..self.years {
                    let from = index(0) + 12 * year;
                    if risk[from - 1] == 0.0 {
                        continue;
                    }
                    let ended = f64::from(u8::from(event[from..from + 12].iter().any(|e| *e > 0.0)));
                    let dose = dose[from..from + 12].iter().sum::<f64>() / 12.0;
                    years.push(Year { history: *i, year, dose, ended });
                }
            }
        }
        years
    }

    /// A year in which none or all of those at risk ended says nothing about the slope, and its own effect has no finite
    /// estimate: it is left out, and the others are numbered anew.
    fn informative(&self, mut years: Vec<Year>) -> Vec<Year> {
        let of = |k: usize| years.iter().filter(move |y| y.year == k);
        let decides = |k: &usize| of(*k).any(|y| y.ended > 0.0) && of(*k).any(|y| y.ended == 0.0);
        let kept: Vec<usize> = (0..self.years).filter(decides).collect();
        years.retain(|y| kept.contains(&y.year));
        for y in &mut years {
            y.year = kept.iter().position(|k| *k == y.year).unwrap_or(0);
        }
        years
    }

    /// Adds a theatre-year to the equations.
    fn derive(&self, y: &Year, b: &[f64], to: &mut Share) {
        let p = chance(b, y);
        let (residual, weight, at) = (y.ended - p, p * (1.0 - p), 1 + y.year);
        to.score[0] += y.dose * residual;
        to.score[at] += residual;
        to.hessian[0][0] += weight * y.dose * y.dose;
        to.hessian[0][at] += weight * y.dose;
        to.hessian[at][0] += weight * y.dose;
        to.hessian[at][at] += weight;
    }
}

fn chance(b: &[f64], y: &Year) -> f64 {
    logistic(b[0] * y.dose + b[1 + y.year])
}

#[cfg(test)]
mod tests {
    use super::super::toy;
    use super::*;

    type Ends = dyn Fn(usize, usize) -> f64;

    fn sample(months: usize, few: &Ends, many: &Ends) -> Sample {
        toy::sample(
            80,
            months,
            &[
                ("none", &[("agreement", few), ("war", &|_, _| 1.0), ("troops", &|_, _| 0.0)]),
                ("op", &[("agreement", many), ("war", &|_, _| 1.0), ("troops", &|_, _| 2.0)]),
            ],
        )
    }

    /// Half of the histories end without a dose, four fifths with a dose of two: log odds (ln 4 - ln 1) / 2 per unit.
    #[test]
    fn a_two_by_two_table_gives_the_log_odds_ratio() {
        let ends = |share: usize| move |i: usize, m: usize| f64::from(u8::from(m == 14 && i % 10 < share));
        let (few, many) = (ends(5), ends(8));
        let data = sample(24, &few, &many);
        let odds = Odds {
            event: toy::series("agreement"),
            at_risk: toy::series("war"),
            on: toy::series("troops"),
            arms: vec!["none".to_owned(), "op".to_owned()],
            years: 1,
        };
        let (b, error) = odds.fit(&data, &data.subsets()[0]);
        assert!((b - 4f64.ln() / 2.0).abs() < 1e-6, "{b}");
        // In the second year nobody ends: it changes nothing.
        let longer = Odds { years: 2, ..odds.clone() };
        assert!((longer.fit(&sample(36, &few, &many), &data.subsets()[0]).0 - b).abs() < 1e-9);
        // The two arms of a history are one cluster: 24 of 80 differ, so the error is sqrt(24) (1/20 + ...) by hand.
        assert!(error > 0.05 && error < 0.3, "{error}");
    }
}
