//! Part files: an append-only journal of finished points.
//!
//! ```text
//! part file = "pkosim sweep part 1 <fingerprint>\n", then records
//! record    = "PKSR" | kind u32 | point u64 | length u64 | checksum [8] | payload      (little-endian)
//! checksum  = the first 8 bytes of the SHA-256 of everything before and after it
//! ```
//!
//! A process writes to a part file of its own and never to one that is there already: two processes in one folder
//! cannot mix their bytes, and a record cut off by a kill stands at the end of its file, where it is passed over. A
//! damaged record in the middle costs that point and no other.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use hmac_sha256::Hash;

use crate::output::OutputError;

const MAGIC: [u8; 4] = *b"PKSR";
const HEADER: usize = 32;
/// A part file that has grown beyond this is followed by another, so that one can be read whole.
const MOST_BYTES: u64 = 128 << 20;

/// Where a finished point is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which of [`Contents::files`].
    pub file: usize,
    /// First byte of the payload.
    pub offset: u64,
    /// Bytes of the payload.
    pub length: u64,
    /// Whether the point failed: the payload says why.
    pub failed: bool,
    /// Checksum of the record.
    pub checksum: [u8; 8],
}

/// A stretch of a part file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file.
    pub file: PathBuf,
    /// First byte.
    pub offset: u64,
    /// What is wrong.
    pub why: &'static str,
}

/// The finished points of a folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contents {
    /// Part files.
    pub files: Vec<PathBuf>,
    /// Points by number.
    pub entries: BTreeMap<u64, Entry>,
    /// What cannot be read.
    pub damage: Vec<Damage>,
}

impl Contents {
    /// Reads every part file of a folder.
    ///
    /// # Errors
    /// A file that cannot be opened or read; damage inside one is no error but listed.
    pub fn read(dir: &Path, fingerprint: &str) -> Result<Self, OutputError> {
        let mut contents = Self::default();
        for path in part_files(dir)? {
            let bytes = fs::read(&path).map_err(|e| OutputError::io("read", &path, e))?;
            contents.scan(&path, &bytes, fingerprint);
        }
        Ok(contents)
    }

    fn scan(&mut self, path: &Path, bytes: &[u8], fingerprint: &str) {
        let (file, title) = (self.files.len(), title(fingerprint));
        self.files.push(path.to_owned());
        // Cut off before its first record.
        if title.as_bytes().starts_with(bytes) && bytes.len() < title.len() {
            return;
        }
        if !bytes.starts_with(title.as_bytes()) {
            return self.damaged(path, 0, "it belongs to another sweep, or its first line is damaged");
        }
        let mut at = title.len();
        while at < bytes.len() {
            match record(&bytes[at..]) {
                Found::Whole(point, mut entry) => {
                    (entry.file, entry.offset) = (file, (at + HEADER) as u64);
                    at += HEADER + entry.length as usize;
                    self.entries.insert(point, entry);
                }
                Found::Broken => {
                    let next = bytes[at + 1..].windows(4).position(|w| w == MAGIC).map(|k| at + 1 + k);
                    // Nothing after it: a kill cut it off, and its point counts as in flight.
                    let Some(next) = next else {
                        let cut = announced(&bytes[at..]).is_none_or(|n| n.saturating_add(at + HEADER) > bytes.len());
                        if !cut {
                            self.damaged(path, at, DIFFERS);
                        }
                        return;
                    };
                    self.damaged(path, at, DIFFERS);
                    at = next;
                }
            }
        }
    }

    fn damaged(&mut self, path: &Path, at: usize, why: &'static str) {
        self.damage.push(Damage { file: path.to_owned(), offset: at as u64, why });
    }

