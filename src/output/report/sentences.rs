//! What a result means, in sentences whose numbers come from it.

use crate::engine::results::{Column, Results, Row};
use crate::output::number::{Measure, compact, months};
use crate::output::outcomes;

/// What every result is and is not.
pub const NOTE: &str = "These are estimates under the scenario's and the model's assumptions, not a forecast. Only the \
     effects of mission size are sized by cited findings; how much consent, Council unity and funding matter is assumed.";

/// What the results mean, a sentence or two for each thing that can be said, doubts with their remedies, and the note
/// on what these numbers are.
pub fn sentences(results: &Results) -> Vec<String> {
    let mut said: Vec<String> = if results.info.operations.is_empty() {
        without_operations(results)
    } else {
        [lives, war, peace, success, displaced, cost, ratio].iter().filter_map(|say| say(results)).collect()
    };
    said.extend(
        results.doubts.iter().map(|d| format!("Doubt: {} {}", stop(&d.text), stop(&d.remedy)).trim().to_owned()),
    );
    said.push(NOTE.to_owned());
    said
}

fn without_operations(results: &Results) -> Vec<String> {
    let world = if results.summary.iter().any(|r| r.world == Column::Mission) { Column::Mission } else { Column::None };
    let one = |name: &str| {
        let row = results.row(name, world).filter(|r| r.mean.is_finite())?;
        let label = lower_first(&outcomes::label(name));
        let range = range(row);
        Some(format!("Over {}, {label}: {} on average{}{range}.", span(results), value(row), interval(row)))
    };
    ["battle_deaths", "months_at_war", "peace_at_horizon", "displaced_person_months"]
        .into_iter()
        .filter_map(one)
        .collect()
}

fn lives(results: &Results) -> Option<String> {
    let Some(row) = difference(results, "lives_saved") else { return one_world(results, "battle_deaths") };
    let (many, verb) = (Measure::Plain.write(row.mean.abs()), if row.mean < 0.0 { "costs" } else { "saves" });
    let first = format!(
        "Over {} the mission {verb} {many} lives on average{}",
        span(results),
        interval_as(row, row.mean < 0.0)
    );
    let [low, .., high] = row.quantiles;
    let spread = format!(
        "in 90 % of histories, each beside its twin without the mission, between {} and {}",
        compact(low.value),
        compact(high.value)
    );
    let doubt = if covers_zero(row) { " So few histories cannot tell this mean from zero." } else { "" };
    Some(format!("{first}; {spread}.{doubt}"))
}

/// Without a world to compare with, what happens in the one there is.
fn one_world(results: &Results, outcome: &str) -> Option<String> {
    let row = results.row(outcome, Column::Mission).filter(|r| r.mean.is_finite())?;
    let label = lower_first(&outcomes::label(outcome));
    Some(format!(
        "Over {} with the mission, {label} come to {} on average{}{}. Without the world without it, nothing can be said \
         about what the mission changes.",
        span(results),
        value(row),
        interval(row),
        range(row)
    ))
}

fn war(results: &Results) -> Option<String> {
    let [with, without] = both(results, "months_at_war")?;
    let row = difference(results, "months_at_war")?;
    let change = if row.mean > 0.0 { "longer" } else { "shorter" };
    let by = compact(row.mean.abs());
    let (a, b) = (compact(with.mean), compact(without.mean));
    Some(format!(
        "War lasts {a} months with the mission and {b} without: {by} months {change}{}.",
        interval_as(row, row.mean < 0.0)
    ))
}

fn peace(results: &Results) -> Option<String> {
    let [with, without] = both(results, "peace_at_horizon")?;
    let row = difference(results, "peace_at_horizon")?;
    let (a, b) = (value(with), value(without));
    let first =
        format!("At the end there is peace in {a} of histories with the mission and in {b} without{}", points(row));
    let relapse = both(results, "relapse_5y").map(|[with, without]| {
        format!("; a peace, once reached, is lost again within five years in {} and {}", value(with), value(without))
    });
    Some(format!("{first}{}.", relapse.unwrap_or_default()))
}

