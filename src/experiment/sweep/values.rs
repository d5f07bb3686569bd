//! What an axis takes: a list, a range, a distribution.

use crate::scenario::decode;
use crate::scenario::fields::Value;
use crate::scenario::level::Level;
use crate::scenario::numbers::{Reader, show};
use crate::scenario::problem::{Problem, ProblemKind};
use crate::scenario::registry::Kind;
use crate::scenario::tree::{Data, Entry, Node, Table};
use crate::world::quantile::Quantile;

use super::axis::{Values, steps};
use super::experiments::{Named, RANGE, plain};
use super::read::Reading;

/// The most values of one axis.
pub(super) const MOST_STEPS: u64 = 1_000_000;

impl Reading {
    /// The values of an axis.
    pub fn values(&mut self, named: &Named) -> Option<Values> {
        let node = &named.entry.node;
        match &node.data {
            Data::Array(items) => self.list(named, node, items),
            Data::Table(table) if table.contains_key("levels") => {
                self.known(table, &["levels"], &format!("{}.", named.spelt));
                let levels = &table["levels"].node;
                match &levels.data {
                    Data::Array(items) => self.list(named, levels, items),
                    _ => self.wrong_type(&named.spelt, levels, "an array of values".to_owned()),
                }
            }
            Data::Table(table) if RANGE.iter().any(|w| table.contains_key(*w)) => self.range(named, node, table),
            Data::Table(_) if matches!(named.address.key.kind, Kind::Level { .. }) => self.drawn(named, node),
            _ => {
                let expected = "[values], { from, to, steps } or a distribution".to_owned();
                let kind = ProblemKind::WrongType { expected, found: self.report.found(node) };
                let hint = "what is the same at every point stands under [set]";
                self.report.add_at(&named.spelt, node.at, Problem::from(kind).with_hint(hint));
                None
            }
        }
    }

    fn list(&mut self, named: &Named, node: &Node, items: &[Node]) -> Option<Values> {
        if items.is_empty() {
            self.report.add_at(&named.spelt, node.at, ProblemKind::EmptyArray { expected: "value" });
            return None;
        }
        let read = |reading: &mut Self, item: &Node| {
            decode::value(&named.spelt, named.address.key, item, &mut reading.report).map(|v| plain(&v))
        };
        let values: Vec<Option<String>> = items.iter().map(|item| read(self, item)).collect();
        Some(Values::List(values.into_iter().collect::<Option<_>>()?))
    }

    fn range(&mut self, named: &Named, node: &Node, table: &Table) -> Option<Values> {
        self.known(table, &["from", "to", "steps"], &format!("{}.", named.spelt));
        let whole = match named.address.key.kind {
            Kind::Integer { .. } => true,
            Kind::Level { .. } => false,
            _ => return self.wrong_type(&named.spelt, node, format!("[values]: {}", named.address.key.expected())),
        };
        let (from, to) = (self.end("from", named, node, table), self.end("to", named, node, table));
        let (from, to) = (from?, to?);
        if from >= to {
            let kind = ProblemKind::OutOfRange { expected: format!("`to` above {}", show(from)), found: show(to) };
            self.report.add_at(&named.spelt, table["to"].node.at, kind);
            return None;
        }
        match table.get("steps") {
            None => Some(Values::Range { from, to, whole }),
            Some(entry) => self.stepped(named, from, to, whole, entry),
        }
    }

    fn end(&mut self, name: &'static str, named: &Named, node: &Node, table: &Table) -> Option<f64> {
        let Some(entry) = table.get(name) else {
            let kind = ProblemKind::MissingParameter { name, expected: "{ from, to, steps }".to_owned() };
            self.report.add_at(&named.spelt, node.at, kind);
            return None;
        };
        let mut reader = Reader { report: &mut self.report, key: named.address.key, path: &named.spelt };
        match named.address.key.kind {
            Kind::Integer { .. } => reader.integer(&entry.node).map(f64::from),
            _ => reader.number(&entry.node),
        }
    }

    fn stepped(&mut self, named: &Named, from: f64, to: f64, whole: bool, entry: &Entry) -> Option<Values> {
        let n = self.whole(&named.spelt, &entry.node, 2, MOST_STEPS)?;
        let values = steps(from, to, n);
        if whole && values.iter().any(|v| v.fract() != 0.0) {
            let expected = format!("steps that fall on whole numbers between {from} and {to}");
            self.report.add_at(&named.spelt, entry.node.at, ProblemKind::OutOfRange { expected, found: n.to_string() });
            return None;
        }
        Some(Values::List(values.into_iter().map(show).collect()))
    }

    fn drawn(&mut self, named: &Named, node: &Node) -> Option<Values> {
        let key = named.address.key;
        match decode::value(&named.spelt, key, node, &mut self.report)? {
            Value::Level(Level::Distribution(distribution)) => {
                let (min, max) = match key.kind {
                    Kind::Level { min, max } => (min, max),
                    _ => (f64::MIN, f64::MAX),
                };
                let quantile = Box::new(Quantile::new(&distribution));
                Some(Values::Drawn { distribution, quantile, min, max })
            }
            _ => self.wrong_type(&named.spelt, node, "[values]; a path is one value: [{ path = ... }]".to_owned()),
        }
    }
}
