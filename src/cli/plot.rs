//! `pkosim plot`: charts of what was stored, without running anything.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use pkosim::output::Lost;
use pkosim::output::charts::stored::{self, Stored};
use pkosim::output::charts::{self, Chart, Sheet};
use pkosim::output::folder::make;
use pkosim::output::manifest::{Kind, read_held};
use pkosim::output::messages::{units, verbs as words};
use pkosim::output::theme::{Lang, Look, Size, Tone};
use pkosim::scenario::words::nearest;
use pkosim::world::outcome::all;

use super::catalogue::LangArg;
use super::console::{note, say};
use super::failure::Failure;

/// Where a chart will stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SizeArg {
    /// A column of a report, 85 mm: 1000 x 1250 pixels
    Column,
    /// The width of a page, 170 mm: 1600 x 1000 pixels
    Page,
    /// A slide, 16 to 9: 1920 x 1080 pixels
    Slide,
}

/// On white or on near black.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ThemeArg {
    /// Dark on white
    Light,
    /// Light on near black
    Dark,
}

/// Draw charts again from stored results
///
/// Nothing is run: charts are drawn from what was stored, in another language, size or theme if asked. Each chart is
/// written as SVG (standing alone, with the glyphs it shows) and as PNG. FROM may be a result folder, a finished sweep
/// (lines over one axis, heat maps over two, small multiples over more, and cost against lives saved with the points
/// that nothing betters), the CSV of `pkosim validate` (forest plot of findings), of `pkosim discover` (boxes and what
/// they trade off), of `pkosim robustness` (decisions by their regret), of `pkosim replay` (timeline of one history) or
/// a table of indices by input (tornado). Results of another version are drawn as far as their tables are understood,
/// and what is missing is named.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Plot {
    /// Result folder, sweep folder or table
    #[arg(value_name = "FROM")]
    from: PathBuf,
    /// Draw these charts only: `overview` or `01-overview`; may be given several times [default: all]
    #[arg(long, value_name = "NAME", num_args = 1..)]
    chart: Vec<String>,
    /// Outcome to draw, of a sweep [default: success]
    #[arg(long, value_name = "OUTCOME")]
    outcome: Option<String>,
    /// Language of everything written
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
    /// Where the charts will stand
    #[arg(long, value_name = "SIZE", default_value = "page")]
    size: SizeArg,
    /// Light or dark
    #[arg(long, value_name = "THEME", default_value = "light")]
    theme: ThemeArg,
    /// Folder to write to; files of the same names are replaced [default: `charts` in the folder, or beside the table]
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print errors only
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pkosim plot output/baseline --lang ja --out figures
  pkosim plot output/baseline --chart overview cost-lives --size column
  pkosim plot output/baseline --size slide --theme dark --out slides
  pkosim plot output/four-levers --outcome battle_deaths
  pkosim plot output/four-levers --chart pareto
  pkosim plot boxes.csv --out figures
  pkosim plot validation.csv --out figures

Exit codes:
  0  drawn
  1  drawn, but a chart that was asked for has nothing to show
  2  no such chart
  3  the folder holds no results, or cannot be read or written";

