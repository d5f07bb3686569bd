//! Poisson draws by inversion: the smallest `k` with `CDF(k) >= u`.
//!
//! * Below [`LARGE`] the probabilities are summed from 0 up, all lanes in step, until every lane
//!   of the block has reached its uniform.
//! * Above, the real number `x` with `Q(x, lambda) = u` (`Q` the regularised upper incomplete gamma
//!   function, so that the count is `floor(x)`) comes from its uniform asymptotic expansion, as in
//!   Giles 2016, "Algorithm 955: approximation of the inverse Poisson cumulative distribution
//!   function", ACM TOMS 42(1), but with one more term. Lanes that come within twice its error of
//!   an integer (1 in 5000 at a rate of 16, fewer above) are settled by the sum.
//!
//! Up to a rate of 600 the count is the exact quantile to within rounding: of some `u'` with
//! `|u' - u| < 1e-12`. Above, no lane is settled, and `|u' - u| < 7e-11`, still under half the
//! distance between two uniforms (1.2e-10). So counts never fall as `u` rises, at any rate. As the
//! rate rises they never fall either, but for changes of rate that move the CDF by less than that.
//! `tests/draws_poisson.rs` checks the first and last uniform of some 360 counts word by word.

use super::col::{Col, LANES};
use super::few::{self, GROUP};
use super::math::{
    CENTRAL, central, exp_normal, exp_uncounted as exp, floor, minimum, normal_quantile, polynomial, select,
};
use super::tally::{Kind, count};

/// Rates from here on use the expansion. From 16 up the centre of the normal, 3 standard
/// deviations either side, is inside [`RANGE`].
const LARGE: f64 = 16.0;
/// Doubtful lanes are settled exactly up to this rate.
const EXACT: f64 = 600.0;
/// Twice the largest error of the expansion, times the rate (7e-4 at 16, less above).
const DOUBT: f64 = 1.6e-3;
/// The fits hold for `s = z / sqrt(lambda)` between minus this and this.
const RANGE: f64 = 0.76;

/// Steps between two looks at whether all lanes are done.
const STEPS: usize = 4;
/// Groups of steps. No lattice uniform needs more below [`LARGE`]: `1 - CDF(64)` is 2e-19 at 16.
const GROUPS: usize = 16;
const RECIPROCALS: [[f64; STEPS]; GROUPS] = reciprocals();

const fn reciprocals() -> [[f64; STEPS]; GROUPS] {
    let mut table = [[0.0; STEPS]; GROUPS];
    let mut k = 0;
    while k < STEPS * GROUPS {
        table[k / STEPS][k % STEPS] = 1.0 / (k + 1) as f64;
        k += 1;
    }
    table
}

/// `(r(s) - 1 - s) / s^2`, where `r` solves `s^2 / 2 = 1 - r + r ln r` with the sign of `s`
/// (Giles 2016, after Temme 1979). This and the next two are minimax fits on [`RANGE`], tightest
/// near 0, made by `tests/data/draws_fits.py`.
const STRETCH: [f64; 9] = [
    0.16666666684019635,
    -0.013888880047269165,
    0.0037036525550298133,
    -0.0013317117984286138,
    0.0005599730262097457,
    -0.0002497039153576789,
    0.00011767966597529672,
    -9.214857375075676e-05,
    5.608599426368535e-05,
];
/// `ln(s sqrt(r) / (r - 1)) / ln(r)`, the next term.
const SHIFT: [f64; 9] = [
    0.33333333413167454,
    -0.027777739887398862,
    0.00864173671105363,
    -0.0035266871467992816,
    0.0016604985167285613,
    -0.0008085075026348046,
    0.00041111754228466505,
    -0.0003801081342582935,
    0.0002545340666066076,
];
/// The term in `1 / lambda`, extrapolated from 40-digit solutions at rates 300 to 4800.
const CORRECTION: [f64; 5] =
    [-0.01975603519871581, 0.017168415017999025, -0.01221669970334514, 0.012108045769836885, -0.009684947381950158];

