//! Numbers that few replicates of a block need: worked out for those alone, a vector of them at a time.

use super::col::{Col, LANES};

/// Replicates taken together: the numbers of the widest vector.
pub const GROUP: usize = 8;

/// A bit for each lane that passes a test.
#[inline(always)]
pub fn bits_of(test: impl Fn(usize) -> bool) -> u32 {
    const { assert!(LANES == u32::BITS as usize) };
    let mut bits = 0;
    for lane in 0..LANES {
        bits |= u32::from(test(lane)) << lane;
    }
    bits
}

/// Bits of lanes that are still to be visited.
#[derive(Clone, Copy, Debug)]
pub struct Lanes(u32);

impl Iterator for Lanes {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        let lane = self.0.trailing_zeros() as usize;
        self.0 &= self.0.wrapping_sub(1);
        (lane < LANES).then_some(lane)
    }
}

/// The lanes of `bits`, in their order.
#[inline(always)]
pub fn lanes_of(bits: u32) -> Lanes {
    Lanes(bits)
}

/// Lanes that are still to be visited, a group at a time.
#[derive(Clone, Copy, Debug)]
pub struct Groups(Lanes);

impl Iterator for Groups {
    type Item = [usize; GROUP];

    #[inline(always)]
    fn next(&mut self) -> Option<[usize; GROUP]> {
        let first = self.0.next()?;
        let mut lanes = [first; GROUP];
        for k in 1..GROUP {
            if let Some(lane) = self.0.next() {
                lanes[k] = lane;
            }
        }
        Some(lanes)
    }
}

/// The lanes of `bits` in groups; what is missing from the last group is filled up with its first lane, which is then
/// worked out, and put back, more than once.
#[inline(always)]
pub fn groups_of(bits: u32) -> Groups {
    Groups(Lanes(bits))
}

/// The numbers of a column in the lanes of a group.
#[inline(always)]
pub fn take(column: &Col, lanes: &[usize; GROUP]) -> [f64; GROUP] {
    let mut taken = [0.0; GROUP];
    for k in 0..GROUP {
        taken[k] = column.0[lanes[k] % LANES];
    }
    taken
}

/// Puts the numbers of a group into a column.
#[inline(always)]
pub fn put(column: &mut Col, lanes: &[usize; GROUP], numbers: &[f64; GROUP]) {
    for k in 0..GROUP {
        column.0[lanes[k] % LANES] = numbers[k];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_lanes_are_the_bits_that_are_set() {
        for bits in [0, 1, 1 << 31, 0x8000_0001, 0x00FF_FF01, u32::MAX - 1, u32::MAX, 0xA5A5_5A5A] {
            let lanes: Vec<usize> = lanes_of(bits).collect();
            assert_eq!(lanes, (0..LANES).filter(|lane| bits >> lane & 1 == 1).collect::<Vec<_>>());
            let mut grouped: Vec<usize> = groups_of(bits).flatten().collect();
            assert_eq!(grouped.len(), lanes.len().next_multiple_of(GROUP));
            grouped.sort_unstable();
            grouped.dedup();
            assert_eq!(grouped, lanes);
            assert_eq!(bits_of(|lane| lanes.contains(&lane)), bits);
        }
    }

    #[test]
    fn what_is_put_is_what_was_taken_and_nothing_else_moves() {
        let from = Col(std::array::from_fn(|lane| lane as f64));
        let mut to = Col::splat(-1.0);
        for lanes in groups_of(0x0F0F_1003) {
            put(&mut to, &lanes, &take(&from, &lanes));
        }
        for lane in 0..LANES {
            assert_eq!(to[lane], if 0x0F0F_1003_u32 >> lane & 1 == 1 { lane as f64 } else { -1.0 });
        }
    }
}
