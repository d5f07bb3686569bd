//! Scenarios of history: one file for each mission of `data/history/missions.csv`, built by a
//! stated rule from what was known when the mission began.
//!
//! The rule, in full (`docs/vocabulary.md` says it too):
//! * a mission needs a date, a ceiling, the host's conflict in the year before, its population and
//!   its neighbours; without them it is skipped, and the reason said;
//! * phase: war where the host was in conflict in the year before, peace where its last conflict
//!   was at most ten years ago, tension otherwise;
//! * models: protection where the first mandate has it, elections and DDR likewise, agreement
//!   support from ten tasks on; else prevention in tension, monitoring otherwise;
//! * consent .65, less .10 under Chapter VII, less .10 where the government killed 100 civilians
//!   or more in the year before, plus .10 in peace;
//! * unity .50 before 1990, .70 from 1990 to 2010, .60 after;
//! * ceilings: those of the resolution that established the mission or, where that one leaves the
//!   numbers open, of the report or resolution that first set them within six months; observers
//!   stand apart and are not counted among the troops.
//!
//! Nothing that happened later enters. Each ceiling carries its resolution, what was read there and
//! a mark: SEEN (the resolution, an official summary or the mission's page by the United Nations),
//! SEEN-SECONDARY (someone else's account), UNVERIFIED (as a public data set records it). The mark
//! is that of the military number, of the police where there are no military; the note names what
//! remains the data set's. Every number of the rule is an assumption.

use std::fmt::Write as _;

use serde::Deserialize;

/// The table of missions.
pub const TABLE: &str = include_str!("../../data/history/missions.csv");

/// Years of peace after which a host counts as tense and no longer as post-war.
const POST_WAR_YEARS: f64 = 10.0;

/// A row of the table: blank is unknown.
#[derive(Clone, Debug, Deserialize)]
struct Mission {
    mission: String,
    host: String,
    mandate_start: String,
    took_over_troops: Option<f64>,
    authorised_troops_first: Option<f64>,
    authorised_police_first: Option<f64>,
    authorised_observers_first: Option<f64>,
    chapter_vii_first: Option<f64>,
    protection_of_civilians_first: Option<f64>,
    tasks_first: Option<f64>,
    election_tasks_first: Option<f64>,
    ddr_tasks_first: Option<f64>,
    host_intensity_year_before: Option<f64>,
    host_battle_deaths_on_territory_year_before: Option<f64>,
    host_one_sided_gov_year_before: Option<f64>,
    host_years_since_conflict: Option<f64>,
    host_population_millions: Option<f64>,
    host_neighbours: Option<f64>,
    host_neighbours_in_conflict: Option<f64>,
    first_resolution: String,
    ceiling_note: String,
    ceiling_source: String,
    ceiling_mark: String,
}

/// A scenario file of history, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Built {
    /// Mission.
    pub mission: String,
    /// File name and text, or what is missing.
    pub file: Result<(String, String), String>,
}

/// Every mission of a table.
///
/// # Errors
/// What is wrong with the table.
pub fn build(table: &str) -> Result<Vec<Built>, csv::Error> {
    let rows = csv::Reader::from_reader(table.as_bytes()).into_deserialize::<Mission>();
    rows.map(|row| row.map(|m| m.build())).collect()
}

/// `SKIPPED.csv`: missions without what a scenario needs.
pub fn skipped(built: &[Built]) -> String {
    let lines = built.iter().filter_map(|b| Some(format!("{},\"{}\"\n", b.mission, b.file.as_ref().err()?)));
    format!("mission,reason\n{}", lines.collect::<String>())
}

