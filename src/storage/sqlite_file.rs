//! The file of a SQLite database: what it is called, what lies beside it, and whether it is still the one that was opened.

use std::{
    fs,
    path::{Path, PathBuf},
    str::FromStr as _,
    sync::OnceLock,
};

use sqlx::sqlite::SqliteConnectOptions;

use super::{
    Error, Result,
    file_fault::{self, FileFault},
    private_file::SUFFIXES,
};

/// What follows the name of the file in that of the write-ahead log.
const LOG: &str = "-wal";

/// How a command uses the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// It reads and writes.
    Write,
    /// It only reads, and may leave the file open as one that writes does, so that the journals are put away at the end.
    Read,
    /// It only reads: journals of another process, or of one that was killed, are left as they are.
    ReadJournals,
    /// It only reads, and nothing can be written: there are no journals and none can be made.
    ReadAlone,
}

/// The file that was opened.
pub(super) struct SqliteFile {
    /// As the settings call it.
    given: PathBuf,
    /// Its name without links, where SQLite keeps the journals.
    path: PathBuf,
    identity: Option<Identity>,
    /// Of the write-ahead log, which stays the same file as long as a connection is open. What was committed may be there alone.
    log: OnceLock<Identity>,
}

/// A device and a number on it.
type Identity = (u64, u64);

impl SqliteFile {
    /// The file `given`, which exists.
    ///
    /// # Errors
    /// [`Error::HardLinks`]: SQLite finds the journals by the name of the file, so under a second name it does not see what was
    /// committed under the first, and destroys it.
    pub(super) fn find(given: &Path) -> Result<Self> {
        let path = fs::canonicalize(given).map_err(sqlx::Error::Io)?;
        if has_hard_links(&path) {
            return Err(Error::HardLinks(path));
        }
        let identity = identity(&path);
        Ok(Self { given: given.to_owned(), path, identity, log: OnceLock::new() })
    }

    /// Its name without links.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Every name of the file and of those that belong to it.
    pub(super) fn names(&self) -> Vec<PathBuf> {
        let both = [&self.given, &self.path];
        both.iter().flat_map(|name| SUFFIXES.iter().map(|suffix| with_suffix(name, suffix))).collect()
    }

    /// A name beside it.
    pub(super) fn beside(&self, suffix: &str) -> PathBuf {
        with_suffix(&self.path, suffix)
    }

    /// Are the file that was opened and its write-ahead log still there by their names?
    ///
    /// # Errors
    /// [`Error::FileGone`]: what would be written now is in no file that will be opened again.
    pub(super) fn expect_there(&self) -> Result<()> {
        if identity(&self.given) != self.identity {
            return Err(Error::FileGone(self.given.clone()));
        }
        if self.is_log_gone() { Err(Error::FileGone(self.beside(LOG))) } else { Ok(()) }
    }

    /// The connection that writes has the write-ahead log open.
    pub(super) fn note_log(&self) {
        if self.log.get().is_none()
            && let Some(identity) = identity(&self.beside(LOG))
        {
            // Only the first one counts.
            let _ = self.log.set(identity);
        }
    }

    /// Was the write-ahead log removed or replaced, and the file not?
    pub(super) fn is_log_gone(&self) -> bool {
        let is_another = |opened: &Identity| identity(&self.beside(LOG)) != Some(*opened);
        identity(&self.given) == self.identity && self.log.get().is_some_and(is_another)
    }

    /// How the file can be read without writing.
    pub(super) fn access_to_read(&self) -> Access {
        let holds_something = |suffix| fs::metadata(self.beside(suffix)).is_ok_and(|journal| journal.len() > 0);
        if holds_something(LOG) || holds_something("-journal") {
            return Access::ReadJournals;
        }
        if is_writable(&self.path) && is_writable(directory(&self.path)) { Access::Read } else { Access::ReadAlone }
    }

    /// What SQLite says of this file where it is opened. Neither a file that is no database nor journals that cannot be written are
    /// worth a second try.
    pub(super) fn explained(&self, error: Error, access: Access) -> Error {
        let Error::Sqlx(sqlite) = &error else { return error };
        let why = match file_fault::primary_code(sqlite) {
            Some(26) => FileFault::NotADatabase,
            Some(8 | 14) if access == Access::Write => FileFault::Journals(sqlite.to_string()),
            _ => return error,
        };
        unusable(&self.given, why)
    }
}

/// The file that `url` names; `None`: a server.
///
/// # Errors
/// The driver's, where `url` is none.
pub fn file_of(url: &str) -> Result<Option<PathBuf>> {
    if !url.starts_with("sqlite:") {
        return Ok(None);
    }
    Ok(Some(SqliteConnectOptions::from_str(url)?.get_filename().to_owned()))
}

/// May the file that `url` names be written, or made where it is not there? SQLite would say it in fewer words, or at the first
/// write. Of a server this says nothing.
///
/// # Errors
/// [`Error::NoDirectory`], [`Error::Unusable`].
pub fn expect_writable(url: &str) -> Result<()> {
    let Some(file) = &file_of(url)? else { return Ok(()) };
    let parent = directory(file);
    if !parent.is_dir() {
        return Err(Error::NoDirectory(parent.to_owned()));
    }
    expect_no_directory(file)?;
    let options = url.split_once('?').map(|(_, options)| options).unwrap_or_default();
    if options.split('&').any(|option| matches!(option, "mode=ro" | "immutable=true" | "immutable=1")) {
        return Err(unusable(file, FileFault::OpenedToRead));
    }
    let path = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if path.exists() && !is_writable(&path) {
        return Err(unusable(file, FileFault::Unwritable));
    }
    let directory = directory(&path);
    if is_writable(directory) {
        Ok(())
    } else {
        Err(unusable(file, FileFault::UnwritableDirectory(directory.to_owned())))
    }
}

/// # Errors
/// [`Error::Unusable`].
pub(super) fn expect_no_directory(file: &Path) -> Result<()> {
    if file.is_dir() { Err(unusable(file, FileFault::Directory(file.to_owned()))) } else { Ok(()) }
}

fn unusable(file: &Path, why: FileFault) -> Error {
    Error::Unusable { file: file.to_owned(), why }
}

fn directory(file: &Path) -> &Path {
    file.parent().filter(|directory| !directory.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn with_suffix(name: &Path, suffix: &str) -> PathBuf {
    let mut name = name.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;

    fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

#[cfg(unix)]
fn has_hard_links(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    fs::metadata(path).is_ok_and(|file| file.nlink() > 1)
}

#[cfg(unix)]
fn is_writable(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}
