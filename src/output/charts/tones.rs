//! Fans in two tones, from `nested_series.csv`: where the mean may lie given what is not known, and where one history may.

use super::canvas::Canvas;
use super::panel::{EndLabel, Panel};
use super::story::Story;
use crate::engine::results::Column;
use crate::output::OutputError;
use crate::output::messages::study_charts as words;
use crate::output::tables::Table;
use crate::output::theme::Swatch;

/// A month of a series in one world, all theatres together.
#[derive(Clone, Debug, PartialEq)]
pub struct Tone {
    /// World, as the table names it.
    pub world: String,
    /// Month from deployment.
    pub month: f64,
    /// Series.
    pub series: String,
    /// 5 and 95 % points of the mean over what is not known.
    pub mean: [f64; 2],
    /// 5 and 95 % points of one history.
    pub one: [f64; 2],
}

/// Reads `nested_series.csv`.
///
/// # Errors
/// A column is missing, or a cell holds what its column cannot.
pub fn read(table: &Table) -> Result<Vec<Tone>, OutputError> {
    let [world, theatre, series] = [table.texts("world")?, table.texts("theatre")?, table.texts("series")?];
    let month = table.numbers("month")?;
    let mean = [table.numbers("expectation_q05")?, table.numbers("expectation_q95")?];
    let one = [table.numbers("predictive_q05")?, table.numbers("predictive_q95")?];
    let tone = |i: usize| Tone {
        world: world[i].clone(),
        month: month[i],
        series: series[i].clone(),
        mean: [mean[0][i], mean[1][i]],
        one: [one[0][i], one[1][i]],
    };
    Ok((0..table.len()).filter(|i| theatre[*i] == "all").map(tone).collect())
}

/// The months of a series in a world.
pub type Tones<'a> = Vec<&'a Tone>;

/// Draws of the parameters from which on the band of the mean is drawn: of fewer, 5 and 95 % points are hardly more than
/// the least and the largest, and the band is ragged.
pub const TONE_DRAWS: usize = 20;

/// The months of a series in a world, in order; nothing where the table does not have them, or stands on too few draws.
pub fn of<'a>(story: &Story<'a>, world: Column, name: &str) -> Option<Tones<'a>> {
    if story.beside.nested.iter().any(|split| split.size[0] < TONE_DRAWS as f64) {
        return None;
    }
    let wanted = |t: &&Tone| t.world == world.name() && t.series == name;
    let mut tones: Tones = story.beside.tones.iter().filter(wanted).collect();
    tones.sort_by(|a, b| a.month.total_cmp(&b.month));
    (tones.len() > 1).then_some(tones)
}

/// The largest number they reach.
pub fn top(tones: &[&Tone]) -> f64 {
    tones.iter().flat_map(|t| [t.mean[1], t.one[1]]).filter(|v| v.is_finite()).fold(0.0, f64::max)
}

/// Both tones: one history behind, what is not known in front.
pub fn bands(canvas: &mut Canvas, panel: &Panel, tones: &[&Tone], swatch: &Swatch) {
    let band = |of: fn(&Tone) -> [f64; 2]| -> Vec<(f64, f64, f64)> {
        tones.iter().map(|t| (t.month, of(t)[0], of(t)[1])).collect()
    };
    panel.band(canvas, &band(|t| t.one), swatch.outer);
    panel.band(canvas, &band(|t| t.mean), swatch.inner);
}

/// What the tones are, at the upper ends of the bands in a month.
pub fn labels(story: &Story, tone: &Tone, swatch: &Swatch) -> [EndLabel; 2] {
    let label = |value: f64, text, color| EndLabel { value, text: story.text(text).to_owned(), color };
    [label(tone.one[1], words::TONE_CHANCE, story.theme.muted), label(tone.mean[1], words::TONE_UNKNOWN, swatch.line)]
}
