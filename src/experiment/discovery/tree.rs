//! A classification tree (CART, Breiman et al. 1984): the second opinion on a box.

use super::data::{Limit, Points, Region};

/// How far to grow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// Most splits from the root to a leaf.
    pub depth: usize,
    /// Least share of all points in a leaf.
    pub mass: f64,
    /// Least decrease of Gini impurity by a split, as a share of that of all points.
    pub gain: f64,
}

impl Default for Growth {
    fn default() -> Self {
        Self { depth: 4, mass: 0.05, gain: 0.01 }
    }
}

/// A leaf: a region, and what lies in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// Its limits.
    pub region: Region,
    /// Points.
    pub points: usize,
    /// Cases.
    pub cases: usize,
}

impl Leaf {
    /// Share of its points that are cases.
    pub fn density(&self) -> f64 {
        self.cases as f64 / self.points.max(1) as f64
    }
}

/// A tree as its leaves, and which inputs it split on.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// Leaves from the first branch to the last.
    pub leaves: Vec<Leaf>,
    /// Decrease of impurity by splits on each input, adding up to 1 (0 where there is no split).
    pub importance: Vec<f64>,
}

impl Tree {
    /// Leaves of which more than half are cases.
    pub fn positive(&self) -> impl Iterator<Item = &Leaf> {
        self.leaves.iter().filter(|l| 2 * l.cases > l.points)
    }

    /// Coverage and density of the positive leaves together; density is NaN where there is none.
    pub fn together(&self) -> (f64, f64) {
        let sum = |leaves: Vec<&Leaf>| leaves.iter().fold((0, 0), |(p, c), l| (p + l.points, c + l.cases));
        let (points, cases) = sum(self.positive().collect());
        let all = sum(self.leaves.iter().collect()).1;
        (cases as f64 / all.max(1) as f64, cases as f64 / points as f64)
    }
}

/// A split of an input: the limits of the two sides.
struct Split {
    input: usize,
    gain: f64,
    sides: [Limit; 2],
}

/// Grows a tree by the decrease of Gini impurity.
pub fn grow(points: &Points, growth: Growth) -> Tree {
    let mut tree = Tree { leaves: Vec::new(), importance: vec![0.0; points.inputs.len()] };
    let all: Vec<usize> = (0..points.len()).collect();
    let scale = impurity(points.cases_in(&all), all.len());
    branch(points, growth, scale, points.whole(), all, growth.depth, &mut tree);
    let total: f64 = tree.importance.iter().sum();
    if total > 0.0 {
        tree.importance.iter_mut().for_each(|i| *i /= total);
    }
    tree
}

fn branch(
    points: &Points,
    growth: Growth,
    scale: f64,
    region: Region,
    inside: Vec<usize>,
    depth: usize,
    tree: &mut Tree,
) {
    let least = (growth.mass * points.len() as f64).ceil().max(1.0) as usize;
    let splits = (0..points.inputs.len()).filter_map(|i| split(points, i, &region.0[i], &inside, least));
    let best = splits.fold(None::<Split>, |b, s| if b.as_ref().is_none_or(|b| s.gain > b.gain) { Some(s) } else { b });
    match best.filter(|s| depth > 0 && scale > 0.0 && s.gain / scale >= growth.gain) {
        None => tree.leaves.push(Leaf { points: inside.len(), cases: points.cases_in(&inside), region }),
        Some(found) => {
            tree.importance[found.input] += found.gain;
            for limit in found.sides {
                let column = &points.inputs[found.input].values;
                let kept = inside.iter().copied().filter(|k| limit.holds(column[*k])).collect();
                let mut narrower = region.clone();
                narrower.0[found.input] = limit;
                branch(points, growth, scale, narrower, kept, depth - 1, tree);
            }
        }
    }
}

/// Gini impurity times the number of points.
fn impurity(cases: usize, points: usize) -> f64 {
    let p = cases as f64 / points.max(1) as f64;
    2.0 * p * (1.0 - p) * points as f64
}

/// The best split of an input; its levels stand in the order of their share of cases, which is enough for yes and no.
fn split(points: &Points, input: usize, limit: &Limit, inside: &[usize], least: usize) -> Option<Split> {
    let keys = keys(points, input, limit, inside);
    let mut order: Vec<(f64, usize)> = inside.iter().map(|k| (keys(*k), *k)).collect();
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let (n, cases) = (order.len(), points.cases_in(inside));
    let (mut left, mut best) = (0, None::<(f64, usize)>);
    for at in 1..n {
        left += usize::from(points.cases[order[at - 1].1]);
        if order[at - 1].0 == order[at].0 || at < least || n - at < least {
            continue;
        }
        let gain = impurity(cases, n) - impurity(left, at) - impurity(cases - left, n - at);
        if best.is_none_or(|b| gain > b.0 + 1e-12) {
            best = Some((gain, at));
        }
    }
    let (gain, at) = best?;
    Some(Split { input, gain, sides: sides(points, input, limit, &order, at) })
}

/// What points are sorted by: their value, or the share of cases of their level.
fn keys<'a>(points: &'a Points, input: usize, limit: &Limit, inside: &[usize]) -> impl Fn(usize) -> f64 + 'a {
    let column = &points.inputs[input].values;
    let shares = match limit {
        Limit::Range(..) => None,
        Limit::Levels(levels) => {
            let mut counts = vec![(0usize, 0usize); levels.len()];
            for k in inside {
                let count = &mut counts[column[*k] as usize];
                *count = (count.0 + usize::from(points.cases[*k]), count.1 + 1);
            }
            // A tiny step by level keeps levels of equal shares apart.
            let share = |(l, (c, n)): (usize, &(usize, usize))| *c as f64 / (*n).max(1) as f64 + l as f64 * 1e-9;
            Some(counts.iter().enumerate().map(share).collect::<Vec<f64>>())
        }
    };
    move |k| shares.as_ref().map_or(column[k], |s| s[column[k] as usize])
}

fn sides(points: &Points, input: usize, limit: &Limit, order: &[(f64, usize)], at: usize) -> [Limit; 2] {
    match limit {
        Limit::Range(lo, hi) => {
            let middle = (order[at - 1].0 + order[at].0) / 2.0;
            // Both limits are included, so the right side begins with the next number.
            [Limit::Range(*lo, middle), Limit::Range(middle.next_up(), *hi)]
        }
        Limit::Levels(levels) => {
            let column = &points.inputs[input].values;
            let mut left = vec![false; levels.len()];
            order[..at].iter().for_each(|(_, k)| left[column[*k] as usize] = true);
            let right = levels.iter().zip(&left).map(|(allowed, left)| *allowed && !left).collect();
            [Limit::Levels(left), Limit::Levels(right)]
        }
    }
}
