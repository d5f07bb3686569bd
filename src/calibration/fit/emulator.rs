//! Emulators: what the simulator would say about an estimand, as a sparse polynomial of the parameters.
//!
//! A sparse polynomial chaos expansion: Hermite terms of degree one and two, chosen one by one (orthogonal matching
//! pursuit) as long as the extended Bayes information criterion of Chen and Chen (2008) falls, products only among
//! the coordinates that matter most (heredity). Its error is measured on points it has not seen, with the choice of
//! terms repeated for them. Under a standard normal prior the terms are orthonormal, so that shares of variance
//! (Sobol' indices) are sums of squared coefficients (Sudret 2008).

use super::error::FitError;
use super::pursuit::{least_squares, pursue};
use super::terms::Term;

/// Folds of the cross-validation.
const FOLDS: usize = 5;
/// Least number of defined simulations.
const LEAST: usize = 30;

/// A simulated value: the point, the value there and its Monte Carlo standard error.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'a> {
    /// Point.
    pub z: &'a [f64],
    /// Value on the row's scale.
    pub value: f64,
    /// Its Monte Carlo standard error.
    pub mcse: f64,
    /// Whether the error is measured here: points of the region in which the emulator is to be used.
    pub counts: bool,
}

/// How good an emulator is on points it has not seen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tested {
    /// Simulations behind it.
    pub runs: usize,
    /// Share of the simulated variance it explains on points it has not seen; below 0 where the mean does better.
    pub r2: f64,
    /// Mean squared Monte Carlo error of the simulations it was tested on.
    pub noise: f64,
    /// Variance of its own error: mean squared error on unseen points less `noise`, and no less than what the
    /// uncertainty of its coefficients makes.
    pub variance: f64,
}

/// An emulator of one estimand.
#[derive(Clone, Debug, PartialEq)]
pub struct Emulator {
    /// Terms with their coefficients.
    pub terms: Vec<(Term, f64)>,
    /// How good it is.
    pub tested: Tested,
}

impl Emulator {
    /// Fits one.
    ///
    /// # Errors
    /// [`FitError::Undefined`] where fewer than 30 values are numbers.
    pub fn fit(id: &str, all: &[Sample]) -> Result<Self, FitError> {
        let defined: Vec<Sample> = all.iter().copied().filter(|s| s.value.is_finite() && s.mcse.is_finite()).collect();
        if defined.len() < LEAST {
            return Err(FitError::Undefined { id: id.to_owned(), defined: defined.len(), runs: all.len() });
        }
        let chosen = pursue(&defined);
        let (coefficients, wobble) = least_squares(&chosen, &defined);
        let tested = test(&defined, wobble);
        Ok(Self { terms: chosen.into_iter().zip(coefficients).collect(), tested })
    }

    /// What it says at a point.
    pub fn at(&self, z: &[f64]) -> f64 {
        self.terms.iter().map(|(term, c)| c * term.at(z)).sum()
    }

    /// Its gradient at a point.
    pub fn gradient(&self, z: &[f64]) -> Vec<f64> {
        let mut gradient = vec![0.0; z.len()];
        self.terms.iter().for_each(|(term, c)| term.add_gradient(*c, z, &mut gradient));
        gradient
    }

    /// Variance over the prior.
    pub fn variance(&self) -> f64 {
        self.terms.iter().filter(|(term, _)| *term != Term::Constant).map(|(_, c)| c * c).sum()
    }

    /// Share of that variance in which a coordinate takes part: its total Sobol' index.
    pub fn total_index(&self, axis: usize) -> f64 {
        let with: f64 = self.terms.iter().filter(|(term, _)| term.has(axis)).map(|(_, c)| c * c).sum();
        if with == 0.0 { 0.0 } else { with / self.variance() }
    }

    /// The same emulator with one that emulates its error added to it: after new simulations.
    pub fn corrected(&self, by: &Self) -> Self {
        let mut terms = self.terms.clone();
        for (term, c) in &by.terms {
            match terms.iter_mut().find(|(t, _)| t == term) {
                Some((_, sum)) => *sum += c,
                None => terms.push((*term, *c)),
            }
        }
        Self { terms, tested: by.tested }
    }
}

