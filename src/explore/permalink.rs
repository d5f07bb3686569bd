//! A scenario as the page links to it and hands it out: the text it began with, and what was moved since.

use toml::{Table, Value};

use super::ask::Ask;
use crate::scenario::Scenario;

/// The text of a question with its levers written into it. Where nothing was moved, the text as it stands.
pub fn text(ask: &Ask, scenario: &Scenario) -> String {
    let sets = ask.sets(scenario);
    if sets.is_empty() {
        return ask.toml.clone();
    }
    let Ok(mut table) = ask.toml.parse::<Table>() else { return ask.toml.clone() };
    for (key, value) in &sets {
        let Some(value) = read(value) else { continue };
        let path = path(&table, key);
        put(&mut table, &path, value);
    }
    toml::to_string(&table).unwrap_or_else(|_| ask.toml.clone())
}

fn read(value: &str) -> Option<Value> {
    format!("x = {value}").parse::<Table>().ok()?.remove("x")
}

/// Where a key stands in a text, or would: `operation.main.troops` is `mission.troops` to people, and
/// `theatre.main.host.consent` is `host.consent`. A text that writes the full name keeps it, for a key that is written
/// both ways is refused.
fn path<'k>(text: &Table, key: &'k str) -> Vec<&'k str> {
    let full: Vec<&str> = key.split('.').collect();
    let short = match full[..] {
        ["operation", "main", name] => vec!["mission", name],
        ["theatre", "main", table, name] => vec![table, name],
        _ => return full,
    };
    let owner = &full[..full.len() - 1];
    if holds(text, &full) || (holds(text, owner) && !holds(text, &short)) { full } else { short }
}

/// Whether something stands under a path.
fn holds(table: &Table, path: &[&str]) -> bool {
    match path {
        [] => true,
        [name] => table.contains_key(*name),
        [name, rest @ ..] => table.get(*name).and_then(Value::as_table).is_some_and(|below| holds(below, rest)),
    }
}

/// Puts a value under a path. A lever replaces whatever stood there: a distribution or a path over months too.
fn put(table: &mut Table, path: &[&str], value: Value) {
    match path {
        [] => {}
        [name] => drop(table.insert((*name).to_owned(), value)),
        [name, rest @ ..] => {
            let below = table.entry(*name).or_insert_with(|| Value::Table(Table::new()));
            if !below.is_table() {
                *below = Value::Table(Table::new());
            }
            if let Value::Table(below) = below {
                put(below, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::ask::tests::asking;
    use crate::scenario::load_shipped;

    #[test]
    fn a_link_holds_what_was_moved_and_reads_back_as_the_same_scenario() {
        let mut ask = asking("extends = \"portfolio.toml\"\n");
        ask.levers.insert("troops".into(), 5_000.0);
        ask.levers.insert("unity".into(), 0.25);
        let moved = ask.scenario().unwrap();
        let linked = text(&ask, &moved);
        let read = load_shipped(&linked, "linked.toml", &[]).unwrap().scenario;
        assert_eq!(read.fingerprint_text(), moved.fingerprint_text(), "{linked}");
    }

    #[test]
    fn a_link_keeps_the_spelling_of_the_text_it_began_with() {
        let full = "[theatre.main.host]\nconsent = 0.5\n[operation.main]\ntroops = 100\n";
        let short = "[host]\nconsent = 0.5\n[mission]\ntroops = 100\n";
        let mixed = "[theatre.main.host]\nphase = \"war\"\n[host]\nconsent = 0.5\n[operation.main]\npolice = 5\n\
                     [mission]\ntroops = 100\n";
        for text_ in [full, short, mixed] {
            let mut ask = asking(text_);
            ask.levers
                .extend([("consent", 0.2), ("troops", 500.0), ("mediation", 0.7)].map(|(l, v)| (l.to_owned(), v)));
            let moved = ask.scenario().unwrap();
            let linked = text(&ask, &moved);
            let read = load_shipped(&linked, "linked.toml", &[]).unwrap_or_else(|e| panic!("{linked}{e}")).scenario;
            assert_eq!(read.fingerprint_text(), moved.fingerprint_text(), "{linked}");
        }
    }

    #[test]
    fn a_link_to_an_unmoved_scenario_is_its_text() {
        let ask = asking("extends = \"baseline.toml\"\n");
        assert_eq!(text(&ask, &ask.scenario().unwrap()), "extends = \"baseline.toml\"\n");
    }
}
