//! Cost against lives saved over a sweep: which points nothing else betters in both.

use std::path::Path;

use super::front::{Standing, standings};
use super::read::Rows;
use crate::output::OutputError;
use crate::output::charts::canvas::{Align, Canvas, Point, Rect, Stroke, Type};
use crate::output::charts::font::{Weight, width};
use crate::output::charts::panel::{Axis, Panel};
use crate::output::charts::scale::{Scale, tick_label, tidy_label};
use crate::output::charts::sheet::{Sheet, Words};
use crate::output::manifest::PROGRAM_VERSION;
use crate::output::messages::keys::short;
use crate::output::messages::{Message, more_charts, study_charts as words};
use crate::output::number::thousands;
use crate::output::tables::Table;
use crate::output::theme::{Color, Theme};

/// Most axes that a label names, and most whose values it holds at all.
const MOST: [usize; 2] = [2, 5];

/// Points beyond which dominated ones are drawn without whiskers: more would be a grey cloud.
const CLOUD: usize = 1_000;

/// A point of a sweep with both means.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// Its number in `points.csv`.
    pub name: String,
    /// What it sets, by axis.
    pub sets: Vec<String>,
    /// Replicates.
    pub replicates: f64,
    /// Mean cost with its 95 % interval.
    pub cost: [f64; 3],
    /// Mean of lives saved with its 95 % interval.
    pub lives: [f64; 3],
}

/// What a sweep tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Trials {
    /// Name of the folder.
    pub name: String,
    /// Axes that vary.
    pub axes: Vec<String>,
    /// Points with both means.
    pub points: Vec<Tried>,
}

/// Reads cost and lives saved of every point.
///
/// # Errors
/// A file cannot be read, a column is missing, or a cell holds what its column cannot.
pub fn read(dir: &Path) -> Result<Trials, OutputError> {
    let points = Table::open(&dir.join("points.csv"))?;
    let file = dir.join("results.csv");
    let [cost, lives] =
        ["cost_usd", "lives_saved"].map(|o| Table::filtered(&file, &[("outcome", o), ("theatre", "all")]));
    let (cost, lives) = (Rows::new(&cost?)?, Rows::new(&lives?)?);
    let (names, replicates) = (points.texts("point")?, points.numbers("replicates")?);
    let mut columns = Vec::new();
    for key in points.header().iter().filter(|h| !["point", "replicates", "experiment"].contains(&h.as_str())) {
        let cells = points.texts(key)?;
        if cells.iter().any(|c| *c != cells[0]) {
            columns.push((key.clone(), cells));
        }
    }
    let of = |i: usize| {
        let (cost, lives) = (cost.mean(cost.of(&names[i])?), lives.mean(lives.of(&names[i])?));
        let sets = columns.iter().map(|c| c.1[i].clone()).collect();
        Some(Tried { name: names[i].clone(), sets, replicates: replicates[i], cost, lives })
    };
    let defined = |p: &Tried| p.cost[0].is_finite() && p.lives[0].is_finite();
    Ok(Trials {
        name: dir.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
        points: (0..names.len()).filter_map(of).filter(defined).collect(),
        axes: columns.into_iter().map(|c| c.0).collect(),
    })
}

/// The chart; nothing where fewer than two points have both means.
pub fn draw(theme: &Theme, trials: &Trials) -> Option<Result<Sheet, String>> {
    if trials.points.len() < 2 {
        return None;
    }
    let standings = standings(&trials.points);
    let front = front(trials, &standings);
    let words = words_of(theme, trials, &front);
    Some(Sheet::draw(theme, words, |canvas, room| {
        let line = theme.text.axis * theme.text.leading;
        let ends = |of: fn(&Tried) -> [f64; 3]| {
            let all = || trials.points.iter().flat_map(of).filter(|v| v.is_finite());
            (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
        };
        let (lives, cost) = (ends(|p| p.lives), ends(|p| p.cost));
        let x = Axis::new(theme, Scale::about(lives.0, lives.1), 8, tick_label, words::MEAN_LIVES.text(theme.lang));
        let y = Axis::new(theme, Scale::about(cost.0, cost.1), 6, tick_label, words::MEAN_COST.text(theme.lang));
        let panel = Panel::new(theme, Rect { top: room.top + 1.3 * line, ..room }, x, y, theme.px(40.0));
        panel.axes(canvas);
        key(canvas, theme, (panel.plot.left, room.top + 0.5 * line));
        for standing in [Standing::Dominated, Standing::Open] {
            let these = trials.points.iter().zip(&standings).filter(|(_, s)| **s == standing);
            let bare = standing == Standing::Dominated && trials.points.len() > CLOUD;
            these.for_each(|(point, _)| mark(canvas, theme, &panel, point, (standing, !bare)));
        }
        let along: Vec<(f64, f64)> = front.iter().map(|p| (p.lives[0], p.cost[0])).collect();
        panel.line(canvas, &along, Stroke { dash: None, ..panel.data(&theme.mission) });
        front.iter().for_each(|point| mark(canvas, theme, &panel, point, (Standing::Front, true)));
        labels(canvas, theme, &panel, trials, &front);
    }))
}

/// The points of the front, cheapest first.
fn front<'a>(trials: &'a Trials, standings: &[Standing]) -> Vec<&'a Tried> {
    let these = trials.points.iter().zip(standings).filter(|(_, s)| **s == Standing::Front);
    let mut front: Vec<&Tried> = these.map(|(p, _)| p).collect();
    front.sort_by(|a, b| a.cost[0].total_cmp(&b.cost[0]).then(a.lives[0].total_cmp(&b.lives[0])));
    front
}

