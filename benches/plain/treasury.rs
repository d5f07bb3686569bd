//! The special account: budget, letters of assessment, payers with arrears by age, what is paid and cut.
//!
//! Money is in dollars and never rounded; the engine's is in whole cents.

use super::cost::{Cost, EQUIPMENT, LIQUIDATION, PROGRAMME, REIMBURSEMENT};
use super::council::Council;
use super::draws::{Rng, normal};
use super::inputs::Inputs;
use super::operation::Operation;

/// July, counted from January as 0.
const JULY: usize = 6;
/// Months that a letter covers, and that the treasury looks ahead.
const PERIOD: usize = 6;
/// Share of a budget that letters call in.
const CALLED: f64 = 0.95;
/// Most that may be committed before money is assessed.
const COMMITMENT: f64 = 8.0e6;
/// Months of the plan kept as a cushion.
const CUSHION_MONTHS: f64 = 0.5;
/// Share of the way to the strength that money allows which is gone each month.
const REPATRIATION: f64 = 0.35;
/// Yearly rise of staff costs that a budget absorbs.
const STAFF_RISE: f64 = 0.02;

/// A class of payers and what it owes.
pub struct Payer {
    share: f64,
    paid: f64,
    delay: f64,
    /// Settled of what is due in a month; redrawn with each budget year.
    pace: f64,
    /// Assessed and to be paid with the usual delay.
    due: f64,
    /// Withheld from assessments of this budget year.
    current: f64,
    /// Withheld from those of earlier years.
    older: f64,
}

impl Payer {
    fn new(share: f64, paid: f64, delay: f64) -> Self {
        Self { share, paid, delay, pace: 1.0 / (1.0 + delay), due: 0.0, current: 0.0, older: 0.0 }
    }

    /// A new budget year ages arrears and changes how fast the payer pays.
    fn begin_year(&mut self, p: &Inputs, unity: f64, rng: &mut Rng) {
        let speed = (p.payment_sd * normal(rng) + p.payment_unity * (unity - 0.65)).exp();
        self.pace = 1.0 / (1.0 + self.delay / speed);
        self.older += self.current;
        self.current = 0.0;
    }

    /// What it pays this month.
    fn pay(&mut self, p: &Inputs) -> f64 {
        let moved = self.due * self.pace;
        let receipt = moved * self.paid;
        let collection = p.arrears_collection * self.paid;
        let (current, older) = (self.current * collection, self.older * collection);
        self.due -= moved;
        self.current += moved - receipt - current;
        self.older -= older;
        receipt + current + older
    }

    /// Expected over the next half-year of what is due and, where one comes, of the next letter.
    fn expected(&self, letter: Option<f64>, inside: usize) -> f64 {
        let of_dues = self.due * (1.0 - (1.0 - self.pace).powi(PERIOD as i32));
        let of_letter = letter.map_or(0.0, |l| l * self.share * (1.0 - (1.0 - self.pace).powi(inside as i32)));
        self.paid * (of_dues + of_letter)
    }

    fn unpaid(&self) -> f64 {
        self.due + self.current + self.older
    }
}

pub struct Account {
    payers: [Payer; 3],
    pub cash: f64,
    pub borrowed: f64,
    pub advance: f64,
    pub reserve: f64,
    pub owed: f64,
    pub budget: f64,
    pub required: f64,
    pub assessed: f64,
    pub credited: f64,
    pub received: f64,
    pub spent: f64,
    pub receipts: f64,
    pub spending: f64,
    pub components: Cost,
    pub short: bool,
    /// Share of the next half-year's plan that is left uncovered.
    pub gap: f64,
    pub tempo: f64,
    pub programme: f64,
    /// Share of planned strength that lasting shortage leaves.
    pub afford: f64,
    /// Months of reimbursement owed to contributors.
    pub owed_months: f64,
    covered: usize,
    /// Months of winding up that are left, and what one costs.
    winding: f64,
    closing: f64,
}

/// What is to be paid in a month.
struct Plan {
    cost: Cost,
    wanted: f64,
    programme: f64,
}

