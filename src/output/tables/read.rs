//! Reading the tables back, by the names in their headers.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::engine::results::{
    Column, Curve, Kept, PlanePoint, QUANTILE_NAMES, QuantileEstimate, Row, SeriesRow, SurvivalRow,
};
use crate::output::OutputError;
use crate::output::error::TableProblem;
use crate::plain_file;

/// Most bytes of a table that is read whole.
const MOST_BYTES: u64 = 4 << 30;

/// A CSV file read whole.
#[derive(Debug)]
pub struct Table {
    path: PathBuf,
    header: Vec<String>,
    lines: Vec<csv::StringRecord>,
}

/// A line of a table, whose cells are asked for by name.
#[derive(Clone, Copy)]
struct Line<'a> {
    table: &'a Table,
    at: usize,
}

/// The columns asked for, as places in the header.
type Places<const N: usize> = [usize; N];

impl Table {
    /// Reads a file.
    pub fn open(path: &Path) -> Result<Self, OutputError> {
        let bytes = plain_file::read(path, MOST_BYTES).map_err(|e| OutputError::io("read", path, e))?;
        Self::parse(path, &bytes)
    }

    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// They do not parse as CSV.
    pub fn parse(path: &Path, bytes: &[u8]) -> Result<Self, OutputError> {
        let mut reader = csv::Reader::from_reader(bytes);
        let problem = |e: csv::Error| {
            let line = e.position().map_or(1, csv::Position::line);
            OutputError::Table { path: path.to_owned(), line, problem: e.into() }
        };
        let header = reader.headers().map_err(problem)?.iter().map(str::to_owned).collect();
        let lines = reader.into_records().collect::<Result<_, _>>().map_err(problem)?;
        Ok(Self { path: path.to_owned(), header, lines })
    }

    /// Reads the lines of a file whose cells in these columns are these, so that a long file need not be held.
    ///
    /// # Errors
    /// The file cannot be read, or a column is missing.
    pub fn filtered(path: &Path, cells: &[(&str, &str)]) -> Result<Self, OutputError> {
        let file = std::fs::File::open(path).map_err(|e| OutputError::io("read", path, e))?;
        let mut reader = csv::Reader::from_reader(std::io::BufReader::new(file));
        let problem = |e: csv::Error| {
            let line = e.position().map_or(1, csv::Position::line);
            OutputError::Table { path: path.to_owned(), line, problem: e.into() }
        };
        let header = reader.headers().map_err(problem)?.iter().map(str::to_owned).collect();
        let mut table = Self { path: path.to_owned(), header, lines: Vec::new() };
        let wanted: Vec<(usize, &str)> =
            cells.iter().map(|(column, cell)| Ok((table.place(column)?, *cell))).collect::<Result<_, OutputError>>()?;
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).map_err(problem)? {
            if wanted.iter().all(|(place, cell)| record.get(*place) == Some(*cell)) {
                table.lines.push(record.clone());
            }
        }
        Ok(table)
    }

    /// Names of the columns, in order.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Number of lines below the header.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is no line below the header.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The cells of a column, from the top.
    ///
    /// # Errors
    /// The column is missing.
    pub fn texts(&self, column: &str) -> Result<Vec<String>, OutputError> {
        let place = self.place(column)?;
        self.map(|line| Ok(line.text(place).to_owned()))
    }

    /// The numbers of a column, from the top; NaN where a cell is empty.
    ///
    /// # Errors
    /// The column is missing, or a cell holds something else.
    pub fn numbers(&self, column: &str) -> Result<Vec<f64>, OutputError> {
        let place = self.place(column)?;
        self.map(|line| line.number(place))
    }

    fn problem(&self, line: u64, problem: TableProblem) -> OutputError {
        OutputError::Table { path: self.path.clone(), line, problem }
    }

    fn place(&self, column: &str) -> Result<usize, OutputError> {
        let place = self.header.iter().position(|name| name == column);
        place.ok_or_else(|| self.problem(1, TableProblem::MissingColumn(column.to_owned())))
    }

    fn places<const N: usize>(&self, columns: [&str; N]) -> Result<Places<N>, OutputError> {
        let mut places = [0; N];
        for (place, column) in places.iter_mut().zip(columns) {
            *place = self.place(column)?;
        }
        Ok(places)
    }

    fn map<T>(&self, one: impl Fn(Line) -> Result<T, OutputError>) -> Result<Vec<T>, OutputError> {
        (0..self.lines.len()).map(|at| one(Line { table: self, at })).collect()
    }
}

impl Line<'_> {
    fn text(&self, place: usize) -> &str {
        self.table.lines[self.at].get(place).unwrap_or("")
    }

    fn bad(&self, place: usize, expected: &'static str) -> OutputError {
        let column = self.table.header[place].clone();
        let line = self.table.lines[self.at].position().map_or(self.at as u64 + 2, csv::Position::line);
        self.table.problem(line, TableProblem::Cell { column, value: self.text(place).to_owned(), expected })
    }

    fn whole<T: FromStr>(&self, place: usize) -> Result<T, OutputError> {
        self.text(place).parse().map_err(|_| self.bad(place, "a whole number"))
    }

    fn number(&self, place: usize) -> Result<f64, OutputError> {
        match self.text(place) {
            "" => Ok(f64::NAN),
            text => text.parse().map_err(|_| self.bad(place, "a number")),
        }
    }

    fn numbers<const N: usize>(&self, places: Places<N>) -> Result<[f64; N], OutputError> {
        let mut numbers = [0.0; N];
        for (number, place) in numbers.iter_mut().zip(places) {
            *number = self.number(place)?;
        }
        Ok(numbers)
    }

    fn world(&self, place: usize) -> Result<Column, OutputError> {
        let found = Column::ALL.into_iter().find(|w| w.name() == self.text(place));
        found.ok_or_else(|| self.bad(place, "mission, none or difference"))
    }
}

