//! When the operations of a scenario come and go, as far as that is set before any history is lived.

use toml::{Table, Value};

use super::panel::Zero;
use crate::engine::results::RunInfo;

/// What charts may mark: an operation that waits for something, or for another to leave, has no month of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The first month in which an operation is set to deploy.
    pub deployment: Option<u32>,
    /// The month in which all are planned to be gone.
    pub exit: Option<u32>,
}

impl Calendar {
    /// From the scenario that stands in every result, so that older results are marked rightly too.
    pub fn of(info: &RunInfo) -> Self {
        let scenario: Table = info.scenario_toml.parse().unwrap_or_default();
        let operations = if info.operations.is_empty() { Vec::new() } else { operations(&scenario) };
        let starts: Vec<Option<u32>> = operations.iter().map(|o| start(o)).collect();
        let inside = |month: &u32| *month < info.horizon_months;
        let all = !starts.is_empty() && starts.iter().all(Option::is_some);
        Self {
            deployment: starts.into_iter().flatten().min().filter(inside),
            exit: info.planned_exit_month.filter(inside).filter(|_| all),
        }
    }

    /// What month 0 of the charts is.
    pub fn zero(&self) -> Zero {
        if self.deployment == Some(0) { Zero::Deployment } else { Zero::Start }
    }
}

/// What the scenario says of each operation: of the only one under `[mission]`, of several under `[operation.NAME]`.
pub fn operations(scenario: &Table) -> Vec<&Table> {
    let several = scenario.get("operation").and_then(Value::as_table);
    let several: Vec<&Table> = several.into_iter().flat_map(|t| t.values()).filter_map(Value::as_table).collect();
    if several.is_empty() { scenario.get("mission").and_then(Value::as_table).into_iter().collect() } else { several }
}

/// The month in which an operation is set to deploy.
fn start(operation: &Table) -> Option<u32> {
    let says = |key: &str, usual: &str| operation.get(key).and_then(Value::as_str).is_none_or(|v| v == usual);
    let month = operation.get("start_month").and_then(Value::as_integer).unwrap_or(0);
    (says("start_when", "at-once") && says("follows", "")).then(|| u32::try_from(month).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::charts::story::tests::info;

    fn calendar(toml: &str, exit: u32) -> (Option<u32>, Option<u32>) {
        let mut info = info(toml);
        info.planned_exit_month = Some(exit);
        info.operations.retain(|_| !toml.is_empty());
        let found = Calendar::of(&info);
        (found.deployment, found.exit)
    }

    #[test]
    fn only_what_is_set_beforehand_is_marked() {
        assert_eq!(calendar("[mission]\ntroops = 1\n", 60), (Some(0), Some(60)));
        assert_eq!(calendar("[mission]\nstart_month = 108\nstart_when = \"at-once\"\n", 168), (Some(108), None));
        assert_eq!(calendar("[mission]\nstart_month = 0\nstart_when = \"peace\"\n", 48), (None, None));
        assert_eq!(calendar("[mission]\nstart_month = 130\n", 150), (None, None));
        let two = "[operation.a]\nstart_month = 6\n[operation.b]\nfollows = \"a\"\nstart_month = 24\n";
        assert_eq!(calendar(two, 60), (Some(6), None));
        assert_eq!(calendar("", 60), (None, None));
    }
}
