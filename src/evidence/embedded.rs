//! The posteriors that the program carries: what `pkosim calibrate` fitted, as files in `data/evidence/posterior/`.

use std::sync::{Arc, OnceLock};

use super::file;
use super::posterior::Posterior;
use super::register::Stance;

/// Files of a stance: its draws, and what each parameter learned.
fn texts(stance: Stance) -> [&'static str; 2] {
    match stance {
        Stance::Study => [
            include_str!("../../data/evidence/posterior/study/posterior.csv"),
            include_str!("../../data/evidence/posterior/study/parameters.csv"),
        ],
        Stance::Sceptical => [
            include_str!("../../data/evidence/posterior/sceptical/posterior.csv"),
            include_str!("../../data/evidence/posterior/sceptical/parameters.csv"),
        ],
    }
}

/// The model that the embedded posterior of a stance was fitted to; none where none is embedded and the register's
/// priors stand in for it.
pub fn model_of(stance: Stance) -> Option<&'static str> {
    file::model_of(texts(stance)[0])
}

impl Posterior {
    /// The embedded posterior of a stance, shared; draws from the register's priors where none is embedded.
    ///
    /// # Panics
    /// Never in a released build: a test reads the embedded files.
    pub fn embedded(stance: Stance) -> Arc<Self> {
        static READ: [OnceLock<Arc<Posterior>>; 2] = [OnceLock::new(), OnceLock::new()];
        let read = || match model_of(stance) {
            None => Arc::new(Self::from_register(stance)),
            Some(_) => {
                let name = format!("embedded, {}", stance.name());
                Arc::new(
                    file::embedded(texts(stance)[0], name).unwrap_or_else(|why| panic!("embedded posterior: {why}")),
                )
            }
        };
        READ[usize::from(stance == Stance::Sceptical)].get_or_init(read).clone()
    }
}

/// What a parameter learned in the embedded fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learned {
    /// Findings that inform it, each with the factor by which its posterior would be wider without.
    pub informed_by: String,
    /// Estimands that it moves most, in standard errors of the cited value per standard deviation of its prior.
    pub moves: String,
}

/// What a parameter learned; empty where no posterior is embedded.
pub fn learned(stance: Stance, parameter: &str) -> Learned {
    let mut reader = csv::Reader::from_reader(texts(stance)[1].as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let at = |name: &str| headers.iter().position(|h| h == name);
    let mut rows = reader.records().flatten();
    let Some(row) = rows.find(|r| r.get(0) == Some(parameter)) else { return Learned::default() };
    let cell = |name: &str| at(name).and_then(|k| row.get(k)).unwrap_or_default().to_owned();
    Learned { informed_by: cell("informed_by"), moves: cell("moves") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_posteriors_are_read_and_hold_a_thousand_draws() {
        for stance in [Stance::Study, Stance::Sceptical] {
            let posterior = Posterior::embedded(stance);
            assert_eq!(posterior.stance, stance);
            assert!(posterior.draws() >= 1000, "{}", posterior.draws());
            assert!(texts(stance)[0].len() < 2_000_000, "small enough to carry");
        }
    }
}
