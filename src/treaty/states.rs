//! States: parties, signatories and others, with their shares of the United Nations scale.

use super::load::TreatyError;

/// The states of the Convention on Cluster Munitions on 1 August 2010, with marks.
pub const CCM: &str = include_str!("../../data/treaty/ccm_states.csv");

/// Where a state stands when the convention enters into force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Bound by it.
    Party,
    /// Signed, not ratified.
    Signatory,
    /// Neither.
    Other,
}

/// A state, or several small ones that pay alike.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Name.
    pub name: String,
    /// Status at the start.
    pub status: Status,
    /// How many states.
    pub count: usize,
    /// Their share of the United Nations scale, per cent.
    pub share: f64,
    /// How the share was come by.
    pub mark: String,
}

const COLUMNS: [&str; 6] = ["name", "status", "count", "share_percent", "mark", "source"];

/// Reads a list of states.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn parse(text: &str) -> Result<Vec<State>, TreatyError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let wrong = |line: u64, reason: String| TreatyError::States { line, reason };
    let header = reader.headers().map_err(|e| wrong(1, e.to_string()))?;
    if header.iter().ne(COLUMNS) {
        return Err(wrong(1, format!("expected the columns {}", COLUMNS.join(","))));
    }
    let mut states: Vec<State> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| wrong(e.position().map_or(0, csv::Position::line), e.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let state = state(&record).map_err(|reason| wrong(line, reason))?;
        if states.iter().any(|s| s.name == state.name) {
            return Err(wrong(line, format!("state `{}` stands here a second time", state.name)));
        }
        states.push(state);
    }
    Ok(states)
}

fn state(record: &csv::StringRecord) -> Result<State, String> {
    let status = match &record[1] {
        "party" => Status::Party,
        "signatory" => Status::Signatory,
        "other" => Status::Other,
        found => return Err(format!("expected party, signatory or other, found `{found}`")),
    };
    let count = record[2].parse().ok().filter(|n| (1..=200).contains(n));
    let share = record[3].parse().ok().filter(|x| (0.0..=100.0).contains(x));
    Ok(State {
        name: record[0].to_owned(),
        status,
        count: count.ok_or_else(|| format!("count: expected 1 to 200, found `{}`", &record[2]))?,
        share: share.ok_or_else(|| format!("share_percent: expected 0 to 100, found `{}`", &record[3]))?,
        mark: record[4].to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_convention_begins_with_its_parties_and_signatories() {
        let states = parse(CCM).expect("states");
        let count = |s: Status| states.iter().filter(|x| x.status == s).map(|x| x.count).sum::<usize>();
        assert_eq!([count(Status::Party), count(Status::Signatory), count(Status::Other)], [38, 70, 85]);
    }

    #[test]
    fn a_state_twice_is_refused_with_its_line() {
        let text = format!("{CCM}Japan,party,1,10.8,SEEN,again\n");
        assert!(parse(&text).unwrap_err().to_string().contains("second time"));
    }
}
