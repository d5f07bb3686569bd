//! `pkosim explain`: what a scenario says, where it was said, and what stands behind its levers.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::results::Column;
use pkosim::engine::{block, ensemble, run};
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::{Parameter, Status, register};
use pkosim::scenario::{Row, Scenario, explain};

use super::args::{self, Luck, Sets};
use super::console::say;
use super::evidence::{mark, statuses};
use super::failure::Failure;
use super::interrupt;

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
}

/// A headline lever: its name, its key in the first operation, theatre or the world, and low, middle and high points.
struct Lever {
    name: &'static str,
    key: &'static str,
    points: [f64; 3],
    effects: &'static [&'static str],
    sized: &'static str,
}

/// What is said of a lever whose effects nobody has measured.
const ASSUMED: &str = "effect size assumed";

/// Points of a prior, in standard deviations on its own scale.
const POINTS: [(&str, f64); 3] = [("10 % point", -1.2816), ("50 % point", 0.0), ("90 % point", 1.2816)];

/// Replicates of a quick run.
const QUICK: u64 = 2000;

const LEVERS: [Lever; 4] = [
    Lever {
        name: "mission size",
        key: "troops",
        points: [2000.0, 7000.0, 15000.0],
        effects: &[
            "effect.battle_troops",
            "effect.one_sided_troops",
            "effect.one_sided_police",
            "effect.relapse_mission",
        ],
        sized: "effect sizes cited",
    },
    Lever {
        name: "host consent",
        key: "consent",
        points: [0.3, 0.6, 0.85],
        effects: &["operation.access_consent", "operation.implementation_consent", "effect.ending_consent"],
        sized: ASSUMED,
    },
    Lever {
        name: "Council unity",
        key: "council.unity",
        points: [0.3, 0.65, 0.9],
        effects: &["council.renewal_terminate", "host.consent_unity", "effect.ending_unity"],
        sized: ASSUMED,
    },
    Lever {
        name: "funding",
        key: "funding.level",
        points: [0.4, 0.7, 1.0],
        effects: &["treasury.cash_cut", "treasury.payment_unity", "treasury.unpaid_fill"],
        sized: ASSUMED,
    },
];

impl Explain {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let scenario = args::load(self.scenario.as_deref(), &self.sets, false)?.scenario;
        let mut text = format!("{}\n{}\n\n", scenario.title, scenario.description.trim());
        text.push_str(&table(&explain(&scenario)));
        text.push_str(&evidence());
        if !self.no_runs && !scenario.operations.is_empty() {
            text.push_str(&self.levers(&scenario)?);
        }
        say(&text)
    }

    fn levers(&self, scenario: &Scenario) -> Result<String, Failure> {
        let simd = block::class()?;
        let mut text = format!(
            "\nAt a low, a middle and a high point of each lever, all else equal ({QUICK} histories, same luck):\n\n\
             {:<14} {:>24} {:>12} {:>12} {:>14}\n",
            "lever", "value", "success", "± mcse", "lives saved"
        );
        for lever in &LEVERS {
            for point in lever.points {
                text.push_str(&self.line(scenario, lever, point, simd)?);
            }
            text.push_str(&format!("{:<14} ({})\n", "", lever.sized));
        }
        text.push_str("\nThe same scenario where the assumed effects of a lever are small, middling or large:\n\n");
        for lever in LEVERS.iter().filter(|l| l.sized == ASSUMED) {
            for (point, z) in POINTS {
                text.push_str(&self.assumed(scenario, lever, point, z, simd)?);
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
        name: &str,
        point: &str,
        simd: SimdClass,
    ) -> Result<String, Failure> {
        let options = ensemble::Options { replicates: QUICK, paired: true, keep: false, simd };
        let stop = interrupt::listen();
        let results = run::simulate(scenario, posterior, self.luck.seed, &options, &|_| (), stop)?;
        let row = |name: &str, world| results.row(name, world).map_or((f64::NAN, f64::NAN), |r| (r.mean, r.mcse));
        let (success, error) = row("success", Column::Mission);
        let lives = row("lives_saved", Column::Difference).0;
        Ok(format!("{name:<14} {point:>24} {success:>12.3} {error:>12.3} {lives:>14.0}\n"))
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

fn table(rows: &[Row]) -> String {
    let width = |pick: fn(&Row) -> usize| rows.iter().map(pick).max().unwrap_or(0).min(44);
    let (key, value) = (width(|r| r.key.len()), width(|r| r.value.len() + r.unit.len() + 1));
    let line = |r: &Row| {
        let shown = format!("{} {}", r.value, r.unit);
        format!("{:<key$}  {:<value$}  {}\n", r.key, shown.trim_end(), r.source)
    };
    rows.iter().map(line).collect()
}

fn evidence() -> String {
    let [cited, calibrated, assumed] = statuses("");
    let mut text = format!(
        "\nBehind it stand {cited} cited, {calibrated} calibrated and {assumed} assumed parameters (`pkosim evidence`).\n\
         What the headline levers rest on:\n"
    );
    for lever in &LEVERS {
        text.push_str(&format!("\n{} ({})\n", lever.name, lever.sized));
        for p in register().iter().filter(|p| lever.effects.contains(&p.name.as_str())) {
            text.push_str(&effect(p));
        }
    }
    text
}

fn effect(p: &Parameter) -> String {
    format!(
        "  {:<36} {:>8}  {:<10} {} ({})\n",
        p.name,
        p.study.centre,
        format!("{:?}", p.status).to_lowercase(),
        p.source,
        mark(p)
    )
}
