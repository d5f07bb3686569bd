//! The limits of boxes, a row for each limited axis.

use super::{Discovery, Limit, condition, percent};
use crate::output::charts::Sheet;
use crate::output::charts::canvas::{Align, Canvas, Rect, Stroke, Type};
use crate::output::charts::font::{Weight, shorten, width};
use crate::output::charts::scale::tidy_label;
use crate::output::charts::sheet::Words;
use crate::output::manifest::PROGRAM_VERSION;
use crate::output::messages::keys::whole;
use crate::output::messages::{Message, more_charts, study_charts as words};
use crate::output::number::thousands;
use crate::output::theme::{Color, Theme};

/// A line of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The heading of a box, and whether its limits began on the page before.
    Heading(usize, bool),
    /// A limit of a box.
    Row(usize, usize),
    /// That a box has none.
    Open,
}

/// The tallest a page may be, in its width.
const TALLEST: f64 = 1.35;
/// A sheet so many times as wide as it is tall is a slide: its height is given.
const WIDE: f64 = 1.7;
/// Chances below this are written as less, in these words.
const NEVER: f64 = 0.0001;
const RARE: &str = "< 0.01\u{a0}%";
/// A limit that recurs in less of the resamples belongs to the sample.
const HALF: f64 = 0.5;

/// Height of title, subtitle, source line and the heads of the columns.
fn frame(theme: &Theme) -> f64 {
    (if theme.narrow { 15.0 } else { 9.5 }) * theme.text.title
}

/// Height of a row: a line for the limits above the bar.
fn pitch(theme: &Theme) -> f64 {
    2.7 * theme.text.axis
}

/// Lines of each page.
pub fn pages(theme: &Theme, found: &Discovery) -> Vec<Vec<Line>> {
    let slide = theme.size.0 > WIDE * theme.size.1;
    let tall = if slide { theme.size.1 } else { (TALLEST * theme.size.0).max(theme.size.1) };
    let most = (((tall - frame(theme)) / pitch(theme)) as usize).max(2);
    let mut pages = Vec::new();
    let mut page: Vec<Line> = Vec::new();
    for (b, boxed) in found.boxes.iter().enumerate() {
        if !page.is_empty() && page.len() + 1 + boxed.limits.len().max(1) > most {
            pages.push(std::mem::take(&mut page));
        }
        page.push(Line::Heading(b, false));
        if boxed.limits.is_empty() {
            page.push(Line::Open);
        }
        for l in 0..boxed.limits.len() {
            if page.len() >= most {
                pages.push(std::mem::take(&mut page));
                page.push(Line::Heading(b, true));
            }
            page.push(Line::Row(b, l));
        }
    }
    pages.push(page);
    pages
}

/// One page.
///
/// # Errors
/// The drawing library's complaint.
pub fn draw(
    theme: &Theme,
    found: &Discovery,
    lines: &[Line],
    file: &str,
    (page, pages): (usize, usize),
) -> Result<Sheet, String> {
    let words = words_of(theme, found, file, (page, pages));
    let slide = theme.size.0 > WIDE * theme.size.1;
    let height = frame(theme) + lines.len() as f64 * pitch(theme);
    let theme = if slide { *theme } else { theme.tall(height.max(0.5 * theme.size.0)) };
    Sheet::draw(&theme, words, |canvas, room| {
        let columns = Columns::new(&theme, room, found);
        columns.heads(canvas);
        let head = 1.4 * theme.text.axis;
        let pitch = ((room.height() - head) / lines.len() as f64).min(pitch(&theme));
        for (k, line) in lines.iter().enumerate() {
            let place = Rect {
                top: room.top + head + k as f64 * pitch,
                bottom: room.top + head + (k as f64 + 1.0) * pitch,
                ..room
            };
            match *line {
                Line::Heading(b, more) => columns.heading(canvas, found, b, more, place),
                Line::Row(b, l) => columns.row(canvas, &found.boxes[b].limits[l], place),
                Line::Open => columns.open(canvas, place),
            }
        }
    })
}

fn words_of(theme: &Theme, found: &Discovery, file: &str, (page, pages): (usize, usize)) -> Words {
    let lang = theme.lang;
    let best = found.boxes[0].best();
    let [coverage, density] = [best.coverage, best.density].map(|x| percent(x, lang));
    let condition = condition(found, lang);
    let values = [("condition", &*condition), ("coverage", &coverage), ("density", &density)];
    let mut title = words::BOXES_TITLE.fill(lang, &values);
    if pages > 1 {
        let (page, pages) = (page.to_string(), pages.to_string());
        title = words::BOXES_PAGE.fill(lang, &[("page", &page), ("pages", &pages), ("title", &title)]);
    }
    Words {
        title,
        subtitle: words::BOXES_SUBTITLE.text(lang).to_owned(),
        source: more_charts::FILE_SOURCE.fill(lang, &[("version", PROGRAM_VERSION), ("file", file)]),
    }
}

