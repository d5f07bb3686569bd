//! Slopes on panels: Poisson pseudo-likelihood (for counts, robust to any spread) and least squares (for logarithms and
//! indices), both with effects of the theatre and of the period.
//!
//! A history and its twins in other arms are one theatre: the contrast between arms identifies the slope as an
//! experiment would, and the period effects take out that wars fade with time whether or not a mission is there.

use serde::Deserialize;

use crate::draws::math::ln;

use super::regression::Data;
use crate::calibration::panel::{Panel, Sample, Subset, index};
use crate::calibration::series::Series;

/// The kind of model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Link {
    /// Log of the mean of a count.
    Log,
    /// The mean itself.
    Identity,
}

/// What becomes of a period's sum before least squares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transform {
    /// ln(1 + sum).
    Log1p,
    /// ln(1 + mean): of an index, which is a relative deviation.
    LogMean,
    /// ln(1 + value in the last month): of a stock.
    LogLast,
    /// Prevalence 0 to 3 as annual reports code sexual violence: none, below 25 cases, below 1,000, more.
    Prevalence,
}

/// A slope of a series on doses.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slope {
    /// The outcome.
    pub of: Series,
    /// Regressors: products of series and constants of the arm, `troops * arm:mediation`.
    pub on: Vec<Regressor>,
    /// Which of them is the estimand.
    #[serde(default)]
    pub take: usize,
    /// Arms.
    pub arms: Vec<String>,
    /// First and last month of the window, from deployment.
    pub months: [i32; 2],
    /// Months of a period.
    pub every: usize,
    /// Periods by which doses precede outcomes.
    #[serde(default)]
    pub lag: usize,
    /// Model.
    pub link: Link,
    /// Transform for least squares.
    #[serde(default)]
    pub transform: Option<Transform>,
    /// A stock whose logarithm in the period before is held constant.
    #[serde(default)]
    pub given: Option<Series>,
    /// Only theatres where this holds in the month before deployment.
    #[serde(default)]
    pub at: Option<Series>,
    /// Factor to the row's unit.
    #[serde(default = "unit")]
    pub times: f64,
}

fn unit() -> f64 {
    1.0
}

/// A product of series and constants.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Regressor {
    series: Vec<Series>,
    constants: Vec<String>,
}

impl TryFrom<String> for Regressor {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut product = Self { series: Vec::new(), constants: Vec::new() };
        for factor in text.split('*').map(str::trim) {
            match factor.strip_prefix("arm:") {
                Some(name) => product.constants.push(name.to_owned()),
                None => product.series.push(Series::named(factor)?),
            }
        }
        Ok(product)
    }
}

impl Slope {
    /// Series that it reads.
    pub fn series(&self) -> Vec<Series> {
        let on = self.on.iter().flat_map(|r| r.series.iter().copied());
        on.chain([self.of]).chain(self.given).chain(self.at).collect()
    }

    /// The slope and its standard error over the histories of a subset.
    pub fn fit(&self, sample: &Sample, subset: &Subset) -> (f64, f64) {
        let data = self.data(sample, subset);
        let (slope, error) = match self.link {
            Link::Log => data.poisson(self.take),
            Link::Identity => data.least_squares(self.take),
        };
        (self.times * slope, self.times * error)
    }

    fn data(&self, sample: &Sample, subset: &Subset) -> Data {
        let first = &sample.arms[&self.arms[0]];
        let from = index(self.months[0]);
        let periods = ((index(self.months[1]) + 1 - from) / self.every).max(1);
        let regressors = self.on.len() + usize::from(self.given.is_some());
        let mut data = Data { periods, y: Vec::new(), x: vec![Vec::new(); regressors] };
        for i in &subset.members {
            if self.at.is_some_and(|s| first.of(s, *i)[index(0) - 1] == 0.0) {
                continue;
            }
            let mut unit = Vec::with_capacity(periods * self.arms.len());
            for arm in &self.arms {
                let panel = &sample.arms[arm];
                unit.extend((0..periods).map(|k| self.outcome(panel.of(self.of, *i), from + k * self.every)));
                for k in 0..periods {
                    let start = (from + k * self.every).saturating_sub(self.lag * self.every);
                    for (r, on) in self.on.iter().enumerate() {
                        data.x[r].push(self.dose(on, panel, sample, arm, *i, start));
                    }
                    if let Some(stock) = self.given {
                        let before = panel.of(stock, *i)[from + k * self.every - 1];
                        data.x[regressors - 1].push(ln(1.0 + before));
                    }
                }
            }
            data.y.push(unit);
        }
        data
    }

    fn outcome(&self, values: &[f64], start: usize) -> f64 {
        let months = &values[start..start + self.every];
        let sum: f64 = months.iter().sum();
        match self.transform {
            None => sum,
            Some(Transform::Log1p) => ln(1.0 + sum),
            Some(Transform::LogMean) => ln((1.0 + sum / self.every as f64).max(1e-9)),
            Some(Transform::LogLast) => ln(1.0 + months[self.every - 1]),
            Some(Transform::Prevalence) => [1.0, 25.0, 1000.0].iter().filter(|least| sum >= **least).count() as f64,
        }
    }

    fn dose(&self, on: &Regressor, panel: &Panel, sample: &Sample, arm: &str, i: usize, start: usize) -> f64 {
        let constant: f64 = on.constants.iter().map(|c| sample.constants[arm].get(c).copied().unwrap_or(0.0)).product();
        if on.series.is_empty() || constant == 0.0 {
            return constant;
        }
        let month = |m: usize| on.series.iter().map(|s| panel.of(*s, i)[m]).product::<f64>();
        constant * (start..start + self.every).map(month).sum::<f64>() / self.every as f64
    }
}

