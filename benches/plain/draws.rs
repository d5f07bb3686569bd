//! Random numbers as anybody draws them.

use rand::RngExt;
use rand::rngs::SmallRng;
use rand_distr::{Distribution, Exp1, Poisson, StandardNormal};

/// The generator of one history.
pub type Rng = SmallRng;

/// Uniform on [0, 1).
pub fn uniform(rng: &mut Rng) -> f64 {
    rng.random()
}

/// Whether something of probability `p` happens.
pub fn happens(rng: &mut Rng, p: f64) -> bool {
    uniform(rng) < p
}

/// Whether something of hazard `h` happens within the month: its waiting time is exponential.
pub fn strikes(rng: &mut Rng, h: f64) -> bool {
    let wait: f64 = Exp1.sample(rng);
    wait < h
}

/// Standard normal.
pub fn normal(rng: &mut Rng) -> f64 {
    StandardNormal.sample(rng)
}

/// Poisson count; none where the mean is 0.
pub fn poisson(rng: &mut Rng, mean: f64) -> f64 {
    if mean > 0.0 { Poisson::new(mean).map_or(0.0, |p| p.sample(rng)) } else { 0.0 }
}

/// 1 / (1 + e^-x).
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// ln(p / (1 - p)).
pub fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

/// Standard deviation of a first-order autoregression that has run for ever.
pub fn stationary(sd: f64, persistence: f64) -> f64 {
    sd / (1.0 - persistence * persistence).sqrt()
}
