//! `pkosim discover`: under which inputs does it happen?

use std::fmt::Display;
use std::path::PathBuf;

use clap::Args;

use pkosim::experiment::discovery::condition::{self, Condition, Verdicts};
use pkosim::experiment::discovery::prim::{Choice, Patience, chances, choose, trajectory};
use pkosim::experiment::discovery::stability::stability;
use pkosim::experiment::discovery::table::{self, Found};
use pkosim::experiment::discovery::tree::{Growth, Tree, grow};
use pkosim::experiment::discovery::{Input, Points, Region};
use pkosim::experiment::finished::{self, Asked, Finished};
use pkosim::output::messages::report::{TABLE, TO};
use pkosim::output::messages::study_charts::{COVERAGE, DENSITY};
use pkosim::output::messages::{Lang, Message, studies as words, units};
use pkosim::output::number::{short, thousands};
use pkosim::output::speech;
use pkosim::scenario::words::clip;

use super::args::Threads;
use super::catalogue::LangArg;
use super::console::{note, say};
use super::failure::Failure;
use super::file::NewFile;
use super::text::{self, wrap};

/// Find under which inputs something happens, in a finished sweep
///
/// PRIM peels the points of a sweep down to a box of inputs in which nearly all points meet the condition, and shows
/// the trade-off on the way: coverage (share of all cases that lie in the box) against density (share of the box's
/// points that are cases). Each limit comes with the chance that it is idle, and with how often it recurs in resampled
/// points. A classification tree (CART) gives a second opinion.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Discover {
    /// Folder of a finished sweep
    dir: PathBuf,
    /// What makes a point a case: [WORLD.]OUTCOME[.COLUMN] < NUMBER (or <=, >, >=); alternatives with ` or `; given
    /// several times, all must hold
    ///
    /// COLUMN is one of results.csv (mean, q05 to q95, mcse, ...), the mean where none is named.
    #[arg(long = "where", value_name = "CONDITION", required = true, value_parser = condition)]
    conditions: Vec<Condition>,
    /// Look at these axes only; may be given several times [default: every axis that varies]
    #[arg(long = "input", value_name = "KEY")]
    inputs: Vec<String>,
    /// Take the densest box that covers this share of the cases
    #[arg(long, value_name = "SHARE", value_parser = share, conflicts_with = "density")]
    coverage: Option<f64>,
    /// Take the widest box of this density [default: the best balance of coverage and density]
    #[arg(long, value_name = "SHARE", value_parser = share)]
    density: Option<f64>,
    /// Look for so many boxes, each in what the ones before have left
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=20))]
    boxes: u32,
    /// Share of a box's points that a peel takes off
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, value_parser = small)]
    peel: f64,
    /// Least share of all points that a box or a leaf may hold
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, value_parser = small)]
    mass: f64,
    /// Resamples for the recurrence of limits; 0 for none
    #[arg(long, value_name = "B", default_value_t = 100, value_parser = clap::value_parser!(u32).range(0..=10_000))]
    resamples: u32,
    #[command(flatten)]
    threads: Threads,
    /// Write all boxes and leaves as CSV to this file too; an older table of them is replaced, another file is left
    /// alone
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
  pkosim sweep scenarios/sweeps/discovery.toml --out output/discovery
  pkosim discover output/discovery --where 'success < 0.2'
  pkosim discover output/discovery --where 'success < 0.2 or cost_per_life_saved_usd > 2_000_000' --boxes 2
  pkosim discover output/discovery --where 'lives_saved < 0' --density 0.8 --out boxes.csv

Exit codes: 0 done, 2 a name or an argument is wrong, or nothing to tell apart, 3 the file system is in the way.";

/// Fewer cases than this are told to be few.
const FEW: usize = 30;

