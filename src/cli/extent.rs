//! How far a run goes: until enough is known, and whether ignorance is told from chance.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::Args;

use pkosim::draws::dispatch::SimdClass;
use pkosim::evidence::posterior::Posterior;
use pkosim::experiment::nested::{self, Found, Row};
use pkosim::experiment::stop::{self, Reading, Rule, Target, Watcher};
use pkosim::output::Extra;
#[cfg(feature = "charts")]
use pkosim::output::charts::TONE_DRAWS;
use pkosim::output::messages::report::{IN_DOLLARS, TO, UNBOUNDED};
use pkosim::output::messages::{Lang, extent as words, outcomes as labels};
use pkosim::output::number::{Measure, short, thousands};
use pkosim::output::outcomes;
use pkosim::output::speech::compact;
use pkosim::scenario::Scenario;
use pkosim::world::outcome;

use super::failure::Failure;
use super::progress::Progress;
use super::text::{table, wrap};

/// Draws of the parameters below which a variance between them says nothing.
const LEAST_DRAWS: usize = 10;

/// How far a run goes.
#[derive(Clone, Debug, Args)]
pub struct Extent {
    /// Stop when this is known; may be given several times, and then all of it must be
    ///
    /// RULE is OUTCOME: TOLERANCE, the largest half-width of the interval at the end, in the outcome's unit or as a
    /// share of the estimate with a floor. A statistic may stand after the outcome (mean, median, q01 to q99, or `> X`
    /// and `< X` for a probability), and a world before it (mission., none., difference.). Looks lie at fixed numbers
    /// of replicates and share out the risk of being wrong; --replicates is the most. The result is that of a plain
    /// run of the replicates it stopped at.
    ///
    ///   --until 'success: 0.005'
    ///   --until 'lives_saved: 2% or 100' --until 'battle_deaths q95: 3% or 500'
    ///   --until 'peacekeeper_deaths > 100: 0.01'
    #[arg(long, value_name = "RULE", value_parser = rule, verbatim_doc_comment)]
    until: Vec<Target>,
    /// Confidence of what --until promises, above 0.5 and below 1
    #[arg(long, value_name = "P", default_value_t = 0.95, value_parser = confidence, requires = "until")]
    confidence: f64,
    /// Tell what is not known from chance: R histories under each of J draws of the parameters, 200x500 for one
    ///
    /// Adds nested.csv: each outcome's variance split in two, with the band of its expectation (what would happen on
    /// average, given what is not known) beside that of one history; nested_series.csv: both bands month by month,
    /// which fan charts show in two tones. docs/uncertainty.md has the method.
    #[arg(long, value_name = "JxR", value_parser = nested_size)]
    nested: Option<(usize, u64)>,
}

impl Extent {
    /// Whether anything is asked that a treaty's run has not.
    pub fn is_plain(&self) -> bool {
        self.until.is_empty() && self.nested.is_none()
    }

    /// The stop rule, checked against what the run simulates.
    pub fn rule(&self, scenario: &Scenario, paired: bool) -> Result<Option<Rule>, Failure> {
        if self.until.is_empty() {
            return Ok(None);
        }
        let rule = Rule { targets: self.until.clone(), confidence: self.confidence };
        let hint = "`--until 'success: 0.005'`; outcomes are those of summary.csv, `pkosim help run` shows more";
        stop::check(&rule, !scenario.operations.is_empty(), paired).map_err(|e| Failure::usage(e.to_string(), hint))?;
        Ok(Some(rule))
    }

    /// Refuses more draws than there are.
    pub fn check_nested(&self, posterior: &Posterior) -> Result<(), Failure> {
        match self.nested {
            Some((draws, _)) if draws > posterior.draws() => Err(Failure::usage(
                format!("--nested asks for {draws} draws of the parameters: there are {}", posterior.draws()),
                format!("ask for {LEAST_DRAWS} to {} draws; more histories under each are free", posterior.draws()),
            )),
            _ => Ok(()),
        }
    }

