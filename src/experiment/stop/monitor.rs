//! Looks, spending, and the decision to stop.

use crate::draws::math::{ln, normal_quantile};

use super::gauge::Gauge;
use super::parse::Target;

/// Replicates before the first look: fewer say too little about the spread.
const FIRST: u64 = 1000;
/// Each look has at least so many times the replicates of the one before.
const GROWTH: f64 = 1.5;

/// What is to be known, and how surely.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Everything of this must be known.
    pub targets: Vec<Target>,
    /// Confidence of each statement, such as 0.95.
    pub confidence: f64,
}

/// What is known of one statistic.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The rule's text.
    pub text: String,
    /// The estimate.
    pub estimate: f64,
    /// Half-width of its interval at the confidence asked for.
    pub half_width: f64,
    /// Half-width at the stricter level of the look, which is what is held against the tolerance.
    pub strict: f64,
    /// Half-width allowed.
    pub tolerance: f64,
    /// Whether it counts as known: within the tolerance at the stricter level of the look.
    pub known: bool,
    /// What the half-width cannot fall below with the posterior's draws.
    pub floor: f64,
    /// Replicates seen.
    pub n: u64,
    /// Replicates in which the outcome is defined.
    pub defined: u64,
}

/// Numbers of replicates to look at: a geometric grid, multiples of `chunk`, and the cap.
pub fn looks(cap: u64, chunk: u64) -> Vec<u64> {
    let chunk = chunk.max(1);
    let mut looks = Vec::new();
    let mut at = FIRST as f64;
    while (at as u64).div_ceil(chunk) * chunk < cap {
        looks.push((at as u64).div_ceil(chunk) * chunk);
        at *= GROWTH;
    }
    looks.dedup();
    looks.push(cap);
    looks
}

/// How much of `alpha` each of so many looks may spend: increments of Pocock's spending function
/// `alpha ln(1 + (e - 1) t)` at t = 1 / looks, 2 / looks, ..., 1; together just alpha.
pub fn spending(alpha: f64, looks: usize) -> Vec<f64> {
    let spent = |l: usize| alpha * ln(1.0 + (std::f64::consts::E - 1.0) * l as f64 / looks as f64);
    (1..=looks).map(|l| spent(l) - spent(l - 1)).collect()
}

/// Follows a run and says when all is known.
#[derive(Clone, Debug)]
pub struct Monitor {
    rule: Rule,
    looks: Vec<u64>,
    next: usize,
    gauges: Vec<Gauge>,
    readings: Vec<Reading>,
}

impl Monitor {
    /// For runs of at most `cap` replicates folded in chunks of `chunk`, under a posterior of so many draws.
    pub fn new(rule: Rule, cap: u64, chunk: u64, draws: usize) -> Self {
        let gauges = rule.targets.iter().map(|t| Gauge::new(t.statistic, draws)).collect();
        Self { looks: looks(cap, chunk), rule, next: 0, gauges, readings: Vec::new() }
    }

    /// The rule's targets.
    pub fn targets(&self) -> &[Target] {
        &self.rule.targets
    }

    /// Adds consecutive replicates of one target's outcome.
    pub fn extend(&mut self, target: usize, values: &[f64], draws: &[u32]) {
        self.gauges[target].extend(values, draws);
    }

    /// Replicates at the next look; the cap after the last.
    pub fn next_look(&self) -> u64 {
        self.looks[self.next.min(self.looks.len() - 1)]
    }

    /// Looks, and says whether to stop: all is known.
    pub fn look(&mut self) -> bool {
        let alpha = 1.0 - self.rule.confidence;
        let level = spending(alpha, self.looks.len())[self.next.min(self.looks.len() - 1)];
        self.next += 1;
        let (strict, plain) = (errors(level), errors(alpha));
        let pairs = self.rule.targets.iter().zip(&mut self.gauges);
        self.readings = pairs.map(|(target, gauge)| read(target, gauge, strict, plain)).collect();
        self.readings.iter().all(|r| r.known)
    }

    /// What the last look found.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// The confidence asked for.
    pub fn confidence(&self) -> f64 {
        self.rule.confidence
    }
}

/// Standard errors of a two-sided interval that misses with this probability.
fn errors(alpha: f64) -> f64 {
    normal_quantile(1.0 - alpha / 2.0)
}

fn read(target: &Target, gauge: &mut Gauge, strict: f64, plain: f64) -> Reading {
    let (estimate, wide) = gauge.read(strict);
    let (_, half_width) = gauge.read(plain);
    let tolerance = target.tolerance.at(estimate);
    Reading {
        text: target.text.clone(),
        estimate,
        half_width,
        strict: wide,
        tolerance,
        known: wide <= tolerance,
        floor: gauge.floor(plain),
        n: gauge.seen(),
        defined: gauge.defined(),
    }
}
