//! The random numbers of a fit: addressed like those of the simulator, so that no number of threads moves any.

use crate::draws::math::normal_quantile;
use crate::draws::stream::Stream;

/// Random numbers one after another, those of one job (a chain, a fit, a design) under one seed.
#[derive(Clone, Debug)]
pub struct Luck {
    stream: Stream,
    job: u64,
    next: u32,
}

impl Luck {
    /// Those of the `job`-th of the jobs called `name`.
    pub fn new(seed: u64, name: &str, job: u64) -> Self {
        Self { stream: Stream::new(seed, name), job, next: 0 }
    }

    /// A uniform in (0, 1).
    pub fn uniform(&mut self) -> f64 {
        let at = self.next;
        self.next += 1;
        self.stream.uniform_at(self.job, 0, at)
    }

    /// A standard normal.
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }

    /// So many standard normals.
    pub fn normals(&mut self, n: usize) -> Vec<f64> {
        (0..n).map(|_| self.normal()).collect()
    }

    /// `0..n` in random order (Fisher and Yates).
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for i in (1..n).rev() {
            order.swap(i, (self.uniform() * (i + 1) as f64) as usize);
        }
        order
    }
}

/// Sine and cosine of an angle within one turn either way, from additions and products alone: the platform's own would tie a
/// posterior to it. Taylor series of a sixteenth of the angle, doubled four times; absolute error below 1e-13.
pub fn sin_cos(angle: f64) -> (f64, f64) {
    let x = angle / 16.0;
    let q = x * x;
    let series = |c: &[f64]| c.iter().rev().fold(0.0, |sum, c| sum * q + c);
    let sine = x * series(&[
        1.0,
        -1.0 / 6.0,
        1.0 / 120.0,
        -1.0 / 5040.0,
        1.0 / 362_880.0,
        -1.0 / 39_916_800.0,
        1.0 / 6_227_020_800.0,
    ]);
    // 1 - cos, which is small, keeps its digits through the doublings.
    let versed = q * series(&[0.5, -1.0 / 24.0, 1.0 / 720.0, -1.0 / 40_320.0, 1.0 / 3_628_800.0, -1.0 / 479_001_600.0]);
    let double = |(s, v): (f64, f64)| (2.0 * s * (1.0 - v), 2.0 * s * s);
    let (sine, versed) = double(double(double(double((sine, versed)))));
    (sine, 1.0 - versed)
}

/// A Latin hypercube: `n` points of a standard normal in `d` dimensions, each dimension with one point in each of its
/// `n` equally likely strata (McKay, Beckman and Conover 1979).
pub fn latin_hypercube(n: usize, d: usize, luck: &mut Luck) -> Vec<Vec<f64>> {
    let mut points = vec![vec![0.0; d]; n];
    for k in 0..d {
        for (point, stratum) in points.iter_mut().zip(luck.permutation(n)) {
            point[k] = normal_quantile((stratum as f64 + luck.uniform()) / n as f64);
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sine_and_cosine_are_those_of_the_angle() {
        for k in -640..=640 {
            let angle = f64::from(k) / 102.0;
            let (s, c) = sin_cos(angle);
            assert!((s - angle.sin()).abs() < 1e-13 && (c - angle.cos()).abs() < 1e-13, "{angle}: {s} {c}");
        }
    }

    #[test]
    fn hypercube_has_one_point_in_every_stratum() {
        let points = latin_hypercube(40, 3, &mut Luck::new(1, "test", 0));
        for k in 0..3 {
            let mut column: Vec<f64> = points.iter().map(|p| p[k]).collect();
            column.sort_by(f64::total_cmp);
            for (i, x) in column.iter().enumerate() {
                let (low, high) = (i as f64 / 40.0, (i + 1) as f64 / 40.0);
                assert!(i == 0 || *x > normal_quantile(low));
                assert!(i == 39 || *x < normal_quantile(high));
            }
        }
    }

    #[test]
    fn jobs_have_their_own_luck_and_keep_it() {
        let numbers = |job| Luck::new(3, "test", job).normals(4);
        assert_eq!(numbers(1), numbers(1));
        assert_ne!(numbers(1), numbers(2));
    }
}
