//! Society: displacement, aid workers, sexual violence, twenty-two indices; and the neighbours.

use super::conflict::{Conflict, Phase};
use super::draws::{Rng, happens, normal, poisson};
use super::influence::Influence;
use super::inputs::Inputs;

pub const INDICES: usize = 22;
const WOMEN: usize = 0;
const GDP: usize = 1;
/// Indices of single models, on which a mission without named models does not act.
const SPECIAL: std::ops::Range<usize> = 11..21;
/// Monthly persistence of growth's momentum after exit, e^(-1/24).
const MOMENTUM: f64 = 0.959_189_457_3;
/// Monthly spread of verified cases of sexual violence, log scale.
const REPORTING_SD: f64 = 0.6;

pub struct Society {
    pub displaced: f64,
    pub returned: f64,
    pub aid_worker_attacks: f64,
    pub sexual_violence: f64,
    /// Relative deviations from the world without a mission.
    pub indices: [f64; INDICES],
    momentum: f64,
}

impl Society {
    pub fn new(conflict: &Conflict, p: &Inputs) -> Self {
        let built = 1.0 - 0.4 * (-p.age / 24.0).exp();
        let inflow = 1.2 * p.displaced_per_death * conflict.log_severity().exp();
        Self {
            displaced: (inflow * built / p.return_war).min(0.4e6 * p.population),
            returned: 0.0,
            aid_worker_attacks: 0.0,
            sexual_violence: 0.0,
            indices: [0.0; INDICES],
            momentum: 0.0,
        }
    }

    pub fn step(&mut self, conflict: &Conflict, m: &Influence, p: &Inputs, rng: &mut Rng) {
        self.displace(conflict, m, p, rng);
        self.count_events(conflict, m, p, rng);
    }

    fn displace(&mut self, conflict: &Conflict, m: &Influence, p: &Inputs, rng: &mut Rng) {
        let mut fled = 0.0;
        if conflict.deaths() > 0.0 {
            let noise = (p.displaced_sd * (normal(rng) - 0.5 * p.displaced_sd)).exp();
            let room = (0.4e6 * p.population - self.displaced).max(0.0);
            fled = (p.displaced_per_death * conflict.deaths() * noise * m.displacement(p)).min(room);
        }
        let rate = if conflict.at_war() { p.return_war } else { p.return_peace };
        self.returned = self.displaced * (rate * m.returns(p)).min(0.5);
        self.displaced += fled - self.returned;
    }

    fn count_events(&mut self, conflict: &Conflict, m: &Influence, p: &Inputs, rng: &mut Rng) {
        let stress = if conflict.at_war() { 1.0 } else { 0.2 };
        let heat = 1.0 + p.aid_workers_intensity * ((1.0 + conflict.battle).sqrt().sqrt() - 1.0);
        self.aid_worker_attacks = poisson(rng, p.aid_workers_level * stress * heat * m.aid_workers(p));
        let reported = (REPORTING_SD * normal(rng) - 0.5 * REPORTING_SD * REPORTING_SD).exp();
        self.sexual_violence = (p.sexual_violence_level * stress * reported * m.sexual_violence(p)).round();
    }

    /// The indices; before a mission has come they stay where they are.
    pub fn step_indices(&mut self, conflict: &Conflict, consent: f64, m: &Influence, p: &Inputs) {
        self.grow(m, p);
        let here = m.presence;
        let police = m.police / p.dose_max_police;
        let troops = m.troops / p.dose_max_troops;
        let civilians = m.civilians / 10.0;
        let engaged = (consent / 0.6).min(1.5);
        let work = p.task_response * here;
        let truce = if conflict.phase == Phase::War { 0.5 } else { 1.0 };
        let mut targets = [0.0; INDICES];
        targets[2] = p.maternal_health * m.multidimensional;
        targets[3] = p.household * here;
        targets[4] = p.democracy * civilians * engaged;
        targets[5] = p.power_sharing * civilians;
        targets[6] = p.environment * here;
        targets[7] = p.protest * police;
        targets[8] = p.crime_troops * troops - p.crime_police * police;
        targets[9] = -p.election_violence * here;
        targets[10] = -work * truce;
        targets[21] = work * engaged;
        let months = if here > 0.0 { p.response_months } else { p.fade_months };
        let pace = 1.0 / months.max(1.0);
        for k in (2..INDICES).filter(|k| !SPECIAL.contains(k)) {
            let moved = self.indices[k] + pace * (targets[k] - self.indices[k]);
            self.indices[k] = moved.clamp(-0.95, 20.0);
        }
    }

    /// The two that grow while a mission is there and fall back after it has left.
    fn grow(&mut self, m: &Influence, p: &Inputs) {
        let gone = m.presence <= 0.0;
        let women = self.indices[WOMEN];
        let decline = if gone && women > 0.0 { p.women_decline } else { 0.0 };
        self.indices[WOMEN] = (women + (p.women_growth * m.multidimensional - decline) / 1200.0).max(-0.9);
        self.momentum = m.multidimensional.max(self.momentum * MOMENTUM);
        let after = if gone { (p.growth_mission - p.growth_fall_back) * self.momentum } else { 0.0 };
        self.indices[GDP] += (p.growth_mission * m.multidimensional + after) / 1200.0;
    }
}

/// Neighbours that are not modelled.
pub struct Neighbours {
    peaceful: f64,
    pub fighting: f64,
    /// Newly in conflict this month.
    pub infected: bool,
}

impl Neighbours {
    pub fn new(p: &Inputs) -> Self {
        let fighting = p.neighbours_in_conflict;
        Self { peaceful: p.neighbours - fighting, fighting, infected: false }
    }

    pub fn step(&mut self, war: bool, m: &Influence, p: &Inputs, rng: &mut Rng) {
        let spill = if war { 1.0 + p.neighbour_spill * m.spill(p) } else { 1.0 };
        self.infected = happens(rng, self.peaceful * p.neighbour_onset * spill);
        let over = self.fighting > 0.0 && happens(rng, self.fighting * p.neighbour_end);
        let change = f64::from(u8::from(self.infected)) - f64::from(u8::from(over));
        self.fighting += change;
        self.peaceful -= change;
    }
}
