//! The table of `pkosim discover` read back: PRIM's boxes, not the leaves of the tree.

use crate::output::OutputError;
use crate::output::tables::Table;

/// A box on the way of a search.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its place in the search.
    pub step: f64,
    /// Points in it.
    pub points: f64,
    /// Share of all cases that lie in it.
    pub coverage: f64,
    /// Share of its points that are cases.
    pub density: f64,
}

/// A limit of the box taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// Axis.
    pub input: String,
    /// Least and most of the axis; NaN of a category.
    pub whole: [f64; 2],
    /// From and to; NaN where the axis is open there.
    pub ends: [f64; 2],
    /// Levels of a category, and whether the box allows them.
    pub levels: Vec<(String, bool)>,
    /// Chance of as many cases without it.
    pub chance: f64,
    /// Share of resamples that limit the axis; NaN where none were drawn.
    pub recurs: f64,
    /// 5 and 95 % points over resamples of the lower limit, then of the upper.
    pub spread: [[f64; 2]; 2],
}

/// A search for a box.
#[derive(Clone, Debug, PartialEq)]
pub struct Boxed {
    /// Its number.
    pub number: f64,
    /// All boxes on the way.
    pub steps: Vec<Step>,
    /// Position of the one taken.
    pub taken: usize,
    /// Limits of the one taken.
    pub limits: Vec<Limit>,
}

impl Boxed {
    /// The box taken.
    pub fn best(&self) -> &Step {
        &self.steps[self.taken]
    }
}

/// What a discovery found.
#[derive(Clone, Debug, PartialEq)]
pub struct Discovery {
    /// What makes a point a case.
    pub condition: String,
    /// Boxes with a box taken, in the order they were looked for.
    pub boxes: Vec<Boxed>,
}

/// Columns by which the file is known.
const COLUMNS: [&str; 6] = ["method", "box", "taken", "coverage", "density", "recurs"];

/// Whether a table is one of `pkosim discover`.
pub fn is_one(table: &Table) -> bool {
    COLUMNS.iter().all(|c| table.header().iter().any(|h| h == c))
}

/// Reads the boxes.
///
/// # Errors
/// A column is missing, or a cell holds what its column cannot.
pub fn read(table: &Table) -> Result<Discovery, OutputError> {
    let [method, taken, input] = [table.texts("method")?, table.texts("taken")?, table.texts("input")?];
    let [levels, all] = [table.texts("levels")?, table.texts("all_levels")?];
    let condition = table.texts("condition")?;
    let [number, step, points] = [table.numbers("box")?, table.numbers("step")?, table.numbers("points")?];
    let [coverage, density] = [table.numbers("coverage")?, table.numbers("density")?];
    let [least, most] = [table.numbers("least")?, table.numbers("most")?];
    let [low, high] = [table.numbers("low")?, table.numbers("high")?];
    let [chance, recurs] = [table.numbers("chance")?, table.numbers("recurs")?];
    let lower = [table.numbers("low_q05")?, table.numbers("low_q95")?];
    let upper = [table.numbers("high_q05")?, table.numbers("high_q95")?];
    let limit = |i: usize| Limit {
        input: input[i].clone(),
        whole: [least[i], most[i]],
        ends: [low[i], high[i]],
        levels: all[i].split_whitespace().map(|l| (l.to_owned(), levels[i].split(' ').any(|x| x == l))).collect(),
        chance: chance[i],
        recurs: recurs[i],
        spread: [[lower[0][i], lower[1][i]], [upper[0][i], upper[1][i]]],
    };
    let mut boxes: Vec<(Boxed, bool)> = Vec::new();
    for i in (0..table.len()).filter(|i| method[*i] == "prim") {
        if boxes.last().is_none_or(|(b, _)| b.number != number[i]) {
            boxes.push((Boxed { number: number[i], steps: Vec::new(), taken: 0, limits: Vec::new() }, false));
        }
        let Some((last, any)) = boxes.last_mut() else { continue };
        if last.steps.last().is_none_or(|s| s.step != step[i]) {
            let (points, coverage, density) = (points[i], coverage[i], density[i]);
            last.steps.push(Step { step: step[i], points, coverage, density });
        }
        if taken[i] == "true" {
            last.taken = last.steps.len() - 1;
            *any = true;
            last.limits.extend((!input[i].is_empty()).then(|| limit(i)));
        }
    }
    Ok(Discovery {
        condition: condition.first().cloned().unwrap_or_default(),
        boxes: boxes.into_iter().filter(|b| b.1).map(|b| b.0).collect(),
    })
}
