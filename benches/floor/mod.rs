//! The draw floor: the numbers that a month of the model draws, and nothing else.
//!
//! As many uniforms, normals, Poisson counts, exponentials and logarithms per history and month as
//! `pkosim::engine::inventory` counts, in columns, through the same functions and the same dispatch.
//! No arrangement of the model's month can be faster without drawing less.

use pkosim::draws::math::{exp_of, ln_inside};
use pkosim::draws::sample::{normal, poisson};
use pkosim::draws::stream::Stream;
use pkosim::draws::{Col, LANES};
use pkosim::engine::inventory::Inventory;

/// Slots of the world, the theatre and the operation, as the model addresses them.
const SLOTS: [usize; 3] = [4, 20, 8];

/// Poisson rates of a month like the model's: battle-related deaths, attacks on aid workers,
/// neighbours' onsets and endings, two kinds of peacekeeper deaths.
const RATES: [f64; 6] = [60.0, 0.3, 0.006, 0.02, 0.1, 0.6];

/// Whole numbers of each kind in one month.
struct Counts {
    normals: usize,
    poissons: usize,
    exps: usize,
    lns: usize,
}

impl Counts {
    /// Those of a month: a fraction of one is made in as large a share of the months.
    fn of(inventory: &Inventory, month: usize) -> Self {
        let whole = |a_month: f64| ((month + 1) as f64 * a_month) as usize - (month as f64 * a_month) as usize;
        Self {
            normals: whole(inventory.normals),
            poissons: whole(inventory.poissons),
            exps: whole(inventory.exps),
            lns: whole(inventory.lns),
        }
    }
}

/// One block of histories through `months` months; a number that depends on all of it.
#[inline(always)]
pub fn months(inventory: &Inventory, first: u64, months: usize) -> f64 {
    let streams = ["world", "theatre", "operation"].map(|name| Stream::new(7, name));
    let mut sum = Col::default();
    // An operation draws only while it may be there.
    let there = (inventory.uniforms - (SLOTS[0] + SLOTS[1]) as f64) / SLOTS[2] as f64 * months as f64;
    for month in 0..months {
        let counts = Counts::of(inventory, month);
        one(&streams, first, month as u32, &counts, (month as f64) < there, &mut sum);
    }
    sum.iter().sum()
}

#[inline(always)]
fn one(streams: &[Stream; 3], first: u64, month: u32, counts: &Counts, there: bool, sum: &mut Col) {
    let (mut world, mut theatre, mut operation) =
        ([Col::default(); SLOTS[0]], [Col::default(); SLOTS[1]], [Col::splat(0.5); SLOTS[2]]);
    streams[0].uniforms(first, month, &mut world);
    streams[1].uniforms(first, month, &mut theatre);
    if there {
        streams[2].uniforms(first, month, &mut operation);
    }
    let mut out = Col::default();
    for k in 0..counts.normals {
        normal(&theatre[k % SLOTS[1]], &mut out);
        add(sum, &out);
    }
    for k in 0..counts.poissons {
        let mut rate = Col::splat(RATES[k % RATES.len()]);
        if k == 0 {
            // Intensities spread as widely as wars do, a third of the months at peace.
            for i in 0..LANES {
                let spread = rate[i] * 16.0 * world[0][i] * world[0][i] * world[0][i];
                rate[i] = if world[1][i] < 0.33 { 0.0 } else { spread };
            }
        }
        poisson(&rate, &operation[k % SLOTS[2]], &mut out);
        add(sum, &out);
    }
    for k in 0..counts.exps {
        for i in 0..LANES {
            out[i] = theatre[k % SLOTS[1]][i] - 0.5;
        }
        out = exp_of(&out);
        add(sum, &out);
    }
    for k in 0..counts.lns {
        for i in 0..LANES {
            out[i] = ln_inside(theatre[k % SLOTS[1]][i]);
        }
        add(sum, &out);
    }
}

#[inline(always)]
fn add(sum: &mut Col, x: &Col) {
    for i in 0..LANES {
        sum[i] += x[i];
    }
}

pkosim::simd_dispatch! {
    /// [`months`] in an instruction class.
    pub fn floor(inventory: &Inventory, first: u64, count: usize) -> f64 = months;
}
