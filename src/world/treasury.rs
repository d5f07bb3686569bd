//! The treasury: requirement, budget, assessments, payments, arrears, cash, tempo.
//!
//! Amounts are whole US cents held in `f64` (exact below 2^53 cents, 90 trillion dollars), so that
//! money is conserved to the cent: assessments = receipts + arrears, cash in = cash out + balance.
//! Each operation has its own special account; three payer classes (the two largest each on its
//! own, the rest) pay each assessment with a lag and leave a share unpaid. Reimbursement of
//! contributors is paid first (the study, section 2.3); what is left of the cash pays activity.

use crate::draws::math::exp;
use crate::draws::slots::world;
use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;
use crate::scenario::FundingKind;

use super::column::{ZERO, clamp, flag, greater, lesser, whole};
use super::draw::WorldDraws;
use super::mission::OperationState;
use super::setting::{OperationSetting, WorldColumns};

/// Payer classes: largest, second largest, all others.
pub const PAYERS: usize = 3;

/// Months an assessment covers.
const BUDGET_MONTHS: usize = 12;

/// The Peacekeeping Reserve Fund of a world, in cents.
#[derive(Clone, Debug)]
pub struct Reserve {
    /// Cents at hand.
    pub available: Col,
}

/// The special account of one operation, in cents.
#[derive(Clone, Debug)]
pub struct Account {
    /// Assessed and not yet paid, by payer, that will be paid in time.
    pub due: [Col; PAYERS],
    /// Assessed and withheld or long overdue, by payer.
    pub arrears: [Col; PAYERS],
    /// Payment speed of each payer relative to its mean, redrawn with each budget.
    speed: [Col; PAYERS],
    /// Cash at hand.
    pub cash: Col,
    /// Borrowed from the reserve and not yet returned.
    pub borrowed: Col,
    /// Owed to troop and police contributors.
    pub owed: Col,
    /// Monthly budget in force.
    pub budget: Col,
    /// Assessed so far.
    pub assessed: Col,
    /// Received so far.
    pub received: Col,
    /// Spent so far.
    pub spent: Col,
    /// Spent this month.
    pub spending: Col,
    /// Tempo: share of planned activity that budget and cash allow.
    pub tempo: Col,
    /// Share of planned strength that lasting shortage leaves.
    pub afford: Col,
    /// Months of reimbursement owed.
    pub owed_months: Col,
}

impl Default for Account {
    fn default() -> Self {
        let full = Col::splat(1.0);
        Self {
            due: [ZERO; PAYERS],
            arrears: [ZERO; PAYERS],
            speed: [full; PAYERS],
            cash: ZERO,
            borrowed: ZERO,
            owed: ZERO,
            budget: ZERO,
            assessed: ZERO,
            received: ZERO,
            spent: ZERO,
            spending: ZERO,
            tempo: full,
            afford: full,
            owed_months: ZERO,
        }
    }
}

/// Monthly cost of strength, in cents: reimbursement of contributors, and everything else.
#[derive(Clone, Copy, Debug)]
struct Requirement {
    reimbursement: f64,
    activity: f64,
}

#[inline(always)]
fn requirement(people: f64, civilians: f64, p: &Parameters, i: usize) -> Requirement {
    let overhead = 1.0 + p.overhead[i];
    Requirement {
        reimbursement: 100.0 * people * p.reimbursement[i],
        activity: 100.0 * overhead * (people * (p.equipment[i] + p.operations[i]) + civilians * p.civilian_cost[i]),
    }
}

impl Account {
    /// One month of money for an operation.
    #[inline(always)]
    pub fn step(
        &mut self,
        month: usize,
        s: &OperationSetting,
        state: &OperationState,
        reserve: &mut Reserve,
        world: &WorldColumns,
        unity: &Col,
        draws: &WorldDraws,
        p: &Parameters,
    ) {
        if month < s.start {
            return;
        }
        let own_money = matches!(s.funding, FundingKind::Partner);
        if (month - s.start).is_multiple_of(BUDGET_MONTHS) {
            self.assess(month, s, state, world, unity, draws, own_money, p);
        }
        self.receive(month, world, p);
        self.pay(state, reserve, own_money, p);
    }

