//! A chart's frame: title, subtitle and source line, and what becomes of it as SVG and PNG.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, ID};
use resvg::usvg::{FontResolver, Group, Node, Options, TextChunk, Tree};

use super::canvas::{Align, Canvas, Point, Rect, STEPS, Type};
use super::embed::{base64, woff};
use super::font::{Face, Script, Weight, balance, glyphs, wrap};
use crate::output::theme::{Color, Theme};

/// What is written around a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// A sentence naming what is seen.
    pub title: String,
    /// What is drawn how, of how many.
    pub subtitle: String,
    /// Where it comes from.
    pub source: String,
}

impl Words {
    /// With numbers and their units kept on one line.
    fn kept_together(self) -> Self {
        let join = |text: String| text.replace(" %", "\u{a0}%").replace("US$ ", "US$\u{a0}");
        Self { title: join(self.title), subtitle: join(self.subtitle), source: self.source }
    }
}

/// A drawn chart.
#[derive(Clone, Debug)]
pub struct Sheet {
    size: Point,
    words: Words,
    drawing: String,
    used: [BTreeSet<char>; 2],
}

/// The bundled faces, and the numbers that the database gave them, in the order of [`Face::ALL`].
struct Fonts {
    database: Arc<Database>,
    ids: Vec<ID>,
}

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for face in Face::ALL {
        fonts.load_font_data(face.file().to_vec());
    }
    fonts.set_sans_serif_family(Face::ALL[0].family());
    let ids = fonts.faces().map(|f| f.id).collect();
    Fonts { database: Arc::new(fonts), ids }
});

/// How resvg finds a face: the bundled ones only, Japanese in the weight of the text around it.
fn options() -> Options<'static> {
    let fallback = |c: char, used: &[ID], _: &mut Arc<Database>| {
        let heavy = used.first() == FONTS.ids.get(1);
        let weight = if heavy { Weight::SemiBold } else { Weight::Regular };
        let mut face = Face::of(c, weight);
        if face.script == Script::Latin {
            // Not in this weight, then: a name of a theatre may hold what only the regular face has.
            face = Face::of(c, Weight::Regular);
        }
        let place = Face::ALL.iter().position(|f| *f == face)?;
        FONTS.ids.get(place).copied().filter(|id| !used.contains(id))
    };
    let resolver = FontResolver { select_fallback: Box::new(fallback), ..FontResolver::default() };
    let family = Face::ALL[0].family().to_owned();
    Options { fontdb: FONTS.database.clone(), font_family: family, font_resolver: resolver, ..Options::default() }
}

impl Sheet {
    /// Draws a frame, and in the room it leaves, a chart.
    pub fn draw(theme: &Theme, words: Words, chart: impl FnOnce(&mut Canvas, Rect)) -> Result<Self, String> {
        let words = words.kept_together();
        let mut svg = String::new();
        let mut canvas = Canvas::new(&mut svg, theme.size);
        let room = frame(&mut canvas, theme, &words);
        chart(&mut canvas, room);
        let used = canvas.finish()?;
        // Past plotters' own head, which knows neither size in pixels nor title nor face.
        let drawing = svg.split_once("xmlns=\"http://www.w3.org/2000/svg\">").map_or("", |(_, rest)| rest).to_owned();
        Ok(Self { size: theme.size, words, drawing, used })
    }

    /// A file that stands alone: with title, description and the glyphs it shows.
    pub fn svg(&self) -> String {
        let style = Face::ALL.map(|f| face(f, &self.used[f.weight as usize])).concat();
        let style = format!("<style>{style}</style>\n");
        self.head("title", "desc") + &self.spoken("title", "desc") + &style + self.drawing.trim_start()
    }

    /// To stand inside a page: without a face of its own (see [`faces`]), its ids beginning with `id`.
    pub fn inline(&self, id: &str) -> String {
        let (title, desc) = (format!("{id}-title"), format!("{id}-desc"));
        self.head(&title, &desc) + &self.spoken(&title, &desc) + self.drawing.trim_start()
    }

    /// The same in pixels.
    pub fn png(&self) -> Result<Vec<u8>, String> {
        let tree = self.tree()?;
        let mut pixels = Pixmap::new(self.size.0 as u32, self.size.1 as u32).ok_or("no room for its pixels")?;
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        pixels.encode_png().map_err(|e| e.to_string())
    }

    /// As resvg sees it: texts laid out in the bundled faces.
    pub fn tree(&self) -> Result<Tree, String> {
        Tree::from_str(&(self.head("title", "desc") + &self.drawing), &options()).map_err(|e| e.to_string())
    }

    /// The texts as they are laid out, each with its box in pixels: left, top, right, bottom of its letters.
    ///
    /// # Errors
    /// The SVG does not parse.
    pub fn texts(&self) -> Result<Vec<(String, [f64; 4])>, String> {
        let mut texts = Vec::new();
        gather(self.tree()?.root(), &mut texts);
        Ok(texts)
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.words.title
    }

