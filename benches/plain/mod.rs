//! The month of the model as a person would write it in an afternoon: one history at a time, rand and
//! rand_distr, plain branches. It follows the same equations at the same parameter values and draws
//! the same kinds of numbers; it is the honest comparator of the engine, not part of it.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Poisson, StandardNormal};

const MONTHS: usize = 192;
const START: usize = 12;
const EXIT: usize = 132;

/// What a history came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct History {
    /// Battle-related deaths.
    pub battle: f64,
    /// One-sided killings.
    pub one_sided: f64,
    /// Months at war.
    pub war: f64,
    /// Person-months of displacement.
    pub displaced: f64,
    /// Peacekeeper deaths.
    pub peacekeepers: f64,
    /// Cost.
    pub cost: f64,
    /// Implementation.
    pub implementation: f64,
}

/// `n` histories of the baseline.
pub fn histories(n: usize, seed: u64) -> Vec<History> {
    let mut rng = StdRng::seed_from_u64(seed);
    (0..n).map(|_| history(&mut rng)).collect()
}

fn normal(rng: &mut StdRng) -> f64 {
    StandardNormal.sample(rng)
}

fn count(rng: &mut StdRng, mean: f64) -> f64 {
    if mean > 0.0 { Poisson::new(mean).map_or(0.0, |p| p.sample(rng)) } else { 0.0 }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

fn history(rng: &mut StdRng) -> History {
    let mut out = History::default();
    let severity = 110.0f64.ln() + 0.85 * normal(rng);
    let z = (severity - 2.67) / 1.8;
    let frailty = 1.6 * (-0.38 * z + (1.0f64 - 0.38 * 0.38).sqrt() * normal(rng));
    let (to_quiet, to_active) = (logistic(-1.46 - 0.3 * z), logistic(-0.85 + 0.4 * z));
    let spread = 0.665 / (1.0f64 - 0.74 * 0.74).sqrt();
    let (mut x, mut unity_x, mut consent_y, mut fill_x) =
        (spread * normal(rng), normal(rng) * 0.48, normal(rng) * 0.44, normal(rng));
    let delay = 2.6 * normal(rng).max(0.0);
    let pace = 3.4 * (0.45 * normal(rng)).exp();
    let (mut war, mut ceasefire, mut peace_age, mut war_age) = (true, false, 0.0, 24.0);
    let (mut active, mut government_on, mut rebel_on) = (true, false, false);
    let (mut displaced, mut acceptance) = (7.0e5, 0.6f64);
    let (mut due, mut arrears, mut cash, mut budget) = ([0.0; 3], [0.0; 3], 0.0f64, 0.0);
    let (mut fighting, mut peaceful, mut done) = (1.0f64, 3.0f64, [0.0f64; 3]);
    let (mut tempo, mut indices, mut out_of) = (1.0f64, [0.0f64; 22], false);
    for month in 0..MONTHS {
        unity_x = 0.95 * unity_x + 0.15 * normal(rng);
        let unity = logistic(logit(0.65) + unity_x);
        let here = (START..EXIT).contains(&month) && !out_of;
        let (mut troops, mut police, mut presence, mut people) = (0.0, 0.0, 0.0, 0.0);
        let consent = logistic(logit(0.6) + consent_y);
        if here {
            if (month - START).is_multiple_of(12) {
                budget = 7.8e7;
                for (payer, share) in [0.2615, 0.2378, 0.5007].iter().enumerate() {
                    due[payer] += 12.0 * budget * share;
                }
                if month > START && rng.random::<f64>() < 0.08 * (1.0 - unity).powi(2) {
                    out_of = true;
                }
            }
            for payer in 0..3 {
                let mood = (0.3 * normal(rng)).exp();
                let moved = due[payer] * (mood / [7.0, 5.0, 4.0][payer]).min(1.0);
                due[payer] -= moved;
                arrears[payer] += 0.05 * moved - 0.01 * arrears[payer];
                cash += 0.95 * moved + 0.01 * arrears[payer];
            }
            fill_x = 0.95 * fill_x + 0.35 * normal(rng);
            let most = logistic(2.75 + fill_x);
            let since = (month as f64 - START as f64 + 0.5 - delay).max(0.0);
            let drawdown = ((EXIT - month) as f64 / 15.4).min(1.0);
            let arrived = 1.0 - (-since / pace).exp();
            let later = 1.0 - (-0.75 * since / pace).exp();
            people = (10_200.0 * arrived + 1_000.0 * later) * most * drawdown;
            let need = people * 4_900.0 + 2_500.0 * later * most * drawdown * 8_300.0;
            let spending = need.min(budget).min(cash);
            cash -= spending;
            out.cost += spending;
            tempo = 0.3 * tempo + 0.7 * spending / need.max(1.0);
            let access = (1.0 - 0.8 * (1.0 - consent) - 0.3 * (1.0 - acceptance)).max(0.02);
            let effectiveness = access * tempo * 0.58 * (arrived * most).clamp(0.05, 1.0) / 0.23;
            troops = 8.0 * (1.0 - (-(10.0 * arrived * most * drawdown * effectiveness) / 8.0).exp());
            police = 3.0 * (1.0 - (-(10.0 * later * most * drawdown * effectiveness) / 3.0).exp());
            presence = 1.0 - (-people * effectiveness / 600.0).exp();
            let climate = if war { 0.55 } else { 1.0 };
            for d in &mut done {
                *d += (1.0 - *d) * 0.03 * climate * (consent / 0.6) * effectiveness * arrived;
            }
            let hostility = if war { 3.5 } else { 1.0 } * (1.0 * (0.6 - consent)).exp();
            out.peacekeepers += count(rng, people * 0.12 * hostility / 12_000.0) + count(rng, people * 0.78 / 12_000.0);
        }
        let shock = if rng.random::<f64>() < 0.012 { 0.7 * normal(rng) } else { 0.0 };
        consent_y = 0.94 * consent_y + 0.06 * 0.8 * (unity - 0.65) + 0.15 * normal(rng) + shock;
        out_of |= here && rng.random::<f64>() < 0.10 * (0.45 - consent).max(0.0) / 0.45;
        let favour = (0.8 * 0.2 + 0.5 * (0.6 * presence + 0.1 * troops) + (consent - 0.6) + 0.8 * (unity - 0.65)).exp();
        if war {
            let early = 1.0 + 9.0 * (-war_age / 6.0f64).exp();
            let hazard = 0.0095 * (frailty - 0.11 * x / spread).exp() * early * (0.43 * favour + 0.57);
            war_age += 1.0;
            if rng.random::<f64>() < 1.0 - (-hazard).exp() {
                war = false;
                ceasefire = rng.random::<f64>() < 0.25;
                peace_age = 0.0;
            }
        } else {
            let neighbours = 0.15 * (fighting - 1.0) - 0.6 * (consent - 0.6);
            let hazard =
                (0.0026 + 0.0215 * (-peace_age / 28.0f64).exp()) * (0.1 * frailty + neighbours - 0.75 * presence).exp();
            peace_age += 1.0;
            if rng.random::<f64>() < 1.0 - (-hazard).exp() {
                (war, ceasefire, war_age, active) = (true, false, 0.0, true);
            }
        }
        x = 0.74 * x + 0.665 * normal(rng);
        let u: f64 = rng.random();
        let odds = to_quiet / (1.0 - to_quiet) * (0.25 * presence).exp();
        active = if active { u >= odds / (1.0 + odds) } else { u < to_active };
        let share = if war {
            if active { 1.0 } else { 0.003 }
        } else if ceasefire {
            0.01
        } else {
            0.0
        };
        let calm = (-(0.13 * troops) - 0.187 * 0.2).exp();
        let battle = count(rng, (severity + x).exp().min(7_500.0) * share * calm);
        let (ug, ur): (f64, f64) = (rng.random(), rng.random());
        government_on = war && if government_on { ug >= 0.39 } else { ug < 0.085 };
        rebel_on = war && if rebel_on { ur >= 0.265 } else { ur < 0.093 };
        let heat = severity - 2.67 + x;
        let protect = (-(0.26 * troops) - 0.31 * police).exp();
        let mut killed = 0.0;
        if government_on {
            killed += ((2.2 + 1.72 * normal(rng) + 0.25 * heat).exp() * protect).round();
        }
        if rebel_on {
            killed += ((2.7 + 1.47 * normal(rng) + 0.25 * heat).exp() * protect).round();
        }
        let fled = 110.0 * (battle + killed) * (0.7 * normal(rng) - 0.245).exp();
        displaced += fled - displaced * if war { 0.018 } else { 0.03 } * (0.139 * troops).exp();
        let attacks = count(
            rng,
            0.26 * f64::from(u8::from(war)) * (1.0 + 0.6 * ((1.0 + battle).powf(0.25) - 1.0)) * (-0.06 * troops).exp(),
        );
        let cases =
            (14.6 * f64::from(u8::from(war)) * (0.6 * normal(rng) - 0.18).exp() * (-0.12 * police).exp()).round();
        for (k, index) in indices.iter_mut().enumerate() {
            *index += (0.05 * presence * (k as f64 / 22.0) - *index) / 24.0;
        }
        let spill = 1.0 + 0.7 * f64::from(u8::from(war)) * (1.0 - 0.85 * presence);
        if rng.random::<f64>() < peaceful * 0.0014 * spill {
            (peaceful, fighting) = (peaceful - 1.0, fighting + 1.0);
        }
        if rng.random::<f64>() < fighting * 0.0185 {
            (peaceful, fighting) = (peaceful + 1.0, fighting - 1.0);
        }
        acceptance += 0.05 * (logistic(0.4 - 0.1 * (1.0 + (battle + killed) / 15.0).ln()) - acceptance);
        if month >= START {
            out.battle += battle;
            out.one_sided += killed;
            out.war += f64::from(u8::from(war));
            out.displaced += displaced + 0.0 * (attacks + cases + people);
        }
    }
    out.implementation = 0.4 * done[0] + 0.2 * done[1] + 0.4 * done[2];
    out
}
