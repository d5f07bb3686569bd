//! Points with inputs and cases of interest, and regions of the inputs' space.

use crate::output::messages::Lang;
use crate::output::messages::{studies::BETWEEN, units::OR};

/// One input over all points.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Name: a dotted key of the scenario.
    pub name: String,
    /// Levels of a category; empty for a number.
    pub levels: Vec<String>,
    /// Value at each point; of a category the position of its level.
    pub values: Vec<f64>,
}

impl Input {
    /// A number.
    pub fn number(name: &str, values: Vec<f64>) -> Self {
        Self { name: name.to_owned(), levels: Vec::new(), values }
    }

    /// A category; its levels are put in the order of their names.
    pub fn category(name: &str, values: &[String]) -> Self {
        let mut levels = values.to_vec();
        levels.sort_unstable();
        levels.dedup();
        let at = |v: &String| levels.binary_search(v).unwrap_or(0) as f64;
        Self { name: name.to_owned(), values: values.iter().map(at).collect(), levels }
    }

    /// Whether it is a category.
    pub fn is_category(&self) -> bool {
        !self.levels.is_empty()
    }

    /// The whole of it: from its least to its largest value, or all its levels.
    pub fn whole(&self) -> Limit {
        if self.is_category() {
            return Limit::Levels(vec![true; self.levels.len()]);
        }
        let (lo, hi) = self.values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(*x), b.max(*x)));
        Limit::Range(lo, hi)
    }
}

/// Points with their inputs, and which are cases of interest.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// Inputs.
    pub inputs: Vec<Input>,
    /// Whether each point is a case of interest.
    pub cases: Vec<bool>,
}

impl Points {
    /// Number of points.
    pub fn len(&self) -> usize {
        self.cases.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    /// Number of cases.
    pub fn count(&self) -> usize {
        self.cases.iter().filter(|c| **c).count()
    }

    /// These points, in this order; a point may come several times.
    pub fn pick(&self, at: &[usize]) -> Self {
        let input = |i: &Input| Input { values: at.iter().map(|k| i.values[*k]).collect(), ..i.clone() };
        Self { inputs: self.inputs.iter().map(input).collect(), cases: at.iter().map(|k| self.cases[*k]).collect() }
    }

    /// The region that holds all points.
    pub fn whole(&self) -> Region {
        Region(self.inputs.iter().map(Input::whole).collect())
    }

    /// Points among `of` that lie in a region.
    pub fn inside(&self, region: &Region, of: &[usize]) -> Vec<usize> {
        let holds = |k: &usize| self.inputs.iter().zip(&region.0).all(|(i, limit)| limit.holds(i.values[*k]));
        of.iter().copied().filter(holds).collect()
    }

    /// Cases among these points.
    pub fn cases_in(&self, of: &[usize]) -> usize {
        of.iter().filter(|k| self.cases[**k]).count()
    }
}

/// What a region allows of an input.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// From and to, both included.
    Range(f64, f64),
    /// Which levels.
    Levels(Vec<bool>),
}

impl Limit {
    /// Whether a value is allowed.
    pub fn holds(&self, value: f64) -> bool {
        match self {
            Self::Range(lo, hi) => *lo <= value && value <= *hi,
            Self::Levels(allowed) => allowed[value as usize],
        }
    }
}

/// A region: a limit of each input.
#[derive(Clone, Debug, PartialEq)]
pub struct Region(pub Vec<Limit>);

impl Region {
    /// Inputs that are limited more than `whole` limits them.
    pub fn restricted(&self, whole: &Self) -> Vec<usize> {
        (0..self.0.len()).filter(|i| self.0[*i] != whole.0[*i]).collect()
    }

    /// The limits in words: `mission.troops <= 6,200`, `council.unity 0.2 to 0.5`, `form = un-only or joint`.
    pub fn words(&self, whole: &Self, inputs: &[Input], lang: Lang, write: impl Fn(f64) -> String) -> Vec<String> {
        let one = |i: &usize| match (&self.0[*i], &whole.0[*i]) {
            (Limit::Range(lo, hi), Limit::Range(least, most)) => match (lo > least, hi < most) {
                (true, true) => {
                    BETWEEN.with(lang, &[("axis", &inputs[*i].name), ("low", &write(*lo)), ("high", &write(*hi))])
                }
                (true, false) => format!("{} >= {}", inputs[*i].name, write(*lo)),
                _ => format!("{} <= {}", inputs[*i].name, write(*hi)),
            },
            (Limit::Levels(allowed), _) => {
                let kept = inputs[*i].levels.iter().zip(allowed).filter(|(_, a)| **a).map(|(l, _)| l.as_str());
                format!("{} = {}", inputs[*i].name, kept.collect::<Vec<_>>().join(OR.text(lang)))
            }
            _ => inputs[*i].name.clone(),
        };
        self.restricted(whole).iter().map(one).collect()
    }
}
