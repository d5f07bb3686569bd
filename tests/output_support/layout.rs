//! The boxes of the texts of a chart, and what is wrong with them.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use pkosim::draws::dispatch::SimdClass;
use pkosim::engine::ensemble::Options;
use pkosim::engine::results::Results;
use pkosim::engine::{run, treaty};
use pkosim::evidence::posterior::Posterior;
use pkosim::evidence::register::Stance;
use pkosim::output::charts::{Chart, Sheet};
use pkosim::output::theme::{Lang, Look, Size, Tone};
use pkosim::scenario::load_file;

/// Pixels that two boxes may share: kerning at their ends.
const SLACK: f64 = 1.5;

/// Both languages in every size.
pub fn looks() -> Vec<Look> {
    let sizes = [Size::Column, Size::Page, Size::Slide];
    let of = |lang| sizes.map(|size| Look { lang, size, tone: Tone::Light });
    [of(Lang::En), of(Lang::Ja)].concat()
}

/// What is wrong with the texts of a sheet.
pub fn faults(chart: &Chart, sheet: &Sheet) -> Vec<String> {
    let texts: Vec<_> = sheet.texts().unwrap().into_iter().filter(|t| !t.0.trim().is_empty()).collect();
    let (width, height) = sheet.size();
    let mut faults = Vec::new();
    for (i, (text, [left, top, right, bottom])) in texts.iter().enumerate() {
        if *left < -SLACK || *top < -SLACK || *right > width + SLACK || *bottom > height + SLACK {
            faults
                .push(format!("{}: `{text}` leaves the sheet: {left:.0} {top:.0} {right:.0} {bottom:.0}", chart.name));
        }
        for (other, [l, t, r, b]) in &texts[i + 1..] {
            if left + SLACK < *r && *l + SLACK < *right && top + SLACK < *b && *t + SLACK < *bottom {
                faults.push(format!("{}: `{text}` and `{other}` overlap", chart.name));
            }
        }
    }
    faults
}

/// Draws in every language and size and holds that nothing is cut off or written over.
pub fn check(what: &str, draw: impl Fn(&Look) -> Vec<(Chart, Sheet)>) {
    let mut found = Vec::new();
    for look in looks() {
        for (chart, sheet) in draw(&look) {
            found.extend(faults(&chart, &sheet).into_iter().map(|f| format!("{:?} {:?} {f}", look.lang, look.size)));
        }
    }
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

/// What so many replicates of a scenario come to.
pub fn lived(file: &Path, replicates: u64) -> Results {
    let posterior = Posterior::embedded(Stance::Study);
    let options = Options { replicates, paired: true, keep: true, simd: SimdClass::detect() };
    let stop = AtomicBool::new(false);
    if pkosim::treaty::is_treaty(file) {
        let read = pkosim::treaty::load_file(file, &[]).unwrap();
        return treaty::simulate(&read, &posterior, 1, &options, &|_| (), &stop).unwrap();
    }
    let read = load_file(file, &[]).unwrap_or_else(|p| panic!("{p}")).scenario;
    run::simulate(&read, &posterior, 1, &options, &|_| (), &stop).unwrap()
}
