"""The operation of benches/plain in columns, with what it amounts to in its theatre."""

import numpy as np

from inputs import INPUTS, START

p = INPUTS
WANTED = (p.troops, p.police, p.observers, p.civilians)


class Operation:
    def __init__(self, n, mission, rng):
        zero = np.zeros(n)
        self.here = mission
        self.active = np.full(n, mission)
        self.forced, self.terminated, self.exit = np.zeros(n, bool), np.zeros(n, bool), np.full(n, -1)
        self.authorised, self.overload, self.shock = np.ones(n), np.ones(n), zero
        self.deployed, self.ceiling, self.uniformed = np.zeros((4, n)), np.zeros((4, n)), zero
        self.done, self.deaths = [zero, zero, zero], (zero, zero)
        self.presence = self.legacy = self.abrupt = self.troops = self.police = self.civilians = zero
        self.multidimensional = self.implementation = self.effectiveness = self.benefits = zero
        spread = p.fill_sd / np.sqrt(1.0 - p.fill_persistence * p.fill_persistence)
        self.fill = spread * rng.standard_normal(n)
        self.delay = p.ramp_delay * np.maximum(rng.standard_normal(n), 0.0)
        self.pace = p.ramp_months * np.exp(p.ramp_spread * rng.standard_normal(n))
        self.fade = np.exp(-1.0 / p.legacy_months)
        skill = (p.performance_base + p.performance_quality * p.quality + p.performance_leadership * p.leadership
                 + p.performance_capabilities * p.capabilities + p.performance_knowledge * p.local_knowledge)
        self.skill = skill * (1.0 - p.caveat_loss * p.caveats)
        self.n, self.rng = n, rng

    def step(self, month, season, unity, host, conflict, account):
        age = month - START
        left = max(p.length - age, 0.0)
        war, truce = conflict.phase == 0, conflict.phase == 1
        self.decide(month, age, left, unity, host)
        if left > 0.0:
            self.deploy(age, left, account)
        account.step(month, season, left, unity, self, self.rng)
        gone = ~self.active
        self.legacy = np.where(gone, self.legacy * self.fade, self.legacy)
        self.abrupt = np.where(gone, self.abrupt * self.fade, self.abrupt)
        self.here = left > 0.0 and bool(self.active.any())
        if left > 0.0:
            self.perform(host, account)
            self.implement(war, truce, host)
            self.amount(account)

    def decide(self, month, age, left, unity, host):
        if age > 0 and age % 12 == 0 and left > 0.0:
            division, u = 1.0 - unity, self.rng.random(self.n)
            terminate = p.renewal_terminate * division * division
            cut = terminate + p.renewal_cut * division
            saved = (unity <= 0.25) & (self.rng.random(self.n) < p.assembly_rescue)
            self.terminated = self.terminated | (self.active & (u < terminate) & ~saved)
            cuts = self.active & (u >= terminate) & (u < cut)
            more = self.active & (u >= cut) & (u < cut + p.renewal_overload * division)
            self.authorised = np.where(cuts, self.authorised * (1.0 - p.renewal_cut_share), self.authorised)
            self.overload = np.where(more, self.overload * (1.0 + p.renewal_overload_step), self.overload)
        leaves = self.active & (self.terminated | host.withdrawn | (left == 0.0))
        if leaves.any():
            self.forced = self.forced | (leaves & host.withdrawn)
            orderly = np.where(self.terminated | host.withdrawn, 0.0, p.transition)
            self.legacy = np.where(leaves, orderly * self.presence, self.legacy)
            self.abrupt = np.where(leaves, (1.0 - orderly) * self.presence, self.abrupt)
            self.exit[leaves] = month
            self.active = self.active & ~leaves
            if left == 0.0:
                self.deployed[:] = self.ceiling[:] = 0.0
                zero = np.zeros(self.n)
                self.uniformed = self.presence = self.troops = self.police = self.civilians = zero
                self.multidimensional = self.effectiveness = self.benefits = zero
                self.deaths = (zero, zero)

    def deploy(self, age, left, account):
        self.fill = p.fill_persistence * self.fill + p.fill_sd * self.rng.standard_normal(self.n)
        willing = p.fill_level + self.fill - p.unpaid_fill * account.owed_months - (p.caveats - 0.2)
        most = account.afford / (1.0 + np.exp(-willing))
        since = np.maximum(age + 0.5 - self.delay, 0.0)
        arrived = most * (1.0 - np.exp(-since / self.pace))
        later = most * (1.0 - np.exp(-since * p.police_pace / self.pace))
        keep = self.active * self.authorised * min((left + 1.0) / (24.0 * p.transition + 1.0), 1.0)
        for group, share in enumerate((arrived, later, arrived, later)):
            self.ceiling[group] = WANTED[group] * keep
            self.deployed[group] = self.ceiling[group] * share
        self.uniformed = self.deployed[0] + self.deployed[1] + self.deployed[2]

    def perform(self, host, account):
        self.shock = np.minimum(p.shock_persistence * self.shock + host.changed, 1.0)
        performance = np.clip(self.skill * (1.0 - p.shock_loss * self.shock * (1.0 - p.adaptability)), 0.0, 1.0)
        access = 1.0 - p.access_consent * (1.0 - host.consent) - p.access_acceptance * (1.0 - host.acceptance)
        ceiling = self.ceiling[0] + self.ceiling[1] + self.ceiling[2]
        can = self.uniformed / np.maximum(ceiling, 1.0) * self.authorised
        overstretch = np.maximum(p.task_load * self.overload / np.maximum(can, 0.05), 1.0)
        acts = np.clip(access, 0.02, 1.0) * account.tempo * performance / overstretch
        self.effectiveness = self.active * acts / p.strength_reference
        felt = self.deployed[0] + self.deployed[1] + 2.0 * self.deployed[2]
        self.presence = 1.0 - np.exp(-felt * self.effectiveness / 1000.0 / p.presence_scale)

    def implement(self, war, truce, host):
        climate = np.where(war, p.implementation_war, np.where(truce, 0.5 * (1.0 + p.implementation_war), 1.0))
        cooperation = np.maximum(1.0 + p.implementation_consent * (host.consent / 0.6 - 1.0), 0.0)
        pace = p.implementation_rate * climate * cooperation * self.effectiveness
        for task, group in enumerate((0, 1, 3)):
            share = self.deployed[group] / np.maximum(self.ceiling[group], 1.0)
            self.done[task] = self.done[task] + (1.0 - self.done[task]) * np.minimum(pace * share, 1.0)
        self.implementation = 0.4 * self.done[0] + 0.2 * self.done[1] + 0.4 * self.done[2]
        hostility = np.where(war, 1.0 + p.deaths_malicious_war, 1.0) * (1.3 - 0.5 * p.capabilities)
        hostility = hostility * np.exp(p.deaths_malicious_consent * (0.6 - host.consent))
        years = self.uniformed / 12_000.0
        rates = (years * p.deaths_malicious * hostility, years * p.deaths_other)
        self.deaths = (self.rng.poisson(rates[0]), self.rng.poisson(rates[1]))

    def amount(self, account):
        """Saturated doses of effective strength."""
        effective = self.effectiveness * self.deployed
        self.troops = p.dose_max_troops * (1.0 - np.exp(-effective[0] / 1000.0 / p.dose_max_troops))
        self.police = p.dose_max_police * (1.0 - np.exp(-effective[1] / 100.0 / p.dose_max_police))
        self.civilians = 10.0 * (1.0 - np.exp(-effective[3] / 1000.0))
        both = np.minimum(self.police / p.dose_max_police, self.civilians / 10.0)
        self.multidimensional = self.presence * np.minimum(2.0 * both, 1.0)
        self.benefits = np.minimum(p.benefits * account.programme, 1.0)
