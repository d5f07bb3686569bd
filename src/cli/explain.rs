//! `pkosim explain`: what a scenario says, where it was said, and what stands behind its levers.

use std::fmt::Display;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::results::Column;
use pkosim::engine::{block, ensemble, run};
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::{Parameter, Status, register};
use pkosim::output::messages::{Lang, Message, units, verbs as words};
use pkosim::output::speech::width;
use pkosim::scenario::{Row, Scenario, explain};

use super::args::{self, Luck, Sets};
use super::catalogue::LangArg;
use super::console::say;
use super::evidence::{mark, statuses};
use super::failure::Failure;
use super::interrupt;
use super::text::{left, right};

/// Show a scenario resolved: every value, where it came from, and what is cited and what assumed
///
/// Ends with quick runs under the same luck: the outcome at a low, a middle and a high point of each headline lever, and,
/// since only the size of missions has effect sizes in the literature, where the assumed effects of the other levers stand
/// at the 10, 50 and 90 % points of their priors.
#[derive(Debug, Args)]
pub struct Explain {
    /// Scenario file [default: the built-in baseline]
    scenario: Option<PathBuf>,
    #[command(flatten)]
    luck: Luck,
    #[command(flatten)]
    sets: Sets,
    /// Leave out the quick runs
    #[arg(long)]
    no_runs: bool,
    /// Language of what is printed; keys and sources stay as they are
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
}

/// A headline lever: its name, its key in the first operation, theatre or the world, and low, middle and high points.
struct Lever {
    name: Message,
    key: &'static str,
    points: [f64; 3],
    effects: &'static [&'static str],
    /// Whether the literature has effect sizes.
    sized: bool,
}

impl Lever {
    /// What is said of its effects.
    fn evidence(&self) -> Message {
        if self.sized { words::SIZED } else { words::ASSUMED }
    }
}

/// Points of a prior, in standard deviations on its own scale.
const POINTS: [(u32, f64); 3] = [(10, -1.2816), (50, 0.0), (90, 1.2816)];

/// Replicates of a quick run.
const QUICK: u64 = 2000;

const LEVERS: [Lever; 4] = [
    Lever {
        name: words::SIZE,
        key: "troops",
        points: [2000.0, 7000.0, 15000.0],
        effects: &[
            "effect.battle_troops",
            "effect.one_sided_troops",
            "effect.one_sided_police",
            "effect.relapse_mission",
        ],
        sized: true,
    },
    Lever {
        name: words::CONSENT,
        key: "consent",
        points: [0.3, 0.6, 0.85],
        effects: &["operation.access_consent", "operation.implementation_consent", "effect.ending_consent"],
        sized: false,
    },
    Lever {
        name: words::UNITY,
        key: "council.unity",
        points: [0.3, 0.65, 0.9],
        effects: &["council.renewal_terminate", "host.consent_unity", "effect.ending_unity"],
        sized: false,
    },
    Lever {
        name: words::FUNDING,
        key: "funding.level",
        points: [0.4, 0.7, 1.0],
        effects: &["treasury.cash_cut", "treasury.payment_unity", "treasury.unpaid_fill"],
        sized: false,
    },
];

