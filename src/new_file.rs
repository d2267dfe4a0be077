//! A file that a command writes: an export, a backup, a list of customers. It is written under a temporary name beside its own,
//! readable by its owner alone, and takes its name when it is complete.
//!
//! Only files are replaced, only where that was asked for, and never the files of the database that is in use.

use std::{
    fs::{self, File, Metadata},
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::{Builder, NamedTempFile};

/// A file cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{}{}{why}", file.display(), if matches!(why, WhyUnwritable::Exists) { " " } else { " cannot be written: " })]
pub struct WriteError {
    /// As it was asked for.
    pub file: PathBuf,
    /// Why.
    pub why: WhyUnwritable,
}

/// Why a file cannot be written. Never names the temporary file.
#[derive(Debug, thiserror::Error)]
pub enum WhyUnwritable {
    /// The directory that it is to be in does not exist.
    #[error("there is no directory {}", .0.display())]
    NoDirectory(PathBuf),
    /// It exists already and was not to be replaced.
    #[error("exists already; --force replaces it")]
    Exists,
    /// It is a device, a pipe, a socket, or a link to one of them or to a directory.
    #[error("it is no file, and nothing else is replaced")]
    NoFile,
    /// It is, or a link leads to, the database in use, its journal or its lock.
    #[error("it is the database in use, or a file that belongs to it: choose another name")]
    InUse,
    /// The file system refused.
    #[error("{0}")]
    Refused(io::ErrorKind),
}

/// Files that no command may replace, whatever it was asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct InUse(Vec<PathBuf>);

/// A file that is being written. Dropped before [`NewFile::finish`], it is removed.
pub(crate) struct NewFile {
    temporary: NamedTempFile,
    file: PathBuf,
    replaces: bool,
    in_use: InUse,
}

impl InUse {
    /// The files of a database, each by every name under which the database knows it.
    pub(crate) fn new(files: Vec<PathBuf>) -> Self {
        Self(files)
    }

    /// Would writing to `file` write to one of them? Names are compared by their directory and without regard to case, as
    /// some file systems do, because not all of the files exist at any time; files that exist also by what they are.
    fn has(&self, file: &Path) -> bool {
        let Some(name) = file.file_name() else { return false };
        let directory = fs::canonicalize(directory(file)).ok();
        let found = fs::metadata(file).ok();
        self.0.iter().any(|own| {
            let has_name = own.file_name().is_some_and(|own| own.eq_ignore_ascii_case(name));
            let is_named = has_name && directory.is_some() && fs::canonicalize(self::directory(own)).ok() == directory;
            is_named || found.as_ref().is_some_and(|found| is_same(own, found))
        })
    }
}

impl NewFile {
    /// Begins to write `file`. A file that is there already is replaced only where `replaces`, and none of `in_use` ever is.
    ///
    /// # Errors
    /// [`WriteError`].
    pub(crate) fn create(file: &Path, replaces: bool, in_use: InUse) -> Result<Self, WriteError> {
        check(file, replaces, &in_use)?;
        let temporary = Builder::new().prefix(".kopilka-").suffix(".tmp").tempfile_in(directory(file));
        let temporary = temporary.map_err(|error| unwritable(file, &error))?;
        Ok(Self { temporary, file: file.to_owned(), replaces, in_use })
    }

    /// The temporary name under which it is written.
    pub(crate) fn path(&self) -> &Path {
        self.temporary.path()
    }

    /// Syncs the file to disk and gives it its name.
    ///
    /// # Errors
    /// [`WriteError`].
    pub(crate) fn finish(self) -> Result<(), WriteError> {
        let Self { temporary, file, replaces, in_use } = self;
        let unwritable = |error: io::Error| unwritable(&file, &error);
        let written = temporary.into_temp_path();
        // Another program may have written the file by its name.
        File::open(&written).and_then(|written| written.sync_all()).map_err(unwritable)?;
        // Much time may have passed.
        check(&file, replaces, &in_use)?;
        let named = if replaces { written.persist(&file) } else { written.persist_noclobber(&file) };
        named.map_err(|error| unwritable(error.error))?;
        // Makes the rename durable.
        File::open(directory(&file)).and_then(|directory| directory.sync_all()).map_err(unwritable)
    }

    /// Why writing failed.
    pub(crate) fn unwritable(&self, error: &io::Error) -> WriteError {
        unwritable(&self.file, error)
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.temporary.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temporary.flush()
    }
}

/// May `file` be written? A command asks before it begins its work, too.
///
/// # Errors
/// [`WriteError`].
pub(crate) fn check(file: &Path, replaces: bool, in_use: &InUse) -> Result<(), WriteError> {
    let refused = |why| Err(WriteError { file: file.to_owned(), why });
    if in_use.has(file) {
        return refused(WhyUnwritable::InUse);
    }
    // Of a link, the link itself is replaced, but not where it leads to something that programs write into.
    let (Ok(itself), target) = (fs::symlink_metadata(file), fs::metadata(file)) else { return Ok(()) };
    if itself.is_dir() {
        return refused(WhyUnwritable::Refused(io::ErrorKind::IsADirectory));
    }
    let is_dangling = itself.is_symlink() && target.is_err();
    if !is_dangling && !target.is_ok_and(|target| target.is_file()) {
        return refused(WhyUnwritable::NoFile);
    }
    if replaces { Ok(()) } else { refused(WhyUnwritable::Exists) }
}

/// The message of the system may name the temporary file, so only the kind of the error is kept.
fn unwritable(file: &Path, error: &io::Error) -> WriteError {
    let directory = directory(file);
    let why = match error.kind() {
        io::ErrorKind::NotFound if !directory.exists() => WhyUnwritable::NoDirectory(directory.to_owned()),
        io::ErrorKind::AlreadyExists => WhyUnwritable::Exists,
        kind => WhyUnwritable::Refused(kind),
    };
    WriteError { file: file.to_owned(), why }
}

/// Are both one file, whatever their names?
#[cfg(unix)]
fn is_same(own: &Path, found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    fs::metadata(own).is_ok_and(|own| (own.dev(), own.ino()) == (found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn is_same(_: &Path, _: &Metadata) -> bool {
    false
}

fn directory(file: &Path) -> &Path {
    file.parent().filter(|directory| !directory.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
