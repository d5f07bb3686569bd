//! Reading plain values: numbers in range, whole numbers, switches, words, names.

use crate::catalogue;

use super::level::Level;
use super::problem::{Problem, ProblemKind};
use super::registry::{Key, Kind};
use super::report::Report;
use super::tree::{Data, Node};
use super::words;
use super::{FundingKind, PhaseLevel, StartWhen};

/// What helps where a model is not one.
const MODELS_HINT: &str = "`pkosim catalogue models` lists all 30";

/// What helps where a delivery form is not one.
const FORMS_HINT: &str = "`pkosim catalogue forms` lists them with their numbers, slugs and names";

/// Reads one value of a key and tells what is wrong with it.
pub struct Reader<'a> {
    /// Where problems go.
    pub report: &'a mut Report,
    /// What is known of the key.
    pub key: &'static Key,
    /// The key as the user spells it.
    pub path: &'a str,
}

impl Reader<'_> {
    /// Tells a problem of this key at a value.
    pub fn problem(&mut self, node: &Node, problem: impl Into<Problem>) {
        self.report.add_at(self.path, node.at, problem);
    }

    /// A value of the wrong type.
    pub fn wrong_type<T>(&mut self, node: &Node, expected: String) -> Option<T> {
        let found = self.report.found(node);
        let problem = Problem::from(ProblemKind::WrongType { expected, found });
        let problem = match self.quoted_number(node) {
            Some(hint) => problem.with_hint(hint),
            None => problem,
        };
        self.problem(node, problem);
        None
    }

    fn quoted_number(&self, node: &Node) -> Option<String> {
        let Data::Text(text) = &node.data else {
            return None;
        };
        let number: f64 = text.replace('_', "").trim().parse().ok()?;
        let name = self.key.name;
        number.is_finite().then(|| format!("a number stands without quotes: {name} = {}", text.trim()))
    }

    /// A finite number of the key's range.
    pub fn number(&mut self, node: &Node) -> Option<f64> {
        let Some(x) = node.as_number() else {
            return self.wrong_type(node, self.key.expected());
        };
        let (min, max) = self.bounds();
        if (min..=max).contains(&x) {
            return Some(x);
        }
        self.out_of_range(node, x)
    }

    fn out_of_range<T>(&mut self, node: &Node, x: f64) -> Option<T> {
        let kind = ProblemKind::OutOfRange { expected: self.key.range(), found: self.report.found(node) };
        let problem = match self.range_hint(x) {
            Some(hint) => Problem::from(kind).with_hint(hint),
            None => kind.into(),
        };
        self.problem(node, problem);
        None
    }

    fn range_hint(&self, x: f64) -> Option<String> {
        if !x.is_finite() {
            return Some("every number of a scenario is finite".to_owned());
        }
        let percent = self.key.unit == "share" && (2.0..=100.0).contains(&x);
        percent.then(|| format!("a share of {x} per cent is {}", show((x * 1e6).round() / 1e8)))
    }

    /// The range of the key as numbers.
    pub fn bounds(&self) -> (f64, f64) {
        match self.key.kind {
            Kind::Level { min, max } => (min, max),
            Kind::Integer { min, max } => (f64::from(min), f64::from(max)),
            _ => (f64::MIN, f64::MAX),
        }
    }

    /// A whole number of the key's range (`60.0` is whole, as in JSON Schema).
    pub fn integer(&mut self, node: &Node) -> Option<u32> {
        let Some(x) = node.as_number() else {
            return self.wrong_type(node, self.key.expected());
        };
        if x.is_finite() && x.fract() != 0.0 {
            return self.wrong_type(node, self.key.expected());
        }
        self.number(node).map(|x| x as u32)
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, node: &Node) -> Option<bool> {
        match node.data {
            Data::Boolean(b) => Some(b),
            _ => self.wrong_type(node, self.key.expected()),
        }
    }

    /// A text.
    pub fn text(&mut self, node: &Node) -> Option<String> {
        match &node.data {
            Data::Text(t) => Some(t.clone()),
            _ => self.wrong_type(node, self.key.expected()),
        }
    }

    /// One of the words for who pays.
    pub fn funding(&mut self, node: &Node) -> Option<FundingKind> {
        let word = self.text(node)?;
        let found = words::FUNDINGS.iter().find(|f| f.0 == word).map(|f| f.1);
        found.or_else(|| self.unknown_word(node, &word, &words::fundings()))
    }

    /// What an operation waits for.
    pub fn condition(&mut self, node: &Node) -> Option<StartWhen> {
        let word = self.text(node)?;
        let found = words::CONDITIONS.iter().find(|c| c.0 == word).map(|c| c.1);
        found.or_else(|| self.unknown_word(node, &word, &words::conditions()))
    }

    /// A phase or shares of phases.
    pub fn phase(&mut self, node: &Node) -> Option<PhaseLevel> {
        let Data::Text(word) = &node.data else {
            return self.shares(node);
        };
        let found = words::PHASES.iter().find(|p| p.0 == word).map(|p| PhaseLevel::Fixed(p.1));
        found.or_else(|| self.unknown_word(node, word, &words::phases()))
    }

    fn unknown_word<T>(&mut self, node: &Node, word: &str, choices: &[&str]) -> Option<T> {
        let kind = ProblemKind::UnknownWord { expected: self.key.expected(), found: self.report.found(node) };
        let near = words::nearest(word, choices.iter().copied()).map(str::to_owned);
        self.problem(node, Problem::from(kind).with_nearest(near));
        None
    }

    /// An array of names, each once, sorted: their order means nothing.
    pub fn names(&mut self, node: &Node) -> Option<Vec<String>> {
        let Data::Array(items) = &node.data else {
            return self.wrong_type(node, self.key.expected());
        };
        let named: Vec<Option<String>> = items.iter().map(|item| self.name(item)).collect();
        let mut names: Vec<String> = Vec::new();
        for (item, name) in items.iter().zip(named.into_iter().collect::<Option<Vec<String>>>()?) {
            match names.binary_search(&name) {
                Ok(_) => {
                    self.problem(item, ProblemKind::TheatreTwice { name: words::clip(&name, 64) });
                    return None;
                }
                Err(place) => names.insert(place, name),
            }
        }
        Some(names)
    }

    /// Models by number or slug, each once, in the study's order.
    pub fn models(&mut self, node: &Node) -> Option<Vec<u32>> {
        let Data::Array(items) = &node.data else {
            let hint = match &node.data {
                Data::Text(_) | Data::Integer(_) => {
                    format!("one model, too, stands in brackets: models = [{}]", self.model_word(node))
                }
                _ => MODELS_HINT.to_owned(),
            };
            return self.wrong_shape(node, self.key.expected(), &hint);
        };
        let numbers: Vec<Option<u32>> = items.iter().map(|item| self.model(item)).collect();
        let mut sorted: Vec<u32> = Vec::new();
        for (item, number) in items.iter().zip(numbers.into_iter().collect::<Option<Vec<u32>>>()?) {
            if sorted.contains(&number) {
                let name = catalogue::model(number).map(|m| m.slug.clone()).unwrap_or_default();
                self.problem(item, ProblemKind::ModelTwice { name });
                return None;
            }
            sorted.push(number);
        }
        sorted.sort_unstable();
        Some(sorted)
    }

    /// A model as it would stand in an array: a text keeps its quotes, unless it is a number.
    fn model_word(&self, node: &Node) -> String {
        match &node.data {
            Data::Text(t) if t.trim().parse::<u32>().is_err() => format!("\"{}\"", words::clip(t.trim(), 40)),
            Data::Text(t) => t.trim().to_owned(),
            _ => self.report.found(node),
        }
    }

    fn model(&mut self, node: &Node) -> Option<u32> {
        let name = match &node.data {
            Data::Text(t) => t.clone(),
            Data::Integer(_) => self.report.found(node),
            // As in JSON Schema, 6.0 is whole.
            Data::Float(x) if x.fract() == 0.0 => show(*x),
            _ => return self.wrong_shape(node, "the number or slug of a model".to_owned(), MODELS_HINT),
        };
        match catalogue::find(catalogue::Kind::Models, &name) {
            Ok(found) => Some(found[0].number),
            Err(unknown) => {
                let problem = Problem::from(ProblemKind::UnknownModel { name: words::clip(&name, 64) });
                self.problem(node, problem.with_nearest(unknown.nearest.map(str::to_owned)).with_hint(MODELS_HINT));
                None
            }
        }
    }

    /// A delivery form by number, slug, family or name; the word kept is its slug, or the family of two variants.
    pub fn form(&mut self, node: &Node) -> Option<String> {
        let word = match &node.data {
            Data::Text(t) => t.clone(),
            Data::Integer(_) => self.report.found(node),
            _ => return self.wrong_shape(node, self.key.expected(), FORMS_HINT),
        };
        match catalogue::find(catalogue::Kind::Forms, &word) {
            Ok(found) if found.len() == 1 => Some(found[0].slug.clone()),
            Ok(found) => catalogue::form(&found[0].slug).map(|f| f.family.clone()),
            Err(unknown) => {
                let expected = format!("{} or a number", words::list(&words::forms()).replace(" or ", ", "));
                let kind = ProblemKind::UnknownWord { expected, found: self.report.found(node) };
                let near = unknown.nearest.map(str::to_owned);
                self.problem(node, Problem::from(kind).with_nearest(near).with_hint(FORMS_HINT));
                None
            }
        }
    }

    /// A value of the wrong type, with what helps.
    fn wrong_shape<T>(&mut self, node: &Node, expected: String, hint: &str) -> Option<T> {
        let found = self.report.found(node);
        self.problem(node, Problem::from(ProblemKind::WrongType { expected, found }).with_hint(hint));
        None
    }

    fn name(&mut self, node: &Node) -> Option<String> {
        match &node.data {
            Data::Text(t) => Some(t.clone()),
            _ => self.wrong_type(node, "the name of a theatre in quotes".to_owned()),
        }
    }
}

/// A number as TOML and people write it: no trailing `.0`, and every digit that counts.
pub fn show(x: f64) -> String {
    if x.fract() == 0.0 && x.abs() < 1e15 { format!("{x:.0}") } else { format!("{x:?}") }
}

impl Level {
    /// The level as a TOML value.
    pub fn to_toml(&self) -> String {
        match self {
            Self::Number(x) => show(*x),
            Self::Distribution(d) => d.to_toml(),
            Self::Path(knots) => {
                let knots: Vec<String> = knots.iter().map(|(m, v)| format!("[{m}, {}]", show(*v))).collect();
                format!("{{ path = [{}] }}", knots.join(", "))
            }
        }
    }
}
