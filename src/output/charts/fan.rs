//! Fan charts: how a monthly series goes, with the middle half and nine tenths of histories.

use super::canvas::{Canvas, Rect, Stroke};
use super::panel::{Axis, EndLabel, Panel, label_room};
use super::scale::{Scale, tick_label};
use super::story::Story;
use super::{Drawn, font};
use crate::engine::results::{Column, SeriesRow};
use crate::output::messages::{Message, charts as words};
use crate::output::number::Measure;
use crate::output::theme::{Swatch, Theme};

/// Months of a series.
pub type Months<'a> = Vec<&'a SeriesRow>;

/// What is read off a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Mean over histories.
    Mean,
    /// Median.
    Median,
}

/// The points of a line.
pub fn line(rows: &[&SeriesRow], of: Of) -> Vec<(f64, f64)> {
    let value = |r: &SeriesRow| if of == Of::Mean { r.mean } else { r.quantiles[2] };
    rows.iter().map(|r| (f64::from(r.month), value(r))).collect()
}

/// Both bands.
pub fn bands(canvas: &mut Canvas, panel: &Panel, rows: &[&SeriesRow], swatch: &Swatch) {
    let band = |low: usize, high: usize| -> Vec<(f64, f64, f64)> {
        rows.iter().map(|r| (f64::from(r.month), r.quantiles[low], r.quantiles[high])).collect()
    };
    panel.band(canvas, &band(0, 4), swatch.outer);
    panel.band(canvas, &band(1, 3), swatch.inner);
}

/// The largest number a fan reaches.
pub fn top(rows: &[&SeriesRow]) -> f64 {
    rows.iter().flat_map(|r| [r.mean, r.quantiles[4]]).filter(|v| v.is_finite()).fold(0.0, f64::max)
}

/// The months an axis spans.
pub fn month_axis(theme: &Theme, rows: &[&SeriesRow]) -> Axis {
    let (first, last) = (rows.first().map_or(0, |r| r.month), rows.last().map_or(1, |r| r.month));
    Axis::months(theme, first, last + 1)
}

/// Deployment and planned exit, where there is a mission.
pub fn moments(canvas: &mut Canvas, panel: &Panel, story: &Story) {
    if !story.has_mission() {
        return;
    }
    panel.moment(canvas, 0.0, story.text(words::DEPLOYMENT));
    if let Some(exit) = story.info.planned_exit_month.filter(|m| *m < story.info.horizon_months) {
        panel.moment(canvas, f64::from(exit), story.text(words::PLANNED_EXIT));
    }
}

/// The label at the end of a line.
pub fn end(points: &[(f64, f64)], text: impl Into<String>, swatch: &Swatch) -> EndLabel {
    EndLabel { value: points.last().map_or(0.0, |p| p.1), text: text.into(), color: swatch.line }
}

/// Battle deaths per month, a panel for each world.
pub fn battle_deaths(story: &Story) -> Drawn {
    let worlds = story.worlds();
    let fans: Vec<(Column, Months)> =
        worlds.iter().filter_map(|w| Some((*w, story.series(*w, "battle_deaths")?))).collect();
    let first = fans.first()?;
    let (y, x) = (Scale::root(fans.iter().map(|f| top(&f.1)).fold(0.0, f64::max)), month_axis(&story.theme, &first.1));
    let subtitle = story.subtitle(words::FAN_SUBTITLE, &[("count", &story.count_with_bands())]);
    story.sheet(deaths_title(story), subtitle, |canvas, room| {
        for (fan, room) in fans.iter().zip(story.beside(room, fans.len())) {
            deaths_panel(canvas, story, room, fan, (x.clone(), y));
        }
    })
}

fn deaths_title(story: &Story) -> String {
    let span = story.span(story.info.horizon_months);
    let mean = |w| story.defined("battle_deaths", w).map(|r| story.compact(r.mean));
    match (mean(Column::Mission), mean(Column::None)) {
        (Some(with), Some(without)) if story.has_mission() => {
            story.fill(words::FAN_BOTH, &[("span", &span), ("with", &with), ("without", &without)])
        }
        (Some(one), _) | (_, Some(one)) => story.fill(words::FAN_ONE, &[("span", &span), ("n", &one)]),
        _ => story.text(words::FAN_PLAIN).to_owned(),
    }
}

