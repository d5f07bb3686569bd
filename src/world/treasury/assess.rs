//! Budgets and letters of assessment.
//!
//! The budget year begins in July; letters go out in July and January for six months each. The
//! first letter, at deployment, covers the rest of the half-year and the next one.

use crate::draws::{Col, LANES, few};

use super::super::column::{ZERO, flag, greater, lesser, whole};
use super::super::mission::OperationState;
use super::super::setting::OperationSetting;
use super::cost::{cost, total};
use super::{Account, Money};

/// July, counted from January as 0.
pub const JULY: f64 = 6.0;

/// Months that a letter covers.
const PERIOD: f64 = 6.0;

/// Share of a budget that letters call in: budgets foresee some vacancy (assumed; fill is .91).
pub const CALLED: f64 = 0.95;

/// Months of budget that stay in the account when unspent money is credited to payers.
const KEPT_MONTHS: f64 = 1.0;

/// Ceiling of what may be committed before money is assessed, in cents (box 3: 8 million dollars).
const COMMITMENT: f64 = 800_000_000.0;

/// A letter of the month: what it covers and whether it opens a budget year.
struct Letter {
    months: Col,
    year: Col,
}

impl Account {
    /// Adopts a budget where a year begins and assesses it on the payers where a letter is due.
    #[inline(always)]
    pub(super) fn assess(&mut self, m: &Money<'_>, s: &OperationSetting, state: &OperationState) {
        let assessed = s.cost_share;
        let letter = self.letter(m, s, state);
        self.adopt(m, s, state, &letter.year);
        if s.is_backed() {
            self.commit(m, state, assessed);
        }
        let mut net = ZERO;
        for i in 0..LANES {
            let gross = whole(CALLED * self.budget[i] * letter.months[i] * assessed);
            let held = self.cash[i] - self.borrowed[i] - self.advance[i] - greater(self.pooled[i], 0.0);
            let spare = whole(held - self.owed[i] - KEPT_MONTHS * self.budget[i] * assessed);
            let credit = lesser(greater(spare, 0.0), gross);
            self.assessed[i] += gross;
            self.credited[i] += credit;
            net[i] = gross - credit;
        }
        self.age(m);
        self.apportion(m, &net, &letter.year);
    }

    #[inline(always)]
    fn letter(&mut self, m: &Money<'_>, s: &OperationSetting, state: &OperationState) -> Letter {
        let mut letter = Letter { months: ZERO, year: ZERO };
        for i in 0..LANES {
            let first = flag(m.month as f64 == state.start[i]);
            let left = state.left(m.month, s, i);
            let inside = m.calendar[i] - PERIOD * flag(m.calendar[i] >= PERIOD);
            let turn = flag(inside == 0.0) * flag(m.month as f64 >= self.covered[i]);
            let due = greater(first, turn) * greater(state.active[i], first);
            let span = PERIOD + first * (PERIOD - inside);
            letter.months[i] = due * lesser(span, left);
            letter.year[i] = greater(first, flag(m.calendar[i] == JULY) * state.active[i]);
            self.covered[i] = if due > 0.0 { m.month as f64 + span } else { self.covered[i] };
        }
        letter
    }

    /// The approved budget: `funding.level` x requirement at authorised strength.
    #[inline(always)]
    fn adopt(&mut self, m: &Money<'_>, s: &OperationSetting, state: &OperationState, year: &Col) {
        let ([troops, police, observers, civilians], level) = (s.levels.strength(), &m.world.funding.now);
        for i in 0..LANES {
            let scale = state.authorised[i];
            let people = (troops[i] + police[i] + observers[i]) * scale;
            let need = total(&cost(people, civilians[i] * scale, m.p, i));
            self.required[i] = whole(need);
            self.budget[i] = if year[i] > 0.0 { whole(level[i] * need) } else { self.budget[i] };
        }
    }

    /// Money that may be committed before the first letters are paid.
    #[inline(always)]
    fn commit(&mut self, m: &Money<'_>, state: &OperationState, assessed: f64) {
        if few::bits_of(|i| m.month as f64 == state.start[i]) == 0 {
            return;
        }
        for i in 0..LANES {
            let first = flag(m.month as f64 == state.start[i]);
            let advance = lesser(COMMITMENT, whole(6.0 * assessed * self.budget[i])) * flag(assessed > 0.0) * first;
            self.advance[i] += advance;
            self.cash[i] += advance;
        }
    }

    /// Splits a letter over the payers; the last pays what rounding leaves.
    #[inline(always)]
    fn apportion(&mut self, m: &Money<'_>, net: &Col, year: &Col) {
        let mut rest = *net;
        let last = self.dues.len() - 1;
        for k in 0..=last {
            let (dues, payer) = (&mut self.dues[k], &m.payers[k]);
            let mut amount = ZERO;
            for i in 0..LANES {
                amount[i] = if k == last { rest[i] } else { lesser(whole(net[i] * payer.share[i]), rest[i]) };
                rest[i] -= amount[i];
            }
            dues.begin_year(year, m.draws.mood(k), m.unity, payer, m.p);
            if payer.on_time > 0.0 {
                dues.settle_at_once(&mut amount, payer, &mut self.receipts);
            }
            dues.assess(&amount);
        }
    }
}
