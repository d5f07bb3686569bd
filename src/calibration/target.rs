//! The targets: each cited effect and base rate as the evidence states it, read with strict checks.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Deserialize;

use super::estimator::Scale;
pub use super::target_error::{TargetError, TargetProblem};
use crate::evidence::register::Stance;
use crate::plain_file;
use crate::scenario::words;

/// The embedded targets, the same file as `data/evidence/targets.csv`.
pub const TARGETS: &str = include_str!("../../data/evidence/targets.csv");

/// Most bytes of a file of targets.
const MOST_BYTES: u64 = 64 << 20;

/// How a row is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// A number with an interval, part of the likelihood; the posterior mean must lie in the interval.
    Calibrate,
    /// A number kept out of it, reported as it falls.
    Check,
    /// A direction, with posterior probability of at least .95.
    Sign,
    /// Equivalence: the 90 % posterior interval lies in the band.
    Null,
}

impl Grade {
    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Calibrate => "calibrate",
            Self::Check => "check",
            Self::Sign => "sign",
            Self::Null => "null",
        }
    }
}

/// A row of the targets as it stands in the file.
#[derive(Clone, Debug, Deserialize)]
struct Raw {
    id: String,
    finding: String,
    grade: String,
    stance: String,
    imposed: String,
    unit_of_analysis: String,
    estimator: String,
    outcome: String,
    scale: String,
    estimate: String,
    low: String,
    high: String,
    interval_kind: String,
    se: String,
    unit: String,
    source: String,
}

/// A target.
#[derive(Clone, Debug)]
pub struct Target {
    /// Identifier; one row per stance may share it.
    pub id: String,
    /// Finding of the study's box 1, a chapter, or `-` for base rates.
    pub finding: String,
    /// How it is judged.
    pub grade: Grade,
    /// Stance it belongs to; none for both.
    pub stance: Option<Stance>,
    /// Whether the prior alone forces the result: `no`, `yes` or `declare`.
    pub imposed: String,
    /// Outcome and estimator in the evidence's words, that of the row it says `same` to included.
    pub measure: String,
    /// Scale of the observation model; identity where the row has none.
    pub scale: Scale,
    /// Cited estimate, natural unit.
    pub estimate: Option<f64>,
    /// Its interval, natural unit.
    pub interval: Option<[f64; 2]>,
    /// What the interval is: `ci95`, `expert`, `range`, `equivalence`, `binomial` or `none`.
    pub kind: String,
    /// Standard error on the scale.
    pub se: Option<f64>,
    /// Direction of a sign row on the scale: 1 or -1.
    pub direction: f64,
    /// Unit.
    pub unit: String,
    /// Source.
    pub source: String,
    /// Line in the file.
    pub line: u64,
}

impl Target {
    /// Whether the row is part of a stance.
    pub fn is_of(&self, stance: Stance) -> bool {
        self.stance.is_none_or(|own| own == stance)
    }

    /// The word of its stance.
    pub fn stance_name(&self) -> &'static str {
        self.stance.map_or("both", Stance::name)
    }

    /// Standard deviation of the cited estimate on the scale: as stated, else the interval's width over 3.92.
    pub fn observation_sd(&self) -> Option<f64> {
        let width = |[low, high]: [f64; 2]| (self.scale.to(high) - self.scale.to(low)) / 3.92;
        self.se.or_else(|| self.interval.map(width)).filter(|sd| sd.is_finite() && *sd > 0.0)
    }
}

/// Reads the embedded targets.
///
/// # Panics
/// Never in a released build: a test reads them.
pub fn embedded() -> Vec<Target> {
    parse(TARGETS, "data/evidence/targets.csv".into()).unwrap_or_else(|why| panic!("{why}"))
}

/// Reads targets from a file.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn read(path: &std::path::Path) -> Result<Vec<Target>, TargetError> {
    let text = plain_file::read_text(path, MOST_BYTES);
    let text = text.map_err(|e| TargetError { path: path.to_owned(), line: None, problem: Box::new(e.into()) })?;
    parse(&text, path.to_owned())
}

