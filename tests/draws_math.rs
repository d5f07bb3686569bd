//! Accuracy of `draws::math` against tables of correctly rounded results (60 digits, mpmath; made
//! by `tests/data/draws_tables.py`).
#![allow(clippy::disallowed_methods, reason = "the tests check against the platform")]

mod draws_support;

use draws_support::{lattice, table, ulps};
use pkosim::draws::{Col, LANES, math, sample};

/// The largest error in ulp over a table, printed for the documentation's figures.
fn worst(name: &str, text: &str, f: fn(f64) -> f64) -> u64 {
    let rows = table(text);
    let error = |&(x, y): &(f64, f64)| (ulps(f(x), y), x);
    let worst = rows.iter().map(error).max_by_key(|error| error.0).unwrap();
    let exact = rows.iter().filter(|row| error(row).0 == 0).count();
    println!("{name}: {} ulp at {:e}; {exact} of {} exact", worst.0, worst.1, rows.len());
    worst.0
}

#[test]
fn exp_is_within_one_ulp() {
    let text = include_str!("data/draws_exp.txt");
    assert!(worst("exp", text, math::exp) <= 1);
}

#[test]
fn ln_is_within_one_ulp() {
    assert!(worst("ln", include_str!("data/draws_ln.txt"), math::ln) <= 1);
}

#[test]
fn normal_quantile_is_within_its_bound() {
    let text = include_str!("data/draws_normal_quantile.txt");
    assert!(worst("normal_quantile", text, math::normal_quantile) <= 64);
    for (u, z) in table(text) {
        let error = ((math::normal_quantile(u) - z) / z).abs();
        assert!(error < 8e-15, "u = {u:e}: relative error {error:e}");
        let tail = u * (1.0 - u) < 0.001_348;
        assert!(!tail || ulps(math::normal_quantile(u), z) <= 6, "u = {u:e}");
    }
}

#[test]
fn logistic_is_within_two_ulp() {
    let text = include_str!("data/draws_logistic.txt");
    assert!(worst("logistic", text, math::logistic) <= 2);
}

#[test]
fn logit_is_accurate() {
    let text = include_str!("data/draws_logit.txt");
    worst("logit", text, math::logit);
    for (p, x) in table(text) {
        let error = (math::logit(p) - x).abs();
        assert!(error <= 4.5e-16 * x.abs().max(1.0), "p = {p:e}: error {error:e}");
    }
}

