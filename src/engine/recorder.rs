//! What a chunk of blocks leaves behind: outcome columns, monthly sums, histograms.

use crate::draws::dispatch::SimdClass;
use crate::draws::{Col, LANES};
use crate::world::column::is_zero;
use crate::world::council::Council;
use crate::world::month::{BlockOutcomes, Side, World};
use crate::world::outcome::{self, Pool};
use crate::world::series::{self, Pool as SeriesPool, Range, Watch};
use crate::world::setting::Setting;

use super::bands::Bins;

/// Where the parts of a table stand: places are `all` first where there are several theatres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Theatres.
    pub theatres: usize,
    /// Places: the theatres, and `all` before them where there is more than one.
    pub places: usize,
    /// Worlds simulated: 1 or 2.
    pub worlds: usize,
    /// Months of a history.
    pub months: usize,
    /// Places whose bands are kept: all of them unless there are very many.
    pub band_places: usize,
}

/// Cells of band histograms kept at most, about 64 MB.
const BAND_CELLS: usize = 40_000;

impl Layout {
    /// The layout of a setting.
    pub fn new(setting: &Setting, paired: bool) -> Self {
        let theatres = setting.theatres.len();
        let places = theatres + usize::from(theatres > 1);
        let (worlds, months) = (1 + usize::from(paired), setting.months);
        let one = Self { theatres, places, worlds, months, band_places: 1 };
        Self { band_places: (BAND_CELLS / one.band_cells()).clamp(1, places), ..one }
    }

    /// Names of the places.
    pub fn place_names(&self, setting: &Setting) -> Vec<String> {
        let all = (self.theatres > 1).then(|| "all".to_owned());
        all.into_iter().chain(setting.scenario.theatres.keys().cloned()).collect()
    }

    /// Cells of the monthly tables.
    pub fn cells(&self) -> usize {
        self.worlds * self.places * self.months * series::COUNT
    }

    /// First cell of a world, place and month.
    #[inline(always)]
    pub fn cell(&self, world: usize, place: usize, month: usize) -> usize {
        ((world * self.places + place) * self.months + month) * series::COUNT
    }

    /// First band cell of a world, place and month. Series of missions have none in the world without.
    #[inline(always)]
    pub fn band_cell(&self, world: usize, place: usize, month: usize) -> usize {
        let (before, series) = match world {
            0 => (0, series::COUNT),
            _ => (self.band_places * self.months * series::COUNT, series::COMMON),
        };
        before + (place * self.months + month) * series
    }

    /// Band cells.
    pub fn band_cells(&self) -> usize {
        self.band_places * self.months * (series::COUNT + (self.worlds - 1) * series::COMMON)
    }

    /// Column of an outcome.
    pub fn column(&self, world: usize, place: usize, outcome: usize) -> usize {
        (world * self.places + place) * outcome::COUNT + outcome
    }

    /// Outcome columns.
    pub fn columns(&self) -> usize {
        self.worlds * self.places * outcome::COUNT
    }
}

/// Replicates of a chunk: so few that short runs occupy all threads, and that what a chunk holds stays small.
pub const CHUNK: usize = 4 * LANES;

/// Record of consecutive replicates.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// First replicate.
    pub first: u64,
    /// Replicates recorded.
    pub replicates: usize,
    /// Outcome columns in the order of [`Layout::column`], one value per replicate.
    pub outcomes: Vec<Vec<f64>>,
    /// Sums of the series over the replicates, in the order of [`Layout::cell`].
    pub sums: Vec<f64>,
    /// Bins of the series, where these replicates belong to the bands.
    pub bins: Option<Bins>,
    layout: Layout,
    simd: SimdClass,
    /// Whether the months are recorded.
    months: bool,
    /// Series whose bins are kept.
    banded: [bool; series::COUNT],
    /// Lanes that belong to the run; the others only fill the last block.
    lanes: usize,
    /// Sums of a month's series over every eighth lane.
    eights: Vec<[f64; 8]>,
    /// Those over every other lane.
    pairs: Vec<[f64; 2]>,
    /// Series that are worked out and those of all theatres, while a month is recorded.
    scratch: Vec<series::Derived>,
}

