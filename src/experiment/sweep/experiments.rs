//! The experiments of a sweep file: their axes and designs.

use std::collections::BTreeMap;

use crate::experiment::design::Sampler;
use crate::experiment::design::latin::Latin;
use crate::experiment::design::sobol;
use crate::scenario::address::{Address, MAIN, Owner};
use crate::scenario::fields::Value;
use crate::scenario::problem::{Problem, ProblemKind};
use crate::scenario::registry::Kind;
use crate::scenario::texts::Origin;
use crate::scenario::tree::{Entry, Node, Table};
use crate::scenario::{decode, sets, shapes, words};

use super::axis::Axis;
use super::plan::{Design, Experiment};
use super::read::Reading;

/// What may stand in an experiment.
pub(super) const INSIDE: [&str; 9] =
    ["title", "description", "design", "points", "replicates", "table", "columns", "set", "axes"];
/// The designs. The last two belong to `pkosim sensitivity`.
pub const DESIGNS: [&str; 7] = ["grid", "lhs", "sobol", "random", "table", "saltelli", "morris"];
/// Words of an axis that is no plain list.
pub(super) const RANGE: [&str; 4] = ["from", "to", "steps", "levels"];
/// The most points of any sweep: their number stays exact in every format.
pub const MOST_POINTS: u64 = 1 << 53;

/// A table and the one below it, for what it does not say.
#[derive(Clone, Copy)]
pub(super) struct Layers<'a> {
    pub own: Option<&'a Table>,
    pub top: &'a Table,
    /// Where the experiment stands; the beginning of the file where it has no sub-experiments.
    pub at: Origin,
}

impl<'a> Layers<'a> {
    pub fn get(self, name: &str) -> Option<&'a Entry> {
        self.own(name).or_else(|| self.top.get(name))
    }

    /// What the experiment says itself.
    pub fn own(self, name: &str) -> Option<&'a Entry> {
        self.own.and_then(|t| t.get(name))
    }

    /// Tables of this name, the lower first, and whether each is the experiment's own.
    fn all(self, name: &str) -> Vec<(&'a Entry, bool)> {
        let own = self.own(name).map(|entry| (entry, true));
        self.top.get(name).map(|entry| (entry, false)).into_iter().chain(own).collect()
    }
}

/// A key that a sweep names, and what stands there.
pub(super) struct Named<'a> {
    pub address: Address,
    pub spelt: String,
    pub entry: &'a Entry,
}

/// A value set the same at every point, where it stands, and whether the experiment says so itself.
pub(super) struct Fixed {
    pub value: String,
    pub at: Origin,
    pub own: bool,
}

/// Keys that are set, with their values.
pub(super) type Set = BTreeMap<String, Fixed>;

/// An axis, where it stands, and whether the experiment says so itself.
pub(super) struct Laid {
    pub axis: Axis,
    pub at: Origin,
    pub own: bool,
}

impl Reading {
    /// The experiments of a file, one without a name where it has no table of them.
    pub fn experiments(&mut self, top: &Table, replicates: u64) -> Vec<Experiment> {
        let Some(entry) = top.get("experiment") else {
            let layers = Layers { own: None, top, at: Origin { text: 0, start: 0, end: 0 } };
            return self.experiment(String::new(), layers, replicates, 0).into_iter().collect();
        };
        let Some(named) = self.table("experiment", entry) else { return Vec::new() };
        if named.is_empty() {
            let problem = Problem::from(ProblemKind::EmptyTable { expected: "sub-experiment" });
            let hint = "leave `experiment` out where there is one, or name them: [experiment.NAME]";
            self.report.add_at("experiment", entry.key, problem.with_hint(hint));
        }
        let mut all: Vec<Experiment> = Vec::new();
        for (name, entry) in named {
            let path = format!("experiment.{name}");
            let Some(own) = self.table(&path, entry) else { continue };
            self.known(own, &INSIDE, &format!("{path}."));
            let replicates = self.replicates(own).unwrap_or(replicates);
            let first = all.last().map_or(0, |e| e.first + e.points);
            let layers = Layers { own: Some(own), top, at: entry.key };
            all.extend(self.experiment(name.clone(), layers, replicates, first));
            if all.last().is_some_and(|e| e.first + e.points > MOST_POINTS) {
                let expected = format!("at most {MOST_POINTS} points in all");
                let kind = ProblemKind::OutOfRange { expected, found: "more from this experiment on".to_owned() };
                self.report.add_at(&path, entry.key, kind);
                break;
            }
        }
        all
    }

