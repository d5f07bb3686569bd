//! Which points of a sweep nothing betters in cost and lives, as far as their errors let that be said.

use super::pareto::Tried;

/// How a point stands to all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// By the means no other point costs less and saves as many, or saves more for as little.
    Front,
    /// Some other point does by the means, but within the errors.
    Open,
    /// Some other point costs less and saves more, beyond the 95 % intervals of both.
    Dominated,
}

/// The standing of each point.
pub fn standings(points: &[Tried]) -> Vec<Standing> {
    let front = front(points);
    let sure = Stairs::new(points);
    let of = |(point, front): (&Tried, &bool)| match () {
        () if *front => Standing::Front,
        () if sure.better(point.cost[1], point.lives[2]) => Standing::Dominated,
        () => Standing::Open,
    };
    points.iter().zip(&front).map(of).collect()
}

/// Whether each point is on the front by the means; of equal ones, all are.
fn front(points: &[Tried]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    let (cost, lives) = (|i: usize| points[i].cost[0], |i: usize| points[i].lives[0]);
    order.sort_by(|a, b| cost(*a).total_cmp(&cost(*b)).then(lives(*b).total_cmp(&lives(*a))));
    let mut on = vec![false; points.len()];
    let mut last: Option<usize> = None;
    for i in order {
        on[i] = match last {
            None => true,
            Some(l) => lives(i) > lives(l) || (lives(i) == lives(l) && cost(i) == cost(l)),
        };
        if on[i] {
            last = Some(i);
        }
    }
    on
}

/// For each upper end of a cost, the most lives that are surely saved for no more.
struct Stairs(Vec<(f64, f64)>);

impl Stairs {
    fn new(points: &[Tried]) -> Self {
        let ends = points.iter().map(|p| (p.cost[2], p.lives[1]));
        let mut stairs: Vec<(f64, f64)> = ends.filter(|e| e.0.is_finite() && e.1.is_finite()).collect();
        stairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut most = f64::NEG_INFINITY;
        for (_, lives) in &mut stairs {
            most = most.max(*lives);
            *lives = most;
        }
        Self(stairs)
    }

    /// Whether some point surely costs less than this and surely saves more.
    fn better(&self, cost: f64, lives: f64) -> bool {
        let below = self.0.partition_point(|s| s.0 < cost);
        cost.is_finite() && lives.is_finite() && below > 0 && self.0[below - 1].1 > lives
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(cost: [f64; 3], lives: [f64; 3]) -> Tried {
        Tried { name: String::new(), sets: Vec::new(), replicates: 1.0, cost, lives }
    }

    #[test]
    fn a_point_within_the_errors_of_the_front_is_not_called_dominated() {
        let around = |x: f64, error: f64| [x, x - error, x + error];
        let points = [
            tried(around(0.0, 0.0), around(0.0, 0.0)),
            tried(around(10.0, 1.0), around(100.0, 10.0)),
            // Costs more and saves less than the second by the means, but not beyond the errors.
            tried(around(11.0, 1.0), around(95.0, 10.0)),
            // Beyond them in cost, not in lives.
            tried(around(20.0, 1.0), around(95.0, 10.0)),
            // Beyond them in both.
            tried(around(20.0, 1.0), around(50.0, 10.0)),
            tried(around(30.0, 1.0), around(150.0, 10.0)),
            // Errors that are not known prove nothing.
            tried([40.0, f64::NAN, f64::NAN], [10.0, f64::NAN, f64::NAN]),
        ];
        use Standing::{Dominated, Front, Open};
        assert_eq!(standings(&points), [Front, Front, Open, Open, Dominated, Front, Open]);
    }

    #[test]
    fn of_equal_points_all_are_on_the_front() {
        let one = tried([1.0, 0.9, 1.1], [5.0, 4.0, 6.0]);
        let dearer = tried([2.0, 1.9, 2.1], [5.0, 4.0, 6.0]);
        assert_eq!(standings(&[one.clone(), dearer, one]), [Standing::Front, Standing::Open, Standing::Front]);
    }
}
