//! Walks the canonical tree against the registry and fills a [`Scenario`].

use std::collections::BTreeMap;

use super::Scenario;
use super::address::{Address, MAIN, Owner};
use super::fields::Value;
use super::layout;
use super::names;
use super::numbers::Reader;
use super::problem::{Problem, ProblemKind};
use super::registry::{self, Key, Kind, Part};
use super::report::Report;
use super::suggest;
use super::texts::Origin;
use super::tree::{Data, Entry, Node, Table};

/// Most theatres, and most operations, of one scenario: about five times the states of the world.
pub const MOST_OWNERS: usize = 1000;

/// What to do instead of an array of tables, which `--set` and `extends` could not name.
pub const NAMED: &str = "theatres and operations have names: [theatre.NAME.host], [operation.NAME]";

/// Where each key of the scenario was said, for the checks that come after.
pub type Places = BTreeMap<String, Origin>;

/// Fills a scenario from a tree; what is wrong goes to the report and keeps its default.
pub fn decode(tree: &Table, report: &mut Report) -> (Scenario, Places) {
    let scenario = Scenario { theatres: BTreeMap::new(), ..Scenario::default() };
    let mut walk = Walk { report, scenario, places: Places::new() };
    walk.world(tree);
    if walk.scenario.theatres.is_empty() {
        walk.scenario.theatres.insert(MAIN.to_owned(), super::Theatre::default());
    }
    (walk.scenario, walk.places)
}

/// Reads a value of a key.
pub fn value(path: &str, key: &'static Key, node: &Node, report: &mut Report) -> Option<Value> {
    let mut reader = Reader { report, key, path };
    match key.kind {
        Kind::Level { .. } => reader.level(node).map(Value::Level),
        Kind::Integer { .. } => reader.integer(node).map(Value::Integer),
        Kind::Boolean => reader.boolean(node).map(Value::Boolean),
        Kind::Text => reader.text(node).map(Value::Text),
        Kind::Phase => reader.phase(node).map(Value::Phase),
        Kind::Funding => reader.funding(node).map(Value::Funding),
        Kind::Condition => reader.condition(node).map(Value::Condition),
        Kind::Theatres => reader.names(node).map(Value::Theatres),
        Kind::Models => reader.models(node).map(Value::Models),
        Kind::Form => reader.form(node).map(Value::Form),
    }
}

struct Walk<'a> {
    report: &'a mut Report,
    scenario: Scenario,
    places: Places,
}

impl Walk<'_> {
    fn world(&mut self, root: &Table) {
        for (name, entry) in root {
            match name.as_str() {
                "extends" => {}
                "theatre" => self.owners(entry, "theatre"),
                "operation" => self.owners(entry, "operation"),
                table if registry::tables(Part::World).contains(&table) => {
                    self.table(&Owner::World, table, std::slice::from_ref(name), entry);
                }
                _ => self.key(&Owner::World, "", std::slice::from_ref(name), entry),
            }
        }
    }

    /// `[theatre]` or `[operation]`: a table by name.
    fn owners(&mut self, entry: &Entry, what: &'static str) {
        let Some(table) = self.table_at(entry, &[what.to_owned()]) else {
            return;
        };
        if table.len() > MOST_OWNERS {
            let kind = ProblemKind::TooMany { limit: MOST_OWNERS, found: table.len() };
            return self.report.add_at(what, entry.key, kind);
        }
        for (name, entry) in table {
            let path = [what.to_owned(), name.clone()];
            self.places.insert(path.join("."), entry.key);
            if !names::is_name(name) {
                self.bad_name(name, what, entry);
            }
            match what {
                "theatre" => self.theatre(name, &path, entry),
                _ => self.operation(name, &path, entry),
            }
        }
    }

    fn bad_name(&mut self, name: &str, what: &'static str, entry: &Entry) {
        let name = super::words::clip(name, 64);
        let key = format!("{what}.{name}");
        let what = if what == "theatre" { "a theatre" } else { "an operation" };
        self.report.add_at(&key, entry.key, ProblemKind::BadName { what, name });
    }

    fn theatre(&mut self, name: &str, path: &[String], entry: &Entry) {
        self.scenario.theatres.insert(name.to_owned(), super::Theatre::default());
        let Some(tables) = self.table_at(entry, path) else {
            return;
        };
        let known = registry::tables(Part::Theatre);
        for (table, entry) in tables {
            let path = [path, std::slice::from_ref(table)].concat();
            if known.contains(&table.as_str()) {
                self.table(&Owner::Theatre(name.to_owned()), table, &path, entry);
            } else {
                let hint = "a theatre's tables are [theatre.NAME.host], [theatre.NAME.conflict], [theatre.NAME.mediation], [theatre.NAME.stressors]";
                self.unknown(&path, entry, known, Some(hint));
            }
        }
    }

    fn operation(&mut self, name: &str, path: &[String], entry: &Entry) {
        self.scenario.operations.insert(name.to_owned(), super::Operation::default());
        self.table(&Owner::Operation(name.to_owned()), "mission", path, entry);
    }

    /// A table whose entries are keys.
    fn table(&mut self, owner: &Owner, table: &str, path: &[String], entry: &Entry) {
        let Some(entries) = self.table_at(entry, path) else {
            return;
        };
        for (name, entry) in entries {
            let path = [path, std::slice::from_ref(name)].concat();
            self.key(owner, table, &path, entry);
        }
    }

    fn table_at<'t>(&mut self, entry: &'t Entry, path: &[String]) -> Option<&'t Table> {
        let table = entry.node.as_table();
        if table.is_none() {
            let found = self.report.found(&entry.node);
            let mut problem = Problem::from(ProblemKind::WrongType { expected: "a table".to_owned(), found });
            if matches!(entry.node.data, Data::Array(_)) {
                problem = problem.with_hint(NAMED);
            }
            self.report.add_at(&layout::spell(path), entry.node.at, problem);
        }
        table
    }

    fn key(&mut self, owner: &Owner, table: &str, path: &[String], entry: &Entry) {
        let name = path.last().map(String::as_str).unwrap_or_default();
        let Some(key) = registry::find(owner.part(), table, name) else {
            let known: Vec<&str> = registry::in_table(owner.part(), table).map(|k| k.name).collect();
            let inside = (table == "mission" && name == "mission")
                .then_some("in [operation.NAME] the keys stand directly: troops = 10_000");
            return self.unknown(path, entry, &known, inside);
        };
        let address = Address { owner: owner.clone(), key };
        let spelt = address.to_string();
        self.places.insert(spelt.clone(), entry.node.at);
        if let Some(value) = value(&spelt, key, &entry.node, self.report) {
            let source = self.report.texts.source(entry.key);
            self.scenario.put(&address, value, source);
        }
    }

    fn unknown(&mut self, path: &[String], entry: &Entry, known: &[&str], hint: Option<&str>) {
        let spelt = layout::spell(path);
        if self.report.is_full() {
            let kind = ProblemKind::UnknownKey { expected: String::new() };
            return self.report.add_at(&spelt, entry.key, kind);
        }
        let top = path.len() == 1;
        let mut expected = suggest::expected(known);
        if top {
            expected.push_str(&format!(", or a table: {}", suggest::TABLES.join(", ")));
        }
        let mut problem = Problem::from(ProblemKind::UnknownKey { expected });
        problem.nearest = match entry.node.as_table() {
            Some(_) if top => suggest::nearest_table(&spelt),
            _ => suggest::nearest_key(&spelt),
        };
        problem.hint = hint.map(str::to_owned);
        self.report.add_at(&spelt, entry.key, problem);
    }
}
