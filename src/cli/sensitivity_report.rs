//! What a sensitivity study says.

use std::path::Path;

use pkosim::engine::results::Column;
use pkosim::experiment::discovery::Input;
use pkosim::experiment::finished::Asked;
use pkosim::experiment::measured::Measured;
use pkosim::experiment::sensitivity::bootstrap::Resampling;
use pkosim::experiment::sensitivity::given::given as measure;
use pkosim::experiment::sensitivity::indices::{Indices, rows_needed};
use pkosim::experiment::sensitivity::morris::Effect;
use pkosim::experiment::sensitivity::study::{Finding, Study};
use pkosim::experiment::sensitivity::table::Line;
use pkosim::experiment::sensitivity::{Estimate, Value};
use pkosim::output::number::{Measure, compact, short, thousands};
use pkosim::output::outcomes;
use pkosim::world::outcome::Kind;

use super::sensitivity::Told;
use super::text::{table, wrap};

/// Lines and notes on one outcome of a study; `run` is the replicates of each point and whether luck was common.
pub fn told(of: Measured, study: &Study, finding: &Finding, resolution: f64, run: (u64, bool)) -> Told {
    match finding {
        Finding::Sobol(indices) => sobol(of, study, indices, resolution, run),
        Finding::Morris(effects) => morris(of, study, effects),
    }
}

fn line(of: Measured, method: &'static str, input: &str, index: &'static str, estimate: Estimate) -> Line {
    Line {
        outcome: of.outcome.to_owned(),
        world: of.world.name().to_owned(),
        unit: of.unit.to_owned(),
        method,
        input: input.to_owned(),
        with: String::new(),
        index,
        estimate,
        floor: f64::NAN,
        resolved: true,
        noise_share: f64::NAN,
    }
}

fn sobol(of: Measured, study: &Study, found: &Indices, resolution: f64, run: (u64, bool)) -> Told {
    let noise_share = if run.1 { f64::NAN } else { found.noise / found.raw_variance };
    let resolved = |e: Estimate| e.half_width() <= resolution;
    let one = |input: &str, index, e: &Estimate| Line {
        resolved: resolved(*e),
        noise_share,
        ..line(of, "sobol", input, index, *e)
    };
    let mut lines = Vec::new();
    for (g, name) in study.groups.iter().enumerate() {
        lines.extend([one(name, "first", &found.first[g]), one(name, "total", &found.total[g])]);
    }
    for (i, j, e) in &found.second {
        lines.push(Line { with: study.groups[*j].clone(), ..one(&study.groups[*i], "second", e) });
    }
    Told { of, lines, notes: sobol_notes(of, found, resolution, run) }
}

fn sobol_notes(of: Measured, found: &Indices, resolution: f64, (replicates, conditional): (u64, bool)) -> Vec<String> {
    let spread = Measure::of(of.unit).of_difference();
    let mut notes = Vec::new();
    if found.dropped > 0 {
        let (n, all) = (thousands(found.dropped as f64, 0), thousands((found.rows + found.dropped) as f64, 0));
        notes.push(format!("{n} of {all} base rows are left out: the outcome is not defined at some of their points."));
    }
    if !found.first.iter().any(|e| e.value.is_finite()) {
        notes.push("The inputs move this outcome by no more than its noise: there is nothing to share out.".to_owned());
        return notes;
    }
    let sd = spread.write(found.variance.value.max(0.0).sqrt());
    notes.push(match conditional {
        true => format!("Standard deviation over the inputs {sd}, for this luck."),
        false => format!(
            "Standard deviation of the expectation over the inputs {sd}; {} % of the points' variance was noise and \
             is taken out.",
            short(100.0 * found.noise / found.raw_variance)
        ),
    });
    if let Some(rows) = rows_needed(found, resolution) {
        let half = if conditional { String::new() } else { noise_advice(found, rows, replicates) };
        notes.push(format!(
            "Not resolved to {}: points = {} would do{half}.",
            short(resolution),
            thousands(rows as f64, 0)
        ));
    }
    notes
}

