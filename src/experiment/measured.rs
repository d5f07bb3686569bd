//! Outcomes of some replicates of one setting, all theatres together, for what needs no tables.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::draws::LANES;
use crate::draws::dispatch::SimdClass;
use crate::engine::block;
use crate::engine::recorder::{Chunk, Layout};
use crate::engine::results::Column;
use crate::world::outcome::{self, Kind, PAIRED};
use crate::world::series::{Unwatched, Watch};
use crate::world::setting::Setting;

/// An outcome in one world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Outcome.
    pub outcome: &'static str,
    /// Kind.
    pub kind: Kind,
    /// Unit.
    pub unit: &'static str,
    /// World.
    pub world: Column,
}

/// What is measured where there are operations or not and, if there are, the world without them is lived through too:
/// every outcome in every world, then those of the difference alone.
pub fn measured(operations: bool, paired: bool) -> Vec<Measured> {
    let first = if operations { Column::Mission } else { Column::None };
    let paired = paired && operations;
    let worlds = if paired { Column::ALL.to_vec() } else { vec![first] };
    let of = |o: outcome::Outcome, world| Measured { outcome: o.name, kind: o.kind, unit: o.unit, world };
    let plain = outcome::all().flat_map(|o| worlds.iter().map(move |w| of(o, *w)));
    let both = PAIRED.into_iter().filter(|_| paired).map(|o| of(o, Column::Difference));
    plain.chain(both).collect()
}

/// Follows the months of replicates and knows how many lanes of a block belong to the run.
pub trait Follow: Watch {
    /// A block begins of which so many lanes count.
    fn begin(&mut self, _lanes: usize) {}
}

impl Follow for Unwatched {}

/// Lives through `n` replicates from `first` on, on this thread: one column for each of [`measured`], NaN where an
/// outcome is not defined. Fewer replicates where `stop` was raised.
pub fn live(setting: &Setting, paired: bool, first: u64, n: u64, simd: SimdClass, stop: &AtomicBool) -> Vec<Vec<f64>> {
    live_followed(setting, paired, (first, n), simd, stop, &mut Unwatched)
}

/// As [`live`], from the first replicate on so many, while somebody follows the months.
pub fn live_followed(
    setting: &Setting,
    paired: bool,
    (first, n): (u64, u64),
    simd: SimdClass,
    stop: &AtomicBool,
    follow: &mut impl Follow,
) -> Vec<Vec<f64>> {
    let paired = paired && !setting.operations.is_empty();
    let layout = Layout::new(setting, paired);
    let mut chunk = Chunk::new(layout, simd, first, None);
    let mut done = 0;
    while done < n && !stop.load(Ordering::Relaxed) {
        let lanes = (n - done).min(LANES as u64) as usize;
        chunk.begin_block(lanes);
        follow.begin(lanes);
        let outcomes = block::live(simd, setting, first + done, paired, follow);
        chunk.end_block(&outcomes, lanes);
        done += lanes as u64;
    }
    columns(&chunk, layout)
}

fn columns(chunk: &Chunk, layout: Layout) -> Vec<Vec<f64>> {
    let at = |world, k| &chunk.outcomes[layout.column(world, 0, k)];
    let mut all = Vec::new();
    for k in 0..outcome::COUNT {
        all.push(at(0, k).clone());
        if layout.worlds == 2 {
            all.push(at(1, k).clone());
            all.push(at(0, k).iter().zip(at(1, k)).map(|(a, b)| a - b).collect());
        }
    }
    if layout.worlds == 2 {
        for of in [&[outcome::BATTLE, outcome::GOVERNMENT, outcome::REBELS][..], &[outcome::WAR_MONTHS]] {
            let sum = |world, i: usize| of.iter().map(|k| at(world, *k)[i]).sum::<f64>();
            all.push((0..chunk.replicates).map(|i| sum(1, i) - sum(0, i)).collect());
        }
    }
    all
}
