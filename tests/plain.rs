//! The plain program of the benches does the engine's work: its numbers are the library's, and so is
//! what its histories come to.

use std::collections::BTreeMap;
use std::sync::Arc;

use pkosim::draws::LANES;
use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::block;
use pkosim::evidence::parameters::NAMES;
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::scenario::level::{Distribution, Level};
use pkosim::scenario::{Scenario, load};
use pkosim::world::council::Council;
use pkosim::world::month::{Side, World};
use pkosim::world::outcome;
use pkosim::world::series::{self, Watch as EngineWatch};
use pkosim::world::setting::Setting;

#[path = "../benches/plain/mod.rs"]
mod plain;

use plain::inputs::Inputs;
use plain::record::{History, Month, Watch};

fn baseline() -> Scenario {
    load::builtin_baseline(&[]).expect("baseline").scenario
}

/// The level of a key of the baseline, wherever it stands.
fn level(scenario: &Scenario, table: &str, name: &str) -> Level {
    let theatre = scenario.theatres.values().next().expect("a theatre");
    let operation = scenario.operations.values().next().expect("an operation");
    let found = scenario.levels.get(table, name).or_else(|| theatre.levels.get(table, name));
    let found = found.or_else(|| operation.levels.get(table, name));
    found.unwrap_or_else(|| panic!("no level {table}.{name}")).value.clone()
}

/// What the library has under a name of inputs.json.
fn library(scenario: &Scenario, name: &str) -> f64 {
    if let Some(place) = NAMES.iter().position(|n| *n == name) {
        return Posterior::centre(Stance::Study).row(0)[place];
    }
    match name {
        "horizon_months" => return f64::from(scenario.horizon_months.value),
        "mission.planned_exit_months" => {
            let operation = scenario.operations.values().next().expect("an operation");
            return f64::from(operation.planned_exit_months.value);
        }
        _ => (),
    }
    let mut parts = name.split('.');
    let (table, key, part) = (parts.next().expect("a table"), parts.next().expect("a key"), parts.next());
    match (level(scenario, table, key), part) {
        (Level::Number(x), None) => x,
        (Level::Distribution(Distribution::Lognormal { median, .. }), Some("median")) => median,
        (Level::Distribution(Distribution::Lognormal { sigma, .. }), Some("sigma")) => sigma,
        (other, _) => panic!("{name} is {other:?}"),
    }
}

/// Writes inputs.json anew where `PKOSIM_UPDATE_INPUTS` is set.
fn update_inputs(scenario: &Scenario) {
    if std::env::var_os("PKOSIM_UPDATE_INPUTS").is_some() {
        let numbers: BTreeMap<_, _> = Inputs::NAMES.iter().map(|name| (*name, library(scenario, name))).collect();
        let text = serde_json::to_string_pretty(&numbers).expect("numbers") + "\n";
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/plain/inputs.json"), text).expect("written");
    }
}

/// Breaks when a parameter or a level of the baseline moves and `benches/plain/inputs.json` does not;
/// `PKOSIM_UPDATE_INPUTS=1 cargo test --test plain` writes it anew.
#[test]
fn inputs_are_those_of_the_library() {
    let (file, scenario) = (Inputs::map(), baseline());
    update_inputs(&scenario);
    let mut names = Inputs::NAMES.to_vec();
    names.sort_unstable();
    assert_eq!(file.keys().map(String::as_str).collect::<Vec<_>>(), names, "names in inputs.json");
    let wrong: BTreeMap<_, _> = file
        .iter()
        .map(|(name, value)| (name, (*value, library(&scenario, name))))
        .filter(|(_, (said, is))| (said - is).abs() > 1e-12 * is.abs())
        .collect();
    assert!(wrong.is_empty(), "inputs.json says, the library has (PKOSIM_UPDATE_INPUTS=1 writes it anew): {wrong:#?}");
}

/// Breaks when the baseline begins to use what the plain program leaves out.
#[test]
fn what_is_left_out_is_neutral_in_the_baseline() {
    let scenario = baseline();
    let neutral = [
        ("mission", "rehatted_troops", 0.0),
        ("mission", "partner_troops", 0.0),
        ("mission", "voluntary_usd", 0.0),
        ("mission", "women", 0.1),
        ("stressors", "armed_conflict", 0.3),
        ("stressors", "technology", 0.3),
        ("stressors", "organised_crime", 0.3),
        ("stressors", "climate", 0.3),
        ("stressors", "health", 0.3),
    ];
    for (table, name, value) in neutral {
        assert_eq!(level(&scenario, table, name), Level::Number(value), "{table}.{name}");
    }
    assert_eq!((scenario.theatres.len(), scenario.operations.len()), (1, 1));
    assert!(scenario.payer_terms.is_empty());
    let operation = scenario.operations.values().next().expect("an operation");
    assert!(operation.models.value.is_empty() && operation.follows.value.is_empty());
    assert_eq!(operation.start_month.value, 0);
    assert_eq!(operation.form.value, "un-only");
}

/// Number, mean and spread of what is defined, and the share that is.
#[derive(Clone, Copy, Default)]
struct Moments {
    all: f64,
    n: f64,
    sum: f64,
    squares: f64,
}

