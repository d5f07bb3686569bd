//! A block of histories of a treaty, month by month, on the treasury's own assessment machinery.

use crate::draws::math::{exp, normal_quantile};
use crate::draws::stream::Stream;
use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;
use crate::scenario::payers::PayerTerms;
use crate::world::column::{ZERO, clamp, flag, greater, lesser, whole};
use crate::world::levels::Resolved;
use crate::world::treasury::payers::{Dues, Payer, listed};

use super::load::{Isu, Treaty};
use super::obligations::{Obligations, SLOTS, SUPPORT};
use super::states::{State, Status};

/// Month of a year (0 is August) when it is decided whether the meeting goes ahead: about three
/// months before it (rule of the United Nations office in Geneva from 2016-17).
const CHECK: usize = 9;
/// Below this share of its cost in the bank a meeting is at risk (assumed: the last tenth is trusted
/// to come in time).
const AT_RISK: f64 = 0.9;
/// Below this share it is cancelled (three of 2017 were, at .69).
const CANCELLED: f64 = 0.75;
/// Hazard a year that a signatory ratifies: a floor and a wave after entry into force, fitted to 38
/// parties in August 2010, 84 in 2014, 93 in 2015, 110 in 2021 (`data/treaty/ccm_parties.csv`).
const RATIFY: [f64; 3] = [0.065, 0.30, 3.0];
/// Hazard a year that another state accedes (about five of 85 by 2014).
const ACCEDE: f64 = 0.0155;
/// Chance a year that a party withdraws (one, Lithuania, in some 1,400 party-years).
const WITHDRAW: f64 = 0.0007;
/// Spread between years of the hazards, log scale (joins a year ran from 1 to 22).
const YEAR_SD: f64 = 0.4;
/// Parties that the second action plan aimed at.
const TARGET: f64 = 130.0;
/// Share of donors that give to a voluntary unit in a year, and what all would give over its cost.
const VOLUNTARY: [f64; 2] = [0.6, 1.3];

/// Names and units of the monthly series.
pub const SERIES: [(&str, &str); 9] = [
    ("parties", "states"),
    ("cash_usd", "US$"),
    ("unpaid_assessments_usd", "US$"),
    ("receipts_usd", "US$"),
    ("budget_usd", "US$"),
    ("meeting_at_risk", "share"),
    ("isu_capacity", "share"),
    ("largest_share", "share"),
    ("obligations_met", "share"),
];

/// Outcomes beside the parties of each year: name, kind, unit, meaning.
pub const OUTCOMES: [(&str, &str, &str); 16] = [
    ("budget_usd", "money", "US$"),
    ("received_usd", "money", "US$"),
    ("collected_share", "ratio", "share"),
    ("shortfall_years", "ratio", "share"),
    ("meetings_held", "ratio", "share"),
    ("largest_share", "ratio", "share"),
    ("largest_share_of_receipts", "ratio", "share"),
    ("stockpiles_destroyed", "count", "states"),
    ("land_cleared", "count", "states"),
    ("victim_assistance", "ratio", "share"),
    ("obligations_met", "ratio", "share"),
    ("aim_universalisation", "ratio", "share"),
    ("aim_influence", "ratio", "share"),
    ("aim_effective_organisation", "ratio", "share"),
    ("aim_visibility", "ratio", "share"),
    ("overall_mark", "ratio", "4 = A, 3 = B, 2 = C, 1 = D"),
];

/// One block of histories of a treaty.
#[derive(Clone, Debug)]
pub struct History {
    joined: Vec<Col>,
    dues: Vec<Dues>,
    obligations: Obligations,
    cash: Col,
    pot: Col,
    letter: Col,
    letters: Vec<Col>,
    assessed: Col,
    credited: Col,
    received: Col,
    spent: Col,
    receipts: Col,
    largest_received: Col,
    capacity: Col,
    held: Col,
    at_risk: Col,
    held_years: Col,
    risk_years: Col,
    largest_share: Col,
    shares: Col,
    standing: Col,
    aims: [Col; 4],
    /// Parties at the end of each year.
    pub parties: Vec<Col>,
}

/// What a block reads.
struct Room<'a> {
    treaty: &'a Treaty,
    payers: Vec<Payer>,
    states: Vec<Stream>,
    year: Stream,
    p: &'a Parameters,
    first: u64,
}

/// Lives through the block that begins at replicate `first`; `watch` hears each month.
pub fn live(
    treaty: &Treaty,
    p: &Parameters,
    seed: u64,
    first: u64,
    watch: &mut dyn FnMut(usize, &[Col; 9]),
) -> History {
    let mut room = Room::new(treaty, p, seed, first);
    let mut history = History::new(&treaty.states, &room.payers);
    for month in 0..12 * treaty.terms.years as usize {
        room.payers.iter_mut().for_each(|payer| payer.advance(month));
        history.month(month, &room);
        watch(month, &history.series());
    }
    history
}

