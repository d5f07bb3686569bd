//! Fan charts: how a monthly series goes, with the middle half and nine tenths of histories.

use super::canvas::{Canvas, Rect, Stroke};
use super::panel::{Axis, EndLabel, Panel, label_room};
use super::scale::{Scale, tick_label};
use super::story::Story;
use super::tones::{self, Tones};
use super::{Drawn, font};
use crate::engine::results::{Column, SeriesRow};
use crate::output::messages::{Message, charts as words, study_charts};
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
pub fn month_axis(story: &Story, rows: &[&SeriesRow]) -> Axis {
    let (first, last) = (rows.first().map_or(0, |r| r.month), rows.last().map_or(1, |r| r.month));
    Axis::months(&story.theme, first, last + 1, story.calendar.zero())
}

/// Deployment and planned exit, where they are set.
pub fn moments(canvas: &mut Canvas, panel: &Panel, story: &Story) {
    let of = |month: Option<u32>, name| month.map(|m| (f64::from(m), story.text(name)));
    let set = [of(story.calendar.deployment, words::DEPLOYMENT), of(story.calendar.exit, words::PLANNED_EXIT)];
    panel.moments(canvas, &set.into_iter().flatten().collect::<Vec<_>>());
}

/// The label at the end of a line.
pub fn end(points: &[(f64, f64)], text: impl Into<String>, swatch: &Swatch) -> EndLabel {
    EndLabel { value: points.last().map_or(0.0, |p| p.1), text: text.into(), color: swatch.line }
}

/// A series in a world, and its two tones where the run told them apart.
struct Fan<'a> {
    world: Column,
    rows: Months<'a>,
    tones: Option<Tones<'a>>,
}

impl<'a> Fan<'a> {
    fn of(story: &Story<'a>, world: Column, name: &str) -> Option<Self> {
        Some(Self { world, rows: story.series(world, name)?, tones: tones::of(story, world, name) })
    }

    fn top(&self) -> f64 {
        self.tones.as_ref().map_or(0.0, |t| tones::top(t)).max(top(&self.rows))
    }

    fn bands(&self, canvas: &mut Canvas, panel: &Panel, swatch: &Swatch) {
        match &self.tones {
            Some(tones) => tones::bands(canvas, panel, tones, swatch),
            None => bands(canvas, panel, &self.rows, swatch),
        }
    }

    /// What the tones are, beside their ends.
    fn labels(&self, story: &Story, swatch: &Swatch) -> Vec<EndLabel> {
        let last = self.tones.iter().flat_map(|t| t.last());
        last.flat_map(|t| tones::labels(story, t, swatch)).collect()
    }
}

/// Battle deaths per month, a panel for each world.
pub fn battle_deaths(story: &Story) -> Drawn {
    let worlds = story.worlds();
    let fans: Vec<Fan> = worlds.iter().filter_map(|w| Fan::of(story, *w, "battle_deaths")).collect();
    let first = fans.first()?;
    let (y, x) = (Scale::root(fans.iter().map(Fan::top).fold(0.0, f64::max)), month_axis(story, &first.rows));
    let subtitle = match &first.tones {
        Some(_) => story.subtitle(study_charts::TONES_DEATHS, &[]),
        None => story.subtitle(words::FAN_SUBTITLE, &[("count", &story.count_with_bands())]),
    };
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

fn deaths_panel(canvas: &mut Canvas, story: &Story, room: Rect, fan: &Fan, axes: (Axis, Scale)) {
    let (theme, rows) = (&story.theme, &fan.rows);
    let swatch = story.swatch(fan.world);
    let (median, mean) = (line(rows, Of::Median), line(rows, Of::Mean));
    let mut labels = vec![end(&median, story.text(words::MEDIAN), swatch), end(&mean, story.text(words::MEAN), swatch)];
    labels.extend(fan.labels(story, swatch));
    let room = Panel::heading(canvas, theme, room, story.name(fan.world), swatch.line);
    let y = Axis::new(theme, axes.1, 9, tick_label, story.text(words::DEATHS_PER_MONTH));
    let panel = Panel::new(theme, room, axes.0, y, label_room(theme, &labels));
    fan.bands(canvas, &panel, swatch);
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
    let toned = found.iter().any(|n| tones::of(story, first, n.0).is_some());
    let lines = story.text(match (worlds.len() > 1, toned) {
        (true, false) => words::LEVELS_BOTH,
        (false, false) => words::LEVELS_ONE,
        (true, true) => study_charts::TONES_LEVELS_BOTH,
        (false, true) => study_charts::TONES_LEVELS_ONE,
    });
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
    let (calendar, horizon) = (story.calendar, story.info.horizon_months);
    let (from, to, message) = match (calendar.deployment, calendar.exit) {
        (Some(from), Some(exit)) => (from, exit, words::LEVELS_EXIT),
        (Some(from), None) => (from, horizon, words::LEVELS_HORIZON),
        _ => (0, horizon, words::LEVELS_OVER),
    };
    let span = story.span(horizon);
    let mean = |name: &str| {
        let rows = story.series(world, name)?;
        let during: Vec<f64> =
            rows.iter().filter(|r| (from as i32..to as i32).contains(&r.month)).map(|r| r.mean).collect();
        Some(story.value(Measure::Share, during.iter().sum::<f64>() / during.len().max(1) as f64))
    };
    match (mean("consent"), mean("unity")) {
        (Some(c), Some(u)) => story.fill(message, &[("consent", &c), ("unity", &u), ("span", &span)]),
        _ => story.text(words::LEVELS_PLAIN).to_owned(),
    }
}

fn level_panel(canvas: &mut Canvas, story: &Story, room: Rect, (series, heading): (&str, Message)) {
    let theme: &Theme = &story.theme;
    let fans: Vec<Fan> = story.worlds().into_iter().filter_map(|w| Fan::of(story, w, series)).collect();
    let Some(first) = fans.first() else { return };
    // The tones are of the mean and of one history: the line is then the mean.
    let of = if first.tones.is_some() { Of::Mean } else { Of::Median };
    let lines: Vec<_> =
        fans.iter().map(|f| (story.swatch(f.world), line(&f.rows, of), story.short_name(f.world))).collect();
    let mut labels: Vec<EndLabel> = lines.iter().map(|l| end(&l.1, l.2, l.0)).collect();
    labels.extend(first.labels(story, story.swatch(first.world)));
    let room = Panel::heading(canvas, theme, room, story.text(heading), theme.ink);
    let panel =
        Panel::new(theme, room, month_axis(story, &first.rows), Axis::share(theme, ""), label_room(theme, &labels));
    first.bands(canvas, &panel, story.swatch(first.world));
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
