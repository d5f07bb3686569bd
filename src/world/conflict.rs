//! The conflict: phase, intensity, battle-related deaths, one-sided killings.
//!
//! Severity s is the scenario's (log deaths in an active month); log intensity x is a first-order
//! autoregression; a war has active and quiet spells, and severe wars fall quiet less often. Battle
//! deaths are Poisson with mean min(exp(s + x), cap) in active months and a small share of it in
//! quiet ones. A war ends with hazard h0 e^f (1 + a e^(-d/m)): f is a frailty tied to severity
//! (severe wars end less often), d the war's age, so that many small episodes flare and fade. Peace fails with hazard
//! (floor + r0 e^(-t/tau)) e^(g f), times a factor for the way the war ended.
//!
//! A mission lowers deaths by its dose, turns active spells quiet sooner, lowers onset and relapse,
//! and raises the hazard of a negotiated ending only where there is mediation (finding 14).

use crate::draws::math::{exp, exp_of, logistic, select};
use crate::draws::sample::{normal_few, poisson};
use crate::draws::slots::{theatre, theatre_once};
use crate::draws::{Col, LANES, few};
use crate::evidence::parameters::Parameters;

use super::column::{ZERO, flag, greater, lesser, set_in, whole};
use super::draw::{TheatreDraws, TheatreOnce};
use super::effects::Effects;
use super::setting::TheatreSetting;
use super::theatre::Beyond;

/// Codes of the latent phase in a column.
pub mod phase {
    /// No war yet.
    pub const TENSION: f64 = 0.0;
    /// War.
    pub const WAR: f64 = 1.0;
    /// Ceasefire.
    pub const CEASEFIRE: f64 = 2.0;
    /// Peace after war.
    pub const PEACE: f64 = 3.0;
}

/// Codes of how a war ended.
pub mod ending {
    /// Peace agreement.
    pub const AGREEMENT: f64 = 1.0;
    /// Ceasefire.
    pub const CEASEFIRE: f64 = 2.0;
    /// Victory of the government.
    pub const GOVERNMENT: f64 = 3.0;
    /// Victory of the rebels.
    pub const REBEL: f64 = 4.0;
    /// Fading without an agreement.
    pub const FADING: f64 = 5.0;
}

/// What surrounds a conflict this month.
#[derive(Clone, Debug)]
pub struct Surroundings<'a> {
    /// Council unity.
    pub unity: &'a Col,
    /// Consent of the host government.
    pub consent: &'a Col,
    /// Mediation effort.
    pub mediation: &'a Col,
    /// External support to the belligerents.
    pub external: &'a Col,
    /// Fighting neighbours, at most three.
    pub pressure: Col,
    /// Greatest mean of deaths in a month.
    pub cap: Col,
    /// Factor of mediation on battle-related deaths (finding 13).
    pub mediated: Col,
    /// Stressors and feedback of society.
    pub beyond: &'a Beyond,
}

/// State of a theatre's conflict.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// Latent phase, see [`phase`].
    pub phase: Col,
    /// How the last war ended, see [`ending`]; 0 before any.
    pub ending: Col,
    /// Age of the war in months.
    pub war_age: Col,
    /// Months since war, in ceasefire or peace.
    pub peace_age: Col,
    /// 1 in an active spell of war.
    pub active: Col,
    /// Log intensity relative to severity.
    pub intensity: Col,
    /// 1 in the month a war begins.
    pub began: Col,
    /// Kind of ending in the month a war or ceasefire ends, else 0; a ceasefire that becomes
    /// settlement is an agreement.
    pub ended: Col,
    /// Battle-related deaths this month.
    pub battle: Col,
    /// Civilians killed by government this month.
    pub government: Col,
    /// Civilians killed by non-state groups this month.
    pub rebel: Col,
    severity: Col,
    standing: Col,
    frailty: Col,
    to_quiet: Col,
    /// Odds that an active spell ends without a mission.
    quiet_odds: Col,
    to_active: Col,
    /// 1 in a spell of killings of civilians by government.
    pub government_on: Col,
    /// 1 in a spell of killings of civilians by non-state groups.
    pub rebel_on: Col,
    agreement_weight: Col,
    /// Weights of negotiated endings, and of the others, where nothing favours either.
    negotiated: Col,
    other: Col,
    spread: Col,
    /// Base hazard of an ending under the conflict's frailty.
    ending_base: Col,
    /// Factor of frailty on the relapse hazard, and of the way the last war ended.
    relapse_base: Col,
    relapse_kind: Col,
    /// exp(-war age / early months), and exp(-peace age / relapse months), carried from month to
    /// month by one multiplication each.
    early: Col,
    young: Col,
    early_fade: Col,
    young_fade: Col,
}

