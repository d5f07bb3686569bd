//! The charts of a report.

use super::Told;
use super::document::{Block, Figure, Section};
use crate::output::OutputError;
use crate::output::messages::{Lang, page as words};

/// Every chart that the results have something for.
pub fn section(told: &Told, lang: Lang) -> Result<Section, OutputError> {
    let mut section = Section::new("charts", words::CHARTS.text(lang));
    section.blocks = drawn(told, lang, |_| true)?.into_iter().map(Block::Figure).collect();
    if cfg!(not(feature = "charts")) {
        section.blocks.push(Block::Text(words::NO_CHARTS.text(lang).to_owned()));
    }
    Ok(section)
}

/// The charts of these names.
#[cfg(feature = "charts")]
pub fn drawn(told: &Told, _lang: Lang, wanted: impl Fn(&str) -> bool + Sync) -> Result<Vec<Figure>, OutputError> {
    use crate::output::{charts, theme::Theme};
    use rayon::prelude::*;
    let names: Vec<&str> = charts::names().filter(|n| wanted(n)).collect();
    let one = |name: &&str| {
        let sheet = charts::draw(&told.results, name, Theme::light())?;
        Some(sheet.and_then(|sheet| {
            let chart = |why: String| OutputError::Chart { chart: (*name).to_owned(), why };
            let name = format!("{}-{name}", told.results.info.scenario);
            let png = sheet.png().map_err(chart)?;
            Ok(Figure { title: sheet.title().to_owned(), description: String::new(), name, svg: sheet.svg(), png })
        }))
    };
    names.par_iter().filter_map(one).collect()
}

/// No charts without the feature.
#[cfg(not(feature = "charts"))]
pub fn drawn(_told: &Told, _lang: Lang, _wanted: impl Fn(&str) -> bool) -> Result<Vec<Figure>, OutputError> {
    Ok(Vec::new())
}
