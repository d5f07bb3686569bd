//! `pkosim evidence`: the register of parameters.

use clap::{Args, ValueEnum};

use pkosim::evidence::register::{Parameter, Prior, Status, register};

use super::args::StanceArg;
use super::console::say;
use super::failure::Failure;
use super::text::wrap;

/// How to print a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// Comma-separated values
    Csv,
    /// JSON, one object per entry
    Json,
}

/// Show the evidence: every parameter with meaning, prior, source and mark
///
/// Marks say how a number was come by: SEEN read in the source, SEEN-SECONDARY in a review of it, COMPUTED or
/// REANALYSIS re-estimated on public data, DERIVED arithmetic on the others, RECALLED from memory, ASSUMED by the
/// authors. Status says what kind of number it is: cited (the source gives its size), calibrated (set so that base rates
/// come out), assumed (nobody gives its size), fixed.
#[derive(Debug, Args)]
pub struct Evidence {
    /// Only parameters whose name contains this: a room (`conflict.`), a word
    filter: Option<String>,
    /// Whose priors to show
    #[arg(long, value_name = "STANCE", default_value = "study")]
    stance: StanceArg,
    /// How to print them
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

impl Evidence {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let wanted = self.filter.clone().filter(|f| f != "parameters").unwrap_or_default();
        let entries: Vec<&Parameter> = register().iter().filter(|p| p.name.contains(&wanted)).collect();
        if entries.is_empty() {
            return Err(Failure::usage(
                format!("no parameter has \"{wanted}\" in its name"),
                "`pkosim evidence` lists all",
            ));
        }
        let prior = |p: &Parameter| p.prior(self.stance.into());
        match self.format {
            Format::Table => say(&entries.iter().map(|p| paragraph(p, prior(p))).collect::<String>()),
            Format::Csv => say(&csv(&entries, prior)?),
            Format::Json => say(&(serde_json::to_string_pretty(&entries).map_err(std::io::Error::other)? + "\n")),
        }
    }
}

fn paragraph(p: &Parameter, prior: Prior) -> String {
    let spread =
        if prior.sd > 0.0 { format!(" ± {} on the {} scale", prior.sd, lower(p.transform)) } else { String::new() };
    let unit = if p.unit.is_empty() { String::new() } else { format!(" {}", p.unit) };
    let mut text = format!("{}  {}{unit}{spread}  [{}]\n", p.name, prior.centre, lower(p.status));
    text.push_str(format!("    {}", wrap(&p.meaning, 4)).as_str());
    text.push_str(format!("    {}", wrap(&format!("{} ({})", p.source, mark(p)), 4)).as_str());
    if !p.reason.is_empty() {
        text.push_str(format!("    {}", wrap(&p.reason, 4)).as_str());
    }
    if !p.findings.is_empty() {
        let list: Vec<String> = p.findings.iter().map(u32::to_string).collect();
        text.push_str(&format!("    findings: {}\n", list.join(", ")));
    }
    text + "\n"
}

fn csv(entries: &[&Parameter], prior: impl Fn(&Parameter) -> Prior) -> Result<String, Failure> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let wrong = |e: csv::Error| Failure::from(std::io::Error::other(e));
    let header =
        ["name", "meaning", "unit", "transform", "centre", "sd", "status", "source", "mark", "findings", "reason"];
    out.write_record(header).map_err(wrong)?;
    for p in entries {
        let (centre, sd) = (prior(p).centre.to_string(), prior(p).sd.to_string());
        let findings: Vec<String> = p.findings.iter().map(u32::to_string).collect();
        let (transform, status) = (lower(p.transform), lower(p.status));
        let row = [
            &p.name,
            &p.meaning,
            &p.unit,
            &transform,
            &centre,
            &sd,
            &status,
            &p.source,
            &mark(p),
            &findings.join(" "),
            &p.reason,
        ];
        out.write_record(row).map_err(wrong)?;
    }
    let bytes = out.into_inner().map_err(|e| Failure::from(std::io::Error::other(e.to_string())))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn lower(word: impl std::fmt::Debug) -> String {
    format!("{word:?}").to_lowercase()
}

/// The mark as the evidence files spell it.
pub fn mark(p: &Parameter) -> String {
    serde_json::to_value(p.mark).ok().and_then(|m| m.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Number of effects of each status whose name begins so, for `explain`.
pub fn statuses(prefix: &str) -> [usize; 3] {
    let of = |s: Status| register().iter().filter(|p| p.name.starts_with(prefix) && p.status == s).count();
    [of(Status::Cited), of(Status::Calibrated), of(Status::Assumed)]
}
