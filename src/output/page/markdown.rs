//! A page as Markdown (tables as GitHub has them). Charts stand at its end as PNG, so that the text above can be read
//! and edited; whatever turns Markdown into a document takes them from there.

use std::fmt::Write as _;

use super::document::{Block, Cell, Document, Figure, Table};
use super::encode::base64;

/// The first line of every page: by it an older one is known and may be replaced.
pub const HEADER: &str = "<!-- pkosim report -->";

/// The page as Markdown.
pub fn markdown(document: &Document) -> String {
    let mut out = format!("{HEADER}\n\n# {}\n\n{}\n", plain(&document.title), plain(&document.subtitle));
    let mut figures = Vec::new();
    for section in &document.sections {
        let _ = writeln!(out, "\n## {}", plain(&section.heading));
        section.blocks.iter().for_each(|b| block(&mut out, b, 3, &mut figures));
    }
    for (k, figure) in figures.iter().enumerate() {
        let _ = write!(out, "\n[chart-{}]: data:image/png;base64,{}\n", k + 1, base64(&(figure.png.0)()));
    }
    out
}

fn block<'a>(out: &mut String, block_: &'a Block, level: usize, figures: &mut Vec<&'a Figure>) {
    let _ = match block_ {
        Block::Heading(text) => writeln!(out, "\n{} {}", "#".repeat(level), plain(text)),
        Block::Text(text) => writeln!(out, "\n{}", plain(text)),
        Block::Note(text) => writeln!(out, "\n> {}", plain(text)),
        Block::Code(text) => {
            let fence = "`".repeat(3.max(1 + longest_run(text)));
            writeln!(out, "\n{fence}\n{}\n{fence}", text.trim_end())
        }
        Block::List(points) => {
            points.iter().try_fold((), |(), p| write!(out, "\n- {}", plain(p))).and_then(|()| writeln!(out))
        }
        Block::Table(table_) => return table(out, table_),
        Block::Figure(figure) => {
            figures.push(figure);
            writeln!(out, "\n![{}][chart-{}]", plain(&figure.title), figures.len())
        }
        Block::Fold(summary, blocks) => {
            let _ = writeln!(out, "\n{} {}", "#".repeat(level), plain(summary));
            blocks.iter().for_each(|b| block(out, b, level + 1, figures));
            Ok(())
        }
    };
}

fn table(out: &mut String, table: &Table) {
    let _ = writeln!(out, "\n{}\n", plain(&table.caption));
    let heads: Vec<String> = table.columns.iter().map(|c| plain(&c.0)).collect();
    let marks: Vec<&str> = table.columns.iter().map(|c| if c.1 { "---:" } else { "---" }).collect();
    let _ = writeln!(out, "| {} |\n|{}|", heads.join(" | "), marks.join("|"));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|c: &Cell| plain(&c.text)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

/// Text whose characters mean nothing to Markdown or HTML, on one line.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => out.extend(['\\', c]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// The most backquotes in a row.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_nothing_to_markdown_or_html() {
        assert_eq!(plain("<script>a|b_c*\n"), "&lt;script&gt;a\\|b\\_c\\* ");
    }

    #[test]
    fn code_stays_inside_its_fence() {
        let document = Document {
            sections: vec![super::super::document::Section::new("a", "A").with(Block::Code("x = ```y```".into()))],
            ..Document::default()
        };
        assert!(markdown(&document).contains("\n````\nx = ```y```\n````\n"));
    }
}