impl Explain {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let scenario = args::load(self.scenario.as_deref(), &self.sets, false, self.lang)?.scenario;
        let mut text = format!("{}\n{}\n\n", scenario.title, scenario.description.trim());
        let lang = Lang::from(self.lang);
        text.push_str(&table(&explain(&scenario), lang));
        text.push_str(&evidence(lang));
        if !self.no_runs && !scenario.operations.is_empty() {
            text.push_str(&self.levers(&scenario)?);
        }
        say(&text)
    }

    fn levers(&self, scenario: &Scenario) -> Result<String, Failure> {
        let simd = block::class()?;
        let lang = Lang::from(self.lang);
        let heads = [words::LEVER_HEAD, words::VALUE_HEAD, words::SUCCESS_HEAD, words::ERROR_HEAD, words::LIVES_HEAD];
        let said = words::AT_POINTS.with(lang, &[("n", &QUICK)]);
        let mut text = format!("\n{said}\n\n{}", columns(heads.map(|m| m.text(lang).to_owned()), lang));
        for lever in &LEVERS {
            for point in lever.points {
                text.push_str(&self.line(scenario, lever, point, simd)?);
            }
            let sized = lever.evidence().text(lang);
            let aside = words::ASIDE.with(lang, &[("sized", &sized)]);
            text.push_str(&format!("{} {aside}\n", left("", name_width(lang))));
        }
        text.push_str(&format!("\n{}\n\n", words::AT_PRIORS.text(lang)));
        for lever in LEVERS.iter().filter(|l| !l.sized) {
            for (n, z) in POINTS {
                let point = words::PRIOR_POINT.with(lang, &[("n", &n)]);
                text.push_str(&self.assumed(scenario, lever, &point, z, simd)?);
            }
        }
        Ok(text)
    }

    /// The outcome where every assumed effect of a lever stands at a point of its prior.
    fn assumed(
        &self,
        scenario: &Scenario,
        lever: &Lever,
        point: &str,
        z: f64,
        simd: SimdClass,
    ) -> Result<String, Failure> {
        let mut posterior = Posterior::clone(&*self.luck.posterior()?);
        let stance = posterior.stance;
        for p in register().iter().filter(|p| lever.effects.contains(&p.name.as_str()) && p.status == Status::Assumed) {
            posterior = posterior.with(&p.name, p.at(stance, z)).unwrap_or(posterior);
        }
        self.quick(scenario, &Arc::new(posterior), lever.name, point, simd)
    }

    fn line(&self, scenario: &Scenario, lever: &Lever, point: f64, simd: SimdClass) -> Result<String, Failure> {
        let mut changed = scenario.clone();
        for key in keys(scenario, lever) {
            changed.set_number(&key, point)?;
        }
        self.quick(&changed, &self.luck.posterior()?, lever.name, &point.to_string(), simd)
    }

    fn quick(
        &self,
        scenario: &Scenario,
        posterior: &Arc<Posterior>,
        name: Message,
        point: &str,
        simd: SimdClass,
    ) -> Result<String, Failure> {
        let options = ensemble::Options { replicates: QUICK, paired: true, keep: false, simd };
        let stop = interrupt::listen();
        let results = run::simulate(scenario, posterior, self.luck.seed, &options, &|_| (), stop)?;
        let row = |name: &str, world| results.row(name, world).map_or((f64::NAN, f64::NAN), |r| (r.mean, r.mcse));
        let (success, error) = row("success", Column::Mission);
        let lives = row("lives_saved", Column::Difference).0;
        let lang = Lang::from(self.lang);
        let numbers = [format!("{success:.3}"), format!("{error:.3}"), format!("{lives:.0}")];
        let [success, error, lives] = numbers;
        Ok(columns([name.text(lang).to_owned(), point.to_owned(), success, error, lives], lang))
    }
}

/// The keys that a lever sets: of every operation or theatre, or of the world.
fn keys(scenario: &Scenario, lever: &Lever) -> Vec<String> {
    match lever.key {
        "troops" => scenario.operations.keys().map(|o| format!("operation.{o}.troops")).collect(),
        "consent" => scenario.theatres.keys().map(|t| format!("theatre.{t}.host.consent")).collect(),
        key => vec![key.to_owned()],
    }
}

/// Columns of the longest name of a lever.
fn name_width(lang: Lang) -> usize {
    LEVERS.iter().map(|l| width(l.name.text(lang))).max().unwrap_or(0).max(14)
}

/// A line of the quick runs: lever, point, success, its error, lives saved.
fn columns([lever, point, success, error, lives]: [String; 5], lang: Lang) -> String {
    let head = left(&lever, name_width(lang));
    let numbers = [right(&point, 24), right(&success, 12), right(&error, 12), right(&lives, 14)];
    format!("{head} {}\n", numbers.join(" "))
}

fn table(rows: &[Row], lang: Lang) -> String {
    let shown = |r: &Row| units::quantity(&r.value, r.unit, lang);
    let widest = |pick: &dyn Fn(&Row) -> usize| rows.iter().map(pick).max().unwrap_or(0).min(44);
    let (key, value) = (widest(&|r| width(&r.key)), widest(&|r| width(&shown(r))));
    let line = |r: &Row| {
        let source = words::word(&r.source, lang);
        format!("{}  {}  {source}\n", left(&r.key, key), left(shown(r).trim_end(), value))
    };
    rows.iter().map(line).collect()
}

fn evidence(lang: Lang) -> String {
    let [cited, calibrated, assumed] = statuses("");
    let values: [(&str, &dyn Display); 3] = [("cited", &cited), ("calibrated", &calibrated), ("assumed", &assumed)];
    let mut text = format!("\n{}\n", words::BEHIND.with(lang, &values));
    for lever in &LEVERS {
        let values: [(&str, &dyn Display); 2] =
            [("lever", &lever.name.text(lang)), ("sized", &lever.evidence().text(lang))];
        text.push_str(&format!("\n{}\n", words::LEVER.with(lang, &values)));
        for p in register().iter().filter(|p| lever.effects.contains(&p.name.as_str())) {
            text.push_str(&effect(p, lang));
        }
    }
    text
}

fn effect(p: &Parameter, lang: Lang) -> String {
    let status = left(words::status(p.status, lang), 10);
    format!("  {:<36} {:>8}  {status} {} ({})\n", p.name, p.study.centre, p.source, mark(p))
}