/// Axes whose values differ along the front, and those that all of it shares.
fn axes(trials: &Trials, front: &[&Tried]) -> (Vec<usize>, Vec<usize>) {
    (0..trials.axes.len()).partition(|k| front.iter().any(|p| p.sets[*k] != front[0].sets[*k]))
}

/// What a point sets on an axis: `0.3`.
fn value(theme: &Theme, point: &Tried, axis: usize) -> String {
    let text = &point.sets[axis];
    let number = text.replace('_', "").parse::<f64>().ok();
    number.map_or_else(|| text.clone(), |n| tidy_label(n, theme.lang))
}

/// The same with the axis: `consent 0.3`.
fn setting(theme: &Theme, trials: &Trials, point: &Tried, axis: usize) -> String {
    format!("{} {}", short(&trials.axes[axis], theme.lang), value(theme, point, axis))
}

/// What a label says of a point: what it sets, named where that is short, else in the order of the subtitle; its number
/// in the table where it sets too much.
fn label(theme: &Theme, trials: &Trials, point: &Tried, differ: &[usize]) -> String {
    match differ.len() {
        n if n <= MOST[0] && n > 0 => {
            differ.iter().map(|k| setting(theme, trials, point, *k)).collect::<Vec<_>>().join(", ")
        }
        n if n <= MOST[1] && n > 0 => differ.iter().map(|k| value(theme, point, *k)).collect::<Vec<_>>().join(" / "),
        _ => words::POINT.fill(theme.lang, &[("k", &point.name)]),
    }
}

fn words_of(theme: &Theme, trials: &Trials, front: &[&Tried]) -> Words {
    let lang = theme.lang;
    let least = trials.points.iter().map(|p| p.replicates).fold(f64::INFINITY, f64::min);
    let [points, found, replicates] = [trials.points.len() as f64, front.len() as f64, least].map(|n| thousands(n, 0));
    let (differ, shared) = axes(trials, front);
    let values: Vec<String> = shared.iter().map(|k| setting(theme, trials, front[0], *k)).collect();
    let same = words::PARETO_SAME.fill(lang, &[("values", &values.join(", "))]);
    let same = if front.len() < 2 || values.is_empty() { String::new() } else { same };
    let order: Vec<&str> = differ.iter().map(|k| short(&trials.axes[*k], lang)).collect();
    let labels = if (MOST[0] + 1..=MOST[1]).contains(&order.len()) {
        words::PARETO_LABELS.fill(lang, &[("axes", &order.join(" / "))])
    } else {
        String::new()
    };
    let same = same + &labels;
    Words {
        title: words::PARETO_TITLE.fill(lang, &[("front", &found), ("points", &points)]),
        subtitle: words::PARETO_SUBTITLE.fill(lang, &[("replicates", &replicates), ("same", &same)]),
        source: more_charts::SWEEP_SOURCE.fill(lang, &[("version", PROGRAM_VERSION), ("name", &trials.name)])
            + more_charts::assumed(trials.axes.iter().map(String::as_str), lang),
    }
}

/// Radius and colours of a point: its dot, and its whiskers.
fn look(theme: &Theme, standing: Standing) -> (f64, Color, Color) {
    match standing {
        Standing::Front => (theme.px(9.0), theme.mission.line, theme.mission.line),
        Standing::Open => (theme.px(6.5), theme.mission.inner, theme.mission.inner),
        Standing::Dominated => (theme.px(4.0), theme.axis, theme.grid),
    }
}

/// A point, with whiskers or without.
fn mark(canvas: &mut Canvas, theme: &Theme, panel: &Panel, point: &Tried, (standing, whiskers): (Standing, bool)) {
    let (radius, dot, whisker) = look(theme, standing);
    let width = if standing == Standing::Front { theme.strokes.thin } else { theme.strokes.grid };
    let ([cost, low, high], [lives, left, right]) = (point.cost, point.lives);
    if whiskers && low.is_finite() && high.is_finite() {
        canvas.line(&[panel.at(lives, low), panel.at(lives, high)], panel.stroke(whisker, width));
    }
    if whiskers && left.is_finite() && right.is_finite() {
        canvas.line(&[panel.at(left, cost), panel.at(right, cost)], panel.stroke(whisker, width));
    }
    let at = panel.at(lives, cost);
    if standing == Standing::Front {
        canvas.disc(at, radius + theme.px(2.0), theme.background, 1.0);
    }
    canvas.disc(at, radius, dot, 1.0);
}

