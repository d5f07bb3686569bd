//! What `validate` and `calibrate` say.

use super::{Lang, Message, page};

crate::messages! {
    // Validation.
    /// Above the rows of a stance.
    SECTION: "Stance {stance}: {n} rows", "立場「{stance}」：{n}行";
    /// Head of a column.
    ID: "id", "識別子";
    /// Head of a column.
    GRADE: "grade", "種別";
    /// Head of a column.
    CITED: "cited", "引用元";
    /// Head of a column.
    INTERVAL: "interval", "区間";
    /// Head of a column.
    SIMULATED: "simulated", "シミュレーション";
    /// Head of a column.
    SPREAD: "90 % of draws", "抽出の90 %";
    /// Head of a column.
    PRIOR: "prior", "事前";
    /// Head of a column.
    POSTERIOR: "posterior", "事後";
    /// Head of a column.
    VERDICT: "verdict", "判定";
    /// A grade.
    CALIBRATE: "calibrate", "較正";
    /// A grade.
    CHECK: "check", "参考";
    /// A grade.
    SIGN: "sign", "方向";
    /// A grade.
    NULL: "null", "効果なし";
    /// A verdict.
    HOLDS: "holds", "成立";
    /// A verdict.
    MISSES: "misses", "不成立";
    /// A verdict.
    CONFLICT: "conflict", "既知の対立";
    /// A verdict.
    REPORTED: "reported", "報告のみ";
    /// A value that no draw identifies.
    UNDEFINED: "undefined", "定義されない";
    /// How many there are of each verdict.
    SUM: "{holds} hold, {misses} miss, {conflict} in conflict, {reported} reported.",
        "成立{holds}行、不成立{misses}行、既知の対立{conflict}行、報告のみ{reported}行。";
    /// Below the table.
    VALIDATE_NOTE: "Simulated: posterior mean of the estimand with its Monte Carlo error. Prior and posterior: probability that \
        it goes the way the row says, or lies in the interval. * the prior alone forces the sign, or the project declares it: \
        no evidence.",
        "シミュレーション：推定対象の事後平均とモンテカルロ誤差。事前、事後：行の述べる方向に向かう、または区間に入る確率。*は、事前分布だけで\
        符号が決まる行、または設計上そう定めた行で、証拠にはならない。";
    /// Above what stands behind a row.
    BEHIND: "{id}, finding {finding}, targets line {line}", "{id}、知見：{finding}、照合表の{line}行目";
    /// A finding with its name.
    NAMED: "{number} ({name})", "{number}「{name}」";
    /// A chapter in the place of a finding.
    CHAPTER: "ch{number}", "第{number}章";
    /// No finding.
    NO_FINDING: "-", "なし";
    /// What is measured.
    MEASURE: "measure: {text}", "指標：{text}";
    /// The same with a unit.
    MEASURE_UNIT: "measure: {text} ({unit})", "指標：{text}（{unit}）";
    /// Source.
    SOURCE: "source: {text}", "出典：{text}";
    /// The world of a study.
    WORLD: "world {name}: {about}", "仮想研究の世界 {name}：{about}";
    /// The arms of a study.
    ARMS: "arms: {arms}", "比較する群：{arms}";
    /// A note of a study.
    STUDY_NOTE: "note: {text}", "注：{text}";
    /// What it rests on.
    RESTS_ON: "{n} histories, {undefined} draws that do not identify it", "試行{n}回、識別できない抽出{undefined}組";

    // A fit.
    /// Before it begins.
    TASK: "{rows} rows, {parameters} free parameters, at most {most} simulations of all studies",
        "照合する行{rows}、推定するパラメータ{parameters}個、全研究のシミュレーションは最大{most}回";
    /// Interrupted.
    INTERRUPTED: "interrupted; finished simulations are in {dir}: go on with --resume",
        "中断した。完了したシミュレーションは{dir}にあり、--resume で続行できる";
    /// Head of a column.
    WAVE: "wave", "段階";
    /// Head of a column.
    POINTS_FROM: "points from", "点の由来";
    /// Head of a column.
    SIMULATIONS: "simulations", "シミュレーション数";
    /// Head of a column.
    PLAUSIBLE: "plausible", "妥当な割合";
    /// Head of a column.
    ADDED: "emulators add", "エミュレータの追加分散";
    /// Head of a column.
    EFFECTIVE: "effective", "有効率";
    /// Where points come from.
    FROM_PRIOR: "prior", "事前分布";
    /// Where points come from.
    NOT_IMPLAUSIBLE: "not implausible", "妥当な領域";
    /// Where points come from.
    FROM_POSTERIOR: "posterior", "事後分布";
    /// Of the draws.
    DRAWS: "{n} draws, least effective sample size {effective}, largest R-hat {r_hat}.",
        "抽出{n}組、有効標本サイズの最小{effective}、R-hatの最大{r_hat}。";
    /// Head of a column.
    PARAMETER: "parameter", "パラメータ";
    /// Head of a column.
    CONTRACTION: "contraction", "縮小率";
    /// Head of a column.
    INFORMED_BY: "informed by", "根拠となった行";
    /// Below the parameters.
    LEARNED_NOTE: "Medians (90 % intervals). Contraction: 1 - posterior variance / prior variance. The {shown} that learned most; \
        {stay} of {all} stay what their priors are (below {limit}).",
        "中央値（90 %区間）。縮小率：1－事後分散÷事前分散。縮小率の大きい順に{shown}個。全{all}個のうち{stay}個は事前分布のまま\
        （縮小率{limit}未満）。";
    /// Head of a column.
    FINDING: "finding", "知見";
    /// Head of a column.
    FITTED: "fitted", "当てはめ";
    /// Head of a column.
    PREDICTED: "predicted by the others", "他の知見からの予測";
    /// Head of a column.
    ERROR: "error / sd", "誤差÷標準偏差";
    /// Below the findings.
    FINDINGS_NOTE: "Cited with its interval; fitted and simulated are posterior means. Predicted: what all other findings say of \
        this one, with the 95 % interval of the cited value under them, and how far off it is.",
        "引用元は値と区間。当てはめとシミュレーションは事後平均。予測：他のすべての知見から見たこの知見の値、その下での引用値の95 %区間、\
        引用値とのずれ。";
    /// How many hold.
    INSIDE: "{inside} of {all} posterior means lie in their cited interval. Of the predictions by all others, {far} err by more \
        than 1.96 sd; chance alone would make it about {chance}.",
        "事後平均{all}件のうち{inside}件が引用元の区間に入る。他の知見からの予測のうち、ずれが標準偏差の1.96倍を超えるのは{far}件\
        （偶然だけなら約{chance}件）。";
    /// What is in conflict.
    IN_CONFLICT: " In conflict, beyond the cut-off even at the mode: {ids}.", "対立し、最頻値でも限界を超えるもの：{ids}。";
    /// What was taken back.
    WITHDRAWN: " {n} cuts of earlier waves were withdrawn.", "前の段階での切り捨てのうち{n}件を取り消した。";

    // Simulation-based calibration.
    /// Head of a column.
    TRUTH: "truth", "真とするもの";
    /// Head of a column.
    FITS: "fits", "当てはめ回数";
    /// Head of a column.
    QUANTITIES: "quantities", "量の数";
    /// Head of a column.
    WORST: "worst", "最も外れた量";
    /// A truth.
    EMULATORS: "emulators", "エミュレータ";
    /// A truth.
    EMULATORS_HALVED: "emulators, errors halved", "エミュレータ（誤差を半分にした場合）";
    /// A truth.
    SIMULATOR: "simulator", "シミュレータ";
    /// As it should.
    PASSES: "passes", "合格";
    /// Not as it should.
    FAILS: "FAILS", "不合格";
    /// As it should.
    FAILS_RIGHTLY: "fails, as it must", "不合格（想定どおり）";
    /// Not as it should.
    PASSES_WRONGLY: "PASSES, and must not", "合格（あってはならない）";
    /// Below the table.
    SBC_NOTE: "p: chance of ranks as far from uniform in any quantity, were the inference right (Bonferroni); below 0.01 it \
        fails. Coverage of central intervals of {levels} %, over all quantities.",
        "p：推論が正しい場合に、いずれかの量の順位がこれほど一様分布から外れる確率（ボンフェローニ補正）。0.01未満なら不合格。\
        {levels} %の列は、全量を通じた中央区間の被覆率。";

    // A recheck.
    /// Share of draws.
    STAY: "{share} of the draws stay effective", "抽出の{share}が有効なままである";
    /// Share of draws, and what moved.
    STAY_MOVED: "{share} of the draws stay effective; {row} moved most, by {by} of its standard error",
        "抽出の{share}が有効なままである。最も動いたのは{row}で、標準誤差の{by}倍";
    /// Too few.
    FIT_ANEW: "below {least}: fit anew with pkosim calibrate", "{least}を下回るため、pkosim calibrate で当てはめ直す必要がある";
    /// Enough.
    STILL_HOLDS: "{stay}: the posterior holds for the model {model}", "{stay}。事後分布はモデル{model}にも有効である";

    // Progress.
    /// Simulations of a wave.
    PROGRESS: "wave {wave}: {done} of {all} simulations{left}", "段階{wave}：シミュレーション{all}回のうち{done}回{left}";
    /// Simulations of a recheck.
    PROGRESS_RECHECK: "recheck: {done} of {all} simulations{left}", "再確認：シミュレーション{all}回のうち{done}回{left}";
    /// Time left.
    LEFT: "; at most {minutes} minutes left", "、残りは最大{minutes}分";
    /// Emulators.
    EMULATING: "wave {wave}: fitting emulators", "段階{wave}：エミュレータを当てはめている";
    /// Draws.
    SAMPLING: "drawing the posterior", "事後分布から抽出している";
    /// Cross-validation.
    LEAVING_OUT: "leaving out each finding in turn", "知見をひとつずつ除いて予測している";
    /// Fits.
    FITTED_SO_FAR: "{done} of {all} fits", "当てはめ{all}回のうち{done}回";
}

