//! What a run says that stops when enough is known, or that tells ignorance from chance.

crate::messages! {
    /// All is known.
    KNOWN: "Stop rule ({confidence} % confidence): known after {n} replicates.",
        "停止規則（信頼度{confidence} %）：試行{n}回で必要な精度に達した。";
    /// Not all is known.
    NOT_KNOWN: "Stop rule ({confidence} % confidence): not all known after {n} replicates, the most allowed.",
        "停止規則（信頼度{confidence} %）：上限の試行{n}回でも、すべてが必要な精度に達してはいない。";
    /// Head of a column.
    ESTIMATE: "estimate", "推定値";
    /// Head of a column.
    HALF_WIDTH: "{confidence} % +-", "{confidence} % ±";
    /// Head of a column.
    STRICT: "with looks +-", "途中確認込み ±";
    /// Head of a column.
    ASKED: "asked for +-", "要求 ±";
    /// A statistic is known.
    IS_KNOWN: "known", "達した";
    /// A statistic is not known.
    IS_NOT_KNOWN: "not known", "達していない";
    /// What would help.
    REMEDY: "{text}: {remedy}", "{text}：{remedy}";
    /// Nothing to estimate from.
    HARDLY_DEFINED: "the outcome is defined in fewer than two histories.", "結果が定義される試行が2回に満たない。";
    /// Too few draws.
    FEW_DRAWS: "with so few draws of the parameters the half-width cannot fall below {floor}; --posterior takes more of them.",
        "パラメータの抽出がこの数では、半幅は{floor}を下回らない。--posterior でより多くの抽出を与えられる。";
    /// More replicates.
    MORE: "about --replicates {n} would do.", "--replicates {n} 程度で足りる。";
    /// Near what draws allow.
    NEAR_FLOOR: "it comes near {floor}, below which the draws of the parameters do not let it.",
        "パラメータの抽出が許す下限{floor}に近い。";

    /// Above the table of nested histories.
    NESTED: "What is not known, and what is chance: {draws} draws of the parameters, {replicates} histories under each. The \
        parameters' share is of the variance of one history's outcome; the first band is of what would happen on average, given \
        what is not known, the second of what may happen once:",
        "知識の不確かさと偶然：パラメータの抽出{draws}組、それぞれ試行{replicates}回。パラメータの割合は、ひとつの試行の結果の分散に占める割合\
        である。初めの帯は知識の不確かさの下で平均がとりうる範囲、次の帯はひとつの試行がとりうる範囲：";
    /// Head of a column.
    PARAMETERS: "parameters' share", "パラメータの割合";
    /// Head of a column.
    ON_AVERAGE: "on average, 90 %", "平均、90 %";
    /// Head of a column.
    ONE_HISTORY: "one history, 90 %", "ひとつの試行、90 %";
    /// A share with its interval.
    SHARE: "{mean} % ({low} to {high})", "{mean} %（{low}～{high}）";
    /// A fan chart's band is left out.
    LEFT_OUT: "Fan charts leave out the band of the mean: {draws} draws of the parameters are fewer than the {least} it wants.",
        "ファンチャートは平均の帯を省く。パラメータの抽出が{draws}組で、必要な{least}組に満たない。";
    /// A share is yes or no in one history.
    YES_OR_NO: "yes or no", "是か非か";
}
