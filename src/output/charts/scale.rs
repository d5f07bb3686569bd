//! From numbers to places on an axis, and the round numbers that are written beside it.

use crate::draws::math::ln;
use crate::output::messages::Lang;
use crate::output::number::{significant, thousands};

/// How an axis is stretched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// Equal steps.
    Linear,
    /// By the square root, on both sides of zero: shows small and large numbers together, and zero.
    Root,
    /// By powers of ten, both ends above zero.
    Log,
}

/// An axis from one number to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Number at the start.
    pub from: f64,
    /// Number at the end.
    pub to: f64,
    /// How it is stretched.
    pub stretch: Stretch,
}

impl Scale {
    /// Exactly from one number to another in equal steps.
    pub fn linear(from: f64, to: f64) -> Self {
        Self { from, to: if to > from { to } else { from + 1.0 }, stretch: Stretch::Linear }
    }

    /// In equal steps over all of the numbers and zero, widened to round ones.
    pub fn round(low: f64, high: f64, room: usize) -> Self {
        let raw = Self::linear(low.min(0.0), high.max(0.0));
        let step = raw.step(room);
        Self::linear((raw.from / step).floor() * step, (raw.to / step).ceil() * step)
    }

    /// In equal steps over all of the numbers and a little more, from zero only where that leaves most of the axis to
    /// them.
    pub fn about(low: f64, high: f64) -> Self {
        let near = low > 0.4 * high && high > low;
        let (from, to) = if near { (low, high) } else { (low.min(0.0), high.max(0.0)) };
        let more = 0.04 * (to - from);
        Self::linear(if from == 0.0 { 0.0 } else { from - more }, if to == 0.0 { 0.0 } else { to + more })
    }

    /// By the square root from zero.
    pub fn root(high: f64) -> Self {
        Self { from: 0.0, to: if high > 0.0 { high * 1.04 } else { 1.0 }, stretch: Stretch::Root }
    }

    /// By the square root on both sides of zero.
    pub fn roots(low: f64, high: f64) -> Self {
        Self { from: 1.04 * low.min(0.0), ..Self::root(high) }
    }

    /// By powers of ten, both ends above zero.
    pub fn log(from: f64, to: f64) -> Self {
        Self { from, to: to.max(10.0 * from), stretch: Stretch::Log }
    }

    /// Place on the axis: 0 at its start, 1 at its end, held inside.
    pub fn place(&self, value: f64) -> f64 {
        let (a, b) = (self.warp(self.from), self.warp(self.to));
        ((self.warp(value) - a) / (b - a)).clamp(0.0, 1.0)
    }

    fn warp(&self, value: f64) -> f64 {
        match self.stretch {
            Stretch::Linear => value,
            Stretch::Root => value.abs().sqrt().copysign(value),
            Stretch::Log => ln(value.max(1e-300)),
        }
    }

    /// Round numbers on the axis, about as many as there is room for.
    pub fn ticks(&self, room: usize) -> Vec<f64> {
        match self.stretch {
            Stretch::Linear => self.even(self.step(room)),
            Stretch::Root => self.spread(0.8 / room.max(1) as f64),
            Stretch::Log => self.powers(),
        }
    }

    /// A step of 1, 2 or 5 times a power of ten.
    fn step(&self, room: usize) -> f64 {
        let least = (self.to - self.from) / room.max(1) as f64;
        let power = 10f64.powi(least.log10().floor() as i32);
        [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= least * 0.999).unwrap_or(least)
    }

    fn even(&self, step: f64) -> Vec<f64> {
        let (first, last) = ((self.from / step - 1e-9).ceil() as i64, (self.to / step + 1e-9).floor() as i64);
        (first..=last).map(|i| i as f64 * step).collect()
    }

    /// The powers of ten on the axis; their doubles and fives too where there are few.
    fn powers(&self) -> Vec<f64> {
        let steps: &[f64] = if self.to < 2_000.0 * self.from { &[1.0, 2.0, 5.0] } else { &[1.0] };
        let all = (-12..=15).flat_map(|p| steps.iter().map(move |s| s * 10f64.powi(p)));
        all.filter(|v| (self.from * 0.999..=self.to * 1.001).contains(v)).collect()
    }

