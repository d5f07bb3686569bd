//! Levels and phases that are more than one value: distributions, paths, shares.

use super::PhaseLevel;
use super::level::{Distribution, Level};
use super::numbers::{Reader, show};
use super::problem::{Problem, ProblemKind};
use super::registry::Kind;
use super::tree::{Data, Entry, Node, Table};
use super::words;

/// The distributions with their parameters.
pub const DISTRIBUTIONS: [(&str, &[&str]); 5] = [
    ("beta", &["mean", "sd"]),
    ("normal", &["mean", "sd"]),
    ("lognormal", &["median", "sigma"]),
    ("uniform", &["low", "high"]),
    ("triangular", &["low", "mode", "high"]),
];

/// Everything that may stand in the table of a level.
pub const WORDS: &[&str] = &["beta", "normal", "lognormal", "uniform", "triangular", "path"];

/// First month that a path may name.
pub const FIRST_MONTH: i32 = -(super::MONTHS_BEFORE as i32);

/// Last month that a path may name: the longest horizon, so that a shorter one breaks no path.
pub const LAST_MONTH: i32 = 600;

/// Greatest standard deviation of a logarithm: beyond it a draw is zero or infinite.
pub const MOST_SIGMA: f64 = 10.0;

/// The keys that may stand in the table of a value; none for values that are no table.
pub fn of(kind: &Kind) -> &'static [&'static str] {
    match kind {
        Kind::Level { .. } => WORDS,
        Kind::Phase => &["shares"],
        _ => &[],
    }
}

impl Distribution {
    /// Its word and its parameters, in the order of `DISTRIBUTIONS`.
    pub fn parameters(&self) -> (&'static str, Vec<(&'static str, f64)>) {
        let (i, values) = match *self {
            Self::Beta { mean, sd } => (0, vec![mean, sd]),
            Self::Normal { mean, sd } => (1, vec![mean, sd]),
            Self::Lognormal { median, sigma } => (2, vec![median, sigma]),
            Self::Uniform { low, high } => (3, vec![low, high]),
            Self::Triangular { low, mode, high } => (4, vec![low, mode, high]),
        };
        let (word, names) = DISTRIBUTIONS[i];
        (word, names.iter().copied().zip(values).collect())
    }

    /// The distribution as a TOML value.
    pub fn to_toml(&self) -> String {
        let (word, parameters) = self.parameters();
        let parts: Vec<String> = parameters.iter().map(|(n, v)| format!("{n} = {}", show(*v))).collect();
        format!("{{ {word} = {{ {} }} }}", parts.join(", "))
    }

    fn from_parameters(word: &str, p: &[f64]) -> Option<Self> {
        Some(match (word, p) {
            ("beta", &[mean, sd]) => Self::Beta { mean, sd },
            ("normal", &[mean, sd]) => Self::Normal { mean, sd },
            ("lognormal", &[median, sigma]) => Self::Lognormal { median, sigma },
            ("uniform", &[low, high]) => Self::Uniform { low, high },
            ("triangular", &[low, mode, high]) => Self::Triangular { low, mode, high },
            _ => return None,
        })
    }

    /// The condition under which the parameters make a distribution, if they do not.
    fn broken_rule(&self) -> Option<&'static str> {
        let (rule, holds) = match *self {
            Self::Beta { mean, sd } => (
                "0 < mean < 1 and 0 < sd < sqrt(mean (1 - mean))",
                mean > 0.0 && mean < 1.0 && sd > 0.0 && sd * sd < mean * (1.0 - mean),
            ),
            Self::Normal { sd, .. } => ("sd > 0", sd > 0.0),
            Self::Lognormal { median, sigma } => {
                ("median > 0 and 0 < sigma <= 10", median > 0.0 && sigma > 0.0 && sigma <= MOST_SIGMA)
            }
            Self::Uniform { low, high } => ("low < high", low < high),
            Self::Triangular { low, mode, high } => {
                ("low <= mode <= high and low < high", low <= mode && mode <= high && low < high)
            }
        };
        (!holds).then_some(rule)
    }
}

