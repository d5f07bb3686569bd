//! Worlds without operations that several points of a sweep have in common.
//!
//! Points that differ only in what their operations are meet the same luck in the same world, so that the history
//! without operations is the same at all of them, to the bit. It is lived through once and kept while there is room.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::engine::ensemble::Twin;

/// Bytes kept at most.
const ROOM: usize = 256 << 20;

/// Twins by what they have in common ([`Twin::key`]), the least recently used forgotten first.
#[derive(Debug, Default)]
pub struct Twins(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    twins: BTreeMap<String, (u64, Arc<Twin>)>,
    bytes: usize,
    clock: u64,
}

impl Twins {
    /// The twin of so many replicates under this key, if it is there.
    pub fn get(&self, key: &str, replicates: u64) -> Option<Arc<Twin>> {
        let mut kept = self.0.lock().ok()?;
        kept.clock += 1;
        let now = kept.clock;
        let (used, twin) = kept.twins.get_mut(key)?;
        *used = now;
        Some(twin.clone()).filter(|twin| twin.replicates() >= replicates)
    }

    /// Keeps a twin.
    pub fn put(&self, key: String, twin: Twin) {
        let Ok(mut kept) = self.0.lock() else { return };
        kept.put(key, twin);
    }

    /// Whether a twin of so many columns and replicates would be worth its room.
    pub fn has_room(columns: usize, replicates: u64) -> bool {
        (columns as u64).saturating_mul(replicates).saturating_mul(8) <= ROOM as u64 / 16
    }
}

impl Kept {
    fn put(&mut self, key: String, twin: Twin) {
        self.clock += 1;
        self.bytes += twin.bytes();
        if let Some((_, old)) = self.twins.insert(key, (self.clock, Arc::new(twin))) {
            self.bytes -= old.bytes();
        }
        while self.bytes > ROOM {
            let oldest = self.twins.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| key.clone());
            let Some((_, twin)) = oldest.and_then(|key| self.twins.remove(&key)) else { return };
            self.bytes -= twin.bytes();
        }
    }
}
