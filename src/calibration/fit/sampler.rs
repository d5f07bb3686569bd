//! Draws from a density on the prior's space: generalised elliptical slice sampling.
//!
//! Elliptical slice sampling (Murray, Adams and MacKay 2010) has nothing to tune, and Nishihara, Murray and Adams
//! (2014) let its ellipses follow any Gaussian near the target. Where the target is that Gaussian, consecutive draws
//! are uncorrelated; where it is not, the slice corrects, exactly.

use rayon::prelude::*;

use crate::draws::math::ln;

use super::density::Gaussian;
use super::error::FitError;
use super::linear::dot;
use super::luck::{Luck, sin_cos};

/// Chains.
pub const CHAINS: usize = 4;
/// Steps of a chain before its first draw.
const BURN: usize = 50;
/// Most halvings of an angle; the state itself is always on the ellipse, so that the search ends long before.
const SHRINKS: usize = 200;

/// Draws, and how good they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Draws {
    /// The draws, chain after chain.
    pub points: Vec<Vec<f64>>,
    /// Least effective sample size over the coordinates and the log density, of all draws together.
    pub effective: f64,
    /// Largest split R-hat over the same.
    pub r_hat: f64,
    /// Steps between draws.
    pub thin: usize,
}

/// How many draws to make and how.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Draws of all chains together.
    pub draws: usize,
    /// Steps between draws to begin with; doubled until the draws are nearly independent.
    pub thin: usize,
    /// Share of the draws that the least effective sample size must reach.
    pub effective: f64,
    /// Most doublings.
    pub doublings: usize,
}

/// Draws from the density `exp(log)` times nothing else; `log` is taken up to a constant, -inf where the density is 0.
/// `start` must have a density. The same seed gives the same draws on any number of threads.
///
/// # Errors
/// None of its own.
pub fn sample<F: Fn(&[f64]) -> f64 + Sync>(
    log: &F,
    near: &Gaussian,
    start: &[f64],
    plan: Plan,
    luck: (u64, &str),
) -> Result<Draws, FitError> {
    let mut thin = plan.thin;
    for doubling in 0..=plan.doublings {
        let name = format!("{}/{doubling}", luck.1);
        let chain =
            |c: usize| chain(log, near, start, plan.draws.div_ceil(CHAINS), thin, Luck::new(luck.0, &name, c as u64));
        let chains: Vec<Vec<(Vec<f64>, f64)>> = (0..CHAINS).into_par_iter().map(chain).collect();
        let (effective, r_hat) = diagnose(&chains);
        let last = doubling == plan.doublings;
        if last || effective >= plan.effective * plan.draws as f64 {
            let mut points: Vec<Vec<f64>> = chains.into_iter().flatten().map(|(z, _)| z).collect();
            points.truncate(plan.draws);
            return Ok(Draws { points, effective, r_hat, thin });
        }
        thin *= 2;
    }
    Err(FitError::Singular("plan"))
}

/// One chain: its draws with their log densities.
fn chain<F: Fn(&[f64]) -> f64>(
    log: &F,
    near: &Gaussian,
    start: &[f64],
    draws: usize,
    thin: usize,
    mut luck: Luck,
) -> Vec<(Vec<f64>, f64)> {
    let mut state = State::new(near, start, log);
    (0..BURN).for_each(|_| state.step(near, log, &mut luck));
    let mut kept = Vec::with_capacity(draws);
    for _ in 0..draws {
        (0..thin).for_each(|_| state.step(near, log, &mut luck));
        kept.push((state.z.clone(), state.height));
    }
    kept
}

/// Where a chain stands: the point, the standard normals it has under the Gaussian, and its log density.
struct State {
    z: Vec<f64>,
    w: Vec<f64>,
    height: f64,
}

