//! What is paid, what is put off and what is cut.
//!
//! Each month the controller sets what is expected over the next half-year (cash, what is due at
//! the pace at which payers pay, the next letter) against the plan at full strength. What is not
//! covered is saved in a fixed order: programme money, travel and construction, aviation, civilian
//! hiring, then uniformed strength, which goes home over some months. Contributors are paid first
//! out of what cash there is (the study, section 2.3).

use crate::draws::math::select;
use crate::draws::{Col, LANES, few};
use crate::evidence::parameters::Parameters;

use super::super::column::{ZERO, clamp, flag, greater, is_zero, lesser, whole};
use super::super::levels::OperationColumns;
use super::super::mission::OperationState;
use super::super::setting::OperationSetting;
use super::assess::CALLED;
use super::cost::{COMPONENTS, Cost, EQUIPMENT, LIQUIDATION, PROGRAMME, REIMBURSEMENT, cost, cut, repatriated, total};
use super::payers::{AHEAD, unsettled};
use super::{Account, Money, Reserve};

/// Months of the plan that the controller keeps as a cushion.
const CUSHION_MONTHS: f64 = 0.5;

/// Share of the way to the strength that money allows which is gone each month.
const REPATRIATION: f64 = 0.35;

/// Yearly rise of staff costs that a budget absorbs before the next one takes it up (chapter 7).
const STAFF_RISE: f64 = 0.02;

/// Most programme work, relative to what the budget plans, that still adds to tangible benefits.
const MOST_PROGRAMME: f64 = 2.0;

/// The first component that is not for contributors.
const ACTIVITY: usize = EQUIPMENT + 1;

/// The component that takes up what rounding leaves.
const LAST: usize = COMPONENTS - 1;

/// Who and what is to be paid this month.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Cost of the deployed strength, cuts applied.
    cost: [Col; COMPONENTS],
    /// Activity that was wanted before cuts.
    wanted: Col,
    /// Programme money that was wanted.
    programme: Col,
    /// What will be paid if cash allows, dues to contributors included.
    pub total: Col,
    /// Whether there is nothing in it but winding up.
    late: bool,
}

impl Default for Plan {
    /// Nothing.
    fn default() -> Self {
        Self { cost: [ZERO; COMPONENTS], wanted: ZERO, programme: ZERO, total: ZERO, late: false }
    }
}

impl Account {
    /// Receipts expected over the next [`AHEAD`] months.
    #[inline(always)]
    fn expected(&self, m: &Money<'_>, s: &OperationSetting, state: &OperationState) -> Col {
        let (mut inside, mut comes, mut expected) = (ZERO, ZERO, ZERO);
        for i in 0..LANES {
            inside[i] = m.calendar[i] - 6.0 * flag(m.calendar[i] >= 6.0);
            comes[i] = flag(state.left(m.month, s, i) > 6.0 - inside[i]);
        }
        for k in 0..self.dues.len() {
            let (dues, payer) = (&self.dues[k], &m.payers[k]);
            let paid = &payer.paid.now;
            for i in 0..LANES {
                let (of_period, of_half) = unsettled(dues.pace[i], inside[i]);
                let letter = 6.0 * CALLED * self.budget[i] * payer.share[i] * comes[i] * s.cost_share;
                let of_letter = payer.on_time + (1.0 - payer.on_time) * (1.0 - of_period);
                let of_dues = dues.due[i] * (1.0 - of_half);
                expected[i] += paid[i] * (of_dues + letter * of_letter);
            }
        }
        expected
    }

    /// The month's plan, with the cuts that the outlook asks for.
    #[inline(always)]
    pub fn plan(
        &mut self,
        m: &Money<'_>,
        s: &OperationSetting,
        state: &OperationState,
        reserve: &Reserve,
        plan: &mut Plan,
    ) {
        plan.late = false;
        let expected = self.expected(m, s, state);
        let (share, assessed) = (s.cost_share, flag(s.cost_share > 0.0));
        let liquidation = self.wind_up(&state.active, reserve, m.p);
        let (mut gaps, mut afford) = (ZERO, ZERO);
        for i in 0..LANES {
            let people = state.deployed[0][i] + state.deployed[1][i] + state.deployed[2][i];
            let since_july = m.calendar[i] - 6.0 + 12.0 * flag(m.calendar[i] < 6.0);
            let staff = state.deployed[3][i] * (1.0 + STAFF_RISE * since_july / 12.0);
            let uncut = cost(people / greater(self.afford[i], 0.3), staff, m.p, i);
            let (full, mut cost) = (total(&uncut), uncut);
            cost[REIMBURSEMENT] *= self.afford[i];
            cost[EQUIPMENT] *= self.afford[i];
            let earned = cost[REIMBURSEMENT] + cost[EQUIPMENT];
            let ahead = lesser(AHEAD as f64, greater(state.left(m.month, s, i), 1.0));
            let most = lesser(full, greater(self.budget[i], 1.0)) * share;
            let means = expected[i] + self.cash[i] + reserve.available[i] - CUSHION_MONTHS * full * share;
            let gap = clamp(1.0 - means / (ahead * most + 1.0), 0.0, 0.6) * state.active[i] * assessed;
            gaps[i] = gap;
            plan.wanted[i] = total(&cost) - earned;
            plan.programme[i] = cost[PROGRAMME];
            let over = greater(total(&cost) - self.budget[i], 0.0) * state.active[i];
            afford[i] = self.cut_strength(&uncut, gap * full, m.p, i);
            cut(&mut cost, greater(gap * full, over));
            cost[LIQUIDATION] += liquidation[i];
            self.set_plan(plan, &cost, i);
        }
        (self.gap, self.afford) = (gaps, afford);
    }

