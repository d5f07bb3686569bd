//! Each room of the month by itself, on a block of the baseline in its fourth year with the mission.

use std::sync::Arc;

use pkosim::draws::dispatch::SimdClass;
use pkosim::draws::slots::world_once;
use pkosim::draws::{Col, LANES};
use pkosim::engine::block;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::scenario::load;
use pkosim::world::around::Around;
use pkosim::world::conflict::Surroundings;
use pkosim::world::council::Council;
use pkosim::world::draw::{MonthDraws, WorldOnce};
use pkosim::world::ledger::{Calendar, Ledger, OperationMonth};
use pkosim::world::mission::OperationState;
use pkosim::world::month::Side;
use pkosim::world::series::Watch;
use pkosim::world::setting::{BlockSetting, Setting};
use pkosim::world::theatre::Theatre;
use pkosim::world::treasury::{Account, Money, Reserve};

/// The month that all rooms live through, again and again.
const MONTH: usize = 48;

/// A block in that month.
pub struct Rooms {
    setting: Setting,
    s: BlockSetting,
    draws: MonthDraws,
    council: Council,
    calendar: Calendar,
    theatre: Theatre,
    operation: OperationState,
    account: Account,
    reserve: Reserve,
    around: Around,
    ledger: Ledger,
    month: OperationMonth,
}

/// Keeps the mission world as it was at the end of [`MONTH`].
#[derive(Default)]
struct Keep(Option<(Side, Council, OperationMonth)>);

impl Watch for Keep {
    fn month(&mut self, month: usize, council: &Council, side: &Side, _: &Setting) {
        if month == MONTH {
            self.0 = Some((side.clone(), council.clone(), side.operation_month(0).clone()));
        }
    }
}

impl Rooms {
    /// The baseline at the centre of its parameters.
    pub fn new() -> Self {
        let scenario = load::builtin_baseline(&[]).expect("baseline").scenario;
        let setting = Setting::new(&scenario, Arc::new(Posterior::centre(Stance::Study)), 1);
        let mut keep = Keep::default();
        block::live(SimdClass::detect(), &setting, 0, false, &mut keep);
        let (mut side, council, month) = keep.0.expect("the baseline is longer");
        let s = setting.block(0);
        let mut draws = MonthDraws::new(&setting);
        draws.draw(MONTH, &setting, &s.payers, 0);
        let zero = Col::splat(0.0);
        let theatre = side.theatres.remove(0);
        let around = Around {
            unity: council.unity,
            tempo: side.accounts[0].tempo,
            afford: side.accounts[0].afford,
            owed_months: zero,
            consent: theatre.host.consent,
            acceptance: theatre.host.acceptance,
            war: theatre.at_war(),
            ceasefire: zero,
            withdrawn: zero,
            health: zero,
            weapons: Col::splat(1.0),
            shock: zero,
        };
        Self {
            calendar: Calendar::new(&WorldOnce::once(&setting.world, 0).slots[world_once::CALENDAR]),
            ledger: Ledger::new(setting.deployment_month(0), setting.months),
            operation: side.operations.remove(0),
            account: side.accounts.remove(0),
            reserve: side.reserve,
            setting,
            s,
            draws,
            council,
            theatre,
            around,
            month,
        }
    }
}

/// A room: its name, and what lives through its month.
pub type Room = (&'static str, fn(SimdClass, &mut Rooms));

/// The rooms in the order of the month.
pub const ROOMS: [Room; 10] = [
    ("draws", draws),
    ("council", council),
    ("operation", operation),
    ("treasury", treasury),
    ("influence_and_effects", influence),
    ("host", host),
    ("conflict", conflict),
    ("society", society),
    ("indices", indices),
    ("ledger", ledger),
];

macro_rules! room {
    ($name:ident, $body:ident, |$r:ident| $work:block) => {
        #[inline(always)]
        fn $body($r: &mut Rooms) $work
        pkosim::simd_dispatch! {
            fn $name(rooms: &mut Rooms) = $body;
        }
    };
}

room!(draws, draws_month, |r| {
    r.draws.draw(MONTH, &r.setting, &r.s.payers, LANES as u64);
});

room!(council, council_month, |r| {
    r.council.step(MONTH, &r.s.world.unity, &r.draws.world, &r.s.parameters);
});

room!(operation, operation_month, |r| {
    let (own, draws, p) = (&r.s.operations[0], &r.draws.operations[0], &r.s.parameters);
    r.operation.decide(MONTH, own, &r.around, draws, true, p);
    r.operation.deploy(MONTH, own, &r.around, draws, p);
    r.operation.perform(MONTH, own, &r.setting.words, &r.around, p);
    r.operation.implement(&r.around, &own.levels, MONTH, draws, p);
});

room!(treasury, treasury_month, |r| {
    let own = &r.s.operations[0];
    let money = Money {
        month: MONTH,
        calendar: r.calendar.month(MONTH),
        unity: &r.council.unity,
        payers: &r.s.payers,
        draws: &r.draws,
        world: &r.s.world,
        p: &r.s.parameters,
    };
    r.account.collect(&money, own, &r.operation);
    let plan = r.account.plan(&money, own, &r.operation, &r.reserve);
    r.account.pay(&plan, own, &r.operation, &mut r.reserve);
    r.account.give(&plan, &own.levels.voluntary.at(MONTH), &r.operation.active);
});

room!(influence, influence_month, |r| {
    let theatre = &mut r.theatre;
    theatre.mission.clear();
    theatre.mission.add(MONTH, &r.operation, &r.s.operations[0], 1.0);
    theatre.mission.saturate(&r.s.parameters);
    theatre.effects.set(&theatre.mission, &theatre.mandate, &r.setting.words, &r.s.parameters);
});

room!(host, host_month, |r| {
    let (t, levels) = (&mut r.theatre, &r.s.theatres[0].levels);
    let violence = Col::splat(5.0);
    let draws = &r.draws.theatres[0];
    t.host.step(MONTH, levels, &r.council.unity, &t.mission, &t.beyond, &violence, draws, &r.s.parameters);
});

room!(conflict, conflict_month, |r| {
    let (t, levels) = (&mut r.theatre, &r.s.theatres[0].levels);
    let around = Surroundings {
        unity: &r.council.unity,
        consent: &t.host.consent,
        mediation: levels.mediation.at(MONTH),
        external: levels.external_support.at(MONTH),
        pressure: Col::splat(1.0),
        cap: Col::splat(1.0e5),
        mediated: Col::splat(1.0),
        beyond: &t.beyond,
    };
    t.conflict.step(&around, &t.effects, &r.draws.theatres[0], &r.s.parameters);
});

room!(society, society_month, |r| {
    let (t, p) = (&mut r.theatre, &r.s.parameters);
    let population = r.s.theatres[0].levels.population.at(MONTH);
    t.society.step(&t.conflict, &population, &t.effects, &t.beyond, &r.draws.theatres[0], p);
    t.neighbours.step(&t.at_war(), &t.effects, &r.draws.theatres[0], p);
});

room!(indices, indices_month, |r| {
    let (t, p) = (&mut r.theatre, &r.s.parameters);
    t.society.step_indices(&t.conflict, &t.host.consent, &t.mission, &t.mandate, false, p);
});

room!(ledger, ledger_month, |r| {
    r.month = OperationMonth::NONE;
    r.account.add_flows(&r.operation.active, 1.0, &mut r.month.money);
    r.ledger.record(MONTH, &r.theatre, &r.month, &Col::splat(1.0), &r.calendar);
});
