//! What people read, in English and Japanese.
//!
//! One file for each kind of page. [`messages!`](crate::messages!) makes a constant of each text: a language left out does not compile,
//! and a test of its own holds that both languages name the same `{placeholders}`.

pub mod calibration;
#[cfg(feature = "charts")]
pub mod charts;
pub mod doubts;
#[cfg(feature = "explore")]
pub mod explore;
pub mod extent;
#[cfg(feature = "charts")]
pub mod forest;
#[cfg(feature = "charts")]
pub mod keys;
#[cfg(feature = "charts")]
pub mod money_charts;
#[cfg(feature = "charts")]
pub mod more_charts;
pub mod outcomes;
pub mod page;
pub mod progress;
pub mod report;
pub mod studies;
pub mod study_charts;
pub mod sweeps;
pub mod treaty;
pub mod units;
pub mod verbs;

use std::fmt::Display;

pub use crate::catalogue::view::Lang;

/// A text in both languages, with `{placeholders}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// English.
    pub en: &'static str,
    /// Japanese, in the words of the study.
    pub ja: &'static str,
}

impl Message {
    /// The text in a language, placeholders as they stand.
    pub const fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Ja => self.ja,
        }
    }

    /// The text in a language with each `{name}` replaced by its value, whose own braces stay as they are.
    pub fn fill(&self, lang: Lang, values: &[(&str, &str)]) -> String {
        self.put(lang, values)
    }

    /// The same with values of any kind that can be written.
    pub fn with(&self, lang: Lang, values: &[(&str, &dyn Display)]) -> String {
        self.put(lang, values)
    }

    fn put<V: Display>(&self, lang: Lang, values: &[(&str, V)]) -> String {
        let mut parts = self.text(lang).split('{');
        let mut said = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let named = part.split_once('}').and_then(|(name, after)| {
                let (_, value) = values.iter().find(|(n, _)| *n == name)?;
                Some(format!("{value}{after}"))
            });
            said.push_str(&named.unwrap_or_else(|| format!("{{{part}")));
        }
        said
    }

    /// Names of the placeholders of a language's text, sorted.
    pub fn placeholders(&self, lang: Lang) -> Vec<&'static str> {
        let named = |part: &'static str| part.split_once('}').map(|(name, _)| name);
        let mut names: Vec<_> = self.text(lang).split('{').skip(1).filter_map(named).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Makes a constant of each message: `/// What it is for. NAME: "English", "Japanese";`
#[macro_export]
macro_rules! messages {
    ($($(#[$meta:meta])+ $name:ident: $en:expr, $ja:expr;)+) => {
        $($(#[$meta])+ pub const $name: $crate::output::messages::Message =
            $crate::output::messages::Message { en: $en, ja: $ja };)+

        #[cfg(test)]
        #[test]
        fn both_languages_name_the_same_placeholders() {
            use $crate::output::messages::Lang;
            $(assert_eq!($name.placeholders(Lang::En), $name.placeholders(Lang::Ja), stringify!($name));
              assert!(!$name.en.trim().is_empty() && !$name.ja.trim().is_empty(), stringify!($name));)+
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_replaced_by_name_in_either_order() {
        let message = Message { en: "{n} of {all}", ja: "{all}のうち{n}" };
        let values = [("n", "3"), ("all", "7")];
        assert_eq!(message.fill(Lang::En, &values), "3 of 7");
        assert_eq!(message.fill(Lang::Ja, &values), "7のうち3");
        assert_eq!(message.placeholders(Lang::Ja), ["all", "n"]);
        assert_eq!(message.with(Lang::Ja, &[("n", &3), ("all", &"7")]), "7のうち3");
        // A value is no template, and what has no value stays.
        assert_eq!(message.fill(Lang::En, &[("n", "{all}"), ("all", "{n}")]), "{all} of {n}");
        assert_eq!(message.fill(Lang::En, &[("n", "3")]), "3 of {all}");
    }
}