impl Discover {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let header = table::COLUMNS.join(",");
        let file = self.out.as_deref().map(|path| NewFile::begin(path, &header)).transpose()?;
        let asked: Vec<Asked> = self.conditions.iter().flat_map(|c| c.0.iter().map(|o| o.asked.clone())).collect();
        let finished = finished::read(&self.dir, &asked)?;
        let verdicts = condition::tell(&finished, &self.conditions)?;
        let points = self.points(&finished, &verdicts)?;
        let pool = self.threads.pool()?;
        let found = pool.install(|| self.search(&points));
        let tree = grow(&points, Growth { mass: self.mass, ..Growth::default() });
        if let Some(file) = file {
            let mut bytes = Vec::new();
            table::write(&points, &self.what(Lang::En), &found, Some(&tree), &mut bytes)?;
            file.finish(&bytes)?;
        }
        if self.quiet { Ok(()) } else { say(&self.report(&points, &verdicts, &found, &tree)) }
    }

    fn what(&self, lang: Lang) -> String {
        let [or, and] = [units::OR, units::AND].map(|m| m.text(lang));
        let one = |c: &Condition| c.0.iter().map(|o| o.text.as_str()).collect::<Vec<_>>().join(or);
        self.conditions.iter().map(one).collect::<Vec<_>>().join(and)
    }

    /// The points that can be told, with the axes to look at.
    fn points(&self, finished: &Finished, verdicts: &Verdicts) -> Result<Points, Failure> {
        let chosen: Vec<&Input> = if self.inputs.is_empty() {
            finished.varying()
        } else {
            self.inputs.iter().map(|key| finished.axis(key)).collect::<Result<_, _>>()?
        };
        if !finished.partial.is_empty() && !self.quiet {
            let lang = Lang::from(self.lang);
            note(&words::PARTIAL.with(lang, &[("axes", &finished.partial.join(units::COMMA.text(lang)))]));
        }
        let pick =
            |i: &&Input| Input { values: verdicts.points.iter().map(|k| i.values[*k]).collect(), ..(*i).clone() };
        let points = Points { inputs: chosen.iter().map(pick).collect(), cases: verdicts.cases.clone() };
        let cases = points.count();
        if points.inputs.is_empty() {
            return Err(Failure::usage("no axis of this sweep varies", "a sweep of one point tells nothing apart"));
        }
        if cases == 0 || cases == points.len() {
            let all = if cases == 0 { "no point meets" } else { "every point meets" };
            let hint = format!("there is nothing to tell apart; {}", self.range(finished));
            return Err(Failure::usage(format!("{all} `{}`", self.what(Lang::En)), hint));
        }
        Ok(points)
    }

    /// Between what the compared columns lie, for who chose a limit beyond them.
    fn range(&self, finished: &Finished) -> String {
        let comparisons = self.conditions.iter().flat_map(|c| &c.0);
        let span = |o: &condition::Comparison| {
            let values = finished.column(&o.asked).map(|c| c.0.to_vec()).unwrap_or_default();
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            format!("{} lies between {} and {}", o.asked.outcome, short(least), short(most))
        };
        comparisons.map(span).collect::<Vec<_>>().join(", ")
    }

    fn patience(&self) -> Patience {
        Patience { peel: self.peel, paste: self.peel, mass: self.mass }
    }

    /// Box after box, each in what is left; none that is no denser than what it is looked for in.
    fn search(&self, points: &Points) -> Vec<Found> {
        let choice = match (self.coverage, self.density) {
            (Some(c), _) => Choice::Coverage(c),
            (_, Some(d)) => Choice::Density(d),
            _ => Choice::Balanced,
        };
        let mut left: Vec<usize> = (0..points.len()).collect();
        let mut found: Vec<Found> = Vec::new();
        while found.len() < self.boxes as usize && points.cases_in(&left) > 0 {
            let steps = trajectory(points, &left, self.patience());
            let Some(taken) = choose(&steps, choice) else { break };
            if taken == 0 && !found.is_empty() {
                break;
            }
            let chances = chances(points, &left, &steps[taken]);
            let inside = points.inside(&steps[taken].region, &left);
            let there = left.clone();
            left.retain(|k| !inside.contains(k));
            found.push(Found { chances, stability: self.stability(points, &there, &steps, taken), steps, taken });
        }
        found
    }

    fn stability(
        &self,
        points: &Points,
        of: &[usize],
        steps: &[pkosim::experiment::discovery::prim::Step],
        taken: usize,
    ) -> Vec<pkosim::experiment::discovery::stability::Stability> {
        if self.resamples == 0 || taken == 0 {
            return Vec::new();
        }
        let sample = points.pick(of);
        // Coverage among what the search was given: later boxes cover little of all cases.
        let own = steps[taken].cases as f64 / sample.count().max(1) as f64;
        stability(&sample, own, self.patience(), self.resamples as usize, 1)
    }

    fn report(&self, points: &Points, verdicts: &Verdicts, found: &[Found], tree: &Tree) -> String {
        let (n, cases) = (points.len() as f64, points.count() as f64);
        let lang = Lang::from(self.lang);
        let holds = words::HOLDS.with(
            lang,
            &[
                ("condition", &self.what(lang)),
                ("cases", &thousands(cases, 0)),
                ("all", &thousands(n, 0)),
                ("share", &percent(cases / n)),
            ],
        );
        let mut text = wrap(&format!("\n{holds}"), 0);
        for (k, one) in found.iter().enumerate() {
            text.push_str(&boxed(points, one, k + 1, self.resamples > 0, lang));
        }
        if found.is_empty() {
            text.push_str(&format!("\n{}\n", words::NO_BOX.text(lang)));
        }
        text.push_str(&tree_text(points, tree, lang));
        text.push_str(&doubts(points, verdicts, lang));
        if let Some(out) = &self.out {
            text.push_str(&format!("\n{}\n", TABLE.with(lang, &[("path", &out.display())])));
        }
        text
    }
}

