//! Nothing that is written on a chart is cut off or written over: by the boxes that the renderer lays texts out in.
#![cfg(feature = "charts")]

mod output_support;

use std::path::Path;
use std::sync::atomic::AtomicBool;

use output_support::layout::{check, lived};
use output_support::{Made, results};
use pkosim::draws::dispatch::SimdClass;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::output::Extra;
use pkosim::output::charts::{Beside, Sheet, boxes, decisions, draw_all, draw_with, forest, sweep, timeline, tornado};
use pkosim::output::tables::Table;
use pkosim::output::theme::Look;
use pkosim::scenario::load_file;

#[test]
fn charts_of_made_up_results_keep_their_texts_apart() {
    let made = [
        Made { kept: true, ..Made::default() },
        Made { theatres: 4, ..Made::default() },
        Made { operations: false, counterfactual: false, ..Made::default() },
        Made { counterfactual: false, replicates: 1, ..Made::default() },
    ];
    for made in made {
        let results = results(made);
        check(&format!("{made:?}"), |look| draw_all(&results, look).unwrap());
    }
}

fn table(text: &str) -> (tempfile::TempDir, Table) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("table.csv");
    std::fs::write(&path, text).unwrap();
    let table = Table::open(&path).unwrap();
    (dir, table)
}

/// Rows of every kind, in the columns of `pkosim validate`.
fn validation() -> String {
    let mut text = "id,grade,stance,imposed,cited,low,high,simulated,mcse,n,prior_probability,posterior_probability,\
                    verdict,finding,measure,unit,source\n"
        .to_owned();
    for k in 0..60 {
        let finding = ["-".to_owned(), (k / 3 + 1).to_string()][usize::from(k < 50)].clone();
        let verdict = ["holds", "misses", "conflict", "reported"][k % 4];
        let simulated = [0.5, 0.02, 40.0, 0.9][k % 4];
        let row = match k % 5 {
            4 => format!(
                "S{k},sign,study,declare,,,,,,960,0.7,0.98,{verdict},{finding},killings of civilians: sign,,x\n"
            ),
            _ => format!(
                "F{k},calibrate,study,no,0.45,0.2,0.85,{simulated},0.01,960,,,{verdict},{finding},\
                 a measure with a name of many words: slope with theatre effects,ratio,x\n"
            ),
        };
        text.push_str(&row);
    }
    text
}

#[test]
fn the_forest_plot_keeps_its_texts_apart_on_every_page() {
    let (_dir, table) = table(&validation());
    assert!(forest::is_one(&table));
    let findings = forest::read(&table).unwrap();
    check("forest", |look| forest::draw(&findings, Path::new("validation.csv"), look).unwrap());
    let pages = forest::draw(&findings, Path::new("validation.csv"), &Look::default()).unwrap();
    let shown: usize = pages.iter().map(|p| p.1.texts().unwrap().iter().filter(|t| t.0.contains(" ± ")).count()).sum();
    assert_eq!(shown, 48, "every row with an interval stands on a page");
}

#[test]
fn the_tornado_takes_one_kind_of_index_for_each_outcome() {
    let text = "outcome,input,with,index,estimate,low,high\n\
                success,mission.troops,,first,0.1,0,0.2\nsuccess,mission.troops,,total,0.2,0.1,0.3\n\
                success,host.consent,,total,0.6,0.5,0.7\nsuccess,host.consent,mission.troops,total,0.9,0.8,1\n\
                lives_saved,mission.troops,,total,0.4,0.3,0.5\n";
    let (_dir, table) = table(text);
    let found = tornado::read(&table).unwrap();
    let names: Vec<&str> = found[0].1.iter().map(|i| i.name.as_str()).collect();
    assert_eq!((found.len(), names), (2, vec!["host.consent", "mission.troops"]));
    assert_eq!(found[0].1[1].index, 0.2);
    check("tornado", |look| tornado::draw(&found, Path::new("indices.csv"), look).unwrap());
}

