//! Files that are no scenarios, `extends`, and which exit code each deserves.

use std::fs;
use std::path::{Path, PathBuf};

use pkosim::scenario::level::{Distribution, Level, Source};
use pkosim::scenario::{ProblemKind, Problems, Scenario, load_file};
use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self(TempDir::new().unwrap());
        for (name, text) in files {
            let path = folder.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn load(&self, name: &str) -> Scenario {
        load_file(&self.path(name), &[]).unwrap().scenario
    }

    fn fail(&self, name: &str) -> Problems {
        load_file(&self.path(name), &[]).expect_err("the file is wrong")
    }
}

fn only(problems: &Problems) -> &ProblemKind {
    assert_eq!(problems.list.len(), 1, "{problems}");
    &problems.list[0].kind
}

#[test]
fn a_missing_file_is_the_file_systems_fault_and_names_the_nearest() {
    let folder = Folder::with(&[("baseline.toml", "[mission]\n")]);
    let problems = folder.fail("baselin.toml");
    assert!(matches!(only(&problems), ProblemKind::Missing { .. }));
    assert!(problems.list[0].nearest.as_ref().unwrap().ends_with("baseline.toml"));
    assert_eq!(problems.exit_code(), 3);
}

#[test]
fn a_directory_is_the_file_systems_fault() {
    let problems = Folder::with(&[]).fail("");
    assert!(matches!(only(&problems), ProblemKind::Directory { .. }));
    assert_eq!(problems.exit_code(), 3);
}

#[test]
fn an_empty_file_shows_what_a_minimal_scenario_is() {
    let problems = Folder::with(&[("empty.toml", "")]).fail("empty.toml");
    assert!(matches!(only(&problems), ProblemKind::Empty { .. }));
    assert!(problems.to_string().contains("troops = 10_000"));
    assert_eq!(problems.exit_code(), 2);
}

#[test]
fn the_minimal_scenario_of_the_message_is_one() {
    let folder = Folder::with(&[("minimal.toml", "[mission]\ntroops = 10_000\n")]);
    assert_eq!(folder.load("minimal.toml").name, "minimal");
}

#[test]
fn a_binary_file_is_refused() {
    let problems = Folder::with(&[("b.toml", "title = \"a\0b\"\n")]).fail("b.toml");
    assert!(matches!(only(&problems), ProblemKind::Binary { offset: 10, .. }));
    assert_eq!(problems.exit_code(), 2);
}

#[test]
fn bytes_that_are_not_utf8_are_refused_with_their_line() {
    let folder = Folder::with(&[]);
    fs::write(folder.path("latin.toml"), b"horizon_months = 120\ntitle = \"C\xf4te\"\n").unwrap();
    let problems = folder.fail("latin.toml");
    assert!(matches!(only(&problems), ProblemKind::NotUtf8 { line: 2, .. }));
    assert_eq!(problems.exit_code(), 2);
}