impl State {
    fn new<F: Fn(&[f64]) -> f64>(near: &Gaussian, start: &[f64], log: &F) -> Self {
        // z = mean + width inverse(L') w, so w = L' (z - mean) / width; `times_transposed` is that product.
        let offset: Vec<f64> = start.iter().zip(&near.mean).map(|(z, m)| (z - m) / near.width).collect();
        Self { z: start.to_vec(), w: near.precision.times_transposed(&offset), height: log(start) }
    }

    fn step<F: Fn(&[f64]) -> f64>(&mut self, near: &Gaussian, log: &F, luck: &mut Luck) {
        let other = luck.normals(self.z.len());
        let offset = near.offset(other.clone());
        let level = self.height + 0.5 * dot(&self.w, &self.w) + ln(luck.uniform());
        let mut angle = luck.uniform() * std::f64::consts::TAU;
        let (mut low, mut high) = (angle - std::f64::consts::TAU, angle);
        for _ in 0..SHRINKS {
            let (sine, cosine) = sin_cos(angle);
            let turned: Vec<f64> = self.w.iter().zip(&other).map(|(w, o)| w * cosine + o * sine).collect();
            let place = |((z, m), o): ((&f64, &f64), &f64)| m + (z - m) * cosine + o * sine;
            let z: Vec<f64> = self.z.iter().zip(&near.mean).zip(&offset).map(place).collect();
            let height = log(&z);
            if height + 0.5 * dot(&turned, &turned) > level {
                (self.z, self.w, self.height) = (z, turned, height);
                return;
            }
            if angle < 0.0 {
                low = angle
            } else {
                high = angle
            }
            angle = low + (high - low) * luck.uniform();
        }
    }
}

/// Least effective sample size and largest split R-hat over coordinates and log density.
fn diagnose(chains: &[Vec<(Vec<f64>, f64)>]) -> (f64, f64) {
    let dims = chains[0][0].0.len();
    let one = |k: usize| {
        let column = |chain: &Vec<(Vec<f64>, f64)>| chain.iter().map(|(z, h)| *z.get(k).unwrap_or(h)).collect();
        mixing(&chains.iter().map(column).collect::<Vec<Vec<f64>>>())
    };
    let all: Vec<(f64, f64)> = (0..=dims).into_par_iter().map(one).collect();
    all.iter().fold((f64::INFINITY, 1.0), |(n, r), (e, h)| (n.min(*e), h.max(r)))
}

/// Effective sample size (initial positive sequence of Geyer 1992 on autocorrelations pooled over chains) and split
/// R-hat (Gelman and others 2013) of one quantity.
pub fn mixing(chains: &[Vec<f64>]) -> (f64, f64) {
    let halves: Vec<&[f64]> = chains.iter().flat_map(|c| [&c[..c.len() / 2], &c[c.len() - c.len() / 2..]]).collect();
    let (within, between, n) = variances(&halves);
    let total = within * (n - 1.0) / n + between;
    if total <= 0.0 {
        return (chains.iter().map(Vec::len).sum::<usize>() as f64, 1.0);
    }
    let correlation = |lag: usize| {
        let of = |c: &&[f64]| {
            let mean = c.iter().sum::<f64>() / n;
            c[lag..].iter().zip(*c).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>() / n
        };
        let mean = halves.iter().map(of).sum::<f64>() / halves.len() as f64;
        1.0 - (within - mean * n / (n - 1.0)) / total
    };
    let mut time = -1.0;
    for lag in (0..halves[0].len() / 2 * 2).step_by(2) {
        let pair = if lag == 0 { 1.0 + correlation(1) } else { correlation(lag) + correlation(lag + 1) };
        if pair <= 0.0 {
            break;
        }
        time += 2.0 * pair;
    }
    let all = n * halves.len() as f64;
    // Chains that alternate could claim more than they have draws.
    ((all / time.max(f64::MIN_POSITIVE)).min(all), (total / within).sqrt())
}