    /// From the largest down, those of 1, 2 and 5 times powers of ten that keep their distance.
    fn spread(&self, distance: f64) -> Vec<f64> {
        let mut ticks: Vec<f64> = Vec::new();
        let sizes = (0..14).rev().flat_map(|p| [5.0, 2.0, 1.0].map(|m| m * 10f64.powi(p)));
        for value in sizes.flat_map(|s| [s, -s]).filter(|v| (self.from..=self.to).contains(v)) {
            let free = |t: &f64| (self.place(*t) - self.place(value)).abs() >= distance;
            if ticks.iter().chain([&0.0]).all(free) {
                ticks.push(value);
            }
        }
        ticks.push(0.0);
        ticks.sort_by(f64::total_cmp);
        ticks
    }
}

/// A number beside an axis: `0`, `0.5`, `12,000`, `1.5 M` or `150万`; `US$` is left to the axis's name.
pub fn tick_label(value: f64, lang: Lang) -> String {
    let (divisor, suffix) = match (lang, value.abs()) {
        (Lang::En, v) if v >= 1e12 => (1e12, "\u{a0}tn"),
        (Lang::En, v) if v >= 1e9 => (1e9, "\u{a0}bn"),
        (Lang::En, v) if v >= 1e6 => (1e6, "\u{a0}M"),
        (Lang::Ja, v) if v >= 1e12 => (1e12, "兆"),
        (Lang::Ja, v) if v >= 1e8 => (1e8, "億"),
        (Lang::Ja, v) if v >= 1e6 => (1e4, "万"),
        _ => (1.0, ""),
    };
    let scaled = value / divisor;
    let whole = |v: f64| (v - v.round()).abs() < 1e-6;
    let decimals = (0..4).find(|d| whole(scaled * 10f64.powi(*d))).unwrap_or(4);
    format!("{}{suffix}", thousands(scaled, decimals as usize))
}

/// A number of any size where it is set or limited: three significant digits, no zeros after them.
pub fn tidy_label(value: f64, lang: Lang) -> String {
    tick_label(significant(value, 3), lang)
}

/// A share beside an axis.
pub fn percent_label(value: f64, lang: Lang) -> String {
    format!("{}\u{a0}%", tick_label((value * 1e6).round() / 1e4, lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(Scale::linear(0.0, 1.0).ticks(5), [0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]);
        assert_eq!(Scale::round(-3.0, 97.0, 5).ticks(6), [-20.0, 0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        let root = Scale::root(1_000.0).ticks(6);
        assert!(root.contains(&0.0) && root.contains(&1_000.0) && root.len() <= 7, "{root:?}");
    }

    #[test]
    fn an_axis_about_numbers_starts_at_zero_only_where_they_are_near_it() {
        assert_eq!(Scale::about(10.0, 100.0), Scale::linear(0.0, 104.0));
        assert_eq!(Scale::about(80.0, 100.0), Scale::linear(79.2, 100.8));
        assert_eq!(Scale::about(-20.0, 0.0), Scale::linear(-20.8, 0.0));
    }

    #[test]
    fn a_value_beyond_the_end_stays_on_the_axis() {
        let scale = Scale::root(100.0);
        assert_eq!(scale.place(1e9), 1.0);
        assert_eq!(scale.place(0.0), 0.0);
    }

    #[test]
    fn labels_are_short() {
        let labels = [0.0, 0.5, 12_000.0, 1.5e6, 2e9, -20.0].map(|v| tick_label(v, Lang::En).replace('\u{a0}', " "));
        assert_eq!(labels, ["0", "0.5", "12,000", "1.5 M", "2 bn", "−20"]);
        let labels = [12_000.0, 1.5e6, 2e9, -3e12].map(|v| tick_label(v, Lang::Ja));
        assert_eq!(labels, ["12,000", "150万", "20億", "−3兆"]);
        assert_eq!(percent_label(0.6000000000000001, Lang::En).replace('\u{a0}', " "), "60 %");
    }
}
