//! Contagion: conflict in a theatre raises the hazard of onset in its neighbours.
//!
//! Neighbours that are not modelled are a count at peace and a count in conflict. A recent
//! neighbouring conflict raises the hazard by about 70 % where no peacekeepers are, and not
//! significantly where they are, light or heavy (Beardsley 2011).

use crate::draws::slots::theatre;
use crate::draws::{Col, LANES};
use crate::evidence::parameters::Parameters;

use super::column::{ZERO, flag, lesser, whole};
use super::draw::TheatreDraws;
use super::effects::Effects;
use super::levels::TheatreColumns;

/// The unmodelled neighbours of a theatre.
#[derive(Clone, Debug)]
pub struct Neighbours {
    /// At peace.
    pub peaceful: Col,
    /// In conflict.
    pub fighting: Col,
    /// Newly in conflict this month.
    pub infected: Col,
}

impl Neighbours {
    /// The neighbours at the start.
    pub fn new(levels: &TheatreColumns) -> Self {
        let (all, fighting) = (&levels.neighbours.now, &levels.neighbours_in_conflict.now);
        let mut state = Self { peaceful: ZERO, fighting: ZERO, infected: ZERO };
        for i in 0..LANES {
            let total = whole(all[i]);
            state.fighting[i] = lesser(whole(fighting[i]), total);
            state.peaceful[i] = total - state.fighting[i];
        }
        state
    }

    /// One month; `war` is 1 where the theatre is at war. At most one neighbour a month falls into
    /// conflict and one leaves it: the chances are a few in a thousand.
    #[inline(always)]
    pub fn step(&mut self, war: &Col, effects: &Effects, draws: &TheatreDraws, p: &Parameters) {
        for i in 0..LANES {
            let spill = 1.0 + p.neighbour_spill[i] * war[i] * effects.spill[i];
            let onset = self.peaceful[i] * p.neighbour_onset[i] * spill;
            let end = self.fighting[i] * p.neighbour_end[i];
            let begun = flag(draws.slots[theatre::NEIGHBOUR_ONSET][i] < onset);
            let over = flag(draws.slots[theatre::NEIGHBOUR_END][i] < end);
            self.infected[i] = begun;
            self.peaceful[i] += over - begun;
            self.fighting[i] += begun - over;
        }
    }

    /// Pressure of fighting neighbours on this theatre: their number, at most three.
    #[inline(always)]
    pub fn pressure(&self, linked: &Col, i: usize) -> f64 {
        let n = self.fighting[i] + linked[i];
        n + (3.0 - n) * flag(n > 3.0)
    }
}
