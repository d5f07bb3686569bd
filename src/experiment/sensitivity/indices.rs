//! Sobol' indices of first, total and second order from a Saltelli design.
//!
//! With f0 the mean of all values, taken off first, and V the variance of E[outcome | inputs]:
//!
//! * `V = var(A, B) - mean noise of A and B`;
//! * first order, Saltelli et al. 2010: `S_i = mean(B (AB_i - A)) / V`: three different evaluations, whose luck is
//!   fresh for each, so no noise to take out;
//! * total, Jansen 1999: `T_i = mean((A - AB_i)^2 - noise of A - noise of AB_i) / 2 V`;
//! * second order, Saltelli 2002: `S_ij = mean(BA_i AB_j - A B) / V - S_i - S_j`.

use super::bootstrap::{Resampling, intervals};
use super::saltelli::Saltelli;
use super::{Estimate, ROUNDING, Value};

/// Sobol' indices of the groups of a design.
#[derive(Clone, Debug, PartialEq)]
pub struct Indices {
    /// Base rows used.
    pub rows: usize,
    /// Base rows left out because a value was not defined.
    pub dropped: usize,
    /// Variance of the evaluations, noise included.
    pub raw_variance: f64,
    /// Mean variance of their noise.
    pub noise: f64,
    /// Variance of E[outcome | inputs]: what the indices are shares of.
    pub variance: Estimate,
    /// First order: what would go if the group were known.
    pub first: Vec<Estimate>,
    /// Total: what would stay if all others were known.
    pub total: Vec<Estimate>,
    /// Second order of each pair (i, j), i < j; empty where not asked for.
    pub second: Vec<(usize, usize, Estimate)>,
}

/// Estimates the indices of `values`, in the order of the design's points, row by row. A row with a value that is not
/// defined is left out whole.
pub fn estimate(design: &Saltelli, values: &[Value], how: Resampling) -> Indices {
    let all = values.chunks_exact(design.points_per_row());
    let (sent, rows): (usize, Vec<&[Value]>) =
        (all.len(), all.filter(|row| row.iter().all(Value::is_defined)).collect());
    let sums = Sums::new(design, &rows);
    let estimates = intervals(rows.len(), how, |weights| sums.statistics(weights));
    let groups = design.count();
    let plain = sums.means(&vec![1.0; rows.len()]);
    Indices {
        rows: rows.len(),
        dropped: sent - rows.len(),
        raw_variance: plain[1] - plain[0] * plain[0],
        noise: plain[2],
        variance: estimates[0],
        first: estimates[1..=groups].to_vec(),
        total: estimates[groups + 1..=2 * groups].to_vec(),
        second: pairs(design).zip(&estimates[2 * groups + 1..]).map(|((i, j), e)| (i, j, *e)).collect(),
    }
}

/// The pairs of a design with second order, in order; none without.
fn pairs(design: &Saltelli) -> impl Iterator<Item = (usize, usize)> {
    let groups = if design.second { design.count() } else { 0 };
    (0..groups).flat_map(move |i| (i + 1..groups).map(move |j| (i, j)))
}

/// What each row adds to the means that the indices are made of, so that a resample is a weighted mean.
struct Sums {
    groups: usize,
    /// Mean of all values, taken off each.
    centre: f64,
    pairs: Vec<(usize, usize)>,
    width: usize,
    terms: Vec<f64>,
}

impl Sums {
    fn new(design: &Saltelli, rows: &[&[Value]]) -> Self {
        let (groups, pairs): (usize, Vec<_>) = (design.count(), pairs(design).collect());
        let count: usize = rows.iter().map(|r| r.len()).sum();
        let centre = rows.iter().flat_map(|r| r.iter()).map(|v| v.mean).sum::<f64>() / count.max(1) as f64;
        let width = 3 + 2 * groups + pairs.len();
        let mut sums = Self { groups, centre, pairs, width, terms: Vec::with_capacity(rows.len() * width) };
        rows.iter().for_each(|row| sums.push(row, centre));
        sums
    }

    fn push(&mut self, row: &[Value], centre: f64) {
        let at = |k: usize| row[k].mean - centre;
        let (first, last, g) = (row[0], row[row.len() - 1], self.groups);
        let (a, b) = (at(0), at(row.len() - 1));
        self.terms.extend([(a + b) / 2.0, (a * a + b * b) / 2.0, (first.noise + last.noise) / 2.0]);
        self.terms.extend((1..=g).map(|i| b * (at(i) - a)));
        self.terms.extend((1..=g).map(|i| ((a - at(i)) * (a - at(i)) - first.noise - row[i].noise) / 2.0));
        self.terms.extend(self.pairs.iter().map(|(i, j)| at(1 + g + i) * at(1 + j) - a * b));
    }

    /// Weighted means of the terms.
    fn means(&self, weights: &[f64]) -> Vec<f64> {
        let mut means = vec![0.0; self.width];
        for (row, weight) in self.terms.chunks_exact(self.width).zip(weights).filter(|(_, w)| **w > 0.0) {
            means.iter_mut().zip(row).for_each(|(m, x)| *m += weight * x);
        }
        let total: f64 = weights.iter().sum();
        means.iter_mut().for_each(|m| *m /= total);
        means
    }

    /// Variance, first orders, totals, second orders.
    fn statistics(&self, weights: &[f64]) -> Vec<f64> {
        let m = self.means(weights);
        let variance = m[1] - m[0] * m[0] - m[2];
        // No variance left beside the noise, or none but rounding: an index would be a share of nothing.
        let least = ROUNDING * self.centre * self.centre;
        let share = |x: f64| if variance > least { x / variance } else { f64::NAN };
        let first: Vec<f64> = m[3..3 + self.groups].iter().map(|x| share(*x)).collect();
        let total = m[3 + self.groups..3 + 2 * self.groups].iter().map(|x| share(*x));
        let closed = m[3 + 2 * self.groups..].iter().zip(&self.pairs);
        let second = closed.map(|(x, (i, j))| share(*x) - first[*i] - first[*j]);
        let second: Vec<f64> = second.collect();
        std::iter::once(variance).chain(first.iter().copied()).chain(total).chain(second).collect()
    }
}

/// Base rows that would bring every half-width to `target`, where more rows shrink it as one over their square root;
/// nothing where the indices are resolved already or not defined.
pub fn rows_needed(indices: &Indices, target: f64) -> Option<usize> {
    let all = indices.first.iter().chain(&indices.total).chain(indices.second.iter().map(|(_, _, e)| e));
    let worst = all.map(Estimate::half_width).fold(0.0, f64::max);
    let needed = indices.rows as f64 * (worst / target) * (worst / target);
    (worst > target).then(|| (needed.ceil() as usize).next_power_of_two())
}
