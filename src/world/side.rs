//! One world of a block: its operations, theatres, accounts and records, a month at a time.
//!
//! Each room reads this month's state of the rooms before it and last month's of those after it, never more.

use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;
use crate::scenario::{FundingKind, StartWhen};

use super::around::Around;
use super::column::{ZERO, flag, greater, lesser};
use super::council::Council;
use super::draw::{MonthDraws, OperationOnce, TheatreOnce};
use super::ledger::{Calendar, Ledger, OperationEnd, OperationMonth};
use super::mandate::Mandates;
use super::mission::OperationState;
use super::outcome;
use super::setting::{BlockSetting, OperationSetting, Setting};
use super::theatre::Theatre;
use super::treasury::{Account, Money, Plan, Reserve, borrow_from_others, return_to_others};

/// Which of the two worlds of a replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum World {
    /// With the scenario's operations.
    Mission,
    /// The same history without any operation.
    None,
}

impl World {
    /// The word in result tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mission => "mission",
            Self::None => "none",
        }
    }
}

/// Notes that an operation has reached a theatre this `turn`, and says whether one had before.
#[inline(always)]
fn reach(reached: &mut u64, turn: u64) -> bool {
    std::mem::replace(reached, turn) == turn
}

/// Empty accounts of the first `n` operations.
fn accounts(s: &BlockSetting, n: usize) -> Vec<Account> {
    let mut accounts = vec![Account::new(&s.payers, &s.parameters); n];
    for (account, operation) in accounts.iter_mut().zip(&s.operations) {
        account.lends = operation.funding == FundingKind::Assessed;
    }
    accounts
}

/// One world of a block.
#[derive(Clone, Debug)]
pub struct Side {
    /// Which world.
    pub world: World,
    /// Theatres in the order of their names.
    pub theatres: Vec<Theatre>,
    /// Operations in the order of their names; empty without missions.
    pub operations: Vec<OperationState>,
    /// The operations' special accounts.
    pub accounts: Vec<Account>,
    /// The reserve fund.
    pub reserve: Reserve,
    /// What stands in its place for operations that it does not serve.
    none: Reserve,
    /// What surrounds the operation whose turn it is.
    around: Around,
    /// The month's plan of that operation.
    plan: Plan,
    ledgers: Vec<Ledger>,
    months: Vec<OperationMonth>,
    /// By theatre, 1 until an operation has left it.
    running: Vec<Col>,
    /// By theatre, the turn in which an operation has last reached it, and the turn that it is: flags would have to be
    /// taken back, and what reads them next would wait for that.
    reached: Vec<u64>,
    turn: u64,
    /// By operation, whether it was over in every history when the month began.
    over: Vec<bool>,
}

impl Side {
    /// What the operations of theatre `t` did this month.
    #[inline(always)]
    pub fn operation_month(&self, t: usize) -> &OperationMonth {
        &self.months[t]
    }

    /// A world at the start of its histories.
    pub(super) fn new(world: World, setting: &Setting, s: &BlockSetting, first: u64) -> Self {
        let p = &s.parameters;
        let theatres = s.theatres.iter().zip(&setting.theatres);
        let theatres: Vec<Theatre> =
            theatres.map(|(t, stream)| Theatre::new(t, &TheatreOnce::once(stream, first), p)).collect();
        let operations: Vec<OperationState> = if world == World::Mission {
            setting
                .operations
                .iter()
                .map(|stream| OperationState::new(&OperationOnce::once(stream, first), p))
                .collect()
        } else {
            Vec::new()
        };
        let mut reserve = Reserve { available: s.world.reserve.now };
        for i in 0..LANES {
            reserve.available[i] = super::column::whole(100.0 * reserve.available[i]);
        }
        Self {
            world,
            accounts: accounts(s, operations.len()),
            around: Around::NONE,
            plan: Plan::default(),
            ledgers: (0..theatres.len()).map(|t| Ledger::new(setting.deployment_month(t), setting.months)).collect(),
            months: vec![OperationMonth::NONE; theatres.len()],
            running: vec![Col::splat(1.0); theatres.len()],
            reached: vec![0; theatres.len()],
            turn: 0,
            over: vec![false; operations.len()],
            theatres,
            operations,
            reserve,
            none: Reserve { available: ZERO },
        }
    }