/// Leaves out every fifth point in turn and predicts it from the others.
fn test(samples: &[Sample], wobble: f64) -> Tested {
    let mut errors = Vec::with_capacity(samples.len());
    for fold in 0..FOLDS {
        let (mut seen, mut unseen) = (Vec::new(), Vec::new());
        samples.iter().enumerate().for_each(|(k, s)| if k % FOLDS == fold { unseen.push(*s) } else { seen.push(*s) });
        let terms = pursue(&seen);
        let (c, _) = least_squares(&terms, &seen);
        let says = |z: &[f64]| terms.iter().zip(&c).map(|(t, c)| c * t.at(z)).sum::<f64>();
        errors.extend(unseen.into_iter().filter(|s| s.counts).map(|s| (s, s.value - says(s.z))));
    }
    let n = errors.len().max(1) as f64;
    let mean = |f: &dyn Fn(&(Sample, f64)) -> f64| errors.iter().map(f).sum::<f64>() / n;
    let squared = mean(&|(_, e)| e * e);
    let noise = mean(&|(s, _)| s.mcse * s.mcse);
    let centre = mean(&|(s, _)| s.value);
    let spread = mean(&|(s, _)| (s.value - centre) * (s.value - centre));
    let r2 = if spread > 0.0 { 1.0 - squared / spread } else { 1.0 };
    Tested { runs: samples.len(), r2, noise, variance: (squared - noise).max(wobble) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::fit::luck::{Luck, latin_hypercube};

    fn curved(z: &[f64]) -> f64 {
        1.0 + 2.0 * z[0] - 0.5 * z[3] + 0.8 * z[0] * z[3] + 0.3 * (z[3] * z[3] - 1.0)
    }

    fn fitted(n: usize, noise: f64) -> Emulator {
        let mut luck = Luck::new(1, "emulator", 0);
        let points = latin_hypercube(n, 30, &mut luck);
        let values: Vec<f64> = points.iter().map(|z| curved(z) + noise * luck.normal()).collect();
        let sample = |(z, v): (&'_ Vec<f64>, &f64)| (z.clone(), *v);
        let held: Vec<(Vec<f64>, f64)> = points.iter().zip(&values).map(sample).collect();
        let samples: Vec<Sample> =
            held.iter().map(|(z, v)| Sample { z, value: *v, mcse: noise, counts: true }).collect();
        Emulator::fit("curved", &samples).unwrap()
    }

    #[test]
    fn quadratic_without_noise_is_found_exactly() {
        let emulator = fitted(200, 0.0);
        assert_eq!(emulator.terms.len(), 5, "{:?}", emulator.terms);
        let z: Vec<f64> = (0..30).map(|k| f64::from(k) / 10.0 - 1.0).collect();
        assert!((emulator.at(&z) - curved(&z)).abs() < 1e-9);
        assert!(emulator.tested.variance < 1e-15, "{:?}", emulator.tested);
    }

    #[test]
    fn shares_of_variance_are_those_of_the_polynomial() {
        // Coefficients on the orthonormal terms: 2, -0.5, 0.8 and 0.3 sqrt 2.
        let all = 4.0 + 0.25 + 0.64 + 0.18;
        let emulator = fitted(200, 0.0);
        assert!((emulator.variance() - all).abs() < 1e-9);
        assert!((emulator.total_index(0) - 4.64 / all).abs() < 1e-9);
        assert!((emulator.total_index(3) - 1.07 / all).abs() < 1e-9);
        assert_eq!(emulator.total_index(7), 0.0);
    }

    #[test]
    fn error_on_unseen_points_is_the_error_it_makes() {
        let emulator = fitted(400, 1.0);
        let mut luck = Luck::new(2, "unseen", 0);
        let errors: Vec<f64> = (0..2000).map(|_| luck.normals(30)).map(|z| emulator.at(&z) - curved(&z)).collect();
        let real = errors.iter().map(|e| e * e).sum::<f64>() / 2000.0;
        // The measured variance is a difference of means of 400 squares: sd about 0.07; the real one is near 0.02.
        assert!(real < 0.06, "{real}");
        assert!((emulator.tested.variance - real).abs() < 0.25, "{:?} {real}", emulator.tested);
        assert!((emulator.tested.r2 - (1.0 - 1.02 / 6.07)).abs() < 0.06, "{:?}", emulator.tested);
    }

    #[test]
    fn too_few_defined_values_are_refused() {
        let z = [0.0];
        let samples = vec![Sample { z: &z, value: f64::NAN, mcse: 0.0, counts: true }; 50];
        assert!(Emulator::fit("x", &samples).unwrap_err().to_string().contains("only 0 of 50"));
    }
}
