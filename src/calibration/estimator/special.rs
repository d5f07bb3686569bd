//! Estimators of single rows: quantiles, escalation, coded ends, prices, ranks.

use serde::Deserialize;

use super::levels::{Outcome, When, mean, ratio};
use crate::calibration::panel::{Panel, Sample, Subset, index};
use crate::calibration::series::Series;
use crate::world::years::CONFLICT_YEAR;

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

#[cfg(test)]
mod tests {
    use super::super::levels::{Combine, Mean};
    use super::super::toy;
    use super::*;

    fn always(months: [i32; 2]) -> When {
        When { months, only: None, never: None }
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
