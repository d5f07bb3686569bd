//! Cash in hand, what payers owe, and how often the money runs short.

use toml::{Table, Value};

use super::Drawn;
use super::calendar::operations;
use super::canvas::{Canvas, Rect, Stroke};
use super::fan::{Months, Of, bands, end, line, moments, month_axis, room_for, top};
use super::panel::{Axis, EndLabel, Panel, label_room};
use super::scale::{Scale, percent_label, tick_label};
use super::story::Story;
use crate::engine::results::{Column, SeriesRow};
use crate::output::messages::{Message, charts, money_charts as words};
use crate::output::number::Measure;
use crate::output::theme::Swatch;

/// What payers owe, as a heading and within a title: donors pledge what others are assessed. A partner pays for its own
/// operation as it goes, and has no say in it.
fn unpaid(story: &Story) -> [Message; 2] {
    let scenario: Table = story.info.scenario_toml.parse().unwrap_or_default();
    let kinds = operations(&scenario).into_iter().map(|o| o.get("funding").and_then(Value::as_str));
    let donors: Vec<bool> = kinds.filter(|k| *k != Some("partner")).map(|k| k == Some("voluntary")).collect();
    match (donors.contains(&true), donors.contains(&false)) {
        (true, false) => [words::UNPAID_PLEDGES, words::OWED_PLEDGES],
        (true, true) => [words::UNPAID_DUES, words::OWED_DUES],
        _ => [words::UNPAID, words::OWED],
    }
}

/// Cash in hand beside what payers owe.
pub fn draw(story: &Story) -> Drawn {
    if !story.has_mission() {
        return None;
    }
    let names = [("cash_usd", words::CASH), ("unpaid_assessments_usd", unpaid(story)[0])];
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
    let unpaid = story.text(unpaid(story)[1]);
    match (story.defined("cost_usd", Column::Mission), worst) {
        (Some(cost), Some(owed)) => {
            let [cost, owed] = [cost.mean, owed.mean].map(|v| story.value(Measure::Dollars, v));
            story.fill(words::CASH_TITLE, &[("cost", &cost), ("unpaid", unpaid), ("owed", &owed)])
        }
        _ => story.fill(words::CASH_PLAIN, &[("unpaid", unpaid)]),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::charts::beside::Beside;
    use crate::output::charts::story::tests::empty;
    use crate::output::theme::{Look, Theme};

    #[test]
    fn what_is_owed_is_called_after_those_who_pay() {
        let said = |toml: &str| {
            let mut results = empty();
            results.info.scenario_toml = toml.to_owned();
            let beside = Beside::default();
            let story = Story::new(&results, &beside, Theme::new(&Look::default()));
            (story.text(unpaid(&story)[0]), title(&story))
        };
        let (a, v, p) =
            ("[operation.a]\n", "[operation.v]\nfunding = \"voluntary\"\n", "[operation.p]\nfunding = \"partner\"\n");
        let (assessed, pledged) =
            ("Cash in hand and unpaid assessments by month", "Cash in hand and unpaid pledges by month");
        for toml in [a, p, "[mission]\nfunding = \"regular\"\n"] {
            assert_eq!(said(toml), ("Assessments unpaid", assessed.to_owned()), "{toml}");
        }
        for toml in [v, &[v, p].concat(), "[mission]\nfunding = \"voluntary\"\n"] {
            assert_eq!(said(toml), ("Pledges unpaid", pledged.to_owned()), "{toml}");
        }
        assert_eq!(said(&[a, v].concat()).0, "Dues unpaid");
    }
}
