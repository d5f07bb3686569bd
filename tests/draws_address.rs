//! The generator's known answers, and addresses that stay what they were.

mod draws_support;

use draws_support::lattice;
use pkosim::draws::philox::philox4x32;
use pkosim::draws::stream::{Stream, name_hash};
use pkosim::draws::{Col, LANES};
use proptest::prelude::*;

const PI_COUNTER: [u32; 4] = [0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344];
const PI_KEY: [u32; 2] = [0xA409_3822, 0x299F_31D0];

/// Random123's `kat_vectors`, lines `philox4x32 10`.
#[test]
fn ten_rounds_give_the_known_answers() {
    let zeros = philox4x32::<10>([0; 4], [0; 2]);
    assert_eq!(zeros, [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8]);
    let ones = philox4x32::<10>([u32::MAX; 4], [u32::MAX; 2]);
    assert_eq!(ones, [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD]);
    let pi = philox4x32::<10>(PI_COUNTER, PI_KEY);
    assert_eq!(pi, [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1]);
}

/// The same file, lines `philox4x32 7`.
#[test]
fn seven_rounds_give_the_known_answers() {
    let zeros = philox4x32::<7>([0; 4], [0; 2]);
    assert_eq!(zeros, [0x5F6F_B709, 0x0D89_3F64, 0x4F12_1F81, 0x4F73_0A48]);
    let pi = philox4x32::<7>(PI_COUNTER, PI_KEY);
    assert_eq!(pi, [0x4DFC_CABA, 0x190A_87F0, 0xC473_62BA, 0xB6B5_242A]);
}

// From an independent program (Python) of the documented scheme.
const GOLDEN_EMPTY: u64 = 0xF52A_15E9_A9B5_E89B;
const GOLDEN_MAIN: u64 = 0x79D2_644C_5D3C_2540;
const GOLDEN_KEY: u64 = 0x824D_B0B5_48A4_94E5;
const GOLDEN_UNIFORM: u64 = 0x3FEC_EE02_F130_0000;

/// Every published number hangs on these four: they may never change.
#[test]
fn addresses_are_stable() {
    assert_eq!(name_hash(""), GOLDEN_EMPTY);
    assert_eq!(name_hash("theatre.main"), GOLDEN_MAIN);
    let stream = Stream::new(2026, "theatre.main");
    assert_eq!(stream.key(), GOLDEN_KEY);
    assert_eq!(stream.uniform_at(14, 7, 5).to_bits(), GOLDEN_UNIFORM);
}

#[test]
fn names_and_seeds_have_keys_of_their_own() {
    let mut keys = Vec::new();
    for seed in 0..100 {
        keys.extend((0..100).map(|i| Stream::new(seed, &format!("theatre.{i}")).key()));
    }
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 10_000);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The documented scheme, spelled out with the reference generator.
    #[test]
    fn a_uniform_is_its_word_at_its_address(
        seed: u64, replicate: u64, month: u32, slot in 0_u32..4000, name in "[a-z.]{0,12}"
    ) {
        let stream = Stream::new(seed, &name);
        let key = [stream.key() as u32, (stream.key() >> 32) as u32];
        let counter = [replicate as u32, (replicate >> 32) as u32, month, slot / 4];
        let word = philox4x32::<10>(counter, key)[(slot % 4) as usize];
        prop_assert_eq!(stream.uniform_at(replicate, month, slot), lattice(u64::from(word)));
    }

    #[test]
    fn columns_hold_the_scalar_uniforms(seed: u64, first: u64, month: u32) {
        let stream = Stream::new(seed, "operation.main");
        check::<1>(&stream, first, month);
        check::<3>(&stream, first, month);
        check::<4>(&stream, first, month);
        check::<6>(&stream, first, month);
        check::<13>(&stream, first, month);
    }
}

fn check<const N: usize>(stream: &Stream, first: u64, month: u32) {
    let mut columns = [Col::default(); N];
    stream.uniforms(first, month, &mut columns);
    for (slot, column) in columns.iter().enumerate() {
        let scalar = |lane| stream.uniform_at(first.wrapping_add(lane), month, slot as u32);
        assert_eq!(column.0, std::array::from_fn::<f64, LANES, _>(|lane| scalar(lane as u64)));
    }
}

/// Replicates beyond 2^32 carry into the counter's second word, also inside one column.
#[test]
fn columns_cross_the_word_boundary() {
    check::<4>(&Stream::new(1, "x"), u64::from(u32::MAX) - 7, 0);
    check::<4>(&Stream::new(1, "x"), u64::MAX - 7, u32::MAX);
}

#[test]
fn uniforms_never_reach_the_ends() {
    assert_eq!(lattice(0), 2.0_f64.powi(-33));
    assert_eq!(lattice(u64::from(u32::MAX)), 1.0 - 2.0_f64.powi(-33));
}
