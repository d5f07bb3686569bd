//! The outcomes of a history, coded as the engine codes them.

use super::conflict::{Conflict, Ending, Phase};
use super::inputs::Inputs;
use super::operation::Operation;
use super::record::{History, Month};
use super::society::{INDICES, Society};

/// Battle-related deaths that make a calendar year a conflict-year, and a war-year.
const CONFLICT_YEAR: f64 = 25.0;
const WAR_YEAR: f64 = 1000.0;
/// Months to which times are restricted.
const RESTRICTED: f64 = 120.0;
/// Implementation that counts as success.
const IMPLEMENTED: f64 = 0.6;
/// Months 13 to 36 of deployment, as ages.
const WINDOW: std::ops::Range<usize> = 12..36;

pub struct Ledger {
    /// Calendar month of month 0.
    calendar: usize,
    months: usize,
    sums: Month,
    malicious: f64,
    last: Month,
    years: Vec<f64>,
    at_war: bool,
    displaced_start: f64,
    displaced_end: f64,
    before: f64,
    window: f64,
    window_months: f64,
    window_infected: bool,
    first_end: Option<(Ending, f64)>,
    first_truce: f64,
    first_settlement: f64,
    peace_from: Option<f64>,
    peace_to: Option<f64>,
    indices: [f64; INDICES],
}

impl Ledger {
    pub fn new(calendar: usize, p: &Inputs) -> Self {
        let months = p.months();
        Self {
            calendar,
            months,
            sums: Month::default(),
            malicious: 0.0,
            last: Month::default(),
            years: vec![0.0; months / 12 + 2],
            at_war: false,
            displaced_start: 0.0,
            displaced_end: 0.0,
            before: 0.0,
            window: 0.0,
            window_months: 0.0,
            window_infected: false,
            first_end: None,
            first_truce: RESTRICTED,
            first_settlement: RESTRICTED,
            peace_from: None,
            peace_to: None,
            indices: [0.0; INDICES],
        }
    }

    pub fn record(
        &mut self,
        month: usize,
        row: &Month,
        conflict: &Conflict,
        society: &Society,
        op: Option<&Operation>,
    ) {
        self.years[(month + self.calendar) / 12] += row.battle_deaths;
        self.record_window(month, row, conflict, op);
        if month < super::START {
            return;
        }
        if month == super::START {
            (self.at_war, self.displaced_start) = (conflict.at_war(), society.displaced);
        }
        self.record_endings((month - super::START) as f64, conflict);
        self.sums.add(row);
        self.last = *row;
        if let Some(op) = op {
            self.malicious += op.deaths[0];
            self.indices.iter_mut().zip(&society.indices).for_each(|(sum, x)| *sum += x);
        }
    }

    /// The three conditions of wartime success.
    fn record_window(&mut self, month: usize, row: &Month, conflict: &Conflict, op: Option<&Operation>) {
        if month < super::START {
            self.before += conflict.deaths();
        } else if WINDOW.contains(&(month - super::START)) && op.is_none_or(|op| op.active) {
            self.window += conflict.deaths();
            self.window_months += 1.0;
            self.window_infected |= row.neighbours_infected > 0.0;
            self.displaced_end = row.displaced_person_months;
        }
    }

    /// First endings, and how long the first peace held.
    fn record_endings(&mut self, now: f64, conflict: &Conflict) {
        if let Some(kind) = conflict.ended {
            self.first_end.get_or_insert((kind, now));
            if matches!(kind, Ending::Agreement | Ending::Ceasefire) {
                self.first_truce = self.first_truce.min(now);
            }
            if kind == Ending::Agreement {
                self.first_settlement = self.first_settlement.min(now);
            }
        }
        if !conflict.at_war() && self.peace_from.is_none() {
            self.peace_from = Some(now);
        }
        if conflict.began && self.peace_to.is_none() && self.peace_from.is_some() {
            self.peace_to = Some(now);
        }
    }

    pub fn finish(&self, conflict: &Conflict, op: Option<&Operation>) -> History {
        let mut h = History::default();
        self.finish_sums(&mut h);
        self.finish_years(&mut h);
        self.finish_endings(&mut h);
        h.success = op.map_or(f64::NAN, |op| self.success(op));
        h.wartime_success = self.wartime_success();
        h.peace_at_horizon = flag(conflict.phase == Phase::Peace);
        h.consent_withdrawn = op.map_or(f64::NAN, |op| flag(op.forced));
        h.mandate_terminated = op.map_or(f64::NAN, |op| flag(op.terminated));
        h.mandate_implementation = op.map_or(f64::NAN, Operation::implemented);
        h
    }

    fn finish_sums(&self, h: &mut History) {
        let s = &self.sums;
        h.battle_deaths = s.battle_deaths;
        h.one_sided_deaths_government = s.one_sided_deaths_government;
        h.one_sided_deaths_rebels = s.one_sided_deaths_rebels;
        h.months_at_war = s.months_at_war;
        h.neighbours_infected = s.neighbours_infected;
        h.displaced_person_months = s.displaced_person_months;
        h.people_returned = s.people_returned;
        h.aid_worker_attacks = s.aid_worker_attacks;
        h.sexual_violence_cases = s.sexual_violence_cases;
        h.peacekeeper_deaths = s.peacekeeper_deaths;
        h.peacekeeper_deaths_malicious = self.malicious;
        h.uniformed_person_years = s.uniformed_person_years;
        h.mission_months = s.mission_months;
        h.cost_usd = s.cost_usd;
        h.requirement_usd = s.requirement_usd;
        h.budget_usd = s.budget_usd;
        h.receipts_usd = s.receipts_usd;
        h.cash_short_months = s.cash_short_months;
        h.cash_cut_months = s.cash_cut_months;
        h.unpaid_at_end_usd = self.last.unpaid_assessments_usd;
        h.owed_to_contributors_at_end_usd = self.last.owed_to_contributors_usd;
        h.cost_contributors_usd = s.cost_contributors_usd;
        h.cost_operations_usd = s.cost_operations_usd;
        h.cost_programme_usd = s.cost_programme_usd;
        h.cost_civilians_usd = s.cost_civilians_usd;
        h.cost_overhead_usd = s.cost_overhead_usd;
        self.finish_indices(h);
    }