/// Reads `summary.csv`.
pub fn read_summary(path: &Path) -> Result<Vec<Row>, OutputError> {
    let table = Table::open(path)?;
    let [outcome, theatre, world, kind, unit] = table.places(["outcome", "theatre", "world", "kind", "unit"])?;
    let [n, defined] = table.places(["n", "defined"])?;
    let moments = table.places(["mean", "mcse", "mean_lo", "mean_hi", "sd"])?;
    let [values, los, his] = [table.places(QUANTILE_NAMES)?, ends(&table, "lo")?, ends(&table, "hi")?];
    table.map(|line| {
        let [mean, mcse, mean_lo, mean_hi, sd] = line.numbers(moments)?;
        let (value, lo, hi) = (line.numbers(values)?, line.numbers(los)?, line.numbers(his)?);
        Ok(Row {
            outcome: line.text(outcome).to_owned(),
            theatre: line.text(theatre).to_owned(),
            world: line.world(world)?,
            kind: line.text(kind).to_owned(),
            unit: line.text(unit).to_owned(),
            n: line.whole(n)?,
            defined: line.whole(defined)?,
            mean,
            mcse,
            mean_lo,
            mean_hi,
            sd,
            quantiles: std::array::from_fn(|i| QuantileEstimate { value: value[i], lo: lo[i], hi: hi[i] }),
        })
    })
}

fn ends(table: &Table, end: &str) -> Result<Places<5>, OutputError> {
    let names = QUANTILE_NAMES.map(|q| format!("{q}_{end}"));
    table.places(std::array::from_fn::<&str, 5, _>(|i| &names[i]))
}

/// Reads `series.csv`.
pub fn read_series(path: &Path) -> Result<Vec<SeriesRow>, OutputError> {
    let table = Table::open(path)?;
    let [world, month, theatre, series, mean] = table.places(["world", "month", "theatre", "series", "mean"])?;
    let quantiles = table.places(QUANTILE_NAMES)?;
    table.map(|line| {
        Ok(SeriesRow {
            world: line.world(world)?,
            month: line.whole(month)?,
            theatre: line.text(theatre).to_owned(),
            series: line.text(series).to_owned().into(),
            mean: line.number(mean)?,
            quantiles: line.numbers(quantiles)?,
        })
    })
}

/// Reads `distributions.csv`.
pub fn read_curves(path: &Path) -> Result<Vec<Curve>, OutputError> {
    let table = Table::open(path)?;
    let [outcome, theatre, world, value] = table.places(["outcome", "theatre", "world", "value"])?;
    let points = table.map(|line| {
        let key = (line.text(outcome).to_owned(), line.text(theatre).to_owned(), line.world(world)?);
        Ok((key, line.number(value)?))
    })?;
    let groups = points.chunk_by(|a, b| a.0 == b.0);
    Ok(groups
        .map(|group| {
            let (outcome, theatre, world) = group[0].0.clone();
            Curve { outcome, theatre, world, quantiles: group.iter().map(|p| p.1).collect() }
        })
        .collect())
}

/// Reads `survival.csv`.
pub fn read_survival(path: &Path) -> Result<Vec<SurvivalRow>, OutputError> {
    let table = Table::open(path)?;
    let [world, theatre, month] = table.places(["world", "theatre", "month"])?;
    let [at_risk, failed] = table.places(["at_risk", "failed"])?;
    let numbers = table.places(["survival", "lo", "hi"])?;
    table.map(|line| {
        let [survival, lo, hi] = line.numbers(numbers)?;
        Ok(SurvivalRow {
            world: line.world(world)?,
            theatre: line.text(theatre).to_owned(),
            month: line.whole(month)?,
            at_risk: line.whole(at_risk)?,
            failed: line.whole(failed)?,
            survival,
            lo,
            hi,
        })
    })
}

/// Reads `plane.csv`.
pub fn read_plane(path: &Path) -> Result<Vec<PlanePoint>, OutputError> {
    let table = Table::open(path)?;
    let [replicate, cost, lives] = table.places(["replicate", "cost_usd", "lives_saved"])?;
    table.map(|line| {
        let (cost_usd, lives_saved) = (line.number(cost)?, line.number(lives)?);
        Ok(PlanePoint { replicate: line.whole(replicate)?, cost_usd, lives_saved })
    })
}

/// Reads `replicates.csv`: every column but `replicate`.
pub fn read_kept(path: &Path) -> Result<Kept, OutputError> {
    let table = Table::open(path)?;
    let replicate = table.place("replicate")?;
    let places: Vec<usize> = (0..table.header.len()).filter(|&p| p != replicate).collect();
    let rows = table.map(|line| places.iter().map(|&p| line.number(p)).collect())?;
    Ok(Kept { names: places.iter().map(|&p| table.header[p].clone()).collect(), rows })
}