    /// The plan of a month in which no history has the operation any more: to wind up.
    #[inline(always)]
    pub fn plan_late(&mut self, reserve: &Reserve, p: &Parameters, plan: &mut Plan) {
        if !plan.late {
            *plan = Plan { late: true, ..Plan::default() };
        }
        let liquidation = self.wind_up(&ZERO, reserve, p);
        for i in 0..LANES {
            plan.total[i] = self.owed[i] + liquidation[i];
        }
        plan.cost[LIQUIDATION] = liquidation;
        self.gap = ZERO;
    }

    /// Share of planned strength that is left after a month more of shortage.
    #[inline(always)]
    fn cut_strength(&self, cost: &Cost, saving: f64, p: &Parameters, i: usize) -> f64 {
        let mut after = *cost;
        let left = cut(&mut after, saving);
        let goal = 1.0 - p.cash_cut[i] * repatriated(cost, left);
        self.afford[i] + REPATRIATION * (goal - self.afford[i])
    }

    /// What closed missions spend on liquidation this month, in whole cents: for some months what they cost in their last
    /// one, within budget, cash and what the reserve holds (box 3). A mission that is wound up has no budget any more.
    #[inline(always)]
    fn wind_up(&mut self, active: &Col, reserve: &Reserve, p: &Parameters) -> Col {
        if few::bits_of(|i| active[i] < 1.0 && self.budget[i] > 0.0) == 0 {
            return ZERO;
        }
        let (mut liquidation, mut left, mut rate, mut budget) = (ZERO, ZERO, ZERO, ZERO);
        for i in 0..LANES {
            let closed = (1.0 - active[i]) * flag(self.budget[i] > 0.0);
            let begins = self.winding[i] == p.liquidation[i];
            rate[i] = select(begins, lesser(self.budget[i], self.spending[i]), self.closing[i]);
            let share = lesser(self.winding[i], 1.0) * closed;
            let means = greater(self.cash[i] - self.owed[i], 0.0) + reserve.available[i];
            liquidation[i] = whole(lesser(rate[i], means) * share);
            left[i] = self.winding[i] - share;
            budget[i] = select(left[i] > 0.0, self.budget[i], 0.0);
        }
        (self.closing, self.winding, self.budget) = (rate, left, budget);
        liquidation
    }

    #[inline(always)]
    fn set_plan(&self, plan: &mut Plan, cost: &Cost, i: usize) {
        let mut sum = self.owed[i];
        for k in 0..COMPONENTS {
            plan.cost[k][i] = whole(cost[k]);
            sum += plan.cost[k][i];
        }
        plan.total[i] = sum;
    }

    /// Pays contributors, then activity, out of cash and what the reserve lends to missions that run or are wound up. Where
    /// the plan is to wind up, no history has an operation that would feel it.
    #[inline(always)]
    pub fn pay(&mut self, plan: &Plan, s: &OperationSetting, state: &OperationState, reserve: &mut Reserve) {
        let mut for_activity = ZERO;
        for i in 0..LANES {
            let active = state.active[i];
            // The budget is a ceiling while the mission runs; what is owed stands above it.
            let ceiling = if active > 0.0 { self.budget[i] + self.owed[i] } else { plan.total[i] };
            let planned = lesser(plan.total[i], ceiling);
            // The partner pays its part as it falls due, beside the account; what is owed is the account's own part.
            let falls_due = planned - self.owed[i];
            let partners = falls_due - whole(falls_due * s.cost_share);
            let ours = planned - partners;
            let missing = greater(ours - self.cash[i], 0.0);
            self.lend(reserve, select(active > 0.0, missing, lesser(missing, plan.cost[LIQUIDATION][i])), i);
            let paid = greater(whole(lesser(ours, self.cash[i])), 0.0);
            let spending = paid + partners;
            self.short[i] = flag(paid < ours) * active;
            self.cash[i] -= paid;
            self.received[i] += partners;
            self.assessed[i] += partners;
            self.spent[i] += spending;
            self.spending[i] = spending;
            self.partners[i] = partners;
            for_activity[i] = self.split(plan, spending, i);
            self.settle(reserve, i);
        }
        self.share_alike();
        if !plan.late {
            self.feel(plan, &for_activity);
        }
    }

