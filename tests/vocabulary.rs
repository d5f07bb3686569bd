//! The study's vocabulary: counts, spot facts, what the words mean to a mission.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use pkosim::catalogue::{self, Kind, entries, meaning};
use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::ensemble::{Ensemble, Options};
use pkosim::engine::live;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::scenario::{Doubt, Scenario, load_file, load_str};
use pkosim::world::mandate::Words;
use pkosim::world::outcome;
use pkosim::world::setting::Setting;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder(name: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(root().join("scenarios").join(name)).unwrap().map(|e| e.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
    files.sort();
    files
}

fn load(path: &Path) -> Scenario {
    load_file(path, &[]).unwrap_or_else(|p| panic!("{p}")).scenario
}

fn read(text: &str) -> Result<Scenario, String> {
    load_str(text, "mine.toml", None, &[]).map(|l| l.scenario).map_err(|p| p.to_string())
}

/// Runs a scenario at the centre of the posterior. `feedback` lets indices act on the rest, and what a mission hands out
/// on consent: money that comes late leaves less to hand out, the host cools, and the war takes another course; rare (one
/// history in thousands), and so of every mission whatever its models.
fn run(scenario: &Scenario, replicates: u64, feedback: bool) -> Ensemble {
    let mut posterior = Posterior::centre(Stance::Study);
    if !feedback {
        posterior = posterior.with("host.consent_benefits", 0.0).expect("a parameter");
    }
    let mut setting = Setting::new(scenario, Arc::new(posterior), 7);
    setting.words = Words::new(feedback);
    let options = Options { replicates, paired: true, keep: true, simd: SimdClass::detect() };
    live::run(&setting, &options, &|_| {}, &AtomicBool::new(false)).unwrap()
}

/// Mean and Monte Carlo error of mission minus none over the replicates where both are defined;
/// nothing where they differ in none.
fn effect(ensemble: &Ensemble, k: usize) -> Option<(f64, f64)> {
    let kept = ensemble.kept.as_ref().unwrap();
    let (with, none) = (&kept[ensemble.layout.column(0, 0, k)], &kept[ensemble.layout.column(1, 0, k)]);
    let differ = with.iter().zip(none).any(|(a, b)| a.to_bits() != b.to_bits() && !(a.is_nan() && b.is_nan()));
    let d: Vec<f64> = with.iter().zip(none).map(|(a, b)| a - b).filter(|d| d.is_finite()).collect();
    let (n, mean) = (d.len() as f64, d.iter().sum::<f64>() / d.len() as f64);
    let variance = d.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    differ.then_some((mean, (variance / n).sqrt()))
}

fn position(name: &str) -> usize {
    outcome::all().position(|o| o.name == name).unwrap_or_else(|| panic!("no outcome {name}"))
}

#[test]
fn the_catalogue_has_as_many_entries_as_the_study() {
    let counts = [
        (Kind::Models, 30),
        (Kind::Forms, 7),
        (Kind::Tasks, 42),
        (Kind::Components, 21),
        (Kind::Capabilities, 9),
        (Kind::Factors, 10),
        (Kind::Threats, 5),
        (Kind::Advantages, 6),
        (Kind::Findings, 23),
    ];
    for (kind, count) in counts {
        assert_eq!(entries(kind).len(), count, "{}", kind.word());
    }
    let forms: BTreeSet<u32> = catalogue::forms().iter().map(|f| f.number).collect();
    let variants: Vec<&str> = catalogue::forms().iter().filter_map(|f| f.variant.as_deref()).collect();
    assert_eq!((forms.len(), variants), (6, vec!["A", "B"]));
}

#[test]
fn every_entry_has_a_japanese_name_a_text_and_a_slug_of_its_own() {
    let japanese = |s: &str| s.chars().any(|c| ('\u{3040}'..='\u{9fff}').contains(&c));
    for kind in Kind::ALL {
        let slugs: BTreeSet<&String> = entries(*kind).iter().map(|e| &e.slug).collect();
        assert_eq!(slugs.len(), entries(*kind).len(), "{}", kind.word());
        for e in entries(*kind) {
            let full = !e.name_en.is_empty() && !e.text_en.is_empty() && japanese(&e.text_ja) && !e.place.is_empty();
            assert!(full && !e.name_ja.is_empty(), "{} {}", kind.word(), e.slug);
        }
        assert!(entries(*kind).iter().filter(|e| japanese(&e.name_ja)).count() * 2 > entries(*kind).len());
    }
    for kind in [Kind::Models, Kind::Forms, Kind::Tasks, Kind::Factors, Kind::Capabilities, Kind::Findings] {
        assert!(entries(kind).iter().all(|e| japanese(&e.name_ja)), "{}", kind.word());
    }
}

#[test]
fn spot_facts_of_the_study_stand_in_the_catalogue() {
    let model = |n| catalogue::model(n).unwrap();
    assert_eq!(model(1).name_ja, "予防的展開");
    assert!(model(1).precedents.iter().any(|p| p == "UNPREDEP"));
    assert_eq!(model(2).links, [19, 27]);
    assert_eq!((&model(8).links[..], &model(14).links[..], &model(21).links[..]), (&[10][..], &[15][..], &[23][..]));
    assert!(!model(14).components.iter().any(|c| c == "military"));
    assert_eq!(model(27).components, ["cyber", "civilian"]);
    assert!(catalogue::form("hybrid").unwrap().precedents[0].starts_with("UNAMID"));
    assert_eq!(entries(Kind::Tasks)[8].slug, "ddr-and-state-institutions");
    assert_eq!(entries(Kind::Components)[19].fields["since"], 1999);
}

#[test]
fn an_entry_without_a_field_is_named() {
    let text = fs::read_to_string(root().join("data/catalogue/models.toml")).unwrap();
    let broken = text.replacen("name_ja = \"文民の保護\"\n", "", 1);
    let why = Kind::Models.read(&broken).unwrap_err();
    assert!(why.contains("3 protection-of-civilians") && why.contains("name_ja"), "{why}");
    let extra = text.replacen("slug = \"ddr\"\n", "slug = \"ddr\"\ncolour = \"blue\"\n", 1);
    assert!(Kind::Models.read(&extra).unwrap_err().contains("12 ddr"));
}

#[test]
fn names_are_found_by_number_slug_and_family_and_wrong_ones_get_the_nearest() {
    assert_eq!(catalogue::find(Kind::Models, "12").unwrap()[0].slug, "ddr");
    assert_eq!(catalogue::find(Kind::Models, "mine-action-eod").unwrap()[0].number, 18);
    assert_eq!(catalogue::find(Kind::Models, "mine-action").unwrap()[0].number, 18);
    assert_eq!(catalogue::find(Kind::Forms, "3A").unwrap()[0].slug, "parallel-small-un");
    assert_eq!(catalogue::find(Kind::Forms, "parallel").unwrap().len(), 2);
    assert_eq!(catalogue::find(Kind::Models, "mine-acton").unwrap_err().nearest, Some("mine-action-eod"));
    assert_eq!(catalogue::find(Kind::Models, "31").unwrap_err().nearest, Some("maritime-security"));
}

#[test]
fn three_lines_make_a_mission_and_everything_else_follows() {
    let s = read("[mission]\nmodels = [3, 7, \"ddr\"]\nform = \"parallel\"\nsize = 10_000\n").unwrap();
    let o = &s.operations["main"];
    let people = [&o.levels.troops, &o.levels.police, &o.levels.observers, &o.levels.civilians];
    let total: f64 = people.iter().map(|l| l.value.central(0)).sum();
    assert_eq!(o.models.value, [3, 7, 12]);
    assert!((total - 10_000.0).abs() < 3.0 && people.iter().all(|l| l.value.central(0) > 0.0), "{total}");
    assert!(o.levels.task_load.value.central(0) > 1.0, "three models are more than 10,000 people can do");
    assert!(o.levels.partner_troops.value.central(0) > 1000.0);
    let own = read("[mission]\nmodels = [3]\nsize = 10_000\npolice = 77\ntask_load = 0.9\n").unwrap();
    let levels = &own.operations["main"].levels;
    assert_eq!((levels.police.value.central(0), levels.task_load.value.central(0)), (77.0, 0.9));
}

#[test]
fn wrong_models_and_forms_are_told_with_the_nearest_right_one() {
    let wrong = |line: &str| read(&format!("[mission]\n{line}\n")).unwrap_err();
    assert!(wrong("models = [\"mine-acton-eod\"]").contains("mine-action-eod"));
    assert!(wrong("models = [31]").contains("no model 31"));
    assert!(wrong("models = [3, \"protection-of-civilians\"]").contains("named twice"));
    assert!(wrong("form = \"paralel\"").contains("parallel"));
    assert!(wrong("form = [3]").contains("hint: `pkosim catalogue forms`"));
    assert!(wrong("form = 7").contains("hint: `pkosim catalogue forms`"));
    assert!(wrong("models = [3.5]").contains("hint: `pkosim catalogue models`"));
    assert!(wrong("models = \"ddr\"").contains("models = [\"ddr\"]"));
    assert!(wrong("models = \"3\"").contains("models = [3]"));
    assert!(wrong("models = [7]\nform = \"parallel\"\npartner_troops = 0").contains("needs a partner"));
    // A form that a scenario written out whole names too, so that it must load: no more than a doubt.
    let alone = |lines: &str| {
        let text = format!("[mission]\ntroops = 3_000\n{lines}\n");
        let scenario = load_str(&text, "mine.toml", None, &[]).unwrap_or_else(|p| panic!("{p}")).scenario;
        let again = load_str(&scenario.to_toml(), "mine.toml", None, &[]).unwrap_or_else(|p| panic!("{p}"));
        scenario.doubts().into_iter().chain(again.doubts).filter(|d| matches!(d, Doubt::FormAlone { .. })).count()
    };
    assert_eq!(alone("form = \"un-only\"\npartner_troops = 5_000"), 2);
    assert_eq!(alone("form = \"hybrid\"\norganisation = \"UN and AU\"\nfunding = \"partner\""), 2);
    assert_eq!(alone("partner_troops = 5_000"), 1, "no form is said until it is written out");
    assert_eq!(alone("form = \"joint\"\npartner_troops = 5_000"), 0);
    assert!(wrong("models = [7]\nform = \"hybrid\"\norganisation = \"UN\"").contains("needs a partner"));
}

#[test]
fn a_form_is_named_by_number_slug_family_or_name() {
    let form =
        |value: &str| read(&format!("[mission]\nform = {value}\n")).unwrap().operations["main"].form.value.clone();
    let words = ["5", "\"5\"", "\"3A\"", "\"3b\"", "3", "\"Hybrid operation\"", "\"ハイブリッド型活動\""];
    let slugs = ["hybrid", "hybrid", "parallel-small-un", "parallel-large-un", "parallel", "hybrid", "hybrid"];
    assert_eq!(words.map(form), slugs);
    let set = [("mission.form".to_owned(), "3A".to_owned())];
    let loaded = load_str("[mission]\ntroops = 1_000\n", "mine.toml", None, &set).unwrap();
    assert_eq!(loaded.scenario.operations["main"].form.value, "parallel-small-un");
}

#[test]
fn odd_missions_are_doubted_and_allowed() {
    let doubts = |text: &str| load_str(text, "mine.toml", None, &[]).unwrap_or_else(|p| panic!("{p}")).doubts;
    let found = doubts("[mission]\nmodels = [2]\ntroops = 0\n");
    assert!(matches!(&found[..], [Doubt::ComponentMissing { component: "troops", .. }]), "{found:?}");
    assert!(matches!(doubts("[mission]\nmodels = [7]\nform = \"joint\"\n")[..], [Doubt::PartnerAssumed { .. }]));
    assert!(matches!(doubts("[mission]\nmodels = [4]\n")[..], [Doubt::PhaseUnfit { inferred: false, .. }]));
    assert!(matches!(doubts("[mission]\nmodels = [12]\n")[..], [Doubt::PhaseUnfit { inferred: true, .. }]));
    assert!(
        matches!(&doubts("[mission]\nmodels = [4, 7]\n")[..], [Doubt::PhaseUnfit { model, .. }] if model.starts_with("cease"))
    );
    assert_eq!(doubts("[mission]\nmodels = [7, 12]\n"), [], "read into the study, and another model fits");
    assert_eq!(doubts("[mission]\nmodels = [4]\nstart_when = \"ceasefire\"\n"), [], "it waits for its phase");
    for (model, group) in [(4, "observers"), (27, "civilians")] {
        let found = doubts(&format!("host.phase = \"ceasefire\"\n[mission]\nmodels = [{model}]\n{group} = 0\n"));
        assert!(matches!(&found[..], [Doubt::ComponentMissing { component, .. }] if *component == group), "{found:?}");
    }
}

#[test]
fn levels_that_change_nothing_are_doubted() {
    let doubts = |lines: &str| load_str(&format!("[mission]\n{lines}\n"), "mine.toml", None, &[]).unwrap().doubts;
    let partner = [Doubt::PartnerIdle { key: "mission.partner_troops".to_owned() }];
    assert_eq!(doubts("models = [3]\npartner_troops = 2_000"), partner, "nothing lowers battle deaths");
    assert_eq!(doubts("observers = 200\npartner_troops = 2_000"), partner, "no troops of the mission");
    assert_eq!(doubts("models = [7]\npartner_troops = 2_000"), []);
    assert_eq!(doubts("troops = 3_000\npartner_troops = 2_000"), [], "a mission without named models has every effect");
    let beyond = doubts("models = [7]\nform = \"sequenced\"\ntroops = 2_000\nrehatted_troops = 5_000");
    assert_eq!(beyond, [Doubt::RehattedBeyond { key: "mission.rehatted_troops".to_owned(), troops: 2_000.0 }]);
    let size = |models| [Doubt::SizeIdle { key: "mission.size".to_owned(), models }];
    assert_eq!(doubts("troops = 1_000\nsize = 3_000"), size(false));
    assert_eq!(doubts("models = [7]\nsize = 3_000\ntroops = 1\npolice = 2\nobservers = 3\ncivilians = 4"), size(true));
    let other = "[mission]\nmodels = [3]\npartner_troops = 900\n[operation.b]\nmodels = [7]\n";
    assert_eq!(load_str(other, "mine.toml", None, &[]).unwrap().doubts, [], "the troops of another operation there");
}

#[test]
fn a_partners_own_operation_has_no_partner_beside_it_and_a_package_of_the_united_nations() {
    let own = |lines: &str| {
        let text = format!("[mission]\nmodels = [7]\nform = \"un-authorized\"\norganisation = \"AU\"\n{lines}");
        let scenario = read(&text).unwrap();
        let share =
            Setting::new(&scenario, Arc::new(Posterior::centre(Stance::Study)), 1).block(0).operations[0].cost_share;
        (share, scenario.operations["main"].levels.partner_troops.value.central(0))
    };
    assert_eq!((own(""), own("funding = \"partner\"\n")), ((0.3, 0.0), (0.0, 0.0)));
}

#[test]
fn a_size_of_nothing_is_a_mission_of_nobody() {
    let loaded = load_str("[mission]\nmodels = [3]\nsize = 0\n", "mine.toml", None, &[]).unwrap();
    assert_eq!(loaded.scenario.operations["main"].levels.troops.value.central(0), 0.0);
    assert_eq!(loaded.doubts, [Doubt::NobodyInOperation { name: "main".to_owned() }]);
}

#[test]
fn every_scenario_of_the_vocabulary_loads_without_a_doubt_and_says_what_it_is_for() {
    let counts = [("models", 34), ("forms", 8), ("factors", 21), ("threats", 5)];
    for (name, count) in counts {
        let files = folder(name);
        assert_eq!(files.len(), count, "{name}");
        for path in files {
            let text = fs::read_to_string(&path).unwrap();
            let loaded = load_file(&path, &[]).unwrap_or_else(|p| panic!("{p}"));
            assert!(text.contains("\n# What it is for: "), "{}", path.display());
            let watches = path.ends_with("3a-parallel-small-un.toml");
            let idle = Doubt::PartnerIdle { key: "mission.partner_troops".to_owned() };
            assert_eq!(loaded.doubts, if watches { vec![idle] } else { vec![] }, "{}", path.display());
        }
    }
}

/// Outcomes that an effect moves beside its own: what follows from fewer deaths, from another
/// course of the war, and from who returns.
fn follows(name: &str) -> Vec<&'static str> {
    let deaths = ["conflict_years", "war_years", "relapse_5y", "wartime_success", "displaced_person_months"];
    let people = ["people_returned", "aid_worker_attacks"];
    match name {
        "battle" => [&["battle_deaths"], &deaths[..], &people].concat(),
        "one_sided" => {
            let own = ["one_sided_deaths_government", "one_sided_deaths_rebels", "wartime_success"];
            [&own[..], &["displaced_person_months", "people_returned"]].concat()
        }
        "displacement" => vec!["displaced_person_months", "people_returned", "wartime_success"],
        "returns" => vec!["people_returned", "displaced_person_months", "wartime_success"],
        "aid_workers" => vec!["aid_worker_attacks"],
        "sexual_violence" => vec!["sexual_violence_cases"],
        "spill" => vec!["neighbours_infected", "wartime_success"],
        _ => Vec::new(),
    }
}

