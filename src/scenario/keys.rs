//! Every quantity a scenario can set, once: its key, unit, range, default and meaning.
//!
//! The structs below are what the rest of the program reads; the tables of [`LevelSpec`] beside
//! them are what the loader, the JSON Schema, `explain`, `--set` and sweeps read. Both come from
//! one macro, so a key cannot exist in one and be missing in the other.

use super::level::{Level, Sourced};

/// What is known about a key whose value is a [`Level`].
#[derive(Clone, Copy, Debug)]
pub struct LevelSpec {
    /// Table the key stands in (`host`), and its name there (`consent`).
    pub table: &'static str,
    /// Name inside its table.
    pub name: &'static str,
    /// Unit, for people.
    pub unit: &'static str,
    /// Least value allowed.
    pub min: f64,
    /// Greatest value allowed.
    pub max: f64,
    /// What it means.
    pub doc: &'static str,
}

macro_rules! levels {
    ($(#[$meta:meta])* $name:ident {
        $( $field:ident = $table:literal . $key:literal, $unit:literal, $min:expr, $max:expr, $default:expr, $doc:literal; )*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( #[doc = $doc] pub $field: Sourced<Level>, )*
        }
        impl Default for $name {
            fn default() -> Self {
                Self { $( $field: Sourced::default_of(Level::Number($default)), )* }
            }
        }
        impl $name {
            /// The keys of this group in the order of the fields.
            pub const SPECS: &'static [LevelSpec] = &[
                $( LevelSpec { table: $table, name: $key, unit: $unit, min: $min, max: $max, doc: $doc }, )*
            ];
            /// The level under `table.name`.
            pub fn get(&self, table: &str, name: &str) -> Option<&Sourced<Level>> {
                match (table, name) { $( ($table, $key) => Some(&self.$field), )* _ => None }
            }
            /// The level under `table.name`, to be set.
            pub fn get_mut(&mut self, table: &str, name: &str) -> Option<&mut Sourced<Level>> {
                match (table, name) { $( ($table, $key) => Some(&mut self.$field), )* _ => None }
            }
        }
    };
}

levels! {
    /// Levels of the whole world: the Security Council and the treasury.
    WorldLevels {
        unity = "council"."unity", "share", 0.0, 1.0, 0.65, "Unity of the Security Council behind the missions: 0 deadlocked, 1 united";
        funding = "funding"."level", "share", 0.0, 1.5, 1.0, "Approved budget as a share of what the mandated strength and tasks require";
        largest_paid = "funding"."largest_paid", "share", 0.0, 1.0, 0.95, "Share of its assessment that the largest payer pays in the end";
        largest_delay = "funding"."largest_delay_months", "months", 0.0, 24.0, 6.0, "Mean delay from assessment to payment of the largest payer";
        second_paid = "funding"."second_paid", "share", 0.0, 1.0, 1.0, "Share of its assessment that the second largest payer pays in the end";
        second_delay = "funding"."second_delay_months", "months", 0.0, 24.0, 4.0, "Mean delay from assessment to payment of the second largest payer";
        others_paid = "funding"."others_paid", "share", 0.0, 1.0, 0.98, "Share of their assessments that all other payers pay in the end";
        others_delay = "funding"."others_delay_months", "months", 0.0, 24.0, 3.0, "Mean delay from assessment to payment of all other payers";
        reserve = "funding"."reserve_usd", "US$", 0.0, 1.0e10, 40.0e6, "Peacekeeping Reserve Fund available to this world at the start";
    }
}

