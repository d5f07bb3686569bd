//! The words that stand for phases and kinds of funding, and lists of words for people.

use super::{FundingKind, Phase, StartWhen};

/// Phases with their words, in the order of [`super::PhaseLevel::Shares`].
pub const PHASES: [(&str, Phase); 4] =
    [("tension", Phase::Tension), ("war", Phase::War), ("ceasefire", Phase::Ceasefire), ("peace", Phase::Peace)];

/// Kinds of funding with their words.
pub const FUNDINGS: [(&str, FundingKind); 4] = [
    ("assessed", FundingKind::Assessed),
    ("regular", FundingKind::Regular),
    ("partner", FundingKind::Partner),
    ("voluntary", FundingKind::Voluntary),
];

impl Phase {
    /// The word for it in a scenario.
    pub fn word(self) -> &'static str {
        PHASES[self as usize].0
    }
}

impl FundingKind {
    /// The word for it in a scenario.
    pub fn word(self) -> &'static str {
        FUNDINGS[self as usize].0
    }
}

/// The words for phases.
pub fn phases() -> Vec<&'static str> {
    PHASES.iter().map(|p| p.0).collect()
}

/// The words for kinds of funding.
pub fn fundings() -> Vec<&'static str> {
    FUNDINGS.iter().map(|f| f.0).collect()
}

/// What an operation may wait for, by word.
pub const CONDITIONS: [(&str, StartWhen); 5] = [
    ("at-once", StartWhen::AtOnce),
    ("war", StartWhen::War),
    ("quiet", StartWhen::Quiet),
    ("ceasefire", StartWhen::Ceasefire),
    ("peace", StartWhen::Peace),
];

impl StartWhen {
    /// Its word in scenarios.
    pub fn word(self) -> &'static str {
        CONDITIONS.iter().find(|c| c.1 == self).map_or("", |c| c.0)
    }
}

/// The words for what an operation waits for.
pub fn conditions() -> Vec<&'static str> {
    CONDITIONS.iter().map(|c| c.0).collect()
}

/// The words for delivery forms: slugs, and families of two variants.
pub fn forms() -> Vec<&'static str> {
    let forms = crate::catalogue::forms();
    let slugs = forms.iter().map(|f| f.slug.as_str());
    let mut all: Vec<&str> = slugs.chain(forms.iter().map(|f| f.family.as_str())).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Most words that a list spells out.
const LISTED: usize = 30;

/// `"a", "b" or "c"`.
pub fn list<S: AsRef<str>>(words: &[S]) -> String {
    join(words, "or")
}

/// `"a", "b" and "c"`.
pub fn both<S: AsRef<str>>(words: &[S]) -> String {
    join(words, "and")
}

fn join<S: AsRef<str>>(words: &[S], last_by: &str) -> String {
    let quoted = words.iter().take(LISTED).map(|w| format!("\"{}\"", w.as_ref()));
    let mut quoted: Vec<String> = quoted.collect();
    if words.len() > LISTED {
        quoted.push(format!("{} more", words.len() - LISTED));
    }
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {last_by} {last}", rest.join(", ")),
        None => "none".to_owned(),
    }
}

/// The word nearest to `word`, if one is near enough to have been meant.
pub fn nearest<'a>(word: &str, choices: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > 64 {
        return None;
    }
    let lower = word.to_lowercase();
    let score = |c: &str| (likeness(&lower, &c.to_lowercase()), likeness(word, c));
    let scored = choices.into_iter().map(|c| (score(c), c));
    let order = |a: &((f64, f64), &str), b: &((f64, f64), &str)| {
        let exact = a.0.1.total_cmp(&b.0.1);
        a.0.0.total_cmp(&b.0.0).then(exact).then(b.1.cmp(a.1))
    };
    let best = scored.max_by(order)?;
    (best.0.0 >= 0.75).then_some(best.1)
}

/// From 0 to 1. One slip of the finger counts as near even in a short word (`std` for `sd`).
fn likeness(a: &str, b: &str) -> f64 {
    let slip = strsim::osa_distance(a, b) == 1;
    strsim::jaro_winkler(a, b).max(if slip { 0.9 } else { 0.0 })
}

/// At most `limit` characters of a text, on one line.
pub fn clip(text: &str, limit: usize) -> String {
    let mut out: String = text.chars().take(limit).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(limit).is_some() {
        out.push_str("...");
    }
    out
}
