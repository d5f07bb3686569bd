//! What a calibration came to, in words and two tables.

use std::path::Path;

use pkosim::calibration::fit::calibrate::Fit;
use pkosim::calibration::fit::report::{Held, Report};
use pkosim::calibration::fit::sbc::{LEVELS, Sbc};
use pkosim::calibration::target::Target;
use pkosim::output::messages::report::{RATIO, RESULTS};
use pkosim::output::messages::{Lang, Message, calibration as words, units};
use pkosim::output::number::short;

use crate::cli::text::{table, wrap};

/// Parameters that are shown.
const SHOWN: usize = 20;
/// Below this contraction a parameter stays what its prior is.
const STAYS: f64 = 0.05;

fn heads<const N: usize>(messages: [Message; N], lang: Lang) -> Vec<String> {
    messages.map(|m| m.text(lang).to_owned()).to_vec()
}

fn percent(x: f64) -> String {
    format!("{:.0} %", 100.0 * x)
}

fn results(dir: &Path, lang: Lang) -> String {
    format!("\n{}\n", RESULTS.with(lang, &[("dir", &dir.display())]))
}

/// The end of a calibration.
pub fn fit(fit: &Fit, report: &Report, targets: &[Target], dir: &Path, lang: Lang) -> String {
    let (waves, learned) = (waves(fit, lang), learned(report, lang));
    let (findings, verdict) = (findings(report, targets, lang), verdict(fit, report, lang));
    format!("\n{waves}\n{learned}\n{findings}{verdict}{}", results(dir, lang))
}

fn waves(fit: &Fit, lang: Lang) -> String {
    let header =
        [words::WAVE, words::POINTS_FROM, words::SIMULATIONS, words::PLAUSIBLE, words::ADDED, words::EFFECTIVE];
    let mut rows = vec![heads(header, lang)];
    for (k, w) in fit.waves.iter().enumerate() {
        rows.push(vec![
            k.to_string(),
            words::word(w.design, lang).to_owned(),
            w.runs.to_string(),
            percent(w.plausible),
            percent(w.added),
            w.effective.map_or(String::new(), percent),
        ]);
    }
    let (effective, r_hat) = (format!("{:.0}", fit.draws.effective), format!("{:.3}", fit.draws.r_hat));
    let n = fit.draws.points.len();
    let draws = words::DRAWS.with(lang, &[("n", &n), ("effective", &effective), ("r_hat", &r_hat)]);
    format!("{}{draws}\n", table(&rows, 2))
}

fn learned(report: &Report, lang: Lang) -> String {
    let mut order: Vec<usize> = (0..report.learned.len()).collect();
    order.sort_by(|a, b| report.learned[*b].contraction.total_cmp(&report.learned[*a].contraction).then(a.cmp(b)));
    let header = [words::PARAMETER, words::PRIOR, words::POSTERIOR, words::CONTRACTION, words::INFORMED_BY];
    let mut rows = vec![heads(header, lang)];
    let band = |[m, l, h]: [f64; 3]| span(short(m), short(l), short(h), lang);
    for p in order.iter().take(SHOWN).map(|k| &report.learned[*k]) {
        let by: Vec<&str> = p.informed_by.iter().map(|(id, _)| id.as_str()).collect();
        let (contraction, by) = (format!("{:.2}", p.contraction), by.join(units::COMMA.text(lang)));
        rows.push(vec![p.name.clone(), band(p.prior), band(p.posterior), contraction, by]);
    }
    let stay = report.learned.iter().filter(|p| p.contraction < STAYS).count();
    let all = report.learned.len();
    let end = words::LEARNED_NOTE.with(lang, &[("shown", &SHOWN), ("stay", &stay), ("all", &all), ("limit", &STAYS)]);
    table(&rows, 5) + &wrap(&end, 0)
}

/// A value with its interval.
fn span(mean: String, low: String, high: String, lang: Lang) -> String {
    RATIO.with(lang, &[("mean", &mean), ("low", &low), ("high", &high)])
}

