//! Text to scenario to text; order that must not matter; bytes that must not panic.

use pkosim::scenario::level::{Distribution, Level};
use pkosim::scenario::registry::{self, Kind, Part};
use pkosim::scenario::{Scenario, explain, load_str};
use proptest::prelude::*;

fn load(text: &str) -> Scenario {
    load_str(text, "mine.toml", None, &[]).unwrap_or_else(|p| panic!("{text}\n{p}")).scenario
}

/// A level within a range.
fn level(min: f64, max: f64, share: bool) -> BoxedStrategy<Level> {
    let ends = (min..max, min..max).prop_filter("apart", |(a, b)| a != b);
    let ends = ends.prop_map(|(a, b)| (a.min(b), a.max(b)));
    let number = (min..=max).prop_map(Level::Number);
    let uniform = ends.prop_map(|(low, high)| Distribution::Uniform { low, high });
    let normal = (min..=max, 1e-3..1e3).prop_map(|(mean, sd)| Distribution::Normal { mean, sd });
    let lognormal = (min.max(1e-6)..=max, 0.01..3.0);
    let lognormal = lognormal.prop_map(|(median, sigma)| Distribution::Lognormal { median, sigma });
    let shape = prop_oneof![uniform, normal, lognormal].prop_map(Level::Distribution);
    let months = prop::collection::btree_map(-12..=600i32, min..=max, 1..5);
    let path = months.prop_map(|knots| Level::Path(knots.into_iter().collect()));
    let beta = (0.1..0.9f64, 0.01..0.29f64).prop_map(|(mean, sd)| Distribution::Beta { mean, sd });
    match share {
        true => prop_oneof![number, shape, path, beta.prop_map(Level::Distribution)].boxed(),
        false => prop_oneof![number, shape, path].boxed(),
    }
}

/// One line of a table for each of some of its keys.
fn lines(part: Part, table: &'static str) -> BoxedStrategy<String> {
    let keys = registry::in_table(part, table).filter_map(|k| match k.kind {
        Kind::Level { min, max } => Some((k.name, min, max, k.unit == "share")),
        _ => None,
    });
    let line = |(name, min, max, share): (&'static str, f64, f64, bool)| {
        let level = level(min, max, share).prop_map(move |l| format!("{name} = {}\n", l.to_toml()));
        prop_oneof![Just(String::new()), level]
    };
    let lines: Vec<_> = keys.map(line).collect();
    lines.prop_map(|lines| lines.concat()).boxed()
}

fn tables() -> impl Strategy<Value = Vec<String>> {
    let table =
        |header: &'static str, part, table| lines(part, table).prop_map(move |lines| format!("[{header}]\n{lines}\n"));
    (
        table("council", Part::World, "council"),
        table("funding", Part::World, "funding"),
        table("theatre.north.host", Part::Theatre, "host"),
        table("theatre.north.conflict", Part::Theatre, "conflict"),
        table("host", Part::Theatre, "host"),
        table("mission", Part::Operation, "mission"),
        table("operation.other", Part::Operation, "mission"),
    )
        .prop_map(|t| vec![t.0, t.1, t.2, t.3, t.4, t.5, t.6])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn canonical_text_loads_back_equal(tables in tables()) {
        let first = load(&tables.concat());
        let second = load(&first.to_toml());
        prop_assert_eq!(first.to_toml(), second.to_toml());
        prop_assert_eq!(first.named_levels(), second.named_levels());
        prop_assert_eq!(first.fingerprint_text(), second.fingerprint_text());
    }

    #[test]
    fn the_order_of_tables_never_matters(
        (tables, shuffled) in tables().prop_flat_map(|t| (Just(t.clone()), Just(t).prop_shuffle()))
    ) {
        prop_assert_eq!(load(&tables.concat()).to_toml(), load(&shuffled.concat()).to_toml());
    }

    #[test]
    fn arbitrary_text_never_panics(text in "(?s).{0,200}") {
        let _ = load_str(&text, "mine.toml", None, &[]).map_err(|p| p.to_string());
    }

    #[test]
    fn arbitrary_toml_never_panics(
        lines in prop::collection::vec("(\\[{1,2}(host|mission|theatre|operation|council|x)(\\.(a|host|phase|beta)){0,3}\\]{1,2}|(consent|phase|links|troops|path|shares|extends|theatre)(\\.(beta|path|shares|mean)){0,2} = (nan|1e999|-0|0x_1|\"é\t\"|\\[\\[0, 1\\]\\]|\\{ mean = 1 \\}|\\{\\}|\\[\\]|true|1979-05-27|5))", 0..12)
    ) {
        let text = lines.join("\n");
        let _ = load_str(&text, "mine.toml", None, &[]).map_err(|p| p.to_string());
    }

    #[test]
    fn arbitrary_sets_never_panic(key in "[a-z.= \n]{0,30}|(host|theatre.main.host|mission)\\.(consent|phase|links|x)(\\.[a-z]{1,9})?", value in "(?s).{0,40}") {
        let sets = [(key.clone(), value.clone())];
        let _ = load_str("[host]\n", "mine.toml", None, &sets).map_err(|p| p.to_string());
        let _ = load("[host]\n").set(&key, &value).map_err(|p| p.to_string());
    }
}

