//! The plot of a simulation-based calibration: how far each quantity's distribution function of ranks lies from the
//! diagonal, beside the band that holds the whole of a uniform one in 95 % of cases.

use std::fmt::Write as _;

use crate::calibration::fit::sbc::{DRAWS, Quantity, Sbc};

/// Width of a panel, its height, and the margins around its field.
const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 46.0;
const TOP: f64 = 40.0;
const FOOT: f64 = 40.0;
/// Ends of the vertical axis.
const REACH: f64 = 0.2;

/// One panel per calibration, as SVG.
pub fn svg(all: &[(&str, &Sbc)]) -> String {
    let width = WIDTH * all.len() as f64;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {HEIGHT}\" width=\"{width}\" \
         height=\"{HEIGHT}\" font-family=\"sans-serif\" font-size=\"11\" fill=\"#333\">\
         <title>Simulation-based calibration</title><rect width=\"{width}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n"
    );
    for (k, (name, sbc)) in all.iter().enumerate() {
        let _ = writeln!(text, "<g transform=\"translate({} 0)\">{}</g>", WIDTH * k as f64, panel(name, sbc));
    }
    text + "</svg>\n"
}

fn panel(name: &str, sbc: &Sbc) -> String {
    let verdict = if sbc.passes() { "passes" } else { "fails" };
    let mut text = format!(
        "<text x=\"{LEFT}\" y=\"16\" font-weight=\"bold\">{name}: {verdict}</text>\
         <text x=\"{LEFT}\" y=\"31\">{} fits, {} quantities, p = {:.2}</text>{}",
        sbc.fits,
        sbc.ranked.len(),
        sbc.p_value,
        axes()
    );
    let upper: Vec<(f64, f64)> = sbc.band.iter().map(|(x, _, high)| (*x, high - x)).collect();
    let lower = sbc.band.iter().rev().map(|(x, low, _)| (*x, low - x));
    let ring: Vec<(f64, f64)> = upper.iter().copied().chain(lower).collect();
    let _ = write!(text, "<polygon points=\"{}\" fill=\"#d9dee4\"/>", points(&ring));
    for r in &sbc.ranked {
        let (colour, width) = match r.quantity {
            Quantity::Parameter(_) => ("#8fb3d0", 0.6),
            Quantity::Estimand(_) => ("#d09a6a", 0.6),
            Quantity::LogLikelihood => ("#222222", 1.6),
        };
        let _ = write!(
            text,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"/>",
            points(&function(&r.ranks, sbc))
        );
    }
    text
}

/// The distribution function of ranks less the diagonal, at the band's places.
fn function(ranks: &[usize], sbc: &Sbc) -> Vec<(f64, f64)> {
    let below = |x: f64| ranks.iter().filter(|r| (**r as f64) < x * (DRAWS + 1) as f64 - 1e-9).count();
    sbc.band.iter().map(|(x, ..)| (*x, below(*x) as f64 / ranks.len() as f64 - x)).collect()
}

fn points(all: &[(f64, f64)]) -> String {
    all.iter().map(|(x, y)| format!("{:.1},{:.1}", across(*x), down(*y))).collect::<Vec<_>>().join(" ")
}

fn across(x: f64) -> f64 {
    LEFT + x * (WIDTH - LEFT - 16.0)
}

fn down(y: f64) -> f64 {
    let field = HEIGHT - TOP - FOOT;
    TOP + field * (0.5 - (y / REACH).clamp(-1.0, 1.0) / 2.0)
}

fn axes() -> String {
    let mut text = String::new();
    for y in [-0.2, -0.1, 0.0, 0.1, 0.2] {
        let at = down(y);
        let _ = write!(
            text,
            "<line x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#ccc\" stroke-width=\"0.5\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{y:.1}</text>",
            across(1.0),
            LEFT - 5.0,
            at + 4.0
        );
    }
    for x in [0.0, 0.5, 1.0] {
        let _ = write!(
            text,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{x}</text>",
            across(x),
            HEIGHT - FOOT + 16.0
        );
    }
    let middle = across(0.5);
    text + &format!(
        "<text x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">rank / {} (vertical: share below, less rank)</text>",
        HEIGHT - 8.0,
        DRAWS + 1
    )
}
