//! What strength costs a month, by component, and in which order it is cut when cash is short. US dollars.

use super::inputs::Inputs;

pub const COMPONENTS: usize = 11;
pub const REIMBURSEMENT: usize = 0;
pub const EQUIPMENT: usize = 1;
pub const OPERATIONS: usize = 2;
pub const AVIATION: usize = 3;
pub const TRAVEL: usize = 4;
pub const PROGRAMME: usize = 5;
pub const CIVILIANS: usize = 6;
pub const LIQUIDATION: usize = 7;
/// The first of three overheads: logistics base, service centre, support account.
pub const OVERHEAD: usize = 8;

const AVIATION_SHARE: f64 = 0.30;
const TRAVEL_SHARE: f64 = 0.10;
const PROGRAMME_SHARE: f64 = 0.045;
const OVERHEADS: [f64; 3] = [0.141, 0.093, 0.766];

/// What is saved before uniformed strength is touched, in order, and the share of it that can be.
const CUTS: [(usize, f64); 4] = [(PROGRAMME, 1.0), (TRAVEL, 0.3), (AVIATION, 0.08), (CIVILIANS, 0.03)];

#[derive(Clone, Copy, Default)]
pub struct Cost(pub [f64; COMPONENTS]);

impl Cost {
    /// Of `people` in uniform and `civilians`.
    pub fn of(people: f64, civilians: f64, p: &Inputs) -> Self {
        let operations = people * p.operations;
        let equipment = people * p.equipment;
        let staff = civilians * p.civilian_cost;
        let overhead = (operations + equipment + staff) * p.overhead;
        let core = 1.0 - AVIATION_SHARE - TRAVEL_SHARE - PROGRAMME_SHARE;
        let mut cost = [0.0; COMPONENTS];
        cost[REIMBURSEMENT] = people * p.reimbursement;
        cost[EQUIPMENT] = equipment;
        cost[OPERATIONS] = operations * core;
        cost[AVIATION] = operations * AVIATION_SHARE;
        cost[TRAVEL] = operations * TRAVEL_SHARE;
        cost[PROGRAMME] = operations * PROGRAMME_SHARE;
        cost[CIVILIANS] = staff;
        for (k, share) in OVERHEADS.iter().enumerate() {
            cost[OVERHEAD + k] = overhead * share;
        }
        Self(cost)
    }

    /// What contributors earn: for their people and for their equipment.
    pub fn earned(&self) -> f64 {
        self.0[REIMBURSEMENT] + self.0[EQUIPMENT]
    }

    pub fn total(&self) -> f64 {
        self.0.iter().sum()
    }

    /// Saves `saving` as far as it goes; returns what is left to save.
    pub fn cut(&mut self, saving: f64) -> f64 {
        let mut left = saving;
        for (component, most) in CUTS {
            if left <= 0.0 {
                return 0.0;
            }
            let saved = left.min(self.0[component] * most);
            self.0[component] -= saved;
            left -= saved;
        }
        left
    }

    /// Share of uniformed strength whose going home saves `left`: its pay and equipment.
    pub fn repatriated(&self, left: f64) -> f64 {
        (left / (self.0[REIMBURSEMENT] + self.0[EQUIPMENT] + 0.01)).min(0.6)
    }
}
