//! Coverage against density along the searches.

use super::{Boxed, Discovery, condition};
use crate::output::charts::Sheet;
use crate::output::charts::canvas::{Align, Canvas, Rect, Stroke, Type};
use crate::output::charts::font::{Weight, width};
use crate::output::charts::panel::{Axis, Panel};
use crate::output::charts::sheet::Words;
use crate::output::manifest::PROGRAM_VERSION;
use crate::output::messages::{more_charts, study_charts as words};
use crate::output::theme::{Swatch, Theme};

/// Most boxes on a chart.
const MOST: usize = 6;

/// A line for each box, a dot for each step, a large one for the box taken.
///
/// # Errors
/// The drawing library's complaint.
pub fn draw(theme: &Theme, found: &Discovery, file: &str) -> Result<Sheet, String> {
    let lang = theme.lang;
    let shown = &found.boxes[..found.boxes.len().min(MOST)];
    let more = if found.boxes.len() > MOST {
        words::TRADE_MORE.fill(lang, &[("n", &MOST.to_string())])
    } else {
        String::new()
    };
    let words = Words {
        title: words::TRADE_TITLE.fill(lang, &[("condition", &condition(found, lang))]),
        subtitle: words::TRADE_SUBTITLE.fill(lang, &[("more", &more)]),
        source: more_charts::FILE_SOURCE.fill(lang, &[("version", PROGRAM_VERSION), ("file", file)]),
    };
    Sheet::draw(theme, words, |canvas, room| {
        let names: Vec<String> = shown.iter().map(|b| name(theme, b)).collect();
        let wide = |name: &String| width(name, theme.text.axis, Weight::SemiBold);
        let right = names.iter().map(wide).fold(0.0, f64::max) + theme.px(20.0);
        let x = Axis::share(theme, words::COVERAGE.text(lang));
        let y = Axis::share(theme, words::DENSITY.text(lang));
        let panel = Panel::new(theme, room, x, y, right);
        panel.axes(canvas);
        for (k, boxed) in shown.iter().enumerate().rev() {
            let swatch = swatch(theme, k);
            let points: Vec<(f64, f64)> = boxed.steps.iter().map(|s| (s.coverage, s.density)).collect();
            panel.line(canvas, &points, Stroke { width: theme.strokes.thin, ..panel.data(swatch) });
            for point in &points {
                canvas.disc(panel.at(point.0, point.1), theme.px(4.5), swatch.line, 1.0);
            }
            let best = boxed.best();
            let at = panel.at(best.coverage, best.density);
            canvas.disc(at, theme.px(13.0), theme.background, 1.0);
            canvas.dot(at, theme.px(11.0), swatch, theme.background);
        }
        labels(canvas, theme, &panel, shown, &names);
    })
}

/// Names beside the points from which the searches start; lower where one would touch another.
fn labels(canvas: &mut Canvas, theme: &Theme, panel: &Panel, shown: &[Boxed], names: &[String]) {
    let size = theme.text.axis;
    let mut taken: Vec<Rect> = Vec::new();
    for (k, (boxed, name)) in shown.iter().zip(names).enumerate() {
        let Some(first) = boxed.steps.first() else { continue };
        let at = panel.at(first.coverage, first.density);
        let (left, wide) = (at.0 + theme.px(16.0), width(name, size, Weight::SemiBold));
        let ground = |y: f64| Rect { left, top: y - 0.6 * size, right: left + wide, bottom: y + 0.6 * size };
        let free = |y: f64| {
            let g = ground(y);
            let clear = |t: &Rect| g.left > t.right || t.left > g.right || g.top > t.bottom || t.top > g.bottom;
            g.bottom < panel.plot.bottom && taken.iter().all(clear)
        };
        let places = (0..12).flat_map(|i| [f64::from(i), -f64::from(i)]).map(|i| at.1 + 1.25 * i * size);
        if let Some(y) = places.into_iter().find(|y| free(*y)) {
            let style = Type { size, weight: Weight::SemiBold, color: swatch(theme, k).line, align: Align::Left };
            canvas.text(name, (left, y), style);
            taken.push(ground(y));
        }
    }
}

/// What tells the lines apart.
fn swatch(theme: &Theme, k: usize) -> &Swatch {
    [&theme.mission, &theme.none, &theme.third][k % 3]
}

/// What a line is called.
fn name(theme: &Theme, boxed: &Boxed) -> String {
    words::BOX_SHORT.fill(theme.lang, &[("k", &boxed.number.to_string())])
}
