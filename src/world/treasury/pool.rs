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
    for k in 0..accounts.len() {
        if k == o || !accounts[k].lends {
            continue;
        }
        let missing = |own: &Account, i: usize| greater(plan[i] - own.cash[i] - reserve.available[i], 0.0);
        // Less than half a cent is nothing.
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

#[cfg(test)]
mod tests {
    use super::super::super::column::ZERO;
    use super::*;
    use crate::evidence::posterior::Posterior;
    use crate::evidence::register::Stance;

    /// Accounts that hold so much in lane 3, keeping `budget` for themselves, and nothing elsewhere.
    fn accounts(cash: [f64; 4], budget: f64) -> Vec<Account> {
        let p = Posterior::centre(Stance::Study).block(0);
        let of = |cash: f64| {
            let mut account = Account::new(&[], &p);
            (account.cash[3], account.budget[3]) = (cash, budget);
            account
        };
        cash.map(of).into()
    }

    #[test]
    fn what_the_first_lender_lacks_the_next_one_lends_and_each_gets_its_own_back() {
        let mut all = accounts([0.0, 40.0, 10.0, 500.0], 10.0);
        let mut plan = ZERO;
        plan[3] = 100.0;
        let held = |all: &[Account]| -> Vec<[f64; 2]> { all.iter().map(|a| [a.cash[3], a.pooled[3]]).collect() };
        borrow_from_others(&mut all, 0, &plan, &Reserve { available: ZERO });
        assert_eq!(held(&all), [[100.0, 100.0], [10.0, -30.0], [10.0, 0.0], [430.0, -70.0]]);
        // Nobody misses anything any more, and nobody lends.
        borrow_from_others(&mut all, 0, &plan, &Reserve { available: ZERO });
        assert_eq!(all[3].pooled[3], -70.0);
        // It keeps a month's budget; what it can return goes to the first lender first.
        all[0].cash[3] = 60.0;
        return_to_others(&mut all, 0);
        assert_eq!(held(&all), [[10.0, 50.0], [40.0, 0.0], [10.0, 0.0], [450.0, -50.0]]);
        assert!(all.iter().all(|a| (0..LANES).all(|i| i == 3 || (a.cash[i] == 0.0 && a.pooled[i] == 0.0))));
    }
}