fn findings(report: &Report, targets: &[Target], lang: Lang) -> String {
    let [finding_head, cited, fitted, simulated] =
        [words::FINDING, words::CITED, words::FITTED, words::SIMULATED].map(|m| m.text(lang).to_owned());
    let [predicted, error] = [words::PREDICTED, words::ERROR].map(|m| m.text(lang).to_owned());
    let mut rows = vec![vec![finding_head, cited, fitted, simulated, String::new(), predicted, error]];
    for (h, t) in report.held.iter().zip(targets) {
        rows.push(finding(h, t, lang));
    }
    table(&rows, 1) + &wrap(words::FINDINGS_NOTE.text(lang), 0)
}

fn finding(h: &Held, t: &Target, lang: Lang) -> Vec<String> {
    let natural = |x: f64| short(t.scale.back(x));
    let [value, _, low, high] = h.cited;
    let cited = if low.is_finite() { span(natural(value), natural(low), natural(high), lang) } else { natural(value) };
    let [mean, sd] = h.left_out;
    let word = match (h.inside, h.conflict) {
        (true, false) => words::HOLDS,
        (false, false) => words::MISSES,
        (_, true) => words::CONFLICT,
    };
    let predicted = span(natural(mean), natural(mean - 1.96 * sd), natural(mean + 1.96 * sd), lang);
    let (fitted, simulated) = (natural(h.emulated[0]), natural(h.simulated[0]));
    vec![h.id.clone(), cited, fitted, simulated, word.text(lang).to_owned(), predicted, format!("{:+.2}", h.error)]
}

fn verdict(fit: &Fit, report: &Report, lang: Lang) -> String {
    let all = report.held.len();
    let inside = report.held.iter().filter(|h| h.inside).count();
    let far = report.held.iter().filter(|h| h.error.abs() > 1.96).count();
    let chance = format!("{:.0}", 0.05 * all as f64);
    let mut text = words::INSIDE.with(lang, &[("inside", &inside), ("all", &all), ("far", &far), ("chance", &chance)]);
    if !fit.conflicts.is_empty() {
        let ids: Vec<&str> = fit.conflicts.iter().map(|k| fit.rows.rows[*k].id.as_str()).collect();
        text.push_str(&words::IN_CONFLICT.with(lang, &[("ids", &ids.join(units::COMMA.text(lang)))]));
    }
    if fit.region.withdrawn > 0 {
        text.push_str(&words::WITHDRAWN.with(lang, &[("n", &fit.region.withdrawn)]));
    }
    wrap(&text, 0)
}

/// The end of a simulation-based calibration.
pub fn sbc(all: &[(&str, bool, &Sbc)], dir: &Path, lang: Lang) -> String {
    let mut header = heads([words::TRUTH, words::FITS, words::QUANTITIES], lang);
    header.extend(["p", "50 %", "80 %", "95 %"].map(str::to_owned));
    header.extend(heads([words::WORST, words::VERDICT], lang));
    let mut rows = vec![header];
    for (name, should_pass, sbc) in all {
        let worst = sbc.ranked.iter().min_by(|a, b| a.p_value.total_cmp(&b.p_value)).map_or("", |r| &r.name);
        let coverage = sbc.coverage().map(|c| format!("{:.1} %", 100.0 * c));
        let verdict = match (sbc.passes(), should_pass) {
            (true, true) => words::PASSES,
            (false, true) => words::FAILS,
            (false, false) => words::FAILS_RIGHTLY,
            (true, false) => words::PASSES_WRONGLY,
        };
        let name = words::word(name, lang).to_owned();
        let mut row = vec![name, sbc.fits.to_string(), sbc.ranked.len().to_string(), format!("{:.2}", sbc.p_value)];
        row.extend(coverage);
        row.extend([worst.to_owned(), verdict.text(lang).to_owned()]);
        rows.push(row);
    }
    let levels = LEVELS.map(|l| format!("{:.0}", 100.0 * l)).join(units::COMMA.text(lang));
    let end = words::SBC_NOTE.with(lang, &[("levels", &levels)]);
    format!("\n{}{}{}", table(&rows, 1), wrap(&end, 0), results(dir, lang))
}
