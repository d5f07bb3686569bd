//! A result folder read for a report: its tables, its manifest, and what is not as it should be.

use std::path::{Path, PathBuf};

use hmac_sha256::Hash;

use crate::engine::results::Results;
use crate::output::manifest::{Manifest, Run};
use crate::output::{Lost, OutputError, store, tables::File};

/// A result folder and what is in it.
#[derive(Clone, Debug)]
pub struct Told {
    /// The folder as it was named.
    pub dir: PathBuf,
    /// Its results.
    pub results: Results,
    /// Its manifest.
    pub manifest: Manifest,
    /// How the run went, where that is known.
    pub run: Option<Run>,
    /// What could not be read of results that a newer program wrote.
    pub lost: Vec<Lost>,
    /// Tables that the manifest names and the folder does not have.
    pub missing: Vec<String>,
    /// Tables that are not as the manifest knows them.
    pub changed: Vec<String>,
}

impl Told {
    /// Reads a folder.
    ///
    /// # Errors
    /// No manifest, one of a newer program that says too little, no `summary.csv`, or a table that is none.
    pub fn open(dir: &Path) -> Result<Self, OutputError> {
        let (manifest, newer) = Manifest::salvage(dir)?;
        let summary = dir.join(File::Summary.name());
        std::fs::metadata(&summary).map_err(|e| OutputError::io("read", &summary, e))?;
        // What this version wrote must be whole; of what a newer one wrote, what is understood is told.
        #[cfg_attr(not(feature = "charts"), expect(unused_mut))]
        let (results, mut lost) = if newer.is_some() { store::salvage(dir)? } else { (store::load(dir)?, Vec::new()) };
        #[cfg(feature = "charts")]
        lost.extend(crate::output::charts::Beside::read(dir).1);
        let (mut missing, mut changed) = (Vec::new(), Vec::new());
        // Only tables of this program are looked at: a manifest cannot point anywhere else.
        for file in File::ALL.map(File::name) {
            let Some(entry) = manifest.files.iter().find(|f| f.name == file) else { continue };
            match std::fs::read(dir.join(file)) {
                Ok(bytes) if hex(&Hash::hash(&bytes)) == entry.sha256 => {}
                Ok(_) => changed.push(file.to_owned()),
                Err(_) => missing.push(file.to_owned()),
            }
        }
        Ok(Self { dir: dir.to_owned(), results, run: Run::load(dir)?, manifest, lost, missing, changed })
    }

    /// What to call its scenario: the title, or the name where it has none.
    pub fn title(&self) -> &str {
        let info = &self.results.info;
        if info.title.trim().is_empty() { &info.scenario } else { &info.title }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