    fn experiment(&mut self, name: String, layers: Layers, replicates: u64, first: u64) -> Option<Experiment> {
        let mut fixed = self.fixed(layers);
        let table = layers.get("table");
        let word = match layers.get("design") {
            Some(entry) => self.word("design", &entry.node, &DESIGNS)?,
            None if table.is_some() => "table",
            None => "grid",
        };
        self.beside(word, layers);
        if word == "table" {
            return self.listed(name, layers, fixed, replicates, first);
        }
        let mut axes = self.axes(layers)?;
        self.settle(&mut fixed, &mut axes)?;
        let (points, design) = self.design(word, &axes, layers)?;
        let axes = axes.into_iter().map(|laid| laid.axis).collect();
        Some(Experiment { name, first, points, replicates, fixed: plainly(fixed), axes, design })
    }

    fn design(&mut self, word: &'static str, axes: &[Laid], layers: Layers) -> Option<(u64, Design)> {
        if word == "grid" {
            return self.grid(axes, layers).map(|points| (points, Design::Grid));
        }
        let points = self.points(word, layers)?;
        let keys: Vec<String> = axes.iter().map(|laid| laid.axis.key.clone()).collect();
        let sampler = match word {
            "lhs" => Some(Sampler::latin(self.seed, &keys, points)),
            "random" => Some(Sampler::random(self.seed, &keys)),
            "sobol" => Sampler::sobol(self.seed, &keys).or_else(|| self.too_many_axes(axes)),
            _ => return Some((points, Design::Other(word))),
        };
        Some((points, Design::Sampled { word, sampler: sampler? }))
    }

    fn too_many_axes<T>(&mut self, axes: &[Laid]) -> Option<T> {
        let kind = ProblemKind::TooMany { limit: sobol::MOST_DIMENSIONS, found: axes.len() };
        let problem = Problem::from(kind).with_hint("design = \"lhs\" takes any number of axes");
        self.report.add_at("axes", axes.first()?.at, problem);
        None
    }

    /// Every combination; axes must be lists.
    fn grid(&mut self, axes: &[Laid], layers: Layers) -> Option<u64> {
        if let Some(entry) = layers.get("points") {
            let expected = "no `points`: a grid has every combination of its values".to_owned();
            let hint = "design = \"lhs\", \"sobol\" or \"random\" draws so many points";
            let kind = ProblemKind::WrongType { expected, found: self.report.found(&entry.node) };
            self.report.add_at("points", entry.key, Problem::from(kind).with_hint(hint));
        }
        for Laid { axis, at, .. } in axes.iter().filter(|laid| laid.axis.list().is_none()) {
            let expected = "values that a grid can walk: [...] or { from, to, steps }".to_owned();
            let kind = ProblemKind::WrongType { expected, found: axis.describe() };
            let hint = "give `steps`, or draw points with design = \"lhs\", \"sobol\" or \"random\"";
            self.report.add_at(&axis.key, *at, Problem::from(kind).with_hint(hint));
        }
        let size = |laid: &Laid| laid.axis.list().map_or(1, <[String]>::len) as u64;
        let points = axes.iter().map(size).try_fold(1u64, u64::checked_mul).filter(|n| *n <= MOST_POINTS);
        if let (None, Some(longest)) = (points, axes.iter().max_by_key(|laid| size(laid))) {
            let expected = format!("a grid of at most {MOST_POINTS} points");
            let found = format!("more; this axis alone has {} values", size(longest));
            let problem = Problem::from(ProblemKind::OutOfRange { expected, found });
            let hint = "fewer values, or points drawn with design = \"lhs\", \"sobol\" or \"random\"";
            self.report.add_at(&longest.axis.key, longest.at, problem.with_hint(hint));
        }
        points
    }

