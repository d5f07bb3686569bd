//! Shares, means, totals and what is made of them.

use serde::Deserialize;

use crate::calibration::base_rates::BaseRates;
use crate::calibration::panel::{Panel, Sample, Subset, index};
use crate::calibration::series::Series;
use crate::world::outcome;

/// A base rate of countries without operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "named as the fields of BaseRates")]
pub enum Rate {
    MonthMedian,
    MonthQ75,
    MonthQ90,
    MonthZeros,
    YearLogMean,
    YearLogSd,
    YearPersistence,
    Transition10,
    Transition12,
    Transition20,
    Transition21,
    Reonset,
    Relapse5y,
    GovernmentZeros,
    RebelZeros,
    EndingY1,
    EndingY2,
    EndingY3,
}

impl Rate {
    /// Its value in the arm without operations.
    pub fn value(self, sample: &Sample, subset: &Subset) -> f64 {
        let r: &BaseRates = sample.rates("none", subset);
        match self {
            Self::MonthMedian => r.month_quantiles[0],
            Self::MonthQ75 => r.month_quantiles[1],
            Self::MonthQ90 => r.month_quantiles[2],
            Self::MonthZeros => r.month_zeros,
            Self::YearLogMean => r.year_log[0],
            Self::YearLogSd => r.year_log[1],
            Self::YearPersistence => r.year_persistence,
            Self::Transition10 => r.transitions[1][0],
            Self::Transition12 => r.transitions[1][2],
            Self::Transition20 => r.transitions[2][0],
            Self::Transition21 => r.transitions[2][1],
            Self::Reonset => r.reonset,
            Self::Relapse5y => r.relapse_5y,
            Self::GovernmentZeros => r.one_sided_zeros[0],
            Self::RebelZeros => r.one_sided_zeros[1],
            Self::EndingY1 => r.endings[0],
            Self::EndingY2 => r.endings[1],
            Self::EndingY3 => r.endings[2],
        }
    }
}

/// What two arms are combined to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Combine {
    /// First minus second.
    #[default]
    Difference,
    /// First over second.
    Ratio,
    /// 1 minus first over second.
    Reduction,
}

impl Combine {
    fn of(self, a: f64, b: f64) -> f64 {
        match self {
            Self::Difference => a - b,
            Self::Ratio => ratio(a, b),
            Self::Reduction => 1.0 - ratio(a, b),
        }
    }
}

/// An outcome of the ledger, by name.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Outcome(pub(super) usize);

impl TryFrom<String> for Outcome {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let found = outcome::all().position(|o| o.name == name);
        found.map(Self).ok_or_else(|| format!("no outcome is called `{name}`"))
    }
}

impl Outcome {
    /// Mean over the histories in which it is defined.
    pub(super) fn mean(self, panel: &Panel, subset: &Subset) -> f64 {
        mean(subset.members.iter().map(|i| panel.outcomes[self.0][*i]).filter(|x| !x.is_nan()))
    }
}

/// Mean of an outcome, or a contrast of two arms. A share over cohorts has this expectation whatever their size.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mean {
    /// The outcome.
    pub outcome: Outcome,
    /// The arm.
    pub arm: String,
    /// The arm it is held against.
    #[serde(default)]
    pub against: Option<String>,
    /// How.
    #[serde(default)]
    pub combine: Combine,
}

impl Mean {
    /// Its value.
    pub fn value(&self, sample: &Sample, subset: &Subset) -> f64 {
        let of = |arm: &String| self.outcome.mean(&sample.arms[arm], subset);
        match &self.against {
            Some(other) => self.combine.of(of(&self.arm), of(other)),
            None => of(&self.arm),
        }
    }

    /// Arms.
    pub fn arms(&self) -> Vec<String> {
        [&self.arm].into_iter().chain(&self.against).cloned().collect()
    }
}

