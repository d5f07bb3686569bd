//! What a fit says: what each parameter learned and from which finding, how each estimand depends on each parameter,
//! what each finding would have been predicted to be by the others.

use rayon::prelude::*;

use super::calibrate::{Fit, posterior};
use super::density::{Gaussian, Likelihood, implausibility};
use super::error::FitError;
use super::sampler::Plan;
use super::wave::{Step, Watch};

/// Draws behind a prediction of a finding left out.
const LEFT_OUT_DRAWS: usize = 400;
/// A finding informs a parameter when its absence widens the parameter's posterior by this much.
const INFORMS: f64 = 1.02;

/// A parameter before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// Name.
    pub name: String,
    /// Prior median and the ends of its middle 90 %, in the parameter's own unit.
    pub prior: [f64; 3],
    /// The same of the posterior.
    pub posterior: [f64; 3],
    /// Posterior mean in standard deviations of the prior from the prior's.
    pub shift: f64,
    /// 1 - posterior variance / prior variance, on the prior's scale: 0 where nothing was learned.
    pub contraction: f64,
    /// Findings without which its posterior would be wider, and by which factor, the most first; at most three.
    pub informed_by: Vec<(String, f64)>,
    /// Estimands that it moves most, and by how many standard errors of the cited value per standard deviation of its
    /// prior, at the posterior mean; at most three.
    pub moves: Vec<(String, f64)>,
}

/// A finding beside what the fit says of it. All on the row's scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Identity of the target.
    pub id: String,
    /// Cited value, its standard error, the ends of its interval.
    pub cited: [f64; 4],
    /// Posterior mean and standard deviation of the estimand, by its emulator.
    pub emulated: [f64; 2],
    /// Mean of the simulations at draws of the posterior, and its Monte Carlo error.
    pub simulated: [f64; 2],
    /// Whether the emulated posterior mean lies in the cited interval.
    pub inside: bool,
    /// Distance from the cited value at the posterior's mode, in standard deviations of both errors.
    pub implausibility: f64,
    /// Share of the variance of unseen simulations that its emulator explains, and the standard deviation of its error.
    pub emulator: [f64; 2],
    /// Mean and standard deviation (all errors included) of the prediction from all other findings.
    pub left_out: [f64; 2],
    /// Cited value less that mean, in these standard deviations.
    pub error: f64,
    /// Chance that a value predicted by the whole fit lies below the cited one.
    pub predictive: f64,
    /// Whether it is a base rate.
    pub base_rate: bool,
    /// Whether no point near the mode brings it within the cut-off.
    pub conflict: bool,
    /// Parameters whose priors were made from it: what all others predict of it is then not free of it.
    pub made: Vec<String>,
}

/// How an estimand depends on a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// The target.
    pub id: String,
    /// The parameter.
    pub parameter: String,
    /// Share of the estimand's variance over the prior in which the parameter takes part (total Sobol' index).
    pub index: f64,
    /// Change of the estimand per prior standard deviation of the parameter, at the posterior mean, on the row's scale.
    pub slope: f64,
}

/// All of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Parameters, in the order of the space.
    pub learned: Vec<Learned>,
    /// Findings, in the order of the rows.
    pub held: Vec<Held>,
    /// Dependences that are not zero.
    pub sensitivities: Vec<Sensitivity>,
}

/// Makes the report.
///
/// # Errors
/// Ctrl-C.
pub fn report(fit: &Fit, seed: u64, watch: Watch) -> Result<Report, FitError> {
    (watch.tell)(Step::LeavingOut);
    let widened = widened(fit)?;
    let slopes = slopes(fit);
    let learned = fit.space.free().enumerate().map(|(k, axis)| {
        let column = sorted(fit.draws.points.iter().map(|z| z[k]).collect());
        let unit = |z: f64| axis.prior.at(axis.transform, z);
        let (mean, variance) = moments(&column);
        Learned {
            name: axis.name.clone(),
            prior: [0.0, -Z90, Z90].map(unit),
            posterior: [0.5, 0.05, 0.95].map(|p| unit(quantile(&column, p))),
            shift: mean,
            contraction: 1.0 - variance,
            informed_by: informing(fit, &widened, k),
            moves: moved(fit, &slopes, k),
        }
    });
    let learned = learned.collect();
    let held: Result<Vec<Held>, FitError> =
        (0..fit.rows.rows.len()).into_par_iter().map(|row| held(fit, row, seed, watch)).collect();
    Ok(Report { learned, held: held?, sensitivities: sensitivities(fit, &slopes) })
}

const Z90: f64 = 1.644_853_626_951_472_2;

/// For each row, the factors by which each coordinate's standard deviation grows without it.
fn widened(fit: &Fit) -> Result<Vec<Vec<f64>>, FitError> {
    let all = Gaussian::around(fit.gaussian.mean.clone(), &likelihood(fit, None)?)?.sds();
    let one = |row: usize| {
        if fit.rows.rows.len() == 1 {
            return Ok(all.iter().map(|sd| 1.0 / sd).collect());
        }
        let without = Gaussian::around(fit.gaussian.mean.clone(), &likelihood(fit, Some(row))?)?.sds();
        Ok(without.iter().zip(&all).map(|(w, sd)| w / sd).collect())
    };
    (0..fit.rows.rows.len()).into_par_iter().map(one).collect()
}

/// The likelihood of a fit, without one of its rows.
fn likelihood(fit: &Fit, without: Option<usize>) -> Result<Likelihood, FitError> {
    let mut emulators = fit.emulators.clone();
    let rows = match without {
        Some(row) => {
            emulators.remove(row);
            fit.rows.without(row)
        }
        None => fit.rows.clone(),
    };
    Likelihood::new(&rows, emulators, 1.0)
}

