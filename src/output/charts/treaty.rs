//! A treaty's years: its parties, its dues, and what rests on its largest payer.

use super::Drawn;
use super::canvas::{Canvas, Rect};
use super::fan::{Months, Of, bands, end, line, room_for, top};
use super::panel::{Axis, Label, Panel};
use super::scale::{Scale, percent_label, tick_label};
use super::story::Story;
use crate::engine::results::{Column, SeriesRow};
use crate::output::messages::{Message, charts, money_charts as words};
use crate::output::number::Measure;
use crate::output::theme::Swatch;

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

/// First year of the scenario, where these are results of a treaty.
fn start_year(story: &Story) -> Option<i32> {
    let table: toml::Table = story.info.scenario_toml.parse().ok()?;
    i32::try_from(table.get("treaty")?.get("start_year")?.as_integer()?).ok()
}

/// Years as ticks, counted in months of the series.
fn years(story: &Story, rows: &[&SeriesRow]) -> Option<Axis> {
    let start = start_year(story)?;
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

/// A share and its 90 % band as they are written.
fn share_of(story: &Story, outcome: &str) -> Option<[String; 3]> {
    let row = story.defined(outcome, Column::None)?;
    Some([row.mean, row.quantiles[0].value, row.quantiles[4].value].map(|v| story.value(Measure::Share, v)))
}

/// States parties by year.
pub fn parties(story: &Story) -> Drawn {
    let start = start_year(story)?;
    let found = fan(story, "parties", None, Some(words::STATES))?;
    let last = found.rows.last()?;
    let [n, low, high] = [last.quantiles[2], last.quantiles[0], last.quantiles[4]].map(|v| story.compact(v));
    let year = (start + (last.month + 1) / 12).to_string();
    let title = story.fill(words::PARTIES_TITLE, &[("year", &year), ("n", &n), ("low", &low), ("high", &high)]);
    sheet(story, title, words::PARTIES_WHAT, &[found])
}

/// Cash beside dues unpaid.
pub fn dues(story: &Story) -> Drawn {
    start_year(story)?;
    let names = [("cash_usd", words::CASH), ("unpaid_assessments_usd", words::UNPAID)];
    let fans: Vec<Fan> = names.iter().filter_map(|n| fan(story, n.0, Some(n.1), Some(charts::DOLLARS))).collect();
    let budget = story.value(Measure::Dollars, story.defined("budget_usd", Column::None)?.mean);
    let [share, low, high] = share_of(story, "collected_share")?;
    let values = [("share", &*share), ("budget", &budget), ("low", &low), ("high", &high)];
    sheet(story, story.fill(words::DUES_TITLE, &values), words::DUES_WHAT, &fans)
}

/// How often a meeting is at risk beside what hangs on the largest payer.
pub fn risk(story: &Story) -> Drawn {
    start_year(story)?;
    let mut fans = Vec::new();
    fans.extend(shares(story, "meeting_at_risk", words::AT_RISK).map(|f| {
        let most = f.rows.iter().map(|r| r.mean).fold(0.0, f64::max);
        Fan { mean: true, scale: Scale::round(0.0, most.max(0.05), 6), ..f }
    }));
    fans.extend(shares(story, "largest_share", words::LARGEST));
    let largest = share_of(story, "largest_share_of_receipts")?[0].clone();
    let years = share_of(story, "shortfall_years")?[0].clone();
    let what = if story.theme.narrow { words::RISK_WHAT_NARROW } else { words::RISK_WHAT };
    sheet(story, story.fill(words::RISK_TITLE, &[("share", &largest), ("risk", &years)]), what, &fans)
}

/// Obligations met beside the support unit's capacity.
pub fn duties(story: &Story) -> Drawn {
    start_year(story)?;
    let names = [("obligations_met", words::DUTIES), ("isu_capacity", words::UNIT)];
    let fans: Vec<Fan> = names.iter().filter_map(|n| shares(story, n.0, n.1)).collect();
    let full = |f| Fan { scale: Scale::linear(0.0, 1.0), ..f };
    let fans: Vec<Fan> = fans.into_iter().map(full).collect();
    let [share, low, high] = share_of(story, "obligations_met")?;
    let title = story.fill(words::DUTIES_TITLE, &[("share", &share), ("low", &low), ("high", &high)]);
    sheet(story, title, words::DUTIES_WHAT, &fans)
}
