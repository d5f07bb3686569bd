//! What `check`, `explain`, `evidence`, `plot`, `report` and `bench` say, and doubts about scenarios.

use super::{Lang, Message, page};
use crate::catalogue::meaning;
use crate::evidence::register::Status;
use crate::output::number::thousands;
use crate::scenario::Doubt;

crate::messages! {
    // Doubts about scenarios.
    /// Before a doubt.
    DOUBT: "doubt: {doubt}", "留意点：{doubt}";
    /// A path that never changes.
    LATE_PATH: "{key}: the path begins in month {month}, after the horizon of {horizon} months; it never changes",
        "{key}：経路は{month}か月目に始まり、期間（{horizon}か月）より後であるため、変化しない";
    /// Nobody.
    NOBODY: "operation `{name}` has no troops, police, observers or civilians",
        "活動 `{name}` には部隊、警察、監視員、文民のいずれもいない";
    /// A partner.
    PARTNER: "operation `{name}`: the form `{form}` needs a partner; one of ordinary strength is assumed \
        (mission.partner_troops, mission.rehatted_troops, mission.organisation say more)",
        "活動 `{name}`：実施形態 `{form}` には連携相手が必要であり、通常の規模の相手を仮定する（mission.partner_troops、\
        mission.rehatted_troops、mission.organisation で指定できる）";
    /// A model without its people.
    COMPONENT: "operation `{name}` has no {component}, on whom the model `{model}` mostly rests",
        "活動 `{name}` には、モデル `{model}` が主に依拠する{component}がいない";
    /// A model in a phase that it does not fit.
    PHASE: "theatre `{theatre}` begins in {phase}; the study sets the model `{model}` in other phases",
        "地域 `{theatre}` の始まりの局面は{phase}であるが、研究はモデル `{model}` を別の局面に置いている";
    /// A model in a phase that its text does not speak of.
    PHASE_INFERRED: "theatre `{theatre}` begins in {phase}; the study names no phase for the model `{model}`, and its text was \
        read as one of other phases",
        "地域 `{theatre}` の始まりの局面は{phase}である。研究はモデル `{model}` の局面を明示しておらず、記述からは別の局面のものと読み取った";
    /// Payers.
    PAYERS_LISTED: "`{key}` means nothing here: `funding.payers` lists the payers one by one",
        "`{key}` は効かない。`funding.payers` が分担国を一つずつ定めている";
    /// A partner's troops.
    PARTNER_IDLE: "`{key}` means nothing here: a partner's troops count beside troops of the mission under a model that acts \
        on battle deaths ({models}) or where no model is named",
        "`{key}` は効かない。パートナーの部隊は、ミッションの部隊と並び、戦闘による死者に作用するモデル（{models}）があるか、\
        モデルを指定しない場合にだけ効く";
    /// A partner beside a form without one.
    FORM_ALONE: "`{key}` speaks of a partner, and the delivery form `{form}` has none; another form may be meant (`parallel`, `joint`, \
        `un-authorized`)",
        "`{key}` はパートナーを示すが、実施形態 `{form}` にパートナーはない。別の形態（`parallel`、`joint`、`un-authorized`）の意か";
    /// Troops that change hats.
    REHATTED: "`{key}` is more than the operation's {troops} troops; what goes beyond them changes nothing",
        "`{key}` は活動の部隊（{troops}人）より多い。超える分は効かない";
    /// People of all types, without models.
    SIZE_ALONE: "`{key}` means nothing here: no models are named that would split it by type; {troops} sets the troops",
        "`{key}` は効かない。人員を種別に分けるモデルが指定されていない。部隊は {troops} で定める";
    /// People of all types, each of which is set.
    SIZE_SPLIT: "`{key}` means nothing here: troops, police, observers and civilians are each set themselves",
        "`{key}` は効かない。部隊、警察、監視員、文民がそれぞれ定められている";
    /// Neighbours.
    NEIGHBOURS: "theatre `{name}` has more neighbours in conflict than neighbours",
        "地域 `{name}` では、紛争中の隣国の数が隣国の数を超えている";
    /// A component.
    TROOPS: "troops", "部隊";
    /// A component.
    POLICE: "police", "警察要員";
    /// A component.
    OBSERVERS: "observers", "監視員";
    /// A component.
    CIVILIANS: "civilians", "文民";
    /// A phase.
    TENSION: "tension", "緊張";
    /// A phase.
    WAR: "war", "戦争";
    /// A phase.
    CEASEFIRE: "ceasefire", "停戦";
    /// A phase.
    PEACE: "peace", "平和";

    // Check.
    /// A scenario that is right.
    OK: "{file}: OK ({theatres}, {operations})", "{file}：正しい（{theatres}、{operations}）";
    /// A treaty that is right.
    OK_TREATY: "{file}: OK (treaty {name})", "{file}：正しい（条約 {name}）";
    /// One theatre.
    THEATRE: "1 theatre", "地域1";
    /// Several.
    THEATRES: "{n} theatres", "地域{n}";
    /// One operation.
    OPERATION: "1 operation", "活動1";
    /// Several.
    OPERATIONS: "{n} operations", "活動{n}";

    // Explain.
    /// A value that nobody set.
    DEFAULT: "default", "既定値";
    /// A value that comes from the models of a mission.
    FROM_MODELS: "models", "モデル";
    /// A value that comes from a sweep.
    FROM_SWEEP: "sweep", "掃引";
    /// What stands behind a scenario.
    BEHIND: "Behind it stand {cited} cited, {calibrated} calibrated and {assumed} assumed parameters (`pkosim evidence`).\n\
        What the headline levers rest on:",
        "背後にあるパラメータは、引用{cited}、較正{calibrated}、仮定{assumed}（`pkosim evidence`）。\n主要な要因の根拠：";
    /// A lever.
    LEVER: "{lever} ({sized})", "{lever}（{sized}）";
    /// The size of the effects is cited.
    SIZED: "effect sizes cited", "効果の大きさは引用";
    /// It is assumed.
    ASSUMED: "effect size assumed", "効果の大きさは仮定";
    /// The same below a lever's lines.
    ASIDE: "({sized})", "（{sized}）";
    /// A lever.
    SIZE: "mission size", "ミッションの規模";
    /// A lever.
    CONSENT: "host consent", "受入国の同意";
    /// A lever.
    UNITY: "Council unity", "安保理の結束";
    /// A lever.
    FUNDING: "funding", "資金";
    /// Above the quick runs.
    AT_POINTS: "At a low, a middle and a high point of each lever, all else equal ({n} histories, same luck):",
        "各要因を低・中・高の水準に置き、ほかは変えない場合（試行{n}回、共通の乱数）：";
    /// Above the runs at points of priors.
    AT_PRIORS: "The same scenario where the assumed effects of a lever are small, middling or large:",
        "同じシナリオで、要因の効果（仮定）が小さい・中程度・大きい場合：";
    /// Head of a column.
    LEVER_HEAD: "lever", "要因";
    /// Head of a column.
    VALUE_HEAD: "value", "水準";
    /// Head of a column.
    SUCCESS_HEAD: "success", "成功";
    /// Head of a column.
    ERROR_HEAD: "± mcse", "± 標準誤差";
    /// Head of a column.
    LIVES_HEAD: "lives saved", "救われた命";
    /// A point of a prior.
    PRIOR_POINT: "{n} % point", "{n} %点";

    // Evidence.
    /// One parameter.
    COUNT_ONE: "1 parameter, stance {stance}: {cited} cited, {calibrated} calibrated, {assumed} assumed, {fixed} fixed. Priors: \
        median (90 % interval).",
        "パラメータ1件、立場「{stance}」：引用{cited}、較正{calibrated}、仮定{assumed}、固定{fixed}。事前分布は中央値（90 %区間）。意味、出典、\
        理由は英語。";
    /// Several.
    COUNT: "{n} parameters, stance {stance}: {cited} cited, {calibrated} calibrated, {assumed} assumed, {fixed} fixed. Priors: \
        median (90 % interval).",
        "パラメータ{n}件、立場「{stance}」：引用{cited}、較正{calibrated}、仮定{assumed}、固定{fixed}。事前分布は中央値（90 %区間）。意味、出典、\
        理由は英語。";
    /// Head of a parameter.
    HEAD: "{name}: {prior} [{status}, {mark}]", "{name}：{prior}［{status}、{mark}］";
    /// Its source.
    SOURCE: "source: {text}", "出典：{text}";
    /// Its source, and the findings that it is behind.
    SOURCE_FINDINGS: "source: {text}, findings {findings}", "出典：{text}、知見{findings}";
    /// Why it is what it is.
    WHY: "why: {text}", "理由：{text}";
    /// Not fitted.
    NOT_FITTED: "posterior: none is fitted yet, the prior stands in for it", "事後分布：まだ当てはめられておらず、事前分布を用いる";
    /// Fitted, and no finding says anything of it.
    UNINFORMED: "posterior: {value}; no finding informs it", "事後分布：{value}、根拠となる知見はない";
    /// Fitted.
    INFORMED: "posterior: {value}; from {ids}", "事後分布：{value}、根拠となる行は{ids}";
    /// What it moves.
    MOVES: "moves: {text}", "影響する量：{text}";

    // Plot and report.
    /// Where charts are.
    CHARTS: "Charts: {dir}", "図：{dir}";
    /// A chart without numbers.
    NOT_DRAWN: "not drawn: {name}: these results have nothing for it", "{name}は描いていない：この結果に該当する値がない";
    /// A table that cannot be read.
    LOST: "note: {file}: {why}{without}", "注：{file}：{why}{without}";
    /// Charts that go with it.
    WITHOUT: " (not drawn: {charts})", "（描いていない図：{charts}）";
    /// Where a report is.
    REPORT: "Report: {file}", "報告：{file}";

    // Bench.
    /// Head of a column.
    A_MONTH: "a month", "1か月";
    /// Head of a column.
    TWIN_ADDS_HEAD: "its twin adds", "対の試行の追加分";
    /// A draw.
    UNIFORMS: "uniforms", "一様乱数";
    /// A draw.
    NORMALS: "normals", "正規乱数";
    /// A draw.
    POISSONS: "poissons", "ポアソン乱数";
    /// A function.
    EXPS: "exps", "指数関数";
    /// A function.
    LNS: "lns", "対数関数";
    /// Above the rates.
    BASELINE: "Baseline, 192 months, {replicates} replicates, medians of {repeats}, {simd}",
        "基準シナリオ、192か月、試行{replicates}回、{repeats}回の中央値、命令セット{simd}";
    /// A way.
    ONE_WORLD: "mission world, one thread", "ミッションのある世界、1スレッド";
    /// A way.
    TWIN_ONE: "with its twin, one thread", "対の試行つき、1スレッド";
    /// A way.
    TWIN_ALL: "with its twin, all threads", "対の試行つき、全スレッド";
    /// A rate.
    RATE: "{n} replicates a second", "{n}回/秒";
    /// Below the rates.
    RATIOS: "The twin adds {twin} %. {threads} threads are {speedup} times as fast as one.",
        "対の試行で時間は{twin} %増える。{threads}スレッドの速さは1スレッドの{speedup}倍である。";
}

