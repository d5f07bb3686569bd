//! From an ensemble to the tables that people read.

use rayon::prelude::*;

use crate::scenario::{MONTHS_BEFORE, Scenario};
use crate::world::outcome::{self, Kind, Outcome};
use crate::world::series::{self, Range};
use crate::world::setting::Setting;

use super::ensemble::{Ensemble, peace_cell};
use super::results::{
    CURVE_POINTS, Column, Curve, Kept, PlanePoint, QUANTILES, QuantileEstimate, Row, SeriesRow, SurvivalRow,
};
use super::tally::{Tally, Z95, covariance, fieller, wilson};

/// Name of the place that pools all theatres.
pub const ALL: &str = "all";

/// Names of the places in result tables. Where there is one theatre it stands twice: as `all` and
/// under its name.
fn places(ensemble: &Ensemble, setting: &Setting) -> Vec<(usize, String)> {
    let names = ensemble.layout.place_names(setting);
    let mut places: Vec<(usize, String)> = names.into_iter().enumerate().collect();
    if ensemble.layout.theatres == 1 {
        places.insert(0, (0, ALL.to_owned()));
    }
    places
}

/// The summary table.
pub fn rows(ensemble: &mut Ensemble, setting: &Setting) -> Vec<Row> {
    let places = places(ensemble, setting);
    rows_of(ensemble, setting, &places)
}

/// The rows of all theatres together.
pub fn pooled_rows(ensemble: &mut Ensemble, setting: &Setting) -> Vec<Row> {
    rows_of(ensemble, setting, &[(0, ALL.to_owned())])
}

fn rows_of(ensemble: &mut Ensemble, setting: &Setting, places: &[(usize, String)]) -> Vec<Row> {
    let tallies = ensemble.tallies.par_iter_mut().chain(&mut ensemble.differences).chain(&mut ensemble.lives);
    tallies.for_each(Tally::sort);
    let operations = !setting.scenario.operations.is_empty();
    let mut rows = Vec::new();
    for (place, name) in places {
        for (k, outcome) in outcome::all().enumerate() {
            for (world, tally) in by_world(ensemble, *place, k, operations) {
                rows.push(row(&outcome, name, world, tally));
            }
        }
        rows.extend(paired_rows(ensemble, *place, name));
    }
    rows
}

/// The tallies of an outcome by world. Without operations the only world is the one without.
fn by_world(ensemble: &Ensemble, place: usize, k: usize, operations: bool) -> Vec<(Column, &Tally)> {
    let l = ensemble.layout;
    let first = if operations { Column::Mission } else { Column::None };
    let mut found = vec![(first, &ensemble.tallies[l.column(0, place, k)])];
    if operations && l.worlds == 2 {
        found.push((Column::None, &ensemble.tallies[l.column(1, place, k)]));
        found.push((Column::Difference, &ensemble.differences[place * outcome::COUNT + k]));
    }
    found
}

pub(super) fn row(outcome: &Outcome, theatre: &str, world: Column, tally: &Tally) -> Row {
    let (mean, mcse) = (tally.mean(), tally.mcse());
    let (mean_lo, mean_hi) = interval(outcome, world, tally);
    Row {
        outcome: outcome.name.to_owned(),
        theatre: theatre.to_owned(),
        world,
        kind: outcome.kind.name().to_owned(),
        unit: outcome.unit.to_owned(),
        n: tally.n,
        defined: tally.defined,
        mean,
        mcse,
        mean_lo,
        mean_hi,
        sd: tally.sd(),
        quantiles: QUANTILES.map(|p| tally.estimate(p)),
    }
}

/// The 95 % interval of a mean. That of a share is Wilson's; no other ends below zero where the outcome cannot lie there,
/// or above one where it is a share by its unit. Of differences it may end anywhere.
fn interval(outcome: &Outcome, world: Column, tally: &Tally) -> (f64, f64) {
    let (mean, mcse, n) = (tally.mean(), tally.mcse(), tally.defined as f64);
    let (lo, hi) = (mean - Z95 * mcse, mean + Z95 * mcse);
    if world == Column::Difference {
        return (lo, hi);
    }
    let (least, most) = (tally.at(0.0), tally.at(1.0));
    if outcome.kind == Kind::Share && least >= 0.0 && most <= 1.0 {
        // Several theatres of a history tell more than one yes or no does: as much as the error says.
        let alone = is_binary(tally) || mcse.is_nan() || mcse == 0.0;
        return wilson(mean, mcse, if alone { n } else { f64::INFINITY });
    }
    let lo = if lo < 0.0 && least >= 0.0 { 0.0 } else { lo };
    (lo, if hi > 1.0 && most <= 1.0 && outcome.unit == "share" { 1.0 } else { hi })
}

