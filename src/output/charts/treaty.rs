//! A treaty's years: its parties, its dues, and what rests on its largest payer.

use super::Drawn;
use super::canvas::{Canvas, Rect};
use super::fan::{Months, Of, bands, end, line, room_for, top};
use super::panel::{Axis, Label, Panel};
use super::scale::{Scale, percent_label, tick_label};
use super::story::Story;
use crate::engine::results::{Column, SeriesRow};
use crate::output::messages::{Message, charts, money_charts as words};
use crate::output::theme::Swatch;
use crate::output::treaty as told;

/// A panel: what it shows, and how its numbers are written.
struct Fan<'a> {
    heading: Option<Message>,
    axis: Option<Message>,
    rows: Months<'a>,
    scale: Scale,
    label: Label,
    /// A probability has no band, and its line is its mean.
    mean: bool,
}

/// Years as ticks, counted in months of the series.
fn years(story: &Story, rows: &[&SeriesRow]) -> Option<Axis> {
    let start = told::start_year(story)?;
    let last = rows.last()?.month + 1;
    let step = [1, 2, 5, 10].into_iter().find(|s| last / 12 / s <= 8).unwrap_or(20);
    let ticks = (0..=last / 12).step_by(step as usize).map(|y| (f64::from(12 * y), (start + y).to_string()));
    let scale = Scale::linear(0.0, f64::from(last));
    Some(Axis { scale, ticks: ticks.collect(), name: story.text(words::AUGUSTS).to_owned() })
}

fn sheet(story: &Story, title: String, what: Message, fans: &[Fan]) -> Drawn {
    let subtitle = story.subtitle(words::TREATY_SUBTITLE, &[("what", story.text(what))]);
    let x = years(story, &fans.first()?.rows)?;
    story.sheet(title, subtitle, |canvas, room| {
        for (fan, room) in fans.iter().zip(story.beside(room, fans.len())) {
            panel(canvas, story, room, fan, &x);
        }
    })
}

fn panel(canvas: &mut Canvas, story: &Story, room: Rect, fan: &Fan, x: &Axis) {
    let theme = &story.theme;
    let swatch = Swatch { dash: None, ..theme.mission };
    let heading = fan.heading.map(|h| Panel::heading(canvas, theme, room, story.text(h), theme.ink));
    let name = story.text(if fan.mean { charts::MEAN } else { charts::MEDIAN });
    let y = Axis::new(theme, fan.scale, 6, fan.label, fan.axis.map_or("", |a| story.text(a)));
    let panel = Panel::new(theme, heading.unwrap_or(room), x.clone(), y, room_for(theme, name));
    if !fan.mean {
        bands(canvas, &panel, &fan.rows, &swatch);
    }
    panel.axes(canvas);
    let points = line(&fan.rows, if fan.mean { Of::Mean } else { Of::Median });
    panel.line(canvas, &points, panel.data(&swatch));
    panel.end_labels(canvas, &[end(&points, name, &swatch)]);
}

fn fan<'a>(story: &Story<'a>, series: &str, heading: Option<Message>, axis: Option<Message>) -> Option<Fan<'a>> {
    let rows = story.series(Column::None, series)?;
    let scale = Scale::round(0.0, top(&rows), 6);
    Some(Fan { heading, axis, rows, scale, label: tick_label, mean: false })
}

/// A fan of shares.
fn shares<'a>(story: &Story<'a>, series: &str, heading: Message) -> Option<Fan<'a>> {
    fan(story, series, Some(heading), None).map(|f| Fan { label: percent_label, ..f })
}

/// States parties by year.
pub fn parties(story: &Story) -> Drawn {
    let title = told::parties(story, story.lang())?;
    let found = fan(story, "parties", None, Some(words::STATES))?;
    sheet(story, title, words::PARTIES_WHAT, &[found])
}

/// Cash beside dues unpaid.
pub fn dues(story: &Story) -> Drawn {
    let title = told::dues(story, story.lang())?;
    let names = [("cash_usd", words::CASH), ("unpaid_assessments_usd", words::UNPAID)];
    let fans: Vec<Fan> = names.iter().filter_map(|n| fan(story, n.0, Some(n.1), Some(charts::DOLLARS))).collect();
    sheet(story, title, words::DUES_WHAT, &fans)
}

/// How often a meeting is at risk beside what hangs on the largest payer.
pub fn risk(story: &Story) -> Drawn {
    let title = told::risk(story, story.lang())?;
    let mut fans = Vec::new();
    fans.extend(shares(story, "meeting_at_risk", words::AT_RISK).map(|f| {
        let most = f.rows.iter().map(|r| r.mean).fold(0.0, f64::max);
        Fan { mean: true, scale: Scale::round(0.0, most.max(0.05), 6), ..f }
    }));
    fans.extend(shares(story, "largest_share", words::LARGEST));
    let what = if story.theme.narrow { words::RISK_WHAT_NARROW } else { words::RISK_WHAT };
    sheet(story, title, what, &fans)
}

/// Obligations met beside the support unit's capacity.
pub fn duties(story: &Story) -> Drawn {
    let title = told::duties(story, story.lang())?;
    let names = [("obligations_met", words::DUTIES), ("isu_capacity", words::UNIT)];
    let fans: Vec<Fan> = names.iter().filter_map(|n| shares(story, n.0, n.1)).collect();
    let full = |f| Fan { scale: Scale::linear(0.0, 1.0), ..f };
    let fans: Vec<Fan> = fans.into_iter().map(full).collect();
    sheet(story, title, words::DUTIES_WHAT, &fans)
}
