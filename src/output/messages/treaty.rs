//! What is said of a treaty: its outcomes, and what they mean.

use super::{Lang, Message};

crate::messages! {
    /// States parties in a year.
    PARTIES: "States parties in {year}", "締約国数（{year}年）";

    /// States parties at the end.
    PARTIES_SENTENCE: "By {year} the treaty has {n} states parties (90 % of histories: {low} to {high})",
        "{year}年までに締約国は{n}か国になる（試行の90 %：{low}～{high}）";
    /// What of the budget is collected.
    DUES_SENTENCE: "{share} of the budget of {budget} is collected over the years (90 % of histories: {low} to {high})",
        "期間中の予算{budget}のうち{share}が徴収される（試行の90 %：{low}～{high}）";
    /// What rests on the largest payer.
    RISK_SENTENCE: "The largest payer carries {share} of receipts; a meeting is at risk in {risk} of years",
        "最大の分担国は入金の{share}を担い、{risk}の年で会合が危うくなる";
    /// What of the obligations is met.
    DUTIES_SENTENCE: "{share} of obligations are met at the end (90 % of histories: {low} to {high})",
        "期末に義務の{share}が履行される（試行の90 %：{low}～{high}）";

    /// What is doubtful about every result of a treaty.
    DOUBT: "How often states join is fitted to the Convention on Cluster Munitions. What rests on no figure is assumed: how \
        payment moves with the cohesion of the parties, when a meeting counts as at risk, how fast land is cleared and victims \
        are assisted, and what meetings and the support unit do for obligations.",
        "加入の頻度はクラスター弾に関する条約に合わせてある。数値のないものは仮定である：締約国の結束が支払いをどう動かすか、\
        会合をいつ危ういとみなすか、除去と被害者支援がどれほど進むか、会合と履行支援ユニットが義務の履行に何をもたらすか。";
}

macro_rules! labels {
    ($($name:literal: $en:literal, $ja:literal;)+) => {
        /// Outcomes by their names in tables.
        const LABELS: &[(&str, Message)] = &[$(($name, Message { en: $en, ja: $ja }),)+];
    };
}

labels! {
    "budget_usd": "Budget, US$", "予算（米ドル）";
    "received_usd": "Received, US$", "入金（米ドル）";
    "collected_share": "Share of the budget collected", "予算に対する徴収の割合";
    "shortfall_years": "Years with a meeting at risk", "会合が危うくなった年の割合";
    "meetings_held": "Meetings held", "開催された会合の割合";
    "largest_share": "Largest payer's share of the scale", "最大の分担国の分担率";
    "largest_share_of_receipts": "Largest payer's share of receipts", "入金に占める最大の分担国";
    "stockpiles_destroyed": "States that destroyed their stockpiles", "貯蔵弾の廃棄を終えた国";
    "land_cleared": "States that cleared their land", "除去を終えた国";
    "victim_assistance": "Victim assistance", "被害者支援";
    "obligations_met": "Obligations met", "履行された義務";
    "aim_universalisation": "Aim: universalisation", "目標：普遍化";
    "aim_influence": "Aim: influence", "目標：影響力";
    "aim_effective_organisation": "Aim: effective organisation", "目標：実効的な組織";
    "aim_visibility": "Aim: visibility", "目標：認知度";
    "overall_mark": "Overall mark (4 = A, 1 = D)", "総合評価（4＝A、1＝D）";
}

/// The name of a treaty's outcome as a person reads it; nothing for what is none.
pub fn known(outcome: &str, lang: Lang) -> Option<String> {
    let year = outcome.strip_prefix("parties_").filter(|y| y.parse::<u32>().is_ok());
    let of = |year: &str| PARTIES.fill(lang, &[("year", year)]);
    let label = || LABELS.iter().find(|(name, _)| *name == outcome).map(|(_, m)| m.text(lang).to_owned());
    year.map(of).or_else(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treaty::history::OUTCOMES;

    #[test]
    fn every_outcome_of_a_treaty_has_a_name_in_both_languages() {
        for (outcome, ..) in OUTCOMES {
            assert!(LABELS.iter().any(|(name, _)| *name == outcome), "{outcome}");
        }
        assert_eq!(known("parties_2030", Lang::Ja).unwrap(), "締約国数（2030年）");
        assert_eq!(known("land_cleared", Lang::En).unwrap(), "States that cleared their land");
        assert_eq!(known("battle_deaths", Lang::En), None);
    }
}
