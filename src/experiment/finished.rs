//! A finished sweep, read back: `points.csv` for the inputs, `results.csv` for the outcomes.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::engine::results::Column;
use crate::scenario::words;

use super::discovery::Input;

/// Column of `points.csv` with the name of a point's experiment.
pub const EXPERIMENT: &str = "experiment";
/// Columns of `points.csv` that are no axis.
const NO_AXIS: [&str; 4] = ["point", "replicates", EXPERIMENT, "seconds"];
/// Columns of `results.csv` that name a row.
const NAMES: [&str; 4] = ["point", "outcome", "theatre", "world"];

/// Why a finished sweep cannot be read, or not answer.
#[derive(Debug, Error)]
pub enum FinishedError {
    /// No finished sweep is there.
    #[error("{} holds no {file}: it is no finished sweep", dir.display())]
    Missing {
        /// The folder.
        dir: PathBuf,
        /// The file.
        file: &'static str,
    },
    /// A file cannot be read.
    #[error("could not read {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// A line is not what a sweep writes.
    #[error("{}, line {line}: {what}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// No such outcome, or none in that world.
    #[error("`{found}` is no outcome of this sweep{}", hint(.nearest))]
    Outcome {
        /// What was asked for.
        found: String,
        /// The nearest there is.
        nearest: Option<String>,
    },
    /// No such column.
    #[error("`{found}` is no column of results.csv{}", hint(.nearest))]
    Column {
        /// What was asked for.
        found: String,
        /// The nearest there is.
        nearest: Option<String>,
    },
    /// No such axis.
    #[error("`{found}` is no axis of this sweep{}", hint(.nearest))]
    Axis {
        /// What was asked for.
        found: String,
        /// The nearest there is.
        nearest: Option<String>,
    },
}

impl FinishedError {
    /// What may help.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Missing { .. } => Some("name a folder that `pkosim sweep FILE --out DIR` has finished"),
            Self::Outcome { .. } => Some("outcomes are those of results.csv: [WORLD.]OUTCOME[.COLUMN]"),
            Self::Axis { .. } => Some("axes are the columns of points.csv"),
            Self::Line { .. } => Some("`pkosim verify DIR` checks a sweep's folder"),
            Self::Column { .. } | Self::Io { .. } => None,
        }
    }
}

fn hint(nearest: &Option<String>) -> String {
    nearest.as_ref().map_or(String::new(), |n| format!("; did you mean `{n}`?"))
}

/// What is asked of results: an outcome, perhaps in a named world, and a column of its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// World; `None` for the first that has the outcome: with the mission, the difference, without.
    pub world: Option<Column>,
    /// Outcome.
    pub outcome: String,
    /// Column of `results.csv`, `mean` unless another is named.
    pub column: String,
}

impl Asked {
    /// Reads `[WORLD.]OUTCOME[.COLUMN]`: `success`, `none.battle_deaths`, `battle_deaths.q95`.
    pub fn parse(text: &str) -> Self {
        let mut parts: Vec<&str> = text.trim().split('.').collect();
        let world = Column::ALL.into_iter().find(|w| parts.len() > 1 && w.name() == parts[0]);
        if world.is_some() {
            parts.remove(0);
        }
        let column = if parts.len() > 1 { parts.pop().unwrap_or("mean") } else { "mean" };
        Self { world, outcome: parts.join("."), column: column.to_owned() }
    }
}