impl Account {
    pub fn new(p: &Inputs) -> Self {
        let rest = 1.0 - p.share_largest - p.share_second;
        Self {
            payers: [
                Payer::new(p.share_largest, p.largest_paid, p.largest_delay),
                Payer::new(p.share_second, p.second_paid, p.second_delay),
                Payer::new(rest, p.others_paid, p.others_delay),
            ],
            cash: 0.0,
            borrowed: 0.0,
            advance: 0.0,
            reserve: p.reserve,
            owed: 0.0,
            budget: 0.0,
            required: 0.0,
            assessed: 0.0,
            credited: 0.0,
            received: 0.0,
            spent: 0.0,
            receipts: 0.0,
            spending: 0.0,
            components: Cost::default(),
            short: false,
            gap: 0.0,
            tempo: 1.0,
            programme: 1.0,
            afford: 1.0,
            owed_months: 0.0,
            covered: 0,
            winding: p.liquidation,
            closing: 0.0,
        }
    }

    /// One month. `calendar` is 0 for January.
    pub fn step(
        &mut self,
        month: usize,
        calendar: usize,
        op: &Operation,
        council: &Council,
        p: &Inputs,
        rng: &mut Rng,
    ) {
        // The first letter goes out even where the host turns the mission away on the day.
        if op.active || month == super::START {
            self.assess(month, calendar, op, council, p, rng);
        }
        self.receipts = self.payers.iter_mut().map(|payer| payer.pay(p)).sum();
        self.cash += self.receipts;
        self.received += self.receipts;
        if op.active {
            let plan = self.plan(month, calendar, op, p);
            self.pay(&plan);
        } else {
            self.wind_up(p);
        }
        self.settle();
    }

    pub fn unpaid(&self) -> f64 {
        self.payers.iter().map(Payer::unpaid).sum()
    }

    /// Adopts a budget in July, sends letters in July and January; both at deployment too.
    fn assess(&mut self, month: usize, calendar: usize, op: &Operation, council: &Council, p: &Inputs, rng: &mut Rng) {
        let first = month == super::START;
        let inside = calendar % PERIOD;
        let year = first || calendar == JULY;
        self.required = op.authorised * op.full_cost;
        if year {
            self.budget = p.funding * self.required;
        }
        if first {
            self.advance = COMMITMENT.min(6.0 * self.budget);
            self.cash += self.advance;
        }
        let mut net = 0.0;
        if first || (inside == 0 && month >= self.covered) {
            let span = if first { PERIOD + PERIOD - inside } else { PERIOD };
            self.covered = month + span;
            let gross = CALLED * self.budget * (span as f64).min(op.left(month, p));
            let held = self.cash - self.borrowed - self.advance;
            let credit = (held - self.owed - self.budget).clamp(0.0, gross);
            self.assessed += gross;
            self.credited += credit;
            net = gross - credit;
        }
        for payer in &mut self.payers {
            if year {
                payer.begin_year(p, council.unity, rng);
            }
            payer.due += net * payer.share;
        }
    }

    /// The month's plan, with the cuts that the outlook asks for.
    fn plan(&mut self, month: usize, calendar: usize, op: &Operation, p: &Inputs) -> Plan {
        let left = op.left(month, p);
        let inside = calendar % PERIOD;
        let comes = left > (PERIOD - inside) as f64;
        let letter = comes.then_some(6.0 * CALLED * self.budget);
        let expected: f64 = self.payers.iter().map(|payer| payer.expected(letter, inside)).sum();

        let since_july = if calendar < JULY { calendar + 6 } else { calendar - 6 } as f64;
        let staff = op.deployed[3] * (1.0 + STAFF_RISE * since_july / 12.0);
        let uncut = Cost::of(op.uniformed() / self.afford.max(0.3), staff, p);
        let full = uncut.total();
        let mut cost = uncut;
        cost.0[REIMBURSEMENT] *= self.afford;
        cost.0[EQUIPMENT] *= self.afford;
        let wish = cost.total();

        let ahead = left.clamp(1.0, PERIOD as f64);
        let most = full.min(self.budget);
        let means = expected + self.cash + self.reserve - CUSHION_MONTHS * full;
        self.gap = (1.0 - means / (ahead * most + 0.01)).clamp(0.0, 0.6);
        let (wanted, programme) = (wish - cost.earned(), cost.0[PROGRAMME]);
        self.cut_strength(uncut, self.gap * full, p);
        cost.cut((self.gap * full).max(wish - self.budget));
        Plan { cost, wanted, programme }
    }

