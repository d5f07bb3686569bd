//! Small helpers on columns: one value per replicate of a block.

use crate::draws::{Col, LANES, few};

/// A column of zeros.
pub const ZERO: Col = Col([0.0; LANES]);

/// `x` held inside `[lo, hi]`, without a branch.
#[inline(always)]
pub fn clamp(x: f64, lo: f64, hi: f64) -> f64 {
    let x = if x < lo { lo } else { x };
    if x > hi { hi } else { x }
}

/// The greater of two numbers, without `f64::max`'s treatment of NaN.
#[inline(always)]
pub fn greater(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// The lesser of two numbers, without `f64::min`'s treatment of NaN.
#[inline(always)]
pub fn lesser(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// A sum before something is added: nothing where that is the `FIRST`.
#[inline(always)]
pub fn before<const FIRST: bool>(sum: &Col) -> &Col {
    if FIRST { &ZERO } else { sum }
}

/// The greater of two columns, lane by lane.
#[inline(always)]
pub fn greatest(a: &Col, b: &Col) -> Col {
    let mut most = ZERO;
    for i in 0..LANES {
        most[i] = greater(a[i], b[i]);
    }
    most
}

/// A column and a multiple of another: `a + (factor * b)`.
#[inline(always)]
pub fn plus(a: &Col, factor: f64, b: &Col) -> Col {
    let mut sum = ZERO;
    for i in 0..LANES {
        sum[i] = a[i] + factor * b[i];
    }
    sum
}

/// A bit for each lane in which a column is above zero.
#[inline(always)]
pub fn set_in(column: &Col) -> u32 {
    few::bits_of(|i| column[i] > 0.0)
}

/// Whether a column is zero in every lane.
#[inline(always)]
pub fn is_zero(column: &Col) -> bool {
    let mut any = false;
    for i in 0..LANES {
        any |= column[i] != 0.0;
    }
    !any
}

/// 1 where `test` holds, else 0.
#[inline(always)]
pub fn flag(test: bool) -> f64 {
    if test { 1.0 } else { 0.0 }
}

/// Adds a column to another.
///
/// The sums go to a column of their own first, here and wherever a room writes to a structure: the compiler leaves a
/// loop scalar where it cannot rule out that one lane's result is another's input.
#[inline(always)]
pub fn add(to: &mut Col, from: &Col) {
    let mut sum = ZERO;
    for i in 0..LANES {
        sum[i] = to[i] + from[i];
    }
    *to = sum;
}

/// Nearest whole number, for amounts of money kept in whole cents below 2^51.
///
/// Adding and taking away 1.5 * 2^52 rounds half to even in every class of machine and needs no
/// call into the platform's mathematics library.
#[inline(always)]
pub fn whole(x: f64) -> f64 {
    const SHIFT: f64 = 6_755_399_441_055_744.0;
    (x + SHIFT) - SHIFT
}

/// Greatest whole number not above `x`, for `0 <= x < 2^51`.
#[inline(always)]
pub fn floor(x: f64) -> f64 {
    let r = whole(x);
    r - flag(r > x)
}
