//! Sweep files: what they come to, and everything that can be wrong with them.

use std::path::Path;

use pkosim::experiment::sweep::{Design, Plan, load, load_str};
use tempfile::TempDir;

#[track_caller]
fn plan(text: &str) -> Plan {
    load_str(text, "test.toml", Some(Path::new("scenarios"))).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What is said of a sweep that must be refused.
#[track_caller]
fn refused(text: &str) -> String {
    load_str(text, "test.toml", Some(Path::new("scenarios"))).expect_err("must be refused").to_string()
}

fn values(plan: &Plan) -> Vec<String> {
    (0..plan.len()).map(|k| plan.point(k).values.join(" ")).collect()
}

#[test]
fn a_grid_has_every_combination_and_its_last_axis_goes_fastest() {
    let plan = plan("[axes]\nmission.troops = { from = 0, to = 8000, steps = 3 }\n\"host.consent\" = [0.2, 0.8]\n");
    let expected = ["0 0.2", "0 0.8", "4000 0.2", "4000 0.8", "8000 0.2", "8000 0.8"];
    assert_eq!(values(&plan), expected);
    assert_eq!(plan.keys(), ["mission.troops", "host.consent"]);
    assert_eq!((plan.replicates, plan.replicates_in_all()), (2_000, 12_000));
}

#[test]
fn categories_distributions_and_whole_numbers_are_axes() {
    let text = "design = \"lhs\"\npoints = 40\n[axes]\nhost.phase = { levels = [\"war\", \"ceasefire\"] }\n\
                \"host.consent\" = { beta = { mean = 0.6, sd = 0.1 } }\nhorizon_months = { from = 150, to = 240 }\n\
                \"council.unity\" = [0.5, { path = [[0, 0.9], [60, 0.3]] }]\n";
    let plan = plan(text);
    for k in 0..plan.len() {
        let point = plan.point(k);
        let scenario = plan.scenario(&plan.settings(&point)).unwrap_or_else(|p| panic!("{k}: {p}")).scenario;
        assert!((150..=240).contains(&scenario.horizon_months.value));
    }
    let war = (0..40).filter(|k| plan.point(*k).values[0] == "war").count();
    assert_eq!(war, 20, "a Latin hypercube meets both halves of an axis equally often");
}

#[test]
fn a_point_of_a_seeded_design_is_the_same_alone_and_in_company() {
    for design in ["lhs", "sobol", "random"] {
        let text = format!("design = \"{design}\"\npoints = 64\n[axes]\nmission.troops = {{ from = 0, to = 20000 }}\n");
        let (a, b) = (plan(&text), plan(&text));
        let mut seen: Vec<String> = values(&a);
        assert_eq!(b.point(37).values, a.point(37).values);
        assert_ne!(values(&plan(&format!("seed = 2\n{text}"))), seen, "{design}: another seed");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 64, "{design}");
    }
}

#[test]
fn sub_experiments_follow_each_other_and_inherit_what_they_do_not_say() {
    let text = "replicates = 10\n[set]\nmission.police = 0\n[axes]\nmission.troops = [1000, 2000]\n\
                [experiment.b]\nreplicates = 20\n[experiment.b.axes]\nhost.consent = [0.1, 0.5, 0.9]\n\
                [experiment.a]\n[experiment.a.set]\nmission.civilians = 5\n";
    let plan = plan(text);
    let names: Vec<(&str, u64, u64, u64)> =
        plan.experiments.iter().map(|e| (e.name.as_str(), e.first, e.points, e.replicates)).collect();
    assert_eq!(names, [("a", 0, 2, 10), ("b", 2, 6, 20)]);
    let settings = plan.settings(&plan.point(1));
    let text: Vec<String> = settings.iter().map(|(k, v)| format!("{k}={v}")).collect();
    assert_eq!(text, ["mission.civilians=5", "mission.police=0", "mission.troops=2000"]);
    assert_eq!(plan.point(2).values, ["1000", "0.1"]);
}

#[test]
fn what_an_experiment_says_itself_takes_the_place_of_what_it_inherits() {
    let text = "[set]\nmission.police = 100\n[axes]\nmission.troops = [1000, 2000]\nhost.consent = [0.2, 0.8]\n\
                [experiment.a]\n[experiment.a.set]\nhost.consent = 0.5\n\
                [experiment.b]\n[experiment.b.axes]\nmission.police = [0, 500]\n";
    let plan = plan(text);
    let axes = |k: usize| plan.experiments[k].axes.iter().map(|a| a.key.as_str()).collect::<Vec<_>>();
    assert_eq!((axes(0), plan.experiments[0].points), (vec!["mission.troops"], 2));
    assert_eq!((axes(1), plan.experiments[1].points), (vec!["mission.troops", "host.consent", "mission.police"], 8));
    assert!(plan.experiments[1].fixed.is_empty());
    let told = plan.settings(&plan.point(0)).iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>();
    assert_eq!(told, ["host.consent=0.5", "mission.police=100", "mission.troops=1000"]);
}

