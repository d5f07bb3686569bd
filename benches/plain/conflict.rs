//! The conflict: phase, intensity, battle-related deaths, one-sided killings.

use super::draws::{Rng, happens, logistic, normal, poisson, stationary, strikes, uniform};
use super::influence::Influence;
use super::inputs::Inputs;

#[derive(Clone, Copy, PartialEq)]
pub enum Phase {
    War,
    Ceasefire,
    Peace,
}

#[derive(Clone, Copy, PartialEq)]
pub enum Ending {
    Agreement,
    Ceasefire,
    Government,
    Rebel,
    Fading,
}

/// What surrounds a conflict this month.
pub struct Surroundings<'a> {
    pub unity: f64,
    pub consent: f64,
    /// Fighting neighbours.
    pub fighting: f64,
    pub mission: &'a Influence,
}

pub struct Conflict {
    pub phase: Phase,
    /// How the last war ended.
    last: Ending,
    /// What ended this month.
    pub ended: Option<Ending>,
    /// A war began this month.
    pub began: bool,
    active: bool,
    intensity: f64,
    pub battle: f64,
    pub government: f64,
    pub rebel: f64,
    government_on: bool,
    rebel_on: bool,
    /// exp(-war age / early months), exp(-peace age / relapse months).
    early: f64,
    young: f64,
    traits: Traits,
}

/// What a conflict keeps all its life.
struct Traits {
    log_severity: f64,
    cap: f64,
    quiet_odds: f64,
    to_active: f64,
    agreement: f64,
    spread: f64,
    ending_base: f64,
    relapse_frailty: f64,
    early_fade: f64,
    young_fade: f64,
    mediated: f64,
}

impl Traits {
    fn new(p: &Inputs, rng: &mut Rng) -> (Self, f64) {
        let severity = p.severity_median.ln() + p.severity_sigma * normal(rng);
        let z = (severity - p.severity_centre) / p.severity_spread;
        let own = (1.0 - p.frailty_tie * p.frailty_tie).sqrt() * normal(rng);
        let frailty = p.frailty_sd * (p.frailty_tie * z + own);
        let to_quiet = logistic(p.quiet_level - p.quiet_severity * z);
        let traits = Self {
            log_severity: severity,
            cap: p.intensity_cap * 1.0e6 * p.population,
            quiet_odds: to_quiet / (1.0 - to_quiet),
            to_active: logistic(p.active_level + p.active_severity * z),
            agreement: p.ending_agreement * (p.agreement_severity * z).exp(),
            spread: stationary(p.intensity_sd, p.intensity_persistence),
            ending_base: p.ending_hazard * frailty.exp(),
            relapse_frailty: p.relapse_frailty * frailty,
            early_fade: (-1.0 / p.ending_early_months).exp(),
            young_fade: (-1.0 / p.relapse_months).exp(),
            mediated: (-p.battle_mediation * (p.mediation - p.mediation_reference)).exp(),
        };
        (traits, to_quiet)
    }
}

impl Conflict {
    pub fn new(p: &Inputs, rng: &mut Rng) -> Self {
        let (traits, to_quiet) = Traits::new(p, rng);
        let mut on = |start: f64, stop: f64| happens(rng, start / (start + stop));
        Self {
            phase: Phase::War,
            last: Ending::Fading,
            ended: None,
            began: false,
            active: on(traits.to_active, to_quiet),
            government_on: on(p.government_start, p.government_stop),
            rebel_on: on(p.rebel_start, p.rebel_stop),
            intensity: traits.spread * normal(rng),
            battle: 0.0,
            government: 0.0,
            rebel: 0.0,
            early: (-p.age / p.ending_early_months).exp(),
            young: 1.0,
            traits,
        }
    }

    pub fn log_severity(&self) -> f64 {
        self.traits.log_severity
    }

    pub fn at_war(&self) -> bool {
        self.phase == Phase::War
    }

    pub fn deaths(&self) -> f64 {
        self.battle + self.government + self.rebel
    }

    pub fn step(&mut self, around: &Surroundings, p: &Inputs, rng: &mut Rng) {
        (self.ended, self.began) = (None, false);
        if self.at_war() {
            self.try_to_end(around, p, rng)
        } else {
            self.try_to_fail(around, p, rng)
        }
        if self.at_war() {
            self.move_spell(around.mission, p, rng);
        }
        self.fight(around.mission, p, rng);
        self.kill_civilians(around.mission, p, rng);
    }

    fn try_to_end(&mut self, around: &Surroundings, p: &Inputs, rng: &mut Rng) {
        let favour = favour(around, p);
        let negotiated = self.traits.agreement + p.ending_ceasefire;
        let other = p.ending_government + p.ending_rebel + p.ending_fading;
        let scale = (favour * negotiated + other) / (negotiated + other);
        let fierce = (-p.ending_intensity * self.intensity / self.traits.spread).exp();
        let hazard = self.traits.ending_base * fierce * (1.0 + p.ending_early * self.early) * scale;
        self.early *= self.traits.early_fade;
        if strikes(rng, hazard) {
            let kind = self.kind(favour, p, rng);
            self.phase = if kind == Ending::Ceasefire { Phase::Ceasefire } else { Phase::Peace };
            (self.last, self.ended) = (kind, Some(kind));
            self.young = 1.0;
        }
    }

