//! The cost curve of docs/performance.md: `cargo bench --bench curve`.
//!
//! Time and peak memory against replicates, months, theatres, outcomes kept and points of a sweep, each point in a
//! process of its own, since a peak is never forgotten. Writes `docs/figures/cost-curve.csv` and, beside it, the chart.

use std::error::Error;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use plotters::prelude::*;

use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::ensemble::Options;
use pkosim::engine::live;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::experiment::sweep::{folder, head::Head, live::Common, load_str, run};
use pkosim::scenario::load;
use pkosim::world::setting::Setting;

/// A curve: what varies, over what, and what stays.
struct Curve {
    key: &'static str,
    axis: &'static str,
    what: &'static str,
    over: &'static [u64],
}

const CURVES: [Curve; 5] = [
    Curve {
        key: "replicates",
        axis: "replicates",
        what: "baseline with its twin, 192 months, recorded",
        over: &[32, 128, 512, 2_048, 8_192, 32_768, 131_072],
    },
    Curve {
        key: "months",
        axis: "months after deployment",
        what: "2,048 replicates of the baseline with its twin",
        over: &[36, 60, 120, 180, 240, 360, 480],
    },
    Curve {
        key: "theatres",
        axis: "theatres, each with an operation",
        what: "512 replicates without a twin, one treasury",
        over: &[1, 2, 5, 10, 20, 50, 100],
    },
    Curve {
        key: "kept",
        axis: "replicates, every outcome kept",
        what: "baseline with its twin",
        over: &[512, 2_048, 8_192, 32_768, 131_072],
    },
    Curve {
        key: "points",
        axis: "points of a sweep",
        what: "size x consent, 64 replicates a point with twins, on disk",
        over: &[4, 16, 64, 256, 1_024, 4_096],
    },
];

/// A point of a curve.
struct Cost {
    at: u64,
    seconds: f64,
    megabytes: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    if let [_, child, key, at, ..] = &args[..]
        && child == "child"
    {
        let seconds = spend(key, at.parse()?)?;
        println!("{seconds} {}", peak());
        return Ok(());
    }
    let mut csv = "curve,at,seconds,megabytes\n".to_owned();
    let mut all = Vec::new();
    for curve in &CURVES {
        let costs: Vec<Cost> = curve.over.iter().map(|at| measured(curve, *at)).collect::<Result<_, _>>()?;
        for c in &costs {
            eprintln!("{} {}: {:.3} s, {:.0} MB", curve.key, c.at, c.seconds, c.megabytes);
            writeln!(csv, "{},{},{:.4},{:.1}", curve.key, c.at, c.seconds, c.megabytes)?;
        }
        all.push((curve, costs));
    }
    let figures = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/figures");
    std::fs::write(figures.join("cost-curve.csv"), csv)?;
    draw(&figures.join("cost-curve.svg"), &all)
}

/// The best of three processes: whatever else the machine does only adds.
fn measured(curve: &Curve, at: u64) -> Result<Cost, Box<dyn Error>> {
    let mut best = Cost { at, seconds: f64::INFINITY, megabytes: f64::INFINITY };
    for _ in 0..3 {
        let out = Command::new(std::env::current_exe()?).args(["child", curve.key, &at.to_string()]).output()?;
        let text = String::from_utf8(out.stdout)?;
        let mut words = text.split_whitespace().map(str::parse::<f64>);
        let (Some(Ok(seconds)), Some(Ok(kilobytes))) = (words.next(), words.next()) else {
            return Err(String::from_utf8_lossy(&out.stderr).into_owned().into());
        };
        best.seconds = best.seconds.min(seconds);
        best.megabytes = best.megabytes.min(kilobytes / 1024.0);
    }
    Ok(best)
}

/// Greatest memory of this process so far, kB; not known outside Linux.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(f64::NAN)
}

fn spend(key: &str, at: u64) -> Result<f64, Box<dyn Error>> {
    match key {
        "replicates" => simulate("", at, true, false),
        "months" => simulate(&format!("horizon_months = {at}\n"), 2_048, true, false),
        "theatres" => simulate(&theatres(at), 512, false, false),
        "kept" => simulate("", at, true, true),
        "points" => swept(at),
        _ => Err(format!("no curve {key}").into()),
    }
}

/// Seconds of a run of the baseline with more said.
fn simulate(more: &str, replicates: u64, paired: bool, keep: bool) -> Result<f64, Box<dyn Error>> {
    let text = if more.contains('[') { more.to_owned() } else { format!("extends = \"baseline.toml\"\n{more}") };
    let scenario = load::load_shipped(&text, "curve.toml", &[])?.scenario;
    let setting = Setting::new(&scenario, Arc::new(Posterior::centre(Stance::Study)), 1);
    let options = Options { replicates, paired, keep, simd: SimdClass::detect() };
    let started = Instant::now();
    live::run(&setting, &options, &|_| (), &AtomicBool::new(false))?;
    Ok(started.elapsed().as_secs_f64())
}