#[test]
fn what_experiments_set_otherwise_has_a_column() {
    let text = "[set]\nmission.police = 100\n[axes]\nmission.troops = [1000, 2000]\n\
                [experiment.a.set]\ncouncil.unity = 0.9\n[experiment.b.set]\nfunding.level = 0.5\n";
    let plan = plan(text);
    assert_eq!(plan.keys(), ["mission.troops", "council.unity", "funding.level"]);
    assert!(plan.here.contains_key("council.unity") && plan.here.contains_key("funding.level"));
}

#[test]
fn a_shard_has_its_points_and_their_replicates() {
    use pkosim::experiment::sweep::head::Shard;
    let text = "[axes]\nmission.troops = { from = 1000, to = 5000, steps = 5 }\n[experiment.a]\nreplicates = 10\n\
                [experiment.b]\nreplicates = 100\n";
    let plan = plan(text);
    for of in 1..=12 {
        let shards = (1..=of).map(|index| Shard { index, of });
        let mut whole = (0, 0);
        for shard in shards {
            let mine: Vec<u64> = (0..plan.len()).filter(|k| shard.has(*k)).collect();
            let replicates: u128 = mine.iter().map(|k| u128::from(plan.point(*k).replicates)).sum();
            assert_eq!(plan.extent(Some(shard)), (mine.len() as u64, replicates), "{shard}");
            whole = (whole.0 + mine.len() as u64, whole.1 + replicates);
        }
        assert_eq!(whole, plan.extent(None));
    }
}

#[test]
fn what_a_table_would_pass_over_is_refused() {
    let home = TempDir::new().unwrap();
    std::fs::write(home.path().join("points.csv"), "mission.troops\n1000\n2500\n").unwrap();
    let refused = |text: &str| load_str(text, "t.toml", Some(home.path())).expect_err(text).to_string();
    for (text, said) in [
        ("table = \"points.csv\"\npoints = 7\n", "error: points: expected no `points` with design = \"table\""),
        ("table = \"points.csv\"\n[axes]\nhost.consent = [0.2, 0.8]\n", "error: axes: expected no `axes`"),
        ("table = \"points.csv\"\n[set]\nmission.troops = 500\n", "`points.csv` has a column of this key, found 500"),
        ("table = \"points.csv\"\n[experiment.a.set]\nmission.troops = 500\n", "has a column of this key"),
        (
            "design = \"grid\"\ntable = \"points.csv\"\n[axes]\nhost.consent = [0.2]\n",
            "error: table: expected no `table`",
        ),
        ("columns = [\"mission.troops\"]\n[axes]\nhost.consent = [0.2]\n", "error: columns: expected no `columns`"),
    ] {
        let told = refused(text);
        assert!(told.contains(said) && told.contains("t.toml:"), "{text}\n{told}");
    }
    // What is inherited is for the other experiments.
    let text = "[set]\nmission.troops = 500\n[axes]\nhost.consent = [0.2, 0.8]\n[experiment.a]\n\
                [experiment.b]\ntable = \"points.csv\"\n";
    let plan = load_str(text, "t.toml", Some(home.path())).unwrap_or_else(|p| panic!("{p}"));
    assert_eq!((plan.experiments[0].points, plan.experiments[1].points), (2, 2));
    assert!(plan.experiments[1].fixed.is_empty());
}

#[test]
fn a_table_lists_its_points_with_replicates_of_their_own() {
    let home = TempDir::new().unwrap();
    let csv = "point,mission.troops,host.phase,replicates\n0,1000,war,100\n1,2500,peace,300\n";
    std::fs::write(home.path().join("points.csv"), csv).unwrap();
    let file = home.path().join("t.toml");
    std::fs::write(&file, "table = \"points.csv\"\ncolumns = [\"mission.troops\"]\n").unwrap();
    let plan = load(&file).unwrap();
    assert_eq!(values(&plan), ["1000 war", "2500 peace"]);
    assert_eq!((plan.point(1).replicates, plan.replicates_in_all()), (300, 400));
    assert!(matches!(plan.experiments[0].design, Design::Table(_)));
    for (csv, said) in [
        ("mission.trops\n5\n", "nearest: mission.troops"),
        ("mission.troops,host.consent\n5\n", "expected 2 cells, as in the header, found 1"),
        ("mission.troops,host.consent\n5,1.4\n", "host.consent: out of range"),
        ("host.consent\n0.5\n", "the column `mission.troops` is missing"),
        ("mission.troops\n", "expected at least one row"),
        ("mission.troops,replicates\n5,none\n", "replicates: out of range: expected a whole number"),
    ] {
        std::fs::write(home.path().join("points.csv"), csv).unwrap();
        let told = load(&file).expect_err(csv).to_string();
        assert!(told.contains(said) && told.contains("points.csv"), "{csv}: {told}");
    }
}

