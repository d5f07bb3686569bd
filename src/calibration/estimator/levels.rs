//! Shares, means, totals, quantiles and what is made of them.

use serde::Deserialize;

use crate::calibration::base_rates::BaseRates;
use crate::calibration::panel::{Panel, Sample, Subset, index};
use crate::calibration::series::Series;
use crate::world::ledger::CONFLICT_YEAR;
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
pub struct Outcome(usize);

impl TryFrom<String> for Outcome {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let found = outcome::all().position(|o| o.name == name);
        found.map(Self).ok_or_else(|| format!("no outcome is called `{name}`"))
    }
}

impl Outcome {
    /// Mean over the histories in which it is defined.
    fn mean(self, panel: &Panel, subset: &Subset) -> f64 {
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
    fn sum(&self, of: Series, panel: &Panel, members: impl Iterator<Item = usize>) -> (f64, f64) {
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

/// Quantile across histories of one series over another in one month.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantile {
    /// Above.
    pub of: Series,
    /// Below.
    pub per: Series,
    /// The arm.
    pub arm: String,
    /// Month from deployment.
    pub month: i32,
    /// Which quantile.
    pub p: f64,
    /// Least value of `per` for a history to count.
    #[serde(default)]
    pub least: f64,
}

impl Quantile {
    /// Its value.
    pub fn value(&self, sample: &Sample, subset: &Subset) -> f64 {
        let (panel, m) = (&sample.arms[&self.arm], index(self.month));
        let pair = |i: &usize| (panel.of(self.of, *i)[m], panel.of(self.per, *i)[m]);
        let counted = subset.members.iter().map(pair).filter(|(_, b)| *b > 0.0 && *b >= self.least);
        let mut values: Vec<f64> = counted.map(|(a, b)| a / b).collect();
        values.sort_unstable_by(f64::total_cmp);
        // The middle of the two values around the quantile.
        let at = self.p * values.len() as f64;
        let (low, high) = ((at - 0.5).floor().max(0.0) as usize, (at - 0.5).ceil().max(0.0) as usize);
        match (values.get(low), values.get(high.min(values.len().saturating_sub(1)))) {
            (Some(a), Some(b)) => 0.5 * (a + b),
            _ => f64::NAN,
        }
    }
}

/// Ratio of the shares of histories that reach a year (of 12 months from deployment) with so many deaths.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// Deaths.
    pub least: f64,
    /// Years from deployment.
    pub years: usize,
    /// The arm.
    pub arm: String,
    /// The arm it is divided by.
    pub against: String,
}

impl Escalation {
    /// Its value, over histories that stood below in the year before deployment.
    pub fn value(&self, sample: &Sample, subset: &Subset) -> f64 {
        ratio(self.share(&sample.arms[&self.arm], subset), self.share(&sample.arms[&self.against], subset))
    }

    fn share(&self, panel: &Panel, subset: &Subset) -> f64 {
        let Ok(battle) = Series::named("battle") else { return f64::NAN };
        let year = |v: &[f64], k: usize| v[12 * k..12 * k + 12].iter().sum::<f64>();
        let below = subset.members.iter().map(|i| panel.of(battle, *i)).filter(|v| year(v, 0) < self.least);
        mean(below.map(|v| f64::from(u8::from((1..=self.years).any(|k| year(v, k) >= self.least)))))
    }
}

/// Ratio of the yearly hazards that a coded conflict ends: a year (of 12 months from deployment) below 25 battle-related
/// deaths after one that reached them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodedEnd {
    /// Years from deployment.
    pub years: usize,
    /// The arm.
    pub arm: String,
    /// The arm it is divided by.
    pub against: String,
}

impl CodedEnd {
    /// Its value.
    pub fn value(&self, sample: &Sample, subset: &Subset) -> f64 {
        ratio(self.hazard(&sample.arms[&self.arm], subset), self.hazard(&sample.arms[&self.against], subset))
    }

    fn hazard(&self, panel: &Panel, subset: &Subset) -> f64 {
        let Ok(battle) = Series::named("battle") else { return f64::NAN };
        let (mut at_risk, mut ended) = (0.0, 0.0);
        for i in &subset.members {
            let values = panel.of(battle, *i);
            let fighting = |k: usize| values[12 * k..12 * k + 12].iter().sum::<f64>() >= CONFLICT_YEAR;
            let next = (1..=self.years).take_while(|k| fighting(k - 1)).map(|k| f64::from(u8::from(!fighting(k))));
            next.for_each(|e| {
                at_risk += 1.0;
                ended += e;
            });
        }
        ratio(ended, at_risk)
    }
}

/// Cost of operations over deaths averted, US$ million per life.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// The arm with operations.
    pub arm: String,
    /// The arm without.
    pub against: String,
    /// Months.
    pub when: When,
}

impl Price {
    /// Its value; NaN where no deaths are averted.
    pub fn value(&self, sample: &Sample, subset: &Subset) -> f64 {
        let total = |name: &str, arm: &str| {
            Series::named(name)
                .map_or(f64::NAN, |s| self.when.sum(s, &sample.arms[arm], subset.members.iter().copied()).0)
        };
        let averted = total("killed", &self.against) - total("killed", &self.arm);
        if averted > 0.0 { total("cost", &self.arm) / 1.0e6 / averted } else { f64::NAN }
    }
}

