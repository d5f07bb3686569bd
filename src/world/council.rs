//! The Security Council: unity, and what a renewal of a mandate brings.
//!
//! Unity of the Council is the scenario's level on the logit scale plus a first-order
//! autoregression, U = logistic(logit(level) + x), x' = phi x + sd n. Mandates come up for renewal
//! every 12 months of deployment; a divided Council more often terminates, cuts or overloads them
//! ("within existing resources"). Where it is deadlocked the General Assembly may carry a mission
//! on (the study, section 2.2 and footnote 8).

use crate::draws::math::{ln, logistic_of};
use crate::draws::slots::world;
use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;

use super::column::{ZERO, clamp, flag};
use super::draw::WorldDraws;
use super::levels::Resolved;

/// Months between renewals of a mandate.
pub const RENEWAL_MONTHS: f64 = 12.0;

/// Unity at or below which the Council counts as deadlocked.
pub const DEADLOCK: f64 = 0.25;

/// State of the Council.
#[derive(Clone, Debug)]
pub struct Council {
    /// Deviation of unity from its level, logit scale.
    deviation: Col,
    /// Logit of the scenario's level, where it is the same in all months.
    asked: Col,
    /// Unity this month, 0 to 1.
    pub unity: Col,
}

impl Council {
    /// The Council at the start of a history, in its stationary distribution.
    pub fn new(level: &Resolved, start: &Col, p: &Parameters) -> Self {
        let (mut deviation, mut asked) = (ZERO, ZERO);
        let level = &level.now;
        for i in 0..LANES {
            let phi = p.unity_persistence[i];
            deviation[i] = start[i] * p.unity_sd[i] / (1.0 - phi * phi).sqrt();
            asked[i] = logit(level[i]);
        }
        let mut council = Self { deviation, asked, unity: ZERO };
        council.set_unity(&asked);
        council
    }

    /// One month.
    #[inline(always)]
    pub fn step(&mut self, level: &Resolved, draws: &WorldDraws, p: &Parameters) {
        for i in 0..LANES {
            let innovation = p.unity_sd[i] * draws.slots[world::UNITY][i];
            self.deviation[i] = p.unity_persistence[i] * self.deviation[i] + innovation;
        }
        let asked = asked(&self.asked, level);
        self.set_unity(&asked);
    }

    #[inline(always)]
    fn set_unity(&mut self, asked: &Col) {
        let mut logit = ZERO;
        for i in 0..LANES {
            logit[i] = asked[i] + self.deviation[i];
        }
        self.unity = logistic_of(&logit);
    }
}

/// Logit of a level this month; `constant` is that of a level which is the same in all months.
#[inline(always)]
pub fn asked(constant: &Col, level: &Resolved) -> Col {
    if level.moves() { Col::splat(logit(level.now[0])) } else { *constant }
}

/// Logit of a share, held off 0 and 1 so that a level of exactly 0 or 1 stays a number.
#[inline(always)]
pub fn logit(share: f64) -> f64 {
    let x = clamp(share, 0.001, 0.999);
    ln(x / (1.0 - x))
}

/// What a renewal does to a mandate, as masks of 0 and 1.
#[derive(Clone, Copy, Debug)]
pub struct Renewal {
    /// The mandate ends.
    pub terminated: Col,
    /// Authorised strength is cut.
    pub cut: Col,
    /// Tasks are added without resources.
    pub overloaded: Col,
}

/// The outcome of a renewal under unity `unity`, for uniforms `u` and `rescue`.
///
/// The three misfortunes take up the lower end of the uniform, the worst first, so that more unity
/// never turns a renewal worse under the same luck.
#[inline(always)]
pub fn renewal(unity: &Col, u: &Col, rescue: &Col, assembly: bool, p: &Parameters) -> Renewal {
    let mut out = Renewal { terminated: Col::splat(0.0), cut: Col::splat(0.0), overloaded: Col::splat(0.0) };
    for i in 0..LANES {
        let division = 1.0 - unity[i];
        let terminate = p.renewal_terminate[i] * division * division;
        let cut = terminate + p.renewal_cut[i] * division;
        let overload = cut + p.renewal_overload[i] * division;
        let saved = flag(assembly) * flag(unity[i] <= DEADLOCK) * flag(rescue[i] < p.assembly_rescue[i]);
        out.terminated[i] = flag(u[i] < terminate) * (1.0 - saved);
        out.cut[i] = flag(u[i] >= terminate) * flag(u[i] < cut);
        out.overloaded[i] = flag(u[i] >= cut) * flag(u[i] < overload);
    }
    out
}
