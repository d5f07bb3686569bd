//! Rules of the treasury that a sum does not show: who is paid first, what grows old, what a partner owes.

use pkosim::draws::dispatch::SimdClass;
use pkosim::draws::{Col, LANES};
use pkosim::engine::block;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::scenario::{Scenario, load};
use pkosim::world::council::Council;
use pkosim::world::mission::OperationState;
use pkosim::world::month::Side;
use pkosim::world::series::Watch;
use pkosim::world::setting::Setting;
use pkosim::world::treasury::Account;
use pkosim::world::treasury::cost::{EQUIPMENT, LIQUIDATION, REIMBURSEMENT};

/// Shows the first operation's account and state of every month, and the lane, to a function.
struct Each<F: FnMut(usize, usize, &Account, &OperationState)>(F);

impl<F: FnMut(usize, usize, &Account, &OperationState)> Watch for Each<F> {
    fn month(&mut self, month: usize, _: &Council, side: &Side, _: &Setting) {
        for i in 0..LANES {
            (self.0)(month, i, &side.accounts[0], &side.operations[0]);
        }
    }
}

fn live(scenario: &Scenario, see: impl FnMut(usize, usize, &Account, &OperationState)) {
    let setting = Setting::new(scenario, Posterior::embedded(Stance::Study), 7);
    block::live(SimdClass::detect(), &setting, 0, false, &mut Each(see));
}

fn baseline(sets: &[(&str, &str)]) -> Scenario {
    let sets: Vec<(String, String)> = sets.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    load::builtin_baseline(&sets).expect("a scenario").scenario
}

const UNPAID: [(&str, &str); 3] =
    [("funding.largest_paid", "0"), ("funding.second_paid", "0"), ("funding.others_paid", "0")];

/// What contributors earned in a month: what they were paid, and what is owed more than before.
fn earned(a: &Account, before: &mut Col, i: usize) -> f64 {
    let rise = a.owed[i] - before[i];
    before[i] = a.owed[i];
    a.components[REIMBURSEMENT][i] + a.components[EQUIPMENT][i] + rise
}

#[test]
fn contributors_earn_the_same_a_head_in_want_and_are_owed_what_they_are_not_paid() {
    let people = |s: &OperationState, i: usize| s.deployed[0][i] + s.deployed[1][i] + s.deployed[2][i];
    let (mut rate, mut before) = (Col::splat(0.0), Col::splat(0.0));
    live(&baseline(&[("funding.level", "1.2")]), |month, i, a, s| {
        let earned = earned(a, &mut before, i);
        if month == 40 && a.owed[i] == 0.0 && people(s, i) > 100.0 {
            rate[i] = earned / people(s, i);
        }
    });
    let (mut before, mut seen, mut short) = (Col::splat(0.0), 0, 0);
    let poor = [&UNPAID[..2], &[("funding.level", "0.4"), ("funding.reserve_usd", "0")]].concat();
    live(&baseline(&poor), |_, i, a, s| {
        let earned = earned(a, &mut before, i);
        if rate[i] > 0.0 && s.active[i] > 0.0 && people(s, i) > 100.0 {
            let by_head = earned / people(s, i) / rate[i];
            assert!((by_head - 1.0).abs() < 1e-6, "{by_head}");
            let (people, equipment) = (a.components[REIMBURSEMENT][i], a.components[EQUIPMENT][i]);
            seen += 1;
            if a.owed[i] > 0.0 && people > 0.0 {
                let wanted = 1150.0 / 1428.0;
                assert!((equipment / people / wanted - 1.0).abs() < 0.5, "{equipment} beside {people}");
                let rest: f64 = a.components[EQUIPMENT + 1..].iter().map(|c| c[i]).sum();
                assert_eq!(rest, 0.0, "activity is paid while contributors are owed");
                short += 1;
            }
        }
    });
    assert!(seen > 500 && short > 50, "{seen} months, {short} of them short");
}

