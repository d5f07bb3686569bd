//! The patient rule induction method (Friedman and Fisher 1999) for yes and no, as scenario discovery uses it (Bryant
//! and Lempert 2010; Kwakkel's EMA Workbench, whose choices are followed so that results can be held against it).

use crate::experiment::nested::fisher::binomial_tail;

use super::data::{Limit, Points, Region};

/// How patient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Patience {
    /// Share of the box's points that a peel takes off.
    pub peel: f64,
    /// Share of the points beyond an edge that a paste brings back.
    pub paste: f64,
    /// Least share of all points that a box may hold.
    pub mass: f64,
}

impl Default for Patience {
    fn default() -> Self {
        Self { peel: 0.05, paste: 0.05, mass: 0.05 }
    }
}

/// A box on the way from everything to the last one.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its limits.
    pub region: Region,
    /// Points in it.
    pub points: usize,
    /// Cases in it.
    pub cases: usize,
    /// Share of all cases that lie in it.
    pub coverage: f64,
    /// Share of its points that are cases.
    pub density: f64,
    /// Share of all points that lie in it.
    pub mass: f64,
    /// Inputs it limits.
    pub restricted: usize,
}

/// All boxes from the whole to the last, by peeling, then pasting: the trade-off of coverage against density.
///
/// A step takes, of all peels (5 % off an end of a number, a level off a category), the one with the largest gain in
/// density per point lost; the one limiting fewer inputs on a tie. It ends where no peel raises the density or the
/// best leaves less than the least mass. Pasting then lets the last box out again while that raises the density.
pub fn trajectory(points: &Points, of: &[usize], patience: Patience) -> Vec<Step> {
    let mut search = Search { points, of, patience, whole: points.whole(), steps: Vec::new() };
    search.push(search.whole.clone(), of.to_vec());
    let mut inside = of.to_vec();
    while let Some((region, kept)) = search.peel(&inside) {
        inside = kept;
        search.push(region, inside.clone());
    }
    while let Some((region, kept)) = search.paste(&inside) {
        inside = kept;
        search.push(region, inside.clone());
    }
    search.steps
}

struct Search<'a> {
    points: &'a Points,
    of: &'a [usize],
    patience: Patience,
    whole: Region,
    steps: Vec<Step>,
}

/// A box that might come next, with the points in it.
type Candidate = (Region, Vec<usize>);

