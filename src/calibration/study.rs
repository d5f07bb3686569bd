//! Virtual studies, declared as data: which worlds, which arms, which estimator (`data/evidence/studies.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::estimator::Estimator;
use super::placement::Placement;
use super::target::Target;
use crate::evidence::register::Stance;
use crate::scenario::{Scenario, load_str, parse_set};

/// The declarations.
pub const STUDIES: &str = include_str!("../../data/evidence/studies.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    placement: Placement,
    world: BTreeMap<String, WorldFile>,
    study: Vec<Study>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WorldFile {
    about: String,
    scenario: String,
    #[serde(default = "one")]
    histories: usize,
    #[serde(default = "one")]
    every: usize,
    arms: BTreeMap<String, ArmFile>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ArmFile {
    #[serde(default)]
    set: Vec<String>,
    #[serde(default)]
    without_operations: bool,
    #[serde(default)]
    constants: BTreeMap<String, f64>,
}

fn one() -> usize {
    1
}

/// A virtual study.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// The target it is for.
    pub id: String,
    /// The stance whose row it is for; every stance without a study of its own where none is named.
    #[serde(default)]
    pub stance: Option<Stance>,
    /// The world whose histories it reads.
    pub world: String,
    /// How it estimates.
    pub estimate: Estimator,
    /// Whether the natural logarithm of the estimate is meant.
    #[serde(default)]
    pub log: bool,
    /// Further outcomes of a sign row that must go the same way.
    #[serde(default)]
    pub also: Vec<Estimator>,
    /// Half-width of the band of a null row that names none.
    #[serde(default)]
    pub band: Option<f64>,
    /// Whether it rests on parameters of its own (placement) and no fit of the model's may touch it.
    #[serde(default)]
    pub own_parameters: bool,
    /// What is chosen beyond the words of the target, and why.
    #[serde(default)]
    pub note: String,
}

/// A population of scenarios and its arms.
#[derive(Debug)]
pub struct World {
    /// What it stands for, and the sources of its spreads.
    pub about: String,
    /// Histories relative to other worlds.
    pub histories: usize,
    /// One draw in so many is lived, with so many times the histories.
    pub every: usize,
    /// Scenarios by arm.
    pub arms: BTreeMap<String, Scenario>,
    /// Constants by arm.
    pub constants: BTreeMap<String, BTreeMap<String, f64>>,
}

/// All studies.
#[derive(Debug)]
pub struct Studies {
    /// Where operations go.
    pub placement: Placement,
    /// Worlds by name.
    pub worlds: BTreeMap<String, World>,
    /// Studies in the order of the file.
    pub studies: Vec<Study>,
}

impl Studies {
    /// The study of a target in a stance: the stance's own before the common one.
    pub fn of(&self, target: &Target, stance: Stance) -> Option<&Study> {
        let of = |own: Option<Stance>| self.studies.iter().find(|s| s.id == target.id && s.stance == own);
        of(Some(stance)).or_else(|| of(None))
    }
}

/// The embedded studies.
///
/// # Panics
/// Never in a released build: a test reads them.
pub fn studies() -> &'static Studies {
    static ALL: LazyLock<Studies> =
        LazyLock::new(|| parse(STUDIES).unwrap_or_else(|why| panic!("data/evidence/studies.toml: {why}")));
    &ALL
}

/// Reads declarations.
///
/// # Errors
/// What is wrong, in words: an unknown estimator, series, outcome, world or arm, or a scenario that is none.
pub fn parse(text: &str) -> Result<Studies, String> {
    let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
    let mut worlds = BTreeMap::new();
    for (name, world) in file.world {
        let read = world_of(&name, world).map_err(|why| format!("world {name}: {why}"))?;
        worlds.insert(name, read);
    }
    for study in &file.study {
        check(study, &worlds).map_err(|why| format!("study {}: {why}", study.id))?;
    }
    Ok(Studies { placement: file.placement, worlds, studies: file.study })
}

fn world_of(name: &str, file: WorldFile) -> Result<World, String> {
    let (mut arms, mut constants) = (BTreeMap::new(), BTreeMap::new());
    for (arm, spec) in file.arms {
        let set = |s: &String| parse_set(s).ok_or_else(|| format!("arm {arm}: `{s}` is not KEY=VALUE"));
        let sets: Vec<(String, String)> = spec.set.iter().map(set).collect::<Result<_, _>>()?;
        let loaded = load_str(&file.scenario, &format!("{name}.toml"), None, &sets);
        let mut scenario = loaded.map_err(|why| format!("arm {arm}: {why}"))?.scenario;
        if spec.without_operations {
            scenario.operations.clear();
        }
        arms.insert(arm.clone(), scenario);
        constants.insert(arm, spec.constants);
    }
    Ok(World { about: file.about, histories: file.histories.max(1), every: file.every.max(1), arms, constants })
}

fn check(study: &Study, worlds: &BTreeMap<String, World>) -> Result<(), String> {
    let world = worlds.get(&study.world).ok_or_else(|| format!("no world is called `{}`", study.world))?;
    for estimator in [&study.estimate].into_iter().chain(&study.also) {
        if let Some(arm) = estimator.arms().iter().find(|a| !world.arms.contains_key(*a)) {
            return Err(format!("the world `{}` has no arm `{arm}`", study.world));
        }
        let horizon = world.arms.values().map(|s| s.horizon_months.value as i32).min().unwrap_or(0);
        if estimator.last_month() > horizon {
            let last = estimator.last_month();
            return Err(format!("it reads month {last}, but the world `{}` ends with month {horizon}", study.world));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::target;

    #[test]
    fn every_target_of_each_stance_has_a_study_and_every_study_a_target() {
        let targets = target::embedded();
        for stance in [Stance::Study, Stance::Sceptical] {
            for t in targets.iter().filter(|t| t.is_of(stance)) {
                assert!(studies().of(t, stance).is_some(), "{} has no study in {}", t.id, stance.name());
            }
        }
        for s in &studies().studies {
            assert!(targets.iter().any(|t| t.id == s.id), "{} is no target", s.id);
        }
    }

    #[test]
    fn mistakes_in_declarations_are_told() {
        let wrong = |from: &str, to: &str| {
            assert!(STUDIES.contains(from), "{from}");
            parse(&STUDIES.replacen(from, to, 1)).unwrap_err()
        };
        assert!(wrong("{ slope = {", "{ slop = {").contains("unknown variant `slop`"));
        assert!(wrong("of = \"battle\"", "of = \"batle\"").contains("no series is called `batle`"));
        assert!(wrong("outcome = \"success\"", "outcome = \"sucess\"").contains("no outcome is called `sucess`"));
        assert!(wrong("months = [13, 60]", "months = [13, 61]").contains("ends with month 60"));
        assert!(wrong("against = \"none\"", "against = \"nobody\"").contains("no arm `nobody`"));
    }
}