    /// Whether operation `o` may meet this month's luck: it may have come, and is not over in every history.
    #[inline(always)]
    pub(super) fn is_asked(&self, o: usize, month: usize, s: &BlockSetting) -> bool {
        month >= s.operations[o].start && !self.over[o]
    }

    /// One month.
    #[inline(always)]
    pub(super) fn step(
        &mut self,
        month: usize,
        setting: &Setting,
        s: &BlockSetting,
        council: &Council,
        draws: &MonthDraws,
        calendar: &Calendar,
    ) {
        let p = &s.parameters;
        for o in 0..self.operations.len() {
            self.over[o] = self.over[o] || self.operations[o].is_over();
        }
        for o in 0..self.operations.len() {
            self.begin(o, month, setting, s, council);
        }
        for o in 0..self.operations.len() {
            let own = &s.operations[o];
            // The room keeps its one reserve: chosen by reference, a month took an eighth longer.
            if !own.is_backed() {
                std::mem::swap(&mut self.reserve, &mut self.none);
            }
            self.step_operation(o, month, setting, s, council, draws, calendar);
            if !own.is_backed() {
                std::mem::swap(&mut self.reserve, &mut self.none);
            }
            if own.funding == FundingKind::Voluntary {
                self.accounts[o].lapse();
            }
        }
        self.sum_influence(month, setting, s, p);
        let war: Vec<Col> =
            if setting.linked { self.theatres.iter().map(Theatre::at_war).collect() } else { Vec::new() };
        for t in 0..self.theatres.len() {
            let mut linked = ZERO;
            for other in &setting.links[t] {
                for i in 0..LANES {
                    linked[i] += war[*other][i];
                }
            }
            self.theatres[t].step(
                month,
                &s.theatres[t],
                &council.unity,
                &linked,
                &setting.words,
                &draws.theatres[t],
                p,
            );
        }
        self.record(month, setting, calendar);
    }

    /// Deploys an operation in the histories that have what it waits for.
    #[inline(always)]
    fn begin(&mut self, o: usize, month: usize, setting: &Setting, s: &BlockSetting, council: &Council) {
        let own = &s.operations[o];
        let set = own.when == StartWhen::AtOnce;
        if month < own.start || (set && month > own.start) {
            return;
        }
        let may = if set && own.follows.is_none() {
            Col::splat(1.0)
        } else {
            self.look_around(o, setting, council);
            self.around.allows(own.when)
        };
        match own.follows {
            None => self.operations[o].begin(month, own, &may, None),
            Some((before, _)) => {
                let [state, before] =
                    self.operations.get_disjoint_mut([o, before]).expect("an operation does not follow itself");
                state.begin(month, own, &may, Some(before));
            }
        }
    }

