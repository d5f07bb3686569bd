//! What a person reads when a number, distribution, path or phase is wrong.

use insta::assert_snapshot;
use pkosim::scenario::load_str;

fn report(text: &str) -> String {
    let problems = load_str(text, "mine.toml", None, &[]).expect_err("the text is wrong");
    assert_eq!(problems.exit_code(), 2);
    problems.to_string()
}

#[test]
fn a_quoted_number_gets_a_hint() {
    assert_snapshot!(report("[mission]\ntroops = \"10_000\"\n"), @r##"
    error: mission.troops: expected a number from 0 to 200000 (persons), a distribution or a path, found the text "10_000"
     --> mine.toml:2:10
      |
    2 | troops = "10_000"
      |          ^^^^^^^^
      hint: a number stands without quotes: troops = 10_000
    "##);
}

#[test]
fn negative_troops_are_out_of_range() {
    assert_snapshot!(report("[mission]\ntroops = -5\n"), @r##"
    error: mission.troops: out of range: expected a number from 0 to 200000 (persons), found -5
     --> mine.toml:2:10
      |
    2 | troops = -5
      |          ^^
    "##);
}

#[test]
fn a_share_given_in_per_cent_gets_a_hint() {
    assert_snapshot!(report("[host]\nconsent = 60\n"), @r##"
    error: host.consent: out of range: expected a number from 0 to 1 (share), found 60
     --> mine.toml:2:11
      |
    2 | consent = 60
      |           ^^
      hint: a share of 60 per cent is 0.6
    "##);
}

#[test]
fn nan_and_infinity_are_out_of_range() {
    assert_snapshot!(report("[host]\nconsent = nan\n[conflict]\nseverity = +inf\n"), @r##"
    error: host.consent: out of range: expected a number from 0 to 1 (share), found nan
     --> mine.toml:2:11
      |
    2 | consent = nan
      |           ^^^
      hint: every number of a scenario is finite

    error: conflict.severity: out of range: expected a number from 0.001 to 100000 (deaths per active month), found +inf
     --> mine.toml:4:12
      |
    4 | severity = +inf
      |            ^^^^
      hint: every number of a scenario is finite
    "##);
}

#[test]
fn a_fraction_is_no_whole_number() {
    assert_snapshot!(report("horizon_months = 120.5\n"), @r##"
    error: horizon_months: expected a whole number from 12 to 600 (months), found 120.5
     --> mine.toml:1:18
      |
    1 | horizon_months = 120.5
      |                  ^^^^^
    "##);
}

#[test]
fn a_path_whose_months_run_backwards_is_refused() {
    assert_snapshot!(report("[host]\nconsent.path = [[0, 0.6], [24, 0.5], [12, 0.4]]\n"), @r##"
    error: host.consent: months must rise strictly, found month 12 after month 24
     --> mine.toml:2:38
      |
    2 | consent.path = [[0, 0.6], [24, 0.5], [12, 0.4]]
      |                                      ^^^^^^^^^
    "##);
}

#[test]
fn a_path_with_wrong_knots_reports_each_of_them() {
    let text = "[host]\nconsent.path = [\n  [-13, 0.5],\n  [0.5, 0.5],\n  [12, 1.5],\n  [24],\n]\n";
    assert_snapshot!(report(text), @r##"
    error: host.consent: out of range: expected a whole month from -12 to 600, found -13
     --> mine.toml:3:4
      |
    3 |   [-13, 0.5],
      |    ^^^

    error: host.consent: expected a whole month from -12 to 600, found 0.5
     --> mine.toml:4:4
      |
    4 |   [0.5, 0.5],
      |    ^^^

    error: host.consent: out of range: expected a number from 0 to 1 (share), found 1.5
     --> mine.toml:5:8
      |
    5 |   [12, 1.5],
      |        ^^^

    error: host.consent: expected [month, value], found [24]
     --> mine.toml:6:3
      |
    6 |   [24],
      |   ^^^^
    "##);
}

#[test]
fn an_empty_path_is_refused() {
    assert_snapshot!(report("[host]\nconsent.path = []\n"), @r##"
    error: host.consent: expected at least one [month, value], found an empty array
     --> mine.toml:2:16
      |
    2 | consent.path = []
      |                ^^
    "##);
}

#[test]
fn an_impossible_beta_says_the_condition() {
    assert_snapshot!(report("[host]\nconsent.beta = { mean = 0.6, sd = 0.6 }\n"), @r##"
    error: host.consent: no such distribution: expected 0 < mean < 1 and 0 < sd < sqrt(mean (1 - mean)), found beta(mean 0.6, sd 0.6)
     --> mine.toml:2:16
      |
    2 | consent.beta = { mean = 0.6, sd = 0.6 }
      |                ^^^^^^^^^^^^^^^^^^^^^^^^
    "##);
}

#[test]
fn a_beta_of_something_that_is_no_share_is_refused() {
    assert_snapshot!(report("[conflict]\nseverity.beta = { mean = 0.6, sd = 0.1 }\n"), @r##"
    error: conflict.severity: no such distribution: expected a beta only for a share, found beta(mean 0.6, sd 0.1)
     --> mine.toml:2:17
      |
    2 | severity.beta = { mean = 0.6, sd = 0.1 }
      |                 ^^^^^^^^^^^^^^^^^^^^^^^^
    "##);
}

#[test]
fn a_distribution_with_ends_the_wrong_way_round_is_refused() {
    let text = "[host]\nconsent.uniform = { low = 0.7, high = 0.2 }\n\
                divergence.triangular = { low = 0.2, mode = 0.1, high = 0.4 }\n";
    assert_snapshot!(report(text), @r##"
    error: host.consent: no such distribution: expected low < high, found uniform(0.7 to 0.2)
     --> mine.toml:2:19
      |
    2 | consent.uniform = { low = 0.7, high = 0.2 }
      |                   ^^^^^^^^^^^^^^^^^^^^^^^^^

    error: host.divergence: no such distribution: expected low <= mode <= high and low < high, found triangular(0.2, 0.1, 0.4)
     --> mine.toml:3:25
      |
    3 | divergence.triangular = { low = 0.2, mode = 0.1, high = 0.4 }
      |                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "##);
}

#[test]
fn a_distribution_without_a_spread_is_refused() {
    let text = "[conflict]\nseverity.lognormal = { median = 100, sigma = 0 }\n\
                age_months.normal = { mean = 12, sd = -1 }\n";
    assert_snapshot!(report(text), @r##"
    error: conflict.severity: no such distribution: expected median > 0 and 0 < sigma <= 10, found lognormal(median 100, sigma 0)
     --> mine.toml:2:22
      |
    2 | severity.lognormal = { median = 100, sigma = 0 }
      |                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^

    error: conflict.age_months: no such distribution: expected sd > 0, found normal(mean 12, sd -1)
     --> mine.toml:3:21
      |
    3 | age_months.normal = { mean = 12, sd = -1 }
      |                     ^^^^^^^^^^^^^^^^^^^^^^
    "##);
}

#[test]
fn a_missing_or_unknown_parameter_is_named() {
    assert_snapshot!(report("[host]\nconsent.beta = { mean = 0.6, std = 0.1 }\n"), @r##"
    error: host.consent: missing `sd`; expected "mean" or "sd"
     --> mine.toml:2:16
      |
    2 | consent.beta = { mean = 0.6, std = 0.1 }
      |                ^^^^^^^^^^^^^^^^^^^^^^^^^

    error: host.consent.std: unknown key; expected "mean" or "sd"
     --> mine.toml:2:30
      |
    2 | consent.beta = { mean = 0.6, std = 0.1 }
      |                              ^^^
      nearest: sd
    "##);
}

#[test]
fn an_unknown_distribution_names_the_nearest_one() {
    assert_snapshot!(report("[conflict]\nseverity.log_normal = { median = 9, sigma = 1 }\n"), @r##"
    error: conflict.severity.log_normal: unknown key; expected "beta", "normal", "lognormal", "uniform", "triangular" or "path"
     --> mine.toml:2:10
      |
    2 | severity.log_normal = { median = 9, sigma = 1 }
      |          ^^^^^^^^^^
      nearest: lognormal
    "##);
}

#[test]
fn two_shapes_at_once_are_refused() {
    let text = "[host]\nconsent = { beta = { mean = 0.6, sd = 0.1 }, path = [[0, 0.5]] }\n";
    assert_snapshot!(report(text), @r##"
    error: host.consent: expected exactly one of "beta", "normal", "lognormal", "uniform", "triangular" or "path", found "beta" and "path"
     --> mine.toml:2:11
      |
    2 | consent = { beta = { mean = 0.6, sd = 0.1 }, path = [[0, 0.5]] }
      |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "##);
}

#[test]
fn an_unknown_phase_names_the_nearest_one() {
    assert_snapshot!(report("[host]\nphase = \"cease-fire\"\n"), @r##"
    error: host.phase: expected "tension", "war", "ceasefire" or "peace" or shares of them, found the text "cease-fire"
     --> mine.toml:2:9
      |
    2 | phase = "cease-fire"
      |         ^^^^^^^^^^^^
      nearest: ceasefire
    "##);
}

#[test]
fn shares_of_phases_must_sum_to_one() {
    assert_snapshot!(report("[host]\nphase.shares = { war = 0.5, peace = 0.4 }\n"), @r##"
    error: host.phase: shares must sum to 1, found 0.9
     --> mine.toml:2:16
      |
    2 | phase.shares = { war = 0.5, peace = 0.4 }
      |                ^^^^^^^^^^^^^^^^^^^^^^^^^^
    "##);
}
