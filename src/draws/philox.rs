//! Philox4x32: a counter-based generator (Salmon, Moraes, Dror and Shaw, "Parallel random numbers:
//! as easy as 1, 2, 3", SC 2011).
//!
//! A keyed bijection of 128-bit counters: four 32-bit words in, four out. Ten rounds are the
//! authors' recommendation; seven are the fewest that passed BigCrush (their table 2). Known
//! answers from Random123's `kat_vectors` are in `tests/draws_philox.rs`.

/// Rounds used by every [`Stream`](super::stream::Stream).
pub const ROUNDS: usize = 10;

const MULTIPLIER: [u64; 2] = [0xD251_1F53, 0xCD9E_8D57];
/// Weyl increments of the key: the golden ratio and the square root of 3, less 1.
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const LOW: u64 = 0xFFFF_FFFF;

/// Four random words for one counter, by the reference definition.
pub fn philox4x32<const R: usize>(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    wide::<R>(counter.map(u64::from), key).map(|word| word as u32)
}

/// The same words in the low halves of 64-bit lanes; the high halves hold rubbish, in and out.
///
/// Words are kept one to a 64-bit lane because a loop over counters then becomes the processor's
/// own 32 x 32 -> 64 multiply (`pmuludq`, which ignores high halves) with no shuffles between
/// rounds.
#[inline(always)]
pub fn wide<const R: usize>(counter: [u64; 4], key: [u32; 2]) -> [u64; 4] {
    let mut words = counter;
    for r in 0..R {
        words = round(words, round_key(key, r as u32));
    }
    words
}

/// The key of round `r`: both halves walk a Weyl sequence.
#[inline(always)]
fn round_key(key: [u32; 2], r: u32) -> [u64; 2] {
    let step = |i: usize| u64::from(key[i].wrapping_add(WEYL[i].wrapping_mul(r)));
    [step(0), step(1)]
}

#[inline(always)]
fn round(c: [u64; 4], key: [u64; 2]) -> [u64; 4] {
    let p0 = (c[0] & LOW) * MULTIPLIER[0];
    let p1 = (c[2] & LOW) * MULTIPLIER[1];
    [(p1 >> 32) ^ c[1] ^ key[0], p1, (p0 >> 32) ^ c[3] ^ key[1], p0]
}
