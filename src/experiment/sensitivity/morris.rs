//! Morris' elementary effects: a cheap first look at many inputs.
//!
//! A trajectory starts at a random point of a grid of `levels` and moves one group at a time by
//! `delta = levels / (2 (levels - 1))`, in random order. The elementary effect is the change of the outcome over
//! delta. Over trajectories `mu*` is the mean of its size (Campolongo 2007), `mu` its mean, `sigma` its spread: large
//! where the effect depends on the other inputs, or on where on the axis it is taken.
//!
//! A list of values is not cut by that grid, which would pass some of them over: [`lists`] draws two of its values.

pub mod lists;

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

use super::bootstrap::{Resampling, intervals};
use super::{Estimate, Value};

/// A trajectory: its points on the unit cube, and which group moved, which way, between each two.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// One point more than groups.
    pub points: Vec<Vec<f64>>,
    /// Group that moved at each step and the signed step.
    pub steps: Vec<(usize, f64)>,
}

/// Step of a grid of `levels` (an even number).
pub fn delta(levels: usize) -> f64 {
    levels as f64 / (2.0 * (levels as f64 - 1.0))
}

/// Random trajectories over inputs in `groups` (the group of each input). A group's inputs move together, each up or
/// down at random.
pub fn trajectories(groups: &[usize], levels: usize, count: usize, seed: u64) -> Vec<Trajectory> {
    let mut random = StdRng::seed_from_u64(seed);
    (0..count).map(|_| trajectory(groups, levels, &mut random)).collect()
}

fn trajectory(groups: &[usize], levels: usize, random: &mut StdRng) -> Trajectory {
    let (step, half) = (delta(levels), levels / 2);
    let up: Vec<bool> = groups.iter().map(|_| random.random_bool(0.5)).collect();
    let at = |up: bool, random: &mut StdRng| {
        let low = random.random_range(0..half) as f64 / (levels as f64 - 1.0);
        if up { low } else { low + step }
    };
    let mut point: Vec<f64> = up.iter().map(|up| at(*up, random)).collect();
    let mut order: Vec<usize> = (0..groups.iter().max().map_or(0, |g| g + 1)).collect();
    order.shuffle(random);
    let (mut points, mut steps) = (vec![point.clone()], Vec::new());
    for group in order {
        let members: Vec<usize> = (0..groups.len()).filter(|i| groups[*i] == group).collect();
        members.iter().for_each(|i| point[*i] += if up[*i] { step } else { -step });
        points.push(point.clone());
        // A group of several has no one direction: its effect is known by its size only.
        steps.push((group, if members.len() == 1 && !up[members[0]] { -step } else { step }));
    }
    Trajectory { points, steps }
}

/// What is found of one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Mean size of the elementary effects, with its interval over trajectories.
    pub mu_star: Estimate,
    /// Their mean; NaN of a group of several inputs, whose members move up or down each for itself, so that an effect
    /// has a size and no sign.
    pub mu: f64,
    /// Their standard deviation, noise taken out; zero where the noise alone exceeds it, NaN where `mu` is or with one
    /// trajectory.
    pub sigma: f64,
    /// What `mu_star` would be on average if only noise moved the outcome: sd of the noise x sqrt(2 / pi). A `mu_star`
    /// near it says nothing.
    pub floor: f64,
    /// Trajectories used.
    pub n: usize,
}

/// Effects by group; `values` are the outcomes at the points of the trajectories, one after another. A trajectory with
/// a value that is not defined is left out.
pub fn effects(trajectories: &[Trajectory], values: &[Value], how: Resampling) -> Vec<Effect> {
    let mut at = 0;
    let mut effects: Vec<Vec<(f64, f64)>> = Vec::new();
    for trajectory in trajectories {
        let own = &values[at..at + trajectory.points.len()];
        at += own.len();
        if own.iter().all(Value::is_defined) {
            effects.push(elementary(trajectory, own));
        }
    }
    let groups = trajectories.first().map_or(0, |t| t.steps.len());
    let of = |g: usize| effect(&effects.iter().map(|e| e[g]).collect::<Vec<_>>(), how);
    (0..groups).map(|g| if is_several(trajectories, g) { of(g).without_sign() } else { of(g) }).collect()
}

/// Whether several inputs move where this group does.
fn is_several(trajectories: &[Trajectory], group: usize) -> bool {
    let moved = |pair: &[Vec<f64>]| pair[0].iter().zip(&pair[1]).filter(|(a, b)| a != b).count();
    let several = |t: &Trajectory| t.points.windows(2).zip(&t.steps).any(|(p, (g, _))| *g == group && moved(p) > 1);
    trajectories.iter().any(several)
}

impl Effect {
    fn without_sign(self) -> Self {
        Self { mu: f64::NAN, sigma: f64::NAN, ..self }
    }
}