/// Where the columns of a page stand.
struct Columns<'t> {
    theme: &'t Theme,
    room: Rect,
    /// Right edge of the names.
    name: f64,
    /// From the least to the most of an axis.
    bar: (f64, f64),
    /// Right edge of the shares of resamples; none where no box has any.
    recurs: Option<f64>,
}

impl<'t> Columns<'t> {
    fn new(theme: &'t Theme, room: Rect, found: &Discovery) -> Self {
        let (lang, size) = (theme.lang, theme.text.axis);
        let limits = || found.boxes.iter().flat_map(|b| &b.limits);
        let widest = limits().map(|l| width(whole(&l.input, theme.lang), size, Weight::Regular)).fold(0.0, f64::max);
        let name = room.left + widest.min(0.34 * room.width()) + theme.px(18.0);
        let foot = |x: f64| width(&tidy_label(x, lang), theme.text.foot, Weight::Regular);
        let end = |k: usize| limits().map(|l| l.whole[k]).filter(|x| x.is_finite()).map(foot).fold(0.0, f64::max);
        let column = |head: &str, cell: &str| {
            let head = width(head, theme.text.foot, Weight::SemiBold);
            head.max(width(cell, size, Weight::Regular)) + theme.px(18.0)
        };
        let idle = room.right - column(words::IDLE.text(lang), RARE);
        let resampled = limits().any(|l| l.recurs.is_finite());
        let free = if resampled { idle - column(words::RECURS.text(lang), "100\u{a0}%") } else { idle };
        let bar = (name + end(0) + theme.px(10.0), free - end(1) - theme.px(10.0));
        Self { theme, room, name, bar, recurs: resampled.then_some(idle) }
    }

    fn style(&self, color: Color, align: Align) -> Type {
        Type { size: self.theme.text.axis, weight: Weight::Regular, color, align }
    }

    fn foot(&self, align: Align) -> Type {
        Type { size: self.theme.text.foot, ..self.style(self.theme.muted, align) }
    }

    fn heads(&self, canvas: &mut Canvas) {
        let style = Type { weight: Weight::SemiBold, ..self.foot(Align::Right) };
        let y = self.room.top + 0.5 * style.size;
        canvas.text(words::IDLE.text(self.theme.lang), (self.room.right, y), style);
        if let Some(right) = self.recurs {
            canvas.text(words::RECURS.text(self.theme.lang), (right, y), style);
        }
    }

    fn heading(&self, canvas: &mut Canvas, found: &Discovery, b: usize, more: bool, place: Rect) {
        let (theme, boxed) = (self.theme, &found.boxes[b]);
        let rule = Stroke { color: theme.grid, width: theme.strokes.grid, dash: None };
        let top = place.top + 0.2 * place.height();
        canvas.line(&[(place.left, top), (place.right, top)], rule);
        let (k, best) = (boxed.number.to_string(), boxed.best());
        let [coverage, density] = [best.coverage, best.density].map(|x| percent(x, theme.lang));
        let points = thousands(best.points, 0);
        let values = [("k", &*k), ("coverage", &coverage), ("density", &density), ("points", &points)];
        let message = if more { words::BOX_MORE } else { words::BOX };
        let style = Type { size: theme.text.label, weight: Weight::SemiBold, ..self.style(theme.ink, Align::Left) };
        let text = shorten(&message.fill(theme.lang, &values), style.size, style.weight, place.width());
        canvas.text(&text, (place.left, place.top + 0.66 * place.height()), style);
    }

    fn open(&self, canvas: &mut Canvas, place: Rect) {
        let y = 0.5 * (place.top + place.bottom);
        canvas.text(words::NO_LIMIT.text(self.theme.lang), (place.left, y), self.style(self.theme.muted, Align::Left));
    }

    fn row(&self, canvas: &mut Canvas, limit: &Limit, place: Rect) {
        let theme = self.theme;
        let (y, half) = (place.top + 0.62 * place.height(), 0.13 * place.height());
        let room = self.name - theme.px(18.0) - place.left;
        let style = self.style(theme.ink, Align::Left);
        canvas.text(
            &shorten(whole(&limit.input, theme.lang), style.size, style.weight, room + 0.5),
            (place.left, y),
            style,
        );
        let bar = Rect { left: self.bar.0, top: y - half, right: self.bar.1, bottom: y + half };
        canvas.rect(bar, theme.grid);
        let above = place.top + 0.25 * place.height();
        if limit.levels.is_empty() {
            self.range(canvas, limit, bar, above)
        } else {
            self.levels(canvas, limit, bar, above)
        }
        let idle = match limit.chance {
            x if x.is_nan() => String::new(),
            x if x < NEVER => RARE.to_owned(),
            x => percent(x, theme.lang),
        };
        canvas.text(&idle, (place.right, y), self.style(theme.muted, Align::Right));
        if let Some(right) = self.recurs.filter(|_| limit.recurs.is_finite()) {
            let firm = limit.recurs >= HALF;
            let weight = if firm { Weight::SemiBold } else { Weight::Regular };
            let color = if firm { theme.ink } else { theme.muted };
            let style = Type { weight, ..self.style(color, Align::Right) };
            canvas.text(&percent(limit.recurs, theme.lang), (right, y), style);
        }
    }