#[test]
fn every_slip_is_told_with_its_line_and_what_was_meant() {
    let axis = "[axes]\nhost.consent = [0.2]\n";
    for (text, said) in [
        ("[axes]\n\"host.consnt\" = [0.1]\n", "nearest: host.consent"),
        ("[axes]\nhost.consent = []\n", "expected at least one value"),
        ("[axes]\n", "expected at least one axis"),
        ("replicates = 5\n", "missing `axes`"),
        ("[axes]\nhost.consent = 0.5\n", "stands under [set]"),
        ("[axes]\nhost.consent = [0.5, 1.5]\n", "host.consent: out of range"),
        ("[axes]\nhost.consent = { from = 0.8, to = 0.2, steps = 3 }\n", "`to` above 0.8"),
        ("[axes]\nhost.consent = { from = 0.2, steps = 3 }\n", "missing `to`"),
        ("[axes]\nhost.consent = { from = 0.2, to = 0.8 }\n", "a grid can walk"),
        ("[axes]\nhost.consent = { from = 0.2, to = 0.8, stepps = 3 }\n", "nearest: steps"),
        ("[axes]\nhost.phase = { from = 1, to = 3, steps = 3 }\n", "expected [values]"),
        ("[axes]\nhorizon_months = { from = 100, to = 200, steps = 8 }\n", "fall on whole numbers"),
        ("[axes]\nhost.consent = [0.2]\n\"theatre.main.host.consent\" = [0.3]\n", "set twice, here and on line 2"),
        ("[axes]\n\"theatre.north.host.consent\" = [0.2]\n", "there is no theatre `north`"),
        (&format!("design = \"sobl\"\npoints = 8\n{axis}"), "nearest: sobol"),
        (&format!("design = \"sobol\"\npoints = 1000\n{axis}"), "512 (2^9) or 1024 (2^10)"),
        (&format!("design = \"lhs\"\n{axis}"), "needs a number of points"),
        (&format!("points = 5\n{axis}"), "a grid has every combination"),
        (&format!("design = \"table\"\n{axis}"), "the name of a CSV file"),
        (&format!("replicates = 0\n{axis}"), "replicates: out of range"),
        (&format!("base = \"nowhere.toml\"\n{axis}"), "the base scenario does not exist: scenarios/nowhere.toml"),
        (&format!("stance = \"bold\"\n{axis}"), "expected \"study\" or \"sceptical\""),
        (&format!("outcomes = [\"sucess\"]\n{axis}"), "nearest: success"),
        (&format!("replicats = 5\n{axis}"), "nearest: replicates"),
        (&format!("scenario = \"x.toml\"\n{axis}"), "nearest: base"),
        (&format!("until = \"success: 0.01\"\n{axis}"), "an array of stop rules"),
        (&format!("until = []\n{axis}"), "at least one stop rule"),
        (&format!("until = [\"succes: 0.01\"]\n{axis}"), "did you mean `success`?"),
        (&format!("until = [\"success: 1%\"]\n{axis}"), "needs an absolute floor"),
        (&format!("until = [\"success: 0.01\"]\nconfidence = 95\n{axis}"), "above 0.5 and below 1"),
        (&format!("until = [\"lives_saved: 100\"]\ncounterfactual = false\n{axis}"), "its twin without"),
        (&format!("confidence = 0.9\n{axis}"), "without `until`"),
        ("[set]\nhost.consent = 0.5\n[axes]\nhost.consent = [0.2]\n", "set twice, here and on line 2"),
        (
            "[axes]\nhost.consent = [0.2]\n[experiment.a.set]\nmission.police = 5\n[experiment.a.axes]\n\
             \"mission.police\" = [1, 2]\n",
            "set twice, here and on line 4",
        ),
        (
            "[axes]\nhost.consent = [0.2]\n[experiment.a.set]\nhost.consent = 0.5\n",
            "takes the place of every axis that it inherits",
        ),
        ("host.consent = [0.2]\n", "stand under [axes]"),
        ("", "is empty"),
        ("[axes\n", "not valid TOML"),
    ] {
        let told = refused(text);
        assert!(told.contains(said), "{text}\n{told}");
    }
}

