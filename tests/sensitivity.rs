//! Sensitivity measures against closed forms, under noise, and beside SALib.

use std::f64::consts::PI;

use pkosim::experiment::sensitivity::bootstrap::Resampling;
use pkosim::experiment::sensitivity::given::{given, slices};
use pkosim::experiment::sensitivity::indices::{Indices, estimate, rows_needed};
use pkosim::experiment::sensitivity::morris::{Trajectory, effects};
use pkosim::experiment::sensitivity::saltelli::Saltelli;
use pkosim::experiment::sensitivity::{Estimate, Value};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Normal};

/// Ishigami's function with a = 7, b = 0.1, of uniforms.
fn ishigami(u: &[f64]) -> f64 {
    let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
}

/// Its variance, first orders, totals and the one interaction, in closed form.
fn ishigami_exact() -> (f64, [f64; 3], [f64; 3], f64) {
    let (a, b) = (7.0f64, 0.1f64);
    let v1 = 0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2);
    let (v2, v13) = (a * a / 8.0, b * b * PI.powi(8) * (1.0 / 18.0 - 1.0 / 50.0));
    let v = v1 + v2 + v13;
    (v, [v1 / v, v2 / v, 0.0], [(v1 + v13) / v, v2 / v, v13 / v], v13 / v)
}

/// Sobol's G function with coefficients `a`; its first order and total of an input in closed form.
fn g(u: &[f64], a: &[f64]) -> f64 {
    u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}

fn g_exact(a: &[f64], i: usize) -> [f64; 2] {
    let part = |a: &f64| 1.0 / 3.0 / (1.0 + a).powi(2);
    let all = a.iter().map(|a| 1.0 + part(a)).product::<f64>();
    let others = all / (1.0 + part(&a[i]));
    [part(&a[i]) / (all - 1.0), part(&a[i]) * others / (all - 1.0)]
}

/// A base sample of rank-1 lattice points with a random shift: low discrepancy without a table.
fn lattice(rows: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    // Korobov's form; the multiplier is one of L'Ecuyer's for 2^14 and does for smaller powers of two.
    let mut random = StdRng::seed_from_u64(seed);
    let shift: Vec<f64> = (0..dimensions).map(|_| random.random()).collect();
    let powers: Vec<u64> =
        std::iter::successors(Some(1u64), |p| Some(p * 6229 % rows as u64)).take(dimensions).collect();
    let at = |k: u64, d: usize| ((k * powers[d] % rows as u64) as f64 / rows as f64 + shift[d]).fract();
    (0..rows as u64).map(|k| (0..dimensions).map(|d| at(k, d)).collect()).collect()
}

fn random(rows: usize, dimensions: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut random = StdRng::seed_from_u64(seed);
    (0..rows).map(|_| (0..dimensions).map(|_| random.random()).collect()).collect()
}

fn values(design: &Saltelli, base: &[Vec<f64>], mut f: impl FnMut(&[f64]) -> Value) -> Vec<Value> {
    base.iter().flat_map(|row| design.points(row)).map(|u| f(&u)).collect()
}

fn quick() -> Resampling {
    Resampling { resamples: 200, ..Resampling::default() }
}

fn noisy(sd: f64, seed: u64) -> impl FnMut(f64) -> Value {
    let (mut luck, normal) = (StdRng::seed_from_u64(seed), Normal::new(0.0, sd).expect("finite"));
    // The variance of a mean is estimated too: of 50 replicates, by the chi square of 49 degrees.
    let chi = rand_distr::ChiSquared::new(49.0).expect("positive");
    move |x| Value { mean: x + normal.sample(&mut luck), noise: sd * sd * chi.sample(&mut luck) / 49.0 }
}

fn near(found: &[Estimate], exact: &[f64], by: f64) {
    for (e, exact) in found.iter().zip(exact) {
        assert!((e.value - exact).abs() < by, "{e:?} is not within {by} of {exact}");
    }
}

