//! Pages of the forest plot.

use super::row::{BAND, Finding};
use crate::calibration::validate::Verdict;
use crate::output::charts::Sheet;
use crate::output::charts::canvas::{Align, Canvas, Point, Rect, Stroke, Type};
use crate::output::charts::font::{Weight, shorten, width};
use crate::output::charts::sheet::Words;
use crate::output::manifest::PROGRAM_VERSION;
use crate::output::messages::forest as words;
use crate::output::number::significant;
use crate::output::theme::{Color, Swatch, Theme};

/// A line of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The heading of the group that this row belongs to.
    Group(usize),
    /// A row.
    Row(usize),
}

/// The tallest a page may be, in its width.
const TALLEST: f64 = 1.35;
/// Probability that is asked of a sign.
const ASKED: f64 = 0.95;

/// A sheet so many times as wide as it is tall is a slide: its height is given.
const WIDE: f64 = 1.7;

/// Height of title, subtitle and source line.
fn frame(theme: &Theme) -> f64 {
    (if theme.narrow { 15.0 } else { 8.0 }) * theme.text.title
}

/// Height of a line.
fn pitch(theme: &Theme) -> f64 {
    1.5 * theme.text.axis
}

/// Lines of each page: groups stay together where they fit, rows with intervals before those with signs.
pub fn pages(theme: &Theme, findings: &[Finding]) -> Vec<Vec<Line>> {
    let slide = theme.size.0 > WIDE * theme.size.1;
    let tall = if slide { theme.size.1 } else { (TALLEST * theme.size.0).max(theme.size.1) };
    let most = (tall - frame(theme)) / pitch(theme) - 1.5;
    let mut pages = Vec::new();
    for kind in [Finding::has_interval, Finding::has_sign] {
        let rows: Vec<usize> = (0..findings.len()).filter(|i| kind(&findings[*i])).collect();
        let groups = rows.chunk_by(|a, b| findings[*a].finding == findings[*b].finding);
        let mut page: Vec<Line> = Vec::new();
        for group in groups {
            if !page.is_empty() && (page.len() + group.len() + 1) as f64 > most {
                pages.push(std::mem::take(&mut page));
            }
            page.push(Line::Group(group[0]));
            for &row in group {
                if page.len() as f64 + 1.0 > most {
                    pages.push(std::mem::take(&mut page));
                    page.push(Line::Group(row));
                }
                page.push(Line::Row(row));
            }
        }
        if !page.is_empty() {
            pages.push(page);
        }
    }
    pages
}

/// One page.
pub fn draw(
    theme: &Theme,
    findings: &[Finding],
    lines: &[Line],
    file: &str,
    (page, pages): (usize, usize),
) -> Result<Sheet, String> {
    let signs = lines.iter().any(|l| matches!(l, Line::Row(i) if findings[*i].sign));
    let words = words_of(theme, findings, signs, file, (page, pages));
    let height = frame(theme) + (lines.len() as f64 + 1.2) * pitch(theme);
    let slide = theme.size.0 > WIDE * theme.size.1;
    let theme = if slide { *theme } else { theme.tall(height.max(0.5 * theme.size.0)) };
    Sheet::draw(&theme, words, |canvas, room| {
        let columns = Columns::new(&theme, room, signs);
        columns.heads(canvas);
        let pitch = (room.height() / (lines.len() as f64 + 1.2)).min(pitch(&theme));
        for (k, line) in lines.iter().enumerate() {
            let middle = room.top + (k as f64 + 1.7) * pitch;
            match line {
                Line::Group(i) => columns.group(canvas, &findings[*i], middle, pitch),
                Line::Row(i) if signs => columns.sign(canvas, &findings[*i], middle, pitch),
                Line::Row(i) => columns.row(canvas, &findings[*i], middle, pitch),
            }
        }
    })
}