/// Whether a share is a plain yes or no (in one theatre), not a mean over theatres.
fn is_binary(tally: &Tally) -> bool {
    let (n, m) = (tally.defined as f64, tally.mean());
    n > 0.0 && (tally.sd().powi(2) * (n - 1.0) / n - m * (1.0 - m)).abs() < 1e-9 || tally.defined == 1
}

/// Lives saved, war months averted and cost per life saved: the outcomes of the difference.
fn paired_rows(ensemble: &Ensemble, place: usize, theatre: &str) -> Vec<Row> {
    if ensemble.differences.is_empty() {
        return Vec::new();
    }
    let at = |k: usize| &ensemble.differences[place * outcome::COUNT + k];
    let lives = &ensemble.lives[place];
    let [saved, averted] = outcome::PAIRED;
    let mut rows = vec![
        row(&saved, theatre, Column::Difference, lives),
        negated(row(&averted, theatre, Column::Difference, at(outcome::WAR_MONTHS))),
    ];
    rows.push(cost_per_life(theatre, at(outcome::COST), lives));
    rows
}

/// The row of minus an outcome.
fn negated(mut row: Row) -> Row {
    row.mean = -row.mean;
    (row.mean_lo, row.mean_hi) = (-row.mean_hi, -row.mean_lo);
    let q = row.quantiles;
    row.quantiles = std::array::from_fn(|k| {
        let mirror = q[4 - k];
        QuantileEstimate { value: -mirror.value, lo: -mirror.hi, hi: -mirror.lo }
    });
    row
}

/// Cost per life saved: a ratio of expectations with a Fieller interval, not bounded where the
/// interval of lives saved covers zero.
fn cost_per_life(theatre: &str, cost: &Tally, lives: &Tally) -> Row {
    let (a, b) = (cost.mean(), lives.mean());
    let (va, vb, cov) = (covariance(cost, cost), covariance(lives, lives), covariance(cost, lives));
    let (lo, hi) = fieller(a, b, va, vb, cov);
    let ratio = a / b;
    let variance = (va - 2.0 * ratio * cov + ratio * ratio * vb) / (b * b);
    let none = QuantileEstimate { value: f64::NAN, lo: f64::NAN, hi: f64::NAN };
    Row {
        outcome: "cost_per_life_saved_usd".to_owned(),
        theatre: theatre.to_owned(),
        world: Column::Difference,
        kind: Kind::Ratio.name().to_owned(),
        unit: "US$ per life".to_owned(),
        n: cost.n,
        defined: cost.defined,
        mean: if lo.is_infinite() && b <= 0.0 { f64::NAN } else { ratio },
        mcse: variance.max(0.0).sqrt(),
        mean_lo: lo,
        mean_hi: hi,
        sd: f64::NAN,
        quantiles: [none; 5],
    }
}

/// The monthly series, the months over the threads of the current pool.
pub fn series_rows(ensemble: &Ensemble, setting: &Setting) -> Vec<SeriesRow> {
    let operations = !setting.scenario.operations.is_empty();
    let places = places(ensemble, setting);
    let months = ensemble.layout.months;
    let rows = (0..ensemble.layout.worlds * months).into_par_iter().map(|at| {
        let (world, month) = (at / months, at % months);
        let column = if operations && world == 0 { Column::Mission } else { Column::None };
        month_rows(ensemble, (world, column), month, &places)
    });
    rows.flatten_iter().collect()
}

