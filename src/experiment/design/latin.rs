//! Latin hypercubes (McKay, Beckman and Conover 1979): every axis is cut into as many even slices as there are
//! points, and each slice holds one point at a random place in it.

use crate::draws::slots::ONCE;
use crate::draws::stream::Stream;

/// One axis of a Latin hypercube.
#[derive(Clone, Debug)]
pub struct Latin {
    slices: Vec<u32>,
    jitter: Stream,
}

impl Latin {
    /// The most points: each axis keeps its permutation, 4 bytes a point.
    pub const MOST_POINTS: u64 = 10_000_000;

    /// The axis `key` of a hypercube of `points` points, at most [`Self::MOST_POINTS`].
    pub fn new(seed: u64, key: &str, points: u64) -> Self {
        let order = Stream::new(seed, &format!("design:latin:order:{key}"));
        let mut slices: Vec<u32> = (0..points.min(Self::MOST_POINTS) as u32).collect();
        // Fisher and Yates; a 32-bit uniform picks one of at most 10 million places, biased by 1 in 400 at worst.
        for k in (1..slices.len()).rev() {
            let other = (order.uniform_at(k as u64, ONCE, 0) * (k + 1) as f64) as usize;
            slices.swap(k, other.min(k));
        }
        Self { slices, jitter: Stream::new(seed, &format!("design:latin:place:{key}")) }
    }

    /// The coordinate of a point.
    pub fn at(&self, point: u64) -> f64 {
        let slice = f64::from(self.slices[point as usize]);
        (slice + self.jitter.uniform_at(point, ONCE, 0)) / self.slices.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slice_of_an_axis_holds_one_point() {
        let axis = Latin::new(3, "host.consent", 1000);
        let mut seen: Vec<usize> = (0..1000).map(|k| (axis.at(k) * 1000.0) as usize).collect();
        assert_ne!(seen, (0..1000).collect::<Vec<_>>());
        seen.sort_unstable();
        assert_eq!(seen, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn axes_are_shuffled_apart() {
        // Correlation of two independent permutations of 1,000: sd 0.032; 5 of them are a false alarm in 2 million.
        let (a, b) = (Latin::new(3, "a", 1000), Latin::new(3, "b", 1000));
        let product: f64 = (0..1000).map(|k| (a.at(k) - 0.5) * (b.at(k) - 0.5)).sum();
        assert!((product * 12.0 / 1000.0).abs() < 5.0 * 0.032);
    }
}
