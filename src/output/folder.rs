//! A result folder is written beside its target and exchanged in one step: whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::OutputError;
use super::manifest::{self, Kind, MANIFEST, RUN};

/// A folder left behind by a killed process is swept up after this long.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// What the names of temporary files begin with: a killed process may leave one.
pub const TEMPORARY: &str = ".pkosim-tmp-";

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// A result folder in the making. Dropped before [`Folder::finish`] it leaves nothing behind.
#[derive(Debug)]
pub struct Folder {
    target: PathBuf,
    kind: Kind,
    temporary: PathBuf,
    /// Parents that did not exist before, innermost first.
    made: Vec<PathBuf>,
    finished: bool,
}

/// What pkosim puts into a result folder beside the files that its manifest lists: what every result has, what `plot`,
/// `report` and `export` write by default, and what a sweep is begun with.
const BESIDE: [&str; 8] = [MANIFEST, RUN, "charts", "parquet", "report.html", "report.md", "sweep.json", "sweep.lock"];

/// Refuses a target that must not be replaced: a file, a non-empty folder without a pkosim manifest, a result of another
/// kind, or a folder with a file in it that pkosim did not put there. Called before a run too, so that nobody waits for
/// results that have nowhere to go.
pub fn check(target: &Path, kind: Kind) -> Result<(), OutputError> {
    match fs::symlink_metadata(target) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(OutputError::io("look at", target, e)),
        Ok(_) => {}
    }
    let metadata = fs::metadata(target).map_err(|e| OutputError::io("look at", target, e))?;
    if !metadata.is_dir() {
        return Err(OutputError::File { path: target.to_owned() });
    }
    let entries = fs::read_dir(target).map_err(|e| OutputError::io("read", target, e))?;
    let mut names: Vec<String> = entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    if names.is_empty() {
        return Ok(());
    }
    let path = target.to_owned();
    let Some(held) = manifest::held(target) else { return Err(OutputError::Foreign { path }) };
    if held.kind != kind.name() {
        return Err(OutputError::OtherKind { path, found: held.kind, expected: kind.name() });
    }
    names.sort();
    let ours =
        |name: &String| BESIDE.contains(&name.as_str()) || held.files.contains(name) || name.starts_with(TEMPORARY);
    match names.into_iter().find(|name| !ours(name)) {
        Some(name) => Err(OutputError::Added { path, name }),
        None => Ok(()),
    }
}

/// Makes a folder and those above it that are missing. A dot among its names is no folder of its own.
///
/// # Errors
/// The file system refuses.
pub fn make(dir: &Path) -> Result<(), OutputError> {
    fs::create_dir_all(dir.components().collect::<PathBuf>()).map_err(|e| OutputError::io("create", dir, e))
}

impl Folder {
    /// Checks the target and makes a temporary folder beside it.
    pub fn begin(target: &Path, kind: Kind) -> Result<Self, OutputError> {
        check(target, kind)?;
        let target = resolve(target)?;
        let name = target.file_name().ok_or_else(|| OutputError::Name { path: target.clone() })?;
        let prefix = format!(".{}.pkosim-tmp-", name.to_string_lossy());
        let parent = parent_of(&target);
        let mut folder = Self { made: Vec::new(), temporary: PathBuf::new(), target, kind, finished: false };
        folder.make_parents(&parent)?;
        sweep(&parent, &prefix);
        folder.make_temporary(&parent, &prefix)?;
        Ok(folder)
    }

    /// Where to write meanwhile.
    pub fn path(&self) -> &Path {
        &self.temporary
    }

