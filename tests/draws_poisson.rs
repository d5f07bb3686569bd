//! Poisson quantiles against exact ones, and their order.

mod draws_support;

use draws_support::lattice;
use pkosim::draws::sample::poisson_scalar;
use pkosim::draws::stream::Stream;
use proptest::prelude::*;

const TOP: u64 = 1 << 32;

struct Row {
    rate: f64,
    count: f64,
    first: u64,
    last: u64,
}

/// Rates, counts, and the first and last word of each (exact CDF, 40 digits).
fn rows() -> Vec<Row> {
    let text = include_str!("data/draws_poisson.txt");
    let row = |line: &str| {
        let mut words = line.split(' ');
        let mut next = || words.next().unwrap();
        let (rate, count) = (next().parse().unwrap(), next().parse().unwrap());
        Row { rate, count, first: next().parse().unwrap(), last: next().parse().unwrap() }
    };
    text.lines().filter(|line| !line.starts_with('#')).map(row).collect()
}

/// To the last word: the first and last word of a count, and their neighbours outside.
#[test]
fn quantiles_are_exact_up_to_600() {
    for Row { rate, count, first, last } in rows().into_iter().filter(|row| row.rate <= 600.0) {
        assert_eq!(poisson_scalar(rate, lattice(first)), count, "rate {rate}, first word");
        assert_eq!(poisson_scalar(rate, lattice(last)), count, "rate {rate}, last word");
        if first > 0 {
            assert!(poisson_scalar(rate, lattice(first - 1)) < count, "rate {rate} {count}");
        }
        if last + 1 < TOP {
            assert!(poisson_scalar(rate, lattice(last + 1)) > count, "rate {rate} {count}");
        }
    }
}

/// Above, the boundary may be off by less than half a word: the word inside is right.
#[test]
fn quantiles_are_within_a_word_above_600() {
    for Row { rate, count, first, last } in rows().into_iter().filter(|row| row.rate > 600.0) {
        if first + 1 < last {
            assert_eq!(poisson_scalar(rate, lattice(first + 1)), count, "rate {rate}");
            assert_eq!(poisson_scalar(rate, lattice(last - 1)), count, "rate {rate}");
        }
    }
}

const RATES: [f64; 14] = [1e-9, 0.05, 0.5, 3.0, 11.0, 15.999, 16.0, 23.0, 60.0, 250.0, 600.0, 601.0, 3e4, 1e9];

fn rises_in_u(rate: f64, words: impl Iterator<Item = u64>) {
    let mut last = 0.0;
    for word in words {
        let count = poisson_scalar(rate, lattice(word));
        assert!(count >= last, "rate {rate}, word {word}: {count} after {last}");
        last = count;
    }
}

/// Word by word at the ends and at the normal's seam; in strides over everything.
#[test]
fn counts_never_fall_as_the_uniform_rises() {
    let seam = (0.001_349_898_031_630_094_6 * TOP as f64) as u64;
    for rate in RATES {
        for middle in [5_000, seam, TOP / 2, TOP - seam, TOP - 5_000] {
            rises_in_u(rate, middle - 5_000..middle + 5_000);
        }
        rises_in_u(rate, (0..TOP).step_by(400_009));
    }
}

/// Word by word around every step of the CDF: where a wrong recheck would show.
#[test]
fn counts_never_fall_next_to_a_step() {
    for rate in [12.0, 16.0, 40.0, 150.0, 599.0, 650.0, 2000.0] {
        let mut word = 1000;
        while word < TOP - 1000 {
            word = next_step(rate, word);
            rises_in_u(rate, word - 40..(word + 40).min(TOP));
            word += 1000;
        }
    }
}

/// The first word above `word` with another count, by bisection.
fn next_step(rate: f64, word: u64) -> u64 {
    let count = poisson_scalar(rate, lattice(word));
    let (mut low, mut high) = (word, TOP - 1);
    while high - low > 1 {
        let middle = (low + high) / 2;
        let same = poisson_scalar(rate, lattice(middle)) == count;
        (low, high) = if same { (middle, high) } else { (low, middle) };
    }
    high
}

#[test]
fn counts_never_fall_as_the_rate_rises() {
    let stream = Stream::new(3, "rates");
    for replicate in 0..300 {
        let u = stream.uniform_at(replicate, 0, 0);
        let mut last = 0.0;
        for i in 0..4000 {
            let rate = 1e-3 * 1.006_f64.powi(i);
            let count = poisson_scalar(rate, u);
            assert!(count >= last, "u {u}, rate {rate}: {count} after {last}");
            last = count;
        }
    }
}

/// Steps of one part in 10^9 across the rates where the method changes.
#[test]
fn counts_never_fall_across_the_seams() {
    for seam in [16.0, 600.0] {
        for word in (0..TOP).step_by(1_000_003) {
            let below = poisson_scalar(seam * (1.0 - 1e-9), lattice(word));
            let above = poisson_scalar(seam * (1.0 + 1e-9), lattice(word));
            assert!(below <= above, "seam {seam}, word {word}: {below} then {above}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_higher_rate_never_gives_fewer(low in 0.0..1500.0_f64, more in 1e-6..50.0_f64, word: u32) {
        let u = lattice(u64::from(word));
        prop_assert!(poisson_scalar(low, u) <= poisson_scalar(low + more, u));
    }

    #[test]
    fn no_rate_no_events(word: u32) {
        prop_assert_eq!(poisson_scalar(0.0, lattice(u64::from(word))), 0.0);
    }
}
