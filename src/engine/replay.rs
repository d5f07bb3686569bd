//! One history alone, month by month, the same as it was among the others of its run.

use crate::draws::LANES;
use crate::draws::dispatch::SimdClass;
use crate::scenario::MONTHS_BEFORE;
use crate::world::conflict::phase;
use crate::world::council::Council;
use crate::world::month::{Side, World};
use crate::world::series::{self, Watch};
use crate::world::setting::Setting;

use super::block;

/// A history as a table of text cells, ready for a CSV.
#[derive(Clone, Debug, PartialEq)]
pub struct Replay {
    /// Column names.
    pub header: Vec<String>,
    /// A row per world, month and theatre.
    pub rows: Vec<Vec<String>>,
}

/// States of a theatre and its operations that are no series of their own.
const STATES: [&str; 12] = [
    "intensity_log",
    "active_spell",
    "war_began",
    "war_ended",
    "government_changed",
    "consent_withdrawn_event",
    "neighbours_in_conflict",
    "presence",
    "troop_dose_thousands",
    "fill",
    "access",
    "performance",
];

/// Replays replicate `k` of a setting, with its twin without operations where there are any.
pub fn replay(setting: &Setting, simd: SimdClass, k: u64) -> Replay {
    let lane = (k % LANES as u64) as usize;
    let mut scribe = Scribe { lane, rows: Vec::new(), names: setting.scenario.theatres.keys().cloned().collect() };
    let paired = !setting.scenario.operations.is_empty();
    block::live(simd, setting, k - lane as u64, paired, &mut scribe);
    let mut rows = scribe.rows;
    // The world with operations first, each in the order of months; the sort keeps that order.
    rows.sort_by_key(|row: &Vec<String>| row[0] != World::Mission.name());
    Replay { header: header(), rows }
}

fn header() -> Vec<String> {
    let fixed = ["world", "month", "theatre", "phase"].map(str::to_owned);
    let named = series::SERIES.iter().map(|s| s.name.to_owned());
    let monthly = series::SERIES.iter().filter(|s| s.adds_up).map(|s| format!("monthly_{}", s.name));
    fixed.into_iter().chain(named).chain(monthly).chain(STATES.map(str::to_owned)).collect()
}

struct Scribe {
    lane: usize,
    rows: Vec<Vec<String>>,
    names: Vec<String>,
}

impl Watch for Scribe {
    fn month(&mut self, month: usize, council: &Council, side: &Side, setting: &Setting) {
        for t in 0..self.names.len() {
            let row = self.row(month, t, council, side, setting);
            self.rows.push(row);
        }
    }
}

impl Scribe {
    fn row(&self, month: usize, t: usize, council: &Council, side: &Side, setting: &Setting) -> Vec<String> {
        let i = self.lane;
        let month = month as i32 - MONTHS_BEFORE as i32;
        let values = series::values(t, council, side, setting).map(|column| column[i]);
        // Where there are no operations at all the only world is the one without.
        let alone = setting.scenario.operations.is_empty();
        let world = if alone { World::None } else { side.world };
        let phase = phase_name(side.theatres[t].conflict.phase[i]);
        let mut row = vec![world.name().to_owned(), month.to_string(), self.names[t].clone(), phase.to_owned()];
        // A column under an outcome's name adds up to that outcome, so it is empty before deployment.
        let counted = |(value, s): (&f64, &series::Series)| {
            if s.adds_up && month < 0 { String::new() } else { value.to_string() }
        };
        row.extend(values.iter().zip(&series::SERIES).map(counted));
        let flows = values.iter().zip(&series::SERIES).filter(|(_, s)| s.adds_up);
        row.extend(flows.map(|(value, _)| value.to_string()));
        row.extend(self.states(t, side, setting).map(|x| x.to_string()));
        row
    }

    fn states(&self, t: usize, side: &Side, setting: &Setting) -> [f64; STATES.len()] {
        let i = self.lane;
        let theatre = &side.theatres[t];
        let (c, host) = (&theatre.conflict, &theatre.host);
        let here = side.operations.iter().enumerate().find(|(o, _)| setting.deployments[*o].contains(&t));
        let own = here.map_or([0.0; 3], |(_, o)| [o.fill[i], o.access[i], o.performance[i]]);
        [
            c.intensity[i],
            c.active[i],
            c.began[i],
            f64::from(u8::from(c.ended[i] > 0.0)),
            host.changed[i],
            host.withdrawn[i] * f64::from(u8::from(theatre.mission.presence[i] > 0.0)),
            theatre.neighbours.fighting[i],
            theatre.mission.presence[i],
            theatre.mission.troops[i],
            own[0],
            own[1],
            own[2],
        ]
    }
}

fn phase_name(code: f64) -> &'static str {
    match code {
        phase::TENSION => "tension",
        phase::WAR => "war",
        phase::CEASEFIRE => "ceasefire",
        _ => "peace",
    }
}
