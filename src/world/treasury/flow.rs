//! A theatre's money of a month, in dollars, for ledgers and series.

use crate::draws::{Col, LANES};

use super::super::column::{ZERO, add, add_scaled, flag, greater};
use super::Account;
use super::cost::{AVIATION, CIVILIANS as STAFF, EQUIPMENT, OPERATIONS as FACILITIES, TRAVEL};
use super::cost::{LIQUIDATION as CLOSING, OVERHEAD as SUPPORT, PROGRAMME as PROJECTS, REIMBURSEMENT};

/// Number of flows.
pub const COUNT: usize = 13;
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

/// Flows of a theatre.
pub type Flows = [Col; COUNT];

/// No money.
pub const NONE: Flows = [ZERO; COUNT];

impl Account {
    /// Adds `share` of this account's month to a theatre's flows.
    #[inline(always)]
    pub fn add_flows(&self, active: &Col, share: f64, flows: &mut Flows) {
        let c = &self.components;
        let dollars = share / 100.0;
        let (mut required, mut budget) = (ZERO, ZERO);
        for i in 0..LANES {
            required[i] = dollars * active[i] * self.required[i];
            budget[i] = dollars * active[i] * self.budget[i];
        }
        let (mut contributors, mut operations, mut overhead) = (ZERO, ZERO, ZERO);
        for i in 0..LANES {
            contributors[i] = c[REIMBURSEMENT][i] + c[EQUIPMENT][i];
            operations[i] = c[FACILITIES][i] + c[AVIATION][i] + c[TRAVEL][i];
            overhead[i] = c[CLOSING][i] + c[SUPPORT][i] + c[SUPPORT + 1][i] + c[SUPPORT + 2][i];
        }
        add(&mut flows[REQUIREMENT], &required);
        add(&mut flows[BUDGET], &budget);
        add_scaled(&mut flows[RECEIPTS], dollars, &self.receipts);
        set_where(&mut flows[SHORT], &self.short, 0.0);
        set_where(&mut flows[CUT], &self.gap, 0.01);
        add_scaled(&mut flows[UNPAID], dollars, &self.unpaid());
        add_scaled(&mut flows[OWED], dollars, &self.owed);
        add_scaled(&mut flows[CONTRIBUTORS], dollars, &contributors);
        add_scaled(&mut flows[OPERATIONS], dollars, &operations);
        add_scaled(&mut flows[PROGRAMME], dollars, &c[PROJECTS]);
        add_scaled(&mut flows[CIVILIANS], dollars, &c[STAFF]);
        add_scaled(&mut flows[OVERHEAD], dollars, &overhead);
        add_scaled(&mut flows[VOLUNTARY], dollars, &self.voluntary);
    }
}

/// Sets 1 where `test` is above `bound`, in a column of zeros and ones.
#[inline(always)]
fn set_where(to: &mut Col, test: &Col, bound: f64) {
    let mut set = ZERO;
    for i in 0..LANES {
        set[i] = greater(to[i], flag(test[i] > bound));
    }
    *to = set;
}
