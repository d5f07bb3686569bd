//! `pkosim report`: results as one file for people.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use pkosim::output::messages::{Lang, verbs::REPORT};
use pkosim::output::page::document::Document;
use pkosim::output::page::sweep::{self, Swept};
use pkosim::output::page::{self, Format, Told};

use super::catalogue::LangArg;
use super::console::say;
use super::failure::Failure;
use super::file::NewFile;

/// Tell results in one file: sentences, charts, tables, evidence, doubts, provenance
///
/// One result folder is told in full, several are laid side by side, a sweep is told point by point. Nothing is simulated: every number comes from the
/// folders' tables. The page needs no network: charts, style and script are inside. An older report is replaced, any
/// other file is left alone.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Report {
    /// Result folders of `pkosim run`, or one folder of a finished sweep
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Language of the page; a scenario's own words stay as they are
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
    /// Kind of file
    #[arg(long, value_name = "FORMAT", default_value = "html")]
    format: FormatArg,
    /// Where to write it [default: report.html (or .md) in the folder, where there is one folder]
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pkosim report output/baseline                                        output/baseline/report.html
  pkosim report output/baseline --lang ja --out houkoku.html           in Japanese
  pkosim report output/baseline output/consent-low --out compared.html side by side
  pkosim report output/sweep                                           a finished sweep
  pkosim report output/baseline --format md --out report.md            for pandoc or a word processor
  pkosim report output/baseline --format pdf-ready --out print.html    laid out on pages, to print as PDF

Exit codes: 0 done; 2 an argument is wrong; 3 a folder holds no results, or the file cannot be written";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatArg {
    /// One HTML file with tables that sort
    Html,
    /// Markdown, charts as PNG at its end
    Md,
    /// One HTML file laid out on pages, without a script
    PdfReady,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Html => Self::Html,
            FormatArg::Md => Self::Markdown,
            FormatArg::PdfReady => Self::PdfReady,
        }
    }
}

impl Report {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let (lang, format) = (Lang::from(self.lang), Format::from(self.format));
        let out = self.target(format)?;
        let document = self.document(lang)?;
        let file = NewFile::begin(&out, format.header())?;
        file.finish(page::write(&document, lang, format).as_bytes())?;
        if self.quiet {
            Ok(())
        } else {
            say(&format!("{}\n", REPORT.with(self.lang.into(), &[("file", &out.display())])))
        }
    }

    fn document(&self, lang: Lang) -> Result<Document, Failure> {
        if let [one] = &self.folders[..]
            && sweep::is_one(one)
        {
            return Ok(sweep::document(&Swept::open(one)?, lang)?);
        }
        if let Some(swept) = self.folders.iter().find(|d| sweep::is_one(d)) {
            let what = format!("{} is a sweep, and a report on several folders compares runs", swept.display());
            return Err(Failure::usage(what, "report on the sweep by itself"));
        }
        let told = self.folders.iter().map(|d| Told::open(d)).collect::<Result<Vec<_>, _>>()?;
        Ok(page::document(&told, lang)?)
    }

    fn target(&self, format: Format) -> Result<PathBuf, Failure> {
        match (&self.out, &self.folders[..]) {
            (Some(out), _) => Ok(out.clone()),
            (None, [one]) => Ok(one.join(format!("report.{}", format.ending()))),
            (None, _) => {
                let what = "a report on several folders needs a place of its own";
                Err(Failure::usage(what, "name it with --out FILE"))
            }
        }
    }
}
