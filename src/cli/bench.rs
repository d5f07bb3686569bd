//! `pkosim bench`: what a month draws, and how fast this machine lives through it.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use clap::{Args, ValueEnum};
use serde_json::json;

use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::block;
use pkosim::engine::ensemble::Options;
use pkosim::engine::inventory::{MISSION, PAIRED};
use pkosim::engine::live;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::scenario::load;
use pkosim::world::setting::Setting;

use super::console::say;
use super::failure::Failure;

/// Measure this machine on the baseline, or list what a month draws
///
/// Runs the baseline with and without its counterfactual, on one thread and on all, interleaved, and prints medians.
/// Ratios within one run are comparable between machines; times are not. `cargo bench --bench ratios` of the source
/// adds the draw floor and a plain program.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pkosim bench\n  pkosim bench --inventory --format json")]
pub struct Bench {
    /// Print what one theatre-month draws, and run nothing
    #[arg(long)]
    inventory: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Replicates of each measurement
    #[arg(long, default_value_t = 4096, value_parser = clap::value_parser!(u64).range(32..=1_000_000))]
    replicates: u64,
    /// Measurements of each kind; the median is printed
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u64).range(1..=1000))]
    repeats: u64,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum, PartialEq)]
enum Format {
    /// For people
    #[default]
    Table,
    /// For programs
    Json,
}

/// A way to run the baseline.
struct Way {
    name: &'static str,
    key: &'static str,
    paired: bool,
    all_threads: bool,
}

const WAYS: [Way; 3] = [
    Way { name: "mission world, one thread", key: "mission_one_thread", paired: false, all_threads: false },
    Way { name: "with its twin, one thread", key: "paired_one_thread", paired: true, all_threads: false },
    Way { name: "with its twin, all threads", key: "paired_all_threads", paired: true, all_threads: true },
];

impl Bench {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        if self.inventory { self.list() } else { self.measure() }
    }

    fn list(&self) -> Result<(), Failure> {
        if self.format == Format::Json {
            let text =
                json!({ "per": "history, month and theatre of the baseline", "mission": MISSION, "paired": PAIRED });
            return say(&format!("{text:#}\n"));
        }
        let rows = [
            ("uniforms", MISSION.uniforms, PAIRED.uniforms),
            ("normals", MISSION.normals, PAIRED.normals),
            ("poissons", MISSION.poissons, PAIRED.poissons),
            ("exps", MISSION.exps, PAIRED.exps),
            ("lns", MISSION.lns, PAIRED.lns),
        ];
        let mut text = format!("{:<10}{:>10}{:>22}\n", "a month", "mission", "its twin adds");
        for (name, mission, paired) in rows {
            text += &format!("{name:<10}{mission:>10.2}{paired:>22.2}\n");
        }
        say(&text)
    }

    fn measure(&self) -> Result<(), Failure> {
        let scenario = load::builtin_baseline(&[])?.scenario;
        let setting = Setting::new(&scenario, Arc::new(Posterior::centre(Stance::Study)), 1);
        let simd = block::class()?;
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        let one = one?;
        let mut times = WAYS.map(|_| Vec::new());
        for _ in 0..self.repeats {
            for (way, times) in WAYS.iter().zip(&mut times) {
                let run = || self.once(&setting, way, simd);
                times.push(if way.all_threads { run() } else { one.install(run) });
            }
        }
        let rates = times.map(|mut t| {
            t.sort_by(f64::total_cmp);
            self.replicates as f64 / t[t.len() / 2]
        });
        self.print(rates, simd)
    }

    /// Seconds of one measurement.
    fn once(&self, setting: &Setting, way: &Way, simd: SimdClass) -> f64 {
        let options = Options { replicates: self.replicates, paired: way.paired, keep: false, simd };
        let started = Instant::now();
        let done = live::run(setting, &options, &|_| (), &AtomicBool::new(false));
        std::hint::black_box(done.is_ok());
        started.elapsed().as_secs_f64()
    }

    fn print(&self, rates: [f64; 3], simd: SimdClass) -> Result<(), Failure> {
        let threads = rayon::current_num_threads();
        let twin = rates[0] / rates[1] - 1.0;
        let speedup = rates[2] / rates[1];
        if self.format == Format::Json {
            let mut rows = serde_json::Map::new();
            WAYS.iter().zip(rates).for_each(|(w, r)| drop(rows.insert(w.key.to_owned(), json!(r))));
            let text = json!({ "instructions": simd.name(), "threads": threads, "replicates": self.replicates,
                "repeats": self.repeats, "replicates_per_second": rows, "twin_adds": twin, "threads_speed_up": speedup });
            return say(&format!("{text:#}\n"));
        }
        let mut text = format!(
            "Baseline, 192 months, {} replicates, medians of {}, {}\n\n",
            self.replicates,
            self.repeats,
            simd.name()
        );
        for (way, rate) in WAYS.iter().zip(rates) {
            text += &format!("{:<30}{:>12.0} replicates a second\n", way.name, rate);
        }
        text += &format!(
            "\nThe twin adds {:.0} %. {threads} threads are {speedup:.2} times as fast as one.\n",
            100.0 * twin
        );
        say(&text)
    }
}
