//! What `sensitivity`, `discover` and `robustness` say.

crate::messages! {
    // Sensitivity.
    /// What a study of Sobol' indices runs.
    SOBOL: "{title}: Sobol' indices, {rows} base rows x {per} = {points} points, {luck}; {each} histories of each, {all} in all",
        "{title}：ソボル指数、基本標本{rows}行 × {per} ＝ {points}点、{luck}。各点で試行{each}回、合計{all}回";
    /// What a study of elementary effects runs.
    MORRIS: "{title}: Morris' elementary effects, {rows} trajectories x {per} = {points} points, {luck}; {each} histories of \
        each, {all} in all",
        "{title}：モリスの基本効果、軌道{rows}本 × {per} ＝ {points}点、{luck}。各点で試行{each}回、合計{all}回";
    /// Common luck.
    ONE_LUCK: "one luck for all", "全点で共通の乱数";
    /// Luck of its own for each point.
    FRESH_LUCK: "fresh luck for each", "点ごとに別の乱数";
    /// A finished sweep.
    GIVEN: "{dir}: {points} points as they are, {axes} axes that vary; one luck for all points",
        "{dir}：完了した掃引の{points}点、変動する軸は{axes}本、全点で共通の乱数";
    /// Axes that only some experiments of a sweep have.
    PARTIAL: "doubt: axes that only some points have are left out: {axes}", "留意点：一部の点にしかない軸を除いた：{axes}";
    /// Few points.
    FEW_POINTS: "doubt: {n} points are few; slices want {least} or more",
        "留意点：{n}点は少ない。入力の区分ごとの比較には{least}点以上が望ましい";
    /// Rows that could not be used.
    ROWS_DROPPED: "{n} of {all} base rows are left out: the outcome is not defined at some of their points.",
        "基本標本{all}行のうち{n}行を除いた。その点の一部で結果が定義されないためである。";
    /// Trajectories that could not be used.
    TRAJECTORIES_DROPPED: "{n} of {all} trajectories are left out: the outcome is not defined at some of their points.",
        "軌道{all}本のうち{n}本を除いた。その点の一部で結果が定義されないためである。";
    /// Not one row could be used.
    NO_ROWS: "None is left: nothing can be told of this outcome.", "残るものがないため、この結果については何も分からない。";
    /// One row or trajectory.
    ONE_ROW: "One base row or trajectory alone has no spread: there are no intervals, and nothing is resolved.",
        "基本標本の行や軌道が1つだけではばらつきが分からないため、区間はなく、何も定まらない。";
    /// Nothing but noise.
    NOTHING: "The inputs move this outcome by no more than its noise: there is nothing to share out.",
        "入力によるこの結果の変化は雑音の範囲を超えないため、配分すべき分散がない。";
    /// Spread under one luck.
    SPREAD_OF_LUCK: "Standard deviation over the inputs {sd}, for this luck.",
        "入力全体での標準偏差は{sd}（この乱数の下での値）。";
    /// Spread with the noise taken out.
    SPREAD: "Standard deviation of the expectation over the inputs {sd}; {noise} % of the points' variance was noise and is \
        taken out.",
        "入力全体での期待値の標準偏差は{sd}。点の間の分散の{noise} %は雑音であり、除いてある。";
    /// What would resolve the indices.
    UNRESOLVED: "Not resolved to {width}: points = {rows} would do.",
        "半幅{width}まで定まっていない指数がある。points = {rows} とすれば足りる。";
    /// What would resolve the indices where noise is the larger part.
    UNRESOLVED_NOISE: "Not resolved to {width}: points = {rows} would do, and so might --replicates {replicates}, since half or \
        more of the spread is noise.",
        "半幅{width}まで定まっていない指数がある。points = {rows} とすれば足りる。ばらつきの半分以上が雑音であるため、\
        --replicates {replicates} でも足りる可能性がある。";
    /// Effects that are not told from noise.
    LOST_IN_NOISE: "Not told from noise (*): {n} of {all}. Four times the replicates halve the noise; more trajectories narrow \
        the interval.",
        "雑音と区別できない入力（*）は{all}個のうち{n}個。試行を4倍にすると雑音は半分になり、軌道を増やすと区間は狭くなる。";
    /// Inputs that are not told from a shuffled one.
    LOST_IN_CHANCE: "Not told from a shuffled input (*): {n} of {all}. A sweep of four times the points would halve what \
        chance gives.",
        "並べ替えた入力と区別できない入力（*）は{all}個のうち{n}個。掃引の点を4倍にすると、偶然による値は半分になる。";
    /// Axes that could not be cut.
    NOT_CUT: "Nothing can be told of {axes}: too few points, or one value only where the outcome is defined.",
        "次の軸については何も分からない：{axes}。点が少なすぎるか、結果が定義される点での値が1つしかない。";
    /// Points that could not be used.
    POINTS_DROPPED: "{n} of {all} points are left out: the outcome is not defined there.",
        "{all}点のうち{n}点を除いた。そこでは結果が定義されない。";
    /// Heading of an outcome.
    OUTCOME: "{outcome} ({world})", "{outcome}（{world}）";
    /// Heading of an outcome with a unit.
    OUTCOME_UNIT: "{outcome} ({world}, {unit})", "{outcome}（{world}、{unit}）";
    /// A column of the results other than the mean.
    COLUMN: "{outcome}, {column}", "{outcome}（{column}）";
    /// Head of a column.
    TOTAL: "total", "全指数";
    /// Head of a column.
    FIRST: "first order", "一次指数";
    /// Head of a column.
    MU_STAR: "mu*", "μ*";
    /// Head of a column.
    MU: "mu", "μ";
    /// Head of a column.
    SIGMA: "sigma", "σ";
    /// Head of a column.
    NOISE: "noise", "雑音";
    /// Head of a column.
    PAWN: "PAWN", "PAWN";
    /// Head of a column.
    SHUFFLED: "shuffled", "並べ替え";
    /// A pair of inputs.
    PAIR: "{a} x {b}", "{a} × {b}";
    /// Below indices.
    SOBOL_LEGEND: "First order: the share of the variance that would go if the input were known. Total: the share that would \
        stay if all others were. 95 % bootstrap intervals; * not resolved.",
        "一次指数：その入力が分かれば消える分散の割合。全指数：ほかの入力がすべて分かっても残る分散の割合。括弧内は95 %ブートストラップ区間、\
        *は未解像。";
    /// Below elementary effects.
    MORRIS_LEGEND: "mu*: mean size of the change along half or more of an axis; mu: with its sign; sigma: how much it varies \
        from place to place, noise taken out; noise: the mu* of an input without effect. 95 % bootstrap intervals; * not told \
        from noise.",
        "μ*：軸の半分以上を動かしたときの変化の大きさの平均。μ：符号つきの平均。σ：場所による変化のばらつき（雑音を除く）。雑音：効果のない\
        入力のμ*。括弧内は95 %ブートストラップ区間、*は雑音と区別できない。";
    /// Below a finished sweep.
    GIVEN_LEGEND: "PAWN: how far the outcome's distribution in a slice of the input lies from that of all points (median over \
        slices, 0 to 1); shuffled: what 95 % of inputs without effect stay below. First order: by slices. 95 % bootstrap \
        intervals; * not resolved. Indices of the sweep's luck, which all its points share.",
        "PAWN：入力の区分の中での結果の分布が、全点の分布からどれだけ離れているか（区分の中央値、0～1）。並べ替え：効果のない入力の95 %が\
        これを下回る値。一次指数：区分による。括弧内は95 %ブートストラップ区間、*は未解像。全点が共有する掃引の乱数の下での指数である。";

    // Discovery.
    /// How often the condition holds.
    HOLDS: "{condition} holds at {cases} of {all} points ({share}).", "{condition} が成り立つのは{all}点のうち{cases}点（{share}）。";
    /// A box.
    BOX: "Box {k} (PRIM): {limits}. It covers {coverage} of the cases, and {density} of its points are cases.",
        "領域{k}（PRIM）：{limits}。該当点の{coverage}を含み、領域の中の点の{density}が該当する。";
    /// A box without a limit.
    EVERYWHERE: "everywhere", "限界なし（全域）";
    /// No box.
    NO_BOX: "No box is dense enough.", "十分に密度の高い領域はない。";
    /// Head of a column.
    POINTS: "points", "点数";
    /// Head of a column.
    LIMITS: "limits", "限界";
    /// No limits.
    NO_LIMITS: "none", "なし";
    /// Head of a column.
    LIMIT: "limit", "限界";
    /// Head of a column.
    IDLE: "idle by chance", "無用である確率";
    /// Head of a column.
    RECURS: "recurs in", "再現";
    /// Head of a column.
    WHERE: "where (90 % of resamples)", "位置（再標本の90 %）";
    /// The tree without a split.
    NO_SPLIT: "Second opinion (CART): no split tells the cases apart.", "別の手法（CART）：該当点を見分ける分割はない。";
    /// What the tree splits on.
    SPLITS: "Second opinion (CART) splits on {names}.", "別の手法（CART）が分割に使う軸：{names}。";
    /// An axis of the tree with its importance.
    IMPORTANCE: "{name} ({share})", "{name}（{share}）";
    /// The tree without a leaf of cases.
    NO_LEAF: "No leaf has more cases than other points.", "該当点が過半を占める葉はない。";
    /// The leaves of the tree.
    LEAVES: "Its leaves with more cases than not cover {coverage} of the cases together, and {density} of their points are \
        cases:",
        "該当点が過半を占める葉は、合わせて該当点の{coverage}を含み、その中の点の{density}が該当する：";
    /// A leaf.
    LEAF: "{cases} of {points} points: {limits}", "{points}点のうち{cases}点：{limits}";
    /// Points that may lie on either side.
    NEAR: "Doubt: at {n} points the limit lies inside the 95 % interval of the mean; more replicates would settle \
        them.",
        "留意点：{n}点では、境界値が平均の95 %区間の中にある。試行を増やせば決まる。";
    /// Points without the outcome.
    OPEN: "Doubt: {n} points are left out, since an outcome is not defined there.",
        "留意点：結果が定義されない{n}点を除いた。";
    /// Few cases.
    FEW_CASES: "Doubt: {n} points on one side are few to find a box by; a sweep of more points would be better.",
        "留意点：一方の側にある{n}点は、領域を見つけるには少ない。点のより多い掃引が望ましい。";
    /// A limit on both sides.
    BETWEEN: "{axis} {low} to {high}", "{axis} {low}～{high}";

    // Robustness.
    /// Above the table.
    JUDGED: "{outcome}, {better}: {decisions} decisions in {futures} futures. * marks the best by each criterion.",
        "{outcome}（{better}）：選択肢{decisions}個、将来{futures}通り。*は各基準で最良のもの。";
    /// Futures without the outcome.
    FUTURES_LEFT_OUT: "doubt: {n} futures are left out: the outcome is not defined there",
        "留意点：結果が定義されない将来{n}通りを除いた";
    /// Head of a column.
    MEAN: "mean", "平均";
    /// Head of a column.
    WORST: "worst", "最悪";
    /// Head of a column.
    HURWICZ: "Hurwicz", "ハーヴィッツ";
    /// Head of a column.
    LARGEST_REGRET: "largest regret", "最大リグレット";
    /// Head of a column.
    MEAN_REGRET: "mean regret", "平均リグレット";
    /// Head of a column.
    BEST_IN: "best in", "最良の割合";
    /// Head of a column.
    NEED: "need {k}", "条件{k}";
    /// Head of a column.
    ALL_NEEDS: "all needs", "全条件";
    /// What a need is.
    NEED_IS: "need {k}: {text}", "条件{k}：{text}";
    /// Below the table.
    ROBUSTNESS_NOTE: "Every future counts the same. Worst and regret are extremes of means that carry Monte Carlo error: near \
        ties are no ranking.",
        "将来の重みはすべて同じ。最悪とリグレットは、モンテカルロ誤差を含む平均の極値であり、わずかな差は順位ではない。";
}