    fn finish_indices(&self, h: &mut History) {
        let months = (self.months - super::START) as f64;
        let [a, b, c, d, e, f, g, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w] =
            self.indices.map(|sum| 100.0 * (1.0 + sum / months));
        (h.womens_participation, h.gdp, h.maternal_health, h.household_wellbeing) = (a, b, c, d);
        (h.democracy, h.power_sharing, h.environment, h.nonviolent_protest) = (e, f, g, i);
        (h.criminal_violence, h.election_violence, h.ceasefire_violations) = (j, k, l);
        (h.land_released, h.epidemic_cases, h.disaster_deaths, h.heritage_lost) = (m, n, o, p);
        (h.illicit_revenue, h.unlawful_crossings, h.infrastructure_outages) = (q, r, s);
        (h.information_incidents, h.maritime_incidents, h.accountability_cases, h.state_capacity) = (t, u, v, w);
    }

    fn finish_years(&self, h: &mut History) {
        let counted = |least: f64| {
            let complete = self.complete().filter(|y| self.first_month(*y) >= super::START as isize);
            complete.filter(|y| self.years[*y] >= least).count() as f64
        };
        h.conflict_years = counted(CONFLICT_YEAR);
        h.war_years = counted(WAR_YEAR);
        h.relapse_5y = self.relapse();
    }

    fn first_month(&self, year: usize) -> isize {
        12 * year as isize - self.calendar as isize
    }

    fn is_complete(&self, year: usize) -> bool {
        self.first_month(year) >= 0 && self.first_month(year) + 12 <= self.months as isize
    }

    fn complete(&self) -> impl Iterator<Item = usize> {
        (0..self.years.len()).filter(|y| self.is_complete(*y))
    }

    /// Whether a conflict-year falls in the five years after the first peace year, once they are over.
    fn relapse(&self) -> f64 {
        let calm = |y: &usize| self.years[*y] < CONFLICT_YEAR && self.first_month(*y) + 11 >= super::START as isize;
        let Some(peace) = self.complete().find(calm) else {
            return f64::NAN;
        };
        let mut next = peace + 1..peace + 6;
        let over = next.clone().all(|y| self.is_complete(y));
        if over { flag(next.any(|y| self.years[y] >= CONFLICT_YEAR)) } else { f64::NAN }
    }

    fn finish_endings(&self, h: &mut History) {
        let horizon = (self.months - super::START) as f64;
        h.first_peace_months = self.peace_from.map_or(f64::NAN, |from| self.peace_to.unwrap_or(horizon) - from);
        h.first_peace_failed = self.peace_from.map_or(f64::NAN, |_| flag(self.peace_to.is_some()));
        if !self.at_war {
            h.time_to_ceasefire_rmst = f64::NAN;
            h.time_to_settlement_rmst = f64::NAN;
            h.ended_by_settlement = f64::NAN;
            h.ended_by_ceasefire = f64::NAN;
            h.ended_by_victory = f64::NAN;
            h.ended_by_fading = f64::NAN;
            h.still_fighting = f64::NAN;
            return;
        }
        h.time_to_ceasefire_rmst = self.first_truce;
        h.time_to_settlement_rmst = self.first_settlement;
        match self.first_end.filter(|(_, month)| *month < RESTRICTED) {
            Some((Ending::Agreement, _)) => h.ended_by_settlement = 1.0,
            Some((Ending::Ceasefire, _)) => h.ended_by_ceasefire = 1.0,
            Some((Ending::Government | Ending::Rebel, _)) => h.ended_by_victory = 1.0,
            Some((Ending::Fading, _)) => h.ended_by_fading = 1.0,
            None => h.still_fighting = 1.0,
        }
    }

    /// Exit not forced, mandate done, no conflict-year in the exit year and the two after.
    fn success(&self, op: &Operation) -> f64 {
        let Some(exit) = op.exit.filter(|exit| exit + 24 <= self.months) else {
            return f64::NAN;
        };
        let year = (exit + self.calendar) / 12;
        let calm = (year..=year + 2).all(|y| self.years.get(y).is_none_or(|deaths| *deaths < CONFLICT_YEAR));
        flag(!op.forced && op.implemented() >= IMPLEMENTED && calm)
    }

    fn wartime_success(&self) -> f64 {
        if !self.at_war {
            return f64::NAN;
        }
        if self.window_months == 0.0 {
            return 0.0;
        }
        let calmer = self.window / self.window_months < self.before / 12.0;
        flag(calmer && self.displaced_end <= self.displaced_start && !self.window_infected)
    }
}

pub fn flag(test: bool) -> f64 {
    if test { 1.0 } else { 0.0 }
}
