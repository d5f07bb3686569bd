//! Addressed random numbers and the arithmetic that turns them into draws.
//!
//! A draw is a pure function of its address: `(seed, name, replicate, month, slot)`. Nothing is
//! streamed, so replicate 14 alone is replicate 14 in company, threads may take blocks in any
//! order, and two scenarios that use the same names meet the same luck.
//!
//! ```text
//! seed, name  --stream-->  key    \
//! replicate, month, slot/4 counter >--philox-->  32-bit words  -->  uniforms in (0, 1)
//!                                                                     |
//!                       math (exp, ln, normal quantile) --sample-->   normal, exponential, Poisson
//! ```
//!
//! **Same bits everywhere.** Every function here is built from `+ - * /`, square roots, comparisons
//! and integer operations, each of which IEEE 754 rounds in one way only. Nothing is fused and
//! libm is never called, so a plain loop, its AVX2 twin and its AVX-512 twin agree to the last bit
//! (see [`dispatch`]).
//!
//! ```
//! use pkosim::draws::{Col, sample, stream::Stream};
//!
//! let luck = Stream::new(2026, "operation.main");
//! let mut u = [Col::default(); 2];
//! luck.uniforms(0, 7, &mut u); // replicates 0..32, month 7, slots 0 and 1
//!
//! let mut shock = Col::default();
//! sample::normal(&u[0], &mut shock);
//! let mut incidents = Col::default();
//! sample::poisson(&Col::splat(4.2), &u[1], &mut incidents);
//! assert_eq!(u[1][3], luck.uniform_at(3, 7, 1));
//! ```

mod col;
pub mod dispatch;
pub mod few;
pub mod math;
pub mod philox;
mod poisson;
pub mod sample;
pub mod slots;
pub mod stream;
mod tally;

pub use col::{Col, LANES};
#[cfg(test)]
pub(crate) use tally::take as take_tally;
