//! What makes a point a case of interest: `success < 0.3`, `cost_per_life_saved_usd > 1_000_000`.

use thiserror::Error;

use crate::experiment::finished::{Asked, Finished, FinishedError};

/// A comparison of a column of a finished sweep with a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// As it was written.
    pub text: String,
    /// What is compared.
    pub asked: Asked,
    /// How.
    pub sign: Sign,
    /// With what.
    pub limit: f64,
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
}

impl Sign {
    /// Whether it holds.
    pub fn holds(self, value: f64, limit: f64) -> bool {
        match self {
            Self::Below => value < limit,
            Self::AtMost => value <= limit,
            Self::Above => value > limit,
            Self::AtLeast => value >= limit,
        }
    }
}

/// Comparisons of which one must hold: `A or B`.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition(pub Vec<Comparison>);

/// Why a condition cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "`{0}` is no condition: expected OUTCOME < NUMBER (or <=, >, >=), such as `success < 0.3`, `battle_deaths.q95 > 50_000`"
)]
pub struct ConditionError(pub String);

/// Reads a condition.
///
/// # Errors
/// [`ConditionError`] names the part that cannot be read.
pub fn parse(text: &str) -> Result<Condition, ConditionError> {
    text.split(" or ").map(comparison).collect::<Result<Vec<_>, _>>().map(Condition)
}

fn comparison(text: &str) -> Result<Comparison, ConditionError> {
    let wrong = || ConditionError(text.trim().to_owned());
    let at = text.find(['<', '>']).ok_or_else(wrong)?;
    let (what, rest) = text.split_at(at);
    let (sign, limit) = match rest.as_bytes() {
        [b'<', b'=', ..] => (Sign::AtMost, &rest[2..]),
        [b'<', ..] => (Sign::Below, &rest[1..]),
        [_, b'=', ..] => (Sign::AtLeast, &rest[2..]),
        _ => (Sign::Above, &rest[1..]),
    };
    let limit = limit.trim().replace('_', "").parse::<f64>().ok().filter(|x| x.is_finite()).ok_or_else(wrong)?;
    if what.trim().is_empty() || what.trim().contains(char::is_whitespace) {
        return Err(wrong());
    }
    Ok(Comparison { text: text.trim().to_owned(), asked: Asked::parse(what), sign, limit })
}

/// What the conditions say of each point.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdicts {
    /// Positions of the points that can be told.
    pub points: Vec<usize>,
    /// Whether each of these is a case.
    pub cases: Vec<bool>,
    /// Points whose outcome is not defined, so that nothing can be told.
    pub open: usize,
    /// Points of which a limit lies inside the interval of the mean: other luck might tell them otherwise.
    pub near: usize,
}

/// Tells every point of a sweep: all conditions must hold, of each one comparison.
///
/// # Errors
/// A comparison asks for what the sweep does not have.
pub fn tell(finished: &Finished, conditions: &[Condition]) -> Result<Verdicts, FinishedError> {
    let mut verdicts = Verdicts { points: Vec::new(), cases: Vec::new(), open: 0, near: 0 };
    let mut all: Vec<Option<bool>> = vec![Some(true); finished.points.len()];
    let mut near = vec![false; finished.points.len()];
    for condition in conditions {
        let mut any: Vec<Option<bool>> = vec![Some(false); finished.points.len()];
        for one in &condition.0 {
            let (values, _) = finished.column(&one.asked)?;
            let doubt = doubt(finished, &one.asked)?;
            for (k, value) in values.iter().enumerate() {
                let holds = (!value.is_nan()).then(|| one.sign.holds(*value, one.limit));
                any[k] = or(any[k], holds);
                near[k] |=
                    doubt.as_ref().is_some_and(|d| d[k].0 <= one.limit && one.limit <= d[k].1 && d[k].0 < d[k].1);
            }
        }
        all.iter_mut().zip(any).for_each(|(a, b)| *a = not(or(not(*a), not(b))));
    }
    for (k, verdict) in all.into_iter().enumerate() {
        match verdict {
            Some(case) => {
                verdicts.points.push(k);
                verdicts.cases.push(case);
                verdicts.near += usize::from(near[k]);
            }
            None => verdicts.open += 1,
        }
    }
    Ok(verdicts)
}

