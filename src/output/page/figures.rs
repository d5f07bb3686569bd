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
pub fn drawn(told: &Told, lang: Lang, wanted: impl Fn(&str) -> bool + Sync) -> Result<Vec<Figure>, OutputError> {
    use crate::output::{charts, theme::Look};
    use rayon::prelude::*;
    let look = Look { lang, ..Look::default() };
    let names: Vec<&str> = charts::names().filter(|n| wanted(n)).collect();
    let one = |name: &&str| {
        Some(charts::draw(&told.results, name, &look)?.and_then(|(chart, sheet)| {
            let failed = |why: String| OutputError::Chart { chart: chart.name.clone(), why };
            let png = sheet.png().map_err(failed)?;
            let name = format!("{}-{}", told.results.info.scenario, chart.name);
            Ok(Figure { title: chart.title, description: sheet.description(), name, svg: sheet.svg(), png })
        }))
    };
    names.par_iter().filter_map(one).collect()
}

/// No charts without the feature.
#[cfg(not(feature = "charts"))]
pub fn drawn(_told: &Told, _lang: Lang, _wanted: impl Fn(&str) -> bool) -> Result<Vec<Figure>, OutputError> {
    Ok(Vec::new())
}
