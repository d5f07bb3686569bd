//! The levers of the page: which keys they move, and how far.

use crate::output::messages::{Message, explore as words};
use crate::scenario::registry::Part;
use crate::scenario::{Scenario, address::Address, fields::Value, level::Level};

/// A lever: a slider of the page.
#[derive(Clone, Copy, Debug)]
pub struct Lever {
    /// Its name in requests.
    pub id: &'static str,
    /// What it is called.
    pub name: Message,
    /// Whose key it moves: of every operation or theatre, or of the world.
    pub part: Part,
    /// The key, in the table of its owner.
    pub key: &'static str,
    /// The way it goes: from, to, step.
    pub range: [f64; 3],
    /// Whether it is one of the headline levers.
    pub main: bool,
}

const fn lever(id: &'static str, name: Message, part: Part, key: &'static str, range: [f64; 3], main: bool) -> Lever {
    Lever { id, name, part, key, range, main }
}

const SHARE: [f64; 3] = [0.0, 1.0, 0.01];

/// All of them, in the order of the page.
pub const LEVERS: [Lever; 20] = [
    lever("troops", words::TROOPS, Part::Operation, "troops", [0.0, 30_000.0, 250.0], true),
    lever("police", words::POLICE, Part::Operation, "police", [0.0, 8_000.0, 50.0], true),
    lever("consent", words::CONSENT, Part::Theatre, "host.consent", SHARE, true),
    lever("unity", words::UNITY, Part::World, "council.unity", SHARE, true),
    // A mission whose budget is nothing is no scenario.
    lever("funding", words::FUNDING, Part::World, "funding.level", [0.1, 1.5, 0.01], true),
    lever("exit", words::EXIT, Part::Operation, "planned_exit_months", [12.0, 180.0, 6.0], true),
    lever("mediation", words::MEDIATION, Part::Theatre, "mediation.level", SHARE, true),
    lever("civilians", words::CIVILIANS, Part::Operation, "civilians", [0.0, 6_000.0, 50.0], false),
    lever("quality", words::QUALITY, Part::Operation, "quality", SHARE, false),
    lever("leadership", words::LEADERSHIP, Part::Operation, "leadership", SHARE, false),
    lever("posture", words::POSTURE, Part::Operation, "posture", SHARE, false),
    lever("capabilities", words::CAPABILITIES, Part::Operation, "capabilities", SHARE, false),
    lever("caveats", words::CAVEATS, Part::Operation, "caveats", SHARE, false),
    lever("benefits", words::BENEFITS, Part::Operation, "benefits", SHARE, false),
    lever("communication", words::COMMUNICATION, Part::Operation, "communication", SHARE, false),
    lever("conduct", words::CONDUCT, Part::Operation, "conduct", SHARE, false),
    lever("transition", words::TRANSITION, Part::Operation, "transition", SHARE, false),
    lever("regional", words::REGIONAL, Part::Theatre, "host.regional_support", SHARE, false),
    lever("disinformation", words::DISINFORMATION, Part::Theatre, "host.disinformation", SHARE, false),
    lever("external", words::EXTERNAL, Part::Theatre, "conflict.external_support", SHARE, false),
];

/// The lever of a name.
pub fn find(id: &str) -> Option<&'static Lever> {
    LEVERS.iter().find(|l| l.id == id)
}

impl Lever {
    /// The keys it moves in a scenario; none where it has no operation to move.
    pub fn keys(&self, scenario: &Scenario) -> Vec<String> {
        match self.part {
            Part::World => vec![self.key.to_owned()],
            Part::Theatre => scenario.theatres.keys().map(|t| format!("theatre.{t}.{}", self.key)).collect(),
            Part::Operation => scenario.operations.keys().map(|o| format!("operation.{o}.{}", self.key)).collect(),
        }
    }

    /// Where it stands: the central level in the fifth year of the first owner; nothing where there is none.
    pub fn value(&self, scenario: &Scenario) -> Option<f64> {
        self.held(scenario).first().and_then(number)
    }

