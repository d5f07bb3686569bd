//! `pkosim validate`: every cited effect as a virtual study, held against the citation.

use std::fmt::Display;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use pkosim::calibration::study::studies;
use pkosim::calibration::target::{self, Target};
use pkosim::calibration::validate::{Options, Row, Verdict, histories, run};
use pkosim::calibration::worlds::Plan;
use pkosim::catalogue::{Kind, find};
use pkosim::engine::identity::model_id;
use pkosim::evidence::file;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::output::messages::report::TO;
use pkosim::output::messages::{Lang, calibration as said, units};
use pkosim::output::number::short;
use pkosim::scenario::words;

use super::args::{SEED, Threads, embedded};
use super::catalogue::LangArg;
use super::console::say;
use super::failure::Failure;
use super::file::NewFile;
use super::interrupt;
use super::progress::Progress;
use super::text::{table, wrap};

/// Hold every cited effect and base rate against the simulator, as a virtual study
///
/// Each row of the evidence (data/evidence/targets.csv) becomes a study on simulated histories: worlds with historical
/// spreads, the arms that the source compares, its estimator, its unit (data/evidence/studies.toml; docs/evidence.md
/// explains them). The table shows the cited value with its interval beside the posterior mean of the simulated one, the
/// probability under prior and posterior, and a verdict:
///
///   holds      calibrate: the posterior mean lies in the interval; sign: probability at least 0.95; null: the 90 %
///              posterior interval lies in the band
///   misses     not so
///   conflict   not so, and docs/conflicts.toml says which rows cannot hold together and why
///   reported   graded `check`: shown as it falls, never judged and never fitted
///
/// A sign marked * is imposed or declared by the prior: it counts as no evidence. Compare its two probabilities.
///
/// Exit codes: 0 no row misses; 1 a row misses; 2 an argument, the targets or the posterior are wrong; 3 the file system;
/// 130 interrupted, nothing written.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, verbatim_doc_comment)]
pub struct Validate {
    /// Which reading of the evidence [default: study, or that of the posterior file]
    #[arg(long, value_name = "STANCE")]
    stance: Option<Stances>,
    /// Only rows whose identifier begins so; may be given several times
    #[arg(long, value_name = "ID")]
    only: Vec<String>,
    /// Seed of all random numbers
    #[arg(long, value_name = "S", default_value_t = SEED, value_parser = super::args::seed)]
    seed: u64,
    /// Targets to hold against, instead of those embedded
    #[arg(long, value_name = "FILE")]
    targets: Option<PathBuf>,
    /// Draws of the parameters, instead of those embedded
    #[arg(long, value_name = "FILE")]
    posterior: Option<PathBuf>,
    /// Draws of prior and posterior to live under
    #[arg(long, value_name = "J", default_value_t = Options::default().draws, value_parser = draws)]
    draws: usize,
    /// Histories of each draw and arm
    #[arg(long, value_name = "R", default_value_t = Options::default().histories, value_parser = replicates)]
    replicates: usize,
    /// How to show the rows
    #[arg(long, default_value = "table")]
    format: Format,
    /// Write the rows as CSV to this file too
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Language of the table for people; measures, sources and notes of the evidence stay in English
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
    #[command(flatten)]
    threads: Threads,
    /// No progress
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pkosim validate                                      every row of the stance study
  pkosim validate --stance both --out validate.csv     both stances, and a table for charts
  pkosim validate --only F05 --only B-month            some rows
  pkosim validate --only F03-relapse-hr                one row, with its source, world, arms and notes
  pkosim validate --targets mine.csv                   against other targets: see it fail
  pkosim validate --posterior posterior.csv --format csv";

/// Header of the CSV, by whose names readers go.
const HEADER: &str = "id,grade,stance,imposed,cited,low,high,simulated,mcse,n,prior_probability,posterior_probability,verdict,\
finding,measure,unit,source,simulated_q05,simulated_q95,interval_kind,undefined_draws,note";

/// Rows up to which the study behind each is told.
const DETAILED: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Stances {
    /// The cited effects as the study reads them
    Study,
    /// Re-estimates and contrary findings as they fell
    Sceptical,
    /// One after the other
    Both,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs and charts
    Csv,
}

fn draws(text: &str) -> Result<usize, String> {
    bounded(text, 2, 10_000)
}

fn replicates(text: &str) -> Result<usize, String> {
    bounded(text, 32, 100_000)
}

fn bounded(text: &str, least: usize, most: usize) -> Result<usize, String> {
    let n = super::args::digits(text).and_then(|n| n.parse().ok()).filter(|n| (least..=most).contains(n));
    n.ok_or_else(|| format!("expected a whole number from {least} to {most}"))
}

impl Validate {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let targets = self.read_targets()?;
        let posteriors = self.posteriors()?;
        let out = self.out.as_ref().map(|path| NewFile::begin(path, HEADER)).transpose()?;
        let stop = interrupt::listen();
        let pool = self.threads.pool()?;
        let options = Options { draws: self.draws, histories: self.replicates, seed: self.seed };
        let mut rows = Vec::new();
        for posterior in &posteriors {
            let plan = Plan::new(&targets, posterior.stance, &|t, _| self.wants(t));
            let progress = Progress::new(histories(&plan, posterior, &options), self.quiet, self.lang);
            let found = pool.install(|| run(&plan, posterior, &options, &|n| progress.tell(n), stop));
            progress.end();
            rows.extend(found?);
        }
        let csv = csv(&rows)?;
        if let Some(file) = out {
            file.finish(csv.as_bytes())?;
        }
        say(&if self.format == Format::Csv { csv } else { report(&rows, self.lang.into()) })?;
        let missed = rows.iter().any(|r| r.verdict == Verdict::Misses);
        if missed { Err(Failure::Told(1)) } else { Ok(()) }
    }