fn success(results: &Results) -> Option<String> {
    let row = results.row("success", Column::Mission).filter(|r| r.mean.is_finite())?;
    let open = row.n.saturating_sub(row.defined) as f64 / row.n.max(1) as f64;
    let undecided = if open > 0.0005 {
        format!(" In {} of histories this cannot be decided before the horizon.", Measure::Share.write(open))
    } else {
        String::new()
    };
    Some(format!(
        "The mission succeeds in {} of histories{}: it is not forced out, no conflict-year follows its exit within two \
         years, and its mandate is carried out to 60 % or more.{undecided}",
        value(row),
        interval(row)
    ))
}

fn displaced(results: &Results) -> Option<String> {
    let row = difference(results, "displaced_person_months")?;
    let (many, word) = (compact(row.mean.abs() / 12.0), if row.mean > 0.0 { "more" } else { "fewer" });
    Some(format!("{many} {word} person-years of displacement are lived through with the mission than without."))
}

fn cost(results: &Results) -> Option<String> {
    let row = results.row("cost_usd", Column::Mission).filter(|r| r.mean > 0.0)?;
    let deaths = results.row("peacekeeper_deaths", Column::Mission).filter(|r| r.mean.is_finite());
    let lost = deaths.map(|d| format!(", and {} peacekeepers die in it", compact(d.mean))).unwrap_or_default();
    Some(format!("It costs {}{}{lost}.", value(row), range(row)))
}

fn ratio(results: &Results) -> Option<String> {
    let row = results.row("cost_per_life_saved_usd", Column::Difference)?;
    let bounded = row.mean.is_finite() && row.mean_lo.is_finite() && row.mean_hi.is_finite();
    if !bounded {
        return Some("The cost per life saved is unbounded: the lives saved cannot be told from zero.".to_owned());
    }
    let [low, mean, high] = [row.mean_lo, row.mean, row.mean_hi].map(|v| Measure::Dollars.write(v));
    Some(format!(
        "A life saved costs {mean} (95 % Monte Carlo interval {low} to {high}), mean cost over mean lives saved."
    ))
}

fn difference<'a>(results: &'a Results, outcome: &str) -> Option<&'a Row> {
    results.row(outcome, Column::Difference).filter(|r| r.mean.is_finite())
}

fn both<'a>(results: &'a Results, outcome: &str) -> Option<[&'a Row; 2]> {
    let of = |world| results.row(outcome, world).filter(|r| r.mean.is_finite());
    Some([of(Column::Mission)?, of(Column::None)?])
}

fn span(results: &Results) -> String {
    months(results.info.horizon_months)
}

fn value(row: &Row) -> String {
    Measure::of(&row.unit).write(row.mean)
}

/// ` (95 % Monte Carlo interval 1 to 2)`, or nothing where it is unknown.
fn interval(row: &Row) -> String {
    interval_as(row, false)
}

/// The interval of a mean that is written with the other sign.
fn interval_as(row: &Row, negated: bool) -> String {
    if !(row.mean_lo.is_finite() && row.mean_hi.is_finite()) {
        return String::new();
    }
    let (low, high) = if negated { (-row.mean_hi, -row.mean_lo) } else { (row.mean_lo, row.mean_hi) };
    let measure = Measure::of(&row.unit);
    format!(" (95 % Monte Carlo interval {} to {})", measure.write(low), measure.write(high))
}

fn points(row: &Row) -> String {
    let [low, high] = [row.mean_lo, row.mean_hi].map(|v| crate::output::number::short(100.0 * v));
    let mean = Measure::Points.write(row.mean);
    if low.is_empty() || !(row.mean_lo.is_finite() && row.mean_hi.is_finite()) {
        return String::new();
    }
    format!(" (difference {mean}, 95 % Monte Carlo interval {low} to {high})")
}

/// `, in 90 % of histories between 1 and 2`; nothing for a share, which is 0 or 1 in each.
fn range(row: &Row) -> String {
    let [low, .., high] = row.quantiles;
    if row.unit == "share" || !(low.value.is_finite() && high.value.is_finite()) {
        return String::new();
    }
    let measure = Measure::of(&row.unit);
    format!(", in 90 % of histories between {} and {}", measure.write(low.value), measure.write(high.value))
}

fn covers_zero(row: &Row) -> bool {
    row.mean_lo <= 0.0 && row.mean_hi >= 0.0
}

fn stop(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
