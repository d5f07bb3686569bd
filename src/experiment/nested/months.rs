//! Monthly series under one posterior draw after another: where their means may lie, and where one history may.

use std::io::Write;

use crate::draws::{Col, LANES};
use crate::engine::bands::{Bands, Bins};
use crate::engine::results::Column;
use crate::experiment::measured::Follow;
use crate::output::tables::sheet::Sheet;
use crate::scenario::MONTHS_BEFORE;
use crate::world::council::Council;
use crate::world::month::{Side, World};
use crate::world::series::{self, COUNT, Pool, Range, SERIES, Watch};
use crate::world::setting::Setting;

use super::split::{Band, Cluster, shrunken, split};

/// The series that are followed: those of the fan charts.
const FOLLOWED: [usize; 5] = [series::BATTLE, series::CONSENT, series::UNITY, series::DEPLOYED, series::EFFECTIVE];
/// Histories that enter the band of one history, at most: of all draws, and of each.
const MOST: [u64; 2] = [65_535, 1_024];

/// A month of a series in one world, all theatres together.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthRow {
    /// World.
    pub world: Column,
    /// Month from deployment.
    pub month: i32,
    /// Series.
    pub series: &'static str,
    /// Mean of the draws' means.
    pub mean: f64,
    /// Quantiles of the expectation over what is not known.
    pub expectation: Band,
    /// 5 and 95 % points of one history, ignorance and chance together.
    pub predictive: [f64; 2],
}

/// Which cells there are: worlds, months, and the series followed in each world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cells {
    worlds: usize,
    months: usize,
    operations: bool,
}

impl Cells {
    fn of(setting: &Setting, paired: bool) -> Self {
        let operations = !setting.operations.is_empty();
        Self { worlds: 1 + usize::from(paired && operations), months: setting.months, operations }
    }

    fn count(self) -> usize {
        self.worlds * self.months * FOLLOWED.len()
    }

    fn first(self, world: usize, month: usize) -> usize {
        (world * self.months + month) * FOLLOWED.len()
    }

    /// Whether a series exists in a world: those of missions only with operations.
    fn has(self, world: usize, k: usize) -> bool {
        !SERIES[k].mission_only || (world == 0 && self.operations)
    }
}

/// Follows the months of the histories under one draw.
#[derive(Debug)]
pub struct Months {
    cells: Cells,
    /// Lanes of the block that belong to the run.
    lanes: usize,
    /// Histories before the block.
    before: usize,
    /// Histories that enter the bins.
    banded: usize,
    bins: Bins,
    sums: Vec<f64>,
    squares: Vec<f64>,
}

impl Months {
    /// Ready for `replicates` histories under one of `draws` draws.
    pub fn new(setting: &Setting, paired: bool, draws: usize, replicates: u64) -> Self {
        let cells = Cells::of(setting, paired);
        // Each draw gives as many, so that none weighs more.
        let banded = (MOST[0] / draws as u64).min(MOST[1]).min(replicates) as usize;
        let (sums, squares) = (vec![0.0; cells.count()], vec![0.0; cells.count()]);
        Self { cells, lanes: 0, before: 0, banded, bins: Bins::new(cells.count(), banded), sums, squares }
    }

    fn add(&mut self, world: usize, month: usize, values: &[Col; COUNT]) {
        let first = self.cells.first(world, month);
        for (at, k) in (first..).zip(FOLLOWED).filter(|(_, k)| self.cells.has(world, *k)) {
            for value in &values[k].0[..self.lanes] {
                self.sums[at] += value;
                self.squares[at] += value * value;
            }
            if self.before < self.banded {
                self.bins.set(at, self.before, SERIES[k].range == Range::Unit, &values[k]);
            }
        }
    }
}

impl Follow for Months {
    fn begin(&mut self, lanes: usize) {
        self.before += self.lanes;
        self.lanes = lanes;
    }
}

