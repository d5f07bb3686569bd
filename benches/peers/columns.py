"""`n` histories of benches/plain side by side: one array operation for each line of the scalar program."""

import numpy as np

from account import Account
from inputs import INDICES, INPUTS, MONTHS, START
from mission import Operation
from outcomes import Ledger

AGREEMENT, TRUCE, GOVERNMENT, REBEL, FADING = 1, 2, 3, 4, 5
WAR, CEASEFIRE, PEACE = 0, 1, 2
p = INPUTS


def logistic(x):
    return 1.0 / (1.0 + np.exp(-x))


def logit(x):
    return np.log(x / (1.0 - x))


def stationary(sd, persistence):
    return sd / np.sqrt(1.0 - persistence * persistence)


class Host:
    def __init__(self, n, rng):
        self.asked, self.usual = logit(p.consent), logit(p.acceptance_level)
        self.x = stationary(p.consent_sd, p.consent_persistence) * rng.standard_normal(n)
        self.consent = logistic(self.asked + self.x)
        self.acceptance = np.full(n, p.acceptance_level)
        self.withdrawn = self.changed = np.zeros(n, bool)

    def step(self, unity, m, violence, rng):
        n = len(self.x)
        phi = p.consent_persistence
        self.changed = rng.random(n) < p.government_change
        pull = (p.consent_unity * (unity - 0.65) + p.consent_regional * (p.regional_support - 0.5)
                - p.consent_divergence * (p.divergence - 0.3))
        wanted = self.usual - p.acceptance_violence * np.log1p(violence)
        if m.here:
            pull = pull + m.presence * (p.consent_benefits * (m.benefits - 0.4)
                                        + p.consent_communication * (p.communication - 0.5)
                                        + p.consent_conduct * (p.conduct - 0.7)
                                        - p.consent_disinformation * (p.disinformation - 0.3))
            wanted = wanted + m.presence * (p.acceptance_benefits * (m.benefits - 0.4)
                                            + p.acceptance_conduct * (p.conduct - 0.7))
        shock = np.where(self.changed, p.government_change_sd * rng.standard_normal(n), 0.0)
        self.x = phi * self.x + (1.0 - phi) * pull + p.consent_sd * rng.standard_normal(n) + shock
        self.consent = logistic(self.asked + self.x)
        below = np.maximum(p.withdrawal_threshold - self.consent, 0.0) / p.withdrawal_threshold
        self.withdrawn = rng.random(n) < p.withdrawal_hazard * below
        self.acceptance = self.acceptance + p.acceptance_pace * (logistic(wanted) - self.acceptance)


