//! The table of ratios of docs/performance.md: `cargo bench --bench ratios`.
//!
//! Every way is timed in turn, round after round, and the medians are compared, so that whatever else the
//! machine does falls on all alike. With `PKOSIM_PEERS=python3` (an interpreter that has numpy and numba, and
//! ema_workbench if wanted) the programs of benches/peers join in. Nothing here passes or fails.
//! `cargo bench --bench ratios -- means` prints the plain program's means instead, for `peers.py check`.

use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use rayon::prelude::*;

use pkosim::draws::LANES;
use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::ensemble::Options;
use pkosim::engine::inventory::{MISSION, PAIRED};
use pkosim::engine::{block, inventory, run};
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::scenario::{Scenario, load};
use pkosim::world::series::Unwatched;
use pkosim::world::setting::Setting;

mod floor;
mod plain;

const ROUNDS: usize = 9;
const REPLICATES: u64 = 4096;
const MONTHS: usize = 192;
/// Histories of long runs, in which the bands by month, taken from the first thousands, weigh less.
const MANY: [u64; 2] = [32_768, 131_072];

/// A way to live through histories: its name and what takes the seconds.
struct Way<'a> {
    name: String,
    run: Box<dyn FnMut() -> f64 + 'a>,
    replicates: u64,
    seconds: Vec<f64>,
}

fn timed(f: impl FnOnce()) -> f64 {
    let started = Instant::now();
    f();
    started.elapsed().as_secs_f64()
}

fn firsts() -> impl Iterator<Item = u64> {
    (0..REPLICATES).step_by(LANES)
}

fn blocks(setting: &Setting, class: SimdClass, paired: bool) {
    firsts().for_each(|first| drop(black_box(block::live(class, setting, first, paired, &mut Unwatched))));
}

/// All the way to the tables that a run writes.
fn recorded(scenario: &Scenario, posterior: &Arc<Posterior>, simd: SimdClass, replicates: u64) {
    let options = Options { replicates, paired: true, keep: false, simd };
    let _ = black_box(run::simulate(scenario, posterior, 1, &options, &|_| (), &AtomicBool::new(false)).is_ok());
}

fn main() {
    if std::env::args().any(|arg| arg == "means") {
        return print!("{}", plain::means(20_000, 1));
    }
    let scenario = load::builtin_baseline(&[]).expect("baseline").scenario;
    let posterior = Arc::new(Posterior::centre(Stance::Study));
    let setting = Setting::new(&scenario, posterior.clone(), 1);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let two = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
    let widest = SimdClass::detect();
    let peers = Peers::start();
    let mut ways: Vec<Way> = Vec::new();
    for class in SimdClass::ALL.into_iter().filter(|c| c.is_supported()) {
        let floors: [(&str, inventory::Inventory, bool); 2] =
            [("mission", MISSION, false), ("pair", MISSION.plus(PAIRED), true)];
        for (what, counts, paired) in floors {
            ways.push(Way::new(format!("floor {what} {class}"), move || {
                timed(|| firsts().for_each(|first| _ = black_box(floor::floor(class, &counts, first, MONTHS))))
            }));
            let setting = &setting;
            ways.push(Way::new(format!("engine {what} {class}"), move || timed(|| blocks(setting, class, paired))));
        }
    }
    ways.push(Way::new("recorded pair".into(), || {
        timed(|| one.install(|| recorded(&scenario, &posterior, widest, REPLICATES)))
    }));
    for replicates in MANY {
        let (one, scenario, posterior) = (&one, &scenario, &posterior);
        let run = move || timed(|| one.install(|| recorded(scenario, posterior, widest, replicates)));
        ways.push(Way { replicates, ..Way::new(format!("recorded pair, {replicates} histories"), run) });
    }
    ways.push(Way::new("recorded pair, 2 threads".into(), || {
        timed(|| two.install(|| recorded(&scenario, &posterior, widest, REPLICATES)))
    }));
    ways.push(Way::new(format!("floor mission {widest}, 2 threads"), || {
        let firsts: Vec<u64> = firsts().collect();
        let one = |first| _ = black_box(floor::floor(widest, &MISSION, first, MONTHS));
        timed(|| two.install(|| firsts.into_par_iter().with_max_len(1).for_each(one)))
    }));
    for class in SimdClass::ALL.into_iter().filter(|c| c.is_supported()) {
        let (two, setting) = (&two, &setting);
        ways.push(Way::new(format!("engine mission {class}, 2 threads"), move || {
            timed(|| two.install(|| in_parallel(setting, class)))
        }));
    }
    ways.push(Way::new("plain program, 2 threads".into(), || {
        timed(|| {
            two.install(|| {
                (0..64_u32)
                    .into_par_iter()
                    .with_max_len(1)
                    .for_each(|k| drop(black_box(plain::histories(REPLICATES as usize / 64, k.into()))))
            })
        })
    }));
    ways.push(Way::new("plain program with its series, 2 threads".into(), || {
        timed(|| {
            two.install(|| {
                (0..64_u32)
                    .into_par_iter()
                    .with_max_len(1)
                    .for_each(|k| drop(black_box(plain::recorded(REPLICATES as usize / 64, k.into()))))
            })
        })
    }));
    for name in ["numpy", "numba", "ema"] {
        if let Some(peers) = &peers {
            ways.push(Way::new(format!("{name}, 2 processes or threads"), || peers.time(name)));
        }
    }
    for round in 0..ROUNDS {
        eprintln!("round {} of {ROUNDS}", round + 1);
        for way in &mut ways {
            let seconds = (way.run)();
            way.seconds.push(seconds);
        }
    }
    report(&ways, widest);
}

