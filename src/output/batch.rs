//! The folder of a batch: many scenarios in one tidy table, and the manifest that says what determined it.

use serde::{Deserialize, Serialize};

use crate::engine::identity::model_id;
use crate::engine::results::{Results, Row};
use crate::evidence::posterior::Posterior;

use super::manifest::{FileEntry, Kind, PROGRAM_VERSION, PosteriorEntry, SCHEMA_VERSION};
use super::tables::sheet::Sheet;

/// Name of the table of results.
pub const TABLE: &str = "batch.csv";
/// Name of the table of scenarios that failed.
pub const FAILED: &str = "failures.csv";
/// Columns of `batch.csv`.
pub const COLUMNS: &str =
    "file,scenario,outcome,theatre,world,kind,unit,n,defined,mean,mcse,mean_lo,mean_hi,sd,q05,q25,q50,q75,q95";
/// Columns of `failures.csv`.
pub const FAILED_COLUMNS: &str = "file,error";
/// What the manifest of every batch begins with; by this an older one is known.
pub const HEADER: &str = "{\n  \"program\": \"pkosim\",\n  \"kind\": \"batch\",";

/// `manifest.json` of a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BatchManifest {
    /// `pkosim`: by this a result folder is known.
    pub program: String,
    /// `batch`.
    pub kind: String,
    /// Version of the tables.
    pub schema_version: u32,
    /// Version of the program.
    pub program_version: String,
    /// Identity of the model.
    pub model_id: String,
    /// The stance.
    pub stance: String,
    /// The posterior.
    pub posterior: PosteriorEntry,
    /// Seed.
    pub seed: u64,
    /// Replicates of each scenario.
    pub replicates: u64,
    /// The scenarios in the table, in its order.
    pub scenarios: Vec<BatchEntry>,
    /// Scenarios that failed.
    pub failed: u64,
    /// The tables.
    pub files: Vec<FileEntry>,
}

/// A scenario of a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BatchEntry {
    /// Its file, as seen from the folder of the batch.
    pub file: String,
    /// Its name.
    pub name: String,
    /// Canonical TOML of the resolved scenario.
    pub toml: String,
}

/// A batch in the making.
#[derive(Debug)]
pub struct Batch {
    table: Vec<u8>,
    failures: Vec<u8>,
    scenarios: Vec<BatchEntry>,
    failed: u64,
}

impl Default for Batch {
    fn default() -> Self {
        let head = |columns: &str| format!("{columns}\n").into_bytes();
        Self { table: head(COLUMNS), failures: head(FAILED_COLUMNS), scenarios: Vec::new(), failed: 0 }
    }
}

impl Batch {
    /// Adds the rows of a scenario that was run.
    ///
    /// # Errors
    /// None in practice: the rows go to memory.
    pub fn add(&mut self, file: &str, results: &Results) -> csv::Result<()> {
        let mut sheet = Sheet::bare(&mut self.table);
        results.summary.iter().try_for_each(|row| cells(&mut sheet, file, &results.info.scenario, row))?;
        sheet.finish()?;
        let (name, toml) = (results.info.scenario.clone(), results.info.scenario_toml.clone());
        self.scenarios.push(BatchEntry { file: file.to_owned(), name, toml });
        Ok(())
    }

    /// Adds a scenario that failed, and why.
    ///
    /// # Errors
    /// None in practice: the row goes to memory.
    pub fn fail(&mut self, file: &str, why: &str) -> csv::Result<()> {
        let mut sheet = Sheet::bare(&mut self.failures);
        sheet.texts([file, why])?;
        sheet.end()?;
        self.failed += 1;
        sheet.finish()
    }

    /// How many scenarios failed.
    pub fn failed(&self) -> u64 {
        self.failed
    }

    /// The two tables by name, and the manifest that lists them.
    pub fn finish(
        self,
        posterior: &Posterior,
        seed: u64,
        replicates: u64,
    ) -> ([(&'static str, Vec<u8>); 2], BatchManifest) {
        let tables = [(TABLE, self.table), (FAILED, self.failures)];
        let manifest = BatchManifest {
            program: "pkosim".to_owned(),
            kind: Kind::Batch.name().to_owned(),
            schema_version: SCHEMA_VERSION,
            program_version: PROGRAM_VERSION.to_owned(),
            model_id: model_id().to_owned(),
            stance: posterior.stance.name().to_owned(),
            posterior: PosteriorEntry { source: posterior.origin.clone(), draws: posterior.draws() as u64 },
            seed,
            replicates,
            scenarios: self.scenarios,
            failed: self.failed,
            files: tables.iter().map(|(name, bytes)| FileEntry::new(name, bytes)).collect(),
        };
        (tables, manifest)
    }
}

fn cells(sheet: &mut Sheet<&mut Vec<u8>>, file: &str, scenario: &str, row: &Row) -> csv::Result<()> {
    sheet.texts([file, scenario, &row.outcome, &row.theatre, row.world.name(), &row.kind, &row.unit])?;
    sheet.whole(row.n)?;
    sheet.whole(row.defined)?;
    sheet.numbers([row.mean, row.mcse, row.mean_lo, row.mean_hi, row.sd])?;
    sheet.numbers(row.quantiles.iter().map(|q| q.value))?;
    sheet.end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::manifest::to_json;

    #[test]
    fn a_manifest_begins_with_what_an_older_one_is_known_by() {
        let (tables, manifest) = Batch::default().finish(&Posterior::embedded(Default::default()), 1, 32);
        assert!(to_json(&manifest).starts_with(HEADER));
        assert_eq!(manifest.files.iter().map(|f| f.bytes).sum::<u64>() as usize, tables[0].1.len() + tables[1].1.len());
    }
}