impl Plot {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        // Charts of a folder whose manifest was cut would say nothing of what they show.
        if let Some(held) = read_held(&self.from)?.filter(|held| held.kind == Kind::Batch.name()) {
            let what = format!("{} holds a {}: charts are drawn of runs and sweeps", self.from.display(), held.kind);
            return Err(Failure::usage(what, "`pkosim run` draws the charts of one scenario of it"));
        }
        let stored = stored::open(&self.from)?;
        let chosen = self.chart.iter().map(|name| known(name, &stored)).collect::<Result<Vec<_>, _>>()?;
        let (look, out) = (self.look(), self.out.clone().unwrap_or_else(|| self.beside()));
        let drawn = stored.draw(&chosen, self.outcome(), &look)?;
        // An outcome that was named and is not there is no less wrong where another chart can be drawn.
        let lacks = matches!(stored, Stored::Sweep(_)) && self.outcome.is_some() && chosen.is_empty();
        if (drawn.is_empty() && chosen.is_empty()) || (lacks && drawn.iter().all(|d| !named(&d.0.name, "sweep"))) {
            return Err(self.nothing(&stored));
        }
        write(&drawn, &out)?;
        let lost = if let Stored::Run(_, lost) = &stored { lost.as_slice() } else { &[] };
        self.tell(&chosen, &drawn, lost, &out)
    }

    fn outcome(&self) -> &str {
        self.outcome.as_deref().unwrap_or("success")
    }

    /// Where charts go that nobody names a place for.
    fn beside(&self) -> PathBuf {
        let folder = if self.from.is_dir() { Some(self.from.as_path()) } else { self.from.parent() };
        folder.unwrap_or(Path::new("")).join("charts")
    }

    /// Why there is nothing to draw.
    fn nothing(&self, stored: &Stored) -> Failure {
        let from = self.from.display();
        if matches!(stored, Stored::Sweep(_)) {
            let names: Vec<&str> = all().map(|o| o.name).collect();
            let near = nearest(self.outcome(), names.iter().copied()).filter(|n| *n != self.outcome());
            let near = near.map_or(String::new(), |n| format!("nearest: {n}; "));
            return Failure::usage(
                format!("{from} has no grid of `{}` to draw", self.outcome()),
                format!("{near}name an outcome of results.csv with --outcome; at least one axis must have levels"),
            );
        }
        Failure::usage(format!("{from} holds nothing to draw"), "its tables are empty or missing")
    }

    fn look(&self) -> Look {
        Look {
            lang: self.lang.into(),
            size: match self.size {
                SizeArg::Column => Size::Column,
                SizeArg::Page => Size::Page,
                SizeArg::Slide => Size::Slide,
            },
            tone: if self.theme == ThemeArg::Light { Tone::Light } else { Tone::Dark },
        }
    }

    /// What was drawn, what was not and why; exit code 1 where a chart that was asked for was not.
    fn tell(&self, chosen: &[&str], drawn: &[(Chart, Sheet)], lost: &[Lost], out: &Path) -> Result<(), Failure> {
        let lang = self.lang.into();
        for Lost { file, why, .. } in lost.iter().filter(|l| concerns(chosen, l)) {
            let without = without(chosen, file, lang);
            note(&words::LOST.with(lang, &[("file", file), ("why", why), ("without", &without)]));
        }
        let missing: Vec<&str> =
            chosen.iter().copied().filter(|name| drawn.iter().all(|d| !named(&d.0.name, name))).collect();
        for name in &missing {
            note(&words::NOT_DRAWN.with(lang, &[("name", name)]));
        }
        if !self.quiet {
            let lines = drawn.iter().map(|(chart, _)| format!("  {}  {}\n", chart.name, chart.title));
            let charts = words::CHARTS.with(lang, &[("dir", &out.display())]);
            say(&format!("{}{charts}\n", lines.collect::<String>()))?;
        }
        if missing.is_empty() { Ok(()) } else { Err(Failure::Told(1)) }
    }
}

/// Whether a chart is the one asked for: of one name there may be several, by outcome or page.
fn named(drawn: &str, name: &str) -> bool {
    drawn.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Whether a lost table matters to anybody: one that a run may do without only where its chart was asked for by name.
fn concerns(chosen: &[&str], lost: &Lost) -> bool {
    let asked = |name: &&str| charts::table_of(name) == Some(lost.file);
    chosen.iter().any(asked) || (chosen.is_empty() && !lost.optional) || lost.file == "manifest.json"
}

/// The charts that a lost table takes with it.
fn without(chosen: &[&str], file: &str, lang: Lang) -> String {
    let of = |name: &str| charts::table_of(name) == Some(file);
    let all: Vec<&str> = charts::names().filter(|n| of(n) && (chosen.is_empty() || chosen.contains(n))).collect();
    let charts = all.join(units::COMMA.text(lang));
    if all.is_empty() { String::new() } else { words::WITHOUT.with(lang, &[("charts", &charts)]) }
}

fn write(drawn: &[(Chart, Sheet)], out: &Path) -> Result<(), Failure> {
    make(out)?;
    Ok(charts::save_all(drawn, out)?)
}

/// A chart by its name, with or without its number.
fn known(name: &str, stored: &Stored) -> Result<&'static str, Failure> {
    let numbered = |full: &str| full.starts_with(|c: char| c.is_ascii_digit());
    let bare = |full: &'static str| full.split_once('-').filter(|_| numbered(full)).map_or(full, |(_, rest)| rest);
    let names = stored.names();
    if names.is_empty() {
        let what = "--chart chooses among the charts of a result folder, of a sweep or of boxes";
        return Err(Failure::usage(what, "leave it out here"));
    }
    let found = names.iter().find(|full| **full == name || bare(full) == name);
    found.copied().ok_or_else(|| {
        let all: Vec<&str> = names.iter().map(|n| bare(n)).collect();
        let near = nearest(name, all.iter().copied()).map_or(String::new(), |n| format!("nearest: {n}; "));
        Failure::usage(format!("there is no chart `{name}`"), format!("{near}charts are {}", all.join(", ")))
    })
}