/// Rank of the first input among all by how far an outcome's mean moves from its low to its high arm.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rank {
    /// The outcome.
    pub outcome: Outcome,
    /// Low and high arm of each input.
    pub inputs: Vec<[String; 2]>,
}

impl Rank {
    /// 1 where no other input moves the outcome further.
    pub fn value(&self, sample: &Sample, subset: &Subset) -> f64 {
        let range = |pair: &[String; 2]| {
            let [low, high] = [0, 1].map(|k| self.outcome.mean(&sample.arms[&pair[k]], subset));
            (high - low).abs()
        };
        let ranges: Vec<f64> = self.inputs.iter().map(range).collect();
        1.0 + ranges[1..].iter().filter(|r| **r > ranges[0]).count() as f64
    }

    /// Arms.
    pub fn arms(&self) -> Vec<String> {
        self.inputs.concat()
    }
}

fn ratio(a: f64, b: f64) -> f64 {
    if b == 0.0 { f64::NAN } else { a / b }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
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

    #[test]
    fn quantiles_are_those_of_ratios() {
        let data = toy::sample(
            8,
            16,
            &[("op", &[("uniformed", &|i, _| (i + 1) as f64), ("ceiling", &|i, _| if i < 4 { 2.0 } else { 10.0 })])],
        );
        let quantile = |p: f64, least: f64| Quantile {
            of: toy::series("uniformed"),
            per: toy::series("ceiling"),
            arm: "op".to_owned(),
            month: 3,
            p,
            least,
        };
        let all = &data.subsets()[0];
        // .5 .6 .7 .8 of the large ones; .5 1 1.5 2 of the small.
        assert!((quantile(0.5, 3.0).value(&data, all) - 0.65).abs() < 1e-12);
        assert!((quantile(0.25, 3.0).value(&data, all) - 0.55).abs() < 1e-12);
    }

    #[test]
    fn escalation_counts_first_bad_years_of_the_milder_wars() {
        // Half of the wars are bad already; of the others half turn bad without a mission, a quarter of those with.
        let bad = |share: usize| {
            move |i: usize, m: usize| {
                let before = if i < 8 { 100.0 } else { 0.0 };
                if m < 12 { before } else { f64::from(u8::from(i % 8 < share)) * 90.0 }
            }
        };
        let (with, without) = (bad(2), bad(4));
        let data = toy::sample(16, 36, &[("none", &[("battle", &without)]), ("op", &[("battle", &with)])]);
        let escalation = Escalation { least: 1000.0, years: 2, arm: "op".to_owned(), against: "none".to_owned() };
        assert_eq!(escalation.value(&data, &data.subsets()[0]), 0.5);
    }

    #[test]
    fn coded_ends_are_hazards_of_years() {
        // All fight in the year before; with the mission half fall quiet in the first year, without a quarter.
        let ends = |every: usize| move |i: usize, m: usize| if m >= 12 && i.is_multiple_of(every) { 0.0 } else { 5.0 };
        let (with, without) = (ends(2), ends(4));
        let data = toy::sample(16, 36, &[("none", &[("battle", &without)]), ("op", &[("battle", &with)])]);
        let coded = |years| CodedEnd { years, arm: "op".to_owned(), against: "none".to_owned() };
        let all = &data.subsets()[0];
        assert_eq!(coded(1).value(&data, all), 2.0);
        // Two years: 8 of 16 + 8 against 4 of 16 + 12.
        assert!((coded(2).value(&data, all) - (8.0 / 24.0) / (4.0 / 28.0)).abs() < 1e-12);
    }

    #[test]
    fn prices_and_ranks() {
        let mut data = toy::sample(
            8,
            24,
            &[
                ("none", &[("killed", &|_, _| 3.0), ("cost", &|_, _| 0.0)]),
                ("op", &[("killed", &|_, _| 1.0), ("cost", &|_, _| 4.0e6)]),
            ],
        );
        let price = Price { arm: "op".to_owned(), against: "none".to_owned(), when: always([0, 11]) };
        let all = data.subsets()[0].clone();
        assert_eq!(price.value(&data, &all), 2.0);
        let success = Outcome::try_from("success".to_owned()).unwrap();
        for (arm, share) in [("none", 0.25), ("op", 0.75)] {
            let panel = data.arms.get_mut(arm).unwrap();
            panel.outcomes[success.0] = (0..8).map(|i| f64::from(u8::from((i as f64) < 8.0 * share))).collect();
        }
        let mean = Mean { outcome: success, arm: "op".to_owned(), against: None, combine: Combine::Difference };
        assert_eq!(mean.value(&data, &all), 0.75);
        let against = |combine| Mean { against: Some("none".to_owned()), combine, ..mean.clone() };
        assert_eq!(against(Combine::Difference).value(&data, &all), 0.5);
        assert_eq!(against(Combine::Reduction).value(&data, &all), -2.0);
        let pair = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
        let rank = |inputs| Rank { outcome: success, inputs };
        assert_eq!(rank(vec![pair("none", "op"), pair("op", "op")]).value(&data, &all), 1.0);
        assert_eq!(rank(vec![pair("op", "op"), pair("none", "op")]).value(&data, &all), 2.0);
    }
}
