//! The report on a finished sweep: where outcomes lie over the design, point by point.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::document::{Block, Cell, Document, Section, Table};
use super::figures;
use super::outcomes::heads;
use crate::engine::results::{Column, Row};
use crate::output::OutputError;
use crate::output::error::TableProblem;
use crate::output::messages::{Lang, outcomes::label as name_of, page as words, report};
use crate::output::number::Measure;
use crate::output::outcomes::MAIN;
use crate::output::report::{cell, label};
use crate::output::speech;
use crate::output::tables::read_summary;

/// Points whose rows are shown; of a larger design the first ones, the charts show all.
const SHOWN: usize = 2_000;

/// A finished sweep.
#[derive(Clone, Debug)]
pub struct Swept {
    /// Its folder.
    pub dir: PathBuf,
    /// What its manifest says.
    manifest: Value,
    /// Axes by their keys.
    axes: Vec<String>,
    /// Values of each point on each axis.
    points: Vec<Vec<String>>,
    /// Rows of each point, all theatres together.
    rows: Vec<Vec<Row>>,
}

/// Whether a folder is a finished sweep.
pub fn is_one(dir: &Path) -> bool {
    dir.join("points.csv").is_file() && dir.join("results.csv").is_file()
}

impl Swept {
    /// Reads a folder.
    ///
    /// # Errors
    /// A table or the manifest is missing or is none.
    pub fn open(dir: &Path) -> Result<Self, OutputError> {
        let path = dir.join("manifest.json");
        let text = fs::read(&path).map_err(|e| OutputError::io("read", &path, e))?;
        let manifest = serde_json::from_slice(&text).map_err(|source| OutputError::Json { path, source })?;
        let path = dir.join("points.csv");
        let ((axes, points), numbers) = (points(&path)?, column(&path, "point")?);
        let at: BTreeMap<&String, usize> = numbers.iter().enumerate().map(|(at, number)| (number, at)).collect();
        let path = dir.join("results.csv");
        let mut rows = vec![Vec::new(); points.len()];
        for (row, number) in read_summary(&path)?.into_iter().zip(column(&path, "point")?) {
            if let Some(at) = at.get(&number).filter(|_| row.theatre == "all") {
                rows[*at].push(row);
            }
        }
        Ok(Self { dir: dir.to_owned(), manifest, axes, points, rows })
    }

    fn text(&self, key: &str) -> String {
        match &self.manifest[key] {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        }
    }

    /// An outcome at a point: with the mission, or what exists only as a difference.
    fn row(&self, point: usize, outcome: &str) -> Option<&Row> {
        let of =
            |world| self.rows[point].iter().find(|r| r.outcome == outcome && r.world == world && r.mean.is_finite());
        of(Column::Mission).or_else(|| of(Column::Difference)).or_else(|| of(Column::None))
    }

    /// `mission.troops = 5000, host.consent = 0.3`
    fn place(&self, point: usize) -> String {
        let pairs = self.axes.iter().zip(&self.points[point]).map(|(axis, value)| format!("{axis} = {value}"));
        pairs.collect::<Vec<_>>().join(", ")
    }
}

/// Axes and the values of every point.
fn points(path: &Path) -> Result<(Vec<String>, Vec<Vec<String>>), OutputError> {
    let (header, lines) = table(path)?;
    let known = ["point", "replicates", "experiment"];
    let at: Vec<usize> = (0..header.len()).filter(|i| !known.contains(&header[*i].as_str())).collect();
    let axes = at.iter().map(|i| header[*i].clone()).collect();
    let values = lines.iter().map(|line| at.iter().map(|i| line.get(*i).unwrap_or("").to_owned()).collect());
    Ok((axes, values.collect()))
}

fn column(path: &Path, name: &str) -> Result<Vec<String>, OutputError> {
    let (header, lines) = table(path)?;
    let missing =
        || OutputError::Table { path: path.to_owned(), line: 1, problem: TableProblem::MissingColumn(name.to_owned()) };
    let at = header.iter().position(|h| h == name).ok_or_else(missing)?;
    Ok(lines.iter().map(|line| line.get(at).unwrap_or("").to_owned()).collect())
}

type Lines = (Vec<String>, Vec<csv::StringRecord>);

fn table(path: &Path) -> Result<Lines, OutputError> {
    let bytes = fs::read(path).map_err(|e| OutputError::io("read", path, e))?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let problem = |e: csv::Error| {
        let line = e.position().map_or(1, csv::Position::line);
        OutputError::Table { path: path.to_owned(), line, problem: e.into() }
    };
    let header = reader.headers().map_err(problem)?.iter().map(str::to_owned).collect();
    let lines = reader.into_records().collect::<Result<_, _>>().map_err(problem)?;
    Ok((header, lines))
}