    /// The payload of a point.
    ///
    /// # Errors
    /// The file is gone or shorter than it was.
    pub fn payload(&self, entry: &Entry, open: &mut BTreeMap<usize, File>) -> Result<Vec<u8>, OutputError> {
        let path = &self.files[entry.file];
        let failed = |e| OutputError::io("read", path, e);
        if let std::collections::btree_map::Entry::Vacant(place) = open.entry(entry.file) {
            place.insert(File::open(path).map_err(failed)?);
        }
        let file = open.get_mut(&entry.file).ok_or_else(|| failed(io::ErrorKind::NotFound.into()))?;
        let mut payload = vec![0; entry.length as usize];
        file.seek(SeekFrom::Start(entry.offset)).and_then(|_| file.read_exact(&mut payload)).map_err(failed)?;
        Ok(payload)
    }

    /// Takes in the points of another folder. The points that both have and do not agree on are returned.
    pub fn join(&mut self, other: Self) -> Vec<(u64, Entry)> {
        let shift = self.files.len();
        self.files.extend(other.files);
        self.damage.extend(other.damage);
        let mut clashes = Vec::new();
        for (point, entry) in other.entries {
            let entry = Entry { file: entry.file + shift, ..entry };
            match self.entries.get(&point) {
                Some(there) if there.checksum == entry.checksum => {}
                Some(_) => clashes.push((point, entry)),
                None => drop(self.entries.insert(point, entry)),
            }
        }
        clashes
    }
}

const DIFFERS: &str = "its checksum differs";

/// The part files of a folder by name.
pub fn part_files(dir: &Path) -> Result<Vec<PathBuf>, OutputError> {
    let failed = |e| OutputError::io("read", dir, e);
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("part-") && name.ends_with(".pks") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn title(fingerprint: &str) -> String {
    format!("pkosim sweep part 1 {fingerprint}\n")
}

enum Found {
    Whole(u64, Entry),
    Broken,
}

/// Bytes that a header announces.
fn announced(bytes: &[u8]) -> Option<usize> {
    if bytes.len() < HEADER || bytes[..4] != MAGIC {
        return None;
    }
    usize::try_from(u64::from_le_bytes(bytes[16..24].try_into().ok()?)).ok()
}

fn record(bytes: &[u8]) -> Found {
    let Some(length) = announced(bytes) else { return Found::Broken };
    let Some(payload) = length.checked_add(HEADER).and_then(|end| bytes.get(HEADER..end)) else {
        return Found::Broken;
    };
    let number = |at: usize| u64::from_le_bytes(std::array::from_fn(|k| bytes[at + k]));
    let checksum: [u8; 8] = std::array::from_fn(|k| bytes[24 + k]);
    if checksum_of(&bytes[..24], payload) != checksum {
        return Found::Broken;
    }
    let failed = bytes[4] == 1;
    Found::Whole(number(8), Entry { file: 0, offset: 0, length: length as u64, failed, checksum })
}

fn checksum_of(header: &[u8], payload: &[u8]) -> [u8; 8] {
    let mut hash = Hash::new();
    hash.update(header);
    hash.update(payload);
    let whole = hash.finalize();
    std::array::from_fn(|k| whole[k])
}

/// Appends finished points to a part file of its own.
#[derive(Debug)]
pub struct Writer {
    dir: PathBuf,
    title: String,
    open: Option<(PathBuf, File, u64)>,
    dirty: bool,
}

impl Writer {
    /// Into a folder; the file comes to be with the first point.
    pub fn new(dir: &Path, fingerprint: &str) -> Self {
        Self { dir: dir.to_owned(), title: title(fingerprint), open: None, dirty: false }
    }

    /// Appends a point.
    ///
    /// # Errors
    /// The disk takes no more; points before it are whole.
    pub fn append(&mut self, point: u64, failed: bool, payload: &[u8]) -> Result<(), OutputError> {
        let mut bytes = Vec::with_capacity(HEADER + payload.len());
        bytes.extend(MAGIC);
        bytes.extend(u32::from(failed).to_le_bytes());
        bytes.extend(point.to_le_bytes());
        bytes.extend((payload.len() as u64).to_le_bytes());
        let checksum = checksum_of(&bytes, payload);
        bytes.extend(checksum);
        bytes.extend(payload);
        if self.open.as_ref().is_none_or(|(_, _, size)| *size > MOST_BYTES) {
            self.sync()?;
            self.open = Some(self.create()?);
        }
        if let Some((path, file, size)) = &mut self.open {
            file.write_all(&bytes).map_err(|e| OutputError::io("write", path, e))?;
            *size += bytes.len() as u64;
            self.dirty = true;
        }
        Ok(())
    }

    fn create(&self) -> Result<(PathBuf, File, u64), OutputError> {
        let mut number = part_files(&self.dir)?.len();
        loop {
            let path = self.dir.join(format!("part-{number:05}.pks"));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(mut file) => {
                    file.write_all(self.title.as_bytes()).map_err(|e| OutputError::io("write", &path, e))?;
                    sync_folder(&self.dir);
                    return Ok((path, file, self.title.len() as u64));
                }
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(e) => return Err(OutputError::io("create", &path, e)),
            }
        }
    }

    /// Hands what was appended to the disk.
    ///
    /// # Errors
    /// The disk does not take it.
    pub fn sync(&mut self) -> Result<(), OutputError> {
        if let Some((path, file, _)) = self.open.as_ref().filter(|_| self.dirty) {
            file.sync_data().map_err(|e| OutputError::io("write", path, e))?;
        }
        self.dirty = false;
        Ok(())
    }
}