const WORDS: [Message; 16] = [
    page::STUDY,
    page::SCEPTICAL,
    CALIBRATE,
    CHECK,
    SIGN,
    NULL,
    HOLDS,
    MISSES,
    CONFLICT,
    REPORTED,
    FROM_PRIOR,
    NOT_IMPLAUSIBLE,
    FROM_POSTERIOR,
    EMULATORS,
    EMULATORS_HALVED,
    SIMULATOR,
];

/// A word of the tables (stance, grade, verdict, where points come from, what is held true) in a language; an unknown one as it is.
pub fn word(english: &str, lang: Lang) -> &str {
    WORDS.iter().find(|m| m.en == english).map_or(english, |m| m.text(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::target::Grade;
    use crate::calibration::validate::Verdict;
    use crate::evidence::register::Stance;

    #[test]
    fn words_of_tables_have_their_japanese() {
        let grades = [Grade::Calibrate, Grade::Check, Grade::Sign, Grade::Null].map(Grade::name);
        let verdicts = ["holds", "misses", "conflict", "reported"];
        assert!(verdicts.iter().all(|v| Verdict::of(v).is_some()));
        for english in grades.into_iter().chain(verdicts).chain([Stance::Study, Stance::Sceptical].map(Stance::name)) {
            assert!(!word(english, Lang::Ja).is_ascii(), "{english}");
        }
    }
}
