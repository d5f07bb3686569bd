//! The operation: deployment, vacancies, performance, implementation, fatalities, renewal, exit.

use super::cost::Cost;
use super::council::{Council, Renewal};
use super::draws::{Rng, logistic, normal, poisson, stationary};
use super::host::Host;
use super::inputs::Inputs;
use super::treasury::Account;

/// Months between renewals.
const RENEWAL_MONTHS: usize = 12;
/// Longest drawdown of a fully planned transition.
const DRAWDOWN_MONTHS: f64 = 24.0;

pub struct Operation {
    pub active: bool,
    /// Month of exit, once it has left.
    pub exit: Option<usize>,
    pub forced: bool,
    pub terminated: bool,
    /// Share of the scenario's strength that is still authorised.
    pub authorised: f64,
    /// Cost of the whole authorised strength in a month, US dollars.
    pub full_cost: f64,
    overload: f64,
    shock: f64,
    /// Troops, police, observers, civilians.
    pub deployed: [f64; 4],
    pub ceiling: [f64; 4],
    pub effectiveness: f64,
    pub presence: f64,
    /// Of military, police and civilian tasks.
    implementation: [f64; 3],
    /// This month's, by malicious acts and by other causes.
    pub deaths: [f64; 2],
    fill_deviation: f64,
    delay: f64,
    pace: f64,
    pub legacy: f64,
    pub abrupt: f64,
    legacy_fade: f64,
    /// Performance without shocks.
    skill: f64,
}

/// What surrounds the operation: its theatre as it was last month.
pub struct Around<'a> {
    pub council: &'a Council,
    pub host: &'a Host,
    pub war: bool,
    pub ceasefire: bool,
}

impl Operation {
    pub fn new(p: &Inputs, rng: &mut Rng) -> Self {
        let skill = p.performance_base
            + p.performance_quality * p.quality
            + p.performance_leadership * p.leadership
            + p.performance_capabilities * p.capabilities
            + p.performance_knowledge * p.local_knowledge;
        Self {
            active: true,
            exit: None,
            forced: false,
            terminated: false,
            authorised: 1.0,
            full_cost: Cost::of(p.troops + p.police + p.observers, p.civilians, p).total(),
            overload: 1.0,
            shock: 0.0,
            deployed: [0.0; 4],
            ceiling: [0.0; 4],
            effectiveness: 0.0,
            presence: 0.0,
            implementation: [0.0; 3],
            deaths: [0.0; 2],
            fill_deviation: stationary(p.fill_sd, p.fill_persistence) * normal(rng),
            delay: p.ramp_delay * normal(rng).max(0.0),
            pace: p.ramp_months * (p.ramp_spread * normal(rng)).exp(),
            legacy: 0.0,
            abrupt: 0.0,
            legacy_fade: (-1.0 / p.legacy_months).exp(),
            skill: skill * (1.0 - p.caveat_loss * p.caveats),
        }
    }

    /// One month from deployment on.
    pub fn step(
        &mut self,
        month: usize,
        calendar: usize,
        account: &mut Account,
        a: &Around,
        p: &Inputs,
        rng: &mut Rng,
    ) {
        self.decide(month, a, p, rng);
        if self.active {
            self.deploy(month, account, p, rng);
        }
        account.step(month, calendar, self, a.council, p, rng);
        if self.active {
            self.perform(account, a, p);
            self.implement(a, p, rng);
        } else {
            self.legacy *= self.legacy_fade;
            self.abrupt *= self.legacy_fade;
        }
    }

    /// Months to the planned exit.
    pub fn left(&self, month: usize, p: &Inputs) -> f64 {
        (super::START as f64 + p.length - month as f64).max(0.0)
    }

    pub fn uniformed(&self) -> f64 {
        self.deployed[0] + self.deployed[1] + self.deployed[2]
    }

    /// Weighted implementation of the mandate.
    pub fn implemented(&self) -> f64 {
        let [military, police, civilian] = self.implementation;
        0.4 * military + 0.2 * police + 0.4 * civilian
    }

