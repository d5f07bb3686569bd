//! What outcomes and series are called in tables for people, sentences and charts.

use super::messages::{self, Lang};

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

/// The name of an outcome as a person reads it, in English.
pub fn label(outcome: &str) -> String {
    messages::outcomes::label(outcome, Lang::En)
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
