//! Deployed and effective strength below the authorised ceiling.

use super::Drawn;
use super::canvas::Stroke;
use super::fan::{Months, Of, bands, end, line, moments, month_axis, top};
use super::panel::{Axis, EndLabel, Panel, label_room};
use super::scale::{Scale, tick_label};
use super::story::{ASSUMED, Story};
use crate::engine::results::{Column, SeriesRow};
use crate::output::number::compact;
use crate::output::theme::Theme;

/// The three lines of the chart.
struct Strength<'a> {
    authorised: Option<Months<'a>>,
    deployed: Months<'a>,
    effective: Option<Months<'a>>,
}

/// Deployed and effective strength below the authorised ceiling.
pub fn draw(story: &Story) -> Drawn {
    if !story.has_mission() {
        return None;
    }
    let of = |name| story.series(Column::Mission, name);
    let deployed = of("deployed_uniformed")?;
    let strength = Strength { authorised: of("authorised_uniformed"), deployed, effective: of("effective_troops") };
    let subtitle = format!(
        "People, {}, {}. Lines: means; bands: the middle 50 % and 90 % of histories. Effective troops: those deployed, \
         times access, tempo and performance, over the work asked of them. {ASSUMED}",
        story.count_with_bands(),
        story.stance()
    );
    story.sheet(title(&strength), subtitle, |canvas, room| {
        let theme = &story.theme;
        let labels = labels(theme, &strength);
        let highest = strength.authorised.iter().chain([&strength.deployed]).map(|r| top(r)).fold(0.0, f64::max);
        let y = Axis::new(Scale::round(0.0, highest, 6), 6, tick_label, "people");
        let panel = Panel::new(theme, room, month_axis(&strength.deployed), y, label_room(theme, &labels));
        bands(canvas, &panel, &strength.deployed, &theme.mission);
        if let Some(effective) = &strength.effective {
            bands(canvas, &panel, effective, &theme.third);
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
        panel.end_labels(canvas, &labels);
    })
}

fn labels(theme: &Theme, strength: &Strength) -> Vec<EndLabel> {
    let muted = crate::output::theme::Swatch { line: theme.muted, ..theme.none };
    let mut labels = vec![end(&line(&strength.deployed, Of::Mean), "deployed, uniformed", &theme.mission)];
    labels.extend(strength.authorised.iter().map(|r| end(&line(r, Of::Mean), "authorised, uniformed", &muted)));
    labels.extend(strength.effective.iter().map(|r| end(&line(r, Of::Mean), "effective troops", &theme.third)));
    labels
}

fn title(strength: &Strength) -> String {
    let peak = |rows: &[&SeriesRow]| rows.iter().map(|r| r.mean).fold(0.0, f64::max);
    let deployed = compact(peak(&strength.deployed));
    let effective = strength.effective.as_ref().map(|r| format!("; effective troops peak at {}", compact(peak(r))));
    let tail = effective.unwrap_or_default();
    match &strength.authorised {
        Some(rows) => format!("Of {} uniformed people authorised, {deployed} are deployed at the peak{tail}", compact(peak(rows))),
        None => format!("{deployed} uniformed people are deployed at the peak{tail}"),
    }
}