#[test]
fn ishigami_at_2_to_14_is_within_a_hundredth() {
    let design = Saltelli::single(3, true);
    let base = lattice(1 << 14, 6, 3);
    let found = estimate(&design, &values(&design, &base, |u| Value::exact(ishigami(u))), quick());
    let (variance, first, total, pair) = ishigami_exact();
    assert!((found.variance.value / variance - 1.0).abs() < 0.01);
    near(&found.first, &first, 0.01);
    near(&found.total, &total, 0.01);
    let second: Vec<Estimate> = found.second.iter().map(|(_, _, e)| *e).collect();
    near(&second, &[0.0, pair, 0.0], 0.01);
}

#[test]
fn the_g_function_of_eight_inputs_is_met() {
    let a = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];
    let design = Saltelli::single(8, false);
    let base = lattice(1 << 13, 16, 5);
    let found = estimate(&design, &values(&design, &base, |u| Value::exact(g(u, &a))), quick());
    let exact: Vec<[f64; 2]> = (0..8).map(|i| g_exact(&a, i)).collect();
    near(&found.first, &exact.iter().map(|e| e[0]).collect::<Vec<_>>(), 0.02);
    near(&found.total, &exact.iter().map(|e| e[1]).collect::<Vec<_>>(), 0.02);
}

#[test]
fn noise_as_large_as_the_signal_is_taken_out() {
    let design = Saltelli::single(3, false);
    let (variance, first, total, _) = ishigami_exact();
    let mut luck = noisy(variance.sqrt(), 9);
    let all = values(&design, &lattice(1 << 14, 6, 3), |u| luck(ishigami(u)));
    let found = estimate(&design, &all, quick());
    // Standard errors from the intervals: about 0.015 each; 0.06 is four of them.
    near(&found.first, &first, 0.06);
    near(&found.total, &total, 0.06);
    assert!((found.noise / found.raw_variance - 0.5).abs() < 0.03);
    // Left in, the totals would read near (0.56 + 1) / 2 = 0.78, (0.44 + 1) / 2, (0.24 + 1) / 2.
    let ignored: Vec<Value> = all.iter().map(|v| Value::exact(v.mean)).collect();
    let wrong = estimate(&design, &ignored, quick());
    assert!((wrong.total[2].value - (total[2] + 1.0) / 2.0).abs() < 0.06, "{:?}", wrong.total[2]);
}

#[test]
fn groups_are_explained_as_one() {
    // (x1, x3) together explain all but what x2 does, and do not interact with it.
    let design = Saltelli { groups: vec![0, 1, 0], second: false };
    let found = estimate(&design, &values(&design, &lattice(1 << 13, 6, 1), |u| Value::exact(ishigami(u))), quick());
    let (_, first, ..) = ishigami_exact();
    near(&found.first, &[1.0 - first[1], first[1]], 0.02);
    near(&found.total, &[1.0 - first[1], first[1]], 0.02);
}

#[test]
fn an_outcome_that_no_input_moves_has_no_indices() {
    let design = Saltelli::single(2, false);
    let found = estimate(&design, &values(&design, &lattice(64, 4, 1), |_| Value::exact(3.0)), quick());
    assert!(found.first.iter().chain(&found.total).all(|e| e.value.is_nan()), "{found:?}");
}

#[test]
fn a_row_with_an_undefined_value_is_left_out_and_counted() {
    let design = Saltelli::single(3, false);
    let mut all = values(&design, &lattice(256, 6, 1), |u| Value::exact(ishigami(u)));
    all[7].mean = f64::NAN;
    let found = estimate(&design, &all, quick());
    assert_eq!((found.rows, found.dropped), (255, 1));
    assert!(found.total.iter().all(|e| e.value.is_finite()));
}

#[test]
fn rows_needed_follow_the_square_root() {
    let design = Saltelli::single(3, false);
    let found = estimate(&design, &values(&design, &random(256, 6, 1), |u| Value::exact(ishigami(u))), quick());
    let worst = found.first.iter().chain(&found.total).map(Estimate::half_width).fold(0.0, f64::max);
    let needed = rows_needed(&found, worst / 3.0).expect("not yet resolved");
    assert_eq!(needed, (256 * 9usize).next_power_of_two());
    assert_eq!(rows_needed(&found, worst), None);
}

