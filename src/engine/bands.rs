//! Histograms of whole counts that merge exactly, for the bands by month.

use rayon::prelude::*;

use crate::draws::math::floor;
use crate::draws::{Col, LANES};

/// Bins of a band histogram.
const BINS: usize = 784;

/// Cells that are counted together, so that the bins of a block are read in their order.
const TILE: usize = 16;

/// Cells that are counted in turn, since equal bins are common and each count of a cell waits for its last.
const TURN: usize = 4;

/// Bins that are passed over together where a quantile is looked for.
const GROUP: usize = 16;

/// Sub-bins per octave of a positive series: a bin is at most 1/16 of its value wide.
const SUB: u32 = 4;

/// Least power of two told apart from zero in a positive series.
const LEAST: i64 = -6;

/// A histogram of a cell.
type Counts = [u16; BINS];

/// Histograms of all cells of the monthly tables.
///
/// A series between 0 and 1 has 768 even bins; a positive one has a bin for zero and 16 bins per
/// octave from 2^-6 to 2^42. Counts are 16 bits: at most 65,535 replicates enter. Replicates of a block in which nothing
/// happened are not counted: whatever is missing from the count of a cell belongs to zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Bands {
    /// [`Counts`] of the cells, one after another.
    counts: Vec<u16>,
}

impl Bands {
    /// Empty histograms.
    pub fn new(cells: usize) -> Self {
        Self { counts: vec![0; cells * BINS] }
    }

    /// Counts the first so many replicates of each record, the cells over the threads of the current pool.
    pub fn count(&mut self, records: &[(&Bins, usize)]) {
        if records.is_empty() {
            return;
        }
        let cells = self.counts.as_chunks_mut().0.par_chunks_mut(TILE).with_min_len(4).enumerate();
        cells.for_each(|(tile, counts)| count(counts, records, tile * TILE));
    }

    /// The quantiles at `probabilities` of a cell that so many replicates have entered, by straight lines inside a bin.
    pub fn quantiles<const N: usize>(
        &self,
        cell: usize,
        replicates: u64,
        unit: bool,
        probabilities: [f64; N],
    ) -> [f64; N] {
        let counts = &self.counts.as_chunks().0[cell];
        let mut groups = [0; BINS / GROUP];
        for (group, counts) in groups.iter_mut().zip(counts.as_chunks::<GROUP>().0) {
            *group = sum(counts);
        }
        let zeros = replicates.saturating_sub(groups.iter().sum());
        groups[0] += zeros;
        let mut found = [f64::NAN; N];
        for k in 0..N {
            found[k] = quantile(counts, zeros, &groups, unit, probabilities[k]);
        }
        found
    }

    /// The counts of cells from `first` on.
    pub fn counts_from(&self, first: usize) -> &[u16] {
        &self.counts[first * BINS..]
    }

    /// Puts counts in the place of those of cells from `first` on.
    pub fn put(&mut self, first: usize, counts: &[u16]) {
        self.counts[first * BINS..].copy_from_slice(counts);
    }
}

/// Sum of a group of counts.
#[inline(always)]
fn sum(counts: &[u16; GROUP]) -> u64 {
    let mut sum = 0;
    for k in 0..GROUP {
        sum += u32::from(counts[k]);
    }
    sum.into()
}

/// Counts cells side by side, from `first` on.
fn count(counts: &mut [Counts], records: &[(&Bins, usize)], first: usize) {
    for (bins, replicates) in records {
        for (k, turn) in counts.chunks_mut(TURN).enumerate() {
            for block in 0..replicates.div_ceil(LANES) {
                count_turn(turn, bins, block, first + TURN * k, LANES.min(replicates - block * LANES));
            }
        }
    }
}

/// Counts the first lanes of a block in up to [`TURN`] cells from `cell` on.
#[inline(always)]
fn count_turn(counts: &mut [Counts], bins: &Bins, block: usize, cell: usize, lanes: usize) {
    let full = lanes == LANES && (0..TURN).all(|c| c < counts.len() && bins.is_written(cell + c, block));
    if let (true, Some(turn)) = (full, counts.first_chunk_mut::<TURN>()) {
        let mut lines = [bins.line(block, cell); TURN];
        for c in 1..TURN {
            lines[c] = bins.line(block, cell + c);
        }
        for i in 0..LANES {
            for c in 0..TURN {
                turn[c][usize::from(lines[c][i])] += 1;
            }
        }
        return;
    }
    for c in 0..counts.len() {
        if bins.is_written(cell + c, block) {
            bins.line(block, cell + c)[..lanes].iter().for_each(|bin| counts[c][usize::from(*bin)] += 1);
        }
    }
}

/// The bins into which the cells of a chunk's replicates fall.
///
/// A histogram of all cells takes many megabytes, so that counting a block at once would wait for memory at every
/// count. A block's bins are one line of memory a cell instead, a month's lines near one another as they are written; the
/// histograms are counted cell by cell when the chunk is folded. Where nothing happened in any history of a block, as in
/// the months of a mission that has left, its line is neither written nor read.
#[derive(Clone, Debug)]
pub struct Bins {
    cells: usize,
    /// By batch of [`BATCH`] blocks, cell, and block of the batch: [`LANES`] bins each, from `start` on.
    lines: Vec<u16>,
    /// Where the first line begins, so that no line is in parts of two lines of a cache.
    start: usize,
    /// A bit for each block whose line is written: 64 blocks a word, by word of blocks, then cell.
    written: Vec<u64>,
}

/// Blocks whose lines of a cell stand side by side: so many that a count reads few places at once, and so few that a
/// month's lines are not written far apart.
const BATCH: usize = 4;

/// Bytes of a line of a cache.
const CACHE_LINE: usize = 64;