fn percent(x: f64) -> String {
    format!("{} %", short(100.0 * x))
}

fn number(lang: Lang) -> impl Fn(f64) -> String {
    move |x| speech::compact(x, lang).replace('\u{a0}', " ")
}

/// The limits of a region, in one line.
fn limits(points: &Points, region: &Region, lang: Lang) -> String {
    region.words(&points.whole(), &points.inputs, lang, number(lang)).join(units::COMMA.text(lang))
}

/// A box with its trade-off and its limits.
fn boxed(points: &Points, found: &Found, k: usize, resampled: bool, lang: Lang) -> String {
    let best = found.best();
    let limits = limits(points, &best.region, lang);
    let what = if limits.is_empty() { words::EVERYWHERE.text(lang).to_owned() } else { limits };
    let (coverage, density) = (percent(best.coverage), percent(best.density));
    let values: [(&str, &dyn Display); 4] =
        [("k", &k), ("limits", &what), ("coverage", &coverage), ("density", &density)];
    let mut text = wrap(&format!("\n{}", words::BOX.with(lang, &values)), 0);
    text.push('\n');
    text.push_str(&trade_off(points, found, lang));
    if best.restricted > 0 {
        text.push('\n');
        text.push_str(&limits_table(points, found, resampled, lang));
    }
    text
}

/// At most so many boxes of a trajectory are shown.
const SHOWN: usize = 12;
/// And of the limits of each so many characters; the table in a file has them whole.
const CLIPPED: usize = 60;

fn trade_off(points: &Points, found: &Found, lang: Lang) -> String {
    let heads = [COVERAGE, DENSITY, words::POINTS, words::LIMITS].map(|m| m.text(lang).to_owned());
    let mut rows = vec![std::iter::once(String::new()).chain(heads).collect::<Vec<_>>()];
    let every = found.steps.len().div_ceil(SHOWN).max(1);
    let last = found.steps.len() - 1;
    let shown = |k: &usize| k.is_multiple_of(every) || *k == last || *k == found.taken;
    for k in (0..found.steps.len()).filter(shown) {
        let step = &found.steps[k];
        let limits = limits(points, &step.region, lang);
        rows.push(vec![
            if k == found.taken { "  >".to_owned() } else { "   ".to_owned() },
            percent(step.coverage),
            percent(step.density),
            thousands(step.points as f64, 0),
            if limits.is_empty() { words::NO_LIMITS.text(lang).to_owned() } else { clip(&limits, CLIPPED) },
        ]);
    }
    left_last(&rows)
}

/// A table whose last column is a text, at the left.
fn left_last(rows: &[Vec<String>]) -> String {
    let last = rows[0].len() - 1;
    let width = rows.iter().map(|r| speech::width(&r[last])).max().unwrap_or(0);
    let padded: Vec<Vec<String>> = rows
        .iter()
        .map(|r| r.iter().enumerate().map(|(c, t)| if c == last { text::left(t, width) } else { t.clone() }).collect())
        .collect();
    text::table(&padded, 1)
}