    fn wants(&self, target: &Target) -> bool {
        self.only.is_empty() || self.only.iter().any(|id| target.id.starts_with(id.as_str()))
    }

    fn read_targets(&self) -> Result<Vec<Target>, Failure> {
        let targets = match &self.targets {
            Some(path) => target::read(path)?,
            None => target::embedded(),
        };
        for id in &self.only {
            if !targets.iter().any(|t| t.id.starts_with(id.as_str())) {
                let near = words::nearest(id, targets.iter().map(|t| t.id.as_str()));
                let hint = near.map_or("`pkosim validate` lists them all".to_owned(), |n| format!("nearest: {n}"));
                return Err(Failure::usage(format!("no target's identifier begins with `{id}`"), hint));
            }
        }
        Ok(targets)
    }

    fn posteriors(&self) -> Result<Vec<Posterior>, Failure> {
        let asked = match self.stance {
            Some(Stances::Study) => vec![Stance::Study],
            Some(Stances::Sceptical) => vec![Stance::Sceptical],
            Some(Stances::Both) => vec![Stance::Study, Stance::Sceptical],
            None => Vec::new(),
        };
        match (&self.posterior, asked.as_slice()) {
            (Some(_), [_, _]) => {
                Err(Failure::usage("a posterior file is for one stance", "name that stance, or leave out --stance"))
            }
            (Some(path), _) => Ok(vec![file::read(path, model_id(), asked.first().copied())?]),
            (None, []) => Ok(vec![(*embedded(Stance::default())?).clone()]),
            (None, all) => Ok(all.iter().map(|s| Ok((*embedded(*s)?).clone())).collect::<Result<_, Failure>>()?),
        }
    }
}

