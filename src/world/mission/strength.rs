//! Deployment: what is authorised, what has arrived, what contributors fill, what an exit draws down.

use crate::draws::math::{exp_of, logistic_of};
use crate::draws::slots::operation;
use crate::draws::{Col, LANES, few};
use crate::evidence::parameters::Parameters;

use super::super::around::Around;
use super::super::column::{ZERO, flag, greater, greatest, lesser};
use super::super::draw::OperationDraws;
use super::super::setting::OperationSetting;
use super::OperationState;
use super::work::skill;

/// Longest drawdown of a fully planned transition, in months.
const DRAWDOWN_MONTHS: f64 = 24.0;

impl OperationState {
    /// Keeps the greatest strength ever authorised and what follows from it and from levels alone, as long as no level
    /// moves. Troops that change hats, or stay from the operation before, need not come.
    #[inline(always)]
    pub(super) fn note_levels(&mut self, s: &OperationSetting, p: &Parameters) {
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
        self.skill = skill(&s.levels, p);
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
        self.note_levels(s, p);
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
}
