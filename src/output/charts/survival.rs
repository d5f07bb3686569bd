//! How long the first peace holds.

use super::Drawn;
use super::canvas::{Align, Canvas, Type};
use super::fan::end;
use super::font::Weight;
use super::panel::{Axis, EndLabel, Panel, Zero, label_room};
use super::story::Story;
use crate::engine::results::{Column, SurvivalRow};
use crate::output::messages::charts as words;
use crate::output::number::{Measure, thousands};

/// Fewer histories at risk than this, and the curve says nothing.
const LEAST: u64 = 10;
/// Months at which the numbers at risk are written.
const EVERY: i32 = 24;

/// A curve.
type Held<'a> = (Column, Vec<&'a SurvivalRow>);

/// Survival of peace with intervals, and how many are at risk.
pub fn draw(story: &Story) -> Drawn {
    let held: Vec<Held> = story.worlds().into_iter().filter_map(|w| Some((w, rows(story, w)?))).collect();
    let last = held.iter().filter_map(|h| h.1.last()).map(|r| r.month as i32).max()?;
    let subtitle = story.subtitle(words::SURVIVAL_SUBTITLE, &[]);
    story.sheet(title(story, &held), subtitle, |canvas, room| {
        let theme = &story.theme;
        let labels: Vec<EndLabel> =
            held.iter().map(|h| end(&points(&h.1), story.short_name(h.0), story.swatch(h.0))).collect();
        let below = (held.len() as f64 + 1.2) * 1.35 * theme.text.foot;
        let x = Axis { name: since(story, last), ..Axis::months(theme, 0, last, Zero::Start) };
        let panel = Panel::new(
            theme,
            room.inset(0.0, 0.0, 0.0, below),
            x,
            Axis::share(theme, ""),
            label_room(theme, &labels) + theme.px(36.0),
        );
        for (world, rows) in held.iter().rev() {
            panel.band(canvas, &interval(rows), story.swatch(*world).outer);
        }
        panel.axes(canvas);
        for (world, rows) in held.iter().rev() {
            panel.line(canvas, &points(rows), panel.data(story.swatch(*world)));
        }
        panel.end_labels(canvas, &labels);
        at_risk(canvas, story, &panel, &held);
    })
}

fn since(story: &Story, last: i32) -> String {
    story.text(if last > 48 { words::YEARS_SINCE } else { words::MONTHS_SINCE }).to_owned()
}

fn rows<'a>(story: &Story<'a>, world: Column) -> Option<Vec<&'a SurvivalRow>> {
    let wanted = |r: &&SurvivalRow| r.world == world && r.theatre == "all" && r.at_risk >= LEAST;
    let mut rows: Vec<&SurvivalRow> = story.results().survival.iter().filter(wanted).collect();
    rows.sort_by_key(|r| r.month);
    (rows.len() > 12).then_some(rows)
}

/// Steps: the share holds to the end of its month, then is the next one's.
fn points(rows: &[&SurvivalRow]) -> Vec<(f64, f64)> {
    let mut points = Vec::with_capacity(2 * rows.len());
    let mut before = 1.0;
    for row in rows {
        points.extend([(f64::from(row.month), before), (f64::from(row.month), row.survival)]);
        before = row.survival;
    }
    points
}

fn interval(rows: &[&SurvivalRow]) -> Vec<(f64, f64, f64)> {
    rows.iter().map(|r| (f64::from(r.month), r.lo, r.hi)).collect()
}

/// How many are at risk, below the axis.
fn at_risk(canvas: &mut Canvas, story: &Story, panel: &Panel, held: &[Held]) {
    let theme = &story.theme;
    let size = theme.text.foot;
    let style = Type { size, weight: Weight::Regular, color: theme.muted, align: Align::Left };
    let top = panel.plot.bottom + 2.3 * theme.text.axis * theme.text.leading + 1.1 * size;
    canvas.text(story.text(words::AT_RISK), (panel.plot.left - theme.px(12.0), top), style);
    for (i, (world, rows)) in held.iter().enumerate() {
        let y = top + (i as f64 + 1.0) * 1.35 * size;
        let color = story.swatch(*world).line;
        for row in rows.iter().filter(|r| r.month as i32 % EVERY == 0) {
            let x = panel.at(f64::from(row.month), 0.0).0;
            let style = Type { color, align: Align::Centre, ..style };
            canvas.text(&thousands(row.at_risk as f64, 0), (x, y), style);
        }
        let name = story.short_name(*world);
        canvas.text(name, (panel.plot.right + theme.px(36.0), y), Type { color, weight: Weight::SemiBold, ..style });
    }
}

fn title(story: &Story, held: &[Held]) -> String {
    let at = |w: Column, m: u32| {
        let row = held.iter().find(|h| h.0 == w)?.1.iter().find(|r| r.month == m)?;
        Some(story.value(Measure::Share, row.survival))
    };
    for month in [60, 24, 12] {
        let when = story.span(month);
        match (at(Column::Mission, month), at(Column::None, month)) {
            (Some(with), Some(without)) if story.has_mission() => {
                return story.fill(words::SURVIVAL_BOTH, &[("when", &when), ("with", &with), ("without", &without)]);
            }
            (Some(one), _) | (_, Some(one)) => return story.fill(words::SURVIVAL_ONE, &[("when", &when), ("n", &one)]),
            _ => {}
        }
    }
    story.text(words::SURVIVAL_PLAIN).to_owned()
}
