//! From a file to a validated [`Scenario`], or to every problem it has.
//!
//! ```text
//! file -> tree with spans -> short spellings folded -> laid over what it extends
//!      -> --set laid over -> walked against the registry -> cross checks -> Scenario
//! ```

use std::path::{Path, PathBuf};

use super::Scenario;
use super::check;
use super::decode::{self, Places};
use super::doubts::Doubt;
use super::extend;
use super::file_kind::FileKind;
use super::payers;
use super::problem::{Problem, ProblemKind, Problems};
use super::report::Report;
use super::sets;
use super::shipped::Library;
use super::texts::{self, MOST_BYTES};
use super::tree::{Data, Table};
use super::words;

/// The text of the built-in baseline, the same file as `scenarios/baseline.toml`.
pub const BASELINE: &str = include_str!("../../scenarios/baseline.toml");

/// A scenario that was read, and what it was read from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// The files read, the scenario first, then what it extends.
    pub files: Vec<PathBuf>,
    /// What is allowed and may still not be meant.
    pub doubts: Vec<Doubt>,
}

/// Reads a scenario file with its `--set` arguments.
///
/// # Errors
/// Every problem of the files and arguments at once; [`Problems::exit_code`] is 3 if the file
/// itself cannot be read and 2 otherwise.
pub fn load_file(path: &Path, sets: &[(String, String)]) -> Result<Loaded, Problems> {
    let content = texts::read(path).map_err(unreadable)?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    finish(path.to_path_buf(), content, name, Some(extend::folder(path)), Library::Disk, sets)
}

/// Reads a scenario from a text called `name` (`mine.toml`); `base` is the folder that its
/// `extends` is relative to.
///
/// ```
/// use pkosim::scenario::load_str;
/// let text = "[mission]\ntroops = 10_000\n";
/// let loaded = load_str(text, "mine.toml", None, &[]).unwrap();
/// assert_eq!(loaded.scenario.operations["main"].levels.troops.value.central(0), 10_000.0);
///
/// let wrong = load_str("[host]\nconsent = 1.4\n", "mine.toml", None, &[]).unwrap_err();
/// assert!(wrong.to_string().contains("host.consent: out of range"));
/// ```
///
/// # Errors
/// As [`load_file`].
pub fn load_str(text: &str, name: &str, base: Option<&Path>, sets: &[(String, String)]) -> Result<Loaded, Problems> {
    if text.len() as u64 > MOST_BYTES {
        return Err(unreadable(ProblemKind::TooLarge { path: name.into(), limit: MOST_BYTES }));
    }
    let stem = name.strip_suffix(".toml").unwrap_or(name).to_owned();
    finish(PathBuf::from(name), text.to_owned(), stem, base.map(Path::to_path_buf), Library::Disk, sets)
}

/// Reads a scenario from a text that may extend shipped scenarios and names no file of the disk: what somebody sent.
///
/// ```
/// use pkosim::scenario::load_shipped;
/// let loaded = load_shipped("extends = \"unity-low.toml\"\nmission.troops = 4_000\n", "sent.toml", &[]).unwrap();
/// assert_eq!(loaded.scenario.operations["main"].levels.troops.value.central(0), 4_000.0);
/// assert!(load_shipped("extends = \"../Cargo.toml\"\n", "sent.toml", &[]).is_err());
/// ```
///
/// # Errors
/// As [`load_str`]; also where the text names any other file.
pub fn load_shipped(text: &str, name: &str, sets: &[(String, String)]) -> Result<Loaded, Problems> {
    if text.len() as u64 > MOST_BYTES {
        return Err(unreadable(ProblemKind::TooLarge { path: name.into(), limit: MOST_BYTES }));
    }
    let stem = name.strip_suffix(".toml").unwrap_or(name).to_owned();
    finish(PathBuf::from(name), text.to_owned(), stem, Some(PathBuf::new()), Library::Shipped, sets)
}

/// The built-in baseline with `--set` arguments.
///
/// # Errors
/// Problems of the arguments.
pub fn builtin_baseline(sets: &[(String, String)]) -> Result<Loaded, Problems> {
    load_str(BASELINE, "baseline.toml", None, sets)
}

/// Splits `KEY=VALUE` at the first equals sign; `None` where there is none or no key before it.
pub fn parse_set(argument: &str) -> Option<(String, String)> {
    let (key, value) = argument.split_once('=')?;
    let key = key.trim();
    (!key.is_empty()).then(|| (key.to_owned(), value.trim().to_owned()))
}