#[test]
fn a_replayed_history_keeps_its_texts_apart() {
    use pkosim::engine::{block, replay};
    use pkosim::output::tables::write_history;
    use pkosim::world::setting::Setting;
    let scenario = load_file(Path::new("scenarios/baseline.toml"), &[]).unwrap().scenario;
    let setting = Setting::new(&scenario, Posterior::embedded(Stance::Study), 1);
    for replicate in [3, 14] {
        let history = replay::replay(&setting, replicate, true, block::class().unwrap());
        let mut csv = Vec::new();
        write_history(&history, &mut csv).unwrap();
        let (_dir, table) = table(&String::from_utf8(csv).unwrap());
        let histories = timeline::read(&table).unwrap();
        assert_eq!((histories.len(), histories[0].worlds.len()), (1, 2));
        check("timeline", |look| timeline::draw(&histories, Path::new("history.csv"), look).unwrap());
        // The dashed line of the strength is no twin: it has a name.
        let sheet = &timeline::draw(&histories, Path::new("history.csv"), &Look::default()).unwrap()[0].1;
        let texts: Vec<String> = sheet.texts().unwrap().into_iter().map(|t| t.0).collect();
        assert!(["authorised", "deployed"].iter().all(|name| texts.iter().any(|t| t == name)), "{texts:?}");
        assert!(sheet.title().ends_with("from deployment on"), "{}", sheet.title());
    }
}

/// A table of `pkosim discover` with boxes of every kind: limits on both ends, close together, of a category with few
/// levels and with many, more than a page holds, and none.
fn discovery() -> String {
    let mut text =
        "method,box,step,taken,points,cases,coverage,density,mass,limited,input,low,high,levels,chance,recurs,\
                    low_q05,low_q50,low_q95,high_q05,high_q50,high_q95,least,most,all_levels,condition\n"
            .to_owned();
    let condition = "success < 0.2 or cost_per_life_saved_usd > 2_000_000";
    let rows = [
        "mission.troops,,12345.678,,0.00001,0.99,,,,9000,12000,14000,0,20000,",
        "host.consent,0.41,0.44,,0.02,0.61,0.39,0.41,0.43,0.42,0.44,0.5,0,1,",
        "host.neighbours_in_conflict,0.98,,,0.3,0.2,0.9,0.98,1.1,,,,0,2.5,",
        "mission.form,,,joint hybrid,0.001,0.8,,,,,,,,,hybrid joint un-only",
        "council.unity,0.1,0.9,,0.5,0.4,,,,,,,0,1,",
        "mission.models,,,observation preventive,0.001,0.8,,,,,,,,,interposition-force observation preventive \
         protection-of-civilians stabilisation transitional-administration",
    ];
    for (number, limits) in [(1, 6), (2, 1), (3, 0), (4, 30)] {
        for step in 0..12 {
            let (coverage, density) = (1.0 - 0.05 * f64::from(step) / f64::from(number), 0.3 + 0.05 * f64::from(step));
            let start = format!("prim,{number},{step},{},300,90,{coverage},{density},0.4,{limits},", step == 9);
            if step != 9 || limits == 0 {
                text.push_str(&format!("{start},,,,,,,,,,,,,,,{condition}\n"));
                continue;
            }
            for limit in 0..limits {
                text.push_str(&format!("{start}{},{condition}\n", rows[limit % rows.len()]));
            }
        }
    }
    text + "cart,1,0,true,50,40,0.3,0.8,0.1,1,host.consent,,0.4,,,,,,,,,,0,1,,x\n"
}

#[test]
fn boxes_keep_their_texts_apart_on_every_page() {
    let (_dir, table) = table(&discovery());
    assert!(boxes::is_one(&table) && !tornado::is_one(&table) && !decisions::is_one(&table));
    let found = boxes::read(&table).unwrap();
    let limits: Vec<usize> = found.boxes.iter().map(|b| b.limits.len()).collect();
    assert_eq!((limits, found.boxes[0].taken, found.boxes[0].steps.len()), (vec![6, 1, 0, 30], 9, 12));
    assert_eq!(found.boxes[0].limits[3].levels[1], ("joint".to_owned(), true));
    check("boxes", |look| boxes::draw(&found, &[], Path::new("boxes.csv"), look).unwrap());
    let only = boxes::draw(&found, &["trade-off"], Path::new("boxes.csv"), &Look::default()).unwrap();
    assert_eq!(only.iter().map(|d| d.0.name.as_str()).collect::<Vec<_>>(), ["trade-off"]);
}

