//! The operation room: deployment, performance, effective strength, casualties, exit.
//!
//! Strength arrives as B(a) = 1 - exp(-(a - D)/tau) of what contributors fill, with delay D and pace
//! tau drawn per history (rapid-deployment units in 60 days, others 120 to 180: the study, box 2);
//! troops of a predecessor change hats at once. Fill is a logit autoregression. What acts is
//! effective strength: deployed x access x tempo x performance / overstretch, relative to the mean
//! of the reference cohort (`operation.strength_reference`).

mod strength;
mod work;

use crate::draws::math::exp;
use crate::draws::slots::{operation, operation_once};
use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;

use super::around::Around;
use super::column::{ZERO, flag, floor, greater, is_zero};
use super::council::{RENEWAL_MONTHS, Renewal, renewal};
use super::draw::{OperationDraws, OperationOnce};
use super::setting::OperationSetting;

/// State of one operation.
#[derive(Clone, Debug)]
pub struct OperationState {
    /// 1 while deployed.
    pub active: Col,
    /// Month of deployment counted from the first month of the history; infinite before.
    pub start: Col,
    /// 1 where another operation has taken over.
    pub handed_over: Col,
    /// Month of exit counted from the first month of the history; infinite before.
    pub exit_month: Col,
    /// 1 where the host withdrew consent.
    pub forced: Col,
    /// 1 where the Council terminated the mandate.
    pub terminated: Col,
    /// Authorised strength as a share of the scenario's, after cuts.
    pub authorised: Col,
    /// Tasks relative to the scenario's, after overloading renewals.
    pub overload: Col,
    /// Recent shocks, decaying.
    pub shock: Col,
    /// Deployed troops, police, observers and civilians.
    pub deployed: [Col; 4],
    /// Authorised troops, police, observers and civilians this month.
    pub ceiling: [Col; 4],
    /// Greatest strength by type that the scenario ever authorised so far.
    pub mandated: [Col; 4],
    /// Deployed over authorised uniformed strength.
    pub fill: Col,
    /// Presence felt by the parties, 0 to 1: 1 - exp(-effective thousands / scale).
    pub presence: Col,
    /// Share of its tasks' work that it does, 0 to 1: presence where no model is named.
    pub work: Col,
    /// Multiplier from deployed to effective strength.
    pub effectiveness: Col,
    /// Access to the theatre, 0 to 1.
    pub access: Col,
    /// Performance, 0 to 1.
    pub performance: Col,
    /// Implementation of military, police and civilian tasks, 0 to 1.
    pub implementation: [Col; 3],
    /// Peacekeepers who died this month, malicious acts first, other causes second.
    pub deaths: [Col; 2],
    /// Share of planned programme money that is spent.
    pub programme: Col,
    fill_deviation: Col,
    delay: Col,
    pace: Col,
    /// Performance that its levels are good for.
    skill: Col,
    /// What an orderly exit leaves behind: presence at exit times how well the transition was
    /// planned, fading.
    pub legacy: Col,
    /// Abruptness of the exit, fading.
    pub abrupt: Col,
    legacy_fade: Col,
    inherited: Col,
    /// Share of the troops authorised that is there at once.
    at_once: Col,
    /// A non-UN force beside it, 0 to 1.
    pub partner: Col,
    /// Weights of military, police and civilian tasks, and whether they add up to one in every history.
    weights: [Col; 3],
    is_whole: bool,
    /// Whether all of these are what they will be.
    is_noted: bool,
}

impl OperationState {
    /// An operation before its deployment.
    pub fn new(once: &OperationOnce, p: &Parameters) -> Self {
        let mut state = Self {
            active: ZERO,
            start: Col::splat(f64::INFINITY),
            handed_over: ZERO,
            inherited: ZERO,
            at_once: ZERO,
            partner: ZERO,
            weights: [ZERO; 3],
            is_whole: false,
            is_noted: false,
            exit_month: Col::splat(f64::INFINITY),
            forced: ZERO,
            terminated: ZERO,
            authorised: Col::splat(1.0),
            overload: Col::splat(1.0),
            shock: ZERO,
            deployed: [ZERO; 4],
            ceiling: [ZERO; 4],
            mandated: [ZERO; 4],
            fill: ZERO,
            presence: ZERO,
            work: ZERO,
            effectiveness: ZERO,
            access: ZERO,
            performance: ZERO,
            implementation: [ZERO; 3],
            deaths: [ZERO; 2],
            programme: Col::splat(1.0),
            fill_deviation: ZERO,
            delay: ZERO,
            pace: ZERO,
            skill: ZERO,
            legacy: ZERO,
            abrupt: ZERO,
            legacy_fade: ZERO,
        };
        for i in 0..LANES {
            state.legacy_fade[i] = exp(-1.0 / p.legacy_months[i]);
            let phi = p.fill_persistence[i];
            let spread = p.fill_sd[i] / (1.0 - phi * phi).sqrt();
            state.fill_deviation[i] = spread * once.slots[operation_once::FILL][i];
            state.delay[i] = p.ramp_delay[i] * greater(once.slots[operation_once::DELAY][i], 0.0);
            state.pace[i] = p.ramp_months[i] * exp(p.ramp_spread[i] * once.slots[operation_once::SPEED][i]);
        }
        state
    }

