//! The folder of a calibration.

use std::fs;
use std::path::{Path, PathBuf};

use hmac_sha256::Hash;
use serde::{Deserialize, Serialize};

use crate::calibration::fit::calibrate::Fit;
use crate::calibration::fit::emulator::Emulator;
use crate::calibration::fit::report::Report;
use crate::calibration::fit::rows::Rows;
use crate::calibration::fit::sbc::Sbc;
use crate::evidence::file;
use crate::evidence::parameters::NAMES;
use crate::evidence::posterior::Posterior;
use crate::evidence::register::{Stance, register};
use crate::output::OutputError;
use crate::output::folder::Folder;
use crate::output::manifest::{FileEntry, Kind, MANIFEST, PROGRAM_VERSION, SCHEMA_VERSION, to_json};

use super::journal::Terms;
use super::{emulators, plot, runs, tables};

/// Name of the posterior's file.
const POSTERIOR: &str = "posterior.csv";
/// Name of the emulators' file.
const EMULATORS: &str = "emulators.csv";

/// Tables on what was learned.
const LEARNED: [&str; 4] = ["parameters.csv", "findings.csv", "sensitivity.csv", "waves.csv"];

/// What determines a posterior, and how good it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Provenance {
    /// `pkosim`.
    pub program: String,
    /// Version of the tables.
    pub schema_version: u32,
    /// Version of the program.
    pub program_version: String,
    /// `calibration`.
    pub kind: String,
    /// What remakes it.
    pub terms: Terms,
    /// Least effective sample size of the draws, and largest split R-hat.
    pub effective: f64,
    /// Largest split R-hat.
    pub r_hat: f64,
    /// Rows that nothing brings within the cut-off.
    pub conflicts: Vec<String>,
    /// The model it was rechecked for, and the share that weights left effective.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rechecked: Option<(String, f64)>,
    /// The files.
    pub files: Vec<FileEntry>,
}

/// A folder that was written.
#[derive(Debug)]
pub struct Made {
    /// Where.
    pub dir: PathBuf,
}

/// A folder under way, with what has been put in it.
struct Filling {
    folder: Folder,
    files: Vec<FileEntry>,
}

impl Filling {
    fn begin(target: &Path) -> Result<Self, OutputError> {
        Ok(Self { folder: Folder::begin(target, Kind::Calibration)?, files: Vec::new() })
    }

