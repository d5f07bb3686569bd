//! Where results come from, how to get them again, and how to cite them.

use std::collections::BTreeSet;

use super::Told;
use super::document::{Block, Cell, Section, Table};
use super::outcomes::heads;
use super::single::stance;
use crate::evidence::register::{Status, register};
use crate::output::messages::{Lang, Message, page as words};
use crate::output::number::thousands;
use crate::output::treaty;

/// The section.
pub fn section(told: &Told, lang: Lang) -> Section {
    Section::new("provenance", words::PROVENANCE.text(lang))
        .with(Block::Table(determines(told, lang)))
        .with(Block::Text(words::AGAIN.text(lang).to_owned()))
        .with(Block::Code(command(told)))
        .with(Block::Table(files(told, lang)))
}

/// What determines the results.
pub fn determines(told: &Told, lang: Lang) -> Table {
    let info = &told.results.info;
    let posterior = [("source", info.posterior.as_str()), ("n", &thousands(info.posterior_draws as f64, 0))];
    let mut rows: Vec<(Message, String)> = vec![
        (words::SCENARIO, info.scenario.clone()),
        (words::PROGRAM, format!("pkosim {}{}", told.manifest.program_version, commit(told))),
        (words::MODEL, info.model_id.clone()),
        (words::STANCE, stance(&info.stance, lang)),
        (words::POSTERIOR, words::DRAWS.fill(lang, &posterior)),
        (words::SEED, info.seed.to_string()),
        (words::REPLICATES, thousands(info.replicates as f64, 0)),
        (words::FOLDER, folder(told)),
    ];
    rows.extend(machine(told, lang).map(|machine| (words::COMPUTED, machine)));
    Table {
        caption: words::PROVENANCE_CAPTION.text(lang).to_owned(),
        columns: heads(&[(words::ITEM, false), (words::VALUE, false)], lang),
        rows: rows.into_iter().map(|(m, v)| vec![Cell::text(m.text(lang)), Cell::text(v)]).collect(),
        searched: false,
    }
}

/// The folder's own name: the path to it is nobody else's business.
fn folder(told: &Told) -> String {
    let resolved = told.dir.canonicalize().unwrap_or_else(|_| told.dir.clone());
    resolved.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn commit(told: &Told) -> String {
    let run = told.run.as_ref();
    let dirty = if run.and_then(|r| r.dirty) == Some(true) { "+" } else { "" };
    run.and_then(|r| r.commit.as_deref()).map_or(String::new(), |c| format!(" ({c}{dirty})"))
}

fn machine(told: &Told, lang: Lang) -> Option<String> {
    let run = told.run.as_ref()?;
    let seconds = run.seconds.map_or("\u{2013}".to_owned(), |s| thousands(s, 1));
    let values =
        [("os", run.os.as_str()), ("arch", &run.arch), ("threads", &run.threads.to_string()), ("seconds", &seconds)];
    Some(words::MACHINE.fill(lang, &values))
}

fn command(told: &Told) -> String {
    let info = &told.results.info;
    let twin = if info.counterfactual || info.operations.is_empty() { "" } else { " --no-counterfactual" };
    format!(
        "pkosim run scenario.toml --replicates {} --seed {} --stance {}{twin}",
        info.replicates, info.seed, info.stance
    )
}

fn files(told: &Told, lang: Lang) -> Table {
    let row = |f: &crate::output::manifest::FileEntry| {
        let bytes = Cell::number(thousands(f.bytes as f64, 0), f.bytes as f64);
        vec![Cell::text(&f.name), bytes, Cell::text(&f.sha256)]
    };
    let mut columns = heads(&[(words::FILE, false), (words::BYTES, true)], lang);
    columns.push(("SHA-256".to_owned(), false));
    Table {
        caption: words::FILES_CAPTION.text(lang).to_owned(),
        columns,
        rows: told.manifest.files.iter().map(row).collect(),
        searched: false,
    }
}

/// How to cite: the program, this result, and the sources of the cited effects.
pub fn cite(told: &Told, lang: Lang) -> Section {
    let info = &told.results.info;
    let text = format!(
        "The pkosim authors (2026). pkosim: a Monte Carlo simulator of United Nations peacekeeping missions, version {}. \
         Scenario {}, stance {}, {} replicates, seed {}, model {}.",
        told.manifest.program_version, info.scenario, info.stance, info.replicates, info.seed, info.model_id
    );
    let cited = register().iter().filter(|p| p.status == Status::Cited).map(|p| p.source.trim().to_owned());
    let sources: BTreeSet<String> = cited.filter(|s| !s.is_empty()).collect();
    let fold = words::SOURCES_FOLD.fill(lang, &[("n", &sources.len().to_string())]);
    let section = Section::new("cite", words::CITE.text(lang))
        .with(Block::Text(words::CITE_TEXT.text(lang).to_owned()))
        .with(Block::Code(text));
    // The cited effects are those of missions.
    if treaty::is_one(&told.results) {
        return section;
    }
    section.with(Block::Fold(fold, vec![Block::List(sources.into_iter().collect())]))
}