/// A finished sweep with the outcomes that were asked for.
#[derive(Clone, Debug)]
pub struct Finished {
    /// Numbers of the points, in their order.
    pub points: Vec<u64>,
    /// Axes that every point has, as inputs; the experiment among them where points of two of them look alike else.
    pub axes: Vec<Input>,
    /// The experiment of each point, where there are several.
    pub experiment: Option<Input>,
    /// Axes that some points lack, as those of other experiments of the sweep do.
    pub partial: Vec<String>,
    values: BTreeMap<(String, &'static str), Cells>,
    outcomes: Vec<String>,
}

/// Numbers of one outcome in one world by column, one for each point.
type Cells = BTreeMap<String, Vec<f64>>;

/// Reads a finished sweep; of the outcomes only those asked for are kept.
///
/// # Errors
/// [`FinishedError`]: a file is missing or broken, an outcome or a column is not there.
pub fn read(dir: &Path, asked: &[Asked]) -> Result<Finished, FinishedError> {
    let mut finished = read_points(dir)?;
    finished.read_results(dir, asked)?;
    asked.iter().try_for_each(|a| finished.column(a).map(drop))?;
    Ok(finished)
}

/// The points, without results.
fn read_points(dir: &Path) -> Result<Finished, FinishedError> {
    let (path, mut reader) = open(dir, "points.csv")?;
    let header = reader.headers().map_err(|e| broken(&path, e))?.clone();
    let at = place(&path, &header, "point")?;
    let mut points = Vec::new();
    let mut texts: Vec<Vec<String>> = vec![Vec::new(); header.len()];
    for (k, record) in reader.into_records().enumerate() {
        let record = record.map_err(|e| broken(&path, e))?;
        points.push(whole(&path, k as u64 + 2, &record[at])?);
        texts.iter_mut().zip(&record).for_each(|(column, cell)| column.push(cell.to_owned()));
    }
    let named: Vec<(&str, Vec<String>)> = header.iter().zip(texts).collect();
    let experiment = named.iter().find(|(name, _)| *name == EXPERIMENT).map(|(name, t)| Input::category(name, t));
    let experiment = experiment.filter(|e| e.levels.len() > 1);
    let inputs = named.into_iter().filter(|(name, _)| !NO_AXIS.contains(name));
    let (whole, partial): (Vec<_>, Vec<_>) = inputs.partition(|(_, texts)| texts.iter().all(|t| !t.is_empty()));
    let mut axes: Vec<Input> = whole.into_iter().map(|(name, texts)| input(name, &texts)).collect();
    axes.extend(experiment.clone().filter(|e| is_hidden(e, &axes)));
    let partial = partial.into_iter().map(|(name, _)| name.to_owned()).collect();
    Ok(Finished { points, axes, experiment, partial, values: BTreeMap::new(), outcomes: Vec::new() })
}

/// Whether points of two experiments lie at the same place of all axes: what else tells them apart has no column.
fn is_hidden(experiment: &Input, axes: &[Input]) -> bool {
    let mut seen: BTreeMap<Vec<u64>, f64> = BTreeMap::new();
    let place = |k: usize| axes.iter().map(|a| a.values[k].to_bits()).collect::<Vec<u64>>();
    (0..experiment.values.len()).any(|k| *seen.entry(place(k)).or_insert(experiment.values[k]) != experiment.values[k])
}

/// Numbers where all cells are, else a category.
fn input(name: &str, texts: &[String]) -> Input {
    let numbers: Option<Vec<f64>> = texts.iter().map(|t| t.parse().ok().filter(|x: &f64| x.is_finite())).collect();
    numbers.map_or_else(|| Input::category(name, texts), |n| Input::number(name, n))
}

type Reader = csv::Reader<std::fs::File>;

fn open(dir: &Path, file: &'static str) -> Result<(PathBuf, Reader), FinishedError> {
    let path = dir.join(file);
    match std::fs::File::open(&path) {
        Ok(inner) => Ok((path, csv::Reader::from_reader(inner))),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Err(FinishedError::Missing { dir: dir.to_owned(), file })
        }
        Err(source) => Err(FinishedError::Io { path, source }),
    }
}

fn broken(path: &Path, error: csv::Error) -> FinishedError {
    let line = error.position().map_or(1, csv::Position::line);
    FinishedError::Line { path: path.to_owned(), line, what: error.to_string() }
}

