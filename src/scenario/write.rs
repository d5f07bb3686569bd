//! A scenario as text again: canonical TOML, the same for every order of the same file.

use std::fmt::Write as _;

use crate::catalogue;

use super::Scenario;
use super::address::{Address, MAIN, Owner};
use super::fields::Value;
use super::level::{Level, Source};
use super::numbers::show;
use super::registry;
use super::{PhaseLevel, words};

impl Value {
    /// The value as TOML.
    pub fn to_toml(&self) -> String {
        match self {
            Self::Level(level) => level.to_toml(),
            Self::Integer(n) => n.to_string(),
            Self::Boolean(b) => b.to_string(),
            Self::Text(text) => quoted(text),
            Self::Phase(phase) => phase_to_toml(phase),
            Self::Funding(funding) => quoted(funding.word()),
            Self::Condition(when) => quoted(when.word()),
            Self::Theatres(names) => {
                let names: Vec<String> = names.iter().map(|n| quoted(n)).collect();
                format!("[{}]", names.join(", "))
            }
            Self::Models(numbers) => {
                let slugs = numbers.iter().filter_map(|n| catalogue::model(*n)).map(|m| quoted(&m.slug));
                format!("[{}]", slugs.collect::<Vec<_>>().join(", "))
            }
            Self::Form(form) => quoted(form),
        }
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn phase_to_toml(phase: &PhaseLevel) -> String {
    match phase {
        PhaseLevel::Fixed(phase) => quoted(phase.word()),
        PhaseLevel::Shares(shares) => {
            let parts = words::phases().into_iter().zip(shares);
            let parts: Vec<String> = parts.map(|(p, s)| format!("{p} = {}", show(*s))).collect();
            format!("{{ shares = {{ {} }} }}", parts.join(", "))
        }
    }
}

impl Scenario {
    /// Every key of this scenario: of the world, then of each theatre and each operation by name.
    pub fn addresses(&self) -> Vec<Address> {
        let theatres = self.theatres.keys().cloned().map(Owner::Theatre);
        let operations = self.operations.keys().cloned().map(Owner::Operation);
        let owners = std::iter::once(Owner::World).chain(theatres).chain(operations);
        let of = |owner: Owner| {
            let part = owner.part();
            let keys = registry::all().iter().filter(move |k| k.part == part);
            keys.map(move |key| Address { owner: owner.clone(), key })
        };
        owners.flat_map(of).collect()
    }

    /// Every level with its key.
    pub fn named_levels(&self) -> Vec<(String, Level)> {
        let level = |a: Address| match self.get(&a)?.value {
            Value::Level(level) => Some((a.to_string(), level)),
            _ => None,
        };
        self.addresses().into_iter().filter_map(level).collect()
    }

    /// The whole scenario as canonical TOML: every key, defaults too, in a fixed order. Loading it
    /// gives an equal scenario (its name and sources apart). An organisation that nobody named is left out where the form
    /// has a partner: written down as the United Nations it would say that there is none.
    pub fn to_toml(&self) -> String {
        self.write(|address| match &address.owner {
            Owner::Operation(name) if address.key.name == "organisation" => {
                let operation = &self.operations[name];
                let partner = catalogue::form(&operation.form.value).is_some_and(|f| f.needs_partner);
                !(partner && operation.organisation.source == Source::Default)
            }
            _ => true,
        })
    }

    /// What of the scenario determines a result, as canonical text: everything but the words for
    /// people. Two files that say the same in another order have the same fingerprint.
    pub fn fingerprint_text(&self) -> String {
        let mut text = self.write(|address| !matches!(address.key.name, "title" | "description"));
        for payer in &self.payer_terms {
            let _ = writeln!(text, "# payer {payer:?}");
        }
        text
    }

    /// What somebody said in a file or an argument, as canonical text; what follows from models or defaults is left
    /// to follow again. Loading it and then setting a key gives what loading the files with that `--set` gives.
    ///
    /// ```
    /// use pkosim::scenario::{builtin_baseline, load_str};
    /// let baseline = builtin_baseline(&[]).unwrap().scenario;
    /// let again = load_str(&baseline.said_toml(), "baseline.toml", None, &[]).unwrap().scenario;
    /// assert_eq!(again.fingerprint_text(), baseline.fingerprint_text());
    /// ```
    pub fn said_toml(&self) -> String {
        let mut out = format!("horizon_months = {}\n", self.horizon_months.value);
        let owners = self.theatres.keys().cloned().map(Owner::Theatre);
        let owners = owners.chain(self.operations.keys().cloned().map(Owner::Operation));
        for owner in std::iter::once(Owner::World).chain(owners) {
            let mut open = String::new();
            for key in registry::all().iter().filter(|k| k.part == owner.part() && k.name != "horizon_months") {
                let address = Address { owner: owner.clone(), key };
                // A theatre of which nothing is said is there all the same.
                let first = matches!(owner, Owner::Theatre(_) | Owner::Operation(_)) && open.is_empty();
                let said = self.get(&address).filter(|v| !matches!(v.source, Source::Default | Source::Models));
                let header = header(&address);
                if header != open && (first || said.is_some()) {
                    let _ = writeln!(out, "\n[{header}]");
                    open = header;
                }
                if let Some(value) = said {
                    let _ = writeln!(out, "{} = {}", key.name, value.value.to_toml());
                }
            }
        }
        out
    }

    fn write(&self, wanted: impl Fn(&Address) -> bool) -> String {
        let (mut out, mut open) = (String::new(), String::new());
        for address in self.addresses().into_iter().filter(|a| wanted(a)) {
            let Some(value) = self.get(&address) else {
                continue;
            };
            let header = header(&address);
            if header != open {
                let gap = if out.is_empty() { "" } else { "\n" };
                let _ = writeln!(out, "{gap}[{header}]");
                open = header;
            }
            let _ = writeln!(out, "{} = {}", address.key.name, value.value.to_toml());
        }
        out
    }
}

/// The table that a key stands in; `main` has the short spelling.
fn header(address: &Address) -> String {
    let table = address.key.table;
    match &address.owner {
        Owner::Theatre(t) if t != MAIN => format!("theatre.{t}.{table}"),
        Owner::Operation(o) if o != MAIN => format!("operation.{o}"),
        _ => table.to_owned(),
    }
}
