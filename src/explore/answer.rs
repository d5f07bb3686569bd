//! What the page is told: main outcomes, months, a distribution, sentences, and where the levers stand.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::ask::Ask;
use super::levers::{LEVERS, Lever};
use super::since::Start;
use super::split::split;
use crate::engine::results::{Column, Results, Row};
use crate::evidence::posterior::Posterior;
use crate::output::messages::{Lang, doubts, outcomes::label};
use crate::output::number::{Measure, significant};
use crate::output::outcomes::MAIN;
use crate::output::report::{cell, findings};
use crate::output::speech;
use crate::scenario::Scenario;
use crate::world::series;

/// Monthly series that the page draws.
pub const SHOWN: &[usize] = &[series::BATTLE, series::DEPLOYED, series::PEACE, series::CONSENT, series::DISPLACED];

/// Outcomes whose variance is split.
const SPLIT: [&str; 5] = ["lives_saved", "battle_deaths", "months_at_war", "success", "cost_usd"];

/// What an answer is made from, beside the question.
pub struct Found<'a> {
    /// The scenario asked about.
    pub scenario: &'a Scenario,
    /// Its results, with every replicate's outcomes.
    pub results: &'a Results,
    /// The posterior that it was lived under.
    pub posterior: &'a Posterior,
    /// Where the levers began, once they have been moved.
    pub start: Option<&'a Start>,
    /// Milliseconds it took.
    pub ms: f64,
}

/// The answer to a question.
pub fn answer(ask: &Ask, found: &Found<'_>) -> Value {
    let lang = ask.language();
    let Found { scenario, results, posterior, ms, .. } = *found;
    // Chance is told from parameters in the closer look only.
    let split = if ask.is_quick() { &[][..] } else { &SPLIT };
    let told = json!({
        "number": ask.number,
        "replicates": results.info.replicates,
        "ms": ms.round(),
        "name": results.info.title,
        "months": scenario.horizon_months.value,
        "exit": results.info.planned_exit_month,
        "outcomes": MAIN.iter().filter_map(|o| outcome(found, o, lang)).collect::<Vec<_>>(),
        "series": months(results),
        "lives": lives(results),
        "split": split.iter().filter_map(|o| parts(results, posterior, o, lang)).collect::<Vec<_>>(),
        "said": findings(results, lang),
        "doubts": results.doubts.iter().map(|d| doubts::say(&d.text, lang)).collect::<Vec<_>>(),
    });
    standing(told, scenario)
}

/// What is told, and with it where every lever stands in a scenario (null where it has nothing to move), which of them
/// stand at several places or vary, its models, and how many operations there are to move.
pub fn standing(mut told: Value, scenario: &Scenario) -> Value {
    let which = |is: fn(&Lever, &Scenario) -> bool| LEVERS.iter().filter(move |l| is(l, scenario)).map(|l| l.id);
    let stands = |l: &Lever| (l.id.to_owned(), number(l.value(scenario).unwrap_or(f64::NAN)));
    let models: Vec<_> = scenario.operations.values().map(|o| &o.models.value).collect();
    told["levers"] = LEVERS.iter().map(stands).collect::<Map<_, _>>().into();
    told["several"] = which(Lever::differs).collect();
    told["varies"] = which(Lever::varies).collect();
    told["models"] = json!(models.iter().copied().flatten().collect::<BTreeSet<_>>());
    told["several_models"] = json!(models.windows(2).any(|pair| pair[0] != pair[1]));
    told["operations"] = json!(models.len());
    told
}

/// A number of enough digits to draw; null where it is none.
fn number(value: f64) -> Value {
    if value.is_finite() { json!(significant(value, 5)) } else { Value::Null }
}

fn outcome(found: &Found<'_>, name: &str, lang: Lang) -> Option<Value> {
    let Found { results, posterior, start, .. } = *found;
    let rows = Column::ALL.map(|world| results.row(name, world));
    let first = rows.iter().flatten().find(|r| r.mean.is_finite() || name == "cost_per_life_saved_usd")?;
    let [with, without, difference] = rows.map(|r| cell(r, lang).replace('\u{a0}', " "));
    // What the mission's world is compared by: its own value, or for what exists only as a difference, that.
    let own = rows[0].filter(|r| r.mean.is_finite()).or(rows[2]);
    Some(json!({
        "id": name,
        "label": crate::output::report::label(name, &first.unit, lang),
        "mission": with,
        "none": without,
        "difference": difference,
        "mean": number(own.map_or(f64::NAN, |r| r.mean)),
        "mcse": number(own.map_or(f64::NAN, |r| r.mcse)),
        "since": start.zip(results.kept.as_ref()).and_then(|(start, kept)| {
            let moved = start.moved(kept, name, posterior)?;
            Some([number(moved.difference), number(moved.error)])
        }),
        "share": Measure::of(&first.unit) == Measure::Share,
    }))
}

fn months(results: &Results) -> Value {
    let mut all = Map::new();
    for name in SHOWN.iter().map(|k| series::SERIES[*k].name) {
        let mut worlds = Map::new();
        for world in [Column::Mission, Column::None] {
            let rows = || results.series.iter().filter(|r| r.series == name && r.world == world && r.theatre == "all");
            if rows().next().is_none() {
                continue;
            }
            let column = |pick: &dyn Fn(&crate::engine::results::SeriesRow) -> f64| {
                rows().map(|r| number(pick(r))).collect::<Vec<_>>()
            };
            let bands: Vec<_> = (0..5).map(|q| column(&|r| r.quantiles[q])).collect();
            let months: Vec<i32> = rows().map(|r| r.month).collect();
            worlds
                .insert(world.name().to_owned(), json!({"month": months, "mean": column(&|r| r.mean), "bands": bands}));
        }
        all.insert(name.to_owned(), worlds.into());
    }
    all.into()
}

/// The distribution of lives saved as quantiles at even steps.
fn lives(results: &Results) -> Value {
    let curve = results.curves.iter().find(|c| c.outcome == "lives_saved" && c.world == Column::Difference);
    curve.map_or(Value::Null, |c| c.quantiles.iter().map(|v| number(*v)).collect::<Vec<_>>().into())
}

/// An outcome's spread by its source, where replicates were kept.
fn parts(results: &Results, posterior: &Posterior, name: &str, lang: Lang) -> Option<Value> {
    let kept = results.kept.as_ref()?;
    let at = kept.names.iter().position(|n| n == name)?;
    let values: Vec<f64> = kept.rows.iter().map(|r| r[at]).collect();
    let draws: Vec<usize> = (0..values.len() as u64).map(|k| posterior.draw_of(k)).collect();
    let found = split(&values, &draws)?;
    let row = results.row(name, Column::Mission).filter(|r| r.mean.is_finite());
    let row: &Row = row.or_else(|| results.row(name, Column::Difference))?;
    let measure = Measure::of(&row.unit).of_difference();
    let write = |v: f64| speech::value(measure, v, lang).replace('\u{a0}', " ");
    Some(json!({
        "label": label(name, lang),
        "parameters": write(found.parameters),
        "chance": write(found.chance),
        "error": write(row.mcse),
        "share": number(found.parameters.powi(2) / (found.parameters.powi(2) + found.chance.powi(2))),
    }))
}