    fn points(&mut self, word: &'static str, layers: Layers) -> Option<u64> {
        let Some(entry) = layers.get("points") else {
            let expected = format!("design = \"{word}\" needs a number of points");
            let kind = ProblemKind::MissingParameter { name: "points", expected };
            let at = layers.get("design").map_or(layers.at, |design| design.node.at);
            self.report.add_at("design", at, kind);
            return None;
        };
        let most = match word {
            "lhs" => Latin::MOST_POINTS,
            "sobol" => sobol::MOST_POINTS,
            _ => MOST_POINTS,
        };
        let points = self.whole("points", &entry.node, 1, most)?;
        if matches!(word, "sobol" | "saltelli") && !points.is_power_of_two() {
            self.no_power_of_two(points, &entry.node);
            return None;
        }
        Some(points)
    }

    fn no_power_of_two(&mut self, points: u64, node: &Node) {
        let (above, below) = (points.next_power_of_two(), points.next_power_of_two() / 2);
        let expected = "a power of two, at which a Sobol' sequence is balanced".to_owned();
        let kind = ProblemKind::OutOfRange { expected, found: points.to_string() };
        let near = format!("{below} (2^{}) or {above} (2^{})", below.ilog2(), above.ilog2());
        self.report.add_at("points", node.at, Problem::from(kind).with_nearest(Some(near)));
    }

    /// What is set the same at every point.
    fn fixed(&mut self, layers: Layers) -> Set {
        let mut fixed = Set::new();
        for (entry, own) in layers.all("set") {
            for named in self.named("set", entry) {
                let at = named.entry.key;
                let value = decode::value(&named.spelt, named.address.key, &named.entry.node, &mut self.report);
                fixed.extend(value.map(|v| (named.spelt, Fixed { value: plain(&v), at, own })));
            }
        }
        fixed
    }

    /// The axes of an experiment with where each stands; those of the file first.
    fn axes(&mut self, layers: Layers) -> Option<Vec<Laid>> {
        let mut axes: Vec<Laid> = Vec::new();
        let tables = layers.all("axes");
        for (entry, own) in &tables {
            for named in self.named("axes", entry) {
                let at = named.entry.node.at;
                let Some(values) = self.values(&named) else { continue };
                let laid = Laid { axis: Axis { key: named.spelt, values }, at, own: *own };
                match axes.iter().position(|before| before.axis.key == laid.axis.key) {
                    Some(k) => axes[k] = laid,
                    None => axes.push(laid),
                }
            }
        }
        if axes.is_empty() && self.report.is_clean() {
            let expected = "\"dotted.key\" = [values] under [axes]".to_owned();
            match tables.first() {
                Some((entry, _)) => self.report.add_at("axes", entry.key, ProblemKind::EmptyTable { expected: "axis" }),
                None => self.no_axes(layers.at, expected),
            }
        }
        (!axes.is_empty()).then_some(axes)
    }

    /// Tells that an experiment has no axes, with what the file may have been meant for.
    fn no_axes(&mut self, at: Origin, expected: String) {
        let problem = Problem::from(ProblemKind::MissingParameter { name: "axes", expected });
        self.report.add_at(
            "axes",
            at,
            problem.with_hint("a sweep is two lines: [axes] and \"host.consent\" = [0.2, 0.8]"),
        );
    }