fn deaths_panel(canvas: &mut Canvas, story: &Story, room: Rect, fan: &(Column, Months), axes: (Axis, Scale)) {
    let (theme, (world, rows)) = (&story.theme, fan);
    let swatch = story.swatch(*world);
    let (median, mean) = (line(rows, Of::Median), line(rows, Of::Mean));
    let labels = [end(&median, story.text(words::MEDIAN), swatch), end(&mean, story.text(words::MEAN), swatch)];
    let room = Panel::heading(canvas, theme, room, story.name(*world), swatch.line);
    let y = Axis::new(theme, axes.1, 9, tick_label, story.text(words::DEATHS_PER_MONTH));
    let panel = Panel::new(theme, room, axes.0, y, label_room(theme, &labels));
    bands(canvas, &panel, rows, swatch);
    panel.axes(canvas);
    moments(canvas, &panel, story);
    panel.line(canvas, &mean, Stroke { dash: Some((3.0, 6.0)), ..panel.data(swatch) });
    panel.line(canvas, &median, Stroke { dash: None, ..panel.data(swatch) });
    panel.end_labels(canvas, &labels);
}

/// Host consent beside Council unity.
pub fn consent_unity(story: &Story) -> Drawn {
    let names = [("consent", words::CONSENT), ("unity", words::UNITY)];
    let worlds = story.worlds();
    let first = *worlds.first()?;
    let found: Vec<_> = names.iter().filter(|n| story.series(first, n.0).is_some()).collect();
    if found.is_empty() {
        return None;
    }
    let lines = story.text(if worlds.len() > 1 { words::LEVELS_BOTH } else { words::LEVELS_ONE });
    let (count, assumed) = (story.count_with_bands(), story.text(words::ASSUMED));
    let values = [("count", count.as_str()), ("lines", lines), ("assumed", assumed)];
    let subtitle = story.subtitle(words::LEVELS_SUBTITLE, &values);
    story.sheet(consent_title(story, first), subtitle, |canvas, room| {
        for (name, room) in found.iter().zip(story.beside(room, found.len())) {
            level_panel(canvas, story, room, **name);
        }
    })
}

fn consent_title(story: &Story, world: Column) -> String {
    let (span, message) = match story.info.planned_exit_month.filter(|_| story.has_mission()) {
        Some(exit) => (exit, words::LEVELS_EXIT),
        None => (story.info.horizon_months, words::LEVELS_HORIZON),
    };
    let mean = |name: &str| {
        let rows = story.series(world, name)?;
        let during: Vec<f64> = rows.iter().filter(|r| (0..span as i32).contains(&r.month)).map(|r| r.mean).collect();
        Some(story.value(Measure::Share, during.iter().sum::<f64>() / during.len().max(1) as f64))
    };
    match (mean("consent"), mean("unity")) {
        (Some(c), Some(u)) => story.fill(message, &[("consent", &c), ("unity", &u)]),
        _ => story.text(words::LEVELS_PLAIN).to_owned(),
    }
}

fn level_panel(canvas: &mut Canvas, story: &Story, room: Rect, (series, heading): (&str, Message)) {
    let theme: &Theme = &story.theme;
    let fans: Vec<(Column, Months)> =
        story.worlds().into_iter().filter_map(|w| Some((w, story.series(w, series)?))).collect();
    let Some((world, rows)) = fans.first() else { return };
    let lines: Vec<_> =
        fans.iter().map(|f| (story.swatch(f.0), line(&f.1, Of::Median), story.short_name(f.0))).collect();
    let labels: Vec<EndLabel> = lines.iter().map(|l| end(&l.1, l.2, l.0)).collect();
    let room = Panel::heading(canvas, theme, room, story.text(heading), theme.ink);
    let panel = Panel::new(theme, room, month_axis(theme, rows), Axis::share(theme, ""), label_room(theme, &labels));
    bands(canvas, &panel, rows, story.swatch(*world));
    panel.axes(canvas);
    moments(canvas, &panel, story);
    for (swatch, points, _) in &lines {
        let solid = swatch.dash.is_none() || lines.len() == 1;
        let width = if solid { theme.strokes.data } else { theme.strokes.thin };
        panel.line(canvas, points, Stroke { width, dash: swatch.dash.filter(|_| !solid), color: swatch.line });
    }
    panel.end_labels(canvas, &labels);
}

/// Room for labels that are all as wide as this one.
pub fn room_for(theme: &Theme, text: &str) -> f64 {
    font::width(text, theme.text.axis, font::Weight::SemiBold) + 16.0
}
