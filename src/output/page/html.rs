//! A page as one HTML file: no network, style and script inside, nothing else allowed by its own policy.

use std::fmt::Write as _;

use hmac_sha256::Hash;

use super::document::{Block, Cell, Document, Figure, Section, Table, Whisker};
use super::encode::{base64, escape};
use crate::output::messages::{Lang, page as words};

/// The first line of every page: by it an older one is known and may be replaced.
pub const HEADER: &str = "<!DOCTYPE html><!-- pkosim report -->";

const STYLE: &str = include_str!("page.css");
const PRINTED: &str = include_str!("print.css");
const SCRIPT: &str = include_str!("page.js");

/// What a page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// To be read on a screen, and printed from there.
    Screen,
    /// To be turned into a PDF: everything open, no script, pages laid out.
    Print,
}

/// The page as HTML.
pub fn html(document: &Document, lang: Lang, purpose: Use) -> String {
    let mut out = String::with_capacity(1 << 20);
    let style =
        if purpose == Use::Print { format!("{STYLE}{PRINTED}") } else { format!("{STYLE}@media print{{{PRINTED}}}") };
    head(&mut out, document, lang, purpose, &style);
    let _ = writeln!(out, "<a class=\"skip\" href=\"#main\">{}</a>", escape(words::SKIP.text(lang)));
    let _ = writeln!(out, "<header><p class=\"kind\">{}</p>", escape(words::KIND.text(lang)));
    let _ = writeln!(
        out,
        "<h1>{}</h1><p class=\"sub\">{}</p></header>",
        escape(&document.title),
        escape(&document.subtitle)
    );
    contents(&mut out, document, lang);
    out.push_str("<main id=\"main\">\n");
    document.sections.iter().for_each(|s| section(&mut out, s, lang, purpose));
    out.push_str("</main>\n");
    if purpose == Use::Screen {
        let _ = writeln!(out, "<script>{SCRIPT}</script>");
    }
    out.push_str("</body></html>\n");
    out
}

