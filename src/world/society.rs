//! Society: displacement, aid workers, sexual violence, and indices of what else missions touch.
//!
//! Displacement, attacks on aid workers and verified sexual violence have sourced levels and are
//! counts. Everything else is an index whose value without a mission is 100 by construction: it
//! says how far a mission moves it, not where it stands.

use crate::draws::math::{exp, exp_of, select};
use crate::draws::sample::poisson;
use crate::draws::slots::theatre;
use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;

use super::column::{ZERO, clamp, flag, greater, lesser, whole};
use super::conflict::{Conflict, phase};
use super::draw::TheatreDraws;
use super::effects::Effects;
use super::influence::Influence;
use super::mandate::{Acting, SPECIAL};
use super::theatre::Beyond;

/// An index of society.
#[derive(Clone, Copy, Debug)]
pub struct Index {
    /// Outcome name.
    pub name: &'static str,
    /// What it stands for.
    pub doc: &'static str,
}

/// The indices, in the order of [`Society::indices`].
pub const INDICES: [Index; 22] = [
    Index { name: "womens_participation", doc: "women's political participation and empowerment (finding 16)" },
    Index { name: "gdp", doc: "gross domestic product (finding 18)" },
    Index { name: "maternal_health", doc: "maternal health and schooling of women (finding 17)" },
    Index { name: "household_wellbeing", doc: "household well-being and trust (finding 19)" },
    Index { name: "democracy", doc: "democratic quality (finding 20)" },
    Index { name: "power_sharing", doc: "elite commitment to power-sharing (finding 20)" },
    Index { name: "environment", doc: "environmental quality (finding 22)" },
    Index { name: "nonviolent_protest", doc: "nonviolent protest in a year (finding 23)" },
    Index { name: "criminal_violence", doc: "homicide and post-war violence (finding 11)" },
    Index { name: "election_violence", doc: "violence in election months (finding 21)" },
    Index { name: "ceasefire_violations", doc: "violations of ceasefires and agreements" },
    Index { name: "land_released", doc: "land released from mines and remnants of war" },
    Index { name: "epidemic_cases", doc: "epidemic cases" },
    Index { name: "disaster_deaths", doc: "deaths in disasters" },
    Index { name: "heritage_lost", doc: "cultural heritage lost" },
    Index { name: "illicit_revenue", doc: "illicit revenue of armed groups" },
    Index { name: "unlawful_crossings", doc: "unlawful border crossings" },
    Index { name: "infrastructure_outages", doc: "outage-days of critical infrastructure" },
    Index { name: "information_incidents", doc: "cyber and information incidents" },
    Index { name: "maritime_incidents", doc: "incidents at sea" },
    Index { name: "accountability_cases", doc: "cases of accountability for serious crimes" },
    Index { name: "state_capacity", doc: "capacity and legitimacy of state institutions" },
];

/// Number of indices.
pub const COUNT: usize = INDICES.len();

/// Position of the ceasefire violations.
pub const CEASEFIRE_VIOLATIONS: usize = 10;
/// Position of the land released.
const LAND_RELEASED: usize = 11;
/// Position of the cases of accountability.
const ACCOUNTABILITY_CASES: usize = 20;
/// Position of the illicit revenue.
pub const ILLICIT_REVENUE: usize = 15;
/// Position of the information incidents.
pub const INFORMATION_INCIDENTS: usize = 18;
/// Position of the state's capacity.
pub const STATE_CAPACITY: usize = 21;
/// Position of election violence.
const ELECTION_VIOLENCE: usize = 9;

/// Monthly persistence of growth's momentum after exit: exp(-1/24), written out because the
/// platform's `exp` may not enter the simulated path.
const MOMENTUM: f64 = 0.959_189_457_3;

/// Monthly spread of how many cases of sexual violence are verified, log scale; an assumption.
const REPORTING_SD: f64 = 0.6;

const WOMEN: usize = 0;
const GDP: usize = 1;

/// State of a theatre's society.
#[derive(Clone, Debug)]
pub struct Society {
    /// People displaced (stock).
    pub displaced: Col,
    /// People newly displaced this month.
    pub fled: Col,
    /// People returned this month.
    pub returned: Col,
    /// Attacks on aid workers this month.
    pub aid_worker_attacks: Col,
    /// Verified cases of conflict-related sexual violence this month.
    pub sexual_violence: Col,
    /// Indices as relative deviations from the world without a mission.
    pub indices: [Col; COUNT],
    momentum: Col,
    /// Share of the way that indices go in a month towards what a mission at work sustains, and back when it has left.
    response: Col,
    fading: Col,
    /// Where all indices but the first two are drawn to.
    targets: [Col; COUNT - 2],
    drawn_to_nothing: bool,
}