    fn put(&mut self, name: &str, text: &str) -> Result<(), OutputError> {
        let sha256 = Hash::hash(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
        self.files.push(FileEntry { name: name.to_owned(), bytes: text.len() as u64, sha256 });
        self.folder.write(name, text.as_bytes())
    }

    fn finish(self, mut provenance: Provenance) -> Result<Made, OutputError> {
        provenance.files = self.files;
        self.folder.write(MANIFEST, to_json(&provenance).as_bytes())?;
        Ok(Made { dir: self.folder.finish()? })
    }
}

/// Writes a calibration.
///
/// # Errors
/// The file system's; an older result is left as it was.
pub fn write(target: &Path, fit: &Fit, report: &Report, terms: &Terms, stance: Stance) -> Result<Made, OutputError> {
    let mut filling = Filling::begin(target)?;
    filling.put(POSTERIOR, &posterior(fit, terms, stance))?;
    let learned =
        [tables::parameters(report), tables::findings(report), tables::sensitivity(report), tables::waves(&fit.waves)];
    LEARNED.iter().zip(&learned).try_for_each(|(name, text)| filling.put(name, text))?;
    filling.put(EMULATORS, &emulators::table(&fit.rows, &fit.emulators))?;
    let parameters: Vec<String> = fit.space.free().map(|a| a.name.clone()).collect();
    for (wave, all) in fit.runs.iter().enumerate() {
        filling.put(&runs::name(wave), &runs::table(&parameters, &fit.estimands, all))?;
    }
    let conflicts = fit.conflicts.iter().map(|k| fit.rows.rows[*k].id.clone()).collect();
    let quality = (fit.draws.effective, fit.draws.r_hat);
    filling.finish(stamp(terms, quality, conflicts, None))
}

fn stamp(
    terms: &Terms,
    (effective, r_hat): (f64, f64),
    conflicts: Vec<String>,
    rechecked: Option<(String, f64)>,
) -> Provenance {
    Provenance {
        program: "pkosim".to_owned(),
        schema_version: SCHEMA_VERSION,
        program_version: PROGRAM_VERSION.to_owned(),
        kind: Kind::Calibration.name().to_owned(),
        terms: terms.clone(),
        effective: tables::six_digits(effective),
        r_hat: tables::six_digits(r_hat),
        conflicts,
        rechecked,
        files: Vec::new(),
    }
}

/// The posterior as `--posterior` reads it. Parameters that the simulator does not have stay at their centre.
fn posterior(fit: &Fit, terms: &Terms, stance: Stance) -> String {
    let row = |z: &Vec<f64>| -> Vec<f64> {
        let theta = fit.space.theta(z);
        let at = |name: &&str| fit.parameters.iter().position(|p| p == name).map(|k| theta[k]);
        let value =
            |(name, entry)| at(name).unwrap_or(crate::evidence::register::Parameter::prior(entry, stance).centre);
        NAMES.iter().zip(register()).map(value).map(tables::six_digits).collect()
    };
    text(
        Posterior::from_rows(stance, "calibration".to_owned(), fit.draws.points.iter().map(row).collect()),
        &terms.model_id,
    )
}

fn text(posterior: Posterior, model_id: &str) -> String {
    let mut bytes = Vec::new();
    // Writing to memory does not fail, and numbers are text.
    let _ = file::write(&posterior, model_id, &mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

/// A calibration read back.
#[derive(Debug)]
pub struct Recalled {
    /// Its manifest.
    pub provenance: Provenance,
    /// The posterior's draws.
    pub posterior: Posterior,
    /// Its emulators, one per row.
    pub emulators: Vec<Emulator>,
}

/// Reads the manifest of a calibration.
///
/// # Errors
/// It is missing, or not a calibration's.
pub fn provenance(dir: &Path) -> Result<Provenance, OutputError> {
    let json = |source| OutputError::Json { path: dir.join(MANIFEST), source };
    serde_json::from_str(&text_of(dir, MANIFEST)?).map_err(json)
}

fn text_of(dir: &Path, name: &str) -> Result<String, OutputError> {
    let path = dir.join(name);
    fs::read_to_string(&path).map_err(|e| OutputError::io("read", &path, e))
}

/// Reads the folder of a calibration back; `rows` are today's, which must be its own.
///
/// # Errors
/// Missing or foreign files.
pub fn recall(dir: &Path, rows: &Rows) -> Result<Recalled, OutputError> {
    let provenance = provenance(dir)?;
    let wrong = |name: &str, why: String| {
        OutputError::io("understand", &dir.join(name), std::io::Error::new(std::io::ErrorKind::InvalidData, why))
    };
    let path = dir.join(POSTERIOR);
    let posterior = file::read(&path, &provenance.terms.model_id, None);
    let posterior = posterior.map_err(|e| wrong(POSTERIOR, e.problem.to_string()))?;
    let emulators = emulators::parse(&text_of(dir, EMULATORS)?, rows);
    let emulators = emulators.ok_or_else(|| wrong(EMULATORS, "its rows are not those of the targets".to_owned()))?;
    Ok(Recalled { provenance, posterior, emulators })
}

/// Writes a posterior that holds for a changed model: the draws resampled by their weights, the emulators corrected.
///
/// # Errors
/// The file system's.
pub fn write_rechecked(
    (target, from): (&Path, &Path),
    old: &Recalled,
    draws: Vec<Vec<f64>>,
    (emulators, rows): (&[Emulator], &Rows),
    (model_id, effective): (&str, f64),
) -> Result<Made, OutputError> {
    let mut filling = Filling::begin(target)?;
    let posterior = Posterior::from_rows(old.posterior.stance, "calibration".to_owned(), draws);
    filling.put(POSTERIOR, &text(posterior, model_id))?;
    filling.put(EMULATORS, &emulators::table(rows, emulators))?;
    // What was learned is still what was learned.
    for name in LEARNED {
        if let Ok(text) = text_of(from, name) {
            filling.put(name, &text)?;
        }
    }
    let mut terms = old.provenance.terms.clone();
    let before = std::mem::replace(&mut terms.model_id, model_id.to_owned());
    let quality = (old.provenance.effective * effective, old.provenance.r_hat);
    let rechecked = Some((before, tables::six_digits(effective)));
    filling.finish(stamp(&terms, quality, old.provenance.conflicts.clone(), rechecked))
}

/// Writes the ranks of simulation-based calibrations, each under its name.
///
/// # Errors
/// The file system's.
pub fn write_sbc(target: &Path, all: &[(&str, &Sbc)], terms: &Terms, fit: &Fit) -> Result<Made, OutputError> {
    let mut filling = Filling::begin(target)?;
    let header = "truth,quantity,fits,p_value,coverage_50,coverage_80,coverage_95,contraction,ranks\n";
    let body: String = all.iter().map(|(name, sbc)| tables::sbc(name, sbc)).collect();
    filling.put("sbc.csv", &format!("{header}{body}"))?;
    filling.put("sbc.svg", &plot::svg(all))?;
    filling.finish(stamp(terms, (fit.draws.effective, fit.draws.r_hat), Vec::new(), None))
}