fn head(out: &mut String, document: &Document, lang: Lang, purpose: Use, style: &str) {
    let script = match purpose {
        Use::Screen => format!("'sha256-{}'", base64(&Hash::hash(SCRIPT.as_bytes()))),
        Use::Print => "'none'".to_owned(),
    };
    let policy = format!(
        "default-src 'none'; img-src data:; style-src 'sha256-{}'; script-src {script}; base-uri 'none'; form-action 'none'",
        base64(&Hash::hash(style.as_bytes()))
    );
    let tag = if lang == Lang::Ja { "ja" } else { "en" };
    let _ = writeln!(out, "{HEADER}\n<html lang=\"{tag}\"><head><meta charset=\"utf-8\">");
    let _ = writeln!(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str("<meta name=\"referrer\" content=\"no-referrer\"><meta name=\"color-scheme\" content=\"light\">\n");
    let _ = writeln!(out, "<title>{}</title><style>{style}</style></head>\n<body>", escape(&document.title));
}

fn contents(out: &mut String, document: &Document, lang: Lang) {
    let _ = writeln!(out, "<nav aria-label=\"{0}\"><p>{0}</p><ol>", escape(words::CONTENTS.text(lang)));
    for s in &document.sections {
        let _ = writeln!(out, "<li><a href=\"#{}\">{}</a></li>", escape(&s.id), escape(&s.heading));
    }
    out.push_str("</ol></nav>\n");
}

fn section(out: &mut String, section: &Section, lang: Lang, purpose: Use) {
    let id = escape(&section.id);
    let _ = writeln!(
        out,
        "<section id=\"{id}\" aria-labelledby=\"{id}-h\"><h2 id=\"{id}-h\">{}</h2>",
        escape(&section.heading)
    );
    section.blocks.iter().for_each(|b| block(out, b, lang, purpose));
    out.push_str("</section>\n");
}

fn block(out: &mut String, block_: &Block, lang: Lang, purpose: Use) {
    let _ = match block_ {
        Block::Heading(text) => writeln!(out, "<h3>{}</h3>", escape(text)),
        Block::Text(text) => writeln!(out, "<p>{}</p>", escape(text)),
        Block::Note(text) => writeln!(out, "<p class=\"note\">{}</p>", escape(text)),
        Block::Code(text) => writeln!(out, "<pre tabindex=\"0\">{}</pre>", escape(text)),
        Block::List(points) => {
            let points: String = points.iter().map(|p| format!("<li>{}</li>\n", escape(p))).collect();
            writeln!(out, "<ul>{points}</ul>")
        }
        Block::Table(table_) => return table(out, table_, lang, purpose),
        Block::Figure(figure_) => return figure(out, figure_, lang, purpose),
        Block::Fold(summary, blocks) => {
            let open = if purpose == Use::Print { " open" } else { "" };
            let _ = writeln!(out, "<details{open}><summary>{}</summary>", escape(summary));
            blocks.iter().for_each(|b| block(out, b, lang, purpose));
            writeln!(out, "</details>")
        }
    };
}

fn figure(out: &mut String, figure: &Figure, lang: Lang, purpose: Use) {
    let (title, alt) = (escape(&figure.title), escape(&format!("{} {}", figure.title, figure.description)));
    let _ = writeln!(
        out,
        "<figure><img alt=\"{alt}\" src=\"data:image/svg+xml;base64,{}\"><figcaption>{title}",
        base64(figure.svg.as_bytes())
    );
    if purpose == Use::Screen {
        let _ = write!(
            out,
            " <button type=\"button\" class=\"save\" data-name=\"{}\">{}</button>",
            escape(&figure.name),
            escape(words::SAVE.text(lang))
        );
    }
    out.push_str("</figcaption></figure>\n");
}

fn table(out: &mut String, table: &Table, lang: Lang, purpose: Use) {
    let screen = purpose == Use::Screen;
    if table.searched && screen {
        let label = escape(words::SEARCH.text(lang));
        let _ = writeln!(out, "<label class=\"search\">{label} <input type=\"search\"></label>");
    }
    let caption = escape(&table.caption);
    let _ = writeln!(
        out,
        "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\"><table><caption>{caption}</caption>"
    );
    out.push_str("<thead><tr>");
    for (head, number) in &table.columns {
        let class = if *number { " class=\"n\"" } else { "" };
        let head = escape(head);
        let _ = if screen {
            write!(out, "<th scope=\"col\"{class} aria-sort=\"none\"><button type=\"button\">{head}</button></th>")
        } else {
            write!(out, "<th scope=\"col\"{class}>{head}</th>")
        };
    }
    out.push_str("</tr></thead>\n<tbody>");
    for row in &table.rows {
        out.push_str("<tr>");
        for (i, cell_) in row.iter().enumerate() {
            cell(out, cell_, i == 0, table.columns.get(i).is_some_and(|c| c.1));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

fn cell(out: &mut String, cell: &Cell, first: bool, number: bool) {
    let (open, close) = if first { ("th scope=\"row\"", "th") } else { ("td", "td") };
    let class = if number { " class=\"n\"" } else { "" };
    let key = cell.key.map_or(String::new(), |k| format!(" data-key=\"{k}\""));
    let whisker = cell.whisker.map_or(String::new(), |w| drawn(&w));
    let _ = write!(out, "<{open}{class}{key}>{whisker}{}</{close}>", escape(&cell.text));
}

/// A value with its interval, 120 units wide; the text beside it says the same.
fn drawn(whisker: &Whisker) -> String {
    let x = |share: f64| 4.0 + 112.0 * share.clamp(0.0, 1.0);
    let [low, mid, high] = whisker.at.map(x);
    let zero = whisker
        .zero
        .map_or(String::new(), |z| format!("<line x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"1\" y2=\"15\" class=\"z\"/>", x(z)));
    format!(
        "<svg class=\"w\" viewBox=\"0 0 120 16\" aria-hidden=\"true\">{zero}<line x1=\"{low:.1}\" x2=\"{high:.1}\" y1=\"8\" \
         y2=\"8\" class=\"i\"/><circle cx=\"{mid:.1}\" cy=\"8\" r=\"3.5\"/></svg>"
    )
}
