//! Counts of what is drawn, kept in unit tests only: everywhere else [`count`] is nothing.

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Uniforms on the lattice.
    Uniform,
    /// Standard normals.
    Normal,
    /// Poisson counts.
    Poisson,
    /// Exponentials, those inside a logistic or a power among them; not those inside a sampler.
    Exp,
    /// Logarithms, likewise.
    Ln,
}

/// Notes `n` of a kind.
#[cfg(not(test))]
#[inline(always)]
pub fn count(_: Kind, _: usize) {}

/// Notes `n` of a kind.
#[cfg(test)]
pub fn count(kind: Kind, n: usize) {
    counts::COUNTS.with(|c| c[kind as usize].set(c[kind as usize].get() + n as u64));
}

#[cfg(test)]
pub use counts::take;

#[cfg(test)]
mod counts {
    use std::cell::Cell;

    thread_local! {
        pub static COUNTS: [Cell<u64>; 5] = const { [const { Cell::new(0) }; 5] };
    }

    /// What this thread has counted since it was last asked, in the order of [`super::Kind`].
    pub fn take() -> [u64; 5] {
        COUNTS.with(|c| std::array::from_fn(|k| c[k].take()))
    }
}
