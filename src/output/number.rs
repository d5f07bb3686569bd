//! Numbers as people read them: thousands separated, rounded to what is known, with their units.

/// Minus sign, as wide as a plus.
const MINUS: char = '\u{2212}';
/// A space that keeps a number and its unit on one line.
const NO_BREAK: char = '\u{a0}';

/// What the numbers of an outcome or a series measure, which decides how they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A share between 0 and 1, written in per cent.
    Share,
    /// A difference of shares, written in percentage points.
    Points,
    /// US dollars.
    Dollars,
    /// Anything else.
    Plain,
}

impl Measure {
    /// The measure of a unit in the tables.
    pub fn of(unit: &str) -> Self {
        match unit {
            "share" => Self::Share,
            "US$" => Self::Dollars,
            _ => Self::Plain,
        }
    }

    /// The measure of differences of such numbers.
    pub fn of_difference(self) -> Self {
        if self == Self::Share { Self::Points } else { self }
    }

    /// A number in three significant digits, with its sign and unit: `US$ 1.23 bn`, `43.1 %`, `12,300`.
    pub fn write(self, value: f64) -> String {
        match self {
            Self::Share => format!("{}{NO_BREAK}%", short(100.0 * value)),
            Self::Points => format!("{}{NO_BREAK}percentage points", short(100.0 * value)),
            Self::Dollars if value < 0.0 => format!("{MINUS}US$\u{a0}{}", compact(-value)),
            Self::Dollars => format!("US$\u{a0}{}", compact(value)),
            Self::Plain => compact(value),
        }
    }

    /// A number with its standard error, rounded to the error's two leading digits: `11.234 ± 0.021 bn`.
    pub fn write_with_error(self, mean: f64, error: f64) -> String {
        match self {
            Self::Share => format!("{}{NO_BREAK}%", plus_minus(100.0 * mean, 100.0 * error)),
            Self::Points => format!("{}{NO_BREAK}pp", plus_minus(100.0 * mean, 100.0 * error)),
            Self::Dollars | Self::Plain => {
                let (divisor, suffix) = scale(mean.abs().max(error));
                format!("{}{suffix}", plus_minus(mean / divisor, error / divisor))
            }
        }
    }
}

/// The largest of a thousand's powers that a number is written in, from a million on.
fn scale(size: f64) -> (f64, &'static str) {
    match size {
        s if !s.is_finite() || s < 999_500.0 => (1.0, ""),
        s if s < 999.5e6 => (1e6, "\u{a0}M"),
        s if s < 999.5e9 => (1e9, "\u{a0}bn"),
        _ => (1e12, "\u{a0}tn"),
    }
}

/// Three significant digits, whole numbers below a million with thousands separated, then `1.23 M`, `bn`, `tn`.
pub fn compact(value: f64) -> String {
    let (divisor, suffix) = scale(value.abs());
    format!("{}{suffix}", short(value / divisor))
}

/// Three significant digits without a suffix.
pub fn short(value: f64) -> String {
    let rounded = significant(value, 3);
    thousands(rounded, decimals(rounded, 3).min(6))
}

/// Rounds to a number of significant digits.
pub fn significant(value: f64, digits: i32) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let place = 10f64.powi(digits - 1 - value.abs().log10().floor() as i32);
    (value * place).round() / place
}

/// Decimals that show so many significant digits, none that are only zeros of a whole number.
fn decimals(value: f64, digits: i32) -> usize {
    if value.fract() == 0.0 || !value.is_finite() {
        return 0;
    }
    (digits - 1 - value.abs().log10().floor() as i32).max(0) as usize
}

fn plus_minus(mean: f64, error: f64) -> String {
    if !error.is_finite() {
        return short(mean);
    }
    if error == 0.0 {
        return format!("{} ± 0", short(mean));
    }
    // Of a mean known to better than one part in a thousand, one digit of the error is enough.
    let digits = if mean.abs() >= 1_000.0 * error { 0 } else { 1 };
    let places = (digits - error.log10().floor() as i32).clamp(-15, 6);
    let unit = 10f64.powi(-places);
    let round = |v: f64| if places < 0 { (v / unit).round() * unit } else { v };
    let shown = places.max(0) as usize;
    format!("{} ± {}", thousands(round(mean), shown), thousands(round(error), shown))
}

