//! Small samples with known answers, for tests.

use std::collections::BTreeMap;

use crate::calibration::panel::{Panel, Sample};
use crate::calibration::series::Series;

/// A sample of arms, each a list of series; every history of an arm has the values that `f` gives it.
pub fn sample(n: usize, months: usize, arms: &[(&str, &[(&str, &dyn Fn(usize, usize) -> f64)])]) -> Sample {
    let panel = |series: &[(&str, &dyn Fn(usize, usize) -> f64)]| {
        let column =
            |f: &dyn Fn(usize, usize) -> f64| (0..n * months).map(|k| f(k / months, k % months)).collect::<Vec<f64>>();
        let values = series.iter().map(|(name, f)| (Series::named(name).unwrap(), column(f)));
        Panel::from_values(n, months, values.collect())
    };
    let arms: BTreeMap<String, Panel> = arms.iter().map(|(name, s)| ((*name).to_owned(), panel(s))).collect();
    let constants = arms.keys().map(|a| (a.clone(), BTreeMap::new())).collect();
    Sample::new(arms, constants)
}

pub fn series(name: &str) -> Series {
    Series::named(name).unwrap()
}
