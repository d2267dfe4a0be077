//! A file that a command writes: an export, a backup, a list of customers. It is written under a temporary name beside its own,
//! readable by its owner alone, and takes its name when it is complete.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use tempfile::{NamedTempFile, TempPath};

/// A file cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be written", file.display())]
pub struct WriteError {
    /// As it was asked for.
    pub file: PathBuf,
    /// Why.
    #[source]
    pub why: WhyUnwritable,
}

/// Why a file cannot be written. Never names the temporary file.
#[derive(Debug, thiserror::Error)]
pub enum WhyUnwritable {
    /// The directory that it is to be in does not exist.
    #[error("there is no directory {}", .0.display())]
    NoDirectory(PathBuf),
    /// It exists already and was not to be replaced.
    #[error("it exists already")]
    Exists,
    /// The file system refused.
    #[error("{0}")]
    Refused(io::ErrorKind),
}

/// Makes the temporary file.
///
/// # Errors
/// [`WriteError`].
pub(crate) fn create(file: &Path) -> Result<NamedTempFile, WriteError> {
    NamedTempFile::new_in(directory(file)).map_err(|error| unwritable(file, &error))
}

/// Syncs the temporary file to disk and gives it its name.
///
/// # Errors
/// [`WriteError`].
pub(crate) fn finish(written: TempPath, file: &Path, replaces: bool) -> Result<(), WriteError> {
    let unwritable = |error: io::Error| unwritable(file, &error);
    File::open(&written).and_then(|written| written.sync_all()).map_err(unwritable)?;
    let named = if replaces { written.persist(file) } else { written.persist_noclobber(file) };
    named.map_err(|error| unwritable(error.error))?;
    // Makes the rename durable, on systems where a directory can be opened.
    if cfg!(unix) {
        File::open(directory(file)).and_then(|directory| directory.sync_all()).map_err(unwritable)
    } else {
        Ok(())
    }
}

/// Why a file that was asked for cannot be written. The message of the system may name the temporary file, so only the kind of
/// the error is kept.
pub(crate) fn unwritable(file: &Path, error: &io::Error) -> WriteError {
    let directory = directory(file);
    let why = match error.kind() {
        io::ErrorKind::NotFound if !directory.exists() => WhyUnwritable::NoDirectory(directory.to_owned()),
        io::ErrorKind::AlreadyExists => WhyUnwritable::Exists,
        kind => WhyUnwritable::Refused(kind),
    };
    WriteError { file: file.to_owned(), why }
}

fn directory(file: &Path) -> &Path {
    file.parent().filter(|directory| !directory.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
