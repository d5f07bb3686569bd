//! TOML as a tree of our own: every key and value knows where it stands.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::texts::Origin;

/// A table of entries by key.
pub type Table = BTreeMap<String, Entry>;

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the key stands.
    pub key: Origin,
    /// The value.
    pub node: Node,
}

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where the value stands.
    pub at: Origin,
    /// The value.
    pub data: Data,
}

/// What TOML can say.
#[derive(Clone, Debug)]
pub enum Data {
    /// A table.
    Table(Table),
    /// An array.
    Array(Vec<Node>),
    /// A number that is whole and small enough to be exact.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A text.
    Text(String),
    /// A date or time.
    Datetime,
}

/// A parser's complaint and where it points.
pub type Complaint = (Range<usize>, String);

/// Parses a document; what could be read stays in the table, whatever else was wrong.
pub fn parse(content: &str, text: usize) -> (Table, Vec<Complaint>) {
    let (table, errors) = DeTable::parse_recoverable(content);
    let errors = errors.iter().map(|e| (e.span().unwrap_or(0..0), e.message().to_owned())).collect();
    (convert(table.into_inner(), Shift { text, by: 0 }), errors)
}

/// Parses one value that stands `by` bytes into a text.
pub fn parse_value(value: &str, text: usize, by: usize) -> Result<Node, Complaint> {
    let parsed = DeValue::parse(value).map_err(|e| {
        let span = e.span().unwrap_or(0..value.len());
        (span.start + by..span.end + by, e.message().to_owned())
    })?;
    Ok(node(parsed, Shift { text, by }))
}

#[derive(Clone, Copy)]
struct Shift {
    text: usize,
    by: usize,
}

impl Shift {
    fn at(self, span: Range<usize>) -> Origin {
        Origin { text: self.text, start: span.start + self.by, end: span.end + self.by }
    }
}

fn convert(table: DeTable<'_>, shift: Shift) -> Table {
    let entry = |(k, v): (Spanned<_>, _)| {
        let key = shift.at(k.span());
        (std::borrow::Cow::into_owned(k.into_inner()), Entry { key, node: node(v, shift) })
    };
    table.into_iter().map(entry).collect()
}

fn node(value: Spanned<DeValue<'_>>, shift: Shift) -> Node {
    let at = shift.at(value.span());
    let data = match value.into_inner() {
        DeValue::String(s) => Data::Text(s.into_owned()),
        DeValue::Integer(i) => integer(&i),
        DeValue::Float(x) => Data::Float(x.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(b) => Data::Boolean(b),
        DeValue::Datetime(_) => Data::Datetime,
        DeValue::Array(a) => Data::Array(a.into_iter().map(|v| node(v, shift)).collect()),
        DeValue::Table(t) => Data::Table(convert(t, shift)),
    };
    Node { at, data }
}

/// Whole numbers beyond 64 bits become floats: they are out of every range, and should say so.
fn integer(i: &DeInteger<'_>) -> Data {
    match i64::from_str_radix(i.as_str(), i.radix()) {
        Ok(n) => Data::Integer(n),
        Err(_) if i.radix() == 10 => Data::Float(i.as_str().parse().unwrap_or(f64::NAN)),
        Err(_) => Data::Float(f64::MAX),
    }
}

impl Node {
    /// A table that nobody wrote as such, placed where its cause stands.
    pub fn table(at: Origin, table: Table) -> Self {
        Self { at, data: Data::Table(table) }
    }

    /// The entries, if it is a table.
    pub fn as_table(&self) -> Option<&Table> {
        match &self.data {
            Data::Table(t) => Some(t),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self.data {
            Data::Integer(n) => Some(n as f64),
            // adding zero turns -0 into 0, which would otherwise be a second spelling of it
            Data::Float(x) => Some(x + 0.0),
            _ => None,
        }
    }
}