fn place(path: &Path, header: &csv::StringRecord, column: &str) -> Result<usize, FinishedError> {
    let what = || format!("the column `{column}` is missing");
    let found = header.iter().position(|h| h == column);
    found.ok_or_else(|| FinishedError::Line { path: path.to_owned(), line: 1, what: what() })
}

fn whole(path: &Path, line: u64, cell: &str) -> Result<u64, FinishedError> {
    let what = || format!("`{cell}` is not the number of a point");
    cell.parse().map_err(|_| FinishedError::Line { path: path.to_owned(), line, what: what() })
}

impl Finished {
    fn read_results(&mut self, dir: &Path, asked: &[Asked]) -> Result<(), FinishedError> {
        let (path, mut reader) = open(dir, "results.csv")?;
        let header = reader.headers().map_err(|e| broken(&path, e))?.clone();
        let mut places = [0; NAMES.len()];
        for (place_of, name) in places.iter_mut().zip(NAMES) {
            *place_of = place(&path, &header, name)?;
        }
        let row_of: BTreeMap<u64, usize> = self.points.iter().enumerate().map(|(k, p)| (*p, k)).collect();
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).map_err(|e| broken(&path, e))? {
            let line = record.position().map_or(0, csv::Position::line);
            let [point, outcome, theatre, world] = places.map(|p| &record[p]);
            if !self.outcomes.iter().any(|o| o == outcome) {
                self.outcomes.push(outcome.to_owned());
            }
            let world = Column::ALL.into_iter().find(|w| w.name() == world);
            let wanted = theatre == "all" && asked.iter().any(|a| a.outcome == outcome);
            if let (true, Some(world)) = (wanted, world) {
                let number = whole(&path, line, point)?;
                let what = || format!("point {number} is not in points.csv");
                let unknown = || FinishedError::Line { path: path.clone(), line, what: what() };
                let row = *row_of.get(&number).ok_or_else(unknown)?;
                self.keep(&header, &record, world, outcome.to_owned(), row);
            }
        }
        Ok(())
    }

    /// Keeps the numbers of a row; cells that are no numbers are not defined.
    fn keep(
        &mut self,
        header: &csv::StringRecord,
        record: &csv::StringRecord,
        world: Column,
        outcome: String,
        row: usize,
    ) {
        let points = self.points.len();
        let cells = self.values.entry((outcome, world.name())).or_default();
        for (name, cell) in header.iter().zip(record).filter(|(name, _)| !NAMES.contains(name)) {
            let column = cells.entry(name.to_owned()).or_insert_with(|| vec![f64::NAN; points]);
            column[row] = cell.parse().unwrap_or(f64::NAN);
        }
    }

    /// What was asked for, one number for each point, NaN where it is not defined; and its world.
    ///
    /// # Errors
    /// No such outcome or column.
    pub fn column(&self, asked: &Asked) -> Result<(&[f64], Column), FinishedError> {
        let order = [Column::Mission, Column::Difference, Column::None];
        let worlds = order.into_iter().filter(|w| asked.world.is_none_or(|a| a == *w));
        let found = worlds.filter_map(|w| Some((self.values.get(&(asked.outcome.clone(), w.name()))?, w))).next();
        let (cells, world) = found.ok_or_else(|| FinishedError::Outcome {
            found: asked.world.map_or(String::new(), |w| format!("{}.", w.name())) + &asked.outcome,
            nearest: near(&asked.outcome, self.outcomes.iter().map(String::as_str)),
        })?;
        let column = cells.get(&asked.column).ok_or_else(|| FinishedError::Column {
            found: asked.column.clone(),
            nearest: near(&asked.column, cells.keys().map(String::as_str)),
        })?;
        Ok((column, world))
    }

    /// The axis of this key; `experiment` where there are several.
    ///
    /// # Errors
    /// No such axis.
    pub fn axis(&self, key: &str) -> Result<&Input, FinishedError> {
        let mut all = self.axes.iter().chain(&self.experiment);
        all.find(|a| a.name == key).ok_or_else(|| FinishedError::Axis {
            found: key.to_owned(),
            nearest: near(key, self.axes.iter().map(|a| a.name.as_str())),
        })
    }

    /// Axes that take more than one value: the others explain nothing.
    pub fn varying(&self) -> Vec<&Input> {
        self.axes.iter().filter(|a| a.values.iter().any(|v| *v != a.values[0])).collect()
    }
}