fn parse(text: &str, path: PathBuf) -> Result<Vec<Target>, TargetError> {
    let wrong = |line: Option<u64>, problem: TargetProblem| TargetError {
        path: path.clone(),
        line,
        problem: Box::new(problem),
    };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut targets: Vec<Target> = Vec::new();
    let mut measure = [String::new(), String::new()];
    for record in reader.deserialize::<Raw>() {
        let raw = record.map_err(|e| {
            let line = e.position().map(csv::Position::line);
            wrong(line, e.into())
        })?;
        let line = line_of(text, &raw.id, &raw.stance);
        let target = target(raw, line, &mut measure).map_err(|p| wrong(Some(line), p))?;
        let clash = |t: &&Target| t.id == target.id && both(t.stance, target.stance);
        if targets.iter().any(|t| clash(&t)) {
            let problem = TargetProblem::Twice { id: target.id.clone(), stance: target.stance_name() };
            return Err(wrong(Some(line), problem));
        }
        targets.push(target);
    }
    if targets.is_empty() {
        return Err(wrong(None, TargetProblem::Empty));
    }
    binomial_intervals(&mut targets);
    for target in &targets {
        check_numbers(target).and_then(|()| check_interval(target)).map_err(|p| wrong(Some(target.line), p))?;
    }
    Ok(targets)
}

