//! Emulators as a table, so that a posterior can be rechecked without simulating its own model again.

use crate::calibration::fit::emulator::{Emulator, Tested};
use crate::calibration::fit::rows::Rows;
use crate::calibration::fit::terms::Term;

/// `id,term,coefficient`, where `z4` stands for the fifth free parameter in standard deviations of its prior; the
/// last term of each, `variance`, is that of its error.
pub fn table(rows: &Rows, emulators: &[Emulator]) -> String {
    let mut text = "id,term,coefficient\n".to_owned();
    for (row, emulator) in rows.rows.iter().zip(emulators) {
        for (term, c) in &emulator.terms {
            text.push_str(&format!("{},{term},{c}\n", row.id));
        }
        text.push_str(&format!("{},variance,{}\n", row.id, emulator.tested.variance));
    }
    text
}

/// Reads those of these rows back; none where one is missing or a line is not understood.
pub fn parse(text: &str, rows: &Rows) -> Option<Vec<Emulator>> {
    let mut emulators: Vec<Emulator> =
        rows.rows.iter().map(|_| Emulator { terms: Vec::new(), tested: Tested::default() }).collect();
    for line in text.lines().skip(1) {
        let mut cells = line.split(',');
        let (id, term, c) = (cells.next()?, cells.next()?, cells.next()?.parse::<f64>().ok()?);
        let emulator = &mut emulators[rows.rows.iter().position(|r| r.id == id)?];
        if term == "variance" {
            emulator.tested.variance = c;
        } else {
            emulator.terms.push((Term::parse(term)?, c));
        }
    }
    emulators.iter().all(|e| !e.terms.is_empty()).then_some(emulators)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::fit::rows::Row;

    #[test]
    fn emulators_read_back_the_same() {
        let row = |id: &str| Row {
            id: id.to_owned(),
            value: 0.0,
            sd: 1.0,
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
            base_rate: false,
        };
        let rows = Rows::new(vec![row("a"), row("b")], &[]).unwrap();
        let of =
            |terms: Vec<(Term, f64)>, variance| Emulator { terms, tested: Tested { variance, ..Tested::default() } };
        let emulators = [
            of(vec![(Term::Constant, 0.1), (Term::Product(2, 7), 1.0 / 3.0)], 0.25),
            of(vec![(Term::Constant, -2.0), (Term::Square(11), 4.0)], 1e-9),
        ];
        assert_eq!(parse(&table(&rows, &emulators), &rows).unwrap(), emulators);
        assert!(parse("id,term,coefficient\na,1,0.5\n", &rows).is_none(), "b is missing");
    }
}