#[test]
fn points_are_what_the_same_settings_give_on_the_command_line() {
    let text = "base = \"models/01-preventive-deployment.toml\"\n[axes]\nmission.size = [500, 3000]\nmission.form = [\"un-only\"]\n";
    let base = Path::new("scenarios/models");
    let Some(file) = base.read_dir().unwrap().flatten().map(|e| e.path()).min() else { panic!("no models") };
    let text = text.replace(
        "models/01-preventive-deployment.toml",
        &format!("models/{}", file.file_name().unwrap().to_string_lossy()),
    );
    let plan = plan(&text);
    for k in 0..plan.len() {
        let settings = plan.settings(&plan.point(k));
        let here = plan.scenario(&settings).unwrap().scenario;
        let there = pkosim::scenario::load_file(&file, &settings).unwrap().scenario;
        assert_eq!(here.fingerprint_text(), there.fingerprint_text());
    }
}

#[test]
fn a_sweep_without_points_or_with_too_many_says_where() {
    let many = "{ from = 0.1, to = 1, steps = 10_000 }";
    let three = format!("[axes]\nhost.consent = {many}\ncouncil.unity = {many}\nfunding.level = {many}\n");
    let large = format!("{three}host.disinformation = {many}\n");
    let half = format!("{three}mission.troops = {{ from = 0, to = 7_000, steps = 7_001 }}\n");
    let sums = format!("{half}[experiment.a]\n[experiment.b]\n");
    for (text, line, said) in [
        ("experiment = {}\n[axes]\nhost.consent = [0.2, 0.8]\n", 1, "experiment: expected at least one sub-experiment"),
        ("[axes]\nhost.consent = [0.2, 0.8]\n[experiment]\n", 3, "experiment: expected at least one sub-experiment"),
        ("replicates = 10\n", 1, "axes: missing `axes`"),
        ("replicates = 10\n[experiment.a]\nreplicates = 20\n", 2, "axes: missing `axes`"),
        ("[axes]\n", 1, "axes: expected at least one axis, found an empty table"),
        (&large, 5, "host.disinformation: out of range: expected a grid of at most"),
        (&sums, 7, "experiment.b: out of range: expected at most 9007199254740992 points in all"),
        ("seed = 1e18\n[axes]\nhost.consent = [0.2]\n", 1, "seed: out of range"),
        ("[axes]\n\"\" = [1]\n", 2, "\"\": unknown key"),
    ] {
        let told = refused(text);
        assert!(told.contains(said) && told.contains(&format!("--> test.toml:{line}:")), "{text}{told}");
    }
    assert_eq!(plan(&half).len(), 10_000u64.pow(3) * 7_001);
    assert_eq!(plan("replicates = 60.0\n[axes]\nhost.consent = [0.2]\n").replicates, 60);
}

/// What the schema can say of what is refused.
#[test]
fn the_schema_knows_what_a_sweep_refuses() {
    let schema = pkosim::experiment::sweep::schema::schema();
    let of = |path: &str| schema.pointer(path).unwrap_or_else(|| panic!("{path}")).clone();
    assert_eq!(of("/properties/experiment/minProperties"), 1);
    assert_eq!(of("/properties/seed/maximum"), i64::MAX);
    assert_eq!(of("/properties/points/maximum"), 1u64 << 53);
    assert_eq!(of("/properties/replicates/maximum"), 1_000_000_000_000u64);
    assert_eq!(of("/$defs/axis/anyOf/1/properties/steps/maximum"), 1_000_000);
    assert_eq!(of("/$defs/axes/additionalProperties/anyOf").as_array().map(Vec::len), Some(3));
    let schema = pkosim::scenario::schema::schema();
    let of = |path: &str| schema.pointer(path).unwrap_or_else(|| panic!("{path}")).clone();
    assert_eq!(of("/$defs/mission/properties/theatres/minItems"), 1);
    assert_eq!(of("/$defs/host/properties/links/uniqueItems"), true);
    let shapes = "/$defs/share_0_to_1/oneOf/1/properties";
    assert_eq!(of(&format!("{shapes}/beta/properties/mean/exclusiveMaximum")), 1);
    assert_eq!(of(&format!("{shapes}/lognormal/properties/median/exclusiveMinimum")), 0);
}