fn month_rows(
    ensemble: &Ensemble,
    (world, column): (usize, Column),
    month: usize,
    places: &[(usize, String)],
) -> Vec<SeriesRow> {
    let l = ensemble.layout;
    let mut rows: Vec<SeriesRow> = Vec::with_capacity(places.len() * series::COUNT);
    let mut last = (usize::MAX, 0);
    for (place, name) in places {
        let before = rows.len();
        if last.0 == *place {
            // A theatre alone is all of them.
            rows.extend_from_within(last.1..before);
            rows[before..].iter_mut().for_each(|row| row.theatre.clone_from(name));
            continue;
        }
        last = (*place, before);
        let cell = l.cell(world, *place, month);
        for (k, s) in series::SERIES.iter().enumerate().filter(|(_, s)| !s.mission_only || column == Column::Mission) {
            let quantiles = if *place < l.band_places && ensemble.recording.bands(k) {
                let band_cell = l.band_cell(world, *place, month) + k;
                ensemble.bands.quantiles(band_cell, ensemble.banded, s.range == Range::Unit, QUANTILES)
            } else {
                [f64::NAN; 5]
            };
            rows.push(SeriesRow {
                world: column,
                month: month as i32 - MONTHS_BEFORE as i32,
                theatre: name.clone(),
                series: s.name.into(),
                mean: ensemble.sums[cell + k] / ensemble.replicates as f64,
                quantiles,
            });
        }
    }
    rows
}

/// Distributions of the outcomes of all theatres.
pub fn curves(ensemble: &Ensemble, setting: &Setting) -> Vec<Curve> {
    let operations = !setting.scenario.operations.is_empty();
    let mut curves = Vec::new();
    for (k, outcome) in outcome::all().enumerate() {
        for (world, tally) in by_world(ensemble, 0, k, operations) {
            let points = (0..CURVE_POINTS).map(|i| tally.at(i as f64 / (CURVE_POINTS - 1) as f64)).collect();
            curves.push(Curve { outcome: outcome.name.to_owned(), theatre: ALL.to_owned(), world, quantiles: points });
        }
    }
    if !ensemble.differences.is_empty() {
        let lives = &ensemble.lives[0];
        let points = (0..CURVE_POINTS).map(|i| lives.at(i as f64 / (CURVE_POINTS - 1) as f64)).collect();
        curves.push(Curve {
            outcome: outcome::PAIRED[0].name.to_owned(),
            theatre: ALL.to_owned(),
            world: Column::Difference,
            quantiles: points,
        });
    }
    curves
}

/// Survival of the first peace by Kaplan and Meier, with log-log Greenwood intervals.
pub fn survival(ensemble: &Ensemble, setting: &Setting) -> Vec<SurvivalRow> {
    let operations = !setting.scenario.operations.is_empty();
    let mut rows = Vec::new();
    for world in 0..ensemble.layout.worlds {
        let column = if operations && world == 0 { Column::Mission } else { Column::None };
        for (place, name) in places(ensemble, setting) {
            kaplan_meier(ensemble, world, column, place, &name, &mut rows);
        }
    }
    rows
}

/// The share of peaces that still hold, month by month (Kaplan and Meier 1958). Greenwood's variance takes histories as
/// independent; those that share a posterior draw are not, so it is multiplied by the design effect of the share that fails.
fn kaplan_meier(
    ensemble: &Ensemble,
    world: usize,
    column: Column,
    place: usize,
    name: &str,
    rows: &mut Vec<SurvivalRow>,
) {
    let l = ensemble.layout;
    let at = |month: usize| ensemble.peaces[peace_cell(l, world, place, month)];
    let mut at_risk: u64 = (0..=l.months).map(|m| at(m)[0] + at(m)[1]).sum();
    let shared = ensemble.tallies[l.column(world, place, outcome::FIRST_PEACE_FAILED)].design_effect();
    let (mut survival, mut greenwood) = (1.0, 0.0);
    for month in 0..=l.months {
        if at_risk == 0 {
            return;
        }
        let [failed, censored] = at(month);
        let n = at_risk as f64;
        survival *= 1.0 - failed as f64 / n;
        greenwood += failed as f64 / (n * (n - failed as f64)).max(1.0);
        let (lo, hi) = log_log_interval(survival, shared * greenwood);
        rows.push(SurvivalRow {
            world: column,
            theatre: name.to_owned(),
            month: month as u32,
            at_risk,
            failed,
            survival,
            lo,
            hi,
        });
        at_risk -= failed + censored;
    }
}

fn log_log_interval(survival: f64, greenwood: f64) -> (f64, f64) {
    if survival <= 0.0 || survival >= 1.0 {
        return (survival, survival);
    }
    let spread = Z95 * greenwood.sqrt() / survival.ln();
    (survival.powf((-spread).exp()), survival.powf(spread.exp()))
}

/// Cost beside lives saved.
pub fn plane(ensemble: &Ensemble) -> Vec<PlanePoint> {
    let points = ensemble.plane.iter().enumerate();
    points
        .map(|(k, (cost_usd, lives_saved))| PlanePoint {
            replicate: k as u64,
            cost_usd: *cost_usd,
            lives_saved: *lives_saved,
        })
        .collect()
}

