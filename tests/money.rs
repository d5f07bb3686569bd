//! The treasury: conservation to the cent, and figures that must come out of the mechanism.

use std::sync::Arc;

use pkosim::draws::LANES;
use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::block;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::scenario::{Scenario, load};
use pkosim::world::council::Council;
use pkosim::world::month::{Block, Side, World};
use pkosim::world::series::Watch;
use pkosim::world::setting::Setting;

/// Months of the sums that a [`Book`] keeps.
const MONTHS: usize = 192;

/// Means over replicates of what the first operation's account shows, by month.
struct Book {
    budget: Vec<f64>,
    assessed: Vec<f64>,
    credited: Vec<f64>,
    receipts: Vec<f64>,
    spending: Vec<f64>,
    people: Vec<f64>,
    tempo: Vec<f64>,
    gap: Vec<f64>,
    cash: Vec<f64>,
    /// Unpaid over a year's budget at the end of June and of October, with counts.
    unpaid: [(f64, f64); 2],
    calendar: [usize; LANES],
    operation: usize,
}

impl Watch for Book {
    fn month(&mut self, month: usize, _: &Council, side: &Side, _: &Setting) {
        if side.world != World::Mission {
            return;
        }
        let (state, a) = (&side.operations[self.operation], &side.accounts[self.operation]);
        for i in 0..LANES {
            let people = state.deployed[0][i] + state.deployed[1][i] + state.deployed[2][i];
            self.budget[month] += a.budget[i] * state.active[i];
            self.assessed[month] += a.assessed[i];
            self.credited[month] += a.credited[i];
            self.receipts[month] += a.receipts[i];
            self.spending[month] += a.spending[i];
            self.people[month] += people;
            self.tempo[month] += a.tempo[i];
            self.gap[month] += a.gap[i];
            self.cash[month] += a.cash[i];
            let calendar = (self.calendar[i] + month) % 12;
            for (at, end) in [(0, 5), (1, 9)] {
                if calendar == end && (24..120).contains(&month) && state.active[i] > 0.0 {
                    self.unpaid[at].0 += a.unpaid(i) / (12.0 * a.budget[i]);
                    self.unpaid[at].1 += 1.0;
                }
            }
        }
    }
}

fn book(scenario: &Scenario, operation: usize, blocks: u64) -> Book {
    let setting = Setting::new(scenario, Arc::new(Posterior::embedded(Stance::Study).as_ref().clone()), 7);
    let zero = || vec![0.0; MONTHS];
    let mut book = Book {
        budget: zero(),
        assessed: zero(),
        credited: zero(),
        receipts: zero(),
        spending: zero(),
        people: zero(),
        tempo: zero(),
        gap: zero(),
        cash: zero(),
        unpaid: [(0.0, 0.0); 2],
        calendar: [0; LANES],
        operation,
    };
    for k in 0..blocks {
        let first = k * LANES as u64;
        let calendar = Block::calendar_of(&setting, first);
        book.calendar = std::array::from_fn(|i| calendar.start(i));
        block::live(SimdClass::detect(), &setting, first, false, &mut book);
    }
    book
}

fn scenario(name: &str, sets: &[(&str, &str)]) -> Scenario {
    let mut scenario = load::load_file(format!("scenarios/{name}.toml").as_ref(), &[]).expect(name).scenario;
    for (key, value) in sets {
        scenario.set(key, value).expect(key);
    }
    scenario
}

/// Months of a year of crisis: the crisis begins in month 60 of deployment, 72 of the history.
fn year(of: &[f64], from: usize) -> f64 {
    of[12 + from..24 + from].iter().sum()
}

/// Share of a year's letters that nobody paid in that year; credits count as paid.
fn short(b: &Book, from: usize) -> f64 {
    let called = b.assessed[23 + from] - b.assessed[11 + from];
    let credited = b.credited[23 + from] - b.credited[11 + from];
    1.0 - (year(&b.receipts, from) + credited) / called
}

#[test]
#[ignore = "prints what the figures are"]
fn measure() {
    let base = book(&scenario("baseline", &[]), 0, 4);
    let both = book(&scenario("contingency-2025", &[]), 0, 4);
    let one = book(&scenario("contingency-2025", &[("funding.second_delay_months", "4")]), 0, 4);
    let zero = [
        ("funding.largest_paid", "1.0"),
        ("funding.others_paid", "1.0"),
        ("funding.largest_delay_months", "0"),
        ("funding.second_delay_months", "0"),
        ("funding.others_delay_months", "0"),
    ];
    let punctual = book(&scenario("baseline", &zero), 0, 4);
    for (name, b) in [("base", &base), ("both", &both), ("largest", &one), ("punctual", &punctual)] {
        println!("{name}: unpaid June {:.3} October {:.3}", b.unpaid[0].0 / b.unpaid[0].1, b.unpaid[1].0 / b.unpaid[1].1);
        for from in (0..132).step_by(12) {
            let short = short(b, from);
            let credit = (b.credited[24 + from] - b.credited[12 + from]) / year(&b.budget, from);
            println!(
                "  from {from:3}: short {short:.3} credit {credit:.3} tempo {:.3} gap {:.3} cash months {:.2} spending/budget {:.3}; vs base spending {:.3} people {:.3}",
                year(&b.tempo, from) / 12.0 / 128.0,
                year(&b.gap, from) / 12.0 / 128.0,
                year(&b.cash, from) / year(&b.budget, from),
                year(&b.spending, from) / year(&b.budget, from),
                year(&b.spending, from) / year(&base.spending, from),
                year(&b.people, from) / year(&base.people, from),
            );
        }
    }
    let portfolio = |pooling| book(&scenario("portfolio", &[("funding.pooling", pooling)]), 1, 2);
    for pooling in ["true", "false"] {
        let b = portfolio(pooling);
        println!("pooling {pooling}: {:?}", [12, 36, 60, 84].map(|f| year(&b.tempo, f) / 12.0 / 64.0));
    }
}
