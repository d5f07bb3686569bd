//! `--set KEY=VALUE`: one more layer over the files, a value at a time.

use std::collections::BTreeMap;

use super::address::{Address, MAIN, Owner};
use super::decode;
use super::extend;
use super::layout;
use super::level::Source;
use super::problem::{Problem, ProblemKind};
use super::registry::{self, Kind, Part};
use super::report::Report;
use super::shapes;
use super::suggest;
use super::texts::{Origin, Text};
use super::tree::{self, Data, Entry, Node, Table};
use super::words;

/// A setting that was understood: whose, and its value.
pub struct Setting {
    /// The key.
    pub address: Address,
    /// Where key and value stand.
    pub entry: Entry,
}

/// Reads one setting; problems go to the report.
pub fn read(key: &str, value: &str, source: Source, report: &mut Report) -> Option<Setting> {
    let label = if source == Source::Sweep { "sweep" } else { "--set" };
    let text = report.texts.add(Text::argument(label, source, format!("{key}={value}")));
    let place = Origin { text, start: 0, end: key.len() };
    let (address, shape) = find(key, place, report)?;
    let node = parse(&address, key.len() + 1, value, text, report)?;
    let node = match shape {
        None => node,
        Some(shape) => Node::table(node.at, Table::from([(shape, Entry { key: place, node })])),
    };
    Some(Setting { address, entry: Entry { key: place, node } })
}

/// The address of a key, and the shape where the key names one (`host.consent.beta`).
fn find(key: &str, place: Origin, report: &mut Report) -> Option<(Address, Option<String>)> {
    if let Some(address) = Address::parse(key) {
        return Some((address, None));
    }
    if let Some((level, shape)) = key.rsplit_once('.')
        && let Some(address) = Address::parse(level)
        && shapes::of(&address.key.kind).contains(&shape.trim())
    {
        return Some((address, Some(shape.trim().to_owned())));
    }
    report.add_at(key, place, unknown_key(key));
    None
}

/// The problem of a dotted key that is none of a scenario's, with the nearest that is.
pub fn unknown_key(key: &str) -> Problem {
    inside_level(key).unwrap_or_else(|| not_a_key(key))
}

fn inside_level(key: &str) -> Option<Problem> {
    let ends = key.match_indices('.').map(|(i, _)| &key[..i]);
    let address = ends.filter_map(Address::parse).find(|a| !shapes::of(&a.key.kind).is_empty())?;
    let (inside, level) = (key.to_owned(), address.to_string());
    let example = match address.key.kind {
        Kind::Phase => "{ shares = { war = 0.4, peace = 0.6 } }",
        _ => "{ beta = { mean = 0.6, sd = 0.1 } }",
    };
    let hint = format!("set the whole level: --set '{level}={example}'");
    Some(Problem::from(ProblemKind::SetInsideLevel { inside, level }).with_hint(hint))
}

fn not_a_key(key: &str) -> Problem {
    let path: Vec<String> = key.split('.').map(|p| p.trim().to_owned()).collect();
    let short = registry::tables(Part::Theatre).contains(&key) || key == "mission";
    if short || (layout::is_container(&path) && !key.is_empty()) {
        let kind = ProblemKind::NotSettable { expected: "one key, not a whole table" };
        return Problem::from(kind).with_hint(format!("name the key in it: --set {key}.KEY=VALUE"));
    }
    if key == "extends" {
        return ProblemKind::NotSettable { expected: "a key; `extends` stands in a file" }.into();
    }
    let expected = "a key like host.consent or operation.NAME.troops".to_owned();
    Problem::from(ProblemKind::UnknownKey { expected }).with_nearest(suggest::nearest_key(key))
}

