//! What no single value can be blamed for: names that must exist, months that must fit.

use std::collections::BTreeMap;

use crate::catalogue;

use super::address::Owner;
use super::level::{Level, Source, Sourced};
use super::names;
use super::problem::{Problem, ProblemKind};
use super::registry::Part;
use super::sets;
use super::vocabulary;
use super::words;
use super::{FundingKind, Operation, Scenario, StartWhen, Theatre};

/// A problem of a whole scenario.
pub struct Finding {
    /// The key to blame.
    pub key: String,
    /// Another key it was concluded from; nothing is concluded from a value that is itself wrong.
    pub from: Option<&'static str>,
    /// What is wrong.
    pub problem: Problem,
}

/// Most findings that are looked for: each unknown name costs a search for the nearest one.
const MOST_FINDINGS: usize = 250;

/// Everything that is wrong between the values of a scenario.
pub fn findings(scenario: &Scenario) -> Vec<Finding> {
    let mut found = clashes("theatre", names::clashes(scenario.theatres.keys()));
    found.extend(clashes("operation", names::clashes(scenario.operations.keys())));
    let of_theatres = scenario.theatres.iter().flat_map(|(n, t)| links(scenario, n, t));
    let of_operations = scenario.operations.iter().flat_map(|(n, o)| {
        let start = start(scenario, n, o);
        theatres(scenario, n, o).chain(start).chain(partner(n, o)).chain(follows(scenario, n, o))
    });
    found.extend(scenario.operations.iter().find_map(|(n, o)| no_budget(scenario, n, o)));
    found.extend(of_theatres.chain(of_operations).take(MOST_FINDINGS));
    found
}

fn clashes(what: &str, found: Vec<(&str, ProblemKind)>) -> Vec<Finding> {
    let finding =
        |(name, kind): (&str, ProblemKind)| Finding { key: format!("{what}.{name}"), from: None, problem: kind.into() };
    found.into_iter().map(finding).collect()
}

/// The spelling of a key of an owner, without a look into the registry.
pub fn spelt(part: Part, owner: &str, table: &str, name: &str) -> String {
    let main = owner == super::address::MAIN;
    match part {
        Part::Theatre if !main => format!("theatre.{owner}.{table}.{name}"),
        Part::Operation if !main => format!("operation.{owner}.{name}"),
        _ => format!("{table}.{name}"),
    }
}

fn links<'a>(scenario: &'a Scenario, name: &'a str, theatre: &'a Theatre) -> impl Iterator<Item = Finding> + 'a {
    let wrong = theatre.links.value.iter().filter_map(move |link| match link {
        link if link == name => Some(ProblemKind::LinkedToItself.into()),
        link => unknown_theatre(scenario, link),
    });
    wrong.map(move |problem| Finding { key: spelt(Part::Theatre, name, "host", "links"), from: None, problem })
}

fn unknown_theatre(scenario: &Scenario, name: &str) -> Option<Problem> {
    if scenario.theatres.contains_key(name) {
        return None;
    }
    let there: Vec<String> = scenario.theatres.keys().cloned().collect();
    let mut problem = sets::unknown_owner(&Owner::Theatre(name.to_owned()), &there);
    problem.hint = None;
    Some(problem)
}

fn theatres<'a>(scenario: &'a Scenario, name: &'a str, operation: &'a Operation) -> impl Iterator<Item = Finding> + 'a {
    let said = &operation.theatres;
    let none = said.value.is_empty() && said.source != Source::Default;
    let none = none.then(|| ProblemKind::EmptyArray { expected: "name of a theatre" }.into());
    let unknown = said.value.iter().filter_map(|t| unknown_theatre(scenario, t));
    none.into_iter().chain(unknown).map(move |problem| Finding {
        key: spelt(Part::Operation, name, "mission", "theatres"),
        from: None,
        problem,
    })
}

/// People whom nobody could pay in any month.
fn no_budget(scenario: &Scenario, name: &str, operation: &Operation) -> Option<Finding> {
    let l = &operation.levels;
    let people: f64 = [&l.troops, &l.police, &l.observers, &l.civilians].iter().map(|x| x.value.central(0)).sum();
    let unpaid = scenario.levels.funding.value == Level::Number(0.0) && people > 0.0;
    let assessed = operation.funding.value != FundingKind::Partner;
    (unpaid && assessed).then(|| Finding {
        key: "funding.level".to_owned(),
        from: None,
        problem: Problem::from(ProblemKind::NoBudget { name: name.to_owned(), people })
            .with_hint("give funding.level a share above 0, or the operation funding = \"partner\""),
    })
}

fn start(scenario: &Scenario, name: &str, operation: &Operation) -> Option<Finding> {
    let (start, horizon) = (operation.start_month.value, scenario.horizon_months.value);
    let problem = Problem::from(ProblemKind::StartsAfterEnd { start, horizon });
    (start >= horizon).then(|| Finding {
        key: spelt(Part::Operation, name, "mission", "start_month"),
        from: Some("horizon_months"),
        problem: problem.with_hint("a start_month lies below horizon_months"),
    })
}

/// An operation takes over from another one of the scenario, in order.
fn follows(scenario: &Scenario, name: &str, operation: &Operation) -> Option<Finding> {
    let before = operation.follows.value.as_str();
    if before.is_empty() {
        return None;
    }
    let problem = match scenario.operations.get(before) {
        None => unknown_operation(scenario, name, before),
        Some(other) => circle(scenario, name)
            .or_else(|| followed_twice(scenario, name, before))
            .or_else(|| elsewhere((name, operation), (before, other)))
            .or_else(|| out_of_order(operation, before, other))?,
    };
    Some(Finding { key: spelt(Part::Operation, name, "mission", "follows"), from: None, problem })
}