/// The nearest word that is not the word itself.
fn near<'a>(word: &str, choices: impl IntoIterator<Item = &'a str>) -> Option<String> {
    words::nearest(word, choices).filter(|n| *n != word).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sweep(points: &str, results: &str) -> tempfile::TempDir {
        let dir = tempfile::TempDir::new().expect("temp");
        std::fs::write(dir.path().join("points.csv"), points).expect("written");
        std::fs::write(dir.path().join("results.csv"), results).expect("written");
        dir
    }

    const POINTS: &str = "point,replicates,host.consent,form\n0,100,0.2,joint\n1,100,0.8,hybrid\n";
    const RESULTS: &str = "point,outcome,theatre,world,kind,mean,q95\n\
        0,success,all,mission,share,0.3,1\n1,success,all,mission,share,,1\n0,success,main,mission,share,0.9,1\n\
        0,battle_deaths,all,none,count,7,9\n1,battle_deaths,all,none,count,8,9\n";

    #[test]
    fn numbers_words_and_cells_that_are_not_defined_are_read() {
        let dir = sweep(POINTS, RESULTS);
        let asked = [Asked::parse("success"), Asked::parse("none.battle_deaths.q95")];
        let found = read(dir.path(), &asked).expect("a sweep");
        assert_eq!(found.points, [0, 1]);
        assert_eq!(found.axes[0].values, [0.2, 0.8]);
        assert_eq!(found.axes[1].levels, ["hybrid", "joint"]);
        let (success, world) = found.column(&asked[0]).expect("there");
        assert!(success[0] == 0.3 && success[1].is_nan() && world == Column::Mission);
        assert_eq!(found.column(&asked[1]).expect("there").0, [9.0, 9.0]);
    }

    #[test]
    fn the_experiment_is_an_input_where_nothing_else_tells_points_apart() {
        let results = "point,outcome,theatre,world,mean\n";
        let names = |points: &str| {
            let found = read(sweep(points, results).path(), &[]).expect("a sweep");
            assert!(found.axis("experiment").is_ok());
            found.axes.into_iter().map(|a| a.name).collect::<Vec<_>>()
        };
        let hidden = "point,replicates,experiment,a\n0,9,x,1\n1,9,x,2\n2,9,y,1\n3,9,y,2\n";
        assert_eq!(names(hidden), ["a", "experiment"]);
        let told = "point,replicates,experiment,a,b\n0,9,x,1,5\n1,9,x,2,5\n2,9,y,1,6\n3,9,y,2,6\n";
        assert_eq!(names(told), ["a", "b"]);
    }

    #[test]
    fn what_is_not_there_is_named_with_what_is_near() {
        let dir = sweep(POINTS, RESULTS);
        for (asked, told) in [
            ("sucess", "did you mean `success`?"),
            ("none.success", "`none.success` is no outcome"),
            ("success.q59", "`q59` is no column of results.csv; did you mean `q95`?"),
        ] {
            let error = read(dir.path(), &[Asked::parse(asked)]).expect_err(asked).to_string();
            assert!(error.contains(told), "{error}");
        }
        let empty = tempfile::TempDir::new().expect("temp");
        let error = read(empty.path(), &[]).expect_err("nothing there").to_string();
        assert!(error.ends_with("holds no points.csv: it is no finished sweep"), "{error}");
        let cut = sweep(POINTS, "point,outcome,theatre,world,mean\n7,success,all,mission,1\n");
        let error = read(cut.path(), &[Asked::parse("success")]).expect_err("a stray point").to_string();
        assert!(error.contains("line 2: point 7 is not in points.csv"), "{error}");
    }
}
