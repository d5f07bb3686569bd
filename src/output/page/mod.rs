//! A report: results of one scenario, of several, or of a sweep as one file for people.
//!
//! ```text
//! folders ──► Told (tables, manifest, what is missing)
//!                 └──► Document (sections of text, tables, figures) ──► HTML | Markdown
//! ```
//!
//! Nothing is simulated. What the document says is made once for all formats; every number in it comes from the tables.
//! All text from results is escaped by the writers.

mod behind;
mod compare;
pub mod document;
mod encode;
mod figures;
pub mod html;
mod markdown;
mod outcomes;
mod provenance;
mod settings;
mod single;
pub mod sweep;
mod told;

use super::messages::Lang;
use document::Document;

pub use told::Told;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One HTML file to read and to sort tables in.
    Html,
    /// Markdown with its charts as PNG at the end.
    Markdown,
    /// One HTML file laid out on pages, without a script.
    PdfReady,
}

impl Format {
    /// The first line of its files, by which an older one is known.
    pub fn header(self) -> &'static str {
        match self {
            Self::Html | Self::PdfReady => html::HEADER,
            Self::Markdown => markdown::HEADER,
        }
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Html | Self::PdfReady => "html",
            Self::Markdown => "md",
        }
    }
}

/// What is to be said about these results: of one scenario in full, of several side by side.
///
/// # Errors
/// Where a chart cannot be drawn.
pub fn document(told: &[Told], lang: Lang) -> Result<Document, super::OutputError> {
    match told {
        [one] => single::document(one, lang),
        several => compare::document(several, lang),
    }
}

/// A document as a file.
pub fn write(document: &Document, lang: Lang, format: Format) -> String {
    match format {
        Format::Html => html::html(document, lang, html::Use::Screen),
        Format::PdfReady => html::html(document, lang, html::Use::Print),
        Format::Markdown => markdown::markdown(document),
    }
}