/// Per-replicate outcomes: the world with operations under the outcomes' names (prefixed by the
/// theatre where there are several), then the paired outcomes, then `none.` columns.
pub fn kept(ensemble: &mut Ensemble, setting: &Setting) -> Option<Kept> {
    let columns = ensemble.kept.take()?;
    let l = ensemble.layout;
    let places = l.place_names(setting);
    let mut names = Vec::new();
    let mut picks: Vec<Vec<f64>> = Vec::new();
    let mut columns: Vec<Option<Vec<f64>>> = columns.into_iter().map(Some).collect();
    let pooled = paired_columns(&columns, l);
    for world in 0..l.worlds {
        let prefix = if world == 1 { "none." } else { "" };
        for (place, place_name) in places.iter().enumerate() {
            let stem = if place == 0 { prefix.to_owned() } else { format!("{prefix}{place_name}.") };
            for (k, outcome) in outcome::all().enumerate() {
                names.push(format!("{stem}{}", outcome.name));
                picks.push(columns[l.column(world, place, k)].take().unwrap_or_default());
            }
        }
        if world == 0 {
            for (outcome, values) in outcome::PAIRED.iter().zip(&pooled) {
                names.push(outcome.name.to_owned());
                picks.push(values.clone());
            }
        }
    }
    let rows = (0..ensemble.replicates as usize).map(|r| picks.iter().map(|c| c[r]).collect()).collect();
    Some(Kept { names, rows })
}

/// Lives saved and war months averted of each replicate, all theatres together.
fn paired_columns(columns: &[Option<Vec<f64>>], l: super::recorder::Layout) -> Vec<Vec<f64>> {
    if l.worlds < 2 {
        return Vec::new();
    }
    let get = |world, k| columns[l.column(world, 0, k)].as_ref().map_or(&[][..], |c| &c[..]);
    let fewer = |ks: &[usize]| -> Vec<f64> {
        let n = get(0, ks[0]).len();
        (0..n).map(|i| ks.iter().map(|k| get(1, *k)[i] - get(0, *k)[i]).sum()).collect()
    };
    vec![fewer(&[outcome::BATTLE, outcome::GOVERNMENT, outcome::REBELS]), fewer(&[outcome::WAR_MONTHS])]
}

/// The month, counted from the start, in which the last operation is planned to have left.
pub fn planned_exit(scenario: &Scenario) -> Option<u32> {
    scenario.operations.values().map(|o| o.start_month.value + o.planned_exit_months.value).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(values: &[f64]) -> Tally {
        let draws: Vec<u32> = (0..values.len() as u32).collect();
        let mut tally = Tally::new(values.len(), true);
        tally.extend(values, &draws);
        tally.sort();
        tally
    }

    #[test]
    fn an_interval_ends_where_its_outcome_does() {
        let (share, count) = (outcome::outcome(outcome::SUCCESS), outcome::outcome(outcome::BATTLE));
        // One of 64 histories has success in 7 of its 10 theatres: the plain interval begins below zero.
        let mut values = [0.0; 64];
        values[9] = 0.7;
        let rare = tally(&values);
        assert!(rare.mean() - Z95 * rare.mcse() < 0.0);
        let (lo, hi) = interval(&share, Column::Mission, &rare);
        assert!(lo > 0.0 && lo < rare.mean() && hi > rare.mean() + Z95 * rare.mcse() && hi < 0.1, "{lo} {hi}");
        // Far from both ends it is the plain one: a hundred histories of ten theatres are not a hundred yeses and noes.
        let values: Vec<f64> = (0..100).map(|k| 0.4 + 0.1 * f64::from(k % 3)).collect();
        let middle = tally(&values);
        let (lo, hi) = interval(&share, Column::Mission, &middle);
        assert!((hi - lo) / (2.0 * Z95 * middle.mcse()) > 0.99 && (hi - lo) / (2.0 * Z95 * middle.mcse()) < 1.001);
        let deaths = tally(&[0.0, 0.0, 0.0, 12.0]);
        assert_eq!(interval(&count, Column::None, &deaths).0, 0.0);
        assert!(interval(&count, Column::Difference, &deaths).0 < 0.0);
        assert!(interval(&count, Column::None, &tally(&[-1.0, 1.0, 1.0])).0 < 0.0);
        assert!(interval(&count, Column::None, &tally(&[])).0.is_nan());
    }
}
