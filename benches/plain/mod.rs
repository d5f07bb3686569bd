//! The whole month of the baseline as an able person would write it in Rust: one history at a time,
//! `rand`, `rand_distr`, structs, loops and branches. The honest comparator of the engine, and no part of it.
//!
//! It has every room that is live in the baseline: Council with renewals, treasury with the dues of three
//! classes of payers by age, components of cost, cuts and the reserve fund, the operation from deployment to
//! what it leaves, host, conflict with all phases and endings, displacement and events, twenty-two indices,
//! neighbours, the calendar-year coding of outcomes, and the month's series. Work that changes nothing is
//! skipped as branches let it: no deployment after exit, no deaths drawn in peace, no sizes of killings
//! outside their spells.
//!
//! Left out because the baseline has none of it: several theatres or operations and borrowing between
//! them, partners and pooled budgets, predecessors and transitions, named models and forms, stressors,
//! listed payers, voluntary money, tension before a first war, levels that change over time. Money is in
//! dollars, where the engine's is in whole cents.
//!
//! `inputs.json` holds its numbers; `tests/plain.rs` compares them with the library's and the outcomes with
//! the engine's.

#![allow(dead_code, reason = "each bench and test reads a part of it")]

mod conflict;
mod cost;
mod council;
mod draws;
mod host;
mod influence;
pub mod inputs;
mod ledger;
mod operation;
pub mod record;
mod society;
mod treasury;

use std::sync::LazyLock;

use rand::SeedableRng;

use conflict::{Conflict, Phase, Surroundings};
use cost::{AVIATION, CIVILIANS, EQUIPMENT, LIQUIDATION, OPERATIONS, OVERHEAD, PROGRAMME, REIMBURSEMENT, TRAVEL};
use council::Council;
use draws::{Rng, uniform};
use host::Host;
use influence::Influence;
use inputs::Inputs;
use ledger::{Ledger, flag};
use operation::{Around, Operation};
use record::{History, Month, Series, Unwatched, Watch};
use society::{Neighbours, Society};
use treasury::Account;

/// Months of a history before deployment.
pub const START: usize = 12;

/// The baseline's numbers, read once.
static BASELINE: LazyLock<Inputs> = LazyLock::new(Inputs::baseline);

/// `n` histories of the baseline, nobody watching.
pub fn histories(n: usize, seed: u64) -> Vec<History> {
    lived(&BASELINE, true, n, seed, &mut Unwatched)
}

/// `n` histories of the baseline, and the sums of their series by month.
pub fn recorded(n: usize, seed: u64) -> (Vec<History>, Series) {
    let mut series = Series::new(BASELINE.months());
    (lived(&BASELINE, true, n, seed, &mut series), series)
}

/// Means of both worlds of the baseline as a table, for other programs to compare theirs with.
pub fn means(n: usize, seed: u64) -> String {
    let of = |mission| lived(&BASELINE, mission, n, seed, &mut Unwatched);
    let rows = record::means("mission", &of(true)) + &record::means("none", &of(false));
    format!("world,outcome,n,mean,error\n{rows}")
}

/// `n` histories with or without the operation, each month shown to `watch`.
pub fn lived(p: &Inputs, mission: bool, n: usize, seed: u64, watch: &mut impl Watch) -> Vec<History> {
    let mut rng = Rng::seed_from_u64(seed);
    (0..n).map(|_| World::new(p, mission, &mut rng).live(&mut rng, watch)).collect()
}

/// One history.
struct World<'a> {
    p: &'a Inputs,
    calendar: usize,
    council: Council,
    operation: Option<(Operation, Account)>,
    host: Host,
    conflict: Conflict,
    society: Society,
    neighbours: Neighbours,
    violence: f64,
    ledger: Ledger,
}

impl<'a> World<'a> {
    fn new(p: &'a Inputs, mission: bool, rng: &mut Rng) -> Self {
        let calendar = (12.0 * uniform(rng)) as usize;
        let conflict = Conflict::new(p, rng);
        Self {
            p,
            calendar,
            council: Council::new(p, rng),
            operation: mission.then(|| (Operation::new(p, rng), Account::new(p))),
            host: Host::new(p, rng),
            society: Society::new(&conflict, p),
            conflict,
            neighbours: Neighbours::new(p),
            violence: 0.0,
            ledger: Ledger::new(calendar, p),
        }
    }

    fn live(mut self, rng: &mut Rng, watch: &mut impl Watch) -> History {
        for month in 0..self.p.months() {
            self.step(month, rng);
            let row = self.row(month);
            let op = self.operation.as_ref().map(|(op, _)| op);
            self.ledger.record(month, &row, &self.conflict, &self.society, op);
            watch.month(month, &row);
        }
        self.ledger.finish(&self.conflict, self.operation.as_ref().map(|(op, _)| op))
    }

