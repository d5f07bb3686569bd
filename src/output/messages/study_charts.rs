//! What stands on charts of what studies of sweeps and of draws come to: boxes, fronts, decisions, shares of variance.

crate::messages! {
    // PRIM's boxes.
    /// Title.
    BOXES_TITLE: "{condition}: box 1 holds {coverage} of the cases, and {density} of its points are cases",
        "{condition}：領域1は該当する点の{coverage}を含み、領域の中の点の{density}が該当する";
    /// Title of a page after the first.
    BOXES_PAGE: "{title}, page {page} of {pages}", "{title}（{pages}枚中{page}枚目）";
    /// Subtitle.
    BOXES_SUBTITLE: "Boxes found by PRIM. Bar: the whole axis; filled: what the box allows, its limits above. Fine line below: \
        where a limit lies in 90 % of resamples. Recurs in: share of resamples that limit the axis again; below half, the limit \
        belongs to the sample. Idle: how likely as many cases are without the limit.",
        "PRIMが見つけた領域。棒：軸の全範囲、塗り：領域が許す範囲（上に限界値）。下の細線：再標本の90 %で限界が収まる範囲。再現：その軸を再び\
        限る再標本の割合（半分未満の限界は標本に固有）。無用：その限界がなくても同数の該当点が得られる確率。";
    /// Heading of a box.
    BOX: "Box {k}: covers {coverage} of the cases, {density} of its {points} points are cases",
        "領域{k}：該当点の{coverage}を含み、領域の中の{points}点の{density}が該当";
    /// Heading of a box whose limits began on the page before.
    BOX_MORE: "Box {k}, continued", "領域{k}（続き）";
    /// A box without a limit.
    NO_LIMIT: "no axis is limited", "限られた軸はない";
    /// Column.
    RECURS: "recurs in", "再現";
    /// Column.
    IDLE: "idle", "無用";
    /// A limit from below.
    FROM: "from {x}", "{x}以上";
    /// A limit from above.
    UP_TO: "up to {x}", "{x}以下";
    /// From and to.
    BETWEEN: "{low} to {high}", "{low}～{high}";
    /// A condition that the table does not name.
    CASES: "Cases of interest", "該当する点";

    // The trade-off of PRIM.
    /// Title.
    TRADE_TITLE: "{condition}: what a denser box costs in coverage", "{condition}：領域の密度を上げると失われる包含率";
    /// Subtitle.
    TRADE_SUBTITLE: "Each dot is a box that PRIM passes as it peels, upwards from all points that were left; the large one is taken. Coverage: \
        share of all cases that lie in the box; density: share of its points that are cases.{more}",
        "点はPRIMが通る領域：残っていた全点（下端）から削っていく。大きな点が採った領域。包含率：全該当点のうち領域に入る割合、密度：領域の中の点のうち\
        該当する割合。{more}";
    /// Not all of them.
    TRADE_MORE: " The first {n} boxes are shown.", "最初の{n}個の領域を示す。";
    /// Axis.
    COVERAGE: "coverage", "包含率";
    /// Axis.
    DENSITY: "density", "密度";
    /// Label of a line.
    BOX_SHORT: "box {k}", "領域{k}";

    // Cost against lives over a sweep.
    /// Title.
    PARETO_TITLE: "{front} of {points} points make the front: nothing else tried costs less and saves more lives",
        "{points}点のうち{front}点が前線：それより安く、より多くの命を救う点はない";
    /// Subtitle.
    PARETO_SUBTITLE: "Mean cost and mean lives saved at each point, {replicates} replicates each; whiskers: 95 % Monte Carlo \
        intervals. Dominated: some other point costs less and saves more, beyond both intervals. Where intervals overlap, a \
        point cannot be told from the front and is not called dominated.{same}",
        "各点の平均費用と救われた命の平均、各点で試行{replicates}回、ひげ：95 %モンテカルロ区間。支配される点：他の点が双方の区間を超えて、より安く、\
        より多く救う。区間が重なる点は前線と区別できず、支配されるとはしない。{same}";
    /// What all points of the front share.
    PARETO_SAME: " The whole front has {values}.", "前線の全点で{values}。";
    /// In which order labels hold their values.
    PARETO_LABELS: " Labels: {axes}.", "ラベル：{axes}。";
    /// Axis.
    MEAN_LIVES: "lives saved, mean", "救われた命の平均（人）";
    /// Axis.
    MEAN_COST: "cost of the mission, mean, US$", "ミッションの平均費用（米ドル）";
    /// Key.
    FRONT: "front", "前線";
    /// Key.
    NOT_TOLD: "not told from it", "前線と区別できない";
    /// Key.
    DOMINATED: "dominated", "支配される";
    /// A point of the table, where it sets too much to be written.
    POINT: "point {k}", "点{k}";

    // Decisions over futures.
    /// Title.
    DECISIONS_TITLE: "{outcome}: least regret with {first}", "{outcome}：リグレットが最も小さいのは{first}";
    /// Title where several tie.
    DECISIONS_TIE: "{outcome}: {n} decisions tie for the least regret", "{outcome}：リグレットが最小の選択肢は{n}個で同等";
    /// Subtitle.
    DECISIONS_SUBTITLE: "Decisions over {futures} futures ({better}), ranked by their largest regret: what the best decision in \
        a future would have had more. Left: worst to best future, dot: mean. Middle: mean regret (dot) to largest. Right: share of \
        futures with {share}. Every future counts the same; near ties are no ranking.{more}",
        "{futures}通りの将来での選択肢（{better}）、最大のリグレット（その将来で最良の選択肢との差）の小さい順。左：最悪から最良の将来、点は平均。\
        中：平均のリグレット（点）から最大まで。右：{share}将来の割合。将来の重みはすべて同じ。わずかな差は順位ではない。{more}";
    /// More of it is better.
    MORE_BETTER: "more is better", "多いほどよい";
    /// Less of it is better.
    LESS_BETTER: "less is better", "少ないほどよい";
    /// What the right panel counts, with needs.
    NEEDS_MET: "all needs met ({needs})", "条件（{needs}）をすべて満たす";
    /// The same without the needs' texts.
    NEEDS_MET_PLAIN: "all needs met", "条件をすべて満たす";
    /// What the right panel counts, without.
    BEST_THERE: "no better decision", "それより良い選択肢のない";
    /// Heading.
    OVER_FUTURES: "over futures", "将来全体";
    /// Heading.
    REGRET: "regret", "リグレット";
    /// Heading.
    NEEDS: "needs met", "条件充足";
    /// Heading.
    BEST_IN: "best in", "最良";
    /// Not all of them.
    DECISIONS_MORE: " The {n} best of {all}.", "全{all}個のうち上位{n}個。";

    // Shares of variance.
    /// Title.
    SHARES_TITLE: "What is not known makes up {low} to {high} of the variance of one history; the rest is chance",
        "ひとつの試行の分散のうち知識の不確かさによるものは{low}～{high}、残りは偶然";
    /// Subtitle.
    SHARES_SUBTITLE: "{draws} draws of the parameters, {replicates} histories under each. Left: shares of the variance, parameters \
        (dark, with 95 % interval) and chance (light), square-root scale. Right: where the expectation may lie given what is not \
        known (dark) and where one history may lie (light), 90 % each, on each outcome's own scale from zero.",
        "パラメータの抽出{draws}組、それぞれ試行{replicates}回。左：分散の割合、パラメータ（暗色、95 %区間つき）と偶然（明色）、平方根目盛り。\
        右：知識の不確かさの下で期待値がとりうる範囲（暗色）と、ひとつの試行がとりうる範囲（明色）、各90 %、項目ごとに0からの目盛り。";
    /// Heading.
    SHARE_OF_VARIANCE: "share of the variance", "分散の割合";
    /// Heading.
    EXPECTATION: "expectation", "期待値";
    /// Heading.
    ONE_HISTORY: "one history", "ひとつの試行";
    /// A share is yes or no once.
    YES_OR_NO: "yes or no", "是か非か";

    // Fans in two tones.
    /// Label of the outer tone.
    TONE_CHANCE: "one history", "ひとつの試行";
    /// Label of the inner tone.
    TONE_UNKNOWN: "not known", "知識の不確かさ";
    /// Subtitle of battle deaths.
    TONES_DEATHS: "Battle-related deaths per month, {count}, {stance}. Line: median; dotted: mean. Dark band: where the mean may \
        lie given what is not known (parameters); light band: where one history may lie; 90 % each. Square-root scale.",
        "月ごとの戦闘関連の死者数、{count}、{stance}。実線：中央値、点線：平均。暗色の帯：知識の不確かさ（パラメータ）の下で平均がとりうる\
        範囲、明色の帯：ひとつの試行がとりうる範囲、各90 %。平方根目盛り。";
    /// Subtitle of strength.
    TONES_STRENGTH: "People, {count}, {stance}. Lines: means. Effective troops: dark band, where their mean may lie given what is \
        not known (parameters); light band, where one history may lie; 90 % each. Effective: troops deployed, times access, tempo \
        and performance over the work asked, relative to the mean of the reference cohort. {assumed}",
        "人数、{count}、{stance}。線：平均。実効兵力の暗色の帯：知識の不確かさ（パラメータ）の下で平均がとりうる範囲、明色の帯：ひとつの\
        試行がとりうる範囲、各90 %。実効兵力：展開部隊に移動の自由、活動水準、パフォーマンスを掛け、\
        求められる業務量で割り、基準集団の平均に対する比としたもの。{assumed}";
    /// What the lines of levels are, both worlds.
    TONES_LEVELS_BOTH: "Solid: mean with the mission; dark band: where it may lie given what is not known (parameters); light band: \
        where one history may lie; 90 % each; dashed: mean without it.",
        "実線：ミッションありの平均、暗色の帯：知識の不確かさ（パラメータ）の下でそれがとりうる範囲、明色の帯：ひとつの試行がとりうる範囲、\
        各90 %、破線：ミッションなしの平均。";
    /// What the lines of levels are, one world.
    TONES_LEVELS_ONE: "Line: mean; dark band: where it may lie given what is not known (parameters); light band: where one history \
        may lie; 90 % each.",
        "線：平均、暗色の帯：知識の不確かさ（パラメータ）の下でそれがとりうる範囲、明色の帯：ひとつの試行がとりうる範囲、各90 %。";
}
