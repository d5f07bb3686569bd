//! What a fit asks of a model: its estimands at one parameter vector.

/// An estimand as simulated at one parameter vector, or averaged over several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Value on the row's own scale (logit of a share, logarithm of a ratio, or as it is); NaN where the simulated
    /// histories do not identify it.
    pub value: f64,
    /// Monte Carlo standard error of `value`, on the same scale.
    pub mcse: f64,
    /// Histories (or cohorts, where cohorts are named) behind it.
    pub n: u64,
}

/// What a fit asks of a model: its estimands at one parameter vector.
pub trait Simulator: Sync {
    /// Names of the estimands, in the order of [`simulate`](Self::simulate).
    fn estimands(&self) -> &[String];
    /// Names of the parameters, in the order of `theta`.
    fn parameters(&self) -> &[String];
    /// Estimands at `theta` (each parameter in its own unit) with their Monte Carlo standard errors, on each row's
    /// own scale. The same `theta` and `seed` give the same bits on any number of threads.
    fn simulate(&self, theta: &[f64], seed: u64) -> Vec<Estimate>;
}
