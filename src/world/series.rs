//! Monthly series of a theatre: what charts, replays and bands are made of.

use crate::draws::{Col, LANES};

use super::column::{ZERO, add, flag, greater, plus};
use super::conflict::phase;
use super::council::Council;
use super::month::Side;
use super::setting::Setting;
use super::treasury::flow;

/// How the values of a series lie, which decides the grid of its histogram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Between 0 and 1.
    Unit,
    /// From 0 upwards, over many orders of magnitude.
    Positive,
}

/// A monthly series.
#[derive(Clone, Copy, Debug)]
pub struct Series {
    /// Name; that of the outcome where its months add up to one.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// How its values lie.
    pub range: Range,
    /// Whether it is an event count or a flow whose months from deployment add up to an outcome.
    pub adds_up: bool,
    /// Whether it exists only with operations.
    pub mission_only: bool,
}

/// How a series of all theatres comes from those of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pool {
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
}

impl Series {
    /// Flows, people and money add up over theatres; states and shares average.
    pub fn pool(&self) -> Pool {
        if self.range == Range::Unit && !self.adds_up { Pool::Mean } else { Pool::Sum }
    }
}

macro_rules! series {
    ($( $id:ident $name:literal $unit:literal $range:ident $adds:literal $only:literal; )*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Place { $( $id, )* Last }
        $( #[doc = concat!("Series `", $name, "`.")] pub const $id: usize = Place::$id as usize; )*
        /// Number of series.
        pub const COUNT: usize = Place::Last as usize;
        /// All series in order.
        pub const SERIES: [Series; COUNT] = [
            $( Series { name: $name, unit: $unit, range: Range::$range, adds_up: $adds, mission_only: $only } ),*
        ];
    };
}

series! {
    BATTLE "battle_deaths" "deaths" Positive true false;
    GOVERNMENT "one_sided_deaths_government" "deaths" Positive true false;
    REBELS "one_sided_deaths_rebels" "deaths" Positive true false;
    AT_WAR "months_at_war" "months" Positive true false;
    PEACE "at_peace" "share" Unit false false;
    DISPLACED "displaced_person_months" "person-months" Positive true false;
    RETURNED "people_returned" "people" Positive true false;
    INFECTED "neighbours_infected" "countries" Positive true false;
    AID_WORKERS "aid_worker_attacks" "attacks" Positive true false;
    SEXUAL_VIOLENCE "sexual_violence_cases" "verified cases" Positive true false;
    CONSENT "consent" "share" Unit false false;
    ACCEPTANCE "acceptance" "share" Unit false false;
    UNITY "unity" "share" Unit false false;
    AUTHORISED "authorised_uniformed" "people" Positive false true;
    DEPLOYED "deployed_uniformed" "people" Positive false true;
    TROOPS "deployed_troops" "people" Positive false true;
    EFFECTIVE "effective_troops" "people" Positive false true;
    DEPLOYED_SHARE "mission_months" "months" Positive true true;
    IMPLEMENTATION "implementation" "share" Unit false true;
    TEMPO "tempo" "share" Unit false true;
    CASH "cash_usd" "US$" Positive false true;
    ARREARS "unpaid_assessments_usd" "US$" Positive false true;
    COST "cost_usd" "US$" Positive true true;
    PEACEKEEPERS "peacekeeper_deaths" "deaths" Positive true true;
    PERSON_YEARS "uniformed_person_years" "person-years" Positive true true;
    REQUIREMENT "requirement_usd" "US$" Positive true true;
    BUDGET "budget_usd" "US$" Positive true true;
    RECEIPTS "receipts_usd" "US$" Positive true true;
    SHORT "cash_short_months" "months" Positive true true;
    CUT "cash_cut_months" "months" Positive true true;
    OWED "owed_to_contributors_usd" "US$" Positive false true;
    COST_CONTRIBUTORS "cost_contributors_usd" "US$" Positive true true;
    COST_OPERATIONS "cost_operations_usd" "US$" Positive true true;
    COST_PROGRAMME "cost_programme_usd" "US$" Positive true true;
    COST_CIVILIANS "cost_civilians_usd" "US$" Positive true true;
    COST_OVERHEAD "cost_overhead_usd" "US$" Positive true true;
    COST_VOLUNTARY "cost_voluntary_usd" "US$" Positive true true;
    COST_PARTNERS "cost_partners_usd" "US$" Positive true true;
}

/// Number of series that exist with and without operations; they come first.
pub const COMMON: usize = AUTHORISED;

/// Sees every month of a block.
pub trait Watch {
    /// One month of one world. Blocks call it for the world with operations first.
    fn month(&mut self, month: usize, council: &Council, side: &Side, setting: &Setting);
}

/// Sees nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn month(&mut self, _month: usize, _council: &Council, _side: &Side, _setting: &Setting) {}
}

/// Columns of series that no room keeps as such, while a month is looked at.
pub type Derived = [Col; COUNT];

/// The series of theatre `t` this month; nothing but zeros for those of missions where there are no operations.
pub fn values(t: usize, council: &Council, side: &Side, setting: &Setting) -> [Col; COUNT] {
    let mut derived = [ZERO; COUNT];
    look(&mut derived, t, council, side, setting).map(|column| *column)
}

