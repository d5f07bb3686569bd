//! What the end of a run says: the table's words, the sentences and the doubts.

crate::messages! {
    /// A number without a bound.
    UNBOUNDED: "unbounded", "上限なし";
    /// Head of a column: the world with the mission.
    MISSION: "mission", "ミッションあり";
    /// Head of a column: the world without.
    NO_MISSION: "no mission", "ミッションなし";
    /// Head of a column: their difference.
    DIFFERENCE: "difference", "差";
    /// Head of the only column of a scenario without operations.
    NO_OPERATION: "no operation", "活動なし";
    /// Head of the first column.
    OVER: "Over {span}", "{span}の間";
    /// Below the table.
    LEGEND: "Means ± Monte Carlo standard errors. pp: percentage points.", "平均 ± モンテカルロ標準誤差。";
    /// A difference of shares, in percentage points.
    PP: "{n}\u{a0}pp", "{n}ポイント";
    /// A label with its unit.
    IN_DOLLARS: "{label}, US$", "{label}（米ドル）";
    /// A ratio with its interval.
    RATIO: "{mean} ({low} to {high})", "{mean}（{low}～{high}）";

    /// Without operations: a label with its value.
    ONE: "Over {span}, {label}: {value} on average{range}{interval}.",
        "{span}の間の{label}は平均{value}{range}{interval}である。";
    /// Lives saved.
    SAVES: "Over {span} the mission saves {many} lives on average{interval}; in 90 % of histories, each beside its twin \
        without the mission, between {low} and {high}.{doubt}",
        "{span}の間に、ミッションは平均{many}人の命を救う{interval}。ミッションのない対の試行と比べた差は、試行の90 %で\
        {low}人から{high}人の間にある。{doubt}";
    /// No life saved or lost in any history.
    SAVES_NONE: "Over {span} as many people die with the mission as without it, in every history.",
        "{span}の間の死者数は、どの試行でもミッションがあってもなくても同じである。";
    /// Lives lost.
    COSTS: "Over {span} the mission costs {many} lives on average{interval}; in 90 % of histories, each beside its twin \
        without the mission, between {low} and {high}.{doubt}",
        "{span}の間に、ミッションは平均{many}人の命を失わせる{interval}。ミッションのない対の試行と比べた差（救われた命）は、\
        試行の90 %で{low}人から{high}人の間にある。{doubt}";
    /// A mean that is not told from zero.
    NOT_ZERO: " So few histories cannot tell this mean from zero.", "この試行数では、平均が0と異なるとは言えない。";
    /// One world only.
    ALONE: "Over {span} with the mission, {label} come to {value} on average{interval}{range}. Without the world without \
        it, nothing can be said about what the mission changes.",
        "ミッションのある{span}の間の{label}は平均{value}{interval}{range}である。ミッションのない世界がないため、\
        ミッションが何を変えるかは何も言えない。";
    /// War became shorter.
    WAR_SHORTER: "War lasts {with} with the mission and {without} without: {by} shorter{interval}.",
        "戦争はミッションがあると{with}、ないと{without}か月続き、{by}短くなる{interval}。";
    /// War became longer.
    WAR_LONGER: "War lasts {with} with the mission and {without} without: {by} longer{interval}.",
        "戦争はミッションがあると{with}、ないと{without}か月続き、{by}長くなる{interval}。";
    /// War as long in every history.
    WAR_SAME: "War lasts {with} with the mission, and the same without it in every history.",
        "戦争は{with}続き、どの試行でもミッションがあってもなくても同じである。";
    /// A month.
    ONE_MONTH: "{n} month", "{n}か月";
    /// Months.
    SO_MANY_MONTHS: "{n} months", "{n}か月";
    /// Peace at the end.
    PEACE: "At the end there is peace in {with} of histories with the mission and in {without} without{difference}\
        {relapse}.",
        "期末に平和であるのは、ミッションがあると試行の{with}、ないと{without}である{difference}{relapse}。";
    /// Relapse, at the end of the sentence on peace.
    RELAPSE: "; a peace, once reached, is lost again within five years in {with} and {without}",
        "。いったん訪れた平和が5年以内に失われるのは、それぞれ{with}と{without}である";
    /// The difference of two shares.
    POINTS: " (difference {mean}, 95 % Monte Carlo interval {low} to {high})",
        "（差は{mean}、95 %モンテカルロ区間は{low}から{high}）";
    /// The same share in every history.
    POINTS_SAME: " (the same in every history)", "（どの試行でも同じ）";
    /// Success.
    SUCCESS: "The mission succeeds in {value} of histories{interval}: it is not forced out, no conflict-year follows its \
        exit within two years, and its mandate is carried out to 60 % or more.{undecided}",
        "ミッションは試行の{value}で成功する{interval}。成功とは、撤退を強いられず、撤収後2年以内に武力紛争の年がなく、\
        マンデートの60 %以上が実施されることをいう。{undecided}";
    /// Success that cannot be decided.
    UNDECIDED: " {share} of histories are left out, where no mission came or where it leaves too late to tell: the share \
        is that of the others.",
        "ただし、ミッションが来ないか撤収が遅く判定できない{share}の試行は除かれており、示した割合は残りの試行のものである。";
    /// Success, where there are several theatres.
    SUCCESS_ALL: "On average over {theatres} theatres their missions succeed in {value} of histories{interval}: they are \
        not forced out, no conflict-year follows their exit within two years, and their mandates are carried out to 60 % \
        or more.{undecided}",
        "{theatres}地域の平均で、ミッションは試行の{value}で成功する{interval}。成功とは、撤退を強いられず、撤収後2年以内に\
        武力紛争の年がなく、マンデートの60 %以上が実施されることをいう。{undecided}";
    /// War in several theatres became shorter.
    WAR_SHORTER_ALL: "Over {theatres} theatres war lasts {with} theatre-months with the missions and {without} without: \
        {by} fewer{interval}.",
        "{theatres}地域の戦争は、ミッションがあると合わせて延べ{with}か月、ないと{without}か月続き、{by}か月短くなる{interval}。";
    /// War in several theatres became longer.
    WAR_LONGER_ALL: "Over {theatres} theatres war lasts {with} theatre-months with the missions and {without} without: \
        {by} more{interval}.",
        "{theatres}地域の戦争は、ミッションがあると合わせて延べ{with}か月、ないと{without}か月続き、{by}か月長くなる{interval}。";
    /// War in several theatres as long in every history.
    WAR_SAME_ALL: "Over {theatres} theatres war lasts {with} theatre-months with the missions, and the same without them \
        in every history.",
        "{theatres}地域の戦争は合わせて延べ{with}か月続き、どの試行でもミッションがあってもなくても同じである。";
    /// As much displacement.
    DISPLACED_SAME: "Displacement is the same with the mission and without it.",
        "避難生活はミッションがあってもなくても同じである。";
    /// More displacement.
    DISPLACED_MORE: "{many} more person-years of displacement are lived through with the mission than without.",
        "ミッションがあると、ない場合より延べ{many}人年多くの避難生活が生じる。";
    /// Less displacement.
    DISPLACED_FEWER: "{many} fewer person-years of displacement are lived through with the mission than without.",
        "ミッションがあると、ない場合より避難生活が延べ{many}人年少なくなる。";
    /// Cost.
    COST: "It costs {value}{range}{lost}.", "費用は平均{value}である{range}{lost}。";
    /// Peacekeepers lost, at the end of the sentence on cost.
    LOST: ", and {deaths} peacekeepers die in it", "。平和維持要員の死者は平均{deaths}人である";
    /// Cost per life saved where it has no bound.
    RATIO_UNBOUNDED: "The cost per life saved is unbounded: the lives saved cannot be told from zero.",
        "救われた命1人当たりの費用には上限がない。救われた命の数が0と異なるとは言えないためである。";
    /// Cost per life saved.
    RATIO_SENTENCE: "A life saved costs {mean} (95 % Monte Carlo interval {low} to {high}), mean cost over mean lives \
        saved.",
        "救われた命1人当たりの費用は{mean}である（95 %モンテカルロ区間は{low}から{high}、平均費用を平均の救命数で割った値）。";
    /// The interval of a mean.
    INTERVAL: " (95 % Monte Carlo interval {low} to {high})", "（95 %モンテカルロ区間は{low}から{high}）";
    /// Where most histories lie.
    RANGE: ", in 90 % of histories between {low} and {high}", "（試行の90 %は{low}から{high}の間）";
    /// A doubt.
    DOUBT: "Doubt: {text} {remedy}", "留意点：{text}{remedy}";
    /// What every result is and is not.
    NOTE: "These are estimates under the scenario's and the model's assumptions, not a forecast. Only the effects of \
        mission size are sized by cited findings; how much consent, Council unity and funding matter is assumed.",
        "これらはシナリオとモデルの前提の下での推定であり、予測ではない。効果の大きさが引用された知見に基づくのはミッションの規模\
        だけであり、受入国の同意、安保理の結束、資金がどれほど重要かは仮定である。";
    /// What every result of a treaty is and is not.
    TREATY_NOTE: "These are estimates under the scenario's and the model's assumptions, not a forecast.",
        "これらはシナリオとモデルの前提の下での推定であり、予測ではない。";
    /// Head of a column.
    MEAN_HEAD: "mean", "平均";
    /// Head of a column.
    NINETY_HEAD: "90 % of histories", "試行の90 %";
    /// Head of the doubts.
    DOUBTS: "Doubts:", "留意点：";
    /// What would settle a doubt.
    SETTLE: "Would settle it: {remedy}", "解消するには：{remedy}";
    /// How fast a run was.
    THROUGHPUT: "{replicates} replicates in {seconds} s: {rate} replicates a second on {threads} ({simd}).",
        "{replicates}回の試行に{seconds}秒。{threads}で毎秒{rate}回（{simd}）。";
    /// One thread.
    ONE_THREAD: "1 thread", "1スレッド";
    /// Several threads.
    THREADS: "{n} threads", "{n}スレッド";
    /// Where results are.
    RESULTS: "Results: {dir}", "結果：{dir}";
    /// Before a run.
    ANNOUNCE: "{name}: {count} histories ({simd} instructions)", "{name}：試行{count}回（命令セット{simd}）";
    /// Before a run with twins.
    ANNOUNCE_TWINS: "{name}: {count} histories, each with its twin ({simd} instructions)",
        "{name}：試行{count}回、それぞれミッションのない対の試行つき（命令セット{simd}）";
    /// Before a comparison.
    ANNOUNCE_EACH: "{names}: {count} histories each", "{names}：それぞれ試行{count}回";
    /// Head of a table of differences.
    MINUS: "{name} minus {first}", "{name} － {first}";
    /// Head of a column: interval.
    INTERVAL_HEAD: "95 % interval", "95 %区間";
    /// Head of a column: what common luck is worth.
    LUCK_HEAD: "common luck", "共通の乱数";
    /// A factor.
    TIMES: "{n} x", "{n}倍";
    /// Two ends.
    TO: "{low} to {high}", "{low}～{high}";
    /// Below a comparison.
    COMPARE_LEGEND: "Means ± Monte Carlo standard errors. pp: percentage points.\n\
        Common luck: how many times the variance of a difference would be if each scenario had luck of its own.",
        "平均 ± モンテカルロ標準誤差。\n共通の乱数：シナリオごとに別の乱数を使った場合、差の分散が何倍になるか。";
    /// Where a table is.
    TABLE: "Table: {path}", "表：{path}";
    /// Scenarios of different length.
    HORIZONS: "doubt: the scenarios have different horizons; sums over months are not comparable",
        "留意点：シナリオの期間が異なるため、月の合計は比較できない";
}
