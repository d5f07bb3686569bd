//! What charts are told about: the results, asked for in the ways that charts need them.

use std::ops::Deref;

use super::Sheet;
use super::canvas::{Canvas, Rect};
use super::sheet::Words;
use crate::engine::results::{Column, Results, Row, SeriesRow};
use crate::output::manifest::PROGRAM_VERSION;
use crate::output::number::thousands;
use crate::output::theme::{Swatch, Theme};

/// The words for effects whose size no finding gives.
pub const ASSUMED: &str = "Effect size assumed.";

/// Results and the look they are drawn in.
pub struct Story<'a> {
    results: &'a Results,
    /// The look.
    pub theme: Theme,
}

impl Deref for Story<'_> {
    type Target = Results;

    fn deref(&self) -> &Results {
        self.results
    }
}

impl<'a> Story<'a> {
    /// Results in a look.
    pub fn new(results: &'a Results, theme: Theme) -> Self {
        Self { results, theme }
    }

    /// The results, for as long as they live.
    pub fn results(&self) -> &'a Results {
        self.results
    }

    /// Whether there is a mission at all.
    pub fn has_mission(&self) -> bool {
        !self.info.operations.is_empty()
    }

    /// What a world is called, at the start of a label.
    pub fn name(&self, world: Column) -> &'static str {
        match world {
            Column::Mission if self.has_mission() => "With the mission",
            Column::Mission => "No operation",
            Column::None => "Without the mission",
            Column::Difference => "Difference",
        }
    }

    /// The same in a word or two, beside a line.
    pub fn short_name(&self, world: Column) -> &'static str {
        match world {
            Column::Mission if self.has_mission() => "mission",
            Column::Mission => "no operation",
            Column::None => "no mission",
            Column::Difference => "difference",
        }
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

    /// `2,000 histories of each world`, with how many are behind the bands where these are fewer.
    pub fn count(&self) -> String {
        let n = thousands(self.info.replicates as f64, 0);
        let each = if self.worlds().len() > 1 { " of each world" } else { "" };
        let noun = if self.info.replicates == 1 { "history" } else { "histories" };
        format!("{n} {noun}{each}")
    }

    /// `2,000 histories`, for what exists in one world only.
    pub fn count_of_one(&self) -> String {
        self.count().replace(" of each world", "") + &self.fewer_bands()
    }

    /// As [`Story::count`], and how many are behind bands over months where these are fewer.
    pub fn count_with_bands(&self) -> String {
        self.count() + &self.fewer_bands()
    }

    fn fewer_bands(&self) -> String {
        let bands = thousands(self.info.bands as f64, 0);
        if self.info.bands < self.info.replicates { format!(" (bands: the first {bands})") } else { String::new() }
    }

    /// `study stance`.
    pub fn stance(&self) -> String {
        format!("{} stance", self.info.stance)
    }

    /// Where a chart comes from.
    fn source(&self) -> String {
        let info = &self.info;
        format!(
            "pkosim {PROGRAM_VERSION}, scenario {}, {} replicates, seed {}, stance {}, model {}. Estimates under \
             assumptions, not a forecast.",
            info.scenario,
            thousands(info.replicates as f64, 0),
            info.seed,
            info.stance,
            info.model_id
        )
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
