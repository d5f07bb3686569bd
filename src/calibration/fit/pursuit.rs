//! Which terms an emulator has: orthogonal matching pursuit, stopped by the extended Bayes information criterion.

use crate::draws::math::ln;

use super::emulator::Sample;
use super::linear::{Cholesky, dot};
use super::terms::Term;

/// Weight of the number of candidates in the criterion (gamma of Chen and Chen 2008).
const GAMMA: f64 = 0.5;
/// Coordinates among which products are tried.
const STRONGEST: usize = 10;
/// Share of a candidate's length that must be left when what is chosen has been taken out of it.
const FRESH: f64 = 1e-6;

/// A candidate: the term, its values at the samples with all chosen ones taken out, and its first length.
struct Candidate {
    term: Term,
    values: Vec<f64>,
    length: f64,
}

impl Candidate {
    fn new(term: Term, samples: &[Sample]) -> Self {
        let values: Vec<f64> = samples.iter().map(|s| term.at(s.z)).collect();
        let length = dot(&values, &values);
        Self { term, values, length }
    }

    /// Takes a unit vector out of it.
    fn less(&mut self, unit: &[f64]) {
        let along = dot(&self.values, unit);
        self.values.iter_mut().zip(unit).for_each(|(v, u)| *v -= along * u);
    }

    /// How much of the residual's square it would explain.
    fn gain(&self, residual: &[f64]) -> f64 {
        let left = dot(&self.values, &self.values);
        if left <= FRESH * self.length {
            return 0.0;
        }
        let along = dot(&self.values, residual);
        along * along / left
    }
}

/// The search: what is chosen, what is left to explain, what may still be chosen.
struct Search<'a> {
    samples: &'a [Sample<'a>],
    chosen: Vec<Term>,
    units: Vec<Vec<f64>>,
    residual: Vec<f64>,
    candidates: Vec<Candidate>,
    least: f64,
}

impl<'a> Search<'a> {
    fn new(samples: &'a [Sample<'a>]) -> Self {
        let residual: Vec<f64> = samples.iter().map(|s| s.value).collect();
        let mut search =
            Self { samples, chosen: vec![], units: vec![], residual, candidates: vec![], least: f64::MIN_POSITIVE };
        search.take(Candidate::new(Term::Constant, samples));
        // What rounding leaves is nothing to explain.
        search.least = 1e-24 * dot(&search.residual, &search.residual).max(f64::MIN_POSITIVE);
        search
    }

    fn offer(&mut self, terms: impl Iterator<Item = Term>) {
        for term in terms {
            let mut candidate = Candidate::new(term, self.samples);
            self.units.iter().for_each(|unit| candidate.less(unit));
            self.candidates.push(candidate);
        }
    }

    fn take(&mut self, candidate: Candidate) {
        let length = dot(&candidate.values, &candidate.values).sqrt();
        let unit: Vec<f64> = candidate.values.iter().map(|v| v / length).collect();
        let along = dot(&self.residual, &unit);
        self.residual.iter_mut().zip(&unit).for_each(|(r, u)| *r -= along * u);
        self.candidates.iter_mut().for_each(|c| c.less(&unit));
        self.chosen.push(candidate.term);
        self.units.push(unit);
    }

    /// Chooses terms as long as the criterion falls.
    fn run(&mut self) {
        let n = self.samples.len() as f64;
        let most = self.samples.len() / 3;
        while self.chosen.len() < most {
            let gains = self.candidates.iter().map(|c| c.gain(&self.residual)).enumerate();
            let Some((at, gain)) = gains.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))) else { return };
            let left = dot(&self.residual, &self.residual);
            if left <= self.least || n * ln(left / (left - gain).max(self.least)) <= self.price(n) {
                return;
            }
            let best = self.candidates.swap_remove(at);
            self.take(best);
        }
    }

    /// What one more term costs: `ln n + 2 gamma (ln C(c, k + 1) - ln C(c, k))`.
    fn price(&self, n: f64) -> f64 {
        let k = self.chosen.len() as f64;
        let left = self.candidates.len() as f64;
        ln(n) + 2.0 * GAMMA * ln((left / k).max(1.0))
    }
}

/// The terms of an emulator of these samples: the constant first, then in the order of their importance.
pub(super) fn pursue(samples: &[Sample]) -> Vec<Term> {
    let dims = samples.first().map_or(0, |s| s.z.len());
    let mut search = Search::new(samples);
    search.offer((0..dims).map(Term::Linear));
    search.run();
    let linear = search.chosen.iter().filter_map(|t| if let Term::Linear(i) = t { Some(*i) } else { None });
    let mut strongest: Vec<usize> = linear.take(STRONGEST).collect();
    strongest.sort_unstable();
    search.offer((0..dims).map(Term::Square));
    let products = strongest.iter().enumerate().flat_map(|(k, i)| strongest[k + 1..].iter().map(|j| (*i, *j)));
    search.offer(products.map(|(i, j)| Term::Product(i, j)).collect::<Vec<_>>().into_iter());
    search.run();
    search.chosen
}

/// Coefficients of these terms by least squares, and the mean variance of what they say at the samples.
pub(super) fn least_squares(terms: &[Term], samples: &[Sample]) -> (Vec<f64>, f64) {
    let (n, p) = (samples.len(), terms.len());
    let rows: Vec<Vec<f64>> = samples.iter().map(|s| terms.iter().map(|t| t.at(s.z)).collect()).collect();
    let mut square = vec![0.0; p * p];
    let mut c = vec![0.0; p];
    for (row, sample) in rows.iter().zip(samples) {
        for i in 0..p {
            c[i] += row[i] * sample.value;
            square[i * p..i * p + p].iter_mut().zip(row).for_each(|(s, x)| *s += row[i] * x);
        }
    }
    let Some(factor) = Cholesky::new(&square, p) else { return (mean_only(p, samples), f64::INFINITY) };
    factor.solve(&mut c);
    let squared: f64 = rows.iter().zip(samples).map(|(row, s)| s.value - dot(row, &c)).map(|e| e * e).sum();
    // The mean of x' inverse(X'X) x over the samples is p / n.
    (c, squared / (n - p).max(1) as f64 * p as f64 / n as f64)
}

/// Where the terms cannot be told apart: the mean, and nothing else.
fn mean_only(p: usize, samples: &[Sample]) -> Vec<f64> {
    let mut c = vec![0.0; p];
    c[0] = samples.iter().map(|s| s.value).sum::<f64>() / samples.len() as f64;
    c
}
