//! The natural logarithm.

use super::exp::{LN2_HIGH, LN2_LOW};
use super::select;

/// Coefficients of `R` in fdlibm's `e_log.c` (Sun Microsystems, 1993), for even powers of `s`.
const R: [f64; 7] = [
    6.666_666_666_666_735_130e-1,
    3.999_999_999_940_941_908e-1,
    2.857_142_874_366_239_149e-1,
    2.222_219_843_214_978_396e-1,
    1.818_357_216_161_805_012e-1,
    1.531_383_769_920_937_332e-1,
    1.479_819_860_511_658_591e-1,
];

/// The natural logarithm. `ln(0)` is minus infinity; negative numbers and NaN give NaN.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    const TWO_54: f64 = 18_014_398_509_481_984.0;
    let subnormal = x < f64::MIN_POSITIVE;
    let scaled = select(subnormal, x * TWO_54, x);
    let value = ln_shifted(scaled, select(subnormal, 54.0, 0.0));
    let value = select(x < f64::INFINITY, value, x);
    let value = select(x < 0.0, f64::NAN, value);
    select(x == 0.0, f64::NEG_INFINITY, value)
}

/// [`ln`] without its edges, for positive, finite, normal `x`: the same bits there.
#[inline(always)]
pub(in crate::draws) fn ln_normal(x: f64) -> f64 {
    ln_shifted(x, 0.0)
}

/// `ln(x / 2^shift)`, by fdlibm's method: `x = 2^k m` with `m` from `sqrt(1/2)` to `sqrt(2)`, and
/// with `f = m - 1`, `s = f / (2 + f)`, `ln m = f - f^2/2 + s (f^2/2 + R(s^2))`.
#[inline(always)]
fn ln_shifted(x: f64, shift: f64) -> f64 {
    let (k, m) = split(x);
    let k = k - shift;
    let f = m - 1.0;
    let s = f / (2.0 + f);
    let half_square = 0.5 * f * f;
    let rest = s * (half_square + remainder(s * s)) + k * LN2_LOW;
    k * LN2_HIGH - ((half_square - rest) - f)
}

/// `x = 2^k m`: subtracting the bits of `sqrt(1/2)` carries a 1 into the exponent exactly when the
/// mantissa is below it.
#[inline(always)]
fn split(x: f64) -> (f64, f64) {
    const SQRT_HALF: u64 = 0x3FE6_A09E_667F_3BCD;
    const MANTISSA: u64 = 0x000F_FFFF_FFFF_FFFF;
    const TWO_52: u64 = 0x4330_0000_0000_0000;
    let offset = x.to_bits().wrapping_sub(SQRT_HALF);
    let biased = offset.wrapping_add(1024 << 52) >> 52;
    let k = f64::from_bits(biased | TWO_52) - (4_503_599_627_370_496.0 + 1024.0);
    (k, f64::from_bits((offset & MANTISSA).wrapping_add(SQRT_HALF)))
}

/// `z R(z)` in two interleaved chains, as fdlibm has it.
#[inline(always)]
fn remainder(z: f64) -> f64 {
    let w = z * z;
    let odd = w * (R[1] + w * (R[3] + w * R[5]));
    let even = z * (R[0] + w * (R[2] + w * (R[4] + w * R[6])));
    odd + even
}