    /// Adopts the budget of the next twelve months and assesses it on the payers.
    #[inline(always)]
    fn assess(
        &mut self,
        month: usize,
        s: &OperationSetting,
        state: &OperationState,
        world: &WorldColumns,
        unity: &Col,
        draws: &WorldDraws,
        own_money: bool,
        p: &Parameters,
    ) {
        let l = &s.levels;
        let (troops, police, observers, civilians) =
            (l.troops.at(month), l.police.at(month), l.observers.at(month), l.civilians.at(month));
        let level = world.funding.at(month);
        let going = flag(month < s.planned_exit);
        let slots = [world::PAYER_LARGEST, world::PAYER_SECOND, world::PAYER_OTHERS];
        for i in 0..LANES {
            // At the start nobody is deployed yet but the mandate stands.
            let runs = if month == s.start { 1.0 } else { state.active[i] } * going;
            let scale = runs * state.authorised[i];
            let need = requirement((troops[i] + police[i] + observers[i]) * scale, civilians[i] * scale, p, i);
            self.budget[i] = whole(level[i] * (need.reimbursement + need.activity));
            let months_covered = lesser(BUDGET_MONTHS as f64, s.planned_exit.saturating_sub(month) as f64);
            // What was not spent beyond two months' budget is credited against the next assessment.
            let credit = greater(self.cash[i] - self.borrowed[i] - 2.0 * self.budget[i], 0.0);
            let total = whole(greater(self.budget[i] * months_covered - credit, 0.0)) * flag(!own_money);
            let largest = whole(total * p.share_largest[i]);
            let second = whole(total * p.share_second[i]);
            for (payer, amount) in [(0, largest), (1, second), (2, total - largest - second)] {
                self.due[payer][i] += amount;
                let mood = p.payment_sd[i] * draws.normals[slots[payer]][i] + p.payment_unity[i] * (unity[i] - 0.65);
                self.speed[payer][i] = exp(mood);
            }
            self.assessed[i] += total;
        }
    }

    /// Payments of the month. Money due arrives with an exponential lag; the share that is not paid
    /// in the end turns into arrears at the same pace, and arrears come in slowly.
    #[inline(always)]
    fn receive(&mut self, month: usize, world: &WorldColumns, p: &Parameters) {
        let paid = [world.largest_paid.at(month), world.second_paid.at(month), world.others_paid.at(month)];
        let delay = [world.largest_delay.at(month), world.second_delay.at(month), world.others_delay.at(month)];
        for payer in 0..PAYERS {
            for i in 0..LANES {
                let share = lesser(self.speed[payer][i] / (delay[payer][i] + 1.0), 1.0);
                let moved = whole(self.due[payer][i] * share);
                let receipt = whole(moved * paid[payer][i]);
                let late = whole(self.arrears[payer][i] * p.arrears_collection[i] * paid[payer][i]);
                self.due[payer][i] -= moved;
                self.arrears[payer][i] += moved - receipt - late;
                self.cash[i] += receipt + late;
                self.received[i] += receipt + late;
            }
        }
    }

    /// Pays contributors, then activity, out of cash and what the reserve lends; returns loans when
    /// there is more than two months' budget at hand.
    #[inline(always)]
    fn pay(&mut self, state: &OperationState, reserve: &mut Reserve, own_money: bool, p: &Parameters) {
        for i in 0..LANES {
            let people = state.deployed[0][i] + state.deployed[1][i] + state.deployed[2][i];
            let need = requirement(people, state.deployed[3][i], p, i);
            let wind_down = (1.0 - state.active[i]) * lesser(self.budget[i], greater(self.cash[i], 0.0));
            let limit = if state.active[i] > 0.0 { self.budget[i] } else { wind_down / greater(p.liquidation[i], 1.0) };
            let reimbursement = whole(need.reimbursement) + self.owed[i];
            let planned = lesser(reimbursement + need.activity, greater(limit, 0.0) + self.owed[i]);
            let missing = greater(planned - self.cash[i], 0.0) * flag(!own_money);
            let loan = whole(lesser(missing, reserve.available[i]));
            reserve.available[i] -= loan;
            self.borrowed[i] += loan;
            self.cash[i] += loan;
            let possible = if own_money { planned } else { lesser(planned, self.cash[i]) };
            let spending = whole(greater(possible, 0.0));
            let to_contributors = lesser(spending, reimbursement);
            self.owed[i] = reimbursement - to_contributors;
            let for_activity = spending - to_contributors;
            let wanted = greater(need.activity, 1.0);
            let tempo = if need.activity > 0.5 { clamp(for_activity / wanted, 0.0, 1.0) } else { 1.0 };
            self.tempo[i] = 0.3 * self.tempo[i] + 0.7 * tempo;
            let lasting = 1.0 - p.cash_cut[i] * (1.0 - tempo);
            self.afford[i] += 0.1 * (lasting - self.afford[i]);
            self.owed_months[i] = self.owed[i] / greater(need.reimbursement, 1.0e5) * flag(need.reimbursement > 0.0);
            self.owed_months[i] = lesser(self.owed_months[i], 24.0);
            self.cash[i] -= spending * flag(!own_money);
            self.spent[i] += spending;
            self.spending[i] = spending;
            let spare = greater(self.cash[i] - 2.0 * self.budget[i], 0.0);
            let back = whole(lesser(self.borrowed[i], spare));
            self.borrowed[i] -= back;
            self.cash[i] -= back;
            reserve.available[i] += back;
        }
    }

    /// All that is assessed and not paid, in cents.
    #[inline(always)]
    pub fn unpaid(&self, i: usize) -> f64 {
        let mut total = 0.0;
        for payer in 0..PAYERS {
            total += self.due[payer][i] + self.arrears[payer][i];
        }
        total
    }
}
