//! Numbers, units and spans of time as they are said in a language.
//!
//! English is what [`number`] writes; Japanese counts in ten thousands (万, 億, 兆) and puts units behind the number.

use super::messages::Lang;
use super::messages::report as words;
use super::number::{self, Measure, short};

/// Minus sign, as wide as a plus.
const MINUS: char = '\u{2212}';

/// The largest of Japanese units that a number is written in, from a million on.
fn myriads(size: f64) -> (f64, &'static str) {
    match size {
        s if !s.is_finite() || s < 999_500.0 => (1.0, ""),
        s if s < 99.95e6 => (1e4, "万"),
        s if s < 999.5e9 => (1e8, "億"),
        _ => (1e12, "兆"),
    }
}

/// A number in three significant digits: `1.23 M`, `123万`.
pub fn compact(value: f64, lang: Lang) -> String {
    match lang {
        Lang::En => number::compact(value),
        Lang::Ja if value.is_infinite() => words::UNBOUNDED.ja.to_owned(),
        Lang::Ja => {
            let (divisor, suffix) = myriads(value.abs());
            format!("{}{suffix}", short(value / divisor))
        }
    }
}

/// A number of a measure with its unit: `US$ 1.23 bn`, `12.3億米ドル`.
pub fn value(measure: Measure, value: f64, lang: Lang) -> String {
    match (lang, measure) {
        (Lang::En, _) => measure.write(value),
        (Lang::Ja, Measure::Share) => measure.write(value),
        (Lang::Ja, Measure::Points) => format!("{}ポイント", short(100.0 * value)),
        (Lang::Ja, Measure::Dollars) if value < 0.0 => format!("{MINUS}{}米ドル", compact(-value, lang)),
        (Lang::Ja, Measure::Dollars) => format!("{}米ドル", compact(value, lang)),
        (Lang::Ja, Measure::Plain) => compact(value, lang),
    }
}

/// A number with its standard error: `11.234 ± 0.021 bn`, `112.34 ± 0.21億`.
pub fn with_error(measure: Measure, mean: f64, error: f64, lang: Lang) -> String {
    match (lang, measure) {
        (Lang::En, _) | (Lang::Ja, Measure::Share) => measure.write_with_error(mean, error),
        (Lang::Ja, Measure::Points) => format!("{}ポイント", plus_minus(100.0 * mean, 100.0 * error)),
        (Lang::Ja, Measure::Dollars | Measure::Plain) => {
            let (divisor, suffix) = myriads(mean.abs().max(error));
            format!("{}{suffix}", plus_minus(mean / divisor, error / divisor))
        }
    }
}

/// Below a thousand times a thousand no suffix is written, so the plain form of a scaled number is what is wanted.
fn plus_minus(mean: f64, error: f64) -> String {
    Measure::Plain.write_with_error(mean, error)
}

/// A span of months in words: `15 years`, `15年`.
pub fn months(months: u32, lang: Lang) -> String {
    match (lang, months / 12, months % 12) {
        (Lang::En, ..) => number::months(months),
        (Lang::Ja, 0, m) => format!("{m}か月"),
        (Lang::Ja, y, 0) => format!("{y}年"),
        (Lang::Ja, y, m) => format!("{y}年{m}か月"),
    }
}

/// Columns of a terminal that a text takes: two for each Chinese or Japanese character.
pub fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// Whether a character takes two columns: the blocks of Chinese and Japanese and the full-width forms.
pub fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_counts_in_ten_thousands() {
        let cases = [(12_345.0, "12,300"), (1_234_567.0, "123万"), (4.5e9, "45億"), (-2.5e12, "−2.50兆")];
        for (number, text) in cases {
            assert_eq!(compact(number, Lang::Ja), text, "{number}");
        }
        assert_eq!(value(Measure::Dollars, -1.23e9, Lang::Ja), "−12.3億米ドル");
        assert_eq!(value(Measure::Points, 0.0312, Lang::Ja), "3.12ポイント");
        assert_eq!(with_error(Measure::Dollars, 11.2342e9, 2.1e7, Lang::Ja), "112.34 ± 0.21億");
    }

    #[test]
    fn english_is_what_it_was() {
        assert_eq!(value(Measure::Dollars, 1.5e9, Lang::En), Measure::Dollars.write(1.5e9));
        assert_eq!(months(30, Lang::En), "2 years and 6 months");
        assert_eq!(months(30, Lang::Ja), "2年6か月");
    }

    #[test]
    fn japanese_characters_take_two_columns() {
        assert_eq!(width("戦争 12か月"), 11);
    }
}
