//! What the page is made of, inside the program.

use serde_json::{Map, Value, json};

use super::levers::LEVERS;
use crate::catalogue::{entries, forms, models};
use crate::output::messages::{Lang, explore as words};
use crate::scenario::shipped;

/// A file of the page: its kind and its bytes.
pub fn file(name: &str) -> Option<(&'static str, &'static [u8])> {
    let script = "text/javascript; charset=utf-8";
    let style = "text/css; charset=utf-8";
    Some(match name {
        "" => ("text/html; charset=utf-8", include_bytes!("assets/index.html")),
        "page.js" => (script, include_bytes!("assets/page.js")),
        "charts.js" => (script, include_bytes!("assets/charts.js")),
        "page.css" => (style, include_bytes!("assets/page.css")),
        "icon.svg" => ("image/svg+xml", include_bytes!("assets/icon.svg")),
        "uPlot.js" => (script, include_bytes!("assets/uPlot.iife.min.js")),
        "uPlot.css" => (style, include_bytes!("assets/uPlot.min.css")),
        _ => return None,
    })
}

/// Everything the page offers to choose from, in both languages.
pub fn choices() -> Value {
    // Treaties are other worlds, and what others extend is no scenario of its own.
    let stem = |name: &str| name.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml").to_owned();
    let base = |name: &str| stem(name) == "base" || stem(name).starts_with("base-");
    let shown = |name: &&str| !name.starts_with("treaty") && !base(name);
    let lever = |l: &super::levers::Lever| json!({"id": l.id, "en": l.name.en, "ja": l.name.ja, "range": l.range, "main": l.main});
    let model = |m: &entries::Model| json!({"number": m.number, "en": m.name_en, "ja": m.name_ja});
    let form = |f: &entries::Form| {
        let variant = f.variant.as_deref().map_or(String::new(), |v| format!(" {v}"));
        json!({"slug": f.slug, "en": format!("{}{variant}", f.name_en), "ja": format!("{}{variant}", f.name_ja)})
    };
    json!({
        "scenarios": shipped::names().filter(shown).collect::<Vec<_>>(),
        "levers": LEVERS.iter().map(lever).collect::<Vec<_>>(),
        "models": models().iter().map(model).collect::<Vec<_>>(),
        "forms": forms().iter().map(form).collect::<Vec<_>>(),
        "text": {"en": texts(Lang::En), "ja": texts(Lang::Ja)},
        "sketch": super::ask::SKETCH,
        "quick": super::ask::QUICK,
        "most": super::ask::MOST_REPLICATES,
    })
}

fn texts(lang: Lang) -> Map<String, Value> {
    words::all(lang).map(|(name, text)| (name.to_owned(), text.into())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPTS: &str = concat!(include_str!("assets/page.js"), include_str!("assets/charts.js"));

    #[test]
    fn the_page_names_no_text_that_is_not_there() {
        let (html, js) = (include_str!("assets/index.html"), SCRIPTS);
        let known: Vec<&str> = words::all(Lang::En).map(|(name, _)| name).collect();
        let named = html.split("data-t=\"").skip(1).map(|t| t.split('"').next().unwrap());
        // Calls of `t` itself, not of what ends in a t.
        let calls = js.match_indices("t(\"").filter(|(at, _)| !js[..*at].ends_with(char::is_alphanumeric));
        let said = calls.map(|(at, _)| js[at + 3..].split('"').next().unwrap());
        for name in named.chain(said) {
            assert!(known.contains(&name), "{name}");
        }
    }

    #[test]
    fn every_text_is_said_somewhere() {
        let page = [include_str!("assets/index.html"), SCRIPTS].concat();
        let server = [include_str!("levers.rs"), include_str!("ask.rs"), include_str!("server.rs")].concat();
        let words: Vec<&str> = server.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').collect();
        for (name, _) in words::all(Lang::En) {
            let shown = page.contains(&format!("\"{name}\""));
            assert!(shown || words.contains(&format!("words::{name}").as_str()), "{name} is said nowhere");
        }
    }

    #[test]
    fn the_page_fetches_nothing_from_elsewhere() {
        for text in [include_str!("assets/index.html"), SCRIPTS, include_str!("assets/page.css")] {
            assert!(!text.contains("http:") && !text.contains("https:") && !text.contains("innerHTML"));
        }
    }
}
