//! What stands on charts of a run: titles, subtitles, labels.

crate::messages! {
    // Words around every chart.
    /// The world with the mission, at the start of a label.
    WITH_MISSION: "With the mission", "ミッションあり";
    /// The world without.
    WITHOUT_MISSION: "Without the mission", "ミッションなし";
    /// A scenario without operations.
    NO_OPERATION: "No operation", "活動なし";
    /// The difference of two worlds.
    DIFFERENCE: "Difference", "差";
    /// The world with the mission, beside a line.
    MISSION_SHORT: "mission", "ミッションあり";
    /// The world without, beside a line.
    NO_MISSION_SHORT: "no mission", "ミッションなし";
    /// A scenario without operations, beside a line.
    NO_OPERATION_SHORT: "no operation", "活動なし";
    /// The difference, above a column.
    DIFFERENCE_SHORT: "difference", "差";
    /// How many histories.
    HISTORIES: "{n} histories", "試行{n}回";
    /// One history.
    ONE_HISTORY: "1 history", "試行1回";
    /// How many histories of each of two worlds.
    HISTORIES_EACH: "{n} histories of each world", "各世界で試行{n}回";
    /// Where bands come from fewer histories.
    FEWER_BANDS: " (bands: the first {n})", "（帯は最初の{n}回）";
    /// The reading of the evidence.
    STANCE_STUDY: "study stance", "研究の立場";
    /// The other reading.
    STANCE_SCEPTICAL: "sceptical stance", "懐疑的な立場";
    /// For effects whose size no finding gives.
    ASSUMED: "Effect size assumed.", "効果の大きさは仮定による。";
    /// The line at the foot.
    SOURCE: "pkosim {version}, scenario {scenario}, {n} replicates, seed {seed}, {stance}, model {model}. Estimates under \
        assumptions, not a forecast.",
        "pkosim {version}、シナリオ {scenario}、試行{n}回、シード {seed}、{stance}、モデル {model}。仮定に基づく推計であり、\
        予測ではない。";
    /// Deployment, a moment.
    DEPLOYMENT: "deployment", "展開";
    /// Planned exit, a moment.
    PLANNED_EXIT: "planned exit", "撤退予定";
    /// A median line.
    MEDIAN: "median", "中央値";
    /// A mean line.
    MEAN: "mean", "平均";
    /// Axis in years.
    YEARS_FROM: "years from deployment", "展開からの年数";
    /// Axis in months.
    MONTHS_FROM: "months from deployment", "展開からの月数";
    /// Axis in years, where nobody need deploy in month 0.
    YEARS_FROM_START: "years from the start", "開始からの年数";
    /// Axis in months, where nobody need deploy in month 0.
    MONTHS_FROM_START: "months from the start", "開始からの月数";
    /// What outcomes are counted over.
    FROM_DEPLOYMENT: "deployment to horizon", "展開から期末まで";
    /// The same where nobody need deploy in month 0.
    FROM_START: "start to horizon", "開始から期末まで";
    /// A number of deaths.
    DEATHS: "deaths", "死者数";
    /// A number of people.
    PEOPLE: "people", "人";
    /// Dollars, on an axis.
    DOLLARS: "US$", "米ドル";
    /// Months, on an axis.
    MONTHS: "months", "月数";
    /// Months summed over theatres, on an axis.
    THEATRE_MONTHS: "theatre-months", "延べ月数";
    /// Person-months, on an axis.
    PERSON_MONTHS: "person-months", "延べ人月";
    /// Percentage points, beside a number.
    PP: "{n} pp", "{n}ポイント";

    // Overview.
    /// Subtitle.
    OVERVIEW_SUBTITLE: "{count}, {stance}, {window} ({span}). Strips: the middle 50 % and 90 % of histories, \
        each on its own square-root scale from zero; dots: means; shares: from 0 to 100 %. Whiskers: 95 % Monte Carlo \
        intervals.",
        "{count}、{stance}、{window}（{span}）。帯：試行の中央50 %と90 %（項目ごとに0からの平方根目盛り）、点：平均、割合は0～100 %。\
        ひげ：95 %モンテカルロ区間。";
    /// Lives saved, with an interval.
    OVERVIEW_SAVES: "Over {span} the mission saves {n} lives on average (95 % Monte Carlo interval {low} to {high})",
        "{span}の間に、ミッションは平均{n}人の命を救う（95 %モンテカルロ区間 {low}～{high}）";
    /// Lives lost, with an interval.
    OVERVIEW_COSTS: "Over {span} the mission costs {n} lives on average (95 % Monte Carlo interval {low} to {high})",
        "{span}の間に、ミッションは平均{n}人の命を失わせる（95 %モンテカルロ区間 {low}～{high}）";
    /// No life saved or lost in any history.
    OVERVIEW_SAME: "Over {span} as many people die with the mission as without it, in every history",
        "{span}の間の死者数は、どの試行でもミッションがあってもなくても同じ";
    /// Lives saved, without.
    OVERVIEW_SAVES_PLAIN: "Over {span} the mission saves {n} lives on average",
        "{span}の間に、ミッションは平均{n}人の命を救う";
    /// Lives lost, without.
    OVERVIEW_COSTS_PLAIN: "Over {span} the mission costs {n} lives on average",
        "{span}の間に、ミッションは平均{n}人の命を失わせる";
    /// One world, with a mission.
    OVERVIEW_ALONE: "What {span} with the mission come to", "ミッションのある{span}の結果";
    /// One world, without.
    OVERVIEW_NONE: "What {span} without any operation come to", "活動のない{span}の結果";

    // Battle deaths.
    /// Subtitle.
    FAN_SUBTITLE: "Battle-related deaths per month, {count}, {stance}. Line: median; dotted: mean; bands: the middle 50 % \
        and 90 % of histories. Square-root scale.",
        "月ごとの戦闘関連の死者数、{count}、{stance}。実線：中央値、点線：平均、帯：試行の中央50 %と90 %。平方根目盛り。";
    /// Both worlds.
    FAN_BOTH: "Over {span} the war kills {with} people on average with the mission and {without} without it",
        "{span}の戦闘関連の死者は、ミッションがあると平均{with}人、ないと{without}人";
    /// One world.
    FAN_ONE: "Over {span} the war kills {n} people on average", "{span}の戦闘関連の死者は平均{n}人";
    /// Nothing to say.
    FAN_PLAIN: "Battle-related deaths by month", "月ごとの戦闘関連の死者数";
    /// Axis.
    DEATHS_PER_MONTH: "deaths per month", "月間死者数";

    // Strength.
    /// Subtitle.
    STRENGTH_SUBTITLE: "People, {count}, {stance}. Lines: means; bands: effective troops in the middle 50 % and 90 % of \
        histories. Effective: troops deployed, times access, tempo and performance over the work asked, relative to the mean \
        of the reference cohort. {assumed}",
        "人数、{count}、{stance}。線：平均、帯：実効兵力の試行の中央50 %と90 %。実効兵力：展開部隊に移動の自由、活動水準、\
        パフォーマンスを掛け、求められる業務量で割り、基準集団の平均に対する比としたもの。{assumed}";
    /// Line.
    DEPLOYED: "deployed, uniformed", "展開中の制服要員";
    /// Line.
    AUTHORISED: "authorised, uniformed", "承認された制服要員";
    /// Line.
    EFFECTIVE: "effective troops", "実効兵力";
    /// Title with an authorised ceiling.
    STRENGTH_OF: "Of {authorised} uniformed people authorised, {deployed} are deployed at the peak{effective}",
        "承認された制服要員{authorised}人のうち、展開は最大{deployed}人{effective}";
    /// Title without.
    STRENGTH_PLAIN: "{deployed} uniformed people are deployed at the peak{effective}",
        "制服要員の展開は最大{deployed}人{effective}";
    /// Its end.
    STRENGTH_EFFECTIVE: "; effective troops peak at {n}", "、実効兵力は最大{n}人";

    // Consent and unity.
    /// Subtitle.
    LEVELS_SUBTITLE: "0 % none, 100 % full; {count}, {stance}. {lines} {assumed}",
        "0 %は皆無、100 %は完全、{count}、{stance}。{lines}{assumed}";
    /// What the lines are, both worlds.
    LEVELS_BOTH: "Solid: median with the mission; bands: the middle 50 % and 90 % of histories; dashed: median without it.",
        "実線：ミッションありの中央値、帯：試行の中央50 %と90 %、破線：ミッションなしの中央値。";
    /// What the lines are, one world.
    LEVELS_ONE: "Line: median; bands: the middle 50 % and 90 % of histories.", "線：中央値、帯：試行の中央50 %と90 %。";
    /// Heading.
    CONSENT: "Host consent", "受入国の同意";
    /// Heading.
    UNITY: "Council unity", "安保理の結束";
    /// Title, to the exit.
    LEVELS_EXIT: "From deployment to the planned exit host consent averages {consent} and Council unity {unity}",
        "展開から撤退予定までの平均は、受入国の同意が{consent}、安保理の結束が{unity}";
    /// Title, to the horizon.
    LEVELS_HORIZON: "From deployment to the horizon host consent averages {consent} and Council unity {unity}",
        "展開から期末までの平均は、受入国の同意が{consent}、安保理の結束が{unity}";
    /// Title, where no deployment is set.
    LEVELS_OVER: "Over {span} host consent averages {consent} and Council unity {unity}",
        "{span}の平均は、受入国の同意が{consent}、安保理の結束が{unity}";
    /// Nothing to say.
    LEVELS_PLAIN: "Host consent and Council unity by month", "月ごとの受入国の同意と安保理の結束";

    // Distributions.
    /// Subtitle.
    DISTRIBUTIONS_SUBTITLE: "Share of histories at or below each number, {window}, {count}, {stance}. Counts \
        on a square-root scale that ends where 98 % of histories do.",
        "各値以下となる試行の割合、{window}、{count}、{stance}。件数は平方根目盛りで、試行の98 %が収まる値まで。";
    /// Both worlds.
    DISTRIBUTIONS_BOTH: "Half of all histories see no more than {with} battle deaths with the mission, and {without} \
        without it",
        "試行の半数で、戦闘関連の死者はミッションがあると{with}人以下、ないと{without}人以下";
    /// One world.
    DISTRIBUTIONS_ONE: "Half of all histories see no more than {n} battle deaths", "試行の半数で、戦闘関連の死者は{n}人以下";
    /// Nothing to say.
    DISTRIBUTIONS_PLAIN: "Distributions of outcomes", "結果の分布";

    // Survival of peace.
    /// Subtitle.
    SURVIVAL_SUBTITLE: "Share of first peaces and ceasefires still holding, by time since they began (Kaplan-Meier), with \
        95 % intervals; {count}, {stance}.",
        "最初の平和または停戦が続いている割合、開始からの時間別（カプラン・マイヤー法）、95 %区間つき、{count}、{stance}。";
    /// Axis.
    YEARS_SINCE: "years since peace began", "平和の開始からの年数";
    /// Axis.
    MONTHS_SINCE: "months since peace began", "平和の開始からの月数";
    /// Below the axis.
    AT_RISK: "peaces at risk", "継続中の数";
    /// Both worlds.
    SURVIVAL_BOTH: "After {when} {with} of peaces still hold with the mission, {without} without it",
        "{when}後も続く平和は、ミッションがあると{with}、ないと{without}";
    /// One world.
    SURVIVAL_ONE: "After {when} {n} of peaces still hold", "{when}後も続く平和は{n}";
    /// Nothing to say.
    SURVIVAL_PLAIN: "How long the first peace holds", "最初の平和の持続";

    // Cost against lives.
    /// Subtitle.
    PLANE_SUBTITLE: "Each dot is one history beside its twin without the mission: {seen} of {all}, {hidden} more beyond the \
        edges; {stance}. Large dot: means, its arms 95 % Monte Carlo intervals. Dashed: equal cost per life saved. Lives on a \
        square-root scale.",
        "点は1回の試行（ミッションのない対の試行との比較）：全{all}回中{seen}回、枠外に{hidden}回、{stance}。大きい点：平均、十字：95 %モンテカルロ\
        区間。破線：救われた命1人当たりの費用が等しい線。人数は平方根目盛り。";
    /// Axis.
    LIVES_SAVED: "lives saved", "救われた命（人）";
    /// Axis.
    COST_OF_MISSION: "cost of the mission, US$", "ミッションの費用（米ドル）";
    /// A dashed line.
    A_LIFE: "{cost} a life", "1人{cost}";
    /// The cross.
    PLANE_MEAN: "mean: {lives} lives, {cost}", "平均：{lives}人、{cost}";
    /// Title.
    PLANE_RATIO: "A life saved costs {mean} on average (95 % Monte Carlo interval {low} to {high})",
        "救われた命1人当たりの費用は平均{mean}（95 %モンテカルロ区間 {low}～{high}）";
    /// Title without a bound.
    PLANE_UNBOUNDED: "The cost of a life saved has no bound: lives saved cannot be told from zero",
        "救われた命1人当たりの費用に上限はない：救われた命は0と区別できない";
    /// Nothing to say.
    PLANE_PLAIN: "Cost of the mission and lives saved", "ミッションの費用と救われた命";

    // Theatres.
    /// Subtitle.
    THEATRES_SUBTITLE: "Battle-related deaths, {window}, means with 95 % Monte Carlo intervals, {count}, {stance}.{few}",
        "戦闘関連の死者数、{window}、平均と95 %モンテカルロ区間、{count}、{stance}。{few}";
    /// Not all of them.
    THEATRES_FEW: " The {n} deadliest of {all} theatres.", "全{all}地域のうち死者の多い{n}地域。";
    /// Both worlds.
    THEATRES_BOTH: "In {count} theatres {with} people die in battle with the mission and {without} without it",
        "{count}地域の戦闘関連の死者は、ミッションがあると{with}人、ないと{without}人";
    /// One world.
    THEATRES_ONE: "In {count} theatres {n} people die in battle on average", "{count}地域の戦闘関連の死者は平均{n}人";

    // Densities.
    /// Subtitle.
    DENSITIES_SUBTITLE: "How often each number comes up, {window}, {count}, {stance}. Height: share of \
        histories by width on the axis; upright: medians. Counts on a square-root scale that ends where 98 % of histories do.",
        "各値の出やすさ、{window}、{count}、{stance}。高さ：横軸上の幅当たりの試行の割合、縦線：中央値。件数は平方根目盛りで、\
        試行の98 %が収まる値まで。";
    /// Title, war shorter or longer.
    DENSITIES_BOTH: "The median history has {with} of war with the mission and {without} without it",
        "戦争の月数の中央値は、ミッションがあると{with}、ないと{without}";
    /// Title, where half of all histories see none.
    DENSITIES_NO_WAR: "Half of all histories see no month of war, with the mission or without it",
        "ミッションがあってもなくても、試行の半数は戦争の月が0";
    /// A month.
    ONE_MONTH: "{n} month", "{n}か月";
    /// Months.
    SO_MANY_MONTHS: "{n} months", "{n}か月";
    /// A month in one of several theatres.
    ONE_THEATRE_MONTH: "{n} theatre-month", "延べ{n}か月";
    /// Months, summed over theatres.
    SO_MANY_THEATRE_MONTHS: "{n} theatre-months", "延べ{n}か月";
    /// Title.
    DENSITIES_PLAIN: "How often each outcome comes up", "結果の出やすさ";

    // Acceptability.
    /// Subtitle.
    ACCEPT_SUBTITLE: "Share of histories in which the mission costs less than a life saved is held to be worth, {count}, \
        {stance}. Histories in which it saves nobody never count. This spread is chance and what is not known, together.",
        "救われた命の価値とみなす額よりミッションの費用が低い試行の割合、{count}、{stance}。命を救わない試行は含めない。\
        偶然と知識の不確かさの両方を含む。";
    /// Axis.
    ACCEPT_AXIS: "US$ that a life saved is held to be worth", "救われた命1人に認める額（米ドル）";
    /// Title.
    ACCEPT_TITLE: "At {worth} a life the mission is worth its cost in {share} of histories",
        "1人{worth}と認めれば、試行の{share}でミッションは費用に見合う";
    /// Beside the line's far end.
    ACCEPT_LIMIT: "saves lives at all: {share}", "命を救う試行：{share}";

    // Ranked outcomes.
    /// Subtitle.
    RANKED_SUBTITLE: "Difference that the mission makes, in standard deviations of its absence; ranked, with 95 % Monte \
        Carlo intervals; {count}, {stance}. Colour: better, worse, or neither, which includes what the interval cannot tell from \
        no change.",
        "ミッションによる差（ミッションなしの標準偏差を単位とする）、大きい順、95 %モンテカルロ区間つき、{count}、{stance}。\
        色：改善、悪化、中立（区間が0を含むものは中立）。";
    /// Title.
    RANKED_TITLE: "What changes most with the mission: {first}", "ミッションで最も変わるもの：{first}";
    /// Title, where the largest change may be none.
    RANKED_TOLD: "What changes most with the mission, of what can be told from no change: {first}",
        "0と区別できるもののうち、ミッションで最も変わるもの：{first}";
    /// Title, where every change may be none.
    RANKED_NONE: "No outcome can be told from what it is without the mission",
        "ミッションがない場合と異なると言える結果はない";
    /// Column.
    WITHOUT_COLUMN: "without", "なし";
    /// Column.
    WITH_COLUMN: "with", "あり";
    /// Axis.
    RANKED_AXIS: "standard deviations", "標準偏差";
    /// Key.
    BETTER: "better", "改善";
    /// Key.
    WORSE: "worse", "悪化";
    /// Key.
    NEITHER: "neither", "中立";

    // Convergence.
    /// Subtitle.
    CONVERGENCE_SUBTITLE: "Mean of the first n histories with its 95 % interval, {count}, {stance}. Replicates in their own \
        order; n on a logarithmic scale.",
        "最初のn回の試行の平均と95 %区間、{count}、{stance}。試行は番号順、nは対数目盛り。";
    /// Title.
    CONVERGENCE_TITLE: "After {n} histories battle deaths are known to ± {error}",
        "試行{n}回で、戦闘関連の死者数は±{error}人まで定まる";
    /// Axis.
    CONVERGENCE_AXIS: "histories", "試行回数";
}
