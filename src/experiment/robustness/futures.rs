//! From a finished sweep to a table of decisions by futures, and what it comes to.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::experiment::discovery::Input;
use crate::experiment::discovery::condition::{Comparison, Sign};
use crate::experiment::finished::{Asked, Finished, FinishedError};

use super::{Bound, Score, satisficing, scores};

/// Why decisions cannot be judged.
#[derive(Debug, Error)]
pub enum RobustnessError {
    /// No axis is left for futures.
    #[error("every axis that varies is decided on: there is only one future")]
    OneFuture,
    /// The axes decided on do not vary.
    #[error("there is one decision only")]
    OneDecision,
    /// A decision does not meet every future.
    #[error("{decision} meets {met} of {all} futures: decisions can be judged only where each meets all")]
    Missing {
        /// The decision that meets fewest.
        decision: String,
        /// Futures it meets.
        met: usize,
        /// All of them.
        all: usize,
    },
    /// Two points are the same decision in the same future.
    #[error("points {first} and {second} are the same decision ({decision}) in the same future")]
    Twice {
        /// The decision.
        decision: String,
        /// Number of a point.
        first: u64,
        /// Number of the other.
        second: u64,
    },
    /// The outcome is nowhere defined for all decisions.
    #[error("`{0}` is not defined for every decision in any future")]
    Undefined(String),
    /// The sweep does not have what was asked for.
    #[error(transparent)]
    Finished(#[from] FinishedError),
}

/// Decisions by futures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Futures {
    /// Each decision in words.
    pub decisions: Vec<String>,
    /// Position of the point of each decision in each future.
    pub at: Vec<Vec<usize>>,
}

/// What is asked of a judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What is judged.
    pub outcome: Asked,
    /// Less of it is better.
    pub less: bool,
    /// Weight of the best future in Hurwicz' criterion.
    pub optimism: f64,
    /// What a decision must meet.
    pub needs: Vec<Comparison>,
}

/// How all decisions do.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Each decision in words.
    pub decisions: Vec<String>,
    /// Futures that count.
    pub futures: usize,
    /// Futures left out, since the outcome of some decision is not defined there.
    pub left_out: usize,
    /// By decision, in the outcome's own sign.
    pub scores: Vec<Score>,
    /// By decision: the share of futures in which each need is met, and in which all are (NaN without needs).
    pub needs: Vec<(Vec<f64>, f64)>,
}

/// Sorts the points of a sweep by decision (the values of the axes decided on) and future (those of all others that
/// vary).
///
/// Points that are the same decision in the same future are not averaged: all points share their luck, so that a second
/// one repeats the histories of the first, or else differs in something that the tables do not tell.
///
/// # Errors
/// One future or one decision only, a decision that lacks a future, or one that meets a future twice.
pub fn arrange(finished: &Finished, decide: &[String]) -> Result<Futures, RobustnessError> {
    let decided: Vec<&Input> = decide.iter().map(|key| finished.axis(key)).collect::<Result<_, _>>()?;
    let others = others(finished, decide);
    if others.is_empty() {
        return Err(RobustnessError::OneFuture);
    }
    let points = finished.points.len();
    let (decision_of, decisions) = numbered(&decided, points);
    let (future_of, futures) = numbered(&others, points);
    let words = |k: &usize| decided.iter().map(|a| named(a, *k)).collect::<Vec<_>>().join(", ");
    let decisions: Vec<String> = decisions.iter().map(words).collect();
    let mut at: Vec<Vec<Option<usize>>> = vec![vec![None; futures.len()]; decisions.len()];
    for k in 0..points {
        if let Some(before) = at[decision_of[k]][future_of[k]].replace(k) {
            let decision = decisions[decision_of[k]].clone();
            let [first, second] = [before, k].map(|k| finished.points[k]);
            return Err(RobustnessError::Twice { decision, first, second });
        }
    }
    let whole: Option<Vec<Vec<usize>>> = at.iter().map(|row| row.iter().copied().collect()).collect();
    match whole {
        None => Err(missing(&decisions, &at)),
        Some(at) if at.len() < 2 => Err(RobustnessError::OneDecision),
        Some(at) => Ok(Futures { decisions, at }),
    }
}

/// The axes that make the futures. Where the experiment is decided on, what it sets belongs to the decision.
fn others<'a>(finished: &'a Finished, decide: &[String]) -> Vec<&'a Input> {
    let packages = finished.experiment.as_ref().filter(|e| decide.contains(&e.name));
    let set = |axis: &Input| {
        packages.is_some_and(|e| {
            let mut of = BTreeMap::new();
            e.values.iter().zip(&axis.values).all(|(e, v)| of.entry(e.to_bits()).or_insert(*v) == v)
        })
    };
    finished.varying().into_iter().filter(|a| !decide.contains(&a.name) && !set(a)).collect()
}

/// The number of each point's combination of values, and the first point of each combination.
fn numbered(axes: &[&Input], points: usize) -> (Vec<usize>, Vec<usize>) {
    let mut numbers: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
    let mut firsts = Vec::new();
    let number = |k: usize| {
        let own: Vec<u64> = axes.iter().map(|a| a.values[k].to_bits()).collect();
        *numbers.entry(own).or_insert_with(|| {
            firsts.push(k);
            firsts.len() - 1
        })
    };
    let of = (0..points).map(number).collect();
    (of, firsts)
}

