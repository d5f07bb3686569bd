//! Reports: what they say, that they stand alone, that no name can act in them, and bad input.

mod output_support;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use output_support::{Made, results};
use pkosim::engine::results::{Column, Results};
use pkosim::output::messages::Lang;
use pkosim::output::page::{self, Format, Told, document::Block};
use pkosim::output::{Options, write};
use tempfile::TempDir;

const EVIL: &str = "<script>alert('x')</script>";

fn small() -> Results {
    results(Made { replicates: 60, ..Made::default() })
}

/// A result folder without charts of its own.
fn folder(results: &Results) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("result");
    write(results, &target, Options { charts: false, ..Options::default() }).unwrap();
    (dir, target)
}

fn page_of(results: &Results, lang: Lang, format: Format) -> String {
    let (_dir, target) = folder(results);
    let told = [Told::open(&target).unwrap()];
    page::write(&page::document(&told, lang).unwrap(), lang, format)
}

fn pkosim(args: &[&str], code: i32) -> String {
    let output = Command::cargo_bin("pkosim").unwrap().args(args).assert().code(code).get_output().clone();
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!told.contains("panicked"), "{told}");
    told
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_page_stands_alone_and_forbids_itself_everything_else() {
    let html = page_of(&small(), Lang::En, Format::Html);
    let links = html.match_indices("src=\"").map(|(at, _)| &html[at + 5..at + 15]);
    assert!(links.clone().count() >= 5 || cfg!(not(feature = "charts")), "charts are in it");
    assert!(links.clone().all(|l| l == "data:image"), "nothing is fetched");
    assert!(!html.contains("<link") && !html.contains("@import") && !html.contains("url(http"));
    assert!(html.contains("default-src 'none'") && html.contains("script-src 'sha256-"));
    assert!(html.len() < 3_000_000, "{} bytes", html.len());
}

