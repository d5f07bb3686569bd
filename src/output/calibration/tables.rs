//! The tables of a calibration.

use crate::calibration::fit::calibrate::WaveReport;
use crate::calibration::fit::report::Report;
use crate::calibration::fit::sbc::Sbc;

/// A number with six significant digits: what a posterior is kept with.
pub fn six_digits(x: f64) -> f64 {
    // Formatting and parsing are exactly rounded, on every machine.
    format!("{x:.5e}").parse().unwrap_or(x)
}

fn cell(x: f64) -> String {
    if x.is_nan() { String::new() } else { six_digits(x).to_string() }
}

fn cells<const N: usize>(all: [f64; N]) -> String {
    all.map(cell).join(",")
}

/// What each parameter learned.
pub fn parameters(report: &Report) -> String {
    let mut text = "parameter,prior_median,prior_q05,prior_q95,posterior_median,posterior_q05,posterior_q95,shift,\
                    contraction,informed_by,moves\n"
        .to_owned();
    for p in &report.learned {
        let list =
            |all: &[(String, f64)]| all.iter().map(|(id, x)| format!("{id} ({x:.2})")).collect::<Vec<_>>().join("; ");
        let (by, moves) = (list(&p.informed_by), list(&p.moves));
        let numbers = [cells(p.prior), cells(p.posterior), cells([p.shift, p.contraction])].join(",");
        text.push_str(&format!("{},{numbers},{by},{moves}\n", p.name));
    }
    text
}

/// What the fit says of each finding.
pub fn findings(report: &Report) -> String {
    let mut text = "id,cited,se,low,high,emulated_mean,emulated_sd,simulated_mean,simulated_se,inside,implausibility,\
                    emulator_r2,emulator_sd,left_out_mean,left_out_sd,left_out_error,predictive_below,base_rate,conflict,\
                    prior_of\n"
        .to_owned();
    for h in &report.held {
        let first = [cells(h.cited), cells(h.emulated), cells(h.simulated)].join(",");
        let then = [cells([h.implausibility]), cells(h.emulator), cells(h.left_out), cells([h.error, h.predictive])];
        let (id, inside, base, conflict, made) = (&h.id, h.inside, h.base_rate, h.conflict, h.made.join("; "));
        text.push_str(&format!("{id},{first},{inside},{},{base},{conflict},{made}\n", then.join(",")));
    }
    text
}

/// How each estimand depends on each parameter.
pub fn sensitivity(report: &Report) -> String {
    let mut text = "id,parameter,total_index,slope\n".to_owned();
    for s in &report.sensitivities {
        text.push_str(&format!("{},{},{}\n", s.id, s.parameter, cells([s.index, s.slope])));
    }
    text
}

/// What each wave came to.
pub fn waves(waves: &[WaveReport]) -> String {
    let mut text = "wave,design,simulations,plausible,emulator_share,effective\n".to_owned();
    for (k, w) in waves.iter().enumerate() {
        let numbers = cells([w.plausible, w.added, w.effective.unwrap_or(f64::NAN)]);
        text.push_str(&format!("{k},{},{},{numbers}\n", w.design, w.runs));
    }
    text
}

/// Ranks of a simulation-based calibration: one row per quantity, its p-value, coverage, contraction, then the ranks.
pub fn sbc(name: &str, sbc: &Sbc) -> String {
    let mut text = String::new();
    for r in &sbc.ranked {
        let ranks: Vec<String> = r.ranks.iter().map(usize::to_string).collect();
        let numbers = [cells([r.p_value]), cells(r.coverage), cells([r.contraction])].join(",");
        text.push_str(&format!("{name},{},{},{numbers},{}\n", r.name, r.ranks.len(), ranks.join(" ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_are_kept_and_no_more() {
        assert_eq!(six_digits(1.234_567_89e-5), 1.234_57e-5);
        assert_eq!(six_digits(-123_456.789), -123_457.0);
        assert_eq!(cell(f64::NAN), "");
    }
}