impl Conflict {
    /// The conflict at the start of a history.
    pub fn new(s: &TheatreSetting, once: &TheatreOnce, p: &Parameters) -> Self {
        let mut c = Self {
            phase: ZERO,
            ending: ZERO,
            war_age: ZERO,
            peace_age: ZERO,
            active: ZERO,
            intensity: ZERO,
            began: ZERO,
            ended: ZERO,
            battle: ZERO,
            government: ZERO,
            rebel: ZERO,
            severity: s.log_severity,
            standing: ZERO,
            frailty: ZERO,
            to_quiet: ZERO,
            quiet_odds: ZERO,
            to_active: ZERO,
            government_on: ZERO,
            rebel_on: ZERO,
            agreement_weight: ZERO,
            negotiated: ZERO,
            other: ZERO,
            spread: ZERO,
            ending_base: ZERO,
            relapse_base: ZERO,
            relapse_kind: ZERO,
            early: ZERO,
            young: ZERO,
            early_fade: ZERO,
            young_fade: ZERO,
        };
        c.set_traits(once, p);
        c.set_phase(s, once, p);
        c
    }

    /// What a conflict keeps all its life: severity relative to others, frailty, spell pace.
    fn set_traits(&mut self, once: &TheatreOnce, p: &Parameters) {
        for i in 0..LANES {
            let z = (self.severity[i] - p.severity_centre[i]) / p.severity_spread[i];
            let tie = p.frailty_tie[i];
            let own = (1.0 - tie * tie).sqrt() * once.slots[theatre_once::FRAILTY][i];
            self.standing[i] = z;
            self.frailty[i] = p.frailty_sd[i] * (tie * z + own);
            self.to_quiet[i] = logistic(p.quiet_level[i] - p.quiet_severity[i] * z);
            self.quiet_odds[i] = self.to_quiet[i] / (1.0 - self.to_quiet[i]);
            self.to_active[i] = logistic(p.active_level[i] + p.active_severity[i] * z);
            self.agreement_weight[i] = p.ending_agreement[i] * exp(p.agreement_severity[i] * z);
            self.negotiated[i] = self.agreement_weight[i] + p.ending_ceasefire[i];
            self.other[i] = p.ending_government[i] + p.ending_rebel[i] + p.ending_fading[i];
            let phi = p.intensity_persistence[i];
            let spread = p.intensity_sd[i] / (1.0 - phi * phi).sqrt();
            self.spread[i] = spread;
            self.ending_base[i] = p.ending_hazard[i] * exp(self.frailty[i]);
            self.relapse_base[i] = exp(p.relapse_frailty[i] * self.frailty[i]);
            self.early_fade[i] = exp(-1.0 / p.ending_early_months[i]);
            self.young_fade[i] = exp(-1.0 / p.relapse_months[i]);
            self.intensity[i] = spread * once.slots[theatre_once::INTENSITY][i];
        }
    }

