//! Charts of runs of every shape.
#![cfg(feature = "charts")]

mod output_support;

use std::fs;
use std::path::Path;

use output_support::{Made, results};
use pkosim::engine::results::{Column, Results, Row};
use pkosim::output::charts::{draw, draw_all, faces, names, write_all};
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

/// The texts of a chart with where they begin, and its title.
fn texts(results: &Results, name: &str) -> (String, Vec<(String, f64)>) {
    let (chart, sheet) = draw(results, name, &Look::default()).unwrap().unwrap();
    (chart.title, sheet.texts().unwrap().into_iter().map(|(text, place)| (text, place[0])).collect())
}

fn place(texts: &[(String, f64)], text: &str) -> Option<f64> {
    texts.iter().find(|t| t.0 == text).map(|t| t.1)
}

#[test]
fn deployment_and_exit_stand_where_the_scenario_sets_them_or_nowhere() {
    let mut results = results(Made { replicates: 60, ..Made::default() });
    let (title, at_once) = texts(&results, "03-strength");
    assert!(place(&at_once, "years from deployment").is_some() && !title.is_empty());
    results.info.scenario_toml = "[mission]\nstart_month = 60\nstart_when = \"at-once\"\n".into();
    let late = texts(&results, "03-strength").1;
    assert!(place(&late, "deployment") > place(&at_once, "deployment"), "it comes five years later");
    assert!(place(&late, "years from the start").is_some() && place(&late, "planned exit").is_some());
    let overview = draw(&results, "01-overview", &Look::default()).unwrap().unwrap().1;
    assert!(overview.description().contains("start to horizon"));
    results.info.scenario_toml = "[mission]\nstart_month = 0\nstart_when = \"peace\"\n".into();
    for name in ["02-battle-deaths", "03-strength", "04-consent-unity", "05-cash"] {
        let (title, waits) = texts(&results, name);
        assert!(place(&waits, "deployment").is_none() && place(&waits, "planned exit").is_none(), "{name}");
        assert!(place(&waits, "years from the start").is_some() && !title.contains("deployment"), "{name}: {title}");
    }
}

#[test]
fn months_of_war_are_no_length_of_a_war_where_theatres_are_summed() {
    let mut one = results(Made { replicates: 60, ..Made::default() });
    assert!(texts(&one, "13-densities").0.starts_with("The median history has "));
    let several = results(Made { replicates: 60, theatres: 2, ..Made::default() });
    let (title, found) = texts(&several, "13-densities");
    assert!(title.contains(" theatre-months of war with the mission"), "{title}");
    assert!(place(&found, "theatre-months").is_some() && place(&texts(&one, "13-densities").1, "months").is_some());
    for (median, said) in
        [(1.0, "has 1 month of war with the mission and 1 month without"), (0.0, "see no month of war")]
    {
        let wanted = |r: &&mut Row| r.outcome == "months_at_war" && r.world != Column::Difference;
        one.summary.iter_mut().filter(wanted).for_each(|r| r.quantiles[2].value = median);
        let title = texts(&one, "13-densities").0;
        assert!(title.contains(said), "{title}");
    }
}

#[test]
fn a_change_that_may_be_none_is_neither_better_nor_worse() {
    let mut results = results(Made { replicates: 200, ..Made::default() });
    let title = texts(&results, "15-ranked").0;
    assert!(title.starts_with("What changes most with the mission: "), "{title}");
    let first = title.split(": ").nth(1).unwrap().to_owned();
    let row = |r: &Row| pkosim::output::outcomes::label(&r.outcome) == first && r.world == Column::Difference;
    for r in results.summary.iter_mut().filter(|r| row(r)) {
        (r.mean_lo, r.mean_hi) = (-1.0, 1.0);
    }
    let title = texts(&results, "15-ranked").0;
    assert!(title.contains("of what can be told from no change") && !title.contains(&first), "{title}");
    for r in results.summary.iter_mut().filter(|r| r.world == Column::Difference) {
        (r.mean_lo, r.mean_hi) = (f64::MIN, f64::MAX);
    }
    assert_eq!(texts(&results, "15-ranked").0, "No outcome can be told from what it is without the mission");
}
