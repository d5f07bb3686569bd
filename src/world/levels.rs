//! Levels of a scenario on their way to columns: made ready once a run, resolved once a block.

use crate::draws::Col;
use crate::draws::slots::ONCE;
use crate::draws::stream::Stream;
use crate::scenario::MONTHS_BEFORE;
use crate::scenario::keys::LevelSpec;
use crate::scenario::level::{Level, interpolate};

use super::column::clamp;
use super::quantile::Quantile;

/// A level in a block: constant in time, or a path that is the same in all replicates.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// One value per replicate: that of the month which the block has come to.
    pub now: Col,
    /// One value per month, the first of the history first; empty where the level is constant.
    path: Vec<f64>,
}

impl Resolved {
    /// A level that does not change in time.
    pub fn constant(now: Col) -> Self {
        Self { now, path: Vec::new() }
    }

    /// A level that follows a path, at its first month.
    pub fn path(path: Vec<f64>) -> Self {
        Self { now: Col::splat(path.first().copied().unwrap_or(f64::NAN)), path }
    }

    /// Whether it changes in time.
    #[inline(always)]
    pub fn moves(&self) -> bool {
        !self.path.is_empty()
    }

    /// Comes to a month counted from the first of the history.
    #[inline(always)]
    pub fn advance(&mut self, month: usize) {
        if self.moves() {
            self.now = Col::splat(self.path[month]);
        }
    }
}

macro_rules! resolved_levels {
    ($(#[$meta:meta])* $name:ident from $levels:ident { $($field:ident),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub struct $name { $( #[doc = concat!("Level `", stringify!($field), "`.")] pub $field: Resolved, )* }
        impl $name {
            pub(super) fn prepare(levels: &crate::scenario::keys::$levels, context: &LevelContext<'_>) -> Vec<Prepared> {
                let mut specs = crate::scenario::keys::$levels::SPECS.iter();
                vec![$( context.prepare(&levels.$field.value, specs.next().expect("one spec per level")) ),*]
            }
            pub(super) fn resolve(prepared: &[Prepared], first: u64) -> Self {
                let mut levels = prepared.iter();
                Self { $( $field: levels.next().expect("one level per field").block(first), )* }
            }
            /// Whether any of them changes in time.
            pub(super) fn moves(&self) -> bool {
                $( self.$field.moves() )||*
            }
            /// Comes to a month counted from the first of the history.
            pub(super) fn advance(&mut self, month: usize) {
                $( self.$field.advance(month); )*
            }
        }
    };
}

resolved_levels! {
    /// Levels of the world in a block.
    WorldColumns from WorldLevels {
        unity, funding, largest_paid, largest_delay, second_paid, second_delay, others_paid,
        others_delay, reserve,
    }
}

resolved_levels! {
    /// Levels of a theatre in a block.
    TheatreColumns from TheatreLevels {
        consent, population, regional_support, disinformation, divergence, neighbours,
        neighbours_in_conflict, severity, age, external_support, mediation,
        armed_conflict, technology, organised_crime, climate, health,
    }
}

resolved_levels! {
    /// Levels of an operation in a block.
    OperationColumns from OperationLevels {
        troops, police, observers, civilians, quality, leadership, posture, capabilities, caveats,
        task_load, benefits, communication, local_knowledge, adaptability, conduct, transition,
        rehatted, partner_troops, size, women, voluntary,
    }
}

impl OperationColumns {
    /// Troops, police, observers and civilians that the scenario authorises this month.
    #[inline(always)]
    pub fn strength(&self) -> [&Col; 4] {
        [&self.troops.now, &self.police.now, &self.observers.now, &self.civilians.now]
    }
}

/// What is needed to prepare a level: the seed, the history's length and the entity's name.
pub(super) struct LevelContext<'a> {
    pub seed: u64,
    pub months: usize,
    pub entity: &'a str,
    /// Levels of strength that are drawn together.
    pub sized: Vec<Level>,
}

impl LevelContext<'_> {
    fn address(&self, level: &Level, spec: &LevelSpec) -> String {
        let name = if self.sized.contains(level) { "size" } else { spec.name };
        format!("level:{}:{}.{}", self.entity, spec.table, name)
    }

    fn prepare(&self, level: &Level, spec: &LevelSpec) -> Prepared {
        match level {
            Level::Number(x) => Prepared::Number(*x),
            Level::Path(knots) => Prepared::Path(path_values(knots, self.months)),
            Level::Distribution(d) => Prepared::Draw {
                stream: Stream::new(self.seed, &self.address(level, spec)),
                quantile: Quantile::new(d),
                min: spec.min,
                max: spec.max,
            },
        }
    }
}

/// A level made ready once per run, so that a block only has to draw.
#[derive(Clone, Debug)]
pub(super) enum Prepared {
    Number(f64),
    Path(Vec<f64>),
    Draw { stream: Stream, quantile: Quantile, min: f64, max: f64 },
}

impl Prepared {
    fn block(&self, first: u64) -> Resolved {
        match self {
            Self::Number(x) => Resolved::constant(Col::splat(*x)),
            Self::Path(values) => Resolved::path(values.clone()),
            Self::Draw { stream, quantile, min, max } => {
                let draw = |lane| stream.uniform_at(first.wrapping_add(lane as u64), ONCE, 0);
                Resolved::constant(Col(std::array::from_fn(|lane| clamp(quantile.at(draw(lane)), *min, *max))))
            }
        }
    }
}

fn path_values(knots: &[(i32, f64)], months: usize) -> Vec<f64> {
    (0..months).map(|m| interpolate(knots, m as i32 - MONTHS_BEFORE as i32)).collect()
}