#[test]
fn numbers_of_the_summary_are_those_of_the_results() {
    let results = small();
    let saved = results.row("lives_saved", Column::Difference).unwrap();
    let number = pkosim::output::number::compact(saved.mean.abs());
    let html = page_of(&results, Lang::En, Format::Html);
    let summary = html.split("id=\"summary\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(summary.contains(&format!("{number} lives")), "{number}: {summary}");
    assert!(summary.contains("95 % Monte Carlo interval"));
    let japanese = page_of(&results, Lang::Ja, Format::Html);
    let number = pkosim::output::speech::compact(saved.mean.abs(), Lang::Ja);
    assert!(japanese.contains(&format!("平均{number}人の命")), "{number}");
}

#[test]
fn headings_descend_by_one_and_every_section_has_one() {
    for lang in [Lang::En, Lang::Ja] {
        let html = page_of(&small(), lang, Format::Html);
        let levels: Vec<u8> =
            html.match_indices("<h").filter_map(|(at, _)| html.as_bytes()[at + 2..].first()).copied().collect();
        let levels: Vec<u8> = levels.into_iter().filter(u8::is_ascii_digit).map(|d| d - b'0').collect();
        assert_eq!(levels[0], 1);
        assert!(levels.windows(2).all(|w| w[1] <= w[0] + 1 && w[1] > 1), "{levels:?}");
        assert_eq!(html.matches("<section").count(), html.matches("<h2").count());
        assert_eq!(html.matches("<img ").count(), html.matches("<img alt=\"").count());
        assert!(html.contains(if lang == Lang::Ja { "<html lang=\"ja\">" } else { "<html lang=\"en\">" }));
    }
}

#[test]
fn a_script_as_a_name_is_shown_as_text() {
    let mut results = small();
    results.info.scenario = EVIL.to_owned();
    results.info.title = EVIL.to_owned();
    results.info.scenario_toml = format!("# {EVIL}\n[mission]\ntroops = 10000\n");
    results.info.theatres = vec![EVIL.to_owned()];
    results.info.posterior = format!("\"{EVIL}");
    results.summary.iter_mut().for_each(|r| r.theatre = if r.theatre == "all" { "all".into() } else { EVIL.into() });
    results.doubts[0].text = EVIL.to_owned();
    for format in [Format::Html, Format::PdfReady, Format::Markdown] {
        let page = page_of(&results, Lang::En, format);
        // In Markdown, what stands in a fence is text.
        let fence = if format == Format::Markdown { "```" } else { "\0" };
        let page: String = page.split(fence).step_by(2).collect();
        assert!(!page.contains("<script>alert"), "{format:?}");
        assert!(page.contains("&lt;script&gt;alert"), "{format:?}");
    }
}

#[test]
fn one_script_of_our_own_on_screen_and_none_in_print() {
    assert_eq!(page_of(&small(), Lang::En, Format::Html).matches("<script").count(), 1);
    let print = page_of(&small(), Lang::En, Format::PdfReady);
    assert_eq!(print.matches("<script").count(), 0);
    assert_eq!(print.matches("<details").count(), print.matches("<details open").count());
}

#[test]
fn markdown_has_the_same_sections_and_tables() {
    let results = small();
    let (html, markdown) = (page_of(&results, Lang::En, Format::Html), page_of(&results, Lang::En, Format::Markdown));
    assert_eq!(html.matches("<h2").count(), markdown.matches("\n## ").count());
    assert_eq!(html.matches("<table").count(), markdown.matches("\n|--").count());
    assert_eq!(html.matches("<img").count(), markdown.matches("data:image/png").count());
}

#[test]
fn several_folders_are_laid_side_by_side() {
    let (one, mut two) = (small(), small());
    two.info.scenario = "other".to_owned();
    two.info.horizon_months = 120;
    let (_a, a) = folder(&one);
    let (_b, b) = folder(&two);
    let told = [Told::open(&a).unwrap(), Told::open(&b).unwrap()];
    let document = page::document(&told, Lang::En).unwrap();
    let notes: Vec<&String> = document.sections[0]
        .blocks
        .iter()
        .filter_map(|b| if let Block::Note(n) = b { Some(n) } else { None })
        .collect();
    assert!(notes.iter().any(|n| n.contains("different horizons")), "{notes:?}");
    let html = page::write(&document, Lang::En, Format::Html);
    assert!(html.contains("Differences to baseline") && html.contains("<svg class=\"w\""));
}

#[test]
fn a_scenario_without_a_mission_has_numbers_beside_one_with_it() {
    let none = results(Made { replicates: 60, operations: false, ..Made::default() });
    let mut none = Results { summary: none.summary.into_iter().filter(|r| r.world == Column::None).collect(), ..none };
    none.info.scenario = "nobody".to_owned();
    let ((_a, a), (_b, b)) = (folder(&small()), folder(&none));
    let told = [Told::open(&a).unwrap(), Told::open(&b).unwrap()];
    let document = page::document(&told, Lang::En).unwrap();
    let blocks = document.sections[0].blocks.iter();
    let deaths = blocks.filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None });
    let deaths = deaths.into_iter().find(|t| t.caption.starts_with("Battle-related deaths")).unwrap();
    assert!(deaths.rows[1][0].text == "nobody" && deaths.rows[1][1].text.contains('±'), "{:?}", deaths.rows[1]);
}

#[test]
fn the_numbers_of_a_difference_are_all_in_one_unit() {
    let text = page_of(&small(), Lang::En, Format::Markdown).replace('\u{a0}', " ");
    let row = |l: &&str| l.starts_with("| Peace at the horizon | difference");
    let cells: Vec<&str> = text.lines().find(row).unwrap().split('|').map(str::trim).collect();
    assert!(cells[3..6].iter().all(|c| c.ends_with(" pp")), "{cells:?}");
    let japanese = page_of(&small(), Lang::Ja, Format::Markdown);
    assert!(!japanese.contains("| person-months |") && japanese.contains("| 人月 |"));
}

