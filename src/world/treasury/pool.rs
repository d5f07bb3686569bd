//! Borrowing of cash between missions (the study, section 2.3), where `funding.pooling` allows it.

use crate::draws::{Col, LANES, few};

use super::super::column::{flag, greater, lesser, whole};
use super::{Account, Reserve};

/// Months of budget that a lender keeps.
const LENDER_KEEPS: f64 = 1.0;

/// Lends `accounts[o]` what it misses beyond the reserve fund, from the other accounts in order, until none misses
/// anything: every mission asks, so that looking at all others each time would make portfolios cost their square.
#[inline(always)]
pub fn borrow_from_others(accounts: &mut [Account], o: usize, plan: &Col, reserve: &Reserve) {
    for k in (0..accounts.len()).filter(|k| *k != o) {
        let missing = |own: &Account, i: usize| greater(plan[i] - own.cash[i] - reserve.available[i], 0.0);
        if few::bits_of(|i| missing(&accounts[o], i) >= 0.5) == 0 {
            return;
        }
        for i in 0..LANES {
            let wanted = whole(missing(&accounts[o], i));
            let spare = greater(accounts[k].cash[i] - LENDER_KEEPS * accounts[k].budget[i], 0.0);
            transfer(accounts, k, o, i, lesser(wanted, spare));
        }
    }
}

/// Returns what `accounts[o]` borrowed from others once it holds more than it needs next month.
#[inline(always)]
pub fn return_to_others(accounts: &mut [Account], o: usize) {
    for k in (0..accounts.len()).filter(|k| *k != o) {
        let spare = |own: &Account, i: usize| greater(own.cash[i] - LENDER_KEEPS * own.budget[i], 0.0);
        if few::bits_of(|i| accounts[o].pooled[i] > 0.0 && spare(&accounts[o], i) > 0.0) == 0 {
            return;
        }
        for i in 0..LANES {
            let debt = greater(accounts[o].pooled[i], 0.0);
            let claim = greater(-accounts[k].pooled[i], 0.0);
            let back = lesser(lesser(spare(&accounts[o], i), debt), claim) * flag(debt > 0.0);
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
