//! What the outcomes of a treaty are called.

use super::{Lang, Message};

crate::messages! {
    /// States parties in a year.
    PARTIES: "parties {year}", "締約国数（{year}年）";
    /// An outcome.
    BUDGET: "budget usd", "予算（米ドル）";
    /// An outcome.
    RECEIVED: "received usd", "入金（米ドル）";
    /// An outcome.
    COLLECTED: "collected share", "予算に対する徴収の割合";
    /// An outcome.
    SHORTFALL: "shortfall years", "資金が不足した年の割合";
    /// An outcome.
    MEETINGS: "meetings held", "開催された会合の割合";
    /// An outcome.
    LARGEST: "largest share", "最大の分担国の分担率";
    /// An outcome.
    LARGEST_RECEIPTS: "largest share of receipts", "入金に占める最大の分担国";
    /// An outcome.
    STOCKPILES: "stockpiles destroyed", "貯蔵弾の廃棄を終えた国";
    /// An outcome.
    LAND: "land cleared", "除去を終えた国";
    /// An outcome.
    VICTIMS: "victim assistance", "被害者支援";
    /// An outcome.
    OBLIGATIONS: "obligations met", "履行された義務";
    /// An outcome.
    UNIVERSALISATION: "aim universalisation", "目標：普遍化";
    /// An outcome.
    INFLUENCE: "aim influence", "目標：影響力";
    /// An outcome.
    ORGANISATION: "aim effective organisation", "目標：実効的な組織";
    /// An outcome.
    VISIBILITY: "aim visibility", "目標：認知度";
    /// An outcome.
    MARK: "overall mark", "総合評価（4＝A、1＝D）";
}

const ALL: [Message; 16] = [
    BUDGET,
    RECEIVED,
    COLLECTED,
    SHORTFALL,
    MEETINGS,
    LARGEST,
    LARGEST_RECEIPTS,
    STOCKPILES,
    LAND,
    VICTIMS,
    OBLIGATIONS,
    UNIVERSALISATION,
    INFLUENCE,
    ORGANISATION,
    VISIBILITY,
    MARK,
];

/// The name of a treaty's outcome as a person reads it; an unknown one as it is written, without underscores.
pub fn label(outcome: &str, lang: Lang) -> String {
    let english = outcome.replace('_', " ");
    let year = english.strip_prefix("parties ").filter(|y| y.parse::<u32>().is_ok());
    match (year, ALL.iter().find(|m| m.en == english)) {
        (Some(year), _) => PARTIES.with(lang, &[("year", &year)]),
        (_, Some(message)) => message.text(lang).to_owned(),
        _ => english,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::treaty::history::OUTCOMES;

    #[test]
    fn every_outcome_of_a_treaty_has_a_name_in_both_languages() {
        for (outcome, ..) in OUTCOMES {
            assert!(ALL.iter().any(|m| m.en == outcome.replace('_', " ")), "{outcome}");
        }
        assert_eq!(label("parties_2030", Lang::Ja), "締約国数（2030年）");
        assert_eq!(label("land_cleared", Lang::En), "land cleared");
    }
}