/// Mean variance within sequences, variance of their means, and their length.
fn variances(sequences: &[&[f64]]) -> (f64, f64, f64) {
    let (m, n) = (sequences.len() as f64, sequences[0].len() as f64);
    let means: Vec<f64> = sequences.iter().map(|s| s.iter().sum::<f64>() / n).collect();
    let of = |(s, mean): (&&[f64], &f64)| s.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    let within = sequences.iter().zip(&means).map(of).sum::<f64>() / m;
    let grand = means.iter().sum::<f64>() / m;
    let between = means.iter().map(|x| (x - grand) * (x - grand)).sum::<f64>() / (m - 1.0);
    (within, between, n)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: Plan = Plan { draws: 4000, thin: 2, effective: 0.5, doublings: 3 };

    fn moments(draws: &Draws, k: usize) -> (f64, f64) {
        let n = draws.points.len() as f64;
        let mean = draws.points.iter().map(|z| z[k]).sum::<f64>() / n;
        (mean, (draws.points.iter().map(|z| (z[k] - mean) * (z[k] - mean)).sum::<f64>() / n).sqrt())
    }

    #[test]
    fn normal_target_has_its_moments_whatever_gaussian_guides_the_ellipses() {
        let target = |z: &[f64]| -0.5 * ((z[0] - 1.0) / 0.5) * ((z[0] - 1.0) / 0.5) - 0.5 * z[1] * z[1];
        let mut guide = Gaussian::prior(2).unwrap();
        for (mean, width) in [(0.0, 1.0), (0.7, 1.2)] {
            guide.mean = vec![mean, 0.0];
            guide.width = width;
            let draws = sample(&target, &guide, &[0.0, 0.0], PLAN, (5, "test")).unwrap();
            let ((m0, s0), (m1, s1)) = (moments(&draws, 0), moments(&draws, 1));
            // 2,000 effective draws at least: four standard errors are .045 and .09 of a mean, .032 and .063 of an sd.
            assert!((m0 - 1.0).abs() < 0.045 && (s0 - 0.5).abs() < 0.032, "{m0} {s0}");
            assert!(m1.abs() < 0.09 && (s1 - 1.0).abs() < 0.063, "{m1} {s1}");
            assert!(draws.r_hat < 1.02 && draws.effective > 2000.0, "{} {}", draws.r_hat, draws.effective);
        }
    }

    #[test]
    fn half_normal_keeps_to_its_half() {
        let target = |z: &[f64]| if z[0] > 0.0 { -0.5 * z[0] * z[0] } else { f64::NEG_INFINITY };
        let draws = sample(&target, &Gaussian::prior(1).unwrap(), &[1.0], PLAN, (5, "half")).unwrap();
        assert!(draws.points.iter().all(|z| z[0] > 0.0));
        let (mean, sd) = moments(&draws, 0);
        // sqrt(2 / pi) and sqrt(1 - 2 / pi); four standard errors at 2,000 effective draws are .054.
        assert!((mean - 0.7979).abs() < 0.054 && (sd - 0.6028).abs() < 0.05, "{mean} {sd}");
    }

    #[test]
    fn independent_draws_count_fully_and_copies_do_not() {
        let mut luck = Luck::new(1, "mixing", 0);
        let free: Vec<Vec<f64>> = (0..4).map(|_| luck.normals(500)).collect();
        let (effective, r_hat) = mixing(&free);
        assert!(effective > 1500.0 && r_hat < 1.01, "{effective} {r_hat}");
        let twice: Vec<Vec<f64>> = free.iter().map(|c| c[..250].iter().flat_map(|x| [*x, *x]).collect()).collect();
        let (effective, _) = mixing(&twice);
        // Every draw stands twice: 1,000 of 2,000.
        assert!((700.0..1300.0).contains(&effective), "{effective}");
        let apart: Vec<Vec<f64>> =
            free.iter().enumerate().map(|(k, c)| c.iter().map(|x| x + k as f64).collect()).collect();
        assert!(mixing(&apart).1 > 1.2);
    }
}
