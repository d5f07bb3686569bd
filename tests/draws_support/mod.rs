//! What the tests of `pkosim::draws` share.
#![allow(dead_code, reason = "each test crate uses its own part")]

use pkosim::draws::stream::Stream;
use pkosim::draws::{Col, LANES};

/// A uniform from its 32-bit word.
pub fn lattice(word: u64) -> f64 {
    (word as f64 + 0.5) / 4_294_967_296.0
}

/// The pairs of a table of hex bits in `tests/data`.
pub fn table(text: &str) -> Vec<(f64, f64)> {
    let number = |hex| f64::from_bits(u64::from_str_radix(hex, 16).unwrap());
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| row.split_once(' ').unwrap()).map(|(x, y)| (number(x), number(y))).collect()
}

/// How many doubles lie between two numbers; 0 for two NaN.
pub fn ulps(a: f64, b: f64) -> u64 {
    if a.is_nan() && b.is_nan() {
        return 0;
    }
    let order = |x: f64| {
        let bits = x.to_bits() as i64;
        i128::from(if bits < 0 { i64::MIN.wrapping_sub(bits) } else { bits })
    };
    order(a).abs_diff(order(b)).try_into().unwrap()
}

/// `draw` of `blocks * LANES` uniforms: `slots` 0 to 3 of months 0, 1, 2, ..., replicates 0 to 31.
pub fn draws(stream: &Stream, blocks: u32, mut draw: impl FnMut(&Col, &mut Col)) -> Vec<f64> {
    let mut all = Vec::with_capacity(blocks as usize * LANES);
    let (mut u, mut out) = ([Col::default(); 4], Col::default());
    for month in 0..blocks.div_ceil(4) {
        stream.uniforms(0, month, &mut u);
        for u in &u {
            draw(u, &mut out);
            all.extend_from_slice(&*out);
        }
    }
    all
}

/// FNV-1a over the bits of some numbers.
pub fn hash(numbers: impl IntoIterator<Item = f64>) -> u64 {
    let bytes = numbers.into_iter().flat_map(|x| x.to_bits().to_le_bytes());
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3))
}
