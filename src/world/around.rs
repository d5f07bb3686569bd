//! What surrounds an operation.

use crate::draws::{Col, LANES};
use crate::scenario::StartWhen;

use super::column::{ZERO, before, flag, greatest, plus};
use super::conflict::phase;
use super::theatre::Theatre;

/// What the rest of the world gives an operation this month.
#[derive(Clone, Debug)]
pub struct Around {
    /// Council unity.
    pub unity: Col,
    /// Tempo: share of planned activity that cash allows.
    pub tempo: Col,
    /// Strength that lasting shortage of cash leaves, share of the planned.
    pub afford: Col,
    /// Months of reimbursement owed to contributors.
    pub owed_months: Col,
    /// Mean consent of the host governments in its theatres.
    pub consent: Col,
    /// Mean local acceptance in its theatres.
    pub acceptance: Col,
    /// Share of its theatres at war.
    pub war: Col,
    /// Share of its theatres in ceasefire.
    pub ceasefire: Col,
    /// Whether a government withdrew consent last month (0 or 1).
    pub withdrawn: Col,
    /// Health emergencies beyond the ordinary.
    pub health: Col,
    /// Factor of weaponised technology on malicious deaths.
    pub weapons: Col,
    /// Shock to the mission's surroundings last month (change of government).
    pub shock: Col,
}

impl Around {
    /// Nothing around.
    pub const NONE: Self = Self {
        unity: ZERO,
        tempo: ZERO,
        afford: ZERO,
        owed_months: ZERO,
        consent: ZERO,
        acceptance: ZERO,
        war: ZERO,
        ceasefire: ZERO,
        withdrawn: ZERO,
        health: ZERO,
        weapons: Col::splat(1.0),
        shock: ZERO,
    };

    /// Adds a theatre that counts for `share` of the operation's, to nothing if it is the `FIRST`.
    #[inline(always)]
    pub fn add<const FIRST: bool>(&mut self, theatre: &Theatre, share: f64) {
        let (mut war, mut ceasefire, mut weapons) = (ZERO, ZERO, ZERO);
        for i in 0..LANES {
            war[i] = flag(theatre.conflict.phase[i] == phase::WAR);
            ceasefire[i] = flag(theatre.conflict.phase[i] == phase::CEASEFIRE);
            weapons[i] = theatre.beyond.weapons[i] - 1.0;
        }
        self.consent = plus(before::<FIRST>(&self.consent), share, &theatre.host.consent);
        self.acceptance = plus(before::<FIRST>(&self.acceptance), share, &theatre.host.acceptance);
        self.war = plus(before::<FIRST>(&self.war), share, &war);
        self.ceasefire = plus(before::<FIRST>(&self.ceasefire), share, &ceasefire);
        self.withdrawn = greatest(before::<FIRST>(&self.withdrawn), &theatre.host.withdrawn);
        self.health = plus(before::<FIRST>(&self.health), share, &theatre.beyond.health);
        let factor = if FIRST { Col::splat(1.0) } else { self.weapons };
        self.weapons = plus(&factor, share, &weapons);
        self.shock = plus(before::<FIRST>(&self.shock), share, &theatre.host.changed);
    }

    /// 1 where an operation that waits for `when` may deploy: its theatres are so, and no government
    /// has just withdrawn consent.
    #[inline(always)]
    pub fn allows(&self, when: StartWhen) -> Col {
        let mut may = ZERO;
        for i in 0..LANES {
            let peace = 1.0 - self.war[i] - self.ceasefire[i];
            let so = match when {
                StartWhen::AtOnce => true,
                StartWhen::War => self.war[i] >= 0.5,
                StartWhen::Quiet => self.war[i] <= 0.0,
                StartWhen::Ceasefire => self.ceasefire[i] >= 0.5,
                StartWhen::Peace => peace >= 0.5,
            };
            may[i] = flag(so) * (1.0 - self.withdrawn[i]);
        }
        may
    }
}
