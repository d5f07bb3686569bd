//! What a run came to: plain data that the output floor writes, draws and reads back.

use std::borrow::Cow;

/// Probabilities of the quantiles in every table.
pub const QUANTILES: [f64; 5] = [0.05, 0.25, 0.50, 0.75, 0.95];

/// Names of those quantiles in tables.
pub const QUANTILE_NAMES: [&str; 5] = ["q05", "q25", "q50", "q75", "q95"];

/// Number of points of a [`Curve`]: the quantiles 0, 1/200, ..., 1.
pub const CURVE_POINTS: usize = 201;

/// A world in result tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// With the scenario's operations.
    Mission,
    /// Without any.
    None,
    /// The first minus the second, paired by replicate.
    Difference,
}

impl Column {
    /// All in the order of tables.
    pub const ALL: [Self; 3] = [Self::Mission, Self::None, Self::Difference];

    /// The word in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mission => "mission",
            Self::None => "none",
            Self::Difference => "difference",
        }
    }
}

/// An estimated quantile with its order-statistic interval (95 %).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileEstimate {
    /// Estimate.
    pub value: f64,
    /// Lower end.
    pub lo: f64,
    /// Upper end.
    pub hi: f64,
}

/// A row of `summary.csv`: one outcome, in one theatre (or all), in one world.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Outcome name.
    pub outcome: String,
    /// Theatre, or `all`.
    pub theatre: String,
    /// World.
    pub world: Column,
    /// Kind: count, share, time, ratio, index, money.
    pub kind: String,
    /// Unit.
    pub unit: String,
    /// Replicates.
    pub n: u64,
    /// Replicates in which the outcome is defined.
    pub defined: u64,
    /// Mean over these; NaN where none.
    pub mean: f64,
    /// Monte Carlo standard error of the mean; knows that replicates share posterior draws.
    pub mcse: f64,
    /// 95 % interval of the mean (Wilson for shares, Fieller for ratios of expectations).
    pub mean_lo: f64,
    /// Upper end.
    pub mean_hi: f64,
    /// Standard deviation over replicates.
    pub sd: f64,
    /// Quantiles at [`QUANTILES`].
    pub quantiles: [QuantileEstimate; 5],
}

/// A row of `series.csv`: one month of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesRow {
    /// World (never the difference).
    pub world: Column,
    /// Month from deployment; -12 is the first.
    pub month: i32,
    /// Theatre, or `all`.
    pub theatre: String,
    /// Series name.
    pub series: Cow<'static, str>,
    /// Mean over all replicates.
    pub mean: f64,
    /// Quantiles at [`QUANTILES`], over the first replicates of the run (`bands` in the manifest).
    pub quantiles: [f64; 5],
}

/// The distribution of an outcome as evenly spaced quantiles, for charts.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Outcome name.
    pub outcome: String,
    /// Theatre, or `all`.
    pub theatre: String,
    /// World.
    pub world: Column,
    /// [`CURVE_POINTS`] quantiles, non-decreasing.
    pub quantiles: Vec<f64>,
}

/// One month of the survival of peace: how long the first peace or ceasefire holds (Kaplan-Meier).
#[derive(Clone, Debug, PartialEq)]
pub struct SurvivalRow {
    /// World.
    pub world: Column,
    /// Theatre, or `all`.
    pub theatre: String,
    /// Months since peace began.
    pub month: u32,
    /// Histories at risk at the start of the month.
    pub at_risk: u64,
    /// Peaces that failed in it.
    pub failed: u64,
    /// Share that has held to the end of the month.
    pub survival: f64,
    /// 95 % interval (Greenwood, log-log).
    pub lo: f64,
    /// Upper end.
    pub hi: f64,
}

/// A replicate's cost beside the lives it saved, for the cost-effectiveness plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanePoint {
    /// Replicate.
    pub replicate: u64,
    /// Cost, US dollars.
    pub cost_usd: f64,
    /// Lives saved; negative where more died.
    pub lives_saved: f64,
}

/// A doubt about a result, with what would settle it.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// Short code: `few-events`, `heavy-tail`, `dose-extrapolated`, `bands-subset`, `undefined`.
    pub code: String,
    /// What is doubtful, in a sentence.
    pub text: String,
    /// What would settle it, an option of the command line where there is one.
    pub remedy: String,
}

/// Per-replicate outcomes (`--keep-replicates`).
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Kept {
    /// Column names after `replicate`.
    pub names: Vec<String>,
    /// One row per replicate; NaN where undefined.
    pub rows: Vec<Vec<f64>>,
}

/// What determines a run, beside the scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct RunInfo {
    /// Scenario name.
    pub scenario: String,
    /// Scenario title.
    pub title: String,
    /// Canonical TOML of the resolved scenario.
    pub scenario_toml: String,
    /// `study` or `sceptical`.
    pub stance: String,
    /// Where the posterior came from.
    pub posterior: String,
    /// Number of its draws.
    pub posterior_draws: u64,
    /// Identity of the model (`engine::identity`).
    pub model_id: String,
    /// Seed.
    pub seed: u64,
    /// Replicates.
    pub replicates: u64,
    /// Whether the world without operations was simulated too.
    pub counterfactual: bool,
    /// Whether quantiles are exact order statistics (else sketched to 1 part in 2,048).
    pub exact_quantiles: bool,
    /// Replicates behind the bands of `series.csv`.
    pub bands: u64,
    /// Theatre names in order.
    pub theatres: Vec<String>,
    /// Operation names in order.
    pub operations: Vec<String>,
    /// Planned exit of the first operation, months from deployment, if any operation.
    pub planned_exit_month: Option<u32>,
    /// Months from deployment to the horizon.
    pub horizon_months: u32,
}

/// How a run went on this machine; nothing here determines a result.
#[derive(Clone, Debug, PartialEq)]
pub struct RunTimes {
    /// Threads.
    pub threads: usize,
    /// SIMD class.
    pub simd: String,
    /// Seconds simulating.
    pub seconds: f64,
    /// Replicates per second (both worlds of a replicate counted once).
    pub replicates_per_second: f64,
}

/// Everything a run came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// What determined it.
    pub info: RunInfo,
    /// How it went.
    pub times: RunTimes,
    /// Summary table: `all` first among theatres, `mission` first among worlds.
    pub summary: Vec<Row>,
    /// Monthly series.
    pub series: Vec<SeriesRow>,
    /// Distributions of the outcomes of all theatres together.
    pub curves: Vec<Curve>,
    /// Survival of peace.
    pub survival: Vec<SurvivalRow>,
    /// Cost beside lives saved of the first replicates.
    pub plane: Vec<PlanePoint>,
    /// Per-replicate outcomes, if kept.
    pub kept: Option<Kept>,
    /// Doubts.
    pub doubts: Vec<Doubt>,
}

impl Results {
    /// The row of an outcome over all theatres.
    pub fn row(&self, outcome: &str, world: Column) -> Option<&Row> {
        self.summary.iter().find(|r| r.outcome == outcome && r.world == world && r.theatre == "all")
    }
}
