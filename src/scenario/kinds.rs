//! Every way in which a scenario can be wrong.

use std::path::PathBuf;

use thiserror::Error;

use super::file_kind::FileKind;
use super::words;

/// One way in which a scenario is wrong, with the values that were involved.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum ProblemKind {
    /// The scenario file does not exist.
    #[error("no such file: {}", .path.display())]
    Missing {
        /// As the user named it.
        path: PathBuf,
    },
    /// The operating system would not let us read it.
    #[error("cannot read {}: {reason}", .path.display())]
    Unreadable {
        /// As the user named it.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
    /// A folder stands where a file was expected.
    #[error("{} is a directory, not a scenario file", .path.display())]
    Directory {
        /// As the user named it.
        path: PathBuf,
    },
    /// Larger than any scenario.
    #[error("{} is larger than {limit} bytes, too large for a scenario", .path.display())]
    TooLarge {
        /// As the user named it.
        path: PathBuf,
        /// The most that is read.
        limit: u64,
    },
    /// A file of another kind.
    #[error("{} is {}, not {expected}", .path.display(), .found.words())]
    OtherFile {
        /// As the user named it.
        path: PathBuf,
        /// What it is.
        found: FileKind,
        /// What was asked for.
        expected: &'static str,
    },
    /// Holds a zero byte.
    #[error("{} is a binary file (zero byte at offset {offset}), not a scenario", .path.display())]
    Binary {
        /// As the user named it.
        path: PathBuf,
        /// Of the first zero byte.
        offset: usize,
    },
    /// Bytes that are not UTF-8.
    #[error("{}:{line}: not valid UTF-8 (byte at offset {offset})", .path.display())]
    NotUtf8 {
        /// As the user named it.
        path: PathBuf,
        /// Line of the first wrong byte, from 1.
        line: usize,
        /// Offset of the first wrong byte.
        offset: usize,
    },
    /// Nothing in it but blanks and comments.
    #[error("{} is empty", .path.display())]
    Empty {
        /// As the user named it.
        path: PathBuf,
    },
    /// Not TOML.
    #[error("not valid TOML: {message}")]
    Syntax {
        /// The parser's words.
        message: String,
    },
    /// `extends` names a file that is not there or is a directory.
    #[error("the extended scenario does not exist: {}", arrows(.chain))]
    ExtendsMissing {
        /// From the scenario to the missing file.
        chain: Vec<PathBuf>,
    },
    /// `extends` comes back to a file of its own chain.
    #[error("`extends` goes in a circle: {}", arrows(.chain))]
    ExtendsCircle {
        /// From the scenario to the file met again.
        chain: Vec<PathBuf>,
    },
    /// Too many files extend each other.
    #[error("`extends` is more than {limit} files deep: {}", arrows(.chain))]
    ExtendsTooDeep {
        /// Most files that may be extended.
        limit: usize,
        /// From the scenario to the first file too many.
        chain: Vec<PathBuf>,
    },
    /// `extends` in a text that has no folder of its own.
    #[error("`extends` needs a file: this text stands in no folder")]
    ExtendsNowhere,
    /// A stop rule that cannot be followed.
    #[error("{why}")]
    StopRule {
        /// What is wrong with it.
        why: String,
    },
    /// A sweep's base scenario is not there.
    #[error("the base scenario does not exist: {}", .path.display())]
    BaseMissing {
        /// The file.
        path: PathBuf,
    },
    /// A table of points that cannot be read.
    #[error("cannot read {}: {reason}", .path.display())]
    TableUnreadable {
        /// The file.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
    /// A column that a table of points should have.
    #[error("the column `{column}` is missing; found {found}")]
    MissingColumn {
        /// The column.
        column: String,
        /// Those there are.
        found: String,
    },
    /// A row of a table with too few or too many cells.
    #[error("expected {expected} cells, as in the header, found {found}")]
    Cells {
        /// Columns of the header.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// More theatres or operations than a scenario may have.
    #[error("too many: expected at most {limit}, found {found}")]
    TooMany {
        /// The most there may be.
        limit: usize,
        /// How many there are.
        found: usize,
    },
    /// A list of payers that cannot be used.
    #[error("{}: {error}", .path.display())]
    Payers {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: super::payers::PayersError,
    },
    /// People without a budget.
    #[error("a budget of zero with {people:.0} people to pay in operation `{name}`")]
    NoBudget {
        /// The operation.
        name: String,
        /// Its authorised strength.
        people: f64,
    },
    /// A key that no scenario has.
    #[error("unknown key; expected {expected}")]
    UnknownKey {
        /// What may stand there.
        expected: String,
    },
    /// A value of the wrong type.
    #[error("expected {expected}, found {found}")]
    WrongType {
        /// What the key takes.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A value of the right type, out of range.
    #[error("out of range: expected {expected}, found {found}")]
    OutOfRange {
        /// The range.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// A word that is none of the choices.
    #[error("expected {expected}, found {found}")]
    UnknownWord {
        /// The choices.
        expected: String,
        /// What stands there.
        found: String,
    },
    /// The same quantity under two spellings of its key in one file.
    #[error("set twice, here and on line {first}")]
    SetTwice {
        /// Line of the other one, from 1.
        first: usize,
    },
    /// A table that must hold exactly one distribution or path.
    #[error("expected exactly one of {expected}, found {found}")]
    NotOneShape {
        /// The shapes.
        expected: String,
        /// The shapes that stand there.
        found: String,
    },
    /// A distribution without one of its parameters.
    #[error("missing `{name}`; expected {expected}")]
    MissingParameter {
        /// The parameter.
        name: &'static str,
        /// All parameters of the distribution.
        expected: String,
    },
    /// Parameters that make no distribution.
    #[error("no such distribution: expected {expected}, found {found}")]
    Infeasible {
        /// The condition.
        expected: String,
        /// The values.
        found: String,
    },
    /// Months of a path that do not rise.
    #[error("months must rise strictly, found month {month} after month {before}")]
    MonthsNotRising {
        /// The knot before.
        before: i32,
        /// The knot that does not come later.
        month: i32,
    },
    /// A path without knots, or an operation without theatres.
    #[error("expected at least one {expected}, found an empty array")]
    EmptyArray {
        /// What each element would be.
        expected: &'static str,
    },
    /// An `extends` that names a folder.
    #[error("the extended scenario is a folder: {}", arrows(.chain))]
    ExtendsFolder {
        /// The way from the scenario to the folder.
        chain: Vec<PathBuf>,
    },
    /// A table that must hold something.
    #[error("expected at least one {expected}, found an empty table")]
    EmptyTable {
        /// What each entry would be.
        expected: &'static str,
    },
    /// Shares of phases that do not add up.
    #[error("shares must sum to 1, found {sum}")]
    SharesSum {
        /// Their sum.
        sum: f64,
    },
    /// A name that cannot name a theatre or operation.
    #[error("`{name}` cannot name {what}: expected 1 to 64 letters, digits, `-` or `_`")]
    BadName {
        /// `a theatre` or `an operation`.
        what: &'static str,
        /// The name, clipped.
        name: String,
    },
    /// A file named in a text that may name shipped scenarios only.
    #[error("`{}` is not among the shipped scenarios, and only those can be named here", words::clip(&.path.display().to_string(), 64))]
    NotShipped {
        /// As it was written.
        path: PathBuf,
    },
    /// Two names that a person could take for each other.
    #[error("the names `{name}` and `{other}` differ only in upper and lower case")]
    CaseClash {
        /// This one.
        name: String,
        /// The one before.
        other: String,
    },
    /// Two names with one hash: they would share their random numbers.
    #[error("the names `{name}` and `{other}` have the same 64-bit hash and would share their luck")]
    HashClash {
        /// This one.
        name: String,
        /// The one before.
        other: String,
    },
    /// A theatre that the scenario does not have.
    #[error("there is no theatre `{name}`; expected {expected}")]
    UnknownTheatre {
        /// The name.
        name: String,
        /// The theatres there are.
        expected: String,
    },
    /// An operation that the scenario does not have.
    #[error("there is no operation `{name}`; expected {expected}")]
    UnknownOperation {
        /// The name.
        name: String,
        /// The operations there are.
        expected: String,
    },
    /// A theatre named twice in an array.
    #[error("the theatre `{name}` is named twice")]
    TheatreTwice {
        /// Its name, clipped.
        name: String,
    },
    /// A model named twice.
    #[error("the model `{name}` is named twice")]
    ModelTwice {
        /// Its slug.
        name: String,
    },
    /// An outcome named twice.
    #[error("the outcome `{name}` is named twice")]
    OutcomeTwice {
        /// Its name.
        name: String,
    },
    /// A model that the catalogue does not have.
    #[error("the study has no model {name}; expected 1 to 30 or a slug")]
    UnknownModel {
        /// As it was written.
        name: String,
    },
    /// A delivery form without the partner it is made of.
    #[error("the delivery form `{form}` needs a partner")]
    NoPartner {
        /// The form.
        form: String,
    },
    /// A theatre linked to itself.
    #[error("a theatre cannot be its own neighbour")]
    LinkedToItself,
    /// An operation that takes over from itself, at once or by way of others.
    #[error("`follows` goes in a circle: {}", .chain.join(" -> "))]
    FollowsItself {
        /// From the operation back to it.
        chain: Vec<String>,
    },
    /// An operation that takes over from one that works elsewhere.
    #[error("`{before}` works in {there} and `{name}` in {here}: nothing is there to take over")]
    FollowsElsewhere {
        /// The one followed.
        before: String,
        /// Its theatres.
        there: String,
        /// The one that follows.
        name: String,
        /// Its theatres.
        here: String,
    },
    /// Two operations that take over from the same one.
    #[error("`{first}` and `{second}` both follow `{before}`")]
    FollowedTwice {
        /// The one they follow.
        before: String,
        /// The first that does.
        first: String,
        /// The second.
        second: String,
    },
    /// An operation that begins before the one it follows, or after that one is to leave.
    #[error(
        "`{before}` is there from month {from} to month {until}, so nothing can take over from it in month {start}"
    )]
    FollowsOutOfOrder {
        /// The operation followed.
        before: String,
        /// Its first month.
        from: u32,
        /// The month of its planned exit.
        until: u32,
        /// First month of the one that follows.
        start: u32,
    },
    /// An operation that would begin after the end.
    #[error("the operation starts at month {start}, but the scenario ends at month {horizon}")]
    StartsAfterEnd {
        /// Its first month.
        start: u32,
        /// The horizon.
        horizon: u32,
    },
    /// `--set` on a part of a level.
    #[error("`--set` replaces a level whole; `{inside}` is inside the level `{level}`")]
    SetInsideLevel {
        /// The key given.
        inside: String,
        /// The level it is part of.
        level: String,
    },
    /// A key that `--set` cannot set.
    #[error("`--set` cannot set this; expected {expected}")]
    NotSettable {
        /// What it takes.
        expected: &'static str,
    },
}

impl ProblemKind {
    /// Whether the file system is at fault (exit code 3) and not the user's text (exit code 2).
    pub fn is_file_system(&self) -> bool {
        matches!(self, Self::Missing { .. } | Self::Unreadable { .. } | Self::Directory { .. })
    }
}

fn arrows(files: &[PathBuf]) -> String {
    let names: Vec<String> = files.iter().map(|p| p.display().to_string()).collect();
    names.join(" -> ")
}