    /// Council's decision, money, strength, performance and progress of one operation.
    #[inline(always)]
    fn step_operation(
        &mut self,
        o: usize,
        month: usize,
        setting: &Setting,
        s: &BlockSetting,
        council: &Council,
        draws: &MonthDraws,
        calendar: &Calendar,
    ) {
        let own = &s.operations[o];
        if month < own.start {
            return;
        }
        let p = &s.parameters;
        let money = Money {
            month,
            calendar: calendar.month(month),
            unity: &council.unity,
            payers: &s.payers,
            draws,
            world: &s.world,
            p,
        };
        if self.over[o] {
            self.operations[o].fade(own, p);
            self.accounts[o].collect_late(&money);
            self.accounts[o].plan_late(&self.reserve, p, &mut self.plan);
            self.pay(o, setting, own);
            return;
        }
        self.look_around(o, setting, council);
        let (state, around) = (&mut self.operations[o], &mut self.around);
        let d = &draws.operations[o];
        state.decide(month, own, around, d, setting.scenario.general_assembly.value, p);
        state.deploy(month, own, around, d, p);
        self.accounts[o].collect(&money, own, state);
        self.accounts[o].plan(&money, own, state, &self.reserve, &mut self.plan);
        self.pay(o, setting, own);
        let (account, state, around) = (&mut self.accounts[o], &mut self.operations[o], &mut self.around);
        account.give(&self.plan, &own.levels, &state.active);
        around.tempo = account.tempo;
        state.programme = account.programme;
        state.perform(own, &setting.words, around, p);
        state.implement(around, &own.levels, d, p);
    }

    /// Pays what was planned, with the help of other missions where they may give it.
    #[inline(always)]
    fn pay(&mut self, o: usize, setting: &Setting, own: &OperationSetting) {
        if setting.scenario.pooling.value && own.funding == FundingKind::Assessed {
            borrow_from_others(&mut self.accounts, o, &self.plan.total, &self.reserve);
        }
        self.accounts[o].pay(&self.plan, own, &self.operations[o], &mut self.reserve);
        return_to_others(&mut self.accounts, o);
    }

    /// Looks at what surrounds an operation: means over its theatres as they were last month.
    #[inline(always)]
    fn look_around(&mut self, o: usize, setting: &Setting, council: &Council) {
        let places = &setting.deployments[o];
        let share = 1.0 / places.len() as f64;
        for (k, t) in places.iter().enumerate() {
            if k == 0 {
                self.around.add::<true>(&self.theatres[*t], share);
            } else {
                self.around.add::<false>(&self.theatres[*t], share);
            }
        }
        let (around, account) = (&mut self.around, &self.accounts[o]);
        around.unity = council.unity;
        around.tempo = account.tempo;
        around.afford = account.afford;
        around.owed_months = account.owed_months;
    }

    #[inline(always)]
    fn sum_influence(&mut self, month: usize, setting: &Setting, s: &BlockSetting, p: &Parameters) {
        if self.operations.is_empty() {
            return;
        }
        if s.operations.iter().all(|o| month < o.start) {
            return;
        }
        for t in 0..self.theatres.len() {
            if self.is_resting(t, month, setting, s) {
                self.theatres[t].mission.rest(&self.operations, &setting.deployments, t);
            } else {
                self.theatres[t].mission.resting = false;
            }
        }
        self.turn += 1;
        for (o, state) in self.operations.iter().enumerate() {
            let began = month >= s.operations[o].start;
            let share = 1.0 / setting.deployments[o].len() as f64;
            for t in setting.deployments[o].iter().filter(|_| began) {
                let mission = &mut self.theatres[*t].mission;
                match (mission.resting, reach(&mut self.reached[*t], self.turn)) {
                    (true, _) => {}
                    (_, false) => mission.add::<true>(state, &s.operations[o], share),
                    (_, true) => mission.add::<false>(state, &s.operations[o], share),
                }
            }
        }
        for t in 0..self.theatres.len() {
            if self.reached[t] != self.turn {
                self.theatres[t].mission.clear();
            }
        }
        for (t, theatre) in self.theatres.iter_mut().enumerate() {
            match &setting.mandates[t] {
                Mandates::Planned(since, mandate) if month >= *since => theatre.mandate.follow(*since, mandate),
                Mandates::Joined(mandates) => {
                    theatre.mandate.join(mandates.iter().map(|(o, mandate)| (mandate, &self.operations[*o])));
                }
                _ => {}
            }
            if theatre.mission.resting {
                theatre.effects.rest(&theatre.mission, &theatre.mandate, p);
            } else {
                theatre.mission.saturate(p);
                theatre.effects.set(&theatre.mission, &theatre.mandate, &setting.words, p);
            }
            theatre.missioned = true;
        }
    }