impl Reader<'_> {
    /// A number, a distribution or a path.
    pub fn level(&mut self, node: &Node) -> Option<Level> {
        let Data::Table(table) = &node.data else {
            return self.number(node).map(Level::Number);
        };
        let (shape, entry) = self.one_shape(node, table)?;
        match shape {
            "path" => self.path(&entry.node).map(Level::Path),
            _ => self.distribution(shape, &entry.node).map(Level::Distribution),
        }
    }

    /// The one shape that stands in a table.
    fn one_shape<'t>(&mut self, node: &Node, table: &'t Table) -> Option<(&'static str, &'t Entry)> {
        let shapes = of(&self.key.kind);
        self.unknown_keys(table, shapes);
        let found: Vec<(&'static str, &Entry)> = shapes.iter().filter_map(|s| table.get(*s).map(|e| (*s, e))).collect();
        match found[..] {
            [one] => return Some(one),
            [] if !table.is_empty() => return None, // each of its keys has been told
            _ => {}
        }
        let names: Vec<&str> = found.iter().map(|f| f.0).collect();
        let kind = ProblemKind::NotOneShape { expected: words::list(shapes), found: words::both(&names) };
        self.problem(node, kind);
        None
    }

    fn unknown_keys(&mut self, table: &Table, known: &[&str]) {
        for (name, entry) in table.iter().filter(|(n, _)| !known.contains(&n.as_str())) {
            let kind = ProblemKind::UnknownKey { expected: words::list(known) };
            let near = words::nearest(name, known.iter().copied()).map(str::to_owned);
            let path = format!("{}.{name}", self.path);
            self.report.add_at(&path, entry.key, Problem::from(kind).with_nearest(near));
        }
    }

    fn distribution(&mut self, word: &'static str, node: &Node) -> Option<Distribution> {
        let names = DISTRIBUTIONS.iter().find(|d| d.0 == word)?.1;
        let Data::Table(table) = &node.data else {
            return self.wrong_type(node, format!("a table of {}", words::list(names)));
        };
        self.unknown_keys(table, names);
        let values: Vec<Option<f64>> = names.iter().map(|n| self.parameter(n, names, node, table)).collect();
        let values: Option<Vec<f64>> = values.into_iter().collect();
        let distribution = Distribution::from_parameters(word, &values?)?;
        self.feasible(node, distribution)
    }

    /// A parameter: a place on the key's own scale lies in its range, a spread is only finite.
    fn parameter(&mut self, name: &'static str, all: &[&str], node: &Node, table: &Table) -> Option<f64> {
        let Some(entry) = table.get(name) else {
            let kind = ProblemKind::MissingParameter { name, expected: words::list(all) };
            self.problem(node, kind);
            return None;
        };
        if !matches!(name, "sd" | "sigma") {
            return self.number(&entry.node);
        }
        let spread = entry.node.as_number().filter(|x| x.is_finite());
        spread.or_else(|| self.wrong_type(&entry.node, "a finite number above 0".to_owned()))
    }

    fn feasible(&mut self, node: &Node, distribution: Distribution) -> Option<Distribution> {
        let beta = matches!(distribution, Distribution::Beta { .. });
        let rule =
            if beta && self.key.unit != "share" { Some("a beta only for a share") } else { distribution.broken_rule() };
        let Some(rule) = rule else {
            return Some(distribution);
        };
        let found = distribution.to_string();
        self.problem(node, ProblemKind::Infeasible { expected: rule.to_owned(), found });
        None
    }

    fn path(&mut self, node: &Node) -> Option<Vec<(i32, f64)>> {
        let Data::Array(items) = &node.data else {
            return self.wrong_type(node, "an array of [month, value]".to_owned());
        };
        if items.is_empty() {
            self.problem(node, ProblemKind::EmptyArray { expected: "[month, value]" });
            return None;
        }
        let knots: Vec<Option<(i32, f64)>> = items.iter().map(|i| self.knot(i)).collect();
        let rising = self.rising(items, &knots);
        let knots: Option<Vec<(i32, f64)>> = knots.into_iter().collect();
        knots.filter(|_| rising)
    }

    fn knot(&mut self, node: &Node) -> Option<(i32, f64)> {
        match &node.data {
            Data::Array(pair) if pair.len() == 2 => {
                let (month, value) = (self.month(&pair[0]), self.number(&pair[1]));
                Some((month?, value?))
            }
            _ => self.wrong_type(node, "[month, value]".to_owned()),
        }
    }

    fn month(&mut self, node: &Node) -> Option<i32> {
        let expected = format!("a whole month from {FIRST_MONTH} to {LAST_MONTH}");
        let Some(x) = node.as_number().filter(|x| !x.is_finite() || x.fract() == 0.0) else {
            return self.wrong_type(node, expected);
        };
        if (f64::from(FIRST_MONTH)..=f64::from(LAST_MONTH)).contains(&x) {
            return Some(x as i32);
        }
        let found = self.report.found(node);
        self.problem(node, ProblemKind::OutOfRange { expected, found });
        None
    }

    /// Tells the first knot that does not come after the one before it.
    fn rising(&mut self, items: &[Node], knots: &[Option<(i32, f64)>]) -> bool {
        let months: Vec<(usize, i32)> = knots.iter().enumerate().filter_map(|(i, k)| k.map(|k| (i, k.0))).collect();
        let Some(pair) = months.windows(2).find(|p| p[1].1 <= p[0].1) else {
            return true;
        };
        let kind = ProblemKind::MonthsNotRising { before: pair[0].1, month: pair[1].1 };
        self.problem(&items[pair[1].0], kind);
        false
    }

    /// `{ shares = { war = 0.4, peace = 0.6 } }`.
    pub fn shares(&mut self, node: &Node) -> Option<PhaseLevel> {
        let Data::Table(table) = &node.data else {
            return self.wrong_type(node, self.key.expected());
        };
        let (_, entry) = self.one_shape(node, table)?;
        let Data::Table(shares) = &entry.node.data else {
            return self.wrong_type(&entry.node, "a table like { war = 0.4, peace = 0.6 }".to_owned());
        };
        self.unknown_keys(shares, &words::phases());
        let values: Vec<Option<f64>> = words::phases().iter().map(|p| self.share(shares.get(*p))).collect();
        let values: Option<Vec<f64>> = values.into_iter().collect();
        let values: [f64; 4] = values?.try_into().ok()?;
        let sum: f64 = values.iter().sum();
        if (sum - 1.0).abs() <= 1e-9 {
            return Some(PhaseLevel::Shares(values));
        }
        self.problem(&entry.node, ProblemKind::SharesSum { sum });
        None
    }

    /// A share from 0 to 1; a phase that is not named has none.
    fn share(&mut self, entry: Option<&Entry>) -> Option<f64> {
        let Some(entry) = entry else { return Some(0.0) };
        let expected = "a share from 0 to 1".to_owned();
        let Some(x) = entry.node.as_number() else {
            return self.wrong_type(&entry.node, expected);
        };
        if (0.0..=1.0).contains(&x) {
            return Some(x);
        }
        let found = self.report.found(&entry.node);
        self.problem(&entry.node, ProblemKind::OutOfRange { expected, found });
        None
    }
}
