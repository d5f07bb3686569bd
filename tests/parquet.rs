//! Results as Parquet: what is read back is what was written, and every column says what it is.
#![cfg(feature = "parquet")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::Value;
use tempfile::TempDir;

const SWEEP: &str = "replicates = 96\noutcomes = [\"success\", \"wartime_success\", \"cost_usd\", \"lives_saved\"]\n[axes]\n\
                     host.consent = [0.2, 0.5, 0.8]\nhost.phase = { levels = [\"war\", \"ceasefire\"] }\n";

fn pkosim(args: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_pkosim")).args(args).output().expect("runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8(text).expect("utf-8"))
}

struct Home(TempDir);

impl Home {
    /// A finished sweep.
    fn swept() -> Self {
        let home = Self(TempDir::new().expect("temp"));
        fs::write(home.path("sweep.toml"), SWEEP).expect("sweep file");
        let done = pkosim(&["sweep", &home.text("sweep.toml"), "-q", "--out", &home.text("sweep")]);
        assert_eq!(done, (0, String::new()));
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().expect("utf-8").to_owned()
    }
}

fn rows(path: &Path) -> Vec<Row> {
    let reader = SerializedFileReader::new(File::open(path).expect("opens")).expect("Parquet");
    reader.get_row_iter(None).expect("rows").map(|row| row.expect("row")).collect()
}

fn metadata(path: &Path, key: &str) -> Value {
    let reader = SerializedFileReader::new(File::open(path).expect("opens")).expect("Parquet");
    let pairs = reader.metadata().file_metadata().key_value_metadata().expect("metadata").clone();
    let pair = pairs.into_iter().find(|p| p.key == key).expect("key");
    serde_json::from_str(&pair.value.expect("value")).expect("JSON")
}