fn words_of(theme: &Theme, findings: &[Finding], signs: bool, file: &str, (page, pages): (usize, usize)) -> Words {
    let lang = theme.lang;
    let judged = findings.iter().filter(|f| f.verdict != Verdict::Reported).count().to_string();
    let holds = findings.iter().filter(|f| f.verdict == Verdict::Holds).count().to_string();
    let all = |stance: &str| findings.iter().all(|f| f.stance == stance);
    let stance = match () {
        () if all("study") => words::STUDY,
        () if all("sceptical") => words::SCEPTICAL,
        () => words::BOTH,
    };
    let values = [("judged", &*judged), ("holds", &holds), ("stance", stance.text(lang))];
    let mut title = words::TITLE.fill(lang, &values);
    if pages > 1 {
        let (page, pages) = (page.to_string(), pages.to_string());
        title = words::PAGE.fill(lang, &[("page", &page), ("pages", &pages), ("title", &title)]);
    }
    let subtitle = if signs { words::SIGNS } else { words::SUBTITLE };
    Words {
        title,
        subtitle: subtitle.fill(lang, &[("key", words::KEY.text(lang))]),
        source: words::SOURCE.fill(lang, &[("version", PROGRAM_VERSION), ("file", file)]),
    }
}

/// Three significant digits and no zeros after them: `0.3`, `−0.04`.
fn tidy(value: f64) -> String {
    let rounded = significant(value, 3);
    let places = (0..9).find(|p| {
        let scaled = rounded * 10f64.powi(*p);
        (scaled - scaled.round()).abs() < 1e-6 * scaled.abs().max(1.0)
    });
    format!("{rounded:.*}", places.unwrap_or(9) as usize).replace('-', "\u{2212}")
}

/// Where the columns begin and end.
struct Columns<'t> {
    theme: &'t Theme,
    room: Rect,
    plot: (f64, f64),
    /// Right ends of the two columns of numbers.
    numbers: [f64; 2],
    signs: bool,
}

impl<'t> Columns<'t> {
    fn new(theme: &'t Theme, room: Rect, signs: bool) -> Self {
        let size = theme.text.foot;
        let wide = |text: &str| width(text, size, Weight::Regular);
        let heads = [words::CITED, words::SIMULATED].map(|w| width(w.text(theme.lang), size, Weight::SemiBold));
        let last = wide("−0.0000 ± 0.0000").max(heads[1]) + theme.px(30.0);
        let first = wide("−0.045 [−0.045, −0.078]").max(heads[0]) + theme.px(14.0);
        let (first, last) =
            if signs { (wide("0.00") + theme.px(60.0), wide("0.00") + theme.px(86.0)) } else { (first, last) };
        let verdict = room.right - theme.px(12.0);
        let numbers = [verdict - theme.px(24.0) - last, verdict - theme.px(24.0)];
        let left = room.left + if theme.narrow { 0.38 } else { 0.46 } * room.width();
        Self { theme, room, plot: (left, numbers[0] - first), numbers, signs }
    }

    fn style(&self, color: Color, align: Align) -> Type {
        Type { size: self.theme.text.foot, weight: Weight::Regular, color, align }
    }

    fn heads(&self, canvas: &mut Canvas) {
        let style = Type { weight: Weight::SemiBold, ..self.style(self.theme.muted, Align::Right) };
        let y = self.room.top + 0.5 * self.theme.text.foot;
        let heads = if self.signs { [words::PRIOR, words::POSTERIOR] } else { [words::CITED, words::SIMULATED] };
        if self.signs {
            for share in [0.0, 0.5, 1.0] {
                let style = self.style(self.theme.muted, Align::Centre);
                canvas.text(&share.to_string(), (self.across(share), y), style);
            }
        }
        for (head, right) in heads.iter().zip(self.numbers) {
            canvas.text(head.text(self.theme.lang), (right, y), style);
        }
    }

    fn across(&self, place: f64) -> f64 {
        self.plot.0 + place * (self.plot.1 - self.plot.0)
    }