    fn set_phase(&mut self, s: &TheatreSetting, once: &TheatreOnce, p: &Parameters) {
        let age = &s.levels.age.now;
        for i in 0..LANES {
            let u = once.slots[theatre_once::PHASE][i];
            let ends = s.phase_ends;
            self.phase[i] = flag(u >= ends[0]) + flag(u >= ends[1]) + flag(u >= ends[2]);
            let war = flag(self.phase[i] == phase::WAR);
            self.war_age[i] = war * age[i];
            self.peace_age[i] = (1.0 - war) * age[i];
            self.early[i] = exp(-self.war_age[i] / p.ending_early_months[i]);
            self.young[i] = exp(-self.peace_age[i] / p.relapse_months[i]);
            let share = self.to_active[i] / (self.to_active[i] + self.to_quiet[i]);
            self.active[i] = war * flag(once.slots[theatre_once::SPELL][i] < share);
            let on = |start: f64, stop: f64, slot: usize| war * flag(once.slots[slot][i] < start / (start + stop));
            self.government_on[i] = on(p.government_start[i], p.government_stop[i], theatre_once::GOVERNMENT_SPELL);
            self.rebel_on[i] = on(p.rebel_start[i], p.rebel_stop[i], theatre_once::REBEL_SPELL);
            let kind = self.kind(once.slots[theatre_once::ENDING][i], 1.0, p, i);
            let after = flag(self.phase[i] == phase::PEACE);
            let truce = flag(self.phase[i] == phase::CEASEFIRE);
            // A peace that stands at the start is not one of ceasefire.
            let settled = if kind == ending::CEASEFIRE { ending::AGREEMENT } else { kind };
            self.ending[i] = after * settled + truce * ending::CEASEFIRE;
            self.relapse_kind[i] = relapse_after(self.ending[i], p, i);
        }
    }

    /// Weights of the five endings; negotiated ones are multiplied by `favour`.
    #[inline(always)]
    fn weights(&self, favour: f64, p: &Parameters, i: usize) -> [f64; 5] {
        [
            favour * self.agreement_weight[i],
            favour * p.ending_ceasefire[i],
            p.ending_government[i],
            p.ending_rebel[i],
            p.ending_fading[i],
        ]
    }

    #[inline(always)]
    fn kind(&self, u: f64, favour: f64, p: &Parameters, i: usize) -> f64 {
        let w = self.weights(favour, p, i);
        let at = u * (w[0] + w[1] + w[2] + w[3] + w[4]);
        let (c1, c2) = (w[0], w[0] + w[1]);
        let (c3, c4) = (c2 + w[2], c2 + w[2] + w[3]);
        1.0 + flag(at >= c1) + flag(at >= c2) + flag(at >= c3) + flag(at >= c4)
    }

    /// One month.
    #[inline(always)]
    pub fn step(&mut self, around: &Surroundings<'_>, effects: &Effects, draws: &TheatreDraws, p: &Parameters) {
        self.move_phase(around, effects, draws, p);
        self.fight(around, effects, draws, p);
        self.kill_civilians(around, effects, draws, p);
    }

    /// Transitions of the phase, then of the spell inside a war.
    #[inline(always)]
    fn move_phase(&mut self, around: &Surroundings<'_>, effects: &Effects, draws: &TheatreDraws, p: &Parameters) {
        let (mut favour, mut drive) = (ZERO, ZERO);
        for i in 0..LANES {
            favour[i] = log_favour(around, effects, p, i);
            // A war ends sooner where it is not fierce; what is no war fails under what surrounds it.
            let fierce = -p.ending_intensity[i] * self.intensity[i] / self.spread[i];
            let setting =
                p.inbound_spill[i] * (around.pressure[i] - 1.0) - p.relapse_consent[i] * (around.consent[i] - 0.6);
            drive[i] = if self.phase[i] == phase::WAR { fierce } else { setting };
        }
        let (favour, drive) = (exp_of(&favour), exp_of(&drive));
        let (mut fail, mut settle, mut stay) = (ZERO, ZERO, ZERO);
        for i in 0..LANES {
            let (negotiated, other) = (self.negotiated[i], self.other[i]);
            let scale = (favour[i] * negotiated + other) / (negotiated + other);
            let early = 1.0 + p.ending_early[i] * self.early[i];
            let end_war = self.ending_base[i] * drive[i] * early * scale;
            fail[i] = drive[i] * self.failure(around, effects, p, i);
            settle[i] = if self.phase[i] == phase::CEASEFIRE { p.ceasefire_settlement[i] * favour[i] } else { 0.0 };
            stay[i] = -if self.phase[i] == phase::WAR { end_war } else { fail[i] + settle[i] };
        }
        self.move_on(&fail, &settle, &exp_of(&stay), &favour, draws, p);
        self.move_spell(effects, &draws.slots[theatre::SPELL]);
    }

