//! The ledger: what is recorded each month, and the outcomes of a history.
//!
//! Outcomes follow the coding rules of `docs/model.md`: conflict-years and war-years are complete
//! calendar years with 25 and 1,000 battle-related deaths; month 0 of a history falls on a random
//! calendar month.

use crate::draws::math::select;
use crate::draws::{Col, LANES};
use crate::scenario::MONTHS_BEFORE;

use super::column::{ZERO, add, before, flag, floor, greatest, lesser, plus};
use super::conflict::{ending, phase};
use super::mission::OperationState;
use super::outcome as out;
use super::theatre::Theatre;
use super::treasury::Account;
use super::treasury::flow::{self, Flows};
use super::years::{CONFLICT_YEAR, WAR_YEAR, Years, success};

/// Months to which times are restricted.
pub const RESTRICTED: f64 = 120.0;

/// Outcomes that are the sum of a flow of money.
const MONEY_FLOWS: [(usize, usize); 12] = [
    (out::REQUIREMENT, flow::REQUIREMENT),
    (out::BUDGET, flow::BUDGET),
    (out::RECEIPTS, flow::RECEIPTS),
    (out::SHORT_MONTHS, flow::SHORT),
    (out::CUT_MONTHS, flow::CUT),
    (out::COST_CONTRIBUTORS, flow::CONTRIBUTORS),
    (out::COST_OPERATIONS, flow::OPERATIONS),
    (out::COST_PROGRAMME, flow::PROGRAMME),
    (out::COST_CIVILIANS, flow::CIVILIANS),
    (out::COST_OVERHEAD, flow::OVERHEAD),
    (out::COST_VOLUNTARY, flow::VOLUNTARY),
    (out::COST_PARTNERS, flow::PARTNERS),
];

/// The months 13 to 36 of deployment, as ages from 0.
const WINDOW: std::ops::Range<usize> = 12..36;

/// Calendar of a block: on which calendar month (0 to 11) each history begins.
#[derive(Clone, Copy, Debug)]
pub struct Calendar(Col);

impl Calendar {
    /// From one uniform per replicate.
    pub fn new(u: &Col) -> Self {
        let mut start = ZERO;
        for i in 0..LANES {
            start[i] = floor(12.0 * u[i]);
        }
        Self(start)
    }

    /// Calendar month of the first month of lane `i`'s history.
    pub fn start(&self, i: usize) -> usize {
        self.0[i] as usize
    }

    /// Calendar month of month `month` of each history, 0 for January.
    #[inline(always)]
    pub fn month(&self, month: usize) -> Col {
        let inside = (month % 12) as f64;
        let mut calendar = ZERO;
        for i in 0..LANES {
            let sum = self.0[i] + inside;
            calendar[i] = sum - 12.0 * flag(sum >= 12.0);
        }
        calendar
    }

    /// 1 where `month` falls in calendar year `month / 12`, 0 where in the next.
    #[inline(always)]
    fn early(&self, month: usize) -> Col {
        let inside = (month % 12) as f64;
        let mut early = ZERO;
        for i in 0..LANES {
            early[i] = flag(self.0[i] + inside < 12.0);
        }
        early
    }
}

/// What an operation contributes to a theatre's ledger this month.
#[derive(Clone, Debug)]
pub struct OperationMonth {
    /// 1 where an operation is deployed.
    pub deployed: Col,
    /// Uniformed people there.
    pub uniformed: Col,
    /// Deaths by malicious acts and by other causes.
    pub deaths: [Col; 2],
    /// Spending, US dollars.
    pub cost: Col,
    /// Money, US dollars.
    pub money: Flows,
}

impl OperationMonth {
    /// No operation.
    pub const NONE: Self = Self { deployed: ZERO, uniformed: ZERO, deaths: [ZERO; 2], cost: ZERO, money: flow::NONE };

