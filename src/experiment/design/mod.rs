//! Where the points of an experiment lie: unit coordinates that an axis turns into values.
//!
//! Every coordinate is a pure function of its address (seed of the design, key of the axis, number of the point), so
//! that any point can be computed alone, on any machine, in any order.

pub mod latin;
pub mod scramble;
pub mod sobol;

use crate::draws::slots::ONCE;
use crate::draws::stream::Stream;

use latin::Latin;
use sobol::Sobol;

/// A seeded choice of points in the unit cube.
#[derive(Clone, Debug)]
pub enum Sampler {
    /// Independent uniform points.
    Random(Vec<Stream>),
    /// A Latin hypercube: one point in each of `n` even slices of every axis.
    Latin(Vec<Latin>),
    /// A scrambled Sobol' sequence.
    Sobol(Sobol),
}

impl Sampler {
    /// Independent points; axis `k` has the luck of `keys[k]`, whatever other axes there are.
    pub fn random(seed: u64, keys: &[String]) -> Self {
        Self::Random(keys.iter().map(|key| Stream::new(seed, &format!("design:random:{key}"))).collect())
    }

    /// A Latin hypercube of `points` points.
    pub fn latin(seed: u64, keys: &[String], points: u64) -> Self {
        Self::Latin(keys.iter().map(|key| Latin::new(seed, key, points)).collect())
    }

    /// The first points of a scrambled Sobol' sequence; `None` beyond [`sobol::MOST_DIMENSIONS`].
    pub fn sobol(seed: u64, keys: &[String]) -> Option<Self> {
        Sobol::new(keys.len()).map(|s| Self::Sobol(s.scrambled(seed)))
    }

    /// The coordinate of a point on an axis, in `[0, 1)`.
    pub fn at(&self, point: u64, axis: usize) -> f64 {
        match self {
            Self::Random(streams) => streams[axis].uniform_at(point, ONCE, 0),
            Self::Latin(axes) => axes[axis].at(point),
            Self::Sobol(sequence) => sequence.at(point, axis),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn another_axis_moves_no_random_point() {
        let (few, many) = (Sampler::random(1, &keys(&["a"])), Sampler::random(1, &keys(&["b", "a"])));
        assert!((0..50).all(|k| few.at(k, 0) == many.at(k, 1)));
        assert!((0..50).any(|k| many.at(k, 0) != many.at(k, 1)));
    }

    #[test]
    fn random_points_are_uniform() {
        // Mean of 4,096 uniforms: sd 0.0045; 5 of them are a false alarm in 2 million.
        let sampler = Sampler::random(7, &keys(&["a"]));
        let mean = (0..4096).map(|k| sampler.at(k, 0)).sum::<f64>() / 4096.0;
        assert!((mean - 0.5).abs() < 5.0 * 0.0045, "{mean}");
    }
}