    /// The keys that a table names, in the order of the file. `host.consent` may stand with quotes or without.
    fn named<'t>(&mut self, what: &str, entry: &'t Entry) -> Vec<Named<'t>> {
        let Some(table) = self.table(what, entry) else { return Vec::new() };
        let mut flat = Vec::new();
        flatten(table, "", &mut flat);
        flat.sort_by_key(|(_, e)| e.key);
        let mut named: Vec<Named> = Vec::new();
        for (path, entry) in flat {
            let Some(address) = self.address(&path, entry.key) else { continue };
            let spelt = address.to_string();
            if let Some(before) = named.iter().find(|n| n.spelt == spelt) {
                let first = self.report.texts.line(before.entry.key);
                self.report.add_at(&spelt, entry.key, ProblemKind::SetTwice { first });
                continue;
            }
            named.push(Named { address, spelt, entry });
        }
        named
    }

    /// The address of a key of the base scenario.
    pub fn address(&mut self, path: &str, at: Origin) -> Option<Address> {
        match find(path, &self.scenario) {
            Ok(address) => Some(address),
            Err(problem) => {
                self.report.add_at(path, at, *problem);
                None
            }
        }
    }

    fn listed(
        &mut self,
        name: String,
        layers: Layers,
        mut fixed: Set,
        replicates: u64,
        first: u64,
    ) -> Option<Experiment> {
        let Some(entry) = layers.get("table") else {
            let expected = "design = \"table\" needs the name of a CSV file".to_owned();
            let kind = ProblemKind::MissingParameter { name: "table", expected };
            let at = layers.get("design").map_or(layers.at, |design| design.node.at);
            self.report.add_at("design", at, kind);
            return None;
        };
        let file = self.text("table", &entry.node)?;
        let columns = layers.get("columns").and_then(|e| self.texts("columns", &e.node)).unwrap_or_default();
        let (axes, table) = self.read_table(&file, &columns, entry.node.at)?;
        self.settle_columns(&mut fixed, &axes, &file, layers.own("table").is_some());
        let (points, design) = (table.rows.len() as u64, Design::Table(table));
        Some(Experiment { name, first, points, replicates, fixed: plainly(fixed), axes, design })
    }
}

/// Keys and values alone.
fn plainly(fixed: Set) -> Vec<(String, String)> {
    fixed.into_iter().map(|(key, f)| (key, f.value)).collect()
}

/// The address of a dotted key that a scenario has.
pub fn find(path: &str, scenario: &crate::scenario::Scenario) -> Result<Address, Box<Problem>> {
    let Some(address) = Address::parse(path) else { return Err(Box::new(sets::unknown_key(path))) };
    let comes_to_be = address.owner == Owner::Operation(MAIN.to_owned()) && scenario.operations.is_empty();
    if comes_to_be || scenario.get(&address).is_some() {
        return Ok(address);
    }
    let there: Vec<String> = match address.owner {
        Owner::Operation(_) => scenario.operations.keys().cloned().collect(),
        _ => scenario.theatres.keys().cloned().collect(),
    };
    Err(Box::new(sets::unknown_owner(&address.owner, &there)))
}

/// Paths of the keys in a table of tables: down to a key of the scenario, or to what can be none.
fn flatten<'t>(table: &'t Table, prefix: &str, out: &mut Vec<(String, &'t Entry)>) {
    for (name, entry) in table {
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        let spec = |t: &Table| t.keys().any(|k| RANGE.contains(&k.as_str()) || is_shape(k));
        match entry.node.as_table() {
            Some(inner) if Address::parse(&path).is_none() && !spec(inner) => flatten(inner, &path, out),
            _ => out.push((path, entry)),
        }
    }
}

fn is_shape(word: &str) -> bool {
    shapes::of(&Kind::Level { min: 0.0, max: 1.0 }).contains(&word)
}

/// A value as it may stand after `--set KEY=`: a bare word loses its quotes.
pub fn plain(value: &Value) -> String {
    let toml = value.to_toml();
    let bare = toml.strip_prefix('"').and_then(|t| t.strip_suffix('"')).filter(|word| {
        let first = word.chars().next().is_some_and(char::is_alphabetic);
        first && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
    });
    bare.filter(|w| !matches!(*w, "true" | "false" | "inf" | "nan")).map(str::to_owned).unwrap_or(toml)
}

/// `"a" or "b"`, for messages.
pub fn one_of(names: &[String]) -> String {
    words::list(names)
}