/// Months, and in which state of the operation.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// First and last month from deployment.
    pub months: [i32; 2],
    /// Only months in which this holds.
    #[serde(default)]
    pub only: Option<Series>,
    /// Only months in which this does not hold.
    #[serde(default)]
    pub never: Option<Series>,
}

impl When {
    /// Sum of a series over these months of all histories, and the number of months.
    pub(super) fn sum(&self, of: Series, panel: &Panel, members: impl Iterator<Item = usize>) -> (f64, f64) {
        let (mut sum, mut n) = (0.0, 0.0);
        for i in members {
            let values = panel.of(of, i);
            let (only, never) = (self.only.map(|s| panel.of(s, i)), self.never.map(|s| panel.of(s, i)));
            for m in index(self.months[0])..=index(self.months[1]) {
                if only.is_none_or(|s| s[m] > 0.0) && never.is_none_or(|s| s[m] == 0.0) {
                    sum += values[m];
                    n += 1.0;
                }
            }
        }
        (sum, n)
    }

    fn series(&self) -> impl Iterator<Item = Series> {
        self.only.into_iter().chain(self.never)
    }
}

/// Total of a series over total of another (rates, levels), or the ratio of two arms (effects on rates).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// What is counted.
    pub of: Series,
    /// Per what; `one`, a theatre-month, where nothing is named.
    #[serde(default)]
    pub per: Option<Series>,
    /// The arm.
    pub arm: String,
    /// The arm that its rate is divided by.
    #[serde(default)]
    pub against: Option<String>,
    /// Months.
    pub when: When,
    /// Only histories where this holds in the month before deployment.
    #[serde(default)]
    pub at: Option<Series>,
    /// A series whose ratio divides that of `of`.
    #[serde(default)]
    pub relative_to: Option<Series>,
    /// Factor to the row's unit.
    #[serde(default = "unit")]
    pub times: f64,
}

fn unit() -> f64 {
    1.0
}

impl Total {
    /// Its value.
    pub fn value(&self, sample: &Sample, subset: &Subset) -> f64 {
        let value = self.times * self.contrast(self.of, sample, subset);
        self.relative_to.map_or(value, |other| ratio(value, self.contrast(other, sample, subset)))
    }

    fn contrast(&self, of: Series, sample: &Sample, subset: &Subset) -> f64 {
        let rate = self.rate(of, sample, subset, &self.arm);
        self.against.as_ref().map_or(rate, |other| ratio(rate, self.rate(of, sample, subset, other)))
    }

    fn rate(&self, of: Series, sample: &Sample, subset: &Subset, arm: &str) -> f64 {
        let panel = &sample.arms[arm];
        let chosen = |i: &usize| self.at.is_none_or(|s| panel.of(s, *i)[index(0) - 1] > 0.0);
        let members = || subset.members.iter().copied().filter(chosen);
        let (sum, months) = self.when.sum(of, panel, members());
        let below = self.per.map_or(months, |per| self.when.sum(per, panel, members()).0);
        ratio(sum, below)
    }

    /// Arms.
    pub fn arms(&self) -> Vec<String> {
        [&self.arm].into_iter().chain(&self.against).cloned().collect()
    }

    /// Series.
    pub fn series(&self) -> Vec<Series> {
        let own = [self.of].into_iter().chain(self.per).chain(self.at).chain(self.relative_to);
        own.chain(self.when.series()).collect()
    }
}

/// Mean of a series over some months, minus its mean over others or in another arm.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// The series.
    pub of: Series,
    /// The arm.
    pub arm: String,
    /// Months.
    pub when: When,
    /// The arm taken away; the same where none is named.
    #[serde(default)]
    pub against: Option<String>,
    /// Its months; the same where none are named.
    #[serde(default)]
    pub minus: Option<When>,
    /// Factor to the row's unit.
    #[serde(default = "unit")]
    pub times: f64,
    /// Take the ratio of 1 + mean of the two sides: indices are relative deviations.
    #[serde(default)]
    pub ratio: bool,
}

