//! The report on one scenario.

use super::document::{Block, Document, Section};
use super::{Told, behind, figures, outcomes, provenance, settings};
use crate::engine::identity::model_id;
use crate::output::messages::{Lang, doubts as said, page as words, report, treaty as of_treaty};
use crate::output::number::thousands;
use crate::output::report::{findings, note};
use crate::output::{Lost, OutputError, speech, treaty};

/// The document.
pub fn document(told: &Told, lang: Lang) -> Result<Document, OutputError> {
    let sections = vec![
        summary(told, lang),
        figures::section(told, lang)?,
        outcomes::section(told, lang),
        doubts(told, lang),
        behind::section(told, lang),
        settings::section(told, lang),
        provenance::section(told, lang),
        provenance::cite(told, lang),
    ];
    let sections = sections.into_iter().filter(|s| !s.blocks.is_empty()).collect();
    Ok(Document { title: told.title().to_owned(), subtitle: subtitle(told, lang), sections })
}

/// Scenario, histories, span, stance and seed in a line.
pub fn subtitle(told: &Told, lang: Lang) -> String {
    let info = &told.results.info;
    let values = [
        ("name", info.scenario.as_str()),
        ("replicates", &thousands(info.replicates as f64, 0)),
        ("span", &speech::months(info.horizon_months, lang)),
        ("stance", &stance(&info.stance, lang)),
        ("seed", &info.seed.to_string()),
    ];
    words::SUBTITLE.fill(lang, &values)
}

/// The word for a stance.
pub fn stance(name: &str, lang: Lang) -> String {
    match name {
        "study" => words::STUDY.text(lang).to_owned(),
        "sceptical" => words::SCEPTICAL.text(lang).to_owned(),
        other => other.to_owned(),
    }
}

fn summary(told: &Told, lang: Lang) -> Section {
    let mut section = Section::new("summary", words::SUMMARY.text(lang));
    if let Some(description) = settings::description(told) {
        section = section.with(Block::Text(description));
    }
    let said = findings(&told.results, lang);
    if !said.is_empty() {
        section = section.with(Block::List(said));
    }
    section.with(Block::Note(note(&told.results, lang).to_owned()))
}

fn doubts(told: &Told, lang: Lang) -> Section {
    let points = doubt_points(told, lang);
    let block =
        if points.is_empty() { Block::Text(words::NO_DOUBTS.text(lang).to_owned()) } else { Block::List(points) };
    // The headline levers are a mission's.
    let assumed = if treaty::is_one(&told.results) { of_treaty::DOUBT } else { words::LEVERS };
    Section::new("doubts", words::DOUBTS.text(lang)).with(block).with(Block::Text(assumed.text(lang).to_owned()))
}

/// What is doubtful about results: in the statistics, and in the folder they came from.
pub fn doubt_points(told: &Told, lang: Lang) -> Vec<String> {
    let statistical = told.results.doubts.iter().map(|d| {
        let remedy = report::SETTLE.fill(lang, &[("remedy", &said::say(&d.remedy, lang))]);
        format!("{} {remedy}", said::say(&d.text, lang))
    });
    let missing = told.missing.iter().map(|f| words::MISSING.fill(lang, &[("file", f)]));
    let kept = |l: &&Lost| !l.optional;
    let lost = told.lost.iter().filter(kept).map(|l| words::LOST.fill(lang, &[("file", l.file), ("why", &l.why)]));
    let changed = told.changed.iter().map(|f| words::CHANGED.fill(lang, &[("file", f)]));
    statistical.chain(lost).chain(missing).chain(changed).chain(other_model(told, lang)).collect()
}

fn other_model(told: &Told, lang: Lang) -> Option<String> {
    let (found, known) = (&told.results.info.model_id, model_id());
    let values = [("found", found.as_str()), ("known", known), ("version", &told.manifest.program_version)];
    (found != known).then(|| words::OTHER_MODEL.fill(lang, &values))
}
