//! The random numbers of a block, drawn once and met by every world.

use crate::draws::slots::{ONCE, operation, operation_once, theatre, theatre_once, world, world_once};
use crate::draws::stream::Stream;
use crate::draws::{Col, sample};

use super::setting::Setting;
use super::treasury::payers::Payer;

macro_rules! draws {
    ($(#[$meta:meta])* $name:ident, $count:expr, [$($normal:expr),*]) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub struct $name {
            /// By slot: a standard normal where every history reads the slot as one each month, otherwise a uniform.
            pub slots: [Col; $count],
        }
        impl Default for $name {
            fn default() -> Self {
                Self { slots: [Col::splat(0.5); $count] }
            }
        }
        impl $name {
            /// Draws the numbers of a month for the block that begins at replicate `first`.
            #[inline(always)]
            pub fn draw(&mut self, stream: &Stream, first: u64, month: u32) {
                stream.uniforms(first, month, &mut self.slots);
                $( make_normal(&mut self.slots[$normal]); )*
            }
            /// The numbers drawn once per history.
            pub fn once(stream: &Stream, first: u64) -> Self {
                let mut draws = Self::default();
                draws.draw(stream, first, ONCE);
                draws
            }
        }
    };
}

#[inline(always)]
fn make_normal(slot: &mut Col) {
    let uniforms = *slot;
    sample::normal(&uniforms, slot);
}

draws! {
    /// Draws of the world in a month.
    WorldDraws, world::COUNT,
    [world::UNITY]
}
draws! {
    /// Draws of the world once per history.
    WorldOnce, world_once::COUNT, [world_once::UNITY]
}
draws! {
    /// Draws of a theatre in a month.
    TheatreDraws, theatre::COUNT,
    [theatre::INTENSITY, theatre::CONSENT, theatre::SEXUAL_VIOLENCE, theatre::DISPLACEMENT]
}
draws! {
    /// Draws of a theatre once per history.
    TheatreOnce, theatre_once::COUNT,
    [theatre_once::FRAILTY, theatre_once::INTENSITY, theatre_once::CONSENT]
}
draws! {
    /// Draws of an operation in a month.
    OperationDraws, operation::COUNT, [operation::FILL]
}
draws! {
    /// Draws of an operation once per history.
    OperationOnce, operation_once::COUNT,
    [operation_once::DELAY, operation_once::SPEED, operation_once::FILL]
}

/// The draws of a month for all entities.
#[derive(Clone, Debug, Default)]
pub struct MonthDraws {
    /// Of the world.
    pub world: WorldDraws,
    /// Of payers that a file names, how each feels about paying; empty where payers are classes, which read the
    /// world's slots.
    pub moods: Vec<Col>,
    /// Of the theatres in the order of their names.
    pub theatres: Vec<TheatreDraws>,
    /// Of the operations in the order of their names.
    pub operations: Vec<OperationDraws>,
}

impl MonthDraws {
    /// Room for the draws of a setting.
    pub fn new(setting: &Setting) -> Self {
        Self {
            world: WorldDraws::default(),
            moods: vec![Col::splat(0.5); setting.scenario.payer_terms.len()],
            theatres: vec![TheatreDraws::default(); setting.theatres.len()],
            operations: vec![OperationDraws::default(); setting.operations.len()],
        }
    }

    /// Draws the numbers of a month for the block that begins at replicate `first`; those of an operation only where it
    /// is `asked` for.
    #[inline(always)]
    pub fn draw(
        &mut self,
        month: usize,
        setting: &Setting,
        payers: &[Payer],
        first: u64,
        asked: impl Fn(usize) -> bool,
    ) {
        let address = month as u32;
        self.world.draw(&setting.world, first, address);
        for k in 0..self.moods.len() {
            payers[k].draw_mood(first, address, &mut self.moods[k]);
        }
        for t in 0..self.theatres.len() {
            self.theatres[t].draw(&setting.theatres[t], first, address);
        }
        for o in 0..self.operations.len() {
            if asked(o) {
                self.operations[o].draw(&setting.operations[o], first, address);
            }
        }
    }

    /// How payer `k` feels about paying, a uniform.
    #[inline(always)]
    pub fn mood(&self, k: usize) -> &Col {
        self.moods.get(k).unwrap_or_else(|| &self.world.slots[world::PAYER_LARGEST + k.min(2)])
    }
}
