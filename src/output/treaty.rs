//! What the results of a treaty mean, in sentences that a report says and its charts have for titles.

use toml::Table;

use super::messages::{Lang, treaty as words};
use super::number::Measure;
use super::speech::{compact, value};
use crate::engine::results::{Column, Results, Row};

/// Whether these are results of a treaty.
pub fn is_one(results: &Results) -> bool {
    start_year(results).is_some()
}

/// First year of the scenario, where these are results of a treaty.
pub fn start_year(results: &Results) -> Option<i32> {
    let table: Table = results.info.scenario_toml.parse().ok()?;
    i32::try_from(table.get("treaty")?.get("start_year")?.as_integer()?).ok()
}

/// All that can be said.
pub fn sentences(results: &Results, lang: Lang) -> Vec<String> {
    [parties, dues, risk, duties].iter().filter_map(|say| say(results, lang)).collect()
}

/// States parties in the last year.
pub fn parties(results: &Results, lang: Lang) -> Option<String> {
    let year = start_year(results)? + i32::try_from(results.info.horizon_months / 12).ok()?;
    let row = row(results, &format!("parties_{year}"))?;
    let [low, _, n, _, high] = row.quantiles.map(|q| compact(q.value, lang));
    let values = [("year", &*year.to_string()), ("n", &n), ("low", &low), ("high", &high)];
    Some(words::PARTIES_SENTENCE.fill(lang, &values))
}

/// What of the budget is collected.
pub fn dues(results: &Results, lang: Lang) -> Option<String> {
    let budget = value(Measure::Dollars, row(results, "budget_usd")?.mean, lang);
    let [share, low, high] = share(results, "collected_share", lang)?;
    Some(words::DUES_SENTENCE.fill(lang, &[("share", &share), ("budget", &budget), ("low", &low), ("high", &high)]))
}

/// What rests on the largest payer, and how often a meeting is at risk.
pub fn risk(results: &Results, lang: Lang) -> Option<String> {
    let [[largest, ..], [years, ..]] =
        [share(results, "largest_share_of_receipts", lang)?, share(results, "shortfall_years", lang)?];
    Some(words::RISK_SENTENCE.fill(lang, &[("share", &largest), ("risk", &years)]))
}

/// What of the obligations is met.
pub fn duties(results: &Results, lang: Lang) -> Option<String> {
    let [share, low, high] = share(results, "obligations_met", lang)?;
    Some(words::DUTIES_SENTENCE.fill(lang, &[("share", &share), ("low", &low), ("high", &high)]))
}

fn row<'a>(results: &'a Results, outcome: &str) -> Option<&'a Row> {
    results.row(outcome, Column::None).filter(|r| r.mean.is_finite())
}

/// A share and its 90 % band as they are written.
fn share(results: &Results, outcome: &str, lang: Lang) -> Option<[String; 3]> {
    let row = row(results, outcome)?;
    Some([row.mean, row.quantiles[0].value, row.quantiles[4].value].map(|v| value(Measure::Share, v, lang)))
}
