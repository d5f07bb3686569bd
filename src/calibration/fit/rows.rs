//! What a fit holds the simulator against: cited estimates with their errors, each on its row's own scale.

use super::error::FitError;
use crate::calibration::target::Target;

/// Correlation of the errors of rows that come from one regression, where the source gives none. Troops and police are
/// sent together, and coefficients of covariates that rise together err in opposite directions; its size is assumed.
const ONE_REGRESSION: [(&str, &str, f64); 1] = [("F05-one-sided", "F05-one-sided-police", -0.5)];

/// A cited estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Identity of the target.
    pub id: String,
    /// The cited value on the row's scale.
    pub value: f64,
    /// Its standard error on that scale.
    pub sd: f64,
    /// Lower end of the cited interval on that scale, -inf where there is none.
    pub low: f64,
    /// Upper end, +inf where there is none.
    pub high: f64,
    /// Whether it is a base rate, checked by prediction too.
    pub base_rate: bool,
}

/// The rows of a fit and which of them come from one regression.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// The rows.
    pub rows: Vec<Row>,
    /// Correlations between the errors of two rows, by their places.
    pub related: Vec<(usize, usize, f64)>,
}

impl Rows {
    /// These rows, the errors of those named being correlated.
    ///
    /// # Errors
    /// [`FitError::NoRows`] without rows; [`FitError::Row`] for one without a spread, or whose interval excludes it.
    pub fn new(rows: Vec<Row>, related: &[(&str, &str, f64)]) -> Result<Self, FitError> {
        if rows.is_empty() {
            return Err(FitError::NoRows);
        }
        rows.iter().try_for_each(check)?;
        let at = |id: &str| rows.iter().position(|r| r.id == id);
        let related = related.iter().filter_map(|(a, b, r)| Some((at(a)?, at(b)?, *r))).collect();
        Ok(Self { rows, related })
    }

    /// Of targets, each on its own scale.
    ///
    /// # Errors
    /// As [`Rows::new`].
    pub fn of_targets(targets: &[&Target]) -> Result<Self, FitError> {
        let row = |t: &&Target| {
            let on_scale = |x: Option<f64>, else_: f64| x.map_or(else_, |x| t.scale.to(x));
            Row {
                id: t.id.clone(),
                value: on_scale(t.estimate, f64::NAN),
                sd: t.observation_sd().unwrap_or(f64::NAN),
                low: on_scale(t.interval.map(|i| i[0]), f64::NEG_INFINITY),
                high: on_scale(t.interval.map(|i| i[1]), f64::INFINITY),
                base_rate: t.id.starts_with("B-"),
            }
        };
        Self::new(targets.iter().map(row).collect(), &ONE_REGRESSION)
    }

    /// Their values.
    pub fn values(&self) -> Vec<f64> {
        self.rows.iter().map(|r| r.value).collect()
    }

    /// Their standard errors.
    pub fn sds(&self) -> Vec<f64> {
        self.rows.iter().map(|r| r.sd).collect()
    }

    /// Without one of them.
    pub fn without(&self, at: usize) -> Self {
        let shift = |i: usize| if i > at { i - 1 } else { i };
        let mut rows = self.rows.clone();
        rows.remove(at);
        let kept = self.related.iter().filter(|(i, j, _)| *i != at && *j != at);
        Self { rows, related: kept.map(|(i, j, r)| (shift(*i), shift(*j), *r)).collect() }
    }
}

fn check(row: &Row) -> Result<(), FitError> {
    let wrong = |problem| Err(FitError::Row { id: row.id.clone(), problem });
    if !row.value.is_finite() {
        return wrong("its estimate is no number on its scale");
    }
    if row.sd <= 0.0 || !row.sd.is_finite() {
        return wrong("it has no standard error, and no interval to take one from");
    }
    if row.value < row.low || row.value > row.high {
        return wrong("its interval excludes its estimate");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str) -> Row {
        Row { id: id.to_owned(), value: 1.0, sd: 0.5, low: 0.0, high: 2.0, base_rate: false }
    }

    #[test]
    fn leaving_a_row_out_keeps_the_pairs_of_the_others() {
        let rows =
            Rows::new(vec![row("a"), row("b"), row("c"), row("d")], &[("c", "d", 0.3), ("a", "b", 0.1)]).unwrap();
        assert_eq!(rows.without(0).related, [(1, 2, 0.3)]);
        assert_eq!(rows.without(3).related, [(0, 1, 0.1)]);
        assert_eq!(rows.without(1).rows.len(), 3);
    }

    #[test]
    fn senseless_rows_are_refused() {
        let refused = |change: fn(&mut Row)| {
            let mut wrong = row("F05");
            change(&mut wrong);
            Rows::new(vec![wrong], &[]).unwrap_err().to_string()
        };
        assert!(refused(|r| r.low = 1.5).contains("F05: its interval excludes"));
        assert!(refused(|r| r.sd = 0.0).contains("no standard error"));
        assert!(refused(|r| r.value = f64::NAN).contains("no number"));
        assert!(matches!(Rows::new(vec![], &[]), Err(FitError::NoRows)));
    }
}
