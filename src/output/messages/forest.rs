//! What stands on the forest plot of findings.

crate::messages! {
    /// Title.
    TITLE: "{holds} of {judged} findings that are judged hold in the simulator (stance: {stance})",
        "判定対象の知見{judged}件のうち{holds}件がシミュレータで成り立つ（{stance}）";
    /// Title of a page after the first.
    PAGE: "{title}, page {page} of {pages}", "{title}（{pages}枚中{page}枚目）";
    /// Subtitle where intervals are drawn.
    SUBTITLE: "Each row on its own scale: the grey band is the cited interval, its tick the cited estimate; the dot is the \
        simulated value with 95 % Monte Carlo whiskers; the fine upright is no effect. Beyond the edge: an arrow. {key}",
        "行ごとに固有の目盛り：灰色の帯は引用元の区間、帯の中の線は引用元の推定値、点はシミュレーションの値（ひげは95 %モンテカルロ区間）、\
        細い縦線は効果なし。枠外は矢印。{key}";
    /// Subtitle where signs are drawn.
    SIGNS: "Findings that state a direction: probability that the simulator goes that way. Hollow: under the prior alone; \
        filled: under the posterior; dashed: 95 %, the probability asked for. Grey: the prior imposes the direction, which \
        is no evidence for it. {key}",
        "方向だけを述べる知見：シミュレータがその方向に向かう確率。白抜き：事前分布のみ、塗り：事後分布、破線：求められる確率95 %。\
        灰色：事前分布が方向を定めており、証拠にはならない。{key}";
    /// What the marks of the verdict are.
    KEY: "Verdicts: disc holds, cross misses, diamond known conflict, ring reported only.",
        "判定：円は成立、×は不成立、菱形は既知の対立、輪は報告のみ。";
    /// The line at the foot.
    SOURCE: "pkosim {version}, {file}. Cited values as the file names them. Reproducing a finding that was an assumption is no \
        evidence for it.",
        "pkosim {version}、{file}。引用値はファイルの記載による。仮定した知見の再現は、その証拠にはならない。";
    /// Column.
    CITED: "cited", "引用元";
    /// Column.
    SIMULATED: "simulated", "シミュレーション";
    /// Column.
    PRIOR: "prior", "事前";
    /// Column.
    POSTERIOR: "posterior", "事後";
    /// Group.
    SUCCESS_FACTORS: "Success factors", "成功要因";
    /// Group.
    BASE_RATES: "Base rates", "基準となる頻度";
    /// Both readings of the evidence.
    BOTH: "both", "両方の立場";
    /// Stance.
    STUDY: "study", "研究の立場";
    /// Stance.
    SCEPTICAL: "sceptical", "懐疑的な立場";
}
