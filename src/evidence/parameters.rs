//! The model's parameters: their names, and a column of values for each in a block.

use crate::draws::{Col, LANES};

/// The values of parameter `k`, lane by lane.
fn column(rows: &[&[f64]; LANES], k: usize) -> Col {
    let mut column = Col::splat(0.0);
    for lane in 0..LANES {
        column[lane] = rows[lane][k];
    }
    column
}

macro_rules! parameters {
    ($( $field:ident = $name:literal ; )*) => {
        /// Names of all parameters, in the order of a posterior's columns.
        pub const NAMES: &[&str] = &[$( $name ),*];
        /// One column per parameter: the value each replicate of a block lives under. Meaning,
        /// unit, prior, source and mark of each stand in `data/evidence/parameters.toml`.
        #[derive(Clone, Debug)]
        pub struct Parameters { $( #[doc = concat!("`", $name, "`")] pub $field: Col, )* }
        impl Parameters {
            /// Columns whose lane `i` holds the values of `rows[i]`, each in the order of [`NAMES`].
            pub fn from_rows(rows: [&[f64]; LANES]) -> Self {
                let mut columns = 0..NAMES.len();
                Self { $( $field: column(&rows, columns.next().expect("a column for each name")), )* }
            }
        }
    };
}

parameters! {
    unity_persistence = "council.unity_persistence";
    unity_sd = "council.unity_sd";
    renewal_terminate = "council.renewal_terminate";
    renewal_cut = "council.renewal_cut";
    renewal_cut_share = "council.renewal_cut_share";
    renewal_overload = "council.renewal_overload";
    renewal_overload_step = "council.renewal_overload_step";
    assembly_rescue = "council.assembly_rescue";

    share_largest = "treasury.share_largest";
    share_second = "treasury.share_second";
    reimbursement = "treasury.reimbursement_usd_month";
    equipment = "treasury.equipment_usd_month";
    operations = "treasury.operations_usd_month";
    civilian_cost = "treasury.civilian_usd_month";
    overhead = "treasury.overhead_share";
    payment_sd = "treasury.payment_sd";
    payment_unity = "treasury.payment_unity";
    arrears_collection = "treasury.arrears_collection";
    cash_cut = "treasury.cash_cut";
    unpaid_fill = "treasury.unpaid_fill";
    liquidation = "treasury.liquidation_months";

    ramp_months = "operation.ramp_months";
    ramp_spread = "operation.ramp_spread";
    ramp_delay = "operation.ramp_delay_months";
    fill_level = "operation.fill_logit";
    fill_persistence = "operation.fill_persistence";
    fill_sd = "operation.fill_sd";
    police_pace = "operation.police_pace";
    performance_quality = "operation.performance_quality";
    performance_leadership = "operation.performance_leadership";
    performance_capabilities = "operation.performance_capabilities";
    performance_knowledge = "operation.performance_knowledge";
    performance_base = "operation.performance_base";
    caveat_loss = "operation.caveat_loss";
    shock_loss = "operation.shock_loss";
    shock_persistence = "operation.shock_persistence";
    access_consent = "operation.access_consent";
    access_acceptance = "operation.access_acceptance";
    strength_reference = "operation.strength_reference";
    dose_max_troops = "operation.dose_max_troops";
    dose_max_police = "operation.dose_max_police";
    presence_scale = "operation.presence_scale";
    deaths_other = "operation.deaths_other";
    deaths_malicious = "operation.deaths_malicious";
    deaths_malicious_war = "operation.deaths_malicious_war";
    deaths_malicious_consent = "operation.deaths_malicious_consent";
    implementation_rate = "operation.implementation_rate";
    implementation_war = "operation.implementation_war";
    implementation_consent = "operation.implementation_consent";
    legacy_months = "operation.legacy_months";

    consent_persistence = "host.consent_persistence";
    consent_sd = "host.consent_sd";
    government_change = "host.government_change";
    government_change_sd = "host.government_change_sd";
    consent_benefits = "host.consent_benefits";
    consent_communication = "host.consent_communication";
    consent_unity = "host.consent_unity";
    consent_regional = "host.consent_regional";
    consent_disinformation = "host.consent_disinformation";
    consent_divergence = "host.consent_divergence";
    consent_conduct = "host.consent_conduct";
    withdrawal_threshold = "host.withdrawal_threshold";
    withdrawal_hazard = "host.withdrawal_hazard";
    acceptance_level = "host.acceptance_level";
    acceptance_benefits = "host.acceptance_benefits";
    acceptance_conduct = "host.acceptance_conduct";
    acceptance_violence = "host.acceptance_violence";
    acceptance_pace = "host.acceptance_pace";

    severity_centre = "conflict.severity_centre";
    severity_spread = "conflict.severity_spread";
    frailty_tie = "conflict.frailty_tie";
    frailty_sd = "conflict.frailty_sd";
    relapse_frailty = "conflict.relapse_frailty";
    quiet_level = "conflict.quiet_logit";
    quiet_severity = "conflict.quiet_severity";
    active_level = "conflict.active_logit";
    active_severity = "conflict.active_severity";
    intensity_persistence = "conflict.intensity_persistence";
    intensity_sd = "conflict.intensity_sd";
    quiet_share = "conflict.quiet_share";
    ending_hazard = "conflict.ending_hazard";
    ending_intensity = "conflict.ending_intensity";
    ending_early = "conflict.ending_early";
    ending_early_months = "conflict.ending_early_months";
    ending_agreement = "conflict.ending_agreement";
    ending_ceasefire = "conflict.ending_ceasefire";
    ending_government = "conflict.ending_government";
    ending_rebel = "conflict.ending_rebel";
    ending_fading = "conflict.ending_fading";
    agreement_severity = "conflict.agreement_severity";
    relapse_floor = "conflict.relapse_floor";
    relapse_start = "conflict.relapse_start";
    relapse_months = "conflict.relapse_months";
    relapse_agreement = "conflict.relapse_agreement";
    relapse_ceasefire = "conflict.relapse_ceasefire";
    relapse_government = "conflict.relapse_government";
    relapse_rebel = "conflict.relapse_rebel";
    relapse_fading = "conflict.relapse_fading";
    ceasefire_settlement = "conflict.ceasefire_settlement";
    ceasefire_share = "conflict.ceasefire_share";
    onset_hazard = "conflict.onset_hazard";
    intensity_cap = "conflict.intensity_cap";
    government_start = "conflict.government_start";
    government_stop = "conflict.government_stop";
    government_level = "conflict.government_level";
    government_sd = "conflict.government_sd";
    government_tie = "conflict.government_tie";
    rebel_start = "conflict.rebel_start";
    rebel_stop = "conflict.rebel_stop";
    rebel_level = "conflict.rebel_level";
    rebel_sd = "conflict.rebel_sd";
    rebel_tie = "conflict.rebel_tie";

    battle_troops = "effect.battle_troops";
    battle_partner = "effect.battle_partner";
    battle_mediation = "effect.battle_mediation";
    one_sided_troops = "effect.one_sided_troops";
    one_sided_police = "effect.one_sided_police";
    one_sided_rebels = "effect.one_sided_rebels";
    one_sided_posture = "effect.one_sided_posture";
    spell_mission = "effect.spell_mission";
    mediation_reference = "effect.mediation_reference";
    ending_mediation = "effect.ending_mediation";
    ending_together = "effect.ending_together";
    ending_troops = "effect.ending_troops";
    ending_consent = "effect.ending_consent";
    ending_unity = "effect.ending_unity";
    ending_external = "effect.ending_external";
    relapse_mission = "effect.relapse_mission";
    relapse_implementation = "effect.relapse_implementation";
    relapse_abrupt = "effect.relapse_abrupt";
    relapse_consent = "effect.relapse_consent";
    onset_mission = "effect.onset_mission";
    contagion_containment = "effect.contagion_containment";
    displaced_uniformed = "effect.displaced_uniformed";
    returns_uniformed = "effect.returns_uniformed";
    aid_workers_troops = "effect.aid_workers_troops";
    sexual_violence_police = "effect.sexual_violence_police";

    neighbour_onset = "contagion.neighbour_onset";
    neighbour_spill = "contagion.neighbour_spill";
    neighbour_end = "contagion.neighbour_end";
    inbound_spill = "contagion.inbound_spill";

    displaced_per_death = "society.displaced_per_death";
    displaced_sd = "society.displaced_sd";
    return_war = "society.return_war";
    return_peace = "society.return_peace";
    aid_workers_level = "society.aid_workers_level";
    aid_workers_intensity = "society.aid_workers_intensity";
    sexual_violence_level = "society.sexual_violence_level";
    women_growth = "society.women_growth";
    women_decline = "society.women_decline";
    growth_mission = "society.growth_mission";
    growth_fall_back = "society.growth_fall_back";
    maternal_health = "society.maternal_health";
    household = "society.household_wellbeing";
    democracy = "society.democracy";
    power_sharing = "society.power_sharing";
    election_violence = "society.election_violence";
    environment = "society.environment";
    protest = "society.protest";
    crime_troops = "society.crime_troops";
    crime_police = "society.crime_police";
    task_response = "society.task_response";
    response_months = "society.response_months";
    fade_months = "society.fade_months";
}
