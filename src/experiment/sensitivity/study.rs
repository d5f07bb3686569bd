//! A sensitivity study: the points of a sweep file's axes, and what becomes of their values.

use crate::experiment::design::Sampler;
use crate::experiment::sweep::{Axis, Experiment, Values};

use super::Value;
use super::bootstrap::Resampling;
use super::indices::{self, Indices};
use super::morris::lists::{self, Levels};
use super::morris::{self, Effect, Trajectory};
use super::saltelli::Saltelli;

/// Levels of Morris' grid.
pub const LEVELS: usize = 4;

/// Where the points lie.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// Saltelli's design over scrambled Sobol' points.
    Sobol(Saltelli),
    /// Morris' trajectories.
    Morris(Vec<Trajectory>),
}

/// A study: its points on the unit cube.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// Where the points lie.
    pub plan: Plan,
    /// Names of the groups; of an input alone its key.
    pub groups: Vec<String>,
    /// Points, one coordinate per axis.
    pub points: Vec<Vec<f64>>,
}

/// Why a study cannot be laid out.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum StudyError {
    /// The design of the file belongs to another command.
    #[error("design = \"{found}\" has no rows to vary one input after another: expected \"saltelli\" or \"morris\"")]
    Design {
        /// The word in the file.
        found: String,
    },
    /// A group names what is no axis.
    #[error("`{found}` in the group `{group}` is no axis of this file: expected one of {expected}")]
    NoAxis {
        /// What stands there.
        found: String,
        /// The group.
        group: String,
        /// The axes.
        expected: String,
    },
    /// An axis in two groups.
    #[error("`{axis}` is in two groups: `{first}` and `{second}`")]
    Twice {
        /// The axis.
        axis: String,
        /// One group.
        first: String,
        /// The other.
        second: String,
    },
    /// Too few groups for a study of which matters.
    #[error("{found} input or group: a study of which matters needs two")]
    TooFew {
        /// How many there are.
        found: usize,
    },
    /// More dimensions than the sequence has.
    #[error("{found} axes are more than a Sobol' design has dimensions for: at most {most}")]
    TooMany {
        /// Axes.
        found: usize,
        /// The most.
        most: usize,
    },
}

/// The group of each axis and the groups' names: named groups first, every other axis on its own.
///
/// # Errors
/// A group that names no axis, or one that another group has.
pub fn groups(axes: &[Axis], named: &[(String, Vec<String>)]) -> Result<(Vec<usize>, Vec<String>), StudyError> {
    let mut of: Vec<Option<usize>> = vec![None; axes.len()];
    let mut names: Vec<String> = Vec::new();
    for (name, keys) in named {
        for key in keys {
            let at = axes.iter().position(|a| a.key == *key).ok_or_else(|| StudyError::NoAxis {
                found: key.clone(),
                group: name.clone(),
                expected: axes.iter().map(|a| a.key.as_str()).collect::<Vec<_>>().join(", "),
            })?;
            if let Some(first) = of[at] {
                let (first, second) = (names.get(first).unwrap_or(name).clone(), name.clone());
                return Err(StudyError::Twice { axis: key.clone(), first, second });
            }
            of[at] = Some(names.len());
        }
        names.push(name.clone());
    }
    let mut own = |k: usize| {
        names.push(axes[k].key.clone());
        names.len() - 1
    };
    let of: Vec<usize> = of.into_iter().enumerate().map(|(k, g)| g.unwrap_or_else(|| own(k))).collect();
    Ok((of, names))
}

impl Study {
    /// Lays a study out over the axes of an experiment of a sweep file: `points` base rows of Saltelli's design, or so
    /// many of Morris' trajectories.
    ///
    /// # Errors
    /// [`StudyError`].
    pub fn new(
        experiment: &Experiment,
        named: &[(String, Vec<String>)],
        second: bool,
        seed: u64,
    ) -> Result<Self, StudyError> {
        let (of, names) = groups(&experiment.axes, named)?;
        if names.len() < 2 {
            return Err(StudyError::TooFew { found: names.len() });
        }
        match experiment.design.word() {
            "saltelli" => Self::sobol(experiment, of, names, second, seed),
            "morris" => Ok(Self::morris(experiment, &of, names, seed)),
            word => Err(StudyError::Design { found: word.to_owned() }),
        }
    }

    fn sobol(e: &Experiment, of: Vec<usize>, groups: Vec<String>, second: bool, seed: u64) -> Result<Self, StudyError> {
        let axes = e.axes.len();
        // Two coordinates for each axis: one for A, one for B.
        let keys: Vec<String> = (0..2 * axes).map(|k| format!("{}:{}", e.axes[k % axes].key, k / axes)).collect();
        let most = crate::experiment::design::sobol::MOST_DIMENSIONS / 2;
        let sampler = Sampler::sobol(seed, &keys).ok_or(StudyError::TooMany { found: axes, most })?;
        let design = Saltelli { groups: of, second };
        let row = |k: u64| (0..2 * axes).map(|d| sampler.at(k, d)).collect::<Vec<f64>>();
        let points = (0..e.points).flat_map(|k| design.points(&row(k))).collect();
        Ok(Self { plan: Plan::Sobol(design), groups, points })
    }

