//! The treaty world: accession as history dealt it, money conserved, and what rests on one payer.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use pkosim::draws::LANES;
use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::ensemble::Options;
use pkosim::engine::results::Results;
use pkosim::engine::treaty::simulate;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::treaty::{Treaty, is_treaty, live, load_file, load_str};

fn treaty(name: &str) -> Treaty {
    load_file(Path::new(&format!("scenarios/{name}.toml")), &[]).unwrap_or_else(|e| panic!("{e}"))
}

fn run(name: &str) -> Results {
    let options = Options { replicates: 512, paired: false, keep: false, simd: SimdClass::detect() };
    let posterior = Posterior::embedded(Stance::Study);
    simulate(&treaty(name), &posterior, 7, &options, &|_| (), &AtomicBool::new(false)).expect("not interrupted")
}

fn mean(results: &Results, outcome: &str) -> f64 {
    results.summary.iter().find(|r| r.outcome == outcome).expect(outcome).mean
}

#[test]
fn parties_of_the_seeds_year_lie_in_the_band() {
    let results = run("treaty-ccm");
    for row in results.summary.iter().filter(|r| r.outcome.starts_with("parties_")) {
        println!("{} {:.1} {} {}", row.outcome, row.mean, row.quantiles[0].value, row.quantiles[4].value);
    }
    for (outcome, parties) in
        [("parties_2014", 84.0), ("parties_2015", 93.0), ("parties_2015", 84.0), ("parties_2021", 110.0)]
    {
        let row = results.summary.iter().find(|r| r.outcome == outcome).expect(outcome);
        let (lo, hi) = (row.quantiles[0].value, row.quantiles[4].value);
        assert!((lo..=hi).contains(&parties), "{outcome}: {parties} outside {lo} to {hi}");
    }
}

#[test]
fn what_rests_on_the_largest_payer_shows() {
    let names = ["treaty-ccm", "treaty-largest-late", "treaty-largest-stops", "treaty-voluntary-isu"];
    let all = names.map(run);
    for (name, r) in names.iter().zip(&all) {
        for row in r.summary.iter().filter(|r| !r.outcome.starts_with("parties")) {
            println!("{name} {} {:.3}", row.outcome, row.mean);
        }
    }
    let of = |k: usize, outcome: &str| mean(&all[k], outcome);
    assert!((0.15..0.25).contains(&of(0, "largest_share")), "{}", of(0, "largest_share"));
    assert!(of(1, "aim_influence") < of(0, "aim_influence"));
    assert!(of(2, "collected_share") < of(0, "collected_share") - 0.05);
    assert!(of(2, "shortfall_years") > of(0, "shortfall_years"));
    assert!(of(2, "overall_mark") < of(0, "overall_mark"));
    assert!(of(3, "aim_effective_organisation") < of(0, "aim_effective_organisation"));
}

#[test]
fn to_have_no_support_unit_is_not_better_than_to_pay_for_one() {
    let organised = |sets: &[(String, String)]| {
        let treaty = load_file(Path::new("scenarios/treaty-ccm.toml"), sets).unwrap_or_else(|e| panic!("{e}"));
        let options = Options { replicates: 512, paired: false, keep: false, simd: SimdClass::detect() };
        let posterior = Posterior::embedded(Stance::Study);
        let results = simulate(&treaty, &posterior, 7, &options, &|_| (), &AtomicBool::new(false));
        mean(&results.expect("not interrupted"), "aim_effective_organisation")
    };
    let (with, without) = (organised(&[]), organised(&[("treaty.isu_usd".to_owned(), "0".to_owned())]));
    assert!(without < 0.75 * with, "{without} without a unit, {with} with one");
}

#[test]
fn what_is_collected_is_a_share_of_the_budget_and_months_add_up_to_it() {
    // Many meetings are cancelled here, and what they would have cost is credited against later letters.
    let set = |key: &str, x: &str| (format!("treaty.{key}"), x.to_owned());
    let sets = [set("isu_usd", "0"), set("others_paid", "0.6"), set("largest_paid", "0.6")];
    let treaty = load_file(Path::new("scenarios/treaty-ccm.toml"), &sets).unwrap_or_else(|e| panic!("{e}"));
    let options = Options { replicates: 64, paired: false, keep: true, simd: SimdClass::detect() };
    let posterior = Posterior::embedded(Stance::Study);
    let results = simulate(&treaty, &posterior, 7, &options, &|_| (), &AtomicBool::new(false)).expect("done");
    let kept = results.kept.as_ref().expect("kept");
    let at = |name: &str| kept.names.iter().position(|n| n == name).expect(name);
    for row in &kept.rows {
        let [share, received, budget] = ["collected_share", "received_usd", "budget_usd"].map(|n| row[at(n)]);
        assert!((share * budget - received).abs() < 1e-6 * budget, "{share} of {budget} is not {received}");
    }
    let months = results.series.iter().filter(|r| r.series == "budget_usd").map(|r| r.mean);
    let (sum, budget) = (months.sum::<f64>(), mean(&results, "budget_usd"));
    assert!((sum - budget).abs() < 1e-6 * budget, "{sum} in months, {budget} in all");
}

