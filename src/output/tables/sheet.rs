//! A CSV file written cell by cell.

use std::fmt::Write as _;
use std::io::Write;

/// Beyond this, neighbouring whole numbers are no longer told apart.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// A CSV file written cell by cell.
pub(crate) struct Sheet<W: Write> {
    csv: csv::Writer<W>,
    cell: String,
}

impl<W: Write> Sheet<W> {
    pub fn new<S: AsRef<str>>(to: W, header: impl IntoIterator<Item = S>) -> csv::Result<Self> {
        let mut sheet = Self { csv: csv::Writer::from_writer(to), cell: String::new() };
        header.into_iter().try_for_each(|name| sheet.text(name.as_ref()))?;
        sheet.end()?;
        Ok(sheet)
    }

    /// Rows without a header.
    pub fn bare(to: W) -> Self {
        Self { csv: csv::WriterBuilder::new().flexible(true).from_writer(to), cell: String::new() }
    }

    pub fn text(&mut self, text: &str) -> csv::Result<()> {
        self.csv.write_field(text)
    }

    pub fn texts<const N: usize>(&mut self, texts: [&str; N]) -> csv::Result<()> {
        texts.into_iter().try_for_each(|t| self.text(t))
    }

    pub fn whole(&mut self, value: impl Into<i128>) -> csv::Result<()> {
        self.cell.clear();
        let _ = write!(self.cell, "{}", value.into());
        self.csv.write_field(&self.cell)
    }

    pub fn number(&mut self, value: f64) -> csv::Result<()> {
        self.cell.clear();
        push_number(&mut self.cell, value);
        self.csv.write_field(&self.cell)
    }

    pub fn numbers(&mut self, values: impl IntoIterator<Item = f64>) -> csv::Result<()> {
        values.into_iter().try_for_each(|v| self.number(v))
    }

    pub fn end(&mut self) -> csv::Result<()> {
        self.csv.write_record(None::<&[u8]>)
    }

    pub fn finish(mut self) -> csv::Result<()> {
        Ok(self.csv.flush()?)
    }
}

/// The shortest text that reads back as the same number; nothing for NaN. Counts take the short way round.
pub(super) fn push_number(text: &mut String, value: f64) {
    let _ = match value {
        v if v.is_nan() => Ok(()),
        v if v.fract() == 0.0 && v.abs() < LARGEST_WHOLE => write!(text, "{}", v as i64),
        v => write!(text, "{v}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: f64) -> String {
        let mut text = String::new();
        push_number(&mut text, value);
        text
    }

    #[test]
    fn numbers_read_back_as_themselves() {
        for value in [0.1, 1.0 / 3.0, 5e-324, f64::MAX, 12_345.0, -7.0, 9.007e15, 1e300, f64::INFINITY, -1e-9] {
            assert_eq!(text(value).parse::<f64>().unwrap(), value);
        }
    }

    #[test]
    fn undefined_is_empty_unbounded_is_inf_and_zero_has_no_sign() {
        assert_eq!(text(f64::NAN), "");
        assert_eq!(text(f64::INFINITY), "inf");
        assert_eq!(text(f64::NEG_INFINITY), "-inf");
        assert_eq!(text(-0.0), "0");
    }
}