impl Chunk {
    /// An empty chunk from replicate `first`, with room for bins where its replicates enter the bands.
    pub fn new(layout: Layout, simd: SimdClass, first: u64, bins: Option<Bins>) -> Self {
        Self {
            first,
            replicates: 0,
            outcomes: (0..layout.columns()).map(|_| Vec::with_capacity(CHUNK)).collect(),
            sums: vec![0.0; layout.cells()],
            bins,
            layout,
            simd,
            months: true,
            banded: [true; series::COUNT],
            lanes: LANES,
            eights: vec![[0.0; 8]; series::COUNT],
            pairs: vec![[0.0; 2]; series::COUNT],
            scratch: vec![[Col::splat(0.0); series::COUNT]; 2],
        }
    }

    /// Keeps the bins of these series only.
    pub fn with_bands_of(mut self, shown: &[usize]) -> Self {
        self.banded = std::array::from_fn(|k| shown.contains(&k));
        self
    }

    /// An empty chunk that records outcomes only.
    pub fn without_months(layout: Layout, simd: SimdClass, first: u64) -> Self {
        let mut chunk = Self::new(Layout { months: 0, ..layout }, simd, first, None);
        chunk.layout = layout;
        chunk.months = false;
        chunk
    }

    /// Says how many lanes of the next block belong to the run.
    pub fn begin_block(&mut self, lanes: usize) {
        self.lanes = lanes;
    }

    /// Takes in the outcomes of a block.
    pub fn end_block(&mut self, block: &BlockOutcomes, lanes: usize) {
        self.push(0, &block.mission, lanes);
        if let Some(none) = &block.none {
            self.push(1, none, lanes);
        }
        self.replicates += lanes;
    }

    /// Takes in the outcomes of a block in the world without operations, after those of [`Self::end_block`].
    pub fn end_block_beside(&mut self, none: &[[Col; outcome::COUNT]], lanes: usize) {
        self.push(1, none, lanes);
    }

    /// Takes the outcomes of the world without operations from columns of all replicates.
    pub fn beside(&mut self, none: &[Vec<f64>]) {
        let half = self.layout.column(1, 0, 0);
        let first = self.first as usize;
        for (to, from) in self.outcomes[half..].iter_mut().zip(none) {
            to.extend_from_slice(&from[first..first + self.replicates]);
        }
    }

    fn push(&mut self, world: usize, theatres: &[[Col; outcome::COUNT]], lanes: usize) {
        let offset = self.layout.places - self.layout.theatres;
        for k in 0..outcome::COUNT {
            for (t, columns) in theatres.iter().enumerate() {
                let at = self.layout.column(world, t + offset, k);
                self.outcomes[at].extend_from_slice(&columns[k].0[..lanes]);
            }
            if offset > 0 {
                let at = self.layout.column(world, 0, k);
                let pooled = (0..lanes).map(|i| pool(theatres, k, i));
                self.outcomes[at].extend(pooled);
            }
        }
    }

    /// Adds a month to the sums and bins, but for the series in which nothing happened.
    #[inline(always)]
    fn add(&mut self, world: usize, place: usize, month: usize, values: &[&Col; series::COUNT]) {
        let cell = self.layout.cell(world, place, month);
        // Series of missions come last and exist in the world with operations only.
        let count = if world == 0 { series::COUNT } else { series::COMMON };
        let band_cell = self.layout.band_cell(world, place, month);
        let (eights, pairs) = (&mut self.eights[..count], &mut self.pairs[..count]);
        if self.lanes == LANES {
            for k in 0..count {
                eights[k] = eight(values[k]);
            }
        } else {
            for k in 0..count {
                eights[k] = eight(&first(self.lanes, values[k]));
            }
        }
        for k in 0..count {
            pairs[k] = pair(&eights[k]);
        }
        let sums = &mut self.sums[cell..cell + count];
        for k in 0..count {
            sums[k] += pairs[k][0] + pairs[k][1];
        }
        let Some(bins) = self.bins.as_mut().filter(|_| place < self.layout.band_places) else {
            return;
        };
        for k in 0..count {
            if self.banded[k] && !is_zero(values[k]) {
                bins.set(band_cell + k, self.replicates, series::SERIES[k].range == Range::Unit, values[k]);
            }
        }
    }
}

