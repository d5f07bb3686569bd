//! Histories as a study keeps them: some series by month, and the ledger's outcomes.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::draws::dispatch::SimdClass;
use crate::draws::{Col, LANES};
use crate::engine::block;
use crate::scenario::MONTHS_BEFORE;
use crate::world::council::Council;
use crate::world::month::{Block, Side};
use crate::world::outcome;
use crate::world::series::Watch;
use crate::world::setting::Setting;

use super::base_rates::{BaseRates, History};
use super::series::{Memory, Month, Series};

/// Groups that are left out in turn for Monte Carlo errors.
pub const GROUPS: usize = 8;

/// Histories of one arm.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Histories.
    pub n: usize,
    /// Months of each, those before deployment included.
    pub months: usize,
    /// Calendar month (0 to 11) of each history's first month.
    pub calendar: Vec<usize>,
    /// Outcomes by name's position and history.
    pub outcomes: Vec<Vec<f64>>,
    /// Series, history by history.
    values: BTreeMap<Series, Vec<f64>>,
}

impl Panel {
    /// Lives through `n` histories from replicate `first` and keeps `series` (`n` and `first` are multiples of a
    /// block).
    pub fn live(setting: &Setting, first: u64, n: usize, series: &[Series]) -> Self {
        let n = n.next_multiple_of(LANES);
        let mut values = BTreeMap::new();
        for s in series {
            values.insert(*s, vec![0.0; n * setting.months]);
        }
        let mut panel = Self {
            n,
            months: setting.months,
            calendar: Vec::new(),
            outcomes: vec![Vec::new(); outcome::COUNT],
            values,
        };
        let simd = SimdClass::detect();
        for at in (0..n).step_by(LANES) {
            let calendar = Block::calendar_of(setting, first + at as u64);
            panel.calendar.extend((0..LANES).map(|i| calendar.start(i)));
            let mut collector = Collector { panel: &mut panel, at, memory: Memory::default() };
            let outcomes = block::live(simd, setting, first + at as u64, false, &mut collector);
            for (kept, new) in panel.outcomes.iter_mut().zip(&outcomes.mission[0]) {
                kept.extend_from_slice(&new.0);
            }
        }
        panel
    }

    /// The months of a series in one history; index 0 is the first month of the history.
    ///
    /// # Panics
    /// Where the series was not kept; the runner keeps what the studies name.
    pub fn of(&self, series: Series, history: usize) -> &[f64] {
        &self.values[&series][history * self.months..(history + 1) * self.months]
    }

    /// A panel of given series: toys for tests.
    pub fn from_values(n: usize, months: usize, values: BTreeMap<Series, Vec<f64>>) -> Self {
        let outcomes = vec![vec![f64::NAN; n]; outcome::COUNT];
        Self { n, months, calendar: vec![0; n], outcomes, values }
    }

    /// One history as the base rates read it.
    pub fn history(&self, i: usize) -> History {
        let of = |name: &str| Series::named(name).map(|s| self.of(s, i).to_vec()).unwrap_or_default();
        History { calendar: self.calendar[i], battle: of("battle"), government: of("government"), rebel: of("rebel") }
    }
}

struct Collector<'a> {
    panel: &'a mut Panel,
    at: usize,
    memory: Memory,
}

impl Watch for Collector<'_> {
    fn month(&mut self, month: usize, _council: &Council, side: &Side, setting: &Setting) {
        let now = Month::new(side, setting);
        let months = self.panel.months;
        for (series, values) in &mut self.panel.values {
            let column: Col = now.column(*series, &self.memory);
            for i in 0..LANES {
                values[(self.at + i) * months + month] = column[i];
            }
        }
        now.remember(&mut self.memory);
    }
}

/// The arms of a world, history by history under the same luck.
#[derive(Debug)]
pub struct Sample {
    /// Panels by arm.
    pub arms: BTreeMap<String, Panel>,
    /// Constants of each arm, for regressions.
    pub constants: BTreeMap<String, BTreeMap<String, f64>>,
    rates: Vec<OnceCell<BaseRates>>,
}

/// Which histories an estimator reads: all, or all but one group.
#[derive(Clone, Debug)]
pub struct Subset {
    /// The histories.
    pub members: Vec<usize>,
    /// 0 for all, else the number of the group left out, from 1.
    pub id: usize,
}

impl Sample {
    /// Of arms and their constants.
    pub fn new(arms: BTreeMap<String, Panel>, constants: BTreeMap<String, BTreeMap<String, f64>>) -> Self {
        Self { arms, constants, rates: (0..=GROUPS).map(|_| OnceCell::new()).collect() }
    }

    /// Histories of each arm.
    pub fn histories(&self) -> usize {
        self.arms.values().map(|p| p.n).min().unwrap_or(0)
    }

    /// All histories, then all but each group in turn.
    pub fn subsets(&self) -> Vec<Subset> {
        let n = self.histories();
        let group = |i: usize| 1 + i * GROUPS / n.max(1);
        let without = |id: usize| Subset { members: (0..n).filter(|i| group(*i) != id).collect(), id };
        (0..=GROUPS).map(without).collect()
    }

    /// Base rates of an arm over a subset, coded once.
    pub fn rates(&self, arm: &str, subset: &Subset) -> &BaseRates {
        self.rates[subset.id].get_or_init(|| {
            let panel = &self.arms[arm];
            let histories: Vec<History> = subset.members.iter().map(|i| panel.history(*i)).collect();
            super::base_rates::code(&histories)
        })
    }
}

/// Index of a month counted from deployment: month 1 is the first with an operation, month -1 the last without.
pub fn index(month: i32) -> usize {
    (month + MONTHS_BEFORE as i32 - i32::from(month > 0)).max(0) as usize
}
