//! Two values of a list for each trajectory.

use crate::experiment::design::Sampler;

use super::Trajectory;

/// The values of a list axis, for trajectories that move between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels {
    /// Position of the axis.
    pub axis: usize,
    /// How many values the list has.
    pub count: usize,
    /// Whether they are numbers, so that two of them lie near or far apart.
    pub numbers: bool,
}

impl Levels {
    /// Two different values by their positions, from two uniforms. Each is equally likely to be any value of the list.
    ///
    /// Numbers lie half of the list apart (of an odd list half a value more or less), as on Morris' own grid. Of words
    /// any other follows.
    pub fn pair(&self, u: [f64; 2]) -> (usize, usize) {
        let pick = |u: f64, n: usize| ((u * n as f64) as usize).min(n.saturating_sub(1));
        let first = pick(u[0], self.count);
        let step = match self.numbers {
            true if self.count.is_multiple_of(2) => self.count / 2,
            true => self.count / 2 + pick(u[1], 2),
            false => 1 + pick(u[1], self.count.saturating_sub(1)),
        };
        (first, (first + step) % self.count.max(1))
    }

    /// How much of the axis lies between two values, with a sign by their order in the file: of words all of it.
    fn between(&self, (from, to): (usize, usize)) -> f64 {
        let places = to as f64 - from as f64;
        if self.numbers { places / (self.count.max(2) - 1) as f64 } else { places.signum() }
    }
}

/// Puts two values of each list in the place of two points of the grid, and what lies between them in the place of the
/// step. `keys` are the names of all axes: the luck of one does not hang on the others.
pub fn put(trajectories: &mut [Trajectory], groups: &[usize], lists: &[Levels], keys: &[String], seed: u64) {
    let names = |list: &Levels| [0, 1].map(|k| format!("morris:{}:{k}", keys[list.axis]));
    let lists: Vec<&Levels> = lists.iter().filter(|l| l.count > 1).collect();
    let sampler = Sampler::random(seed, &lists.iter().flat_map(|l| names(l)).collect::<Vec<_>>());
    for (k, trajectory) in trajectories.iter_mut().enumerate() {
        let mut moved: Vec<Option<f64>> = vec![None; groups.len()];
        for (l, list) in lists.iter().enumerate() {
            let pair = list.pair([2 * l, 2 * l + 1].map(|d| sampler.at(k as u64, d)));
            moved[list.axis] = Some(list.between(pair));
            place(trajectory, groups[list.axis], list, pair);
        }
        trajectory.steps.iter_mut().for_each(|step| *step = (step.0, length(*step, groups, &moved)));
    }
}

/// The first value up to the step that moves the axis, the second from there on; each in the middle of its part.
fn place(trajectory: &mut Trajectory, group: usize, list: &Levels, (from, to): (usize, usize)) {
    let at = trajectory.steps.iter().position(|(g, _)| *g == group).unwrap_or(0);
    for (k, point) in trajectory.points.iter_mut().enumerate() {
        point[list.axis] = ((if k <= at { from } else { to }) as f64 + 0.5) / list.count as f64;
    }
}

/// The step of a group: that of its only member with its sign, else the mean of its members' lengths.
fn length((group, step): (usize, f64), groups: &[usize], moved: &[Option<f64>]) -> f64 {
    let members: Vec<usize> = (0..groups.len()).filter(|i| groups[*i] == group).collect();
    match members[..] {
        [one] => moved[one].unwrap_or(step),
        _ if members.iter().all(|i| moved[*i].is_none()) => step,
        _ => members.iter().map(|i| moved[*i].unwrap_or(step).abs()).sum::<f64>() / members.len() as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::sensitivity::morris::trajectories;

    /// Chi square of how often each of `count` values comes first (or second) in 6,000 pairs.
    fn unevenness(list: Levels, second: bool) -> f64 {
        let sampler = Sampler::random(5, &["a".to_owned(), "b".to_owned()]);
        let mut counts = vec![0.0; list.count];
        for k in 0..6000 {
            let (from, to) = list.pair([sampler.at(k, 0), sampler.at(k, 1)]);
            assert_ne!(from, to);
            counts[if second { to } else { from }] += 1.0;
        }
        let even = 6000.0 / list.count as f64;
        counts.iter().map(|n| (n - even) * (n - even) / even).sum()
    }

    #[test]
    fn every_value_of_a_list_is_equally_likely_before_and_after_a_step() {
        // Chi square of 1, 2, 3, 4, 6 degrees: each limit is passed by chance in 1 of 100,000; 20 tests.
        for (count, limit) in [(2, 19.5), (3, 23.0), (4, 25.9), (5, 28.5), (7, 33.1)] {
            for numbers in [true, false] {
                let list = Levels { axis: 0, count, numbers };
                assert!([true, false].iter().all(|second| unevenness(list, *second) < limit), "{list:?}");
            }
        }
    }

    #[test]
    fn numbers_move_by_half_of_their_list() {
        let list = |count| Levels { axis: 0, count, numbers: true };
        assert_eq!((list(4).pair([0.3, 0.0]), list(2).pair([0.9, 0.9])), ((1, 3), (1, 0)));
        assert_eq!((list(5).pair([0.0, 0.0]), list(5).pair([0.0, 0.9])), ((0, 2), (0, 3)));
        assert_eq!(
            (list(4).between((3, 1)), list(5).between((0, 2)), list(2).between((1, 0))),
            (-2.0 / 3.0, 0.5, -1.0)
        );
    }

    #[test]
    fn a_list_keeps_its_value_but_for_its_own_step() {
        let (groups, keys) = ([0, 1, 2], ["a", "b", "c"].map(str::to_owned));
        let lists = [Levels { axis: 1, count: 3, numbers: false }, Levels { axis: 2, count: 5, numbers: true }];
        let (mut plan, grid) = (trajectories(&groups, 4, 30, 1), trajectories(&groups, 4, 30, 1));
        put(&mut plan, &groups, &lists, &keys, 1);
        for (t, before) in plan.iter().zip(&grid) {
            for ((pair, (group, step)), old) in t.points.windows(2).zip(&t.steps).zip(&before.steps) {
                let moved: Vec<usize> = (0..3).filter(|i| pair[0][*i] != pair[1][*i]).collect();
                assert_eq!(moved, [*group]);
                assert_eq!(step.signum(), (pair[1][*group] - pair[0][*group]).signum());
                let length = match group {
                    0 => old.1.abs() == step.abs(),
                    1 => step.abs() == 1.0,
                    _ => [0.5, 0.75].contains(&step.abs()),
                };
                assert!(length, "{group} {step}");
            }
            assert!(t.points.iter().zip(&before.points).all(|(a, b)| a[0] == b[0]), "other axes stay where they were");
        }
    }

    #[test]
    fn a_linear_function_of_a_list_has_its_whole_change_as_its_effect() {
        let mut plan = trajectories(&[0, 1], 4, 20, 3);
        let list = Levels { axis: 1, count: 5, numbers: true };
        put(&mut plan, &[0, 1], &[list], &["a", "b"].map(str::to_owned), 3);
        let value = |p: &Vec<f64>| super::super::Value::exact(8.0 * ((p[1] * 5.0).floor() / 4.0));
        let values: Vec<_> = plan.iter().flat_map(|t| t.points.iter().map(value)).collect();
        let found = super::super::effects(&plan, &values, Default::default());
        assert!((found[1].mu - 8.0).abs() < 1e-12 && found[1].sigma < 1e-7, "{found:?}");
    }
}