impl Watch for Months {
    fn month(&mut self, month: usize, council: &Council, side: &Side, setting: &Setting) {
        let theatres = setting.theatres.len();
        let theatre = |t| series::values(t, council, side, setting);
        let mut all = theatre(0);
        for t in 1..theatres {
            let values = theatre(t);
            for k in FOLLOWED {
                (0..LANES).for_each(|i| all[k][i] += values[k][i]);
            }
        }
        for k in FOLLOWED.into_iter().filter(|k| theatres > 1 && SERIES[*k].pool() == Pool::Mean) {
            (0..LANES).for_each(|i| all[k][i] /= theatres as f64);
        }
        self.add(usize::from(side.world == World::None && self.cells.operations), month, &all);
    }
}

/// What the draws leave behind.
#[derive(Debug)]
pub struct Gathered {
    cells: Cells,
    clusters: Vec<Vec<Cluster>>,
    bands: Bands,
    /// Histories in the bands.
    banded: u64,
}

impl Gathered {
    /// Nothing yet.
    pub fn new(setting: &Setting, paired: bool) -> Self {
        let cells = Cells::of(setting, paired);
        Self { cells, clusters: vec![Vec::new(); cells.count()], bands: Bands::new(cells.count()), banded: 0 }
    }

    /// Takes in the months under a draw; draws come in order.
    pub fn take(&mut self, months: &Months) {
        let n = (months.before + months.lanes) as f64;
        for ((clusters, sum), squares) in self.clusters.iter_mut().zip(&months.sums).zip(&months.squares) {
            let mean = sum / n;
            clusters.push(Cluster { n: n as u64, mean, squares: (squares - n * mean * mean).max(0.0) });
        }
        let banded = months.banded.min(n as usize);
        self.bands.count(&[(&months.bins, banded)]);
        self.banded += banded as u64;
    }

    /// The rows of the table, month by month.
    pub fn rows(&self) -> Vec<MonthRow> {
        let mut rows = Vec::new();
        for world in 0..self.cells.worlds {
            let column = if self.cells.operations && world == 0 { Column::Mission } else { Column::None };
            for month in 0..self.cells.months {
                let first = self.cells.first(world, month);
                let followed = (first..).zip(FOLLOWED).filter(|(_, k)| self.cells.has(world, *k));
                rows.extend(followed.map(|(at, k)| self.row(at, k, column, month)));
            }
        }
        rows
    }

    fn row(&self, at: usize, k: usize, world: Column, month: usize) -> MonthRow {
        let clusters = &self.clusters[at];
        let mean = clusters.iter().map(|c| c.mean).sum::<f64>() / clusters.len() as f64;
        let found = split(clusters);
        MonthRow {
            world,
            month: month as i32 - MONTHS_BEFORE as i32,
            series: SERIES[k].name,
            mean,
            expectation: Band::of(found.map_or(Vec::new(), |s| shrunken(clusters, &s))),
            predictive: self.bands.quantiles(at, self.banded, SERIES[k].range == Range::Unit, [0.05, 0.95]),
        }
    }
}

/// Columns of `nested_series.csv`.
pub const MONTH_COLUMNS: [&str; 9] = [
    "world",
    "month",
    "theatre",
    "series",
    "mean",
    "expectation_q05",
    "expectation_q95",
    "predictive_q05",
    "predictive_q95",
];

/// Writes `nested_series.csv`.
///
/// # Errors
/// Where `to` takes no more.
pub fn write_months(rows: &[MonthRow], to: impl Write) -> Result<(), csv::Error> {
    let mut sheet = Sheet::new(to, MONTH_COLUMNS)?;
    for row in rows {
        sheet.text(row.world.name())?;
        sheet.whole(row.month)?;
        sheet.texts(["all", row.series])?;
        sheet.numbers([row.mean, row.expectation.low, row.expectation.high])?;
        sheet.numbers(row.predictive)?;
        sheet.end()?;
    }
    sheet.finish()
}
