//! Units, joints of lists and spans of time.

use super::{Lang, Message};

crate::messages! {
    /// Differences of shares.
    POINTS: "percentage points", "ポイント";
    /// Deaths.
    DEATHS: "deaths", "人";
    /// Lives.
    LIVES: "lives", "人";
    /// People.
    PEOPLE: "people", "人";
    /// Months.
    MONTHS: "months", "か月";
    /// Years of the calendar.
    CALENDAR_YEARS: "calendar years", "年";
    /// Countries.
    COUNTRIES: "countries", "か国";
    /// People times months.
    PERSON_MONTHS: "person-months", "人月";
    /// People times years.
    PERSON_YEARS: "person-years", "人年";
    /// Attacks.
    ATTACKS: "attacks", "件";
    /// Cases.
    CASES: "verified cases", "件";
    /// Indices.
    INDEX: "no mission = 100", "ミッションなし＝100";
    /// Shares.
    SHARE: "share", "割合";
    /// Money.
    DOLLARS: "US$", "米ドル";
    /// People, of keys.
    PERSONS: "persons", "人";
    /// Money by the year.
    DOLLARS_A_YEAR: "US$ a year", "米ドル/年";
    /// Millions.
    MILLIONS: "millions", "百万人";
    /// Ratios.
    RATIO: "ratio", "比";
    /// Deaths by the month.
    DEATHS_A_MONTH: "deaths per active month", "人（戦闘のある月当たり）";
    /// Hazards by the month.
    PER_MONTH: "per month", "毎月";
    /// Shares on the scale of their log odds.
    LOGIT: "logit", "ロジット";
    /// Logarithms.
    LOG: "log", "対数";
    /// Relative sizes.
    RELATIVE: "relative", "相対値";
    /// Logarithms by the thousand.
    LOG_PER_1000: "log per 1000", "対数（1,000人当たり）";
    /// Logarithms by the hundred.
    LOG_PER_100: "log per 100", "対数（100人当たり）";
    /// Logarithms of deaths.
    LOG_DEATHS: "log deaths", "死者数の対数";
    /// Log odds.
    LOG_ODDS: "log odds", "対数オッズ";
    /// Hazards by the renewal.
    PER_RENEWAL: "per renewal", "更新ごと";
    /// By the thousand.
    PER_1000: "per 1000", "1,000人当たり";
    /// Thousands.
    THOUSAND: "thousand", "千";
    /// Hundreds.
    HUNDRED: "hundred", "百";
    /// States of a treaty.
    STATES: "states", "か国";
    /// The mark of a treaty's review.
    MARK: "4 = A, 3 = B, 2 = C, 1 = D", "4＝A、3＝B、2＝C、1＝D";
    /// Points of an index by the year.
    POINTS_A_YEAR: "points of 100 a year", "年当たりのポイント（100点満点）";

    /// Seconds.
    SECONDS: "{n} s", "{n}秒";
    /// Minutes.
    MINUTES: "{n} min", "{n}分";
    /// Hours.
    HOURS: "{n} h", "{n}時間";
    /// Days.
    DAYS: "{n} days", "{n}日";
    /// Years.
    YEARS: "{n} years", "{n}年";

    /// Between the parts of a list.
    COMMA: ", ", "、";
    /// Between parts that have commas of their own.
    SEMICOLON: "; ", "；";
    /// Between alternatives.
    OR: " or ", "または";
    /// Between conditions that must all hold.
    AND: ", and ", "、かつ";
}

/// Units of outcomes, keys and parameters; first the [`COUNTERS`].
const ALL: [Message; 34] = [
    POINTS,
    DEATHS,
    LIVES,
    PEOPLE,
    PERSONS,
    MONTHS,
    CALENDAR_YEARS,
    COUNTRIES,
    PERSON_MONTHS,
    PERSON_YEARS,
    ATTACKS,
    CASES,
    DOLLARS,
    DOLLARS_A_YEAR,
    INDEX,
    SHARE,
    MILLIONS,
    RATIO,
    DEATHS_A_MONTH,
    PER_MONTH,
    LOGIT,
    LOG,
    RELATIVE,
    LOG_PER_1000,
    LOG_PER_100,
    LOG_DEATHS,
    LOG_ODDS,
    PER_RENEWAL,
    PER_1000,
    THOUSAND,
    HUNDRED,
    POINTS_A_YEAR,
    STATES,
    MARK,
];

/// How many of the units Japanese writes at the number.
const COUNTERS: usize = 14;

/// A value with its unit: `180 months`, `180か月`, `0.65 割合`.
pub fn quantity(value: &str, english: &str, lang: Lang) -> String {
    let close = lang == Lang::Ja && ALL[..COUNTERS].iter().any(|m| m.en == english);
    format!("{value}{}{}", if close { "" } else { " " }, unit(english, lang))
}

/// A unit of the tables in a language; an unknown one as it is.
pub fn unit(english: &str, lang: Lang) -> &str {
    ALL.iter().find(|m| m.en == english).map_or(english, |m| m.text(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::register::register;
    use crate::world::outcome::{PAIRED, all};

    #[test]
    fn japanese_counts_at_the_number() {
        assert_eq!(quantity("180", "months", Lang::Ja), "180か月");
        assert_eq!(quantity("180", "months", Lang::En), "180 months");
        assert_eq!(quantity("0.65", "share", Lang::Ja), "0.65 割合");
    }

    #[test]
    fn every_unit_of_an_outcome_or_a_parameter_has_its_japanese() {
        for outcome in all().chain(PAIRED) {
            assert!(ALL.iter().any(|m| m.en == outcome.unit), "{}", outcome.unit);
        }
        for (_, _, unit) in crate::treaty::history::OUTCOMES {
            assert!(ALL.iter().any(|m| m.en == unit), "{unit}");
        }
        for parameter in register().iter().filter(|p| !p.unit.is_empty()) {
            assert!(ALL.iter().any(|m| m.en == parameter.unit), "{}", parameter.unit);
        }
    }
}
