//! Posterior files: a CSV of draws that says what model and stance it belongs to.
//!
//! ```text
//! # model_id=4e2f29fd6c1d3803
//! # stance=study
//! council.unity_persistence,council.unity_sd,...
//! 0.951,0.148,...
//! ```

use std::path::{Path, PathBuf};

use super::parameters::NAMES;
use super::posterior::Posterior;
use super::register::Stance;

/// Why a posterior file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PosteriorError {
    /// It cannot be read.
    #[error("cannot read the posterior {}: {source}", path.display())]
    Read {
        /// File.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It was fitted to another model.
    #[error("{}: fitted to model {found}, this is model {wanted}\n  hint: fit it again to this version, or leave --posterior out", path.display())]
    OtherModel {
        /// File.
        path: PathBuf,
        /// Its model.
        found: String,
        /// This one.
        wanted: String,
    },
    /// It belongs to the other stance.
    #[error("{}: belongs to the stance {found}, but --stance {wanted} was asked for", path.display())]
    OtherStance {
        /// File.
        path: PathBuf,
        /// Its stance.
        found: &'static str,
        /// The one asked for.
        wanted: &'static str,
    },
    /// Its text is wrong.
    #[error("{}:{line}: {what}", path.display())]
    Text {
        /// File.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
}

impl PosteriorError {
    /// The documented exit code: 3 where the file cannot be read, else 2.
    pub fn exit_code(&self) -> u8 {
        if matches!(self, Self::Read { .. }) { 3 } else { 2 }
    }
}

/// Reads a posterior for the model `model_id`; `stance`, where asked for, must be the file's.
///
/// # Errors
/// The file cannot be read, belongs to another model or stance, lacks a parameter, has one the model does not know, or
/// holds a value that is no number.
pub fn read(path: &Path, model_id: &str, stance: Option<Stance>) -> Result<Posterior, PosteriorError> {
    let source = |source| PosteriorError::Read { path: path.to_owned(), source };
    let text = std::fs::read_to_string(path).map_err(source)?;
    parse(&text, path, model_id, stance)
}

fn parse(text: &str, path: &Path, model_id: &str, asked: Option<Stance>) -> Result<Posterior, PosteriorError> {
    let wrong = |line: usize, what: String| PosteriorError::Text { path: path.to_owned(), line, what };
    let field = |name: &str| {
        text.lines()
            .take_while(|l| l.starts_with('#'))
            .find_map(|l| l.trim_start_matches(['#', ' ']).strip_prefix(name)?.strip_prefix('=').map(str::trim))
    };
    let found = field("model_id").ok_or_else(|| wrong(1, "expected a line `# model_id=...`".into()))?;
    if found != model_id {
        return Err(PosteriorError::OtherModel { path: path.to_owned(), found: found.into(), wanted: model_id.into() });
    }
    let stance = match field("stance") {
        Some("study") => Stance::Study,
        Some("sceptical") => Stance::Sceptical,
        _ => return Err(wrong(1, "expected a line `# stance=study` or `# stance=sceptical`".into())),
    };
    if let Some(asked) = asked.filter(|a| *a != stance) {
        return Err(PosteriorError::OtherStance { path: path.to_owned(), found: stance.name(), wanted: asked.name() });
    }
    let rows = rows(text, &wrong)?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Posterior::from_rows(stance, name, rows))
}

fn rows(text: &str, wrong: &impl Fn(usize, String) -> PosteriorError) -> Result<Vec<Vec<f64>>, PosteriorError> {
    let mut lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
    let (at, header) = lines.next().ok_or_else(|| wrong(1, "expected a header of parameter names".into()))?;
    let columns: Vec<&str> = header.split(',').map(str::trim).collect();
    if let Some(unknown) = columns.iter().find(|c| !NAMES.contains(c)) {
        return Err(wrong(at + 1, format!("unknown parameter \"{unknown}\" (`pkosim evidence` lists them)")));
    }
    let place = |name: &&str| {
        columns
            .iter()
            .position(|c| **c == **name)
            .ok_or_else(|| wrong(at + 1, format!("parameter \"{name}\" is missing")))
    };
    let places: Vec<usize> = NAMES.iter().map(|n| place(&n)).collect::<Result<_, _>>()?;
    let mut rows = Vec::new();
    for (at, line) in lines {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        if cells.len() != columns.len() {
            return Err(wrong(at + 1, format!("expected {} values, found {}", columns.len(), cells.len())));
        }
        let number = |place: &usize| cells[*place].parse::<f64>().ok().filter(|x| x.is_finite());
        let value = |place: &usize| {
            number(place).ok_or_else(|| {
                wrong(at + 1, format!("{}: \"{}\" is not a finite number", columns[*place], cells[*place]))
            })
        };
        rows.push(places.iter().map(value).collect::<Result<Vec<f64>, _>>()?);
    }
    if rows.is_empty() {
        return Err(wrong(at + 2, "expected at least one draw".into()));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(change: impl Fn(String) -> String) -> String {
        let posterior = Posterior::centre(Stance::Study);
        let row: Vec<String> = posterior.row(0).iter().map(f64::to_string).collect();
        change(format!("# model_id=abc\n# stance=study\n{}\n{}\n", NAMES.join(","), row.join(",")))
    }

    fn parsed(change: impl Fn(String) -> String) -> Result<Posterior, String> {
        parse(&text(change), Path::new("p.csv"), "abc", None).map_err(|e| e.to_string())
    }

    #[test]
    fn a_written_posterior_reads_back() {
        assert_eq!(parsed(|t| t).expect("reads").row(0), Posterior::centre(Stance::Study).row(0));
    }

    #[test]
    fn other_models_unknown_names_and_odd_values_are_refused() {
        for (change, said) in [
            (("abc", "def"), "fitted to model def"),
            (("stance=study", "stance=maybe"), "stance=study"),
            (("council.unity_sd", "council.unity"), "unknown parameter"),
            (("1428", "NaN"), "not a finite number"),
        ] {
            let error = parsed(|t| t.replacen(change.0, change.1, 1)).expect_err(said);
            assert!(error.contains(said), "{error}");
        }
    }
}
