//! Points listed in a CSV file: one column per dotted key, one row per point.

use std::collections::BTreeSet;
use std::path::Path;

use crate::plain_file;
use crate::scenario::address::Address;
use crate::scenario::level::Source;
use crate::scenario::problem::{Place, Problem, ProblemKind};
use crate::scenario::report::Report;
use crate::scenario::texts::Origin;
use crate::scenario::{sets, words};

use super::axis::{Axis, Values};
use super::experiments::{find, one_of, plain};
use super::plan::Listed;
use super::read::{MOST_REPLICATES, Reading};

/// Column with the number of a point; it is passed over.
const POINT: &str = "point";
/// Column with the replicates of each point.
const REPLICATES: &str = "replicates";
/// Most bytes of a table of points.
const MOST_BYTES: u64 = 1 << 30;
/// Problems told of one table.
const TOLD: usize = 20;

/// What a column of the file is.
enum Meaning {
    Passed,
    Replicates,
    Key(Address),
}

impl Reading {
    /// Reads a table of points; `at` is where the sweep file names it.
    pub fn read_table(&mut self, file: &str, required: &[String], at: Origin) -> Option<(Vec<Axis>, Listed)> {
        let path = self.folder.clone().unwrap_or_default().join(file);
        let text = match plain_file::read(&path, MOST_BYTES) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned(),
            Err(error) => {
                let kind = ProblemKind::TableUnreadable { path, reason: error.to_string() };
                self.report.add_at(
                    "table",
                    at,
                    Problem::from(kind).with_hint("the name is relative to the sweep file"),
                );
                return None;
            }
        };
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
        let header: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
        let meanings = self.meanings(&path, &header, required)?;
        let mut rows = Rows { path: &path, header: &header, meanings: &meanings, problems: Vec::new() };
        let read: Vec<_> = reader.records().map(|record| rows.row(record)).collect();
        let problems = rows.problems;
        if read.is_empty() {
            self.report.add_at("table", at, ProblemKind::EmptyArray { expected: "row" });
        }
        let clean = problems.is_empty() && !read.is_empty();
        problems.into_iter().for_each(|p| self.report.add(p));
        clean.then(|| listed(file, &meanings, read.into_iter().flatten().collect()))
    }

    /// What the columns are; nothing where one is unknown, stands twice or is missing.
    fn meanings(&mut self, path: &Path, header: &[String], required: &[String]) -> Option<Vec<Meaning>> {
        let mut problems = Vec::new();
        let mut seen = BTreeSet::new();
        let meanings: Vec<Meaning> = header
            .iter()
            .map(|name| match name.as_str() {
                POINT => Meaning::Passed,
                REPLICATES => Meaning::Replicates,
                key => match find(key, &self.scenario) {
                    Ok(address) if seen.insert(address.to_string()) => Meaning::Key(address),
                    Ok(_) => refuse(&mut problems, path, key, ProblemKind::SetTwice { first: 1 }.into()),
                    Err(problem) => refuse(&mut problems, path, key, *problem),
                },
            })
            .collect();
        for column in required.iter().filter(|c| !seen.contains(*c) && !header.contains(c)) {
            let kind = ProblemKind::MissingColumn { column: column.clone(), found: one_of(header) };
            let near = words::nearest(column, header.iter().map(String::as_str)).map(str::to_owned);
            problems.push(placed(Problem::from(kind).with_nearest(near), path, 1, &header.join(",")));
        }
        if seen.is_empty() && problems.is_empty() {
            problems.push(placed(ProblemKind::EmptyArray { expected: "column of a key" }.into(), path, 1, ""));
        }
        let clean = problems.is_empty();
        problems.into_iter().for_each(|p| self.report.add(p));
        clean.then_some(meanings)
    }
}

fn refuse(problems: &mut Vec<Problem>, path: &Path, key: &str, mut problem: Problem) -> Meaning {
    problem.key = Some(key.to_owned());
    problems.push(placed(problem, path, 1, key));
    Meaning::Passed
}

fn placed(mut problem: Problem, path: &Path, line: usize, excerpt: &str) -> Problem {
    let excerpt = words::clip(excerpt, 90);
    let width = excerpt.chars().count().max(1);
    problem.place =
        Some(Place { label: path.display().to_string(), line: Some(line), column: 1, excerpt, indent: 0, width });
    problem
}

/// Values of a row in the order of its axes, and its replicates where the table says so.
type Row = (Vec<String>, Option<u64>);

struct Rows<'a> {
    path: &'a Path,
    header: &'a [String],
    meanings: &'a [Meaning],
    problems: Vec<Problem>,
}

impl Rows<'_> {
    fn row(&mut self, record: csv::Result<csv::StringRecord>) -> Option<Row> {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                self.tell(ProblemKind::Syntax { message: error.to_string() }.into(), 1, "");
                return None;
            }
        };
        let line = record.position().map_or(1, |p| p.line() as usize);
        if record.len() != self.header.len() {
            let words: Vec<&str> = record.iter().collect();
            let kind = ProblemKind::Cells { expected: self.header.len(), found: record.len() };
            self.tell(kind.into(), line, &words.join(","));
            return None;
        }
        let (mut values, mut replicates) = (Vec::new(), None);
        for (meaning, cell) in self.meanings.iter().zip(record.iter()) {
            match meaning {
                Meaning::Passed => {}
                Meaning::Replicates => replicates = Some(self.replicates(cell, line)?),
                Meaning::Key(address) => values.push(self.value(address, cell, line)?),
            }
        }
        Some((values, replicates))
    }

    fn tell(&mut self, problem: Problem, line: usize, excerpt: &str) {
        if self.problems.len() < TOLD {
            self.problems.push(placed(problem, self.path, line, excerpt));
        }
    }

    fn replicates(&mut self, cell: &str, line: usize) -> Option<u64> {
        let number = cell.parse().ok().filter(|n| (1..=MOST_REPLICATES).contains(n));
        if number.is_none() {
            let expected = format!("a whole number from 1 to {MOST_REPLICATES}");
            let mut problem = Problem::from(ProblemKind::OutOfRange { expected, found: cell.to_owned() });
            problem.key = Some(REPLICATES.to_owned());
            self.tell(problem, line, cell);
        }
        number
    }

    fn value(&mut self, address: &Address, cell: &str, line: usize) -> Option<String> {
        let mut report = Report::default();
        let key = address.to_string();
        let setting = sets::read(&key, cell, Source::Sweep, &mut report);
        let value = setting.and_then(|s| sets::decode(&s, &mut report));
        for mut problem in report.into_problems().list {
            problem.place = None;
            self.tell(problem, line, cell);
        }
        value.map(|v| plain(&v))
    }
}

fn listed(file: &str, meanings: &[Meaning], read: Vec<Row>) -> (Vec<Axis>, Listed) {
    let keys: Vec<String> = meanings.iter().filter_map(key).collect();
    let replicates: Option<Vec<u64>> = read.iter().map(|(_, n)| *n).collect();
    let rows: Vec<Vec<String>> = read.into_iter().map(|(values, _)| values).collect();
    let distinct = |k: usize| {
        let mut seen = BTreeSet::new();
        rows.iter().map(|row| row[k].clone()).filter(|v| seen.insert(v.clone())).collect()
    };
    let axes = keys.into_iter().enumerate().map(|(k, key)| Axis { key, values: Values::List(distinct(k)) }).collect();
    (axes, Listed { file: file.to_owned(), rows, replicates })
}

fn key(meaning: &Meaning) -> Option<String> {
    match meaning {
        Meaning::Key(address) => Some(address.to_string()),
        _ => None,
    }
}
