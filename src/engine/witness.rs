//! Writes down one lane of a block, month by month.

use crate::scenario::MONTHS_BEFORE;
use crate::world::conflict::{ending, phase};
use crate::world::council::Council;
use crate::world::mission::OperationState;
use crate::world::month::{Side, World};
use crate::world::outcome;
use crate::world::series::{self, Watch};
use crate::world::setting::Setting;
use crate::world::theatre::Theatre;

use super::replay::{COUNTS, Month, STATES, at};
use super::results::Column;

/// States that every world has; those of missions follow.
const COMMON: usize = 13;

/// Writes down one lane.
pub(super) struct Witness {
    /// What was seen.
    pub rows: Vec<Month>,
    lane: usize,
    operations: bool,
    /// Withdrawals and terminations seen so far, by theatre.
    gone: Vec<[f64; 2]>,
}

impl Witness {
    /// Of a lane, before anything was seen.
    pub fn new(lane: usize, setting: &Setting) -> Self {
        let operations = !setting.scenario.operations.is_empty();
        Self { rows: Vec::new(), lane, operations, gone: vec![[0.0; 2]; setting.theatres.len()] }
    }

    fn row(&self, t: usize, name: &str, month: usize, council: &Council, side: &Side, world: Column) -> Month {
        let theatre = &side.theatres[t];
        Month {
            world,
            month: month as i32 - MONTHS_BEFORE as i32,
            theatre: name.to_owned(),
            phase: phase_name(theatre.conflict.phase[self.lane]),
            ended: ending_name(theatre.conflict.ended[self.lane]),
            states: states(theatre, council, self.lane),
            counts: counts(t, theatre, side, self.lane),
        }
    }

    /// A withdrawal or a termination counts in the month it takes effect, once.
    fn count_exits(&mut self, t: usize, operations: &[&OperationState], row: &mut Month) {
        let i = self.lane;
        let forced = operations.iter().map(|o| o.forced[i]).fold(0.0, f64::max);
        let terminated = operations.iter().map(|o| o.terminated[i]).fold(0.0, f64::max);
        let kinds = [(outcome::WITHDRAWN, forced), (outcome::TERMINATED, terminated)];
        for (k, (outcome, now)) in kinds.into_iter().enumerate() {
            row.counts[at(outcome)] = now - self.gone[t][k];
            self.gone[t][k] = now;
        }
    }
}

impl Watch for Witness {
    fn month(&mut self, month: usize, council: &Council, side: &Side, setting: &Setting) {
        let with = self.operations && side.world == World::Mission;
        let world = if with { Column::Mission } else { Column::None };
        for (t, name) in setting.scenario.theatres.keys().enumerate() {
            let mut row = self.row(t, name, month, council, side, world);
            let here = operations(t, side, setting);
            if !here.is_empty() {
                row.states[COMMON..].copy_from_slice(&mission(t, council, side, setting, self.lane));
                self.count_exits(t, &here, &mut row);
            }
            self.rows.push(row);
        }
    }
}

/// The operations that work in a theatre; none in the world without.
fn operations<'a>(t: usize, side: &'a Side, setting: &Setting) -> Vec<&'a OperationState> {
    let here = side.operations.iter().zip(&setting.deployments).filter(|(_, places)| places.contains(&t));
    here.map(|(state, _)| state).collect()
}

fn phase_name(code: f64) -> &'static str {
    match code {
        phase::WAR => "war",
        phase::CEASEFIRE => "ceasefire",
        phase::PEACE => "peace",
        _ => "tension",
    }
}

fn ending_name(code: f64) -> &'static str {
    match code {
        ending::AGREEMENT => "agreement",
        ending::CEASEFIRE => "ceasefire",
        ending::GOVERNMENT => "government victory",
        ending::REBEL => "rebel victory",
        ending::FADING => "fading",
        _ => "",
    }
}