/// What the dots mean, above the plot.
fn key(canvas: &mut Canvas, theme: &Theme, (left, y): Point) {
    let size = theme.text.foot;
    let style = Type { size, weight: Weight::Regular, color: theme.ink, align: Align::Left };
    let entries: [(Message, Standing); 3] =
        [(words::FRONT, Standing::Front), (words::NOT_TOLD, Standing::Open), (words::DOMINATED, Standing::Dominated)];
    let mut x = left;
    for (name, standing) in entries {
        let (radius, dot, _) = look(theme, standing);
        canvas.disc((x + theme.px(9.0), y), radius, dot, 1.0);
        canvas.text(name.text(theme.lang), (x + theme.px(24.0), y), style);
        x += theme.px(56.0) + width(name.text(theme.lang), size, style.weight);
    }
}

/// Names of the front's points where they touch nothing: the ends first, then what lies between.
fn labels(canvas: &mut Canvas, theme: &Theme, panel: &Panel, trials: &Trials, front: &[&Tried]) {
    let (differ, _) = axes(trials, front);
    let style = Type { size: theme.text.foot, weight: Weight::Regular, color: theme.ink, align: Align::Left };
    let dots: Vec<Point> = front.iter().map(|p| panel.at(p.lives[0], p.cost[0])).collect();
    let all: Vec<Point> = trials.points.iter().map(|p| panel.at(p.lives[0], p.cost[0])).collect();
    let mut taken: Vec<Rect> = Vec::new();
    let last = front.len() - 1;
    let order = [0, last].into_iter().chain(1..last).take(front.len());
    for k in order {
        let (text, at) = (label(theme, trials, front[k], &differ), dots[k]);
        let (wide, gap) = (width(&text, style.size, style.weight), theme.px(16.0));
        // The cheaper side first: the front bends away from it.
        let places = [
            (at.0 + gap, at.1 + 1.1 * style.size),
            (at.0 - 0.5 * wide, at.1 + 1.4 * style.size),
            (at.0 - gap - wide, at.1 - 1.1 * style.size),
            (at.0 - 0.5 * wide, at.1 - 1.4 * style.size),
        ];
        let ground = |(x, y): Point| Rect {
            left: x - 4.0,
            top: y - 0.7 * style.size,
            right: x + wide + 4.0,
            bottom: y + 0.7 * style.size,
        };
        let free = |g: &Rect| {
            let inside = g.left > panel.plot.left && g.right < panel.plot.right + theme.px(36.0);
            let inside = inside && g.top > panel.plot.top && g.bottom < panel.plot.bottom;
            let clear = |t: &Rect| g.left > t.right || t.left > g.right || g.top > t.bottom || t.top > g.bottom;
            inside && taken.iter().all(clear) && !crosses(g, &dots) && !covers(g, panel, &all, front)
        };
        if let Some(place) = places.into_iter().find(|p| free(&ground(*p))) {
            canvas.rect(ground(place), theme.background);
            canvas.text(&text, place, style);
            taken.push(ground(place));
        }
    }
}

/// Whether a ground lies over a dot, or a whisker of the front.
fn covers(ground: &Rect, panel: &Panel, dots: &[Point], front: &[&Tried]) -> bool {
    let over = |a: Point, b: Point| {
        let (left, right, top, bottom) = (a.0.min(b.0), a.0.max(b.0), a.1.min(b.1), a.1.max(b.1));
        left < ground.right && ground.left < right && top < ground.bottom && ground.top < bottom
    };
    let around = |(x, y): Point, r: f64| over((x - r, y - r), (x + r, y + r));
    let finite = |v: f64, other: f64| if v.is_finite() { v } else { other };
    dots.iter().any(|d| around(*d, 6.0))
        || front.iter().any(|p| {
            let ends = [p.lives[1], p.lives[2]].map(|v| panel.at(finite(v, p.lives[0]), p.cost[0]));
            over((ends[0].0, ends[0].1 - 2.0), (ends[1].0, ends[1].1 + 2.0))
        })
}

/// Whether a line through dots runs over a ground.
fn crosses(ground: &Rect, dots: &[Point]) -> bool {
    let inside = |p: Point| ground.left < p.0 && p.0 < ground.right && ground.top < p.1 && p.1 < ground.bottom;
    let between = |a: Point, b: Point, t: f64| (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1));
    dots.windows(2).any(|w| (0..=60).any(|i| inside(between(w[0], w[1], f64::from(i) / 60.0))))
        || dots.iter().any(|d| inside(*d))
}
