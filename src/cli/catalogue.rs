//! `pkosim catalogue`: the study's vocabulary.

use clap::{Args, ValueEnum};

use pkosim::catalogue::{Kind, entries, find, view};

use super::console::say;
use super::failure::Failure;
use super::text::wrap;

/// How to print the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// JSON, an array with one object per entry, both languages
    Json,
}

/// Language of the running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// English
    En,
    /// Japanese
    Ja,
}

impl From<LangArg> for view::Lang {
    fn from(lang: LangArg) -> Self {
        if lang == LangArg::En { Self::En } else { Self::Ja }
    }
}

/// Show the study's vocabulary: models, delivery forms, tasks, success factors, threats, findings
///
/// A scenario names models and forms by number or slug: `models = [3, "ddr"]`, `form = "parallel"`. One entry is shown
/// whole, a model with what it means to the simulator: its people, what it acts on, and why.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Catalogue {
    /// models, forms, tasks, components, capabilities, factors, threats, challenges, advantages, force-generation,
    /// findings, finance or passed-over
    #[arg(value_name = "LIST", value_parser = list)]
    list: Kind,
    /// One entry, by number, slug or name
    slug: Option<String>,
    /// Language of names and descriptions
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: LangArg,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  pkosim catalogue models                 the 30 models
  pkosim catalogue models ddr             one of them, with what it means to the simulator
  pkosim catalogue forms 3A --lang ja     a delivery form in Japanese
  pkosim catalogue findings --format json";

impl Catalogue {
    /// Runs it.
    pub fn run(self) -> Result<(), Failure> {
        let chosen = match &self.slug {
            None => entries(self.list).iter().collect(),
            Some(name) => find(self.list, name).map_err(|unknown| {
                let all = format!("`pkosim catalogue {}` lists all", self.list.word());
                let hint = unknown.nearest.map_or(all.clone(), |n| format!("nearest: {n}; {all}"));
                Failure::usage(unknown.to_string(), hint)
            })?,
        };
        let lang = view::Lang::from(self.lang);
        match self.format {
            Format::Table => {
                say(&view::table(self.list, &chosen, lang).lines().map(|l| line(l, lang)).collect::<String>())
            }
            Format::Json => say(&format!("{:#}\n", view::json(self.list, &chosen, lang))),
        }
    }
}

/// A line for the terminal; Japanese has no blanks to break at.
fn line(line: &str, lang: view::Lang) -> String {
    let plain = lang == view::Lang::Ja || line.starts_with(' ') || line.trim().is_empty();
    if plain { format!("{line}\n") } else { wrap(line, 0) }
}

fn list(word: &str) -> Result<Kind, String> {
    let found = Kind::ALL.iter().find(|k| k.word() == word || k.word().trim_end_matches('s') == word);
    let all: Vec<&str> = Kind::ALL.iter().map(|k| k.word()).collect();
    found.copied().ok_or_else(|| {
        let near = pkosim::scenario::words::nearest(word, all.iter().copied());
        let near = near.map_or_else(String::new, |n| format!("; nearest: {n}"));
        format!("expected one of {}{near}", all.join(", "))
    })
}
