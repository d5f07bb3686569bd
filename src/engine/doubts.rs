//! Doubts about a result: where the statistics are thin, and what would settle it.

use crate::world::setting::Setting;

use super::ensemble::Ensemble;
use super::results::{Column, Doubt, Row};

/// Fewer events than this make a share uncertain.
const FEW_EVENTS: f64 = 30.0;
/// A mean whose largest 1 % of replicates carry more than this share of the sum of squares is heavy-tailed.
const HEAVY_TAIL: f64 = 0.25;
/// Mean troops of the samples that the slopes of finding 5 were estimated on.
const SAMPLED_TROOPS: f64 = 8_000.0;
/// Headline outcomes that doubts are raised about.
const WATCHED: [&str; 10] = [
    "battle_deaths",
    "lives_saved",
    "success",
    "wartime_success",
    "peace_at_horizon",
    "relapse_5y",
    "consent_withdrawn",
    "neighbours_infected",
    "displaced_person_months",
    "peacekeeper_deaths",
];

/// All doubts about a run.
pub fn find(ensemble: &Ensemble, setting: &Setting, rows: &[Row]) -> Vec<Doubt> {
    let watched = rows.iter().filter(|r| r.theatre == "all" && WATCHED.contains(&r.outcome.as_str()));
    let mut doubts: Vec<Doubt> = Vec::new();
    for row in watched.clone().filter(|r| r.world != Column::Difference) {
        doubts.extend(few_events(row));
        doubts.extend(undefined(row));
    }
    doubts.extend(heavy_tail(ensemble, rows));
    doubts.extend(extrapolated(setting));
    if ensemble.layout.band_places < ensemble.layout.places {
        doubts.push(doubt(
            "bands-subset",
            "Monthly bands are kept for the first theatres only; means are kept for all.",
            "read series.csv by its means, or run theatres apart",
        ));
    }
    doubts
}

fn doubt(code: &str, text: &str, remedy: &str) -> Doubt {
    Doubt { code: code.to_owned(), text: text.to_owned(), remedy: remedy.to_owned() }
}

fn few_events(row: &Row) -> Option<Doubt> {
    if row.kind != "share" || row.defined == 0 {
        return None;
    }
    let rarer = row.mean.min(1.0 - row.mean) * row.defined as f64;
    let more = row.n as f64 * FEW_EVENTS / rarer.max(1.0);
    (rarer < FEW_EVENTS && row.mean > 0.0 && row.mean < 1.0).then(|| {
        let text = format!("{} ({}) rests on {rarer:.0} of {} histories.", row.outcome, row.world.name(), row.defined);
        doubt("few-events", &text, &format!("--replicates {}", 1000 * (more / 1000.0).ceil() as u64))
    })
}

fn undefined(row: &Row) -> Option<Doubt> {
    let missing = 1.0 - row.defined as f64 / row.n as f64;
    let matters = ["success", "relapse_5y"].contains(&row.outcome.as_str());
    (matters && row.defined > 0 && missing > 0.25).then(|| {
        let text = format!(
            "{} ({}) is not decidable in {:.0} % of histories.",
            row.outcome,
            row.world.name(),
            100.0 * missing
        );
        doubt("undefined", &text, "a longer horizon: --set horizon_months=240")
    })
}

fn heavy_tail(ensemble: &Ensemble, rows: &[Row]) -> Option<Doubt> {
    let lives = ensemble.lives.first()?;
    let saved = rows.iter().find(|r| r.outcome == "lives_saved" && r.theatre == "all")?;
    let share = lives.tail_share();
    (share > HEAVY_TAIL && saved.defined > 0).then(|| {
        let text = format!(
            "The largest 1 % of histories carry {:.0} % of the sum of squares of lives_saved: its mean and standard error lean on few histories.",
            100.0 * share
        );
        doubt("heavy-tail", &text, &format!("--replicates {}, and read the median beside the mean", 4 * ensemble.replicates))
    })
}

fn extrapolated(setting: &Setting) -> Option<Doubt> {
    let largest = setting.scenario.operations.values().map(|o| o.levels.troops.value.central(60)).fold(0.0, f64::max);
    (largest > SAMPLED_TROOPS).then(|| {
        let text = format!(
            "{largest:.0} troops are more than the 8,000 that the effects of finding 5 were mostly measured on: the dose saturates by assumption."
        );
        doubt("dose-extrapolated", &text, "compare with --set mission.troops=6000")
    })
}
