//! Axes: a key of the scenario and the values it takes.

use crate::scenario::level::Distribution;
use crate::scenario::numbers::show;
use crate::world::quantile::Quantile;

/// A key of the scenario and the values it takes.
#[derive(Clone, Debug)]
pub struct Axis {
    /// The dotted key, in its short spelling.
    pub key: String,
    /// What it takes.
    pub values: Values,
}

/// What an axis takes.
#[derive(Clone, Debug)]
pub enum Values {
    /// One of these, each as it would stand in a scenario file; all equally likely where points are drawn.
    List(Vec<String>),
    /// Any number between two ends, evenly.
    Range {
        /// Lower end.
        from: f64,
        /// Upper end.
        to: f64,
        /// Whether the key takes whole numbers only.
        whole: bool,
    },
    /// A number from a distribution, cut off at the range of the key.
    Drawn {
        /// The distribution, as a scenario writes it.
        distribution: Distribution,
        /// Its inverse.
        quantile: Box<Quantile>,
        /// Least value of the key.
        min: f64,
        /// Greatest value of the key.
        max: f64,
    },
}

impl Axis {
    /// The value at a place `u` in `[0, 1)` of the axis, as it would stand after `--set KEY=`: the inverse of the
    /// cumulative distribution. A list is cut into equal parts, in its order.
    pub fn at(&self, u: f64) -> String {
        match &self.values {
            Values::List(values) => {
                let k = (u * values.len() as f64) as usize;
                values[k.min(values.len() - 1)].clone()
            }
            _ => show(self.number_at(u).unwrap_or(f64::NAN)),
        }
    }

    /// The value at a place as a number; `None` where it is none (a word, a path).
    pub fn number_at(&self, u: f64) -> Option<f64> {
        match &self.values {
            Values::List(_) => self.at(u).parse().ok(),
            Values::Range { from, to, whole: true } => Some((from + ((to - from + 1.0) * u).floor()).min(*to)),
            Values::Range { from, to, whole: false } => Some(from + (to - from) * u),
            Values::Drawn { quantile, min, max, .. } => {
                // The ends of an unbounded distribution are no numbers.
                let inside = u.clamp(f64::EPSILON / 4.0, 1.0 - f64::EPSILON / 2.0);
                Some(quantile.at(inside).clamp(*min, *max))
            }
        }
    }

    /// The values of a list, in order; none where the axis is continuous.
    pub fn list(&self) -> Option<&[String]> {
        match &self.values {
            Values::List(values) => Some(values),
            _ => None,
        }
    }

    /// The axis in one line, for people and for the identity of a sweep.
    pub fn describe(&self) -> String {
        match &self.values {
            Values::List(values) => format!("[{}]", values.join(", ")),
            Values::Range { from, to, whole } => {
                let kind = if *whole { ", whole numbers" } else { "" };
                format!("{{ from = {}, to = {} }}{kind}", show(*from), show(*to))
            }
            Values::Drawn { distribution, .. } => distribution.to_toml(),
        }
    }
}

/// Even steps between two ends, both included, rounded to 12 digits: 0.3 and not 0.30000000000000004.
pub fn steps(from: f64, to: f64, n: u64) -> Vec<f64> {
    let last = n.saturating_sub(1).max(1) as f64;
    let at = |k: u64| from + (to - from) * (k as f64 / last);
    (0..n).map(|k| if k + 1 == n && n > 1 { to } else { rounded(at(k)) }).collect()
}

fn rounded(x: f64) -> f64 {
    format!("{x:.11e}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(values: Values) -> Axis {
        Axis { key: "host.consent".to_owned(), values }
    }

    #[test]
    fn a_list_is_cut_into_equal_parts() {
        let list = axis(Values::List(["a", "b", "c", "d"].map(str::to_owned).to_vec()));
        let at = [0.0, 0.249, 0.25, 0.5, 0.999_999].map(|u| list.at(u));
        assert_eq!(at, ["a", "a", "b", "c", "d"]);
    }

    #[test]
    fn whole_numbers_are_equally_likely_and_both_ends_are_met() {
        let whole = axis(Values::Range { from: 1.0, to: 4.0, whole: true });
        let counts = (0..400).fold([0; 5], |mut n, k| {
            n[whole.number_at(f64::from(k) / 400.0).unwrap() as usize] += 1;
            n
        });
        assert_eq!(counts, [0, 100, 100, 100, 100]);
    }

    #[test]
    fn draws_invert_their_distribution_and_stay_in_the_range_of_the_key() {
        let distribution = Distribution::Normal { mean: 0.5, sd: 0.4 };
        let quantile = Box::new(Quantile::new(&distribution));
        let drawn = axis(Values::Drawn { distribution, quantile, min: 0.0, max: 1.0 });
        assert_eq!((drawn.at(0.0).as_str(), drawn.at(0.5).as_str()), ("0", "0.5"));
        let share = (0..1000).filter(|k| drawn.number_at(f64::from(*k) / 1000.0).unwrap() == 0.0).count();
        assert!(share.abs_diff(106) <= 1, "P(N(0.5, 0.4) < 0) = 0.1056: {share}");
    }

    #[test]
    fn steps_are_round_numbers_and_end_at_the_ends() {
        assert_eq!(steps(0.1, 0.7, 7), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
        assert_eq!(steps(1000.0, 19_000.0, 3), [1000.0, 10_000.0, 19_000.0]);
        assert_eq!(steps(5.0, 9.0, 1), [5.0]);
    }
}
