"""The special account of benches/plain in columns. US dollars."""

import numpy as np

from inputs import INPUTS, START

p = INPUTS
SHARES = np.array([p.share_largest, p.share_second, 1.0 - p.share_largest - p.share_second])[:, None]
PAID = np.array([p.largest_paid, p.second_paid, p.others_paid])[:, None]
DELAYS = np.array([p.largest_delay, p.second_delay, p.others_delay])[:, None]
COLLECTION = p.arrears_collection * PAID
PER_PERSON = p.reimbursement + p.equipment + p.operations + (p.operations + p.equipment) * p.overhead
FULL_COST = (p.troops + p.police + p.observers) * PER_PERSON + p.civilians * p.civilian_cost * (1.0 + p.overhead)


class Account:
    def __init__(self, n):
        zero = np.zeros(n)
        self.due, self.current, self.older = np.zeros((3, n)), np.zeros((3, n)), np.zeros((3, n))
        self.pace = np.broadcast_to(1.0 / (1.0 + DELAYS), (3, n)).copy()
        self.cash = self.borrowed = self.advance = self.owed = self.budget = self.required = zero
        self.owed_months = self.receipts = self.spending = self.gap = self.short = zero
        self.contributors = self.operations = self.programme_cost = self.civilians = self.overhead = zero
        self.reserve, self.winding, self.closing = np.full(n, p.reserve), np.full(n, p.liquidation), zero
        self.tempo = self.programme = self.afford = np.ones(n)
        self.covered = np.zeros(n, int)
        self.n = n

    def step(self, month, season, left, unity, op, rng):
        first = month == START
        if left > 0.0:
            self.assess(month, season, left, unity, op, first, rng)
        moved = self.due * self.pace
        receipt, current, older = moved * PAID, self.current * COLLECTION, self.older * COLLECTION
        self.due = self.due - moved
        self.current = self.current + moved - receipt - current
        self.older = self.older - older
        self.receipts = (receipt + current + older).sum(0)
        self.cash = self.cash + self.receipts
        self.plan(season, left, op)
        spare = np.maximum(self.cash - 2.0 * self.budget, 0.0)
        back = np.minimum(self.advance, spare)
        repaid = np.minimum(self.borrowed, spare - back)
        self.advance, self.borrowed = self.advance - back, self.borrowed - repaid
        self.reserve, self.cash = self.reserve + repaid, self.cash - back - repaid

    def unpaid(self):
        return (self.due + self.current + self.older).sum(0)

    def assess(self, month, season, left, unity, op, first, rng):
        inside = season % 6
        there = op.active | first
        year = there & (first | (season == 6))
        self.required = np.where(there, op.authorised * FULL_COST, self.required)
        self.budget = np.where(year, p.funding * self.required, self.budget)
        if first:
            self.advance = np.minimum(8.0e6, 6.0 * self.budget)
            self.cash = self.cash + self.advance
        letter = there & (first | ((inside == 0) & (month >= self.covered)))
        span = np.where(first, 12 - inside, 6)
        self.covered = np.where(letter, month + span, self.covered)
        gross = np.where(letter, 0.95 * self.budget * np.minimum(span, left), 0.0)
        spare = np.maximum(self.cash - self.borrowed - self.advance - self.owed - self.budget, 0.0)
        net = gross - np.minimum(spare, gross)
        if year.any():
            at = np.flatnonzero(year)
            moods = rng.standard_normal((3, len(at)))
            speed = np.exp(p.payment_sd * moods + p.payment_unity * (unity[at] - 0.65))
            self.pace[:, at] = 1.0 / (1.0 + DELAYS / speed)
            self.older[:, at] += self.current[:, at]
            self.current[:, at] = 0.0
        self.due = self.due + net * SHARES

    def plan(self, season, left, op):
        if left == 0.0 or not op.active.any():
            return self.pay_closed()
        active, inside = op.active, season % 6
        slow = 1.0 - self.pace
        letter = np.where(left > 6.0 - inside, 5.7 * self.budget, 0.0) * SHARES * (1.0 - slow**inside)
        expected = (PAID * (self.due * (1.0 - slow**6) + letter)).sum(0)
        since_july = np.where(season < 6, season + 6, season - 6)
        people = op.uniformed / np.maximum(self.afford, 0.3)
        staff = op.deployed[3] * (1.0 + 0.02 * since_july / 12.0) * p.civilian_cost
        reimbursement, equipment, operations = people * p.reimbursement, people * p.equipment, people * p.operations
        overhead = (operations + equipment + staff) * p.overhead
        full = reimbursement + equipment + operations + staff + overhead
        core, aviation = operations * (1.0 - 0.30 - 0.10 - 0.045), operations * 0.30
        travel, programme = operations * 0.10, operations * 0.045
        uniformed = reimbursement + equipment
        wish = full - (1.0 - self.afford) * uniformed
        reimbursement, equipment = reimbursement * self.afford, equipment * self.afford
        means = expected + self.cash + self.reserve - 0.5 * full
        outlook = min(max(left, 1.0), 6.0) * np.minimum(full, self.budget)
        self.gap = np.where(active, np.clip(1.0 - means / (outlook + 0.01), 0.0, 0.6), 0.0)
        earned = reimbursement + equipment
        wanted, programme_wanted = wish - earned, programme
        savings = programme + 0.3 * travel + 0.08 * aviation + 0.03 * staff
        home = np.minimum(np.maximum(self.gap * full - savings, 0.0) / (uniformed + 0.01), 0.6)
        self.afford = self.afford + 0.35 * (1.0 - p.cash_cut * home - self.afford)
        saving = np.where(active, np.maximum(self.gap * full, wish - self.budget), 0.0)
        programme, saving = self.cut(programme, 1.0, saving)
        travel, saving = self.cut(travel, 0.3, saving)
        aviation, saving = self.cut(aviation, 0.08, saving)
        staff, saving = self.cut(staff, 0.03, saving)
        closing = self.wind_up(~active)
        rest = core + aviation + travel + programme + staff + overhead + closing
        planned = self.owed + earned + rest
        planned = np.where(active, np.minimum(planned, self.budget + self.owed), planned)
        self.lend(np.where(active, planned - self.cash, np.minimum(planned - self.cash, closing)))
        share = self.spend(planned, earned, rest)
        self.short = active & (self.spending < planned - 0.005)
        activity = np.clip((self.spending - self.to_contributors) / np.maximum(wanted, 1e-9), 0.0, 1.0)
        self.tempo = np.where(active, 0.3 * self.tempo + 0.7 * np.where(wanted > 0.005, activity, 1.0), self.tempo)
        money = np.minimum(programme * share / np.maximum(programme_wanted, 0.01), 1.0)
        self.programme = np.where(programme_wanted > 0.005, money, 1.0)
        owed = np.minimum(self.owed / np.maximum(earned, 1.0e3), 24.0)
        self.owed_months = np.where(earned > 0.0, owed, 0.0)
        self.contributors = self.to_contributors
        self.operations = (core + aviation + travel) * share
        self.programme_cost, self.civilians = programme * share, staff * share
        self.overhead = (overhead + closing) * share

    @staticmethod
    def cut(cost, most, saving):
        saved = np.clip(saving, 0.0, cost * most)
        return cost - saved, saving - saved

    def wind_up(self, closed):
        """What closed missions spend on liquidation: for some months what they cost in their last one."""
        closed = closed & (self.budget > 0.0)
        begins = self.winding == p.liquidation
        self.closing = np.where(begins, np.minimum(self.budget, self.spending), self.closing)
        share = np.where(closed, np.minimum(self.winding, 1.0), 0.0)
        spent = np.minimum(self.closing, np.maximum(self.cash - self.owed, 0.0) + self.reserve) * share
        self.winding = self.winding - share
        self.budget = np.where(self.winding > 0.0, self.budget, 0.0)
        return spent

    def pay_closed(self):
        """A closed mission pays what it owes, and winds up."""
        closing, zero = self.wind_up(np.ones(self.n, bool)), np.zeros(self.n)
        planned = self.owed + closing
        self.lend(np.minimum(planned - self.cash, closing))
        share = self.spend(planned, zero, closing)
        self.gap = self.short = self.operations = self.programme_cost = self.civilians = zero
        self.contributors, self.overhead = self.to_contributors, closing * share

    def lend(self, missing):
        """The reserve lends what is missing, as far as it goes."""
        loan = np.clip(missing, 0.0, self.reserve)
        self.reserve, self.borrowed, self.cash = self.reserve - loan, self.borrowed + loan, self.cash + loan

    def spend(self, planned, earned, rest):
        """Contributors first; returns the share of the rest that is paid."""
        self.spending = np.maximum(np.minimum(planned, self.cash), 0.0)
        self.cash = self.cash - self.spending
        self.to_contributors = np.minimum(self.spending, earned + self.owed)
        self.owed = earned + self.owed - self.to_contributors
        return np.minimum((self.spending - self.to_contributors) / np.maximum(rest, 0.01), 1.0)
