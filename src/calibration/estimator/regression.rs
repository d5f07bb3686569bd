//! Regressions on a panel of theatres and periods, with effects of both, and errors by leaving theatres out.

use crate::draws::math::exp;

use super::solve::{Share, jackknife, solve};

/// Most rounds of the pseudo-likelihood.
const ROUNDS: usize = 60;
/// Change of a slope at which they end.
const TOLERANCE: f64 = 1e-6;

/// Outcomes and doses by theatre; a theatre's arms follow each other, periods within.
pub struct Data {
    /// Periods of a theatre in an arm.
    pub periods: usize,
    /// Outcomes of each theatre.
    pub y: Vec<Vec<f64>>,
    /// Doses: by regressor, theatre after theatre.
    pub x: Vec<Vec<f64>>,
}

impl Data {
    fn cells(&self) -> usize {
        self.y.first().map_or(0, Vec::len)
    }

    /// Poisson pseudo-likelihood: a slope and its error. Theatre effects are concentrated out (p sums to one within a theatre); period effects and slopes are updated in
    /// turn until neither moves.
    pub fn poisson(&self, take: usize) -> (f64, f64) {
        let cells = self.cells();
        let units: Vec<(usize, f64)> =
            self.y.iter().map(|y| y.iter().sum()).enumerate().filter(|u| u.1 > 0.0).collect();
        let mut totals = vec![0.0; self.periods];
        self.y.iter().for_each(|y| y.iter().enumerate().for_each(|(c, v)| totals[c % self.periods] += v));
        let mut b = vec![0.0; self.x.len()];
        let mut period = vec![1.0; self.periods];
        for _ in 0..ROUNDS {
            let round = self.round(&units, &b, &period, cells);
            let Some(step) = solve(&round.hessian, &round.score) else { return (f64::NAN, f64::NAN) };
            let mut moved = 0.0f64;
            for (value, change) in b.iter_mut().zip(&step) {
                *value += change.clamp(-0.5, 0.5);
                moved = moved.max(change.abs());
            }
            for ((effect, seen), fitted) in period.iter_mut().zip(&totals).zip(&round.periods) {
                let ratio = if *fitted > 0.0 { seen / fitted } else { 1.0 };
                *effect *= ratio;
                moved = moved.max(if *seen > 0.0 { 0.1 * (ratio - 1.0).abs() } else { 0.0 });
            }
            if moved < TOLERANCE {
                break;
            }
        }
        let shares: Vec<Share> = units.iter().map(|unit| self.share(*unit, &b, &period, cells)).collect();
        (b[take], jackknife(&shares, take))
    }

    /// Puts a theatre's shares of its sum into `p`: they sum to one.
    fn shares(&self, unit: usize, b: &[f64], period: &[f64], p: &mut [f64]) {
        let (at, mut sum) = (unit * p.len(), 0.0);
        for c in 0..p.len() {
            let linear: f64 = (0..b.len()).map(|r| self.x[r][at + c] * b[r]).sum();
            p[c] = period[c % self.periods] * if linear == 0.0 { 1.0 } else { exp(linear) };
            sum += p[c];
        }
        p.iter_mut().for_each(|share| *share /= sum);
    }

    /// What a theatre adds to the equations of the slopes and of all periods but the first, whose effects are estimated
    /// beside the slopes and so add to their error.
    fn share(&self, (unit, total): (usize, f64), b: &[f64], period: &[f64], cells: usize) -> Share {
        let (k, at) = (b.len(), unit * cells);
        let n = k + self.periods - 1;
        let (mut p, mut share) = (vec![0.0; cells], Share::nothing(n));
        self.shares(unit, b, period, &mut p);
        let mut mean = vec![0.0; n];
        let mut x = vec![0.0; n];
        for c in 0..cells {
            x.fill(0.0);
            (0..k).for_each(|r| x[r] = self.x[r][at + c]);
            if let Some(effect) = (c % self.periods).checked_sub(1) {
                x[k + effect] = 1.0;
            }
            let fitted = total * p[c];
            let there: Vec<usize> = (0..n).filter(|r| x[*r] != 0.0).collect();
            for r in &there {
                mean[*r] += p[c] * x[*r];
                share.score[*r] += x[*r] * (self.y[unit][c] - fitted);
                there.iter().for_each(|s| share.hessian[*r][*s] += fitted * x[*r] * x[*s]);
            }
        }
        for r in 0..n {
            (0..n).for_each(|s| share.hessian[r][s] -= total * mean[r] * mean[s]);
        }
        share
    }