levels! {
    /// Levels of one theatre: host, conflict, mediation, stressors.
    TheatreLevels {
        consent = "host"."consent", "share", 0.0, 1.0, 0.6, "Strategic consent of the host and its continued cooperation: 0 hostile, 1 full";
        population = "host"."population_millions", "millions", 0.01, 2000.0, 15.0, "Population of the host";
        regional_support = "host"."regional_support", "share", 0.0, 1.0, 0.5, "Support of neighbours and regional organisations for the peace process";
        disinformation = "host"."disinformation", "share", 0.0, 1.0, 0.3, "Misinformation, disinformation and hate speech against the mission";
        divergence = "host"."divergence", "share", 0.0, 1.0, 0.3, "How far the host government's aims diverge from the mandate";
        neighbours = "host"."neighbours", "countries", 0.0, 20.0, 4.0, "Neighbouring countries that are not modelled as theatres";
        neighbours_in_conflict = "host"."neighbours_in_conflict", "countries", 0.0, 20.0, 1.0, "Of these, how many are in conflict at the start";
        severity = "conflict"."severity", "deaths per active month", 0.001, 1.0e5, 120.0, "Median battle-related deaths in an active month of this theatre's war";
        age = "conflict"."age_months", "months", 0.0, 600.0, 36.0, "Age of the war (or of the ceasefire or peace) when the history begins";
        external_support = "conflict"."external_support", "share", 0.0, 1.0, 0.3, "External support to the belligerents";
        mediation = "mediation"."level", "share", 0.0, 1.0, 0.5, "Mediation effort: 0 none, 1 sustained high-level mediation";
        armed_conflict = "stressors"."armed_conflict", "share", 0.0, 1.0, 0.3, "Drivers of armed conflict: many groups, outside fighters, spreading wars (the study, 4.1)";
        technology = "stressors"."technology", "share", 0.0, 1.0, 0.3, "Weaponised technology: explosive devices, drones, harmful information (4.2)";
        organised_crime = "stressors"."organised_crime", "share", 0.0, 1.0, 0.3, "Transnational organised crime that feeds and outlives the war (4.1)";
        climate = "stressors"."climate", "share", 0.0, 1.0, 0.3, "Climate emergency: heat, drought, floods (chapter 4)";
        health = "stressors"."health", "share", 0.0, 1.0, 0.3, "Public health emergencies (chapter 4)";
    }
}

levels! {
    /// Levels of one operation.
    OperationLevels {
        troops = "mission"."troops", "persons", 0.0, 200_000.0, 0.0, "Authorised troops";
        police = "mission"."police", "persons", 0.0, 50_000.0, 0.0, "Authorised United Nations police";
        observers = "mission"."observers", "persons", 0.0, 10_000.0, 0.0, "Authorised military observers and staff officers";
        civilians = "mission"."civilians", "persons", 0.0, 50_000.0, 0.0, "Authorised civilian staff";
        quality = "mission"."quality", "share", 0.0, 1.0, 0.6, "Quality and training of the contingents";
        leadership = "mission"."leadership", "share", 0.0, 1.0, 0.6, "Leadership, planning and command of the mission";
        posture = "mission"."posture", "share", 0.0, 1.0, 0.5, "Assertive and coordinated use of force in defence of the mandate";
        capabilities = "mission"."capabilities", "share", 0.0, 1.0, 0.6, "Key capabilities in place (mobility, intelligence, medical, communications)";
        caveats = "mission"."caveats", "share", 0.0, 1.0, 0.2, "Share of the force under national caveats";
        task_load = "mission"."task_load", "ratio", 0.1, 10.0, 1.0, "Work that the mandated tasks ask, relative to what the authorised strength is sized for";
        benefits = "mission"."benefits", "share", 0.0, 1.0, 0.4, "Tangible benefits to people (quick-impact and programme money)";
        communication = "mission"."communication", "share", 0.0, 1.0, 0.5, "Strategic communication and transparency";
        local_knowledge = "mission"."local_knowledge", "share", 0.0, 1.0, 0.5, "Commitment and local knowledge of the staff";
        adaptability = "mission"."adaptability", "share", 0.0, 1.0, 0.5, "Ability to adapt to shocks";
        conduct = "mission"."conduct", "share", 0.0, 1.0, 0.7, "Conduct and discipline: 1 no misconduct";
        transition = "mission"."transition", "share", 0.0, 1.0, 0.6, "Planning of the transition and drawdown: 0 abrupt, 1 planned with partners";
        rehatted = "mission"."rehatted_troops", "persons", 0.0, 200_000.0, 0.0, "Troops of a predecessor that change hats at deployment";
        partner_troops = "mission"."partner_troops", "persons", 0.0, 200_000.0, 0.0, "Troops of a partner, a non-UN force beside the mission, which make the mission's own troops lower battle deaths by more; beyond 1000 more change nothing";
        size = "mission"."size", "persons", 0.0, 200_000.0, 0.0, "All people authorised, split by type as the models ask (default: as many as the models need; without models it means nothing)";
        women = "mission"."women", "share", 0.0, 1.0, 0.1, "Women among the force and its leadership";
        voluntary = "mission"."voluntary_usd", "US$ a year", 0.0, 1.0e10, 0.0, "Voluntary, trust-fund and in-kind money for programme work and quick-impact projects, beside the budget";
    }
}