#[test]
fn edges_saturate() {
    assert_eq!(math::exp(f64::INFINITY), f64::INFINITY);
    assert_eq!(math::exp(709.79), f64::INFINITY);
    assert_eq!(math::exp(f64::NEG_INFINITY), 0.0);
    assert_eq!(math::exp(-745.14), 0.0);
    assert_eq!(math::exp(-0.0), 1.0);
    assert!(math::exp(f64::NAN).is_nan());
    assert_eq!(math::ln(0.0), f64::NEG_INFINITY);
    assert_eq!(math::ln(f64::INFINITY), f64::INFINITY);
    assert_eq!(math::ln(1.0).to_bits(), 0);
    assert!(math::ln(-1.0).is_nan() && math::ln(f64::NAN).is_nan());
    assert_eq!((math::logistic(-800.0), math::logistic(800.0)), (0.0, 1.0));
    assert_eq!((math::logit(0.0), math::logit(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
    assert_eq!(math::normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(math::normal_quantile(1.0), f64::INFINITY);
    assert_eq!(math::normal_quantile(0.5), 0.0);
}

#[test]
fn exp_without_edges_has_the_same_bits() {
    for i in -708_000..=708_000 {
        let x = f64::from(i) / 1000.0;
        assert_eq!(math::exp(x).to_bits(), math::exp_normal(x).to_bits(), "x = {x}");
    }
}

#[test]
fn columns_of_exponentials_have_the_bits_of_numbers() {
    const EDGES: [f64; 14] = [
        0.0,
        -0.0,
        708.0,
        -708.0,
        708.1,
        -708.1,
        709.79,
        -745.14,
        1e9,
        -1e9,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        -f64::NAN,
    ];
    for edges in [false, true] {
        for block in 0..2000 {
            // One edge among ordinary numbers, so that either half of the column's work is seen.
            let ordinary =
                |lane: usize| 1416.0 * lattice(((block * 32 + lane) as u64 * 0x9E37_79B1) & 0xFFFF_FFFF) - 708.0;
            let edge = |lane: usize| edges && lane == block % LANES;
            let number = |lane| if edge(lane) { EDGES[block % EDGES.len()] } else { ordinary(lane) };
            let x = Col(std::array::from_fn(number));
            let (exp, logistic) = (math::exp_of(&x), math::logistic_of(&x));
            for lane in 0..LANES {
                assert_eq!(exp[lane].to_bits(), math::exp(x[lane]).to_bits(), "exp {}", x[lane]);
                assert_eq!(logistic[lane].to_bits(), math::logistic(x[lane]).to_bits(), "logistic {}", x[lane]);
            }
        }
    }
}

#[test]
fn the_logarithm_without_edges_has_the_same_bits() {
    for i in 0..1_000_000_u64 {
        let x = math::exp_normal(1416.0 * lattice((i * 0x9E37_79B1) & 0xFFFF_FFFF) - 708.0);
        assert_eq!(math::ln_inside(x).to_bits(), math::ln(x).to_bits(), "x = {x}");
    }
}

/// From the first words to the last: tails and centre, alone and side by side.
#[test]
fn a_few_normals_have_the_bits_of_a_column() {
    for step in 0..4096_u64 {
        let word = |lane: usize| (step << 20).wrapping_add((lane as u64).pow(4)) & 0xFFFF_FFFF;
        let u = Col(std::array::from_fn(|lane| lattice(word(lane))));
        let mut column = Col::default();
        sample::normal(&u, &mut column);
        for first in (0..LANES).step_by(8) {
            let few = sample::normal_few(&std::array::from_fn(|k| u[first + k]));
            for (k, one) in few.iter().enumerate() {
                assert_eq!(one.to_bits(), column[first + k].to_bits(), "u = {}", u[first + k]);
                assert_eq!(sample::normal_one(u[first + k]).to_bits(), one.to_bits());
            }
        }
    }
}

/// A million arguments against the platform's libm, itself within 1 ulp: at most 2 apart.
#[test]
fn exp_and_ln_agree_with_libm() {
    for i in 0..1_000_000_u64 {
        let t = lattice(i.wrapping_mul(0x9E37_79B1) & 0xFFFF_FFFF);
        let x = (t - 0.5) * 1400.0;
        assert!(ulps(math::exp(x), x.exp()) <= 2, "exp {x}");
        let y = math::exp_normal(x);
        assert!(ulps(math::ln(y), y.ln()) <= 2, "ln {y}");
    }
}

#[test]
fn pow_multiplies_the_error_of_the_logarithm() {
    for i in 1..2000 {
        let (x, y) = (f64::from(i) * 0.37, f64::from(i % 17) * 0.81 - 6.0);
        let bound = 4.0 + 2.0 * (y * x.ln()).abs();
        assert!(ulps(math::pow(x, y), x.powf(y)) as f64 <= bound, "{x}^{y}");
    }
}

#[test]
fn rounding_is_to_nearest_even_and_floor_is_below() {
    let cases = [0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994, 1e15 + 0.5, -3.7, 7.0];
    for x in cases {
        assert_eq!(math::round_half(x), f64::round_ties_even(x), "{x}");
        assert_eq!(math::floor(x), x.floor(), "{x}");
    }
}

/// Consecutive words, everywhere that the method changes and at the ends.
fn rises_over(words: impl Iterator<Item = u64>) {
    let mut last = f64::NEG_INFINITY;
    for word in words {
        let z = math::normal_quantile(lattice(word));
        assert!(z > last, "word {word}: {z} after {last}");
        last = z;
    }
}

#[test]
fn normal_quantile_rises_from_word_to_word() {
    const TOP: u64 = 1 << 32;
    let seam = (0.001_349_898_031_630_094_6 * TOP as f64) as u64;
    for middle in [50_000, seam, TOP / 4, TOP / 2, TOP - seam, TOP - 50_000] {
        rises_over(middle - 50_000..middle + 50_000);
    }
    rises_over((0..TOP).step_by(4001));
}

#[test]
#[ignore = "all 2^32 words: a minute or two"]
fn normal_draws_rise_over_every_word() {
    let (mut z, mut last) = (Col::default(), f64::NEG_INFINITY);
    for first in (0..1_u64 << 32).step_by(LANES) {
        let u = Col(std::array::from_fn(|lane| lattice(first + lane as u64)));
        sample::normal(&u, &mut z);
        let rises = z.0.windows(2).all(|pair| pair[0] < pair[1]);
        assert!(last < z[0] && rises, "words from {first}");
        last = z[LANES - 1];
    }
}

#[test]
fn normal_quantile_is_odd() {
    for word in (0..1_u64 << 31).step_by(30_011) {
        let (low, high) = (lattice(word), lattice((1 << 32) - 1 - word));
        assert_eq!(math::normal_quantile(low), -math::normal_quantile(high));
    }
}
