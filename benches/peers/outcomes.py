"""The ledger of benches/plain in columns: sums of months, then outcomes."""

import numpy as np

from inputs import COUNT, FIRST_INDEX, INDICES, MONTHS, PLACE, START, YEARS

AGREEMENT, TRUCE, GOVERNMENT, REBEL, FADING = 1, 2, 3, 4, 5
ENDINGS = ("ended_by_settlement", "ended_by_ceasefire", "ended_by_victory", "ended_by_fading", "still_fighting")


class Ledger:
    def __init__(self, n, calendar, mission):
        self.n, self.calendar, self.mission = n, calendar, mission
        self.out, self.years, self.lane = np.zeros((COUNT, n)), np.zeros((YEARS, n)), np.arange(n)
        zero = np.zeros(n)
        self.before = self.window = self.window_months = self.displaced_end = zero
        self.infected = np.zeros(n, bool)
        self.first_kind, self.first_month = np.zeros(n, int), np.full(n, np.inf)
        self.truce, self.settlement = np.full(n, 120.0), np.full(n, 120.0)
        self.peace_from, self.peace_to = np.full(n, np.inf), np.full(n, np.inf)

    def add(self, name, values):
        self.out[PLACE[name]] += values

    def record(self, month, c, s, neighbours, op, account):
        self.years[(month + self.calendar) // 12, self.lane] += c.battle
        age = month - START
        if age < 0:
            self.before = self.before + c.deaths
            return
        if age == 0:
            self.at_war, self.displaced_start = c.war, s.displaced
        if 12 <= age < 36:
            counts = op.active if self.mission else np.ones(self.n, bool)
            self.window = self.window + counts * c.deaths
            self.window_months = self.window_months + counts
            self.infected = self.infected | (counts & neighbours.infected)
            self.displaced_end = np.where(counts, s.displaced, self.displaced_end)
        self.record_endings(float(age), c)
        self.add("battle_deaths", c.battle)
        self.add("one_sided_deaths_government", c.government)
        self.add("one_sided_deaths_rebels", c.rebel)
        self.add("months_at_war", c.war)
        self.add("neighbours_infected", neighbours.infected)
        self.add("displaced_person_months", s.displaced)
        self.add("people_returned", s.returned)
        self.add("aid_worker_attacks", s.attacks)
        self.add("sexual_violence_cases", s.cases)
        if self.mission:
            self.record_mission(op, account)
            self.out[FIRST_INDEX : FIRST_INDEX + INDICES] += s.indices

    def record_endings(self, age, c):
        ended = c.ended > 0
        if ended.any():
            first = ended & (self.first_kind == 0)
            self.first_kind[first], self.first_month[first] = c.ended[first], age
            halted, agreed = ended & (c.ended <= TRUCE), c.ended == AGREEMENT
            self.truce[halted] = np.minimum(self.truce[halted], age)
            self.settlement[agreed] = np.minimum(self.settlement[agreed], age)
        np.minimum(self.peace_from, np.where(c.war, np.inf, age), out=self.peace_from)
        broken = c.began & (self.peace_from < age)
        np.minimum(self.peace_to, np.where(broken, age, np.inf), out=self.peace_to)

    def record_mission(self, op, account):
        self.add("peacekeeper_deaths", op.deaths[0] + op.deaths[1])
        self.add("peacekeeper_deaths_malicious", op.deaths[0])
        self.add("uniformed_person_years", op.uniformed / 12.0)
        self.add("mission_months", op.active)
        self.add("cost_usd", account.spending)
        self.add("requirement_usd", op.active * account.required)
        self.add("budget_usd", op.active * account.budget)
        self.add("receipts_usd", account.receipts)
        self.add("cash_short_months", account.short)
        self.add("cash_cut_months", account.gap > 0.01)
        self.add("cost_contributors_usd", account.contributors)
        self.add("cost_operations_usd", account.operations)
        self.add("cost_programme_usd", account.programme_cost)
        self.add("cost_civilians_usd", account.civilians)
        self.add("cost_overhead_usd", account.overhead)
        self.out[PLACE["unpaid_at_end_usd"]] = account.unpaid()
        self.out[PLACE["owed_to_contributors_at_end_usd"]] = account.owed

    def finish(self, c, op):
        """A row for each history; not a number where an outcome is undefined."""
        put = lambda name, values: self.out.__setitem__(PLACE[name], values)
        self.finish_years(put)
        self.finish_endings(put)
        put("peace_at_horizon", c.phase == 2)
        calmer = self.window / np.maximum(self.window_months, 1.0) < self.before / 12.0
        held = (self.window_months > 0.0) & calmer & (self.displaced_end <= self.displaced_start) & ~self.infected
        put("wartime_success", np.where(self.at_war, held, np.nan))
        for name in ("success", "consent_withdrawn", "mandate_terminated", "mandate_implementation"):
            put(name, np.nan)
        if self.mission:
            put("consent_withdrawn", op.forced)
            put("mandate_terminated", op.terminated)
            put("mandate_implementation", op.implementation)
            year = (op.exit + self.calendar) // 12
            calm = np.ones(self.n, bool)
            for ahead in range(3):
                calm &= self.years[np.minimum(year + ahead, YEARS - 1), self.lane] < 25.0
            won = ~op.forced & (op.implementation >= 0.6) & calm
            put("success", np.where((op.exit >= 0) & (op.exit <= MONTHS - 24), won, np.nan))
        self.out[FIRST_INDEX:] = 100.0 * (1.0 + self.out[FIRST_INDEX:] / (MONTHS - START))
        return self.out.T

    def finish_years(self, put):
        first = 12 * np.arange(YEARS)[:, None] - self.calendar
        complete = (first >= 0) & (first + 12 <= MONTHS)
        counted, fighting = complete & (first >= START), self.years >= 25.0
        put("conflict_years", (counted & fighting).sum(0))
        put("war_years", (counted & (self.years >= 1000.0)).sum(0))
        calm = complete & ~fighting & (first + 11 >= START)
        peace, any_peace = calm.argmax(0), calm.any(0)
        later = np.arange(YEARS)[:, None]
        window = (later > peace) & (later <= peace + 5)
        relapsed = (window & complete & fighting).any(0)
        seen = (window & complete).sum(0) == 5
        put("relapse_5y", np.where(any_peace & seen, relapsed, np.nan))

    def finish_endings(self, put):
        put("time_to_ceasefire_rmst", np.where(self.at_war, self.truce, np.nan))
        put("time_to_settlement_rmst", np.where(self.at_war, self.settlement, np.nan))
        within = self.first_month < 120.0
        place = np.where(within, np.array([4, 0, 1, 2, 2, 3])[self.first_kind], 4)
        for k, name in enumerate(ENDINGS):
            put(name, np.where(self.at_war, place == k, np.nan))
        had, failed = np.isfinite(self.peace_from), np.isfinite(self.peace_to)
        until = np.minimum(self.peace_to, MONTHS - START)
        put("first_peace_months", np.where(had, until - np.where(had, self.peace_from, 0.0), np.nan))
        put("first_peace_failed", np.where(had, failed, np.nan))
