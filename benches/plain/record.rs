//! What a month and a history leave behind.

macro_rules! record {
    ($(#[$meta:meta])* $name:ident { $( $field:ident, )* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $name { $( pub $field: f64, )* }

        impl $name {
            /// Names in the order of [`Self::values`], those of the engine.
            pub const NAMES: &'static [&'static str] = &[$( stringify!($field) ),*];

            pub fn values(&self) -> Vec<f64> {
                vec![$( self.$field ),*]
            }

            pub fn add(&mut self, other: &Self) {
                $( self.$field += other.$field; )*
            }
        }
    };
}

record! {
    /// One month: the series of the engine.
    Month {
        battle_deaths, one_sided_deaths_government, one_sided_deaths_rebels, months_at_war, at_peace,
        displaced_person_months, people_returned, neighbours_infected, aid_worker_attacks,
        sexual_violence_cases, consent, acceptance, unity, authorised_uniformed, deployed_uniformed,
        deployed_troops, effective_troops, mission_months, implementation, tempo, cash_usd,
        unpaid_assessments_usd, cost_usd, peacekeeper_deaths, uniformed_person_years, requirement_usd,
        budget_usd, receipts_usd, cash_short_months, cash_cut_months, owed_to_contributors_usd,
        cost_contributors_usd, cost_operations_usd, cost_programme_usd, cost_civilians_usd,
        cost_overhead_usd, cost_voluntary_usd, cost_partners_usd,
    }
}

record! {
    /// One history: the outcomes of the engine; not a number where one is undefined.
    History {
        battle_deaths, one_sided_deaths_government, one_sided_deaths_rebels, months_at_war,
        conflict_years, war_years, time_to_ceasefire_rmst, time_to_settlement_rmst, ended_by_settlement,
        ended_by_ceasefire, ended_by_victory, ended_by_fading, still_fighting, success, wartime_success,
        peace_at_horizon, relapse_5y, first_peace_months, first_peace_failed, consent_withdrawn,
        mandate_terminated, mandate_implementation, neighbours_infected, displaced_person_months,
        people_returned, aid_worker_attacks, sexual_violence_cases, peacekeeper_deaths,
        peacekeeper_deaths_malicious, uniformed_person_years, mission_months, cost_usd, requirement_usd,
        budget_usd, receipts_usd, cash_short_months, cash_cut_months, unpaid_at_end_usd,
        owed_to_contributors_at_end_usd, cost_contributors_usd, cost_operations_usd, cost_programme_usd,
        cost_civilians_usd, cost_overhead_usd, cost_voluntary_usd, cost_partners_usd, womens_participation, gdp,
        maternal_health, household_wellbeing, democracy, power_sharing, environment, nonviolent_protest,
        criminal_violence, election_violence, ceasefire_violations, land_released, epidemic_cases,
        disaster_deaths, heritage_lost, illicit_revenue, unlawful_crossings, infrastructure_outages,
        information_incidents, maritime_incidents, accountability_cases, state_capacity,
    }
}

/// Sees every month of every history.
pub trait Watch {
    fn month(&mut self, month: usize, row: &Month);
}

/// Sees nothing.
pub struct Unwatched;

impl Watch for Unwatched {
    fn month(&mut self, _month: usize, _row: &Month) {}
}

/// Sums of every series by month, over histories.
#[derive(Clone, Debug)]
pub struct Series(pub Vec<Month>);

impl Series {
    pub fn new(months: usize) -> Self {
        Self(vec![Month::default(); months])
    }
}

impl Watch for Series {
    fn month(&mut self, month: usize, row: &Month) {
        self.0[month].add(row);
    }
}

/// Rows of `world,outcome,n,mean,error` for `benches/peers/peers.py check`: how many histories define an
/// outcome, their mean and its standard error.
pub fn means(world: &str, histories: &[History]) -> String {
    let values: Vec<Vec<f64>> = histories.iter().map(History::values).collect();
    let row = |(k, name): (usize, &&str)| {
        let defined: Vec<f64> = values.iter().map(|v| v[k]).filter(|x| x.is_finite()).collect();
        let n = defined.len() as f64;
        let mean = defined.iter().sum::<f64>() / n;
        let spread = defined.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
        format!("{world},{name},{n},{mean},{}\n", (spread / n).sqrt())
    };
    History::NAMES.iter().enumerate().map(row).collect()
}
