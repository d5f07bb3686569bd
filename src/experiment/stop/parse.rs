//! What is to be known, as a person writes it: `success: 0.005`, `battle_deaths q95: 2% or 50`.

use thiserror::Error;

use crate::engine::results::Column;

/// What is asked of one statistic of one outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// As it was written.
    pub text: String,
    /// World; `None` for the usual one: with operations where there are any, the difference for what only it has.
    pub world: Option<Column>,
    /// Outcome.
    pub outcome: String,
    /// Statistic.
    pub statistic: Statistic,
    /// Largest half-width of its interval.
    pub tolerance: Tolerance,
}

/// A statistic over replicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// The mean, for a share the probability.
    Mean,
    /// The quantile at this probability.
    Quantile(f64),
    /// The probability that the outcome lies above this.
    Above(f64),
    /// The probability that the outcome lies below this.
    Below(f64),
}

/// The larger of an absolute half-width and one relative to the size of the estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// In the outcome's unit, above zero.
    pub absolute: f64,
    /// As a share of the estimate, or zero.
    pub relative: f64,
}

impl Tolerance {
    /// The half-width allowed at this estimate.
    pub fn at(self, estimate: f64) -> f64 {
        self.absolute.max(self.relative * estimate.abs())
    }
}

/// Why a rule cannot be read.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum RuleError {
    /// No colon, or nothing on one side.
    #[error("`{0}` is no stop rule: expected WHAT: TOLERANCE, such as `success: 0.005` or `battle_deaths: 2% or 50`")]
    Shape(String),
    /// The statistic is not known.
    #[error("`{found}` in `{rule}` is no statistic: expected mean, median, q01 to q99, or a comparison `> X` or `< X`")]
    Statistic {
        /// What stands there.
        found: String,
        /// The rule.
        rule: String,
    },
    /// The tolerance is no positive number.
    #[error(
        "`{found}` in `{rule}` is no tolerance: expected a number above 0, or a percentage with a floor, `2% or 50`"
    )]
    Tolerance {
        /// What stands there.
        found: String,
        /// The rule.
        rule: String,
    },
    /// A relative tolerance stands alone.
    #[error(
        "`{found}` in `{rule}` needs an absolute floor, since an estimate near zero would never be known to a share of \
         itself: write `{found} or X`, X in the outcome's unit"
    )]
    NoFloor {
        /// The tolerance.
        found: String,
        /// The rule.
        rule: String,
    },
    /// The outcome is not known.
    #[error("`{found}` in `{rule}` is no outcome{}", nearest.as_ref().map_or(String::new(), |n| format!("; did you mean `{n}`?")))]
    Outcome {
        /// What stands there.
        found: String,
        /// The rule.
        rule: String,
        /// The nearest that exists.
        nearest: Option<String>,
    },
    /// The run does not simulate what the rule asks about.
    #[error("`{rule}` asks for {needs}, which this run does not simulate")]
    World {
        /// The rule.
        rule: String,
        /// What is missing.
        needs: &'static str,
    },
}

/// Reads a rule: `[WORLD.]OUTCOME [STATISTIC]: TOLERANCE`.
///
/// # Errors
/// [`RuleError`]; outcomes are checked against the model by [`super::check`].
pub fn parse(text: &str) -> Result<Target, RuleError> {
    let (what, tolerance) = text.rsplit_once(':').ok_or_else(|| RuleError::Shape(text.to_owned()))?;
    let what = what.trim();
    let end = what.find(|c: char| c.is_whitespace() || "<>".contains(c)).unwrap_or(what.len());
    let (name, statistic) = what.split_at(end);
    if name.is_empty() || tolerance.trim().is_empty() {
        return Err(RuleError::Shape(text.to_owned()));
    }
    let world = Column::ALL.into_iter().find(|w| name.split('.').next() == Some(w.name()) && name.contains('.'));
    let outcome = world.map_or(name, |w| &name[w.name().len() + 1..]).to_owned();
    let statistic = self::statistic(statistic.trim(), text)?;
    let tolerance = self::tolerance(tolerance.trim(), text)?;
    Ok(Target { text: text.trim().to_owned(), world, outcome, statistic, tolerance })
}

