//! A Parquet file of typed columns, written row group by row group.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use tempfile::TempPath;

use crate::output::OutputError;

use super::error::ExportError;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Whole numbers, 64 bits.
    Whole,
    /// Floating point, 64 bits.
    Number,
    /// Text.
    Text,
}

impl ColumnKind {
    /// Its name in the data dictionary.
    pub fn name(self) -> &'static str {
        match self {
            Self::Whole => "int64",
            Self::Number => "double",
            Self::Text => "text",
        }
    }
}

/// Cells of a column in a row group.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Floating point.
    Number(Vec<Option<f64>>),
    /// Text.
    Text(Vec<Option<String>>),
}

/// A file in the making; it gets its name when it is whole.
pub struct Columns {
    path: PathBuf,
    /// Removed where the file is not finished: on a full disk it would stay in the way.
    temporary: TempPath,
    writer: SerializedFileWriter<BufWriter<File>>,
}

impl Columns {
    /// Begins a file with columns of these names and kinds, all of which may have gaps.
    ///
    /// # Errors
    /// The disk takes no more.
    pub fn begin(
        path: &Path,
        columns: &[(String, ColumnKind)],
        metadata: &[(&str, String)],
    ) -> Result<Self, ExportError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let temporary = path.with_file_name(format!("{}{name}", crate::output::folder::TEMPORARY));
        let schema = schema(columns).map_err(ExportError::parquet(path))?;
        let pairs = metadata.iter().map(|(k, v)| KeyValue::new((*k).to_owned(), v.clone())).collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(format!("pkosim {}", crate::output::manifest::PROGRAM_VERSION))
            .set_key_value_metadata(Some(pairs))
            .build();
        let created = |e| OutputError::io("create", &temporary, e);
        let file = File::create(&temporary).map_err(created)?;
        let temporary = TempPath::try_from_path(&temporary).map_err(created)?;
        let writer = SerializedFileWriter::new(BufWriter::new(file), schema, Arc::new(properties));
        Ok(Self { path: path.to_owned(), temporary, writer: writer.map_err(ExportError::parquet(path))? })
    }

    /// Adds a row group: cells of every column, in the order of the columns.
    ///
    /// # Errors
    /// The disk takes no more; cells of another kind than their column's.
    pub fn group(&mut self, cells: &[Cells]) -> Result<(), ExportError> {
        let failed = ExportError::parquet(&self.path);
        let mut group = self.writer.next_row_group().map_err(&failed)?;
        cells.iter().try_for_each(|cells| write(&mut group, cells)).map_err(&failed)?;
        group.close().map_err(&failed)?;
        Ok(())
    }

    /// Hands the file to the disk and gives it its name.
    ///
    /// # Errors
    /// The disk takes no more.
    pub fn finish(self) -> Result<(), ExportError> {
        let failed = |e| OutputError::io("write", &self.path, e);
        let buffer = self.writer.into_inner().map_err(ExportError::parquet(&self.path))?;
        let file = buffer.into_inner().map_err(|e| failed(e.into_error()))?;
        file.sync_all().map_err(failed)?;
        self.temporary.persist(&self.path).map_err(|e| OutputError::io("put in place", &self.path, e.error))?;
        Ok(())
    }
}

/// The metadata of a file under a key; nothing where it is no whole Parquet file or has none.
pub fn metadata(path: &Path, key: &str) -> Option<String> {
    let file = File::open(path).ok()?;
    let reader = SerializedFileReader::new(file).ok()?;
    let pairs = reader.metadata().file_metadata().key_value_metadata()?;
    pairs.iter().find(|pair| pair.key == key)?.value.clone()
}

fn schema(columns: &[(String, ColumnKind)]) -> parquet::errors::Result<TypePtr> {
    let field = |(name, kind): &(String, ColumnKind)| {
        let (physical, logical) = match kind {
            ColumnKind::Whole => (Physical::INT64, None),
            ColumnKind::Number => (Physical::DOUBLE, None),
            ColumnKind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let builder = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        builder.with_logical_type(logical).build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Result<_, _>>()?;
    Type::group_type_builder("pkosim").with_fields(fields).build().map(Arc::new)
}

fn write(group: &mut SerializedRowGroupWriter<'_, BufWriter<File>>, cells: &Cells) -> parquet::errors::Result<()> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    match cells {
        Cells::Whole(cells) => {
            let (values, levels) = split(cells.iter().copied());
            column.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
        }
        Cells::Number(cells) => {
            let (values, levels) = split(cells.iter().copied());
            column.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?;
        }
        Cells::Text(cells) => {
            let (values, levels) = split(cells.iter().map(|c| c.as_deref().map(ByteArray::from)));
            column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
        }
    }
    column.close()
}

/// Values that are there, and for each row whether it has one.
fn split<T>(cells: impl Iterator<Item = Option<T>>) -> (Vec<T>, Vec<i16>) {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        levels.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    (values, levels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.parquet");
        let columns = [("n".to_owned(), ColumnKind::Whole)];
        let names = || std::fs::read_dir(folder.path()).unwrap().count();
        let mut begun = Columns::begin(&path, &columns, &[]).unwrap();
        begun.group(&[Cells::Whole(vec![Some(1)])]).unwrap();
        assert_eq!(names(), 1);
        drop(begun);
        assert_eq!(names(), 0);
        let mut begun = Columns::begin(&path, &columns, &[]).unwrap();
        begun.group(&[Cells::Whole(vec![Some(1)])]).unwrap();
        begun.finish().unwrap();
        assert!(path.is_file() && names() == 1);
    }
}
