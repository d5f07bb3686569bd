//! The space a fit moves in: one axis per free parameter, in standard deviations of its prior.

use crate::evidence::parameters::NAMES;
use crate::evidence::register::{Prior, Stance, Transform, register};

use super::error::FitError;

/// A parameter of the simulator.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Name.
    pub name: String,
    /// Scale on which its prior is normal.
    pub transform: Transform,
    /// Its prior.
    pub prior: Prior,
    /// The row that this prior was made from, if any.
    pub row: Option<String>,
}

/// The simulator's parameters. A point `z` has a coordinate for each that is free (prior sd above 0), and its prior is
/// standard normal.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    axes: Vec<Axis>,
    free: Vec<usize>,
}

impl Space {
    /// Of given axes, in the order of the simulator's parameters.
    pub fn new(axes: Vec<Axis>) -> Self {
        let free = (0..axes.len()).filter(|a| axes[*a].prior.sd > 0.0).collect();
        Self { axes, free }
    }

    /// Of parameters of the register, under the priors of a stance.
    ///
    /// # Errors
    /// [`FitError::UnknownParameter`] for a name that is not in the register.
    pub fn of_register(names: &[String], stance: Stance) -> Result<Self, FitError> {
        let find = |name: &String| {
            let at = NAMES.iter().position(|n| n == name).ok_or(FitError::UnknownParameter(name.clone()))?;
            let entry = &register()[at];
            let row = entry.row(stance).map(str::to_owned);
            Ok(Axis { name: name.clone(), transform: entry.transform, prior: entry.prior(stance), row })
        };
        Ok(Self::new(names.iter().map(find).collect::<Result<_, FitError>>()?))
    }

    /// Number of free parameters.
    pub fn dims(&self) -> usize {
        self.free.len()
    }

    /// The free parameters, in the order of a point's coordinates.
    pub fn free(&self) -> impl Iterator<Item = &Axis> {
        self.free.iter().map(|a| &self.axes[*a])
    }

    /// The simulator's parameters at a point, each in its own unit.
    pub fn theta(&self, z: &[f64]) -> Vec<f64> {
        let mut theta: Vec<f64> = self.axes.iter().map(|a| a.prior.centre).collect();
        for (at, z) in self.free.iter().zip(z) {
            let axis = &self.axes[*at];
            theta[*at] = axis.prior.at(axis.transform, *z);
        }
        theta
    }

    /// The point at which the simulator's parameters have these values.
    pub fn z(&self, theta: &[f64]) -> Vec<f64> {
        self.free.iter().map(|a| self.axes[*a].prior.z(self.axes[*a].transform, theta[*a])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_and_parameters_are_two_names_of_the_same() {
        let names: Vec<String> = NAMES.iter().map(|n| (*n).to_owned()).collect();
        for stance in [Stance::Study, Stance::Sceptical] {
            let space = Space::of_register(&names, stance).unwrap();
            let z: Vec<f64> = (0..space.dims()).map(|k| f64::from(k as u32 % 7) / 2.0 - 1.5).collect();
            let back = space.z(&space.theta(&z));
            assert!(z.iter().zip(&back).all(|(a, b)| (a - b).abs() < 1e-9));
            assert!(space.dims() < NAMES.len(), "fixed parameters are no axes");
        }
    }

    #[test]
    fn unknown_parameter_is_named() {
        let why = Space::of_register(&["council.unty".to_owned()], Stance::Study).unwrap_err();
        assert!(why.to_string().contains("council.unty"));
    }
}
