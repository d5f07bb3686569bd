//! A CSV table of a result folder as a Parquet file.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use crate::output::OutputError;

use super::columns::{Cells, ColumnKind, Columns};
use super::dictionary::{self, Entry};
use super::error::ExportError;
use super::{DICTIONARY, MANIFEST};

/// Rows of a row group.
const ROWS: usize = 1 << 16;

/// Writes the CSV table `from` as the Parquet file `to`; `manifest` is what determined it, as JSON.
///
/// A column is of whole numbers or of numbers where every cell that is not empty is one, of text otherwise; one without
/// a cell is what its name says. Empty cells are null. The table is read twice and never held whole.
///
/// # Errors
/// The table cannot be read, or the disk takes no more.
pub fn convert(from: &Path, to: &Path, manifest: &str) -> Result<u64, ExportError> {
    let columns = kinds(from)?;
    let entries: Vec<Entry> = columns.iter().map(|(name, kind)| dictionary::of_table(name, *kind)).collect();
    let metadata = [(DICTIONARY, dictionary::to_json(&entries)), (MANIFEST, manifest.to_owned())];
    let mut file = Columns::begin(to, &columns, &metadata)?;
    let mut cells = empty(&columns);
    let (mut reader, mut record, mut rows) = (open(from)?, csv::StringRecord::new(), 0);
    while reader.read_record(&mut record).map_err(ExportError::csv(from))? {
        record.iter().zip(&mut cells).for_each(|(text, cells)| push(cells, text));
        rows += 1;
        if rows % ROWS as u64 == 0 {
            file.group(&std::mem::replace(&mut cells, empty(&columns)))?;
        }
    }
    if rows % ROWS as u64 != 0 || rows == 0 {
        file.group(&cells)?;
    }
    file.finish()?;
    Ok(rows)
}

fn open(path: &Path) -> Result<csv::Reader<BufReader<File>>, ExportError> {
    let file = File::open(path).map_err(|e| OutputError::io("read", path, e))?;
    Ok(csv::Reader::from_reader(BufReader::new(file)))
}

/// Names and kinds of the columns.
fn kinds(path: &Path) -> Result<Vec<(String, ColumnKind)>, ExportError> {
    let mut reader = open(path)?;
    let names: Vec<String> = reader.headers().map_err(ExportError::csv(path))?.iter().map(str::to_owned).collect();
    let mut kinds = vec![(false, ColumnKind::Whole); names.len()];
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(ExportError::csv(path))? {
        for ((seen, kind), text) in kinds.iter_mut().zip(&record).filter(|(_, t)| !t.is_empty()) {
            *seen = true;
            if *kind == ColumnKind::Whole && text.parse::<i64>().is_err() {
                *kind = ColumnKind::Number;
            }
            if *kind == ColumnKind::Number && !is_number(text) {
                *kind = ColumnKind::Text;
            }
        }
    }
    let settled = kinds.into_iter().zip(&names);
    let settled = settled.map(|((seen, kind), name)| if seen { kind } else { dictionary::kind_of(name) });
    // A statistic that happens to be whole in every row stays a statistic.
    let settled = settled.zip(&names).map(|(kind, name)| match kind {
        ColumnKind::Whole if !dictionary::is_count(name) => ColumnKind::Number,
        kind => kind,
    });
    let settled: Vec<ColumnKind> = settled.collect();
    Ok(names.into_iter().zip(settled).collect())
}

/// Numbers as this program writes them: `nan` and `infinity`, which Rust would read too, are words.
fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok() && (matches!(text, "inf" | "-inf") || !text.contains(['n', 'N', 'i', 'I']))
}

fn empty(columns: &[(String, ColumnKind)]) -> Vec<Cells> {
    let cells = |kind: &ColumnKind| match kind {
        ColumnKind::Whole => Cells::Whole(Vec::new()),
        ColumnKind::Number => Cells::Number(Vec::new()),
        ColumnKind::Text => Cells::Text(Vec::new()),
    };
    columns.iter().map(|(_, kind)| cells(kind)).collect()
}

fn push(cells: &mut Cells, text: &str) {
    match cells {
        Cells::Whole(cells) => cells.push(text.parse().ok()),
        Cells::Number(cells) => cells.push(text.parse().ok()),
        Cells::Text(cells) => cells.push(Some(text.to_owned()).filter(|t| !t.is_empty())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_told_by_their_cells() {
        let folder = tempfile::TempDir::new().expect("temp");
        let path = folder.path().join("t.csv");
        std::fs::write(&path, "point,host.consent,form,mean,gap\n0,0.2,a,1,\n1,5,b,inf,\n2,,,,\n").expect("written");
        let kinds: Vec<ColumnKind> = kinds(&path).expect("kinds").into_iter().map(|(_, k)| k).collect();
        use ColumnKind::{Number, Text, Whole};
        assert_eq!(kinds, [Whole, Number, Text, Number, Text]);
        assert!(!is_number("nan") && !is_number("infinity") && is_number("-inf") && is_number("1e-300"));
    }
}