/// A cell as the CSV table has it.
fn cell(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Long(n) => n.to_string(),
        Field::Str(text) => text.clone(),
        // The table writes numbers in the shortest form too.
        Field::Double(x) => x.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn tables_have_the_same_cells_as_the_csv() {
    let home = Home::swept();
    let (code, told) = pkosim(&["export", &home.text("sweep")]);
    assert_eq!(code, 0, "{told}");
    for name in ["points", "results", "failures"] {
        let csv = csv::Reader::from_path(home.path(&format!("sweep/{name}.csv"))).expect("csv");
        let lines: Vec<csv::StringRecord> = csv.into_records().map(|r| r.expect("record")).collect();
        let path = home.path(&format!("sweep/parquet/{name}.parquet"));
        let there = rows(&path);
        assert_eq!(there.len(), lines.len(), "{name}");
        for (row, line) in there.iter().zip(&lines) {
            let cells: Vec<String> = row.get_column_iter().map(|(_, field)| cell(field)).collect();
            let line: Vec<&str> = line.iter().collect();
            assert_eq!(cells, line, "{name}");
        }
        let manifest = metadata(&path, "pkosim.manifest");
        assert_eq!(manifest["kind"], "sweep");
        let dictionary = metadata(&path, "pkosim.dictionary");
        let entries = dictionary.as_array().expect("entries");
        let columns = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
        let columns = columns.metadata().file_metadata().schema_descr().num_columns();
        assert_eq!(entries.len(), columns, "{name}");
        assert!(entries.iter().all(|e| !e["meaning"].as_str().expect("text").is_empty()));
    }
    assert_eq!(metadata(&home.path("sweep/parquet/points.parquet"), "pkosim.dictionary")[0]["kind"], "int64");
}

/// Means over the replicates are the means of `results.csv`.
#[test]
fn replicates_are_those_that_the_sweep_lived_through() {
    let home = Home::swept();
    let (code, told) = pkosim(&["export", &home.text("sweep"), "--replicates", "--threads", "2"]);
    assert_eq!(code, 0, "{told}");
    let part = home.path("sweep/parquet/replicates/block=0/part-0.parquet");
    let there = rows(&part);
    assert_eq!(there.len(), 6 * 96);
    let results = csv::Reader::from_path(home.path("sweep/results.csv")).expect("csv");
    let mut compared = std::collections::BTreeMap::<String, usize>::new();
    for record in results.into_records().map(|r| r.expect("record")) {
        let (point, outcome, world) = (&record[0], &record[1], &record[3]);
        let column = format!("{world}.{outcome}");
        let of_point = there.iter().filter(|row| row.get_column_iter().any(|(n, f)| n == "point" && cell(f) == point));
        let values: Vec<f64> = of_point
            .flat_map(|row| row.get_column_iter().filter(|(n, _)| **n == column))
            .filter_map(|(_, field)| if let Field::Double(x) = field { Some(*x) } else { None })
            .collect();
        let said: f64 = record[8].parse().unwrap_or(f64::NAN);
        if values.is_empty() || said.is_nan() {
            continue;
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        assert!((mean - said).abs() <= 1e-9 * said.abs().max(1.0), "{column} at {point}: {mean} {said}");
        *compared.entry(column).or_default() += 1;
    }
    let names = ["difference.lives_saved", "mission.cost_usd", "mission.success", "mission.wartime_success"];
    assert!(names.iter().all(|name| compared.get(*name) == Some(&6)), "{compared:?}");
    let unit = metadata(&part, "pkosim.dictionary");
    assert!(unit.as_array().unwrap().iter().any(|e| e["column"] == "mission.cost_usd" && e["unit"] == "US$"), "{unit}");
    // What is there stays; what is damaged is made again.
    let (bytes, made) = (fs::read(&part).unwrap(), fs::metadata(&part).unwrap().modified().unwrap());
    assert_eq!(pkosim(&["export", &home.text("sweep"), "--replicates", "-q"]), (0, String::new()));
    assert_eq!(fs::metadata(&part).unwrap().modified().unwrap(), made);
    fs::write(&part, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(pkosim(&["export", &home.text("sweep"), "--replicates", "-q", "--threads", "1"]), (0, String::new()));
    assert!(fs::read(&part).unwrap() == bytes, "threads or a second export change bytes");
}

#[test]
fn blocks_of_a_longer_sweep_and_an_older_export_do_not_stay() {
    let home = Home::swept();
    let out = home.text("data");
    assert_eq!(pkosim(&["export", &home.text("sweep"), "--replicates", "-q", "--out", &out]), (0, String::new()));
    let first = home.path("data/replicates/block=0/part-0.parquet");
    fs::create_dir(home.path("data/replicates/block=7")).expect("folder");
    fs::copy(&first, home.path("data/replicates/block=7/part-0.parquet")).expect("a block");
    assert_eq!(pkosim(&["export", &home.text("sweep"), "--replicates", "-q", "--out", &out]), (0, String::new()));
    assert!(first.exists() && !home.path("data/replicates/block=7").exists());
    fs::create_dir(home.path("data/replicates/block=8")).expect("folder");
    fs::write(home.path("data/replicates/block=8/part-0.parquet"), "somebody's").expect("a file");
    let (code, told) = pkosim(&["export", &home.text("sweep"), "--replicates", "-q", "--out", &out]);
    assert!(code == 3 && told.contains("block=8"), "{told}");

    assert_eq!(pkosim(&["export", &home.text("sweep"), "--replicates", "-q"]), (0, String::new()));
    fs::write(home.path("sweep/parquet/mine.parquet"), "somebody's").expect("a file");
    let again = ["sweep", &home.text("sweep.toml"), "-q", "--out", &home.text("sweep"), "--replace"];
    assert_eq!(pkosim(&again), (0, String::new()));
    let left: Vec<_> =
        fs::read_dir(home.path("sweep/parquet")).expect("folder").map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["mine.parquet"]);
}

#[test]
fn a_run_has_its_tables_and_refuses_what_it_did_not_keep() {
    let home = Home(TempDir::new().expect("temp"));
    let run = home.text("run");
    let made = ["run", "-n", "64", "--keep-replicates", "--no-charts", "-q", "--out", &run];
    assert_eq!(pkosim(&made), (0, String::new()));
    assert_eq!(pkosim(&["export", &run, "-q", "--out", &home.text("as")]), (0, String::new()));
    assert!(!rows(&home.path("as/series.parquet")).is_empty());
    assert!(rows(&home.path("as/replicates.parquet")).len() >= 64);
    let (code, told) = pkosim(&["export", &run, "--replicates"]);
    assert!(code == 2 && told.contains("--keep-replicates"), "{told}");
    let (code, told) = pkosim(&["export", &home.text("nowhere")]);
    assert!(code == 3 && told.contains("manifest.json"), "{told}");
}

/// Read by what researchers use: `PKOSIM_PYTHON` names a Python that has polars and duckdb.
#[test]
#[ignore = "needs PKOSIM_PYTHON, a Python with polars and duckdb"]
fn polars_and_duckdb_read_it() {
    let python = std::env::var("PKOSIM_PYTHON").expect("PKOSIM_PYTHON");
    let home = Home::swept();
    assert_eq!(pkosim(&["export", &home.text("sweep"), "--replicates", "-q"]), (0, String::new()));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/parquet.py");
    let output = Command::new(python).arg(script).arg(home.text("sweep")).output().expect("Python");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("agree"), "{out}{err}");
}

#[test]
fn a_folder_that_is_not_what_its_manifest_says_is_refused() {
    let home = Home::swept();
    let (dir, manifest, results) =
        (home.text("sweep"), home.path("sweep/manifest.json"), home.path("sweep/results.csv"));
    let (whole, rows) = (fs::read(&manifest).expect("manifest"), fs::read_to_string(&results).expect("results"));
    let refuse = |said: &str| {
        let (code, told) = pkosim(&["export", &dir]);
        assert!(code == 3 && told.contains(said) && told.contains("hint: "), "{told}");
        assert!(!home.path("sweep/parquet").exists());
    };
    for changed in [rows.replacen("0.", "1.", 1), String::new(), rows[..rows.len() - 1].to_owned()] {
        fs::write(&results, changed).expect("results");
        refuse("results.csv is not the file that manifest.json lists");
    }
    fs::write(&results, rows).expect("results");
    fs::write(&manifest, &whole[..300]).expect("manifest");
    refuse("manifest.json is not a pkosim file");
    #[cfg(feature = "charts")]
    {
        let (code, told) = pkosim(&["plot", &dir]);
        assert!(code == 3 && told.contains("manifest.json is not a pkosim file"), "{told}");
    }
    fs::write(&manifest, whole).expect("manifest");
    fs::write(home.path("sweep/mine.csv"), "a,b\n1,2\n").expect("table");
    let (code, told) = pkosim(&["export", &dir]);
    assert!(code == 0 && told.contains("mine.csv left out: manifest.json does not list it"), "{told}");
    assert!(!home.path("sweep/parquet/mine.parquet").exists());
}

#[test]
fn a_batch_has_its_tables_and_columns_without_cells_have_their_kinds() {
    let home = Home(TempDir::new().expect("temp"));
    fs::create_dir(home.path("folder")).expect("folder");
    fs::write(home.path("folder/one.toml"), "[mission]\ntroops = 1_000\n").expect("scenario");
    let (batch, swept) = (home.text("batch"), home.text("wrong"));
    assert_eq!(pkosim(&["batch", &home.text("folder"), "-n", "32", "-q", "--out", &batch]), (0, String::new()));
    assert_eq!(pkosim(&["export", &batch, "-q"]), (0, String::new()));
    assert!(!rows(&home.path("batch/parquet/batch.parquet")).is_empty());
    assert_eq!(metadata(&home.path("batch/parquet/batch.parquet"), "pkosim.manifest")["kind"], "batch");
    // Every point fails: results.csv has no row.
    let wrong = "replicates = 32\n[axes]\nmission.start_month = [400, 500]\n";
    fs::write(home.path("wrong.toml"), wrong).expect("sweep");
    assert_eq!(pkosim(&["sweep", &home.text("wrong.toml"), "-q", "--out", &swept]).0, 1);
    assert_eq!(pkosim(&["export", &swept, "-q"]), (0, String::new()));
    let dictionary = metadata(&home.path("wrong/parquet/results.parquet"), "pkosim.dictionary");
    let kind = |column: &str| {
        let entries = dictionary.as_array().expect("entries");
        entries.iter().find(|e| e["column"] == column).expect("column")["kind"].as_str().expect("kind").to_owned()
    };
    let kinds = ["point", "n", "outcome", "mean", "q05_lo"].map(kind);
    assert_eq!(kinds, ["int64", "int64", "text", "double", "double"]);
}