impl Society {
    /// Society at the start: displacement as the war so far left it.
    pub fn new(conflict: &Conflict, log_severity: &Col, population: &Col, p: &Parameters) -> Self {
        let mut displaced = ZERO;
        for i in 0..LANES {
            let war = flag(conflict.phase[i] == phase::WAR);
            let after = flag(conflict.phase[i] >= phase::CEASEFIRE);
            // Most wars have a history: displacement starts near what their intensity sustains.
            let built = 1.0 - 0.4 * exp(-(war * conflict.war_age[i] + after * 48.0) / 24.0);
            let left = exp(-after * p.return_peace[i] * conflict.peace_age[i]);
            let inflow = 1.2 * p.displaced_per_death[i] * exp(log_severity[i]);
            let turnover = (war + after) * built / p.return_war[i];
            displaced[i] = lesser(inflow * turnover * left, 0.4e6 * population[i]);
        }
        Self {
            displaced,
            fled: ZERO,
            returned: ZERO,
            aid_worker_attacks: ZERO,
            sexual_violence: ZERO,
            indices: [ZERO; COUNT],
            momentum: ZERO,
            response: monthly(&p.response_months),
            fading: monthly(&p.fade_months),
            targets: [ZERO; COUNT - 2],
            drawn_to_nothing: true,
        }
    }

    /// One month.
    #[inline(always)]
    pub fn step(
        &mut self,
        conflict: &Conflict,
        population: &Col,
        effects: &Effects,
        beyond: &Beyond,
        draws: &TheatreDraws,
        p: &Parameters,
    ) {
        self.displace(conflict, population, effects, beyond, draws, p);
        self.count_events(conflict, effects, draws, p);
    }

    /// One month of the indices; without a mission they stay where they are.
    #[inline(always)]
    pub fn step_indices(
        &mut self,
        conflict: &Conflict,
        consent: &Col,
        mission: &Influence,
        mandate: &Acting,
        election: bool,
        p: &Parameters,
    ) {
        let before = self.indices[ELECTION_VIOLENCE];
        self.grow(mission, &mandate.indices, p);
        self.respond(conflict, consent, mission, mandate, p);
        if mandate.any_named {
            self.vote(&before, election, mission, mandate, p);
        }
    }

    /// Violence in election months, each against the same months without a mission: where models
    /// are named it moves with an election and stands until the next (finding 21).
    #[inline(always)]
    fn vote(&mut self, before: &Col, election: bool, mission: &Influence, mandate: &Acting, p: &Parameters) {
        for i in 0..LANES {
            let task = mandate.indices[ELECTION_VIOLENCE][i];
            let voted = clamp(-p.election_violence[i] * task * mission.work[i], -0.95, 20.0);
            let stands = if election { voted } else { before[i] };
            let index = &mut self.indices[ELECTION_VIOLENCE][i];
            *index = if mandate.named[i] > 0.0 { stands } else { *index };
        }
    }

    /// Flight from violence and return. Returns rise with uniformed strength (finding 12).
    #[inline(always)]
    fn displace(
        &mut self,
        conflict: &Conflict,
        population: &Col,
        effects: &Effects,
        beyond: &Beyond,
        draws: &TheatreDraws,
        p: &Parameters,
    ) {
        let mut noise = ZERO;
        for i in 0..LANES {
            noise[i] = p.displaced_sd[i] * (draws.slots[theatre::DISPLACEMENT][i] - 0.5 * p.displaced_sd[i]);
        }
        let noise = exp_of(&noise);
        for i in 0..LANES {
            let deaths = conflict.battle[i] + conflict.government[i] + conflict.rebel[i];
            let fled = p.displaced_per_death[i] * deaths * noise[i] * effects.displacement[i] * beyond.displacement[i];
            let room = greater(0.4e6 * population[i] - self.displaced[i], 0.0);
            self.fled[i] = lesser(fled, room);
            let calm = flag(conflict.phase[i] != phase::WAR);
            let rate = p.return_war[i] + calm * (p.return_peace[i] - p.return_war[i]);
            self.returned[i] = self.displaced[i] * lesser(rate * effects.returns[i], 0.5);
            self.displaced[i] += self.fled[i] - self.returned[i];
        }
    }

    /// Attacks on aid workers (troops lower them, finding 9) and verified sexual violence (police
    /// lower it, finding 10).
    #[inline(always)]
    fn count_events(&mut self, conflict: &Conflict, effects: &Effects, draws: &TheatreDraws, p: &Parameters) {
        let (mut attacks, mut reported) = (ZERO, ZERO);
        for i in 0..LANES {
            reported[i] = REPORTING_SD * draws.slots[theatre::SEXUAL_VIOLENCE][i] - 0.5 * REPORTING_SD * REPORTING_SD;
        }
        let reported = exp_of(&reported);
        for i in 0..LANES {
            let war = flag(conflict.phase[i] == phase::WAR);
            let stress = war + 0.2 * flag(conflict.phase[i] >= phase::CEASEFIRE);
            // The fourth root of deaths stands for how hot the fighting is.
            let heat = 1.0 + p.aid_workers_intensity[i] * ((1.0 + conflict.battle[i]).sqrt().sqrt() - 1.0);
            attacks[i] = p.aid_workers_level[i] * stress * heat * effects.aid_workers[i];
            let cases = p.sexual_violence_level[i] * stress * reported[i] * effects.sexual_violence[i];
            self.sexual_violence[i] = whole(cases);
        }
        poisson(&attacks, &draws.slots[theatre::AID_WORKERS], &mut self.aid_worker_attacks);
    }