class Conflict:
    def __init__(self, n, rng):
        self.severity = np.log(p.severity_median) + p.severity_sigma * rng.standard_normal(n)
        z = (self.severity - p.severity_centre) / p.severity_spread
        own = np.sqrt(1.0 - p.frailty_tie * p.frailty_tie) * rng.standard_normal(n)
        frailty = p.frailty_sd * (p.frailty_tie * z + own)
        to_quiet = logistic(p.quiet_level - p.quiet_severity * z)
        self.to_active, self.quiet_odds = logistic(p.active_level + p.active_severity * z), to_quiet / (1.0 - to_quiet)
        self.agreement = p.ending_agreement * np.exp(p.agreement_severity * z)
        self.negotiated = self.agreement + p.ending_ceasefire
        self.other = p.ending_government + p.ending_rebel + p.ending_fading
        self.spread = stationary(p.intensity_sd, p.intensity_persistence)
        self.ending_base, self.relapse_frailty = p.ending_hazard * np.exp(frailty), p.relapse_frailty * frailty
        self.early_fade, self.young_fade = np.exp(-1.0 / p.ending_early_months), np.exp(-1.0 / p.relapse_months)
        self.mediated = np.exp(-p.battle_mediation * (p.mediation - p.mediation_reference))
        self.cap = p.intensity_cap * 1.0e6 * p.population
        self.phase, self.last = np.full(n, WAR), np.full(n, FADING)
        self.early, self.young = np.full(n, np.exp(-p.age / p.ending_early_months)), np.ones(n)
        self.active = rng.random(n) < self.to_active / (self.to_active + to_quiet)
        self.government_on = rng.random(n) < p.government_start / (p.government_start + p.government_stop)
        self.rebel_on = rng.random(n) < p.rebel_start / (p.rebel_start + p.rebel_stop)
        self.intensity = self.spread * rng.standard_normal(n)
        self.after = np.array([0.0, p.relapse_agreement, p.relapse_ceasefire, p.relapse_government, p.relapse_rebel,
                               p.relapse_fading])

    def step(self, unity, consent, fighting, m, rng):
        n = len(self.phase)
        war, truce = self.phase == WAR, self.phase == CEASEFIRE
        favour = np.exp(p.ending_mediation * (p.mediation - p.mediation_reference)
                        + p.mediation * (p.ending_together * m.presence + p.ending_troops * m.troops)
                        + p.ending_consent * (consent - 0.6) + p.ending_unity * (unity - 0.65)
                        - p.ending_external * (p.external_support - 0.3))
        scale = (favour * self.negotiated + self.other) / (self.negotiated + self.other)
        fierce = np.exp(-p.ending_intensity * self.intensity / self.spread)
        ends = self.ending_base * fierce * (1.0 + p.ending_early * self.early) * scale
        protection = m.presence + (1.0 - m.presence) * m.legacy * m.implementation
        pressed = (p.inbound_spill * (np.minimum(fighting, 3.0) - 1.0) - p.relapse_consent * (consent - 0.6)
                   + self.relapse_frailty + p.relapse_abrupt * m.abrupt
                   - protection * (p.relapse_mission + p.relapse_implementation * m.implementation))
        fails = (p.relapse_floor + p.relapse_start * self.young) * self.after[self.last] * np.exp(pressed)
        settles = np.where(truce, p.ceasefire_settlement * favour, 0.0)
        moves = rng.standard_exponential(n) < np.where(war, ends, fails + settles)
        self.early = np.where(war, self.early * self.early_fade, self.early)
        self.young = np.where(war, self.young, self.young * self.young_fade)
        ended, self.began = war & moves, ~war & moves
        settled = self.began & (rng.random(n) >= fails / (fails + settles))
        self.began = self.began & ~settled
        self.ended = np.zeros(n, int)
        if ended.any():
            self.end(np.flatnonzero(ended), favour, rng)
        self.ended[settled] = self.last[settled] = AGREEMENT
        self.phase[settled], self.phase[self.began] = PEACE, WAR
        self.early[self.began] = 1.0
        odds = self.quiet_odds * np.exp(p.spell_mission * m.presence)
        u = rng.random(n)
        stays = np.where(self.active, u >= odds / (1.0 + odds), u < self.to_active)
        self.active = self.began | stays
        self.fight(m, rng)
        self.kill_civilians(m, rng)

    def end(self, at, favour, rng):
        """Draws how the wars in the places `at` end."""
        negotiated = favour[at] * self.negotiated[at]
        u = rng.random(len(at)) * (negotiated + self.other)
        kind = 1 + (u >= favour[at] * self.agreement[at]) + (u >= negotiated)
        kind += (u >= negotiated + p.ending_government).astype(int)
        kind += u >= negotiated + p.ending_government + p.ending_rebel
        self.last[at] = self.ended[at] = kind
        self.phase[at] = np.where(kind == TRUCE, CEASEFIRE, PEACE)
        self.young[at] = 1.0

    def fight(self, m, rng):
        self.war, self.truce = self.phase == WAR, self.phase == CEASEFIRE
        innovation = p.intensity_sd * rng.standard_normal(len(self.phase))
        self.intensity = p.intensity_persistence * self.intensity + innovation
        in_war = np.where(self.active, 1.0, p.quiet_share)
        share = np.where(self.war, in_war, np.where(self.truce, p.ceasefire_share, 0.0))
        full = np.minimum(np.exp(self.severity + self.intensity), self.cap)
        self.battle = rng.poisson(full * share * self.mediated * np.exp(-p.battle_troops * m.troops)).astype(float)

    def kill_civilians(self, m, rng):
        n = len(self.phase)
        heat = self.severity - p.severity_centre + self.intensity
        posture = 1.0 + p.one_sided_posture * (p.posture - 0.5)
        shield = p.one_sided_troops * m.troops * posture + p.one_sided_police * m.police
        u = rng.random(n)
        on = np.where(self.government_on, u >= p.government_stop, u < p.government_start)
        self.government_on = self.war & on
        u = rng.random(n)
        self.rebel_on = self.war & np.where(self.rebel_on, u >= p.rebel_stop, u < p.rebel_start)
        self.government = self.killed(self.government_on, heat, p.government_level, p.government_sd, p.government_tie,
                                      shield * (1.0 - p.one_sided_rebels), rng)
        self.rebel = self.killed(self.rebel_on, heat, p.rebel_level, p.rebel_sd, p.rebel_tie,
                                 shield * (1.0 + p.one_sided_rebels), rng)
        self.deaths = self.battle + self.government + self.rebel

    def killed(self, on, heat, level, sd, tie, shield, rng):
        """Sizes where a spell is on; few are."""
        at = np.flatnonzero(on)
        size = np.minimum(np.exp(level + sd * rng.standard_normal(len(at)) + tie * heat[at]), self.cap)
        killed = np.zeros(len(on))
        killed[at] = np.round(size * np.exp(-np.broadcast_to(shield, on.shape)[at]))
        return killed