    /// Adds `share` of an operation's month to a theatre's, or to nothing if it is the `FIRST` of the month; its deaths
    /// stand `here` (1) or elsewhere (0).
    #[inline(always)]
    pub fn add<const FIRST: bool>(&mut self, state: &OperationState, account: &Account, share: f64, here: f64) {
        account.add_flows::<FIRST>(&state.active, share, &mut self.money);
        let (mut people, mut cost) = (ZERO, *before::<FIRST>(&self.cost));
        for i in 0..LANES {
            people[i] = state.deployed[0][i] + state.deployed[1][i] + state.deployed[2][i];
            cost[i] += share * (account.spending[i] + account.voluntary[i]) / 100.0;
        }
        self.uniformed = plus(before::<FIRST>(&self.uniformed), share, &people);
        self.cost = cost;
        self.deaths[0] = plus(before::<FIRST>(&self.deaths[0]), here, &state.deaths[0]);
        self.deaths[1] = plus(before::<FIRST>(&self.deaths[1]), here, &state.deaths[1]);
        self.deployed = greatest(before::<FIRST>(&self.deployed), &state.active);
    }
}

/// What the operations of a theatre came to by the end of a history.
#[derive(Clone, Debug)]
pub struct OperationEnd {
    /// Month of the last exit, counted from the first month of the history; infinite if none.
    pub exit: Col,
    /// 1 where consent was withdrawn from any of them.
    pub withdrawn: Col,
    /// 1 where the Council terminated any of them.
    pub terminated: Col,
    /// Least implementation among them.
    pub implementation: Col,
}

/// Running record of one theatre in one world.
#[derive(Clone, Debug)]
pub struct Ledger {
    start: usize,
    sums: [Col; out::COUNT],
    years: Vec<Col>,
    initial: Col,
    at_war: Col,
    before: Col,
    window: Col,
    window_months: Col,
    displaced_start: Col,
    displaced_end: Col,
    infected_window: Col,
    first_end: Col,
    first_end_month: Col,
    first_truce_month: Col,
    first_settlement_month: Col,
    peace_from: Col,
    peace_to: Col,
    last_phase: Col,
    multi_months: f64,
}

impl Ledger {
    /// An empty ledger for a theatre whose first operation deploys in month `start` (counted from
    /// the first month of the history) and a history of `months`.
    pub fn new(start: usize, months: usize) -> Self {
        let never = Col::splat(f64::INFINITY);
        Self {
            start,
            sums: [ZERO; out::COUNT],
            years: vec![ZERO; months / 12 + 2],
            initial: ZERO,
            at_war: ZERO,
            before: ZERO,
            window: ZERO,
            window_months: ZERO,
            displaced_start: ZERO,
            displaced_end: ZERO,
            infected_window: ZERO,
            first_end: ZERO,
            first_end_month: never,
            first_truce_month: never,
            first_settlement_month: never,
            peace_from: never,
            peace_to: never,
            last_phase: ZERO,
            multi_months: 0.0,
        }
    }

    /// Records a month. `running` is 1 while the wartime window of a lane has not been cut short
    /// by an exit.
    #[inline(always)]
    pub fn record(
        &mut self,
        month: usize,
        theatre: &Theatre,
        operation: &OperationMonth,
        running: &Col,
        calendar: &Calendar,
    ) {
        let conflict = &theatre.conflict;
        let early = calendar.early(month);
        let year = month / 12;
        let (mut this, mut next) = (ZERO, ZERO);
        for i in 0..LANES {
            this[i] = early[i] * conflict.battle[i];
            next[i] = (1.0 - early[i]) * conflict.battle[i];
        }
        add(&mut self.years[year], &this);
        add(&mut self.years[year + 1], &next);
        if month == 0 {
            self.initial = conflict.phase;
        }
        if month == self.start {
            self.at_war = theatre.at_war();
            self.displaced_start = theatre.society.displaced;
        }
        self.record_endings(month, theatre);
        self.record_window(month, theatre, running);
        if month >= MONTHS_BEFORE as usize {
            self.record_sums(theatre, operation);
        }
        self.last_phase = conflict.phase;
    }

