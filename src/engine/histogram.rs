//! Histograms of whole counts that merge exactly, for bands by month and for sketched quantiles.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::draws::math::floor;
use crate::draws::{Col, LANES};

/// Bins of a band histogram.
const BINS: usize = 784;

/// Sub-bins per octave of a positive series: a bin is at most 1/16 of its value wide.
const SUB: u32 = 4;

/// Least power of two told apart from zero in a positive series.
const LEAST: i64 = -6;

/// Histograms of all cells of the monthly tables.
///
/// A series between 0 and 1 has 768 even bins; a positive one has a bin for zero and 16 bins per
/// octave from 2^-6 to 2^42. Counts are 16 bits: at most 65,535 replicates enter.
#[derive(Clone, Debug, PartialEq)]
pub struct Bands {
    counts: Vec<u16>,
}

impl Bands {
    /// Empty histograms.
    pub fn new(cells: usize) -> Self {
        Self { counts: vec![0; cells * BINS] }
    }

    /// Counts the first `replicates` of a record, the cells over the threads of the current pool.
    pub fn count(&mut self, bins: &Bins, replicates: usize) {
        let cells = self.counts.par_chunks_mut(BINS).with_min_len(64).enumerate();
        cells.for_each(|(cell, counts)| count(counts, bins, cell, replicates));
    }

    /// The quantiles at `probabilities` of a cell, by straight lines inside a bin.
    pub fn quantiles<const N: usize>(&self, cell: usize, unit: bool, probabilities: [f64; N]) -> [f64; N] {
        let counts = &self.counts[cell * BINS..(cell + 1) * BINS];
        let total: u64 = counts.iter().map(|c| u64::from(*c)).sum();
        probabilities.map(|p| quantile(counts, total, unit, p))
    }
}

/// Counts a cell: neighbours in four tables in turn, since equal bins are common and each count would wait for the last.
fn count(counts: &mut [u16], bins: &Bins, cell: usize, replicates: usize) {
    let mut tables = [[0u16; BINS]; 4];
    let whole = replicates / LANES;
    for block in 0..whole {
        for quad in bins.line(block, cell).chunks_exact(4) {
            for (table, bin) in tables.iter_mut().zip(quad) {
                table[usize::from(*bin)] += 1;
            }
        }
    }
    if !replicates.is_multiple_of(LANES) {
        for bin in &bins.line(whole, cell)[..replicates % LANES] {
            tables[0][usize::from(*bin)] += 1;
        }
    }
    for (k, count) in counts.iter_mut().enumerate() {
        *count += tables[0][k] + tables[1][k] + tables[2][k] + tables[3][k];
    }
}

/// The bins of a block in one cell: one line of a cache, and never parts of two.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Line([u16; LANES]);

/// The bins into which the cells of a chunk's replicates fall.
///
/// A histogram of all cells takes many megabytes, so that counting a block at once would wait for memory at every
/// count. A block's bins are one line of memory a cell instead, a month's lines side by side as they are written; the
/// histograms are counted cell by cell when the chunk is folded.
#[derive(Clone, Debug)]
pub struct Bins {
    cells: usize,
    /// By block, then cell.
    lines: Vec<Line>,
}

impl Bins {
    /// Room for so many cells and replicates.
    pub fn new(cells: usize, replicates: usize) -> Self {
        Self { cells, lines: vec![Line([0; LANES]); replicates.div_ceil(LANES) * cells] }
    }

    /// Whether there is room for just so many cells and as many replicates.
    pub fn holds(&self, cells: usize, replicates: usize) -> bool {
        cells == self.cells && replicates.div_ceil(LANES) * cells <= self.lines.len()
    }

    /// Sets the bins of a cell for the block whose first lane is replicate `at` of the record.
    #[inline(always)]
    pub fn set(&mut self, cell: usize, at: usize, unit: bool, column: &Col) {
        let mut bins = [0; LANES];
        if unit {
            for i in 0..LANES {
                bins[i] = unit_bin(column[i]);
            }
        } else {
            for i in 0..LANES {
                bins[i] = positive_bin(column[i]);
            }
        }
        self.lines[at / LANES * self.cells + cell] = Line(bins);
    }

    fn line(&self, block: usize, cell: usize) -> &[u16; LANES] {
        &self.lines[block * self.cells + cell].0
    }
}

