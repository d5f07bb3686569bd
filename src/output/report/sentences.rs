//! What a result means, in sentences whose numbers come from it.

use std::collections::BTreeSet;

use crate::engine::results::{Column, Doubt, Results, Row};
use crate::output::messages::{Lang, doubts, outcomes, report as words};
use crate::output::number::{Measure, short};
use crate::output::speech::{self, compact};
use crate::output::treaty;

/// What every result is and is not, in English.
pub const NOTE: &str = words::NOTE.en;

/// Results and the language they are told in.
struct Teller<'a> {
    results: &'a Results,
    lang: Lang,
}

/// What the results mean, a sentence or two for each thing that can be said, doubts with their remedies, and the note
/// on what these numbers are.
pub fn sentences(results: &Results, lang: Lang) -> Vec<String> {
    let mut said = findings(results, lang);
    said.extend(results.doubts.iter().map(|d| doubt(d, lang)));
    said.push(note(results, lang).to_owned());
    said
}

/// What these results are and are not: what is said of missions does not concern a treaty.
pub fn note(results: &Results, lang: Lang) -> &'static str {
    if treaty::is_one(results) { words::TREATY_NOTE.text(lang) } else { words::NOTE.text(lang) }
}

/// The sentences without doubts and note.
pub fn findings(results: &Results, lang: Lang) -> Vec<String> {
    if treaty::is_one(results) {
        return treaty::sentences(results, lang).into_iter().map(|s| stop(&s, lang)).collect();
    }
    let teller = Teller { results, lang };
    if results.info.operations.is_empty() {
        return teller.without_operations();
    }
    let t = &teller;
    let all = [t.lives(), t.war(), t.peace(), t.success(), t.displaced(), t.cost(), t.ratio()];
    all.into_iter().flatten().collect()
}

/// A doubt in a sentence, with what would settle it.
fn doubt(doubt: &Doubt, lang: Lang) -> String {
    let [text, remedy] = [&doubt.text, &doubt.remedy].map(|t| stop(&doubts::say(t, lang), lang));
    words::DOUBT.fill(lang, &[("text", &text), ("remedy", &remedy)]).trim().to_owned()
}

