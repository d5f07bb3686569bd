//! From what a mission requires to what it spends, and what the spending buys.

use super::Drawn;
use super::canvas::{Align, Canvas, Point, Rect, Stroke, Type};
use super::font::{Weight, width, wrap};
use super::panel::{Axis, Panel};
use super::scale::{Scale, tick_label};
use super::story::Story;
use crate::engine::results::{Column, Row};
use crate::output::messages::{Message, charts, money_charts as words};
use crate::output::number::Measure;
use crate::output::theme::{Color, Theme};

/// What a bar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// From the ground up.
    Total,
    /// From one total to the next, written with its sign.
    Step,
    /// What some of the spending buys.
    Part,
}

/// A bar.
struct Bar {
    kind: Kind,
    name: Message,
    from: f64,
    to: f64,
    /// The middle 90 % of histories, of totals.
    range: Option<(f64, f64)>,
    color: Color,
}

/// Components of the cost, in the order they are stacked.
pub const COMPONENTS: [(&str, Message); 6] = [
    ("cost_contributors_usd", words::CONTRIBUTORS),
    ("cost_operations_usd", words::OPERATIONS),
    ("cost_civilians_usd", words::CIVILIANS),
    ("cost_overhead_usd", words::OVERHEAD),
    ("cost_programme_usd", words::PROGRAMME),
    (GIVEN, words::VOLUNTARY),
];

/// Money that comes and is spent beside what is assessed.
const GIVEN: &str = "cost_voluntary_usd";

/// What partners pay as it falls due; part of the cost, and of no assessment.
const PARTNERS: &str = "cost_partners_usd";

/// Means of the money that comes beside what is assessed.
#[derive(Clone, Copy, Debug, Default)]
struct NotAssessed {
    given: f64,
    partners: f64,
}

/// The waterfall.
pub fn draw(story: &Story) -> Drawn {
    let of = |name: &str| story.defined(name, Column::Mission).filter(|_| story.has_mission());
    let totals = [of("requirement_usd")?, of("budget_usd")?, of("receipts_usd")?, of("cost_usd")?];
    let there = |c: &(&str, Message)| of(c.0).filter(|row| c.0 != GIVEN || row.mean > 0.0).map(|row| (c.1, row));
    let parts: Vec<(Message, &Row)> = COMPONENTS.iter().filter_map(there).collect();
    let mean = |name| of(name).map_or(0.0, |row| row.mean);
    let beside = NotAssessed { given: mean(GIVEN), partners: mean(PARTNERS) };
    if totals[0].mean <= 0.0 {
        return None;
    }
    let [required, received, spent] =
        [totals[0].mean, totals[2].mean + beside.partners, totals[3].mean].map(|v| story.value(Measure::Dollars, v));
    let title =
        story.fill(words::WATERFALL_TITLE, &[("required", &required), ("received", &received), ("spent", &spent)]);
    let values = [("count", &*story.count_of_one()), ("assumed", story.text(charts::ASSUMED))];
    let bars = bars(story, totals, beside, &parts);
    story.sheet(title, story.subtitle(words::WATERFALL_SUBTITLE, &values), |canvas, room| {
        if story.theme.narrow { lying(canvas, story, room, &bars) } else { standing(canvas, story, room, &bars) }
    })
}

fn bars(story: &Story, totals: [&Row; 4], beside: NotAssessed, parts: &[(Message, &Row)]) -> Vec<Bar> {
    let theme = &story.theme;
    let [required, approved, received, spent] = totals;
    let total = |name, row: &Row, color| Bar {
        kind: Kind::Total,
        name,
        from: 0.0,
        to: row.mean,
        range: Some((row.quantiles[0].value, row.quantiles[4].value)),
        color,
    };
    let step = |name, from: f64, to: f64| {
        let color = if to < from { theme.none.line } else { theme.third.line };
        Bar { kind: Kind::Step, name, from, to, range: None, color }
    };
    // More may arrive than was budgeted.
    let came = received.mean + beside.partners;
    let arrived = if came > approved.mean { words::RECEIVED_MORE } else { words::NOT_RECEIVED };
    let held = came + beside.given;
    let mut receipts = total(words::RECEIVED, received, theme.mission.line);
    if beside.partners > 0.0 {
        receipts = Bar { name: words::RECEIVED_WITH_PARTNERS, to: came, range: None, ..receipts };
    }
    let mut bars = vec![
        total(words::REQUIRED, required, theme.muted),
        step(words::APPROVED_LESS, required.mean, approved.mean),
        total(words::APPROVED, approved, theme.muted),
        step(arrived, approved.mean, came),
        receipts,
        step(words::GIVEN, came, held),
        step(words::NOT_SPENT, held, spent.mean),
        total(words::SPENT, spent, theme.mission.line),
    ];
    bars.retain(|bar| bar.name != words::GIVEN || beside.given > 0.0);
    let mut left = spent.mean;
    for (name, row) in parts {
        let (to, color) = (left - row.mean, theme.mission.inner);
        bars.push(Bar { kind: Kind::Part, name: *name, from: left, to, range: None, color });
        left = to;
    }
    bars
}

