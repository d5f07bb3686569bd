//! The operation room: deployment, performance, effective strength, casualties, exit.
//!
//! Strength arrives as B(a) = 1 - exp(-(a - D)/tau) of what contributors fill, with delay D and pace
//! tau drawn per history (rapid-deployment units in 60 days, others 120 to 180: the study, box 2);
//! troops of a predecessor change hats at once. Fill is a logit autoregression. What acts is
//! effective strength: deployed x access x tempo x performance / overstretch, relative to the mean
//! of the reference cohort (`operation.strength_reference`).

use crate::draws::math::{exp, exp_of, logistic_of};
use crate::draws::sample::poisson;
use crate::draws::slots::{operation, operation_once};
use crate::draws::{Col, LANES, few};
use crate::evidence::parameters::Parameters;

use super::around::Around;
use super::column::{ZERO, clamp, flag, floor, greater, greatest, is_zero, lesser};
use super::council::{RENEWAL_MONTHS, Renewal, renewal};
use super::draw::{OperationDraws, OperationOnce};
use super::levels::OperationColumns;
use super::mandate::Words;
use super::setting::OperationSetting;

/// Longest drawdown of a fully planned transition, in months.
const DRAWDOWN_MONTHS: f64 = 24.0;

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
    /// Performance that its levels are good for, and whether that is still so.
    skill: Col,
    is_skilled: bool,
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
            is_skilled: false,
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
            self.is_noted = false;
            for i in 0..LANES {
                begins[i] *= before.active[i];
                self.inherited[i] += begins[i] * before.deployed[0][i];
                for task in 0..3 {
                    self.implementation[task][i] += begins[i] * share * before.implementation[task][i];
                }
                before.handed_over[i] = greater(before.handed_over[i], begins[i]);
                before.active[i] -= begins[i];
            }
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
    pub fn fade(&mut self, s: &OperationSetting) {
        for i in 0..LANES {
            self.legacy[i] *= self.legacy_fade[i];
            self.abrupt[i] *= self.legacy_fade[i];
        }
        self.note_strength(s);
    }

    /// Keeps the greatest strength ever authorised and what follows from it and from levels alone. Troops that change
    /// hats, or stay from the operation before, need not come.
    #[inline(always)]
    fn note_strength(&mut self, s: &OperationSetting) {
        if self.is_noted {
            return;
        }
        let (wanted, rehatted) = (s.levels.strength(), &s.levels.rehatted.now);
        for group in 0..wanted.len() {
            self.mandated[group] = greatest(&self.mandated[group], wanted[group]);
        }
        let mut weights = [ZERO; 3];
        for i in 0..LANES {
            self.at_once[i] = lesser((rehatted[i] + self.inherited[i]) / greater(wanted[0][i], 1.0), 1.0);
            self.partner[i] = lesser(s.levels.partner_troops.now[i] / 1000.0, 1.0);
            weights[0][i] = 0.4 * flag(self.mandated[0][i] + self.mandated[2][i] > 0.0);
            weights[1][i] = 0.2 * flag(self.mandated[1][i] > 0.0);
            weights[2][i] = 0.4 * flag(self.mandated[3][i] > 0.0);
        }
        self.is_whole = few::bits_of(|i| weights[0][i] + weights[1][i] + weights[2][i] != 1.0) == 0;
        self.weights = weights;
        self.is_noted = !s.levels.moves();
    }

    /// Deployment of the month.
    #[inline(always)]
    pub fn deploy(
        &mut self,
        month: usize,
        s: &OperationSetting,
        around: &Around,
        draws: &OperationDraws,
        p: &Parameters,
    ) {
        let levels = &s.levels;
        let (transition, caveats) = (&levels.transition.now, &levels.caveats.now);
        let wanted = levels.strength();
        self.note_strength(s);
        let (mut willing, mut away, mut police_away) = (ZERO, ZERO, ZERO);
        for i in 0..LANES {
            self.fill_deviation[i] =
                p.fill_persistence[i] * self.fill_deviation[i] + p.fill_sd[i] * draws.slots[operation::FILL][i];
            willing[i] = p.fill_level[i] + self.fill_deviation[i]
                - p.unpaid_fill[i] * around.owed_months[i]
                - (caveats[i] - 0.2);
            let age = month as f64 - self.start[i];
            let since = greater(age + 0.5 - self.delay[i] * s.package.form.delay, 0.0);
            away[i] = -since / self.pace[i];
            police_away[i] = -since * p.police_pace[i] / self.pace[i];
        }
        let drawdown = self.drawdown(month, s, transition);
        let (willing, away, police_away) = (logistic_of(&willing), exp_of(&away), exp_of(&police_away));
        for i in 0..LANES {
            let most = willing[i] * around.afford[i];
            let (arrived, police_arrived) = (1.0 - away[i], 1.0 - police_away[i]);
            let keep = self.active[i] * self.authorised[i] * drawdown[i];
            self.ceiling[0][i] = wanted[0][i] * keep;
            self.ceiling[1][i] = wanted[1][i] * keep;
            self.ceiling[2][i] = wanted[2][i] * keep;
            self.ceiling[3][i] = wanted[3][i] * keep;
            let troops = greater(arrived, self.at_once[i]) * most;
            self.deployed[0][i] = self.ceiling[0][i] * troops;
            self.deployed[1][i] = self.ceiling[1][i] * police_arrived * most;
            self.deployed[2][i] = self.ceiling[2][i] * arrived * most;
            self.deployed[3][i] = self.ceiling[3][i] * police_arrived * most;
            let ceiling = self.ceiling[0][i] + self.ceiling[1][i] + self.ceiling[2][i];
            let deployed = self.deployed[0][i] + self.deployed[1][i] + self.deployed[2][i];
            self.fill[i] = deployed / greater(ceiling, 1.0);
        }
    }

    /// Share of its strength that an operation keeps on the way to its planned exit.
    #[inline(always)]
    fn drawdown(&self, month: usize, s: &OperationSetting, transition: &Col) -> Col {
        let mut share = Col::splat(1.0);
        let window = |i: usize| DRAWDOWN_MONTHS * transition[i] * flag(!s.handed_over);
        if few::bits_of(|i| self.left(month, s, i) < window(i)) != 0 {
            for i in 0..LANES {
                share[i] = lesser(1.0, (self.left(month, s, i) + 1.0) / (window(i) + 1.0));
            }
        }
        share
    }

    /// Performance, access, overstretch and what they leave of deployed strength.
    #[inline(always)]
    pub fn perform(&mut self, s: &OperationSetting, words: &Words, around: &Around, p: &Parameters) {
        let levels = &s.levels;
        let command = s.package.form.command;
        let (capabilities, adaptability) = (&levels.capabilities.now, &levels.adaptability.now);
        let load = &levels.task_load.now;
        if !self.is_skilled {
            (self.skill, self.is_skilled) = (skill(levels, p), !levels.moves());
        }
        let mut thousands = ZERO;
        for i in 0..LANES {
            self.shock[i] = lesser(p.shock_persistence[i] * self.shock[i] + around.shock[i], 1.0);
            let shaken = 1.0 - p.shock_loss[i] * self.shock[i] * (1.0 - adaptability[i]);
            let lacking = greater(s.package.capabilities - capabilities[i], 0.0);
            let fit =
                command * (1.0 - words.capability_loss * lacking) * (1.0 - words.health_access * around.health[i]);
            self.performance[i] = clamp(self.skill[i] * shaken * fit, 0.0, 1.0);
            let access = 1.0
                - p.access_consent[i] * (1.0 - around.consent[i])
                - p.access_acceptance[i] * (1.0 - around.acceptance[i]);
            self.access[i] = clamp(access, 0.02, 1.0);
            // Work the tasks ask over work the strength can do; strength beyond the work is no gain.
            let ask = load[i] * self.overload[i];
            let can = self.fill[i] * self.authorised[i];
            let overstretch = greater(ask / greater(can, 0.05), 1.0);
            let acts = self.access[i] * around.tempo[i] * self.performance[i] / overstretch;
            self.effectiveness[i] = self.active[i] * acts / p.strength_reference[i];
            // Observers are few but everywhere: one counts as two soldiers for presence.
            let felt = self.deployed[0][i] + self.deployed[1][i] + 2.0 * self.deployed[2][i];
            thousands[i] = -(felt * self.effectiveness[i] / 1000.0) / p.presence_scale[i];
        }
        let absent = exp_of(&thousands);
        for i in 0..LANES {
            self.presence[i] = 1.0 - absent[i];
        }
        self.work = self.presence;
        if let Some((need, weights)) = s.package.staffing {
            self.staff(need, &weights, words.staffing);
        }
    }

    /// Work of named models: the people whom they call for, over the people whom they need.
    #[inline(always)]
    fn staff(&mut self, need: f64, weights: &[f64; 4], scale: f64) {
        for i in 0..LANES {
            let mut people = 0.0;
            for (group, weight) in weights.iter().enumerate() {
                people += weight * self.deployed[group][i];
            }
            self.work[i] = 1.0 - exp(-scale * people * self.effectiveness[i] / need);
        }
    }

    /// Implementation of the mandate, what the mission leaves, and deaths among peacekeepers.
    #[inline(always)]
    pub fn implement(&mut self, around: &Around, levels: &OperationColumns, draws: &OperationDraws, p: &Parameters) {
        let capabilities = &levels.capabilities.now;
        let (mut rates, mut resented) = ([ZERO; 2], ZERO);
        for i in 0..LANES {
            resented[i] = p.deaths_malicious_consent[i] * (0.6 - around.consent[i]);
        }
        let resented = exp_of(&resented);
        for i in 0..LANES {
            let calm = 1.0 - around.war[i] - around.ceasefire[i];
            let climate = calm
                + 0.5 * (1.0 + p.implementation_war[i]) * around.ceasefire[i]
                + p.implementation_war[i] * around.war[i];
            let cooperation = greater(1.0 + p.implementation_consent[i] * (around.consent[i] / 0.6 - 1.0), 0.0);
            let pace = p.implementation_rate[i] * climate * cooperation * self.effectiveness[i];
            for (task, group) in [(0, 0), (1, 1), (2, 3)] {
                let share = self.deployed[group][i] / greater(self.ceiling[group][i], 1.0);
                let done = self.implementation[task][i];
                self.implementation[task][i] = done + (1.0 - done) * lesser(pace * share, 1.0);
            }
            let fade = self.legacy_fade[i];
            let gone = 1.0 - self.active[i];
            self.legacy[i] *= self.active[i] + gone * fade;
            self.abrupt[i] *= self.active[i] + gone * fade;
            let people = self.deployed[0][i] + self.deployed[1][i] + self.deployed[2][i];
            let hostility = (1.0 + p.deaths_malicious_war[i] * around.war[i])
                * resented[i]
                * (1.3 - 0.5 * capabilities[i])
                * around.weapons[i];
            rates[0][i] = people * p.deaths_malicious[i] * hostility / 12_000.0;
            rates[1][i] = people * p.deaths_other[i] / 12_000.0;
        }
        poisson(&rates[0], &draws.slots[operation::DEATHS_MALICIOUS], &mut self.deaths[0]);
        poisson(&rates[1], &draws.slots[operation::DEATHS_OTHER], &mut self.deaths[1]);
    }

    /// Implementation over all task groups, weighted by the share of the mandate each carries:
    /// military .4, police .2, civilian .4 of those that are authorised at all.
    pub fn implemented(&self) -> Col {
        let (weights, done) = (&self.weights, &self.implementation);
        let mut total = ZERO;
        for i in 0..LANES {
            total[i] = weights[0][i] * done[0][i] + weights[1][i] * done[1][i] + weights[2][i] * done[2][i];
        }
        if !self.is_whole {
            for i in 0..LANES {
                total[i] /= greater(weights[0][i] + weights[1][i] + weights[2][i], 1e-9);
            }
        }
        total
    }
}

/// Performance that the levels of an operation are good for, less what caveats take of it.
#[inline(always)]
fn skill(levels: &OperationColumns, p: &Parameters) -> Col {
    let (quality, leadership) = (&levels.quality.now, &levels.leadership.now);
    let (capabilities, knowledge) = (&levels.capabilities.now, &levels.local_knowledge.now);
    let caveats = &levels.caveats.now;
    let mut skill = ZERO;
    for i in 0..LANES {
        let able = p.performance_base[i]
            + p.performance_quality[i] * quality[i]
            + p.performance_leadership[i] * leadership[i]
            + p.performance_capabilities[i] * capabilities[i]
            + p.performance_knowledge[i] * knowledge[i];
        skill[i] = able * (1.0 - p.caveat_loss[i] * caveats[i]);
    }
    skill
}