impl Teller<'_> {
    fn without_operations(&self) -> Vec<String> {
        let worlds = self.results.summary.iter().any(|r| r.world == Column::Mission);
        let world = if worlds { Column::Mission } else { Column::None };
        let one = |name: &str| {
            let row = self.row(name, world)?;
            let values = [
                ("span", self.span()),
                ("label", self.label(name)),
                ("value", self.value(row)),
                ("range", self.range(row)),
                ("interval", self.interval(row)),
            ];
            Some(self.fill(words::ONE, &values))
        };
        let names = ["battle_deaths", "months_at_war", "peace_at_horizon", "displaced_person_months"];
        names.into_iter().filter_map(one).collect()
    }

    fn lives(&self) -> Option<String> {
        let Some(row) = self.difference("lives_saved") else { return self.one_world("battle_deaths") };
        if same(row) {
            return Some(self.fill(words::SAVES_NONE, &[("span", self.span())]));
        }
        let message = if row.mean < 0.0 { words::COSTS } else { words::SAVES };
        let [low, .., high] = row.quantiles;
        let doubt = if covers_zero(row) { words::NOT_ZERO.text(self.lang).to_owned() } else { String::new() };
        let values = [
            ("span", self.span()),
            ("many", self.compact(row.mean.abs())),
            ("interval", self.interval_as(row, row.mean < 0.0)),
            ("low", self.compact(low.value)),
            ("high", self.compact(high.value)),
            ("doubt", doubt),
        ];
        Some(self.fill(message, &values))
    }

    /// Without a world to compare with, what happens in the one there is.
    fn one_world(&self, outcome: &str) -> Option<String> {
        let row = self.row(outcome, Column::Mission)?;
        let values = [
            ("span", self.span()),
            ("label", self.label(outcome)),
            ("value", self.value(row)),
            ("interval", self.interval(row)),
            ("range", self.range(row)),
        ];
        Some(self.fill(words::ALONE, &values))
    }

    fn war(&self) -> Option<String> {
        let [with, without] = self.both("months_at_war")?;
        let row = self.difference("months_at_war")?;
        if same(row) {
            let one = self.theatres() == 1;
            let message = if one { words::WAR_SAME } else { words::WAR_SAME_ALL };
            let value = if one { self.months(with.mean) } else { self.compact(with.mean) };
            return Some(self.fill(message, &[("theatres", self.theatres().to_string()), ("with", value)]));
        }
        let one = self.theatres() == 1;
        let months = |v: f64| if one { self.months(v) } else { self.compact(v) };
        let message = match (self.theatres(), row.mean > 0.0) {
            (1, true) => words::WAR_LONGER,
            (1, false) => words::WAR_SHORTER,
            (_, true) => words::WAR_LONGER_ALL,
            (_, false) => words::WAR_SHORTER_ALL,
        };
        let values = [
            ("theatres", self.theatres().to_string()),
            ("with", months(with.mean)),
            ("without", self.compact(without.mean)),
            ("by", months(row.mean.abs())),
            ("interval", self.interval_as(row, row.mean < 0.0)),
        ];
        Some(self.fill(message, &values))
    }

    fn peace(&self) -> Option<String> {
        let [with, without] = self.both("peace_at_horizon")?;
        let row = self.difference("peace_at_horizon")?;
        let relapse = self.both("relapse_5y").map(|[with, without]| {
            self.fill(words::RELAPSE, &[("with", self.value(with)), ("without", self.value(without))])
        });
        let values = [
            ("with", self.value(with)),
            ("without", self.value(without)),
            ("difference", self.points(row)),
            ("relapse", relapse.unwrap_or_default()),
        ];
        Some(self.fill(words::PEACE, &values))
    }

    fn success(&self) -> Option<String> {
        let row = self.row("success", Column::Mission)?;
        let open = row.n.saturating_sub(row.defined) as f64 / row.n.max(1) as f64;
        let share = [("share", Measure::Share.write(open))];
        let undecided = if open > 0.0005 { self.fill(words::UNDECIDED, &share) } else { String::new() };
        let theatres = self.with_success();
        let message = if theatres > 1 { words::SUCCESS_ALL } else { words::SUCCESS };
        let values = [
            ("theatres", theatres.to_string()),
            ("value", self.value(row)),
            ("interval", self.interval(row)),
            ("undecided", undecided),
        ];
        Some(self.fill(message, &values))
    }

    fn displaced(&self) -> Option<String> {
        let row = self.difference("displaced_person_months")?;
        if same(row) {
            return Some(words::DISPLACED_SAME.text(self.lang).to_owned());
        }
        let message = if row.mean > 0.0 { words::DISPLACED_MORE } else { words::DISPLACED_FEWER };
        Some(self.fill(message, &[("many", self.compact(row.mean.abs() / 12.0))]))
    }

    fn cost(&self) -> Option<String> {
        let row = self.row("cost_usd", Column::Mission).filter(|r| r.mean > 0.0)?;
        let deaths = self.row("peacekeeper_deaths", Column::Mission);
        let lost = deaths.map(|d| self.fill(words::LOST, &[("deaths", self.compact(d.mean))]));
        let values = [("value", self.value(row)), ("range", self.range(row)), ("lost", lost.unwrap_or_default())];
        Some(self.fill(words::COST, &values))
    }

    fn ratio(&self) -> Option<String> {
        let row = self.results.row("cost_per_life_saved_usd", Column::Difference)?;
        let bounded = row.mean.is_finite() && row.mean_lo.is_finite() && row.mean_hi.is_finite();
        if !bounded {
            return Some(words::RATIO_UNBOUNDED.text(self.lang).to_owned());
        }
        let [low, mean, high] = [row.mean_lo, row.mean, row.mean_hi].map(|v| self.write(Measure::Dollars, v));
        Some(self.fill(words::RATIO_SENTENCE, &[("mean", mean), ("low", low), ("high", high)]))
    }

    fn row(&self, outcome: &str, world: Column) -> Option<&Row> {
        self.results.row(outcome, world).filter(|r| r.mean.is_finite())
    }

    fn difference(&self, outcome: &str) -> Option<&Row> {
        self.row(outcome, Column::Difference)
    }

    fn both(&self, outcome: &str) -> Option<[&Row; 2]> {
        Some([self.row(outcome, Column::Mission)?, self.row(outcome, Column::None)?])
    }

    fn fill(&self, message: crate::output::messages::Message, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, v)| (*name, v.as_str())).collect();
        message.fill(self.lang, &values)
    }

    /// Number of theatres; rows of `all` are beside theirs where there are several.
    fn theatres(&self) -> usize {
        self.theatres_with(|r| r.outcome == "months_at_war").max(1)
    }

    /// Number of theatres in which a mission can succeed: those it does not work in have no such row, or an empty one.
    fn with_success(&self) -> usize {
        self.theatres_with(|r| r.outcome == "success" && r.world == Column::Mission && r.mean.is_finite())
    }

    fn theatres_with(&self, wanted: impl Fn(&Row) -> bool) -> usize {
        let of_each = self.results.summary.iter().filter(|r| r.theatre != "all" && wanted(r));
        of_each.map(|r| r.theatre.as_str()).collect::<BTreeSet<_>>().len()
    }

    fn span(&self) -> String {
        speech::months(self.results.info.horizon_months, self.lang)
    }

    fn label(&self, outcome: &str) -> String {
        lower_first(&outcomes::label(outcome, self.lang))
    }

    /// `12.3 months`, `1 month`.
    fn months(&self, value: f64) -> String {
        let n = self.compact(value);
        let message = if n == "1" { words::ONE_MONTH } else { words::SO_MANY_MONTHS };
        self.fill(message, &[("n", n)])
    }

    fn compact(&self, value: f64) -> String {
        compact(value, self.lang)
    }

    fn write(&self, measure: Measure, value: f64) -> String {
        speech::value(measure, value, self.lang)
    }

    fn value(&self, row: &Row) -> String {
        self.write(Measure::of(&row.unit), row.mean)
    }

    /// ` (95 % Monte Carlo interval 1 to 2)`, or nothing where it is unknown.
    fn interval(&self, row: &Row) -> String {
        self.interval_as(row, false)
    }

    /// The interval of a mean that is written with the other sign.
    fn interval_as(&self, row: &Row, negated: bool) -> String {
        if !(row.mean_lo.is_finite() && row.mean_hi.is_finite()) {
            return String::new();
        }
        let (low, high) = if negated { (-row.mean_hi, -row.mean_lo) } else { (row.mean_lo, row.mean_hi) };
        let [low, high] = [low, high].map(|v| self.write(Measure::of(&row.unit), v));
        self.fill(words::INTERVAL, &[("low", low), ("high", high)])
    }

    fn points(&self, row: &Row) -> String {
        if same(row) {
            return words::POINTS_SAME.text(self.lang).to_owned();
        }
        if !(row.mean_lo.is_finite() && row.mean_hi.is_finite()) {
            return String::new();
        }
        let [low, high] = [row.mean_lo, row.mean_hi].map(|v| short(100.0 * v));
        self.fill(words::POINTS, &[("mean", self.write(Measure::Points, row.mean)), ("low", low), ("high", high)])
    }

    /// `, in 90 % of histories between 1 and 2`; nothing for a share, which is 0 or 1 in each.
    fn range(&self, row: &Row) -> String {
        let [low, .., high] = row.quantiles;
        if row.unit == "share" || !(low.value.is_finite() && high.value.is_finite()) {
            return String::new();
        }
        let [low, high] = [low, high].map(|q| self.write(Measure::of(&row.unit), q.value));
        self.fill(words::RANGE, &[("low", low), ("high", high)])
    }
}

/// Whether no history differs: then no interval is needed to say so.
fn same(row: &Row) -> bool {
    row.mean == 0.0 && row.sd == 0.0
}

fn covers_zero(row: &Row) -> bool {
    row.mean_lo <= 0.0 && row.mean_hi >= 0.0
}

fn stop(text: &str, lang: Lang) -> String {
    let (text, end) = (text.trim(), if lang == Lang::Ja { "。" } else { "." });
    if text.is_empty() || text.ends_with(['.', '!', '?', '。']) { text.to_owned() } else { format!("{text}{end}") }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