fn highest(bars: &[Bar]) -> f64 {
    bars.iter().flat_map(|b| [b.from, b.to, b.range.map_or(0.0, |r| r.1)]).fold(0.0, f64::max)
}

/// Bars that gain a little distance before what the spending buys.
fn place(bars: &[Bar], i: usize) -> f64 {
    i as f64 + if bars[i].kind == Kind::Part { 0.5 } else { 0.0 }
}

/// `US$ 1.23 bn`; a step with its sign.
fn amount(story: &Story, bar: &Bar) -> String {
    let by = bar.to - bar.from;
    match bar.kind {
        Kind::Step if by > 0.0 => format!("+{}", story.compact(by)),
        Kind::Step => story.compact(by),
        _ => story.compact(by.abs()),
    }
}

/// A range with its ends marked; `cap` is half the length of a mark.
fn whisker(canvas: &mut Canvas, theme: &Theme, ends: [Point; 2], cap: Point) {
    let stroke = Stroke { color: theme.axis, width: theme.strokes.thin, dash: None };
    canvas.line(&ends, stroke);
    for (x, y) in ends {
        canvas.line(&[(x - cap.0, y - cap.1), (x + cap.0, y + cap.1)], stroke);
    }
}

/// By how much names must shrink, so that no word is wider than its bar's place: many bars stand close.
fn fitting(story: &Story, bars: &[Bar], size: f64, room: f64) -> f64 {
    let lines = bars.iter().flat_map(|b| wrap(story.text(b.name), size, Weight::Regular, room));
    (room / lines.map(|line| width(&line, size, Weight::Regular)).fold(room, f64::max)).min(1.0)
}

/// Upright bars, names below.
fn standing(canvas: &mut Canvas, story: &Story, room: Rect, bars: &[Bar]) {
    let theme = &story.theme;
    let size = theme.text.foot;
    let names = 3.2 * theme.text.leading * size;
    let count = place(bars, bars.len() - 1) + 1.0;
    let y = Axis::new(theme, Scale::round(0.0, highest(bars), 6), 6, tick_label, story.text(charts::DOLLARS));
    let x = Axis { scale: Scale::linear(0.0, count), ticks: Vec::new(), name: String::new() };
    let panel = Panel::new(theme, room.inset(0.0, 0.0, 0.0, names - theme.text.axis * 2.0), x, y, 0.0);
    panel.axes(canvas);
    let each = panel.plot.width() / count;
    let small = size * fitting(story, bars, size, 0.95 * each);
    for (i, bar) in bars.iter().enumerate() {
        let middle = panel.plot.left + (place(bars, i) + 0.5) * each;
        let (a, b) = (panel.at(0.0, bar.from).1, panel.at(0.0, bar.to).1);
        let (top, bottom) = (a.min(b), a.max(b).max(a.min(b) + 2.0));
        canvas.rect(Rect { left: middle - 0.36 * each, top, right: middle + 0.36 * each, bottom }, bar.color);
        let mut above = top;
        if let Some((low, high)) = bar.range {
            let x = middle + 0.43 * each;
            let [low, high] = [low, high].map(|v| panel.at(0.0, v).1);
            whisker(canvas, theme, [(x, low), (x, high)], (0.05 * each, 0.0));
            above = above.min(if high < top - 2.0 * size { top } else { high });
        }
        let style = Type { size, weight: Weight::SemiBold, color: theme.ink, align: Align::Centre };
        canvas.text(&amount(story, bar), (middle, above - 0.8 * size), style);
        for (k, text) in wrap(story.text(bar.name), small, Weight::Regular, 0.95 * each).iter().take(3).enumerate() {
            let line = panel.plot.bottom + (1.1 + k as f64 * theme.text.leading) * size;
            let style = Type { size: small, weight: Weight::Regular, color: theme.muted, ..style };
            canvas.text(text, (middle, line), style);
        }
    }
}

