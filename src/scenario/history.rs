//! Scenarios of history: one file for each mission of `data/history/missions.csv`, built by a
//! stated rule from what was known when the mission began.
//!
//! The rule, in full (`docs/vocabulary.md` says it too):
//! * a mission needs a date, a ceiling, the host's conflict in the year before, its population and
//!   its neighbours; without them it is skipped, and the reason said;
//! * phase: tension for a mission that the study names as a preventive deployment; else war where the host was in conflict
//!   in the year before or 25 people or more died in battle on its territory, peace where its last conflict was at most ten
//!   years ago, tension otherwise;
//! * severity: in war a median of the deaths on its territory in the year before by twelve, at least 2.1 (a year of 25),
//!   sigma .8; elsewhere that of the reference population, median 14.4 and sigma 1.8;
//! * age: 36 months for a war; elsewhere the years since the last conflict, at most 50, and ten where they are not known;
//! * models: protection where the first mandate has it, elections and DDR likewise, agreement support from ten tasks on
//!   (a mandate of ten kinds of work is multidimensional); the model of which the study names the mission as a case, or its
//!   first resolution; without any of these prevention in tension, monitoring otherwise. A mission named for one of a
//!   model's tasks, or for something later, does not carry the model: `pkosim catalogue models` has them all;
//! * form: the one that the study names the mission for, the more particular where it names two; else sequenced for a
//!   mission that took over another organisation's troops; else of the United Nations alone, which may take over from an
//!   earlier mission of theirs. How many troops changed hats is not in the table: the form's share, and that of the
//!   sequenced form where it knows none;
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
//! remains the data set's. From whom a mission took over carries a mark of its own, RECALLED where it is
//! from memory alone. Every number of the rule is an assumption.

use std::fmt::Write as _;

use serde::Deserialize;

use crate::catalogue::meaning;

/// The table of missions.
pub const TABLE: &str = include_str!("../../data/history/missions.csv");

/// Years of peace after which a host counts as tense and no longer as post-war.
const POST_WAR_YEARS: f64 = 10.0;

/// Battle deaths in a year from which a year counts as one of war, as the conflict data code it.
const WAR_YEAR_DEATHS: f64 = 25.0;

/// A row of the table: blank is unknown.
#[derive(Clone, Debug, Deserialize)]
struct Mission {
    mission: String,
    host: String,
    mandate_start: String,
    took_over_troops: Option<f64>,
    took_over_from: String,
    took_over_source: String,
    took_over_mark: String,
    study_form: String,
    study_models: String,
    study_where: String,
    organisation: String,
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

/// Share of the troops that change hats: that of the form or, where it knows none, of the sequenced one.
fn changing_hats(form: &str) -> f64 {
    let share = |form: &str| meaning::form(form).map(|f| f.numbers.rehatted).filter(|share| *share > 0.0);
    share(form).or_else(|| share("sequenced")).unwrap_or_default()
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
        let deaths = self.host_battle_deaths_on_territory_year_before.unwrap_or_default();
        match self.host_intensity_year_before {
            _ if self.named_models().any(|m| m == "preventive-deployment") => "tension",
            Some(x) if x >= 1.0 => "war",
            _ if deaths >= WAR_YEAR_DEATHS => "war",
            _ if years <= POST_WAR_YEARS => "peace",
            _ => "tension",
        }
    }

    /// The models of which the study names the mission as a case.
    fn named_models(&self) -> impl Iterator<Item = &str> {
        self.study_models.split_whitespace()
    }

    fn models(&self) -> Vec<&str> {
        let has = |x: Option<f64>, least: f64| x.unwrap_or_default() >= least;
        let flags = [
            (has(self.protection_of_civilians_first, 1.0), "protection-of-civilians"),
            (has(self.tasks_first, 10.0), "peace-agreement-support"),
            (has(self.election_tasks_first, 1.0), "election-security-assistance"),
            (has(self.ddr_tasks_first, 1.0), "ddr"),
        ];
        let flagged = flags.iter().filter(|(there, _)| *there).map(|(_, slug)| *slug);
        let chosen: Vec<&str> = flagged.chain(self.named_models()).collect();
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
        let named = if self.study_where.is_empty() {
            String::new()
        } else {
            comment(&format!("The study names it: {}.", self.study_where))
        };
        format!("{purpose}{ceilings}# Source: {}\n{named}", self.ceiling_source)
    }

    /// The form of delivery, who runs the mission, and whose troops it takes over.
    fn delivery(&self) -> String {
        let took_over = self.took_over_troops.unwrap_or_default() >= 1.0;
        let from_un = self.took_over_from.starts_with("UN: ");
        let form = match self.study_form.as_str() {
            "" if took_over && !from_un => "sequenced",
            "" => "un-only",
            named => named,
        };
        let organisation = if self.organisation.is_empty() { "UN" } else { &self.organisation };
        let mut out = String::new();
        if took_over {
            out.push_str(&comment(&format!(
                "It took over troops from {} ({}: {}); how many is not in the table: the form's share, or that of the \
                 sequenced form.",
                self.took_over_from.split_once(": ").map_or(self.took_over_from.as_str(), |(_, before)| before),
                self.took_over_mark,
                self.took_over_source
            )));
        }
        let _ = write!(out, "form = \"{form}\"\norganisation = \"{organisation}\"\n");
        if took_over {
            let _ = writeln!(out, "rehatted_troops = {}", (changing_hats(form) * self.people()[0]).round());
        }
        out
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
        out.push_str(&self.delivery());
        let [troops, police, observers] = self.people();
        let _ = write!(out, "troops = {troops}\npolice = {police}\nobservers = {observers}\n");
        out
    }
}