    /// Decides, at the start of a month, whether the operation goes on: deployment, renewal,
    /// withdrawal of consent, planned exit.
    #[inline(always)]
    pub fn decide(
        &mut self,
        month: usize,
        s: &OperationSetting,
        around: &Around,
        draws: &OperationDraws,
        assembly: bool,
        p: &Parameters,
    ) {
        if s.may_renew(month) {
            let due = self.renewal_due(month, s);
            if !is_zero(&due) {
                let u = &draws.slots[operation::RENEWAL];
                let rescue = &draws.slots[operation::GENERAL_ASSEMBLY];
                self.renew(&due, &renewal(&around.unity, u, rescue, assembly, p), p);
            }
        }
        let transition = &s.levels.transition.now;
        for i in 0..LANES {
            let planned = flag(month as f64 >= self.start[i] + s.length);
            let terminated = self.terminated[i];
            let withdrawn = around.withdrawn[i];
            let leaves = self.active[i] * greater(planned, greater(terminated, withdrawn));
            self.forced[i] = greater(self.forced[i], leaves * withdrawn);
            self.exit_month[i] = if leaves > 0.0 { month as f64 } else { self.exit_month[i] };
            let orderly = (1.0 - greater(terminated, withdrawn)) * transition[i];
            let left = self.presence[i];
            self.legacy[i] = if leaves > 0.0 { orderly * left } else { self.legacy[i] };
            self.abrupt[i] = if leaves > 0.0 { (1.0 - orderly) * left } else { self.abrupt[i] };
            self.active[i] -= leaves;
        }
    }

    /// 1 where the mandate is up for renewal this month.
    #[inline(always)]
    fn renewal_due(&self, month: usize, s: &OperationSetting) -> Col {
        let mut due = ZERO;
        for i in 0..LANES {
            let age = month as f64 - self.start[i];
            // Half a month later no rounding reaches the next whole number, so that a product will do.
            let periods = floor((greater(age, 0.0) + 0.5) * (1.0 / RENEWAL_MONTHS));
            due[i] = self.active[i] * flag(age > 0.0) * flag(age == periods * RENEWAL_MONTHS) * flag(age < s.length);
        }
        due
    }

    /// Deploys where it may, and takes over from the operation before it: that one ends here,
    /// without leaving a gap; its troops change hats, and what it did for the models that both
    /// have stays done.
    #[inline(always)]
    pub fn begin(&mut self, month: usize, s: &OperationSetting, may: &Col, before: Option<&mut Self>) {
        let mut begins = ZERO;
        for i in 0..LANES {
            begins[i] = may[i] * flag(self.start[i] > month as f64);
        }
        if let Some(before) = before {
            let share = s.follows.map_or(0.0, |(_, share)| share);
            for i in 0..LANES {
                begins[i] *= before.active[i];
                self.inherited[i] += begins[i] * before.deployed[0][i];
                for task in 0..3 {
                    self.implementation[task][i] += begins[i] * share * before.implementation[task][i];
                }
                before.handed_over[i] = greater(before.handed_over[i], begins[i]);
                before.active[i] -= begins[i];
            }
            self.is_noted &= is_zero(&begins);
        }
        for i in 0..LANES {
            self.active[i] += begins[i];
            self.start[i] = if begins[i] > 0.0 { month as f64 } else { self.start[i] };
        }
    }

    #[inline(always)]
    fn renew(&mut self, due: &Col, renewal: &Renewal, p: &Parameters) {
        for i in 0..LANES {
            let on = due[i];
            self.terminated[i] = greater(self.terminated[i], on * renewal.terminated[i]);
            self.authorised[i] *= 1.0 - on * renewal.cut[i] * p.renewal_cut_share[i];
            self.overload[i] *= 1.0 + on * renewal.overloaded[i] * p.renewal_overload_step[i];
        }
    }

    /// Months to the planned exit.
    #[inline(always)]
    pub fn left(&self, month: usize, s: &OperationSetting, i: usize) -> f64 {
        greater(self.start[i] + s.length - month as f64, 0.0)
    }

    /// Whether no history of the block has the operation any more, nor ever will: it came and went in all of them.
    #[inline(always)]
    pub fn is_over(&self) -> bool {
        (0..LANES).all(|i| self.active[i] == 0.0 && self.start[i] < f64::INFINITY)
    }

    /// A month after the operation is over: strength and work stay at nothing, and what it left fades.
    #[inline(always)]
    pub fn fade(&mut self, s: &OperationSetting, p: &Parameters) {
        for i in 0..LANES {
            self.legacy[i] *= self.legacy_fade[i];
            self.abrupt[i] *= self.legacy_fade[i];
        }
        self.note_levels(s, p);
    }
}
