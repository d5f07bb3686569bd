//! `pkosim bench`: what a month draws, and how fast this machine lives through it.

use std::fmt::Display;
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
use pkosim::output::messages::report::MISSION as MISSION_HEAD;
use pkosim::output::messages::{Lang, Message, verbs as words};
use pkosim::output::speech::width;
use pkosim::scenario::load;
use pkosim::world::setting::Setting;

use super::catalogue::LangArg;
use super::console::say;
use super::failure::Failure;
use super::text::{left, right};

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
    /// Language of what is printed for people
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
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
    name: Message,
    key: &'static str,
    paired: bool,
    all_threads: bool,
}

const WAYS: [Way; 3] = [
    Way { name: words::ONE_WORLD, key: "mission_one_thread", paired: false, all_threads: false },
    Way { name: words::TWIN_ONE, key: "paired_one_thread", paired: true, all_threads: false },
    Way { name: words::TWIN_ALL, key: "paired_all_threads", paired: true, all_threads: true },
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
            (words::UNIFORMS, MISSION.uniforms, PAIRED.uniforms),
            (words::NORMALS, MISSION.normals, PAIRED.normals),
            (words::POISSONS, MISSION.poissons, PAIRED.poissons),
            (words::EXPS, MISSION.exps, PAIRED.exps),
            (words::LNS, MISSION.lns, PAIRED.lns),
        ];
        let lang = Lang::from(self.lang);
        let head = [words::A_MONTH, MISSION_HEAD, words::TWIN_ADDS_HEAD].map(|m| m.text(lang));
        let wide = (width(head[1]) + 1).max(10);
        let names = rows.iter().map(|(name, ..)| width(name.text(lang)) + 2).max().unwrap_or(0);
        let mut text = format!("{}{}{}\n", left(head[0], names), right(head[1], wide), right(head[2], 22));
        for (name, mission, paired) in rows {
            text += &format!("{}{mission:>wide$.2}{paired:>22.2}\n", left(name.text(lang), names));
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
        let lang = Lang::from(self.lang);
        let values: [(&str, &dyn Display); 3] =
            [("replicates", &self.replicates), ("repeats", &self.repeats), ("simd", &simd.name())];
        let mut text = format!("{}\n\n", words::BASELINE.with(lang, &values));
        let names = WAYS.iter().map(|w| width(w.name.text(lang)) + 4).max().unwrap_or(0);
        for (way, rate) in WAYS.iter().zip(rates) {
            let rate = words::RATE.with(lang, &[("n", &format!("{rate:>12.0}"))]);
            text += &format!("{}{rate}\n", left(way.name.text(lang), names));
        }
        let (twin, speedup) = (format!("{:.0}", 100.0 * twin), format!("{speedup:.2}"));
        let values: [(&str, &dyn Display); 3] = [("twin", &twin), ("threads", &threads), ("speedup", &speedup)];
        say(&format!("{text}\n{}\n", words::RATIOS.with(lang, &values)))
    }
}