    /// Whether its owners stand at different places, of which a slider can show one only.
    pub fn differs(&self, scenario: &Scenario) -> bool {
        self.held(scenario).windows(2).any(|pair| pair[0] != pair[1])
    }

    /// Whether a level of an owner is a distribution or a path, which a moved slider replaces by a number.
    pub fn varies(&self, scenario: &Scenario) -> bool {
        let varies = |value: &Value| matches!(value, Value::Level(Level::Distribution(_) | Level::Path(_)));
        self.held(scenario).iter().any(varies)
    }

    /// What each owner holds under its key.
    fn held(&self, scenario: &Scenario) -> Vec<Value> {
        let value = |key: &String| Some(scenario.get(&Address::parse(key)?)?.value);
        self.keys(scenario).iter().filter_map(value).collect()
    }

    /// A value as it stands in a scenario, kept within the lever's way.
    pub fn write(&self, value: f64) -> String {
        let [low, high, _] = self.range;
        // `clamp` lets an undefined number through; `max` does not.
        let value = value.max(low).min(high);
        if self.key == "planned_exit_months" { format!("{value:.0}") } else { format!("{value}") }
    }
}

/// The central level in the fifth year, or a whole number.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Level(level) => Some(level.central(60)),
        Value::Integer(n) => Some(f64::from(*n)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::messages::{Lang, keys};
    use crate::scenario::{builtin_baseline, load_shipped, load_str, shipped};

    #[test]
    fn every_lever_moves_a_key_that_there_is_within_its_range() {
        let mut scenario = builtin_baseline(&[]).unwrap().scenario;
        for lever in LEVERS {
            let before = lever.value(&scenario).unwrap_or_else(|| panic!("{}", lever.id));
            assert!((lever.range[0]..=lever.range[1]).contains(&before), "{}: {before}", lever.id);
            for end in [lever.range[0], lever.range[1]] {
                for key in lever.keys(&scenario) {
                    scenario.set(&key, &lever.write(end)).unwrap_or_else(|e| panic!("{key}: {e}"));
                }
                assert_eq!(lever.value(&scenario), Some(end), "{}", lever.id);
            }
        }
    }

    #[test]
    fn levers_are_called_on_the_page_what_charts_call_them() {
        for lever in LEVERS {
            assert_eq!(lever.name.ja, keys::whole(lever.key, Lang::Ja), "{}", lever.id);
        }
    }

    #[test]
    fn every_shipped_scenario_stands_on_its_levers() {
        // Treaties are other worlds, without levers.
        for name in shipped::names().filter(|name| !name.starts_with("treaty")) {
            let scenario = load_shipped(&format!("extends = \"{name}\"\n"), "page.toml", &[]).unwrap().scenario;
            for lever in LEVERS {
                for value in lever.held(&scenario).iter().filter_map(number) {
                    assert!((lever.range[0]..=lever.range[1]).contains(&value), "{name}: {} {value}", lever.id);
                }
            }
        }
    }

    #[test]
    fn owners_that_differ_and_levels_that_vary_are_known() {
        let text = "[theatre.a.host]\nconsent = 0.8\n[theatre.b.host]\nconsent = 0.5\n\
                    [theatre.a.mediation]\nlevel = { path = [[0, 0.2], [60, 0.6]] }\n\
                    [theatre.b.mediation]\nlevel = { path = [[0, 0.2], [60, 0.6]] }\n";
        let scenario = load_str(text, "page.toml", None, &[]).unwrap().scenario;
        let told = |id| [find(id).unwrap().differs(&scenario), find(id).unwrap().varies(&scenario)];
        assert_eq!(told("consent"), [true, false]);
        assert_eq!(told("mediation"), [false, true]);
        assert_eq!(told("regional"), [false, false]);
        assert_eq!(told("troops"), [false, false], "there is no operation");
    }

    #[test]
    fn a_value_that_is_none_stays_on_the_lever() {
        let lever = find("consent").unwrap();
        assert_eq!(lever.write(f64::NAN), "0");
        assert_eq!(lever.write(f64::INFINITY), "1");
    }
}