/// Elementary effects of a trajectory and the variance of each one's noise, by group.
fn elementary(trajectory: &Trajectory, values: &[Value]) -> Vec<(f64, f64)> {
    let mut found = vec![(f64::NAN, f64::NAN); trajectory.steps.len()];
    for (pair, (group, step)) in values.windows(2).zip(&trajectory.steps) {
        found[*group] = ((pair[1].mean - pair[0].mean) / step, (pair[0].noise + pair[1].noise) / (step * step));
    }
    found
}

fn effect(found: &[(f64, f64)], how: Resampling) -> Effect {
    let n = found.len() as f64;
    let sizes = |w: &[f64]| vec![w.iter().zip(found).map(|(w, e)| w * e.0.abs()).sum::<f64>() / n];
    let mu = found.iter().map(|e| e.0).sum::<f64>() / n;
    let noise = found.iter().map(|e| e.1).sum::<f64>() / n;
    let spread = found.iter().map(|e| (e.0 - mu) * (e.0 - mu)).sum::<f64>() / (n - 1.0) - noise;
    Effect {
        mu_star: intervals(found.len(), how, sizes)[0],
        mu,
        // The larger of a number and of none would be the number.
        sigma: if found.len() < 2 { f64::NAN } else { spread.max(0.0).sqrt() },
        floor: (noise * std::f64::consts::FRAC_2_PI).sqrt(),
        n: found.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_function_has_its_slopes_as_effects() {
        let plan = trajectories(&[0, 1, 2], 4, 20, 7);
        let f = |x: &Vec<f64>| Value::exact(3.0 * x[0] - 2.0 * x[1] + 0.5);
        let values: Vec<Value> = plan.iter().flat_map(|t| t.points.iter().map(f)).collect();
        let found = effects(&plan, &values, Resampling::default());
        for (effect, slope) in found.iter().zip([3.0, -2.0, 0.0f64]) {
            assert!((effect.mu - slope).abs() < 1e-12 && (effect.mu_star.value - slope.abs()).abs() < 1e-12);
            assert!(effect.sigma < 1e-7, "{effect:?}");
        }
    }

    #[test]
    fn points_stay_on_the_grid_and_one_group_moves_at_a_time() {
        for t in trajectories(&[0, 1, 0, 2], 4, 50, 3) {
            assert_eq!(t.points.len(), 4);
            for (pair, (group, _)) in t.points.windows(2).zip(&t.steps) {
                let moved: Vec<usize> = (0..4).filter(|i| pair[0][*i] != pair[1][*i]).collect();
                assert_eq!(moved, if *group == 0 { vec![0, 2] } else { vec![if *group == 1 { 1 } else { 3 }] });
            }
            assert!(t.points.iter().flatten().all(|u| (0..4).any(|k| (u * 3.0 - f64::from(k)).abs() < 1e-12)));
        }
    }

    #[test]
    fn a_group_of_several_has_a_size_and_no_sign() {
        let plan = trajectories(&[0, 1, 0], 4, 40, 7);
        let f = |x: &Vec<f64>| Value::exact(x[0] + x[1] + x[2]);
        let values: Vec<Value> = plan.iter().flat_map(|t| t.points.iter().map(f)).collect();
        let found = effects(&plan, &values, Resampling::default());
        assert!(found[0].mu.is_nan() && found[0].sigma.is_nan() && found[0].mu_star.value > 0.5, "{found:?}");
        assert!((found[1].mu - 1.0).abs() < 1e-12 && found[1].sigma < 1e-7, "{found:?}");
    }

    #[test]
    fn few_trajectories_say_little_and_none_say_nothing() {
        let of = |found: &[(f64, f64)]| effect(found, Resampling { resamples: 50, ..Resampling::default() });
        let one = of(&[(2.0, 0.1)]);
        assert!(one.mu_star.value == 2.0 && one.mu_star.lo.is_nan() && one.sigma.is_nan() && one.n == 1, "{one:?}");
        let none = of(&[]);
        assert!(none.mu_star.value.is_nan() && none.mu.is_nan() && none.sigma.is_nan() && none.n == 0, "{none:?}");
    }

    #[test]
    fn noise_is_not_taken_for_interaction() {
        // Effects 1 +- 1: spread 4 n / (n - 1) / 4 ... all of it noise of variance 1.
        let found: Vec<(f64, f64)> = (0..100).map(|k| (if k % 2 == 0 { 2.0 } else { 0.0 }, 1.02)).collect();
        let effect = effect(&found, Resampling { resamples: 50, ..Resampling::default() });
        assert_eq!(effect.sigma, 0.0);
        assert!((effect.floor - (1.02f64 * 2.0 / std::f64::consts::PI).sqrt()).abs() < 1e-12);
    }
}