const WORDS: [Message; 11] =
    [TROOPS, POLICE, OBSERVERS, CIVILIANS, TENSION, WAR, CEASEFIRE, PEACE, DEFAULT, FROM_MODELS, FROM_SWEEP];

/// A component, a phase or a source of a value in a language; an unknown one as it is.
pub fn word(english: &str, lang: Lang) -> &str {
    WORDS.iter().find(|m| m.en == english).map_or(english, |m| m.text(lang))
}

/// A doubt about a scenario in a language.
pub fn doubt(doubt: &Doubt, lang: Lang) -> String {
    let said = match doubt {
        Doubt::PathBeyondHorizon { key, month, horizon } => {
            LATE_PATH.with(lang, &[("key", key), ("month", month), ("horizon", horizon)])
        }
        Doubt::NobodyInOperation { name } => NOBODY.with(lang, &[("name", name)]),
        Doubt::PartnerAssumed { name, form } => PARTNER.with(lang, &[("name", name), ("form", form)]),
        Doubt::ComponentMissing { name, model, component } => {
            COMPONENT.with(lang, &[("name", name), ("model", model), ("component", &word(component, lang))])
        }
        Doubt::PhaseUnfit { theatre, model, phase, inferred } => {
            let message = if *inferred { PHASE_INFERRED } else { PHASE };
            message.with(lang, &[("theatre", theatre), ("model", model), ("phase", &word(phase, lang))])
        }
        Doubt::PayersListed { key } => PAYERS_LISTED.with(lang, &[("key", key)]),
        Doubt::PartnerIdle { key } => {
            PARTNER_IDLE.with(lang, &[("key", key), ("models", &meaning::acting_on("battle").join(", "))])
        }
        Doubt::FormAlone { key, form } => FORM_ALONE.with(lang, &[("key", key), ("form", form)]),
        Doubt::RehattedBeyond { key, troops } => {
            REHATTED.with(lang, &[("key", key), ("troops", &thousands(*troops, 0))])
        }
        Doubt::SizeIdle { key, models: false } => {
            let troops = format!("{}troops", key.strip_suffix("size").unwrap_or_default());
            SIZE_ALONE.with(lang, &[("key", key), ("troops", &troops)])
        }
        Doubt::SizeIdle { key, models: true } => SIZE_SPLIT.with(lang, &[("key", key)]),
        Doubt::NeighboursInConflict { name } => NEIGHBOURS.with(lang, &[("name", name)]),
    };
    DOUBT.with(lang, &[("doubt", &said)])
}

/// The status of a parameter.
pub const fn status(status: Status, lang: Lang) -> &'static str {
    let message = match status {
        Status::Cited => page::IS_CITED,
        Status::Calibrated => page::IS_CALIBRATED,
        Status::Assumed => page::IS_ASSUMED,
        Status::Fixed => page::IS_FIXED,
    };
    message.text(lang)
}
