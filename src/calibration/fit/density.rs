//! The posterior's density on the emulators, its Gaussian approximation, and the region history matching left.

use super::emulator::Emulator;
use super::error::FitError;
use super::linear::{Cholesky, dot};
use super::rows::Rows;

/// Most steps of the search for the mode.
const STEPS: usize = 60;

/// Observation model: cited = emulated estimand + normal error, whose covariance holds the cited standard errors, the
/// correlations of rows from one regression, and the variance of each emulator.
#[derive(Clone, Debug)]
pub struct Likelihood {
    emulators: Vec<Emulator>,
    values: Vec<f64>,
    /// Factor of the covariance.
    factor: Cholesky,
}

impl Likelihood {
    /// Of rows under emulators, one each. All standard errors, the emulators' too, are multiplied by `scale`: 1 but
    /// for tests that must fail and for approximations that must be wide.
    ///
    /// # Errors
    /// [`FitError::Singular`] where rows repeat each other.
    pub fn new(rows: &Rows, emulators: Vec<Emulator>, scale: f64) -> Result<Self, FitError> {
        let (sds, n) = (rows.sds(), rows.rows.len());
        let mut matrix = vec![0.0; n * n];
        for i in 0..n {
            matrix[i * n + i] = scale * scale * (sds[i] * sds[i] + emulators[i].tested.variance);
        }
        for (i, j, correlation) in &rows.related {
            matrix[i * n + j] = scale * scale * correlation * sds[*i] * sds[*j];
            matrix[j * n + i] = matrix[i * n + j];
        }
        let factor = Cholesky::new(&matrix, n).ok_or(FitError::Singular("targets"))?;
        Ok(Self { emulators, values: rows.values(), factor })
    }

    /// The same errors around other cited values: those of a simulated world.
    pub fn with_values(&self, values: Vec<f64>) -> Self {
        Self { values, ..self.clone() }
    }

    /// What the emulators say at a point, row by row.
    pub fn says(&self, z: &[f64]) -> Vec<f64> {
        self.emulators.iter().map(|e| e.at(z)).collect()
    }

    /// What the emulator of one row says.
    pub fn says_of(&self, row: usize, z: &[f64]) -> f64 {
        self.emulators[row].at(z)
    }

    /// Its logarithm, up to a constant.
    pub fn log(&self, z: &[f64]) -> f64 {
        let mut rest = self.errors(z);
        self.factor.forward(&mut rest);
        -0.5 * dot(&rest, &rest)
    }

    /// Values as the observation model scatters them around what the emulators say at a point, by standard normals.
    pub fn scattered(&self, z: &[f64], normals: &[f64]) -> Vec<f64> {
        self.says(z).iter().zip(self.factor.times(normals)).map(|(m, e)| m + e).collect()
    }

    fn errors(&self, z: &[f64]) -> Vec<f64> {
        self.emulators.iter().zip(&self.values).map(|(e, y)| y - e.at(z)).collect()
    }

    /// Gradient of the log posterior, and `I + J' inverse(R) J`, its curvature by Gauss and Newton.
    fn curvature(&self, z: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let (d, n) = (z.len(), self.values.len());
        let mut rest = self.errors(z);
        self.factor.solve(&mut rest);
        let slopes: Vec<Vec<f64>> = self.emulators.iter().map(|e| e.gradient(z)).collect();
        let mut gradient: Vec<f64> = z.iter().map(|x| -x).collect();
        let mut curvature = vec![0.0; d * d];
        for i in 0..d {
            curvature[i * d + i] = 1.0;
            let mut column: Vec<f64> = slopes.iter().map(|s| s[i]).collect();
            gradient[i] += dot(&column, &rest);
            self.factor.solve(&mut column);
            for (k, weight) in column.iter().enumerate().take(n).filter(|(_, w)| **w != 0.0) {
                for j in 0..=i {
                    curvature[i * d + j] += weight * slopes[k][j];
                }
            }
        }
        (gradient, curvature)
    }
}

/// A Gaussian close to a posterior: its mode, and the factor of the curvature there.
#[derive(Clone, Debug)]
pub struct Gaussian {
    /// Mean.
    pub mean: Vec<f64>,
    /// Factor of the precision.
    pub precision: Cholesky,
    /// Standard deviations are multiplied by this.
    pub width: f64,
}