/// The outcome of all theatres of one replicate.
fn pool(theatres: &[[Col; outcome::COUNT]], k: usize, lane: usize) -> f64 {
    let values = theatres.iter().map(|t| t[k][lane]).filter(|x| !x.is_nan());
    let (sum, n) = values.fold((0.0, 0u32), |(sum, n), x| (sum + x, n + 1));
    match (n, outcome::outcome(k).pool) {
        (0, _) => f64::NAN,
        (_, Pool::Sum) => sum,
        (_, Pool::Mean) => sum / f64::from(n),
    }
}

/// A column with zeros after its first lanes.
fn first(lanes: usize, column: &Col) -> Col {
    let mut first = *column;
    first.0[lanes..].fill(0.0);
    first
}

/// A column halved twice, by adding its later half to its earlier: the sums of every eighth lane.
#[inline(always)]
fn eight(column: &Col) -> [f64; 8] {
    let mut eight = [0.0; 8];
    for i in 0..8 {
        eight[i] = (column[i] + column[i + 16]) + (column[i + 8] + column[i + 24]);
    }
    eight
}

/// Halved twice more: the sums of every other lane.
///
/// Each step is taken for all columns of a month before the next: taken one after another for each column, the compiler
/// made all of them as narrow as the last.
#[inline(always)]
fn pair(eight: &[f64; 8]) -> [f64; 2] {
    let mut pair = [0.0; 2];
    for i in 0..2 {
        pair[i] = (eight[i] + eight[i + 4]) + (eight[i + 2] + eight[i + 6]);
    }
    pair
}

impl Watch for Chunk {
    fn month(&mut self, month: usize, council: &Council, side: &Side, setting: &Setting) {
        if self.months {
            record_month(self.simd, self, month, council, side, setting);
        }
    }
}

crate::simd_dispatch! {
    fn record_month(chunk: &mut Chunk, month: usize, council: &Council, side: &Side, setting: &Setting) = record;
}

#[inline(always)]
fn record(chunk: &mut Chunk, month: usize, council: &Council, side: &Side, setting: &Setting) {
    let world = usize::from(side.world == World::None);
    let offset = chunk.layout.places - chunk.layout.theatres;
    let mut scratch = std::mem::take(&mut chunk.scratch);
    if let [derived, all] = &mut scratch[..] {
        for t in 0..chunk.layout.theatres {
            let values = series::look(derived, t, council, side, setting);
            chunk.add(world, t + offset, month, &values);
            if offset > 0 {
                accumulate(all, &values, t, chunk.layout.theatres);
            }
        }
        if offset > 0 {
            chunk.add(world, 0, month, &std::array::from_fn(|k| &all[k]));
        }
    }
    chunk.scratch = scratch;
}

#[inline(always)]
fn accumulate(all: &mut series::Derived, values: &[&Col; series::COUNT], t: usize, theatres: usize) {
    for k in 0..series::COUNT {
        if t == 0 {
            all[k] = Col::splat(0.0);
        }
        let share = match series::SERIES[k].pool() {
            SeriesPool::Sum => 1.0,
            SeriesPool::Mean => 1.0 / theatres as f64,
        };
        for i in 0..LANES {
            all[k][i] += share * values[k][i];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By halves, as written in a book: 32 numbers to 16, to 8, to 4, to 2, to 1.
    fn halved(mut numbers: Vec<f64>) -> f64 {
        while numbers.len() > 1 {
            let later = numbers.split_off(numbers.len() / 2);
            numbers.iter_mut().zip(later).for_each(|(a, b)| *a += b);
        }
        numbers[0]
    }

    #[test]
    fn columns_are_summed_by_halves_to_the_bit() {
        // Numbers of very different size, so that another order of additions gives other bits.
        let column = Col(std::array::from_fn(|i| (i as f64 + 0.1).powi(i as i32 % 13 - 6)));
        let [even, odd] = pair(&eight(&column));
        assert_eq!((even + odd).to_bits(), halved(column.to_vec()).to_bits());
        assert_ne!((even + odd).to_bits(), column.iter().sum::<f64>().to_bits());
    }

    #[test]
    fn lanes_that_only_fill_a_block_are_not_summed_whatever_they_hold() {
        let mut column = Col(std::array::from_fn(|i| i as f64));
        column.0[5..].fill(f64::NAN);
        assert_eq!(pair(&eight(&first(5, &column))), [6.0, 4.0]);
    }
}