fn csv(rows: &[Row]) -> Result<String, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER.split(','))?;
    for r in rows {
        let number = |x: f64| if x.is_finite() { x.to_string() } else { String::new() };
        let maybe = |x: Option<f64>| x.map_or(String::new(), number);
        let t = &r.target;
        let fields = [
            t.id.clone(),
            t.grade.name().to_owned(),
            r.stance.name().to_owned(),
            t.imposed.clone(),
            maybe(t.estimate),
            maybe(r.interval.map(|i| i[0])),
            maybe(r.interval.map(|i| i[1])),
            number(r.simulated),
            number(r.mcse),
            r.n.to_string(),
            maybe(r.prior),
            maybe(r.posterior),
            r.verdict.name().to_owned(),
            t.finding.clone(),
            t.measure.clone(),
            t.unit.clone(),
            t.source.clone(),
            number(r.spread[0]),
            number(r.spread[1]),
            t.kind.clone(),
            r.undefined.to_string(),
            r.study.note.clone(),
        ];
        writer.write_record(&fields)?;
    }
    let bytes = writer.into_inner().map_err(|e| e.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn report(rows: &[Row], lang: Lang) -> String {
    let mut text = String::new();
    for stance in [Stance::Study, Stance::Sceptical] {
        let of: Vec<&Row> = rows.iter().filter(|r| r.stance == stance).collect();
        if !of.is_empty() {
            text.push_str(&section(stance, &of, lang));
        }
    }
    text
}

fn section(stance: Stance, rows: &[&Row], lang: Lang) -> String {
    let heads = [
        said::ID,
        said::GRADE,
        said::CITED,
        said::INTERVAL,
        said::SIMULATED,
        said::SPREAD,
        said::PRIOR,
        said::POSTERIOR,
        said::VERDICT,
    ];
    let mut cells = vec![heads.map(|m| m.text(lang).to_owned()).to_vec()];
    cells.extend(rows.iter().map(|r| line(r, lang)));
    let count = |v: Verdict| rows.iter().filter(|r| r.verdict == v).count();
    let head = said::SECTION.with(lang, &[("stance", &said::word(stance.name(), lang)), ("n", &rows.len())]);
    let sum = said::SUM.with(
        lang,
        &[
            ("holds", &count(Verdict::Holds)),
            ("misses", &count(Verdict::Misses)),
            ("conflict", &count(Verdict::Conflict)),
            ("reported", &count(Verdict::Reported)),
        ],
    );
    let details: String =
        if rows.len() <= DETAILED { rows.iter().map(|r| details(r, lang)).collect() } else { String::new() };
    format!("{head}\n\n{}{details}\n{sum}\n{}", table(&cells, 2), wrap(said::VALIDATE_NOTE.text(lang), 0))
}

/// What stands behind a row: the citation, the study, its world.
fn details(r: &Row, lang: Lang) -> String {
    let (t, s) = (&r.target, r.study);
    let about = studies().worlds.get(&s.world).map_or("", |w| w.about.as_str());
    let measure = if t.unit.is_empty() { said::MEASURE } else { said::MEASURE_UNIT };
    let arms = s.estimate.arms().join(units::COMMA.text(lang));
    let behind = [("id", &t.id as &dyn Display), ("finding", &finding(&t.finding, lang)), ("line", &t.line)];
    let mut lines = vec![
        measure.with(lang, &[("text", &t.measure), ("unit", &t.unit)]),
        said::SOURCE.with(lang, &[("text", &t.source)]),
        said::WORLD.with(lang, &[("name", &s.world), ("about", &about)]),
        said::ARMS.with(lang, &[("arms", &arms)]),
    ];
    if !s.note.is_empty() {
        lines.push(said::STUDY_NOTE.with(lang, &[("text", &s.note)]));
    }
    lines.push(said::RESTS_ON.with(lang, &[("n", &r.n), ("undefined", &r.undefined)]));
    let lines: String = lines.iter().map(|l| wrap(&format!("  {l}"), 4)).collect();
    format!("\n{}\n{lines}", said::BEHIND.with(lang, &behind))
}

/// A finding's number, in Japanese with its name in the catalogue; or a chapter, or none.
fn finding(number: &str, lang: Lang) -> String {
    if number == said::NO_FINDING.en {
        return said::NO_FINDING.text(lang).to_owned();
    }
    if let Some(chapter) = number.strip_prefix("ch") {
        return said::CHAPTER.with(lang, &[("number", &chapter)]);
    }
    let named = number.parse::<u32>().ok().filter(|_| lang == Lang::Ja);
    let entry = named.and_then(|_| find(Kind::Findings, number).ok()?.first().copied());
    entry.map_or(number.to_owned(), |e| said::NAMED.with(lang, &[("number", &number), ("name", &e.name_ja)]))
}

fn line(r: &Row, lang: Lang) -> Vec<String> {
    let t = &r.target;
    let star = if t.imposed == "no" { "" } else { "*" };
    let cited = match (t.estimate, t.grade) {
        (Some(x), _) => short(x),
        (None, target::Grade::Sign) => direction(t),
        _ => String::new(),
    };
    let range = |[low, high]: [f64; 2]| TO.with(lang, &[("low", &short(low)), ("high", &short(high))]);
    let maybe = |p: Option<f64>| p.map_or(String::new(), |p| format!("{p:.3}"));
    let known = r.simulated.is_finite();
    let undefined = || said::UNDEFINED.text(lang).to_owned();
    vec![
        t.id.clone(),
        format!("{}{star}", said::word(t.grade.name(), lang)),
        cited,
        r.interval.map_or(String::new(), range),
        if known { format!("{} \u{b1} {}", short(r.simulated), short(r.mcse)) } else { undefined() },
        if known { range(r.spread) } else { String::new() },
        maybe(r.prior),
        maybe(r.posterior),
        said::word(r.verdict.name(), lang).to_owned(),
    ]
}

/// What a sign row claims, in its natural unit.
fn direction(t: &Target) -> String {
    let none = t.scale.back(0.0);
    format!("{} {none}", if t.direction > 0.0 { '>' } else { '<' })
}