/// A text as comment lines of 110 characters at most.
fn comment(text: &str) -> String {
    let mut lines = vec![String::from("#")];
    for word in text.split_whitespace() {
        if lines.last().is_some_and(|line| line.len() > 1 && line.len() + 1 + word.len() > 110) {
            lines.push(String::from("#"));
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.join("\n") + "\n"
}

impl Mission {
    fn build(&self) -> Built {
        let missing = self.missing();
        let file = if missing.is_empty() {
            Ok((format!("{}.toml", self.mission.to_lowercase().replace(' ', "-")), self.text()))
        } else {
            Err(format!("not known: {}", missing.join("; ")))
        };
        Built { mission: self.mission.clone(), file }
    }

    fn people(&self) -> [f64; 3] {
        [self.authorised_troops_first, self.authorised_police_first, self.authorised_observers_first]
            .map(Option::unwrap_or_default)
    }

    fn missing(&self) -> Vec<&'static str> {
        let needs = [
            (self.mandate_start.is_empty(), "date of the mandate"),
            (self.people().iter().sum::<f64>() <= 0.0, "first ceiling"),
            (self.tasks_first.is_none(), "first mandate"),
            (self.host_intensity_year_before.is_none(), "the host's conflict in the year before"),
            (self.host_population_millions.is_none(), "the host's population"),
            (self.host_neighbours.is_none() || self.host_neighbours_in_conflict.is_none(), "the host's neighbours"),
        ];
        needs.iter().filter(|(gone, _)| *gone).map(|(_, what)| *what).collect()
    }

    fn phase(&self) -> &'static str {
        let years = self.host_years_since_conflict.unwrap_or(f64::INFINITY);
        match self.host_intensity_year_before {
            Some(x) if x >= 1.0 => "war",
            _ if years <= POST_WAR_YEARS => "peace",
            _ => "tension",
        }
    }

    fn models(&self) -> Vec<&'static str> {
        let has = |x: Option<f64>, least: f64| x.unwrap_or_default() >= least;
        let flags = [
            (has(self.protection_of_civilians_first, 1.0), "protection-of-civilians"),
            (has(self.tasks_first, 10.0), "peace-agreement-support"),
            (has(self.election_tasks_first, 1.0), "election-security-assistance"),
            (has(self.ddr_tasks_first, 1.0), "ddr"),
        ];
        let chosen: Vec<&str> = flags.iter().filter(|(there, _)| *there).map(|(_, slug)| *slug).collect();
        let alone =
            if self.phase() == "tension" { "preventive-deployment" } else { "monitoring-observation-reporting" };
        if chosen.is_empty() { vec![alone] } else { chosen }
    }

    fn consent(&self) -> f64 {
        let coercive = self.chapter_vii_first.unwrap_or_default() >= 1.0;
        let killing = self.host_one_sided_gov_year_before.unwrap_or_default() >= 100.0;
        0.65 - if coercive { 0.1 } else { 0.0 } - if killing { 0.1 } else { 0.0 }
            + if self.phase() == "peace" { 0.1 } else { 0.0 }
    }

    fn unity(&self) -> f64 {
        match self.mandate_start[..4].parse::<u32>() {
            Ok(year) if year < 1990 => 0.5,
            Ok(year) if year <= 2010 => 0.7,
            _ => 0.6,
        }
    }

    /// Median deaths in an active month, and months since the phase began.
    fn conflict(&self) -> String {
        let deaths = self.host_battle_deaths_on_territory_year_before.unwrap_or_default() / 12.0;
        match self.phase() {
            "war" => format!("severity.lognormal = {{ median = {:.1}, sigma = 0.8 }}\n", deaths.max(2.1)),
            _ => {
                let age = (12.0 * self.host_years_since_conflict.unwrap_or(POST_WAR_YEARS)).min(600.0);
                format!("severity.lognormal = {{ median = 14.4, sigma = 1.8 }}\nage_months = {age}\n")
            }
        }
    }

    /// The comment at the head: what the file is for, and where its ceilings come from.
    fn head(&self) -> String {
        let purpose = comment(&format!(
            "What it is for: {} in {} as it looked at the start ({}). Built from data/history/missions.csv by the rule \
             of src/scenario/history.rs.",
            self.mission, self.host, self.mandate_start
        ));
        let ceilings = comment(&format!(
            "First ceilings: {}, {}: {}.",
            self.first_resolution, self.ceiling_mark, self.ceiling_note
        ));
        format!("{purpose}{ceilings}# Source: {}\n", self.ceiling_source)
    }

    fn text(&self) -> String {
        let mut out = format!("#:schema ../../schema/scenario.schema.json\n{}", self.head());
        let _ = write!(
            out,
            "\ntitle = \"{} ({})\"\ndescription = \"What was known when {} began; nothing that happened later.\"\n\
             horizon_months = 180\n\n[council]\nunity = {}\n",
            self.mission,
            self.host,
            self.mission,
            self.unity()
        );
        let _ = write!(
            out,
            "\n[host]\nphase = \"{}\"\nconsent = {:.2}\npopulation_millions = {}\nneighbours = {}\n\
             neighbours_in_conflict = {}\n\n[conflict]\n{}\n[mission]\nmodels = [\"{}\"]\n",
            self.phase(),
            self.consent(),
            self.host_population_millions.unwrap_or_default(),
            self.host_neighbours.unwrap_or_default(),
            self.host_neighbours_in_conflict.unwrap_or_default(),
            self.conflict(),
            self.models().join("\", \"")
        );
        if self.took_over_troops.unwrap_or_default() >= 1.0 {
            out.push_str(
                "# It took over troops; how many is not in the table: the form's share of re-hatted troops.\n",
            );
            out.push_str("form = \"sequenced\"\n");
        }
        let [troops, police, observers] = self.people();
        let _ = write!(out, "organisation = \"UN\"\ntroops = {troops}\npolice = {police}\nobservers = {observers}\n");
        out
    }
}
