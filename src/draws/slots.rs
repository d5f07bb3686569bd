//! Every slot of every entity: the last part of a random number's address.
//!
//! A number's address is (seed, name of the entity, replicate, month, slot). Adding a slot at the
//! end of a list changes no other number; moving one changes that number and needs an entry under
//! "Numbers changed" in the changelog.

/// Month address of draws that are made once per history.
pub const ONCE: u32 = u32::MAX;

/// Entity name of the world itself (Council, treasury, calendar).
pub const WORLD: &str = "world";

/// Slots of the world in a month.
pub mod world {
    /// Innovation of Council unity (normal).
    pub const UNITY: usize = 0;
    /// Payment speed of the largest payer (normal, read when a budget year begins).
    pub const PAYER_LARGEST: usize = 1;
    /// Payment speed of the second largest payer.
    pub const PAYER_SECOND: usize = 2;
    /// Payment speed of all others.
    pub const PAYER_OTHERS: usize = 3;
    /// Number of slots.
    pub const COUNT: usize = 4;
}

/// Slots of the world once per history.
pub mod world_once {
    /// Calendar month on which month 0 falls (uniform).
    pub const CALENDAR: usize = 0;
    /// Unity at the start (normal).
    pub const UNITY: usize = 1;
    /// Number of slots.
    pub const COUNT: usize = 4;
}

/// Slots of a theatre in a month.
pub mod theatre {
    /// Innovation of log intensity (normal).
    pub const INTENSITY: usize = 0;
    /// Battle-related deaths (Poisson).
    pub const BATTLE: usize = 1;
    /// Phase transition (uniform).
    pub const TRANSITION: usize = 2;
    /// Kind of a war's ending (uniform).
    pub const ENDING: usize = 3;
    /// Active or quiet spell (uniform).
    pub const SPELL: usize = 4;
    /// Spell of one-sided killing by government (uniform).
    pub const GOVERNMENT_SPELL: usize = 5;
    /// Size of one-sided killing by government (normal).
    pub const GOVERNMENT_SIZE: usize = 6;
    /// Spell of one-sided killing by non-state groups (uniform).
    pub const REBEL_SPELL: usize = 7;
    /// Size of one-sided killing by non-state groups (normal).
    pub const REBEL_SIZE: usize = 8;
    /// Innovation of consent (normal).
    pub const CONSENT: usize = 9;
    /// Change of government (uniform).
    pub const GOVERNMENT_CHANGE: usize = 10;
    /// What a change of government does to consent (normal).
    pub const GOVERNMENT_CHANGE_SIZE: usize = 11;
    /// Withdrawal of consent (uniform).
    pub const WITHDRAWAL: usize = 12;
    /// Attacks on aid workers (Poisson).
    pub const AID_WORKERS: usize = 13;
    /// Neighbours newly in conflict (uniform).
    pub const NEIGHBOUR_ONSET: usize = 14;
    /// Neighbours whose conflict ends (uniform).
    pub const NEIGHBOUR_END: usize = 15;
    /// Reported sexual violence (normal).
    pub const SEXUAL_VIOLENCE: usize = 16;
    /// Displacement (normal).
    pub const DISPLACEMENT: usize = 17;
    /// Number of slots; 18 and 19 are free.
    pub const COUNT: usize = 20;
}

/// Slots of a theatre once per history.
pub mod theatre_once {
    /// Frailty of the ending hazard (normal).
    pub const FRAILTY: usize = 0;
    /// Log intensity at the start (normal).
    pub const INTENSITY: usize = 1;
    /// Phase at the start (uniform).
    pub const PHASE: usize = 2;
    /// Age of war or peace at the start (uniform).
    pub const AGE: usize = 3;
    /// Kind of the ending behind a peace at the start (uniform).
    pub const ENDING: usize = 4;
    /// Spell at the start (uniform).
    pub const SPELL: usize = 5;
    /// Spell of one-sided killing by government at the start (uniform).
    pub const GOVERNMENT_SPELL: usize = 6;
    /// Spell of one-sided killing by non-state groups at the start (uniform).
    pub const REBEL_SPELL: usize = 7;
    /// Consent at the start (normal).
    pub const CONSENT: usize = 8;
    /// Number of slots.
    pub const COUNT: usize = 12;
}

/// Slots of an operation in a month.
pub mod operation {
    /// Innovation of the fill of authorised strength (normal).
    pub const FILL: usize = 0;
    /// Renewal of the mandate (uniform).
    pub const RENEWAL: usize = 1;
    /// Whether the General Assembly acts (uniform).
    pub const GENERAL_ASSEMBLY: usize = 2;
    /// Peacekeeper deaths by malicious acts (Poisson).
    pub const DEATHS_MALICIOUS: usize = 3;
    /// Peacekeeper deaths by accident, illness and other causes (Poisson).
    pub const DEATHS_OTHER: usize = 4;
    /// Number of slots.
    pub const COUNT: usize = 8;
}

/// Slots of an operation once per history.
pub mod operation_once {
    /// Delay before troops start to arrive (normal).
    pub const DELAY: usize = 0;
    /// Speed of the build-up (normal).
    pub const SPEED: usize = 1;
    /// Fill at the start (normal).
    pub const FILL: usize = 2;
    /// Number of slots.
    pub const COUNT: usize = 4;
}