    /// Council, treasury, operation, host, conflict, society, neighbours.
    fn step(&mut self, month: usize, rng: &mut Rng) {
        let p = self.p;
        self.council.step(p, rng);
        let mission = self.step_operation(month, rng);
        let there = self.operation.as_ref().is_some_and(|(op, _)| op.active);
        self.host.step(self.council.unity, &mission, there, self.violence, p, rng);
        let around = Surroundings {
            unity: self.council.unity,
            consent: self.host.consent,
            fighting: self.neighbours.fighting,
            mission: &mission,
        };
        self.conflict.step(&around, p, rng);
        self.society.step(&self.conflict, &mission, p, rng);
        if self.operation.is_some() && month >= START {
            self.society.step_indices(&self.conflict, self.host.consent, &mission, p);
        }
        self.neighbours.step(self.conflict.at_war(), &mission, p, rng);
        self.violence = (self.conflict.deaths() / p.population).min(1.0e3);
    }

    fn step_operation(&mut self, month: usize, rng: &mut Rng) -> Influence {
        let Some((op, account)) = self.operation.as_mut().filter(|_| month >= START) else {
            return Influence::default();
        };
        let around = Around {
            council: &self.council,
            host: &self.host,
            war: self.conflict.phase == Phase::War,
            ceasefire: self.conflict.phase == Phase::Ceasefire,
        };
        op.step(month, (month + self.calendar) % 12, account, &around, self.p, rng);
        Influence::of(op, account.programme, self.p)
    }

    /// The month's series.
    fn row(&self, month: usize) -> Month {
        let (c, s) = (&self.conflict, &self.society);
        let row = Month {
            battle_deaths: c.battle,
            one_sided_deaths_government: c.government,
            one_sided_deaths_rebels: c.rebel,
            months_at_war: flag(c.at_war()),
            at_peace: flag(c.phase == Phase::Peace),
            displaced_person_months: s.displaced,
            people_returned: s.returned,
            neighbours_infected: flag(self.neighbours.infected),
            aid_worker_attacks: s.aid_worker_attacks,
            sexual_violence_cases: s.sexual_violence,
            consent: self.host.consent,
            acceptance: self.host.acceptance,
            unity: self.council.unity,
            ..Month::default()
        };
        match &self.operation {
            Some((op, account)) if month >= START => mission_row(row, op, account),
            _ => row,
        }
    }
}

fn mission_row(row: Month, op: &Operation, account: &Account) -> Month {
    let (there, c) = (flag(op.active), &account.components.0);
    Month {
        authorised_uniformed: op.ceiling[0] + op.ceiling[1] + op.ceiling[2],
        deployed_uniformed: op.uniformed(),
        deployed_troops: op.deployed[0],
        effective_troops: op.deployed[0] * op.effectiveness,
        mission_months: there,
        implementation: op.implemented(),
        tempo: there * account.tempo,
        cash_usd: account.cash,
        unpaid_assessments_usd: account.unpaid(),
        cost_usd: account.spending,
        peacekeeper_deaths: op.deaths[0] + op.deaths[1],
        uniformed_person_years: op.uniformed() / 12.0,
        requirement_usd: there * account.required,
        budget_usd: there * account.budget,
        receipts_usd: account.receipts,
        cash_short_months: flag(account.short),
        cash_cut_months: flag(account.gap > 0.01),
        owed_to_contributors_usd: account.owed,
        cost_contributors_usd: c[REIMBURSEMENT] + c[EQUIPMENT],
        cost_operations_usd: c[OPERATIONS] + c[AVIATION] + c[TRAVEL],
        cost_programme_usd: c[PROGRAMME],
        cost_civilians_usd: c[CIVILIANS],
        cost_overhead_usd: c[LIQUIDATION..=OVERHEAD + 2].iter().sum(),
        ..row
    }
}

#[cfg(test)]
mod tests {
    /// Breaks when money is made or lost on its way through an account: at stake are billions, the doubles
    /// keep them to a hundredth of a cent.
    #[test]
    fn money_is_conserved() {
        use super::{BASELINE, Rng, SeedableRng, World};
        let mut rng = Rng::seed_from_u64(5);
        for _ in 0..50 {
            let mut world = World::new(&BASELINE, true, &mut rng);
            for month in 0..BASELINE.months() {
                world.step(month, &mut rng);
                let (_, a) = world.operation.as_ref().expect("an operation");
                let came = a.received + a.borrowed + a.advance;
                assert!((came - a.spent - a.cash).abs() < 1e-4, "month {month}: {came} came");
                let asked = a.assessed - a.credited;
                assert!((asked - a.received - a.unpaid()).abs() < 1e-4, "month {month}: {asked} assessed");
                assert!(a.cash > -1e-4 && a.reserve > -1e-4, "month {month}: {} in hand", a.cash);
            }
        }
    }
}
