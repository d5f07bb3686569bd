//! One block through all its months, compiled once per SIMD class.

use crate::draws::dispatch::SimdClass;
use crate::world::luck::Luck;
use crate::world::month::{Block, BlockOutcomes};
use crate::world::series::Watch;
use crate::world::setting::Setting;

crate::simd_dispatch! {
    /// Lives through the block that begins at replicate `first`, showing each month to `watch`; under `luck` where that
    /// was drawn before, to the same bits.
    /// One call of `watch` a month and world costs nothing beside the month, and keeps the months
    /// compiled once per class whoever watches.
    pub fn live_under(
        setting: &Setting,
        first: u64,
        paired: bool,
        luck: Option<&Luck>,
        watch: &mut dyn Watch,
    ) -> BlockOutcomes = Block::live;
}

crate::simd_dispatch! {
    /// Draws the luck of the block that begins at replicate `first`.
    pub fn draw(luck: &mut Luck, setting: &Setting, first: u64) = Luck::draw;
}

/// Lives through the block that begins at replicate `first`, showing each month to `watch`.
pub fn live(simd: SimdClass, setting: &Setting, first: u64, paired: bool, watch: &mut dyn Watch) -> BlockOutcomes {
    live_under(simd, setting, first, paired, None, watch)
}

/// The class this process runs in: `PKOSIM_SIMD` if set, else the widest the machine has.
///
/// # Errors
/// The variable names no class, or one this machine lacks.
pub fn class() -> Result<SimdClass, crate::draws::dispatch::SimdError> {
    SimdClass::from_env()
}
