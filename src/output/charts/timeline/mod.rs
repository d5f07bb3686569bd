//! One replayed history: phases, strength, deaths, consent and what happened when.

mod draw;

use std::path::Path;

use super::{Chart, Sheet};
use crate::output::OutputError;
use crate::output::messages::{Message, more_charts as words};
use crate::output::tables::Table;
use crate::output::theme::Look;

/// Most theatres that are drawn.
const MOST: usize = 8;

/// A month of one world.
#[derive(Clone, Debug, PartialEq)]
pub struct Month {
    /// Months from deployment.
    pub month: f64,
    /// Phase of the conflict.
    pub phase: String,
    /// Uniformed people deployed, and authorised.
    pub strength: [f64; 2],
    /// Battle-related deaths.
    pub deaths: f64,
    /// Host consent and Council unity.
    pub levels: [f64; 2],
    /// What happened, if anything.
    pub event: Option<Message>,
}

/// A theatre's history with the mission, and without where the file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// Theatre.
    pub theatre: String,
    /// With the mission (or of the only world there is), then its twin.
    pub worlds: Vec<Vec<Month>>,
}

/// Whether a table is one of `pkosim replay`.
pub fn is_one(table: &Table) -> bool {
    ["world", "month", "phase", "war_ended", "monthly_battle_deaths"]
        .iter()
        .all(|c| table.header().iter().any(|h| h == c))
}

/// Reads the histories of each theatre.
///
/// # Errors
/// A column is missing, or a cell holds what its column cannot.
pub fn read(table: &Table) -> Result<Vec<History>, OutputError> {
    let [world, theatre, phase, ended] =
        [table.texts("world")?, table.texts("theatre")?, table.texts("phase")?, table.texts("war_ended")?];
    let [month, deaths] = [table.numbers("month")?, table.numbers("monthly_battle_deaths")?];
    let [deployed, authorised] = [table.numbers("deployed_uniformed")?, table.numbers("authorised_uniformed")?];
    let [consent, unity] = [table.numbers("consent")?, table.numbers("unity")?];
    let flags = [
        (table.numbers("consent_withdrawn")?, words::WITHDRAWN),
        (table.numbers("mandate_terminated")?, words::TERMINATED),
        (table.numbers("government_changed")?, words::CHANGED),
    ];
    let event = |i: usize| {
        let flag = flags.iter().find(|f| f.0[i] > 0.0).map(|f| f.1);
        flag.or(match ended[i].as_str() {
            "agreement" => Some(words::AGREEMENT),
            "ceasefire" => Some(words::CEASEFIRE),
            "fading" => Some(words::FADING),
            "" => None,
            _ => Some(words::VICTORY),
        })
    };
    let mut histories: Vec<History> = Vec::new();
    for i in 0..table.len() {
        if histories.iter().all(|h| h.theatre != theatre[i]) {
            histories.push(History { theatre: theatre[i].clone(), worlds: Vec::new() });
        }
        let Some(history) = histories.iter_mut().find(|h| h.theatre == theatre[i]) else { continue };
        let fresh = i == 0 || world[i] != world[i - 1] || history.worlds.is_empty();
        let begun = history.worlds.last().and_then(|w| w.last()).is_some_and(|m| m.month >= month[i]);
        if (fresh && history.worlds.is_empty()) || begun {
            history.worlds.push(Vec::new());
        }
        let row = Month {
            month: month[i],
            phase: phase[i].clone(),
            strength: [deployed[i], authorised[i]],
            deaths: deaths[i],
            levels: [consent[i], unity[i]],
            event: event(i),
        };
        if let Some(world) = history.worlds.last_mut() {
            world.push(row);
        }
    }
    histories.truncate(MOST);
    Ok(histories)
}

/// A chart for each theatre.
///
/// # Errors
/// The drawing library's complaint.
pub fn draw(histories: &[History], file: &Path, look: &Look) -> Result<Vec<(Chart, Sheet)>, OutputError> {
    let name = file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let drawn = histories.iter().enumerate().filter(|(_, h)| h.worlds.first().is_some_and(|w| w.len() > 1));
    drawn.map(|(i, h)| super::named(&format!("timeline-{}", i + 1), draw::sheet(h, &name, look))).collect()
}
