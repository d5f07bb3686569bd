//! What a virtual study can read from a history, month by month.

use serde::Deserialize;

use crate::draws::{Col, LANES};
use crate::world::conflict::{ending, phase};
use crate::world::month::Side;
use crate::world::setting::Setting;
use crate::world::society::INDICES;

/// A monthly series of the study's theatre (the first of its world).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Series(usize);

/// Names of the plain series, each with what it holds; `index:NAME` and `growth:NAME` follow.
pub const PLAIN: [(&str, &str); 31] = [
    ("one", "1 in every month"),
    ("battle", "battle-related deaths"),
    ("government", "civilians killed by government"),
    ("rebel", "civilians killed by non-state groups"),
    ("one_sided", "civilians killed by either"),
    ("killed", "all of these"),
    ("displaced", "people displaced, stock at the end of the month"),
    ("fled", "people newly displaced"),
    ("returned", "people returned"),
    ("aid_worker_attacks", "attacks on aid workers"),
    ("sexual_violence", "verified cases of sexual violence"),
    ("war", "1 in latent war"),
    ("peace", "1 in ceasefire or peace"),
    ("active", "1 in an active spell of war"),
    ("spell_end", "1 where an active spell has ended"),
    ("began", "1 where a war begins"),
    ("agreement", "1 where a war or ceasefire ends by agreement"),
    ("negotiated", "1 where it ends by agreement or ceasefire"),
    ("ended", "1 where it ends in any way"),
    ("infected", "neighbours newly in conflict"),
    ("neighbours_at_risk", "neighbours at peace at the start of the month while the theatre is at war"),
    ("troops", "deployed troops, thousands"),
    ("police", "deployed police, hundreds"),
    ("uniformed", "deployed uniformed people, thousands"),
    ("ceiling", "authorised uniformed people, thousands"),
    ("deployed", "1 while an operation is deployed"),
    ("partner", "1 while a non-UN force stands beside it"),
    ("peacekeeper_deaths", "peacekeepers who died"),
    ("withdrawn", "1 in the month in which an operation leaves because consent was withdrawn"),
    ("acceptance", "local acceptance"),
    ("consent", "consent of the host government"),
];

const COST: usize = PLAIN.len();
const INDEX: usize = COST + 1;
const GROWTH: usize = INDEX + INDICES.len();

impl TryFrom<String> for Series {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let index = |prefix: &str, first: usize| {
            let rest = name.strip_prefix(prefix)?;
            INDICES.iter().position(|i| i.name == rest).map(|k| Self(first + k))
        };
        let plain = PLAIN.iter().position(|(n, _)| *n == name).map(Self);
        let cost = || (name == "cost").then_some(Self(COST));
        let found = plain.or_else(cost).or_else(|| index("index:", INDEX)).or_else(|| index("growth:", GROWTH));
        found.ok_or_else(|| format!("no series is called `{name}`"))
    }
}

impl Series {
    /// The series of a name.
    ///
    /// # Errors
    /// No series has it.
    pub fn named(name: &str) -> Result<Self, String> {
        Self::try_from(name.to_owned())
    }
}

/// What the months before leave to those after.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    active: Option<Col>,
    peaceful: Option<Col>,
    gone: Option<Col>,
    indices: Vec<Col>,
}

/// One month of a block of histories, and what it shares with the next.
pub struct Month<'a> {
    side: &'a Side,
    setting: &'a Setting,
}

impl<'a> Month<'a> {
    /// As a watch sees it.
    pub fn new(side: &'a Side, setting: &'a Setting) -> Self {
        Self { side, setting }
    }