/// Index of the state that pays most.
fn largest(states: &[State]) -> usize {
    let single = states.iter().enumerate().filter(|(_, s)| s.count == 1);
    single.max_by(|a, b| a.1.share.total_cmp(&b.1.share)).map_or(0, |(k, _)| k)
}

impl<'a> Room<'a> {
    fn new(treaty: &'a Treaty, p: &'a Parameters, seed: u64, first: u64) -> Self {
        let t = &treaty.terms;
        let terms = |s: &State| PayerTerms {
            name: s.name.clone(),
            share: s.share,
            on_time: 0.0,
            delay_months: t.others_delay_months,
            withholding: 1.0 - t.others_paid,
            unity_dependence: 0.5,
            cap: 1.0,
        };
        let mut payers = listed(&treaty.states.iter().map(terms).collect::<Vec<_>>(), seed);
        let from = 12 * t.largest_from_year.saturating_sub(t.start_year) as usize;
        let path = |before: f64, after: f64| {
            Resolved::path((0..12 * t.years as usize).map(|m| if m < from { before } else { after }).collect())
        };
        let payer = &mut payers[largest(&treaty.states)];
        payer.paid = path(t.others_paid, t.largest_paid);
        payer.delay = path(t.others_delay_months, t.largest_delay_months);
        let stream = |s: &State| Stream::new(seed, &format!("state:{}", s.name));
        Self {
            treaty,
            payers,
            states: treaty.states.iter().map(stream).collect(),
            year: Stream::new(seed, "treaty"),
            p,
            first,
        }
    }

    /// Share of a group's scale that pays: parties, and those of the others who take part.
    fn paying(&self, k: usize, joined: f64) -> f64 {
        let (s, t) = (&self.treaty.states[k], &self.treaty.terms);
        let part = t.participation[usize::from(s.status == Status::Other)];
        s.share * (joined + part * (s.count as f64 - joined)) / s.count as f64
    }
}

impl History {
    fn new(states: &[State], payers: &[Payer]) -> Self {
        let start = |s: &State| Col::splat(if s.status == Status::Party { s.count as f64 } else { 0.0 });
        Self {
            joined: states.iter().map(start).collect(),
            dues: payers.iter().map(Dues::new).collect(),
            letters: vec![ZERO; states.len()],
            obligations: Obligations::default(),
            cash: ZERO,
            pot: ZERO,
            letter: ZERO,
            assessed: ZERO,
            credited: ZERO,
            received: ZERO,
            spent: ZERO,
            receipts: ZERO,
            largest_received: ZERO,
            capacity: Col::splat(1.0),
            held: Col::splat(1.0),
            at_risk: ZERO,
            held_years: ZERO,
            risk_years: ZERO,
            largest_share: ZERO,
            shares: ZERO,
            standing: Col::splat(1.0),
            aims: [ZERO; 4],
            parties: Vec::new(),
        }
    }

    fn month(&mut self, month: usize, room: &Room<'_>) {
        if month.is_multiple_of(12) {
            self.plan(month, room);
        }
        self.collect(room);
        self.pay_unit(month, room);
        match month % 12 {
            CHECK => self.check(room),
            11 => {
                self.meet(room);
                self.act(month / 12, room);
            }
            _ => {}
        }
    }

    /// Plan: cost estimates are adopted and letters go out; what was left over is credited.
    fn plan(&mut self, month: usize, room: &Room<'_>) {
        let t = &room.treaty.terms;
        let unit = if t.isu == Isu::Assessed { t.isu_usd } else { 0.0 };
        let gross = whole(100.0 * (t.meeting_usd + unit));
        let mut net = ZERO;
        for i in 0..LANES {
            let credit = lesser(greater(self.cash[i] - whole(0.25 * gross), 0.0), gross);
            self.letter[i] = gross;
            self.assessed[i] += gross;
            self.credited[i] += credit;
            net[i] = gross - credit;
        }
        self.apportion(month, &net, room);
        if t.isu == Isu::Voluntary {
            self.pledge(month, room);
        }
    }