impl Moments {
    fn add(&mut self, x: f64) {
        self.all += 1.0;
        if x.is_finite() {
            self.n += 1.0;
            self.sum += x;
            self.squares += x * x;
        }
    }

    fn mean(&self) -> f64 {
        self.sum / self.n
    }

    /// Squared standard error of the mean.
    fn error(&self) -> f64 {
        ((self.squares / self.n - self.mean() * self.mean()) / self.n).max(0.0)
    }

    fn defined(&self) -> f64 {
        self.n / self.all
    }

    /// Standard errors between two means; infinite where constants differ.
    fn z(&self, other: &Self) -> f64 {
        if self.n == 0.0 && other.n == 0.0 {
            return 0.0;
        }
        let apart = self.mean() - other.mean();
        if apart.abs() <= 1e-6 * self.mean().abs() { 0.0 } else { apart / (self.error() + other.error()).sqrt() }
    }

    /// The same between the shares that are defined.
    fn z_defined(&self, other: &Self) -> f64 {
        let variance = |m: &Self| m.defined() * (1.0 - m.defined()) / m.all;
        let apart = self.defined() - other.defined();
        if apart == 0.0 { 0.0 } else { apart / (variance(self) + variance(other)).sqrt() }
    }
}

/// Moments by name.
type Table = BTreeMap<String, Moments>;

/// Months of the histories in which series are compared: just deployed, 24 and 60 months later, before and
/// after the planned exit, at the end.
const LOOKS: [usize; 6] = [12, 36, 72, 131, 140, 191];

fn put(table: &mut Table, name: &str, value: f64) {
    table.entry(name.to_owned()).or_default().add(value);
    if name == "battle_deaths" {
        table.entry("ln(1 + battle_deaths)".to_owned()).or_default().add((1.0 + value).ln());
    }
}

/// What the series of one world come to in [`LOOKS`].
struct Looks {
    table: Table,
    world: World,
}

impl Looks {
    fn put(&mut self, month: usize, name: &str, value: f64) {
        if LOOKS.contains(&month) {
            self.table.entry(format!("{name} in month {month}")).or_default().add(value);
        }
    }
}

impl Watch for Looks {
    fn month(&mut self, month: usize, row: &Month) {
        if LOOKS.contains(&month) {
            Month::NAMES.iter().zip(row.values()).for_each(|(name, value)| self.put(month, name, value));
        }
    }
}

impl EngineWatch for Looks {
    fn month(&mut self, month: usize, council: &Council, side: &Side, setting: &Setting) {
        if side.world != self.world || !LOOKS.contains(&month) {
            return;
        }
        let columns = series::values(0, council, side, setting);
        for (series, column) in series::SERIES.iter().zip(columns) {
            column.iter().for_each(|value| self.put(month, series.name, *value));
        }
    }
}

fn engine(world: World, n: usize) -> Table {
    let setting = Setting::new(&baseline(), Arc::new(Posterior::centre(Stance::Study)), 1);
    let mut looks = Looks { table: Table::new(), world };
    for first in (0..n as u64).step_by(LANES) {
        let lived = block::live(SimdClass::detect(), &setting, first, world == World::None, &mut looks);
        let theatres = if world == World::None { lived.none.expect("paired") } else { lived.mission };
        for (outcome, column) in outcome::all().zip(&theatres[0]) {
            column.iter().for_each(|value| put(&mut looks.table, outcome.name, *value));
        }
    }
    looks.table
}

fn plain(world: World, n: usize) -> Table {
    let mut looks = Looks { table: Table::new(), world };
    for history in plain::lived(&Inputs::baseline(), world == World::Mission, n, 7, &mut looks) {
        History::NAMES.iter().zip(history.values()).for_each(|(name, value)| put(&mut looks.table, name, value));
    }
    looks.table
}

fn compare(world: World, n: usize, most: f64) {
    let (engine, plain) = (engine(world, n), plain(world, n));
    assert_eq!(engine.keys().collect::<Vec<_>>(), plain.keys().collect::<Vec<_>>());
    let mut apart = Vec::new();
    for (name, theirs) in &engine {
        let ours = &plain[name];
        let (z, defined) = (ours.z(theirs), ours.z_defined(theirs));
        println!("{name:<48}{:>18.6}{:>18.6}{z:>8.2}{defined:>8.2}", ours.mean(), theirs.mean());
        if z.abs() > most || defined.abs() > most {
            apart.push(format!("{name}: {z:.2}, {defined:.2}"));
        }
    }
    assert!(apart.is_empty(), "{} world, plain against engine: {apart:#?}", world.name());
}

/// Breaks when a room of either program changes. Some 280 comparisons of which most move together: with new
/// seeds a false alarm has probability below 1 % (5 standard errors would be a defect of 12 % of a spread).
#[test]
fn histories_come_to_what_the_engines_do() {
    compare(World::Mission, 1_600, 4.5);
    compare(World::None, 1_600, 4.5);
}

/// The same, five times as sharp. False alarm with new seeds: below 2 %.
#[test]
#[ignore = "slow tier: 40,000 histories of each, half a minute"]
fn many_histories_come_to_what_the_engines_do() {
    compare(World::Mission, 40_000, 4.0);
    compare(World::None, 40_000, 4.0);
}