fn named(axis: &Input, k: usize) -> String {
    let value = axis.values[k];
    let level = axis.levels.get(value as usize).filter(|_| axis.is_category());
    format!("{} = {}", axis.name, level.cloned().unwrap_or_else(|| value.to_string()))
}

fn missing(decisions: &[String], at: &[Vec<Option<usize>>]) -> RobustnessError {
    let met = |d: &usize| at[*d].iter().flatten().count();
    let d = (0..at.len()).min_by_key(met).unwrap_or(0);
    RobustnessError::Missing { decision: decisions[d].clone(), met: met(&d), all: at[d].len() }
}

/// Judges decisions over their futures.
///
/// # Errors
/// The sweep lacks what was asked for, or the outcome is nowhere defined for all decisions.
pub fn judge(finished: &Finished, futures: Futures, question: &Question) -> Result<Judged, RobustnessError> {
    let (values, _) = finished.column(&question.outcome)?;
    let sign = if question.less { -1.0 } else { 1.0 };
    let all = futures.at[0].len();
    let kept: Vec<usize> = (0..all).filter(|f| futures.at.iter().all(|row| values[row[*f]].is_finite())).collect();
    if kept.is_empty() {
        return Err(RobustnessError::Undefined(question.outcome.outcome.clone()));
    }
    let row = |at: &Vec<usize>| kept.iter().map(|f| sign * values[at[*f]]).collect::<Vec<f64>>();
    let table: Vec<Vec<f64>> = futures.at.iter().map(row).collect();
    let own = |s: Score| Score {
        mean: sign * s.mean,
        worst: sign * s.worst,
        best: sign * s.best,
        hurwicz: sign * s.hurwicz,
        ..s
    };
    let needs = futures.at.iter().map(|at| met(finished, &question.needs, at, &kept)).collect::<Result<_, _>>()?;
    Ok(Judged {
        decisions: futures.decisions,
        futures: kept.len(),
        left_out: all - kept.len(),
        scores: scores(&table, question.optimism).into_iter().map(own).collect(),
        needs,
    })
}

/// Shares of the futures in which a decision meets each need, and all.
fn met(
    finished: &Finished,
    needs: &[Comparison],
    at: &[usize],
    kept: &[usize],
) -> Result<(Vec<f64>, f64), FinishedError> {
    let mut tables = Vec::new();
    for need in needs {
        let (values, _) = finished.column(&need.asked)?;
        tables.push(kept.iter().map(|f| values[at[*f]]).collect::<Vec<f64>>());
    }
    let bounds: Vec<Bound> = needs.iter().map(bound).collect();
    Ok(if bounds.is_empty() { (Vec::new(), f64::NAN) } else { satisficing(&bounds, &tables) })
}

fn bound(need: &Comparison) -> Bound {
    match need.sign {
        Sign::AtLeast => Bound::AtLeast(need.limit),
        Sign::AtMost => Bound::AtMost(need.limit),
        // Strictly: from the next number on.
        Sign::Above => Bound::AtLeast(need.limit.next_up()),
        Sign::Below => Bound::AtMost(need.limit.next_down()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::finished;

    fn sweep(points: &str) -> Finished {
        let dir = tempfile::TempDir::new().expect("temp");
        let write = |name, text: &str| std::fs::write(dir.path().join(name), text).expect("written");
        write("points.csv", points);
        write("results.csv", "point,outcome,theatre,world,mean\n");
        finished::read(dir.path(), &[]).expect("a sweep")
    }

    fn decide(points: &str, keys: &[&str]) -> Result<Futures, RobustnessError> {
        arrange(&sweep(points), &keys.iter().map(|k| (*k).to_owned()).collect::<Vec<_>>())
    }

    const TWO: &str = "point,replicates,experiment,troops,consent\n0,9,a,1,0.2\n1,9,a,2,0.2\n2,9,a,1,0.8\n3,9,a,2,0.8\n\
                       4,9,b,1,0.2\n5,9,b,2,0.2\n6,9,b,1,0.8\n7,9,b,2,0.8\n";

    #[test]
    fn points_of_two_experiments_are_two_futures() {
        let found = decide(TWO, &["troops"]).expect("futures");
        assert_eq!(found.at, [[0, 2, 4, 6], [1, 3, 5, 7]]);
        let packages = decide(TWO, &["experiment"]).expect("futures");
        assert_eq!(packages.decisions, ["experiment = a", "experiment = b"]);
        assert_eq!(packages.at[0].len(), 4);
    }

    #[test]
    fn what_an_experiment_sets_belongs_to_it_where_it_is_decided_on() {
        let points = "point,replicates,experiment,consent,police\n0,9,a,0.2,100\n1,9,a,0.8,100\n2,9,b,0.2,500\n\
                      3,9,b,0.8,500\n";
        assert_eq!(decide(points, &["experiment"]).expect("futures").at, [[0, 1], [2, 3]]);
        assert_eq!(decide(points, &["police"]).expect("futures").at, [[0, 1], [2, 3]]);
    }

    #[test]
    fn a_decision_that_meets_a_future_twice_is_refused() {
        let points = "point,replicates,troops,consent\n0,9,1,0.2\n1,9,2,0.2\n2,9,1,0.8\n3,9,2,0.8\n5,99,1,0.2\n";
        let told = decide(points, &["troops"]).expect_err("twice").to_string();
        assert_eq!(told, "points 0 and 5 are the same decision (troops = 1) in the same future");
    }
}