/// Effects on the course of the war, after which every outcome but the indices may differ; and a
/// neighbour that stays at peace spills less back.
const COURSE: [&str; 6] = ["negotiation", "relapse", "onset", "spell", "spill", "battle"];

/// The outcomes that a model declares, without feedback of indices.
fn declared(m: &meaning::ModelMeaning) -> BTreeSet<usize> {
    let mut declared = BTreeSet::new();
    for name in m.acts.keys() {
        if let Some(k) = outcome::all().position(|o| o.name == name) {
            declared.insert(k);
        }
        declared.extend(follows(name).into_iter().map(position));
        if COURSE.contains(&name.as_str()) {
            declared.extend(0..outcome::FIRST_INDEX);
        }
    }
    declared
}

/// What only a world with a mission has.
const MISSION_ONLY: [&str; 10] = [
    "success",
    "consent_withdrawn",
    "mandate_terminated",
    "mandate_implementation",
    "peacekeeper_deaths",
    "peacekeeper_deaths_malicious",
    "uniformed_person_years",
    "mission_months",
    "cost_usd",
    "wartime_success",
];

fn table(replicates: u64) -> BTreeMap<String, String> {
    let mut wrong = BTreeMap::new();
    for (path, m) in folder("models").iter().zip(&meaning::meaning().model) {
        assert!(path.file_name().unwrap().to_str().unwrap().contains(&m.slug), "{}", path.display());
        let ensemble = run(&load(path), replicates, false);
        let declared = declared(m);
        for (k, o) in outcome::all().enumerate() {
            let moved = effect(&ensemble, k);
            // Accounts exist only where there is a mission.
            let accounts = o.kind == outcome::Kind::Money || o.name.starts_with("cash_");
            let own = accounts || MISSION_ONLY.contains(&o.name);
            if moved.is_some() && !own && !declared.contains(&k) {
                wrong.insert(format!("{} moves {}", m.slug, o.name), format!("{moved:?}"));
            }
        }
        let strong = |name: &String| effect(&ensemble, position(name)).is_some_and(|(d, e)| d.abs() > 3.0 * e);
        if !m.aim.iter().any(strong) {
            let seen: Vec<_> = m.aim.iter().map(|n| (n, effect(&ensemble, position(n)))).collect();
            wrong.insert(format!("{} misses its aim", m.slug), format!("{seen:?}"));
        }
    }
    wrong
}