fn limits_table(points: &Points, found: &Found, resampled: bool, lang: Lang) -> String {
    let limits = found.best().region.words(&points.whole(), &points.inputs, lang, number(lang));
    let mut rows = vec![vec![format!("  {}", words::LIMIT.text(lang)), words::IDLE.text(lang).to_owned()]];
    if resampled {
        rows[0].extend([words::RECURS, words::WHERE].map(|m| m.text(lang).to_owned()));
    }
    let number = number(lang);
    for ((i, chance), word) in found.chances.iter().zip(limits) {
        let idle = if *chance < 0.0001 { "< 0.01 %".to_owned() } else { percent(*chance) };
        let mut row = vec![format!("  {word}"), idle];
        if let Some(s) = found.stability.get(*i) {
            let span = |q: [f64; 3]| TO.with(lang, &[("low", &number(q[0])), ("high", &number(q[2]))]);
            let ends: Vec<String> = [s.lower, s.upper].into_iter().filter(|q| !q[0].is_nan()).map(span).collect();
            row.extend([percent(s.limited), ends.join(units::SEMICOLON.text(lang))]);
        }
        rows.push(row);
    }
    text::table(&rows, 1)
}

fn tree_text(points: &Points, tree: &Tree, lang: Lang) -> String {
    if tree.leaves.len() < 2 {
        return format!("\n{}\n", words::NO_SPLIT.text(lang));
    }
    let mut order: Vec<usize> = (0..points.inputs.len()).filter(|i| tree.importance[*i] >= 0.01).collect();
    order.sort_by(|a, b| tree.importance[*b].total_cmp(&tree.importance[*a]));
    let name = |i: &usize| {
        let share = percent(tree.importance[*i]);
        words::IMPORTANCE.with(lang, &[("name", &points.inputs[*i].name), ("share", &share)])
    };
    let names = order.iter().map(name).collect::<Vec<_>>().join(units::COMMA.text(lang));
    let mut text = wrap(&format!("\n{}", words::SPLITS.with(lang, &[("names", &names)])), 0);
    let mut leaves: Vec<_> = tree.positive().collect();
    if leaves.is_empty() {
        text.push_str(&format!("{}\n", words::NO_LEAF.text(lang)));
        return text;
    }
    leaves.sort_by_key(|l| std::cmp::Reverse(l.cases));
    let (coverage, density) = tree.together();
    let values: [(&str, &dyn Display); 2] = [("coverage", &percent(coverage)), ("density", &percent(density))];
    text.push_str(&wrap(&words::LEAVES.with(lang, &values), 0));
    for leaf in leaves {
        let limits = limits(points, &leaf.region, lang);
        let values: [(&str, &dyn Display); 3] = [("cases", &leaf.cases), ("points", &leaf.points), ("limits", &limits)];
        text.push_str(&wrap(&format!("  {}", words::LEAF.with(lang, &values)), 4));
    }
    text
}

fn doubts(points: &Points, verdicts: &Verdicts, lang: Lang) -> String {
    let rarer = points.count().min(points.len() - points.count());
    let few = if rarer < FEW { rarer } else { 0 };
    let all = [(words::NEAR, verdicts.near), (words::OPEN, verdicts.open), (words::FEW_CASES, few)];
    let said = |(message, n): (Message, usize)| {
        let said = message.with(lang, &[("n", &thousands(n as f64, 0))]);
        if n > 0 { wrap(&format!("\n{said}"), 0) } else { String::new() }
    };
    all.into_iter().map(said).collect()
}

fn condition(text: &str) -> Result<Condition, String> {
    condition::parse(text).map_err(|e| e.to_string())
}

fn share(text: &str) -> Result<f64, String> {
    let found = text.parse::<f64>().ok().filter(|w| *w > 0.0 && *w <= 1.0);
    found.ok_or_else(|| "expected a share above 0, at most 1".to_owned())
}

fn small(text: &str) -> Result<f64, String> {
    let found = text.parse::<f64>().ok().filter(|w| *w > 0.0 && *w < 0.5);
    found.ok_or_else(|| "expected a share above 0 and below 0.5, such as 0.05".to_owned())
}
