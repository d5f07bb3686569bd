//! What the commands say that run, check, put together and write out many points or scenarios.

use super::{Lang, Message};

crate::messages! {
    // Sweep.
    /// A finished sweep.
    NOTHING_TO_DO: "Nothing to do: {dir} holds the finished sweep.", "実行するものはない：{dir}に完了した掃引がある。";
    /// Before a sweep.
    ANNOUNCE: "{name}: {points} points{part}{resumed}, {replicates} replicates in all, {threads} threads",
        "{name}：{points}点{part}{resumed}、試行は合計{replicates}回、{threads}スレッド";
    /// A shard, among the points.
    PART: ", shard {shard}", "、分割{shard}";
    /// Points that are there already.
    RESUMED: " ({n} are done)", "（{n}点は計算済み）";
    /// A part file that is damaged.
    DAMAGE_AGAIN: "note: {file} is damaged at byte {offset} ({why}); what it held there is run again",
        "注：{file}は{offset}バイト目で壊れている（{why}）。そこにあった点は計算し直す";
    /// The same, where nothing can be run again.
    DAMAGE: "note: {file} is damaged at byte {offset}: {why}", "注：{file}は{offset}バイト目で壊れている：{why}";
    /// Why it is damaged.
    FOREIGN: "it belongs to another sweep, or its first line is damaged", "別の掃引のものか、先頭行が壊れている";
    /// Why it is damaged.
    DIFFERS: "its checksum differs", "チェックサムが異なる";
    /// How fast it was.
    SPEED: "{points} points in {time} on {threads} threads: {rate} points and {replicates} replicates a second.",
        "{points}点に{time}。{threads}スレッドで毎秒{rate}点、試行{replicates}回。";
    /// Where results are.
    RESULTS: "Results: {dir}/results.csv, points.csv, failures.csv, manifest.json",
        "結果：{dir}/results.csv、points.csv、failures.csv、manifest.json";
    /// Where a shard is.
    SHARD: "A part of the sweep is in {dir}; put all together with: pkosim merge DIR... --out DIR",
        "掃引の一部は{dir}にある。次のコマンドで統合する：pkosim merge DIR... --out DIR";
    /// Points failed.
    FAILED_OF: "{failed} of {points} points failed: see failures.csv", "{points}点のうち{failed}点が失敗した。failures.csvを参照";
    /// What a sweep is made of.
    FROM: "{title} from {base}", "{title}（基準シナリオ：{base}）";
    /// An experiment.
    EXPERIMENT: "{design} of {points} points, {replicates} replicates each", "{design}、{points}点、各点で試行{replicates}回";
    /// An experiment with a name.
    NAMED: "{name}: {experiment}", "{name}：{experiment}";
    /// A design.
    GRID: "grid", "格子";
    /// A design.
    LHS: "lhs", "ラテン超方格";
    /// A design.
    SOBOL: "sobol", "ソボル列";
    /// A design.
    RANDOM: "random", "無作為抽出";
    /// A design.
    TABLE: "table", "表";
    /// Of an axis whose values are whole.
    WHOLE: ", whole numbers", "（整数）";
    /// A point.
    POINT: "point {k}: {settings}", "点{k}：{settings}";
    /// All of it.
    IN_ALL: "{points} points{part}, {replicates} replicates in all: about {time} on {threads} threads, {size} of \
        results (guessed from a few hundred histories).",
        "{points}点{part}、試行は合計{replicates}回：{threads}スレッドで約{time}、結果は約{size}（数百回の試行からの見積もり）。";
    /// All of it, where nothing could be tried.
    IN_ALL_UNKNOWN: "{points} points{part}, {replicates} replicates in all.", "{points}点{part}、試行は合計{replicates}回。";
    /// A point that cannot be.
    WOULD_FAIL: "point {k} ({settings}) would fail: {why}", "点{k}（{settings}）は失敗する：{why}";
    /// All points were looked at.
    CHECKED: "Checked {n} points: {wrong} would fail.", "{n}点を検査した。失敗するのは{wrong}点。";
    /// Some were.
    CHECKED_OF: "Checked {n} of {all} points: {wrong} would fail.", "{all}点のうち{n}点を検査した。失敗するのは{wrong}点。";

    // Merge, verify, export.
    /// Put together.
    MERGED: "{points} points of {parts} parts: {dir}", "{parts}個の分割から{points}点を統合した：{dir}";
    /// Points failed.
    FAILED: "{failed} points failed: see failures.csv", "{failed}点が失敗した。failures.csvを参照";
    /// All is well.
    AGREE: "{dir}: files and points {points} agree to the bit", "{dir}：ファイルと点{points}は最後のビットまで一致する";
    /// Something is not.
    WRONG: "wrong: {what}", "不一致：{what}";
    /// A file that was changed.
    WRONG_FILE: "{path} is not the file that the manifest describes", "{path}はマニフェストに記されたファイルではない";
    /// A manifest that was changed.
    WRONG_MANIFEST: "{path} was changed after the sweep had written it", "{path}は掃引が完了した後に変更されている";
    /// A point that comes out otherwise.
    WRONG_POINT: "point {k} ({settings}) comes out different", "点{k}（{settings}）の結果が異なる";
    /// A point that cannot be lived through.
    WRONG_SCENARIO: "point {k} ({settings}) cannot be lived through again: {why}", "点{k}（{settings}）は計算し直せない：{why}";
    /// A table.
    EXPORTED_ROWS: "{path}: {n} rows", "{path}：{n}行";
    /// Why a table is left out.
    UNLISTED: "manifest.json does not list it", "manifest.jsonに記されていない";
    /// Replicates.
    EXPORTED_REPLICATES: "{path}: {n} replicates", "{path}：試行{n}回";

    // Batch.
    /// A file that another command runs.
    LEFT_OUT: "{file} left out: {why}", "{file}を除いた：{why}";
    /// What such a file is.
    IS_SWEEP: "a sweep, for `pkosim sweep`", "掃引であり、`pkosim sweep`で実行する";
    /// What such a file is.
    IS_TREATY: "a treaty's dues, for `pkosim run`", "条約の分担金であり、`pkosim run`で実行する";
    /// A scenario that failed.
    SCENARIO_FAILED: "{file}: failed", "{file}：失敗";
    /// The end.
    BATCH_DONE: "{done} of {all} scenarios done: {path}", "シナリオ{all}件のうち{done}件を実行した：{path}";

    // Benchmark.
    /// Above the table.
    BENCHED: "{name}: {points} points, {replicates} replicates", "{name}：{points}点、試行{replicates}回";
    /// Head of a column.
    TIME: "time", "時間";
    /// Head of a column.
    POINT_RATE: "points/s", "点/秒";
    /// Head of a column.
    REPLICATE_RATE: "replicates/s", "試行/秒";
    /// A row.
    ENGINE_ALONE: "engine alone, 1 thread", "エンジンのみ、1スレッド";
    /// A row.
    ONE_THREAD: "sweep, 1 thread", "掃引、1スレッド";
    /// A row.
    THREADS: "sweep, {n} threads", "掃引、{n}スレッド";
    /// Beside a row.
    AGAINST_ENGINE: "{change} % against the engine alone", "エンジンのみに対し{change} %";
    /// Beside a row.
    AGAINST_ONE: "{factor} times one thread", "1スレッドの{factor}倍";
}

const WORDS: [Message; 7] = [GRID, LHS, SOBOL, RANDOM, TABLE, FOREIGN, DIFFERS];

/// A design, or why a file is damaged, in a language; an unknown one as it is.
pub fn word(english: &str, lang: Lang) -> &str {
    WORDS.iter().find(|m| m.en == english).map_or(english, |m| m.text(lang))
}
