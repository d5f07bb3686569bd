//! Stop when enough is known: a tolerance for each statistic that matters, looks at fixed numbers of replicates, a cap.
//!
//! The looks lie on a geometric grid that is fixed before the first replicate. At look l a statistic counts as known
//! when the half-width of its interval is within its tolerance at the level `1 - alpha_l`; the `alpha_l` add up to
//! `alpha = 1 - confidence` (spending of Lan and DeMets 1983, in Pocock's form), so that the promise "no further than
//! the tolerance from the truth" holds at the confidence asked for however often one looks. What is reported at the end
//! is the plain interval at that confidence: when to stop hangs on the spread and hardly on the estimate, so its
//! realised coverage stays near nominal (tested by repetition).

mod gauge;
mod monitor;
mod parse;
mod watch;

pub use gauge::Gauge;
pub use monitor::{Monitor, Reading, Rule, looks, spending};
pub use parse::{RuleError, Statistic, Target, Tolerance, parse};
pub use watch::{Watcher, check};