#[test]
fn slices_alone_find_first_orders_and_a_dummy_marks_what_is_nothing() {
    let points = random(4000, 3, 2);
    let mut luck = noisy(0.5, 4);
    // Variances 1 / 12 x (1, 4, 0), noise 1 / 4 beside them.
    let outcome: Vec<Value> = points.iter().map(|u| luck(u[0] + 2.0 * u[1])).collect();
    let column = |i: usize| points.iter().map(|u| u[i]).collect::<Vec<f64>>();
    let found: Vec<_> = (0..3).map(|i| given(&column(i), false, &outcome, quick())).collect();
    // Ten slices hold all but 1 % of an input's variance.
    near(&found.iter().map(|f| f.first).collect::<Vec<_>>(), &[0.198, 0.792, 0.0], 0.05);
    assert!(found[1].pawn.value > found[1].dummy && found[0].pawn.value > found[0].dummy, "{found:?}");
    assert!(found.iter().all(|f| f.pawn.lo <= f.pawn.value && f.pawn.value <= f.pawn.hi), "{found:?}");
    assert!(found[2].pawn.lo < found[2].dummy);
}

#[test]
fn an_input_that_does_nothing_passes_for_one_that_does_in_one_of_twenty_samples() {
    // 100 samples: 5 expected, sd 2.2; more than 14 in 1 of 10,000.
    let one = |seed: u64| {
        let points = random(200, 2, seed);
        let outcome: Vec<Value> = points.iter().map(|u| Value::exact(u[0])).collect();
        let how = Resampling { resamples: 10, seed, ..Resampling::default() };
        let found = given(&points.iter().map(|u| u[1]).collect::<Vec<_>>(), false, &outcome, how);
        usize::from(found.pawn.value > found.dummy)
    };
    let false_alarms = (0..100).map(one).sum::<usize>();
    assert!(false_alarms <= 14, "{false_alarms}");
}

#[test]
fn pawn_of_an_identity_has_its_closed_form() {
    // A slice k of ten against all: max(k, 9 - k) / 10, whose median over slices is 0.7.
    let input: Vec<f64> = (0..1000).map(|k| f64::from(k) / 1000.0).collect();
    let outcome: Vec<Value> = input.iter().map(|x| Value::exact(*x)).collect();
    let found = given(&input, false, &outcome, quick());
    assert!((found.pawn.value - 0.7).abs() < 1e-12, "{found:?}");
}

#[test]
fn slices_keep_equal_values_together() {
    let (slice, count) = slices(&[[1.0; 40], [2.0; 40], [5.0; 40]].concat(), 10, false);
    assert_eq!((count, slice[0], slice[40], slice[80]), (3, 0, 1, 2));
    let (slice, count) = slices(&(0..500).map(|k| f64::from(k % 37)).collect::<Vec<_>>(), 10, false);
    assert!(count <= 10 && slice.iter().enumerate().all(|(k, s)| *s == slice[k % 37]));
}

#[test]
fn a_level_is_a_slice_however_few_points_it_has() {
    for levels in [6u32, 12] {
        // The level is all that the outcome hangs on, in no order.
        let input: Vec<f64> = (0..36).map(|k| f64::from(k % levels)).collect();
        let outcome: Vec<Value> = input.iter().map(|x| Value::exact((x * 5.0) % 7.0)).collect();
        let found = given(&input, true, &outcome, quick());
        assert!(found.slices == levels as usize && (found.first.value - 1.0).abs() < 1e-12, "{found:?}");
        assert!(found.pawn.value > found.dummy && found.first.half_width() < 1e-9, "{found:?}");
    }
    // So are few numbers, where a continuous input would have no slices at all.
    let (_, count) = slices(&[1.0, 2.0, 1.0, 2.0], 10, false);
    assert_eq!(count, 2);
}