/// Looks at the series of theatre `t` this month where they stand, or in `derived` where they are worked out; those of
/// missions are there in the world with operations only.
#[inline(always)]
pub fn look<'a>(
    derived: &'a mut Derived,
    t: usize,
    council: &'a Council,
    side: &'a Side,
    setting: &Setting,
) -> [&'a Col; COUNT] {
    let theatre = &side.theatres[t];
    for i in 0..LANES {
        let phase = theatre.conflict.phase[i];
        derived[AT_WAR][i] = flag(phase == phase::WAR);
        derived[PEACE][i] = flag((phase == phase::PEACE) | (phase == phase::TENSION));
    }
    let missioned = !side.operations.is_empty();
    if missioned {
        derive(derived, t, side, setting);
    }
    let derived: &'a Derived = derived;
    let mut seen = [&derived[0]; COUNT];
    for k in 0..COUNT {
        seen[k] = &derived[k];
    }
    seen[BATTLE] = &theatre.conflict.battle;
    seen[GOVERNMENT] = &theatre.conflict.government;
    seen[REBELS] = &theatre.conflict.rebel;
    seen[DISPLACED] = &theatre.society.displaced;
    seen[RETURNED] = &theatre.society.returned;
    seen[INFECTED] = &theatre.neighbours.infected;
    seen[AID_WORKERS] = &theatre.society.aid_worker_attacks;
    seen[SEXUAL_VIOLENCE] = &theatre.society.sexual_violence;
    seen[CONSENT] = &theatre.host.consent;
    seen[ACCEPTANCE] = &theatre.host.acceptance;
    seen[UNITY] = &council.unity;
    if missioned {
        let entry = side.operation_month(t);
        seen[DEPLOYED] = &entry.uniformed;
        seen[DEPLOYED_SHARE] = &entry.deployed;
        seen[COST] = &entry.cost;
        seen[IMPLEMENTATION] = &theatre.mission.implementation;
        for (series, flow) in FLOWS {
            seen[series] = &entry.money[flow];
        }
    }
    seen
}

/// Series that are flows of a theatre's money.
const FLOWS: [(usize, usize); 13] = [
    (REQUIREMENT, flow::REQUIREMENT),
    (BUDGET, flow::BUDGET),
    (RECEIPTS, flow::RECEIPTS),
    (SHORT, flow::SHORT),
    (CUT, flow::CUT),
    (OWED, flow::OWED),
    (COST_CONTRIBUTORS, flow::CONTRIBUTORS),
    (COST_OPERATIONS, flow::OPERATIONS),
    (COST_PROGRAMME, flow::PROGRAMME),
    (COST_CIVILIANS, flow::CIVILIANS),
    (COST_OVERHEAD, flow::OVERHEAD),
    (COST_VOLUNTARY, flow::VOLUNTARY),
    (COST_PARTNERS, flow::PARTNERS),
];

/// Works out the series of missions that no room keeps.
#[inline(always)]
fn derive(v: &mut Derived, t: usize, side: &Side, setting: &Setting) {
    let entry = side.operation_month(t);
    for k in [AUTHORISED, TROOPS, EFFECTIVE, CASH, ARREARS, TEMPO] {
        v[k] = ZERO;
    }
    let mut active = ZERO;
    for (o, state) in side.operations.iter().enumerate() {
        let places = &setting.deployments[o];
        if !places.contains(&t) {
            continue;
        }
        let share = 1.0 / places.len() as f64;
        let account = &side.accounts[o];
        let unpaid = account.unpaid();
        let (mut authorised, mut effective, mut cash, mut arrears, mut tempo) = (ZERO, ZERO, ZERO, ZERO, ZERO);
        for i in 0..LANES {
            authorised[i] = state.ceiling[0][i] + state.ceiling[1][i] + state.ceiling[2][i];
            effective[i] = share * state.deployed[0][i] * state.effectiveness[i];
            cash[i] = share * account.cash[i] / 100.0;
            arrears[i] = share * unpaid[i] / 100.0;
            tempo[i] = state.active[i] * account.tempo[i];
        }
        v[AUTHORISED] = plus(&v[AUTHORISED], share, &authorised);
        v[TROOPS] = plus(&v[TROOPS], share, &state.deployed[0]);
        for (k, column) in [(EFFECTIVE, &effective), (CASH, &cash), (ARREARS, &arrears), (TEMPO, &tempo)] {
            add(&mut v[k], column);
        }
        add(&mut active, &state.active);
    }
    let (mut person_years, mut deaths, mut tempo) = (ZERO, ZERO, ZERO);
    for i in 0..LANES {
        person_years[i] = entry.uniformed[i] / 12.0;
        deaths[i] = entry.deaths[0][i] + entry.deaths[1][i];
        tempo[i] = v[TEMPO][i] / greater(active[i], 1.0);
    }
    (v[PERSON_YEARS], v[PEACEKEEPERS], v[TEMPO]) = (person_years, deaths, tempo);
}