/// With thousands separated and so many decimals.
pub fn thousands(value: f64, decimals: usize) -> String {
    if value.is_nan() {
        return "\u{2013}".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "unbounded".to_owned() } else { format!("{MINUS}unbounded") };
    }
    let text = format!("{:.decimals$}", half_up(value.abs(), decimals));
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let grouped = group(whole);
    let zero = !text.bytes().any(|b| (b'1'..=b'9').contains(&b));
    if value < 0.0 && !zero { format!("{MINUS}{grouped}{fraction}") } else { format!("{grouped}{fraction}") }
}

/// Rounds as [`significant`] does: a half, as it is written, goes up. What stands in memory may lie a hair below it, and a
/// number would be written as 51.0 in one place and 51.1 in another.
fn half_up(value: f64, decimals: usize) -> f64 {
    let place = 10f64.powi(decimals as i32);
    let scaled = value * place;
    if scaled < 1e15 { scaled.round() / place } else { value }
}

fn group(whole: &str) -> String {
    let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A span of months in words: `15 years`, `7 months`, `2 years and 6 months`.
pub fn months(months: u32) -> String {
    let count = |n: u32, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match (months / 12, months % 12) {
        (0, m) => count(m, "month"),
        (y, 0) => count(y, "year"),
        (y, m) => format!("{} and {}", count(y, "year"), count(m, "month")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: String) -> String {
        text.replace(NO_BREAK, " ")
    }

    #[test]
    fn three_digits_and_a_suffix_from_a_million_on() {
        let cases = [(0.0, "0"), (1.0, "1"), (0.1234, "0.123"), (12_345.0, "12,300"), (999_499.0, "999,000")];
        let large = [(999_600.0, "1 M"), (1_234_567.0, "1.23 M"), (-4.5e9, "−4.50 bn"), (2e13, "20 tn")];
        for (value, text) in cases.into_iter().chain(large) {
            assert_eq!(plain(compact(value)), text, "{value}");
        }
    }

    #[test]
    fn an_error_decides_how_many_digits_are_shown() {
        let write = |m, e| plain(Measure::Plain.write_with_error(m, e));
        assert_eq!(write(12_345.6, 123.4), "12,350 ± 120");
        assert_eq!(write(1.23456, 0.0123), "1.235 ± 0.012");
        assert_eq!(write(11.2342e9, 2.1e7), "11.234 ± 0.021 bn");
        assert_eq!(write(-5.0, 0.0), "−5 ± 0");
        assert_eq!(plain(Measure::Share.write_with_error(0.4321, 0.0016)), "43.21 ± 0.16 %");
    }

    #[test]
    fn a_half_is_rounded_one_way_everywhere() {
        // 100 * 0.5105 lies a hair below 51.05 in memory.
        for share in [0.5105, 0.1005, 0.3335] {
            let (short, long) = (short(100.0 * share), thousands(100.0 * share, 1));
            assert_eq!(short, long, "{share}");
            assert_eq!(plain(Measure::Share.write_with_error(share, 0.04)), format!("{long} ± 4.0 %"), "{share}");
        }
    }

    #[test]
    fn signs_stand_before_units_and_zero_has_none() {
        assert_eq!(plain(Measure::Dollars.write(-1.5e9)), "−US$ 1.50 bn");
        assert_eq!(thousands(-0.004, 2), "0.00");
        assert_eq!(thousands(f64::INFINITY, 0), "unbounded");
    }

    #[test]
    fn months_are_written_in_years() {
        assert_eq!(months(180), "15 years");
        assert_eq!(months(30), "2 years and 6 months");
        assert_eq!(months(1), "1 month");
    }
}