    /// The two that grow while a mission is there and fall back after it has left.
    #[inline(always)]
    fn grow(&mut self, mission: &Influence, tasks: &[Col; COUNT], p: &Parameters) {
        for i in 0..LANES {
            let here = mission.multidimensional[i];
            let women = self.indices[WOMEN][i];
            let gone = flag(mission.work[i] <= 0.0) * flag(women > 0.0);
            self.indices[WOMEN][i] = greater(
                women + (p.women_growth[i] * here * tasks[WOMEN][i] - p.women_decline[i] * gone) / 1200.0,
                -0.9,
            );
            // After exit growth keeps part of its pace for about three years (Beber et al. 2019).
            let left = flag(mission.work[i] <= 0.0);
            self.momentum[i] = greater(here, self.momentum[i] * MOMENTUM);
            let after = (p.growth_mission[i] - p.growth_fall_back[i]) * self.momentum[i] * left;
            self.indices[GDP][i] += (p.growth_mission[i] * here + after) * tasks[GDP][i] / 1200.0;
        }
    }

    /// The rest move towards what the mission at work sustains and fade when it has left.
    #[inline(always)]
    fn respond(&mut self, conflict: &Conflict, consent: &Col, mission: &Influence, mandate: &Acting, p: &Parameters) {
        if mission.resting {
            if !self.drawn_to_nothing {
                (self.targets, self.drawn_to_nothing) = ([ZERO; COUNT - 2], true);
            }
        } else {
            self.drawn_to_nothing = false;
            set_targets(&mut self.targets, conflict, consent, mission, mandate, p);
        }
        let mut pace = ZERO;
        for i in 0..LANES {
            pace[i] = select(mission.work[i] > 0.0, self.response[i], self.fading[i]);
        }
        for k in 0..self.targets.len() {
            if !mandate.touched[k + 2] {
                continue;
            }
            let (index, target) = (&mut self.indices[k + 2], &self.targets[k]);
            for i in 0..LANES {
                let now = index[i];
                index[i] = clamp(now + pace[i] * (target[i] - now), -0.95, 20.0);
            }
        }
    }
}

/// Share of the way that is gone in a month of so many.
fn monthly(months: &Col) -> Col {
    let mut share = ZERO;
    for i in 0..LANES {
        share[i] = 1.0 / greater(months[i], 1.0);
    }
    share
}

/// What a mission at work sustains, by index from the third on.
#[inline(always)]
fn set_targets(
    targets: &mut [Col; COUNT - 2],
    conflict: &Conflict,
    consent: &Col,
    mission: &Influence,
    mandate: &Acting,
    p: &Parameters,
) {
    let tasks = &mandate.indices;
    let mut works = ZERO;
    for i in 0..LANES {
        let here = mission.work[i];
        let (police, civilians) = (mission.police_share[i], mission.civilians_share[i]);
        let troops = mission.troops[i] / p.dose_max_troops[i];
        let engaged = lesser(consent[i] / 0.6, 1.5);
        let work = p.task_response[i] * here;
        works[i] = work;
        let quiet = flag(conflict.phase[i] != phase::WAR);
        targets[0][i] = p.maternal_health[i] * mission.multidimensional[i] * tasks[2][i];
        targets[1][i] = p.household[i] * here * tasks[3][i];
        targets[2][i] = p.democracy[i] * civilians * engaged * tasks[4][i];
        targets[3][i] = p.power_sharing[i] * civilians * tasks[5][i];
        targets[4][i] = p.environment[i] * here * tasks[6][i];
        targets[5][i] = p.protest[i] * police * tasks[7][i];
        targets[6][i] = (p.crime_troops[i] * troops - p.crime_police[i] * police) * tasks[8][i];
        targets[7][i] = -p.election_violence[i] * tasks[9][i] * here;
        targets[8][i] = -work * tasks[10][i] * (0.5 + 0.5 * quiet);
        targets[19][i] = work * tasks[21][i] * engaged;
    }
    for k in SPECIAL {
        if mandate.touched[k] {
            // What is done well is to grow, what is done to people to become less.
            let way = if k == LAND_RELEASED || k == ACCOUNTABILITY_CASES { 1.0 } else { -1.0 };
            for i in 0..LANES {
                targets[k - 2][i] = way * works[i] * tasks[k][i];
            }
        }
    }
}