/// Lying bars, names to the left: for a column.
fn lying(canvas: &mut Canvas, story: &Story, room: Rect, bars: &[Bar]) {
    let theme = &story.theme;
    let size = theme.text.axis;
    let name = Type { size, weight: Weight::Regular, color: theme.ink, align: Align::Right };
    let widest = bars.iter().map(|b| width(story.text(b.name), size, Weight::Regular)).fold(0.0, f64::max);
    let count = place(bars, bars.len() - 1) + 1.0;
    let x = Axis::new(theme, Scale::round(0.0, highest(bars), 4), 4, tick_label, story.text(charts::DOLLARS));
    let y = Axis { scale: Scale::linear(0.0, count), ticks: Vec::new(), name: String::new() };
    let panel = Panel::new(theme, room.inset(widest, 0.0, 0.0, 0.0), x, y, theme.px(84.0));
    panel.uprights(canvas);
    let each = panel.plot.height() / count;
    for (i, bar) in bars.iter().enumerate() {
        let middle = panel.plot.top + (place(bars, i) + 0.5) * each;
        let (a, b) = (panel.at(bar.from, 0.0).0, panel.at(bar.to, 0.0).0);
        let (left, right) = (a.min(b), a.max(b).max(a.min(b) + 2.0));
        canvas.rect(Rect { left, top: middle - 0.34 * each, right, bottom: middle + 0.34 * each }, bar.color);
        if let Some((low, high)) = bar.range {
            let y = middle + 0.43 * each;
            let [low, high] = [low, high].map(|v| panel.at(v, 0.0).0);
            whisker(canvas, theme, [(low, y), (high, y)], (0.0, 0.07 * each));
        }
        canvas.text(story.text(bar.name), (panel.plot.left - theme.px(12.0), middle), name);
        let style = Type { weight: Weight::SemiBold, align: Align::Left, ..name };
        canvas.text(&amount(story, bar), (right + theme.px(8.0), middle), style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::results::QuantileEstimate;
    use crate::output::charts::Beside;
    use crate::output::charts::story::tests::empty;
    use crate::output::theme::Look;

    fn row(mean: f64) -> Row {
        Row {
            outcome: String::new(),
            theatre: "all".into(),
            world: Column::Mission,
            kind: "money".into(),
            unit: "US$".into(),
            n: 1,
            defined: 1,
            mean,
            mcse: 0.0,
            mean_lo: mean,
            mean_hi: mean,
            sd: 0.0,
            quantiles: [QuantileEstimate { value: mean, lo: mean, hi: mean }; 5],
        }
    }

    #[test]
    fn voluntary_money_comes_in_and_goes_out_and_steps_are_named_by_their_signs() {
        let (results, beside) = (empty(), Beside::default());
        let story = Story::new(&results, &beside, Theme::new(&Look::default()));
        let rows = [100.0, 90.0, 95.0, 105.0, 85.0, 20.0].map(row);
        let [required, approved, received, spent, paid, gave] = &rows;
        let parts = [(words::CONTRIBUTORS, paid), (words::VOLUNTARY, gave)];
        let bars =
            bars(&story, [required, approved, received, spent], NotAssessed { given: 20.0, partners: 0.0 }, &parts);
        let names: Vec<Message> = bars.iter().map(|b| b.name).collect();
        let steps = [words::RECEIVED_MORE, words::RECEIVED, words::GIVEN, words::NOT_SPENT, words::SPENT];
        assert_eq!(names[3..8], steps);
        let last = bars.last().unwrap();
        assert_eq!((bars[5].to - bars[5].from, bars[6].to, last.to), (20.0, 105.0, 0.0));
        assert_eq!(amount(&story, &bars[3]), "+5");
        let without = super::bars(&story, [required, approved, approved, spent], NotAssessed::default(), &parts[..1]);
        assert!(without.iter().all(|b| b.name != words::GIVEN));
        assert_eq!(without[3].name, words::NOT_RECEIVED);
        // Nobody is assessed, and the partner pays nearly all: its money is neither missing nor a loan.
        let (none, partner) = (row(0.0), NotAssessed { given: 0.0, partners: 85.0 });
        let partners = super::bars(&story, [required, approved, &none, paid], partner, &parts[..1]);
        assert_eq!((partners[3].name, partners[4].name), (words::NOT_RECEIVED, words::RECEIVED_WITH_PARTNERS));
        assert_eq!((partners[4].to, partners[5].to - partners[5].from), (85.0, 0.0));
    }
}