/// A finished sweep of size and consent, its cost by size and its lives by both, with errors.
fn swept(more: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut points = format!("point,replicates,mission.troops,host.consent{more}\n");
    let mut results = "point,outcome,theatre,world,unit,mean,mean_lo,mean_hi,q05,q25,q50,q75,q95\n".to_owned();
    for k in 0..60 {
        let (troops, consent) = (1_000 * (k % 12), 0.1 + 0.2 * f64::from(k / 12));
        let sets: String = more.split(',').skip(1).map(|_| format!(",{}", f64::from(k * 7 % 11) / 11.0)).collect();
        points.push_str(&format!("{k},2000,{troops},{consent}{sets}\n"));
        let cost = 1e5 * f64::from(troops) * (1.0 + 0.3 * consent);
        let lives = 3.0 * consent * f64::from(troops).sqrt() * 20.0 + f64::from(k * 37 % 17);
        for (outcome, world, unit, mean, error) in
            [("cost_usd", "mission", "US$", cost, 0.02 * cost), ("lives_saved", "difference", "lives", lives, 90.0)]
        {
            let (low, high) = (mean - error, mean + error);
            results.push_str(&format!("{k},{outcome},all,{world},{unit},{mean},{low},{high},0,0,0,1,1\n"));
        }
    }
    std::fs::write(dir.path().join("points.csv"), points).unwrap();
    std::fs::write(dir.path().join("results.csv"), results).unwrap();
    dir
}

/// A finished sweep of cost over the form, which has no order, the size, and the consent.
fn swept_forms(dir: &Path) {
    let mut points = "point,replicates,mission.form,mission.troops,host.consent\n".to_owned();
    let mut results = "point,outcome,theatre,world,unit,mean,mean_lo,mean_hi,q05,q25,q50,q75,q95\n".to_owned();
    for k in 0..18 {
        let (form, troops, consent) = (["un-only", "hybrid", "joint"][k % 3], 1_000 * (k / 3 % 3), k / 9);
        points.push_str(&format!("{k},2000,{form},{troops},{consent}\n"));
        let cost = 1.0e9 * (1.0 + k as f64);
        results.push_str(&format!("{k},cost_usd,all,mission,US$,{cost},{cost},{cost},0,0,0,1,1\n"));
    }
    std::fs::write(dir.join("points.csv"), points).unwrap();
    std::fs::write(dir.join("results.csv"), results).unwrap();
}

#[test]
fn the_key_of_a_map_can_be_read_and_names_have_no_lines_between_them() {
    let dir = tempfile::tempdir().unwrap();
    swept_forms(dir.path());
    let grid = sweep::read(dir.path(), "cost_usd").unwrap();
    assert!(grid.axes[..2].iter().any(|a| !a.is_numeric()), "{:?}", grid.axes);
    check("map", |look| sweep::draw(&grid, look).unwrap());
    let sheet = &sweep::draw(&grid, &Look::default()).unwrap()[0].1;
    let texts: Vec<String> = sheet.texts().unwrap().into_iter().map(|t| t.0.replace('\u{a0}', " ")).collect();
    assert!(texts.iter().all(|t| !t.contains('…')) && texts.iter().any(|t| t == "10 bn"), "{texts:?}");
    assert!(texts.iter().any(|t| t == "US$") && !sheet.description().contains("equal values"));
}