/// Poisson draws with rates from 0 to 1e9. A rate of 0 gives 0. A negative or NaN rate is the
/// caller's error: debug builds stop, release builds return a harmless but wrong count.
#[inline(always)]
pub fn poisson(lambda: &Col, u: &Col, out: &mut Col) {
    debug_assert!(lambda.iter().all(|rate| *rate >= 0.0), "a rate is negative or NaN");
    count(Kind::Poisson, LANES);
    let large = few::bits_of(|lane| lambda.0[lane] >= LARGE);
    if large != u32::MAX {
        sum_upwards(lambda, u, out);
    }
    expand(lambda, u, out, large);
}

/// One draw: the same bits as the column form.
pub fn poisson_scalar(lambda: f64, u: f64) -> f64 {
    debug_assert!(lambda >= 0.0, "the rate is negative or NaN: {lambda}");
    if lambda < LARGE {
        return small(lambda, u);
    }
    let expansion = expansion(lambda, normal_quantile(u));
    let certain = minimum(expansion.off_integer, expansion.in_range) >= 0.0;
    if certain || lambda > EXACT { expansion.count } else { settle(lambda, u) }
}

/// Lanes below [`LARGE`]; the others are given a rate of 0, which is done at once.
///
/// All lanes take the first [`STEPS`] steps; those that are then below their uniform go on by themselves.
#[inline(always)]
fn sum_upwards(lambda: &Col, u: &Col, out: &mut Col) {
    let (mut term, mut sum, mut unfinished) = (Col::default(), Col::default(), 0);
    for lane in 0..LANES {
        let mut at = Sum::start(below(lambda.0[lane]));
        at.advance(&RECIPROCALS[0], u.0[lane]);
        term.0[lane] = at.term;
        sum.0[lane] = at.sum;
        out.0[lane] = small_integer(at.count);
        unfinished += u64::from(at.sum < u.0[lane]);
    }
    if unfinished > 0 {
        go_on(lambda, u, &term, &sum, out);
    }
}

/// Takes the lanes that are below their uniform the rest of the way.
#[inline(always)]
fn go_on(lambda: &Col, u: &Col, term: &Col, sum: &Col, out: &mut Col) {
    for lanes in few::groups_of(few::bits_of(|lane| sum.0[lane] < u.0[lane])) {
        let (lambda, u) = (few::take(lambda, &lanes), few::take(u, &lanes));
        let (mut term, mut sum) = (few::take(term, &lanes), few::take(sum, &lanes));
        let mut count = [STEPS as u64; GROUP];
        for reciprocals in &RECIPROCALS[1..] {
            let mut unfinished = 0;
            for k in 0..GROUP {
                let mut at = Sum { rate: below(lambda[k]), term: term[k], sum: sum[k], count: count[k] };
                at.advance(reciprocals, u[k]);
                (term[k], sum[k], count[k]) = (at.term, at.sum, at.count);
                unfinished += u64::from(at.sum < u[k]);
            }
            if unfinished == 0 {
                break;
            }
        }
        let mut counts = [0.0; GROUP];
        for k in 0..GROUP {
            counts[k] = small_integer(count[k]);
        }
        few::put(out, &lanes, &counts);
    }
}

/// A rate below [`LARGE`], or 0.
#[inline(always)]
fn below(lambda: f64) -> f64 {
    select(lambda < LARGE, lambda, 0.0)
}

/// A sum on its way up.
struct Sum {
    rate: f64,
    term: f64,
    sum: f64,
    /// Steps at which the sum was below the uniform. An integer: adding a mask to it is one instruction less than for
    /// a float.
    count: u64,
}

impl Sum {
    #[inline(always)]
    fn start(rate: f64) -> Self {
        let term = exp_normal(-rate);
        Self { rate, term, sum: term, count: 0 }
    }