    /// Renewal, withdrawal of consent, planned exit.
    fn decide(&mut self, month: usize, a: &Around, p: &Inputs, rng: &mut Rng) {
        if !self.active {
            return;
        }
        let age = month - super::START;
        let planned = self.left(month, p) == 0.0;
        if age > 0 && age.is_multiple_of(RENEWAL_MONTHS) && !planned {
            match a.council.renew(p, rng) {
                Renewal::Same => (),
                Renewal::Terminated => self.terminated = true,
                Renewal::Cut => self.authorised *= 1.0 - p.renewal_cut_share,
                Renewal::Overloaded => self.overload *= 1.0 + p.renewal_overload_step,
            }
        }
        if planned || self.terminated || a.host.withdrawn {
            self.leave(month, a.host.withdrawn, p);
        }
    }

    fn leave(&mut self, month: usize, forced: bool, p: &Inputs) {
        let orderly = if forced || self.terminated { 0.0 } else { p.transition };
        self.forced = forced;
        self.legacy = orderly * self.presence;
        self.abrupt = (1.0 - orderly) * self.presence;
        self.active = false;
        self.exit = Some(month);
        self.deployed = [0.0; 4];
        self.ceiling = [0.0; 4];
        self.deaths = [0.0; 2];
        (self.effectiveness, self.presence) = (0.0, 0.0);
    }

    fn deploy(&mut self, month: usize, account: &Account, p: &Inputs, rng: &mut Rng) {
        self.fill_deviation = p.fill_persistence * self.fill_deviation + p.fill_sd * normal(rng);
        let unpaid = p.unpaid_fill * account.owed_months;
        let most = logistic(p.fill_level + self.fill_deviation - unpaid - (p.caveats - 0.2)) * account.afford;
        let since = ((month - super::START) as f64 + 0.5 - self.delay).max(0.0);
        let troops = most * (1.0 - (-since / self.pace).exp());
        let police = most * (1.0 - (-since * p.police_pace / self.pace).exp());
        let drawdown = ((self.left(month, p) + 1.0) / (DRAWDOWN_MONTHS * p.transition + 1.0)).min(1.0);
        let keep = self.authorised * drawdown;
        let wanted = [p.troops, p.police, p.observers, p.civilians];
        for (group, arrived) in [troops, police, troops, police].into_iter().enumerate() {
            self.ceiling[group] = wanted[group] * keep;
            self.deployed[group] = self.ceiling[group] * arrived;
        }
    }

    /// Performance, access and overstretch, and what they leave of deployed strength.
    fn perform(&mut self, account: &Account, a: &Around, p: &Inputs) {
        self.shock = (p.shock_persistence * self.shock + f64::from(u8::from(a.host.changed))).min(1.0);
        let shaken = 1.0 - p.shock_loss * self.shock * (1.0 - p.adaptability);
        let performance = (self.skill * shaken).clamp(0.0, 1.0);
        let access = 1.0 - p.access_consent * (1.0 - a.host.consent) - p.access_acceptance * (1.0 - a.host.acceptance);
        let ceiling = self.ceiling[0] + self.ceiling[1] + self.ceiling[2];
        let can = self.uniformed() / ceiling.max(1.0) * self.authorised;
        let overstretch = (p.task_load * self.overload / can.max(0.05)).max(1.0);
        let acts = access.clamp(0.02, 1.0) * account.tempo * performance / overstretch;
        self.effectiveness = acts / p.strength_reference;
        let felt = self.deployed[0] + self.deployed[1] + 2.0 * self.deployed[2];
        self.presence = 1.0 - (-felt * self.effectiveness / 1000.0 / p.presence_scale).exp();
    }

    fn implement(&mut self, a: &Around, p: &Inputs, rng: &mut Rng) {
        let climate = if a.war {
            p.implementation_war
        } else if a.ceasefire {
            0.5 * (1.0 + p.implementation_war)
        } else {
            1.0
        };
        let cooperation = (1.0 + p.implementation_consent * (a.host.consent / 0.6 - 1.0)).max(0.0);
        let pace = p.implementation_rate * climate * cooperation * self.effectiveness;
        for (task, group) in [(0, 0), (1, 1), (2, 3)] {
            let share = self.deployed[group] / self.ceiling[group].max(1.0);
            self.implementation[task] += (1.0 - self.implementation[task]) * (pace * share).min(1.0);
        }
        let hostility = if a.war { 1.0 + p.deaths_malicious_war } else { 1.0 }
            * (p.deaths_malicious_consent * (0.6 - a.host.consent)).exp()
            * (1.3 - 0.5 * p.capabilities);
        let person_years = self.uniformed() / 12_000.0;
        self.deaths =
            [poisson(rng, person_years * p.deaths_malicious * hostility), poisson(rng, person_years * p.deaths_other)];
    }
}
