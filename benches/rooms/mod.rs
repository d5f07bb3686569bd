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
use pkosim::world::treasury::{Account, Money, Plan, Reserve};

/// The month that all rooms live through, again and again.
const MONTH: usize = 50;

/// A block in that month.
#[derive(Clone)]
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
    plan: Plan,
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
        let mut s = setting.block(0);
        s.advance(MONTH);
        let mut draws = MonthDraws::new(&setting);
        draws.draw(MONTH, &setting, &s.payers, 0, |_| true);
        let theatre = side.theatres.remove(0);
        let mut around = Around { unity: council.unity, ..Around::NONE };
        around.add::<true>(&theatre, 1.0);
        (around.tempo, around.afford) = (side.accounts[0].tempo, side.accounts[0].afford);
        Self {
            calendar: Calendar::new(&WorldOnce::once(&setting.world, 0).slots[world_once::CALENDAR]),
            ledger: Ledger::new(setting.deployment_month(0), setting.months),
            operation: side.operations.remove(0),
            account: side.accounts.remove(0),
            reserve: side.reserve,
            plan: Plan::default(),
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

/// A room as a function of its own: what it reads and writes comes as arguments, so that the compiler knows them apart
/// as it does inside the month.
macro_rules! room {
    ($name:ident, $inner:ident, $body:ident, |$r:ident| ($($arg:ident : $ty:ty = $value:expr),* $(,)?) $work:block) => {
        #[inline(always)]
        #[allow(clippy::too_many_arguments, reason = "a room reads many others")]
        fn $body($($arg: $ty),*) $work
        pkosim::simd_dispatch! {
            fn $inner($($arg: $ty),*) = $body;
        }
        fn $name(class: SimdClass, $r: &mut Rooms) {
            $inner(class, $($value),*);
        }
    };
}

room!(draws, draws_in, draws_month, |r| (
    draws: &mut MonthDraws = &mut r.draws,
    setting: &Setting = &r.setting,
    s: &BlockSetting = &r.s,
) {
    draws.draw(MONTH, setting, &s.payers, LANES as u64, |_| true);
});

room!(council, council_in, council_month, |r| (
    council: &mut Council = &mut r.council,
    draws: &MonthDraws = &r.draws,
    s: &BlockSetting = &r.s,
) {
    council.step(&s.world.unity, &draws.world, &s.parameters);
});

room!(operation, operation_in, operation_month, |r| (
    operation: &mut OperationState = &mut r.operation,
    around: &Around = &r.around,
    draws: &MonthDraws = &r.draws,
    s: &BlockSetting = &r.s,
    setting: &Setting = &r.setting,
) {
    let (own, draws, p) = (&s.operations[0], &draws.operations[0], &s.parameters);
    operation.decide(MONTH, own, around, draws, true, p);
    operation.deploy(MONTH, own, around, draws, p);
    operation.perform(own, &setting.words, around, p);
    operation.implement(around, &own.levels, draws, p);
});

room!(treasury, treasury_in, treasury_month, |r| (
    account: &mut Account = &mut r.account,
    reserve: &mut Reserve = &mut r.reserve,
    plan: &mut Plan = &mut r.plan,
    operation: &OperationState = &r.operation,
    council: &Council = &r.council,
    calendar: &Calendar = &r.calendar,
    draws: &MonthDraws = &r.draws,
    s: &BlockSetting = &r.s,
) {
    let own = &s.operations[0];
    let money = Money {
        month: MONTH,
        calendar: calendar.month(MONTH),
        unity: &council.unity,
        payers: &s.payers,
        draws,
        world: &s.world,
        p: &s.parameters,
    };
    account.collect(&money, own, operation);
    account.plan(&money, own, operation, reserve, plan);
    account.pay(plan, own, operation, reserve);
    account.give(plan, &own.levels, &operation.active);
});

room!(influence, influence_in, influence_month, |r| (
    theatre: &mut Theatre = &mut r.theatre,
    operation: &OperationState = &r.operation,
    s: &BlockSetting = &r.s,
    setting: &Setting = &r.setting,
) {
    theatre.mission.add::<true>(operation, &s.operations[0], 1.0);
    theatre.mission.saturate(&s.parameters);
    theatre.effects.set(&theatre.mission, &theatre.mandate, &setting.words, &s.parameters);
});

room!(host, host_in, host_month, |r| (
    t: &mut Theatre = &mut r.theatre,
    council: &Council = &r.council,
    draws: &MonthDraws = &r.draws,
    s: &BlockSetting = &r.s,
) {
    let (levels, violence) = (&s.theatres[0].levels, Col::splat(5.0));
    let draws = &draws.theatres[0];
    t.host.step(levels, &council.unity, &t.mission, &t.beyond, &violence, draws, &s.parameters);
});

room!(conflict, conflict_in, conflict_month, |r| (
    t: &mut Theatre = &mut r.theatre,
    council: &Council = &r.council,
    draws: &MonthDraws = &r.draws,
    s: &BlockSetting = &r.s,
) {
    let levels = &s.theatres[0].levels;
    let around = Surroundings {
        unity: &council.unity,
        consent: &t.host.consent,
        mediation: &levels.mediation.now,
        external: &levels.external_support.now,
        pressure: Col::splat(1.0),
        cap: Col::splat(1.0e5),
        mediated: Col::splat(1.0),
        beyond: &t.beyond,
    };
    t.conflict.step(&around, &t.effects, &draws.theatres[0], &s.parameters);
});

room!(society, society_in, society_month, |r| (
    t: &mut Theatre = &mut r.theatre,
    draws: &MonthDraws = &r.draws,
    s: &BlockSetting = &r.s,
) {
    let population = &s.theatres[0].levels.population.now;
    t.society.step(&t.conflict, population, &t.effects, &t.beyond, &draws.theatres[0], &s.parameters);
    t.neighbours.step(&t.at_war(), &t.effects, &draws.theatres[0], &s.parameters);
});

room!(indices, indices_in, indices_month, |r| (
    t: &mut Theatre = &mut r.theatre,
    s: &BlockSetting = &r.s,
) {
    t.society.step_indices(&t.conflict, &t.host.consent, &t.mission, &t.mandate, false, &s.parameters);
});

room!(ledger, ledger_in, ledger_month, |r| (
    ledger: &mut Ledger = &mut r.ledger,
    month: &mut OperationMonth = &mut r.month,
    account: &Account = &r.account,
    operation: &OperationState = &r.operation,
    theatre: &Theatre = &r.theatre,
    calendar: &Calendar = &r.calendar,
) {
    month.add::<true>(operation, account, 1.0, 1.0);
    ledger.record(MONTH, theatre, month, &Col::splat(1.0), calendar);
});