    #[inline(always)]
    fn advance(&mut self, reciprocals: &[f64; STEPS], u: f64) {
        for reciprocal in reciprocals {
            self.count += u64::from(self.sum < u);
            self.term *= self.rate * reciprocal;
            self.sum += self.term;
        }
    }
}

/// An integer below `2^52` as a float, without the conversion that SSE2 and AVX2 lack.
#[inline(always)]
fn small_integer(n: u64) -> f64 {
    const TWO_52: f64 = 4_503_599_627_370_496.0;
    f64::from_bits(n | TWO_52.to_bits()) - TWO_52
}

/// One lane of [`sum_upwards`].
fn small(rate: f64, u: f64) -> f64 {
    let mut term = exp(-rate);
    let (mut sum, mut count) = (term, 0);
    for reciprocal in RECIPROCALS.as_flattened() {
        count += u64::from(sum < u);
        term *= rate * reciprocal;
        sum += term;
    }
    small_integer(count)
}

/// Lanes from [`LARGE`] up; the others keep what `out` holds.
///
/// Tails of the normal (one lane in 370) and doubtful lanes are left to [`poisson_scalar`].
#[inline(always)]
fn expand(lambda: &Col, u: &Col, out: &mut Col, large: u32) {
    for lanes in few::groups_of(large) {
        let (lambda, u) = (few::take(lambda, &lanes), few::take(u, &lanes));
        let (mut count, mut unsettled) = ([0.0; GROUP], 0);
        for k in 0..GROUP {
            let expansion = expansion(lambda[k], central(u[k]));
            let off_integer = select(lambda[k] > EXACT, 1.0, expansion.off_integer);
            count[k] = expansion.count;
            let margin = minimum(off_integer, u[k] * (1.0 - u[k]) - CENTRAL);
            unsettled |= u32::from(margin < 0.0) << k;
        }
        if unsettled > 0 {
            one_by_one(unsettled, &lambda, &u, &mut count);
        }
        few::put(out, &lanes, &count);
    }
}

/// Those of a few lanes that a bit of `unsettled` stands for. Rare, and so kept out of the vector code; scalar
/// arithmetic has the same bits in every class.
#[cold]
#[inline(never)]
fn one_by_one(unsettled: u32, lambda: &[f64; GROUP], u: &[f64; GROUP], count: &mut [f64; GROUP]) {
    for k in few::lanes_of(unsettled) {
        count[k] = poisson_scalar(lambda[k], u[k]);
    }
}

/// What the expansion says of one lane. Where either margin is negative the count may be wrong.
struct Expansion {
    count: f64,
    off_integer: f64,
    in_range: f64,
}

/// `x = lambda + sqrt(lambda) z + z^2 STRETCH(s) + SHIFT(s) + CORRECTION(s) / lambda`.
#[inline(always)]
fn expansion(lambda: f64, z: f64) -> Expansion {
    let inverse_root = 1.0 / lambda.sqrt();
    let s = z * inverse_root;
    let inverse = inverse_root * inverse_root;
    let curved = (z * z) * polynomial(s, &STRETCH) + polynomial(s, &SHIFT);
    let x = lambda + (lambda * s + (curved + polynomial(s, &CORRECTION) * inverse));
    let count = floor(x);
    let off_integer = minimum(x - count, (count + 1.0) - x) - DOUBT * inverse;
    Expansion { count, off_integer, in_range: RANGE * RANGE - s * s }
}

/// The sum from 0 for rates up to [`EXACT`], where `e^-lambda` is still a normal number.
fn settle(lambda: f64, u: f64) -> f64 {
    const CEILING: f64 = 2000.0;
    let mut term = exp(-lambda);
    let (mut sum, mut count) = (term, 0.0);
    while sum < u && count < CEILING {
        count += 1.0;
        term *= lambda / count;
        sum += term;
    }
    count
}
