//! `pkosim robustness`: which decision does well whatever comes?

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use pkosim::experiment::discovery::Input;
use pkosim::experiment::discovery::condition::{self, Comparison, Sign};
use pkosim::experiment::finished::{self, Asked, Finished};
use pkosim::experiment::robustness::{Bound, Score, satisficing, scores};
use pkosim::output::number::{compact, short, thousands};
use pkosim::output::outcomes;

use super::console::{note, say};
use super::failure::Failure;
use super::file::NewFile;
use super::text::{table, wrap};

/// Rank decisions by how they do over all futures of a finished sweep
///
/// Some axes of the sweep are decisions (--decide), the others make the futures. Each decision meets every future, as
/// in a grid. Told are the mean over futures, the worst (maximin), Hurwicz' mix of worst and best, the largest and the
/// mean regret (what the best decision there would have had more), and with --need the share of futures in which each
/// need, and all of them together, are met (domain criterion, satisficing). No future is more likely than another.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Robustness {
    /// Folder of a finished sweep
    dir: PathBuf,
    /// An axis that is decided on; may be given several times
    #[arg(long = "decide", value_name = "KEY", required = true)]
    decide: Vec<String>,
    /// What is judged: [WORLD.]OUTCOME[.COLUMN], more is better
    #[arg(long, value_name = "OUTCOME")]
    outcome: String,
    /// Less is better: for deaths, money
    #[arg(long)]
    less: bool,
    /// What a decision must meet: OUTCOME >= NUMBER (or <=, >, <); may be given several times
    #[arg(long = "need", value_name = "CONDITION", value_parser = need)]
    needs: Vec<Comparison>,
    /// Weight of the best future in Hurwicz' criterion; the worst has the rest
    #[arg(long, value_name = "W", default_value_t = 0.5, value_parser = weight)]
    optimism: f64,
    /// Write all decisions as CSV to this file too; an older table of them is replaced, another file is left alone
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pkosim robustness output/four-levers --decide mission.troops --outcome lives_saved
  pkosim robustness output/four-levers --decide mission.troops --decide funding.level --outcome success \\
    --need 'success >= 0.3' --need 'cost_usd <= 6e9'
  pkosim robustness output/four-levers --decide mission.troops --outcome battle_deaths --less

Exit codes: 0 done, 2 a name or an argument is wrong, or a decision lacks a future, 3 the file system is in the way.";

/// Columns of the table before those of the needs.
const COLUMNS: [&str; 10] =
    ["decision", "outcome", "futures", "mean", "worst", "best", "hurwicz", "regret_max", "regret_mean", "best_in"];

/// Decisions by futures: which point each cell is.
struct Cells {
    /// A decision in words.
    decisions: Vec<String>,
    /// Point of each decision in each future, by position.
    at: Vec<Vec<usize>>,
}

/// All that is told of the decisions.
struct Judged {
    decisions: Vec<String>,
    futures: usize,
    scores: Vec<Score>,
    /// By decision: the share of futures in which each need is met, and all.
    needs: Vec<(Vec<f64>, f64)>,
}