impl Gaussian {
    /// At the mode of standard normal prior times likelihood, found by damped Gauss-Newton steps from the prior's.
    ///
    /// # Errors
    /// Never in practice: the curvature is at least the prior's.
    pub fn at_mode(of: &Likelihood, dims: usize, width: f64) -> Result<Self, FitError> {
        let height = |z: &[f64]| of.log(z) - 0.5 * dot(z, z);
        let mut mean = vec![0.0; dims];
        let mut now = height(&mean);
        for _ in 0..STEPS {
            let (mut step, curvature) = of.curvature(&mean);
            factor(&curvature, dims)?.solve(&mut step);
            let Some((next, above)) = climb(&mean, &step, now, &height) else { break };
            let gain = above - now;
            (mean, now) = (next, above);
            if gain < 1e-10 {
                break;
            }
        }
        Ok(Self { width, ..Self::around(mean, of)? })
    }

    /// With a given mean, and the precision that a likelihood has there.
    ///
    /// # Errors
    /// Never in practice: the curvature is at least the prior's.
    pub fn around(mean: Vec<f64>, of: &Likelihood) -> Result<Self, FitError> {
        let precision = factor(&of.curvature(&mean).1, mean.len())?;
        Ok(Self { mean, precision, width: 1.0 })
    }

    /// The prior itself.
    pub fn prior(dims: usize) -> Result<Self, FitError> {
        let mut one = vec![0.0; dims * dims];
        (0..dims).for_each(|i| one[i * dims + i] = 1.0);
        Ok(Self { mean: vec![0.0; dims], precision: factor(&one, dims)?, width: 1.0 })
    }

    /// The offset from the mean that standard normals stand for.
    pub fn offset(&self, mut normals: Vec<f64>) -> Vec<f64> {
        self.precision.backward(&mut normals);
        normals.iter_mut().for_each(|x| *x *= self.width);
        normals
    }

    /// Standard deviations of the coordinates.
    pub fn sds(&self) -> Vec<f64> {
        let (d, inverse) = (self.mean.len(), self.precision.inverse());
        (0..d).map(|i| self.width * inverse[i * d + i].sqrt()).collect()
    }
}

fn factor(matrix: &[f64], n: usize) -> Result<Cholesky, FitError> {
    Cholesky::new(matrix, n).ok_or(FitError::Singular("curvature"))
}

/// The first of step, half step, quarter step ... that leads higher.
fn climb(from: &[f64], step: &[f64], now: f64, height: &dyn Fn(&[f64]) -> f64) -> Option<(Vec<f64>, f64)> {
    let try_one = |k: i32| {
        let share = 0.5f64.powi(k);
        let next: Vec<f64> = from.iter().zip(step).map(|(z, s)| z + share * s).collect();
        let above = height(&next);
        (above > now).then_some((next, above))
    };
    (0..20).find_map(try_one)
}

/// A wave's verdict on points: implausible where a row lies further from what its emulator says than its cut-off.
#[derive(Clone, Debug)]
pub struct Cut {
    emulators: Vec<Emulator>,
    values: Vec<f64>,
    /// Largest distance that is not implausible, on the row's scale.
    reach: Vec<f64>,
}

impl Cut {
    /// Cut-offs in standard deviations of cited value and emulator together, one per row.
    pub fn new(rows: &Rows, emulators: Vec<Emulator>, cut_offs: &[f64]) -> Self {
        let reach = |((row, e), c): ((&super::rows::Row, &Emulator), &f64)| c * deviation(row.sd, e);
        let reach = rows.rows.iter().zip(&emulators).zip(cut_offs).map(reach).collect();
        Self { values: rows.values(), emulators, reach }
    }

    fn keeps(&self, z: &[f64]) -> bool {
        let rows = self.emulators.iter().zip(&self.values).zip(&self.reach);
        rows.into_iter().all(|((e, y), reach)| (y - e.at(z)).abs() <= *reach)
    }
}

/// Implausibility of each row at a point: distance from the cited value in standard deviations of both errors.
pub fn implausibility(rows: &Rows, emulators: &[Emulator], z: &[f64]) -> Vec<f64> {
    rows.rows.iter().zip(emulators).map(|(r, e)| (r.value - e.at(z)).abs() / deviation(r.sd, e)).collect()
}

fn deviation(sd: f64, emulator: &Emulator) -> f64 {
    (sd * sd + emulator.tested.variance).sqrt()
}

/// What no wave has called implausible. Without cuts, everything.
#[derive(Clone, Debug, Default)]
pub struct Region {
    /// One per wave.
    pub cuts: Vec<Cut>,
    /// Cuts that were withdrawn.
    pub withdrawn: usize,
}

impl Region {
    /// Whether a point is in it.
    pub fn has(&self, z: &[f64]) -> bool {
        self.cuts.iter().all(|cut| cut.keeps(z))
    }

    /// Withdraws cuts that exclude a point which emulators of more simulations find best: their own erred there.
    pub fn keep(&mut self, z: &[f64]) {
        let before = self.cuts.len();
        self.cuts.retain(|cut| cut.keeps(z));
        self.withdrawn += before - self.cuts.len();
    }
}