#[cfg(test)]
mod tests {
    use super::super::toy;
    use super::*;
    use crate::draws::math::exp;

    fn slope(link: Link, transform: Option<Transform>) -> Slope {
        Slope {
            of: toy::series("battle"),
            on: vec![
                Regressor::try_from("troops".to_owned()).unwrap(),
                Regressor::try_from("police".to_owned()).unwrap(),
            ],
            take: 0,
            arms: vec!["none".to_owned(), "op".to_owned()],
            months: [1, 6],
            every: 1,
            lag: 0,
            link,
            transform,
            given: None,
            at: None,
            times: 1.0,
        }
    }

    /// Counts that are exactly theatre x period x exp(-.1 troops - .3 police) give these slopes back, whatever the
    /// theatres and periods.
    #[test]
    fn pseudo_likelihood_recovers_the_slopes_of_exact_data() {
        let base = |i: usize, m: usize| (1.0 + i as f64) * (30.0 - m as f64);
        let troops = |i: usize, m: usize| (i % 5) as f64 * (m as f64 / 18.0);
        let police = |i: usize, m: usize| ((i * 7 + m) % 3) as f64;
        let deaths = move |i: usize, m: usize| base(i, m) * exp(-0.1 * troops(i, m) - 0.3 * police(i, m));
        let zero = |_: usize, _: usize| 0.0;
        let data = toy::sample(
            16,
            19,
            &[
                ("none", &[("battle", &base), ("troops", &zero), ("police", &zero)]),
                ("op", &[("battle", &deaths), ("troops", &troops), ("police", &police)]),
            ],
        );
        let all = &data.subsets()[0];
        let (b, error) = slope(Link::Log, None).fit(&data, all);
        assert!((b + 0.1).abs() < 1e-4 && error < 1e-3, "{b} {error}");
        let second = Slope { take: 1, ..slope(Link::Log, None) };
        assert!((second.fit(&data, all).0 + 0.3).abs() < 1e-4);
    }

    /// Left out one by one for good, each time with slopes and periods estimated anew.
    #[test]
    fn the_error_is_that_of_leaving_each_theatre_out() {
        let noise = |i: usize, m: usize| ((i * 37 + m * 11) % 23) as f64 / 23.0;
        let troops = |i: usize, m: usize| ((i + m) % 6) as f64;
        let base =
            move |i: usize, m: usize| ((i % 5) as f64 * 8.0 + 2.0) * (0.4 + noise(i, m)) * (1.0 + m as f64 / 9.0);
        let deaths = move |i: usize, m: usize| base(i, m + 5) * exp(-0.2 * troops(i, m));
        let zero = |_: usize, _: usize| 0.0;
        let arms: [(&str, toy::Columns); 2] = [
            ("none", &[("battle", &base), ("troops", &zero), ("police", &zero)]),
            ("op", &[("battle", &deaths), ("troops", &troops), ("police", &zero)]),
        ];
        let data = toy::sample(24, 19, &arms);
        let on = vec![Regressor::try_from("troops".to_owned()).unwrap()];
        let one = Slope { on, ..slope(Link::Log, None) };
        let all = &data.subsets()[0];
        let (whole, error) = one.fit(&data, all);
        let n = all.members.len() as f64;
        let without = |left: &usize| {
            let members = all.members.iter().copied().filter(|i| i != left).collect();
            one.fit(&data, &Subset { members, ..all.clone() }).0
        };
        let sum: f64 = all.members.iter().map(|i| (without(i) - whole).powi(2)).sum();
        let exact = (sum * (n - 1.0) / n).sqrt();
        assert!((error / exact - 1.0).abs() < 0.03, "{error} against {exact}");
    }

    /// One theatre, two arms, one period: the slope is the log ratio over the dose.
    #[test]
    fn pseudo_likelihood_of_two_cells_is_a_log_ratio() {
        let data = toy::sample(
            8,
            13,
            &[
                ("none", &[("battle", &|_, _| 20.0), ("troops", &|_, _| 0.0)]),
                ("op", &[("battle", &|_, _| 5.0), ("troops", &|_, _| 4.0)]),
            ],
        );
        let on = vec![Regressor::try_from("troops".to_owned()).unwrap()];
        let one = Slope { on, months: [0, 0], ..slope(Link::Log, None) };
        let (b, _) = one.fit(&data, &data.subsets()[0]);
        assert!((b - (5.0f64 / 20.0).ln() / 4.0).abs() < 1e-5, "{b}");
    }

    #[test]
    fn least_squares_recovers_the_slope_beside_theatres_and_periods() {
        let troops = |i: usize, m: usize| ((i * 3 + m * m) % 7) as f64;
        let police = |i: usize, m: usize| ((i + 2 * m) % 4) as f64;
        let level = |i: usize, m: usize| i as f64 + 0.5 * m as f64;
        let with = move |i: usize, m: usize| level(i, m) + 0.139 * troops(i, m) - 0.02 * police(i, m);
        let zero = |_: usize, _: usize| 0.0;
        let data = toy::sample(
            16,
            19,
            &[
                ("none", &[("battle", &level), ("troops", &zero), ("police", &zero)]),
                ("op", &[("battle", &with), ("troops", &troops), ("police", &police)]),
            ],
        );
        let (b, error) = slope(Link::Identity, None).fit(&data, &data.subsets()[0]);
        assert!((b - 0.139).abs() < 1e-9 && error < 1e-9, "{b} {error}");
    }

    #[test]
    fn sexual_violence_is_coded_in_four_classes() {
        let coded = |cases: f64| slope(Link::Identity, Some(Transform::Prevalence)).outcome(&[cases], 0);
        assert_eq!([0.0, 1.0, 24.0, 25.0, 1000.0].map(coded), [0.0, 1.0, 1.0, 2.0, 3.0]);
    }
}
