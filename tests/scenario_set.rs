//! `--set KEY=VALUE`, and the same for sweeps.

use insta::assert_snapshot;
use pkosim::scenario::level::{Distribution, Level, Source};
use pkosim::scenario::{Phase, PhaseLevel, Scenario, builtin_baseline, load_str, parse_set};

const TWO: &str = "[theatre.north.host]\n[theatre.south.host]\n[operation.un]\ntroops = 10\n";

fn pairs(sets: &[&str]) -> Vec<(String, String)> {
    sets.iter().map(|s| parse_set(s).expect("KEY=VALUE")).collect()
}

fn with(text: &str, sets: &[&str]) -> Scenario {
    load_str(text, "mine.toml", None, &pairs(sets)).unwrap_or_else(|p| panic!("{p}")).scenario
}

fn baseline(sets: &[&str]) -> Scenario {
    builtin_baseline(&pairs(sets)).unwrap_or_else(|p| panic!("{p}")).scenario
}

fn refused(text: &str, sets: &[&str]) -> String {
    let problems = load_str(text, "mine.toml", None, &pairs(sets)).expect_err("refused");
    assert_eq!(problems.exit_code(), 2);
    problems.to_string()
}

#[test]
fn a_number_is_set_and_knows_its_source() {
    let troops = &baseline(&["mission.troops=12_000"]).operations["main"].levels.troops.clone();
    assert_eq!((&troops.value, &troops.source), (&Level::Number(12_000.0), &Source::Set));
}

#[test]
fn both_spellings_of_a_key_set_the_same() {
    let short = baseline(&["host.consent=0.3", "mission.police=5"]);
    let long = baseline(&["theatre.main.host.consent=0.3", "operation.main.police=5"]);
    assert_eq!(short, long);
}

#[test]
fn a_level_may_be_set_to_a_distribution_or_path_in_either_way() {
    let whole = baseline(&["host.consent={ beta = { mean = 0.5, sd = 0.1 } }"]);
    let dotted = baseline(&["host.consent.beta={ mean = 0.5, sd = 0.1 }"]);
    let beta = Level::Distribution(Distribution::Beta { mean: 0.5, sd: 0.1 });
    assert_eq!(whole.theatres["main"].levels.consent.value, beta);
    assert_eq!(whole, dotted);
    let path = baseline(&["conflict.severity.path=[[0, 50], [12, 60.5]]"]);
    let knots = Level::Path(vec![(0, 50.0), (12, 60.5)]);
    assert_eq!(path.theatres["main"].levels.severity.value, knots);
}

#[test]
fn bare_words_are_texts() {
    let scenario = baseline(&["host.phase=peace", "mission.funding=voluntary", "title=Two words, 1=2"]);
    assert_eq!(scenario.theatres["main"].phase.value, PhaseLevel::Fixed(Phase::Peace));
    assert_eq!(scenario.title, "Two words, 1=2");
}

#[test]
fn shares_of_phases_are_set_whole() {
    let scenario = baseline(&["host.phase.shares={ war = 0.25, peace = 0.75 }"]);
    let shares = PhaseLevel::Shares([0.0, 0.25, 0.0, 0.75]);
    assert_eq!(scenario.theatres["main"].phase.value, shares);
}

#[test]
fn the_last_of_two_sets_of_one_key_wins() {
    let scenario = baseline(&["host.consent=0.1", "host.consent=0.9"]);
    assert_eq!(scenario.theatres["main"].levels.consent.value, Level::Number(0.9));
}

#[test]
fn named_theatres_and_operations_are_set() {
    let scenario = with(TWO, &["theatre.north.host.consent=0.2", "operation.un.police=7"]);
    assert_eq!(scenario.theatres["north"].levels.consent.value, Level::Number(0.2));
    assert_eq!(scenario.operations["un"].levels.police.value, Level::Number(7.0));
}

#[test]
fn a_scenario_without_operations_gets_the_main_one() {
    let scenario = with("[host]\n", &["mission.troops=500"]);
    assert_eq!(scenario.operations["main"].levels.troops.value, Level::Number(500.0));
}

