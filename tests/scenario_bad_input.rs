//! What a person reads when a scenario is wrong: the messages themselves, one by one.

use insta::assert_snapshot;
use pkosim::scenario::load_str;

fn report(text: &str) -> String {
    let problems = load_str(text, "mine.toml", None, &[]).expect_err("the text is wrong");
    assert_eq!(problems.exit_code(), 2);
    problems.to_string()
}

#[test]
fn an_unknown_key_names_the_nearest_one() {
    assert_snapshot!(report("[mission]\ntroop = 5_000\n"), @r##"
    error: mission.troop: unknown key; expected organisation, follows, theatres, models, form, funding, start_month, start_when or 22 more (`pkosim schema` lists them)
     --> mine.toml:2:1
      |
    2 | troop = 5_000
      | ^^^^^
      nearest: mission.troops
    "##);
}

#[test]
fn an_unknown_top_level_key_names_the_nearest_one() {
    assert_snapshot!(report("horizon = 120\n"), @r##"
    error: horizon: unknown key; expected title, description, horizon_months, or a table: council, funding, host, conflict, mediation, stressors, mission, theatre, operation
     --> mine.toml:1:1
      |
    1 | horizon = 120
      | ^^^^^^^
      nearest: horizon_months
    "##);
}

#[test]
fn a_key_in_the_wrong_table_names_its_table() {
    assert_snapshot!(report("[council]\nconsent = 0.5\n"), @r##"
    error: council.consent: unknown key; expected general_assembly, unity
     --> mine.toml:2:1
      |
    2 | consent = 0.5
      | ^^^^^^^
      nearest: host.consent
    "##);
}

#[test]
fn an_unknown_table_names_the_nearest_one() {
    assert_snapshot!(report("[misson]\ntroops = 5_000\n"), @r##"
    error: misson: unknown key; expected title, description, horizon_months, or a table: council, funding, host, conflict, mediation, stressors, mission, theatre, operation
     --> mine.toml:1:2
      |
    1 | [misson]
      |  ^^^^^^
      nearest: mission
    "##);
}

#[test]
fn a_wrong_type_says_what_was_expected() {
    assert_snapshot!(report("[host]\nconsent = true\nphase = 3\nlinks = \"north\"\n"), @r##"
    error: host.consent: expected a number from 0 to 1 (share), a distribution or a path, found true
     --> mine.toml:2:11
      |
    2 | consent = true
      |           ^^^^

    error: host.phase: expected "tension", "war", "ceasefire" or "peace" or shares of them, found 3
     --> mine.toml:3:9
      |
    3 | phase = 3
      |         ^

    error: host.links: expected an array of names of theatres, found the text "north"
     --> mine.toml:4:9
      |
    4 | links = "north"
      |         ^^^^^^^
    "##);
}

#[test]
fn a_quantity_set_under_both_spellings_is_refused() {
    let text = "[host]\nconsent = 0.5\n[theatre.main.host]\nconsent.beta = { mean = 0.5, sd = 0.1 }\n";
    assert_snapshot!(report(text), @r##"
    error: host.consent: set twice, here and on line 2
     --> mine.toml:4:1
      |
    4 | consent.beta = { mean = 0.5, sd = 0.1 }
      | ^^^^^^^
    "##);
}

#[test]
fn a_duplicate_theatre_is_refused() {
    let text = "[theatre.north.host]\nconsent = 0.5\n[theatre.north.host]\nconsent = 0.6\n";
    assert_snapshot!(report(text), @r##"
    error: not valid TOML: the key `host` stands here a second time
     --> mine.toml:3:16
      |
    3 | [theatre.north.host]
      |                ^^^^

    error: not valid TOML: the key `consent` stands here a second time
     --> mine.toml:4:1
      |
    4 | consent = 0.6
      | ^^^^^^^
    "##);
}

#[test]
fn names_that_differ_only_in_case_are_refused() {
    assert_snapshot!(report("[theatre.north.host]\n[theatre.North.host]\n"), @r##"
    error: theatre.north: the names `north` and `North` differ only in upper and lower case
     --> mine.toml:1:10
      |
    1 | [theatre.north.host]
      |          ^^^^^
    "##);
}

#[test]
fn names_whose_hashes_collide_are_refused() {
    assert_snapshot!(report("[theatre.7mohtcOFVz.host]\n[theatre.c1E51sSEyx.host]\n"), @r##"
    error: theatre.c1E51sSEyx: the names `c1E51sSEyx` and `7mohtcOFVz` have the same 64-bit hash and would share their luck
     --> mine.toml:2:10
      |
    2 | [theatre.c1E51sSEyx.host]
      |          ^^^^^^^^^^
    "##);
}

#[test]
fn names_with_odd_characters_are_refused() {
    assert_snapshot!(report("[theatre.\"north east\".host]\n[operation.\"\"]\n"), @r##"
    error: theatre.north east: `north east` cannot name a theatre: expected 1 to 64 letters, digits, `-` or `_`
     --> mine.toml:1:10
      |
    1 | [theatre."north east".host]
      |          ^^^^^^^^^^^^

    error: operation."": `` cannot name an operation: expected 1 to 64 letters, digits, `-` or `_`
     --> mine.toml:2:12
      |
    2 | [operation.""]
      |            ^^
    "##);
}

#[test]
fn an_operation_in_an_unknown_theatre_is_refused() {
    let text = "[theatre.north.host]\n[operation.unifil]\ntheatres = [\"noth\", \"east\"]\n";
    assert_snapshot!(report(text), @r##"
    error: operation.unifil.theatres: there is no theatre `east`; expected "north"
     --> mine.toml:3:12
      |
    3 | theatres = ["noth", "east"]
      |            ^^^^^^^^^^^^^^^^

    error: operation.unifil.theatres: there is no theatre `noth`; expected "north"
     --> mine.toml:3:12
      |
    3 | theatres = ["noth", "east"]
      |            ^^^^^^^^^^^^^^^^
      nearest: north
    "##);
}

#[test]
fn an_operation_in_no_theatre_is_refused() {
    assert_snapshot!(report("[mission]\ntheatres = []\n"), @r##"
    error: mission.theatres: expected at least one name of a theatre, found an empty array
     --> mine.toml:2:12
      |
    2 | theatres = []
      |            ^^
    "##);
}

#[test]
fn links_to_itself_and_to_nowhere_are_refused() {
    let text = "[theatre.north.host]\nlinks = [\"north\"]\n[theatre.south.host]\nlinks = [\"norht\"]\n";
    assert_snapshot!(report(text), @r##"
    error: theatre.north.host.links: a theatre cannot be its own neighbour
     --> mine.toml:2:9
      |
    2 | links = ["north"]
      |         ^^^^^^^^^

    error: theatre.south.host.links: there is no theatre `norht`; expected "north" or "south"
     --> mine.toml:4:9
      |
    4 | links = ["norht"]
      |         ^^^^^^^^^
      nearest: north
    "##);
}

#[test]
fn an_operation_that_starts_after_the_end_is_refused() {
    assert_snapshot!(report("horizon_months = 60\n[mission]\nstart_month = 60\n"), @r##"
    error: mission.start_month: the operation starts at month 60, but the scenario ends at month 60
     --> mine.toml:3:15
      |
    3 | start_month = 60
      |               ^^
      hint: a start_month lies below horizon_months
    "##);
}

#[test]
fn tables_under_the_wrong_name_get_a_hint() {
    let text = "[theatre.north]\nconsent = 0.5\n[operation.un.mission]\ntroops = 5\n";
    assert_snapshot!(report(text), @r##"
    error: theatre.north.consent: unknown key; expected host, conflict, mediation, stressors
     --> mine.toml:2:1
      |
    2 | consent = 0.5
      | ^^^^^^^
      nearest: theatre.north.host.consent
      hint: a theatre's tables are [theatre.NAME.host], [theatre.NAME.conflict], [theatre.NAME.mediation], [theatre.NAME.stressors]

    error: operation.un.mission: unknown key; expected organisation, follows, theatres, models, form, funding, start_month, start_when or 22 more (`pkosim schema` lists them)
     --> mine.toml:3:15
      |
    3 | [operation.un.mission]
      |               ^^^^^^^
      nearest: operation.un.transition
      hint: in [operation.NAME] the keys stand directly: troops = 10_000
    "##);
}

#[test]
fn an_array_of_tables_gets_a_hint() {
    assert_snapshot!(report("[[mission]]\ntroops = 5\n"), @r##"
    error: mission: expected a table, found [[mission]]
     --> mine.toml:1:1
      |
    1 | [[mission]]
      | ^^^^^^^^^^^
      hint: theatres and operations have names: [theatre.NAME.host], [operation.NAME]
    "##);
}

#[test]
fn text_that_is_not_toml_shows_where() {
    let text = "[mission]\ntroops = 10,000\n[host]\nphase = war\nconsent = 0.5 0.6\n";
    assert_snapshot!(report(text), @r##"
    error: not valid TOML: unexpected key or value, expected newline, `#`
     --> mine.toml:2:12
      |
    2 | troops = 10,000
      |            ^
      hint: group digits with `_`, as in 10_000

    error: not valid TOML: `war` is no value
     --> mine.toml:4:9
      |
    4 | phase = war
      |         ^^^
      hint: a text stands in quotes, as in phase = "war"

    error: not valid TOML: `0.5 0.6` is no value
     --> mine.toml:5:11
      |
    5 | consent = 0.5 0.6
      |           ^^^^^^^
    "##);
}

#[test]
fn several_errors_are_all_reported_in_the_order_of_the_text() {
    let text = "horizn_months = 120\n[host]\nconsent = 1.4\nphase = \"wa\"\n[mission]\n\
                troops = -5\npolice = = 3\nquality.path = [[12, 0.5], [0, 0.5]]\nstart_month = 300\n";
    assert_snapshot!(report(text), @r##"
    error: horizn_months: unknown key; expected title, description, horizon_months, or a table: council, funding, host, conflict, mediation, stressors, mission, theatre, operation
     --> mine.toml:1:1
      |
    1 | horizn_months = 120
      | ^^^^^^^^^^^^^
      nearest: horizon_months

    error: host.consent: out of range: expected a number from 0 to 1 (share), found 1.4
     --> mine.toml:3:11
      |
    3 | consent = 1.4
      |           ^^^

    error: host.phase: expected "tension", "war", "ceasefire" or "peace" or shares of them, found the text "wa"
     --> mine.toml:4:9
      |
    4 | phase = "wa"
      |         ^^^^
      nearest: war

    error: mission.troops: out of range: expected a number from 0 to 200000 (persons), found -5
     --> mine.toml:6:10
      |
    6 | troops = -5
      |          ^^

    error: not valid TOML: extra `=`, expected nothing
     --> mine.toml:7:10
      |
    7 | police = = 3
      |          ^

    error: mission.quality: months must rise strictly, found month 0 after month 12
     --> mine.toml:8:28
      |
    8 | quality.path = [[12, 0.5], [0, 0.5]]
      |                            ^^^^^^^^

    error: mission.start_month: the operation starts at month 300, but the scenario ends at month 180
     --> mine.toml:9:15
      |
    9 | start_month = 300
      |               ^^^
      hint: a start_month lies below horizon_months
    "##);
}

#[test]
fn a_file_of_nothing_but_comments_is_empty() {
    assert_snapshot!(report("# nothing\n\n"), @r##"
    error: mine.toml is empty
      hint: a minimal scenario is two lines, `[mission]` and `troops = 10_000`; every other key has a default
    "##);
}

#[test]
fn thousands_of_errors_are_counted_not_printed() {
    let text: String = (0..2_000).map(|i| format!("k{i} = 1\n")).collect();
    let report = report(&text);
    assert!(report.ends_with("and 1950 more errors\n"), "{report}");
}

#[test]
fn a_long_line_is_shown_around_the_caret() {
    let text = format!("title = \"{}\"\n[host]\nlinks = [{}5]\n", "x".repeat(300), "\"n\", ".repeat(60));
    assert_snapshot!(report(&text), @r##"
    error: host.links: expected the name of a theatre in quotes, found 5
     --> mine.toml:3:310
      |
    3 | ", "n", "n", "n", "n", "n", "n", "n", "n", "n", 5]
      |                                                 ^
    "##);
}

#[test]
fn a_theatre_named_twice_is_told() {
    assert_snapshot!(report("[theatre.a.host]\nlinks = [\"b\", \"b\"]\n[theatre.b.host]\n[mission]\ntheatres = [\"a\", \"a\"]\n"), @r##"
    error: theatre.a.host.links: the theatre `b` is named twice
     --> mine.toml:2:15
      |
    2 | links = ["b", "b"]
      |               ^^^

    error: mission.theatres: the theatre `a` is named twice
     --> mine.toml:5:18
      |
    5 | theatres = ["a", "a"]
      |                  ^^^
    "##);
}

#[test]
fn a_key_without_letters_is_shown() {
    assert_snapshot!(report("[host]\n\"\" = 1\n"), @r##"
    error: host."": unknown key; expected phase, links, election_interval_months, consent, population_millions, regional_support, disinformation, divergence, neighbours, neighbours_in_conflict
     --> mine.toml:2:1
      |
    2 | "" = 1
      | ^^
      nearest: host.links
    "##);
}

#[test]
fn a_treaty_world_whose_kind_is_misspelt_is_told_that_alone() {
    assert_snapshot!(report("kind = \"Treaty\"\ntitle = \"dues\"\n[treaty]\nyears = 3\n"), @r##"
    error: kind: expected "treaty" for a treaty world; a scenario of missions says no `kind`, found the text "Treaty"
     --> mine.toml:1:8
      |
    1 | kind = "Treaty"
      |        ^^^^^^^^
      nearest: treaty
    "##);
}

#[test]
fn models_may_be_whole_numbers_with_a_point() {
    let numbers =
        |text: &str| load_str(text, "mine.toml", None, &[]).map(|l| l.scenario.operations["main"].models.value.clone());
    assert_eq!(numbers("mission.models = [6.0, 2]\n"), Ok(vec![2, 6]));
    assert!(numbers("mission.models = [6.5]\n").is_err());
}

#[test]
fn a_folder_cannot_be_extended() {
    let problems = load_str("extends = \".\"\n", "mine.toml", Some(std::path::Path::new("scenarios")), &[]);
    let told = problems.expect_err("a folder").to_string();
    assert!(told.contains("the extended scenario is a folder: mine.toml -> scenarios"), "{told}");
    assert!(told.contains("mine.toml:1:11") && told.contains("hint: name one file in it"), "{told}");
}
