//! What surrounds an operation.

use crate::draws::{Col, LANES};
use crate::scenario::StartWhen;

use super::column::{ZERO, flag};

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
