//! Streams: where a draw lives.
//!
//! A [`Stream`] is the luck of one named thing (a theatre, an operation, a level's key) under one
//! seed. Within it a draw's address is `(replicate, month, slot)`:
//!
//! ```text
//! key     = mix(seed, name)                          two words of Philox's key
//! counter = (replicate low, replicate high, month, slot / 4)
//! word    = slot % 4 of the four words out
//! u       = (word + 1/2) / 2^32                      in (0, 1), never 0 or 1
//! ```
//!
//! No scenario value enters an address. Adding a slot moves no other draw.

use super::col::{Col, LANES};
use super::philox::{self, ROUNDS};
use super::tally::{Kind, count};

/// A 64-bit hash of an entity's name: FNV-1a (Fowler, Noll and Vo) over its UTF-8 bytes, then splitmix64's
/// finaliser to spread short names over all bits. Stable for ever: published draws depend on it.
pub fn name_hash(name: &str) -> u64 {
    const OFFSET: u64 = 0xCBF2_9CE4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01B3;
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    finalise(name.bytes().fold(OFFSET, fnv))
}

/// Splitmix64's finaliser (Steele, Lea and Flood 2014; Stafford's variant 13): a bijection.
fn finalise(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The uniform of a word kept in the low half of `word`: `(w + 1/2) / 2^32`, exactly.
///
/// The word becomes the top of the mantissa of a number in (1, 2), bit 19 below it is the half.
#[inline(always)]
fn unit(word: u64) -> f64 {
    const ONE_AND_A_HALF_STEP: u64 = 0x3FF0_0000_0008_0000;
    f64::from_bits(((word & 0xFFFF_FFFF) << 20) | ONE_AND_A_HALF_STEP) - 1.0
}

/// All the luck of one named thing under one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    key: [u32; 2],
}

impl Stream {
    /// The stream of `name` under `seed`. For one seed, two names share a key only if their
    /// [`name_hash`] is equal; callers compare [`Stream::key`] and refuse such a pair.
    pub fn new(seed: u64, name: &str) -> Stream {
        const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
        let key = finalise(finalise(seed.wrapping_add(GOLDEN)) ^ name_hash(name));
        Stream { key: [key as u32, (key >> 32) as u32] }
    }

    /// The 64-bit key, so that callers can refuse collisions.
    pub fn key(&self) -> u64 {
        u64::from(self.key[0]) | u64::from(self.key[1]) << 32
    }

    /// Slots `0..N` of `month`, for the [`LANES`] replicates that begin at `first`.
    #[inline(always)]
    pub fn uniforms<const N: usize>(&self, first: u64, month: u32, out: &mut [Col; N]) {
        count(Kind::Uniform, N * LANES);
        let (quads, rest) = out.as_chunks_mut::<4>();
        let last = quads.len() as u32;
        for (block, quad) in quads.iter_mut().enumerate() {
            self.fill(first, month, block as u32, quad);
        }
        match rest {
            [a] => self.fill(first, month, last, std::array::from_mut(a)),
            [_, _] => self.fill::<2>(first, month, last, rest.first_chunk_mut().unwrap()),
            [_, _, _] => self.fill::<3>(first, month, last, rest.first_chunk_mut().unwrap()),
            _ => (),
        }
    }

    /// The uniform at one address: the same bits as the column form.
    pub fn uniform_at(&self, replicate: u64, month: u32, slot: u32) -> f64 {
        let words = self.words(replicate, month, slot / 4);
        unit(words[(slot % 4) as usize])
    }

    /// The first `W` words of one Philox block, for each lane.
    #[inline(always)]
    fn fill<const W: usize>(&self, first: u64, month: u32, block: u32, out: &mut [Col; W]) {
        for lane in 0..LANES {
            let words = self.words(first.wrapping_add(lane as u64), month, block);
            for w in 0..W {
                out[w].0[lane] = unit(words[w]);
            }
        }
    }

    #[inline(always)]
    fn words(&self, replicate: u64, month: u32, block: u32) -> [u64; 4] {
        let counter = [replicate, replicate >> 32, u64::from(month), u64::from(block)];
        philox::wide::<ROUNDS>(counter, self.key)
    }
}