    fn group(&self, canvas: &mut Canvas, finding: &Finding, middle: f64, pitch: f64) {
        let theme = self.theme;
        let rule = Stroke { color: theme.grid, width: theme.strokes.grid, dash: None };
        let y = middle - 0.62 * pitch;
        canvas.line(&[(self.room.left, y), (self.room.right, y)], rule);
        let style = Type { size: theme.text.axis, weight: Weight::SemiBold, color: theme.ink, align: Align::Left };
        let text = shorten(&finding.group(theme.lang), style.size, style.weight, self.room.width());
        canvas.text(&text, (self.room.left, middle), style);
    }

    fn label(&self, canvas: &mut Canvas, finding: &Finding, middle: f64) {
        let style = self.style(self.theme.ink, Align::Left);
        let left = self.room.left + self.theme.px(22.0);
        let room = self.plot.0 - left - self.theme.px(14.0);
        let text = match (finding.measure.as_str(), finding.unit.as_str()) {
            ("" | "same", _) => finding.id.clone(),
            // Ten rows on the same outcome: what differs is the factor.
            (measure, _) if finding.finding == "ch7" => format!("{}: {measure}", finding.id),
            (measure, "") => measure.to_owned(),
            (measure, unit) if measure.ends_with(unit) => measure.to_owned(),
            (measure, unit) => format!("{measure}, {unit}"),
        };
        canvas.text(&shorten(&text, style.size, style.weight, room), (left, middle), style);
    }

    /// A row with its cited interval.
    fn row(&self, canvas: &mut Canvas, finding: &Finding, middle: f64, pitch: f64) {
        let theme = self.theme;
        self.label(canvas, finding, middle);
        let half = 0.3 * pitch;
        let band =
            Rect { left: self.across(BAND.0), top: middle - half, right: self.across(BAND.1), bottom: middle + half };
        canvas.rect(band, theme.grid);
        let upright = |canvas: &mut Canvas, place: f64, color, width| {
            if (0.0..=1.0).contains(&place) {
                let x = self.across(place);
                let ends = [(x, middle - half), (x, middle + half)];
                canvas.line(&ends, Stroke { color, width, dash: None });
            }
        };
        if let Some(nothing) = finding.no_effect() {
            upright(canvas, finding.place(nothing), theme.axis, theme.strokes.grid);
        }
        if finding.cited[0].is_finite() {
            upright(canvas, finding.place(finding.cited[0]), theme.muted, theme.strokes.data);
        }
        self.simulated(canvas, finding, middle);
        self.numbers(canvas, finding, middle);
        self.verdict(canvas, finding, (self.room.right - theme.px(12.0), middle));
    }

    fn color(&self, finding: &Finding) -> Color {
        match finding.verdict {
            Verdict::Holds => self.theme.mission.line,
            Verdict::Misses | Verdict::Conflict => self.theme.none.line,
            Verdict::Reported => self.theme.muted,
        }
    }

    fn simulated(&self, canvas: &mut Canvas, finding: &Finding, middle: f64) {
        let theme = self.theme;
        let color = self.color(finding);
        let place = finding.place(finding.simulated);
        let stroke = Stroke { color, width: theme.strokes.data, dash: None };
        if !(0.0..=1.0).contains(&place) {
            let (tip, back) = if place < 0.0 { (0.0, 1.0) } else { (1.0, -1.0) };
            let (x, by) = (self.across(tip), theme.px(16.0));
            canvas.shape(&[(x, middle), (x + back * by, middle - 0.6 * by), (x + back * by, middle + 0.6 * by)], color);
            return;
        }
        let ends = [-1.96, 1.96].map(|z| finding.place(finding.simulated + z * finding.mcse).clamp(0.0, 1.0));
        if finding.mcse.is_finite() {
            canvas.line(&[(self.across(ends[0]), middle), (self.across(ends[1]), middle)], stroke);
        }
        canvas.disc((self.across(place), middle), theme.px(10.0), theme.background, 1.0);
        canvas.disc((self.across(place), middle), theme.px(8.0), color, 1.0);
    }

