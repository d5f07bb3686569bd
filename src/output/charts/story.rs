//! What charts are told about: the results, asked for in the ways that charts need them.

use std::ops::Deref;

use super::Sheet;
use super::beside::Beside;
use super::calendar::Calendar;
use super::canvas::{Canvas, Rect};
use super::panel::Zero;
use super::sheet::Words;
use crate::engine::results::{Column, Results, Row, SeriesRow};
use crate::output::manifest::PROGRAM_VERSION;
use crate::output::messages::{Lang, Message, charts as words, outcomes};
use crate::output::number::{Measure, thousands};
use crate::output::speech;
use crate::output::theme::{Swatch, Theme};

/// Results and the look they are drawn in.
pub struct Story<'a> {
    results: &'a Results,
    /// Tables that only some runs have.
    pub beside: &'a Beside,
    /// The look.
    pub theme: Theme,
    /// When operations come and go.
    pub calendar: Calendar,
}

impl Deref for Story<'_> {
    type Target = Results;

    fn deref(&self) -> &Results {
        self.results
    }
}

impl<'a> Story<'a> {
    /// Results in a look.
    pub fn new(results: &'a Results, beside: &'a Beside, theme: Theme) -> Self {
        Self { results, beside, theme, calendar: Calendar::of(&results.info) }
    }

