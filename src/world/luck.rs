//! All the draws of a block, made once and read by several worlds.
//!
//! No scenario value enters the address of a draw, so that scenarios with the same entities under one seed meet the
//! same numbers. Where many of them are lived, as in a sweep, the numbers are drawn once and read by all.

use crate::scenario::payers::PayerTerms;

use super::draw::MonthDraws;
use super::setting::Setting;
use super::treasury::payers::{self, Payer, stream_of};

/// The monthly draws of one block of replicates.
#[derive(Clone, Debug)]
pub struct Luck {
    payers: Vec<Payer>,
    months: Vec<MonthDraws>,
}

impl Luck {
    /// Room for the luck of a block of this setting, or of any with the same [`Luck::key`].
    pub fn new(setting: &Setting) -> Self {
        Self {
            payers: payers::listed(&setting.scenario.payer_terms, setting.seed),
            months: vec![MonthDraws::new(setting); setting.months],
        }
    }

    /// Draws the numbers of all months of the block that begins at replicate `first`.
    #[inline(always)]
    pub fn draw(&mut self, setting: &Setting, first: u64) {
        for (month, draws) in self.months.iter_mut().enumerate() {
            draws.draw(month, setting, &self.payers, first, |_| true);
        }
    }

    /// The draws of a month counted from the first of the history.
    #[inline(always)]
    pub fn month(&self, month: usize) -> &MonthDraws {
        &self.months[month]
    }

    /// What two settings have in common where they meet the same luck: the addresses of their streams and the months.
    pub fn key(setting: &Setting) -> Vec<u64> {
        let payer = |terms: &PayerTerms| stream_of(&terms.name, setting.seed).key();
        let counts = [setting.months, setting.theatres.len(), setting.operations.len()].map(|n| n as u64);
        let streams = std::iter::once(&setting.world).chain(&setting.theatres).chain(&setting.operations);
        let streams = streams.map(|s| s.key());
        counts.into_iter().chain(streams).chain(setting.scenario.payer_terms.iter().map(payer)).collect()
    }
}
