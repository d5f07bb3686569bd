//! One month, in order: council, treasury, operation, host, conflict, society, contagion, ledger.
//!
//! A [`Side`] is one world: with the scenario's operations or without any. Council and draws are common to both, so the
//! two worlds of a replicate meet the same luck.

use crate::draws::Col;
use crate::draws::slots::world_once;

use super::council::Council;
use super::draw::{MonthDraws, WorldOnce};
use super::ledger::Calendar;
use super::luck::Luck;
use super::outcome;
use super::series::Watch;
use super::setting::{BlockSetting, Setting};
pub use super::side::{Side, World};

/// A block of replicates living through all their months.
#[derive(Clone, Debug)]
pub struct Block {
    first: u64,
    council: Council,
    calendar: Calendar,
    draws: MonthDraws,
    /// The world with the scenario's operations.
    pub mission: Side,
    /// The world without, where wanted.
    pub none: Option<Side>,
}

/// Outcomes of a block: for each world simulated, one array of columns per theatre.
#[derive(Clone, Debug)]
pub struct BlockOutcomes {
    /// Outcomes in the world with operations, by theatre.
    pub mission: Vec<[Col; outcome::COUNT]>,
    /// Outcomes in the world without, by theatre.
    pub none: Option<Vec<[Col; outcome::COUNT]>>,
}

impl Block {
    /// Lives through all months of the block that begins at replicate `first`, showing each month
    /// to `watch`. `luck` has the block's draws where they were made before; otherwise they are drawn.
    #[inline(always)]
    pub fn live(
        setting: &Setting,
        first: u64,
        paired: bool,
        luck: Option<&Luck>,
        watch: &mut dyn Watch,
    ) -> BlockOutcomes {
        let mut s = setting.block(first);
        let mut block = Self::new(setting, &s, first, paired);
        for month in 0..setting.months {
            s.advance(month);
            block.step(month, setting, &s, luck);
            watch.month(month, &block.council, &block.mission, setting);
            if let Some(none) = &block.none {
                watch.month(month, &block.council, none, setting);
            }
        }
        block.finish(setting)
    }

    /// The calendar of the block that begins at replicate `first`.
    pub fn calendar_of(setting: &Setting, first: u64) -> Calendar {
        Calendar::new(&WorldOnce::once(&setting.world, first).slots[world_once::CALENDAR])
    }

    fn new(setting: &Setting, s: &BlockSetting, first: u64, paired: bool) -> Self {
        let once = WorldOnce::once(&setting.world, first);
        let council = Council::new(&s.world.unity, &once.slots[world_once::UNITY], &s.parameters);
        let mission = Side::new(World::Mission, setting, s, first);
        let none = paired.then(|| Side::new(World::None, setting, s, first));
        Self {
            first,
            council,
            calendar: Calendar::new(&once.slots[world_once::CALENDAR]),
            draws: MonthDraws::new(setting),
            mission,
            none,
        }
    }

    #[inline(always)]
    fn step(&mut self, month: usize, setting: &Setting, s: &BlockSetting, luck: Option<&Luck>) {
        let draws = match luck {
            Some(luck) => luck.month(month),
            None => {
                let asked = |o: usize| self.mission.is_asked(o, month, s);
                self.draws.draw(month, setting, &s.payers, self.first, asked);
                &self.draws
            }
        };
        self.council.step(&s.world.unity, &draws.world, &s.parameters);
        // One body for both worlds: inlined twice, the months were slower and took twice as long to compile.
        for side in std::iter::once(&mut self.mission).chain(self.none.as_mut()) {
            side.step(month, setting, s, &self.council, draws, &self.calendar);
        }
    }

    fn finish(&self, setting: &Setting) -> BlockOutcomes {
        BlockOutcomes {
            mission: self.mission.finish(setting, &self.calendar),
            none: self.none.as_ref().map(|side| side.finish(setting, &self.calendar)),
        }
    }
}
