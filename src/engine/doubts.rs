//! Doubts about a result: where the statistics are thin, and what would settle it.

use crate::scenario::address::MAIN;
use crate::scenario::{MONTHS_BEFORE, Phase, PhaseLevel};
use crate::world::ledger::RESTRICTED;
use crate::world::setting::Setting;

use super::ensemble::Ensemble;
use super::results::{Column, Doubt, Row};

/// Fewer events than this make a share uncertain.
const FEW_EVENTS: f64 = 30.0;
/// A mean whose largest 1 % of replicates carry more than this share of the sum of squares is heavy-tailed.
const HEAVY_TAIL: f64 = 0.25;
/// Mean troops of the samples that the slopes of finding 5 were estimated on.
const SAMPLED_TROOPS: f64 = 8_000.0;
/// Months that a horizon is longer by where a longer one is advised, and the longest there is.
const LONGER: u32 = 60;
const LONGEST: u32 = 600;
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
    for row in watched.filter(|r| r.world != Column::Difference) {
        doubts.extend(few_events(row));
        doubts.extend(undefined(row, rows, setting));
    }
    doubts.extend(too_short(setting));
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

/// The outcome of a row of all theatres where it is undefined in many histories of the theatre that has it least often.
fn undefined(row: &Row, rows: &[Row], setting: &Setting) -> Option<Doubt> {
    let missing = |row: &Row| 1.0 - row.defined as f64 / row.n as f64;
    let same = rows.iter().filter(|r| r.outcome == row.outcome && r.world == row.world && r.defined > 0);
    let worst = same.fold(row, |worst, r| if missing(r) > missing(worst) { r } else { worst });
    let matters = ["success", "relapse_5y"].contains(&row.outcome.as_str());
    (matters && row.defined > 0 && missing(worst) > 0.25).then(|| {
        let whose = if worst.theatre == "all" { String::new() } else { format!(" in theatre {}", worst.theatre) };
        let share = format!("is not decidable in {:.0} % of histories", 100.0 * missing(worst));
        let others = if row.outcome == "success" {
            ", those where no mission came or where it lasts longest: the share is that of the others"
        } else {
            ""
        };
        let text = format!("{} ({}){whose} {share}{others}.", row.outcome, row.world.name());
        let horizon = setting.scenario.horizon_months.value;
        doubt("undefined", &text, &longer((horizon + LONGER).min(LONGEST), horizon))
    })
}

/// The remedy that a longer horizon is, where there is one.
fn longer(months: u32, horizon: u32) -> String {
    if months > horizon {
        format!("a longer horizon: --set horizon_months={months}")
    } else {
        "no horizon is longer: read it beside the other outcomes".to_owned()
    }
}

/// A horizon that ends before what is told of wars that were under way at deployment can be known.
fn too_short(setting: &Setting) -> Option<Doubt> {
    let at_war = |t: &usize| {
        setting.scenario.theatres.values().nth(*t).is_some_and(|theatre| may_be_at_war(&theatre.phase.value))
    };
    let last = (0..setting.theatres.len()).filter(at_war).map(|t| setting.deployment_month(t)).max()?;
    let known = setting.months.saturating_sub(last);
    (known < RESTRICTED as usize).then(|| {
        let text = format!(
            "The history ends {known} months after deployment: how wars end within {RESTRICTED} months is undefined."
        );
        let months = (last + RESTRICTED as usize) as u32 - MONTHS_BEFORE;
        doubt("horizon-short", &text, &longer(months.min(LONGEST), setting.scenario.horizon_months.value))
    })
}

/// Whether a theatre's history may begin in war.
fn may_be_at_war(phase: &PhaseLevel) -> bool {
    match phase {
        PhaseLevel::Fixed(phase) => *phase == Phase::War,
        PhaseLevel::Shares(shares) => shares[1] > 0.0,
    }
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
    let troops = setting.scenario.operations.iter().map(|(name, o)| (name, o.levels.troops.value.central(60)));
    let (name, largest) = troops.max_by(|a, b| a.1.total_cmp(&b.1))?;
    (largest > SAMPLED_TROOPS).then(|| {
        let text = format!(
            "{largest:.0} troops are more than the 8,000 that the effects of finding 5 were mostly measured on: the dose saturates by assumption."
        );
        let owner = if name == MAIN { "mission".to_owned() } else { format!("operation.{name}") };
        doubt("dose-extrapolated", &text, &format!("compare with --set {owner}.troops=6000"))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::evidence::posterior::Posterior;
    use crate::evidence::register::Stance;
    use crate::scenario::builtin_baseline;

    fn short(sets: &[(&str, &str)]) -> Option<Doubt> {
        let sets: Vec<(String, String)> = sets.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let scenario = builtin_baseline(&sets).expect("a scenario").scenario;
        too_short(&Setting::new(&scenario, Arc::new(Posterior::centre(Stance::Study)), 1))
    }

    #[test]
    fn a_horizon_too_short_for_how_wars_end_is_told_with_one_that_is_not() {
        assert_eq!(short(&[("horizon_months", "120")]), None);
        let told = short(&[("horizon_months", "110"), ("mission.start_month", "24")]).expect("a doubt");
        assert!(told.text.starts_with("The history ends 86 months after deployment"), "{}", told.text);
        assert_eq!(told.remedy, "a longer horizon: --set horizon_months=144");
        assert_eq!(short(&[("horizon_months", "60"), ("host.phase", "\"peace\"")]), None, "no war to end");
    }

    #[test]
    fn no_remedy_is_shorter_than_what_there_is_or_longer_than_there_can_be() {
        let longest = LONGEST.to_string();
        assert!(builtin_baseline(&[("horizon_months".to_owned(), longest)]).is_ok());
        assert!(builtin_baseline(&[("horizon_months".to_owned(), (LONGEST + 1).to_string())]).is_err());
        assert_eq!(longer(240, 180), "a longer horizon: --set horizon_months=240");
        assert!(!longer(LONGEST, LONGEST).contains("--set"));
    }
}
