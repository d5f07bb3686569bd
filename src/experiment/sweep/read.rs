//! From a sweep file to a [`Plan`], or to every problem it has.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::evidence::register::Stance;
use crate::experiment::stop::{self, Rule};
use crate::scenario::address::Address;
use crate::scenario::problem::{Problem, ProblemKind};
use crate::scenario::report::Report;
use crate::scenario::tree::{Data, Entry, Node, Table};
use crate::scenario::{Problems, Scenario, builtin_baseline, extend, load_file, words};
use crate::world::outcome;

use super::experiments::plain;
use super::plan::{Base, Experiment, Plan};

/// What may stand at the top of a sweep file.
pub(super) const TOP: [&str; 18] = [
    "title",
    "description",
    "base",
    "replicates",
    "until",
    "confidence",
    "seed",
    "stance",
    "counterfactual",
    "theatres",
    "outcomes",
    "design",
    "points",
    "table",
    "columns",
    "set",
    "axes",
    "experiment",
];
/// Replicates of a point where the file says nothing.
const REPLICATES: u64 = 2_000;
/// Confidence of what `until` promises where the file says nothing.
const CONFIDENCE: f64 = 0.95;
const UNTIL: &str = "an array of stop rules in quotes";
const RULE: &str = "a rule is OUTCOME: TOLERANCE, as in `until = [\"success: 0.01\", \"lives_saved: 2% or 100\"]`";
/// The most replicates of a point.
pub const MOST_REPLICATES: u64 = 1_000_000_000_000;
/// The greatest seed that a sweep file can name.
pub(super) const MOST_SEED: u64 = i64::MAX as u64;
/// What an empty file should hold.
const MINIMAL: &str = "a minimal sweep is two lines, `[axes]` and `\"host.consent\" = [0.2, 0.5, 0.8]`";

/// A sweep file on its way to a plan.
pub(super) struct Reading {
    /// Problems so far.
    pub report: Report,
    /// The base scenario.
    pub scenario: Scenario,
    /// Folder of the sweep file.
    pub folder: Option<PathBuf>,
    /// Seed of luck and of designs.
    pub seed: u64,
}

/// Reads a sweep from its text.
pub fn read(label: PathBuf, content: String, folder: Option<PathBuf>) -> Result<Plan, Problems> {
    let mut report = Report::default();
    let name = label.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let top = extend::parse(label, content, MINIMAL, &mut report);
    let base = read_base(&top, folder.as_deref(), &mut report)?;
    let mut reading = Reading { report, scenario: base.1, folder, seed: 1 };
    let plan = reading.plan(name, base.0, &top);
    if reading.report.is_clean() { Ok(plan) } else { Err(reading.report.into_problems()) }
}

/// The base scenario: a file relative to the sweep's, or the built-in baseline.
fn read_base(top: &Table, folder: Option<&Path>, report: &mut Report) -> Result<(Base, Scenario), Problems> {
    let (loaded, folder) = match top.get("base").map(|entry| (entry, &entry.node.data)) {
        None => (builtin_baseline(&[])?, None),
        Some((_, Data::Text(target))) => {
            let path = folder.unwrap_or(Path::new("")).join(target);
            if !path.exists() {
                let kind = ProblemKind::BaseMissing { path };
                report.add_at("base", top["base"].node.at, Problem::from(kind).with_hint(RELATIVE));
                return Err(std::mem::take(report).into_problems());
            }
            (load_file(&path, &[])?, Some(extend::folder(&path)))
        }
        Some((entry, _)) => {
            let expected = "the name of a scenario file in quotes".to_owned();
            let found = report.found(&entry.node);
            report.add_at("base", entry.node.at, ProblemKind::WrongType { expected, found });
            (builtin_baseline(&[])?, None)
        }
    };
    let scenario = loaded.scenario;
    let (name, toml, payers) = (scenario.name.clone(), scenario.said_toml(), scenario.payer_terms.clone());
    Ok((Base { name, toml, folder, payers }, scenario))
}

/// What people write for a key of a sweep whose spelling does not lead to it.
const SYNONYMS: [(&str, &str); 10] = [
    ("scenario", "base"),
    ("extends", "base"),
    ("runs", "replicates"),
    ("histories", "replicates"),
    ("samples", "points"),
    ("n", "points"),
    ("method", "design"),
    ("parameters", "axes"),
    ("levers", "axes"),
    ("metrics", "outcomes"),
];

const RELATIVE: &str = "the name is relative to the file it stands in";

