//! The simulations of a wave as a table: the point, then value, Monte Carlo error and size of each estimate.

use crate::calibration::fit::wave::Run;
use crate::calibration::simulator::Estimate;
use crate::output::TableProblem;

/// Name of a wave's file.
pub fn name(wave: usize) -> String {
    format!("wave-{wave}.csv")
}

/// The table. A parameter's column holds standard deviations of its prior; what is undefined is empty. Numbers read
/// back as themselves.
pub fn table(parameters: &[String], estimands: &[String], runs: &[Run]) -> String {
    let mut text = head(parameters, estimands).join(",");
    text.push('\n');
    for run in runs {
        let estimates = run.estimates.iter().flat_map(|e| [number(e.value), number(e.mcse), e.n.to_string()]);
        let cells: Vec<String> = run.z.iter().map(|z| number(*z)).chain(estimates).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

fn head(parameters: &[String], estimands: &[String]) -> Vec<String> {
    let names = estimands.iter().flat_map(|e| [e.clone(), format!("{e}.mcse"), format!("{e}.n")]);
    parameters.iter().cloned().chain(names).collect()
}

fn number(x: f64) -> String {
    if x.is_nan() { String::new() } else { x.to_string() }
}

/// Reads it back. Columns in another order are those of other rows.
///
/// # Errors
/// The line and what is wrong with it.
pub fn parse(text: &str, parameters: &[String], estimands: &[String]) -> Result<Vec<Run>, (u64, TableProblem)> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let found = reader.headers().map_err(|e| (1, e.into()))?;
    for (k, expected) in head(parameters, estimands).into_iter().enumerate() {
        let found = found.get(k).unwrap_or("missing");
        if found != expected {
            let found = found.chars().take(40).collect();
            return Err((1, TableProblem::OtherColumn { place: k + 1, found, expected }));
        }
    }
    let (parameters, estimands) = (parameters.len(), estimands.len());
    let mut runs = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| (e.position().map_or(0, csv::Position::line), e.into()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |at: usize| read(record.get(at).unwrap_or("missing"), at).map_err(|p| (line, p));
        let z = (0..parameters).map(cell).collect::<Result<_, _>>()?;
        let estimate = |k: usize| {
            let at = parameters + 3 * k;
            Ok(Estimate { value: cell(at)?, mcse: cell(at + 1)?, n: cell(at + 2)? as u64 })
        };
        runs.push(Run { z, estimates: (0..estimands).map(estimate).collect::<Result<_, _>>()? });
    }
    Ok(runs)
}

fn read(cell: &str, at: usize) -> Result<f64, TableProblem> {
    if cell.is_empty() {
        return Ok(f64::NAN);
    }
    let wrong = || TableProblem::Cell {
        value: cell.chars().take(40).collect(),
        column: format!("number {}", at + 1),
        expected: "a number",
    };
    cell.parse().map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simulations_read_back_to_the_last_bit() {
        let estimates =
            vec![Estimate { value: 0.1 + 0.2, mcse: 1e-17, n: 96 }, Estimate { value: -1.0, mcse: 3.5, n: 1 }];
        let runs = vec![Run { z: vec![1.0 / 3.0, -0.0, 2.5], estimates }];
        let (three, two) = (["a", "b", "c"].map(str::to_owned), ["F01", "F02"].map(str::to_owned));
        let text = table(&three, &two, &runs);
        assert_eq!(parse(&text, &three, &two).unwrap(), runs);
        let undefined = text.replace("3.5", "");
        assert!(parse(&undefined, &three, &two).unwrap()[0].estimates[1].mcse.is_nan());
        let (line, problem) = parse(&text.replace("3.5", "x"), &three, &two).unwrap_err();
        assert!(line == 2 && problem.to_string().contains("`x`"));
        let swapped = ["F02", "F01"].map(str::to_owned);
        let (line, problem) = parse(&text, &three, &swapped).unwrap_err();
        assert_eq!((line, problem.to_string().as_str()), (1, "column 4 is `F01`, where `F02` belongs"));
    }
}
