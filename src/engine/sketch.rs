//! Counts of values to some digits, which merge exactly, for quantiles of more replicates than are kept.

use std::collections::BTreeMap;

/// Counts of values to 11 significant bits, for quantiles of more replicates than are kept.
///
/// Whole numbers below 2,048 are told exactly; anything else to within 1 part in 2,048.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    counts: BTreeMap<u64, u64>,
    total: u64,
}

const KEPT_BITS: u32 = 11;

impl Sketch {
    /// Adds values; NaN is passed over.
    pub fn extend(&mut self, values: &[f64]) {
        let mut keys: Vec<u64> = values.iter().filter(|x| !x.is_nan()).map(|x| key(*x)).collect();
        keys.sort_unstable();
        for run in keys.chunk_by(|a, b| a == b) {
            *self.counts.entry(run[0]).or_default() += run.len() as u64;
        }
        self.total += keys.len() as u64;
    }

    /// Values added.
    pub fn len(&self) -> u64 {
        self.total
    }

    /// Whether none was added.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// The value of rank `rank` (from 0).
    pub fn ranked(&self, rank: u64) -> f64 {
        let mut below = 0;
        for (key, count) in &self.counts {
            below += count;
            if rank < below {
                return value(*key);
            }
        }
        f64::NAN
    }

    /// Sum of squares of all, and of the largest 1 % by magnitude.
    pub fn tail(&self) -> (f64, f64) {
        let mut squares: Vec<(f64, u64)> = self.counts.iter().map(|(k, n)| (value(*k) * value(*k), *n)).collect();
        squares.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut left = self.total.div_ceil(100);
        let (mut all, mut top) = (0.0, 0.0);
        for (square, n) in squares {
            let from_top = n.min(left);
            left -= from_top;
            top += square * from_top as f64;
            all += square * n as f64;
        }
        (all, top)
    }
}

/// A whole number in the order of the values, so that a map of keys is sorted.
fn key(x: f64) -> u64 {
    let shift = 52 - KEPT_BITS;
    // Round to nearest in the kept bits; -0 and 0 are one value.
    let bits = (x + 0.0).to_bits();
    let magnitude = ((bits & (u64::MAX >> 1)) + (1 << (shift - 1))) >> shift;
    if bits >> 63 == 1 { (1 << 62) - magnitude } else { (1 << 62) + magnitude }
}

fn value(key: u64) -> f64 {
    let shift = 52 - KEPT_BITS;
    let middle = 1 << 62;
    if key < middle { -f64::from_bits((middle - key) << shift) } else { f64::from_bits((key - middle) << shift) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sketch_tells_whole_numbers_below_4096_exactly() {
        for n in 0..4096 {
            assert_eq!(value(key(f64::from(n))), f64::from(n));
            assert_eq!(value(key(-f64::from(n))), -f64::from(n));
        }
    }

    #[test]
    fn sketch_is_within_its_stated_accuracy_and_keeps_order() {
        let mut last = f64::NEG_INFINITY;
        for k in -4000..4000 {
            let x = f64::from(k) * f64::from(k).abs().powf(2.5) + 0.123;
            let y = value(key(x));
            assert!((y - x).abs() <= x.abs() / 4096.0, "{x} {y}");
            assert!(y >= last);
            last = y;
        }
    }

    #[test]
    fn sketch_ranks_like_a_sorted_list() {
        let values: Vec<f64> = (0..1000).map(|k| f64::from((k * 7919) % 1000)).collect();
        let mut sketch = Sketch::default();
        values.chunks(37).for_each(|part| sketch.extend(part));
        for rank in [0, 1, 499, 998, 999] {
            assert_eq!(sketch.ranked(rank), rank as f64);
        }
    }
}
