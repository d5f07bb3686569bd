//! `discovery.csv`: every box of every trajectory with its limits, and the leaves of the tree.

use std::io::Write;

use crate::output::tables::sheet::Sheet;

use super::data::{Limit, Points, Region};
use super::prim::Step;
use super::stability::Stability;
use super::tree::Tree;

/// A trajectory, the box taken from it, and what is said of that box.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// All boxes.
    pub steps: Vec<Step>,
    /// The one taken.
    pub taken: usize,
    /// For each input it limits, the chance of as many cases without that limit.
    pub chances: Vec<(usize, f64)>,
    /// By input, from resamples; empty where none were drawn.
    pub stability: Vec<Stability>,
}

impl Found {
    /// The box taken.
    pub fn best(&self) -> &Step {
        &self.steps[self.taken]
    }
}

/// Columns of `discovery.csv`: a line for each box and input it limits, one with an empty input where it limits none.
pub const COLUMNS: [&str; 26] = [
    "method",
    "box",
    "step",
    "taken",
    "points",
    "cases",
    "coverage",
    "density",
    "mass",
    "limited",
    "input",
    "low",
    "high",
    "levels",
    "chance",
    "recurs",
    "low_q05",
    "low_q50",
    "low_q95",
    "high_q05",
    "high_q50",
    "high_q95",
    "least",
    "most",
    "all_levels",
    "condition",
];

/// Place of the column `input`; from there on to the condition nothing is said of a box without limits.
const INPUT: usize = 10;

/// Writes `discovery.csv`; `condition` says what makes a case.
///
/// # Errors
/// Where `to` takes no more.
pub fn write(
    points: &Points,
    condition: &str,
    found: &[Found],
    tree: Option<&Tree>,
    to: impl Write,
) -> Result<(), csv::Error> {
    let mut sheet = Sheet::new(to, COLUMNS)?;
    let whole = points.whole();
    for (b, one) in found.iter().enumerate() {
        for (s, step) in one.steps.iter().enumerate() {
            let line =
                Line { method: "prim", place: (b + 1, s), taken: s == one.taken, step, found: Some(one), condition };
            line.write(points, &whole, &mut sheet)?;
        }
    }
    for (k, leaf) in tree.into_iter().flat_map(|t| t.leaves.iter().enumerate()) {
        let step = Step {
            region: leaf.region.clone(),
            points: leaf.points,
            cases: leaf.cases,
            coverage: leaf.cases as f64 / points.count().max(1) as f64,
            density: leaf.density(),
            mass: leaf.points as f64 / points.len() as f64,
            restricted: leaf.region.restricted(&whole).len(),
        };
        let taken = 2 * leaf.cases > leaf.points;
        Line { method: "cart", place: (k + 1, 0), taken, step: &step, found: None, condition }
            .write(points, &whole, &mut sheet)?;
    }
    sheet.finish()
}

struct Line<'a> {
    method: &'static str,
    place: (usize, usize),
    taken: bool,
    step: &'a Step,
    found: Option<&'a Found>,
    condition: &'a str,
}

impl Line<'_> {
    fn write<W: Write>(&self, points: &Points, whole: &Region, sheet: &mut Sheet<W>) -> Result<(), csv::Error> {
        let limited = self.step.region.restricted(whole);
        if limited.is_empty() {
            self.start(sheet)?;
            (INPUT..COLUMNS.len() - 1).try_for_each(|_| sheet.text(""))?;
            sheet.text(self.condition)?;
            return sheet.end();
        }
        for i in limited {
            self.start(sheet)?;
            sheet.text(&points.inputs[i].name)?;
            match (&self.step.region.0[i], &whole.0[i]) {
                (Limit::Range(lo, hi), Limit::Range(least, most)) => {
                    let open = |x: f64, end: f64| if x == end { f64::NAN } else { x };
                    sheet.numbers([open(*lo, *least), open(*hi, *most)])?;
                    sheet.text("")?;
                }
                (Limit::Levels(allowed), _) => {
                    let kept =
                        points.inputs[i].levels.iter().zip(allowed).filter(|(_, a)| **a).map(|(l, _)| l.as_str());
                    sheet.texts(["", "", &kept.collect::<Vec<_>>().join(" ")])?;
                }
                _ => sheet.texts(["", "", ""])?,
            }
            self.evidence(i, sheet)?;
            match &whole.0[i] {
                Limit::Range(least, most) => {
                    sheet.numbers([*least, *most])?;
                    sheet.text("")?;
                }
                Limit::Levels(_) => sheet.texts(["", "", &points.inputs[i].levels.join(" ")])?,
            }
            sheet.text(self.condition)?;
            sheet.end()?;
        }
        Ok(())
    }

    fn start<W: Write>(&self, sheet: &mut Sheet<W>) -> Result<(), csv::Error> {
        sheet.text(self.method)?;
        sheet.whole(self.place.0 as u64)?;
        sheet.whole(self.place.1 as u64)?;
        sheet.text(if self.taken { "true" } else { "false" })?;
        sheet.whole(self.step.points as u64)?;
        sheet.whole(self.step.cases as u64)?;
        sheet.numbers([self.step.coverage, self.step.density, self.step.mass])?;
        sheet.whole(self.step.restricted as u64)
    }

    /// What is said of a limit of the box taken; empty for any other box.
    fn evidence<W: Write>(&self, input: usize, sheet: &mut Sheet<W>) -> Result<(), csv::Error> {
        let found = self.found.filter(|_| self.taken);
        let chance = found.and_then(|f| f.chances.iter().find(|c| c.0 == input)).map_or(f64::NAN, |c| c.1);
        sheet.number(chance)?;
        match found.and_then(|f| f.stability.get(input)) {
            Some(s) => {
                sheet.number(s.limited)?;
                sheet.numbers(s.lower)?;
                sheet.numbers(s.upper)
            }
            None => sheet.numbers([f64::NAN; 7]),
        }
    }
}
