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
    let beside = charts::Beside::read(&told.dir).0;
    let names: Vec<&str> = charts::names().filter(|n| wanted(n)).collect();
    let one = |name: &&str| {
        let drawn = charts::draw_with(&told.results, &beside, name, &look)?;
        Some(drawn.map(|(chart, sheet)| figure(&told.results.info.scenario, chart, sheet)))
    };
    names.par_iter().filter_map(one).collect()
}

/// A chart as a figure of a page.
#[cfg(feature = "charts")]
fn figure(of: &str, chart: crate::output::charts::Chart, sheet: crate::output::charts::Sheet) -> Figure {
    let (svg, description, name) = (sheet.svg(), sheet.description(), format!("{of}-{}", chart.name));
    // A drawing that was made can be turned into pixels; were it not so, the figure would be without them.
    let png = super::document::Pixels(std::sync::Arc::new(move || sheet.png().unwrap_or_default()));
    Figure { title: chart.title, description, name, svg, png }
}

/// No charts without the feature.
#[cfg(not(feature = "charts"))]
pub fn drawn(_told: &Told, _lang: Lang, _wanted: impl Fn(&str) -> bool) -> Result<Vec<Figure>, OutputError> {
    Ok(Vec::new())
}

/// Charts of a sweep, for the outcomes that are asked for most.
#[cfg(feature = "charts")]
pub fn of_sweep(dir: &std::path::Path, outcomes: &[&str], lang: Lang) -> Result<Vec<Figure>, OutputError> {
    use crate::output::charts::{stored, sweep};
    use crate::output::theme::Look;
    let look = Look { lang, ..Look::default() };
    let stored = stored::open(dir)?;
    let mut figures = Vec::new();
    for outcome in ["success", "lives_saved", "battle_deaths", "cost_usd"].into_iter().filter(|o| outcomes.contains(o))
    {
        let drawn = stored.draw(&[sweep::NAMES[0]], outcome, &look)?;
        figures.extend(drawn.into_iter().map(|(chart, sheet)| figure("sweep", chart, sheet)));
    }
    let front = sweep::draw_pareto(dir, &look)?;
    figures.extend(front.map(|(chart, sheet)| figure("sweep", chart, sheet)));
    Ok(figures)
}

/// No charts without the feature.
#[cfg(not(feature = "charts"))]
pub fn of_sweep(_dir: &std::path::Path, _outcomes: &[&str], _lang: Lang) -> Result<Vec<Figure>, OutputError> {
    Ok(Vec::new())
}