/// Hands the entries of a folder to the disk, where the system can.
pub fn sync_folder(dir: &Path) {
    let _ = File::open(dir).and_then(|d| d.sync_all());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(dir: &Path) -> PathBuf {
        let mut writer = Writer::new(dir, "abc");
        for point in [4, 2, 9] {
            writer.append(point, point == 2, format!("point {point}").as_bytes()).unwrap();
        }
        writer.sync().unwrap();
        part_files(dir).unwrap().remove(0)
    }

    fn points(contents: &Contents) -> Vec<u64> {
        contents.entries.keys().copied().collect()
    }

    #[test]
    fn points_read_back_as_they_were_written() {
        let dir = tempfile::tempdir().unwrap();
        written(dir.path());
        let contents = Contents::read(dir.path(), "abc").unwrap();
        assert_eq!(points(&contents), [2, 4, 9]);
        let payload = contents.payload(&contents.entries[&9], &mut BTreeMap::new()).unwrap();
        assert_eq!((payload.as_slice(), contents.entries[&2].failed), (b"point 9".as_slice(), true));
        assert!(contents.damage.is_empty());
    }

    #[test]
    fn a_file_cut_off_anywhere_loses_its_last_points_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let path = written(dir.path());
        let whole = fs::read(&path).unwrap();
        let mut before = 0;
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            let contents = Contents::read(dir.path(), "abc").unwrap();
            assert!(contents.damage.is_empty(), "{length}: {:?}", contents.damage);
            assert!(contents.entries.len() >= before && contents.entries.len() < 3);
            before = contents.entries.len();
        }
        assert_eq!(before, 2);
    }

    #[test]
    fn a_flipped_bit_is_named_and_costs_one_point() {
        let dir = tempfile::tempdir().unwrap();
        let path = written(dir.path());
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            fs::write(&path, &bytes).unwrap();
            let contents = Contents::read(dir.path(), "abc").unwrap();
            let first = at < title("abc").len();
            // A length that points beyond the end looks like a record in flight; its point is run again all the same.
            assert!(contents.entries.len() == if first { 0 } else { 2 }, "{at}: {contents:?}");
            assert!(!contents.damage.is_empty() || at >= whole.len() - HEADER - 7, "{at}");
        }
    }

    #[test]
    fn another_process_writes_to_a_file_of_its_own() {
        let dir = tempfile::tempdir().unwrap();
        written(dir.path());
        written(dir.path());
        assert_eq!(part_files(dir.path()).unwrap().len(), 2);
        assert_eq!(points(&Contents::read(dir.path(), "abc").unwrap()), [2, 4, 9]);
    }
}