#[test]
fn treaty_money_is_conserved_to_the_cent() {
    let posterior = Posterior::embedded(Stance::Study);
    for name in ["treaty-ccm", "treaty-largest-stops", "treaty-voluntary-isu"] {
        let history = live(&treaty(name), &posterior.block(0), 7, 0, &mut |_, _| ());
        (0..LANES).for_each(|i| assert!(history.adds_up(i), "{name}, replicate {i}"));
    }
}

#[test]
fn a_treaty_is_told_by_its_toml_and_extends_a_chain_of_treaties_only() {
    let home = tempfile::tempdir().expect("temp");
    let file = |name: &str, text: &str| {
        let path = home.path().join(name);
        std::fs::write(&path, text).expect("file");
        path
    };
    let treaty = "kind = 'treaty' # dues\n";
    file("top.toml", &format!("{treaty}[treaty]\nyears = 7\nunity = 0.1\n"));
    file("middle.toml", &format!("\u{feff}{treaty}extends = \"top.toml\"\n[treaty]\nunity = 0.2\n"));
    let low = file("low.toml", &format!("{treaty}extends = \"middle.toml\"\n"));
    assert!(is_treaty(&low) && is_treaty(&home.path().join("middle.toml")));
    let terms = load_file(&low, &[]).expect("a chain").terms;
    assert_eq!((terms.years, terms.unity), (7, 0.2));
    let mission = file("mission.toml", "description = \"\"\"\nkind = \"treaty\"\n\"\"\"\n[mission]\ntroops = 5\n");
    assert!(!is_treaty(&mission));
    let said = |name: &str, text: &str| load_file(&file(name, text), &[]).unwrap_err().to_string();
    let told = said("self.toml", &format!("{treaty}extends = \"self.toml\"\n"));
    assert!(told.contains("self.toml: extends: goes in a circle"), "{told}");
    let told = said("other.toml", &format!("{treaty}extends = \"mission.toml\"\n"));
    assert!(told.contains("mission.toml is a scenario, not a treaty world"), "{told}");
    let told = said("none.toml", &format!("{treaty}extends = \"nowhere.toml\"\n"));
    assert!(told.contains("none.toml: extends: cannot read"), "{told}");
    file("wrong.toml", &format!("{treaty}[treaty]\nunity = 3\n"));
    let told = said("above.toml", &format!("{treaty}extends = \"wrong.toml\"\n[treaty]\nunity = 0.5\n"));
    assert!(told.contains("wrong.toml:3: treaty.unity"), "{told}");
}

#[test]
fn bad_treaties_are_refused_with_what_was_expected() {
    let said =
        |table: &str| load_str(&format!("kind = \"treaty\"\n[treaty]\n{table}\n"), "t", &[]).unwrap_err().to_string();
    assert!(said("currency = \"CHF\"").contains("USD"));
    assert!(said("meeting_usd = -5.0").contains("expected a number from 1"));
    assert!(said("largest_paid = 1.5").contains("from 0 to 1"));
    let told = said("years = 5\nlagest_paid = 0.5");
    assert!(told.contains("t:4: treaty.lagest_paid: unknown key; nearest: treaty.largest_paid"), "{told}");
    for key in ["start_year", "largest_from_year"] {
        let told = said(&format!("{key} = 4294967295"));
        assert!(told.contains(&format!("t:3: treaty.{key}: expected a number from 1945 to 2200")), "{told}");
    }
    let refused = |value: &str| load_str("", "t", &[("treaty.years".to_owned(), value.to_owned())]).unwrap_err();
    for value in ["5\ny=6", "five years", "99"] {
        assert!(refused(value).to_string().starts_with("--set"), "{value}");
    }
    let set = [("treaty.largest_paid".to_owned(), "0.25".to_owned())];
    assert_eq!(load_str("kind = \"treaty\"\n", "t", &set).expect("set").terms.largest_paid, 0.25);
}
