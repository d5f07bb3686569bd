//! The table and the sentences at the end of a run.

mod output_support;

use output_support::{Made, results};
use pkosim::engine::results::Column;
use pkosim::output::messages::Lang;
use pkosim::output::report::{NOTE, result_table, sentences};

#[test]
fn the_table_names_the_worlds_and_its_columns_are_aligned() {
    let table = result_table(&results(Made::default()), Lang::En);
    println!("{table}");
    let widths: Vec<usize> = table.lines().take(10).map(|l| l.chars().count()).collect();
    assert!(table.lines().next().unwrap().contains("mission"), "{table}");
    assert!(widths.iter().all(|w| *w <= 110), "{widths:?}");
    assert!(table.contains("Battle-related deaths") && table.contains('±'));
}

#[test]
fn the_sentences_carry_the_results_numbers_the_doubts_and_the_note() {
    let results = results(Made::default());
    let said = sentences(&results, Lang::En);
    println!("{}", said.join("\n"));
    assert!(said[0].starts_with("Over 15 years the mission saves"), "{}", said[0]);
    assert!(said.iter().any(|s| s.contains("--replicates 400000.")));
    assert_eq!(said.last().unwrap(), NOTE);
}

#[test]
fn without_operations_or_counterfactual_no_effect_is_claimed() {
    for made in [
        Made { operations: false, counterfactual: false, ..Made::default() },
        Made { counterfactual: false, ..Made::default() },
    ] {
        let results = results(made);
        let text = format!("{}{}", result_table(&results, Lang::En), sentences(&results, Lang::En).join("\n"));
        println!("{text}\n");
        assert!(!text.contains("saves") && !text.contains("NaN"), "{text}");
    }
}

#[test]
fn a_single_replicate_has_no_interval_and_says_nothing_undefined() {
    let text = sentences(&results(Made { replicates: 1, ..Made::default() }), Lang::En).join("\n");
    println!("{text}");
    assert!(!text.contains("NaN") && !text.contains("inf "), "{text}");
}

#[test]
fn only_theatres_with_a_mission_are_counted_where_its_success_is_told() {
    let mut results = results(Made { theatres: 2, replicates: 60, ..Made::default() });
    let said = |r: &_| sentences(r, Lang::En).into_iter().find(|s| s.contains("succeed")).unwrap();
    assert!(said(&results).starts_with("On average over 2 theatres"), "{}", said(&results));
    let nobody = results.info.theatres[1].clone();
    for row in results.summary.iter_mut().filter(|r| r.outcome == "success" && r.theatre == nobody) {
        (row.mean, row.defined) = (f64::NAN, 0);
    }
    assert!(said(&results).starts_with("The mission succeeds in"), "{}", said(&results));
}

#[test]
fn what_is_the_same_in_every_history_is_said_to_be_the_same() {
    let mut results = results(Made { replicates: 60, ..Made::default() });
    for row in results.summary.iter_mut().filter(|r| r.world == Column::Difference) {
        (row.mean, row.mean_lo, row.mean_hi, row.sd) = (0.0, 0.0, 0.0, 0.0);
    }
    let said = sentences(&results, Lang::En);
    assert_eq!(said[0], "Over 15 years as many people die with the mission as without it, in every history.");
    assert!(said[1].contains("and the same without it in every history."), "{}", said[1]);
    assert!(said[2].contains("(the same in every history)"), "{}", said[2]);
    assert!(said.iter().all(|s| !s.contains("So few histories") && !s.contains("0 to 0")), "{said:?}");
}

#[test]
fn one_month_is_no_months() {
    let mut results = results(Made { replicates: 60, ..Made::default() });
    for row in results.summary.iter_mut().filter(|r| r.outcome == "months_at_war") {
        row.mean = if row.world == Column::Difference { -1.0 } else { 1.0 };
    }
    let said = sentences(&results, Lang::En);
    assert!(said[1].starts_with("War lasts 1 month with the mission and 1 without: 1 month shorter"), "{}", said[1]);
}
