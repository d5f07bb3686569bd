//! What strength costs a month, by component, and in which order it is cut when cash is short.
//!
//! Nominal US dollars of 2023/24. Totals come from the register (`treasury.*`); how operations
//! split into aviation, travel and construction, and programme money is an assumption after the
//! shares of mission budgets (operational costs .31 to .39 of the total, air transport about a
//! third of these).

use crate::evidence::parameters::Parameters;

use super::super::column::{clamp, lesser};

/// Components of spending.
pub const COMPONENTS: usize = 11;
/// Pay and allowances of contingents, 1,428 dollars per soldier-month.
pub const REIMBURSEMENT: usize = 0;
/// Contingent-owned equipment and self-sustainment.
pub const EQUIPMENT: usize = 1;
/// Facilities, ground transport, supplies.
pub const OPERATIONS: usize = 2;
/// Aviation.
pub const AVIATION: usize = 3;
/// Travel and construction.
pub const TRAVEL: usize = 4;
/// Programme money and quick-impact projects.
pub const PROGRAMME: usize = 5;
/// Civilian staff.
pub const CIVILIANS: usize = 6;
/// What winding up takes after closure.
pub const LIQUIDATION: usize = 7;
/// The first of the overheads: support account, logistics base, service centre.
pub const OVERHEAD: usize = 8;

/// Names of the components in ledgers.
pub const NAMES: [&str; COMPONENTS] = [
    "reimbursement",
    "equipment",
    "operations",
    "aviation",
    "travel",
    "programme",
    "civilians",
    "liquidation",
    "logistics_base",
    "service_centre",
    "support_account",
];

/// Share of operational costs that is aviation (assumed).
const AVIATION_SHARE: f64 = 0.30;
/// Share that is travel and construction (assumed).
const TRAVEL_SHARE: f64 = 0.10;
/// Share that is programme money and quick-impact projects (assumed; near 1.5 % of budgets).
const PROGRAMME_SHARE: f64 = 0.045;

/// How overheads split into logistics base, service centre and support account: .0101, .0067 and
/// .055 of a mission's appropriation in 2021/22 (A/C.5/75/24, quotients; DERIVED).
const OVERHEADS: [f64; 3] = [0.141, 0.093, 0.766];

/// What can be saved before uniformed strength is touched, in order: programme money, travel and
/// construction, aviation, civilian hiring. Shares of each (assumed; the order is that of the
/// contingency plans of 2025: operations first, then repatriation of units).
const CUTS: [(usize, f64); 4] = [(PROGRAMME, 1.0), (TRAVEL, 0.3), (AVIATION, 0.08), (CIVILIANS, 0.03)];

/// A month's cost by component, in cents.
pub type Cost = [f64; COMPONENTS];

/// Cost of `people` in uniform and `civilians` in lane `i`.
#[inline(always)]
pub fn cost(people: f64, civilians: f64, p: &Parameters, i: usize) -> Cost {
    let operations = 100.0 * people * p.operations[i];
    let equipment = 100.0 * people * p.equipment[i];
    let staff = 100.0 * civilians * p.civilian_cost[i];
    let overhead = (operations + equipment + staff) * p.overhead[i];
    let core = 1.0 - AVIATION_SHARE - TRAVEL_SHARE - PROGRAMME_SHARE;
    [
        100.0 * people * p.reimbursement[i],
        equipment,
        operations * core,
        operations * AVIATION_SHARE,
        operations * TRAVEL_SHARE,
        operations * PROGRAMME_SHARE,
        staff,
        0.0,
        overhead * OVERHEADS[0],
        overhead * OVERHEADS[1],
        overhead * OVERHEADS[2],
    ]
}

/// Sum of all components.
#[inline(always)]
pub fn total(cost: &Cost) -> f64 {
    let mut sum = 0.0;
    for k in 0..COMPONENTS {
        sum += cost[k];
    }
    sum
}

/// Cuts `saving` cents from a month's cost in the order of `CUTS`; returns what is left to save.
#[inline(always)]
pub fn cut(cost: &mut Cost, saving: f64) -> f64 {
    let mut left = saving;
    for k in 0..CUTS.len() {
        let (component, most) = CUTS[k];
        let saved = clamp(left, 0.0, cost[component] * most);
        cost[component] -= saved;
        left -= saved;
    }
    left
}

/// Share of uniformed strength whose going home saves `left` cents: its pay and its equipment.
/// Camps, aircraft and staff stay on the books, so that strength falls faster than spending (2025:
/// spending cut by 15 per cent, uniformed strength by 25).
#[inline(always)]
pub fn repatriated(cost: &Cost, left: f64) -> f64 {
    lesser(left / (cost[REIMBURSEMENT] + cost[EQUIPMENT] + 1.0), 0.6)
}
