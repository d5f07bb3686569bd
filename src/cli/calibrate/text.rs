//! What a calibration came to, in words and two tables.

use std::path::Path;

use pkosim::calibration::fit::calibrate::Fit;
use pkosim::calibration::fit::report::{Held, Report};
use pkosim::calibration::fit::sbc::{LEVELS, Sbc};
use pkosim::calibration::target::Target;
use pkosim::output::number::short;

use crate::cli::text::{table, wrap};

/// Parameters that are shown.
const SHOWN: usize = 20;
/// Below this contraction a parameter stays what its prior is.
const STAYS: f64 = 0.05;

/// The end of a calibration.
pub fn fit(fit: &Fit, report: &Report, targets: &[Target], dir: &Path) -> String {
    let mut text = format!("\n{}\n{}", waves(fit), learned(report));
    text.push_str(&format!("\n{}", findings(report, targets)));
    text.push_str(&verdict(fit, report));
    text.push_str(&format!("\nResults: {}\n", dir.display()));
    text
}

fn waves(fit: &Fit) -> String {
    let header = ["wave", "points from", "simulations", "plausible", "emulators add", "effective"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for (k, w) in fit.waves.iter().enumerate() {
        let percent = |x: f64| format!("{:.0} %", 100.0 * x);
        let effective = w.effective.map_or(String::new(), percent);
        rows.push(vec![
            k.to_string(),
            w.design.to_owned(),
            w.runs.to_string(),
            percent(w.plausible),
            percent(w.added),
            effective,
        ]);
    }
    let draws = format!(
        "{} draws, least effective sample size {:.0}, largest R-hat {:.3}.\n",
        fit.draws.points.len(),
        fit.draws.effective,
        fit.draws.r_hat
    );
    table(&rows, 2) + &draws
}

fn learned(report: &Report) -> String {
    let mut order: Vec<usize> = (0..report.learned.len()).collect();
    order.sort_by(|a, b| report.learned[*b].contraction.total_cmp(&report.learned[*a].contraction).then(a.cmp(b)));
    let header = ["parameter", "prior", "posterior", "contraction", "informed by"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    let band = |[m, l, h]: [f64; 3]| format!("{} ({} to {})", short(m), short(l), short(h));
    for p in order.iter().take(SHOWN).map(|k| &report.learned[*k]) {
        let by: Vec<&str> = p.informed_by.iter().map(|(id, _)| id.as_str()).collect();
        let contraction = format!("{:.2}", p.contraction);
        rows.push(vec![p.name.clone(), band(p.prior), band(p.posterior), contraction, by.join(", ")]);
    }
    let stay = report.learned.iter().filter(|p| p.contraction < STAYS).count();
    let end = format!(
        "Medians (90 % intervals). Contraction: 1 - posterior variance / prior variance. The {SHOWN} that learned most; \
         {stay} of {} stay what their priors are (below {STAYS}).",
        report.learned.len()
    );
    table(&rows, 5) + &wrap(&end, 0)
}

fn findings(report: &Report, targets: &[Target]) -> String {
    let header = ["finding", "cited", "fitted", "simulated", "", "predicted by the others", "error / sd"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for (h, t) in report.held.iter().zip(targets) {
        rows.push(finding(h, t));
    }
    let end = "Cited with its interval; fitted and simulated are posterior means. Predicted: what all other findings say of \
               this one, with the 95 % interval of the cited value under them, and how far off it is.";
    table(&rows, 1) + &wrap(end, 0)
}

fn finding(h: &Held, t: &Target) -> Vec<String> {
    let natural = |x: f64| short(t.scale.back(x));
    let range = |low: f64, high: f64| format!(" ({} to {})", natural(low), natural(high));
    let [value, _, low, high] = h.cited;
    let cited = natural(value) + &if low.is_finite() { range(low, high) } else { String::new() };
    let [mean, sd] = h.left_out;
    let word = match (h.inside, h.conflict) {
        (true, false) => "holds",
        (false, false) => "misses",
        (_, true) => "conflict",
    };
    let predicted = natural(mean) + &range(mean - 1.96 * sd, mean + 1.96 * sd);
    let (fitted, simulated) = (natural(h.emulated[0]), natural(h.simulated[0]));
    vec![h.id.clone(), cited, fitted, simulated, word.to_owned(), predicted, format!("{:+.2}", h.error)]
}

fn verdict(fit: &Fit, report: &Report) -> String {
    let inside = report.held.iter().filter(|h| h.inside).count();
    let far = report.held.iter().filter(|h| h.error.abs() > 1.96).count();
    let mut text = format!(
        "{inside} of {} posterior means lie in their cited interval. Of the predictions by all others, {far} err by more \
         than 1.96 sd; chance alone would make it about {:.0}.",
        report.held.len(),
        0.05 * report.held.len() as f64
    );
    if !fit.conflicts.is_empty() {
        let ids: Vec<&str> = fit.conflicts.iter().map(|k| fit.rows.rows[*k].id.as_str()).collect();
        text.push_str(&format!(" In conflict, beyond the cut-off even at the mode: {}.", ids.join(", ")));
    }
    if fit.region.withdrawn > 0 {
        text.push_str(&format!(" {} cuts of earlier waves were withdrawn.", fit.region.withdrawn));
    }
    wrap(&text, 0)
}

/// The end of a simulation-based calibration.
pub fn sbc(all: &[(&str, bool, &Sbc)], dir: &Path) -> String {
    let header = ["truth", "fits", "quantities", "p", "50 %", "80 %", "95 %", "worst", "verdict"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for (name, should_pass, sbc) in all {
        let worst = sbc.ranked.iter().min_by(|a, b| a.p_value.total_cmp(&b.p_value)).map_or("", |r| &r.name);
        let coverage = sbc.coverage().map(|c| format!("{:.1} %", 100.0 * c));
        let verdict = match (sbc.passes(), should_pass) {
            (true, true) => "passes",
            (false, true) => "FAILS",
            (false, false) => "fails, as it must",
            (true, false) => "PASSES, and must not",
        };
        let mut row =
            vec![(*name).to_owned(), sbc.fits.to_string(), sbc.ranked.len().to_string(), format!("{:.2}", sbc.p_value)];
        row.extend(coverage);
        row.extend([worst.to_owned(), verdict.to_owned()]);
        rows.push(row);
    }
    let end = format!(
        "p: chance of ranks as far from uniform in any quantity, were the inference right (Bonferroni); below 0.01 it \
         fails. Coverage of central intervals of {} %, over all quantities.",
        LEVELS.map(|l| format!("{:.0}", 100.0 * l)).join(", ")
    );
    format!("\n{}{}\nResults: {}\n", table(&rows, 1), wrap(&end, 0), dir.display())
}