    /// Article 14: the adjusted scale. Rounding falls on the last payer.
    fn apportion(&mut self, month: usize, net: &Col, room: &Room<'_>) {
        let (unity, first) = (Col::splat(room.treaty.terms.unity), largest(&room.treaty.states));
        let mut sum = ZERO;
        for (k, joined) in self.joined.iter().enumerate() {
            for i in 0..LANES {
                sum[i] += room.paying(k, joined[i]);
            }
        }
        let mut rest = *net;
        for k in 0..self.dues.len() {
            let mut amount = ZERO;
            for i in 0..LANES {
                let share = room.paying(k, self.joined[k][i]) / sum[i];
                let fair = lesser(whole(net[i] * share), rest[i]);
                amount[i] = if k + 1 == self.dues.len() { rest[i] } else { fair };
                rest[i] -= amount[i];
                self.shares[i] = if k == first { share } else { self.shares[i] };
            }
            self.letters[k] = amount;
            let payer = &room.payers[k];
            let mut mood = ZERO;
            payer.draw_mood(room.first, month as u32, &mut mood);
            let all = Col::splat(1.0);
            self.dues[k].age(&all);
            self.dues[k].begin_year(&all, &mood, &unity, payer, room.p);
            self.dues[k].assess(&amount);
        }
    }

    /// Voluntary gifts to the unit for a year, by states of one per cent and more.
    fn pledge(&mut self, month: usize, room: &Room<'_>) {
        let states = &room.treaty.states;
        let donors: Vec<usize> =
            (0..states.len()).filter(|k| states[*k].count == 1 && states[*k].share >= 1.0).collect();
        let all: f64 = donors.iter().map(|k| states[*k].share).sum();
        for k in donors {
            let paid = &room.payers[k].paid.now;
            for i in 0..LANES {
                let u = room.states[k].uniform_at(room.first + i as u64, month as u32, 1);
                let gives = flag(u < VOLUNTARY[0] * paid[i]) * self.joined[k][i];
                self.pot[i] += whole(100.0 * gives * VOLUNTARY[1] * room.treaty.terms.isu_usd * states[k].share / all);
            }
        }
    }

    /// Do: what is due comes in as payers pay.
    fn collect(&mut self, room: &Room<'_>) {
        self.receipts = ZERO;
        let first = largest(&room.treaty.states);
        for (k, (dues, payer)) in self.dues.iter_mut().zip(&room.payers).enumerate() {
            let before = self.receipts;
            dues.receive(payer, room.p, &mut self.receipts);
            for i in 0..LANES {
                self.largest_received[i] += flag(k == first) * (self.receipts[i] - before[i]);
            }
        }
        for i in 0..LANES {
            self.cash[i] += self.receipts[i];
            self.received[i] += self.receipts[i];
        }
    }

    /// The unit is paid month by month: out of its own pot, or out of what the meeting leaves.
    fn pay_unit(&mut self, month: usize, room: &Room<'_>) {
        let t = &room.treaty.terms;
        let wanted = whole(100.0 * t.isu_usd / 12.0);
        let kept = 100.0 * t.meeting_usd * (month % 12) as f64 / 12.0;
        for i in 0..LANES {
            let assessed = flag(t.isu == Isu::Assessed);
            let free = if t.isu == Isu::Assessed { greater(whole(self.cash[i] - kept), 0.0) } else { self.pot[i] };
            let paid = lesser(wanted, free);
            self.cash[i] -= assessed * paid;
            self.spent[i] += assessed * paid;
            self.pot[i] -= (1.0 - assessed) * paid;
            // No money asked for, no unit.
            let capacity = if wanted > 0.0 { paid / wanted } else { 0.0 };
            self.capacity[i] += (capacity - self.capacity[i]) / 6.0;
        }
    }

    /// Check: is the meeting's cost in the bank?
    fn check(&mut self, room: &Room<'_>) {
        let cost = whole(100.0 * room.treaty.terms.meeting_usd);
        for i in 0..LANES {
            self.at_risk[i] = flag(self.cash[i] < AT_RISK * cost);
            self.held[i] = flag(self.cash[i] >= CANCELLED * cost);
            self.risk_years[i] += self.at_risk[i];
            self.held_years[i] += self.held[i];
        }
    }

    fn meet(&mut self, room: &Room<'_>) {
        let cost = whole(100.0 * room.treaty.terms.meeting_usd);
        let first = largest(&room.treaty.states);
        for i in 0..LANES {
            let paid = lesser(cost, greater(self.cash[i], 0.0)) * self.held[i];
            self.cash[i] -= paid;
            self.spent[i] += paid;
            let letter = greater(self.letters[first][i], 1.0);
            self.standing[i] = clamp(1.0 - self.dues[first].unpaid(i) / letter, 0.0, 1.0);
        }
    }

    /// Act: obligations progress, states come and go, the review looks at its four aims.
    fn act(&mut self, year: usize, room: &Room<'_>) {
        let mut support = ZERO;
        for i in 0..LANES {
            support[i] = 0.5 * self.held[i] + 0.5 * self.capacity[i];
        }
        let mut uniforms = [ZERO; SLOTS];
        room.year.uniforms(room.first, year as u32, &mut uniforms);
        self.obligations.year(&support, &uniforms);
        self.accede(year, &support, room);
        self.parties.push(self.count());
        self.review();
    }

