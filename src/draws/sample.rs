//! Inverse-CDF samplers: one uniform in, one draw out, never fewer and never more.
//!
//! Each is non-decreasing in its uniform, so replicates that share a uniform share their luck:
//! a higher rate under the same uniform never yields fewer events. Uniforms are expected on the
//! lattice `(w + 1/2) / 2^32` that [`Stream`](super::stream::Stream) yields.

use super::col::{Col, LANES};
use super::few::GROUP;
use super::math::{CENTRAL, central, exp, ln_normal, select, tail};
pub use super::poisson::{poisson, poisson_scalar};
use super::tally::{Kind, count};

/// Standard normal draws: [`normal_quantile`](super::math::normal_quantile) of each uniform, the
/// same bits, but the tails are worked out only for blocks that have a lane there (1 in 12).
#[inline(always)]
pub fn normal(u: &Col, out: &mut Col) {
    count(Kind::Normal, LANES);
    let mut outside = 0_u64;
    for lane in 0..LANES {
        let u = u.0[lane];
        outside += u64::from(u * (1.0 - u) < CENTRAL);
        out.0[lane] = central(u);
    }
    if outside > 0 {
        normal_tails(u, out);
    }
}

/// One standard normal draw: the same bits as the column form.
#[inline(always)]
pub fn normal_one(u: f64) -> f64 {
    count(Kind::Normal, 1);
    if u * (1.0 - u) < CENTRAL { tail(u) } else { central(u) }
}

/// Standard normal draws for a few lanes: the same bits as the column form.
#[inline(always)]
pub fn normal_few(u: &[f64; GROUP]) -> [f64; GROUP] {
    count(Kind::Normal, GROUP);
    let (mut out, mut outside) = ([0.0; GROUP], false);
    for k in 0..GROUP {
        outside |= u[k] * (1.0 - u[k]) < CENTRAL;
        out[k] = central(u[k]);
    }
    if outside {
        for k in 0..GROUP {
            out[k] = if u[k] * (1.0 - u[k]) < CENTRAL { tail(u[k]) } else { out[k] };
        }
    }
    out
}

/// One lane in 370, so lane by lane; scalar arithmetic has the same bits in every class.
#[cold]
#[inline(never)]
fn normal_tails(u: &Col, out: &mut Col) {
    for (u, out) in u.iter().zip(out.iter_mut()) {
        if u * (1.0 - u) < CENTRAL {
            *out = tail(*u);
        }
    }
}

/// Exponential draws of mean 1: `-ln(1 - u)`. The subtraction is exact on the lattice.
#[inline(always)]
pub fn exponential(u: &Col, out: &mut Col) {
    for lane in 0..LANES {
        out.0[lane] = -ln_normal(1.0 - u.0[lane]);
    }
}

/// Log-normal draws `exp(mu + sigma z)` from standard normal `z`.
#[inline(always)]
pub fn log_normal(mu: &Col, sigma: &Col, z: &Col, out: &mut Col) {
    for lane in 0..LANES {
        out.0[lane] = exp(mu.0[lane] + sigma.0[lane] * z.0[lane]);
    }
}

/// 1 where `u < p`, else 0. Certain at `p = 1`, impossible at `p = 0`; non-decreasing in `p`, and
/// so in `1 - u`: the one sampler here that falls with its uniform.
#[inline(always)]
pub fn bernoulli(p: &Col, u: &Col, out: &mut Col) {
    for lane in 0..LANES {
        out.0[lane] = select(u.0[lane] < p.0[lane], 1.0, 0.0);
    }
}
