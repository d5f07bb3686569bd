//! What a mission spends on what, month by month.

use super::Drawn;
use super::canvas::{Align, Rect, Type};
use super::fan::{Months, moments, month_axis};
use super::font::{Weight, width};
use super::panel::{Axis, Panel, apart};
use super::scale::{Scale, tick_label};
use super::story::Story;
use super::waterfall::COMPONENTS;
use crate::engine::results::Column;
use crate::output::messages::{Message, money_charts as words};
use crate::output::number::Measure;

/// Stacked areas of mean monthly cost.
pub fn draw(story: &Story) -> Drawn {
    if !story.has_mission() {
        return None;
    }
    // A component keeps its colour whether or not others are there.
    let of = |(k, c): (usize, &(&str, Message))| Some((c.1, story.series(Column::Mission, c.0)?, k));
    let parts: Vec<(Message, Months, usize)> = COMPONENTS.iter().enumerate().filter_map(of).collect();
    let months = parts.first()?.1.len();
    if parts.len() < 2 || parts.iter().any(|p| p.1.len() != months) {
        return None;
    }
    let sum = |rows: &Months| rows.iter().filter(|r| r.month >= 0).map(|r| r.mean).sum::<f64>();
    let all: f64 = parts.iter().map(|p| sum(&p.1)).sum();
    let share = |p: &(Message, Months, usize)| story.value(Measure::Share, sum(&p.1) / all);
    let largest = parts.iter().max_by(|a, b| sum(&a.1).total_cmp(&sum(&b.1)))?;
    let title = story.fill(words::COMPONENTS_TITLE, &[("share", &share(largest)), ("largest", story.text(largest.0))]);
    let subtitle = story.subtitle(words::COMPONENTS_SUBTITLE, &[("count", &story.count_of_one())]);
    // Heights of the layers' tops, from the ground up.
    let mut tops = vec![vec![0.0; months]];
    for (_, rows, _) in &parts {
        let below = &tops[tops.len() - 1];
        tops.push(below.iter().zip(rows).map(|(b, r)| b + r.mean).collect());
    }
    let highest = tops[parts.len()].iter().copied().fold(0.0, f64::max);
    story.sheet(title, subtitle, |canvas, room| {
        let theme = &story.theme;
        let size = theme.text.axis;
        let names: Vec<String> = parts.iter().map(|p| format!("{}  {}", story.text(p.0), share(p))).collect();
        let wide = names.iter().map(|n| width(n, size, Weight::Regular)).fold(0.0, f64::max) + theme.px(50.0);
        let y = Axis::new(theme, Scale::round(0.0, highest, 6), 6, tick_label, story.text(words::PER_MONTH));
        let panel = Panel::new(theme, room, month_axis(story, &parts[0].1), y, wide);
        let month = |i: usize| f64::from(parts[0].1[i].month);
        for k in 0..parts.len() {
            let band: Vec<_> = (0..months).map(|i| (month(i), tops[k][i], tops[k + 1][i])).collect();
            panel.band(canvas, &band, theme.category(parts[k].2));
        }
        panel.axes(canvas);
        moments(canvas, &panel, story);
        // Names stand at the heights of the month that spends most.
        let peak = (0..months).max_by(|a, b| tops[parts.len()][*a].total_cmp(&tops[parts.len()][*b])).unwrap_or(0);
        let middle = |k: usize| panel.at(0.0, 0.5 * (tops[k][peak] + tops[k + 1][peak])).1;
        let mut places: Vec<f64> = (0..parts.len()).rev().map(middle).collect();
        apart(&mut places, 1.35 * size, panel.plot.top, panel.plot.bottom);
        for (k, y) in (0..parts.len()).rev().zip(places) {
            let left = panel.plot.right + theme.px(16.0);
            let half = 0.36 * size;
            let fill = theme.category(parts[k].2);
            canvas.rect(Rect { left, top: y - half, right: left + 2.0 * half, bottom: y + half }, fill);
            let style = Type { size, weight: Weight::Regular, color: theme.ink, align: Align::Left };
            canvas.text(&names[k], (left + theme.px(30.0), y), style);
        }
    })
}
