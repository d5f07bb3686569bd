//! The scenarios that come with the program, inside it: what a page may name where no file may be opened.

use std::path::{Component, Path, PathBuf};

/// Where the files that a text names are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// On the disk, relative to the file that names them.
    Disk,
    /// Among the shipped scenarios only; the disk is never touched.
    Shipped,
}

macro_rules! shipped {
    ($($name:literal,)+) => {
        const SHIPPED: &[(&str, &str)] =
            &[$((concat!($name, ".toml"), include_str!(concat!("../../scenarios/", $name, ".toml"))),)+];
    };
}

shipped! {
    "baseline",
    "ceasefire-monitoring",
    "consent-high",
    "consent-low",
    "contingency-2025",
    "factors/01-council-leadership-unity-with",
    "factors/01-council-leadership-unity-without",
    "factors/02-host-cooperation-with",
    "factors/02-host-cooperation-without",
    "factors/03-tangible-benefits-with",
    "factors/03-tangible-benefits-without",
    "factors/04-regional-support-with",
    "factors/04-regional-support-without",
    "factors/05-achievable-goals-with",
    "factors/05-achievable-goals-without",
    "factors/06-commitment-local-knowledge-with",
    "factors/06-commitment-local-knowledge-without",
    "factors/07-adaptability-with",
    "factors/07-adaptability-without",
    "factors/08-performance-with",
    "factors/08-performance-without",
    "factors/09-conduct-accountability-with",
    "factors/09-conduct-accountability-without",
    "factors/10-effective-transitions-with",
    "factors/10-effective-transitions-without",
    "factors/base",
    "forms/1-un-only",
    "forms/2-sequenced",
    "forms/3a-parallel-small-un",
    "forms/3b-parallel-large-un",
    "forms/4-joint",
    "forms/5-hybrid",
    "forms/6-un-authorized",
    "forms/base",
    "funding-high",
    "funding-low",
    "history/minurca",
    "history/minurcat",
    "history/minusca",
    "history/minusma",
    "history/minustah",
    "history/monua",
    "history/monuc",
    "history/monusco",
    "history/onub",
    "history/onumoz",
    "history/unamid",
    "history/unamir",
    "history/unamsil",
    "history/uncro",
    "history/unisfa",
    "history/unmibh",
    "history/unmih",
    "history/unmik",
    "history/unmil",
    "history/unmis",
    "history/unmit",
    "history/unoci",
    "history/unosom",
    "history/unosom-ii",
    "history/unpredep",
    "history/unsmih",
    "history/untac",
    "history/untaes",
    "mission-large",
    "mission-small",
    "models/01-preventive-deployment",
    "models/02-atrocity-prevention",
    "models/03-protection-of-civilians",
    "models/04-ceasefire-monitoring",
    "models/05-monitoring-observation-reporting",
    "models/06-verification",
    "models/07-peace-agreement-support",
    "models/08-new-state-support",
    "models/09-transition-support",
    "models/10-transitional-administration",
    "models/11-election-security-assistance",
    "models/12-ddr",
    "models/13-ssr-governance",
    "models/14-rule-of-law-law-enforcement",
    "models/15-police-assistance",
    "models/16-accountability-mechanisms",
    "models/17-countering-organized-crime",
    "models/18-mine-action-eod",
    "models/19-emergency-humanitarian-response",
    "models/20-public-health-support",
    "models/21-natural-disaster-response",
    "models/22-humanitarian-escort-protection",
    "models/23-cultural-heritage-protection",
    "models/24-natural-resource-protection",
    "models/25-border-management",
    "models/26-infrastructure-security",
    "models/27-cybersecurity",
    "models/28-regional-security",
    "models/29-urban-security",
    "models/30-maritime-security",
    "models/base-ceasefire",
    "models/base-peace",
    "models/base-tension",
    "models/base-war",
    "portfolio",
    "post-war-support",
    "preventive-deployment",
    "protection-divided",
    "reference-population",
    "threats/1-armed-conflict",
    "threats/2-weaponized-technology",
    "threats/3-transnational-organized-crime",
    "threats/4-climate-emergency",
    "threats/5-public-health-emergencies",
    "transitions/broad-to-small",
    "transitions/focused-to-broad",
    "transitions/partner-to-un",
    "treaty-ccm",
    "treaty-largest-late",
    "treaty-largest-stops",
    "treaty-voluntary-isu",
    "unity-high",
    "unity-low",
}

/// Names of all of them (`baseline.toml`, `models/12-ddr.toml`), in order.
pub fn names() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(name, _)| *name)
}

/// The text of one.
pub fn text(name: &Path) -> Option<&'static str> {
    let name = plain(name)?;
    SHIPPED.iter().find(|(known, _)| name == Path::new(known)).map(|(_, text)| *text)
}

/// A relative path without `.` and `..`; nothing where it leads out of the library.
pub fn plain(path: &Path) -> Option<PathBuf> {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => out.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                if !out.pop() {
                    return None;
                }
            }
            Component::Prefix(_) | Component::RootDir => return None,
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_file_is_in_the_program() {
        fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
            for entry in folder.read_dir().unwrap().flatten() {
                // Sweep files are no scenarios.
                if entry.path().is_dir() && entry.file_name() != "sweeps" {
                    walk(&entry.path(), found);
                } else if entry.path().extension().is_some_and(|e| e == "toml") {
                    found.push(entry.path());
                }
            }
        }
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        let mut found = Vec::new();
        walk(&root, &mut found);
        for file in &found {
            let name = file.strip_prefix(&root).unwrap();
            assert!(text(name).is_some(), "{} is missing from src/scenario/shipped.rs", name.display());
        }
        assert_eq!(found.len(), names().count());
    }

    #[test]
    fn a_path_stays_in_the_library() {
        assert!(text(Path::new("models/../baseline.toml")).is_some());
        for out in ["../baseline.toml", "/etc/passwd", "models/../../baseline.toml", "../scenarios/baseline.toml"] {
            assert!(text(Path::new(out)).is_none(), "{out}");
        }
    }
}
