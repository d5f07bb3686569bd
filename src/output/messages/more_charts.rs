//! What stands on charts of sweeps, indices and single histories.

use super::{Lang, Message};

crate::messages! {
    // Sweeps.
    /// Title of a sweep's chart.
    SWEEP_TITLE: "{outcome}: from {low} to {high} over the sweep", "{outcome}：掃引全体で{low}から{high}";
    /// Subtitle of a heat map.
    HEAT_SUBTITLE: "Mean of {outcome} ({world}) at each of {points} points, {replicates} replicates each. Lines: equal values. \
        Hatched: not resolved, the 95 % Monte Carlo interval is wider than a step of {step}.",
        "{points}点それぞれでの{outcome}の平均（{world}）、各点で試行{replicates}回。線：等値線。斜線：未解像、95 %モンテカルロ区間が\
        刻み{step}より広い。";
    /// Subtitle of a heat map over names, between which nothing lies.
    HEAT_SUBTITLE_UNORDERED: "Mean of {outcome} ({world}) at each of {points} points, {replicates} replicates each. Hatched: \
        not resolved, the 95 % Monte Carlo interval is wider than a step of {step}.",
        "{points}点それぞれでの{outcome}の平均（{world}）、各点で試行{replicates}回。斜線：未解像、95 %モンテカルロ区間が\
        刻み{step}より広い。";
    /// Subtitle of lines.
    LINES_SUBTITLE: "{outcome} ({world}) at each of {points} points, {replicates} replicates each. Dots: means with 95 % Monte \
        Carlo intervals; bands: the middle 50 % and 90 % of histories.",
        "{points}点それぞれでの{outcome}（{world}）、各点で試行{replicates}回。点：平均と95 %モンテカルロ区間、帯：試行の中央50 %と90 %。";
    /// Subtitle of lines of shares, whose histories have no band.
    LINES_SHARE_SUBTITLE: "{outcome} ({world}) at each of {points} points, {replicates} replicates each. Dots: means with 95 % \
        Monte Carlo intervals.",
        "{points}点それぞれでの{outcome}（{world}）、各点で試行{replicates}回。点：平均と95 %モンテカルロ区間。";
    /// Source line.
    SWEEP_SOURCE: "pkosim {version}, sweep {name}. Estimates under assumptions, not a forecast.",
        "pkosim {version}、掃引 {name}。仮定に基づく推計であり、予測ではない。";

    /// Of levers whose effects nobody has measured, after the source.
    LEVERS_ASSUMED: " Effect sizes of consent, unity and funding are assumed.", "同意、結束、財政の効果の大きさは仮定による。";

    // Tornado.
    /// Title.
    TORNADO_TITLE: "{first} matters most of {n} inputs", "{n}個の入力のうち、最も影響が大きいのは{first}";
    /// Subtitle.
    TORNADO_SUBTITLE: "Bars: index of each input with its interval, most important first ({file}).{more}",
        "棒：各入力の指標とその区間、影響の大きい順（{file}）。{more}";
    /// Not all of them.
    TORNADO_MORE: " The {n} largest are shown.", "上位{n}個を示す。";

    /// Total index.
    TORNADO_TOTAL: "Total index: share of the variance, interactions included", "全次数指標：交互作用を含む分散の割合";
    /// First-order index.
    TORNADO_FIRST: "First-order index: share of the variance by itself", "一次指標：単独での分散の割合";
    /// Morris.
    TORNADO_MORRIS: "Mean absolute elementary effect", "基本効果の絶対値の平均";
    /// PAWN.
    TORNADO_PAWN: "PAWN index: distance between distributions", "PAWN指標：分布の間の距離";

    // Timeline.
    /// Title.
    TIMELINE_TITLE: "One history of {theatre}: {war} months of war and {deaths} battle deaths from {from} on",
        "{theatre}のひとつの試行：{from}以降、戦争{war}か月、戦闘関連の死者{deaths}人";
    /// From when on, where the mission deploys in month 0.
    TIMELINE_DEPLOYMENT: "deployment", "展開";
    /// From when on, where it does not.
    TIMELINE_START: "month 0", "開始";
    /// Subtitle.
    TIMELINE_SUBTITLE: "One replicate, month by month, with the mission{none}. It shows how things hang together; it is not \
        typical of anything.",
        "ひとつの試行の月ごとの経過（ミッションあり{none}）。物事のつながりを示すもので、典型例ではない。";
    /// The twin is there.
    TIMELINE_TWIN: ", and its twin without (the lower strip, and dashed among the deaths)",
        "、下の帯と死者数の破線はミッションのない対の試行";
    /// Panel.
    PHASES: "Phase", "局面";
    /// Panel.
    STRENGTH: "Uniformed people deployed", "展開中の制服要員";
    /// Panel.
    DEATHS: "Battle-related deaths a month", "月間の戦闘関連の死者数";
    /// Panel.
    CONSENT: "Host consent and Council unity", "受入国の同意と安保理の結束";
    /// Phase.
    TENSION: "tension", "緊張";
    /// Phase.
    WAR: "war", "戦争";
    /// Phase.
    CEASEFIRE: "ceasefire", "停戦";
    /// Phase.
    PEACE: "peace", "平和";
    /// Event.
    AGREEMENT: "peace agreement", "和平合意";
    /// Event.
    VICTORY: "victory", "一方の勝利";
    /// Event.
    FADING: "fighting fades", "戦闘の沈静化";
    /// Event.
    WITHDRAWN: "consent withdrawn", "同意の撤回";
    /// Event.
    TERMINATED: "mandate ended", "マンデート終了";
    /// Event.
    CHANGED: "government changes", "政権交代";
    /// Line.
    AUTHORISED_LINE: "authorised", "承認";
    /// Area.
    DEPLOYED_LINE: "deployed", "展開";
    /// Line.
    CONSENT_LINE: "consent", "同意";
    /// Line.
    UNITY_LINE: "unity", "結束";
    /// Source line.
    FILE_SOURCE: "pkosim {version}, {file}. Estimates under assumptions, not a forecast.",
        "pkosim {version}、{file}。仮定に基づく推計であり、予測ではない。";
}

/// What is said of levers among these keys that have no effect size in the literature; nothing where none is.
pub fn assumed<'a>(mut keys: impl Iterator<Item = &'a str>, lang: Lang) -> &'static str {
    let ours = |key: &str| key.starts_with("funding.") || key.ends_with(".consent") || key.ends_with(".unity");
    if keys.any(ours) { LEVERS_ASSUMED.text(lang) } else { "" }
}

/// What an index of a tornado is called on its axis, by its name in tables.
pub fn index(kind: &str) -> Option<Message> {
    match kind {
        "total" => Some(TORNADO_TOTAL),
        "first" => Some(TORNADO_FIRST),
        "mu_star" => Some(TORNADO_MORRIS),
        "pawn" => Some(TORNADO_PAWN),
        _ => None,
    }
}