class Society:
    def __init__(self, conflict):
        built = 1.0 - 0.4 * np.exp(-p.age / 24.0)
        inflow = 1.2 * p.displaced_per_death * np.exp(conflict.severity)
        self.displaced = np.minimum(inflow * built / p.return_war, 0.4e6 * p.population)
        self.indices = np.zeros((INDICES, len(inflow)))
        self.momentum = np.zeros(len(inflow))

    def step(self, c, m, rng):
        n = len(self.displaced)
        noise = np.exp(p.displaced_sd * (rng.standard_normal(n) - 0.5 * p.displaced_sd))
        fled = p.displaced_per_death * c.deaths * noise * np.exp(-p.displaced_uniformed * m.troops)
        fled = np.minimum(fled, np.maximum(0.4e6 * p.population - self.displaced, 0.0))
        rate = np.where(c.war, p.return_war, p.return_peace) * np.exp(p.returns_uniformed * m.troops)
        self.returned = self.displaced * np.minimum(rate, 0.5)
        self.displaced = self.displaced + fled - self.returned
        stress = np.where(c.war, 1.0, 0.2)
        heat = 1.0 + p.aid_workers_intensity * (np.sqrt(np.sqrt(1.0 + c.battle)) - 1.0)
        self.attacks = rng.poisson(p.aid_workers_level * stress * heat * np.exp(-p.aid_workers_troops * m.troops))
        reported = np.exp(0.6 * rng.standard_normal(n) - 0.18 - p.sexual_violence_police * m.police)
        self.cases = np.round(p.sexual_violence_level * stress * reported)

    def step_indices(self, c, consent, m):
        women, gone = self.indices[0], m.presence <= 0.0
        decline = np.where(gone & (women > 0.0), p.women_decline, 0.0)
        self.indices[0] = np.maximum(women + (p.women_growth * m.multidimensional - decline) / 1200.0, -0.9)
        self.momentum = np.maximum(m.multidimensional, self.momentum * 0.9591894573)
        after = np.where(gone, (p.growth_mission - p.growth_fall_back) * self.momentum, 0.0)
        self.indices[1] += (p.growth_mission * m.multidimensional + after) / 1200.0
        step = 1.0 / np.where(gone, max(p.fade_months, 1.0), max(p.response_months, 1.0))
        engaged, work = np.minimum(consent / 0.6, 1.5), p.task_response * m.presence
        police, troops = m.police / p.dose_max_police, m.troops / p.dose_max_troops
        targets = (p.maternal_health * m.multidimensional, p.household * m.presence,
                   p.democracy * m.civilians / 10.0 * engaged, p.power_sharing * m.civilians / 10.0,
                   p.environment * m.presence, p.protest * police, p.crime_troops * troops - p.crime_police * police,
                   -p.election_violence * m.presence, -work * np.where(c.war, 0.5, 1.0), work * engaged)
        for place, target in zip((2, 3, 4, 5, 6, 7, 8, 9, 10, 21), targets):
            moved = self.indices[place] + step * (target - self.indices[place])
            self.indices[place] = np.clip(moved, -0.95, 20.0)


class Neighbours:
    def __init__(self, n):
        self.fighting = np.full(n, p.neighbours_in_conflict)
        self.peaceful = p.neighbours - self.fighting

    def step(self, war, m, rng):
        n = len(self.fighting)
        spill = np.where(war, 1.0 + p.neighbour_spill * (1.0 - p.contagion_containment * m.presence), 1.0)
        self.infected = rng.random(n) < self.peaceful * p.neighbour_onset * spill
        change = self.infected.astype(float) - (rng.random(n) < self.fighting * p.neighbour_end)
        self.fighting, self.peaceful = self.fighting + change, self.peaceful - change


def histories(n, seed, mission=True):
    """Outcomes, a row for each of `n` histories."""
    rng = np.random.default_rng(seed)
    calendar = rng.integers(0, 12, n)
    unity_x = stationary(p.unity_sd, p.unity_persistence) * rng.standard_normal(n)
    conflict, host, neighbours = Conflict(n, rng), Host(n, rng), Neighbours(n)
    society, ledger = Society(conflict), Ledger(n, calendar, mission)
    operation, account, violence = Operation(n, mission, rng), Account(n), np.zeros(n)
    for month in range(MONTHS):
        unity_x = p.unity_persistence * unity_x + p.unity_sd * rng.standard_normal(n)
        unity = logistic(logit(p.unity) + unity_x)
        started = mission and month >= START
        if started:
            operation.step(month, (month + calendar) % 12, unity, host, conflict, account)
        host.step(unity, operation, violence, rng)
        conflict.step(unity, host.consent, neighbours.fighting, operation, rng)
        society.step(conflict, operation, rng)
        if started:
            society.step_indices(conflict, host.consent, operation)
        neighbours.step(conflict.war, operation, rng)
        violence = np.minimum(conflict.deaths / p.population, 1.0e3)
        ledger.record(month, conflict, society, neighbours, operation, account)
    return ledger.finish(conflict, operation)
