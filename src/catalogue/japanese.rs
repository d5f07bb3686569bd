//! Japanese for what stands around the entries: labels, places of the study, words of closed lists.

use super::entries::{Kind, entries};

/// Labels of fields; those whose content stands in English alone say so.
const LABELS: [(&str, &str); 38] = [
    ("aim", "戦略的目的"),
    ("capabilities", "関連する能力"),
    ("components", "構成要素"),
    ("effects", "特徴"),
    ("elements", "要素"),
    ("endnotes", "巻末注"),
    ("family", "分類"),
    ("id_prefix", "根拠となる行の名前"),
    ("key capabilities", "主要な能力"),
    ("keys", "シナリオのキー"),
    ("kind", "種類"),
    ("kind_suggested", "扱い"),
    ("links", "関連するモデル"),
    ("listed_in", "記載元（英語）"),
    ("measures", "方策"),
    ("needs_partner", "連携相手が必要"),
    ("note", "注（英語）"),
    ("ordinal", "順番"),
    ("papers", "文献"),
    ("phases", "局面"),
    ("phases_basis", "局面の根拠"),
    ("precedents", "先例（英語）"),
    ("qualifier", "精度"),
    ("rank", "順位"),
    ("since", "開始年"),
    ("tasks", "任務"),
    ("tasks_fit", "図6の任務との対応"),
    ("typical_size", "典型的な規模（英語）"),
    ("unit", "単位"),
    ("value", "値"),
    ("variant", "区分"),
    // What stands behind an entry in the simulator.
    ("in the simulator", "シミュレーターでの意味"),
    ("people", "人員"),
    ("acts on", "作用する対象"),
    ("least capabilities", "能力の最低水準"),
    ("without", "要因がない場合の値"),
    ("with", "要因がある場合の値"),
    ("why", "理由（英語）"),
];

/// Words of closed lists.
const WORDS: [(&str, &str); 53] = [
    ("true", "はい"),
    ("false", "いいえ"),
    ("tension", "緊張"),
    ("war", "戦争"),
    ("ceasefire", "停戦"),
    ("peace", "平和"),
    ("stated", "研究が明示"),
    ("inferred", "記述から推定"),
    ("full", "十分"),
    ("partial", "一部"),
    ("none", "なし"),
    ("military", "軍事"),
    ("police", "警察"),
    ("civilian", "文民"),
    ("maritime", "海上"),
    ("cyber", "サイバー"),
    ("un-only", "国連単独"),
    ("sequenced", "順次展開"),
    ("parallel", "並行展開"),
    ("joint", "合同"),
    ("hybrid", "ハイブリッド型"),
    ("un-authorized", "国連授権"),
    ("assumed", "仮定"),
    ("cited", "引用"),
    ("calibrated", "較正"),
    ("figure", "数値"),
    ("mechanism", "仕組み"),
    ("exact", "正確"),
    ("about", "約"),
    ("up-to", "最大"),
    ("at-least", "少なくとも"),
    ("more-than", "超"),
    ("range-low", "範囲の下限"),
    ("range-high", "範囲の上限"),
    ("USD", "米ドル"),
    ("USD per year", "米ドル/年"),
    ("accounts", "会計"),
    ("months", "か月"),
    ("percent", "パーセント"),
    ("states", "か国"),
    ("days", "日"),
    ("missions", "ミッション"),
    ("missions per year", "ミッション/年"),
    ("persons", "人"),
    ("units", "部隊"),
    ("vessels", "隻"),
    ("year", "年"),
    ("opening", "冒頭"),
    ("last", "最後"),
    ("docs", "文書"),
    ("event", "出来事"),
    ("lever", "要因"),
    ("outcome", "結果"),
];

/// Ordinals of the challenges, and what follows one that goes by position.
const ORDINALS: [(&str, &str); 6] =
    [("first", "第1"), ("second", "第2"), ("third", "第3"), ("fourth", "第4"), ("fifth", "第5"), ("sixth", "第6")];

fn find(list: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    list.iter().find(|(en, _)| *en == word).map(|(_, ja)| *ja)
}

/// The label of a field; one without a Japanese label as it is.
pub fn label(english: &str) -> &str {
    find(&LABELS, english).unwrap_or(english)
}

/// A value: a word of a closed list, a task, capability or model by its name; anything else as it is.
pub fn value(field: &str, english: &str) -> String {
    let list = match field {
        "tasks" => Some(Kind::Tasks),
        "key capabilities" => Some(Kind::Capabilities),
        "links" => Some(Kind::Models),
        _ => None,
    };
    let entry = list.and_then(|kind| {
        entries(kind).iter().find(|e| e.slug == english || (field == "links" && e.number.to_string() == english))
    });
    if let Some(entry) = entry {
        return entry.name_ja.clone();
    }
    let by_position = english.strip_suffix(" (implied)");
    match (find(&ORDINALS, by_position.unwrap_or(english)), by_position) {
        (Some(ordinal), Some(_)) => format!("{ordinal}（位置による）"),
        (Some(ordinal), None) => ordinal.to_owned(),
        _ => find(&WORDS, english).unwrap_or(english).to_owned(),
    }
}

/// Places of the study, as entries name them: `ch. 5.3, form 3A`, `box 3; ch. 7, adaptability`.
pub fn place(english: &str) -> String {
    let groups = english.split("; ").map(|group| group.split(", ").map(part).collect::<Vec<_>>().join("、"));
    groups.collect::<Vec<_>>().join("；")
}

fn part(english: &str) -> String {
    const KINDS: [(&str, &str); 8] = [
        ("model ", "モデル"),
        ("form ", "形態"),
        ("finding ", "知見"),
        ("box ", "ボックス"),
        ("figure ", "図"),
        ("footnote ", "脚注"),
        ("item ", "項目"),
        ("para. ", "段落"),
    ];
    const PARTS: [(&str, &str); 6] = [
        ("adaptability", "適応性"),
        ("performance", "パフォーマンス"),
        ("transitions", "移行"),
        ("summary", "要旨"),
        ("opening", "冒頭"),
        ("standby and rapid deployment", "待機と迅速展開"),
    ];
    if let Some((first, second)) = english.split_once(" and ").filter(|(first, _)| first.starts_with("ch. ")) {
        return format!("{}、{}", part(first), part(second));
    }
    if let Some(chapter) = english.strip_prefix("ch. ") {
        return if chapter.contains('.') { format!("{chapter}節") } else { format!("第{chapter}章") };
    }
    let of_kind = KINDS.iter().find_map(|(en, ja)| english.strip_prefix(en).map(|rest| format!("{ja}{rest}")));
    of_kind.or_else(|| find(&PARTS, english).map(str::to_owned)).unwrap_or_else(|| english.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_said_in_japanese() {
        assert_eq!(place("ch. 5.3, form 3A"), "5.3節、形態3A");
        assert_eq!(place("box 3; ch. 7, adaptability"), "ボックス3；第7章、適応性");
        assert_eq!(place("ch. 2.1 and figure 3"), "2.1節、図3");
    }

    #[test]
    fn every_label_and_word_stands_once() {
        for list in [&LABELS[..], &WORDS[..], &ORDINALS[..]] {
            assert!(list.iter().enumerate().all(|(i, (en, _))| list[..i].iter().all(|(other, _)| other != en)));
        }
    }
}
