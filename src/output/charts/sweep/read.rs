//! A finished sweep read back: `points.csv` and the rows of one outcome in `results.csv`.

use std::path::Path;

use crate::output::OutputError;
use crate::output::tables::Table;

/// An axis of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Dotted key.
    pub key: String,
    /// Its levels as they are written: numbers in order of size, names in order of appearance.
    pub levels: Vec<String>,
}

impl Axis {
    fn of(key: &str, cells: &[String]) -> Self {
        let mut levels: Vec<String> = Vec::new();
        for cell in cells {
            if !levels.contains(cell) {
                levels.push(cell.clone());
            }
        }
        let number = |text: &String| text.replace('_', "").parse::<f64>().ok();
        if levels.iter().all(|l| number(l).is_some()) {
            levels.sort_by(|a, b| number(a).unwrap_or(0.0).total_cmp(&number(b).unwrap_or(0.0)));
        }
        Self { key: key.to_owned(), levels }
    }

    /// Whether all levels are numbers: only these have an order and a between.
    pub fn is_numeric(&self) -> bool {
        (0..self.levels.len()).all(|k| self.number(k).is_some())
    }

    /// A level as a number, where it is one.
    pub fn number(&self, level: usize) -> Option<f64> {
        self.levels[level].replace('_', "").parse().ok()
    }
}

/// What an outcome came to at a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Levels on the axes.
    pub at: Vec<usize>,
    /// Replicates.
    pub replicates: f64,
    /// Mean with its 95 % interval.
    pub mean: [f64; 3],
    /// Quantiles .05, .25, .50, .75, .95.
    pub quantiles: [f64; 5],
}

/// An outcome over the points of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Name of the folder.
    pub name: String,
    /// Outcome.
    pub outcome: String,
    /// World.
    pub world: String,
    /// Unit.
    pub unit: String,
    /// Axes that vary, most levels first.
    pub axes: Vec<Axis>,
    /// Points with a defined mean.
    pub points: Vec<Point>,
}

/// Most levels of an axis that still make a grid.
const MOST: usize = 60;

/// Whether a folder holds a sweep.
pub fn is_one(dir: &Path) -> bool {
    dir.join("points.csv").is_file() && dir.join("results.csv").is_file()
}

/// Reads an outcome over a sweep, with the mission where there is one, else the difference or the world without.
///
/// # Errors
/// A file cannot be read, a column is missing, or a cell holds what its column cannot.
pub fn read(dir: &Path, outcome: &str) -> Result<Grid, OutputError> {
    let points = Table::open(&dir.join("points.csv"))?;
    let results = Table::filtered(&dir.join("results.csv"), &[("outcome", outcome), ("theatre", "all")])?;
    let names = points.texts("point")?;
    let keys = points.header().iter().filter(|h| !["point", "replicates"].contains(&h.as_str()));
    let mut columns = Vec::new();
    for key in keys {
        let cells = points.texts(key)?;
        columns.push((Axis::of(key, &cells), cells));
    }
    columns.retain(|(axis, _)| (2..=MOST).contains(&axis.levels.len()));
    columns.sort_by_key(|(axis, _)| std::cmp::Reverse(axis.levels.len()));
    let at = |i: usize| -> Vec<usize> {
        let level = |(axis, cells): &(Axis, Vec<String>)| axis.levels.iter().position(|l| *l == cells[i]).unwrap_or(0);
        columns.iter().map(level).collect()
    };
    let replicates = points.numbers("replicates")?;
    let rows = Rows::new(&results)?;
    let of = |i: usize| {
        let row = rows.of(&names[i])?;
        Some(Point { at: at(i), replicates: replicates[i], mean: rows.mean(row), quantiles: rows.quantiles(row) })
    };
    Ok(Grid {
        name: dir.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
        outcome: outcome.to_owned(),
        world: rows.world.clone(),
        unit: results.texts("unit")?.into_iter().next().unwrap_or_default(),
        points: (0..names.len()).filter_map(of).filter(|p| p.mean[0].is_finite()).collect(),
        axes: columns.into_iter().map(|c| c.0).collect(),
    })
}

/// Rows of one outcome in one world, by point.
pub(super) struct Rows {
    world: String,
    points: Vec<(String, usize)>,
    means: [Vec<f64>; 3],
    quantiles: Vec<Vec<f64>>,
}

impl Rows {
    pub fn new(results: &Table) -> Result<Self, OutputError> {
        let worlds = results.texts("world")?;
        let means = [results.numbers("mean")?, results.numbers("mean_lo")?, results.numbers("mean_hi")?];
        let has = |w: &&str| worlds.iter().zip(&means[0]).any(|(x, m)| x == *w && m.is_finite());
        let world = ["mission", "difference", "none"].iter().find(|w| has(w)).copied().unwrap_or("mission");
        let point = results.texts("point")?;
        let mut points: Vec<(String, usize)> =
            (0..point.len()).filter(|i| worlds[*i] == world).map(|i| (point[i].clone(), i)).collect();
        points.sort();
        let quantiles = ["q05", "q25", "q50", "q75", "q95"].iter().map(|q| results.numbers(q));
        Ok(Self { world: world.to_owned(), points, means, quantiles: quantiles.collect::<Result<_, _>>()? })
    }

    pub fn of(&self, point: &str) -> Option<usize> {
        let found = self.points.binary_search_by(|p| p.0.as_str().cmp(point)).ok()?;
        Some(self.points[found].1)
    }

    pub fn mean(&self, row: usize) -> [f64; 3] {
        std::array::from_fn(|k| self.means[k][row])
    }

    fn quantiles(&self, row: usize) -> [f64; 5] {
        std::array::from_fn(|k| self.quantiles[k][row])
    }
}

impl Grid {
    /// Least and most of the means.
    pub fn range(&self) -> [f64; 2] {
        let means = || self.points.iter().map(|p| p.mean[0]);
        [means().fold(f64::INFINITY, f64::min), means().fold(f64::NEG_INFINITY, f64::max)]
    }

    /// The point at these levels of the axes.
    pub fn at(&self, levels: &[usize]) -> Option<&Point> {
        self.points.iter().find(|p| p.at == levels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_ordered_by_size_and_names_as_they_appear() {
        let cells = |texts: [&str; 4]| texts.map(str::to_owned).to_vec();
        assert_eq!(
            Axis::of("mission.troops", &cells(["10_000", "500", "2000", "500"])).levels,
            ["500", "2000", "10_000"]
        );
        assert_eq!(Axis::of("funding", &cells(["low", "high", "low", "mid"])).levels, ["low", "high", "mid"]);
    }
}
