//! Cash in hand and assessments unpaid.

use super::Drawn;
use super::canvas::{Canvas, Rect};
use super::fan::{Months, Of, bands, end, line, moments, month_axis, room_for, top};
use super::panel::{Axis, Panel};
use super::scale::{Scale, tick_label};
use super::story::{ASSUMED, Story};
use crate::engine::results::Column;
use crate::output::number::Measure;

/// Cash in hand beside assessments unpaid.
pub fn draw(story: &Story) -> Drawn {
    if !story.has_mission() {
        return None;
    }
    let names = [("cash_usd", "Cash in hand"), ("unpaid_assessments_usd", "Assessments unpaid")];
    let found: Vec<(&str, Months)> =
        names.iter().filter_map(|n| Some((n.1, story.series(Column::Mission, n.0)?))).collect();
    let highest = found.iter().map(|f| top(&f.1)).fold(0.0, f64::max);
    if found.is_empty() {
        return None;
    }
    let subtitle = format!(
        "Accounts of the mission at the end of each month, US$, {}, {}. Lines: median; bands: the middle 50 % and 90 % \
         of histories. {ASSUMED}",
        story.count_of_one(),
        story.stance()
    );
    story.sheet(title(story), subtitle, |canvas, room| {
        for (fan, room) in found.iter().zip(room.grid(found.len(), 1, (story.theme.gap, 0.0))) {
            account(canvas, story, room, fan, highest);
        }
    })
}

fn account(canvas: &mut Canvas, story: &Story, room: Rect, (heading, rows): &(&str, Months), highest: f64) {
    let theme = &story.theme;
    let median = line(rows, Of::Median);
    let room = Panel::heading(canvas, theme, room, heading, theme.ink);
    let y = Axis::new(Scale::round(0.0, highest, 7), 7, tick_label, "US$");
    let panel = Panel::new(theme, room, month_axis(rows), y, room_for(theme, "median"));
    bands(canvas, &panel, rows, &theme.mission);
    panel.axes(canvas);
    moments(canvas, &panel, story);
    panel.line(canvas, &median, panel.data(&theme.mission));
    panel.end_labels(canvas, &[end(&median, "median", &theme.mission)]);
}

fn title(story: &Story) -> String {
    let until = story.info.planned_exit_month.unwrap_or(story.info.horizon_months);
    let worst = story.series(Column::Mission, "unpaid_assessments_usd").and_then(|rows| {
        let during = rows.into_iter().filter(|r| (0..=until as i32).contains(&r.month));
        during.max_by(|a, b| a.mean.total_cmp(&b.mean))
    });
    match (story.defined("cost_usd", Column::Mission), worst) {
        (Some(cost), Some(owed)) => format!(
            "The mission costs {} on average; unpaid assessments peak at {} while it is deployed",
            Measure::Dollars.write(cost.mean),
            Measure::Dollars.write(owed.mean)
        ),
        _ => "Cash in hand and assessments unpaid by month".to_owned(),
    }
}