    fn round(&self, units: &[(usize, f64)], b: &[f64], period: &[f64], cells: usize) -> Round {
        let k = b.len();
        let mut round = Round { hessian: vec![vec![0.0; k]; k], score: vec![0.0; k], periods: vec![0.0; period.len()] };
        let mut p = vec![0.0; cells];
        for (u, total) in units {
            let at = u * cells;
            self.shares(*u, b, period, &mut p);
            let mut mean = vec![0.0; k];
            for c in 0..cells {
                let fitted = total * p[c];
                round.periods[c % self.periods] += fitted;
                for r in 0..k {
                    let x = self.x[r][at + c];
                    mean[r] += p[c] * x;
                    round.score[r] += x * (self.y[*u][c] - fitted);
                    (0..=r).for_each(|s| round.hessian[r][s] += fitted * x * self.x[s][at + c]);
                }
            }
            for r in 0..k {
                (0..=r).for_each(|s| round.hessian[r][s] -= total * mean[r] * mean[s]);
            }
        }
        for r in 0..k {
            (r + 1..k).for_each(|s| round.hessian[r][s] = round.hessian[s][r]);
        }
        round
    }

    /// Least squares: a slope and its error. Means of theatres and periods are taken out (the panel is balanced), then least squares.
    pub fn least_squares(&self, take: usize) -> (f64, f64) {
        let (cells, units, k) = (self.cells(), self.y.len(), self.x.len());
        let flat: Vec<f64> = self.y.concat();
        let y = self.demeaned(&flat, cells);
        let x: Vec<Vec<f64>> = self.x.iter().map(|x| self.demeaned(x, cells)).collect();
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(p, q)| p * q).sum::<f64>();
        let hessian: Vec<Vec<f64>> = (0..k).map(|r| (0..k).map(|s| dot(&x[r], &x[s])).collect()).collect();
        let right: Vec<f64> = x.iter().map(|x| dot(x, &y)).collect();
        let Some(b) = solve(&hessian, &right) else { return (f64::NAN, f64::NAN) };
        let residual = |c: usize| y[c] - (0..k).map(|r| b[r] * x[r][c]).sum::<f64>();
        let share = |u: usize| {
            let here = u * cells..(u + 1) * cells;
            let own =
                |r: usize| -> Vec<f64> { (0..k).map(|s| dot(&x[r][here.clone()], &x[s][here.clone()])).collect() };
            let score = (0..k).map(|r| here.clone().map(|c| x[r][c] * residual(c)).sum()).collect();
            Share { score, hessian: (0..k).map(own).collect() }
        };
        (b[take], jackknife(&(0..units).map(share).collect::<Vec<_>>(), take))
    }

    fn demeaned(&self, values: &[f64], cells: usize) -> Vec<f64> {
        let units = values.len() / cells.max(1);
        let whole = values.iter().sum::<f64>() / values.len() as f64;
        let unit: Vec<f64> = values.chunks(cells).map(|u| u.iter().sum::<f64>() / cells as f64).collect();
        let mut period = vec![0.0; self.periods];
        values.iter().enumerate().for_each(|(k, v)| period[(k % cells) % self.periods] += v);
        let each = (units * cells / self.periods) as f64;
        let at = |(k, v): (usize, &f64)| v - unit[k / cells] - period[(k % cells) % self.periods] / each + whole;
        values.iter().enumerate().map(at).collect()
    }
}

struct Round {
    hessian: Vec<Vec<f64>>,
    score: Vec<f64>,
    periods: Vec<f64>,
}
