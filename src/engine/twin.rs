//! Worlds without operations, kept to stand beside other runs.

use crate::scenario::keys::WorldLevels;
use crate::scenario::{Operation, Scenario};

use super::ensemble::Ensemble;

/// The outcomes of a world without operations, replicate by replicate, to stand beside missions that leave it as it is.
#[derive(Clone, Debug)]
pub struct Twin {
    /// Columns of each place, as in [`Layout::column`](super::recorder::Layout::column), one value per replicate.
    pub(super) columns: Vec<Vec<f64>>,
}

impl Twin {
    /// That of a paired run that kept its outcomes; none where it did not.
    pub fn of(ensemble: &mut Ensemble) -> Option<Self> {
        let mut kept = ensemble.kept.take().filter(|_| ensemble.layout.worlds == 2)?;
        Some(Self { columns: kept.split_off(kept.len() / 2) })
    }

    /// Replicates.
    pub fn replicates(&self) -> u64 {
        self.columns.first().map_or(0, |c| c.len() as u64)
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        8 * self.columns.iter().map(Vec::len).sum::<usize>()
    }

    /// What two scenarios have in common where they have the same twin: all but what their operations are and who pays
    /// for them.
    pub fn key(scenario: &Scenario) -> [u8; 32] {
        let mut without = scenario.clone();
        without.levels = WorldLevels { unity: scenario.levels.unity.clone(), ..WorldLevels::default() };
        without.payer_terms.clear();
        for operation in without.operations.values_mut() {
            // When it comes stays: the months of the twin are counted from there.
            let (theatres, start) = (operation.theatres.clone(), operation.start_month.clone());
            *operation = Operation { theatres, start_month: start, ..Operation::default() };
        }
        hmac_sha256::Hash::hash(without.fingerprint_text().as_bytes())
    }
}