    /// The results, for as long as they live.
    pub fn results(&self) -> &'a Results {
        self.results
    }

    /// Whether there is a mission at all.
    pub fn has_mission(&self) -> bool {
        !self.info.operations.is_empty()
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.theme.lang
    }

    /// A text.
    pub fn text(&self, message: Message) -> &'static str {
        message.text(self.lang())
    }

    /// A text with its values.
    pub fn fill(&self, message: Message, values: &[(&str, &str)]) -> String {
        message.fill(self.lang(), values)
    }

    /// A number in three significant digits.
    pub fn compact(&self, value: f64) -> String {
        speech::compact(value, self.lang())
    }

    /// A number of a measure with its unit.
    pub fn value(&self, measure: Measure, value: f64) -> String {
        speech::value(measure, value, self.lang())
    }

    /// A span of months in words.
    pub fn span(&self, months: u32) -> String {
        speech::months(months, self.lang())
    }

    /// How many theatres: months at war are summed over them.
    pub fn theatre_count(&self) -> usize {
        self.info.theatres.len()
    }

    /// What an outcome is called.
    pub fn label(&self, outcome: &str) -> String {
        outcomes::label(outcome, self.lang())
    }

    /// What a world is called, at the start of a label.
    pub fn name(&self, world: Column) -> &'static str {
        self.text(match world {
            Column::Mission if self.has_mission() => words::WITH_MISSION,
            Column::Mission => words::NO_OPERATION,
            Column::None => words::WITHOUT_MISSION,
            Column::Difference => words::DIFFERENCE,
        })
    }

    /// The same in a word or two, beside a line.
    pub fn short_name(&self, world: Column) -> &'static str {
        self.text(match world {
            Column::Mission if self.has_mission() => words::MISSION_SHORT,
            Column::Mission => words::NO_OPERATION_SHORT,
            Column::None => words::NO_MISSION_SHORT,
            Column::Difference => words::DIFFERENCE_SHORT,
        })
    }

    /// The look of a world; one without operations looks like the world without a mission, whatever its column.
    pub fn swatch(&self, world: Column) -> &Swatch {
        let world = if world == Column::Mission && !self.has_mission() { Column::None } else { world };
        self.theme.world(world)
    }

    /// The worlds that are shown: the one without operations only beside one with them.
    pub fn worlds(&self) -> Vec<Column> {
        let has = |w: Column| self.summary.iter().any(|r| r.world == w);
        match [has(Column::Mission), has(Column::None)] {
            [true, true] if self.has_mission() => vec![Column::Mission, Column::None],
            [true, _] => vec![Column::Mission],
            [false, true] => vec![Column::None],
            _ => Vec::new(),
        }
    }

    /// The months of a series over all theatres, in order; nothing where it is not recorded or nowhere above zero.
    pub fn series(&self, world: Column, name: &str) -> Option<Vec<&'a SeriesRow>> {
        let wanted = |r: &&SeriesRow| r.world == world && r.series == name && r.theatre == "all";
        let mut rows: Vec<&SeriesRow> = self.results.series.iter().filter(wanted).collect();
        rows.sort_by_key(|r| r.month);
        (rows.len() > 1 && rows.iter().any(|r| r.mean > 0.0)).then_some(rows)
    }

    /// A row that is defined.
    pub fn defined(&self, outcome: &str, world: Column) -> Option<&'a Row> {
        self.results.row(outcome, world).filter(|r| r.mean.is_finite())
    }

    /// `2,000 histories of each world`.
    pub fn count(&self) -> String {
        if self.worlds().len() > 1 { self.counted(words::HISTORIES_EACH) } else { self.counted(words::HISTORIES) }
    }

    fn counted(&self, message: Message) -> String {
        let one = self.info.replicates == 1 && message == words::HISTORIES;
        let n = thousands(self.info.replicates as f64, 0);
        self.fill(if one { words::ONE_HISTORY } else { message }, &[("n", &n)])
    }

    /// `2,000 histories`, for what exists in one world only.
    pub fn count_of_one(&self) -> String {
        self.counted(words::HISTORIES) + &self.fewer_bands()
    }

    /// As [`Story::count`], and how many are behind bands over months where these are fewer.
    pub fn count_with_bands(&self) -> String {
        self.count() + &self.fewer_bands()
    }

    fn fewer_bands(&self) -> String {
        let bands = thousands(self.info.bands as f64, 0);
        let fewer = self.info.bands < self.info.replicates;
        if fewer { self.fill(words::FEWER_BANDS, &[("n", &bands)]) } else { String::new() }
    }

    /// `study stance`.
    pub fn stance(&self) -> &'static str {
        self.text(if self.info.stance == "sceptical" { words::STANCE_SCEPTICAL } else { words::STANCE_STUDY })
    }

    /// What every subtitle says: how many histories, under which stance, over which window.
    pub fn subtitle(&self, message: Message, values: &[(&str, &str)]) -> String {
        let window = match self.calendar.zero() {
            Zero::Deployment => words::FROM_DEPLOYMENT,
            Zero::Start => words::FROM_START,
        };
        let (count, ours) = (self.count(), [("stance", self.stance()), ("window", self.text(window))]);
        let all: Vec<_> = values.iter().copied().chain([("count", count.as_str())]).chain(ours).collect();
        self.fill(message, &all)
    }

    /// Where a chart comes from.
    fn source(&self) -> String {
        let info = &self.info;
        let (n, seed) = (thousands(info.replicates as f64, 0), info.seed.to_string());
        let values = [
            ("version", PROGRAM_VERSION),
            ("n", &n),
            ("seed", &seed),
            ("stance", self.stance()),
            ("model", &info.model_id),
            ("scenario", &info.scenario),
        ];
        self.fill(words::SOURCE, &values)
    }

    /// Room for panels that lie side by side on a page and below each other in a column.
    pub fn beside(&self, room: Rect, panels: usize) -> Vec<Rect> {
        let (columns, rows) = self.theme.beside(panels);
        room.grid(columns, rows, (self.theme.gap, 0.5 * self.theme.gap))
    }

    /// A framed chart.
    pub fn sheet(
        &self,
        title: String,
        subtitle: String,
        chart: impl FnOnce(&mut Canvas, Rect),
    ) -> Option<Result<Sheet, String>> {
        Some(Sheet::draw(&self.theme, Words { title, subtitle, source: self.source() }, chart))
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::engine::results::{RunInfo, RunTimes};

    /// What a run would determine, of a scenario with one theatre and one operation.
    pub fn info(scenario_toml: &str) -> RunInfo {
        RunInfo {
            scenario: "made-up".into(),
            title: String::new(),
            scenario_toml: scenario_toml.to_owned(),
            stance: "study".into(),
            posterior: String::new(),
            posterior_draws: 1,
            model_id: String::new(),
            seed: 1,
            replicates: 1,
            counterfactual: true,
            exact_quantiles: true,
            bands: 1,
            theatres: vec!["main".into()],
            operations: vec!["main".into()],
            planned_exit_month: Some(60),
            horizon_months: 120,
        }
    }

    /// Results without a row.
    pub fn empty() -> Results {
        Results {
            info: info("[mission]\n"),
            times: RunTimes { threads: 1, simd: String::new(), seconds: 0.0, replicates_per_second: 0.0 },
            summary: Vec::new(),
            series: Vec::new(),
            curves: Vec::new(),
            survival: Vec::new(),
            plane: Vec::new(),
            kept: None,
            doubts: Vec::new(),
        }
    }
}
