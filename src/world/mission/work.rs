//! What deployed strength is good for: performance, access, overstretch, implementation, and deaths among peacekeepers.

use crate::draws::math::{exp, exp_of, select};
use crate::draws::sample::poisson;
use crate::draws::slots::operation;
use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;

use super::super::around::Around;
use super::super::column::{ZERO, clamp, greater, lesser};
use super::super::draw::OperationDraws;
use super::super::levels::OperationColumns;
use super::super::mandate::Words;
use super::super::setting::OperationSetting;
use super::OperationState;

impl OperationState {
    /// Performance, access, overstretch and what they leave of deployed strength.
    #[inline(always)]
    pub fn perform(&mut self, s: &OperationSetting, words: &Words, around: &Around, p: &Parameters) {
        let levels = &s.levels;
        let command = s.package.form.command;
        let (capabilities, adaptability) = (&levels.capabilities.now, &levels.adaptability.now);
        let load = &levels.task_load.now;
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
            // Observers do the military work where no troops are authorised.
            let troops = self.ceiling[0][i] > 0.0;
            let military = select(troops, self.deployed[0][i], self.deployed[2][i]);
            let of_military = select(troops, self.ceiling[0][i], self.ceiling[2][i]);
            let groups = [
                (military, of_military),
                (self.deployed[1][i], self.ceiling[1][i]),
                (self.deployed[3][i], self.ceiling[3][i]),
            ];
            for (task, (deployed, ceiling)) in groups.into_iter().enumerate() {
                let share = deployed / greater(ceiling, 1.0);
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
pub(super) fn skill(levels: &OperationColumns, p: &Parameters) -> Col {
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