/// Where most of the spread is noise, more replicates do as much as more points.
fn noise_advice(found: &Indices, rows: usize, replicates: u64) -> String {
    if found.noise < 0.5 * found.raw_variance {
        return String::new();
    }
    let factor = (rows as f64 / found.rows as f64).max(2.0).sqrt().ceil();
    format!(", and so might --replicates {:.0}, since half or more of the spread is noise", factor * replicates as f64)
}

fn morris(of: Measured, study: &Study, effects: &[Effect]) -> Told {
    let mut lines = Vec::new();
    let none = |value: f64| Estimate { value, lo: f64::NAN, hi: f64::NAN };
    let mut lost = Vec::new();
    for (name, effect) in study.groups.iter().zip(effects) {
        let above = effect.mu_star.lo > effect.floor;
        let star = line(of, "morris", name, "mu_star", effect.mu_star);
        lines.push(Line { floor: effect.floor, resolved: above, ..star });
        lines.push(line(of, "morris", name, "mu", none(effect.mu)));
        lines.push(line(of, "morris", name, "sigma", none(effect.sigma)));
        if !above {
            lost.push(name.as_str());
        }
    }
    let mut notes = Vec::new();
    if !lost.is_empty() {
        notes.push(format!(
            "Not told from noise (*): {} of {}. Four times the replicates halve the noise; more trajectories narrow the interval.",
            lost.len(),
            effects.len()
        ));
    }
    Told { of, lines, notes }
}

/// Lines and notes on one column of a finished sweep.
pub fn given(asked: &Asked, world: Column, values: &[f64], axes: &[&Input], how: Resampling) -> Told {
    let of = Measured { outcome: "", kind: Kind::Count, unit: "", world };
    let name =
        if asked.column == "mean" { asked.outcome.clone() } else { format!("{}.{}", asked.outcome, asked.column) };
    let kept: Vec<usize> = (0..values.len()).filter(|k| values[*k].is_finite()).collect();
    let outcome: Vec<Value> = kept.iter().map(|k| Value::exact(values[*k])).collect();
    let mut lines = Vec::new();
    let mut lost = Vec::new();
    for axis in axes.iter().filter(|_| outcome.len() > 1) {
        let input: Vec<f64> = kept.iter().map(|k| axis.values[*k]).collect();
        let found = measure(&input, &outcome, how);
        let above = found.pawn.value > found.dummy;
        let one = |index, e| Line { outcome: name.clone(), ..line(of, "given", &axis.name, index, e) };
        lines.push(Line { floor: found.dummy, resolved: above, ..one("pawn", found.pawn) });
        lines.push(Line { resolved: found.first.half_width() <= 0.1, ..one("first", found.first) });
        if !above {
            lost.push(axis.name.as_str());
        }
    }
    let mut notes = Vec::new();
    if kept.len() < values.len() {
        let (n, all) = (thousands((values.len() - kept.len()) as f64, 0), thousands(values.len() as f64, 0));
        notes.push(format!("{n} of {all} points are left out: the outcome is not defined there."));
    }
    if !lost.is_empty() {
        notes.push(format!(
            "Not told from a shuffled input (*): {} of {}. A sweep of four times the points would halve what chance \
             gives.",
            lost.len(),
            axes.len()
        ));
    }
    Told { of, lines, notes }
}

/// The whole report.
pub fn report(title: &str, told: &[Told], out: Option<&Path>) -> String {
    let mut text = wrap(&format!("\n{title}"), 2);
    for one in told {
        let name = one.lines.first().map_or(one.of.outcome, |l| l.outcome.as_str());
        text.push_str(&format!("\n{} ({}{})\n", outcomes::label(name), one.of.world.name(), unit(one)));
        text.push_str(&self::lines(&one.lines, one.of));
        one.notes.iter().for_each(|n| text.push_str(&wrap(&format!("  {n}"), 2)));
    }
    text.push_str(&legend(told));
    if let Some(out) = out {
        text.push_str(&format!("Table: {}\n", out.display()));
    }
    text
}