#[test]
fn what_cannot_be_cut_is_not_defined_and_not_resolved() {
    let outcome: Vec<Value> = (0..15).map(|k| Value::exact(f64::from(k * k % 11))).collect();
    let continuous: Vec<f64> = (0..15).map(f64::from).collect();
    let found = given(&continuous, false, &outcome, quick());
    assert_eq!(found.slices, 1);
    assert!([found.pawn.value, found.dummy, found.first.value, found.first.half_width()].iter().all(|x| x.is_nan()));
    // A level for each point: nothing within. Two points a level: an estimate, and no interval that could be trusted.
    assert!(given(&continuous, true, &outcome, quick()).first.value.is_nan());
    let pairs: Vec<f64> = (0..15).map(|k| f64::from(k / 2)).collect();
    let first = given(&pairs, true, &outcome, quick()).first;
    assert!(first.value.is_finite() && first.half_width().is_nan(), "{first:?}");
}

/// In how many of 400 samples of 100 points the interval of a first order holds the truth, and its own estimate.
fn coverage_by_slices(share: f64) -> [usize; 2] {
    let normal = Normal::new(0.0, 1.0).expect("finite");
    let one = |seed: u64| {
        let mut luck = StdRng::seed_from_u64(seed);
        let points = random(100, 1, 10_000 + seed);
        let value = |u: &Vec<f64>| {
            let known = (share * 12.0).sqrt() * (u[0] - 0.5);
            Value::exact(known + (1.0 - share).sqrt() * normal.sample(&mut luck))
        };
        let outcome: Vec<Value> = points.iter().map(value).collect();
        let how = Resampling { resamples: 200, seed, ..Resampling::default() };
        let first = given(&points.iter().map(|u| u[0]).collect::<Vec<_>>(), false, &outcome, how).first;
        // Ten slices hold all but 1 % of what a straight line explains.
        [0.99 * share, first.value].map(|x| usize::from(first.lo <= x && x <= first.hi))
    };
    (0..400).map(one).fold([0; 2], |sum, held| [sum[0] + held[0], sum[1] + held[1]])
}

#[test]
fn intervals_by_slices_cover_at_their_rate_and_hold_their_estimate() {
    // Plain percentiles held 0 in 82 % of the samples of an inert input and the truth in 89 % of one of .3, which laid
    // about the estimate becomes 100 and 93 %. At a rate of .925, 400 samples have a sd of .013: below 348 in 1 of
    // 70,000. Of the inert input, at a true rate of .95, below 360 in 1 of 400,000.
    for (share, least) in [(0.0, 360), (0.3, 348)] {
        let [truth, estimate] = coverage_by_slices(share);
        assert!(truth >= least && estimate == 400, "{share}: {truth} {estimate}");
    }
}

#[test]
fn rounding_is_no_variance() {
    let design = Saltelli::single(2, false);
    for constant in [0.3, 1e9 / 7.0] {
        let found = estimate(&design, &values(&design, &lattice(64, 4, 1), |_| Value::exact(constant)), quick());
        assert!(found.first.iter().chain(&found.total).all(|e| e.value.is_nan()), "{found:?}");
    }
}

#[test]
fn one_base_row_has_no_interval() {
    let design = Saltelli::single(3, false);
    let found = estimate(&design, &values(&design, &random(1, 6, 1), |u| Value::exact(ishigami(u))), quick());
    assert!(found.total.iter().all(|e| e.value.is_finite() && e.half_width().is_nan()), "{found:?}");
    let undefined = |_: &[f64]| Value { mean: f64::NAN, noise: f64::NAN };
    let found = estimate(&design, &values(&design, &random(4, 6, 1), undefined), quick());
    assert_eq!((found.rows, found.dropped), (0, 4));
}

/// Rows of the pinned file under one name.
fn pinned(name: &str) -> Vec<Vec<f64>> {
    let text = include_str!("data/sensitivity_salib.csv");
    let own = text.lines().filter_map(|l| l.strip_prefix(name)?.strip_prefix(','));
    own.map(|l| l.split(',').map(|x| x.parse().expect("a number")).collect()).collect()
}

fn same(found: &[f64], exact: &[f64]) {
    assert_eq!(found.len(), exact.len());
    for (f, e) in found.iter().zip(exact) {
        assert!((f - e).abs() < 1e-9 * e.abs().max(1.0), "{f} is not {e}");
    }
}

