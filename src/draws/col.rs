//! A column: one value for each replicate of a block.

use std::ops::{Deref, DerefMut, Index, IndexMut};

/// Replicates that walk side by side. 32 was fastest of 8 to 128 (`docs`, performance); the width
/// never changes a bit, because no lane looks at its neighbours.
pub const LANES: usize = 32;

/// One value per replicate of a block, aligned to a cache line and to the widest vector.
#[repr(C, align(64))]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Col(pub [f64; LANES]);

impl Col {
    /// The same value in every lane.
    #[inline(always)]
    pub const fn splat(x: f64) -> Col {
        Col([x; LANES])
    }
}

impl Default for Col {
    #[inline(always)]
    fn default() -> Col {
        Col::splat(0.0)
    }
}

impl Deref for Col {
    type Target = [f64; LANES];

    #[inline(always)]
    fn deref(&self) -> &[f64; LANES] {
        &self.0
    }
}

impl DerefMut for Col {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [f64; LANES] {
        &mut self.0
    }
}

impl Index<usize> for Col {
    type Output = f64;

    #[inline(always)]
    fn index(&self, lane: usize) -> &f64 {
        &self.0[lane]
    }
}

impl IndexMut<usize> for Col {
    #[inline(always)]
    fn index_mut(&mut self, lane: usize) -> &mut f64 {
        &mut self.0[lane]
    }
}