fn legend(told: &[Told]) -> String {
    let method = told.iter().flat_map(|t| &t.lines).map(|l| l.method).next();
    let words = match method {
        Some("sobol") => {
            "First order: the share of the variance that would go if the input were known. Total: the share that would \
             stay if all others were. 95 % bootstrap intervals; * not resolved."
        }
        Some("morris") => {
            "mu*: mean size of the change along half or more of an axis; mu: with its sign; sigma: how much it varies \
             from place to place, noise taken out; noise: the mu* of an input without effect. 95 % bootstrap intervals; \
             * not told from noise."
        }
        _ => {
            "PAWN: how far the outcome's distribution in a slice of the input lies from that of all points (median over \
             slices, 0 to 1); shuffled: what 95 % of inputs without effect stay below. First order: by slices. 95 % \
             bootstrap intervals; * not resolved. Indices of the sweep's luck, which all its points share."
        }
    };
    format!("\n{}", wrap(words, 0))
}

/// Lines as a table, the largest total (or mu*, or PAWN) first.
fn lines(lines: &[Line], of: Measured) -> String {
    let method = lines.first().map_or("", |l| l.method);
    let (head, key, others): (&[&str], &str, &[&str]) = match method {
        "sobol" => (&["", "total", "first order"], "total", &["first"]),
        "morris" => (&["", "mu*", "mu", "sigma", "noise"], "mu_star", &["mu", "sigma"]),
        "given" => (&["", "PAWN", "shuffled", "first order"], "pawn", &["first"]),
        _ => return String::new(),
    };
    let write = |x: f64| if method == "morris" { size(of.unit, x) } else { share(x) };
    let cell = |l: &Line| {
        let mark = if l.resolved { "" } else { "* " };
        match (l.estimate.value.is_nan(), l.estimate.lo.is_nan()) {
            (true, _) => "-".to_owned(),
            (_, true) => write(l.estimate.value),
            _ => format!("{mark}{} ({} to {})", write(l.estimate.value), write(l.estimate.lo), write(l.estimate.hi)),
        }
    };
    let mut first: Vec<&Line> = lines.iter().filter(|l| l.index == key).collect();
    first.sort_by(|a, b| b.estimate.value.total_cmp(&a.estimate.value));
    let mut rows = vec![head.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>()];
    for l in first {
        let mut row = vec![format!("  {}", l.input), cell(l)];
        let floor = write(l.floor);
        if method == "given" {
            row.push(floor.clone());
        }
        let of_input = |i: &&str| lines.iter().find(|o| o.index == *i && o.input == l.input);
        row.extend(others.iter().filter_map(of_input).map(cell));
        if method == "morris" {
            row.push(floor);
        }
        rows.push(row);
    }
    let pairs = lines.iter().filter(|l| l.index == "second");
    rows.extend(pairs.map(|l| vec![format!("  {} x {}", l.input, l.with), cell(l)]));
    table(&rows, 1)
}

/// The unit of elementary effects: those of a share are told in percentage points.
fn unit(told: &Told) -> String {
    let effects = told.lines.first().is_some_and(|l| l.method == "morris");
    match Measure::of(told.of.unit) {
        _ if !effects => String::new(),
        Measure::Share => ", percentage points".to_owned(),
        _ => format!(", {}", told.of.unit),
    }
}

/// A change of an outcome; of a share in percentage points, which the title says.
fn size(unit: &str, x: f64) -> String {
    match Measure::of(unit) {
        Measure::Share => short(100.0 * x),
        _ => plain(compact(x)),
    }
}

fn share(x: f64) -> String {
    plain(thousands(x, 3))
}

fn plain(text: String) -> String {
    text.replace('\u{a0}', " ")
}
