//! Doubts about a result in both languages.
//!
//! Results carry doubts as English sentences, with their numbers in place and outcomes named as tables name them. A
//! sentence that fits a template here is said in either language with the same numbers, outcomes named as people read
//! them; one that fits none stays as it is.

use super::{Lang, Message};
use crate::output::number::thousands;

crate::messages! {
    /// Few events behind a share.
    FEW_EVENTS: "{outcome} ({world}) rests on {events} of {n} histories.",
        "{outcome}（{world}）は、{n}回の試行のうち{events}回の出来事に基づく。";
    /// An outcome that often cannot be decided.
    UNDEFINED: "{outcome} ({world}) is not decidable in {share} % of histories.",
        "{outcome}（{world}）は、試行の{share} %で判定できない。";
    /// The same in one of several theatres.
    UNDEFINED_THERE: "{outcome} ({world}) in theatre {theatre} is not decidable in {share} % of histories.",
        "地域{theatre}の{outcome}（{world}）は、試行の{share} %で判定できない。";
    /// Success that often cannot be decided.
    LATE: "{outcome} ({world}) is not decidable in {share} % of histories, those where no mission came or where it lasts \
        longest: the share is that of the others.",
        "{outcome}（{world}）は、試行の{share} %で判定できない。それらはミッションが来ないか最も長く続く試行であり、\
        示した割合は残りの試行のものである。";
    /// The same in one of several theatres.
    LATE_THERE: "{outcome} ({world}) in theatre {theatre} is not decidable in {share} % of histories, those where no \
        mission came or where it lasts longest: the share is that of the others.",
        "地域{theatre}の{outcome}（{world}）は、試行の{share} %で判定できない。それらはミッションが来ないか最も長く続く試行であり、\
        示した割合は残りの試行のものである。";
    /// A horizon before the end of what is told of wars.
    SHORT: "The history ends {known} months after deployment: how wars end within {months} months is undefined.",
        "期間は展開の{known}か月後に終わる。{months}か月以内の戦争の終わり方は定まらない。";
    /// A heavy tail.
    HEAVY_TAIL: "The largest 1 % of histories carry {share} % of the sum of squares of {outcome}: its mean and standard \
        error lean on few histories.",
        "最も大きい1 %の試行が{outcome}の二乗和の{share} %を占める。平均と標準誤差は少数の試行に左右される。";
    /// A dose beyond what was measured.
    DOSE: "{troops} troops are more than the 8,000 that the effects of finding 5 were mostly measured on: the dose \
        saturates by assumption.",
        "部隊{troops}人は、知見5の効果が主に測られた8,000人を超える。規模の効果の頭打ちは仮定である。";
    /// Bands of some theatres only.
    BANDS: "Monthly bands are kept for the first theatres only; means are kept for all.",
        "月ごとの帯は最初のいくつかの地域についてのみ保存される。平均はすべての地域について保存される。";
    /// A longer horizon.
    LONGER: "a longer horizon: {option}", "期間を延ばす：{option}";
    /// There is no longer one.
    LONGEST: "no horizon is longer: read it beside the other outcomes", "これより長い期間はない。他の結果とともに読む";
    /// More replicates, and the median.
    MEDIAN: "{option}, and read the median beside the mean", "{option} とし、平均とともに中央値も見る";
    /// Compare with fewer troops.
    COMPARE: "compare with {option}", "{option} と比べる";
    /// Read the means.
    MEANS: "read series.csv by its means, or run theatres apart", "series.csvは平均で読むか、地域ごとに実行する";
}

const ALL: [Message; 14] = [
    FEW_EVENTS,
    UNDEFINED,
    UNDEFINED_THERE,
    LATE,
    LATE_THERE,
    SHORT,
    HEAVY_TAIL,
    DOSE,
    BANDS,
    LONGER,
    LONGEST,
    MEDIAN,
    COMPARE,
    MEANS,
];

/// A sentence of a doubt, as results carry it, in a language. Outcomes and worlds among its values are named as people
/// read them.
pub fn say(english: &str, lang: Lang) -> String {
    let said = ALL.iter().find_map(|message| {
        let values = values(message.en, english)?;
        let begins = message.text(lang).starts_with('{');
        let values: Vec<(&str, String)> =
            values.into_iter().map(|(name, v)| (name, word(name, v, begins, lang))).collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, v)| (*name, v.as_str())).collect();
        Some(message.fill(lang, &values))
    });
    said.unwrap_or_else(|| english.to_owned())
}