fn informing(fit: &Fit, widened: &[Vec<f64>], axis: usize) -> Vec<(String, f64)> {
    let mut rows: Vec<(usize, f64)> =
        widened.iter().map(|w| w[axis]).enumerate().filter(|(_, w)| *w > INFORMS).collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    rows.into_iter().take(3).map(|(row, w)| (fit.rows.rows[row].id.clone(), w)).collect()
}

fn held(fit: &Fit, row: usize, seed: u64, watch: Watch) -> Result<Held, FitError> {
    watch.go_on()?;
    let (cited, emulator) = (&fit.rows.rows[row], &fit.emulators[row]);
    let says: Vec<f64> = fit.draws.points.iter().map(|z| emulator.at(z)).collect();
    let (mean, variance) = moments(&says);
    let scatter = cited.sd * cited.sd + emulator.tested.variance;
    let (other, spread) = without(fit, row, seed)?;
    let wide = (spread + scatter).sqrt();
    let below = says.iter().map(|m| normal_below((cited.value - m) / scatter.sqrt())).sum::<f64>();
    Ok(Held {
        id: cited.id.clone(),
        cited: [cited.value, cited.sd, cited.low, cited.high],
        emulated: [mean, variance.sqrt()],
        simulated: simulated(fit, row),
        inside: cited.low <= mean && mean <= cited.high,
        implausibility: implausibility(&fit.rows, &fit.emulators, &fit.gaussian.mean)[row],
        emulator: [emulator.tested.r2, emulator.tested.variance.sqrt()],
        left_out: [other, wide],
        error: (cited.value - other) / wide,
        predictive: below / says.len() as f64,
        base_rate: cited.base_rate,
        conflict: fit.conflicts.contains(&row),
        made: fit.space.free().filter(|a| a.row.as_ref() == Some(&cited.id)).map(|a| a.name.clone()).collect(),
    })
}

/// Mean and variance of an estimand under the posterior of all other rows; the prior's, where there is no other. The
/// region is left out: it was cut with the row's help.
fn without(fit: &Fit, row: usize, seed: u64) -> Result<(f64, f64), FitError> {
    let emulator = &fit.emulators[row];
    if fit.rows.rows.len() == 1 {
        return Ok((emulator.at(&vec![0.0; fit.space.dims()]), emulator.variance()));
    }
    let others = likelihood(fit, Some(row))?;
    let gaussian = Gaussian::at_mode(&others, fit.space.dims(), 1.05)?;
    let plan = Plan { draws: LEFT_OUT_DRAWS, thin: 8, effective: 0.5, doublings: 1 };
    let name = format!("without/{}", fit.rows.rows[row].id);
    let draws = posterior(&others, &gaussian, &super::density::Region::default(), &gaussian.mean, plan, (seed, &name))?;
    Ok(moments(&draws.points.iter().map(|z| emulator.at(z)).collect::<Vec<_>>()))
}

/// Mean of the last wave's simulations and its standard error.
fn simulated(fit: &Fit, row: usize) -> [f64; 2] {
    let last = fit.runs.last().into_iter().flatten();
    let values: Vec<f64> = last.map(|r| r.estimates[fit.places[row]].value).filter(|v| v.is_finite()).collect();
    let (mean, variance) = moments(&values);
    [mean, (variance / values.len() as f64).sqrt()]
}

/// Gradient of each row's estimand at the posterior mean.
fn slopes(fit: &Fit) -> Vec<Vec<f64>> {
    let n = fit.draws.points.len() as f64;
    let mean = |k: usize| fit.draws.points.iter().map(|z| z[k]).sum::<f64>() / n;
    let mean: Vec<f64> = (0..fit.space.dims()).map(mean).collect();
    fit.emulators.iter().map(|e| e.gradient(&mean)).collect()
}

fn moved(fit: &Fit, slopes: &[Vec<f64>], axis: usize) -> Vec<(String, f64)> {
    let moves = |(row, slopes): (&super::rows::Row, &Vec<f64>)| (row.id.clone(), slopes[axis] / row.sd);
    let mut all: Vec<(String, f64)> = fit.rows.rows.iter().zip(slopes).map(moves).filter(|(_, m)| *m != 0.0).collect();
    all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    all.truncate(3);
    all
}

fn sensitivities(fit: &Fit, slopes: &[Vec<f64>]) -> Vec<Sensitivity> {
    let mut all = Vec::new();
    for (row, cited) in fit.rows.rows.iter().enumerate() {
        for (k, axis) in fit.space.free().enumerate() {
            let (index, slope) = (fit.broad[row].total_index(k), slopes[row][k]);
            if index > 0.0 || slope != 0.0 {
                all.push(Sensitivity { id: cited.id.clone(), parameter: axis.name.clone(), index, slope });
            }
        }
    }
    all
}

/// Mean and variance.
fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0))
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

/// A quantile by linear interpolation between order statistics.
fn quantile(sorted: &[f64], p: f64) -> f64 {
    let at = p * (sorted.len() - 1) as f64;
    let low = at as usize;
    let high = (low + 1).min(sorted.len() - 1);
    sorted[low] + (at - low as f64) * (sorted[high] - sorted[low])
}

/// The standard normal's distribution function, by bisecting its inverse: 40 halvings, good to 1e-9.
fn normal_below(x: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if crate::draws::math::normal_quantile(middle) < x { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_chances_and_quantiles_are_those_of_the_tables() {
        assert!((normal_below(1.959_963_984_540_054) - 0.975).abs() < 1e-9);
        assert!((normal_below(-1.0) - 0.158_655_253_931).abs() < 1e-9);
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), 3.0);
    }
}