impl Reading {
    fn plan(&mut self, name: String, base: Base, top: &Table) -> Plan {
        self.known(top, &TOP, "");
        self.seed = top.get("seed").and_then(|e| self.whole("seed", &e.node, 0, MOST_SEED)).unwrap_or(1);
        let title = top.get("title").and_then(|e| self.text("title", &e.node)).unwrap_or_else(|| name.clone());
        top.get("description").and_then(|e| self.text("description", &e.node));
        let switch = |reading: &mut Self, key: &str, otherwise: bool| {
            top.get(key).and_then(|e| reading.switch(key, &e.node)).unwrap_or(otherwise)
        };
        let counterfactual = switch(self, "counterfactual", true);
        let theatres = switch(self, "theatres", false);
        let outcomes = top.get("outcomes").and_then(|e| self.outcomes(&e.node)).unwrap_or_default();
        let stance = top.get("stance").and_then(|e| self.stance(&e.node)).unwrap_or_default();
        let replicates = self.replicates(top).unwrap_or(REPLICATES);
        let experiments = self.experiments(top, replicates);
        let until = self.until(top, counterfactual);
        let (seed, here) = (self.seed, self.here(&experiments));
        Plan {
            here,
            name,
            title,
            base,
            replicates,
            until,
            seed,
            stance,
            counterfactual,
            outcomes,
            theatres,
            experiments,
        }
    }

    /// When a point has enough replicates.
    fn until(&mut self, top: &Table, counterfactual: bool) -> Option<Rule> {
        let confidence = match top.get("confidence") {
            Some(entry) => self.confidence(&entry.node)?,
            None => CONFIDENCE,
        };
        let Some(entry) = top.get("until") else {
            if let Some(entry) = top.get("confidence") {
                let why = "a confidence without `until`: there is nothing to be sure of".to_owned();
                self.report.add_at("confidence", entry.key, ProblemKind::StopRule { why });
            }
            return None;
        };
        let Data::Array(items) = &entry.node.data else {
            return self.wrong_type("until", &entry.node, UNTIL.to_owned());
        };
        if items.is_empty() {
            self.report.add_at("until", entry.node.at, ProblemKind::EmptyArray { expected: "stop rule" });
        }
        let operations = !self.scenario.operations.is_empty();
        let mut targets = Vec::new();
        for item in items {
            let Some(text) = self.text("until", item) else { continue };
            let target = stop::parse(&text).and_then(|target| {
                let rule = Rule { targets: vec![target.clone()], confidence };
                stop::check(&rule, operations, counterfactual).map(|()| target)
            });
            match target {
                Ok(target) => targets.push(target),
                Err(why) => {
                    let problem = Problem::from(ProblemKind::StopRule { why: why.to_string() });
                    self.report.add_at("until", item.at, problem.with_hint(RULE));
                }
            }
        }
        Some(Rule { targets, confidence })
    }

    fn confidence(&mut self, node: &Node) -> Option<f64> {
        let expected = "a number above 0.5 and below 1".to_owned();
        match node.data {
            Data::Float(x) if x > 0.5 && x < 1.0 => Some(x),
            Data::Float(_) | Data::Integer(_) => {
                let found = self.report.found(node);
                self.report.add_at("confidence", node.at, ProblemKind::OutOfRange { expected, found });
                None
            }
            _ => self.wrong_type("confidence", node, expected),
        }
    }

    /// Values in the base scenario of the axes and of what experiments set.
    fn here(&self, experiments: &[Experiment]) -> BTreeMap<String, String> {
        let axes = experiments.iter().flat_map(|e| &e.axes).map(|a| &a.key);
        let keys = axes.chain(experiments.iter().flat_map(|e| &e.fixed).map(|(key, _)| key));
        let value = |key: &String| Some((key.clone(), plain(&self.scenario.get(&Address::parse(key)?)?.value)));
        keys.filter_map(value).collect()
    }

    /// The replicates that a table asks for.
    pub fn replicates(&mut self, table: &Table) -> Option<u64> {
        let entry = table.get("replicates")?;
        self.whole("replicates", &entry.node, 1, MOST_REPLICATES)
    }

    /// Tells keys that no sweep has.
    pub fn known(&mut self, table: &Table, known: &[&str], path: &str) {
        for (name, entry) in table.iter().filter(|(n, _)| !known.contains(&n.as_str())) {
            let kind = ProblemKind::UnknownKey { expected: known.join(", ") };
            let meant = SYNONYMS.iter().find(|(word, key)| word == name && known.contains(key)).map(|s| s.1);
            let near = meant.or_else(|| words::nearest(name, known.iter().copied())).map(str::to_owned);
            let problem = Problem::from(kind).with_nearest(near);
            let problem = if path.is_empty() && entry.node.as_table().is_some() {
                problem.with_hint("keys of the scenario stand under [axes] or, the same at every point, under [set]")
            } else {
                problem
            };
            self.report.add_at(&format!("{path}{name}"), entry.key, problem);
        }
    }

