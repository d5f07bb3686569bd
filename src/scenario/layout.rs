//! The canonical tree: short spellings folded into named theatres and operations, and one file's
//! tables laid over another's.

use super::address::MAIN;
use super::problem::ProblemKind;
use super::registry::{self, Part};
use super::report::Report;
use super::tree::{Entry, Node, Table};

/// What to do when two tables hold the same value: true to take the new one.
pub type OnClash<'a> = dyn FnMut(&[String], &Entry, &Entry) -> bool + 'a;

/// Whether a path of the canonical tree holds keys; anything else is a value, replaced whole.
pub fn is_container(path: &[String]) -> bool {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path[..] {
        [] | ["theatre" | "operation"] | ["theatre" | "operation", _] => true,
        ["theatre", _, table] => registry::tables(Part::Theatre).contains(&table),
        [table] => registry::tables(Part::World).contains(&table),
        _ => false,
    }
}

/// A path in the short spelling where there is one.
pub fn spell(path: &[String]) -> String {
    let parts: Vec<&str> = path.iter().map(String::as_str).collect();
    match parts[..] {
        ["theatre", MAIN, ref rest @ ..] if !rest.is_empty() => rest.join("."),
        ["operation", MAIN, ref rest @ ..] => [&["mission"], rest].concat().join("."),
        _ => parts.join("."),
    }
}

/// Lays `from` over `into`, table by table.
pub fn merge(into: &mut Table, from: Table, path: &mut Vec<String>, on_clash: &mut OnClash<'_>) {
    for (name, new) in from {
        path.push(name.clone());
        match into.get_mut(&name) {
            None => drop(into.insert(name, new)),
            Some(old) => merge_entry(old, new, path, on_clash),
        }
        path.pop();
    }
}

fn merge_entry(old: &mut Entry, new: Entry, path: &mut Vec<String>, on_clash: &mut OnClash<'_>) {
    use super::tree::Data;
    if !is_container(path) || old.node.as_table().is_none() || new.node.as_table().is_none() {
        if on_clash(path, old, &new) {
            *old = new;
        }
        return;
    }
    if let (Data::Table(a), Data::Table(b)) = (&mut old.node.data, new.node.data) {
        merge(a, b, path, on_clash);
    }
}

/// Folds `[host]`, `[conflict]`, `[mediation]`, `[stressors]` and `[mission]` of one file into its named tables.
pub fn normalise(mut table: Table, report: &mut Report) -> Table {
    for short in [Part::Theatre, Part::Operation].into_iter().flat_map(registry::tables) {
        if let Some(entry) = table.remove(*short) {
            fold(&mut table, short, entry, report);
        }
    }
    table
}

fn fold(table: &mut Table, short: &str, entry: Entry, report: &mut Report) {
    let named = if short == "mission" { entry } else { wrap(short, entry) };
    let owner = if short == "mission" { "operation" } else { "theatre" };
    let tree = Table::from([(owner.to_owned(), wrap(MAIN, named))]);
    merge(table, tree, &mut Vec::new(), &mut |path, old, new| {
        twice(path, old, new, report);
        false
    });
}

fn wrap(name: &str, entry: Entry) -> Entry {
    let key = entry.key;
    Entry { key, node: Node::table(key, Table::from([(name.to_owned(), entry)])) }
}

fn twice(path: &[String], old: &Entry, new: &Entry, report: &mut Report) {
    if is_container(path) {
        not_a_table(path, new, report);
        return;
    }
    let (first, second) = if old.key < new.key { (old, new) } else { (new, old) };
    let first = report.texts.line(first.key);
    report.add_at(&spell(path), second.key, ProblemKind::SetTwice { first });
}

/// Says so if an entry that must be a table is not; the entry already there is checked later.
fn not_a_table(path: &[String], entry: &Entry, report: &mut Report) {
    if entry.node.as_table().is_none() {
        let found = report.found(&entry.node);
        let kind = ProblemKind::WrongType { expected: "a table".to_owned(), found };
        report.add_at(&spell(path), entry.node.at, kind);
    }
}
