//! What a sweep file says twice, or says where nothing would come of it.
//!
//! What an experiment says itself takes the place of what it inherits. Two things said at one place are an error: one
//! of them would be passed over in silence.

use crate::scenario::problem::{Problem, ProblemKind};

use super::axis::Axis;
use super::experiments::{Laid, Layers, Set};
use super::read::Reading;

impl Reading {
    /// Settles keys that are both set and an axis: the experiment's own goes before what it inherits.
    pub fn settle(&mut self, fixed: &mut Set, axes: &mut Vec<Laid>) -> Option<()> {
        let both =
            |laid: &Laid| fixed.get(&laid.axis.key).map(|f| (laid.axis.key.clone(), f.own, laid.own, f.at, laid.at));
        let clashes: Vec<_> = axes.iter().filter_map(both).collect();
        let mut last = None;
        for (key, set_is_own, axis_is_own, set, axis) in clashes {
            match (set_is_own, axis_is_own) {
                (true, false) => axes.retain(|laid| laid.axis.key != key),
                (false, true) => drop(fixed.remove(&key)),
                _ if self.report.failed(&key) => {}
                _ => {
                    let (first, second) = (set.min(axis), set.max(axis));
                    let kind = ProblemKind::SetTwice { first: self.report.texts.line(first) };
                    let hint = "a key is either an axis or, under [set], the same at every point";
                    self.report.add_at(&key, second, Problem::from(kind).with_hint(hint));
                }
            }
            last = Some((key, set));
        }
        let Some((key, at)) = last.filter(|_| axes.is_empty()) else { return Some(()) };
        let hint = "its [set] takes the place of every axis that it inherits";
        self.report.add_at(&key, at, Problem::from(ProblemKind::EmptyArray { expected: "axis" }).with_hint(hint));
        None
    }

    /// Settles keys that are both set and a column of a table: an experiment's own table goes before what it inherits.
    pub fn settle_columns(&mut self, fixed: &mut Set, columns: &[Axis], file: &str, own: bool) {
        for key in columns.iter().map(|a| &a.key) {
            let Some(set) = fixed.get(key) else { continue };
            if own && !set.own {
                fixed.remove(key);
            } else if !self.report.failed(key) {
                let expected = format!("no value under [set]: the table `{file}` has a column of this key");
                let kind = ProblemKind::WrongType { expected, found: set.value.clone() };
                let hint = "take one of the two out";
                self.report.add_at(key, set.at, Problem::from(kind).with_hint(hint));
            }
        }
    }

    /// Refuses what belongs to another design than that of an experiment, and would be passed over. What is inherited
    /// is of use to other experiments, where this one says its design itself.
    pub fn beside(&mut self, word: &str, layers: Layers) {
        let table = word == "table";
        let says = layers.own("design").is_some() || table && layers.own("table").is_some();
        let (names, why) = if table {
            (["axes", "points"], "the table lists the points")
        } else {
            (["table", "columns"], "they are for design = \"table\"")
        };
        for name in names {
            let inherited = layers.top.get(name).filter(|_| !says);
            let Some(entry) = layers.own(name).or(inherited).filter(|_| !self.report.failed(name)) else { continue };
            let expected = format!("no `{name}` with design = \"{word}\": {why}");
            let kind = ProblemKind::WrongType { expected, found: self.report.found(&entry.node) };
            self.report.add_at(name, entry.key, Problem::from(kind).with_hint("take one of the two out"));
        }
    }
}
