//! Sobol' sequences of 64 bits with the direction numbers of Joe and Kuo (2008), in Gray-code order.

use super::scramble::Scramble;

/// Direction numbers: one line per dimension from the second.
const NUMBERS: &str = include_str!("../../../data/design/joe-kuo.txt");

/// The most axes a sequence may have.
pub const MOST_DIMENSIONS: usize = 256;

/// The most points: a longer sequence would repeat the coordinates of a double.
pub const MOST_POINTS: u64 = 1 << 48;

const BITS: usize = 64;

/// A Sobol' sequence.
#[derive(Clone, Debug)]
pub struct Sobol {
    directions: Vec<[u64; BITS]>,
    scrambles: Option<Vec<Scramble>>,
}

impl Sobol {
    /// A plain sequence of so many dimensions; `None` where there are no direction numbers for them.
    ///
    /// ```
    /// use pkosim::experiment::design::sobol::Sobol;
    /// let sequence = Sobol::new(2).unwrap();
    /// assert_eq!((sequence.at(2, 0), sequence.at(2, 1)), (0.75, 0.25));
    /// ```
    pub fn new(dimensions: usize) -> Option<Self> {
        let lines = NUMBERS.lines().filter(|l| !l.starts_with('#')).take(dimensions.saturating_sub(1));
        let later = lines.filter_map(directions);
        let all: Vec<[u64; BITS]> = std::iter::once(first()).chain(later).take(dimensions).collect();
        (all.len() == dimensions).then_some(Self { directions: all, scrambles: None })
    }

    /// The same sequence under Owen's scrambling.
    pub fn scrambled(mut self, seed: u64) -> Self {
        self.scrambles = Some((0..self.directions.len()).map(|axis| Scramble::new(seed, axis)).collect());
        self
    }

    /// The coordinate of a point in a dimension, in `[0, 1)`.
    pub fn at(&self, point: u64, dimension: usize) -> f64 {
        let x = self.bits(point, dimension);
        let x = self.scrambles.as_ref().map_or(x, |s| s[dimension].apply(x));
        (x >> 11) as f64 / (1u64 << 53) as f64
    }

    /// The coordinate as a binary fraction of 64 digits.
    fn bits(&self, point: u64, dimension: usize) -> u64 {
        let (mut gray, mut x) = (point ^ (point >> 1), 0);
        while gray != 0 {
            x ^= self.directions[dimension][gray.trailing_zeros() as usize];
            gray &= gray - 1;
        }
        x
    }
}

/// Van der Corput's sequence.
fn first() -> [u64; BITS] {
    std::array::from_fn(|k| 1 << (BITS - 1 - k))
}

/// `d s a m_1 ... m_s`: v_k = m_k / 2^k, then v_k = a_1 v_(k-1) + ... + v_(k-s) + v_(k-s) / 2^s, sums without carry.
fn directions(line: &str) -> Option<[u64; BITS]> {
    let numbers: Vec<u64> = line.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
    let [_, s, a, m @ ..] = &numbers[..] else { return None };
    let s = *s as usize;
    let mut v = [0; BITS];
    for (k, m) in m.iter().enumerate() {
        v[k] = m << (BITS - 1 - k);
    }
    for k in s..BITS {
        v[k] = v[k - s] ^ (v[k - s] >> s);
        for j in 1..s {
            v[k] ^= ((a >> (s - 1 - j)) & 1) * v[k - j];
        }
    }
    Some(v)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `scipy.stats.qmc.Sobol(256, scramble=False, bits=64)`, SciPy 1.17.
    const SCIPY: [(u64, [f64; 6]); 5] = [
        (1, [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]),
        (5, [0.875, 0.875, 0.125, 0.125, 0.375, 0.875]),
        (100, [0.4140625, 0.2578125, 0.7734375, 0.6953125, 0.8828125, 0.5703125]),
        (1023, [0.0009765625, 0.7529296875, 0.6123046875, 0.8505859375, 0.5302734375, 0.8427734375]),
        (4095, [0.000244140625, 0.941162109375, 0.334228515625, 0.246337890625, 0.962646484375, 0.613037109375]),
    ];

    #[test]
    fn coordinates_are_those_of_scipy() {
        let sequence = Sobol::new(256).unwrap();
        for (point, expected) in SCIPY {
            let found = [0, 1, 2, 9, 99, 255].map(|d| sequence.at(point, d));
            assert_eq!(found, expected, "point {point}");
        }
    }

    #[test]
    fn all_of_the_first_4096_points_are_those_of_scipy() {
        let sequence = Sobol::new(256).unwrap();
        let mut hash = 0u128;
        for point in 0..4096 {
            for d in [0, 1, 2, 9, 31, 63, 99, 255] {
                hash = (hash * 31 + (sequence.at(point, d) * 4096.0) as u128) % (1 << 61);
            }
        }
        assert_eq!(hash, 562_685_031_374_127_104);
    }

    #[test]
    fn a_far_point_is_that_of_scipy() {
        let sequence = Sobol::new(100).unwrap();
        let found = [0, 1, 2, 9, 50, 99].map(|d| sequence.at(100_000, d));
        let scipy = [
            0.06107330322265625,
            0.10758209228515625,
            0.9435806274414062,
            0.7699661254882812,
            0.03162384033203125,
            0.5127182006835938,
        ];
        assert_eq!(found, scipy);
    }

    #[test]
    fn scrambled_points_still_fill_every_slice_of_every_axis() {
        let sequence = Sobol::new(100).unwrap().scrambled(11);
        for d in 0..100 {
            let mut seen: Vec<u32> = (0..256).map(|k| (sequence.at(k, d) * 256.0) as u32).collect();
            seen.sort_unstable();
            assert!(seen.iter().copied().eq(0..256), "dimension {d}");
        }
    }

    #[test]
    fn there_are_no_more_than_256_dimensions() {
        assert!(Sobol::new(MOST_DIMENSIONS).is_some() && Sobol::new(MOST_DIMENSIONS + 1).is_none());
    }
}