fn unreadable(kind: ProblemKind) -> Problems {
    let hint = match &kind {
        ProblemKind::Missing { path } if path.is_symlink() => Some("it is a link to a file that is not there"),
        ProblemKind::Missing { .. } => Some("scenarios are TOML files; those shipped are in scenarios/"),
        ProblemKind::Directory { .. } => Some("name one file in it"),
        ProblemKind::Binary { .. } | ProblemKind::NotUtf8 { .. } => Some("save it as a plain UTF-8 text"),
        _ => None,
    };
    let nearest = match &kind {
        ProblemKind::Missing { path } if !path.is_symlink() => nearest_file(path),
        _ => None,
    };
    let hint = hint.map(str::to_owned);
    Problem { hint, nearest, ..Problem::from(kind) }.into()
}

/// The scenario file in the same folder whose name is nearest to one that is missing.
fn nearest_file(path: &Path) -> Option<String> {
    let folder = extend::folder(path);
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
    let names = here.read_dir().ok()?.take(1000).flatten().map(|e| e.file_name());
    let names: Vec<String> = names.filter_map(|n| n.into_string().ok()).collect();
    let scenarios = names.iter().map(String::as_str).filter(|n| n.ends_with(".toml"));
    let near = words::nearest(path.file_name()?.to_str()?, scenarios)?;
    Some(folder.join(near).display().to_string())
}

fn finish(
    label: PathBuf,
    content: String,
    name: String,
    base: Option<PathBuf>,
    library: Library,
    sets: &[(String, String)],
) -> Result<Loaded, Problems> {
    let mut report = Report::default();
    let folder = base.clone().unwrap_or_default();
    let mut tree = extend::read_all(label, content, base, library, &mut report);
    sets::apply(&mut tree, sets, &mut report);
    let (mut scenario, places) = decode::decode(&tree, &mut report);
    scenario.name = name;
    read_payers(&mut scenario, &folder, library, &places, &mut report);
    cross_check(&scenario, &places, &mut report);
    if !report.is_clean() {
        let other = other_kind(&report).or_else(|| nearly_treaty(&tree, &report));
        return Err(other.map_or_else(|| report.into_problems(), Problems::from));
    }
    check::complete(&mut scenario);
    Ok(Loaded { doubts: scenario.doubts(), files: report.texts.files(), scenario })
}

/// What is wrong with a file that is for something else: that alone, and not each of its keys.
fn other_kind(report: &Report) -> Option<Problem> {
    let path = report.texts.files().into_iter().next()?;
    let found = FileKind::of(&report.texts.get(0).content).filter(|kind| *kind != FileKind::Mission)?;
    let kind = ProblemKind::OtherFile { path, found, expected: "a scenario of missions" };
    Some(Problem::from(kind).with_hint(found.hint()))
}

/// What is wrong with a treaty world whose `kind` is misspelt: that alone, and not each of its keys.
fn nearly_treaty(tree: &Table, report: &Report) -> Option<Problem> {
    let entry = tree.get("kind")?;
    let Data::Text(word) = &entry.node.data else { return None };
    let near = words::nearest(&word.to_lowercase(), ["treaty"])?.to_owned();
    let expected = "\"treaty\" for a treaty world; a scenario of missions says no `kind`".to_owned();
    let kind = ProblemKind::UnknownWord { expected, found: report.found(&entry.node) };
    let place = Some(report.texts.place(entry.node.at));
    Some(Problem { key: Some("kind".to_owned()), place, ..Problem::from(kind) }.with_nearest(Some(near)))
}

/// Reads the list that `funding.payers` names, relative to the scenario's folder.
fn read_payers(scenario: &mut Scenario, folder: &Path, library: Library, places: &Places, report: &mut Report) {
    if scenario.payers.value.is_empty() {
        return;
    }
    let path = folder.join(&scenario.payers.value);
    if library == Library::Shipped {
        return report
            .add(Problem { key: Some("funding.payers".to_owned()), ..ProblemKind::NotShipped { path }.into() });
    }
    match payers::read(&path, scenario.normalise.value) {
        Ok(terms) => scenario.payer_terms = terms,
        Err(error) => {
            let kind = ProblemKind::Payers { path, error };
            match places.get("funding.payers") {
                Some(at) => report.add_at("funding.payers", *at, kind),
                None => report.add(kind),
            }
        }
    }
}

fn cross_check(scenario: &Scenario, places: &Places, report: &mut Report) {
    let blameless =
        |f: &check::Finding, report: &Report| !report.failed(&f.key) && !f.from.is_some_and(|k| report.failed(k));
    let mut findings = check::findings(scenario);
    findings.retain(|f| blameless(f, report));
    for finding in findings {
        match places.get(&finding.key) {
            Some(at) => report.add_at(&finding.key, *at, finding.problem),
            None => report.add(Problem { key: Some(finding.key), ..finding.problem }),
        }
    }
}
