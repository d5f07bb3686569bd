//! A local page to explore scenarios: levers on the left, what the engine makes of them on the right.
//!
//! ```text
//! page ──POST──► guard (host, origin, token) ──► ask (text, levers ──► Scenario, capped)
//!                                                  └──► office (one engine, pages in turn, stale work dropped)
//! page ◄──JSON── answer (main outcomes, months, sentences) ◄─────┘
//! ```
//!
//! The server listens on the loopback interface only. Every page in the browser can reach that too, so each request
//! carries a random token that only the printed address holds, and `Host` and `Origin` are checked. What is asked names
//! shipped scenarios only; no file of the disk is opened.

mod answer;
mod ask;
mod assets;
mod guard;
mod levers;
mod memory;
mod office;
mod patience;
mod permalink;
mod server;
mod since;
mod split;

pub use ask::{MOST_MONTHS, MOST_PLACES, MOST_REPLICATES, too_large};
pub use server::{MOST_BODY, Options, Server};