impl Bins {
    /// Room for so many cells and replicates, where nothing has happened yet.
    pub fn new(cells: usize, replicates: usize) -> Self {
        let blocks = replicates.div_ceil(LANES).next_multiple_of(BATCH);
        let lines = vec![0; blocks * cells * LANES + CACHE_LINE / 2];
        let start = lines.as_ptr().align_offset(CACHE_LINE).min(CACHE_LINE / 2);
        Self { cells, lines, start, written: vec![0; blocks.div_ceil(64) * cells] }
    }

    /// The same room, where nothing has happened yet, if it is for just so many cells and as many replicates.
    pub fn again(mut self, cells: usize, replicates: usize) -> Option<Self> {
        let blocks = replicates.div_ceil(LANES).next_multiple_of(BATCH);
        let fits = cells == self.cells && blocks * cells * LANES <= self.lines.len() - self.start;
        self.written.fill(0);
        fits.then_some(self)
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
        let block = at / LANES;
        let from = self.from(block, cell);
        *self.lines[from..].first_chunk_mut().expect("a whole line") = bins;
        self.written[block / 64 * self.cells + cell] |= 1 << (block % 64);
    }

    /// Whether the line of a block and cell is written.
    #[inline(always)]
    fn is_written(&self, cell: usize, block: usize) -> bool {
        self.written[block / 64 * self.cells + cell] >> (block % 64) & 1 == 1
    }

    #[inline(always)]
    fn line(&self, block: usize, cell: usize) -> &[u16; LANES] {
        let from = self.from(block, cell);
        self.lines[from..].first_chunk().expect("a whole line")
    }

    #[inline(always)]
    fn from(&self, block: usize, cell: usize) -> usize {
        self.start + ((block / BATCH * self.cells + cell) * BATCH + block % BATCH) * LANES
    }
}

/// The quantile at `p` of counts and so many `zeros` more, whose sums by [`GROUP`] are `groups`.
fn quantile(counts: &Counts, zeros: u64, groups: &[u64], unit: bool, p: f64) -> f64 {
    let target = p * groups.iter().sum::<u64>() as f64;
    let mut below = 0;
    for (group, of_group) in groups.iter().enumerate() {
        if *of_group == 0 || ((below + of_group) as f64) < target {
            below += of_group;
            continue;
        }
        for bin in group * GROUP..(group + 1) * GROUP {
            let here = u64::from(counts[bin]) + if bin == 0 { zeros } else { 0 };
            if here > 0 && (below + here) as f64 >= target {
                let (lo, hi) = if unit { unit_edges(bin) } else { positive_edges(bin) };
                return lo + (hi - lo) * ((target - below as f64) / here as f64);
            }
            below += here;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_of_an_even_spread_are_its_quantiles() {
        let mut bands = Bands::new(2);
        let mut bins = Bins::new(2, 32_000);
        for k in 0..1000 {
            let column = Col(std::array::from_fn(|i| (f64::from(k) * 32.0 + i as f64 + 0.5) / 32_000.0));
            bins.set(0, 32 * k as usize, true, &column);
            bins.set(1, 32 * k as usize, false, &Col(column.map(|x| 1.0e6 * x)));
        }
        bands.count(&[(&bins, 32_000)]);
        for p in [0.05, 0.5, 0.95] {
            assert!((bands.quantiles(0, 32_000, true, [p])[0] - p).abs() < 2e-3);
            assert!((bands.quantiles(1, 32_000, false, [p])[0] / 1.0e6 - p).abs() < 5e-3);
        }
    }

    #[test]
    fn small_counts_are_told_exactly() {
        let mut bands = Bands::new(1);
        let mut bins = Bins::new(1, 512);
        (0..16).for_each(|n| bins.set(0, 32 * n as usize, false, &Col::splat(f64::from(n))));
        bands.count(&[(&bins, 512)]);
        let q = bands.quantiles(0, 512, false, [0.5 / 16.0, 3.5 / 16.0, 15.5 / 16.0]);
        assert_eq!(q, [0.0, 3.0, 15.0]);
    }

    #[test]
    fn blocks_without_a_line_are_zeros_wherever_they_stand() {
        for (cells, replicates) in [(1, 320), (3, 333), (37, 100), (70, 2_090)] {
            let (mut bands, mut bins) = (Bands::new(cells), Bins::new(cells, replicates));
            let one = |cell: usize, block: usize| (cell + 2 * block).is_multiple_of(3);
            for block in 0..replicates.div_ceil(LANES) {
                for cell in (0..cells).filter(|cell| one(*cell, block)) {
                    bins.set(cell, block * LANES, false, &Col(std::array::from_fn(|i| 1.0 + (i % 2) as f64)));
                }
            }
            bands.count(&[(&bins, replicates)]);
            for cell in 0..cells {
                let lane = |r: usize| if one(cell, r / LANES) { 1 + r % LANES % 2 } else { 0 };
                let mut all: Vec<usize> = (0..replicates).map(lane).collect();
                all.sort_unstable();
                for p in [0.05, 0.3, 0.5, 0.7, 0.95, 1.0] {
                    let rank = (p * replicates as f64).ceil() as usize - 1;
                    let found = bands.quantiles(cell, replicates as u64, false, [p])[0];
                    assert_eq!(found, all[rank] as f64, "{cells} cells, {replicates} replicates, cell {cell}, {p}");
                }
            }
            // Room that is used again begins with nothing.
            let again = bins.again(cells, replicates).unwrap();
            let mut bands = Bands::new(cells);
            bands.count(&[(&again, replicates)]);
            assert!(bands.counts.iter().all(|c| *c == 0));
        }
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
        bands.count(&[(&bins, 5)]);
        assert_eq!(bands.counts.iter().map(|c| u32::from(*c)).sum::<u32>(), 5);
    }
}