#[test]
fn fifty_megabytes_are_refused_unread() {
    let folder = Folder::with(&[]);
    fs::File::create(folder.path("big.toml")).unwrap().set_len(50 << 20).unwrap();
    let problems = folder.fail("big.toml");
    assert!(matches!(only(&problems), ProblemKind::TooLarge { .. }));
    assert_eq!(problems.exit_code(), 2);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_read() {
    let folder = Folder::with(&[("win.toml", "\u{feff}[host]\r\nconsent = 0.7\r\n")]);
    let consent = &folder.load("win.toml").theatres["main"].levels.consent;
    assert_eq!(consent.value, Level::Number(0.7));
    assert!(matches!(consent.source, Source::File { line: 2, .. }));
}

#[test]
fn a_child_replaces_what_it_names_and_keeps_the_rest() {
    let folder = Folder::with(&[
        ("base/parent.toml", "title = \"parent\"\n[host]\nconsent = 0.5\ndivergence = 0.2\n"),
        ("child.toml", "extends = \"base/parent.toml\"\n[theatre.main.host]\nconsent = 0.7\n"),
    ]);
    let child = folder.load("child.toml");
    let levels = &child.theatres["main"].levels;
    assert_eq!((child.name.as_str(), child.title.as_str()), ("child", "parent"));
    assert_eq!(levels.consent.value, Level::Number(0.7));
    assert_eq!(levels.consent.source, Source::File { path: folder.path("child.toml"), line: 3 });
    assert_eq!(levels.divergence.source, Source::File { path: folder.path("base/parent.toml"), line: 4 });
}

#[test]
fn a_childs_distribution_replaces_its_parents_level_whole() {
    let folder = Folder::with(&[
        ("a.toml", "[host]\nconsent = 0.5\ndivergence.path = [[0, 0.1], [9, 0.2]]\n"),
        ("b.toml", "extends = \"a.toml\"\n[host]\nconsent.beta = { mean = 0.6, sd = 0.1 }\n"),
        ("c.toml", "extends = \"b.toml\"\n[host]\nconsent.normal = { mean = 0.6, sd = 0.1 }\ndivergence = 0.4\n"),
    ]);
    let of = |name: &str| folder.load(name).theatres["main"].levels.clone();
    let beta = Distribution::Beta { mean: 0.6, sd: 0.1 };
    let normal = Distribution::Normal { mean: 0.6, sd: 0.1 };
    assert_eq!(of("b.toml").consent.value, Level::Distribution(beta));
    assert_eq!(of("c.toml").consent.value, Level::Distribution(normal));
    assert_eq!(of("c.toml").divergence.value, Level::Number(0.4));
}

#[test]
fn a_childs_array_and_phase_replace_its_parents() {
    let two = "[theatre.a.host]\nphase.shares = { war = 1 }\nlinks = [\"b\"]\n[theatre.b.host]\n[theatre.c.host]\n";
    let folder = Folder::with(&[
        ("a.toml", two),
        ("b.toml", "extends = \"a.toml\"\n[theatre.a.host]\nphase = \"peace\"\nlinks = [\"c\"]\n"),
    ]);
    let child = folder.load("b.toml");
    assert_eq!(child.theatres["a"].links.value, ["c"]);
    assert!(child.theatres["b"].links.value.is_empty());
    assert_eq!(child.theatres["c"].links.value, ["a"]);
}

#[test]
fn a_missing_parent_is_the_texts_fault_and_names_the_chain() {
    let folder = Folder::with(&[("a.toml", "extends = \"b.toml\"\n"), ("b.toml", "extends = \"nowhere.toml\"\n")]);
    let problems = folder.fail("a.toml");
    let ProblemKind::ExtendsMissing { chain } = only(&problems) else { panic!("{problems}") };
    let names: Vec<_> = chain.iter().map(|p| p.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["a.toml", "b.toml", "nowhere.toml"]);
    assert_eq!(problems.exit_code(), 2);
}

#[test]
fn a_circle_of_extends_is_refused() {
    let folder = Folder::with(&[
        ("a.toml", "extends = \"sub/b.toml\"\n"),
        ("sub/b.toml", "extends = \"../sub/../a.toml\"\n"),
        ("self.toml", "extends = \"self.toml\"\n"),
    ]);
    for name in ["a.toml", "self.toml"] {
        let problems = folder.fail(name);
        assert!(matches!(only(&problems), ProblemKind::ExtendsCircle { .. }), "{problems}");
    }
}

fn chain_of(length: usize) -> Folder {
    let folder = Folder::with(&[("f0.toml", "[host]\nconsent = 0.5\n")]);
    for i in 1..=length {
        let text = format!("extends = \"f{}.toml\"\n", i - 1);
        fs::write(folder.path(&format!("f{i}.toml")), text).unwrap();
    }
    folder
}

#[test]
fn sixteen_extended_files_are_read_and_seventeen_are_not() {
    assert_eq!(chain_of(16).load("f16.toml").theatres.len(), 1);
    let problems = chain_of(17).fail("f17.toml");
    assert!(matches!(only(&problems), ProblemKind::ExtendsTooDeep { limit: 16, .. }), "{problems}");
}

#[test]
fn an_error_in_a_parent_names_the_parents_line() {
    let folder = Folder::with(&[
        ("parent.toml", "[host]\n\nconsent = 2\n"),
        ("child.toml", "extends = \"parent.toml\"\n[mission]\ntroops = -1\n"),
    ]);
    let report = folder.fail("child.toml").to_string();
    assert!(report.contains("parent.toml:3:11") && report.contains("child.toml:3:10"), "{report}");
}

#[test]
fn extends_that_is_no_text_is_refused() {
    let problems = Folder::with(&[("a.toml", "extends = 5\n")]).fail("a.toml");
    assert!(matches!(only(&problems), ProblemKind::WrongType { .. }));
}

#[test]
fn every_file_read_is_listed() {
    let folder = Folder::with(&[("a.toml", "extends = \"b.toml\"\n"), ("b.toml", "[host]\n")]);
    let loaded = load_file(&folder.path("a.toml"), &[]).unwrap();
    assert_eq!(loaded.files, [folder.path("a.toml"), folder.path("b.toml")]);
}

#[test]
fn a_file_is_read_by_a_relative_path_without_a_folder() {
    let problems = load_file(Path::new("no-such-file-here.toml"), &[]).unwrap_err();
    assert_eq!(problems.exit_code(), 3);
}