impl Robustness {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let file = self.out.as_deref().map(|path| NewFile::begin(path, &self.header())).transpose()?;
        let outcome = Asked::parse(&self.outcome);
        let asked: Vec<Asked> =
            std::iter::once(outcome.clone()).chain(self.needs.iter().map(|n| n.asked.clone())).collect();
        let finished = finished::read(&self.dir, &asked)?;
        let cells = self.cells(&finished)?;
        let judged = self.judge(&finished, &outcome, cells)?;
        if let Some(file) = file {
            file.finish(&self.csv(&judged)?)?;
        }
        if self.quiet { Ok(()) } else { say(&self.report(&judged)) }
    }

    /// Sorts the points by decision and future.
    fn cells(&self, finished: &Finished) -> Result<Cells, Failure> {
        let decided: Vec<&Input> = self.decide.iter().map(|key| finished.axis(key)).collect::<Result<_, _>>()?;
        let others: Vec<&Input> = finished.varying().into_iter().filter(|a| !self.decide.contains(&a.name)).collect();
        if others.is_empty() {
            let what = "every axis that varies is decided on: there is only one future";
            return Err(Failure::usage(what, "decide on fewer axes"));
        }
        let key = |axes: &[&Input], k: usize| axes.iter().map(|a| a.values[k].to_bits()).collect::<Vec<u64>>();
        let mut futures: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
        for k in 0..finished.points.len() {
            let n = futures.len();
            futures.entry(key(&others, k)).or_insert(n);
        }
        let mut order: Vec<Vec<u64>> = Vec::new();
        let mut at: Vec<Vec<Option<usize>>> = Vec::new();
        let mut names = Vec::new();
        for k in 0..finished.points.len() {
            let own = key(&decided, k);
            let d = order.iter().position(|o| *o == own).unwrap_or_else(|| {
                order.push(own);
                at.push(vec![None; futures.len()]);
                names.push(decided.iter().map(|a| named(a, k)).collect::<Vec<_>>().join(", "));
                at.len() - 1
            });
            at[d][futures[&key(&others, k)]] = Some(k);
        }
        let whole: Option<Vec<Vec<usize>>> = at.iter().map(|row| row.iter().copied().collect()).collect();
        let at = whole.ok_or_else(|| self.missing(&names, &at))?;
        if at.len() < 2 {
            return Err(Failure::usage("there is one decision only", "decide on an axis that varies"));
        }
        Ok(Cells { decisions: names, at })
    }

    fn missing(&self, names: &[String], at: &[Vec<Option<usize>>]) -> Failure {
        let met = |row: &Vec<Option<usize>>| row.iter().flatten().count();
        let d = (0..at.len()).min_by_key(|d| met(&at[*d])).unwrap_or(0);
        let (met, all) = (met(&at[d]), at[d].len());
        Failure::usage(
            format!("{} meets {met} of {all} futures: decisions can be judged only where each meets all", names[d]),
            "a grid has them; or a sweep with design = \"grid\" over the decisions and a table of futures",
        )
    }

    fn judge(&self, finished: &Finished, outcome: &Asked, cells: Cells) -> Result<Judged, Failure> {
        let (values, _) = finished.column(outcome)?;
        let sign = if self.less { -1.0 } else { 1.0 };
        // A future in which some decision's outcome is not defined cannot be judged.
        let all = cells.at[0].len();
        let kept: Vec<usize> = (0..all).filter(|f| cells.at.iter().all(|row| values[row[*f]].is_finite())).collect();
        if kept.is_empty() {
            let what = format!("`{}` is not defined for every decision in any future", self.outcome);
            return Err(Failure::usage(what, "judge another outcome"));
        }
        if kept.len() < all && !self.quiet {
            note(&format!(
                "doubt: {} of {all} futures are left out: the outcome is not defined there",
                all - kept.len()
            ));
        }
        let row = |at: &Vec<usize>| kept.iter().map(|f| sign * values[at[*f]]).collect::<Vec<f64>>();
        let table: Vec<Vec<f64>> = cells.at.iter().map(row).collect();
        let needs = cells.at.iter().map(|at| self.met(finished, at, &kept)).collect::<Result<_, Failure>>()?;
        let scores = scores(&table, self.optimism).into_iter().map(|s| self.as_asked(s)).collect();
        Ok(Judged { decisions: cells.decisions, futures: kept.len(), scores, needs })
    }

    /// Back in the outcome's own sign.
    fn as_asked(&self, s: Score) -> Score {
        let sign = if self.less { -1.0 } else { 1.0 };
        Score { mean: sign * s.mean, worst: sign * s.worst, best: sign * s.best, hurwicz: sign * s.hurwicz, ..s }
    }

    fn met(&self, finished: &Finished, at: &[usize], kept: &[usize]) -> Result<(Vec<f64>, f64), Failure> {
        let mut tables = Vec::new();
        for need in &self.needs {
            let (values, _) = finished.column(&need.asked)?;
            tables.push(kept.iter().map(|f| values[at[*f]]).collect::<Vec<f64>>());
        }
        let bounds: Vec<Bound> = self.needs.iter().map(bound).collect();
        Ok(if bounds.is_empty() { (Vec::new(), f64::NAN) } else { satisficing(&bounds, &tables) })
    }

    fn header(&self) -> String {
        let needs = (1..=self.needs.len()).map(|k| format!("need_{k}"));
        let all = (!self.needs.is_empty()).then(|| "all_needs".to_owned());
        COLUMNS.iter().map(|c| (*c).to_owned()).chain(needs).chain(all).collect::<Vec<_>>().join(",")
    }

    fn csv(&self, judged: &Judged) -> Result<Vec<u8>, Failure> {
        let mut bytes = format!("{}\n", self.header()).into_bytes();
        for (d, s) in judged.scores.iter().enumerate() {
            let mut row = vec![quoted(&judged.decisions[d]), quoted(&self.outcome), judged.futures.to_string()];
            let numbers = [s.mean, s.worst, s.best, s.hurwicz, s.regret_max, s.regret_mean, s.best_in];
            row.extend(numbers.iter().map(f64::to_string));
            if !self.needs.is_empty() {
                row.extend(judged.needs[d].0.iter().map(f64::to_string));
                row.push(judged.needs[d].1.to_string());
            }
            writeln!(bytes, "{}", row.join(","))?;
        }
        Ok(bytes)
    }

    fn report(&self, judged: &Judged) -> String {
        let what = outcomes::label(&Asked::parse(&self.outcome).outcome);
        let better = if self.less { "less is better" } else { "more is better" };
        let mut text = wrap(
            &format!(
                "\n{what}, {better}: {} decisions in {} futures. * marks the best by each criterion.",
                judged.decisions.len(),
                thousands(judged.futures as f64, 0)
            ),
            0,
        );
        text.push('\n');
        text.push_str(&table(&self.rows(judged), 1));
        for (k, need) in self.needs.iter().enumerate() {
            text.push_str(&format!("need {}: {}\n", k + 1, need.text));
        }
        text.push_str(&wrap(
            "\nEvery future counts the same. Worst and regret are extremes of means that carry Monte Carlo error: near \
             ties are no ranking.",
            0,
        ));
        if let Some(out) = &self.out {
            text.push_str(&format!("Table: {}\n", out.display()));
        }
        text
    }

    fn rows(&self, judged: &Judged) -> Vec<Vec<String>> {
        let mut head = vec!["", "mean", "worst", "Hurwicz", "largest regret", "mean regret", "best in"]
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>();
        head.extend((1..=self.needs.len()).map(|k| format!("need {k}")));
        if self.needs.len() > 1 {
            head.push("all needs".to_owned());
        }
        let up = !self.less;
        let of = |read: fn(&Score) -> f64| judged.scores.iter().map(read).collect::<Vec<f64>>();
        let mut columns = vec![
            starred(&of(|s| s.mean), up, plain),
            starred(&of(|s| s.worst), up, plain),
            starred(&of(|s| s.hurwicz), up, plain),
            starred(&of(|s| s.regret_max), false, plain),
            starred(&of(|s| s.regret_mean), false, plain),
            starred(&of(|s| s.best_in), true, percent),
        ];
        for k in 0..self.needs.len() {
            columns.push(starred(&judged.needs.iter().map(|n| n.0[k]).collect::<Vec<_>>(), true, percent));
        }
        if self.needs.len() > 1 {
            columns.push(starred(&judged.needs.iter().map(|n| n.1).collect::<Vec<_>>(), true, percent));
        }
        let row = |d: usize| {
            let cells = columns.iter().map(|c| c[d].clone());
            std::iter::once(format!("  {}", judged.decisions[d])).chain(cells).collect()
        };
        std::iter::once(head).chain((0..judged.decisions.len()).map(row)).collect()
    }
}

