//! One history again, month by month: the block that holds the replicate is lived through once more, and a watch
//! writes down its lane. Draws are addressed, so the values are those of the run, to the last bit.

use crate::draws::LANES;
use crate::draws::dispatch::SimdClass;
use crate::world::month::Block;
use crate::world::outcome;
use crate::world::setting::Setting;
use crate::world::years::{CONFLICT_YEAR, WAR_YEAR};

use super::block;
use super::results::Column;
use super::witness::Witness;

/// One history in all its months, worlds and theatres.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// Months of each world in turn, theatres within a month.
    pub rows: Vec<Month>,
}

/// One month of one theatre in one world. NaN where something does not exist.
#[derive(Clone, Debug, PartialEq)]
pub struct Month {
    /// World.
    pub world: Column,
    /// Month from deployment; -12 is the first.
    pub month: i32,
    /// Theatre.
    pub theatre: String,
    /// Phase of the conflict: `tension`, `war`, `ceasefire` or `peace`.
    pub phase: &'static str,
    /// How a war (or a ceasefire, by settlement) ended this month; empty where none did.
    pub ended: &'static str,
    /// States in the order of [`STATES`].
    pub states: [f64; STATES.len()],
    /// What happened, in the order of [`COUNTS`].
    pub counts: [f64; COUNTS.len()],
}

/// States of a month. Where several operations work in a theatre, people and money are its share of all, ratios the
/// mean over those deployed, and `implementation` the least of them.
pub const STATES: [&str; 33] = [
    "active_spell",
    "intensity",
    "government_spell",
    "rebel_spell",
    "war_age_months",
    "peace_age_months",
    "war_began",
    "consent",
    "acceptance",
    "government_changed",
    "withdraws_consent",
    "unity",
    "neighbours_in_conflict",
    "deployed",
    "authorised_uniformed",
    "deployed_uniformed",
    "deployed_troops",
    "deployed_police",
    "deployed_observers",
    "deployed_civilians",
    "effective_troops",
    "fill",
    "access",
    "performance",
    "presence",
    "tempo",
    "implementation",
    "implementation_military",
    "implementation_police",
    "implementation_civilian",
    "cash_usd",
    "unpaid_assessments_usd",
    "owed_to_contributors_usd",
];

/// Outcomes that are sums over the months from deployment: what each month adds to them.
pub const COUNTS: [usize; 18] = [
    outcome::BATTLE,
    outcome::GOVERNMENT,
    outcome::REBELS,
    outcome::WAR_MONTHS,
    outcome::CONFLICT_YEARS,
    outcome::WAR_YEARS,
    outcome::WITHDRAWN,
    outcome::TERMINATED,
    outcome::INFECTED,
    outcome::DISPLACED,
    outcome::RETURNED,
    outcome::AID_WORKERS,
    outcome::SEXUAL_VIOLENCE,
    outcome::PEACEKEEPERS,
    outcome::PEACEKEEPERS_MALICIOUS,
    outcome::PERSON_YEARS,
    outcome::MISSION_MONTHS,
    outcome::COST,
];

/// Lives through the history of one replicate, and through its twin without operations where `paired`.
pub fn replay(setting: &Setting, replicate: u64, paired: bool, simd: SimdClass) -> History {
    let first = replicate - replicate % LANES as u64;
    let lane = (replicate % LANES as u64) as usize;
    let operations = !setting.scenario.operations.is_empty();
    let mut witness = Witness::new(lane, setting);
    block::live(simd, setting, first, paired && operations, &mut witness);
    let mut rows = witness.rows;
    // A stable sort: months and theatres of a world stay in their order.
    rows.sort_by_key(|row| row.world);
    let start = Block::calendar_of(setting, first).start(lane);
    count_years(&mut rows, setting.theatres.len(), setting.months, start);
    History { rows }
}

/// Counts a conflict-year and a war-year in the last month of each complete calendar year from deployment on.
/// `start` is the calendar month (0 to 11) on which the history begins.
fn count_years(rows: &mut [Month], theatres: usize, months: usize, start: usize) {
    let battle = at(outcome::BATTLE);
    let kinds = [(at(outcome::CONFLICT_YEARS), CONFLICT_YEAR), (at(outcome::WAR_YEARS), WAR_YEAR)];
    for k in 0..rows.len() {
        let month = k / theatres % months;
        let ends = (month + start) % 12 == 11 && rows[k].month >= 11;
        let deaths: f64 =
            if ends { (0..12).map(|back| rows[k - back * theatres].counts[battle]).sum() } else { f64::NAN };
        for (count, least) in kinds {
            rows[k].counts[count] = f64::from(u8::from(deaths >= least));
        }
    }
}

/// Position of an outcome among [`COUNTS`].
pub(super) fn at(outcome: usize) -> usize {
    COUNTS.iter().position(|k| *k == outcome).unwrap_or(COUNTS.len())
}