    fn cut_strength(&mut self, uncut: Cost, saving: f64, p: &Inputs) {
        let mut after = uncut;
        let left = after.cut(saving);
        let goal = 1.0 - p.cash_cut * uncut.repatriated(left);
        self.afford += REPATRIATION * (goal - self.afford);
    }

    /// Contributors first, then activity, out of cash and what the reserve lends.
    fn pay(&mut self, plan: &Plan) {
        let total = self.owed + plan.cost.total();
        let planned = total.min(self.budget + self.owed);
        self.lend(planned - self.cash);
        let paid = planned.min(self.cash).max(0.0);
        self.short = paid < planned - 0.005;
        self.spend(paid, &plan.cost);

        let activity = paid - self.components.earned();
        let tempo = if plan.wanted > 0.005 { (activity / plan.wanted).clamp(0.0, 1.0) } else { 1.0 };
        self.tempo = 0.3 * self.tempo + 0.7 * tempo;
        self.programme = if plan.programme > 0.005 {
            (self.components.0[PROGRAMME] / plan.programme.max(0.01)).min(1.0)
        } else {
            1.0
        };
        let month = plan.cost.earned();
        self.owed_months = if month > 0.0 { (self.owed / month.max(1.0e3)).min(24.0) } else { 0.0 };
    }

    /// A closed mission pays what it owes and, for some months, what it cost in its last one on liquidation.
    fn wind_up(&mut self, p: &Inputs) {
        (self.gap, self.short) = (0.0, false);
        let mut cost = Cost::default();
        if self.budget > 0.0 {
            if self.winding == p.liquidation {
                self.closing = self.spending.min(self.budget);
            }
            let share = self.winding.min(1.0);
            let means = (self.cash - self.owed).max(0.0) + self.reserve;
            cost.0[LIQUIDATION] = self.closing.min(means) * share;
            self.winding -= share;
            if self.winding <= 0.0 {
                self.budget = 0.0;
            }
        }
        let planned = self.owed + cost.0[LIQUIDATION];
        self.lend((planned - self.cash).min(cost.0[LIQUIDATION]));
        self.spend(planned.min(self.cash), &cost);
    }

    /// The reserve lends what is missing, as far as it goes.
    fn lend(&mut self, missing: f64) {
        let loan = missing.clamp(0.0, self.reserve);
        self.reserve -= loan;
        self.borrowed += loan;
        self.cash += loan;
    }

    fn spend(&mut self, paid: f64, cost: &Cost) {
        self.cash -= paid;
        self.spent += paid;
        self.spending = paid;
        let earned = cost.earned();
        let to_contributors = paid.min(earned + self.owed);
        self.owed = earned + self.owed - to_contributors;
        let rest: f64 = cost.0[EQUIPMENT + 1..].iter().sum();
        let share = ((paid - to_contributors) / rest.max(0.01)).min(1.0);
        self.components = *cost;
        self.components.0[EQUIPMENT + 1..].iter_mut().for_each(|c| *c *= share);
        // People and equipment together: the records add them up.
        self.components.0[REIMBURSEMENT] = to_contributors - cost.0[EQUIPMENT];
    }

    /// Returns the advance and loans once two months' budget is at hand.
    fn settle(&mut self) {
        let spare = (self.cash - 2.0 * self.budget).max(0.0);
        let advance = self.advance.min(spare);
        let loan = self.borrowed.min(spare - advance);
        self.advance -= advance;
        self.borrowed -= loan;
        self.cash -= advance + loan;
        self.reserve += loan;
    }
}