    /// Lives through the nested histories, on the current rayon pool.
    pub fn nested(
        &self,
        scenario: &Scenario,
        posterior: &Arc<Posterior>,
        run: Nesting,
        stop: &AtomicBool,
    ) -> Result<Option<Nested>, Failure> {
        let Some((draws, replicates)) = self.nested else { return Ok(None) };
        let options = nested::Options { draws, replicates, paired: run.paired, simd: run.simd };
        let progress = Progress::new(draws as u64 * replicates, run.quiet, run.lang);
        let tell = |done| progress.tell(done);
        let found = nested::nested(scenario, posterior, run.seed, options, &tell, stop);
        progress.end();
        Ok(Some(Nested { found: found?, options }))
    }
}

/// What nested histories take over from the run.
#[derive(Clone, Copy, Debug)]
pub struct Nesting {
    /// Seed.
    pub seed: u64,
    /// Simulate the world without operations too.
    pub paired: bool,
    /// SIMD class.
    pub simd: SimdClass,
    /// Tell no progress.
    pub quiet: bool,
    /// Language of the progress.
    pub lang: Lang,
}

/// What nested histories came to.
pub struct Nested {
    found: Found,
    options: nested::Options,
}

impl Nested {
    /// `nested.csv` and `nested_series.csv`.
    pub fn tables(&self) -> Result<[Extra; 2], Failure> {
        let [mut rows, mut months] = [Vec::new(), Vec::new()];
        nested::write(&self.found.rows, self.options, &mut rows)?;
        nested::write_months(&self.found.months, &mut months)?;
        Ok([("nested.csv", rows), ("nested_series.csv", months)].map(|(name, bytes)| Extra { name, bytes }))
    }

    /// The part of a run's report.
    pub fn report(&self, lang: Lang) -> String {
        let (draws, replicates) = (self.options.draws, thousands(self.options.replicates as f64, 0));
        let said = words::NESTED.with(lang, &[("draws", &draws), ("replicates", &replicates)]);
        let heads = [words::PARAMETERS, words::ON_AVERAGE, words::ONE_HISTORY].map(|m| m.text(lang).to_owned());
        let mut lines = vec![std::iter::once(String::new()).chain(heads).collect::<Vec<_>>()];
        lines.extend(outcomes::MAIN.iter().filter_map(|name| self.line(name, lang)));
        format!("{}\n{}{}", wrap(&format!("\n{said}"), 0), table(&lines, 1), self.left_out(lang))
    }

    /// What charts leave out.
    fn left_out(&self, lang: Lang) -> String {
        #[cfg(feature = "charts")]
        if self.options.draws < TONE_DRAWS {
            return wrap(&words::LEFT_OUT.with(lang, &[("draws", &self.options.draws), ("least", &TONE_DRAWS)]), 0);
        }
        let _ = lang;
        String::new()
    }

    /// The outcome with the mission, or where it is a difference by nature, that.
    fn line(&self, name: &str, lang: Lang) -> Option<Vec<String>> {
        let row: &Row = self.found.rows.iter().find(|r| r.outcome == name)?;
        let split = row.split.filter(|s| s.mean.is_finite() && s.share.is_finite())?;
        let percent = |x: f64| short(100.0 * x);
        let [mean, low, high] = [split.share, split.share_lo, split.share_hi].map(percent);
        let share = words::SHARE.with(lang, &[("mean", &mean), ("low", &low), ("high", &high)]);
        let is_share = Measure::of(row.unit) == Measure::Share;
        let number = |x: f64| if is_share { percent(x) } else { compact(x, lang) };
        let band = |low: f64, high: f64| {
            let band = TO.with(lang, &[("low", &number(low)), ("high", &number(high))]);
            plain(&if is_share { format!("{band} %") } else { band })
        };
        let mut label = labels::label(name, lang);
        if Measure::of(row.unit) == Measure::Dollars {
            label = IN_DOLLARS.with(lang, &[("label", &label)]);
        }
        // A share is yes or no in one history: its quantiles would say nothing.
        let one = if row.unit == "share" && outcome_is_yes_or_no(name) {
            words::YES_OR_NO.text(lang).to_owned()
        } else {
            band(row.predictive.low, row.predictive.high)
        };
        Some(vec![label, plain(&share), band(row.expectation.low, row.expectation.high), one])
    }
}

fn outcome_is_yes_or_no(name: &str) -> bool {
    outcome::all().any(|o| o.name == name && o.kind == outcome::Kind::Share)
}

fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// What a stop rule achieved, for the report.
pub fn achieved(watcher: &Watcher, cap: u64, lang: Lang) -> String {
    let readings = watcher.readings();
    let n = thousands(readings.first().map_or(0, |r| r.n) as f64, 0);
    let confidence = short(100.0 * watcher.confidence());
    let verdict = if readings.iter().all(|r| r.known) { words::KNOWN } else { words::NOT_KNOWN };
    let verdict = verdict.with(lang, &[("confidence", &confidence), ("n", &n)]);
    let heads = [words::ESTIMATE, words::HALF_WIDTH, words::STRICT, words::ASKED];
    let heads = heads.map(|m| m.with(lang, &[("confidence", &confidence)]));
    let mut head = vec![String::new()];
    head.extend(heads);
    head.push(String::new());
    let lines: Vec<_> = std::iter::once(head).chain(readings.iter().map(|r| line(r, lang))).collect();
    let mut text = format!("\n{verdict}\n{}", table(&lines, 1));
    for reading in readings.iter().filter(|r| !r.known) {
        let said = words::REMEDY.with(lang, &[("text", &reading.text), ("remedy", &remedy(reading, cap, lang))]);
        text.push_str(&wrap(&format!("  {said}"), 2));
    }
    text
}

fn line(reading: &Reading, lang: Lang) -> Vec<String> {
    let word = if reading.known { words::IS_KNOWN } else { words::IS_NOT_KNOWN };
    let numbers = [reading.estimate, reading.half_width, reading.strict, reading.tolerance]
        .map(|x| if x.is_infinite() { UNBOUNDED.text(lang).to_owned() } else { short(x) });
    let [estimate, half, strict, tolerance] = numbers;
    vec![reading.text.clone(), estimate, half, strict, tolerance, word.text(lang).to_owned()]
}

/// What would bring a statistic within its tolerance.
fn remedy(reading: &Reading, cap: u64, lang: Lang) -> String {
    if reading.defined < 2 {
        return words::HARDLY_DEFINED.text(lang).to_owned();
    }
    let least = short(reading.floor);
    if reading.floor >= reading.tolerance {
        return words::FEW_DRAWS.with(lang, &[("floor", &least)]);
    }
    // Only chance falls with more replicates, and a tenth is added for the further looks.
    let floor = (reading.floor * reading.strict / reading.half_width).powi(2);
    let (now, goal) = (reading.strict.powi(2), (reading.tolerance / 1.05).powi(2));
    let factor = (now - floor) / (goal - floor);
    if factor.is_finite() && factor > 0.0 && goal > floor {
        let more = (cap as f64 * factor / 1000.0).ceil() * 1000.0;
        words::MORE.with(lang, &[("n", &format!("{more:.0}"))])
    } else {
        words::NEAR_FLOOR.with(lang, &[("floor", &least)])
    }
}

fn rule(text: &str) -> Result<Target, String> {
    stop::parse(text).map_err(|e| e.to_string())
}

fn confidence(text: &str) -> Result<f64, String> {
    let found = text.parse::<f64>().ok().filter(|p| *p > 0.5 && *p < 1.0);
    found.ok_or_else(|| "expected a number above 0.5 and below 1, such as 0.95".to_owned())
}

fn nested_size(text: &str) -> Result<(usize, u64), String> {
    let wrong = || {
        format!("expected JxR, such as 200x500: J of {LEAST_DRAWS} or more draws, R of 2 or more histories under each")
    };
    let plain = text.replace([' ', '_'], "");
    let (draws, replicates) = plain.split_once(['x', 'X', '×']).ok_or_else(wrong)?;
    let draws = draws.parse::<usize>().ok().filter(|j| (LEAST_DRAWS..=1_000_000).contains(j));
    let replicates = replicates.parse::<u64>().ok().filter(|r| (2..=1_000_000_000).contains(r));
    draws.zip(replicates).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for text in ["200x500", "200 x 500", "2_00X5_00", "200×500"] {
            assert_eq!(nested_size(text), Ok((200, 500)));
        }
        for text in ["", "200", "x", "9x500", "200x1", "-1x5", "200x", "1e2x5"] {
            assert!(nested_size(text).is_err_and(|e| e.contains("200x500")), "{text}");
        }
    }

    #[test]
    fn a_confidence_is_between_a_half_and_one() {
        assert_eq!(confidence("0.9"), Ok(0.9));
        assert!(["1", "0.5", "95", "nan", ""].iter().all(|t| confidence(t).is_err()));
    }
}