fn named(axis: &Input, k: usize) -> String {
    let value = axis.values[k];
    let level = axis.levels.get(value as usize).filter(|_| axis.is_category());
    format!("{} = {}", axis.name, level.cloned().unwrap_or_else(|| value.to_string()))
}

fn bound(need: &Comparison) -> Bound {
    // At a number met by no mean, more than and at least are one.
    match need.sign {
        Sign::Below | Sign::AtMost => Bound::AtMost(need.limit),
        Sign::Above | Sign::AtLeast => Bound::AtLeast(need.limit),
    }
}

/// Numbers in words, the best with a star.
fn starred(values: &[f64], up: bool, write: fn(f64) -> String) -> Vec<String> {
    let best = values.iter().copied().fold(f64::NAN, |a, b| if up { a.max(b) } else { a.min(b) });
    values.iter().map(|v| format!("{}{}", write(*v), if *v == best { "*" } else { " " })).collect()
}

fn plain(x: f64) -> String {
    compact(x).replace('\u{a0}', " ")
}

fn percent(x: f64) -> String {
    format!("{} %", short(100.0 * x))
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn need(text: &str) -> Result<Comparison, String> {
    let parsed = condition::parse(text).map_err(|e| e.to_string())?;
    match <[Comparison; 1]>::try_from(parsed.0) {
        Ok([one]) => Ok(one),
        Err(_) => Err("a need is one comparison; give --need several times".to_owned()),
    }
}

fn weight(text: &str) -> Result<f64, String> {
    let found = text.parse::<f64>().ok().filter(|w| (0.0..=1.0).contains(w));
    found.ok_or_else(|| "expected a weight from 0 to 1".to_owned())
}