/// Blocks one by one over the threads, as a run takes its chunks: none waits for another's half.
fn in_parallel(setting: &Setting, class: SimdClass) {
    let firsts: Vec<u64> = firsts().collect();
    let blocks = firsts.into_par_iter().with_max_len(1);
    blocks.for_each(|first| drop(black_box(block::live(class, setting, first, false, &mut Unwatched))));
}

impl<'a> Way<'a> {
    fn new(name: String, run: impl FnMut() -> f64 + 'a) -> Self {
        Self { name, run: Box::new(run), replicates: REPLICATES, seconds: Vec::new() }
    }

    /// Median microseconds a replicate; NaN where it could not run.
    fn micros(&self) -> f64 {
        let mut s = self.seconds.clone();
        s.sort_by(f64::total_cmp);
        1e6 * s[s.len() / 2] / self.replicates as f64
    }
}

fn report(ways: &[Way], widest: SimdClass) {
    let of = |name: &str| ways.iter().find(|w| w.name == name).map_or(f64::NAN, Way::micros);
    println!("\n{REPLICATES} histories of the baseline, {MONTHS} months, medians of {ROUNDS} interleaved rounds\n");
    for way in ways {
        println!("{:<40}{:>10.2} us a history", way.name, way.micros());
    }
    println!();
    for class in SimdClass::ALL.into_iter().filter(|c| c.is_supported()) {
        for what in ["mission", "pair"] {
            let ratio = of(&format!("engine {what} {class}")) / of(&format!("floor {what} {class}"));
            ratio_line(&format!("engine / own draw floor, {what}, {class}"), ratio);
        }
        let engine = of(&format!("engine mission {class}, 2 threads"));
        ratio_line(
            &format!("plain scalar program / engine, 2 threads each, {class}"),
            of("plain program, 2 threads") / engine,
        );
    }
    let engine = of(&format!("engine mission {widest}, 2 threads"));
    for name in ["numpy", "numba", "ema"] {
        ratio_line(
            &format!("{name} / engine, 2 each, {widest}"),
            of(&format!("{name}, 2 processes or threads")) / engine,
        );
    }
    for what in ["floor", "engine"] {
        let alone = format!("{what} mission {widest}");
        ratio_line(&format!("one thread / two, {alone}"), of(&alone) / of(&format!("{alone}, 2 threads")));
    }
    ratio_line("one thread / two, recorded pair", of("recorded pair") / of("recorded pair, 2 threads"));
    let (alone, pair) = (of(&format!("engine mission {widest}")), of(&format!("engine pair {widest}")));
    ratio_line("the paired world adds", pair / alone - 1.0);
    ratio_line("quantiles, bands and bookkeeping add", of("recorded pair") / pair - 1.0);
    for replicates in MANY {
        let many = of(&format!("recorded pair, {replicates} histories"));
        ratio_line(&format!("quantiles, bands and bookkeeping add, {replicates} histories"), many / pair - 1.0);
    }
}

fn ratio_line(what: &str, ratio: f64) {
    if ratio.is_finite() {
        println!("{what:<60}{ratio:>8.2}");
    }
}

/// The Python programs, in one process that is asked for one measurement at a time.
struct Peers {
    child: std::cell::RefCell<Child>,
}

impl Peers {
    fn start() -> Option<Self> {
        let python = std::env::var_os("PKOSIM_PEERS")?;
        let child = Command::new(python)
            .args(["benches/peers/peers.py", "serve"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("PKOSIM_PEERS names a Python interpreter");
        Some(Self { child: child.into() })
    }

    /// Seconds for [`REPLICATES`] histories, as the program measured them; NaN where it has no such peer.
    fn time(&self, name: &str) -> f64 {
        let mut child = self.child.borrow_mut();
        writeln!(child.stdin.as_mut().expect("piped"), "{name} {REPLICATES}").expect("the peers listen");
        let mut line = String::new();
        let stdout = child.stdout.as_mut().expect("piped");
        let _ = BufReader::with_capacity(1, stdout).read_line(&mut line);
        line.trim().parse().unwrap_or(f64::NAN)
    }
}

impl Drop for Peers {
    /// Lets the programs end, and with them the processes that they have started: killed, they would leave those behind.
    fn drop(&mut self) {
        let mut child = self.child.borrow_mut();
        drop(child.stdin.take());
        let _ = child.wait();
    }
}