    fn morris(e: &Experiment, of: &[usize], groups: Vec<String>, seed: u64) -> Self {
        let mut trajectories = morris::trajectories(of, LEVELS, e.points as usize, seed);
        let keys: Vec<String> = e.axes.iter().map(|a| a.key.clone()).collect();
        let lists: Vec<Levels> = e.axes.iter().enumerate().filter_map(|(k, axis)| levels(k, axis)).collect();
        lists::put(&mut trajectories, of, &lists, &keys, seed);
        let points = trajectories.iter().flat_map(|t| t.points.clone()).collect();
        Self { plan: Plan::Morris(trajectories), groups, points }
    }

    /// What a point sets: its place on each axis. Of a list trajectories have drawn the values. The ends of Morris'
    /// grid on a distribution are its 1 and 99 % points, since a distribution may have no ends.
    pub fn settings(&self, axes: &[Axis], point: u64) -> Vec<(String, String)> {
        let place = |axis: &Axis, u: f64| match (&self.plan, &axis.values) {
            (Plan::Morris(_), Values::Drawn { .. }) => axis.at(0.01 + 0.98 * u),
            _ => axis.at(u),
        };
        let coordinates = &self.points[point as usize];
        axes.iter().zip(coordinates).map(|(a, u)| (a.key.clone(), place(a, *u))).collect()
    }
}

/// The values of an axis that is a list.
fn levels(at: usize, axis: &Axis) -> Option<Levels> {
    let list = axis.list()?;
    let number = |text: &String| text.parse::<f64>().is_ok_and(f64::is_finite);
    Some(Levels { axis: at, count: list.len(), numbers: list.iter().all(number) })
}

/// What a study found of one outcome.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// Sobol' indices.
    Sobol(Indices),
    /// Elementary effects by group.
    Morris(Vec<Effect>),
}

impl Study {
    /// What is found of an outcome whose value at each point is given.
    pub fn find(&self, values: &[Value], how: Resampling) -> Finding {
        match &self.plan {
            Plan::Sobol(design) => Finding::Sobol(indices::estimate(design, values, how)),
            Plan::Morris(trajectories) => Finding::Morris(morris::effects(trajectories, values, how)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::sweep::load_str;

    const AXES: &str = "[axes]\nhost.consent = { from = 0.1, to = 0.9 }\nmission.troops = { normal = { mean = 9000, \
                        sd = 3000 } }\nmission.police = [0, 500]\n";

    fn study(design: &str, named: &[(String, Vec<String>)]) -> Result<Study, StudyError> {
        let plan = load_str(&format!("{design}\n{AXES}"), "s.toml", None).expect("a plan");
        Study::new(&plan.experiments[0], named, false, 1)
    }

    fn axes() -> Vec<Axis> {
        load_str(&format!("design = \"random\"\npoints = 1\n{AXES}"), "s.toml", None).expect("a plan").experiments[0]
            .axes
            .clone()
    }

    #[test]
    fn saltelli_has_its_points_and_each_sets_every_axis() {
        let study = study("design = \"saltelli\"\npoints = 8", &[]).expect("a study");
        assert_eq!(study.points.len(), 8 * 5);
        let settings = study.settings(&axes(), 7);
        assert_eq!(settings.len(), 3);
        assert_eq!(settings[0].0, "host.consent");
    }

    #[test]
    fn groups_are_named_and_the_rest_stand_alone() {
        let group = [("force".to_owned(), vec!["mission.troops".to_owned(), "mission.police".to_owned()])];
        let study = study("design = \"saltelli\"\npoints = 8", &group).expect("a study");
        assert_eq!(study.groups, ["force", "host.consent"]);
        assert_eq!(study.points.len(), 8 * 4);
    }

    #[test]
    fn the_ends_of_a_grid_are_values_of_every_axis() {
        let study = study("design = \"morris\"\npoints = 30", &[]).expect("a study");
        for point in 0..study.points.len() as u64 {
            let settings = study.settings(&axes(), point);
            let troops: f64 = settings[1].1.parse().expect("a number");
            assert!((2000.0..=16_000.0).contains(&troops), "1 to 99 % of N(9000, 3000): {troops}");
            assert!(["0", "500"].contains(&settings[2].1.as_str()));
        }
    }

    #[test]
    fn trajectories_meet_every_level_of_every_list() {
        let text = "design = \"morris\"\npoints = 60\n[axes]\nmission.start_month = [0, 6, 500, 12, 18]\n\
                    mission.form = [\"un-only\", \"sequenced\", \"joint\"]\n";
        let plan = load_str(text, "s.toml", None).expect("a plan");
        let study = Study::new(&plan.experiments[0], &[], false, 1).expect("a study");
        let met: std::collections::BTreeSet<String> = (0..study.points.len() as u64)
            .flat_map(|k| study.settings(&plan.experiments[0].axes, k).into_iter().map(|(_, value)| value))
            .collect();
        assert_eq!(met.len(), 8, "{met:?}");
    }

    #[test]
    fn what_cannot_be_laid_out_is_said() {
        assert_eq!(study("design = \"random\"\npoints = 8", &[]), Err(StudyError::Design { found: "random".into() }));
        let named = |keys: &[&str]| vec![("g".to_owned(), keys.iter().map(|k| (*k).to_owned()).collect())];
        let design = "design = \"saltelli\"\npoints = 8";
        assert!(matches!(study(design, &named(&["host.consnt"])), Err(StudyError::NoAxis { .. })));
        assert!(matches!(study(design, &named(&["host.consent", "host.consent"])), Err(StudyError::Twice { .. })));
        let all = named(&["host.consent", "mission.troops", "mission.police"]);
        assert_eq!(study(design, &all), Err(StudyError::TooFew { found: 1 }));
    }
}
