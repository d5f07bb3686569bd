//! The outcomes of a history: names, kinds and units.

use super::society;

/// What kind of number an outcome is; it decides how its mean and error are computed and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number of events or people.
    Count,
    /// Yes or no in one theatre: its mean is a share.
    Share,
    /// Months.
    Time,
    /// A ratio.
    Ratio,
    /// Relative to 100 without a mission.
    Index,
    /// US dollars.
    Money,
}

impl Kind {
    /// The word in result tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Share => "share",
            Self::Time => "time",
            Self::Ratio => "ratio",
            Self::Index => "index",
            Self::Money => "money",
        }
    }
}

/// How an outcome of all theatres comes from those of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pool {
    /// Their sum.
    Sum,
    /// The mean of those that are defined.
    Mean,
}

/// An outcome.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// Name in tables and charts.
    pub name: &'static str,
    /// Kind.
    pub kind: Kind,
    /// Unit.
    pub unit: &'static str,
    /// How theatres pool.
    pub pool: Pool,
    /// What it is.
    pub doc: &'static str,
}

macro_rules! outcomes {
    ($( $id:ident $name:literal $kind:ident $unit:literal $pool:ident $doc:literal; )*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Place { $( $id, )* Last }
        $( #[doc = $doc] pub const $id: usize = Place::$id as usize; )*
        /// Number of outcomes other than indices.
        const PLAIN: usize = Place::Last as usize;
        const PLAIN_OUTCOMES: [Outcome; PLAIN] = [
            $( Outcome { name: $name, kind: Kind::$kind, unit: $unit, pool: Pool::$pool, doc: $doc } ),*
        ];
    };
}

outcomes! {
    BATTLE "battle_deaths" Count "deaths" Sum "Battle-related deaths from deployment to the horizon";
    GOVERNMENT "one_sided_deaths_government" Count "deaths" Sum "Civilians killed by government forces";
    REBELS "one_sided_deaths_rebels" Count "deaths" Sum "Civilians killed by non-state groups";
    WAR_MONTHS "months_at_war" Time "months" Sum "Months in latent war";
    CONFLICT_YEARS "conflict_years" Count "calendar years" Sum "Complete calendar years with 25 or more battle-related deaths";
    WAR_YEARS "war_years" Count "calendar years" Sum "Complete calendar years with 1,000 or more battle-related deaths";
    CEASEFIRE_TIME "time_to_ceasefire_rmst" Time "months" Mean "Months to the first ceasefire or settlement, restricted to 120, of theatres at war at deployment";
    SETTLEMENT_TIME "time_to_settlement_rmst" Time "months" Mean "Months to the first settlement, restricted to 120, of theatres at war at deployment";
    END_SETTLEMENT "ended_by_settlement" Share "share" Mean "First ending within 120 months is a peace agreement";
    END_CEASEFIRE "ended_by_ceasefire" Share "share" Mean "First ending within 120 months is a ceasefire";
    END_VICTORY "ended_by_victory" Share "share" Mean "First ending within 120 months is a victory";
    END_FADING "ended_by_fading" Share "share" Mean "First ending within 120 months is fading without an agreement";
    STILL_FIGHTING "still_fighting" Share "share" Mean "No ending within 120 months";
    SUCCESS "success" Share "share" Mean "Exit not forced, no conflict-year in the exit year and the two after, implementation at least 0.6";
    WARTIME_SUCCESS "wartime_success" Share "share" Mean "Deaths down, displacement not up, no neighbour infected, months 13 to 36";
    PEACE "peace_at_horizon" Share "share" Mean "No war and no mere ceasefire at the horizon";
    RELAPSE "relapse_5y" Share "share" Mean "A conflict-year within five years of the first peace year";
    FIRST_PEACE "first_peace_months" Time "months" Mean "Months that the first peace or ceasefire held, to relapse or the horizon";
    FIRST_PEACE_FAILED "first_peace_failed" Share "share" Mean "The first peace or ceasefire failed before the horizon";
    WITHDRAWN "consent_withdrawn" Share "share" Mean "The host withdrew consent and forced an exit";
    TERMINATED "mandate_terminated" Share "share" Mean "The Council ended the mandate before the planned exit";
    IMPLEMENTATION "mandate_implementation" Ratio "share" Mean "Weighted implementation of the mandate at exit or the horizon";
    INFECTED "neighbours_infected" Count "countries" Sum "Neighbours newly in conflict";
    DISPLACED "displaced_person_months" Count "person-months" Sum "Person-months of displacement";
    RETURNED "people_returned" Count "people" Sum "Displaced people who returned";
    AID_WORKERS "aid_worker_attacks" Count "attacks" Sum "Attacks on aid workers";
    SEXUAL_VIOLENCE "sexual_violence_cases" Count "verified cases" Sum "Verified cases of conflict-related sexual violence";
    PEACEKEEPERS "peacekeeper_deaths" Count "deaths" Sum "Peacekeeper deaths of all causes";
    PEACEKEEPERS_MALICIOUS "peacekeeper_deaths_malicious" Count "deaths" Sum "Peacekeeper deaths by malicious acts";
    PERSON_YEARS "uniformed_person_years" Count "person-years" Sum "Uniformed person-years deployed";
    MISSION_MONTHS "mission_months" Time "months" Sum "Months with an operation deployed";
    COST "cost_usd" Money "US$" Sum "Cost of operations, whoever pays";
    REQUIREMENT "requirement_usd" Money "US$" Sum "What authorised strength requires while operations run";
    BUDGET "budget_usd" Money "US$" Sum "Approved budgets while operations run";
    RECEIPTS "receipts_usd" Money "US$" Sum "Assessed contributions received";
    SHORT_MONTHS "cash_short_months" Time "months" Sum "Months in which cash did not cover the month's plan";
    CUT_MONTHS "cash_cut_months" Time "months" Sum "Months in which the cash outlook forced cuts";
    UNPAID_END "unpaid_at_end_usd" Money "US$" Sum "Assessments unpaid at the horizon";
    OWED_END "owed_to_contributors_at_end_usd" Money "US$" Sum "Owed to troop and police contributors at the horizon";
    COST_CONTRIBUTORS "cost_contributors_usd" Money "US$" Sum "Paid to contributors for troops, police and their equipment";
    COST_OPERATIONS "cost_operations_usd" Money "US$" Sum "Paid for facilities, transport, aviation, travel and construction";
    COST_PROGRAMME "cost_programme_usd" Money "US$" Sum "Programme money and quick-impact projects";
    COST_CIVILIANS "cost_civilians_usd" Money "US$" Sum "Paid for civilian staff";
    COST_OVERHEAD "cost_overhead_usd" Money "US$" Sum "Support account, logistics base, service centre, liquidation";
    COST_VOLUNTARY "cost_voluntary_usd" Money "US$" Sum "Voluntary, trust-fund and in-kind money spent on programme work";
    COST_PARTNERS "cost_partners_usd" Money "US$" Sum "Of the cost, what partners pay beside the assessed account";
}

/// Outcomes that exist only as a difference between the two worlds, in this order.
pub const PAIRED: [Outcome; 2] = [
    Outcome {
        name: "lives_saved",
        kind: Kind::Count,
        unit: "lives",
        pool: Pool::Sum,
        doc: "Battle-related and one-sided deaths without operations minus with them",
    },
    Outcome {
        name: "war_months_averted",
        kind: Kind::Time,
        unit: "months",
        pool: Pool::Sum,
        doc: "Months at war without operations minus with them",
    },
];

/// Number of outcomes of a theatre in one world.
pub const COUNT: usize = PLAIN + society::COUNT;

/// Position of the first index among the outcomes.
pub const FIRST_INDEX: usize = PLAIN;

/// The outcome at a position.
pub fn outcome(at: usize) -> Outcome {
    if at < PLAIN {
        return PLAIN_OUTCOMES[at];
    }
    let index = society::INDICES[at - PLAIN];
    Outcome { name: index.name, kind: Kind::Index, unit: "no mission = 100", pool: Pool::Mean, doc: index.doc }
}

/// All outcomes in order.
pub fn all() -> impl Iterator<Item = Outcome> {
    (0..COUNT).map(outcome)
}
