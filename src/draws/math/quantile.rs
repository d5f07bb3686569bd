//! The quantile function of the standard normal distribution.

use super::{ln_normal, ln_uncounted as ln, polynomial, select};

/// Below this value of `u (1 - u)` (3 standard deviations, one draw in 370) [`tail`] serves.
pub(in crate::draws) const CENTRAL: f64 = 0.001_348_075_806_934_295_7;

/// Numerator of `quantile(u) / (u - 1/2)` in powers of `v = u (1 - u)`: a minimax rational fit made
/// by `tests/data/draws_fits.py` with 60 digits. Its relative error is 6.4e-15 with the
/// coefficients as rounded here. All are positive: no cancellation.
const CENTRAL_TOP: [f64; 14] = [
    8.334499714589034,
    123069.54720420507,
    372317102.0449254,
    384382728358.26794,
    165590698901178.16,
    3.286414130788855e+16,
    3.159675571458351e+18,
    1.5018125764377615e+20,
    3.5170091403114127e+21,
    3.945187308268653e+22,
    1.9916067826521144e+23,
    4.002321507627734e+23,
    2.4625625409939224e+23,
    2.075714793311994e+22,
];

/// Its denominator.
const CENTRAL_BOTTOM: [f64; 14] = [
    1.0,
    16985.652109562485,
    56730129.69014467,
    63967287584.08019,
    30058141205968.24,
    6532801631361907.0,
    6.934905267088266e+17,
    3.6862248573273686e+19,
    9.835823951450948e+20,
    1.2920825328627826e+22,
    7.969202033461222e+22,
    2.10323279707596e+23,
    1.972596392752513e+23,
    4.166920202189692e+22,
];

/// The quantile function of the standard normal distribution; odd about `u = 1/2` to the last bit.
///
/// Minus infinity at 0, infinity at 1. Rises strictly over the uniforms `(w + 1/2) / 2^32`: their
/// quantiles lie 5.8e-10 or more apart, the error is below 1e-14.
#[inline(always)]
pub fn normal_quantile(u: f64) -> f64 {
    let near = select(u < 0.5, u, 1.0 - u);
    let far = select(near > FAR, tail(u), far_tail(u, near));
    select(u * (1.0 - u) >= CENTRAL, central(u), far)
}

/// The quantile where `u (1 - u) >= CENTRAL`; rubbish, but harmless, elsewhere.
///
/// In `v` the function has the singularity of a logarithm at 0 and none nearer to the interval
/// than that, which a rational function follows with poles on the negative axis: a logarithm, a
/// square root and a division less than AS241 costs when its branches are turned into selects.
#[inline(always)]
pub(in crate::draws) fn central(u: f64) -> f64 {
    let v = u * (1.0 - u);
    (u - 0.5) * (polynomial(v, &CENTRAL_TOP) / polynomial(v, &CENTRAL_BOTTOM))
}

/// Where AS241 changes its tail: `e^-25`.
const FAR: f64 = 1.388_794_386_496_402_1e-11;

/// Coefficients `c` and `d` of algorithm AS241 (Wichura 1988, Applied Statistics 37, 477-484).
const TAIL_TOP: [f64; 8] = [
    1.423_437_110_749_683_577_34,
    4.630_337_846_156_545_295_90,
    5.769_497_221_460_691_405_50,
    3.647_848_324_763_204_605_04,
    1.270_458_252_452_368_382_58,
    2.417_807_251_774_506_117_70e-1,
    2.272_384_498_926_918_458_33e-2,
    7.745_450_142_783_414_076_40e-4,
];
const TAIL_BOTTOM: [f64; 8] = [
    1.0,
    2.053_191_626_637_758_821_87,
    1.676_384_830_183_803_849_40,
    6.897_673_349_851_000_045_50e-1,
    1.481_039_764_274_800_745_90e-1,
    1.519_866_656_361_645_719_66e-2,
    5.475_938_084_995_344_946_00e-4,
    1.050_750_071_644_416_843_24e-9,
];

/// Its coefficients `e` and `f`.
const FAR_TOP: [f64; 8] = [
    6.657_904_643_501_103_777_20,
    5.463_784_911_164_114_369_90,
    1.784_826_539_917_291_335_80,
    2.965_605_718_285_048_912_30e-1,
    2.653_218_952_657_612_309_30e-2,
    1.242_660_947_388_078_438_60e-3,
    2.711_555_568_743_487_578_15e-5,
    2.010_334_399_292_288_132_65e-7,
];
const FAR_BOTTOM: [f64; 8] = [
    1.0,
    5.998_322_065_558_879_376_90e-1,
    1.369_298_809_227_358_053_10e-1,
    1.487_536_129_085_061_485_25e-2,
    7.868_691_311_456_132_591_00e-4,
    1.846_318_317_510_054_681_80e-5,
    1.421_511_758_316_445_888_70e-7,
    2.044_263_103_389_939_785_64e-15,
];

/// The quantile where the nearer end is between [`FAR`] and 0.075: AS241's second range. All
/// 32-bit uniforms outside the centre are here.
#[inline(always)]
pub(in crate::draws) fn tail(u: f64) -> f64 {
    let r = (-ln_normal(select(u < 0.5, u, 1.0 - u))).sqrt() - 1.6;
    let size = polynomial(r, &TAIL_TOP) / polynomial(r, &TAIL_BOTTOM);
    select(u < 0.5, -size, size)
}

/// The quantile where `near`, the distance to the nearer end, is below [`FAR`]: AS241's third
/// range,
#[inline(always)]
fn far_tail(u: f64, near: f64) -> f64 {
    let r = (-ln(near)).sqrt();
    let ratio = polynomial(r - 5.0, &FAR_TOP) / polynomial(r - 5.0, &FAR_BOTTOM);
    let size = select(near > 0.0, ratio, f64::INFINITY);
    select(u < 0.5, -size, size)
}
