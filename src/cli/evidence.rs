//! `pkosim evidence`: what the model stands on.

use clap::{Args, ValueEnum};
use serde::Serialize;

use pkosim::engine::identity::model_id;
use pkosim::evidence::embedded::{Learned, learned, model_of};
use pkosim::evidence::file;
use pkosim::evidence::parameters::NAMES;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::{Mark, Parameter, Stance, Status, Transform, register};
use pkosim::output::messages::report::RATIO;
use pkosim::output::messages::{Lang, calibration, units, verbs as words};
use pkosim::output::number::short;

use super::args::{StanceArg, embedded};
use super::catalogue::LangArg;
use super::console::say;
use super::failure::Failure;
use super::text::wrap;

/// Show what the model stands on: every parameter with its prior, source and mark
///
/// Status: cited (the source gives its size), calibrated (set so that base rates come out), assumed (nobody gives its
/// size), fixed (a scale or a reference point). Mark: SEEN in the source, SEEN-SECONDARY through another, COMPUTED from
/// its data, REANALYSIS of them, DERIVED from its figures, RECALLED, or ASSUMED.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Evidence {
    /// `parameters` for all of them, `posterior` for the draws behind a run as a CSV file for --posterior, or part of
    /// a parameter's name
    #[arg(default_value = "parameters")]
    what: String,
    /// How to show it
    #[arg(long, default_value = "table")]
    format: Format,
    /// Which reading of the evidence
    #[arg(long, default_value = "study")]
    stance: StanceArg,
    /// Language of the table; meanings, sources and reasons stay in English
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
}

const EXAMPLES: &str = "\
Examples:
  pkosim evidence                                      to read
  pkosim evidence effect.                              the effects of missions only
  pkosim evidence --format csv > parameters.csv        for a spreadsheet
  pkosim evidence --stance sceptical | grep cited
  pkosim evidence posterior > posterior.csv            the draws behind a run, for `run --posterior`";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
}

/// A parameter as it is shown.
#[derive(Serialize)]
struct Entry<'a, F> {
    name: &'a str,
    meaning: &'a str,
    unit: &'a str,
    centre: f64,
    low: f64,
    high: f64,
    transform: Transform,
    sd: f64,
    status: Status,
    mark: Mark,
    findings: F,
    source: &'a str,
    reason: &'a str,
    /// Posterior median and the ends of its middle 90 %.
    posterior_median: f64,
    posterior_low: f64,
    posterior_high: f64,
    informed_by: String,
    moves: String,
}

impl Evidence {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let stance = Stance::from(self.stance);
        if self.what == "posterior" {
            return self.posterior(stance);
        }
        let part = if self.what == "parameters" { "" } else { &self.what };
        let wanted: Vec<&Parameter> = register().iter().filter(|p| p.name.contains(part)).collect();
        if wanted.is_empty() {
            let what = format!("no parameter has `{part}` in its name");
            return Err(Failure::usage(what, "`pkosim evidence` lists them all"));
        }
        match self.format {
            Format::Table => say(&table(&wanted, stance, self.lang.into())),
            Format::Json => say(&json(&wanted, stance)?),
            Format::Csv => say(&csv(&wanted, stance)?),
        }
    }

    fn posterior(&self, stance: Stance) -> Result<(), Failure> {
        if self.format == Format::Json {
            return Err(Failure::usage("a posterior is written as CSV only", "leave out --format json"));
        }
        let out = std::io::BufWriter::new(std::io::stdout().lock());
        Ok(file::write(&*embedded(stance)?, model_id(), out)?)
    }
}

/// A parameter with its findings as a format has them.
fn entry<F>(p: &Parameter, stance: Stance, findings: F) -> Entry<'_, F> {
    let (low, high) = range(p, stance);
    let [posterior_low, posterior_median, posterior_high] = posterior(p, stance);
    let Learned { informed_by, moves } = learned(stance, &p.name);
    Entry {
        name: &p.name,
        meaning: &p.meaning,
        unit: &p.unit,
        centre: p.prior(stance).centre,
        low,
        high,
        transform: p.transform,
        sd: p.prior(stance).sd,
        status: p.status,
        mark: p.mark,
        findings,
        source: &p.source,
        reason: &p.reason,
        posterior_median,
        posterior_low,
        posterior_high,
        informed_by,
        moves,
    }
}

/// Where the middle 90 % of the embedded posterior lies, and its median between.
fn posterior(p: &Parameter, stance: Stance) -> [f64; 3] {
    let posterior = Posterior::embedded(stance);
    let column = NAMES.iter().position(|n| *n == p.name).unwrap_or_default();
    let mut draws: Vec<f64> = (0..posterior.draws()).map(|d| posterior.row(d)[column]).collect();
    draws.sort_by(f64::total_cmp);
    [0.05, 0.5, 0.95].map(|q| draws[(q * (draws.len() - 1) as f64 + 0.5) as usize])
}