impl Search<'_> {
    fn push(&mut self, region: Region, inside: Vec<usize>) {
        let (points, cases) = (inside.len(), self.points.cases_in(&inside));
        let restricted = region.restricted(&self.whole).len();
        self.steps.push(Step {
            points,
            cases,
            coverage: cases as f64 / self.points.count().max(1) as f64,
            density: cases as f64 / points.max(1) as f64,
            mass: points as f64 / self.points.len() as f64,
            restricted,
            region,
        });
    }

    fn now(&self) -> &Region {
        &self.steps[self.steps.len() - 1].region
    }

    fn density(&self, inside: &[usize]) -> f64 {
        if inside.is_empty() { 0.0 } else { self.points.cases_in(inside) as f64 / inside.len() as f64 }
    }

    fn peel(&self, inside: &[usize]) -> Option<Candidate> {
        let numbers = (0..self.points.inputs.len()).filter(|i| !self.points.inputs[*i].is_category());
        let categories = (0..self.points.inputs.len()).filter(|i| self.points.inputs[*i].is_category());
        let candidates: Vec<Candidate> = numbers
            .flat_map(|i| self.peel_number(i, inside))
            .chain(categories.flat_map(|i| self.peel_level(i, inside)))
            .collect();
        let (score, best) = self.best(candidates, inside)?;
        let mass = best.1.len() as f64 / self.points.len() as f64;
        (score > 0.0 && best.1.len() < inside.len() && mass >= self.patience.mass).then_some(best)
    }

    /// The upper end off, and the lower end off.
    fn peel_number(&self, i: usize, inside: &[usize]) -> Vec<Candidate> {
        let column = &self.points.inputs[i].values;
        let values: Vec<f64> = inside.iter().map(|k| column[*k]).collect();
        let Limit::Range(lo, hi) = self.now().0[i] else { return Vec::new() };
        let upper = edge(values.clone(), 1.0 - self.patience.peel);
        let lower = edge(values, self.patience.peel);
        let cut = |limit: Limit| {
            let kept = inside.iter().copied().filter(|k| limit.holds(column[*k])).collect();
            let mut region = self.now().clone();
            region.0[i] = limit;
            (region, kept)
        };
        vec![cut(Limit::Range(lo, upper)), cut(Limit::Range(lower, hi))]
    }

    fn peel_level(&self, i: usize, inside: &[usize]) -> Vec<Candidate> {
        let Limit::Levels(allowed) = &self.now().0[i] else { return Vec::new() };
        if allowed.iter().filter(|a| **a).count() < 2 {
            return Vec::new();
        }
        let without = |level: usize| {
            let mut region = self.now().clone();
            let Limit::Levels(allowed) = &mut region.0[i] else { unreachable!("a category's limit is of levels") };
            allowed[level] = false;
            let kept = inside.iter().copied().filter(|k| self.points.inputs[i].values[*k] as usize != level).collect();
            (region, kept)
        };
        (0..allowed.len()).filter(|l| allowed[*l]).map(without).collect()
    }

    fn paste(&self, inside: &[usize]) -> Option<Candidate> {
        let restricted = self.now().restricted(&self.whole);
        let candidates: Vec<Candidate> = restricted.into_iter().flat_map(|i| self.paste_input(i)).collect();
        let (score, best) = self.best(candidates, inside)?;
        let denser = self.density(&best.1) > self.density(inside);
        (score > 0.0 && best.1.len() > inside.len() && denser).then_some(best)
    }

    fn paste_input(&self, i: usize) -> Vec<Candidate> {
        let with = |limit: Limit| {
            let mut region = self.now().clone();
            region.0[i] = limit;
            let kept = self.points.inside(&region, self.of);
            (region, kept)
        };
        match (&self.now().0[i], &self.whole.0[i]) {
            (Limit::Range(lo, hi), Limit::Range(least, most)) => {
                let beyond = |limit: Limit| {
                    let column = &self.points.inputs[i].values;
                    with(limit).1.iter().map(|k| column[*k]).collect::<Vec<f64>>()
                };
                let below = beyond(Limit::Range(*least, *lo));
                let above = beyond(Limit::Range(*hi, *most));
                let low = if below.is_empty() { *least } else { edge(below, 1.0 - self.patience.paste) };
                let high = if above.is_empty() { *most } else { edge(above, self.patience.paste) };
                vec![with(Limit::Range(low, *hi)), with(Limit::Range(*lo, high))]
            }
            (Limit::Levels(allowed), _) => {
                let add = |level: usize| {
                    let mut more = allowed.clone();
                    more[level] = true;
                    with(Limit::Levels(more))
                };
                (0..allowed.len()).filter(|l| !allowed[*l]).map(add).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The candidate with the largest change of density per point won or lost; on a tie the one limiting fewer inputs,
    /// then the first.
    fn best(&self, candidates: Vec<Candidate>, inside: &[usize]) -> Option<(f64, Candidate)> {
        let now = self.density(inside);
        let mut best: Option<(f64, usize, Candidate)> = None;
        for candidate in candidates {
            let moved = inside.len().abs_diff(candidate.1.len());
            let score = if moved == 0 { 0.0 } else { (self.density(&candidate.1) - now) / moved as f64 };
            let limited = candidate.0.restricted(&self.whole).len();
            if best.as_ref().is_none_or(|b| score > b.0 || (score == b.0 && limited < b.1)) {
                best = Some((score, limited, candidate));
            }
        }
        best.map(|(score, _, candidate)| (score, candidate))
    }
}

/// Where to cut so that about the share `p` lies below: midway between two different values, so that equal ones are not
/// parted (the rule of sdtoolkit and EMA Workbench).
fn edge(mut values: Vec<f64>, p: f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let at = (values.len() - 1) as f64 * p;
    let (mut below, mut above) = (at.floor() as usize, at.ceil() as usize);
    if p > 0.5 {
        while values[below] == values[above] && below > 0 {
            below -= 1;
        }
    } else {
        while values[below] == values[above] && above + 1 < values.len() {
            above += 1;
        }
    }
    (values[below] + values[above]) / 2.0
}

/// For each input that a box limits, the chance that the box without that limit would hold as many cases among as many
/// points (one-sided binomial test; a small number says that the limit earns its place).
pub fn chances(points: &Points, of: &[usize], step: &Step) -> Vec<(usize, f64)> {
    let whole = points.whole();
    let chance = |i: usize| {
        let mut wider = step.region.clone();
        wider.0[i] = whole.0[i].clone();
        let inside = points.inside(&wider, of);
        let density = points.cases_in(&inside) as f64 / inside.len().max(1) as f64;
        (i, binomial_tail(step.cases as u64, step.points as u64, density))
    };
    step.region.restricted(&whole).into_iter().map(chance).collect()
}

/// Which box of a trajectory to take.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Choice {
    /// The largest harmonic mean of coverage and density.
    Balanced,
    /// The most coverage among boxes of at least this density.
    Density(f64),
    /// The most density among boxes of at least this coverage.
    Coverage(f64),
}

/// The box of a trajectory that a choice takes; the last one of those that tie. `None` where no box is dense enough.
pub fn choose(steps: &[Step], choice: Choice) -> Option<usize> {
    let score = |s: &Step| match choice {
        Choice::Balanced => Some(2.0 * s.coverage * s.density / (s.coverage + s.density).max(f64::MIN_POSITIVE)),
        Choice::Density(least) => (s.density >= least).then_some(s.coverage),
        Choice::Coverage(least) => (s.coverage >= least).then_some(s.density),
    };
    let scored = steps.iter().enumerate().filter_map(|(k, s)| score(s).map(|x| (k, x)));
    scored.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(k, _)| k)
}
