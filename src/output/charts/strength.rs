//! Deployed and effective strength below the authorised ceiling.

use super::Drawn;
use super::canvas::Stroke;
use super::fan::{Months, Of, bands, end, line, moments, month_axis, top};
use super::panel::{Axis, EndLabel, Panel, label_room};
use super::scale::{Scale, tick_label};
use super::story::Story;
use super::tones::{self, Tones};
use crate::engine::results::{Column, SeriesRow};
use crate::output::messages::{Message, charts as words, study_charts};
use crate::output::theme::{Swatch, Theme};

/// The three lines of the chart.
struct Strength<'a> {
    authorised: Option<Months<'a>>,
    deployed: Months<'a>,
    effective: Option<Months<'a>>,
    tones: Option<Tones<'a>>,
}

/// Deployed and effective strength below the authorised ceiling.
pub fn draw(story: &Story) -> Drawn {
    if !story.has_mission() {
        return None;
    }
    let of = |name| story.series(Column::Mission, name);
    let deployed = of("deployed_uniformed")?;
    let effective = of("effective_troops");
    let tones = effective.as_ref().and_then(|_| tones::of(story, Column::Mission, "effective_troops"));
    let strength = Strength { authorised: of("authorised_uniformed"), deployed, effective, tones };
    let values = [("count", &*story.count_of_one()), ("assumed", story.text(words::ASSUMED))];
    let message = if strength.tones.is_some() { study_charts::TONES_STRENGTH } else { words::STRENGTH_SUBTITLE };
    let subtitle = story.subtitle(message, &values);
    story.sheet(title(story, &strength), subtitle, |canvas, room| {
        let theme = &story.theme;
        let labels = labels(story, &strength);
        let highest = strength
            .authorised
            .iter()
            .chain([&strength.deployed])
            .chain(&strength.effective)
            .map(|r| top(r))
            .chain(strength.tones.iter().map(|t| tones::top(t)))
            .fold(0.0, f64::max);
        let y = Axis::new(theme, Scale::round(0.0, highest, 6), 6, tick_label, story.text(words::PEOPLE));
        let x = month_axis(story, &strength.deployed);
        let wide = label_room(theme, &labels);
        let after = Panel::new(theme, room, x.clone(), y.clone(), 24.0);
        let place = gone(&strength.deployed).map(|m| (m, after.at(m, 0.0).0 + 24.0));
        // Behind the drawdown where there is room and no line runs through them, else beside the plot.
        let inside =
            place.filter(|(m, x)| x + wide < after.plot.right && free(story, &strength, &after, &labels, *m, *x, wide));
        let inside = inside.map(|p| p.1);
        let panel = if inside.is_some() { after } else { Panel::new(theme, room, x, y, wide) };
        // One fan only: two on top of each other hide one.
        match (&strength.tones, &strength.effective) {
            (Some(tones), _) => tones::bands(canvas, &panel, tones, &theme.third),
            (None, Some(effective)) => bands(canvas, &panel, effective, &theme.third),
            (None, None) => bands(canvas, &panel, &strength.deployed, &theme.mission),
        }
        panel.axes(canvas);
        moments(canvas, &panel, story);
        if let Some(authorised) = &strength.authorised {
            let stroke = Stroke { dash: Some((10.0, 7.0)), ..panel.stroke(theme.muted, theme.strokes.thin) };
            panel.line(canvas, &line(authorised, Of::Mean), stroke);
        }
        if let Some(effective) = &strength.effective {
            panel.line(canvas, &line(effective, Of::Mean), Stroke { dash: None, ..panel.data(&theme.third) });
        }
        panel.line(canvas, &line(&strength.deployed, Of::Mean), panel.data(&theme.mission));
        panel.labels_at(canvas, inside.unwrap_or(panel.plot.right + 12.0), &labels);
    })
}

/// Whether labels from `x` on stand clear of the lines that go on after month `m`, and of the planned exit.
fn free(story: &Story, strength: &Strength, panel: &Panel, labels: &[EndLabel], m: f64, x: f64, wide: f64) -> bool {
    let all = strength.authorised.iter().chain([&strength.deployed]).chain(&strength.effective);
    let later = all.flatten().filter(|r| f64::from(r.month) >= m);
    let rest = later.map(|r| r.mean).filter(|v| v.is_finite()).fold(0.0, f64::max);
    let lowest = labels.iter().map(|l| panel.at(0.0, l.value).1).fold(f64::MIN, f64::max);
    let line = story.theme.text.axis * story.theme.text.leading;
    let apart = panel.at(0.0, rest).1 - lowest > line;
    let exit = story.calendar.exit.map(|e| panel.place_of(f64::from(e), story.text(words::PLANNED_EXIT)));
    apart && exit.is_none_or(|(at, _)| at < x || x + wide < at)
}

/// The month from which next to nobody is deployed any more.
fn gone(rows: &[&SeriesRow]) -> Option<f64> {
    let peak = rows.iter().map(|r| r.mean).fold(0.0, f64::max);
    let last = rows.iter().rposition(|r| r.mean > 0.1 * peak)?;
    rows.get(last + 1).map(|r| f64::from(r.month))
}

/// The middle of the months of deployment, where the labels' heights are read.
fn plateau(rows: &[&SeriesRow]) -> usize {
    let peak = rows.iter().map(|r| r.mean).fold(0.0, f64::max);
    let first = rows.iter().position(|r| r.mean > 0.5 * peak).unwrap_or(0);
    let last = rows.iter().rposition(|r| r.mean > 0.5 * peak).unwrap_or(0);
    (first + last) / 2
}

fn labels(story: &Story, strength: &Strength) -> Vec<EndLabel> {
    let theme: &Theme = &story.theme;
    let muted = Swatch { line: theme.muted, ..theme.none };
    let at = if gone(&strength.deployed).is_some() { plateau(&strength.deployed) } else { strength.deployed.len() - 1 };
    let label = |rows: &Months, text: Message, swatch: &Swatch| {
        end(&line(&rows[..=at.min(rows.len() - 1)], Of::Mean), story.text(text), swatch)
    };
    let mut labels = vec![label(&strength.deployed, words::DEPLOYED, &theme.mission)];
    labels.extend(strength.authorised.iter().map(|r| label(r, words::AUTHORISED, &muted)));
    labels.extend(strength.effective.iter().map(|r| label(r, words::EFFECTIVE, &theme.third)));
    let month = strength.deployed.get(at).map_or(0.0, |r| f64::from(r.month));
    let tone = strength.tones.iter().flatten().find(|t| t.month == month);
    labels.extend(tone.into_iter().flat_map(|t| tones::labels(story, t, &theme.third)));
    labels
}

fn title(story: &Story, strength: &Strength) -> String {
    let peak = |rows: &[&SeriesRow]| story.compact(rows.iter().map(|r| r.mean).fold(0.0, f64::max));
    let deployed = peak(&strength.deployed);
    let effective = strength.effective.as_ref().map(|r| story.fill(words::STRENGTH_EFFECTIVE, &[("n", &peak(r))]));
    let tail = effective.unwrap_or_default();
    match &strength.authorised {
        Some(rows) => {
            let values = [("authorised", &*peak(rows)), ("deployed", &deployed), ("effective", &tail)];
            story.fill(words::STRENGTH_OF, &values)
        }
        None => story.fill(words::STRENGTH_PLAIN, &[("deployed", &deployed), ("effective", &tail)]),
    }
}
