//! Changing a scenario that is already whole: what sweeps do at each design point.

use super::Scenario;
use super::address::{Address, MAIN, Owner};
use super::check;
use super::level::Source;
use super::numbers::show;
use super::problem::{Problem, Problems};
use super::registry::Key;
use super::report::Report;
use super::sets::{self, Setting};
use super::{Operation, fields::Value};

/// A key of a scenario with what is known of it.
#[derive(Clone, Debug)]
pub struct KeyRow {
    /// The key as it is spelt in `--set` and sweeps.
    pub key: String,
    /// What is known of it: kind, unit, range, meaning.
    pub about: &'static Key,
}

impl Scenario {
    /// Every dotted key that `--set` and sweeps may name in this scenario.
    pub fn keys(&self) -> Vec<KeyRow> {
        let row = |a: Address| KeyRow { key: a.to_string(), about: a.key };
        self.addresses().into_iter().map(row).collect()
    }

    /// Sets one key to a TOML value, as `--set` does, with the source `sweep`.
    ///
    /// ```
    /// use pkosim::scenario::builtin_baseline;
    /// let mut scenario = builtin_baseline(&[]).unwrap().scenario;
    /// scenario.set("mission.troops", "12_000").unwrap();
    /// assert!(scenario.set("host.consent", "1.4").is_err());
    /// ```
    ///
    /// # Errors
    /// As [`Self::set_all`].
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), Problems> {
        self.set_all(&[(key.to_owned(), value.to_owned())])
    }

    /// Sets one key to a number.
    ///
    /// # Errors
    /// As [`Self::set_all`].
    pub fn set_number(&mut self, key: &str, value: f64) -> Result<(), Problems> {
        self.set(key, &show(value))
    }

    /// Sets several keys at once and then checks the whole: all of them, or none.
    ///
    /// # Errors
    /// Every problem of the keys, the values and the scenario they would make.
    pub fn set_all(&mut self, pairs: &[(String, String)]) -> Result<(), Problems> {
        let (mut next, mut report) = (self.clone(), Report::default());
        for (key, value) in pairs {
            let setting = sets::read(key, value, Source::Sweep, &mut report);
            if let Some(setting) = setting {
                next.apply(&setting, &mut report);
            }
        }
        for finding in check::findings(&next) {
            report.add(Problem { key: Some(finding.key), ..finding.problem });
        }
        if !report.is_clean() {
            return Err(report.into_problems());
        }
        check::complete(&mut next);
        *self = next;
        Ok(())
    }

    fn apply(&mut self, setting: &Setting, report: &mut Report) {
        let address = &setting.address;
        if !self.has(&address.owner) {
            let problem = sets::unknown_owner(&address.owner, &self.owners_like(&address.owner));
            report.add_at(&address.to_string(), setting.entry.key, problem);
            return;
        }
        let value: Option<Value> = sets::decode(setting, report);
        if let Some(value) = value {
            self.put(address, value, Source::Sweep);
        }
    }

    /// Whether an owner is there; the operation `main` comes to be where there is none at all.
    fn has(&mut self, owner: &Owner) -> bool {
        match owner {
            Owner::World => true,
            Owner::Theatre(t) => self.theatres.contains_key(t),
            Owner::Operation(o) => {
                if o == MAIN && self.operations.is_empty() {
                    self.operations.insert(o.clone(), Operation::default());
                }
                self.operations.contains_key(o)
            }
        }
    }

    fn owners_like(&self, owner: &Owner) -> Vec<String> {
        match owner {
            Owner::World => Vec::new(),
            Owner::Theatre(_) => self.theatres.keys().cloned().collect(),
            Owner::Operation(_) => self.operations.keys().cloned().collect(),
        }
    }
}