/// A value as people read it; `begins` says that its sentence begins with it.
fn word(name: &str, value: &str, begins: bool, lang: Lang) -> String {
    use super::report::{DIFFERENCE, MISSION, NO_MISSION};
    match (name, value) {
        ("outcome", _) if begins => super::outcomes::label(value, lang),
        ("outcome", _) => super::outcomes::label(value, lang).to_lowercase(),
        ("troops", _) => value.parse().map_or_else(|_| value.to_owned(), |n| thousands(n, 0)),
        ("world", "mission") => MISSION.text(lang).to_owned(),
        ("world", "none") => NO_MISSION.text(lang).to_owned(),
        ("world", "difference") => DIFFERENCE.text(lang).to_owned(),
        _ => value.to_owned(),
    }
}

/// What stands in the place of each `{placeholder}` of a template, where a text is made of it.
fn values<'a, 't>(template: &'t str, text: &'a str) -> Option<Vec<(&'t str, &'a str)>> {
    let Some((head, mut template)) = template.split_once('{') else { return (template == text).then(Vec::new) };
    let mut rest = text.strip_prefix(head)?;
    let mut found = Vec::new();
    loop {
        let (name, after) = template.split_once('}')?;
        let (literal, next) = after.split_once('{').map_or((after, None), |(l, n)| (l, Some(n)));
        let end = if next.is_none() && literal.is_empty() { rest.len() } else { rest.find(literal)? };
        found.push((name, &rest[..end]));
        rest = &rest[end + literal.len()..];
        match next {
            Some(next) => template = next,
            None => return rest.is_empty().then_some(found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubt_keeps_its_numbers_in_japanese() {
        let text = "relapse_5y (none) is not decidable in 31 % of histories.";
        assert!(say(text, Lang::Ja).ends_with("（ミッションなし）は、試行の31 %で判定できない。"));
        let late = "success (mission) in theatre coast is not decidable in 31 % of histories, those where no mission \
                    came or where it lasts longest: the share is that of the others.";
        assert!(
            say(late, Lang::Ja)
                .starts_with("地域coastのミッションの成功（ミッションあり）は、試行の31 %で判定できない。")
        );
        assert_eq!(
            say("a longer horizon: --set horizon_months=240", Lang::Ja),
            "期間を延ばす：--set horizon_months=240"
        );
    }

    #[test]
    fn every_doubt_is_said_in_japanese() {
        for message in ALL {
            let names = message.placeholders(Lang::En);
            let value = |name: &str| match name {
                "outcome" => "battle_deaths",
                "world" => "none",
                "theatre" => "coast",
                _ => "7",
            };
            let values: Vec<(&str, &str)> = names.iter().map(|name| (*name, value(name))).collect();
            let (english, said) = (message.fill(Lang::En, &values), say(&message.fill(Lang::En, &values), Lang::Ja));
            let begins = message.ja.starts_with('{');
            let words: Vec<(&str, String)> =
                values.iter().map(|(name, v)| (*name, word(name, v, begins, Lang::Ja))).collect();
            let words: Vec<(&str, &str)> = words.iter().map(|(name, v)| (*name, v.as_str())).collect();
            assert_eq!(said, message.fill(Lang::Ja, &words), "{english}");
        }
    }

    #[test]
    fn troops_are_written_as_people_write_them() {
        let dose = "15000 troops are more than the 8,000 that the effects of finding 5 were mostly measured on: the dose \
                    saturates by assumption.";
        assert!(say(dose, Lang::En).starts_with("15,000 troops are more than the 8,000 that"));
        assert!(say(dose, Lang::Ja).starts_with("部隊15,000人は"));
    }

    #[test]
    fn english_names_outcomes_as_people_read_them() {
        let said = |text| say(text, Lang::En);
        assert_eq!(
            said("relapse_5y (none) rests on 12 of 256 histories."),
            "Relapse within five years (no mission) rests on 12 of 256 histories."
        );
        let tail = "The largest 1 % of histories carry 40 % of the sum of squares of lives_saved: its mean and standard \
                    error lean on few histories.";
        assert!(said(tail).contains("squares of lives saved: its mean"));
    }

    #[test]
    fn what_fits_no_template_stays_as_it_is() {
        assert_eq!(say("something new", Lang::Ja), "something new");
        assert_eq!(say("--replicates 40000", Lang::Ja), "--replicates 40000");
    }
}
