//! Borrowing of cash between missions (the study, section 2.3), where `funding.pooling` allows it.

use crate::draws::LANES;

use super::super::column::{flag, greater, lesser, whole};
use super::{Account, Reserve};

/// Months of budget that a lender keeps.
const LENDER_KEEPS: f64 = 1.0;

/// Lends `accounts[o]` what it misses beyond the reserve fund, from the other accounts in order.
#[inline(always)]
pub fn borrow_from_others(accounts: &mut [Account], o: usize, plan: &crate::draws::Col, reserve: &Reserve) {
    for k in (0..accounts.len()).filter(|k| *k != o) {
        for i in 0..LANES {
            let missing = greater(plan[i] - accounts[o].cash[i] - reserve.available[i], 0.0);
            let spare = greater(accounts[k].cash[i] - LENDER_KEEPS * accounts[k].budget[i], 0.0);
            transfer(accounts, k, o, i, lesser(whole(missing), spare));
        }
    }
}

/// Returns what `accounts[o]` borrowed from others once it holds more than it needs next month.
#[inline(always)]
pub fn return_to_others(accounts: &mut [Account], o: usize) {
    for k in (0..accounts.len()).filter(|k| *k != o) {
        for i in 0..LANES {
            let spare = greater(accounts[o].cash[i] - LENDER_KEEPS * accounts[o].budget[i], 0.0);
            let debt = greater(accounts[o].pooled[i], 0.0);
            let claim = greater(-accounts[k].pooled[i], 0.0);
            let back = lesser(lesser(spare, debt), claim) * flag(debt > 0.0);
            transfer(accounts, o, k, i, back);
        }
    }
}

#[inline(always)]
fn transfer(accounts: &mut [Account], from: usize, to: usize, i: usize, amount: f64) {
    accounts[from].cash[i] -= amount;
    accounts[from].pooled[i] -= amount;
    accounts[to].cash[i] += amount;
    accounts[to].pooled[i] += amount;
}