/// A world of so many theatres at war, each with an operation, each linked to the next.
fn theatres(n: u64) -> String {
    let mut text = "[council]\nunity = 0.6\n[funding]\npooling = true\n".to_owned();
    for k in 0..n {
        let next = (k + 1) % n;
        let links = if n > 1 { format!("links = [\"t{next}\"]\n") } else { String::new() };
        let _ = write!(
            text,
            "[theatre.t{k}.host]\nphase = \"war\"\nconsent = 0.6\n{links}\
             [operation.o{k}]\ntheatres = [\"t{k}\"]\ntroops = 8_000\n"
        );
    }
    text
}

/// Seconds of a sweep of so many points, with everything it writes.
fn swept(points: u64) -> Result<f64, Box<dyn Error>> {
    let side = (points as f64).sqrt() as u64;
    let text = format!(
        "replicates = 64\n[axes]\nmission.troops = {{ from = 2_000, to = 20_000, steps = {side} }}\n\
         host.consent = {{ from = 0.1, to = 0.9, steps = {side} }}\n"
    );
    let plan = load_str(&text, "curve.toml", None)?;
    let common = Common::new(&plan, Posterior::embedded(plan.stance), SimdClass::detect());
    let pool = rayon::ThreadPoolBuilder::new().build()?;
    let (home, stop) = (tempfile::tempdir()?, AtomicBool::new(false));
    let head = Head::new(&plan, &common.posterior);
    let started = Instant::now();
    let mut open = folder::Open::take(&home.path().join("sweep"), &head, None, folder::Mode::default(), &stop)?;
    let how = run::How { shard: None, fail_fast: true };
    run::run(&plan, &head, &common, &mut open, how, &pool, &|_| (), &stop)?;
    Ok(started.elapsed().as_secs_f64())
}

const WIDTH: u32 = 1000;
const HEIGHT: u32 = 260;
const TIME: RGBColor = RGBColor(0, 90, 156);
const MEMORY: RGBColor = RGBColor(200, 90, 20);

fn draw(path: &Path, all: &[(&Curve, Vec<Cost>)]) -> Result<(), Box<dyn Error>> {
    let root = SVGBackend::new(path, (WIDTH, HEIGHT * all.len() as u32)).into_drawing_area();
    root.fill(&WHITE)?;
    for ((curve, costs), row) in all.iter().zip(root.split_evenly((all.len(), 1))) {
        let (left, right) = row.split_horizontally(WIDTH / 2);
        let time: Vec<(f64, f64)> = costs.iter().map(|c| (c.at as f64, c.seconds)).collect();
        let memory: Vec<(f64, f64)> = costs.iter().map(|c| (c.at as f64, c.megabytes)).collect();
        panel(&left, curve, "seconds", &time, TIME)?;
        panel(&right, curve, "MB at most", &memory, MEMORY)?;
    }
    root.present()?;
    Ok(())
}

fn panel(
    area: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>,
    curve: &Curve,
    unit: &str,
    line: &[(f64, f64)],
    colour: RGBColor,
) -> Result<(), Box<dyn Error>> {
    let across = reach(line.iter().map(|p| p.0));
    let up = reach(line.iter().map(|p| p.1));
    let mut chart = ChartBuilder::on(area)
        .caption(format!("{unit}: {}", curve.what), ("sans-serif", 14))
        .margin(8)
        .x_label_area_size(36)
        .y_label_area_size(56)
        .build_cartesian_2d(across.log_scale(), up.log_scale())?;
    chart
        .configure_mesh()
        .x_desc(curve.axis)
        .y_desc(unit)
        .light_line_style(TRANSPARENT)
        .x_label_formatter(&|x| tidy(*x))
        .y_label_formatter(&|y| tidy(*y))
        .draw()?;
    chart.draw_series(LineSeries::new(line.iter().copied(), colour.stroke_width(2)))?;
    chart.draw_series(line.iter().map(|p| Circle::new(*p, 3, colour.filled())))?;
    Ok(())
}

/// A little more than from the least to the greatest.
fn reach(values: impl Iterator<Item = f64> + Clone) -> Range<f64> {
    let least = values.clone().fold(f64::INFINITY, f64::min);
    let most = values.fold(0.0, f64::max);
    least / 1.6..most * 1.6
}

fn tidy(x: f64) -> String {
    match x {
        x if x >= 1e6 => format!("{} M", x / 1e6),
        x if x >= 1e3 => format!("{} k", x / 1e3),
        // Ticks are powers of ten times a digit, less what binary fractions leave over.
        x => format!("{}", (x * 1e6).round() / 1e6),
    }
}