    /// Whether every operation that has come to a theatre was over when the month began, and any has come.
    #[inline(always)]
    fn is_resting(&self, t: usize, month: usize, setting: &Setting, s: &BlockSetting) -> bool {
        let (mut came, mut over) = (false, true);
        for o in 0..self.operations.len() {
            if month >= s.operations[o].start && setting.deployments[o].contains(&t) {
                (came, over) = (true, over && self.over[o]);
            }
        }
        came && over
    }

    #[inline(always)]
    fn record(&mut self, month: usize, setting: &Setting, calendar: &Calendar) {
        self.turn += 1;
        for (o, state) in self.operations.iter().enumerate() {
            let share = 1.0 / setting.deployments[o].len() as f64;
            for t in &setting.deployments[o] {
                // A death is one death: it stands in the operation's first theatre.
                let here = flag(*t == setting.deployments[o][0]);
                let (entry, running) = (&mut self.months[*t], &mut self.running[*t]);
                if reach(&mut self.reached[*t], self.turn) {
                    entry.add::<false>(state, &self.accounts[o], share, here);
                } else {
                    *running = Col::splat(1.0);
                    entry.add::<true>(state, &self.accounts[o], share, here);
                }
                let mut still = ZERO;
                for i in 0..LANES {
                    still[i] = lesser(running[i], flag(state.exit_month[i] > month as f64));
                }
                *running = still;
            }
        }
        if !self.operations.is_empty() {
            for t in 0..self.theatres.len() {
                if self.reached[t] != self.turn {
                    (self.months[t], self.running[t]) = (OperationMonth::NONE, Col::splat(1.0));
                }
            }
        }
        for t in 0..self.ledgers.len() {
            self.ledgers[t].record(month, &self.theatres[t], &self.months[t], &self.running[t], calendar);
        }
    }

    /// The outcomes by theatre.
    pub(super) fn finish(&self, setting: &Setting, calendar: &Calendar) -> Vec<[Col; outcome::COUNT]> {
        let ends = (0..self.theatres.len()).map(|t| self.operation_end(t, setting));
        let ledgers = self.ledgers.iter().zip(ends);
        ledgers.map(|(ledger, end)| ledger.finish(setting.months, calendar, end.as_ref())).collect()
    }

    /// What the operations of a theatre came to, or nothing where there were none.
    fn operation_end(&self, t: usize, setting: &Setting) -> Option<OperationEnd> {
        let mut end: Option<OperationEnd> = None;
        let mut came = ZERO;
        for (_, state) in self.operations.iter().enumerate().filter(|(o, _)| setting.deployments[*o].contains(&t)) {
            let done = state.implemented();
            let entry = end.get_or_insert_with(|| OperationEnd {
                exit: ZERO,
                withdrawn: ZERO,
                terminated: ZERO,
                implementation: Col::splat(1.0),
            });
            for i in 0..LANES {
                // What never came or was taken over has no exit of its own.
                let stood = state.start[i] < f64::INFINITY && state.handed_over[i] == 0.0;
                let exit = if stood { state.exit_month[i] } else { 0.0 };
                entry.exit[i] = greater(entry.exit[i], exit);
                entry.withdrawn[i] = greater(entry.withdrawn[i], state.forced[i]);
                entry.terminated[i] = greater(entry.terminated[i], state.terminated[i]);
                entry.implementation[i] =
                    if stood { lesser(entry.implementation[i], done[i]) } else { entry.implementation[i] };
                came[i] = greater(came[i], flag(stood));
            }
        }
        if let Some(entry) = &mut end {
            for i in 0..LANES {
                entry.exit[i] = if came[i] > 0.0 { entry.exit[i] } else { f64::INFINITY };
                entry.implementation[i] = if came[i] > 0.0 { entry.implementation[i] } else { f64::NAN };
            }
        }
        end
    }
}
