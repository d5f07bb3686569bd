//! `pkosim robustness`: which decision does well whatever comes?

use std::path::PathBuf;

use clap::Args;

use pkosim::experiment::discovery::condition::{self, Comparison};
use pkosim::experiment::finished::{self, Asked};
use pkosim::experiment::robustness::futures::{Judged, Question, RobustnessError, arrange, judge};
use pkosim::experiment::robustness::{Score, table};
use pkosim::output::messages::report::TABLE;
use pkosim::output::messages::study_charts::{LESS_BETTER, MORE_BETTER};
use pkosim::output::messages::{Lang, outcomes, studies as words};
use pkosim::output::number::{short, thousands};
use pkosim::output::speech;

use super::catalogue::LangArg;
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
    /// Language of what is printed; the table stays as it is
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
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
        if let Some(twice) = self.decide.iter().enumerate().find(|(k, key)| self.decide[..*k].contains(key)) {
            return Err(Failure::usage(format!("--decide {} is given twice", twice.1), "name each axis once"));
        }
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
            note(&words::FUTURES_LEFT_OUT.with(self.lang.into(), &[("n", &judged.left_out)]));
        }
        if let Some(file) = file {
            let mut bytes = Vec::new();
            table::write(&judged, &self.outcome, &question, &mut bytes)?;
            file.finish(&bytes)?;
        }
        if self.quiet { Ok(()) } else { say(&self.report(&judged)) }
    }

    fn report(&self, judged: &Judged) -> String {
        let lang = Lang::from(self.lang);
        let better = if self.less { LESS_BETTER } else { MORE_BETTER };
        let head = words::JUDGED.with(
            lang,
            &[
                ("outcome", &outcomes::label(&Asked::parse(&self.outcome).outcome, lang)),
                ("better", &better.text(lang)),
                ("decisions", &judged.decisions.len()),
                ("futures", &thousands(judged.futures as f64, 0)),
            ],
        );
        let mut text = wrap(&format!("\n{head}"), 0);
        text.push('\n');
        text.push_str(&text::table(&self.rows(judged, lang), 1));
        for (k, need) in self.needs.iter().enumerate() {
            text.push_str(&words::NEED_IS.with(lang, &[("k", &(k + 1)), ("text", &need.text)]));
            text.push('\n');
        }
        text.push_str(&wrap(&format!("\n{}", words::ROBUSTNESS_NOTE.text(lang)), 0));
        if let Some(out) = &self.out {
            text.push_str(&TABLE.with(lang, &[("path", &out.display())]));
            text.push('\n');
        }
        text
    }

    fn rows(&self, judged: &Judged, lang: Lang) -> Vec<Vec<String>> {
        let heads =
            [words::MEAN, words::WORST, words::HURWICZ, words::LARGEST_REGRET, words::MEAN_REGRET, words::BEST_IN];
        let mut head = vec![String::new()];
        head.extend(heads.map(|m| m.text(lang).to_owned()));
        head.extend((1..=self.needs.len()).map(|k| words::NEED.with(lang, &[("k", &k)])));
        let several = self.needs.len() > 1;
        head.extend(several.then(|| words::ALL_NEEDS.text(lang).to_owned()));
        let columns = self.columns(judged, several, lang);
        let row = |d: usize| {
            let cells = columns.iter().map(|c| c[d].clone());
            std::iter::once(format!("  {}", judged.decisions[d])).chain(cells).collect()
        };
        std::iter::once(head).chain((0..judged.decisions.len()).map(row)).collect()
    }

    fn columns(&self, judged: &Judged, all: bool, lang: Lang) -> Vec<Vec<String>> {
        let up = !self.less;
        let plain = |x: f64| speech::compact(x, lang).replace('\u{a0}', " ");
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
        RobustnessError::Twice { .. } => {
            "all points share one luck, so a repeated point adds nothing: sweep without it"
        }
        RobustnessError::Undefined(_) => "judge another outcome",
    };
    Failure::usage(error.to_string(), hint)
}

/// Numbers in words, the best with a star.
fn starred(values: &[f64], up: bool, write: impl Fn(f64) -> String) -> Vec<String> {
    let best = values.iter().copied().fold(f64::NAN, |a, b| if up { a.max(b) } else { a.min(b) });
    values.iter().map(|v| format!("{}{}", if *v == best { "* " } else { "" }, write(*v))).collect()
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
