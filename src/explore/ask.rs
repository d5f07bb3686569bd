//! What a page asks: a scenario, the levers that were moved, and how closely to look.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Deserialize;

use super::levers::{self, Lever};
use crate::evidence::register::Stance;
use crate::output::messages::{Lang, Message, explore as words};
use crate::scenario::{Scenario, load_shipped};

/// Most replicates of a question.
pub const MOST_REPLICATES: u64 = 20_000;
/// Most months of a scenario.
pub const MOST_MONTHS: u32 = 360;
/// Most theatres, and most operations, of a scenario.
pub const MOST_PLACES: usize = 8;
/// Replicates of a first sketch, where the machine is too slow for a quick question.
pub const SKETCH: u64 = 256;
/// Most replicates of a quick question.
pub const QUICK: u64 = 2_000;

/// A question.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Which page asks: a random name of its own.
    pub page: String,
    /// The how manieth question of the page it is.
    pub number: u64,
    /// Replicates.
    pub replicates: u64,
    /// The scenario as a text; it may extend shipped ones.
    pub toml: String,
    /// Levers that were moved.
    #[serde(default)]
    pub levers: BTreeMap<String, f64>,
    /// Models, where they were chosen.
    #[serde(default)]
    pub models: Option<Vec<u32>>,
    /// Delivery form, where it was chosen.
    #[serde(default)]
    pub form: Option<String>,
    /// Stance.
    #[serde(default)]
    pub stance: Stance,
    /// `en` or `ja`.
    #[serde(default)]
    pub lang: String,
}

impl Ask {
    /// The language of the answer.
    pub fn language(&self) -> Lang {
        if self.lang == "ja" { Lang::Ja } else { Lang::En }
    }

    /// Replicates, no more than the most.
    pub fn capped(&self) -> u64 {
        self.replicates.clamp(1, MOST_REPLICATES)
    }

    /// Whether it is asked while the hand still moves.
    pub fn is_quick(&self) -> bool {
        self.capped() <= QUICK
    }

    /// Whether every lever stands where the scenario has it.
    pub fn is_unmoved(&self) -> bool {
        self.levers.is_empty() && self.models.is_none() && self.form.is_none()
    }

    /// Whether another question has the same results, however closely it looks and in whatever language.
    pub fn is_of(&self, other: &Self) -> bool {
        let moved = (&self.levers, &self.models, &self.form) == (&other.levers, &other.models, &other.form);
        moved && self.toml == other.toml && self.stance == other.stance
    }

    /// The scenario asked about.
    ///
    /// # Errors
    /// What is wrong with it, in words for the page.
    pub fn scenario(&self) -> Result<Scenario, String> {
        let plain = self.load(&[])?;
        let sets = self.sets(&plain);
        if sets.is_empty() { Ok(plain) } else { self.load(&sets) }
    }

    /// What the moved levers set in a scenario: the models first, so that a lever beats what they bring.
    pub fn sets(&self, scenario: &Scenario) -> Vec<(String, String)> {
        let mut sets = Vec::new();
        for operation in scenario.operations.keys() {
            if let Some(models) = &self.models {
                let numbers: Vec<String> = models.iter().map(u32::to_string).collect();
                sets.push((format!("operation.{operation}.models"), format!("[{}]", numbers.join(", "))));
            }
            if let Some(form) = &self.form {
                sets.push((format!("operation.{operation}.form"), toml::Value::String(form.clone()).to_string()));
            }
        }
        let moved = self.levers.iter().filter_map(|(id, value)| Some((levers::find(id)?, *value)));
        let one = |(lever, value): (&Lever, f64)| {
            lever.keys(scenario).into_iter().map(|key| (key, lever.write(value))).collect::<Vec<_>>()
        };
        sets.extend(moved.flat_map(one));
        sets
    }

    fn load(&self, sets: &[(String, String)]) -> Result<Scenario, String> {
        let scenario = load_shipped(&self.toml, "page.toml", sets).map_err(|e| e.to_string())?.scenario;
        match too_large(&scenario, self.language()) {
            Some(told) => Err(words::REFUSED.fill(self.language(), &[("what", &told)])),
            None => Ok(scenario),
        }
    }
}

/// Why a scenario is more than the page looks at; nothing where it is not.
pub fn too_large(scenario: &Scenario, lang: Lang) -> Option<String> {
    let says = |message: Message, most: &dyn Display| message.with(lang, &[("most", most)]);
    if scenario.horizon_months.value > MOST_MONTHS {
        return Some(says(words::TOO_LONG, &MOST_MONTHS));
    }
    let places = scenario.theatres.len().max(scenario.operations.len());
    (places > MOST_PLACES).then(|| says(words::TOO_MANY, &MOST_PLACES))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn asking(toml: &str) -> Ask {
        Ask {
            page: "p".into(),
            number: 1,
            replicates: 64,
            toml: toml.to_owned(),
            levers: BTreeMap::new(),
            models: None,
            form: None,
            stance: Stance::Study,
            lang: String::new(),
        }
    }

    #[test]
    fn levers_models_and_forms_reach_the_scenario() {
        let mut ask = asking("extends = \"baseline.toml\"\n");
        ask.levers.insert("consent".into(), 0.25);
        ask.levers.insert("no such lever".into(), 1.0);
        ask.models = Some(vec![3, 12]);
        ask.form = Some("hybrid".into());
        let scenario = ask.scenario().unwrap();
        assert_eq!(scenario.theatres["main"].levels.consent.value.central(0), 0.25);
        assert_eq!(scenario.operations["main"].models.value, [3, 12]);
        assert_eq!(scenario.operations["main"].form.value, "hybrid");
    }

    #[test]
    fn a_scenario_can_be_left_without_its_models() {
        let mut ask = asking("extends = \"models/12-ddr.toml\"\n");
        assert_eq!(ask.scenario().unwrap().operations["main"].models.value, [12]);
        ask.models = Some(Vec::new());
        assert!(!ask.is_unmoved());
        assert!(ask.scenario().unwrap().operations["main"].models.value.is_empty());
    }

    #[test]
    fn no_file_of_the_disk_is_opened_or_told_of() {
        let secret = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(secret.path(), "very secret = here\n").unwrap();
        let path = secret.path().display();
        for text in [
            format!("extends = \"{path}\"\n"),
            "extends = \"../../../../etc/hostname\"\n".to_owned(),
            format!("extends = \"baseline.toml\"\nfunding.payers = \"{path}\"\n"),
            "extends = \"scenarios/baseline.toml\"\n".to_owned(),
        ] {
            let told = asking(&text).scenario().unwrap_err();
            assert!(told.contains("shipped scenarios"), "{told}");
            assert!(!told.contains("very secret"), "{told}");
        }
    }

    #[test]
    fn long_wide_and_broken_scenarios_are_refused_in_words() {
        assert!(asking("horizon_months = 600\n[mission]\ntroops = 1\n").scenario().unwrap_err().contains("360"));
        let many: String = (0..9).map(|k| format!("[theatre.t{k}.host]\nconsent = 0.5\n")).collect();
        assert!(asking(&many).scenario().unwrap_err().contains('8'));
        assert!(asking("[mission]\ntrops = 5\n").scenario().unwrap_err().contains("troops"));
        assert!(asking("[[[").scenario().is_err());
    }
}