/// The interval of the mean at each point, nothing of other columns. `mean_lo` to `mean_hi`, Wilson's of a share: a
/// share of 0 or all of n histories has no error in `mcse` and is not known the better for it. Two errors about the
/// mean where a table has no interval.
fn doubt(finished: &Finished, asked: &Asked) -> Result<Option<Vec<(f64, f64)>>, FinishedError> {
    if asked.column != "mean" {
        return Ok(None);
    }
    let (means, world) = finished.column(asked)?;
    let column = |name: &str| {
        let asked = Asked { world: Some(world), column: name.to_owned(), ..asked.clone() };
        finished.column(&asked).ok().map(|c| c.0)
    };
    if let (Some(lo), Some(hi)) = (column("mean_lo"), column("mean_hi")) {
        return Ok(Some(lo.iter().copied().zip(hi.iter().copied()).collect()));
    }
    let about = |errors: &[f64]| means.iter().zip(errors).map(|(m, e)| (m - 2.0 * e, m + 2.0 * e)).collect();
    Ok(column("mcse").map(about))
}

/// Or, where one side may not be known.
fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn not(a: Option<bool>) -> Option<bool> {
    a.map(|a| !a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_with_their_alternatives() {
        let Condition(parts) = parse("success<0.3 or difference.cost_usd.q95 >= 1_000").expect("a condition");
        assert_eq!((parts[0].sign, parts[0].limit, parts[0].asked.outcome.as_str()), (Sign::Below, 0.3, "success"));
        assert_eq!((parts[1].sign, parts[1].limit, parts[1].asked.column.as_str()), (Sign::AtLeast, 1000.0, "q95"));
        for wrong in ["success", "success = 0.3", "< 3", "success < few", "success is < 3", "success < 0.3 or"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_not_known_stays_open_unless_the_other_side_decides() {
        assert_eq!((or(None, Some(true)), or(None, Some(false)), or(None, None)), (Some(true), None, None));
        // Both: known to fail as soon as one fails.
        let and = |a, b| not(or(not(a), not(b)));
        assert_eq!((and(None, Some(false)), and(None, Some(true))), (Some(false), None));
    }

    #[test]
    fn points_near_a_threshold_are_counted() {
        let dir = tempfile::TempDir::new().expect("temp");
        let write = |name, text| std::fs::write(dir.path().join(name), text).expect("written");
        write("points.csv", "point,replicates,a\n0,9,1\n1,9,2\n2,9,3\n");
        write(
            "results.csv",
            "point,outcome,theatre,world,mean,mcse\n0,success,all,mission,0.2,0.02\n1,success,all,mission,0.31,0.02\n\
             2,success,all,mission,,\n",
        );
        let condition = parse("success < 0.3").expect("a condition");
        let finished = crate::experiment::finished::read(dir.path(), &[condition.0[0].asked.clone()]).expect("a sweep");
        let found = tell(&finished, &[condition]).expect("told");
        let expected = Verdicts { points: vec![0, 1], cases: vec![true, false], open: 1, near: 1 };
        assert_eq!(found, expected);
    }

    #[test]
    fn a_share_of_none_of_few_histories_is_in_doubt() {
        let dir = tempfile::TempDir::new().expect("temp");
        let write = |name, text| std::fs::write(dir.path().join(name), text).expect("written");
        write("points.csv", "point,replicates,a\n0,32,1\n1,32000,2\n2,9,3\n");
        write(
            "results.csv",
            // Wilson's intervals of 0 of 32 and of 0 of 32,000; a difference that never varies.
            "point,outcome,theatre,world,mean,mcse,mean_lo,mean_hi\n0,success,all,mission,0,0,0,0.107\n\
             1,success,all,mission,0,0,0,0.00012\n2,success,all,mission,0.05,0,0.05,0.05\n",
        );
        let near = |text: &str| {
            let condition = parse(text).expect("a condition");
            let asked = [condition.0[0].asked.clone()];
            let finished = crate::experiment::finished::read(dir.path(), &asked).expect("a sweep");
            tell(&finished, &[condition]).expect("told").near
        };
        assert_eq!((near("success < 0.05"), near("success > 0"), near("success.mcse < 0.05")), (1, 2, 0));
    }
}