    /// The column of a series.
    pub fn column(&self, series: Series, memory: &Memory) -> Col {
        let theatre = &self.side.theatres[0];
        let (c, s) = (&theatre.conflict, &theatre.society);
        let phase_is = |test: fn(f64) -> bool| map(&c.phase, |p| flag(test(p)));
        match series.0 {
            0 => Col::splat(1.0),
            1 => c.battle,
            2 => c.government,
            3 => c.rebel,
            4 => sum(&[&c.government, &c.rebel]),
            5 => sum(&[&c.battle, &c.government, &c.rebel]),
            6 => s.displaced,
            7 => s.fled,
            8 => s.returned,
            9 => s.aid_worker_attacks,
            10 => s.sexual_violence,
            11 => phase_is(|p| p == phase::WAR),
            12 => phase_is(|p| p >= phase::CEASEFIRE),
            13 => c.active,
            14 => {
                let was = memory.active.unwrap_or(c.active);
                zip(&was, &c.active, |before, now| flag(before > 0.5 && now < 0.5))
            }
            15 => c.began,
            16 => map(&c.ended, |e| flag(e == ending::AGREEMENT)),
            17 => map(&c.ended, |e| flag(e == ending::AGREEMENT || e == ending::CEASEFIRE)),
            18 => map(&c.ended, |e| flag(e > 0.0)),
            19 => theatre.neighbours.infected,
            20 => {
                let were = memory.peaceful.unwrap_or(theatre.neighbours.peaceful);
                zip(&were, &c.phase, |n, p| n * flag(p == phase::WAR))
            }
            30 => theatre.host.consent,
            29 => theatre.host.acceptance,
            COST => self.side.operation_month(0).cost,
            k if k >= GROWTH => {
                let (k, now) = (k - GROWTH, &s.indices[k - GROWTH]);
                memory.indices.get(k).map_or(Col::splat(0.0), |before| zip(before, now, |a, b| 12.0 * (b - a)))
            }
            k if k >= INDEX => s.indices[k - INDEX],
            k => self.operation(k, memory),
        }
    }

    /// Series of the operations; zero where there are none.
    fn operation(&self, k: usize, memory: &Memory) -> Col {
        let mission = &self.side.theatres[0].mission;
        let month = self.side.operation_month(0);
        let thousands = |people: &Col| map(people, |n| n / 1000.0);
        match k {
            21 => thousands(&mission.deployed[0]),
            22 => map(&mission.deployed[1], |n| n / 100.0),
            23 => thousands(&month.uniformed),
            24 => self.ceiling(),
            25 => month.deployed,
            26 => mission.partner,
            27 => sum(&[&month.deaths[0], &month.deaths[1]]),
            28 => {
                let before = memory.gone.unwrap_or(Col::splat(0.0));
                zip(&before, &self.forced(), |a, b| b - a)
            }
            _ => Col::splat(0.0),
        }
    }

    fn ceiling(&self) -> Col {
        let mut total = Col::splat(0.0);
        for (state, places) in self.side.operations.iter().zip(&self.setting.deployments) {
            if places.contains(&0) {
                let here = sum(&[&state.ceiling[0], &state.ceiling[1], &state.ceiling[2]]);
                total = zip(&total, &here, |a, b| a + b / (1000.0 * places.len() as f64));
            }
        }
        total
    }

    fn forced(&self) -> Col {
        let states = self.side.operations.iter().map(|o| o.forced);
        states.fold(Col::splat(0.0), |a, b| zip(&a, &b, |x, y| if x > y { x } else { y }))
    }

    /// Remembers what next month needs.
    pub fn remember(&self, memory: &mut Memory) {
        let theatre = &self.side.theatres[0];
        memory.active = Some(theatre.conflict.active);
        memory.peaceful = Some(theatre.neighbours.peaceful);
        memory.gone = Some(self.forced());
        memory.indices.clear();
        memory.indices.extend_from_slice(&theatre.society.indices);
    }
}

fn flag(test: bool) -> f64 {
    f64::from(u8::from(test))
}

fn map(a: &Col, f: impl Fn(f64) -> f64) -> Col {
    Col(std::array::from_fn(|i| f(a[i])))
}

fn zip(a: &Col, b: &Col, f: impl Fn(f64, f64) -> f64) -> Col {
    Col(std::array::from_fn(|i| f(a[i], b[i])))
}

fn sum(columns: &[&Col]) -> Col {
    Col(std::array::from_fn::<f64, LANES, _>(|i| columns.iter().map(|c| c[i]).sum()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_to_its_own_series() {
        for (k, (name, _)) in PLAIN.iter().enumerate() {
            assert_eq!(Series::named(name), Ok(Series(k)));
        }
        assert_eq!(Series::named("growth:womens_participation"), Ok(Series(GROWTH)));
        assert_ne!(Series::named("index:gdp"), Series::named("growth:gdp"));
        assert!(Series::named("deaths").is_err_and(|why| why.contains("`deaths`")));
    }
}
