//! What outcomes and series are called in tables for people, sentences and charts.

/// The outcomes that a person is shown first, in this order.
pub const MAIN: [&str; 18] = [
    "battle_deaths",
    "one_sided_deaths_government",
    "one_sided_deaths_rebels",
    "lives_saved",
    "months_at_war",
    "war_months_averted",
    "time_to_ceasefire_rmst",
    "success",
    "wartime_success",
    "peace_at_horizon",
    "relapse_5y",
    "consent_withdrawn",
    "mandate_implementation",
    "neighbours_infected",
    "displaced_person_months",
    "peacekeeper_deaths",
    "cost_usd",
    "cost_per_life_saved_usd",
];

/// The name of an outcome as a person reads it; an unknown one as it is written in the tables, without underscores.
pub fn label(outcome: &str) -> String {
    let known = match outcome {
        "battle_deaths" => "Battle-related deaths",
        "one_sided_deaths_government" => "Civilians killed by government forces",
        "one_sided_deaths_rebels" => "Civilians killed by non-state groups",
        "months_at_war" => "Months at war",
        "time_to_ceasefire_rmst" => "Months to a ceasefire (of 120)",
        "time_to_settlement_rmst" => "Months to a settlement (of 120)",
        "success" => "Success of the mission",
        "wartime_success" => "Wartime success",
        "peace_at_horizon" => "Peace at the horizon",
        "relapse_5y" => "Relapse within five years",
        "consent_withdrawn" => "Consent withdrawn by the host",
        "mandate_terminated" => "Mandate ended by the Council",
        "mandate_implementation" => "Mandate implemented",
        "neighbours_infected" => "Neighbours newly in conflict",
        "displaced_person_months" => "Person-months of displacement",
        "people_returned" => "Displaced people who returned",
        "aid_worker_attacks" => "Attacks on aid workers",
        "sexual_violence_cases" => "Verified cases of sexual violence",
        "peacekeeper_deaths" => "Peacekeeper deaths",
        "peacekeeper_deaths_malicious" => "Peacekeeper deaths by malicious acts",
        "cost_usd" => "Cost",
        "lives_saved" => "Lives saved",
        "war_months_averted" => "War months averted",
        "cost_per_life_saved_usd" => "Cost per life saved",
        other => return sentence_case(other),
    };
    known.to_owned()
}

fn sentence_case(name: &str) -> String {
    let mut text = name.replace('_', " ");
    if let Some(first) = text.get(..1).map(str::to_uppercase) {
        text.replace_range(..1, &first);
    }
    text
}

/// Whether less of it is better, more of it is, or neither can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Less.
    Less,
    /// More.
    More,
    /// Neither.
    Neither,
}

/// Which way an outcome is better.
pub fn better(outcome: &str) -> Better {
    match outcome {
        "success"
        | "wartime_success"
        | "peace_at_horizon"
        | "mandate_implementation"
        | "people_returned"
        | "lives_saved"
        | "war_months_averted" => Better::More,
        "battle_deaths"
        | "one_sided_deaths_government"
        | "one_sided_deaths_rebels"
        | "months_at_war"
        | "time_to_ceasefire_rmst"
        | "time_to_settlement_rmst"
        | "relapse_5y"
        | "consent_withdrawn"
        | "mandate_terminated"
        | "neighbours_infected"
        | "displaced_person_months"
        | "aid_worker_attacks"
        | "sexual_violence_cases"
        | "peacekeeper_deaths"
        | "cost_per_life_saved_usd" => Better::Less,
        _ => Better::Neither,
    }
}