/// The document.
///
/// # Errors
/// Where a chart cannot be drawn.
pub fn document(swept: &Swept, lang: Lang) -> Result<Document, OutputError> {
    let known = |o: &&str| (0..swept.rows.len()).any(|p| swept.row(p, o).is_some());
    let outcomes: Vec<&str> = MAIN.into_iter().filter(known).collect();
    let said = outcomes.iter().filter_map(|o| extremes(swept, o, lang)).collect();
    let summary = Section::new("summary", words::SUMMARY.text(lang))
        .with(Block::List(said))
        .with(Block::Note(report::NOTE.text(lang).to_owned()));
    let charts = figures::of_sweep(&swept.dir, &outcomes, lang)?;
    let charts = Section {
        blocks: charts.into_iter().map(Block::Figure).collect(),
        ..Section::new("charts", words::CHARTS.text(lang))
    };
    let points =
        Section::new("outcomes", words::OUTCOMES.text(lang)).with(Block::Table(by_point(swept, &outcomes, lang)));
    let mut sections = vec![summary, charts, points, origin(swept, lang)];
    sections.retain(|s| !s.blocks.is_empty());
    let values =
        [("points", swept.points.len().to_string()), ("stance", super::single::stance(&swept.text("stance"), lang))];
    let values = values.each_ref().map(|(name, v)| (*name, v.as_str()));
    let title = words::SWEPT.fill(lang, &[("axes", &swept.axes.join(", "))]);
    Ok(Document { title, subtitle: words::SWEPT_SUBTITLE.fill(lang, &values), sections })
}

/// Where an outcome is lowest and where highest, with the errors there.
fn extremes(swept: &Swept, outcome: &str, lang: Lang) -> Option<String> {
    let found: Vec<(usize, &Row)> = (0..swept.points.len()).filter_map(|p| Some((p, swept.row(p, outcome)?))).collect();
    let low = found.iter().min_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    let high = found.iter().max_by(|a, b| a.1.mean.total_cmp(&b.1.mean))?;
    let write = |r: &Row| speech::with_error(Measure::of(&r.unit), r.mean, r.mcse, lang);
    let values = [
        ("outcome", name_of(outcome, lang)),
        ("low", write(low.1)),
        ("high", write(high.1)),
        ("at_low", swept.place(low.0)),
        ("at_high", swept.place(high.0)),
    ];
    let values = values.each_ref().map(|(name, v)| (*name, v.as_str()));
    Some(words::SWEPT_RANGE.fill(lang, &values))
}

fn by_point(swept: &Swept, outcomes: &[&str], lang: Lang) -> Table {
    let unit = |o: &str| (0..swept.rows.len()).find_map(|p| swept.row(p, o)).map_or("", |r| &r.unit);
    let mut columns = heads(&[(words::POINT, true)], lang);
    columns.extend(swept.axes.iter().map(|a| (a.clone(), true)));
    columns.extend(outcomes.iter().map(|o| (label(o, unit(o), lang), true)));
    let row = |point: usize| {
        let axes = swept.points[point].iter().map(|v| Cell::number(v, v.parse().unwrap_or(f64::NAN)));
        let means = outcomes.iter().map(|o| {
            let row = swept.row(point, o);
            Cell::number(cell(row, lang), row.map_or(f64::NAN, |r| r.mean))
        });
        std::iter::once(Cell::number(point.to_string(), point as f64)).chain(axes).chain(means).collect()
    };
    let shown = swept.points.len().min(SHOWN);
    let values = [("shown", shown.to_string()), ("points", swept.points.len().to_string())];
    let values = values.each_ref().map(|(name, v)| (*name, v.as_str()));
    Table {
        caption: words::SWEPT_CAPTION.fill(lang, &values),
        columns,
        rows: (0..shown).map(row).collect(),
        searched: true,
    }
}

fn origin(swept: &Swept, lang: Lang) -> Section {
    let keys = [
        (words::SCENARIO, "base"),
        (words::PROGRAM, "program_version"),
        (words::MODEL, "model_id"),
        (words::STANCE, "stance"),
        (words::SEED, "seed"),
    ];
    let rows = keys.iter().map(|(head, key)| vec![Cell::text(head.text(lang)), Cell::text(swept.text(key))]);
    let table = Table {
        caption: words::PROVENANCE_CAPTION.text(lang).to_owned(),
        columns: heads(&[(words::ITEM, false), (words::VALUE, false)], lang),
        rows: rows.collect(),
        searched: false,
    };
    let manifest = serde_json::to_string_pretty(&swept.manifest).unwrap_or_default();
    Section::new("provenance", words::PROVENANCE.text(lang))
        .with(Block::Table(table))
        .with(Block::Fold("manifest.json".to_owned(), vec![Block::Code(manifest)]))
}
