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
use pkosim::output::messages::report::{DIFFERENCE, MISSION, NO_MISSION, RATIO, TABLE};
use pkosim::output::messages::{Lang, Message, outcomes, studies as words, units};
use pkosim::output::number::{Measure, short, thousands};
use pkosim::output::speech;
use pkosim::world::outcome::Kind;

use super::sensitivity::Told;
use super::text::{table, wrap};

/// How a study was run.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Replicates of each point.
    pub replicates: u64,
    /// All points had the same luck.
    pub conditional: bool,
    /// Half-width at which an index counts as resolved.
    pub resolution: f64,
}

/// Lines and notes on one outcome of a study.
pub fn told(of: Measured, study: &Study, finding: &Finding, run: Run, lang: Lang) -> Told {
    match finding {
        Finding::Sobol(indices) => sobol(of, study, indices, run, lang),
        Finding::Morris(effects) => morris(of, study, effects, lang),
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

fn sobol(of: Measured, study: &Study, found: &Indices, run: Run, lang: Lang) -> Told {
    let noise_share = if run.conditional { f64::NAN } else { found.noise / found.raw_variance };
    let resolved = |e: Estimate| e.half_width() <= run.resolution;
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
    Told { of, lines, notes: sobol_notes(of, found, run, lang) }
}

fn sobol_notes(of: Measured, found: &Indices, run: Run, lang: Lang) -> Vec<String> {
    let spread = Measure::of(of.unit).of_difference();
    let mut notes = Vec::new();
    if found.dropped > 0 {
        let (n, all) = (thousands(found.dropped as f64, 0), thousands((found.rows + found.dropped) as f64, 0));
        notes.push(words::ROWS_DROPPED.with(lang, &[("n", &n), ("all", &all)]));
    }
    notes.extend(few(found.rows, lang));
    if found.rows == 0 {
        return notes;
    }
    if !found.first.iter().any(|e| e.value.is_finite()) {
        notes.push(words::NOTHING.text(lang).to_owned());
        return notes;
    }
    let sd = speech::value(spread, found.variance.value.max(0.0).sqrt(), lang);
    let noise = short(100.0 * found.noise / found.raw_variance);
    notes.push(match run.conditional {
        true => words::SPREAD_OF_LUCK.with(lang, &[("sd", &sd)]),
        false => words::SPREAD.with(lang, &[("sd", &sd), ("noise", &noise)]),
    });
    notes.extend(rows_needed(found, run.resolution).map(|rows| unresolved(found, rows, run, lang)));
    notes
}

/// What would resolve the indices: where most of the spread is noise, more replicates do as much as more points.
fn unresolved(found: &Indices, rows: usize, run: Run, lang: Lang) -> String {
    let factor = (rows as f64 / found.rows as f64).max(2.0).sqrt().ceil();
    let replicates = format!("{:.0}", factor * run.replicates as f64);
    let noisy = !run.conditional && found.noise >= 0.5 * found.raw_variance;
    let message = if noisy { words::UNRESOLVED_NOISE } else { words::UNRESOLVED };
    let (width, rows) = (short(run.resolution), thousands(rows as f64, 0));
    message.with(lang, &[("width", &width), ("rows", &rows), ("replicates", &replicates)])
}

/// What is to be said of no base row or trajectory, or of one.
fn few(rows: usize, lang: Lang) -> Option<String> {
    let message = match rows {
        0 => words::NO_ROWS,
        1 => words::ONE_ROW,
        _ => return None,
    };
    Some(message.text(lang).to_owned())
}

fn morris(of: Measured, study: &Study, effects: &[Effect], lang: Lang) -> Told {
    let mut lines = Vec::new();
    let mut lost = 0;
    for (name, effect) in study.groups.iter().zip(effects) {
        let above = effect.mu_star.lo > effect.floor;
        let star = line(of, "morris", name, "mu_star", effect.mu_star);
        lines.push(Line { floor: effect.floor, resolved: above, ..star });
        for (index, value) in [("mu", effect.mu), ("sigma", effect.sigma)] {
            let one = line(of, "morris", name, index, Estimate::without_interval(value));
            lines.push(Line { resolved: value.is_finite() && effect.n > 1, ..one });
        }
        lost += usize::from(!above);
    }
    Told { of, lines, notes: morris_notes(study, effects, lost, lang) }
}

fn morris_notes(study: &Study, effects: &[Effect], lost: usize, lang: Lang) -> Vec<String> {
    let all = study.points.len() / (study.groups.len() + 1);
    let used = effects.first().map_or(0, |e| e.n);
    let mut notes = Vec::new();
    if used < all {
        let (n, all) = (thousands((all - used) as f64, 0), thousands(all as f64, 0));
        notes.push(words::TRAJECTORIES_DROPPED.with(lang, &[("n", &n), ("all", &all)]));
    }
    notes.extend(few(used, lang));
    if lost > 0 && used > 1 {
        notes.push(words::LOST_IN_NOISE.with(lang, &[("n", &lost), ("all", &effects.len())]));
    }
    notes
}

/// Lines and notes on one column of a finished sweep.
pub fn given(asked: &Asked, world: Column, values: &[f64], axes: &[&Input], how: Resampling, lang: Lang) -> Told {
    let of = Measured { outcome: "", kind: Kind::Count, unit: "", world };
    let name =
        if asked.column == "mean" { asked.outcome.clone() } else { format!("{}.{}", asked.outcome, asked.column) };
    let kept: Vec<usize> = (0..values.len()).filter(|k| values[*k].is_finite()).collect();
    let outcome: Vec<Value> = kept.iter().map(|k| Value::exact(values[*k])).collect();
    let mut lines = Vec::new();
    let (mut lost, mut uncut) = (0, Vec::new());
    for axis in axes.iter().filter(|_| outcome.len() > 1) {
        let input: Vec<f64> = kept.iter().map(|k| axis.values[*k]).collect();
        let found = measure(&input, axis.is_category(), &outcome, how);
        let above = found.pawn.value > found.dummy;
        let one = |index, e| Line { outcome: name.clone(), ..line(of, "given", &axis.name, index, e) };
        lines.push(Line { floor: found.dummy, resolved: above, ..one("pawn", found.pawn) });
        lines.push(Line { resolved: found.first.half_width() <= 0.1, ..one("first", found.first) });
        if found.pawn.value.is_nan() {
            uncut.push(axis.name.as_str());
        } else if !above {
            lost += 1;
        }
    }
    let mut notes = Vec::new();
    if kept.len() < values.len() {
        let (n, all) = (thousands((values.len() - kept.len()) as f64, 0), thousands(values.len() as f64, 0));
        notes.push(words::POINTS_DROPPED.with(lang, &[("n", &n), ("all", &all)]));
    }
    if !uncut.is_empty() {
        notes.push(words::NOT_CUT.with(lang, &[("axes", &uncut.join(units::COMMA.text(lang)))]));
    }
    if lost > 0 {
        notes.push(words::LOST_IN_CHANCE.with(lang, &[("n", &lost), ("all", &axes.len())]));
    }
    Told { of, lines, notes }
}

/// The whole report.
pub fn report(title: &str, told: &[Told], out: Option<&Path>, lang: Lang) -> String {
    let mut text = wrap(&format!("\n{title}"), 2);
    for one in told {
        text.push_str(&format!("\n{}\n", heading(one, lang)));
        text.push_str(&self::lines(&one.lines, one.of, lang));
        one.notes.iter().for_each(|n| text.push_str(&wrap(&format!("  {n}"), 2)));
    }
    text.push_str(&legend(told, lang));
    if let Some(out) = out {
        text.push_str(&TABLE.with(lang, &[("path", &out.display())]));
        text.push('\n');
    }
    text
}

/// The outcome with its world, and the unit where the table has numbers of that unit.
fn heading(told: &Told, lang: Lang) -> String {
    let name = told.lines.first().map_or(told.of.outcome, |l| l.outcome.as_str());
    let outcome = match name.split_once('.') {
        Some((name, column)) => {
            words::COLUMN.with(lang, &[("outcome", &outcomes::label(name, lang)), ("column", &column)])
        }
        None => outcomes::label(name, lang),
    };
    let world = match (lang, told.of.world) {
        (Lang::En, world) => world.name(),
        (_, Column::Mission) => MISSION.text(lang),
        (_, Column::None) => NO_MISSION.text(lang),
        (_, Column::Difference) => DIFFERENCE.text(lang),
    };
    match unit(told, lang) {
        Some(unit) => words::OUTCOME_UNIT.with(lang, &[("outcome", &outcome), ("world", &world), ("unit", &unit)]),
        None => words::OUTCOME.with(lang, &[("outcome", &outcome), ("world", &world)]),
    }
}

fn legend(told: &[Told], lang: Lang) -> String {
    let method = told.iter().flat_map(|t| &t.lines).map(|l| l.method).next();
    let words = match method {
        Some("sobol") => words::SOBOL_LEGEND,
        Some("morris") => words::MORRIS_LEGEND,
        _ => words::GIVEN_LEGEND,
    };
    format!("\n{}", wrap(words.text(lang), 0))
}

/// Lines as a table, the largest total (or mu*, or PAWN) first.
fn lines(lines: &[Line], of: Measured, lang: Lang) -> String {
    let method = lines.first().map_or("", |l| l.method);
    let (head, key, others): (&[Message], &str, &[&str]) = match method {
        "sobol" => (&[words::TOTAL, words::FIRST], "total", &["first"]),
        "morris" => (&[words::MU_STAR, words::MU, words::SIGMA, words::NOISE], "mu_star", &["mu", "sigma"]),
        "given" => (&[words::PAWN, words::SHUFFLED, words::FIRST], "pawn", &["first"]),
        _ => return String::new(),
    };
    let write = |x: f64| if method == "morris" { size(of.unit, x, lang) } else { share(x) };
    let cell = |l: &Line| {
        let mark = if l.resolved { "" } else { "* " };
        match (l.estimate.value.is_nan(), l.estimate.lo.is_nan()) {
            (true, _) => "-".to_owned(),
            (_, true) => format!("{mark}{}", write(l.estimate.value)),
            _ => {
                let [mean, low, high] = [l.estimate.value, l.estimate.lo, l.estimate.hi].map(write);
                format!("{mark}{}", RATIO.with(lang, &[("mean", &mean), ("low", &low), ("high", &high)]))
            }
        }
    };
    let mut first: Vec<&Line> = lines.iter().filter(|l| l.index == key).collect();
    first.sort_by(|a, b| b.estimate.value.total_cmp(&a.estimate.value));
    let heads = head.iter().map(|h| h.text(lang).to_owned());
    let mut rows = vec![std::iter::once(String::new()).chain(heads).collect::<Vec<_>>()];
    for l in first {
        let mut row = vec![format!("  {}", l.input), cell(l)];
        let floor = if l.floor.is_nan() { "-".to_owned() } else { write(l.floor) };
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
    let pair = |l: &Line| words::PAIR.with(lang, &[("a", &l.input), ("b", &l.with)]);
    rows.extend(pairs.map(|l| vec![format!("  {}", pair(l)), cell(l)]));
    table(&rows, 1)
}

/// The unit of elementary effects: those of a share are told in percentage points.
fn unit(told: &Told, lang: Lang) -> Option<&str> {
    let effects = told.lines.first().is_some_and(|l| l.method == "morris");
    effects.then(|| match Measure::of(told.of.unit) {
        Measure::Share => units::POINTS.text(lang),
        _ => units::unit(told.of.unit, lang),
    })
}

/// A change of an outcome; of a share in percentage points, which the title says.
fn size(unit: &str, x: f64, lang: Lang) -> String {
    match Measure::of(unit) {
        Measure::Share => short(100.0 * x),
        _ => plain(speech::compact(x, lang)),
    }
}

fn share(x: f64) -> String {
    plain(thousands(x, 3))
}

fn plain(text: String) -> String {
    text.replace('\u{a0}', " ")
}
