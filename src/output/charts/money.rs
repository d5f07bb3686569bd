//! Cash in hand, assessments unpaid, and how often the money runs short.

use super::Drawn;
use super::canvas::{Canvas, Rect, Stroke};
use super::fan::{Months, Of, bands, end, line, moments, month_axis, room_for, top};
use super::panel::{Axis, EndLabel, Panel, label_room};
use super::scale::{Scale, percent_label, tick_label};
use super::story::Story;
use crate::engine::results::{Column, SeriesRow};
use crate::output::messages::{Message, charts, money_charts as words};
use crate::output::number::Measure;
use crate::output::theme::Swatch;

/// Cash in hand beside assessments unpaid.
pub fn draw(story: &Story) -> Drawn {
    if !story.has_mission() {
        return None;
    }
    let names = [("cash_usd", words::CASH), ("unpaid_assessments_usd", words::UNPAID)];
    let found: Vec<(Message, Months)> =
        names.iter().filter_map(|n| Some((n.1, story.series(Column::Mission, n.0)?))).collect();
    let highest = found.iter().map(|f| top(&f.1)).fold(0.0, f64::max);
    if found.is_empty() {
        return None;
    }
    let values = [("count", &*story.count_of_one()), ("assumed", story.text(charts::ASSUMED))];
    story.sheet(title(story), story.subtitle(words::CASH_SUBTITLE, &values), |canvas, room| {
        for (fan, room) in found.iter().zip(story.beside(room, found.len())) {
            account(canvas, story, room, fan, highest);
        }
    })
}

fn account(canvas: &mut Canvas, story: &Story, room: Rect, (heading, rows): &(Message, Months), highest: f64) {
    let theme = &story.theme;
    let (median, name) = (line(rows, Of::Median), story.text(charts::MEDIAN));
    let room = Panel::heading(canvas, theme, room, story.text(*heading), theme.ink);
    let y = Axis::new(theme, Scale::round(0.0, highest, 7), 7, tick_label, story.text(charts::DOLLARS));
    let panel = Panel::new(theme, room, month_axis(story, rows), y, room_for(theme, name));
    bands(canvas, &panel, rows, &theme.mission);
    panel.axes(canvas);
    moments(canvas, &panel, story);
    panel.line(canvas, &median, panel.data(&theme.mission));
    panel.end_labels(canvas, &[end(&median, name, &theme.mission)]);
}

fn title(story: &Story) -> String {
    let calendar = story.calendar;
    let (from, until) = (calendar.deployment.unwrap_or(0), calendar.exit.unwrap_or(story.info.horizon_months));
    let worst = story.series(Column::Mission, "unpaid_assessments_usd").and_then(|rows| {
        let during = rows.into_iter().filter(|r| (from as i32..=until as i32).contains(&r.month));
        during.max_by(|a, b| a.mean.total_cmp(&b.mean))
    });
    match (story.defined("cost_usd", Column::Mission), worst) {
        (Some(cost), Some(owed)) => {
            let [cost, owed] = [cost.mean, owed.mean].map(|v| story.value(Measure::Dollars, v));
            story.fill(words::CASH_TITLE, &[("cost", &cost), ("owed", &owed)])
        }
        _ => story.text(words::CASH_PLAIN).to_owned(),
    }
}

/// Fewer missions deployed than this share of histories, and a month says nothing.
const LEAST: f64 = 0.05;

/// How often cash is short of the plan, and how often the outlook forces cuts, among missions still deployed.
pub fn shortfall(story: &Story) -> Drawn {
    if !story.has_mission() {
        return None;
    }
    let deployed = story.series(Column::Mission, "mission_months")?;
    let of = |name| story.series(Column::Mission, name).map(|rows| among(&rows, &deployed));
    let (short, cut) = (of("cash_short_months")?, of("cash_cut_months")?);
    let most = |points: &[(f64, f64)]| points.iter().map(|p| p.1).fold(0.0, f64::max);
    let [worst, cuts] = [&short, &cut].map(|p| story.value(Measure::Share, most(p)));
    let title = story.fill(words::SHORT_TITLE, &[("short", &worst), ("cut", &cuts)]);
    let values = [("count", &*story.count_of_one()), ("assumed", story.text(charts::ASSUMED))];
    story.sheet(title, story.subtitle(words::SHORT_SUBTITLE, &values), |canvas, room| {
        let theme = &story.theme;
        let labels = [
            at_usual(&short, story.text(words::SHORT), &theme.none),
            at_usual(&cut, story.text(words::CUT), &theme.mission),
        ];
        // Room above, where the names of moments stand.
        let y = Scale::round(0.0, 1.08 * most(&short).max(most(&cut)), 6);
        let y = Axis::new(theme, y, 6, percent_label, "");
        let panel = Panel::new(theme, room, month_axis(story, &deployed), y, label_room(theme, &labels));
        panel.axes(canvas);
        moments(canvas, &panel, story);
        panel.line(canvas, &cut, panel.data(&theme.mission));
        panel.line(canvas, &short, Stroke { dash: None, ..panel.data(&theme.none) });
        let (outside, wide) = (panel.plot.right + theme.px(12.0), label_room(theme, &labels));
        let at = short.last().map_or(outside, |p| panel.at(p.0, 0.0).0 + theme.px(12.0));
        // Beside the ends of the lines, unless the planned exit or its name stands there.
        let exit = story.calendar.exit.map(|e| panel.place_of(f64::from(e), story.text(charts::PLANNED_EXIT)));
        let taken = exit.is_some_and(|(x, name)| name[0].min(x) < at + wide && at < name[1].max(x));
        panel.labels_at(canvas, if taken { outside } else { at.min(outside) }, &labels);
    })
}

/// A label at the height of the middle value, since the lines end where missions do.
fn at_usual(points: &[(f64, f64)], text: &str, swatch: &Swatch) -> EndLabel {
    let mut values: Vec<f64> = points.iter().map(|p| p.1).collect();
    values.sort_by(f64::total_cmp);
    EndLabel { value: values.get(values.len() / 2).copied().unwrap_or(0.0), text: text.into(), color: swatch.line }
}

/// Share of the missions deployed in each month.
fn among(rows: &[&SeriesRow], deployed: &[&SeriesRow]) -> Vec<(f64, f64)> {
    let most = deployed.iter().map(|r| r.mean).fold(0.0, f64::max);
    let share = |r: &&SeriesRow| {
        let base = deployed.iter().find(|d| d.month == r.month).filter(|d| d.mean > LEAST * most)?;
        Some((f64::from(r.month), (r.mean / base.mean).min(1.0)))
    };
    rows.iter().filter(|r| r.month >= 0).filter_map(share).collect()
}