fn statistic(text: &str, rule: &str) -> Result<Statistic, RuleError> {
    let wrong = || RuleError::Statistic { found: text.to_owned(), rule: rule.to_owned() };
    match text {
        "" | "mean" | "probability" => return Ok(Statistic::Mean),
        "median" => return Ok(Statistic::Quantile(0.5)),
        _ => {}
    }
    if let Some(x) = text.strip_prefix('>') {
        return number(x).map(Statistic::Above).ok_or_else(wrong);
    }
    if let Some(x) = text.strip_prefix('<') {
        return number(x).map(Statistic::Below).ok_or_else(wrong);
    }
    let digits = text.strip_prefix('q').filter(|d| d.len() == 2).and_then(|d| d.parse::<u8>().ok());
    digits.filter(|d| (1..=99).contains(d)).map(|d| Statistic::Quantile(f64::from(d) / 100.0)).ok_or_else(wrong)
}

fn tolerance(text: &str, rule: &str) -> Result<Tolerance, RuleError> {
    let wrong = |found: &str| RuleError::Tolerance { found: found.trim().to_owned(), rule: rule.to_owned() };
    let positive = |t: &str| number(t).filter(|x| *x > 0.0).ok_or_else(|| wrong(t));
    let percent = |t: &str| t.trim().strip_suffix('%').map(|p| positive(p).map(|p| p / 100.0));
    match text.split_once(" or ") {
        Some((relative, floor)) => {
            let relative = percent(relative).ok_or_else(|| wrong(relative))??;
            Ok(Tolerance { absolute: positive(floor)?, relative })
        }
        None if text.ends_with('%') => Err(RuleError::NoFloor { found: text.to_owned(), rule: rule.to_owned() }),
        None => Ok(Tolerance { absolute: positive(text)?, relative: 0.0 }),
    }
}

/// A finite number; `10_000` is one, as in TOML.
fn number(text: &str) -> Option<f64> {
    text.trim().replace('_', "").parse::<f64>().ok().filter(|x| x.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_as_they_are_meant() {
        let of = |text| parse(text).expect("a rule");
        let plain = of("success: 0.005");
        assert_eq!((plain.outcome.as_str(), plain.statistic, plain.world), ("success", Statistic::Mean, None));
        assert_eq!(plain.tolerance, Tolerance { absolute: 0.005, relative: 0.0 });
        let relative = of(" battle_deaths q95 : 2% or 1_000 ");
        assert_eq!(relative.statistic, Statistic::Quantile(0.95));
        assert_eq!((relative.tolerance.at(10.0), relative.tolerance.at(-1e6)), (1000.0, 20_000.0));
        let none = of("none.months_at_war median: 1");
        assert_eq!((none.world, none.outcome.as_str()), (Some(Column::None), "months_at_war"));
        assert_eq!(of("battle_deaths>10_000: 0.01").statistic, Statistic::Above(10_000.0));
        assert_eq!(of("lives_saved < 0: 0.01").statistic, Statistic::Below(0.0));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_by_name() {
        for (text, part) in [
            ("success", "no stop rule"),
            ("success:", "no stop rule"),
            (": 0.1", "no stop rule"),
            ("success: 0", "no tolerance"),
            ("success: -0.1", "no tolerance"),
            ("success: few", "no tolerance"),
            ("success: inf", "no tolerance"),
            ("success: 2%", "absolute floor"),
            ("success: 2% or 0", "no tolerance"),
            ("success: 2 or 1", "no tolerance"),
            ("success q100: 1", "no statistic"),
            ("success q5: 1", "no statistic"),
            ("success > few: 1", "no statistic"),
        ] {
            let told = parse(text).expect_err(text).to_string();
            assert!(told.contains(part), "{text}: {told}");
        }
    }
}
