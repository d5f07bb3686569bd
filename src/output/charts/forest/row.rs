//! A row of the forest plot.

use crate::calibration::validate::Verdict;
use crate::catalogue::{Kind, entries, view};
use crate::draws::math::ln;
use crate::output::messages::forest as words;
use crate::output::theme::Lang;

/// A row of the forest plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Its id.
    pub id: String,
    /// Number of the study's finding, `ch7` for success factors, `-` for base rates.
    pub finding: String,
    /// What is measured.
    pub measure: String,
    /// Its unit.
    pub unit: String,
    /// `study`, `sceptical` or `both`.
    pub stance: String,
    /// Whether only a direction is stated.
    pub sign: bool,
    /// Whether the prior imposes the result.
    pub imposed: bool,
    /// Cited estimate, low and high end; NaN where none is given.
    pub cited: [f64; 3],
    /// Simulated value.
    pub simulated: f64,
    /// Its Monte Carlo standard error.
    pub mcse: f64,
    /// Probability under the prior and under the posterior that it goes as stated.
    pub probability: [f64; 2],
    /// Verdict.
    pub verdict: Verdict,
}

/// Where the band of the cited interval begins and ends on a row that is one wide.
pub const BAND: (f64, f64) = (0.3, 0.7);

impl Finding {
    /// Whether it is drawn with a cited interval.
    pub fn has_interval(&self) -> bool {
        !self.sign && self.cited[1] < self.cited[2] && self.simulated.is_finite()
    }

    /// Whether it is drawn as a probability.
    pub fn has_sign(&self) -> bool {
        self.sign && self.probability[1].is_finite()
    }

    /// Ratios are compared by their logarithms.
    fn ratio(&self) -> bool {
        self.unit.starts_with("ratio") && self.cited[1] > 0.0 && self.simulated > 0.0
    }

    /// Place of a value on its row: the cited interval spans `BAND`; below 0 and above 1 it is beyond the edge.
    pub fn place(&self, value: f64) -> f64 {
        let warp = |v: f64| if self.ratio() { ln(v.max(1e-300)) } else { v };
        let [low, high] = [self.cited[1], self.cited[2]].map(warp);
        BAND.0 + (warp(value) - low) / (high - low) * (BAND.1 - BAND.0)
    }

    /// The value that says that nothing happens, where the unit has one.
    pub fn no_effect(&self) -> Option<f64> {
        match self.unit.as_str() {
            u if u.starts_with("ratio") => Some(1.0),
            u if u.starts_with("log") || u.contains("points") || u == "slope" => Some(0.0),
            _ => None,
        }
    }

    /// The group it stands in, as its heading says.
    pub fn group(&self, lang: Lang) -> String {
        let number: Option<u32> = self.finding.parse().ok();
        let entry = number.and_then(|n| entries(Kind::Findings).iter().find(|e| e.number == n));
        match (entry, self.finding.as_str()) {
            (Some(entry), number) => format!("{number}  {}", view::name(entry, lang)),
            (None, "ch7") => words::SUCCESS_FACTORS.text(lang).to_owned(),
            (None, "-" | "") => words::BASE_RATES.text(lang).to_owned(),
            (None, other) => other.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(simulated: f64) -> Finding {
        Finding {
            id: "F03-relapse-hr".into(),
            finding: "3".into(),
            measure: "relapse".into(),
            unit: "ratio".into(),
            stance: "study".into(),
            sign: false,
            imposed: false,
            cited: [0.45, 0.25, 1.0],
            simulated,
            mcse: 0.01,
            probability: [f64::NAN; 2],
            verdict: Verdict::Holds,
        }
    }

    #[test]
    fn the_cited_interval_lies_at_the_same_place_in_every_row() {
        let row = ratio(0.5);
        assert!((row.place(0.25) - BAND.0).abs() < 1e-12 && (row.place(1.0) - BAND.1).abs() < 1e-12);
        // A ratio by its logarithm: 0.5 is halfway from 0.25 to 1.
        assert!((row.place(0.5) - 0.5).abs() < 1e-12);
        assert_eq!(row.no_effect(), Some(1.0));
    }

    #[test]
    fn groups_are_named_as_the_study_names_its_findings() {
        assert_eq!(ratio(0.5).group(Lang::Ja), "3  戦後の平和期間");
        assert_eq!(Finding { finding: "-".into(), ..ratio(0.5) }.group(Lang::En), "Base rates");
    }
}