    /// What is drawn how, of how many, and where it comes from.
    pub fn description(&self) -> String {
        format!("{} {}", self.words.subtitle, self.words.source)
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (f64, f64) {
        self.size
    }

    fn spoken(&self, title: &str, desc: &str) -> String {
        let words = [self.title(), &self.description()].map(escape);
        format!("<title id=\"{title}\">{}</title>\n<desc id=\"{desc}\">{}</desc>\n", words[0], words[1])
    }

    fn head(&self, title: &str, desc: &str) -> String {
        let (width, height) = self.size;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{title} {desc}\" stroke-linejoin=\"round\">\n",
            width * STEPS,
            height * STEPS
        )
    }
}

/// What a line of text keeps free above and below its letters, in its own height.
const LEADING: f64 = 0.17;

fn gather(group: &Group, texts: &mut Vec<(String, [f64; 4])>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => gather(inner, texts),
            Node::Text(text) => {
                let b = text.abs_bounding_box();
                let free = LEADING * f64::from(b.height());
                let edges = [b.left(), b.top(), b.right(), b.bottom()].map(f64::from);
                let edges = [edges[0], edges[1] + free, edges[2], edges[3] - free].map(|v| v / STEPS);
                texts.push((text.chunks().iter().map(TextChunk::text).collect(), edges));
            }
            _ => {}
        }
    }
}

/// CSS of the faces that sheets on one page show, each glyph once; families `Noto Sans` and `Noto Sans JP`.
pub fn faces<'a>(sheets: impl IntoIterator<Item = &'a Sheet>) -> String {
    let mut used: [BTreeSet<char>; 2] = Default::default();
    for sheet in sheets {
        used.iter_mut().zip(&sheet.used).for_each(|(all, these)| all.extend(these));
    }
    Face::ALL.map(|f| face(f, &used[f.weight as usize])).concat()
}

fn face(face: Face, used: &BTreeSet<char>) -> String {
    let glyphs = glyphs(used, face);
    let Some(file) = woff(face.file(), &glyphs).filter(|_| !glyphs.is_empty()) else {
        return String::new();
    };
    let (family, weight) = (face.family(), if face.weight == Weight::SemiBold { "bold" } else { "normal" });
    format!(
        "@font-face{{font-family:\"{family}\";font-weight:{weight};src:url(data:font/woff;base64,{}) format(\"woff\")}}",
        base64(&file)
    )
}

/// Text as it may stand in XML.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Background, title and subtitle on top, source line at the bottom; what is left between them.
fn frame(canvas: &mut Canvas, theme: &Theme, words: &Words) -> Rect {
    let (width, height) = theme.size;
    let page = Rect { left: 0.0, top: 0.0, right: width, bottom: height };
    canvas.rect(page, theme.background);
    let inner = page.inset(theme.margin, theme.margin, theme.margin, theme.margin * 0.75);
    let text = &theme.text;
    let title = Block { text: &words.title, size: text.title, weight: Weight::SemiBold, color: theme.ink };
    let below = title.down(canvas, theme, inner, inner.top);
    let subtitle = Block { text: &words.subtitle, size: text.subtitle, weight: Weight::Regular, color: theme.muted };
    let top = subtitle.down(canvas, theme, inner, below + 0.25 * text.subtitle);
    let source = Block { text: &words.source, size: text.foot, weight: Weight::Regular, color: theme.muted };
    let bottom = inner.bottom - source.height(theme, inner);
    source.down(canvas, theme, inner, bottom);
    Rect { top: top + 0.6 * theme.gap, bottom: bottom - 0.5 * theme.gap, ..inner }
}

/// A paragraph.
struct Block<'a> {
    text: &'a str,
    size: f64,
    weight: Weight,
    color: Color,
}

impl Block<'_> {
    fn lines(&self, room: Rect) -> Vec<String> {
        // A little less than there is: shaping may add what widths do not know of.
        let room = 0.995 * room.width();
        match self.weight {
            Weight::SemiBold => balance(self.text, self.size, self.weight, room),
            Weight::Regular => wrap(self.text, self.size, self.weight, room),
        }
    }

    fn height(&self, theme: &Theme, room: Rect) -> f64 {
        self.lines(room).len() as f64 * self.size * theme.text.leading
    }

    /// Writes it from `top` and says where it ends.
    fn down(&self, canvas: &mut Canvas, theme: &Theme, room: Rect, top: f64) -> f64 {
        let leading = self.size * theme.text.leading;
        let style = Type { size: self.size, weight: self.weight, color: self.color, align: Align::Left };
        let lines = self.lines(room);
        for (i, line) in lines.iter().enumerate() {
            canvas.text(line, (room.left, top + (i as f64 + 0.5) * leading), style);
        }
        top + lines.len() as f64 * leading
    }
}
