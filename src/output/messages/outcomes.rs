//! What outcomes are called, in the study's words.

use super::{Lang, Message};

macro_rules! labels {
    ($($name:literal: $en:literal, $ja:literal;)+) => {
        /// Outcomes by their names in tables.
        const LABELS: &[(&str, Message)] = &[$(($name, Message { en: $en, ja: $ja }),)+];
    };
}

labels! {
    "battle_deaths": "Battle-related deaths", "戦闘関連の死者数";
    "one_sided_deaths_government": "Civilians killed by government forces", "政府軍に殺害された文民";
    "one_sided_deaths_rebels": "Civilians killed by non-state groups", "非国家武装集団に殺害された文民";
    "months_at_war": "Months at war", "戦争の月数";
    "conflict_years": "Conflict-years", "武力紛争の年数（死者25人以上）";
    "war_years": "War-years", "戦争の年数（死者1,000人以上）";
    "time_to_ceasefire_rmst": "Months to a ceasefire (of 120)", "停戦までの月数（120か月中）";
    "time_to_settlement_rmst": "Months to a settlement (of 120)", "和平合意までの月数（120か月中）";
    "ended_by_settlement": "Ended by a settlement", "和平合意による終結";
    "ended_by_ceasefire": "Ended by a ceasefire", "停戦による終結";
    "ended_by_victory": "Ended by a victory", "一方の勝利による終結";
    "ended_by_fading": "Faded without an agreement", "合意のない沈静化";
    "still_fighting": "Still fighting", "戦闘継続";
    "success": "Success of the mission", "ミッションの成功";
    "wartime_success": "Wartime success", "戦時の成功";
    "peace_at_horizon": "Peace at the horizon", "期末の平和";
    "relapse_5y": "Relapse within five years", "5年以内の再発";
    "first_peace_months": "Months the first peace held", "最初の平和の月数";
    "first_peace_failed": "First peace failed", "最初の平和の破綻";
    "consent_withdrawn": "Consent withdrawn by the host", "受入国の同意の撤回";
    "mandate_terminated": "Mandate ended by the Council", "安保理によるマンデート終了";
    "mandate_implementation": "Mandate implemented", "マンデートの実施率";
    "neighbours_infected": "Neighbours newly in conflict", "新たに紛争に陥った隣国";
    "displaced_person_months": "Person-months of displacement", "避難民の延べ人月";
    "people_returned": "Displaced people who returned", "帰還した避難民";
    "aid_worker_attacks": "Attacks on aid workers", "援助活動従事者への攻撃";
    "sexual_violence_cases": "Verified cases of sexual violence", "確認された性的暴力の事案";
    "peacekeeper_deaths": "Peacekeeper deaths", "平和維持要員の死者";
    "peacekeeper_deaths_malicious": "Peacekeeper deaths by malicious acts", "敵対行為による平和維持要員の死者";
    "uniformed_person_years": "Uniformed person-years", "制服要員の延べ人年";
    "mission_months": "Months with a mission", "ミッションの展開月数";
    "cost_usd": "Cost", "費用";
    "requirement_usd": "Requirement, US$", "所要額（米ドル）";
    "budget_usd": "Approved budget, US$", "承認予算（米ドル）";
    "receipts_usd": "Contributions received, US$", "分担金・拠出金の受領額（米ドル）";
    "cash_short_months": "Months short of cash", "現金が不足した月数";
    "cash_cut_months": "Months of cuts for lack of cash", "現金見通しにより削減した月数";
    "unpaid_at_end_usd": "Dues unpaid at the end, US$", "期末の未払いの分担金・拠出金（米ドル）";
    "owed_to_contributors_at_end_usd": "Owed to contributors at the end, US$", "期末の要員提供国への未払い（米ドル）";
    "cost_contributors_usd": "Cost: contributors, US$", "要員提供国への償還（米ドル）";
    "cost_operations_usd": "Cost: operations, US$", "施設・輸送・航空等の費用（米ドル）";
    "cost_programme_usd": "Cost: programmes, US$", "プログラム資金（米ドル）";
    "cost_civilians_usd": "Cost: civilian staff, US$", "文民要員の費用（米ドル）";
    "cost_overhead_usd": "Cost: overhead, US$", "支援会計等の間接費（米ドル）";
    "cost_voluntary_usd": "Voluntary and trust-fund money, US$", "任意拠出金・信託基金（米ドル）";
    "cost_partners_usd": "Of the cost, paid by partners, US$", "費用のうちパートナー負担分（米ドル）";
    "lives_saved": "Lives saved", "救われた命";
    "war_months_averted": "War months averted", "回避された戦争の月数";
    "cost_per_life_saved_usd": "Cost per life saved", "救われた命1人当たりの費用";
    "womens_participation": "Women's participation", "女性の政治参加とエンパワーメント";
    "gdp": "GDP", "国内総生産";
    "maternal_health": "Maternal health and schooling", "妊産婦の健康と女性の就学";
    "household_wellbeing": "Household well-being", "世帯の暮らし向きと信頼";
    "democracy": "Democracy", "民主化の度合い";
    "power_sharing": "Power-sharing", "エリートの権力分有への取組";
    "environment": "Environment", "環境の質";
    "nonviolent_protest": "Nonviolent protest", "非暴力的な市民の抗議活動";
    "criminal_violence": "Criminal violence", "殺人と戦後の暴力";
    "election_violence": "Election violence", "選挙関連の暴力";
    "ceasefire_violations": "Ceasefire violations", "停戦と合意の違反";
    "land_released": "Land released", "地雷から解放された土地";
    "epidemic_cases": "Epidemic cases", "感染症の症例";
    "disaster_deaths": "Disaster deaths", "災害による死者";
    "heritage_lost": "Heritage lost", "失われた文化遺産";
    "illicit_revenue": "Illicit revenue", "武装集団の違法収入";
    "unlawful_crossings": "Unlawful crossings", "違法な越境";
    "infrastructure_outages": "Infrastructure outages", "重要インフラの停止";
    "information_incidents": "Information incidents", "サイバー・情報の事案";
    "maritime_incidents": "Maritime incidents", "海洋での事案";
    "accountability_cases": "Accountability cases", "重大犯罪の責任追及";
    "state_capacity": "State capacity", "国家機関の能力と正統性";
}

/// The name of an outcome as a person reads it, a mission's or a treaty's; an unknown one as it is written in the tables,
/// without underscores.
pub fn label(outcome: &str, lang: Lang) -> String {
    let known = LABELS.iter().find(|(name, _)| *name == outcome).map(|(_, message)| message.text(lang).to_owned());
    known.or_else(|| super::treaty::known(outcome, lang)).unwrap_or_else(|| sentence_case(outcome))
}

fn sentence_case(name: &str) -> String {
    let mut text = name.replace('_', " ");
    if let Some(first) = text.get(..1).map(str::to_uppercase) {
        text.replace_range(..1, &first);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::outcome::{PAIRED, all};

    #[test]
    fn every_outcome_has_a_name_in_both_languages() {
        for outcome in all().chain(PAIRED) {
            assert!(LABELS.iter().any(|(name, _)| *name == outcome.name), "{}", outcome.name);
        }
    }

    #[test]
    fn an_unknown_outcome_is_shown_as_it_is_written() {
        assert_eq!(label("new_thing", Lang::Ja), "New thing");
    }
}
