//! The treasury: requirement, budget, assessments, payments, arrears, cash, borrowing, cuts, tempo.
//!
//! ```text
//! requirement -> budget (July) -> letters (July, January) -> payers -> special account
//!    reserve fund, commitment authority, other missions -> |  -> contributors first -> activity
//! ```
//!
//! Amounts are whole US cents held in `f64` (exact below 2^53 cents, 90 trillion dollars), so that
//! money is conserved to the cent every month:
//!
//! - assessed = received + credited + unpaid (due, withheld this year, older)
//! - received + borrowed + advance + pooled = spent + cash
//!
//! Voluntary, trust-fund and in-kind money stands beside: what comes in a month is spent in it.
//!
//! A mission that the regular budget or donors pay (`mission.funding`) is paid by the same payers at the same pace, but
//! the reserve fund, the commitment authority and other missions' cash are not for it; what donors withhold lapses.
//!
//! Sources: the study (box 3 and section 2.3) for accounts, the order of payments, the reserve and
//! borrowing between missions; financial regulations as described in A/73/809 for letters and for
//! unspent balances that are credited to payers.

mod assess;
pub mod cost;
pub mod flow;
mod pay;
pub mod payers;
mod pool;

pub use pay::Plan;
pub use pool::{borrow_from_others, return_to_others};

use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;

use super::column::{ZERO, flag};
use super::draw::MonthDraws;
use super::levels::WorldColumns;
use super::mission::OperationState;
use super::setting::OperationSetting;
use assess::JULY;
use cost::COMPONENTS;
use payers::{Dues, Payer};

/// The Peacekeeping Reserve Fund of a world, in cents.
#[derive(Clone, Debug)]
pub struct Reserve {
    /// Cents at hand.
    pub available: Col,
}

/// What the treasury reads of the world in a month.
pub struct Money<'a> {
    /// Month, counted from the first month of the history.
    pub month: usize,
    /// Calendar month of each replicate, 0 for January.
    pub calendar: Col,
    /// Council unity.
    pub unity: &'a Col,
    /// The payers.
    pub payers: &'a [Payer],
    /// Draws of the month: payers' moods.
    pub draws: &'a MonthDraws,
    /// Levels of the world.
    pub world: &'a WorldColumns,
    /// Parameters.
    pub p: &'a Parameters,
}

/// The special account of one operation, in cents.
#[derive(Clone, Debug)]
pub struct Account {
    /// What each payer owes.
    pub dues: Vec<Dues>,
    /// Cash at hand.
    pub cash: Col,
    /// Borrowed from the reserve fund and not yet returned.
    pub borrowed: Col,
    /// Drawn under the commitment authority and not yet returned.
    pub advance: Col,
    /// Borrowed from other missions' accounts; negative where lent to them.
    pub pooled: Col,
    /// Owed to troop and police contributors, for their people and their equipment.
    pub owed: Col,
    /// Monthly budget in force.
    pub budget: Col,
    /// Monthly requirement at authorised strength.
    pub required: Col,
    /// Assessed so far, credits included.
    pub assessed: Col,
    /// Credited to payers so far out of what was not spent; of pledges, what donors have not kept too.
    pub credited: Col,
    /// Received so far.
    pub received: Col,
    /// Spent so far.
    pub spent: Col,
    /// Received this month.
    pub receipts: Col,
    /// Spent this month.
    pub spending: Col,
    /// Of this, paid by partners beside this account.
    pub partners: Col,
    /// Of this, by component ([`cost::NAMES`]).
    pub components: [Col; COMPONENTS],
    /// Voluntary, trust-fund and in-kind money of this month, spent on programme work beside this account.
    pub voluntary: Col,
    /// 1 where cash did not cover the month's plan.
    pub short: Col,
    /// Share of the next half-year's plan that cash and expected receipts leave uncovered.
    pub gap: Col,
    /// Tempo: share of planned activity that budget and cash allow.
    pub tempo: Col,
    /// Share of planned programme money that is spent.
    pub programme: Col,
    /// Share of planned strength that lasting shortage leaves.
    pub afford: Col,
    /// Months of what contributors earn that they are owed.
    pub owed_months: Col,
    /// Whether other missions may borrow from it: what the regular budget or donors pay is meant for it alone.
    pub lends: bool,
    /// What contributors were paid this month above what they earned, or less than it.
    beyond: Col,
    covered: Col,
    /// Months of winding up that are left once the mission has closed.
    winding: Col,
    /// What winding up costs a month.
    closing: Col,
}

impl Account {
    /// An empty account with these payers.
    pub fn new(payers: &[Payer], p: &Parameters) -> Self {
        let full = Col::splat(1.0);
        Self {
            dues: payers.iter().map(Dues::new).collect(),
            cash: ZERO,
            borrowed: ZERO,
            advance: ZERO,
            pooled: ZERO,
            owed: ZERO,
            budget: ZERO,
            required: ZERO,
            assessed: ZERO,
            credited: ZERO,
            received: ZERO,
            spent: ZERO,
            receipts: ZERO,
            spending: ZERO,
            partners: ZERO,
            components: [ZERO; COMPONENTS],
            voluntary: ZERO,
            short: ZERO,
            gap: ZERO,
            tempo: full,
            programme: full,
            afford: full,
            owed_months: ZERO,
            lends: true,
            beyond: ZERO,
            covered: ZERO,
            winding: p.liquidation,
            closing: ZERO,
        }
    }

    /// The incoming half of a month: budget, letters, receipts.
    #[inline(always)]
    pub fn collect(&mut self, m: &Money<'_>, s: &OperationSetting, state: &OperationState) {
        self.receipts = ZERO;
        self.assess(m, s, state);
        self.receive(m);
    }

    /// The incoming half of a month in which no history has the operation any more: nothing is assessed.
    #[inline(always)]
    pub fn collect_late(&mut self, m: &Money<'_>) {
        self.receipts = ZERO;
        self.age(m);
        self.receive(m);
    }

    /// Arrears grow a year older each July, whether or not the mission is still there.
    #[inline(always)]
    fn age(&mut self, m: &Money<'_>) {
        let mut july = ZERO;
        for i in 0..LANES {
            july[i] = flag(m.calendar[i] == JULY);
        }
        for dues in &mut self.dues {
            dues.age(&july);
        }
    }

    /// Lets go of what donors have withheld: a pledge that is not kept is no debt.
    #[inline(never)]
    pub fn lapse(&mut self) {
        for dues in &mut self.dues {
            for i in 0..LANES {
                self.credited[i] += dues.current[i] + dues.older[i];
                (dues.current[i], dues.older[i]) = (0.0, 0.0);
            }
        }
    }

    /// Payments of the month.
    #[inline(always)]
    fn receive(&mut self, m: &Money<'_>) {
        for k in 0..self.dues.len() {
            self.dues[k].receive(&m.payers[k], m.p, &mut self.receipts);
        }
        for i in 0..LANES {
            self.cash[i] += self.receipts[i];
            self.received[i] += self.receipts[i];
        }
    }

    /// All that is assessed and not paid, in cents.
    #[inline(always)]
    pub fn unpaid(&self) -> Col {
        let mut total = ZERO;
        for dues in &self.dues {
            for i in 0..LANES {
                total[i] += dues.unpaid(i);
            }
        }
        total
    }
}
