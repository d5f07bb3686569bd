//! What the keys that sweeps vary are called on charts.
//!
//! English charts name a key by its last part, which is what its readers type; Japanese ones by what it means.

use super::Lang;

/// Japanese names of levels and settings, by the end of their keys.
const NAMES: &[(&str, &str)] = &[
    ("council.unity", "安保理の結束"),
    ("funding.level", "資金（所要額に対する割合）"),
    ("funding.largest_paid", "最大分担国の支払割合"),
    ("funding.largest_delay_months", "最大分担国の遅延（月）"),
    ("funding.second_paid", "第2の分担国の支払割合"),
    ("funding.second_delay_months", "第2の分担国の遅延（月）"),
    ("funding.others_paid", "その他の国の支払割合"),
    ("funding.others_delay_months", "その他の国の遅延（月）"),
    ("funding.reserve_usd", "平和維持準備金（米ドル）"),
    ("host.consent", "受入国の同意"),
    ("host.population_millions", "人口（百万人）"),
    ("host.regional_support", "地域的支援"),
    ("host.disinformation", "偽情報・ヘイトスピーチ"),
    ("host.divergence", "受入国政府の目的の乖離"),
    ("host.neighbours", "隣国の数"),
    ("host.neighbours_in_conflict", "紛争下の隣国の数"),
    ("conflict.severity", "紛争の激しさ（月の死者数）"),
    ("conflict.age_months", "紛争の経過月数"),
    ("conflict.external_support", "紛争当事者への外部支援"),
    ("mediation.level", "調停"),
    ("stressors.armed_conflict", "武力紛争の要因"),
    ("stressors.technology", "技術の武器化"),
    ("stressors.organised_crime", "組織犯罪"),
    ("stressors.climate", "気候の緊急事態"),
    ("stressors.health", "保健上の緊急事態"),
    ("troops", "部隊（人）"),
    ("police", "警察要員（人）"),
    ("observers", "軍事監視要員（人）"),
    ("civilians", "文民要員（人）"),
    ("quality", "部隊の質"),
    ("leadership", "指導力と計画"),
    ("posture", "断固とした態勢"),
    ("capabilities", "主要な能力"),
    ("caveats", "各国による制約事項"),
    ("task_load", "業務量"),
    ("benefits", "具体的な利益の提供"),
    ("communication", "戦略的コミュニケーション"),
    ("local_knowledge", "現地の知識"),
    ("adaptability", "適応力"),
    ("conduct", "行動規律"),
    ("transition", "計画的な移行"),
    ("rehatted_troops", "移管される部隊（人）"),
    ("partner_troops", "パートナーの部隊（人）"),
    ("size", "総人員（人）"),
    ("women", "女性の割合"),
    ("voluntary_usd", "任意拠出金（年、米ドル）"),
    ("planned_exit_months", "予定撤収（月）"),
    ("form", "実施形態"),
];

fn japanese(key: &str) -> Option<&'static str> {
    let ends = |end: &str| key.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    NAMES.iter().find(|(end, _)| ends(end)).map(|(_, name)| *name)
}

/// A key in a few letters: the last of its dotted parts, or what it means.
pub fn short(key: &str, lang: Lang) -> &str {
    let last = key.rsplit('.').next().unwrap_or(key);
    if lang == Lang::Ja { japanese(key).unwrap_or(last) } else { last }
}

/// A key as it is typed, or what it means.
pub fn whole(key: &str, lang: Lang) -> &str {
    if lang == Lang::Ja { japanese(key).unwrap_or(key) } else { key }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::keys::{OperationLevels, TheatreLevels, WorldLevels};

    #[test]
    fn every_level_has_a_japanese_name_of_its_own() {
        let specs = WorldLevels::SPECS.iter().chain(TheatreLevels::SPECS).chain(OperationLevels::SPECS);
        let keys: Vec<String> = specs.map(|s| format!("{}.{}", s.table, s.name)).collect();
        let mut names: Vec<&str> = keys.iter().map(|k| japanese(k).unwrap_or_else(|| panic!("{k}"))).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }

    #[test]
    fn keys_of_one_theatre_or_operation_are_known_by_their_ends() {
        assert_eq!(short("theatre.north.host.consent", Lang::Ja), "受入国の同意");
        assert_eq!(short("operation.main.troops", Lang::Ja), "部隊（人）");
        assert_eq!(short("operation.main.rehatted_troops", Lang::Ja), "移管される部隊（人）");
        assert_eq!(short("mission.troops", Lang::En), "troops");
        assert_eq!(whole("mission.troops", Lang::En), "mission.troops");
        assert_eq!((short("a.new_key", Lang::Ja), whole("a group", Lang::Ja)), ("new_key", "a group"));
    }
}
