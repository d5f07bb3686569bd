//! The table and the sentences at the end of a run.

mod output_support;

use output_support::{Made, results};
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
