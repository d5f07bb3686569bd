//! Who pays: shares of assessments, and how each pays.

use crate::draws::math::exp;
use crate::draws::stream::Stream;
use crate::draws::{Col, LANES, few, sample};
use crate::evidence::parameters::Parameters;
use crate::scenario::payers::PayerTerms;

use super::super::column::{ZERO, lesser, set_in, whole};
use super::super::levels::{Resolved, WorldColumns};

/// Months ahead that the treasury forecasts receipts.
pub const AHEAD: usize = 6;

/// A payer or class of payers, resolved for a block.
#[derive(Clone, Debug)]
pub struct Payer {
    /// Share of every assessment.
    pub share: Col,
    /// Share of an assessment that comes at once.
    pub on_time: f64,
    /// Mean delay of the rest, months.
    pub delay: Resolved,
    /// Share that is paid in the end; the rest is withheld and becomes arrears.
    pub paid: Resolved,
    /// Rise of the log pace of payment per unit of Council unity.
    pub unity: Col,
    /// Its own luck; classes read the world's slots.
    stream: Option<Stream>,
}

/// The three classes of the scenario's keys: largest, second largest, all others.
pub fn classes(world: &WorldColumns, p: &Parameters) -> Vec<Payer> {
    let mut rest = ZERO;
    for i in 0..LANES {
        rest[i] = 1.0 - p.share_largest[i] - p.share_second[i];
    }
    let class = |share: Col, paid: &Resolved, delay: &Resolved| Payer {
        share,
        on_time: 0.0,
        delay: delay.clone(),
        paid: paid.clone(),
        unity: p.payment_unity,
        stream: None,
    };
    vec![
        class(p.share_largest, &world.largest_paid, &world.largest_delay),
        class(p.share_second, &world.second_paid, &world.second_delay),
        class(rest, &world.others_paid, &world.others_delay),
    ]
}

/// Payers one by one, as a file names them.
pub fn listed(terms: &[PayerTerms], seed: u64) -> Vec<Payer> {
    let payer = |t: &PayerTerms| Payer {
        share: Col::splat(t.share),
        on_time: t.on_time,
        delay: Resolved::constant(Col::splat(t.delay_months)),
        paid: Resolved::constant(Col::splat(1.0 - t.withholding)),
        unity: Col::splat(t.unity_dependence),
        stream: Some(stream_of(&t.name, seed)),
    };
    terms.iter().map(payer).collect()
}

/// The luck of a payer that a file names.
pub fn stream_of(name: &str, seed: u64) -> Stream {
    Stream::new(seed, &format!("payer:{name}"))
}

impl Payer {
    /// Comes to a month counted from the first of the history.
    #[inline(always)]
    pub fn advance(&mut self, month: usize) {
        self.delay.advance(month);
        self.paid.advance(month);
    }

    /// How it feels about paying this month, a uniform. Classes read the world's slots instead.
    #[inline(always)]
    pub fn draw_mood(&self, first: u64, month: u32, mood: &mut Col) {
        if let Some(stream) = &self.stream {
            stream.uniforms(first, month, std::array::from_mut(mood));
        }
    }
}

/// What a payer owes one special account, in cents.
#[derive(Clone, Debug)]
pub struct Dues {
    /// Assessed, to be paid with the payer's usual delay.
    pub due: Col,
    /// Withheld from assessments of this budget year.
    pub current: Col,
    /// Withheld from those of earlier years.
    pub older: Col,
    /// Pace relative to the payer's mean, redrawn with each budget year.
    pub speed: Col,
    /// Share of what is due that is settled this month: all of it without delay.
    pub pace: Col,
}

impl Dues {
    /// Nothing owed, by a payer of its usual speed.
    pub fn new(payer: &Payer) -> Self {
        let mut dues = Self { due: ZERO, current: ZERO, older: ZERO, speed: Col::splat(1.0), pace: ZERO };
        dues.set_pace(payer);
        dues
    }

    #[inline(always)]
    fn set_pace(&mut self, payer: &Payer) {
        for i in 0..LANES {
            self.pace[i] = pace(payer.delay.now[i], self.speed[i]);
        }
    }

    /// Redraws the pace where `year` is 1. `mood` is a uniform: few histories of a block begin a year in the same month,
    /// and only theirs become normals.
    #[inline(always)]
    pub fn begin_year(&mut self, year: &Col, mood: &Col, unity: &Col, payer: &Payer, p: &Parameters) {
        for lanes in few::groups_of(set_in(year)) {
            let mood = sample::normal_few(&few::take(mood, &lanes));
            let (spread, slope) = (few::take(&p.payment_sd, &lanes), few::take(&payer.unity, &lanes));
            let (unity, delay) = (few::take(unity, &lanes), few::take(&payer.delay.now, &lanes));
            let (mut speed, mut settled) = ([0.0; few::GROUP], [0.0; few::GROUP]);
            for k in 0..few::GROUP {
                speed[k] = exp(spread[k] * mood[k] + slope[k] * (unity[k] - 0.65));
                settled[k] = pace(delay[k], speed[k]);
            }
            few::put(&mut self.speed, &lanes, &speed);
            few::put(&mut self.pace, &lanes, &settled);
        }
    }

