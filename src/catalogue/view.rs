//! The catalogue for people and programs: JSON with both languages, and a table.

use serde_json::{Value as Json, json};

use super::entries::{Entry, Kind};
use super::meaning;

/// Language of the running text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

/// Entries as a JSON array. Names stand in both languages always; `text` in the one asked for.
pub fn json(kind: Kind, entries: &[&Entry], lang: Lang) -> Json {
    entries.iter().map(|e| object(kind, e, lang)).collect()
}

fn object(kind: Kind, entry: &Entry, lang: Lang) -> Json {
    let mut fields = entry.fields.clone();
    fields.insert("text".to_owned(), json!(text(entry, lang)));
    let meaning = match kind {
        Kind::Models => meaning::model(entry.number).map(|m| json!(m)),
        Kind::Forms => meaning::form(&entry.slug).map(|m| json!(m)),
        _ => None,
    };
    if let Some(meaning) = meaning {
        fields.insert("in_the_simulator".to_owned(), meaning);
    }
    Json::Object(fields)
}

/// The description in a language.
pub fn text(entry: &Entry, lang: Lang) -> &str {
    match lang {
        Lang::En => &entry.text_en,
        Lang::Ja => &entry.text_ja,
    }
}

/// The name in a language.
pub fn name(entry: &Entry, lang: Lang) -> &str {
    match lang {
        Lang::En => &entry.name_en,
        Lang::Ja => &entry.name_ja,
    }
}

/// One line per entry: number, slug, name; one entry is shown whole.
pub fn table(kind: Kind, entries: &[&Entry], lang: Lang) -> String {
    if let [one] = entries {
        return whole(kind, one, lang);
    }
    let width = entries.iter().map(|e| e.slug.len()).max().unwrap_or(0);
    let line = |e: &&Entry| format!("{:>3}  {:width$}  {}{}\n", number(e), e.slug, name(e, lang), variant(e, lang));
    format!("{}\n\n{}", kind.doc(), entries.iter().map(line).collect::<String>())
}

fn number(entry: &Entry) -> String {
    let variant = entry.fields.get("variant").and_then(Json::as_str).unwrap_or_default();
    format!("{}{variant}", entry.number)
}

/// What tells an entry from another of the same name.
fn variant(entry: &Entry, lang: Lang) -> String {
    let key = if lang == Lang::En { "variant_en" } else { "variant_ja" };
    match (entry.fields.get(key).and_then(Json::as_str), lang) {
        (None, _) => String::new(),
        (Some(text), Lang::En) => format!(": {}{}", text[..1].to_lowercase(), &text[1..]),
        (Some(text), _) => format!("（{text}）"),
    }
}

fn whole(kind: Kind, entry: &Entry, lang: Lang) -> String {
    let mut out = format!("{} {} ({}; {})\n", number(entry), name(entry, lang), entry.slug, entry.place);
    out.push_str(&format!("{} / {}\n\n{}\n", entry.name_en, entry.name_ja, text(entry, lang)));
    let other = if lang == Lang::En { "_ja" } else { "_en" };
    let shown = ["number", "slug", "where", "name_en", "name_ja", "text_en", "text_ja"];
    for (key, value) in entry.fields.iter().filter(|(k, _)| !shown.contains(&k.as_str()) && !k.ends_with(other)) {
        out.push_str(&field(key, value));
    }
    if kind == Kind::Models
        && let Some(meaning) = meaning::model(entry.number)
    {
        out.push_str(&format!("\nIn the simulator ({}):\n{}", meaning.kind, meaning.describe()));
    }
    out
}

fn field(key: &str, value: &Json) -> String {
    let key = if key == "capabilities" { "key capabilities" } else { key };
    let key = key.trim_end_matches("_en").trim_end_matches("_ja");
    match value {
        Json::Array(items) if items.is_empty() => String::new(),
        Json::Array(items) => {
            format!("\n{key}:\n{}", items.iter().map(|i| format!("  {}\n", plain(i))).collect::<String>())
        }
        other => format!("\n{key}: {}\n", plain(other)),
    }
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
