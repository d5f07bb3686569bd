//! Charts of runs of every shape.
#![cfg(feature = "charts")]

mod output_support;

use std::fs;
use std::path::Path;

use output_support::{Made, results};
use pkosim::output::charts::{draw_all, faces, names, write_all};
use pkosim::output::theme::{Lang, Look};

fn drawn(made: Made, name: &str) -> Vec<String> {
    let kept = std::env::var_os("PKOSIM_TEST_CHARTS").map(|d| Path::new(&d).join(name));
    let temporary = tempfile::tempdir().unwrap();
    let dir = kept.as_deref().unwrap_or(temporary.path());
    fs::create_dir_all(dir).unwrap();
    let results = results(made);
    let start = std::time::Instant::now();
    let charts = write_all(&results, &Look::default(), dir).unwrap();
    println!("{name}: {} charts in {:?}", charts.len(), start.elapsed());
    for chart in &charts {
        println!("  {}: {}", chart.name, chart.title);
        assert!(dir.join(format!("charts/{}.png", chart.name)).exists());
    }
    charts.iter().map(|c| c.name.clone()).collect()
}

/// Charts that only a treaty has, only several theatres, only kept replicates.
fn without(left_out: &[&str]) -> Vec<&'static str> {
    names().filter(|n| !n.starts_with('2') && !left_out.contains(n)).collect()
}

#[test]
fn a_run_with_a_mission_and_its_counterfactual_has_all_charts() {
    // The made-up process keeps no accounts by component and no approved budgets, and no nested run stands beside it.
    let money = ["10-shortfall", "11-waterfall", "12-cost-components"];
    let most = [&money[..], &["16-convergence", "17-shares"]].concat();
    assert_eq!(drawn(Made { theatres: 4, ..Made::default() }, "portfolio"), without(&most));
    assert_eq!(drawn(Made::default(), "single"), without(&[&most[..], &["09-theatres"]].concat()));
}

#[test]
fn without_a_counterfactual_nothing_is_compared() {
    let charts = drawn(Made { counterfactual: false, ..Made::default() }, "alone");
    for compared in ["08-cost-lives", "14-acceptability", "15-ranked"] {
        assert!(!charts.contains(&compared.to_owned()), "{compared}");
    }
    assert!(charts.contains(&"03-strength".to_owned()));
}

#[test]
fn without_operations_there_is_no_strength_and_no_money() {
    let charts = drawn(Made { operations: false, counterfactual: false, ..Made::default() }, "none");
    let left = [
        "01-overview",
        "02-battle-deaths",
        "04-consent-unity",
        "06-distributions",
        "07-survival-of-peace",
        "13-densities",
    ];
    assert_eq!(charts, left);
}

#[test]
fn a_single_history_can_be_drawn() {
    drawn(Made { replicates: 1, ..Made::default() }, "one");
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let made = Made { replicates: 60, ..Made::default() };
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let results = results(made);
    let look = Look { lang: Lang::Ja, ..Look::default() };
    write_all(&results, &look, b.path()).unwrap();
    for chart in write_all(&results, &look, a.path()).unwrap() {
        for ending in ["svg", "png"] {
            let file = format!("charts/{}.{ending}", chart.name);
            assert!(fs::read(a.path().join(&file)).unwrap() == fs::read(b.path().join(&file)).unwrap(), "{file}");
        }
    }
}

#[test]
fn names_from_scenarios_are_escaped() {
    let mut results = results(Made { replicates: 60, ..Made::default() });
    results.info.scenario = "<script>alert('x')</script> & \u{1}".into();
    let dir = tempfile::tempdir().unwrap();
    write_all(&results, &Look::default(), dir.path()).unwrap();
    let svg = fs::read_to_string(dir.path().join("charts/02-battle-deaths.svg")).unwrap();
    assert!(!svg.contains("<script>") && !svg.contains('\u{1}'));
    assert!(svg.contains("<title") && svg.contains("<desc") && svg.contains("@font-face"));
}

#[test]
fn a_page_gets_charts_whose_ids_differ_and_each_glyph_once() {
    let results = results(Made { replicates: 60, ..Made::default() });
    let look = Look { lang: Lang::Ja, ..Look::default() };
    let drawn = draw_all(&results, &look).unwrap();
    let [a, b] = [&drawn[0].1, &drawn[1].1];
    let page = a.inline("a") + &b.inline("b");
    for id in ["a-title", "a-desc", "b-title", "b-desc"] {
        assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
    assert!(!page.contains("@font-face"));
    assert_eq!(faces([a, b]).matches("@font-face").count(), 4, "Latin and Japanese, regular and semibold");
}

#[test]
fn japanese_charts_show_no_english_sentence() {
    let results = results(Made { theatres: 2, kept: true, ..Made::default() });
    let look = Look { lang: Lang::Ja, ..Look::default() };
    for (chart, sheet) in draw_all(&results, &look).unwrap() {
        for (text, _) in sheet.texts().unwrap() {
            let words = text.split(' ').filter(|w| w.len() > 3 && w.chars().all(|c| c.is_ascii_lowercase())).count();
            assert!(words < 3, "{}: {text}", chart.name);
        }
        assert!(sheet.title().chars().any(|c| c > '\u{3000}'), "{}", chart.name);
    }
}