impl Shift {
    /// Its value.
    pub fn value(&self, sample: &Sample, subset: &Subset) -> f64 {
        let here = self.level(sample, subset, &self.arm, &self.when);
        if self.against.is_none() && self.minus.is_none() {
            return self.times * here;
        }
        let arm = self.against.as_ref().unwrap_or(&self.arm);
        let there = self.level(sample, subset, arm, self.minus.as_ref().unwrap_or(&self.when));
        self.times * if self.ratio { ratio(1.0 + here, 1.0 + there) } else { here - there }
    }

    fn level(&self, sample: &Sample, subset: &Subset, arm: &str, when: &When) -> f64 {
        let (sum, n) = when.sum(self.of, &sample.arms[arm], subset.members.iter().copied());
        ratio(sum, n)
    }

    /// Arms.
    pub fn arms(&self) -> Vec<String> {
        [&self.arm].into_iter().chain(&self.against).cloned().collect()
    }

    /// Series.
    pub fn series(&self) -> Vec<Series> {
        let minus = self.minus.iter().flat_map(When::series);
        [self.of].into_iter().chain(self.when.series()).chain(minus).collect()
    }
}

pub(super) fn ratio(a: f64, b: f64) -> f64 {
    if b == 0.0 { f64::NAN } else { a / b }
}

pub(super) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (n, sum) = values.fold((0.0, 0.0), |(n, sum), v| (n + 1.0, sum + v));
    ratio(sum, n)
}

#[cfg(test)]
mod tests {
    use super::super::toy;
    use super::*;

    fn always(months: [i32; 2]) -> When {
        When { months, only: None, never: None }
    }

    fn two() -> Sample {
        let op = |_: usize, m: usize| if m < 12 { 10.0 } else { 2.0 };
        let flag = |_: usize, m: usize| f64::from(u8::from(m < 18));
        toy::sample(
            8,
            24,
            &[
                ("none", &[("battle", &|_, _| 8.0), ("rebel", &|_, _| 4.0), ("deployed", &|_, _| 0.0)]),
                ("op", &[("battle", &op), ("rebel", &|_, _| 1.0), ("deployed", &flag)]),
            ],
        )
    }

    fn total(arm: &str, against: Option<&str>) -> Total {
        Total {
            of: toy::series("battle"),
            per: None,
            arm: arm.to_owned(),
            against: against.map(str::to_owned),
            when: always([0, 11]),
            at: None,
            relative_to: None,
            times: 1.0,
        }
    }

    #[test]
    fn totals_are_rates_and_ratios_of_rates() {
        let (data, all) = (two(), two().subsets()[0].clone());
        assert_eq!(total("op", None).value(&data, &all), 2.0);
        assert_eq!(total("op", Some("none")).value(&data, &all), 0.25);
        let relative = Total { relative_to: Some(toy::series("rebel")), ..total("op", Some("none")) };
        assert_eq!(relative.value(&data, &all), 1.0);
        let only = When { only: Some(toy::series("deployed")), ..always([0, 11]) };
        let per = Total { per: Some(toy::series("deployed")), when: only, times: 12.0, ..total("op", None) };
        assert_eq!(per.value(&data, &all), 24.0);
    }

    #[test]
    fn shifts_compare_months_and_arms() {
        let (data, all) = (two(), two().subsets()[0].clone());
        let shift = Shift {
            of: toy::series("battle"),
            arm: "op".to_owned(),
            when: always([0, 11]),
            against: None,
            minus: Some(always([-12, -1])),
            times: 1.0,
            ratio: false,
        };
        assert_eq!(shift.value(&data, &all), -8.0);
        let arms = Shift { against: Some("none".to_owned()), minus: None, times: 3.0, ..shift.clone() };
        assert_eq!(arms.value(&data, &all), -18.0);
        let ratio = Shift { against: Some("none".to_owned()), minus: None, ratio: true, ..shift };
        assert!((ratio.value(&data, &all) - 3.0 / 9.0).abs() < 1e-12);
    }
}
