//! Transcendental functions for the simulated path.
//!
//! Each is a straight line of `+ - * /`, square root, comparison, select and integer operations, so
//! that `for lane in 0..LANES { y[lane] = exp(x[lane]) }` becomes vector code in every
//! [`SimdClass`](super::dispatch::SimdClass), with the same bits in each. Never `mul_add`, never
//! libm: both would tie the numbers to the machine.
//!
//! Accuracy, tested in `tests/draws_math.rs` against correctly rounded tables (60 digits), in units
//! in the last place of the result:
//!
//! | function | domain | largest error |
//! |---|---|---|
//! | [`exp`] | all, gradual underflow kept | 1 ulp |
//! | [`ln`] | all, subnormals too | 1 ulp |
//! | [`logistic`] | above -708 | 2 ulp |
//! | [`logit`] | (0, 1) | 4.5e-16 of the larger of 1 and the result |
//! | [`normal_quantile`] | (0, 1) | 8e-15 relative in the centre (64 ulp), 6 ulp in the tails |
//! | [`pow`] | `x > 0` | about `2 + abs(y ln x)` ulp |

#![allow(clippy::excessive_precision, reason = "constants stand as published or fitted")]

use super::col::{Col, LANES};
use super::tally::{Kind, count};

mod exp;
mod ln;
mod quantile;

use exp::EXP_NORMAL;
pub(super) use exp::exp as exp_uncounted;
pub use exp::exp_normal;
pub(super) use ln::ln as ln_uncounted;
pub(super) use ln::ln_normal;
pub use quantile::normal_quantile;
pub(super) use quantile::{CENTRAL, central, tail};

/// `2^52 + 2^51`: adding it pushes a number's fraction out of the mantissa, rounding to nearest
/// even, and leaves its integer in the low bits. Works where SSE2 has no rounding instruction.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// `e^x`. Saturates to 0 below -745.2 and to infinity above 709.8; NaN stays NaN.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    count(Kind::Exp, 1);
    exp_uncounted(x)
}

/// [`exp`] of every lane of a column, the same bits. In a loop of their own exponentials follow one another without
/// waiting, and their edges, which the model hardly meets, are left to a second look.
#[inline(always)]
pub fn exp_of(x: &Col) -> Col {
    count(Kind::Exp, LANES);
    let (mut y, mut outside) = (Col::default(), 0_u64);
    for lane in 0..LANES {
        outside += u64::from(x.0[lane].abs() > EXP_NORMAL);
        y.0[lane] = exp_normal(x.0[lane]);
    }
    if outside > 0 {
        exp_edges(x, &mut y);
    }
    y
}

/// Lanes where [`exp_normal`] does not hold.
#[cold]
#[inline(never)]
fn exp_edges(x: &Col, y: &mut Col) {
    for (x, y) in x.iter().zip(y.iter_mut()).filter(|(x, _)| x.abs() > EXP_NORMAL) {
        *y = exp_uncounted(*x);
    }
}

/// [`logistic`] of every lane of a column, the same bits.
#[inline(always)]
pub fn logistic_of(x: &Col) -> Col {
    let mut y = Col::default();
    for lane in 0..LANES {
        y.0[lane] = -x.0[lane];
    }
    y = exp_of(&y);
    for lane in 0..LANES {
        y.0[lane] = 1.0 / (1.0 + y.0[lane]);
    }
    y
}

/// [`ln`] without its edges, for positive, finite, normal `x`: the same bits there.
#[inline(always)]
pub fn ln_inside(x: f64) -> f64 {
    count(Kind::Ln, 1);
    ln_normal(x)
}

/// The natural logarithm. `ln(0)` is minus infinity; negative numbers and NaN give NaN.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    count(Kind::Ln, 1);
    ln_uncounted(x)
}

/// `a` where `mask`, else `b`; both are computed.
#[inline(always)]
pub fn select(mask: bool, a: f64, b: f64) -> f64 {
    if mask { a } else { b }
}

/// The smaller of two numbers; `b` if either is NaN.
#[inline(always)]
pub fn minimum(a: f64, b: f64) -> f64 {
    select(a < b, a, b)
}

/// The larger of two numbers; `b` if either is NaN.
#[inline(always)]
pub fn maximum(a: f64, b: f64) -> f64 {
    select(a > b, a, b)
}

/// The nearest integer, halves to even, for `|x| < 2^51`.
#[inline(always)]
pub fn round_half(x: f64) -> f64 {
    (x + ROUNDER) - ROUNDER
}

/// The largest integer not above `x`, for `|x| < 2^51`.
#[inline(always)]
pub fn floor(x: f64) -> f64 {
    let nearest = round_half(x);
    nearest - select(nearest > x, 1.0, 0.0)
}

/// `1 / (1 + e^-x)`: log-odds to probability.
#[inline(always)]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// `ln(p / (1 - p))`: probability to log-odds; -inf at 0, +inf at 1.
#[inline(always)]
pub fn logit(p: f64) -> f64 {
    ln(p / (1.0 - p))
}

/// `x^y` as `exp(y ln x)`, for `x > 0`. The error of the logarithm is multiplied by `y`.
#[inline(always)]
pub fn pow(x: f64, y: f64) -> f64 {
    exp(y * ln(x))
}

/// `c[0] + c[1] x + c[2] x^2 + ...`, even and odd powers side by side: half the latency of Horner.
#[inline(always)]
pub(super) fn polynomial<const N: usize>(x: f64, c: &[f64; N]) -> f64 {
    let square = x * x;
    every_second(square, c, 0) + x * every_second(square, c, 1)
}

/// `c[first] + c[first + 2] x + c[first + 4] x^2 + ...` by Horner's rule.
#[inline(always)]
fn every_second<const N: usize>(x: f64, c: &[f64; N], first: usize) -> f64 {
    let mut i = first + (N - 1 - first) / 2 * 2;
    let mut sum = c[i];
    while i > first {
        i -= 2;
        sum = sum * x + c[i];
    }
    sum
}