    /// Moves the phase of the few that do not `stay`.
    #[inline(always)]
    fn move_on(&mut self, fail: &Col, settle: &Col, stay: &Col, favour: &Col, draws: &TheatreDraws, p: &Parameters) {
        let u = &draws.slots[theatre::TRANSITION];
        let (mut next, mut ended, mut began, mut over) = (self.phase, ZERO, ZERO, ZERO);
        for i in few::lanes_of(few::bits_of(|i| u[i] < 1.0 - stay[i])) {
            if self.phase[i] == phase::WAR {
                let kind = self.kind(draws.slots[theatre::ENDING][i], favour[i], p, i);
                next[i] = if kind == ending::CEASEFIRE { phase::CEASEFIRE } else { phase::PEACE };
                (ended[i], over[i]) = (kind, 1.0);
            } else if u[i] < (1.0 - stay[i]) * fail[i] / greater(fail[i] + settle[i], 1e-300) {
                (next[i], began[i]) = (phase::WAR, 1.0);
            } else {
                (next[i], ended[i]) = (phase::PEACE, ending::AGREEMENT);
            }
            if ended[i] > 0.0 {
                self.ending[i] = ended[i];
                self.relapse_kind[i] = relapse_after(ended[i], p, i);
            }
        }
        self.age(&began, &over);
        (self.phase, self.ended, self.began) = (next, ended, began);
    }

    /// A month more of war or of peace, as the month began.
    #[inline(always)]
    fn age(&mut self, began: &Col, over: &Col) {
        let (mut war_age, mut peace_age, mut early, mut young) = (ZERO, ZERO, ZERO, ZERO);
        for i in 0..LANES {
            let (begins, ends) = (began[i] > 0.0, over[i] > 0.0);
            let at_war = self.phase[i] == phase::WAR;
            let war = flag(at_war);
            war_age[i] = select(begins, 0.0, self.war_age[i] + war);
            peace_age[i] = select(ends, 0.0, self.peace_age[i] + (1.0 - war));
            let older = select(at_war, self.early[i] * self.early_fade[i], self.early[i]);
            early[i] = select(begins, 1.0, older);
            let older = select(at_war, self.young[i], self.young[i] * self.young_fade[i]);
            young[i] = select(ends, 1.0, older);
        }
        (self.war_age, self.peace_age, self.early, self.young) = (war_age, peace_age, early, young);
    }

    #[inline(always)]
    fn move_spell(&mut self, effects: &Effects, u: &Col) {
        let mut active = ZERO;
        for i in 0..LANES {
            let odds = self.quiet_odds[i] * effects.spell[i];
            let least = odds / (1.0 + odds);
            let stays =
                ((self.active[i] > 0.5) & (u[i] >= least)) | ((self.active[i] <= 0.5) & (u[i] < self.to_active[i]));
            active[i] = flag(self.phase[i] == phase::WAR) * flag((self.began[i] > 0.0) | stays);
        }
        self.active = active;
    }

    /// Hazard that peace, ceasefire or tension gives way to war, but for what surrounds it.
    #[inline(always)]
    fn failure(&self, around: &Surroundings<'_>, effects: &Effects, p: &Parameters, i: usize) -> f64 {
        let young = p.relapse_floor[i] + p.relapse_start[i] * self.young[i];
        let beyond = around.beyond;
        let truce = if self.phase[i] == phase::CEASEFIRE { beyond.truce[i] } else { 1.0 };
        let relapse =
            beyond.relapse[i] * truce * young * self.relapse_kind[i] * self.relapse_base[i] * effects.relapse[i];
        let onset = beyond.onset[i] * p.onset_hazard[i] * effects.onset[i];
        if self.phase[i] == phase::TENSION { onset } else { relapse }
    }

    /// Intensity and battle-related deaths.
    #[inline(always)]
    fn fight(&mut self, around: &Surroundings<'_>, effects: &Effects, draws: &TheatreDraws, p: &Parameters) {
        let (mut mean, mut size) = (ZERO, ZERO);
        for i in 0..LANES {
            self.intensity[i] =
                p.intensity_persistence[i] * self.intensity[i] + p.intensity_sd[i] * draws.slots[theatre::INTENSITY][i];
            size[i] = self.severity[i] + self.intensity[i];
        }
        let size = exp_of(&size);
        for i in 0..LANES {
            let full = lesser(size[i], around.cap[i]);
            let in_war = select(self.active[i] > 0.5, 1.0, p.quiet_share[i]);
            let in_truce = flag(self.phase[i] == phase::CEASEFIRE) * p.ceasefire_share[i];
            let share = select(self.phase[i] == phase::WAR, in_war, in_truce);
            mean[i] = full * share * around.mediated[i] * effects.battle[i];
        }
        poisson(&mean, &draws.slots[theatre::BATTLE], &mut self.battle);
    }

