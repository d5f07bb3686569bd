//! What the words mean to the simulator: `data/catalogue/meaning.toml`.
//!
//! The study gives no sizes, weights or strengths. Each number here carries a kind (`cited`,
//! `calibrated`, `assumed`) and a reason, and every one of them can be overridden in a scenario.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::entries::{forms, models};

/// What a model asks of a mission and what it acts on.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ModelMeaning {
    /// The study's number.
    pub number: u32,
    /// Slug, for the reader of the file; must be that of the number.
    pub slug: String,
    /// People that the model's tasks need.
    pub size: f64,
    /// Shares of troops, police, observers and civilians; they sum to one.
    pub shares: [f64; 4],
    /// Least level of `mission.capabilities` at which it performs in full.
    pub capabilities: f64,
    /// What its tasks act on, with a strength from 0 to 1: an effect or an index of society.
    pub acts: BTreeMap<String, f64>,
    /// The outcomes of its own strategic aim.
    pub aim: Vec<String>,
    /// `assumed`, `cited` or `calibrated`.
    pub kind: String,
    /// Why these numbers.
    pub reason: String,
}

/// What a delivery form changes.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct FormNumbers {
    /// Factor on the delay of deployment.
    pub delay: f64,
    /// Factor on performance: what friction of command leaves.
    pub command: f64,
    /// Share of the requirement that the United Nations pays.
    pub cost_share: f64,
    /// Troops of the partner beside the mission, as a share of the mission's people.
    pub partner: f64,
    /// Share of the troops that change hats at deployment.
    pub rehatted: f64,
    /// Added to the logit of consent at full presence.
    pub legitimacy: f64,
}

/// A delivery form with its reason.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FormMeaning {
    /// Slug of the form.
    pub slug: String,
    /// Its numbers.
    pub numbers: FormNumbers,
    /// `assumed`, `cited` or `calibrated`.
    pub kind: String,
    /// Why these numbers.
    pub reason: String,
}

/// A coefficient that is no model's and no form's.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Coefficient {
    /// Name.
    pub name: String,
    /// Value.
    pub value: f64,
    /// `assumed`, `cited` or `calibrated`.
    pub kind: String,
    /// Why this value.
    pub reason: String,
}

/// How a success factor of chapter 7 stands in a scenario.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FactorMeaning {
    /// The study's number.
    pub number: u32,
    /// Keys that it moves, as `--set` spells them.
    pub keys: Vec<String>,
    /// Their value without the factor.
    pub without: f64,
    /// Their value with it.
    pub with: f64,
    /// `assumed`, `cited` or `calibrated`.
    pub kind: String,
    /// Why these.
    pub reason: String,
}

/// The whole file.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Meaning {
    /// Models in the study's order.
    pub model: Vec<ModelMeaning>,
    /// Forms in the study's order.
    pub form: Vec<FormMeaning>,
    /// Success factors in the study's order.
    pub factor: Vec<FactorMeaning>,
    /// Everything else.
    pub coefficient: Vec<Coefficient>,
}

/// The embedded file.
///
/// # Panics
/// Never in a released build: a test reads the embedded file.
pub fn meaning() -> &'static Meaning {
    static MEANING: LazyLock<Meaning> = LazyLock::new(|| {
        let text = include_str!("../../data/catalogue/meaning.toml");
        read(text).unwrap_or_else(|why| panic!("data/catalogue/meaning.toml: {why}"))
    });
    &MEANING
}

/// Reads a text as the file of meanings and holds it against the catalogue.
///
/// # Errors
/// A sentence that names the entry to blame.
pub fn read(text: &str) -> Result<Meaning, String> {
    let all: Meaning = toml::from_str(text).map_err(|e| e.to_string())?;
    let pairs = models().iter().map(|m| (m.number, &m.slug)).eq(all.model.iter().map(|m| (m.number, &m.slug)));
    if !pairs || !forms().iter().map(|f| &f.slug).eq(all.form.iter().map(|f| &f.slug)) {
        return Err("models and forms are not those of the catalogue, in its order".to_owned());
    }
    all.model.iter().try_for_each(check)?;
    let reasons = all.form.iter().map(|f| (&f.slug, &f.kind, &f.reason));
    let reasons = reasons.chain(all.coefficient.iter().map(|c| (&c.name, &c.kind, &c.reason)));
    let bare = reasons.filter(|(_, kind, reason)| !is_kind(kind) || reason.is_empty()).map(|(name, ..)| name).next();
    bare.map_or(Ok(all.clone()), |name| Err(format!("{name}: no kind or no reason")))
}

fn is_kind(kind: &str) -> bool {
    matches!(kind, "assumed" | "cited" | "calibrated")
}

fn check(m: &ModelMeaning) -> Result<(), String> {
    let whole = (m.shares.iter().sum::<f64>() - 1.0).abs() < 1e-9;
    let strengths = m.acts.values().all(|s| (0.0..=1.0).contains(s)) && !m.acts.is_empty();
    let sound = whole && strengths && m.size > 0.0 && (0.0..=1.0).contains(&m.capabilities);
    if !sound || !is_kind(&m.kind) || m.reason.is_empty() || m.aim.is_empty() {
        return Err(format!("model {} {}: shares, strengths, size, kind or reason are not sound", m.number, m.slug));
    }
    Ok(())
}

/// The meaning of a model.
pub fn model(number: u32) -> Option<&'static ModelMeaning> {
    meaning().model.iter().find(|m| m.number == number)
}

/// The slugs of the models that act on an effect or index, in the study's order.
pub fn acting_on(name: &str) -> Vec<&'static str> {
    meaning().model.iter().filter(|m| m.acts.contains_key(name)).map(|m| m.slug.as_str()).collect()
}

/// The meaning of a form by slug.
pub fn form(slug: &str) -> Option<&'static FormMeaning> {
    meaning().form.iter().find(|f| f.slug == slug)
}

/// How a success factor stands in a scenario.
pub fn factor(number: u32) -> Option<&'static FactorMeaning> {
    meaning().factor.iter().find(|f| f.number == number)
}

/// A coefficient by name.
///
/// # Panics
/// Where the file has none of that name; a test asks for all that the model reads.
pub fn coefficient(name: &str) -> f64 {
    let found = meaning().coefficient.iter().find(|c| c.name == name);
    found.unwrap_or_else(|| panic!("data/catalogue/meaning.toml: no coefficient {name}")).value
}

/// What a set of models asks together.
#[derive(Clone, Debug, PartialEq)]
pub struct Package {
    /// People that the tasks need.
    pub need: f64,
    /// Shares of troops, police, observers and civilians.
    pub shares: [f64; 4],
    /// Least capabilities.
    pub capabilities: f64,
}

/// Adds models up: the largest needs its people, each further one a part of its own, since bases,
/// aircraft and headquarters are shared.
pub fn package(numbers: &[u32]) -> Option<Package> {
    let chosen: Vec<&ModelMeaning> = numbers.iter().filter_map(|n| model(*n)).collect();
    let largest = chosen.iter().map(|m| m.size).fold(0.0, f64::max);
    let sum: f64 = chosen.iter().map(|m| m.size).sum();
    let mut people = [0.0; 4];
    for m in &chosen {
        for (total, share) in people.iter_mut().zip(m.shares) {
            *total += m.size * share / sum;
        }
    }
    (!chosen.is_empty()).then(|| Package {
        need: largest + coefficient("package.added") * (sum - largest),
        shares: people,
        capabilities: chosen.iter().map(|m| m.capabilities).fold(0.0, f64::max),
    })
}