    /// A whole number in a range.
    pub fn whole(&mut self, key: &str, node: &Node, least: u64, most: u64) -> Option<u64> {
        let expected = format!("a whole number from {least} to {most}");
        match node.data {
            Data::Integer(n) if n >= 0 && (least..=most).contains(&(n as u64)) => Some(n as u64),
            // As in JSON Schema, 60.0 is whole; beyond 2^53 it would not be exact.
            Data::Float(x) if x.fract() == 0.0 && (0.0..=2f64.powi(53)).contains(&x) => {
                let whole = Node { at: node.at, data: Data::Integer(x as i64) };
                self.whole(key, &whole, least, most)
            }
            Data::Float(x) if x.fract() != 0.0 => self.wrong_type(key, node, expected),
            Data::Integer(_) | Data::Float(_) => {
                let found = self.report.found(node);
                self.report.add_at(key, node.at, ProblemKind::OutOfRange { expected, found });
                None
            }
            _ => self.wrong_type(key, node, expected),
        }
    }

    /// A text.
    pub fn text(&mut self, key: &str, node: &Node) -> Option<String> {
        match &node.data {
            Data::Text(text) => Some(text.clone()),
            _ => self.wrong_type(key, node, "a text in quotes".to_owned()),
        }
    }

    fn switch(&mut self, key: &str, node: &Node) -> Option<bool> {
        match node.data {
            Data::Boolean(b) => Some(b),
            _ => self.wrong_type(key, node, "true or false".to_owned()),
        }
    }

    /// Tells a value of the wrong type.
    pub fn wrong_type<T>(&mut self, key: &str, node: &Node, expected: String) -> Option<T> {
        let found = self.report.found(node);
        self.report.add_at(key, node.at, ProblemKind::WrongType { expected, found });
        None
    }

    /// One of some words.
    pub fn word(&mut self, key: &str, node: &Node, words: &[&'static str]) -> Option<&'static str> {
        let text = self.text(key, node)?;
        let found = words.iter().find(|w| **w == text).copied();
        if found.is_none() {
            let kind = ProblemKind::UnknownWord { expected: words::list(words), found: self.report.found(node) };
            let near = words::nearest(&text, words.iter().copied()).map(str::to_owned);
            self.report.add_at(key, node.at, Problem::from(kind).with_nearest(near));
        }
        found
    }

    fn stance(&mut self, node: &Node) -> Option<Stance> {
        let word = self.word("stance", node, &[Stance::Study.name(), Stance::Sceptical.name()])?;
        Some(if word == Stance::Study.name() { Stance::Study } else { Stance::Sceptical })
    }

    fn outcomes(&mut self, node: &Node) -> Option<Vec<String>> {
        let Data::Array(items) = &node.data else {
            return self.wrong_type("outcomes", node, "an array of outcomes in quotes".to_owned());
        };
        if items.is_empty() {
            self.report.add_at("outcomes", node.at, ProblemKind::EmptyArray { expected: "outcome" });
        }
        let names = outcome_names();
        let mut outcomes = Vec::new();
        for item in items {
            let name = self.word("outcomes", item, &names)?.to_owned();
            if outcomes.contains(&name) {
                self.report.add_at("outcomes", item.at, ProblemKind::OutcomeTwice { name: name.clone() });
            }
            outcomes.push(name);
        }
        Some(outcomes)
    }

    /// Texts of an array.
    pub fn texts(&mut self, key: &str, node: &Node) -> Option<Vec<String>> {
        match &node.data {
            Data::Array(items) => items.iter().map(|item| self.text(key, item)).collect(),
            _ => self.wrong_type(key, node, "an array of texts in quotes".to_owned()),
        }
    }

    /// The entries of a table, or nothing where something else stands there.
    pub fn table<'t>(&mut self, key: &str, entry: &'t Entry) -> Option<&'t Table> {
        match entry.node.as_table() {
            Some(table) => Some(table),
            None => self.wrong_type(key, &entry.node, "a table".to_owned()),
        }
    }
}

/// Every outcome that a result may have a row of.
pub(super) fn outcome_names() -> Vec<&'static str> {
    let paired = outcome::PAIRED.iter().map(|o| o.name);
    outcome::all().map(|o| o.name).chain(paired).chain(["cost_per_life_saved_usd"]).collect()
}