    /// In July what was withheld in the year that ends becomes older.
    #[inline(always)]
    pub fn age(&mut self, july: &Col) {
        for i in 0..LANES {
            self.older[i] += july[i] * self.current[i];
            self.current[i] *= 1.0 - july[i];
        }
    }

    /// Settles the part of an assessment that this payer pays at once, and takes it off `amount`: what is withheld of
    /// that part too is arrears at once.
    #[inline(always)]
    pub fn settle_at_once(&mut self, amount: &mut Col, payer: &Payer, receipts: &mut Col) {
        let paid = &payer.paid.now;
        for i in 0..LANES {
            let settled = lesser(whole(amount[i] * payer.on_time), amount[i]);
            let receipt = whole(settled * paid[i]);
            amount[i] -= settled;
            self.current[i] += settled - receipt;
            receipts[i] += receipt;
        }
    }

    /// Adds what is assessed and not settled at once.
    #[inline(always)]
    pub fn assess(&mut self, amount: &Col) {
        for i in 0..LANES {
            self.due[i] += amount[i];
        }
    }

    /// Payments of a month. Money due arrives with the payer's delay; the share that is not paid in
    /// the end turns into arrears at the same pace, and arrears come in slowly, oldest alike.
    #[inline(always)]
    pub fn receive(&mut self, payer: &Payer, p: &Parameters, receipts: &mut Col) {
        if payer.delay.moves() {
            self.set_pace(payer);
        }
        let paid = &payer.paid.now;
        for i in 0..LANES {
            let moved = whole(self.due[i] * self.pace[i]);
            let receipt = whole(moved * paid[i]);
            let collection = p.arrears_collection[i] * paid[i];
            let current = whole(self.current[i] * collection);
            let older = whole(self.older[i] * collection);
            self.due[i] -= moved;
            self.current[i] += moved - receipt - current;
            self.older[i] -= older;
            receipts[i] += receipt + current + older;
        }
    }

    /// All that is not paid, in cents.
    #[inline(always)]
    pub fn unpaid(&self, i: usize) -> f64 {
        self.due[i] + self.current[i] + self.older[i]
    }
}

/// Share of what is due that is settled in a month by a payer of a mean delay and a speed.
#[inline(always)]
fn pace(delay: f64, speed: f64) -> f64 {
    1.0 / (1.0 + delay / speed)
}

/// (1 - pace)^n for `n` and for [`AHEAD`], without a call into a library.
#[inline(always)]
pub fn unsettled(pace: f64, n: f64) -> (f64, f64) {
    let (mut left, mut of_n) = (1.0, 1.0);
    for step in 0..AHEAD {
        left *= 1.0 - pace;
        of_n = if (step as f64) < n { left } else { of_n };
    }
    (of_n, left)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::evidence::posterior::Posterior;
    use crate::evidence::register::Stance;

    fn payer(delay: Resolved) -> Payer {
        Payer {
            share: Col::splat(1.0),
            on_time: 0.0,
            delay,
            paid: Resolved::constant(Col::splat(0.9)),
            unity: Col::splat(0.5),
            stream: None,
        }
    }

    /// What is kept of the pace is what it is made of, whoever begins a year and however the delay moves.
    #[test]
    fn the_pace_is_that_of_the_delay_and_the_years_mood() {
        let p = Arc::new(Posterior::centre(Stance::Study)).block(0);
        let mood = Col(std::array::from_fn(|i| (i as f64 + 0.5) / LANES as f64));
        let path: Vec<f64> = (0..24).map(|month| if month < 9 { 2.0 } else { 0.25 * f64::from(month) }).collect();
        for mut payer in [payer(Resolved::constant(Col::splat(3.0))), payer(Resolved::path(path))] {
            let mut dues = Dues::new(&payer);
            for month in 0..24 {
                payer.advance(month);
                // Lane `i` begins its year in month `i` modulo 12: few lanes a month, as in a block.
                let year = Col(std::array::from_fn(|i| f64::from(u8::from(month % 12 == i % 12))));
                dues.begin_year(&year, &mood, &Col::splat(0.3), &payer, &p);
                dues.assess(&Col::splat(1e6));
                dues.receive(&payer, &p, &mut Col::splat(0.0));
                for i in 0..LANES {
                    assert_eq!(dues.pace[i], 1.0 / (1.0 + payer.delay.now[i] / dues.speed[i]), "month {month}, {i}");
                }
            }
            let spread = dues.speed.iter().fold((f64::MAX, 0.0f64), |(a, b), x| (a.min(*x), b.max(*x)));
            assert!(spread.1 / spread.0 > 1.2, "every lane has begun a year in a mood of its own: {spread:?}");
        }
    }
}
