//! `pkosim robustness`: which decision does well whatever comes?

use std::path::PathBuf;

use clap::Args;

use pkosim::experiment::discovery::condition::{self, Comparison};
use pkosim::experiment::finished::{self, Asked};
use pkosim::experiment::robustness::futures::{Judged, Question, RobustnessError, arrange, judge};
use pkosim::experiment::robustness::{Score, table};
use pkosim::output::number::{compact, short, thousands};
use pkosim::output::outcomes;

use super::console::{note, say};
use super::failure::Failure;
use super::file::NewFile;
use super::text::{self, wrap};

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

impl Robustness {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let header = table::header(self.needs.len()).join(",");
        let file = self.out.as_deref().map(|path| NewFile::begin(path, &header)).transpose()?;
        let question = Question {
            outcome: Asked::parse(&self.outcome),
            less: self.less,
            optimism: self.optimism,
            needs: self.needs.clone(),
        };
        let needed = self.needs.iter().map(|n| n.asked.clone());
        let asked: Vec<Asked> = std::iter::once(question.outcome.clone()).chain(needed).collect();
        let finished = finished::read(&self.dir, &asked)?;
        let judged = arrange(&finished, &self.decide).and_then(|futures| judge(&finished, futures, &question));
        let judged = judged.map_err(failure)?;
        if judged.left_out > 0 && !self.quiet {
            note(&format!("doubt: {} futures are left out: the outcome is not defined there", judged.left_out));
        }
        if let Some(file) = file {
            let mut bytes = Vec::new();
            table::write(&judged, &self.outcome, &question, &mut bytes)?;
            file.finish(&bytes)?;
        }
        if self.quiet { Ok(()) } else { say(&self.report(&judged)) }
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
        text.push_str(&text::table(&self.rows(judged), 1));
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
        let head = ["", "mean", "worst", "Hurwicz", "largest regret", "mean regret", "best in"];
        let mut head: Vec<String> = head.map(str::to_owned).to_vec();
        head.extend((1..=self.needs.len()).map(|k| format!("need {k}")));
        let several = self.needs.len() > 1;
        head.extend(several.then(|| "all needs".to_owned()));
        let columns = self.columns(judged, several);
        let row = |d: usize| {
            let cells = columns.iter().map(|c| c[d].clone());
            std::iter::once(format!("  {}", judged.decisions[d])).chain(cells).collect()
        };
        std::iter::once(head).chain((0..judged.decisions.len()).map(row)).collect()
    }

    fn columns(&self, judged: &Judged, all: bool) -> Vec<Vec<String>> {
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
        if all {
            columns.push(starred(&judged.needs.iter().map(|n| n.1).collect::<Vec<_>>(), true, percent));
        }
        columns
    }
}

fn failure(error: RobustnessError) -> Failure {
    let hint = match error {
        RobustnessError::Finished(error) => return error.into(),
        RobustnessError::OneFuture => "decide on fewer axes",
        RobustnessError::OneDecision => "decide on an axis that varies",
        RobustnessError::Missing { .. } => "sweep a grid: each decision then meets each future",
        RobustnessError::Undefined(_) => "judge another outcome",
    };
    Failure::usage(error.to_string(), hint)
}

/// Numbers in words, the best with a star.
fn starred(values: &[f64], up: bool, write: fn(f64) -> String) -> Vec<String> {
    let best = values.iter().copied().fold(f64::NAN, |a, b| if up { a.max(b) } else { a.min(b) });
    values.iter().map(|v| format!("{}{}", if *v == best { "* " } else { "" }, write(*v))).collect()
}

fn plain(x: f64) -> String {
    compact(x).replace('\u{a0}', " ")
}

fn percent(x: f64) -> String {
    format!("{} %", short(100.0 * x))
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