    fn numbers(&self, canvas: &mut Canvas, finding: &Finding, middle: f64) {
        let [cited, low, high] = finding.cited.map(tidy);
        let cited =
            if finding.cited[0].is_finite() { format!("{cited} [{low}, {high}]") } else { format!("[{low}, {high}]") };
        canvas.text(&cited, (self.numbers[0], middle), self.style(self.theme.muted, Align::Right));
        let error = if finding.mcse.is_finite() {
            format!(" ± {}", tidy(significant(finding.mcse, 1)))
        } else {
            String::new()
        };
        let style = Type { weight: Weight::SemiBold, ..self.style(self.color(finding), Align::Right) };
        canvas.text(&format!("{}{error}", tidy(finding.simulated)), (self.numbers[1], middle), style);
    }

    /// A row that states a direction.
    fn sign(&self, canvas: &mut Canvas, finding: &Finding, middle: f64, pitch: f64) {
        let theme = self.theme;
        self.label(canvas, finding, middle);
        let color = if finding.imposed { theme.muted } else { self.color(finding) };
        let rail = Stroke { color: theme.grid, width: theme.strokes.data, dash: None };
        canvas.line(&[(self.across(0.0), middle), (self.across(1.0), middle)], rail);
        let asked = self.across(ASKED);
        let dash = Stroke { color: theme.axis, width: theme.strokes.thin, dash: Some((3.0, 4.0)) };
        canvas.line(&[(asked, middle - 0.5 * pitch), (asked, middle + 0.5 * pitch)], dash);
        let [prior, posterior] = finding.probability;
        if prior.is_finite() {
            let ends = [(self.across(prior), middle), (self.across(posterior), middle)];
            canvas.line(&ends, Stroke { color, width: theme.strokes.data, dash: None });
            let hollow = Swatch { line: color, dash: Some((1.0, 1.0)), ..theme.mission };
            canvas.dot((self.across(prior), middle), theme.px(8.0), &hollow, theme.background);
        }
        canvas.disc((self.across(posterior), middle), theme.px(8.0), color, 1.0);
        for (value, right) in finding.probability.iter().zip(self.numbers) {
            let style = self.style(if right == self.numbers[1] { color } else { theme.muted }, Align::Right);
            let text = if value.is_finite() { format!("{value:.2}") } else { "\u{2013}".to_owned() };
            canvas.text(&text, (right, middle), style);
        }
        self.verdict(canvas, finding, (self.room.right - theme.px(12.0), middle));
    }

    /// A mark that is told from the others without its colour.
    fn verdict(&self, canvas: &mut Canvas, finding: &Finding, at: Point) {
        let theme = self.theme;
        let (r, color) = (theme.px(7.0), self.color(finding));
        let (x, y) = at;
        let stroke = Stroke { color, width: theme.strokes.data, dash: None };
        match finding.verdict {
            Verdict::Holds => canvas.disc(at, r, color, 1.0),
            Verdict::Misses => {
                canvas.line(&[(x - r, y - r), (x + r, y + r)], stroke);
                canvas.line(&[(x - r, y + r), (x + r, y - r)], stroke);
            }
            Verdict::Conflict => {
                canvas.shape(&[(x, y - 1.3 * r), (x + 1.3 * r, y), (x, y + 1.3 * r), (x - 1.3 * r, y)], color)
            }
            Verdict::Reported => {
                canvas.disc(at, r, color, 1.0);
                canvas.disc(at, 0.55 * r, theme.background, 1.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn numbers_have_no_digits_that_say_nothing() {
        for (value, text) in [(0.3, "0.3"), (-0.04, "−0.04"), (0.003, "0.003"), (82.94, "82.9"), (1234.0, "1230")] {
            assert_eq!(tidy(value), text);
        }
        assert_eq!(tidy(0.000_3), "0.0003");
    }
}
