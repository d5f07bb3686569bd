//! The result tables as CSV.
//!
//! Floats are written in the shortest form that reads back as the same number, an undefined value as an empty cell,
//! an unbounded one as `inf`. Readers go by the names in the header; new columns come only at the end.

mod history;
mod read;
pub(crate) mod sheet;
pub(crate) mod write;

use crate::engine::results::{QUANTILE_NAMES, Results};

pub use history::write_history;
pub use read::{Table, read_curves, read_kept, read_plane, read_series, read_summary, read_survival};
pub use write::{write_curves, write_kept, write_plane, write_series, write_summary, write_survival};

/// A table of a result folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// One line per outcome, theatre and world.
    Summary,
    /// One line per world, month, theatre and series.
    Series,
    /// Distributions as quantiles.
    Distributions,
    /// Survival of peace.
    Survival,
    /// Cost beside lives saved.
    Plane,
    /// One line per replicate.
    Replicates,
}

impl File {
    /// All of them in the order of the manifest.
    pub const ALL: [Self; 6] =
        [Self::Summary, Self::Series, Self::Distributions, Self::Survival, Self::Plane, Self::Replicates];

    /// Its file name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary.csv",
            Self::Series => "series.csv",
            Self::Distributions => "distributions.csv",
            Self::Survival => "survival.csv",
            Self::Plane => "plane.csv",
            Self::Replicates => "replicates.csv",
        }
    }

    /// Whether these results have it: replicates only where they were kept, the rest always.
    pub fn is_in(self, results: &Results) -> bool {
        self != Self::Replicates || results.kept.is_some()
    }

    /// Writes it.
    pub fn write(self, results: &Results, to: impl std::io::Write) -> Result<(), csv::Error> {
        match self {
            Self::Summary => write_summary(&results.summary, to),
            Self::Series => write_series(&results.series, to),
            Self::Distributions => write_curves(&results.curves, to),
            Self::Survival => write_survival(&results.survival, to),
            Self::Plane => write_plane(&results.plane, to),
            Self::Replicates => results.kept.as_ref().map_or(Ok(()), |kept| write_kept(kept, to)),
        }
    }
}

/// Columns of `summary.csv` before the quantiles.
const SUMMARY: [&str; 12] =
    ["outcome", "theatre", "world", "kind", "unit", "n", "defined", "mean", "mcse", "mean_lo", "mean_hi", "sd"];
/// Columns of `series.csv` before the quantiles.
const SERIES: [&str; 5] = ["world", "month", "theatre", "series", "mean"];
/// Columns of `distributions.csv`.
const DISTRIBUTIONS: [&str; 5] = ["outcome", "theatre", "world", "p", "value"];
/// Columns of `survival.csv`.
const SURVIVAL: [&str; 8] = ["world", "theatre", "month", "at_risk", "failed", "survival", "lo", "hi"];
/// Columns of `plane.csv`.
const PLANE: [&str; 3] = ["replicate", "cost_usd", "lives_saved"];

/// `q05`, ..., `q95`, `q05_lo`, `q05_hi`, ..., `q95_hi`.
fn quantile_columns() -> Vec<String> {
    let intervals = QUANTILE_NAMES.iter().flat_map(|q| [format!("{q}_lo"), format!("{q}_hi")]);
    QUANTILE_NAMES.iter().map(|q| (*q).to_owned()).chain(intervals).collect()
}