#[test]
fn arrays_in_another_order_give_the_same_scenario() {
    let theatres = "[theatre.a.host]\n[theatre.b.host]\n[theatre.c.host]\n";
    let one = format!("{theatres}links = [\"a\", \"b\"]\n[mission]\ntheatres = [\"a\", \"b\"]\n");
    let two = format!("{theatres}links = [\"b\", \"a\"]\n[mission]\ntheatres = [\"b\", \"a\"]\n");
    assert_eq!(load(&one).to_toml(), load(&two).to_toml());
}

#[test]
fn the_fingerprint_leaves_out_words_for_people_and_nothing_else() {
    let text = "[mission]\ntroops = 5\n";
    let fingerprint = load(text).fingerprint_text();
    let titled = load(&format!("title = \"a\"\ndescription = \"b\"\n{text}"));
    assert_eq!(titled.fingerprint_text(), fingerprint);
    assert_ne!(load("[mission]\ntroops = 6\n").fingerprint_text(), fingerprint);
}

#[test]
fn texts_with_quotes_and_line_breaks_come_back() {
    let text = "title = 'a \"b\" \\ c'\ndescription = \"\"\"\none\n'''two\t\"\"\\u0007\"\"\"\n";
    let first = load(text);
    let second = load(&first.to_toml());
    assert_eq!((first.title, first.description), (second.title, second.description));
}

#[test]
fn explain_says_where_each_value_came_from() {
    let sets = [("council.unity".to_owned(), "0.4".to_owned())];
    let text = "[mission]\ntroops = 5\n";
    let mut scenario = load_str(text, "mine.toml", None, &sets).unwrap().scenario;
    scenario.set("funding.level", "0.9").unwrap();
    let rows = explain(&scenario);
    let source = |key: &str| rows.iter().find(|r| r.key == key).map(|r| r.source.as_str()).unwrap();
    assert_eq!(source("mission.troops"), "mine.toml:2");
    assert_eq!(source("council.unity"), "--set");
    assert_eq!(source("funding.level"), "sweep");
    assert_eq!(source("host.consent"), "default");
}

#[test]
fn defaults_are_the_documented_ones() {
    let scenario = load("[mission]\n");
    let (theatre, operation) = (&scenario.theatres["main"], &scenario.operations["main"]);
    assert_eq!(scenario.horizon_months.value, 180);
    assert!(scenario.general_assembly.value && scenario.pooling.value);
    assert_eq!(theatre.election_interval_months.value, 60);
    assert_eq!(operation.theatres.value, ["main"]);
    assert_eq!(operation.organisation.value, "UN");
    assert_eq!((operation.start_month.value, operation.planned_exit_months.value), (0, 120));
    assert!(load("[host]\n").operations.is_empty());
}

#[test]
fn a_short_and_a_named_main_merge() {
    let text = "[host]\nconsent = 0.5\n[theatre.main.host]\ndivergence = 0.1\n\
                [mission]\ntroops = 5\n[operation.main]\npolice = 6\n";
    let scenario = load(text);
    assert_eq!((scenario.theatres.len(), scenario.operations.len()), (1, 1));
    assert_eq!(scenario.theatres["main"].levels.divergence.value, Level::Number(0.1));
    assert_eq!(scenario.operations["main"].levels.police.value, Level::Number(6.0));
}

#[test]
fn links_go_both_ways() {
    let scenario = load("[theatre.a.host]\nlinks = [\"b\"]\n[theatre.b.host]\n");
    assert_eq!(scenario.theatres["b"].links.value, ["a"]);
}
