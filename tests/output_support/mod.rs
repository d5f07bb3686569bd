//! Results that look like a run's, from a small made-up process.
#![allow(dead_code)]

#[cfg(feature = "charts")]
pub mod layout;

use pkosim::engine::results::{
    CURVE_POINTS, Column, Curve, Doubt, Kept, PlanePoint, QUANTILES, QuantileEstimate, Results, Row, RunInfo, RunTimes,
    SeriesRow, SurvivalRow,
};

/// What to make up.
#[derive(Clone, Copy, Debug)]
pub struct Made {
    pub operations: bool,
    pub counterfactual: bool,
    pub theatres: usize,
    pub replicates: usize,
    pub kept: bool,
}

impl Default for Made {
    fn default() -> Self {
        Self { operations: true, counterfactual: true, theatres: 1, replicates: 2_000, kept: false }
    }
}

const HORIZON: usize = 180;
const BEFORE: usize = 12;
const MONTHS: usize = HORIZON + BEFORE;

/// A small generator: the same numbers everywhere.
pub struct Luck(u64);

impl Luck {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// One history in one world: monthly series by name, and outcomes.
struct History {
    series: Vec<(&'static str, Vec<f64>)>,
    outcomes: Vec<(&'static str, &'static str, &'static str, f64)>,
    peace: Option<(usize, bool)>,
}

fn history(replicate: usize, mission: bool) -> History {
    let mut luck = Luck::new(replicate as u64);
    let severity = (4.3 + 1.1 * luck.normal()).exp();
    let (price, early) = (9_200.0 * (0.25 * luck.normal()).exp(), luck.uniform());
    let (mut x, mut c, mut u) = (0.0, 0.4 + luck.normal(), 0.5 + 0.5 * luck.normal());
    let mut war = true;
    let mut peace = None;
    let mut v: Vec<Vec<f64>> = vec![Vec::new(); 12];
    for m in 0..MONTHS {
        let t = m as f64 - BEFORE as f64;
        let on = if mission && (0.0..132.0).contains(&t) { 1.0 } else { 0.0 };
        let exit = ((132.0 - t) / 12.0).clamp(0.0, 1.0);
        let ramp = on * (1.0 - (-t / 8.0).exp()) * exit;
        x = 0.8 * x + 0.8 * luck.normal();
        c = 0.96 * c + 0.03 + 0.2 * luck.normal();
        u = 0.97 * u + 0.01 + 0.12 * luck.normal();
        let [consent, unity] = [c, u].map(|z: f64| 1.0 / (1.0 + (-z).exp()));
        let [end, back, quiet] = [luck.uniform(), luck.uniform(), luck.uniform()];
        war = if war { end > 0.012 * (1.0 + 1.2 * ramp) } else { back < 0.006 * (1.0 - 0.4 * ramp) };
        match (&mut peace, war) {
            (None, false) if t >= 0.0 => peace = Some((m, false)),
            (Some((_, failed)), true) => *failed = true,
            _ => {}
        }
        let deaths = if war && quiet > 0.2 { (severity * (x - 0.9 * ramp * consent).exp()).floor() } else { 0.0 };
        let authorised = 12_700.0 * on * exit.max(0.3);
        let deployed = authorised * (0.92 * (1.0 - (-t.max(0.0) / 7.0).exp())) * (1.0 - 0.05 * luck.uniform());
        let cost = if t > 24.0 + 400.0 * early { 0.0 } else { deployed * price + on * 9e6 };
        let values = [
            deaths,
            if war { 1.0 } else { 0.0 },
            consent,
            unity,
            authorised,
            deployed,
            deployed * (0.3 + 0.5 * consent),
            (8e7 + 6e7 * luck.normal() + 9e7 * (t / 6.0).sin()).max(0.0) * on,
            (1.4e8 + 5e7 * luck.normal() + 1e6 * t).max(0.0) * on,
            cost,
            if war { severity * 3_000.0 } else { severity * 900.0 },
            deployed * 1.2e-4 * luck.uniform(),
        ];
        values.iter().zip(&mut v).for_each(|(x, list)| list.push(*x));
    }
    let after = |k: usize| v[k][BEFORE..].iter().sum::<f64>();
    let success = f64::from(u8::from(v[0][BEFORE + 120..BEFORE + 156].iter().sum::<f64>() < 25.0));
    let share = |b: bool| f64::from(u8::from(b));
    let only = |x: f64| if mission { x } else { f64::NAN };
    let mut outcomes = vec![
        ("battle_deaths", "count", "deaths", after(0)),
        ("one_sided_deaths_government", "count", "deaths", (0.1 * after(0)).floor()),
        ("one_sided_deaths_rebels", "count", "deaths", (0.15 * after(0)).floor()),
        ("months_at_war", "time", "months", after(1)),
        ("time_to_ceasefire_rmst", "time", "months", peace.map_or(120.0, |(m, _)| ((m - BEFORE) as f64).min(120.0))),
        ("success", "share", "share", only(success)),
        ("wartime_success", "share", "share", share(v[0][BEFORE + 13..BEFORE + 37].iter().sum::<f64>() < 1_000.0)),
        ("peace_at_horizon", "share", "share", 1.0 - v[1][MONTHS - 1]),
        ("relapse_5y", "share", "share", peace.map_or(f64::NAN, |(_, f)| share(f))),
        ("consent_withdrawn", "share", "share", only(share(v[2].iter().any(|c| *c < 0.12)))),
        ("mandate_implementation", "ratio", "share", only(0.4 + 0.5 * v[2][100])),
        ("neighbours_infected", "count", "countries", (after(1) / 90.0).floor()),
        ("displaced_person_months", "count", "person-months", after(10)),
        ("trust_in_state", "index", "no mission = 100", if mission { 90.0 + 30.0 * v[2][80] } else { 100.0 }),
    ];
    outcomes.push(("peacekeeper_deaths", "count", "deaths", if mission { after(11).floor() } else { 0.0 }));
    outcomes.push(("cost_usd", "money", "US$", if mission { after(9) } else { 0.0 }));
    let names = ["battle_deaths", "months_at_war", "consent", "unity", "authorised_uniformed", "deployed_uniformed"];
    let more = ["effective_troops", "cash_usd", "unpaid_assessments_usd", "cost_usd", "displaced_person_months"];
    let series = names.into_iter().chain(more).zip(v).collect();
    History { series, outcomes, peace }
}

/// Made-up results.
pub fn results(made: Made) -> Results {
    let worlds: Vec<(Column, Vec<History>)> = [(Column::Mission, made.operations), (Column::None, false)]
        .into_iter()
        .filter(|(w, _)| *w == Column::Mission || made.counterfactual)
        .map(|(w, on)| (w, (0..made.replicates).map(|r| history(r, on)).collect()))
        .collect();
    let mut results = Results {
        info: info(made),
        times: RunTimes { threads: 2, simd: "avx2".into(), seconds: 3.21, replicates_per_second: 31_000.0 },
        summary: Vec::new(),
        series: Vec::new(),
        curves: Vec::new(),
        survival: Vec::new(),
        plane: Vec::new(),
        kept: made.kept.then(|| kept(&worlds[0].1)),
        doubts: vec![Doubt {
            code: "heavy-tail".into(),
            text: "The largest 1 % of replicates carry 31 % of the sum of squares of battle_deaths".into(),
            remedy: "Run more: --replicates 400000".into(),
        }],
    };
    let mut theatres = vec!["all".to_owned()];
    if made.theatres > 1 {
        theatres.extend(results.info.theatres.clone());
    }
    for (world, histories) in &worlds {
        for theatre in &theatres {
            results.series.extend(series(*world, theatre, histories));
        }
        results.survival.extend(survival(*world, histories));
    }
    let count = worlds[0].1[0].outcomes.len();
    for theatre in &theatres {
        for at in 0..count {
            let mut samples: Vec<(Column, Vec<f64>)> =
                worlds.iter().map(|(w, h)| (*w, h.iter().map(|h| h.outcomes[at].3).collect())).collect();
            if let [(_, a), (_, b)] = &samples[..] {
                let paired = a.iter().zip(b).map(|(a, b)| a - b).collect();
                samples.push((Column::Difference, paired));
            }
            let (name, kind, unit, _) = worlds[0].1[0].outcomes[at];
            let size =
                if unit == "share" || theatre == "all" { 1.0 } else { 1.0 / (theatre.len() * theatre.len()) as f64 };
            for (world, values) in &mut samples {
                values.iter_mut().for_each(|v| *v *= size);
                add(&mut results, (name, kind, unit), theatre, *world, values);
            }
        }
    }
    if let [(_, with), (_, without)] = &worlds[..] {
        paired(&mut results, with, without);
    }
    results
}

fn paired(results: &mut Results, with: &[History], without: &[History]) {
    let died = |h: &History| h.outcomes[..3].iter().map(|o| o.3).sum::<f64>();
    let saved: Vec<f64> = with.iter().zip(without).map(|(a, b)| died(b) - died(a)).collect();
    let war: Vec<f64> = with.iter().zip(without).map(|(a, b)| b.outcomes[3].3 - a.outcomes[3].3).collect();
    add(results, ("lives_saved", "count", "lives"), "all", Column::Difference, &saved);
    add(results, ("war_months_averted", "time", "months"), "all", Column::Difference, &war);
    let cost: Vec<f64> = with.iter().map(|h| h.outcomes[15].3).collect();
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let ratio = mean(&cost) / mean(&saved);
    let mut row = results.row("lives_saved", Column::Difference).unwrap().clone();
    let unknown = QuantileEstimate { value: f64::NAN, lo: f64::NAN, hi: f64::NAN };
    (row.outcome, row.kind, row.unit) = ("cost_per_life_saved_usd".into(), "ratio".into(), "US$ per life".into());
    (row.mean, row.mean_lo, row.mean_hi, row.mcse) = (ratio, 0.93 * ratio, 1.09 * ratio, 0.04 * ratio);
    (row.sd, row.quantiles) = (f64::NAN, [unknown; 5]);
    results.summary.push(row);
    let points = cost.iter().zip(&saved).enumerate().take(2_000);
    results.plane =
        points.map(|(r, (c, s))| PlanePoint { replicate: r as u64, cost_usd: *c, lives_saved: *s }).collect();
}

fn info(made: Made) -> RunInfo {
    let operations = if made.operations { vec!["main".into()] } else { Vec::new() };
    let names = ["Northern Highlands", "capital", "east", "Coast Province"];
    RunInfo {
        scenario: "baseline".into(),
        title: "A multidimensional mission in an active civil war".into(),
        scenario_toml: "[mission]\ntroops = 10000\n".into(),
        stance: "study".into(),
        posterior: "built in".into(),
        posterior_draws: 400,
        model_id: "8f3a91c2".into(),
        seed: 1,
        replicates: made.replicates as u64,
        counterfactual: made.counterfactual,
        exact_quantiles: true,
        bands: made.replicates as u64,
        theatres: names[..made.theatres].iter().map(|s| (*s).to_owned()).collect(),
        planned_exit_month: made.operations.then_some(120),
        operations,
        horizon_months: HORIZON as u32,
    }
}

fn kept(histories: &[History]) -> Kept {
    let names = histories[0].outcomes.iter().map(|o| o.0.to_owned()).collect();
    Kept { names, rows: histories.iter().map(|h| h.outcomes.iter().map(|o| o.3).collect()).collect() }
}

fn quantile(sorted: &[f64], p: f64) -> f64 {
    sorted.get(((sorted.len() as f64 - 1.0) * p).round() as usize).copied().unwrap_or(f64::NAN)
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut list: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
    list.sort_by(f64::total_cmp);
    list
}

fn add(results: &mut Results, what: (&str, &str, &str), theatre: &str, world: Column, values: &[f64]) {
    let list = sorted(values);
    let n = list.len() as f64;
    let mean = if n > 0.0 { list.iter().sum::<f64>() / n } else { f64::NAN };
    let sd = (list.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
    let mcse = sd / n.sqrt();
    let at = |p: f64| QuantileEstimate {
        value: quantile(&list, p),
        lo: quantile(&list, (p - 0.02).max(0.0)),
        hi: quantile(&list, (p + 0.02).min(1.0)),
    };
    results.summary.push(Row {
        outcome: what.0.into(),
        theatre: theatre.into(),
        world,
        kind: what.1.into(),
        unit: what.2.into(),
        n: values.len() as u64,
        defined: list.len() as u64,
        mean,
        mcse,
        mean_lo: mean - 1.96 * mcse,
        mean_hi: mean + 1.96 * mcse,
        sd,
        quantiles: QUANTILES.map(at),
    });
    if theatre == "all" && !list.is_empty() {
        let quantiles = (0..CURVE_POINTS).map(|i| quantile(&list, i as f64 / (CURVE_POINTS - 1) as f64)).collect();
        results.curves.push(Curve { outcome: what.0.into(), theatre: theatre.into(), world, quantiles });
    }
}

fn series(world: Column, theatre: &str, histories: &[History]) -> Vec<SeriesRow> {
    let mut rows = Vec::new();
    for (at, (name, _)) in histories[0].series.iter().enumerate() {
        for m in 0..MONTHS {
            let list = sorted(&histories.iter().map(|h| h.series[at].1[m]).collect::<Vec<_>>());
            rows.push(SeriesRow {
                world,
                month: m as i32 - BEFORE as i32,
                theatre: theatre.into(),
                series: (*name).into(),
                mean: list.iter().sum::<f64>() / list.len() as f64,
                quantiles: QUANTILES.map(|p| quantile(&list, p)),
            });
        }
    }
    rows
}

fn survival(world: Column, histories: &[History]) -> Vec<SurvivalRow> {
    let mut luck = Luck::new(99);
    let spells: Vec<(usize, bool)> = histories
        .iter()
        .filter_map(|h| h.peace)
        .map(|(start, failed)| (((MONTHS - start) as f64 * luck.uniform()) as usize, failed))
        .collect();
    let (mut survival, mut variance) = (1.0f64, 0.0);
    let mut rows = Vec::new();
    for month in 0..=120usize {
        let at_risk = spells.iter().filter(|s| s.0 >= month).count();
        let failed = spells.iter().filter(|s| s.0 == month && s.1).count();
        if at_risk == 0 {
            break;
        }
        survival *= 1.0 - failed as f64 / at_risk as f64;
        variance += failed as f64 / (at_risk as f64 * (at_risk - failed).max(1) as f64);
        let se = survival * f64::sqrt(variance);
        rows.push(SurvivalRow {
            world,
            theatre: "all".into(),
            month: month as u32,
            at_risk: at_risk as u64,
            failed: failed as u64,
            survival,
            lo: (survival - 1.96 * se).max(0.0),
            hi: (survival + 1.96 * se).min(1.0),
        });
    }
    rows
}
