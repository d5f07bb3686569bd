//! Every account's month of chosen replicates, for anybody who wants to add it up.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::draws::dispatch::SimdClass;
use crate::draws::{Col, LANES};
use crate::scenario::MONTHS_BEFORE;
use crate::world::council::Council;
use crate::world::ledger::Calendar;
use crate::world::month::{Block, Side, World};
use crate::world::series::Watch;
use crate::world::setting::Setting;
use crate::world::treasury::{Account, cost};

use super::block;

/// Columns of the ledger; amounts in whole US cents. `assessed` to `spent` and the debts are totals
/// so far; `receipts`, `spending` and its components are the month's.
const HEAD: &str = "replicate,month,calendar_month,operation,budget,assessed,credited,received,due,withheld_this_year,\
                    withheld_older,borrowed_reserve,advance,borrowed_missions,cash,owed_contributors,spent,receipts,\
                    spending";

/// The ledger of the replicates, one row per month and operation.
///
/// In every row assessed = credited + received + due + withheld_this_year + withheld_older, and
/// received + borrowed_reserve + advance + borrowed_missions = spent + cash. `voluntary` is money of
/// trust funds that comes and is spent in the month, beside the account. A replicate that is named
/// twice stands there once.
pub fn ledger_csv(setting: &Setting, replicates: &[u64]) -> String {
    let mut rows: Vec<(u64, String)> = Vec::new();
    let replicates: BTreeSet<u64> = replicates.iter().copied().collect();
    let mut firsts: Vec<u64> = replicates.iter().map(|k| k - k % LANES as u64).collect();
    firsts.dedup();
    for first in firsts {
        let wanted = replicates.iter().filter(|k| (first..first + LANES as u64).contains(k));
        let lanes = wanted.map(|k| ((k - first) as usize, *k)).collect();
        let calendar = Block::calendar_of(setting, first);
        let mut watch = Bookkeeper { lanes, calendar, rows: &mut rows };
        block::live(SimdClass::detect(), setting, first, false, &mut watch);
    }
    rows.sort_by_key(|row| row.0);
    let names: Vec<String> = cost::NAMES.iter().map(|n| format!(",paid_{n}")).collect();
    let body: String = rows.into_iter().map(|row| row.1).collect();
    format!("{HEAD}{},voluntary\n{body}", names.concat())
}

struct Bookkeeper<'a> {
    lanes: Vec<(usize, u64)>,
    calendar: Calendar,
    rows: &'a mut Vec<(u64, String)>,
}

impl Watch for Bookkeeper<'_> {
    fn month(&mut self, month: usize, _: &Council, side: &Side, setting: &Setting) {
        if side.world != World::Mission {
            return;
        }
        let calendar = self.calendar.month(month);
        for (lane, replicate) in &self.lanes {
            for (name, account) in setting.scenario.operations.keys().zip(&side.accounts) {
                let at = month as i64 - i64::from(MONTHS_BEFORE);
                let mut line = format!("{replicate},{at},{},{name}", calendar[*lane] + 1.0);
                amounts(account, *lane).iter().for_each(|x| {
                    let _ = write!(line, ",{x:.0}");
                });
                line.push('\n');
                self.rows.push((*replicate, line));
            }
        }
    }
}

fn amounts(a: &Account, i: usize) -> Vec<f64> {
    let lane = |c: &Col| c[i];
    let mut row: Vec<f64> = [&a.budget, &a.assessed, &a.credited, &a.received].map(lane).to_vec();
    row.push(a.dues.iter().map(|d| d.due[i]).sum());
    row.push(a.dues.iter().map(|d| d.current[i]).sum());
    row.push(a.dues.iter().map(|d| d.older[i]).sum());
    row.extend([&a.borrowed, &a.advance, &a.pooled, &a.cash, &a.owed, &a.spent, &a.receipts, &a.spending].map(lane));
    row.extend(a.components.iter().map(lane));
    row.push(a.voluntary[i]);
    row
}