/// Where the middle 90 % of the prior lies.
fn range(p: &Parameter, stance: Stance) -> (f64, f64) {
    const Z90: f64 = 1.644_853_626_951_472_2;
    (p.at(stance, -Z90), p.at(stance, Z90))
}

/// The prior of a parameter: its median, where 90 % of it lie, and the unit.
fn prior(p: &Parameter, stance: Stance, lang: Lang) -> String {
    let (low, high) = range(p, stance);
    let centre = p.prior(stance).centre;
    let value = if low == high { centre.to_string() } else { band([low, centre, high], lang) };
    units::quantity(&value, &p.unit, lang).trim_end().to_owned()
}

/// A median with its 90 % interval.
fn band(range: [f64; 3], lang: Lang) -> String {
    let [low, mean, high] = range.map(short);
    RATIO.with(lang, &[("mean", &mean), ("low", &low), ("high", &high)])
}

/// The mark of a parameter as the evidence files spell it.
pub fn mark(p: &Parameter) -> String {
    word(p.mark)
}

/// Numbers of parameters of each status whose names begin so.
pub fn statuses(prefix: &str) -> [usize; 3] {
    let of = |s| register().iter().filter(|p| p.name.starts_with(prefix) && p.status == s).count();
    [of(Status::Cited), of(Status::Calibrated), of(Status::Assumed)]
}

/// The word of a status or a mark, as it stands in the register.
fn word(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn table(wanted: &[&Parameter], stance: Stance, lang: Lang) -> String {
    let count = |status| wanted.iter().filter(|p| p.status == status).count();
    let head = if wanted.len() == 1 { words::COUNT_ONE } else { words::COUNT };
    let head = head.with(
        lang,
        &[
            ("n", &wanted.len()),
            ("stance", &calibration::word(stance.name(), lang)),
            ("cited", &count(Status::Cited)),
            ("calibrated", &count(Status::Calibrated)),
            ("assumed", &count(Status::Assumed)),
            ("fixed", &count(Status::Fixed)),
        ],
    );
    let head = if lang == Lang::Ja { wrap(&head, 0) } else { format!("{head}\n") };
    head + &wanted.iter().map(|p| paragraph(p, stance, lang)).collect::<String>()
}

fn paragraph(p: &Parameter, stance: Stance, lang: Lang) -> String {
    let head = words::HEAD.with(
        lang,
        &[
            ("name", &p.name),
            ("prior", &prior(p, stance, lang)),
            ("status", &words::status(p.status, lang)),
            ("mark", &word(p.mark)),
        ],
    );
    let source = if p.findings.is_empty() { words::SOURCE } else { words::SOURCE_FINDINGS };
    let findings = numbers(p, units::COMMA.text(lang));
    let source = source.with(lang, &[("text", &p.source), ("findings", &findings)]);
    let mut text = format!("\n{head}\n{}", wrap(&format!("  {}", p.meaning), 2));
    let mut add = |line: String| text.push_str(&wrap(&format!("  {line}"), 4));
    add(source);
    if !p.reason.is_empty() {
        add(words::WHY.with(lang, &[("text", &p.reason)]));
    }
    fitted(p, stance, lang).into_iter().for_each(add);
    text
}

/// What the fit made of it, and the outcomes that depend on it most.
fn fitted(p: &Parameter, stance: Stance, lang: Lang) -> Vec<String> {
    if p.prior(stance).sd == 0.0 {
        return Vec::new();
    }
    if model_of(stance).is_none() {
        return vec![words::NOT_FITTED.text(lang).to_owned()];
    }
    let value = band(posterior(p, stance), lang);
    let Learned { informed_by, moves } = learned(stance, &p.name);
    let message = if informed_by.is_empty() { words::UNINFORMED } else { words::INFORMED };
    let mut lines = vec![message.with(lang, &[("value", &value), ("ids", &informed_by)])];
    if !moves.is_empty() {
        lines.push(words::MOVES.with(lang, &[("text", &moves)]));
    }
    lines
}

fn numbers(p: &Parameter, between: &str) -> String {
    p.findings.iter().map(u32::to_string).collect::<Vec<_>>().join(between)
}

fn json(wanted: &[&Parameter], stance: Stance) -> Result<String, Failure> {
    let entries: Vec<_> = wanted.iter().map(|p| entry(p, stance, &p.findings)).collect();
    Ok(serde_json::to_string_pretty(&entries).map_err(std::io::Error::from)? + "\n")
}

fn csv(wanted: &[&Parameter], stance: Stance) -> Result<String, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    wanted.iter().try_for_each(|p| writer.serialize(entry(p, stance, numbers(p, " "))))?;
    let bytes = writer.into_inner().map_err(|e| e.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