#[test]
fn a_treaty_is_told_as_a_treaty() {
    use pkosim::draws::dispatch::SimdClass;
    use pkosim::engine::{ensemble, treaty};
    use pkosim::evidence::{posterior::Posterior, register::Stance};
    let read = pkosim::treaty::load_file(Path::new("scenarios/treaty-ccm.toml"), &[]).unwrap();
    let posterior = Posterior::embedded(Stance::Study);
    let options = ensemble::Options { replicates: 96, paired: false, keep: false, simd: SimdClass::detect() };
    let stop = std::sync::atomic::AtomicBool::new(false);
    let results = treaty::simulate(&read, &posterior, 1, &options, &|_| (), &stop).unwrap();
    let text = page_of(&results, Lang::En, Format::Markdown).replace('\u{a0}', " ");
    let short = text.split("## Charts").next().unwrap();
    for said in
        ["- By 2025 the treaty has ", " of the budget of ", "- The largest payer carries ", " of obligations are met"]
    {
        assert!(short.contains(said), "{short}");
    }
    for label in ["| States parties in 2025 |", "| Received, US$ |", "| Years with a meeting at risk |"] {
        assert!(text.contains(label), "{label}");
    }
    for alien in ["no mission", "headline levers", "mission size", "| World |", "Sources of the cited effects"] {
        assert!(!text.contains(alien), "{alien}");
    }
    assert!(text.contains("fitted to the Convention on Cluster Munitions"));
    // The charts' titles and the sentences say the same.
    if cfg!(feature = "charts") {
        let first = short.lines().find(|l| l.starts_with("- By 2025")).unwrap().trim_start_matches("- ");
        assert!(text.contains(&format!("![{}]", first.trim_end_matches('.'))), "{first}");
    }
}

#[test]
fn what_is_missing_or_changed_is_told() {
    let (_dir, target) = folder(&small());
    fs::remove_file(target.join("survival.csv")).unwrap();
    let series = fs::read_to_string(target.join("series.csv")).unwrap();
    fs::write(target.join("series.csv"), series + "\n").unwrap();
    let told = Told::open(&target).unwrap();
    assert_eq!((told.missing.clone(), told.changed.clone()), (vec!["survival.csv".into()], vec!["series.csv".into()]));
    let html = page::write(&page::document(&[told], Lang::En).unwrap(), Lang::En, Format::Html);
    assert!(
        html.contains("survival.csv is not in the result folder")
            && html.contains("series.csv is not as it was written")
    );
    // The made-up results name a model of their own.
    assert!(html.contains("another version of the model"));
}

#[test]
fn results_of_a_newer_program_are_told_as_far_as_they_are_understood() {
    let (_dir, target) = folder(&small());
    let manifest = fs::read_to_string(target.join("manifest.json")).unwrap();
    let newer = manifest.replace("\"schema_version\": 1", "\"schema_version\": 99");
    fs::write(target.join("manifest.json"), newer).unwrap();
    let series = fs::read_to_string(target.join("series.csv")).unwrap();
    fs::write(target.join("series.csv"), series.replace("world,month", "planet,month")).unwrap();
    let told = Told::open(&target).unwrap();
    assert!(told.results.series.is_empty() && !told.results.summary.is_empty());
    let html = page::write(&page::document(&[told], Lang::En).unwrap(), Lang::En, Format::Html);
    assert!(html.contains("schema version 99") && html.contains("the column `world` is missing"));
}

#[test]
fn a_report_replaces_a_report_and_nothing_else() {
    let (dir, target) = folder(&small());
    let out = dir.path().join("page.html");
    let args = ["report", text(&target), "--out", text(&out), "--quiet"];
    pkosim(&args, 0);
    pkosim(&args, 0);
    assert!(fs::read_to_string(&out).unwrap().starts_with(Format::Html.header()));
    fs::write(&out, "my own notes").unwrap();
    let told = pkosim(&args, 3);
    assert!(told.contains("page.html") && told.contains("left as it is"), "{told}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "my own notes");
}

#[test]
fn bad_input_is_told_and_nothing_is_written() {
    let (dir, target) = folder(&small());
    let none = dir.path().join("none");
    let told = pkosim(&["report", text(&none)], 3);
    assert!(told.contains("none") && told.contains("manifest.json"), "{told}");
    let told = pkosim(&["report", text(&target), text(&target)], 2);
    assert!(told.contains("--out FILE"), "{told}");
    pkosim(&["report", text(&target), "--lang", "fr"], 2);
    fs::remove_file(target.join("summary.csv")).unwrap();
    let told = pkosim(&["report", text(&target)], 3);
    assert!(told.contains("summary.csv"), "{told}");
    let manifest = fs::read_to_string(target.join("manifest.json")).unwrap();
    fs::write(target.join("manifest.json"), manifest.replace("\"schema_version\": 1", "\"schema_version\": 99"))
        .unwrap();
    let told = pkosim(&["report", text(&target)], 3);
    assert!(told.contains("summary.csv"), "{told}");
    assert!(!target.join("report.html").exists());
}