    #[inline(always)]
    fn lend(&mut self, reserve: &mut Reserve, missing: f64, i: usize) {
        let loan = whole(lesser(missing, reserve.available[i]));
        reserve.available[i] -= loan;
        self.borrowed[i] += loan;
        self.cash[i] += loan;
    }

    /// Spending by component: contributors first, then all activity alike. Gives what is left for activity.
    #[inline(always)]
    fn split(&mut self, plan: &Plan, spending: f64, i: usize) -> f64 {
        let people = plan.cost[REIMBURSEMENT][i];
        let earned = people + plan.cost[EQUIPMENT][i];
        let to_contributors = lesser(spending, earned + self.owed[i]);
        self.owed[i] = earned + self.owed[i] - to_contributors;
        let (mut rest, mut left) = (spending - to_contributors, ZERO[0]);
        for component in ACTIVITY..COMPONENTS {
            left += plan.cost[component][i];
        }
        let share = lesser(rest / greater(left, 1.0), 1.0);
        self.components[REIMBURSEMENT][i] = people;
        self.components[EQUIPMENT][i] = plan.cost[EQUIPMENT][i];
        self.beyond[i] = to_contributors - earned;
        for component in ACTIVITY..LAST {
            self.components[component][i] = whole(plan.cost[component][i] * share);
            rest -= self.components[component][i];
        }
        self.components[LAST][i] = rest;
        spending - to_contributors
    }

    /// What contributors are paid beside what they earn this month, or less than it, is shared alike between people and
    /// equipment; where nobody earns anything, what was owed is paid as for people.
    #[inline(always)]
    fn share_alike(&mut self) {
        if is_zero(&self.beyond) {
            return;
        }
        for i in 0..LANES {
            let (people, equipment) = (self.components[REIMBURSEMENT][i], self.components[EQUIPMENT][i]);
            let for_equipment = whole(self.beyond[i] * equipment / greater(people + equipment, 1.0));
            self.components[REIMBURSEMENT][i] = people + self.beyond[i] - for_equipment;
            self.components[EQUIPMENT][i] = equipment + for_equipment;
        }
    }

    /// What the operation feels of a month's payments: its tempo, its programme work, and the months of what they earn that
    /// contributors are owed.
    #[inline(always)]
    fn feel(&mut self, plan: &Plan, for_activity: &Col) {
        let (mut tempo, mut programme, mut owed_months) = (ZERO, ZERO, ZERO);
        for i in 0..LANES {
            let wanted = plan.wanted[i];
            let allowed = if wanted > 0.5 { clamp(for_activity[i] / wanted, 0.0, 1.0) } else { 1.0 };
            tempo[i] = 0.3 * self.tempo[i] + 0.7 * allowed;
            let spent = self.components[PROGRAMME][i] / greater(plan.programme[i], 1.0);
            programme[i] = if plan.programme[i] > 0.5 { lesser(spent, 1.0) } else { 1.0 };
        }
        if !is_zero(&self.owed) {
            for i in 0..LANES {
                let month = plan.cost[REIMBURSEMENT][i] + plan.cost[EQUIPMENT][i];
                owed_months[i] = lesser(self.owed[i] / greater(month, 1.0e5) * flag(month > 0.0), 24.0);
            }
        }
        (self.tempo, self.programme, self.owed_months) = (tempo, programme, owed_months);
    }

    /// Voluntary, trust-fund and in-kind money goes to programme work beside the special account: it
    /// comes and is spent month by month while the mission is there. A mission of nobody has nobody to spend it.
    #[inline(always)]
    pub fn give(&mut self, plan: &Plan, levels: &OperationColumns, active: &Col) {
        let a_year_usd = &levels.voluntary.now;
        if is_zero(a_year_usd) {
            self.voluntary = ZERO;
            return;
        }
        let strength = levels.strength();
        for i in 0..LANES {
            let people: f64 = strength[0][i] + strength[1][i] + strength[2][i] + strength[3][i];
            let given = whole(100.0 * a_year_usd[i] / 12.0) * active[i] * flag(people > 0.0);
            self.voluntary[i] = given;
            let wanted = plan.programme[i];
            let more = if wanted > 0.5 { given / wanted } else { 0.0 };
            self.programme[i] = lesser(self.programme[i] + more, MOST_PROGRAMME);
        }
    }

    /// Returns the advance and loans of the reserve once two months' budget is at hand.
    #[inline(always)]
    fn settle(&mut self, reserve: &mut Reserve, i: usize) {
        let spare = greater(self.cash[i] - 2.0 * self.budget[i], 0.0);
        let advance = whole(lesser(self.advance[i], spare));
        let loan = whole(lesser(self.borrowed[i], spare - advance));
        self.advance[i] -= advance;
        self.borrowed[i] -= loan;
        self.cash[i] -= advance + loan;
        reserve.available[i] += loan;
    }
}