/// States of a theatre; those of missions are left out.
fn states(theatre: &Theatre, council: &Council, i: usize) -> [f64; STATES.len()] {
    let (c, h) = (&theatre.conflict, &theatre.host);
    let common: [f64; COMMON] = [
        c.active[i],
        c.intensity[i],
        c.government_on[i],
        c.rebel_on[i],
        c.war_age[i],
        c.peace_age[i],
        c.began[i],
        h.consent[i],
        h.acceptance[i],
        h.changed[i],
        h.withdrawn[i],
        council.unity[i],
        theatre.neighbours.fighting[i],
    ];
    let mut all = [f64::NAN; STATES.len()];
    all[..COMMON].copy_from_slice(&common);
    all
}

/// What happened in a theatre. Calendar years are counted afterwards, exits by the operations.
fn counts(t: usize, theatre: &Theatre, side: &Side, i: usize) -> [f64; COUNTS.len()] {
    let (c, s, o) = (&theatre.conflict, &theatre.society, side.operation_month(t));
    COUNTS.map(|k| match k {
        outcome::BATTLE => c.battle[i],
        outcome::GOVERNMENT => c.government[i],
        outcome::REBELS => c.rebel[i],
        outcome::WAR_MONTHS => f64::from(u8::from(c.phase[i] == phase::WAR)),
        outcome::INFECTED => theatre.neighbours.infected[i],
        outcome::DISPLACED => s.displaced[i],
        outcome::RETURNED => s.returned[i],
        outcome::AID_WORKERS => s.aid_worker_attacks[i],
        outcome::SEXUAL_VIOLENCE => s.sexual_violence[i],
        outcome::PEACEKEEPERS => o.deaths[0][i] + o.deaths[1][i],
        outcome::PEACEKEEPERS_MALICIOUS => o.deaths[0][i],
        outcome::PERSON_YEARS => o.uniformed[i] / 12.0,
        outcome::MISSION_MONTHS => o.deployed[i],
        outcome::COST => o.cost[i],
        _ => f64::NAN,
    })
}

/// States of the operations of a theatre.
fn mission(t: usize, council: &Council, side: &Side, setting: &Setting, i: usize) -> [f64; STATES.len() - COMMON] {
    let v = series::values(t, council, side, setting);
    let here = operations(t, side, setting);
    let people = |group: usize| shared(t, side, setting, |o| side.operations[o].deployed[group][i]);
    let deployed = side.operation_month(t).deployed[i];
    // Ratios mean something only while somebody is deployed.
    let mean = |ratio: &dyn Fn(&OperationState) -> f64| {
        let active: f64 = here.iter().map(|o| o.active[i]).sum();
        here.iter().map(|o| o.active[i] * ratio(o)).sum::<f64>() / active
    };
    // What has not come yet, or was taken over, is not what the mandate here has come to.
    let stood: Vec<_> = here.iter().filter(|o| o.start[i] < f64::INFINITY && o.handed_over[i] == 0.0).collect();
    let done = |task: usize| {
        let sum: f64 = stood.iter().map(|o| o.implementation[task][i]).sum();
        if stood.is_empty() { 0.0 } else { sum / stood.len() as f64 }
    };
    let least = stood.iter().map(|o| o.implemented()[i]).reduce(f64::min).unwrap_or(0.0);
    [
        deployed,
        v[series::AUTHORISED][i],
        v[series::DEPLOYED][i],
        people(0),
        people(1),
        people(2),
        people(3),
        v[series::EFFECTIVE][i],
        mean(&|o| o.fill[i]),
        mean(&|o| o.access[i]),
        mean(&|o| o.performance[i]),
        mean(&|o| o.presence[i]),
        if deployed > 0.0 { v[series::TEMPO][i] } else { f64::NAN },
        least,
        done(0),
        done(1),
        done(2),
        v[series::CASH][i],
        v[series::ARREARS][i],
        shared(t, side, setting, |o| side.accounts[o].owed[i] / 100.0),
    ]
}

/// A theatre's share of what its operations have.
fn shared(t: usize, side: &Side, setting: &Setting, of: impl Fn(usize) -> f64) -> f64 {
    let here = (0..side.operations.len()).filter(|o| setting.deployments[*o].contains(&t));
    here.map(|o| of(o) / setting.deployments[o].len() as f64).sum()
}
