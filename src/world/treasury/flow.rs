//! A theatre's money of a month, in dollars, for ledgers and series.

use crate::draws::{Col, LANES};

use super::super::column::{ZERO, before, flag, greater, plus};
use super::Account;
use super::cost::{AVIATION, CIVILIANS as STAFF, EQUIPMENT, OPERATIONS as FACILITIES, TRAVEL};
use super::cost::{LIQUIDATION as CLOSING, OVERHEAD as SUPPORT, PROGRAMME as PROJECTS, REIMBURSEMENT};

/// Number of flows.
pub const COUNT: usize = 14;
/// What authorised strength requires.
pub const REQUIREMENT: usize = 0;
/// Approved budget.
pub const BUDGET: usize = 1;
/// Assessed contributions received.
pub const RECEIPTS: usize = 2;
/// 1 where cash did not cover the plan (of any operation).
pub const SHORT: usize = 3;
/// 1 where the outlook forced cuts (of any operation).
pub const CUT: usize = 4;
/// Unpaid assessments (a stock).
pub const UNPAID: usize = 5;
/// Owed to contributors (a stock).
pub const OWED: usize = 6;
/// Paid to contributors.
pub const CONTRIBUTORS: usize = 7;
/// Facilities, transport, aviation, travel, construction.
pub const OPERATIONS: usize = 8;
/// Programme money.
pub const PROGRAMME: usize = 9;
/// Civilian staff.
pub const CIVILIANS: usize = 10;
/// Overheads and liquidation.
pub const OVERHEAD: usize = 11;
/// Voluntary, trust-fund and in-kind money.
pub const VOLUNTARY: usize = 12;
/// Paid by partners beside the account.
pub const PARTNERS: usize = 13;

/// Flows of a theatre.
pub type Flows = [Col; COUNT];

/// No money.
pub const NONE: Flows = [ZERO; COUNT];

impl Account {
    /// Adds `share` of this account's month to a theatre's flows, or to nothing if it is the `FIRST` of the month.
    #[inline(always)]
    pub fn add_flows<const FIRST: bool>(&self, active: &Col, share: f64, flows: &mut Flows) {
        let c = &self.components;
        let dollars = share / 100.0;
        let (mut required, mut budget) = (ZERO, ZERO);
        for i in 0..LANES {
            required[i] = active[i] * self.required[i];
            budget[i] = active[i] * self.budget[i];
        }
        let (mut contributors, mut operations, mut overhead) = (ZERO, ZERO, ZERO);
        for i in 0..LANES {
            contributors[i] = c[REIMBURSEMENT][i] + c[EQUIPMENT][i];
            operations[i] = c[FACILITIES][i] + c[AVIATION][i] + c[TRAVEL][i];
            overhead[i] = c[CLOSING][i] + c[SUPPORT][i] + c[SUPPORT + 1][i] + c[SUPPORT + 2][i];
        }
        let amounts = [
            (REQUIREMENT, &required),
            (BUDGET, &budget),
            (RECEIPTS, &self.receipts),
            (UNPAID, &self.unpaid()),
            (OWED, &self.owed),
            (CONTRIBUTORS, &contributors),
            (OPERATIONS, &operations),
            (PROGRAMME, &c[PROJECTS]),
            (CIVILIANS, &c[STAFF]),
            (OVERHEAD, &overhead),
            (VOLUNTARY, &self.voluntary),
            (PARTNERS, &self.partners),
        ];
        for (flow, cents) in &amounts {
            flows[*flow] = plus(before::<FIRST>(&flows[*flow]), dollars, cents);
        }
        flows[SHORT] = set_where(before::<FIRST>(&flows[SHORT]), &self.short, 0.0);
        flows[CUT] = set_where(before::<FIRST>(&flows[CUT]), &self.gap, 0.01);
    }
}

/// 1 where `test` is above `bound`, in a column of zeros and ones.
#[inline(always)]
fn set_where(to: &Col, test: &Col, bound: f64) -> Col {
    let mut set = ZERO;
    for i in 0..LANES {
        set[i] = greater(to[i], flag(test[i] > bound));
    }
    set
}