fn unknown_operation(scenario: &Scenario, name: &str, before: &str) -> Problem {
    let there: Vec<String> = scenario.operations.keys().filter(|o| *o != name).cloned().collect();
    let mut problem = sets::unknown_owner(&Owner::Operation(before.to_owned()), &there);
    problem.hint = None;
    if there.is_empty() {
        let expected = "another operation, and this scenario has none".to_owned();
        problem.kind = ProblemKind::UnknownOperation { name: words::clip(before, 64), expected };
        problem.hint = Some(format!("`follows` names the operation that was there before `{name}`: [operation.NAME]"));
    }
    problem
}

/// Following that comes back to where it began.
fn circle(scenario: &Scenario, name: &str) -> Option<Problem> {
    let next = |o: &String| scenario.operations.get(o).map(|o| o.follows.value.clone()).filter(|f| !f.is_empty());
    let steps = std::iter::successors(Some(name.to_owned()), next).take(scenario.operations.len() + 1);
    let mut chain: Vec<String> = steps.collect();
    let back = 1 + chain.iter().skip(1).position(|o| o == name)?;
    chain.truncate(back + 1);
    let kind = ProblemKind::FollowsItself { chain };
    Some(Problem::from(kind).with_hint("the first operation in time follows none"))
}

/// Operations that work in no theatre together; without a list they work everywhere.
fn elsewhere((name, operation): (&str, &Operation), (before, other): (&str, &Operation)) -> Option<Problem> {
    let (here, there) = (&operation.theatres.value, &other.theatres.value);
    let apart = !here.is_empty() && !there.is_empty() && !here.iter().any(|t| there.contains(t));
    let kind = || ProblemKind::FollowsElsewhere {
        before: before.to_owned(),
        there: words::both(there),
        name: name.to_owned(),
        here: words::both(here),
    };
    let hint = "give both a theatre in common, or leave `follows` out";
    apart.then(|| Problem::from(kind()).with_hint(hint))
}

fn followed_twice(scenario: &Scenario, name: &str, before: &str) -> Option<Problem> {
    let mut others = scenario.operations.iter().filter(|(n, o)| n.as_str() < name && o.follows.value == before);
    let first = others.next()?.0.clone();
    let kind = ProblemKind::FollowedTwice { before: before.to_owned(), first, second: name.to_owned() };
    Some(Problem::from(kind).with_hint("one operation takes over; the other can have a start_month of its own"))
}

fn out_of_order(operation: &Operation, before: &str, other: &Operation) -> Option<Problem> {
    let (from, start) = (other.start_month.value, operation.start_month.value);
    let until = from + other.planned_exit_months.value;
    let fixed = other.start_when.value == StartWhen::AtOnce;
    let kind = ProblemKind::FollowsOutOfOrder { before: before.to_owned(), from, until, start };
    let hint = "give start_month a month after the other begins and not after its planned exit";
    (start <= from || (fixed && start > until)).then(|| Problem::from(kind).with_hint(hint))
}

/// A form made of two needs its other half: nobody may say that there is none.
fn partner(name: &str, operation: &Operation) -> Option<Finding> {
    let form = catalogue::form(&operation.form.value).filter(|f| f.needs_partner)?;
    let none = |key: &str| match key {
        "partner_troops" => vocabulary::said_zero(&operation.levels.partner_troops),
        "rehatted_troops" => vocabulary::said_zero(&operation.levels.rehatted),
        _ => operation.organisation.source != Source::Default && operation.organisation.value == "UN",
    };
    let key = match form.family.as_str() {
        "parallel" => "partner_troops",
        "sequenced" => "rehatted_troops",
        _ => "organisation",
    };
    none(key).then(|| Finding {
        key: spelt(Part::Operation, name, "mission", key),
        from: Some("mission.form"),
        problem: Problem::from(ProblemKind::NoPartner { form: operation.form.value.clone() })
            .with_hint("say who it is (mission.organisation) or how strong (partner_troops, rehatted_troops)"),
    })
}

/// Fills in what follows from the rest: what the models of an operation ask, links both ways, and operations that work everywhere.
pub fn complete(scenario: &mut Scenario) {
    scenario.operations.values_mut().for_each(vocabulary::follow);
    link_back(&mut scenario.theatres);
    let everywhere: Vec<String> = scenario.theatres.keys().cloned().collect();
    for operation in scenario.operations.values_mut() {
        if operation.theatres.value.is_empty() {
            operation.theatres.value.clone_from(&everywhere);
        }
    }
    if scenario.title.is_empty() {
        scenario.title.clone_from(&scenario.name);
    }
}

/// A border has two sides. A link back has the source of the link, unless the theatre named links
/// of its own.
fn link_back(theatres: &mut BTreeMap<String, Theatre>) {
    let mut pairs = Vec::new();
    for (name, theatre) in theatres.iter() {
        let source = &theatre.links.source;
        pairs.extend(theatre.links.value.iter().map(|l| (l.clone(), name.clone(), source.clone())));
    }
    for (at, link, source) in pairs {
        if let Some(theatre) = theatres.get_mut(&at) {
            add_link(&mut theatre.links, link, source);
        }
    }
}

fn add_link(links: &mut Sourced<Vec<String>>, link: String, source: Source) {
    let Err(place) = links.value.binary_search(&link) else {
        return;
    };
    links.value.insert(place, link);
    if links.source == Source::Default {
        links.source = source;
    }
}
