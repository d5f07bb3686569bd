//! The register as a page for people.

use super::register::{Parameter, Prior, Stance, register};

/// `docs/parameters.md`: every parameter with meaning, prior, source and mark.
pub fn markdown() -> String {
    let mut page = String::from(
        "# Parameters\n\nMade from `data/evidence/parameters.toml`; do not edit. A prior is given by its median and its\n\
         standard deviation on the scale of its transform. Where the stances differ, `sceptical` stands second. A row of\n\
         `data/evidence/targets.csv` beside a prior is what it was made from; it is three times as wide as that row.\n\n\
         | parameter | meaning | unit | prior | status | source (mark) | why |\n|---|---|---|---|---|---|---|\n",
    );
    for entry in register() {
        page.push_str(&row(entry));
    }
    page
}

fn row(p: &Parameter) -> String {
    let sceptical = p.sceptical.map(|prior| format!("; {}", shown(prior, p.row(Stance::Sceptical))));
    let sceptical = sceptical.unwrap_or_default();
    let status = format!("{:?}", p.status).to_lowercase();
    let scale = format!("{:?}", p.transform).to_lowercase();
    let mark = serde_json::to_value(p.mark).ok().and_then(|m| m.as_str().map(str::to_owned)).unwrap_or_default();
    format!(
        "| `{}` | {} | {} | {}{sceptical} ({scale}) | {status} | {} ({mark}) | {} |\n",
        p.name,
        p.meaning,
        p.unit,
        shown(p.study, p.row(Stance::Study)),
        p.source,
        p.reason
    )
}

fn shown(prior: Prior, row: Option<&str>) -> String {
    let row = row.map(|row| format!(" (from {row})")).unwrap_or_default();
    if prior.sd == 0.0 { format!("{}", prior.centre) } else { format!("{} ± {}{row}", prior.centre, prior.sd) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_of_parameters_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/parameters.md");
        if std::env::var_os("PKOSIM_UPDATE").is_some() {
            std::fs::write(path, super::markdown()).expect("docs/parameters.md can be written");
        }
        let page = std::fs::read_to_string(path).expect("docs/parameters.md");
        assert!(page == super::markdown(), "refresh with PKOSIM_UPDATE=1 cargo test up_to_date");
    }
}
