//! The words of the page to explore.

use super::{Lang, Message};

/// Makes the constants, and a list of them for the page.
macro_rules! texts {
    ($($(#[$meta:meta])+ $name:ident: $en:expr, $ja:expr;)+) => {
        $crate::messages! { $($(#[$meta])+ $name: $en, $ja;)+ }

        /// Every text by its name.
        const ALL: &[(&str, Message)] = &[$((stringify!($name), $name)),+];
    };
}

/// Every text of a language by its name, for the page.
pub fn all(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    ALL.iter().map(move |(name, message)| (*name, message.text(lang)))
}

texts! {
    /// Title.
    TITLE: "Explore a peacekeeping mission", "平和維持活動ミッションを試す";
    /// Below the title.
    NOTE: "Estimates under stated assumptions, not a forecast. Only the effects of mission size are sized by cited \
        findings; how much consent, Council unity and funding matter is assumed.",
        "明示した前提の下での推定であり、予測ではない。効果の大きさが引用された知見に基づくのはミッションの規模だけであり、\
        受入国の同意、安保理の結束、資金がどれほど重要かは仮定である。";
    /// The link past the levers.
    SKIP: "Skip to the results", "結果へ移動";
    /// A choice.
    LANGUAGE: "Language", "言語";
    /// A choice.
    SCENARIO: "Scenario", "シナリオ";
    /// The scenario of the command line, or of a link.
    OWN: "as opened", "開いたシナリオ";
    /// A choice.
    STANCE: "Stance", "立場";
    /// A stance.
    STUDY: "study: effects as the study reads them", "研究どおり：研究の読み方に従う";
    /// A stance.
    SCEPTICAL: "sceptical: contrary findings as they fell", "懐疑的：反証もそのまま採る";
    /// Levers.
    LEVERS: "Levers", "要因";
    /// More levers.
    MORE: "More levers", "その他の要因";
    /// Models.
    MODELS: "Models of the study", "研究のモデル";
    /// Delivery form.
    FORM: "Delivery form", "実施形態";
    /// No choice.
    AS_IS: "as in the scenario", "シナリオのとおり";
    /// A button.
    RESET: "Reset", "元に戻す";
    /// A button.
    LINK: "Copy link", "リンクをコピー";
    /// After the button was pressed.
    COPIED: "The link is copied. It holds the scenario and opens in this session of the page.",
        "リンクをコピーした。リンクはシナリオを含み、このページの起動中に開ける。";
    /// A button.
    SAVE_SCENARIO: "Scenario (TOML)", "シナリオ（TOML）";
    /// A button.
    SAVE_TABLE: "Outcomes (CSV)", "結果（CSV）";
    /// A button.
    SAVE_SERIES: "Months (CSV)", "月次（CSV）";
    /// A button.
    SAVE_CHART: "Overview (SVG)", "概要図（SVG）";
    /// Group of buttons.
    SAVE: "Save", "保存";
    /// Section.
    RESULTS: "Results", "結果";
    /// Status.
    WORKING: "Computing…", "計算中…";
    /// Status.
    READY: "{n} histories in {ms} ms.", "試行{n}回、{ms}ミリ秒。";
    /// Status.
    REFINING: "{n} histories in {ms} ms; looking more closely…", "試行{n}回、{ms}ミリ秒。精度を上げている…";
    /// Status.
    OFFLINE: "The program does not answer. Is it still running?", "プログラムが応答しない。実行中か確認すること。";
    /// Head of a column.
    OUTCOME: "Outcome", "結果";
    /// Head of a column.
    WITH: "Mission", "ミッションあり";
    /// Head of a column.
    WITHOUT: "No mission", "ミッションなし";
    /// Head of a column.
    DIFFERENCE: "Difference", "差";
    /// Head of a column.
    SINCE: "Since the start", "開始時からの変化";
    /// Caption.
    TABLE: "Main outcomes: means ± Monte Carlo standard errors. The last column is this mission less the scenario as it \
        was opened, under the same luck.",
        "主な結果：平均 ± モンテカルロ標準誤差。最後の列は、同じ乱数の下での、開いたときのシナリオとの差（ミッションあり）。";
    /// Section.
    CHANGED: "What changed", "変更した点";
    /// Nothing did.
    UNCHANGED: "Nothing yet: move a lever.", "まだない。要因を動かすこと。";
    /// Section.
    UNCERTAINTY: "How sure is this?", "どれほど確かか";
    /// Under that head.
    SPLIT: "Standard deviation of an outcome over histories: what we do not know (parameters) and what is chance.",
        "試行間の標準偏差：分からないこと（パラメータ）によるものと、偶然によるもの。";
    /// Before it is known.
    SPLIT_LATER: "Shown once the closer look is done.", "精度を上げた計算が終わると表示される。";
    /// Head of a column.
    PARAMETERS: "Parameters", "パラメータ";
    /// Head of a column.
    CHANCE: "Chance", "偶然";
    /// Head of a column.
    ERROR: "Monte Carlo error of the mean", "平均のモンテカルロ誤差";
    /// Section.
    SAID: "In words", "文章で";
    /// Section.
    DOUBTS: "Doubts", "留意点";
    /// A chart.
    DEATHS: "Battle-related deaths a month", "月ごとの戦闘関連の死者数";
    /// A chart.
    STRENGTH: "Uniformed people deployed", "展開中の制服要員";
    /// A chart.
    PEACE: "Share of histories at peace", "平和である試行の割合";
    /// A chart.
    CONSENT_CHART: "Host consent", "受入国の同意";
    /// A chart.
    DISPLACED: "People displaced", "避難民（人）";
    /// A chart.
    LIVES: "Lives saved: share of histories with no more than so many", "救われた命：その数以下の試行の割合";
    /// Below the charts.
    BANDS: "Solid line: mean with the mission; bands: the middle 50 % and 90 % of its histories. Dashed: mean without the \
        mission; dotted: the middle 90 % of those histories.",
        "実線：ミッションありの平均。帯：その試行の中央50 %と90 %。破線：ミッションなしの平均。点線：その試行の中央90 %。";
    /// An axis.
    YEARS: "years from the start", "開始からの年数";
    /// Hidden text of a chart.
    CHART_ALT: "{title}. The same numbers are in the tables that can be saved.", "{title}。同じ数値は保存できる表にある。";
    /// A level that is a distribution or a path.
    VARIES: "varies in the scenario; moving it fixes it", "シナリオでは変動する。動かすと固定される";
    /// Where such a level stood.
    AROUND: "varying around {value}", "{value}前後で変動";
    /// A lever whose theatres or operations differ.
    DIFFERS: "differs between theatres or operations; moving it sets all alike",
        "地域や活動によって異なる。動かすとすべて同じになる";
    /// Where such a lever stood.
    SEVERAL: "several", "複数";
    /// No model of the study.
    NO_MODELS: "none", "なし";
    /// Beside levers that have nothing to move.
    NO_OPERATION: "This scenario has no operation.", "このシナリオには活動がない。";
    /// Results that do not belong to the levers.
    NOT_THERE: "these levers have no results yet", "この設定の結果はまだない";
    /// A link that could not be copied.
    NOT_COPIED: "The browser does not let the page copy: the link stands in the address bar.",
        "ブラウザがコピーを許可しない。リンクはアドレス欄にある。";

    /// A lever.
    TROOPS: "Troops", "部隊（人）";
    /// A lever.
    POLICE: "Police", "警察要員（人）";
    /// A lever.
    CONSENT: "Host consent", "受入国の同意";
    /// A lever.
    UNITY: "Council unity", "安保理の結束";
    /// A lever.
    FUNDING: "Funding (share of what is required)", "資金（所要額に対する割合）";
    /// A lever.
    EXIT: "Planned exit (months)", "予定撤収（月）";
    /// A lever.
    MEDIATION: "Mediation", "調停";
    /// A lever.
    CIVILIANS: "Civilian staff", "文民要員（人）";
    /// A lever.
    QUALITY: "Quality of the contingents", "部隊の質";
    /// A lever.
    LEADERSHIP: "Leadership and planning", "指導力と計画";
    /// A lever.
    POSTURE: "Assertive posture", "断固とした態勢";
    /// A lever.
    CAPABILITIES: "Key capabilities", "主要な能力";
    /// A lever.
    CAVEATS: "National caveats", "各国による制約事項";
    /// A lever.
    BENEFITS: "Tangible benefits to people", "具体的な利益の提供";
    /// A lever.
    COMMUNICATION: "Strategic communication", "戦略的コミュニケーション";
    /// A lever.
    CONDUCT: "Conduct and discipline", "行動規律";
    /// A lever.
    TRANSITION: "Planned transition", "計画的な移行";
    /// A lever.
    REGIONAL: "Regional support", "地域的支援";
    /// A lever.
    DISINFORMATION: "Disinformation and hate speech", "偽情報・ヘイトスピーチ";
    /// A lever.
    EXTERNAL: "External support to belligerents", "紛争当事者への外部支援";

    /// Before what is wrong.
    REFUSED: "error: {what}", "エラー：{what}";
    /// A refusal.
    TOO_LONG: "horizon_months: this page looks at no more than {most} months",
        "horizon_months：このページで扱えるのは{most}か月まで";
    /// A refusal.
    TOO_MANY: "this page looks at no more than {most} theatres and {most} operations",
        "このページで扱えるのは地域{most}、活動{most}まで";
}
