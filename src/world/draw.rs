//! The random numbers of a block, drawn once and met by every world.

use crate::draws::Col;
use crate::draws::sample;
use crate::draws::slots::{ONCE, operation, operation_once, theatre, theatre_once, world, world_once};
use crate::draws::stream::Stream;

macro_rules! draws {
    ($(#[$meta:meta])* $name:ident, $count:expr, [$($normal:expr),*]) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub struct $name {
            /// Uniforms by slot.
            pub uniforms: [Col; $count],
            /// Standard normals by slot; zero where the slot is not read as a normal.
            pub normals: [Col; $count],
        }
        impl Default for $name {
            fn default() -> Self {
                Self { uniforms: [Col::splat(0.5); $count], normals: [Col::splat(0.0); $count] }
            }
        }
        impl $name {
            /// Draws the numbers of a month for the block that begins at replicate `first`.
            #[inline(always)]
            pub fn draw(&mut self, stream: &Stream, first: u64, month: u32) {
                stream.uniforms(first, month, &mut self.uniforms);
                $( fill(&mut self.normals[$normal], &self.uniforms[$normal]); )*
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
fn fill(normals: &mut Col, uniforms: &Col) {
    sample::normal(uniforms, normals);
}

draws! {
    /// Draws of the world in a month.
    WorldDraws, world::COUNT,
    [world::UNITY, world::PAYER_LARGEST, world::PAYER_SECOND, world::PAYER_OTHERS]
}
draws! {
    /// Draws of the world once per history.
    WorldOnce, world_once::COUNT, [world_once::UNITY]
}
draws! {
    /// Draws of a theatre in a month.
    TheatreDraws, theatre::COUNT,
    [theatre::INTENSITY, theatre::GOVERNMENT_SIZE, theatre::REBEL_SIZE, theatre::CONSENT,
     theatre::GOVERNMENT_CHANGE_SIZE, theatre::DISPLACEMENT]
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