fn both(a: Option<Stance>, b: Option<Stance>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// Line of a row; ids never hold commas or quotes.
fn line_of(text: &str, id: &str, stance: &str) -> u64 {
    let is = |l: &str| l.split(',').next() == Some(id) && l.split(',').nth(3).map(str::trim) == Some(stance);
    text.lines().position(is).map_or(0, |k| k as u64 + 1)
}

fn target(raw: Raw, line: u64, measure: &mut [String; 2]) -> Result<Target, TargetProblem> {
    check_words(&raw)?;
    for (place, own) in measure.iter_mut().zip([&raw.outcome, &raw.estimator]) {
        if !own.starts_with("same") {
            place.clone_from(own);
        }
    }
    let scale = scale(&raw);
    let number = |column, text: &str| number(column, text);
    let (estimate, se) = (number("estimate", &raw.estimate)?, number("se", &raw.se)?);
    let interval = match (number("low", &raw.low)?, number("high", &raw.high)?) {
        (Some(low), Some(high)) => Some([low, high]),
        _ => None,
    };
    let target = Target {
        grade: grade(&raw.grade)?,
        stance: stance(&raw.stance)?,
        direction: if raw.estimator.contains('<') { -1.0 } else { 1.0 },
        measure: format!("{}: {}", measure[0], measure[1]),
        id: raw.id,
        finding: raw.finding,
        imposed: raw.imposed,
        scale,
        estimate,
        interval,
        kind: raw.interval_kind,
        se,
        unit: raw.unit,
        source: raw.source,
        line,
    };
    check_numbers(&target)?;
    Ok(target)
}

fn scale(raw: &Raw) -> Scale {
    match raw.scale.as_str() {
        "log" => Scale::Log,
        "logit" => Scale::Logit,
        "" if raw.estimator.starts_with("ratio") => Scale::Log,
        _ => Scale::Identity,
    }
}

fn number(column: &'static str, text: &str) -> Result<Option<f64>, TargetProblem> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || TargetProblem::Number { column, found: text.chars().take(40).collect() };
    text.parse::<f64>().ok().filter(|x| x.is_finite()).map(Some).ok_or_else(wrong)
}

fn grade(word: &str) -> Result<Grade, TargetProblem> {
    let all = [Grade::Calibrate, Grade::Check, Grade::Sign, Grade::Null];
    let found = all.into_iter().find(|g| g.name() == word);
    found.ok_or_else(|| unknown("grade", word, &all.map(Grade::name)))
}

fn stance(word: &str) -> Result<Option<Stance>, TargetProblem> {
    match word {
        "both" => Ok(None),
        "study" => Ok(Some(Stance::Study)),
        "sceptical" => Ok(Some(Stance::Sceptical)),
        other => Err(unknown("stance", other, &["both", "study", "sceptical"])),
    }
}

fn unknown(column: &'static str, found: &str, choices: &[&str]) -> TargetProblem {
    let nearest = words::nearest(found, choices.iter().copied()).map(str::to_owned);
    let expected = if choices.len() > 6 { "one that a study declares".to_owned() } else { choices.join(", ") };
    TargetProblem::Word { column, found: found.to_owned(), expected, nearest }
}

/// Words that the embedded targets use in a column.
fn known(column: usize) -> BTreeSet<String> {
    let mut reader = csv::Reader::from_reader(TARGETS.as_bytes());
    reader.records().flatten().filter_map(|r| r.get(column).map(|w| w.trim().to_owned())).collect()
}

fn check_words(raw: &Raw) -> Result<(), TargetProblem> {
    let columns = [
        ("id", 0, &raw.id),
        ("imposed", 4, &raw.imposed),
        ("unit_of_analysis", 5, &raw.unit_of_analysis),
        ("estimator", 9, &raw.estimator),
        ("scale", 10, &raw.scale),
        ("interval_kind", 14, &raw.interval_kind),
    ];
    for (column, at, word) in columns {
        let known = known(at);
        if !known.contains(word.as_str()) {
            return Err(unknown(column, word, &known.iter().map(String::as_str).collect::<Vec<_>>()));
        }
    }
    Ok(())
}

fn check_numbers(t: &Target) -> Result<(), TargetProblem> {
    let [low, high] = t.interval.map_or([None, None], |i| i.map(Some));
    let names = ["estimate", "low", "high"];
    for (column, found) in names.into_iter().zip([t.estimate, low, high]).filter_map(|(c, x)| Some((c, x?))) {
        let (fits, scale, expected) = match t.scale {
            Scale::Identity => (true, "identity", "a number"),
            Scale::Log => (found > 0.0, "log", "positive"),
            Scale::Logit => (found > 0.0 && found < 1.0, "logit", "between 0 and 1"),
        };
        if !fits {
            return Err(TargetProblem::OffScale { column, found, scale, expected });
        }
    }
    if let Some([low, high]) = t.interval {
        let estimate = t.estimate.unwrap_or(low);
        if !(low <= estimate && estimate <= high && low < high) {
            return Err(TargetProblem::Outside { id: t.id.clone(), low, high, estimate });
        }
    }
    let (id, grade) = (t.id.clone(), t.grade.name());
    let needs = match t.grade {
        _ if t.se.is_some_and(|se| se <= 0.0) => Some("a standard error above zero"),
        Grade::Calibrate if t.estimate.is_none() => Some("an estimate"),
        _ => None,
    };
    needs.map_or(Ok(()), |needs| Err(TargetProblem::Incomplete { id, grade, needs }))
}

/// A row to calibrate to has an interval, once those that follow from other rows are made.
fn check_interval(t: &Target) -> Result<(), TargetProblem> {
    if t.grade != Grade::Calibrate || t.interval.is_some() {
        return Ok(());
    }
    let needs = if t.kind.starts_with("binomial") {
        "an interval, or the rows -q25 and -q75 with estimates beside it"
    } else {
        "an interval"
    };
    Err(TargetProblem::Incomplete { id: t.id.clone(), grade: t.grade.name(), needs })
}

/// The median of so few operations is known to about its own spread: with quartiles a and c of n values, the density at
/// the median is about .5 / (c - a), so its standard error is (c - a) / sqrt(n). Rows `-q50` whose interval is given as
/// `binomial of n=N` take theirs from the rows `-q25` and `-q75` beside them.
fn binomial_intervals(targets: &mut [Target]) {
    let quartile = |targets: &[Target], id: &str| targets.iter().find(|t| t.id == id).and_then(|t| t.estimate);
    for k in 0..targets.len() {
        let Some(n) = targets[k].kind.strip_prefix("binomial of n=").and_then(|n| n.parse::<f64>().ok()) else {
            continue;
        };
        let Some(stem) = targets[k].id.strip_suffix("-q50") else { continue };
        let ends = ["-q25", "-q75"].map(|q| quartile(targets, &format!("{stem}{q}")));
        if let ([Some(a), Some(c)], Some(estimate)) = (ends, targets[k].estimate) {
            let se = (c - a) / n.sqrt();
            targets[k].se = Some(se);
            targets[k].interval = Some([estimate - 1.96 * se, estimate + 1.96 * se]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(from: &str, to: &str) -> String {
        assert!(TARGETS.contains(from), "{from}");
        parse(&TARGETS.replacen(from, to, 1), "mine.csv".into()).unwrap_err().to_string()
    }

    #[test]
    fn the_embedded_targets_are_sound() {
        let targets = embedded();
        assert!(targets.len() > 100);
        let hr = targets.iter().find(|t| t.id == "F03-relapse-hr" && t.is_of(Stance::Study)).unwrap();
        assert_eq!((hr.estimate, hr.interval, hr.se), (Some(0.45), Some([0.2, 0.85]), Some(0.37)));
        let sign = targets.iter().find(|t| t.id == "F05-local").unwrap();
        assert_eq!((sign.grade, sign.direction, sign.scale), (Grade::Sign, -1.0, Scale::Log));
        for t in targets.iter().filter(|t| t.grade == Grade::Calibrate) {
            assert!(t.observation_sd().is_some() && t.interval.is_some(), "{}", t.id);
        }
        let ramp = targets.iter().find(|t| t.id == "B-ramp-3m-q50").unwrap();
        assert!((ramp.se.unwrap() - 0.51 / 15f64.sqrt()).abs() < 1e-12);
    }

    /// A study that is a row of the fit and a narrow prior would count twice.
    #[test]
    fn priors_made_from_a_row_are_three_times_as_wide_as_its_error() {
        use crate::evidence::register::{ROW_SPREAD, register};
        let targets = embedded();
        let mut made = 0;
        for stance in [Stance::Study, Stance::Sceptical] {
            for p in register() {
                let Some(row) = p.row(stance) else { continue };
                let find = |t: &&Target| t.id == row && t.is_of(stance) && t.grade == Grade::Calibrate;
                let row = targets.iter().find(find).unwrap_or_else(|| panic!("{}: no row {row} in the fit", p.name));
                let (sd, se) = (p.prior(stance).sd, row.observation_sd().unwrap());
                assert!(sd > (ROW_SPREAD - 1e-9) * se, "{} ({}): {sd} beside {se}", p.name, stance.name());
                made += 1;
            }
        }
        assert!(made > 20);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let outside = refused("log,0.45,0.20,0.85", "log,0.45,0.50,0.85");
        assert!(outside.contains("mine.csv:6: the interval 0.5 to 0.85 of F03-relapse-hr"), "{outside}");
        let negative = refused("log,0.032,0.012,0.070", "log,-0.032,0.012,0.070");
        assert!(negative.contains("`estimate` is -0.032; on the scale log it must be positive"), "{negative}");
        let estimator = refused("person-time hazard ratio, first", "person-tyme hazard ratio, first");
        assert!(
            estimator.contains("`estimator` is") && estimator.contains("nearest: person-time hazard"),
            "{estimator}"
        );
        assert!(refused("F04-contagion", "F04-kontagion").contains("nearest: F04-contagion"));
        assert!(refused("logit,0.667", "logit,1.2").contains("between 0 and 1"));
        assert!(refused("logit,0.667", "logit,zwei").contains("finite number"));
        assert!(refused("F04-contagion,4,calibrate", "F04-contagion,4,kalibrate").contains("nearest: calibrate"));
        let quartile = "identity,0.06,,,binomial of n=15";
        let bare = refused(quartile, "identity,,,,binomial of n=15");
        assert!(bare.contains("B-ramp-3m-q50 is graded calibrate and needs an interval, or the rows"), "{bare}");
        let crossed = refused(quartile, "identity,0.9,,,binomial of n=15");
        assert!(crossed.contains("of B-ramp-3m-q50 does not hold its estimate"), "{crossed}");
        assert!(refused("F05-local,5,sign,study", "F05-joint,5,sign,study").contains("stands twice"));
    }
}