fn quantile(counts: &[u16], total: u64, unit: bool, p: f64) -> f64 {
    let target = p * total as f64;
    let mut below = 0.0;
    for (bin, count) in counts.iter().enumerate() {
        let here = f64::from(*count);
        if here > 0.0 && below + here >= target {
            let (lo, hi) = if unit { unit_edges(bin) } else { positive_edges(bin) };
            return lo + (hi - lo) * ((target - below) / here);
        }
        below += here;
    }
    f64::NAN
}

#[inline(always)]
fn unit_bin(x: f64) -> u16 {
    let at = x * 768.0;
    // A NaN goes to the lowest bin, a stray value outside [0, 1] to the nearest end.
    let at = if at >= 767.0 { 767.0 } else { at };
    let at = if at > 0.0 { at } else { 0.0 };
    // The whole part as the low bits of a mantissa: a cast that saturates would not become vector code.
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    (floor(at) + WHOLE).to_bits() as u16
}

fn unit_edges(bin: usize) -> (f64, f64) {
    // The exact ends 0 and 1 are common (probabilities, flags) and stay themselves.
    match bin {
        0 => (0.0, 0.0),
        767 => (1.0, 1.0),
        _ => (bin as f64 / 768.0, (bin + 1) as f64 / 768.0),
    }
}

#[inline(always)]
fn positive_bin(x: f64) -> u16 {
    let code = (x.to_bits() >> (52 - SUB)) as i64 - ((1023 + LEAST) << SUB);
    let code = if x > 0.0 { code } else { -1 };
    (code + 1).clamp(0, BINS as i64 - 1) as u16
}

fn positive_edges(bin: usize) -> (f64, f64) {
    if bin == 0 {
        return (0.0, 0.0);
    }
    let edge = |code: i64| f64::from_bits(((code + ((1023 + LEAST) << SUB)) as u64) << (52 - SUB));
    let (lo, hi) = (edge(bin as i64 - 1), edge(bin as i64));
    // Below 16 every whole number has a bin of its own: a count is told exactly.
    if hi <= 16.0 && lo.fract() == 0.0 { (lo, lo) } else { (lo, hi) }
}

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

    #[test]
    fn bands_of_an_even_spread_are_its_quantiles() {
        let mut bands = Bands::new(2);
        let mut bins = Bins::new(2, 32_000);
        for k in 0..1000 {
            let column = Col(std::array::from_fn(|i| (f64::from(k) * 32.0 + i as f64 + 0.5) / 32_000.0));
            bins.set(0, 32 * k as usize, true, &column);
            bins.set(1, 32 * k as usize, false, &Col(column.map(|x| 1.0e6 * x)));
        }
        bands.count(&bins, 32_000);
        for p in [0.05, 0.5, 0.95] {
            assert!((bands.quantiles(0, true, [p])[0] - p).abs() < 2e-3);
            assert!((bands.quantiles(1, false, [p])[0] / 1.0e6 - p).abs() < 5e-3);
        }
    }

    #[test]
    fn small_counts_are_told_exactly() {
        let mut bands = Bands::new(1);
        let mut bins = Bins::new(1, 512);
        (0..16).for_each(|n| bins.set(0, 32 * n as usize, false, &Col::splat(f64::from(n))));
        bands.count(&bins, 512);
        let q = bands.quantiles(0, false, [0.5 / 16.0, 3.5 / 16.0, 15.5 / 16.0]);
        assert_eq!(q, [0.0, 3.0, 15.0]);
    }

    #[test]
    fn odd_values_fall_into_the_nearest_bin() {
        assert_eq!([-1.0, -0.0, 0.0, f64::NAN, f64::NEG_INFINITY].map(unit_bin), [0; 5]);
        assert_eq!([1.0, 7.0, f64::INFINITY].map(unit_bin), [767; 3]);
        assert_eq!([-1.0, -0.0, 0.0, f64::MIN_POSITIVE, -f64::NAN].map(positive_bin), [0; 5]);
        assert_eq!([f64::MAX, f64::INFINITY].map(positive_bin), [BINS as u16 - 1; 2]);
    }

    #[test]
    fn lanes_that_only_fill_the_last_block_are_not_counted() {
        let mut bands = Bands::new(1);
        let mut bins = Bins::new(1, 5);
        bins.set(0, 0, false, &Col(std::array::from_fn(|i| i as f64)));
        bands.count(&bins, 5);
        assert_eq!(bands.counts.iter().map(|c| u32::from(*c)).sum::<u32>(), 5);
    }
}