#[test]
fn salib_finds_the_same_indices_on_the_same_design() {
    let design = Saltelli::single(3, true);
    let found: Indices = estimate(&design, &values(&design, &pinned("base"), |u| Value::exact(ishigami(u))), quick());
    let of = |e: &[Estimate]| e.iter().map(|e| e.value).collect::<Vec<f64>>();
    same(&of(&found.first), &pinned("first")[0]);
    same(&of(&found.total), &pinned("total")[0]);
    same(&found.second.iter().map(|(_, _, e)| e.value).collect::<Vec<_>>(), &pinned("second")[0]);
}

#[test]
fn salib_finds_the_same_elementary_effects_on_the_same_trajectories() {
    let points = pinned("morris");
    let trajectory = |points: &[Vec<f64>]| {
        let step = |pair: &[Vec<f64>]| {
            let moved = (0..3).find(|i| pair[0][*i] != pair[1][*i]).expect("one moves");
            (moved, pair[1][moved] - pair[0][moved])
        };
        Trajectory { points: points.to_vec(), steps: points.windows(2).map(step).collect() }
    };
    let plan: Vec<Trajectory> = points.chunks(4).map(trajectory).collect();
    let outcome: Vec<Value> = points.iter().map(|u| Value::exact(ishigami(u))).collect();
    let found = effects(&plan, &outcome, quick());
    same(&found.iter().map(|e| e.mu).collect::<Vec<_>>(), &pinned("mu")[0]);
    same(&found.iter().map(|e| e.mu_star.value).collect::<Vec<_>>(), &pinned("mu_star")[0]);
    same(&found.iter().map(|e| e.sigma).collect::<Vec<_>>(), &pinned("sigma")[0]);
}

#[test]
fn salib_finds_nearly_the_same_pawn_on_the_same_sample() {
    let points = pinned("sample");
    let outcome: Vec<Value> = points.iter().map(|u| Value::exact(ishigami(u))).collect();
    for (i, exact) in pinned("pawn")[0].iter().enumerate() {
        let column: Vec<f64> = points.iter().map(|u| u[i]).collect();
        // SALib leaves the largest value of an input out of its last slice; here it is in.
        let found = given(&column, false, &outcome, quick()).pawn.value;
        assert!((found - exact).abs() < 0.02, "{found} is not near {exact}");
    }
}

/// Shares of `repetitions` in which the intervals of first orders and totals held the exact ones.
fn coverage(repetitions: u64, sd: f64) -> [[f64; 3]; 2] {
    let design = Saltelli::single(3, false);
    let (_, first, total, _) = ishigami_exact();
    let mut held = [[0.0; 3]; 2];
    for seed in 0..repetitions {
        let mut luck = noisy(sd, 1000 + seed);
        let all = values(&design, &random(512, 6, seed), |u| luck(ishigami(u)));
        let found = estimate(&design, &all, Resampling { resamples: 400, seed, confidence: 0.95 });
        for (k, (estimates, exact)) in [(&found.first, first), (&found.total, total)].into_iter().enumerate() {
            for i in 0..3 {
                let inside = estimates[i].lo <= exact[i] && exact[i] <= estimates[i].hi;
                held[k][i] += f64::from(u8::from(inside)) / repetitions as f64;
            }
        }
    }
    held
}

#[test]
#[ignore = "slow tier: 2 x 200 repetitions of a Sobol' analysis"]
fn intervals_cover_at_their_rate() {
    let variance = ishigami_exact().0;
    for sd in [0.0, variance.sqrt()] {
        let held = coverage(200, sd);
        // At 95 %, 200 repetitions: sd 0.0154. Six rates each time: 0.90 is 3.2 sd below, missed by chance in 1 of 120.
        for rate in held.into_iter().flatten() {
            assert!(rate >= 0.90, "sd {sd:.2}: {held:?}");
        }
        println!("sd {sd:.2}: first {:?}, total {:?}", held[0], held[1]);
    }
}
