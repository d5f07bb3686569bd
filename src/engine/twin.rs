//! Worlds without operations, kept to stand beside other runs.

use crate::scenario::keys::WorldLevels;
use crate::scenario::{Operation, Scenario};

use super::ensemble::{Ensemble, Recording};

/// The outcomes of a world without operations, replicate by replicate, and its months where they were recorded, to stand
/// beside missions that leave it as it is.
#[derive(Clone, Debug)]
pub struct Twin {
    /// Columns of each place, as in [`Layout::column`](super::recorder::Layout::column), one value per replicate.
    pub(super) columns: Vec<Vec<f64>>,
    /// Sums of its monthly series, and the counts of its bands; empty where months were not recorded.
    months: (Vec<f64>, Vec<u16>),
    recording: Recording,
}

impl Twin {
    /// That of a paired run that kept its outcomes; none where it did not.
    pub fn of(ensemble: &Ensemble) -> Option<Self> {
        let kept = ensemble.kept.as_ref().filter(|_| ensemble.layout.worlds == 2)?;
        let l = ensemble.layout;
        let recorded = ensemble.recording != Recording::Outcomes;
        let months = recorded.then(|| {
            (ensemble.sums[l.cell(1, 0, 0)..].to_vec(), ensemble.bands.counts_from(l.band_cell(1, 0, 0)).to_vec())
        });
        let columns = kept[kept.len() / 2..].to_vec();
        Some(Self { columns, months: months.unwrap_or_default(), recording: ensemble.recording })
    }

    /// Whether it can stand beside a run of so many replicates that records this: months only if they are those of as
    /// many.
    pub fn fits(&self, replicates: u64, recording: Recording) -> bool {
        match recording {
            Recording::Outcomes => self.replicates() >= replicates,
            months => self.replicates() == replicates && self.recording == months,
        }
    }

    /// Gives its months to a run that it stood beside.
    pub(super) fn lend_months(&self, ensemble: &mut Ensemble) {
        let l = ensemble.layout;
        if ensemble.recording != Recording::Outcomes {
            ensemble.sums[l.cell(1, 0, 0)..].copy_from_slice(&self.months.0);
            ensemble.bands.put(l.band_cell(1, 0, 0), &self.months.1);
        }
    }

    /// Replicates.
    pub fn replicates(&self) -> u64 {
        self.columns.first().map_or(0, |c| c.len() as u64)
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        8 * (self.columns.iter().map(Vec::len).sum::<usize>() + self.months.0.len()) + 2 * self.months.1.len()
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