    /// One-sided killings by government and by non-state groups, each in spells of its own.
    #[inline(always)]
    fn kill_civilians(&mut self, around: &Surroundings<'_>, effects: &Effects, draws: &TheatreDraws, p: &Parameters) {
        let (mut heat, mut government_on, mut rebel_on) = (ZERO, ZERO, ZERO);
        for i in 0..LANES {
            let war = flag(self.phase[i] == phase::WAR);
            let turn =
                |on: f64, u: f64, start: f64, stop: f64| war * select(on > 0.5, flag(u >= stop), flag(u < start));
            let u = [draws.slots[theatre::GOVERNMENT_SPELL][i], draws.slots[theatre::REBEL_SPELL][i]];
            government_on[i] = turn(self.government_on[i], u[0], p.government_start[i], p.government_stop[i]);
            rebel_on[i] = turn(self.rebel_on[i], u[1], p.rebel_start[i], p.rebel_stop[i]);
            heat[i] = self.severity[i] - p.severity_centre[i] + self.intensity[i];
        }
        (self.government_on, self.rebel_on) = (government_on, rebel_on);
        let size = [&p.government_level, &p.government_sd, &p.government_tie];
        let u = &draws.slots[theatre::GOVERNMENT_SIZE];
        self.government = killed(&self.government_on, &heat, size, u, &around.cap, &effects.government);
        let size = [&p.rebel_level, &p.rebel_sd, &p.rebel_tie];
        let u = &draws.slots[theatre::REBEL_SIZE];
        self.rebel = killed(&self.rebel_on, &heat, size, u, &around.cap, &effects.rebel);
    }
}

/// Civilians killed in spells that are `on`: log-normal sizes (`level`, `sd`, `tie` to the heat of the war), at most
/// `cap`, rounded to whole people, which is monotone in what protects.
#[inline(always)]
fn killed(on: &Col, heat: &Col, [level, sd, tie]: [&Col; 3], u: &Col, cap: &Col, effect: &Col) -> Col {
    let mut killed = ZERO;
    for lanes in few::groups_of(set_in(on)) {
        let (level, sd, tie) = (few::take(level, &lanes), few::take(sd, &lanes), few::take(tie, &lanes));
        let (heat, cap, effect) = (few::take(heat, &lanes), few::take(cap, &lanes), few::take(effect, &lanes));
        let normal = normal_few(&few::take(u, &lanes));
        let mut dead = [0.0; few::GROUP];
        for k in 0..few::GROUP {
            let size = exp(level[k] + sd[k] * normal[k] + tie[k] * heat[k]);
            dead[k] = whole(lesser(size, cap[k]) * effect[k]);
        }
        few::put(&mut killed, &lanes, &dead);
    }
    killed
}

/// Logarithm of the factor on negotiated endings. Without mediation the mission has no part in it (finding 14).
#[inline(always)]
fn log_favour(around: &Surroundings<'_>, effects: &Effects, p: &Parameters, i: usize) -> f64 {
    let mediation = around.mediation[i];
    around.beyond.ending[i]
        + p.ending_mediation[i] * (mediation - p.mediation_reference[i])
        + mediation * effects.together[i]
        + p.ending_consent[i] * (around.consent[i] - 0.6)
        + p.ending_unity[i] * (around.unity[i] - 0.65)
        - p.ending_external[i] * (around.external[i] - 0.3)
}

/// Factor on the relapse hazard for the way the war ended; 1 where none has.
#[inline(always)]
fn relapse_after(kind: f64, p: &Parameters, i: usize) -> f64 {
    let is = |code: f64| flag(kind == code);
    is(0.0)
        + is(ending::AGREEMENT) * p.relapse_agreement[i]
        + is(ending::CEASEFIRE) * p.relapse_ceasefire[i]
        + is(ending::GOVERNMENT) * p.relapse_government[i]
        + is(ending::REBEL) * p.relapse_rebel[i]
        + is(ending::FADING) * p.relapse_fading[i]
}