/// A TOML value; a bare word is a text, and so is anything for a key that takes any text.
fn parse(address: &Address, by: usize, value: &str, text: usize, report: &mut Report) -> Option<Node> {
    let at = Origin { text, start: by, end: by + value.len() };
    let as_text = || Node { at, data: Data::Text(value.trim().to_owned()) };
    let parsed = tree::parse_value(value, text, by);
    // The number of a form, `3A`, is no TOML.
    if matches!(address.key.kind, Kind::Text | Kind::Form) {
        let quoted = parsed.ok().filter(|n| matches!(n.data, Data::Text(_)));
        return Some(quoted.unwrap_or_else(as_text));
    }
    match parsed {
        Ok(node) => Some(node),
        Err(_) if is_bare_word(value.trim()) => Some(as_text()),
        Err((span, message)) => {
            let at = Origin { text, start: span.start, end: span.end };
            let problem = extend::syntax(report, at, message);
            report.add_at(&address.to_string(), at, problem);
            None
        }
    }
}

/// A word that needs no quotes to be a text.
pub fn is_bare_word(value: &str) -> bool {
    let first = value.chars().next().is_some_and(char::is_alphabetic);
    first && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// Lays the settings over the tree of the files. A theatre or operation must be there already:
/// a new one would be a misspelt name more often than a wish. Only `main` may be new, where the
/// files name none.
pub fn apply(tree: &mut Table, sets: &[(String, String)], report: &mut Report) {
    let theatres = owners(tree, "theatre");
    let operations = owners(tree, "operation");
    for (key, value) in sets {
        let Some(setting) = read(key, value, Source::Set, report) else {
            continue;
        };
        let known = match setting.address.owner {
            Owner::World => true,
            Owner::Theatre(ref t) => known(t, &theatres, &setting, report),
            Owner::Operation(ref o) => known(o, &operations, &setting, report),
        };
        if known {
            put(tree, &setting);
        }
    }
}

fn owners(tree: &Table, what: &str) -> Vec<String> {
    let named = tree.get(what).and_then(|e| e.node.as_table());
    named.map(|t| t.keys().cloned().collect()).unwrap_or_default()
}

fn known(name: &str, there: &[String], setting: &Setting, report: &mut Report) -> bool {
    if there.iter().any(|t| t == name) || (there.is_empty() && name == MAIN) {
        return true;
    }
    let problem = unknown_owner(&setting.address.owner, there);
    report.add_at(&setting.address.to_string(), setting.entry.key, problem);
    false
}

/// The problem of a key whose theatre or operation is not there.
pub fn unknown_owner(owner: &Owner, there: &[String]) -> Problem {
    let expected = if there.is_empty() { format!("`{MAIN}`") } else { words::list(there) };
    let near = |name: &str| words::nearest(name, there.iter().map(String::as_str)).map(str::to_owned);
    match owner {
        Owner::Operation(name) => {
            let kind = ProblemKind::UnknownOperation { name: words::clip(name, 64), expected };
            Problem::from(kind).with_nearest(near(name)).with_hint("operation.NAME.KEY sets a named one")
        }
        Owner::Theatre(name) => {
            let kind = ProblemKind::UnknownTheatre { name: words::clip(name, 64), expected };
            Problem::from(kind).with_nearest(near(name)).with_hint("theatre.NAME.TABLE.KEY sets a named one")
        }
        Owner::World => ProblemKind::NotSettable { expected: "a key" }.into(),
    }
}

fn put(tree: &mut Table, setting: &Setting) {
    let leaf = setting.address.path().into_iter().rev();
    let mut entry = setting.entry.clone();
    let key = entry.key;
    let mut parts: Vec<&str> = leaf.collect();
    let top = parts.pop().unwrap_or_default().to_owned();
    for name in parts {
        entry = Entry { key, node: Node::table(key, BTreeMap::from([(name.to_owned(), entry)])) };
    }
    layout::merge(tree, BTreeMap::from([(top, entry)]), &mut Vec::new(), &mut |_, _, _| true);
}

/// Decodes a setting's value, for a scenario that is already whole.
pub fn decode(setting: &Setting, report: &mut Report) -> Option<super::fields::Value> {
    decode::value(&setting.address.to_string(), setting.address.key, &setting.entry.node, report)
}