    /// Where the result will stand.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Writes a file in the folder.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let path = self.temporary.join(name);
        fs::write(&path, bytes).map_err(|e| OutputError::io("write", &path, e))
    }

    /// Hands everything to the disk and puts the folder in the place of its target. An old result is still whole when
    /// this fails.
    pub fn finish(mut self) -> Result<PathBuf, OutputError> {
        sync(&self.temporary)?;
        check(&self.target, self.kind)?;
        self.exchange().map_err(|e| OutputError::io("put in place", &self.target, e))?;
        self.finished = true;
        // Failing to hand the parent's entry to the disk can only lose the exchange, never half of it.
        let _ = File::open(parent_of(&self.target)).and_then(|d| d.sync_all());
        Ok(self.target.clone())
    }

    fn make_parents(&mut self, parent: &Path) -> Result<(), OutputError> {
        let missing: Vec<PathBuf> = parent.ancestors().take_while(|p| !exists(p)).map(Path::to_owned).collect();
        for path in missing.iter().rev() {
            match fs::create_dir(path) {
                Ok(()) => self.made.insert(0, path.clone()),
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
                Err(e) => return Err(OutputError::io("create", path, e)),
            }
        }
        Ok(())
    }

    fn make_temporary(&mut self, parent: &Path, prefix: &str) -> Result<(), OutputError> {
        loop {
            let n = COUNTER.fetch_add(1, Ordering::Relaxed);
            let path = parent.join(format!("{prefix}{}-{n}", std::process::id()));
            match fs::create_dir(&path) {
                Ok(()) => {
                    self.temporary = path;
                    return Ok(());
                }
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(OutputError::io("create", &path, e)),
            }
        }
    }

    fn exchange(&self) -> io::Result<()> {
        if !exists(&self.target) {
            return fs::rename(&self.temporary, &self.target);
        }
        match swap(&self.temporary, &self.target) {
            // The old result now stands under the temporary name.
            Ok(()) => {
                let _ = fs::remove_dir_all(&self.temporary);
                Ok(())
            }
            Err(_) => self.replace_in_two_steps(),
        }
    }

    /// For file systems that cannot swap two names: the old result is set aside, and put back if the second step fails.
    fn replace_in_two_steps(&self) -> io::Result<()> {
        let mut aside = self.temporary.clone().into_os_string();
        aside.push("-old");
        let aside = PathBuf::from(aside);
        fs::rename(&self.target, &aside)?;
        if let Err(e) = fs::rename(&self.temporary, &self.target) {
            fs::rename(&aside, &self.target)?;
            return Err(e);
        }
        let _ = fs::remove_dir_all(&aside);
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        if !self.temporary.as_os_str().is_empty() {
            let _ = fs::remove_dir_all(&self.temporary);
        }
        for parent in &self.made {
            // Fails, as it should, where somebody else has put something there meanwhile.
            let _ = fs::remove_dir(parent);
        }
    }
}

/// Follows links and dots of a target that exists, so that the exchange happens where the folder really is.
fn resolve(target: &Path) -> Result<PathBuf, OutputError> {
    if exists(target) {
        return fs::canonicalize(target).map_err(|e| OutputError::io("find", target, e));
    }
    std::path::absolute(target).map_err(|_| OutputError::Name { path: target.to_owned() })
}

fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn parent_of(target: &Path) -> PathBuf {
    target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn swap(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn swap(_a: &Path, _b: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Writes one file whole or not at all: to a temporary name beside it, then renamed.
///
/// # Errors
/// The folder is missing or not writable, or the disk is full; an older file is left as it was.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    // Temporary files are for their owner only; a result is as readable as any other file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(parent).map_err(|e| OutputError::io("create", path, e))?;
    let written = file.write_all(bytes).and_then(|()| file.as_file().sync_all());
    written.map_err(|e| OutputError::io("write", path, e))?;
    make_readable(file.as_file());
    file.persist(path).map_err(|e| OutputError::io("put in place", path, e.error))?;
    Ok(())
}

/// Temporary files are for their owner only; a result is as readable as any other file.
#[cfg(unix)]
fn make_readable(file: &File) {
    use std::os::unix::fs::PermissionsExt;
    // A file that stays private is still a result.
    let _ = file.set_permissions(fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn make_readable(_file: &File) {}

/// Hands every file and folder below `path` to the disk.
fn sync(path: &Path) -> Result<(), OutputError> {
    let entries = fs::read_dir(path).map_err(|e| OutputError::io("read", path, e))?;
    for entry in entries {
        let below = entry.map_err(|e| OutputError::io("read", path, e))?.path();
        if below.is_dir() {
            sync(&below)?;
        } else {
            sync_one(&below)?;
        }
    }
    if cfg!(unix) { sync_one(path) } else { Ok(()) }
}

fn sync_one(path: &Path) -> Result<(), OutputError> {
    File::open(path).and_then(|f| f.sync_all()).map_err(|e| OutputError::io("write", path, e))
}

/// Removes temporary folders of this target that killed processes left long ago.
fn sweep(parent: &Path, prefix: &str) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let stale = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if entry.file_name().to_string_lossy().starts_with(prefix) && stale().is_some_and(|age| age > STALE) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