    /// Adds a month to the sums that outcomes are made of.
    #[inline(always)]
    fn record_sums(&mut self, theatre: &Theatre, operation: &OperationMonth) {
        let (c, s) = (&theatre.conflict, &theatre.society);
        self.multi_months += 1.0;
        let sums = &mut self.sums;
        add(&mut sums[out::BATTLE], &c.battle);
        add(&mut sums[out::GOVERNMENT], &c.government);
        add(&mut sums[out::REBELS], &c.rebel);
        add(&mut sums[out::WAR_MONTHS], &theatre.at_war());
        add(&mut sums[out::INFECTED], &theatre.neighbours.infected);
        add(&mut sums[out::DISPLACED], &s.displaced);
        add(&mut sums[out::RETURNED], &s.returned);
        add(&mut sums[out::AID_WORKERS], &s.aid_worker_attacks);
        add(&mut sums[out::SEXUAL_VIOLENCE], &s.sexual_violence);
        if !theatre.missioned {
            return;
        }
        let [malicious, other] = &operation.deaths;
        let (mut deaths, mut years) = (ZERO, ZERO);
        for i in 0..LANES {
            deaths[i] = malicious[i] + other[i];
            years[i] = operation.uniformed[i] / 12.0;
        }
        add(&mut sums[out::PEACEKEEPERS], &deaths);
        add(&mut sums[out::PERSON_YEARS], &years);
        add(&mut sums[out::PEACEKEEPERS_MALICIOUS], malicious);
        add(&mut sums[out::MISSION_MONTHS], &operation.deployed);
        add(&mut sums[out::COST], &operation.cost);
        for (at, from) in MONEY_FLOWS {
            add(&mut sums[at], &operation.money[from]);
        }
        for (at, from) in [(out::UNPAID_END, flow::UNPAID), (out::OWED_END, flow::OWED)] {
            sums[at] = operation.money[from];
        }
        for k in 0..s.indices.len() {
            if theatre.mandate.touched[k] {
                add(&mut sums[out::FIRST_INDEX + k], &s.indices[k]);
            }
        }
    }

    /// First endings of a war that was under way at deployment, and how long the first peace held.
    #[inline(always)]
    fn record_endings(&mut self, month: usize, theatre: &Theatre) {
        if month < self.start {
            return;
        }
        let c = &theatre.conflict;
        let now = (month - self.start) as f64;
        for i in 0..LANES {
            let kind = c.ended[i];
            let first = kind > 0.0 && self.first_end[i] == 0.0;
            let agreed = kind == ending::AGREEMENT;
            let halted = agreed || kind == ending::CEASEFIRE;
            self.first_end[i] = if first { kind } else { self.first_end[i] };
            self.first_end_month[i] = if first { now } else { self.first_end_month[i] };
            self.first_truce_month[i] =
                if halted { lesser(now, self.first_truce_month[i]) } else { self.first_truce_month[i] };
            self.first_settlement_month[i] =
                if agreed { lesser(now, self.first_settlement_month[i]) } else { self.first_settlement_month[i] };
            let quiet = c.phase[i] >= phase::CEASEFIRE;
            self.peace_from[i] = if quiet { lesser(now, self.peace_from[i]) } else { self.peace_from[i] };
            let broken = c.began[i] > 0.0 && self.peace_from[i] < now;
            self.peace_to[i] = if broken { lesser(now, self.peace_to[i]) } else { self.peace_to[i] };
        }
    }

    /// The three conditions of wartime success.
    #[inline(always)]
    fn record_window(&mut self, month: usize, theatre: &Theatre, running: &Col) {
        let c = &theatre.conflict;
        let before = flag(month < self.start && month + 12 >= self.start);
        let inside = flag(month >= self.start + WINDOW.start && month < self.start + WINDOW.end);
        if before + inside == 0.0 {
            return;
        }
        let (mut earlier, mut later, mut months, mut infected) = (ZERO, ZERO, ZERO, ZERO);
        let mut displaced = ZERO;
        for i in 0..LANES {
            let deaths = c.battle[i] + c.government[i] + c.rebel[i];
            let counts = inside * running[i];
            earlier[i] = before * deaths;
            later[i] = counts * deaths;
            months[i] = counts;
            infected[i] = counts * theatre.neighbours.infected[i];
            displaced[i] = select(counts > 0.0, theatre.society.displaced[i], self.displaced_end[i]);
        }
        add(&mut self.before, &earlier);
        add(&mut self.window, &later);
        add(&mut self.window_months, &months);
        add(&mut self.infected_window, &infected);
        self.displaced_end = displaced;
    }

