//! The exponential function.

use super::{ROUNDER, polynomial, select};

/// `ln 2` in two pieces (fdlibm's `e_exp.c`): the first has 33 bits, so that `k * LN2_HIGH` is
/// exact for every exponent `k`.
pub(super) const LN2_HIGH: f64 = 6.931_471_803_691_238_164_90e-1;
pub(super) const LN2_LOW: f64 = 1.908_214_929_270_587_700_02e-10;

/// `(e^r - 1 - r) / r^2` on `|r| <= ln(2) / 2`: interpolated at Chebyshev nodes with 50 digits,
/// within `2^-61` of the exponential.
const TAIL: [f64; 11] = [
    0.5,
    0.166_666_666_666_666_7,
    0.041_666_666_666_666_67,
    0.008_333_333_333_326_084,
    0.001_388_888_888_888_371_1,
    0.000_198_412_698_750_022_8,
    2.480_158_732_567_746e-5,
    2.755_725_517_000_089e-6,
    2.755_727_347_871_858e-7,
    2.510_531_272_962_210_3e-8,
    2.091_475_532_589_32e-9,
];

/// `e^x`. Saturates to 0 below -745.2 and to infinity above 709.8; NaN stays NaN.
///
/// `x = k ln 2 + r` with `|r| <= ln(2) / 2`, a polynomial for `e^r`, and `2^k` set in the exponent
/// bits (Cody and Waite 1980). The power is applied in two halves, so that results below the
/// normal range are rounded once and rightly.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let x = select(x > 710.0, 710.0, x);
    let x = select(x < -746.0, -746.0, x);
    let (near_one, k) = reduced(x);
    let biased = k.wrapping_add(2 * BIAS);
    let half = biased >> 1;
    near_one * power_of_two(half) * power_of_two(biased.wrapping_sub(half))
}

/// How far from zero [`exp_normal`] holds.
pub(super) const EXP_NORMAL: f64 = 708.0;

/// [`exp`](super::exp) for `|x| <= 708`, NaN too, without its edges: the same bits there, a sixth faster.
#[inline(always)]
pub fn exp_normal(x: f64) -> f64 {
    let (near_one, k) = reduced(x);
    near_one * power_of_two(k.wrapping_add(BIAS))
}

const BIAS: u64 = 1023;

/// `e^r`, and `k` as a wrapped integer.
#[inline(always)]
fn reduced(x: f64) -> (f64, u64) {
    let shifted = x * std::f64::consts::LOG2_E + ROUNDER;
    let k = shifted - ROUNDER;
    let r = (x - k * LN2_HIGH) - k * LN2_LOW;
    let near_one = 1.0 + (r + (r * r) * polynomial(r, &TAIL));
    (near_one, shifted.to_bits().wrapping_sub(ROUNDER.to_bits()))
}

/// The normal number with this biased exponent.
#[inline(always)]
fn power_of_two(biased: u64) -> f64 {
    f64::from_bits(biased << 52)
}