#[test]
fn the_front_of_a_sweep_keeps_its_texts_apart() {
    for more in ["", ",council.unity,funding.level,host.divergence"] {
        let dir = swept(more);
        check("pareto", |look| vec![sweep::draw_pareto(dir.path(), look).unwrap().expect("a front")]);
        let (_, sheet) = sweep::draw_pareto(dir.path(), &Look::default()).unwrap().unwrap();
        assert!(sheet.title().contains("of 60 points make the front") && sheet.description().contains("dominated"));
        let named = |t: &(String, [f64; 4])| t.0.contains(if more.is_empty() { "troops " } else { " / " });
        assert!(sheet.texts().unwrap().iter().any(named), "some points of the front are named");
    }
}

#[test]
fn decisions_keep_their_texts_apart() {
    for (needs, count, less) in [(false, 5, "less"), (true, 40, "more")] {
        let more = if needs { "need_1,all_needs," } else { "" };
        let mut text = format!(
            "decision,outcome,futures,mean,worst,best,hurwicz,regret_max,regret_mean,best_in,{more}better,needs\n"
        );
        for k in 0..count {
            let (mean, more) = (1e4 + 700.0 * f64::from(k), if needs { "0.7,0.65," } else { "" });
            text.push_str(&format!(
                "\"mission.troops = {}, host.consent = 0.{k}, mission.form = un-only\",difference.lives_saved,225,{mean},{},\
                 {},0,{},{},0.25,{more}{less},\"success >= 0.3, cost_usd <= 6e9\"\n",
                1_000 * k,
                0.4 * mean,
                1.7 * mean,
                900 * (k * 7 % count),
                300 * (k * 7 % count),
            ));
        }
        let (_dir, table) = table(&text);
        assert!(decisions::is_one(&table) && !boxes::is_one(&table));
        let found = decisions::read(&table).unwrap();
        assert!(found.ranked.windows(2).all(|w| w[0].regret_max <= w[1].regret_max) && found.less == (less == "less"));
        let sheet = &decisions::draw(&found, Path::new("robustness.csv"), &Look::default()).unwrap()[0].1;
        let said = |t: &(String, [f64; 4])| t.0.contains("consent, unity and funding are assumed");
        assert!(sheet.texts().unwrap().iter().any(said), "what is assumed is said");
        check("decisions", |look| decisions::draw(&found, Path::new("robustness.csv"), look).unwrap());
    }
}

#[test]
fn shares_of_variance_keep_their_texts_apart() {
    let scenario = load_file(Path::new("scenarios/baseline.toml"), &[]).unwrap().scenario;
    let posterior = Posterior::embedded(Stance::Study);
    use pkosim::experiment::nested::{self, nested};
    let beside = |draws| {
        let options = nested::Options { draws, replicates: 32, paired: true, simd: SimdClass::detect() };
        let found = nested(&scenario, &posterior, 1, options, &|_| (), &AtomicBool::new(false)).unwrap();
        let [mut rows, mut months] = [Vec::new(), Vec::new()];
        nested::write(&found.rows, options, &mut rows).unwrap();
        nested::write_months(&found.months, &mut months).unwrap();
        let tables = [("nested.csv", rows), ("nested_series.csv", months)].map(|(name, bytes)| Extra { name, bytes });
        Beside::of(&tables).unwrap()
    };
    // Of 12 draws the band of the mean would be hardly more than their least and largest.
    let (many, few) = (beside(20), beside(12));
    let results = lived(Path::new("scenarios/baseline.toml"), 96);
    for name in ["02-battle-deaths", "03-strength", "04-consent-unity"] {
        check(name, |look| vec![draw_with(&results, &many, name, look).unwrap().unwrap()]);
        let [(_, two), (_, one), (_, left_out)] =
            [&many, &Beside::default(), &few].map(|b| draw_with(&results, b, name, &Look::default()).unwrap().unwrap());
        let told = |sheet: &Sheet| sheet.texts().unwrap().iter().any(|t| t.0 == "one history");
        assert!(
            told(&two)
                && !told(&one)
                && !told(&left_out)
                && two.description().contains("Dark band") | two.description().contains("dark band")
        );
    }
    check("shares", |look| vec![draw_with(&results, &few, "17-shares", look).unwrap().unwrap()]);
    assert!(draw_with(&results, &Beside::default(), "17-shares", &Look::default()).is_none());
}
