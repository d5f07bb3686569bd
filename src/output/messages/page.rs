//! The words of a report page.

crate::messages! {
    /// Above the title.
    KIND: "Simulation report, pkosim", "シミュレーション報告 pkosim";
    /// The link past the contents.
    SKIP: "Skip to the report", "本文へ移動";
    /// Head of the contents.
    CONTENTS: "Contents", "目次";
    /// A button below a chart.
    SAVE: "Save as SVG", "SVGで保存";
    /// Before the search field of a table.
    SEARCH: "Show rows with", "行を絞り込む";
    /// Below the title of one scenario.
    SUBTITLE: "Scenario {name}: {replicates} histories over {span}, {stance} stance, seed {seed}.",
        "シナリオ {name}：{span}にわたる試行{replicates}回、立場は{stance}、シード{seed}。";
    /// Title of a comparison.
    COMPARED: "{n} scenarios compared", "{n}つのシナリオの比較";
    /// The stance that takes the study as it stands.
    STUDY: "study", "研究どおり";
    /// The stance that takes contrary findings as they fell.
    SCEPTICAL: "sceptical", "懐疑的";

    /// Section.
    SUMMARY: "In short", "要約";
    /// Section.
    CHARTS: "Charts", "図";
    /// Section.
    OUTCOMES: "Outcomes", "結果";
    /// Section.
    EVIDENCE: "What the outcomes rest on", "結果の根拠";
    /// Section.
    SETTINGS: "The scenario", "シナリオ";
    /// Section.
    DOUBTS: "Doubts", "留意点";
    /// Section.
    PROVENANCE: "Where this comes from", "来歴";
    /// Section.
    CITE: "How to cite", "引用の方法";

    /// Charts that cannot be drawn.
    NO_CHARTS: "This program was built without charts.", "このプログラムは図を描く機能なしでビルドされている。";
    /// A table that is not in the folder.
    MISSING: "{file} is not in the result folder: what it holds is left out here.",
        "結果フォルダーに{file}がないため、その内容はここに含まれない。";
    /// A table that was changed.
    CHANGED: "{file} is not as it was written: its checksum differs from the manifest's.",
        "{file}は書き出されたときのままではない。チェックサムがマニフェストと異なる。";
    /// A file of a newer program.
    LOST: "{file} was written by a newer program and is told only as far as it is understood: {why}.",
        "{file}は新しい版のプログラムが書いたもので、理解できる範囲だけを示す：{why}。";
    /// Results of another model.
    OTHER_MODEL: "These results were computed by another version of the model ({found}, pkosim {version}) than the one that \
        writes this page ({known}). Numbers and charts are those of the results; the evidence is that of this version.",
        "これらの結果は、このページを書いた版（{known}）とは別の版のモデル（{found}、pkosim {version}）で計算された。数値と図は結果の\
        ものであり、根拠の一覧はこの版のものである。";
    /// No doubts.
    NO_DOUBTS: "None beyond those below.", "以下のほかに特になし。";

    /// Caption.
    MAIN_CAPTION: "Main outcomes: means ± Monte Carlo standard errors, with the 95 % Monte Carlo interval of the \
        difference",
        "主な結果：平均 ± モンテカルロ標準誤差と、差の95 %モンテカルロ区間";
    /// Caption.
    ALL_CAPTION: "Every outcome of every theatre: mean, standard error, and where histories lie",
        "すべての地域のすべての結果：平均、標準誤差、試行の分布";
    /// Caption.
    TREATY_CAPTION: "Every outcome: mean, standard error, and where histories lie",
        "すべての結果：平均、標準誤差、試行の分布";
    /// Head of a fold.
    ALL_FOLD: "Every outcome, with quantiles", "すべての結果と分位点";
    /// Head of a column.
    OUTCOME: "Outcome", "結果";
    /// Head of a column.
    THEATRE: "Theatre", "地域";
    /// Head of a column.
    WORLD: "World", "世界";
    /// Head of a column.
    MEAN: "Mean ± error", "平均 ± 誤差";
    /// Head of a column.
    MEDIAN: "Median", "中央値";
    /// Head of a column.
    NINETY: "90 % of histories", "試行の90 %";
    /// Head of a column.
    DEFINED: "Defined in", "定義される試行";
    /// Head of a column.
    INTERVAL: "95 % interval", "95 %区間";
    /// Head of a column.
    UNIT: "Unit", "単位";
    /// All theatres.
    ALL_THEATRES: "all", "全体";

    /// What is cited and what is not.
    LEVERS: "Of the four headline levers only the size of the mission has effect sizes in the literature. How strongly \
        consent, unity and funding act is assumed; their effects here are what those assumptions imply.",
        "4つの主要な要因のうち、効果の大きさが文献にあるのはミッションの規模だけである。同意、結束、資金がどれほど強く作用するかは\
        仮定であり、ここでの効果はその仮定の帰結である。";
    /// Caption.
    LEVERS_CAPTION: "The headline levers, where they stand here, and what is known of their effects",
        "主要な要因とこのシナリオでの水準、効果について分かっていること";
    /// Head of a column.
    LEVER: "Lever", "要因";
    /// Head of a column.
    LEVEL: "Level here", "ここでの水準";
    /// Head of a column.
    EFFECT: "Size of its effects", "効果の大きさ";
    /// Cited.
    IS_CITED: "cited", "引用";
    /// Calibrated.
    IS_CALIBRATED: "calibrated", "較正";
    /// Assumed.
    IS_ASSUMED: "assumed", "仮定";
    /// Fixed.
    IS_FIXED: "fixed", "固定";
    /// A lever.
    SIZE: "Mission size", "ミッションの規模";
    /// A lever.
    CONSENT: "Host consent", "受入国の同意";
    /// A lever.
    UNITY: "Council unity", "安保理の結束";
    /// A lever.
    FUNDING: "Funding", "資金";
    /// Caption.
    BEHIND_CAPTION: "Parameters behind each main outcome, and the study's findings among them",
        "主な結果ごとのパラメータと、研究の知見";
    /// Head of a column.
    FINDINGS: "Findings", "知見";
    /// Head of a fold.
    REGISTER_FOLD: "The register: every parameter with its prior, mark and source ({n})",
        "登録簿：すべてのパラメータの事前分布、印、出典（{n}件）";
    /// Caption.
    REGISTER_CAPTION: "Priors of the {stance} stance: median and 90 % interval. Meanings and sources are in English.",
        "立場「{stance}」の事前分布：中央値と90 %区間。意味と出典は英語。";
    /// Head of a column.
    PARAMETER: "Parameter", "パラメータ";
    /// Head of a column.
    MEANING: "Meaning", "意味";
    /// Head of a column.
    PRIOR: "Prior", "事前分布";
    /// Head of a column.
    STATUS: "Status", "区分";
    /// Head of a column.
    MARK: "Mark", "印";
    /// Head of a column.
    SOURCE: "Source", "出典";
    /// What marks mean.
    MARKS: "Status: cited (the source gives its size), calibrated (set so that base rates come out), assumed (nobody gives \
        its size), fixed (a scale or reference point). Mark: SEEN in the source, SEEN-SECONDARY through another, COMPUTED \
        from its data, REANALYSIS of them, DERIVED from its figures, RECALLED, or ASSUMED.",
        "区分：引用（出典が大きさを示す）、較正（基準率に合わせて設定）、仮定（大きさを示す出典がない）、固定（尺度や基準点）。\
        印：SEEN（出典で確認）、SEEN-SECONDARY（別の文献経由）、COMPUTED（データから計算）、REANALYSIS（再分析）、DERIVED（数値から導出）、\
        RECALLED（記憶による）、ASSUMED（仮定）。";

    /// Caption.
    SETTINGS_CAPTION: "What this scenario says differently from the defaults", "このシナリオが既定値と異なる点";
    /// Head of a fold.
    SETTINGS_FOLD: "Every level of the scenario ({n})", "シナリオのすべての水準（{n}件）";
    /// Caption.
    LEVELS_CAPTION: "Every key with its value", "すべてのキーと値";
    /// Head of a fold.
    TOML_FOLD: "The scenario as a file (TOML)", "シナリオのファイル（TOML）";
    /// Head of a column.
    KEY: "Key", "キー";
    /// Head of a column.
    VALUE: "Value", "値";
    /// Head of a column.
    DEFAULT: "Default", "既定値";

    /// Caption.
    PROVENANCE_CAPTION: "What determines these results", "結果を決めるもの";
    /// Caption.
    FILES_CAPTION: "Tables of the result folder with their checksums", "結果フォルダーの表とチェックサム";
    /// Row.
    PROGRAM: "Program", "プログラム";
    /// Row.
    MODEL: "Model", "モデル";
    /// Row.
    POSTERIOR: "Parameters", "パラメータ";
    /// Value of that row.
    DRAWS: "{source}, {n} draws", "{source}、抽出{n}組";
    /// Row.
    SEED: "Seed", "シード";
    /// Row.
    REPLICATES: "Histories", "試行";
    /// Row.
    STANCE: "Stance", "立場";
    /// Row.
    FOLDER: "Result folder", "結果フォルダー";
    /// Row.
    COMPUTED: "Computed on", "計算環境";
    /// Value of that row.
    MACHINE: "{os} {arch}, {threads} threads, {seconds} s (none of this changes a number)",
        "{os} {arch}、{threads}スレッド、{seconds}秒（これらは数値に影響しない）";
    /// Head of a column.
    ITEM: "Item", "項目";
    /// Head of a column.
    FILE: "File", "ファイル";
    /// Head of a column.
    BYTES: "Bytes", "バイト";
    /// Above the command.
    AGAIN: "The same numbers, to the last digit, on any machine (the scenario above saved as scenario.toml):",
        "どの計算機でも、次のコマンドで最後の桁まで同じ数値が得られる（上のシナリオをscenario.tomlとして保存する）：";

    /// Above the citation.
    CITE_TEXT: "Cite the program, and the studies behind the findings you rely on.",
        "プログラムと、依拠する知見の元となった研究を引用すること。";
    /// Head of a fold.
    SOURCES_FOLD: "Sources of the cited effects ({n})", "引用した効果の出典（{n}件）";

    /// First words on a comparison.
    COMPARE_INTRO: "Scenarios are compared to the first, {first}. Each is the mean over its histories with its Monte Carlo \
        standard error.",
        "各シナリオを最初のシナリオ「{first}」と比べる。値は試行の平均とモンテカルロ標準誤差である。";
    /// A scenario's line in the summary of a comparison.
    COMPARE_LINE: "{name}: {sentence}", "{name}：{sentence}";
    /// What the errors of differences are.
    COMPARE_ERRORS: "Errors of differences are those of independent runs. Runs of one seed share their luck, so that the true \
        error is usually smaller; `pkosim compare` computes it.",
        "差の誤差は独立な実行としての値である。同じシードの実行は乱数を共有するため、真の誤差は通常これより小さい。\
        `pkosim compare`で計算できる。";
    /// Scenarios of different length.
    HORIZONS: "The scenarios have different horizons: sums over months are not comparable.",
        "シナリオの期間が異なるため、月の合計は比較できない。";
    /// Scenarios under different stances or models.
    STANCES: "The results differ in stance, model or parameters too, not only in the scenario.",
        "シナリオのほかに、立場、モデルまたはパラメータも異なる。";
    /// Caption.
    COMPARE_CAPTION: "Main outcomes of each scenario, with the mission: means ± Monte Carlo standard errors",
        "シナリオごとの主な結果（ミッションあり）：平均 ± モンテカルロ標準誤差";
    /// Caption.
    DIFFERENCES_CAPTION: "Differences to {first}: mean ± standard error", "{first}との差：平均 ± 標準誤差";
    /// Caption.
    WHISKERS_CAPTION: "{outcome}: mean and 95 % Monte Carlo interval", "{outcome}：平均と95 %モンテカルロ区間";
    /// Head of a column.
    SCENARIO: "Scenario", "シナリオ";
    /// Section: headline outcomes side by side.
    SIDE: "Side by side", "並べて見る";
    /// Section of one scenario of a comparison.
    EACH: "Each scenario", "シナリオごとの結果";

    /// Title of a sweep.
    SWEPT: "Sweep over {axes}", "掃引：{axes}";
    /// Below that title.
    SWEPT_SUBTITLE: "{points} design points, {stance} stance.", "設計点{points}個、立場は{stance}。";
    /// Where an outcome lies.
    SWEPT_RANGE: "{outcome}: from {low} (at {at_low}) to {high} (at {at_high}).",
        "{outcome}：最小{low}（{at_low}）、最大{high}（{at_high}）。";
    /// Caption.
    SWEPT_CAPTION: "Main outcomes at {shown} of {points} design points: means ± Monte Carlo standard errors",
        "設計点{points}個のうち{shown}個での主な結果：平均 ± モンテカルロ標準誤差";
    /// Head of a column.
    POINT: "Point", "設計点";
}