#[test]
fn an_unknown_key_names_the_nearest() {
    assert_snapshot!(refused("[host]\n", &["mission.trops=5"]), @r##"
    error: mission.trops: unknown key; expected a key like host.consent or operation.NAME.troops
    --> --set
     |
     | mission.trops=5
     | ^^^^^^^^^^^^^
      nearest: mission.troops
    "##);
}

#[test]
fn a_value_out_of_range_is_refused() {
    assert_snapshot!(refused("[host]\n", &["host.consent=1.4"]), @r##"
    error: host.consent: out of range: expected a number from 0 to 1 (share), found 1.4
    --> --set
     |
     | host.consent=1.4
     |              ^^^
    "##);
}

#[test]
fn a_value_that_is_no_value_is_refused() {
    assert_snapshot!(refused("[host]\n", &["host.consent={ beta = ", "council.unity="]), @r##"
    error: host.consent: not valid TOML: unclosed inline table, expected `}`
    --> --set
     |
     | host.consent={ beta =
     |                      ^

    error: council.unity: not valid TOML: a value is missing
    --> --set
     |
     | council.unity=
     |               ^
    "##);
}

#[test]
fn a_part_of_a_level_is_refused_with_the_whole_as_a_hint() {
    assert_snapshot!(refused("[host]\n", &["host.consent.beta.mean=0.4", "host.phase.shares.war=1"]), @r##"
    error: host.consent.beta.mean: `--set` replaces a level whole; `host.consent.beta.mean` is inside the level `host.consent`
    --> --set
     |
     | host.consent.beta.mean=0.4
     | ^^^^^^^^^^^^^^^^^^^^^^
      hint: set the whole level: --set 'host.consent={ beta = { mean = 0.6, sd = 0.1 } }'

    error: host.phase.shares.war: `--set` replaces a level whole; `host.phase.shares.war` is inside the level `host.phase`
    --> --set
     |
     | host.phase.shares.war=1
     | ^^^^^^^^^^^^^^^^^^^^^
      hint: set the whole level: --set 'host.phase={ shares = { war = 0.4, peace = 0.6 } }'
    "##);
}

#[test]
fn a_theatre_or_operation_that_is_not_there_is_refused() {
    let sets = ["theatre.nort.host.consent=0.5", "host.consent=0.5", "mission.troops=5"];
    assert_snapshot!(refused(TWO, &sets), @r##"
    error: theatre.nort.host.consent: there is no theatre `nort`; expected "north" or "south"
    --> --set
     |
     | theatre.nort.host.consent=0.5
     | ^^^^^^^^^^^^^^^^^^^^^^^^^
      nearest: north
      hint: theatre.NAME.TABLE.KEY sets a named one

    error: host.consent: there is no theatre `main`; expected "north" or "south"
    --> --set
     |
     | host.consent=0.5
     | ^^^^^^^^^^^^
      hint: theatre.NAME.TABLE.KEY sets a named one

    error: mission.troops: there is no operation `main`; expected "un"
    --> --set
     |
     | mission.troops=5
     | ^^^^^^^^^^^^^^
      hint: operation.NAME.KEY sets a named one
    "##);
}

#[test]
fn a_table_and_extends_cannot_be_set() {
    assert_snapshot!(refused("[host]\n", &["host=5", "theatre.main={}", "extends=a.toml"]), @r##"
    error: host: `--set` cannot set this; expected one key, not a whole table
    --> --set
     |
     | host=5
     | ^^^^
      hint: name the key in it: --set host.KEY=VALUE

    error: theatre.main: `--set` cannot set this; expected one key, not a whole table
    --> --set
     |
     | theatre.main={}
     | ^^^^^^^^^^^^
      hint: name the key in it: --set theatre.main.KEY=VALUE

    error: extends: `--set` cannot set this; expected a key; `extends` stands in a file
    --> --set
     |
     | extends=a.toml
     | ^^^^^^^
    "##);
}

#[test]
fn a_set_cannot_smuggle_in_a_second_key() {
    assert_snapshot!(refused("[host]\n", &["host.consent=0.5\nhorizon_months = 12"]), @r##"
    error: host.consent: not valid TOML: unexpected content, expected nothing
    --> --set
     |
     | host.consent=0.5
     |                 ^
    "##);
}

#[test]
fn errors_of_the_file_and_of_sets_are_told_together() {
    let report = refused("[host]\ndivergence = 7\n", &["host.consent=8"]);
    assert!(report.contains("host.divergence") && report.contains("host.consent"), "{report}");
}

#[test]
fn an_argument_without_a_key_is_no_set() {
    assert_eq!(parse_set("a=b=c"), Some(("a".to_owned(), "b=c".to_owned())));
    assert_eq!(parse_set("=3"), None);
    assert_eq!(parse_set("mission.troops"), None);
}

#[test]
fn a_sweep_sets_all_of_its_keys_or_none() {
    let mut scenario = baseline(&[]);
    let before = scenario.clone();
    let late = pairs(&["mission.start_month=100", "horizon_months=90"]);
    assert!(scenario.set_all(&late).is_err());
    assert_eq!(scenario, before);
    let fits = pairs(&["mission.start_month=100", "horizon_months=120"]);
    scenario.set_all(&fits).unwrap();
    assert_eq!(scenario.horizon_months.value, 120);
    assert_eq!(scenario.horizon_months.source, Source::Sweep);
}

#[test]
fn a_sweep_sets_numbers_of_levels_and_months() {
    let mut scenario = baseline(&[]);
    scenario.set_number("host.consent", 0.1 + 0.2).unwrap();
    scenario.set_number("horizon_months", 60.0).unwrap();
    assert_eq!(scenario.theatres["main"].levels.consent.value, Level::Number(0.1 + 0.2));
    assert_eq!(scenario.horizon_months.value, 60);
    for wrong in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
        assert!(scenario.set_number("host.consent", wrong).is_err());
    }
}

#[test]
fn every_listed_key_can_be_set_to_its_own_value() {
    let scenario = with(TWO, &[]);
    for row in scenario.keys() {
        let address = pkosim::scenario::address::Address::parse(&row.key).expect("a key");
        let value = scenario.get(&address).expect("a value").value;
        let mut copy = scenario.clone();
        copy.set(&row.key, &value.to_toml()).unwrap_or_else(|p| panic!("{p}"));
        assert_eq!(copy.to_toml(), scenario.to_toml(), "{}", row.key);
    }
}
