//! The register of parameters: what each means, its prior, its source and its mark.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::draws::math::{exp, ln, logistic};

use super::parameters::NAMES;

/// Which reading of the evidence a run takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// The cited effects as the study reads them.
    #[default]
    Study,
    /// Re-estimates and contrary findings as they fell.
    Sceptical,
}

impl Stance {
    /// The word in tables and arguments.
    pub fn name(self) -> &'static str {
        match self {
            Self::Study => "study",
            Self::Sceptical => "sceptical",
        }
    }

    /// The stance of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Study, Self::Sceptical].into_iter().find(|stance| stance.name() == name)
    }
}

/// The scale on which a prior is normal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transform {
    /// The parameter itself.
    Identity,
    /// Its logarithm; positive parameters.
    Log,
    /// Its logit; shares and chances.
    Logit,
}

/// What kind of number a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The source gives its size.
    Cited,
    /// Set so that base rates come out.
    Calibrated,
    /// Nobody gives its size.
    Assumed,
    /// A scale or a reference point without uncertainty.
    Fixed,
}

/// How a number was come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
#[allow(missing_docs, reason = "the marks are explained in the evidence files")]
pub enum Mark {
    Seen,
    SeenSecondary,
    Computed,
    Reanalysis,
    Derived,
    Recalled,
    Assumed,
}

/// A prior: normal on the scale of the transform.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prior {
    /// Median, in the parameter's own unit.
    pub centre: f64,
    /// Standard deviation on the transformed scale; 0 fixes the value.
    pub sd: f64,
}

/// A prior that was made from a row of the targets is at least this many times as wide as the row's standard error: where
/// the row is fitted too, its study then counts as 1.1 studies and not as two.
pub const ROW_SPREAD: f64 = 3.0;

/// An entry of the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Name, `room.name`.
    pub name: String,
    /// What it means.
    pub meaning: String,
    /// Unit.
    pub unit: String,
    /// Scale of the prior.
    pub transform: Transform,
    /// Prior of the `study` stance.
    pub study: Prior,
    /// Prior of the `sceptical` stance where it differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sceptical: Option<Prior>,
    /// Row of the targets that the prior of the `study` stance was made from, if any: the row speaks in the fit, so the
    /// prior is at least [`ROW_SPREAD`] times as wide as its error.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub study_row: String,
    /// The same of a `sceptical` prior of its own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sceptical_row: String,
    /// Kind of number.
    pub status: Status,
    /// Where it comes from.
    pub source: String,
    /// How it was come by.
    pub mark: Mark,
    /// Findings of the study it stands for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<u32>,
    /// Why this value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

impl Parameter {
    /// The prior in a stance.
    pub fn prior(&self, stance: Stance) -> Prior {
        match (stance, self.sceptical) {
            (Stance::Sceptical, Some(prior)) => prior,
            _ => self.study,
        }
    }

    /// The row of the targets that the prior in a stance was made from, if any.
    pub fn row(&self, stance: Stance) -> Option<&str> {
        let row = match (stance, self.sceptical) {
            (Stance::Sceptical, Some(_)) => &self.sceptical_row,
            _ => &self.study_row,
        };
        Some(row.as_str()).filter(|row| !row.is_empty())
    }

    /// The value `z` standard deviations above the prior's median on its own scale: 0 the median, 1.2816 the 90 % point.
    pub fn at(&self, stance: Stance, z: f64) -> f64 {
        self.prior(stance).at(self.transform, z)
    }
}

impl Prior {
    /// The value `z` standard deviations above the median on the scale of the transform.
    pub fn at(self, transform: Transform, z: f64) -> f64 {
        if self.sd == 0.0 {
            return self.centre;
        }
        let step = self.sd * z;
        match transform {
            Transform::Identity => self.centre + step,
            Transform::Log => self.centre * exp(step),
            Transform::Logit => logistic(ln(self.centre / (1.0 - self.centre)) + step),
        }
    }

    /// How many standard deviations a value lies above the median, on the scale of the transform; 0 where the prior
    /// fixes the value.
    pub fn z(self, transform: Transform, value: f64) -> f64 {
        if self.sd == 0.0 {
            return 0.0;
        }
        let step = match transform {
            Transform::Identity => value - self.centre,
            Transform::Log => ln(value / self.centre),
            Transform::Logit => ln(value / (1.0 - value)) - ln(self.centre / (1.0 - self.centre)),
        };
        step / self.sd
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    parameter: Vec<Parameter>,
}

/// The register in the order of [`NAMES`].
///
/// # Panics
/// Never in a released build: a test reads the embedded file and checks it against the names.
pub fn register() -> &'static [Parameter] {
    static REGISTER: LazyLock<Vec<Parameter>> = LazyLock::new(|| {
        let text = include_str!("../../data/evidence/parameters.toml");
        parse(text).unwrap_or_else(|why| panic!("data/evidence/parameters.toml: {why}"))
    });
    &REGISTER
}

fn parse(text: &str) -> Result<Vec<Parameter>, String> {
    let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
    let find =
        |name: &&str| file.parameter.iter().find(|p| p.name == **name).cloned().ok_or(format!("no entry for {name}"));
    let sorted: Vec<Parameter> = NAMES.iter().map(find).collect::<Result<_, _>>()?;
    if file.parameter.len() != sorted.len() {
        let extra = file.parameter.iter().find(|p| !NAMES.contains(&p.name.as_str()));
        return Err(format!("entry the model does not know: {:?}", extra.map(|p| &p.name)));
    }
    sorted.iter().try_for_each(check)?;
    Ok(sorted)
}

fn check(p: &Parameter) -> Result<(), String> {
    for prior in [Some(p.study), p.sceptical].into_iter().flatten() {
        let fits = match p.transform {
            Transform::Identity => prior.centre.is_finite(),
            Transform::Log => prior.centre > 0.0,
            Transform::Logit => prior.centre > 0.0 && prior.centre < 1.0,
        };
        if !fits || !(0.0..=5.0).contains(&prior.sd) {
            return Err(format!("{}: prior {} ({}) does not fit its transform", p.name, prior.centre, prior.sd));
        }
    }
    if p.meaning.is_empty() || p.source.is_empty() {
        return Err(format!("{}: meaning and source must not be empty", p.name));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn register_covers_every_parameter_once() {
        assert_eq!(register().len(), NAMES.len());
    }

    #[test]
    fn no_recalled_number_enters_the_calibration() {
        for p in register().iter().filter(|p| p.mark == Mark::Recalled) {
            assert_eq!(p.status, Status::Fixed, "{}", p.name);
            assert_eq!(p.study.sd, 0.0, "{}", p.name);
        }
    }

    #[test]
    fn entry_without_source_is_refused() {
        let text = include_str!("../../data/evidence/parameters.toml").replacen("source = \"", "source = \"\" #", 1);
        assert!(parse(&text).is_err_and(|why| why.contains("source")));
    }
}