    fn kind(&self, favour: f64, p: &Inputs, rng: &mut Rng) -> Ending {
        let weights = [
            (Ending::Agreement, favour * self.traits.agreement),
            (Ending::Ceasefire, favour * p.ending_ceasefire),
            (Ending::Government, p.ending_government),
            (Ending::Rebel, p.ending_rebel),
        ];
        let total: f64 = weights.iter().map(|w| w.1).sum::<f64>() + p.ending_fading;
        let mut at = uniform(rng) * total;
        for (kind, weight) in weights {
            if at < weight {
                return kind;
            }
            at -= weight;
        }
        Ending::Fading
    }

    fn try_to_fail(&mut self, around: &Surroundings, p: &Inputs, rng: &mut Rng) {
        let after = match self.last {
            Ending::Agreement => p.relapse_agreement,
            Ending::Ceasefire => p.relapse_ceasefire,
            Ending::Government => p.relapse_government,
            Ending::Rebel => p.relapse_rebel,
            Ending::Fading => p.relapse_fading,
        };
        let setting = p.inbound_spill * (around.fighting.min(3.0) - 1.0) - p.relapse_consent * (around.consent - 0.6);
        let pressed = (setting + self.traits.relapse_frailty + around.mission.relapse(p)).exp();
        let fail = (p.relapse_floor + p.relapse_start * self.young) * after * pressed;
        self.young *= self.traits.young_fade;
        let settle = if self.phase == Phase::Ceasefire { p.ceasefire_settlement * favour(around, p) } else { 0.0 };
        if !strikes(rng, fail + settle) {
            return;
        }
        if settle == 0.0 || happens(rng, fail / (fail + settle)) {
            (self.phase, self.began, self.active, self.early) = (Phase::War, true, true, 1.0);
        } else {
            (self.phase, self.last, self.ended) = (Phase::Peace, Ending::Agreement, Some(Ending::Agreement));
        }
    }

    /// Active and quiet spells; a new war begins in an active one.
    fn move_spell(&mut self, m: &Influence, p: &Inputs, rng: &mut Rng) {
        if self.began {
            return;
        }
        self.active = if self.active {
            let odds = self.traits.quiet_odds * m.spell(p);
            !happens(rng, odds / (1.0 + odds))
        } else {
            happens(rng, self.traits.to_active)
        };
    }

    fn fight(&mut self, m: &Influence, p: &Inputs, rng: &mut Rng) {
        self.intensity = p.intensity_persistence * self.intensity + p.intensity_sd * normal(rng);
        let share = match self.phase {
            Phase::War if self.active => 1.0,
            Phase::War => p.quiet_share,
            Phase::Ceasefire => p.ceasefire_share,
            Phase::Peace => {
                self.battle = 0.0;
                return;
            }
        };
        let full = (self.traits.log_severity + self.intensity).exp().min(self.traits.cap);
        self.battle = poisson(rng, full * share * self.traits.mediated * m.battle(p));
    }

    /// One-sided killings, by each side in spells of its own.
    fn kill_civilians(&mut self, m: &Influence, p: &Inputs, rng: &mut Rng) {
        (self.government, self.rebel) = (0.0, 0.0);
        if !self.at_war() {
            (self.government_on, self.rebel_on) = (false, false);
            return;
        }
        let heat = self.traits.log_severity - p.severity_centre + self.intensity;
        let cap = self.traits.cap;
        self.government_on = turn(self.government_on, p.government_start, p.government_stop, rng);
        self.rebel_on = turn(self.rebel_on, p.rebel_start, p.rebel_stop, rng);
        if self.government_on {
            let size = (p.government_level + p.government_sd * normal(rng) + p.government_tie * heat).exp();
            self.government = (size.min(cap) * m.government(p)).round();
        }
        if self.rebel_on {
            let size = (p.rebel_level + p.rebel_sd * normal(rng) + p.rebel_tie * heat).exp();
            self.rebel = (size.min(cap) * m.rebel(p)).round();
        }
    }
}

fn turn(on: bool, start: f64, stop: f64, rng: &mut Rng) -> bool {
    if on { !happens(rng, stop) } else { happens(rng, start) }
}

/// Factor on negotiated endings.
fn favour(around: &Surroundings, p: &Inputs) -> f64 {
    (p.ending_mediation * (p.mediation - p.mediation_reference)
        + p.mediation * around.mission.together(p)
        + p.ending_consent * (around.consent - 0.6)
        + p.ending_unity * (around.unity - 0.65)
        - p.ending_external * (p.external_support - 0.3))
        .exp()
}