    fn accede(&mut self, year: usize, support: &Col, room: &Room<'_>) {
        let wave = RATIFY[0] + RATIFY[1] * exp(-(year as f64 + 0.5) / RATIFY[2]);
        for i in 0..LANES {
            let replicate = room.first + i as u64;
            // Slots below 64 belong to obligations.
            let shock = YEAR_SD * normal_quantile(room.year.uniform_at(replicate, year as u32, 64));
            let push = exp(shock - 0.5 * YEAR_SD * YEAR_SD) * (1.0 - SUPPORT * (1.0 - support[i]));
            for (k, s) in room.treaty.states.iter().enumerate() {
                let hazard = if s.status == Status::Other { ACCEDE } else { wave };
                let chance = 1.0 - exp(-hazard * push);
                for n in 0..s.count {
                    // State n of a group is a party if n is below the number that joined.
                    let u = room.states[k].uniform_at(replicate, 10_000 + year as u32, n as u32);
                    let out = (n as f64) >= self.joined[k][i];
                    self.joined[k][i] += if out { flag(u < chance) } else { -flag(u < WITHDRAW) };
                }
                self.joined[k][i] = clamp(self.joined[k][i], 0.0, s.count as f64);
            }
        }
    }

    /// The four aims of the review, each from 0 to 1.
    fn review(&mut self) {
        let parties = self.count();
        for i in 0..LANES {
            let (held, standing) = (self.held[i], self.standing[i]);
            self.largest_share[i] += self.shares[i];
            let universal = 0.5 * lesser(parties[i] / TARGET, 1.0) + 0.5 * self.obligations.met(i);
            let aims = [universal, held * standing, 0.5 * held + 0.5 * self.capacity[i], held * (0.5 + 0.5 * standing)];
            for (aim, x) in self.aims.iter_mut().zip(aims) {
                aim[i] += x;
            }
        }
    }

    /// Parties now.
    fn count(&self) -> Col {
        let mut parties = ZERO;
        for joined in &self.joined {
            for i in 0..LANES {
                parties[i] += joined[i];
            }
        }
        parties
    }

    fn unpaid(&self, i: usize) -> f64 {
        self.dues.iter().map(|d| d.unpaid(i)).sum()
    }

    fn series(&self) -> [Col; 9] {
        let mut v = [ZERO; 9];
        v[0] = self.count();
        for i in 0..LANES {
            v[1][i] = self.cash[i] / 100.0;
            v[2][i] = self.unpaid(i) / 100.0;
            v[3][i] = self.receipts[i] / 100.0;
            // A month's part, so that months add up to the outcome as a mission's do.
            v[4][i] = self.letter[i] / 1200.0;
            v[8][i] = self.obligations.met(i);
        }
        v[5] = self.at_risk;
        v[6] = self.capacity;
        v[7] = self.shares;
        v
    }

    /// The outcomes in the order of [`OUTCOMES`].
    pub fn outcomes(&self) -> [Col; 16] {
        let years = self.parties.len() as f64;
        let mut v = [ZERO; 16];
        for i in 0..LANES {
            let aims = self.aims.map(|a| a[i] / years);
            let o = &self.obligations;
            let values = [
                self.assessed[i] / 100.0,
                self.received[i] / 100.0,
                // Of the whole budget, not of what is called in after credits: the money of cancelled meetings
                // is credited, so that a share of the rest would rise where dues are worst.
                self.received[i] / greater(self.assessed[i], 1.0),
                self.risk_years[i] / years,
                self.held_years[i] / years,
                self.largest_share[i] / years,
                self.largest_received[i] / greater(self.received[i], 1.0),
                o.destroyed[i],
                o.cleared[i],
                o.assistance[i],
                o.met(i),
                aims[0],
                aims[1],
                aims[2],
                aims[3],
                mark(aims.iter().sum::<f64>() / 4.0),
            ];
            for (column, x) in v.iter_mut().zip(values) {
                column[i] = x;
            }
        }
        v
    }

    /// Whether lane `i` adds up: assessed = received + credited + unpaid, received = spent + cash.
    pub fn adds_up(&self, i: usize) -> bool {
        let assessed = self.received[i] + self.credited[i] + self.unpaid(i);
        self.assessed[i] == assessed && self.received[i] == self.spent[i] + self.cash[i]
    }
}

/// The review's overall mark from the mean of its aims (bounds assumed; the seed's own mark is C,
/// the Foreign Ministry's scale A to D).
fn mark(aims: f64) -> f64 {
    1.0 + flag(aims >= 0.5) + flag(aims >= 0.75) + flag(aims >= 0.9)
}