    /// The allowed part of a number's axis.
    fn range(&self, canvas: &mut Canvas, limit: &Limit, bar: Rect, above: f64) {
        let theme = self.theme;
        let [least, most] = limit.whole;
        let at = |x: f64| bar.left + ((x - least) / (most - least)).clamp(0.0, 1.0) * bar.width();
        let [low, high] = limit.ends;
        let (from, to) = (if low.is_finite() { low } else { least }, if high.is_finite() { high } else { most });
        let fill = Rect { left: at(from), right: at(to).max(at(from) + 2.0), ..bar };
        canvas.rect(fill, if limit.recurs < HALF { theme.mission.inner } else { theme.mission.line });
        let y = 0.5 * (bar.top + bar.bottom);
        canvas.text(&tidy_label(least, theme.lang), (bar.left - theme.px(8.0), y), self.foot(Align::Right));
        canvas.text(&tidy_label(most, theme.lang), (bar.right + theme.px(8.0), y), self.foot(Align::Left));
        let below = bar.bottom + 0.7 * bar.height();
        for [a, b] in limit.spread.into_iter().filter(|s| s.iter().all(|x| x.is_finite())) {
            let stroke = Stroke { color: theme.ink, width: theme.strokes.thin, dash: None };
            canvas.line(&[(at(a), below), (at(b).max(at(a) + 2.0), below)], stroke);
        }
        self.ends(canvas, [low, high], at, bar, above);
    }

    /// The limits above their places; both in one where they would touch.
    fn ends(&self, canvas: &mut Canvas, ends: [f64; 2], at: impl Fn(f64) -> f64, bar: Rect, above: f64) {
        let (theme, lang) = (self.theme, self.theme.lang);
        let style = Type { weight: Weight::SemiBold, ..self.style(theme.mission.line, Align::Left) };
        let text = |message: Message, x: f64| message.fill(lang, &[("x", &tidy_label(x, lang))]);
        let texts = [text(words::FROM, ends[0]), text(words::UP_TO, ends[1])];
        let wide = |text: &str| width(text, style.size, style.weight);
        let left = |middle: f64, text: &str| (middle - 0.5 * wide(text)).min(bar.right - wide(text)).max(bar.left);
        match ends.map(f64::is_finite) {
            [true, true] => {
                let lefts = [left(at(ends[0]), &texts[0]), left(at(ends[1]), &texts[1])];
                if lefts[0] + wide(&texts[0]) + theme.px(12.0) < lefts[1] {
                    canvas.text(&texts[0], (lefts[0], above), style);
                    canvas.text(&texts[1], (lefts[1], above), style);
                } else {
                    let [low, high] = ends.map(|x| tidy_label(x, lang));
                    let text = words::BETWEEN.fill(lang, &[("low", &low), ("high", &high)]);
                    canvas.text(&text, (left(0.5 * (at(ends[0]) + at(ends[1])), &text), above), style);
                }
            }
            [true, false] => canvas.text(&texts[0], (left(at(ends[0]), &texts[0]), above), style),
            [false, true] => canvas.text(&texts[1], (left(at(ends[1]), &texts[1]), above), style),
            [false, false] => {}
        }
    }

    /// The allowed levels of a category: a piece of the bar for each, named above it where all names fit.
    fn levels(&self, canvas: &mut Canvas, limit: &Limit, bar: Rect, above: f64) {
        let theme = self.theme;
        let piece = bar.width() / limit.levels.len() as f64;
        let style = |kept: bool| match kept {
            true => Type { weight: Weight::SemiBold, ..self.style(theme.mission.line, Align::Centre) },
            false => self.style(theme.muted, Align::Centre),
        };
        let fits = |l: &(String, bool)| width(&l.0, style(l.1).size, Weight::SemiBold) + theme.px(8.0) < piece;
        let named = limit.levels.iter().all(fits);
        for (k, (name, kept)) in limit.levels.iter().enumerate() {
            let left = bar.left + k as f64 * piece;
            if *kept {
                let fill = Rect { left: left + 1.0, right: left + piece - 1.0, ..bar };
                canvas.rect(fill, if limit.recurs < HALF { theme.mission.inner } else { theme.mission.line });
            }
            if named {
                canvas.text(name, (left + 0.5 * piece, above), style(*kept));
            }
        }
        if !named {
            let kept: Vec<&str> = limit.levels.iter().filter(|l| l.1).map(|l| l.0.as_str()).collect();
            let style = style(true).aligned(Align::Left);
            let text = shorten(&kept.join(", "), style.size, style.weight, bar.width());
            canvas.text(&text, (bar.left, above), style);
        }
    }
}
