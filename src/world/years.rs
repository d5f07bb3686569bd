//! A history by calendar years: conflict-years, success, relapse.

use crate::draws::Col;

use super::column::flag;
use super::ledger::OperationEnd;

/// Battle-related deaths that make a calendar year a conflict-year.
pub const CONFLICT_YEAR: f64 = 25.0;
/// Battle-related deaths that make it a war-year.
pub const WAR_YEAR: f64 = 1000.0;
/// Implementation that counts as success.
pub const IMPLEMENTED: f64 = 0.6;

/// Success of a mission on one history; NaN where it cannot be decided yet.
pub fn success(years: &Years<'_>, end: &OperationEnd, i: usize) -> f64 {
    let exit = end.exit[i];
    if exit > (years.months - 24) as f64 {
        return f64::NAN;
    }
    if end.withdrawn[i] > 0.0 || end.implementation[i] < IMPLEMENTED {
        return 0.0;
    }
    let year = years.of(exit as usize);
    flag((year..=year + 2).all(|y| years.deaths(y) < CONFLICT_YEAR))
}

/// Battle-related deaths by calendar year of one history.
pub struct Years<'a> {
    /// Deaths by calendar year.
    pub deaths: &'a [Col],
    /// The history's lane.
    pub lane: usize,
    /// Calendar month of its first month.
    pub start: usize,
    /// Months it has.
    pub months: usize,
}

impl Years<'_> {
    /// The calendar year of a month.
    #[inline(always)]
    pub fn of(&self, month: usize) -> usize {
        (month + self.start) / 12
    }

    /// The month in which a year begins; before the history where negative.
    #[inline(always)]
    pub fn first_month(&self, year: usize) -> isize {
        12 * year as isize - self.start as isize
    }

    /// Deaths of a year.
    #[inline(always)]
    pub fn deaths(&self, year: usize) -> f64 {
        self.deaths.get(year).map_or(0.0, |d| d[self.lane])
    }

    #[inline(always)]
    fn is_complete(&self, year: usize) -> bool {
        self.first_month(year) >= 0 && self.first_month(year) + 12 <= self.months as isize
    }

    /// The years that the history has whole.
    pub fn complete(&self) -> impl Iterator<Item = usize> {
        (0..self.deaths.len()).filter(|y| self.is_complete(*y))
    }

    /// Whether peace failed within five years of the first peace year that ends after `from`: a
    /// year below 25 deaths in a country that has seen war. NaN where the five years are not over.
    pub fn relapse(&self, from: usize, after_war: bool) -> f64 {
        let mut seen_war = after_war;
        for year in self.complete() {
            let fighting = self.deaths(year) >= CONFLICT_YEAR;
            if fighting || !seen_war || self.first_month(year) + 11 < from as isize {
                seen_war |= fighting;
                continue;
            }
            // A relapse before they are over is not counted either: it would be without those that stay at peace.
            let mut next = year + 1..year + 6;
            let over = next.clone().all(|y| self.is_complete(y));
            return if over { flag(next.any(|y| self.deaths(y) >= CONFLICT_YEAR)) } else { f64::NAN };
        }
        f64::NAN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relapse in a country with these deaths by calendar year, all of them whole, from the first on.
    fn relapse(deaths: &[f64]) -> f64 {
        let deaths: Vec<Col> = deaths.iter().map(|d| Col::splat(*d)).collect();
        Years { deaths: &deaths, lane: 3, start: 0, months: 12 * deaths.len() }.relapse(0, true)
    }

    #[test]
    fn five_years_after_peace_count_once_they_are_over_whatever_they_bring() {
        assert_eq!(relapse(&[99.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0]), 0.0);
        assert_eq!(relapse(&[99.0, 3.0, 0.0, 0.0, 0.0, 0.0, 30.0]), 1.0);
        assert_eq!(relapse(&[99.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 30.0]), 0.0, "the sixth year");
        // Those that fail early are not told before those that hold: that would make relapse likelier than it is.
        for unfinished in [&[99.0, 3.0, 0.0, 0.0, 0.0, 0.0][..], &[99.0, 3.0, 30.0, 0.0, 0.0, 0.0]] {
            assert!(relapse(unfinished).is_nan(), "{unfinished:?}");
        }
        assert!(relapse(&[99.0, 99.0]).is_nan(), "no peace");
    }
}
