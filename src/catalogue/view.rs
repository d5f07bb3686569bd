//! The catalogue for people and programs: JSON with both languages, and a table.

use serde_json::{Value as Json, json};

use super::entries::{Entry, Kind};
use super::{japanese, meaning};

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
        Kind::Factors => meaning::factor(entry.number).map(|m| json!(m)),
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
    let doc = if lang == Lang::En { kind.doc() } else { kind.doc_ja() };
    format!("{doc}\n\n{}", entries.iter().map(line).collect::<String>())
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

/// A label in a language.
fn label(english: &str, lang: Lang) -> &str {
    if lang == Lang::En { english } else { japanese::label(english) }
}

/// What stands between a label and what it labels.
const fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ": ",
        Lang::Ja => "：",
    }
}

fn whole(kind: Kind, entry: &Entry, lang: Lang) -> String {
    let place = if lang == Lang::En { entry.place.clone() } else { japanese::place(&entry.place) };
    let mut out = format!("{} {} ({}; {place})\n", number(entry), name(entry, lang), entry.slug);
    out.push_str(&format!("{} / {}\n\n{}\n", entry.name_en, entry.name_ja, text(entry, lang)));
    let other = if lang == Lang::En { "_ja" } else { "_en" };
    let shown = ["number", "slug", "where", "name_en", "name_ja", "text_en", "text_ja"];
    for (key, value) in entry.fields.iter().filter(|(k, _)| !shown.contains(&k.as_str()) && !k.ends_with(other)) {
        out.push_str(&field(key, value, lang));
    }
    let meaning = match kind {
        Kind::Models => meaning::model(entry.number).map(|m| (&m.kind, of_model(m))),
        Kind::Factors => meaning::factor(entry.number).map(|m| (&m.kind, of_factor(m))),
        _ => None,
    };
    if let Some((basis, lines)) = meaning {
        let head = label("in the simulator", lang);
        out.push_str(&match lang {
            Lang::En => format!("\nIn the simulator ({basis}):\n"),
            Lang::Ja => format!("\n{head}（{}）：\n", japanese::value("", basis)),
        });
        for (name, (english, in_japanese)) in lines {
            let said = if lang == Lang::En { english } else { in_japanese };
            out.push_str(&format!("  {}{}{said}\n", label(name, lang), colon(lang)));
        }
    }
    out
}

/// A line of what stands behind an entry: its label, and the text in English and Japanese.
type Line = (&'static str, (String, String));

fn same(text: String) -> (String, String) {
    (text.clone(), text)
}

/// What a model means: people, capabilities, effects, and why.
fn of_model(m: &meaning::ModelMeaning) -> Vec<Line> {
    let acts: Vec<String> = m.acts.iter().map(|(on, s)| format!("{on} {s}")).collect();
    let [t, p, o, c] = m.shares.map(|s| (m.size * s).round());
    let people = (
        format!("{} ({t} troops, {p} police, {o} observers, {c} civilians)", m.size),
        format!("{}（部隊{t}、警察{p}、監視員{o}、文民{c}）", m.size),
    );
    vec![
        ("people", people),
        ("least capabilities", same(m.capabilities.to_string())),
        ("acts on", same(acts.join(", "))),
        ("why", same(m.reason.clone())),
    ]
}

/// How a success factor stands in a scenario.
fn of_factor(m: &meaning::FactorMeaning) -> Vec<Line> {
    vec![
        ("keys", same(m.keys.join(", "))),
        ("without", same(m.without.to_string())),
        ("with", same(m.with.to_string())),
        ("why", same(m.reason.clone())),
    ]
}

fn field(key: &str, value: &Json, lang: Lang) -> String {
    let key = if key == "capabilities" { "key capabilities" } else { key };
    let key = key.trim_end_matches("_en").trim_end_matches("_ja");
    let said = |item: &Json| match (key, item) {
        ("typical_size", Json::Object(size)) => size.get("note").map(plain).unwrap_or_default(),
        _ if lang == Lang::En => plain(item),
        _ => japanese::value(key, &plain(item)),
    };
    let name = label(key, lang);
    match value {
        Json::Array(items) if items.is_empty() => String::new(),
        Json::Array(items) => {
            let lines: String = items.iter().map(|i| format!("  {}\n", said(i))).collect();
            format!("\n{name}{}\n{lines}", colon(lang).trim_end())
        }
        other => format!("\n{name}{}{}\n", colon(lang), said(other)),
    }
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::entries;
    use crate::scenario::address::Address;

    #[test]
    fn factors_and_challenges_name_keys_of_a_scenario() {
        let factors = meaning::meaning().factor.iter().flat_map(|f| f.keys.clone());
        let challenges = entries(Kind::Challenges).iter().flat_map(|e| e.fields["keys"].as_array().unwrap());
        for key in factors.chain(challenges.map(plain)) {
            assert!(Address::parse(&key).is_some(), "{key}");
        }
        let goals = table(Kind::Factors, &[&entries(Kind::Factors)[4]], Lang::En);
        assert!(goals.contains("\nIn the simulator (assumed):\n  keys: mission.task_load\n"), "{goals}");
    }

    #[test]
    fn what_stands_around_an_entry_is_japanese_too() {
        let label = |line: &str| line.trim_start().split_once([':', '：']).map(|(label, _)| label.to_owned());
        for kind in Kind::ALL {
            for entry in entries(*kind) {
                let text = table(*kind, &[entry], Lang::Ja);
                let after = text.lines().skip(4).filter(|line| !line.starts_with(' ') || line.contains('：'));
                for name in after.filter_map(label) {
                    assert!(!name.is_ascii(), "{} {}: {name}", kind.word(), entry.slug);
                }
            }
            assert!(table(*kind, &[], Lang::Ja).starts_with(kind.doc_ja()));
        }
        let ddr = table(Kind::Models, &[&entries(Kind::Models)[11]], Lang::Ja);
        assert!(ddr.contains("局面：\n  停戦\n  平和\n") && ddr.contains("シミュレーターでの意味（仮定）："), "{ddr}");
    }
}