    /// The outcomes of the history, one column each; NaN where an outcome is not defined.
    pub fn finish(&self, months: usize, calendar: &Calendar, end: Option<&OperationEnd>) -> [Col; out::COUNT] {
        let mut outcomes = self.sums;
        for i in 0..LANES {
            self.finish_years(&mut outcomes, i, months, calendar, end);
            self.finish_endings(&mut outcomes, i, months);
            self.finish_mission(&mut outcomes, i, end);
            outcomes[out::WARTIME_SUCCESS][i] = self.wartime_success(i, months);
            let phase = self.last_phase[i];
            outcomes[out::PEACE][i] = flag(phase == phase::TENSION || phase == phase::PEACE);
        }
        for k in out::FIRST_INDEX..out::COUNT {
            for i in 0..LANES {
                outcomes[k][i] = 100.0 * (1.0 + self.sums[k][i] / self.multi_months);
            }
        }
        outcomes
    }

    fn finish_years(
        &self,
        outcomes: &mut [Col; out::COUNT],
        i: usize,
        months: usize,
        calendar: &Calendar,
        end: Option<&OperationEnd>,
    ) {
        let years = Years { deaths: &self.years, lane: i, start: calendar.start(i), months };
        let from = MONTHS_BEFORE as usize;
        let counted = |least: f64| {
            years.complete().filter(|y| years.first_month(*y) >= from as isize && years.deaths(*y) >= least).count()
        };
        outcomes[out::CONFLICT_YEARS][i] = counted(CONFLICT_YEAR) as f64;
        outcomes[out::WAR_YEARS][i] = counted(WAR_YEAR) as f64;
        let after_war = self.initial[i] != phase::TENSION;
        outcomes[out::RELAPSE][i] = years.relapse(self.start, after_war);
        outcomes[out::SUCCESS][i] = match end {
            Some(end) => success(&years, end, i),
            None => f64::NAN,
        };
    }

    fn finish_endings(&self, outcomes: &mut [Col; out::COUNT], i: usize, months: usize) {
        // Nobody knows what the months to 120 bring where the history ends before them.
        let followed = (months - self.start) as f64 >= RESTRICTED;
        let known = followed && self.at_war[i] > 0.0;
        let valid = |x: f64| if known { x } else { f64::NAN };
        let within = self.first_end_month[i] < RESTRICTED;
        let kind = self.first_end[i];
        let is = |test: bool| valid(flag(within && test));
        outcomes[out::CEASEFIRE_TIME][i] = valid(lesser(self.first_truce_month[i], RESTRICTED));
        outcomes[out::SETTLEMENT_TIME][i] = valid(lesser(self.first_settlement_month[i], RESTRICTED));
        outcomes[out::END_SETTLEMENT][i] = is(kind == ending::AGREEMENT);
        outcomes[out::END_CEASEFIRE][i] = is(kind == ending::CEASEFIRE);
        outcomes[out::END_VICTORY][i] = is(kind == ending::GOVERNMENT || kind == ending::REBEL);
        outcomes[out::END_FADING][i] = is(kind == ending::FADING);
        outcomes[out::STILL_FIGHTING][i] = valid(flag(!within));
        let horizon = (months - self.start) as f64;
        let had = self.peace_from[i].is_finite();
        let until = lesser(self.peace_to[i], horizon);
        outcomes[out::FIRST_PEACE][i] = if had { until - self.peace_from[i] } else { f64::NAN };
        outcomes[out::FIRST_PEACE_FAILED][i] = if had { flag(self.peace_to[i].is_finite()) } else { f64::NAN };
    }

    fn finish_mission(&self, outcomes: &mut [Col; out::COUNT], i: usize, end: Option<&OperationEnd>) {
        let value = |pick: fn(&OperationEnd) -> &Col| end.map_or(f64::NAN, |e| pick(e)[i]);
        outcomes[out::WITHDRAWN][i] = value(|e| &e.withdrawn);
        outcomes[out::TERMINATED][i] = value(|e| &e.terminated);
        outcomes[out::IMPLEMENTATION][i] = value(|e| &e.implementation);
    }

    /// Undefined where the theatre was not at war, and where the history ends before the window does.
    fn wartime_success(&self, i: usize, months: usize) -> f64 {
        if self.at_war[i] == 0.0 || months < self.start + WINDOW.end {
            return f64::NAN;
        }
        if self.window_months[i] == 0.0 {
            // The mission left within its first year: nothing was achieved that could be coded.
            return 0.0;
        }
        let calmer = self.window[i] / self.window_months[i] < self.before[i] / 12.0;
        let settled = self.displaced_end[i] <= self.displaced_start[i];
        flag(calmer && settled && self.infected_window[i] == 0.0)
    }
}
