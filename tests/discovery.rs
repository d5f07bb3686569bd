//! PRIM and the tree: planted boxes, and EMA Workbench and scikit-learn on one pinned data set.

use pkosim::experiment::discovery::prim::{Choice, Patience, chances, choose, trajectory};
use pkosim::experiment::discovery::stability::stability;
use pkosim::experiment::discovery::tree::{Growth, grow};
use pkosim::experiment::discovery::{Input, Limit, Points};
use pkosim::output::messages::Lang;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

fn lines(name: &str) -> Vec<Vec<String>> {
    let text = include_str!("data/discovery_ema.csv");
    let own = text.lines().filter_map(|l| l.strip_prefix(name)?.strip_prefix(','));
    own.map(|l| l.split(',').map(str::to_owned).collect()).collect()
}

fn number(text: &str) -> f64 {
    text.parse().expect("a number")
}

fn pinned() -> Points {
    let rows = lines("point");
    let column = |i: usize| rows.iter().map(|r| number(&r[i])).collect::<Vec<f64>>();
    let forms: Vec<String> = rows.iter().map(|r| r[3].clone()).collect();
    Points {
        inputs: vec![
            Input::number("a", column(0)),
            Input::number("b", column(1)),
            Input::number("c", column(2)),
            Input::category("form", &forms),
        ],
        cases: rows.iter().map(|r| r[4] == "1").collect(),
    }
}

fn all(points: &Points) -> Vec<usize> {
    (0..points.len()).collect()
}

#[test]
fn ema_workbench_peels_and_pastes_the_same_boxes() {
    let points = pinned();
    let steps = trajectory(&points, &all(&points), Patience::default());
    let theirs = lines("step");
    assert_eq!(steps.len(), theirs.len());
    for (step, row) in steps.iter().zip(&theirs) {
        for (own, theirs) in [step.coverage, step.density, step.mass].into_iter().zip(row) {
            assert!((own - number(theirs)).abs() < 1e-12, "{step:?} is not {row:?}");
        }
        assert_eq!(step.restricted.to_string(), row[3]);
    }
    let last = &steps[steps.len() - 1].region.0;
    for (limit, row) in last.iter().zip(lines("limit")) {
        assert_eq!(*limit, Limit::Range(number(&row[1]), number(&row[2])));
    }
    let Limit::Levels(allowed) = &last[3] else { panic!("form is a category") };
    let kept: Vec<&String> = points.inputs[3].levels.iter().zip(allowed).filter(|(_, a)| **a).map(|l| l.0).collect();
    assert_eq!(kept, lines("levels")[0].iter().collect::<Vec<_>>());
}

#[test]
fn ema_workbench_finds_the_same_second_box_in_what_is_left() {
    let points = pinned();
    let first = trajectory(&points, &all(&points), Patience::default()).pop().expect("a box");
    let taken = points.inside(&first.region, &all(&points));
    let left: Vec<usize> = all(&points).into_iter().filter(|k| !taken.contains(k)).collect();
    let second = trajectory(&points, &left, Patience::default()).pop().expect("a box");
    let theirs = lines("second");
    // EMA drops a second box that is not dense enough and returns all that is left.
    let own = if second.density >= 0.5 { second } else { trajectory(&points, &left, Patience::default()).remove(0) };
    for (own, theirs) in [own.coverage, own.density, own.mass].into_iter().zip(&theirs[0]) {
        assert!((own - number(theirs)).abs() < 1e-12, "{own} is not {theirs}");
    }
}

#[test]
fn scikit_learn_splits_where_the_tree_does() {
    let mut points = pinned();
    points.inputs.pop();
    let tree = grow(&points, Growth { depth: 2, mass: 30.0 / 600.0, gain: 0.0 });
    let theirs = &lines("tree")[0];
    let right: usize = tree.leaves.iter().map(|l| l.cases.max(l.points - l.cases)).sum();
    assert!((right as f64 / points.len() as f64 - number(&theirs[2])).abs() < 1e-12);
    let first = theirs[0].parse::<usize>().expect("an input");
    let ends = tree
        .leaves
        .iter()
        .any(|l| matches!(l.region.0[first], Limit::Range(_, hi) if (hi - number(&theirs[1])).abs() < 1e-6));
    assert!(ends, "{tree:?}");
    for (own, theirs) in tree.importance.iter().zip(&theirs[3..]) {
        assert!((own - number(theirs)).abs() < 1e-9, "{:?} is not {theirs}", tree.importance);
    }
}

