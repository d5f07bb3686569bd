//! Worlds without operations that several points of a sweep have in common.
//!
//! Points that differ only in what their operations are meet the same luck in the same world, so that the history
//! without operations is the same at all of them, to the bit. It is lived through once and kept while there is room.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use crate::engine::twin::Twin;

/// Bytes kept at most.
const ROOM: usize = 256 << 20;

/// What twins have in common: [`Twin::key`].
pub type Key = [u8; 32];

/// Twins, the least recently used forgotten first.
#[derive(Debug, Default)]
pub struct Twins(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    twins: BTreeMap<Key, (u64, Arc<Twin>)>,
    /// Keys that a point has asked for.
    asked: BTreeSet<Key>,
    bytes: usize,
    clock: u64,
}

/// What the store says to a point.
#[derive(Debug)]
pub enum Found {
    /// Its twin.
    Twin(Arc<Twin>),
    /// Others have asked for the same: it should be kept.
    Wanted,
    /// Nobody has asked for it so far.
    Unknown,
}

impl Twins {
    /// The twin of so many replicates under this key.
    pub fn get(&self, key: &Key, replicates: u64) -> Found {
        let Ok(mut kept) = self.0.lock() else { return Found::Unknown };
        kept.clock += 1;
        let now = kept.clock;
        if let Some((used, twin)) = kept.twins.get_mut(key).filter(|(_, twin)| twin.replicates() >= replicates) {
            *used = now;
            return Found::Twin(twin.clone());
        }
        // Keeping costs a little. Points that share nothing, as in a Latin hypercube over everything, never pay it.
        if kept.asked.insert(*key) { Found::Unknown } else { Found::Wanted }
    }

    /// Keeps a twin.
    pub fn put(&self, key: Key, twin: Twin) {
        let Ok(mut kept) = self.0.lock() else { return };
        kept.put(key, twin);
    }

    /// Whether a twin of so many columns and replicates would be worth its room.
    pub fn has_room(columns: usize, replicates: u64) -> bool {
        (columns as u64).saturating_mul(replicates).saturating_mul(8) <= ROOM as u64 / 16
    }
}

impl Kept {
    fn put(&mut self, key: Key, twin: Twin) {
        self.clock += 1;
        self.bytes += twin.bytes();
        if let Some((_, old)) = self.twins.insert(key, (self.clock, Arc::new(twin))) {
            self.bytes -= old.bytes();
        }
        while self.bytes > ROOM {
            let oldest = self.twins.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| *key);
            let Some((_, twin)) = oldest.and_then(|key| self.twins.remove(&key)) else { return };
            self.bytes -= twin.bytes();
        }
    }
}