#[test]
fn a_payer_that_withholds_half_pays_half_whether_or_not_it_pays_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let first_month = |on_time: &str| {
        let rows =
            format!("name,share,on_time,delay_months,withholding,unity_dependence,cap\nA,1,{on_time},0,0.5,0,1\n");
        std::fs::write(folder.path().join("payers.csv"), rows).expect("written");
        let text = "[mission]\ntroops = 8_000\n[funding]\npayers = \"payers.csv\"\n";
        let s = load::load_str(text, "own.toml", Some(folder.path()), &[]).unwrap_or_else(|p| panic!("{p}")).scenario;
        let mut shares = Vec::new();
        live(&s, |month, i, a, s| {
            if month as f64 == s.start[i] {
                assert_eq!(a.dues[0].due[i], 0.0);
                shares.push(a.receipts[i] / a.assessed[i]);
            }
        });
        shares
    };
    for (at_once, later) in first_month("1").into_iter().zip(first_month("0")) {
        // Arrears of the month before are collected slowly: at most a few per cent.
        assert!((later - 0.5).abs() < 1e-9 && (0.5..0.56).contains(&at_once), "{at_once} against {later}");
    }
}

#[test]
fn arrears_grow_older_when_the_mission_has_left() {
    let mut closed = [0; LANES];
    let mut seen = 0;
    live(&baseline(&[UNPAID.as_slice(), &[("mission.planned_exit_months", "60")]].concat()), |month, i, a, s| {
        closed[i] = if s.active[i] > 0.0 || (month as f64) < s.start[i] { 0 } else { closed[i] + 1 };
        if closed[i] == 40 {
            let sum = |of: fn(&pkosim::world::treasury::payers::Dues) -> &Col| -> f64 {
                a.dues.iter().map(|d| of(d)[i]).sum()
            };
            let (this_year, older) = (sum(|d| &d.current), sum(|d| &d.older));
            assert!(older > 1e6 && this_year < 0.01 * older, "{this_year} of this year, {older} older");
            seen += 1;
        }
    });
    assert_eq!(seen, LANES);
}

#[test]
fn a_partner_pays_its_part_of_what_falls_due_and_nothing_of_old_debts() {
    let mut owed = 0;
    let poor = [("mission.form", "\"joint\""), ("funding.level", "0.3"), ("funding.reserve_usd", "0")];
    live(&baseline(&[UNPAID.as_slice(), &poor].concat()), |_, i, a, s| {
        if s.active[i] > 0.0 {
            // The catalogue has the joint form's partners pay .3, here of what the budget allows.
            assert!(a.partners[i] <= 0.3 * a.budget[i] + 1.0, "{} of {}", a.partners[i], a.budget[i]);
            owed += u32::from(a.owed[i] > a.budget[i]);
        }
    });
    assert!(owed > 100, "{owed} months with old debts");
}

#[test]
fn the_reserve_fund_makes_winding_up_possible_where_nobody_pays() {
    let wound_up = |reserve: &str| {
        let (mut spent, mut lent) = (0.0, 0.0);
        let sets = [UNPAID.as_slice(), &[("mission.planned_exit_months", "12"), ("funding.reserve_usd", reserve)]];
        live(&baseline(&sets.concat()), |_, i, a, s| {
            spent += a.components[LIQUIDATION][i];
            lent += if s.active[i] == 0.0 { a.borrowed[i] } else { 0.0 };
        });
        (spent, lent)
    };
    assert_eq!(wound_up("0").0, 0.0);
    let (spent, lent) = wound_up("10_000_000_000");
    assert!(spent > 1e9 && lent > 0.0, "{spent} spent, {lent} lent");
}

#[test]
fn a_mission_of_nobody_spends_no_trust_fund_money() {
    let nobody = ["troops", "police", "observers", "civilians"].map(|k| (format!("mission.{k}"), "0".to_owned()));
    let sets: Vec<(&str, &str)> = nobody.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let given = |sets: &[(&str, &str)]| {
        let (mut given, sets) = (0.0, [sets, &[("mission.voluntary_usd", "12_000_000")]].concat());
        live(&baseline(&sets), |_, i, a, _| given += a.voluntary[i]);
        given
    };
    assert_eq!(given(&sets), 0.0);
    assert!(given(&[]) > 0.0);
}
