//! Nothing that is written on a chart is cut off or written over: by the boxes that the renderer lays texts out in.
#![cfg(feature = "charts")]

mod output_support;

use std::path::Path;
use std::sync::atomic::AtomicBool;

use output_support::{Made, results};
use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::ensemble::Options;
use pkosim::engine::results::Results;
use pkosim::engine::run::simulate;
use pkosim::engine::treaty;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::output::charts::{Chart, Sheet, draw_all, forest, timeline, tornado};
use pkosim::output::tables::Table;
use pkosim::output::theme::{Lang, Look, Size, Tone};
use pkosim::scenario::load_file;

/// Pixels that two boxes may share: kerning at their ends.
const SLACK: f64 = 1.5;

fn looks() -> Vec<Look> {
    let sizes = [Size::Column, Size::Page, Size::Slide];
    let of = |lang| sizes.map(|size| Look { lang, size, tone: Tone::Light });
    [of(Lang::En), of(Lang::Ja)].concat()
}

/// What is wrong with the texts of a sheet.
fn faults(chart: &Chart, sheet: &Sheet) -> Vec<String> {
    let texts: Vec<_> = sheet.texts().unwrap().into_iter().filter(|t| !t.0.trim().is_empty()).collect();
    let (width, height) = sheet.size();
    let mut faults = Vec::new();
    for (i, (text, [left, top, right, bottom])) in texts.iter().enumerate() {
        if *left < -SLACK || *top < -SLACK || *right > width + SLACK || *bottom > height + SLACK {
            faults
                .push(format!("{}: `{text}` leaves the sheet: {left:.0} {top:.0} {right:.0} {bottom:.0}", chart.name));
        }
        for (other, [l, t, r, b]) in &texts[i + 1..] {
            if left + SLACK < *r && *l + SLACK < *right && top + SLACK < *b && *t + SLACK < *bottom {
                faults.push(format!("{}: `{text}` and `{other}` overlap", chart.name));
            }
        }
    }
    faults
}

/// Draws in every language and size and holds that nothing is cut off or written over.
fn check(what: &str, draw: impl Fn(&Look) -> Vec<(Chart, Sheet)>) {
    let mut found = Vec::new();
    for look in looks() {
        for (chart, sheet) in draw(&look) {
            found.extend(faults(&chart, &sheet).into_iter().map(|f| format!("{:?} {:?} {f}", look.lang, look.size)));
        }
    }
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

fn options() -> Options {
    Options { replicates: 192, paired: true, keep: true, simd: SimdClass::detect() }
}

fn lived(file: &str) -> Results {
    let scenario = load_file(&Path::new("scenarios").join(file), &[]).unwrap().scenario;
    let posterior = Posterior::embedded(Stance::Study);
    simulate(&scenario, &posterior, 1, &options(), &|_| (), &AtomicBool::new(false)).unwrap()
}

#[test]
fn charts_of_made_up_results_keep_their_texts_apart() {
    let made = [
        Made { kept: true, ..Made::default() },
        Made { theatres: 12, ..Made::default() },
        Made { operations: false, counterfactual: false, ..Made::default() },
        Made { counterfactual: false, replicates: 1, ..Made::default() },
    ];
    for made in made {
        let results = results(made);
        check(&format!("{made:?}"), |look| draw_all(&results, look).unwrap());
    }
}

#[test]
fn charts_of_shipped_scenarios_keep_their_texts_apart() {
    for file in ["baseline.toml", "portfolio.toml", "contingency-2025.toml", "ceasefire-monitoring.toml"] {
        let results = lived(file);
        check(file, |look| draw_all(&results, look).unwrap());
    }
}

#[test]
fn charts_of_a_treaty_keep_their_texts_apart() {
    let treaty = pkosim::treaty::load_file(Path::new("scenarios/treaty-ccm.toml"), &[]).unwrap();
    let posterior = Posterior::embedded(Stance::Study);
    let results = treaty::simulate(&treaty, &posterior, 1, &options(), &|_| (), &AtomicBool::new(false)).unwrap();
    check("treaty", |look| {
        let drawn = draw_all(&results, look).unwrap();
        let names: Vec<&str> = drawn.iter().map(|d| d.0.name.as_str()).collect();
        assert_eq!(names, ["21-parties", "22-dues", "23-largest-payer", "24-obligations"]);
        drawn
    });
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
    for replicate in [0, 3, 14] {
        let history = replay::replay(&setting, replicate, true, block::class().unwrap());
        let mut csv = Vec::new();
        write_history(&history, &mut csv).unwrap();
        let (_dir, table) = table(&String::from_utf8(csv).unwrap());
        let histories = timeline::read(&table).unwrap();
        assert_eq!((histories.len(), histories[0].worlds.len()), (1, 2));
        check("timeline", |look| timeline::draw(&histories, Path::new("history.csv"), look).unwrap());
    }
}