/// Points of which those with `a > 0.7` and `b < 0.5` are cases, among `c`, which does nothing.
fn planted(n: usize, seed: u64) -> Points {
    let mut random = StdRng::seed_from_u64(seed);
    let mut column = || (0..n).map(|_| random.random::<f64>()).collect::<Vec<f64>>();
    let (a, b, c) = (column(), column(), column());
    let cases = a.iter().zip(&b).map(|(a, b)| *a > 0.7 && *b < 0.5).collect();
    Points { inputs: vec![Input::number("a", a), Input::number("b", b), Input::number("c", c)], cases }
}

#[test]
fn a_planted_box_is_found_with_its_limits() {
    let points = planted(2000, 1);
    let steps = trajectory(&points, &all(&points), Patience::default());
    let best = &steps[choose(&steps, Choice::Balanced).expect("a box")];
    assert!(best.coverage > 0.95 && best.density > 0.95, "{best:?}");
    let Limit::Range(low, _) = best.region.0[0] else { panic!("a number") };
    let Limit::Range(_, high) = best.region.0[1] else { panic!("a number") };
    assert!((low - 0.7).abs() < 0.03 && (high - 0.5).abs() < 0.03 && best.restricted == 2, "{best:?}");
    assert!(chances(&points, &all(&points), best).iter().all(|(_, p)| *p < 1e-6));
    let words = best.region.words(&points.whole(), &points.inputs, Lang::En, |x| format!("{x:.1}"));
    assert_eq!(words, ["a >= 0.7", "b <= 0.5"]);
}

#[test]
fn choices_trade_coverage_against_density() {
    let points = planted(2000, 1);
    let steps = trajectory(&points, &all(&points), Patience::default());
    let dense = &steps[choose(&steps, Choice::Density(0.5)).expect("dense enough")];
    let wide = &steps[choose(&steps, Choice::Coverage(0.999)).expect("wide enough")];
    assert!(dense.density >= 0.5 && dense.coverage > 0.99 && wide.coverage >= 0.999);
    assert_eq!(choose(&steps, Choice::Density(1.1)), None);
}

#[test]
fn what_belongs_to_the_finding_comes_back_in_other_samples_and_what_does_not_does_not() {
    let points = planted(600, 2);
    let found = stability(&points, 0.9, Patience::default(), 40, 1);
    assert!(found[0].limited > 0.95 && found[1].limited > 0.95 && found[2].limited < 0.5, "{found:?}");
    assert!(found[0].lower[0] <= 0.72 && found[0].lower[2] >= 0.6 && found[0].upper[1].is_nan(), "{found:?}");
    let again = stability(&points, 0.9, Patience::default(), 40, 1);
    assert_eq!(format!("{found:?}"), format!("{again:?}"), "seeded, whatever the threads");
}

#[test]
fn the_tree_agrees_on_the_planted_box() {
    let points = planted(2000, 3);
    let tree = grow(&points, Growth::default());
    let (coverage, density) = tree.together();
    assert!(coverage > 0.98 && density > 0.98 && tree.importance[2] < 0.02, "{tree:?}");
    assert_eq!(tree.leaves.iter().map(|l| l.points).sum::<usize>(), points.len());
    assert_eq!(tree.leaves.iter().map(|l| l.cases).sum::<usize>(), points.count());
    for leaf in &tree.leaves {
        assert_eq!(points.inside(&leaf.region, &all(&points)).len(), leaf.points, "a region holds its points");
    }
}

#[test]
fn levels_go_to_the_side_of_their_cases() {
    let levels: Vec<String> = (0..400).map(|k| ["w", "x", "y", "z"][k % 4].to_owned()).collect();
    let cases = levels.iter().map(|l| l == "x" || l == "z").collect();
    let points = Points { inputs: vec![Input::category("form", &levels)], cases };
    let tree = grow(&points, Growth::default());
    assert_eq!(tree.together(), (1.0, 1.0));
    let steps = trajectory(&points, &all(&points), Patience::default());
    let last = &steps[steps.len() - 1];
    assert_eq!((last.coverage, last.density), (1.0, 1.0));
    assert_eq!(last.region.words(&points.whole(), &points.inputs, Lang::En, |x| x.to_string()), ["form = x or z"]);
}

#[test]
fn nothing_to_find_is_no_box_and_no_split() {
    for yes in [false, true] {
        let mut points = planted(200, 4);
        points.cases = vec![yes; 200];
        let steps = trajectory(&points, &all(&points), Patience::default());
        assert_eq!(steps.len(), 1);
        assert_eq!(grow(&points, Growth::default()).leaves.len(), 1);
    }
}