#[test]
fn no_model_moves_an_outcome_outside_its_list() {
    let moved: Vec<_> = table(256).into_iter().filter(|(k, _)| k.contains(" moves ")).collect();
    assert_eq!(moved, []);
}

#[test]
#[ignore = "30 x 20,000 paired replicates: run in release"]
fn every_model_moves_its_own_aim_by_more_than_three_errors_and_nothing_outside_its_list() {
    assert_eq!(table(20_000), BTreeMap::new());
}

#[test]
fn all_435_pairs_of_models_make_a_setting() {
    let centre = Arc::new(Posterior::centre(Stance::Study));
    let mut seen = BTreeSet::new();
    for a in 1..=30 {
        for b in a + 1..=30 {
            let scenario = read(&format!("horizon_months = 24\n[mission]\nmodels = [{a}, {b}]\n")).unwrap();
            let setting = Setting::new(&scenario, centre.clone(), 1);
            let l = &scenario.operations["main"].levels;
            assert!(l.size.value.central(0) > 0.0 && l.task_load.value.central(0) > 0.9, "{a} {b}");
            seen.insert(format!("{:?} {}", setting.mandates[0], l.size.value));
        }
    }
    assert!(seen.len() > 425, "{} of 435 differ", seen.len());
}

/// Success of a scenario of the factors, at the posterior's centre.
fn success(name: &str, replicates: u64) -> (f64, f64) {
    let ensemble = run(&load(&root().join("scenarios/factors").join(name)), replicates, true);
    let values = &ensemble.kept.as_ref().unwrap()[ensemble.layout.column(0, 0, outcome::SUCCESS)];
    let defined: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
    let mean = defined.iter().sum::<f64>() / defined.len() as f64;
    (mean, (mean * (1.0 - mean) / defined.len() as f64).sqrt())
}

fn factors(replicates: u64) -> Vec<String> {
    let mut wrong = Vec::new();
    for f in entries(Kind::Factors) {
        let of = |word: &str| success(&format!("{:02}-{}-{word}.toml", f.number, f.slug), replicates);
        let ((low, e), (high, _)) = (of("without"), of("with"));
        eprintln!("{:24} success without {low:.3} with {high:.3}", f.slug);
        if high < low - 2.0 * e {
            wrong.push(format!("{}: {low:.3} to {high:.3}", f.slug));
        }
    }
    wrong
}

#[test]
fn no_success_factor_lowers_success() {
    assert_eq!(factors(512), Vec::<String>::new());
}

#[test]
#[ignore = "20 x 20,000 replicates: run in release"]
fn no_success_factor_lowers_success_at_full_size() {
    assert_eq!(factors(20_000), Vec::<String>::new());
}
