//! A theatre's money of a month, in dollars, for ledgers and series.

use crate::draws::{Col, LANES};

use super::super::column::{ZERO, flag};
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
        for i in 0..LANES {
            let dollars = share / 100.0;
            flows[REQUIREMENT][i] += dollars * active[i] * self.required[i];
            flows[BUDGET][i] += dollars * active[i] * self.budget[i];
            flows[RECEIPTS][i] += dollars * self.receipts[i];
            flows[SHORT][i] = if self.short[i] > 0.0 { 1.0 } else { flows[SHORT][i] };
            flows[CUT][i] = if flag(self.gap[i] > 0.01) > 0.0 { 1.0 } else { flows[CUT][i] };
            flows[UNPAID][i] += dollars * self.unpaid(i);
            flows[OWED][i] += dollars * self.owed[i];
            flows[CONTRIBUTORS][i] += dollars * (c[REIMBURSEMENT][i] + c[EQUIPMENT][i]);
            flows[OPERATIONS][i] += dollars * (c[FACILITIES][i] + c[AVIATION][i] + c[TRAVEL][i]);
            flows[PROGRAMME][i] += dollars * c[PROJECTS][i];
            flows[CIVILIANS][i] += dollars * c[STAFF][i];
            flows[OVERHEAD][i] += dollars * (c[CLOSING][i] + c[SUPPORT][i] + c[SUPPORT + 1][i] + c[SUPPORT + 2][i]);
            flows[VOLUNTARY][i] += dollars * self.voluntary[i];
        }
    }
}
